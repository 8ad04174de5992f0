"""``Relation``: who stands to whom, in which role, from when to when, seeing what of the earlier log."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from mentormatch.casework.codes import code
from mentormatch.casework.life import RELATION, Life
from mentormatch.casework.record import Noun
from mentormatch.errors import Problem
from mentormatch.fields import Day, Id

MENTORS = ("mentor", "co_mentor")
"""The roles of those who follow up a person."""

OF_A_CASE = (*MENTORS, "substitute", "case_supervisor")
"""The roles that are held in a case; ``of`` is its id."""

OF_A_NETWORK = ("network_member", "chair")
"""The roles that are held in a network; ``of`` is its id."""


class Relation(Noun):
    """A person in a role, from ``on`` to ``end`` (its last day, where one is planned), or until a step closes it.

    ``of`` is the id of the case, the network, the person a deputy stands for, or the organisation a mentor is lent to.
    ``sees`` is what a mentor sees of the log from before ``on``: ``all``, only their ``own``, or the ``summary`` too.

    >>> relation = Relation(by="K1", role="vikar", person_id="M2", of="S1", on="1.7.2026", end="31.7.2026")
    >>> relation.role, relation.lasts(date(2026, 7, 31)), relation.lasts(date(2026, 8, 1))
    ('substitute', True, False)
    """

    life: ClassVar[Life] = RELATION
    may_lie_ahead: ClassVar[bool] = True
    fixed: ClassVar[tuple[str, ...]] = (*Noun.fixed, "role", "person_id", "of")

    type: Literal["relation"] = "relation"
    role: Annotated[str, code("relation_role")]
    person_id: Id
    of: Id
    end: Day = None
    sees: Annotated[str, code("sees")] = "own"

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.end is not None and self.end < self.on:
            yield Problem("relation_order").at(field="end")

    def belongs_to(self) -> str | None:
        return self.of if self.role in OF_A_CASE else None

    def references(self) -> Mapping[str, str]:
        if self.role in OF_A_CASE:
            return {"of": "case"}
        return {"of": "network"} if self.role in OF_A_NETWORK else {}

    def lasts(self, day: date) -> bool:
        """Whether a day lies from its first to its last."""
        return self.on <= day and (self.end is None or day <= self.end)
