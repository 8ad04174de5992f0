"""``Goal``, in the mentee's own words, and ``Action``: what somebody is to do, and by when."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from mentormatch import values
from mentormatch.casework.life import ACTION, GOAL, Life
from mentormatch.casework.record import MaybeId, Noun, Statement
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import Day, Id, reads, text
from mentormatch.marks import Of, Special

LEVELS = (-2, -1, 0, 1, 2)
"""Much less than expected, less, as expected, more, much more (Kiresuk and Sherman 1968)."""


def level(value: object) -> int:
    """A level of a goal, from -2 to +2: ``0``, ``'+1'``, ``-2.0``."""
    word = text(value)
    try:
        number = int((word or "").replace("−", "-"))
    except ValueError:
        raise CaseError.of("goal_level") from None
    if number not in LEVELS:
        raise CaseError.of("goal_level")
    return number


def _described(value: object) -> dict[int, str] | None:
    if values.is_empty(value):
        return None
    if not isinstance(value, Mapping):
        raise CaseError.of("value_named")
    found = {level(name): text(words) for name, words in value.items()}
    return {name: words for name, words in sorted(found.items()) if words is not None} or None


class Goal(Noun):
    """What the mentee wants to reach, in the mentee's own words; ``levels`` describes -2 to +2, ``weight`` is 1–10.

    >>> Goal(by="M1", case_id="S1", words="Møte på jobb", levels={0: "tre dager i uka", 1: "hver dag"}).weight
    1
    """

    life: ClassVar[Life] = GOAL
    refers: ClassVar[Mapping[str, str]] = {"case_id": "case"}

    type: Literal["goal"] = "goal"
    case_id: Id
    words: Statement
    levels: Annotated[dict[int, str] | None, reads(_described), Special(basis=False), Of("mentee")] = None
    weight: Annotated[int, reads(values.whole)] = 1

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if not 1 <= self.weight <= 10:
            yield Problem("goal_weight").at(field="weight")


class Action(Noun):
    """What ``owner`` is to do in a case, or after guidance, by ``due``."""

    life: ClassVar[Life] = ACTION
    refers: ClassVar[Mapping[str, str]] = {"case_id": "case", "guidance_id": "guidance_request"}

    type: Literal["action"] = "action"
    case_id: MaybeId = None
    guidance_id: MaybeId = None
    what: Statement
    owner: Id
    due: Day = None

    def belongs_to(self) -> str | None:
        return self.case_id or self.guidance_id

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.case_id is None and self.guidance_id is None:
            yield Problem("action_of_nothing").at(field="case_id")
