"""``Agreement``: what a mentor and a supervisor, or a mentor and a mentee, agreed on how they work together."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from mentormatch import values
from mentormatch.casework.codes import code
from mentormatch.casework.life import AGREEMENT, Life
from mentormatch.casework.record import MaybeId, Noun, Prose, day_or_today
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import Day, Hours, Ids, Text, Whole, reads
from mentormatch.fields import text as one_line
from mentormatch.marks import Of


def _parties(value: object) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, map(one_line, values.pieces(value))))) if value else ()
    if len(found) < 2:
        raise CaseError.of("agreement_parties")
    return found


class Agreement(Noun):
    """What was agreed from ``on``: the ``format`` of the meetings, how often and how long, who reads what is written.

    ``how_often_days`` is the days between two meetings, ``hours`` how long one is, ``review_on`` the day to look at
    the agreement again. It lies in a case, or between a mentor and a supervisor beside all cases.

    >>> agreement = Agreement(by="V1", on="1.9.2026", between="mentor og veileder", parties="M1; V1",
    ...                       how_often_days=30, hours="1,5", who_reads="M1; V1", review_on="1.3.2027")
    >>> agreement.review_due("2027-02-28"), agreement.review_due("2027-03-01")
    (False, True)
    """

    life: ClassVar[Life] = AGREEMENT
    refers: ClassVar[Mapping[str, str]] = {"case_id": "case"}

    type: Literal["agreement"] = "agreement"
    between: Annotated[str, code("agreement_between")]
    parties: Annotated[tuple[str, ...], reads(_parties)]
    case_id: MaybeId = None
    format: Text = None
    how_often_days: Whole = None
    hours: Hours = None
    who_reads: Ids = None
    review_on: Day = None
    words: Annotated[Prose, Of("team")] = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.review_on is not None and self.review_on < self.on:
            yield Problem("agreement_review").at(field="review_on")

    def review_due(self, on: date | str | None = None) -> bool:
        """Whether the day to look at it again has come, on a day (today in Oslo)."""
        return self.review_on is not None and self.review_on <= day_or_today(on)
