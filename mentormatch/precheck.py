"""Before solving: who can have whom at all, so that a thin or empty choice is seen before a result is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from mentormatch import explanation, lacking
from mentormatch.compatibility import Barred, CompatibilityModel, Encoded
from mentormatch.conditions import Quota, Waiver
from mentormatch.errors import check_language, told_in_its_language
from mentormatch.frames import frame
from mentormatch.framing import Conditions, problem_of
from mentormatch.intake import PairSource, check_people, day_of, pairs_of, queue
from mentormatch.notes import running_cases
from mentormatch.profiles import Mentee, Mentor
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

FEW = 2
"""A choice of this many mentors or fewer is marked."""

MENTEE_COLUMNS = ("mentee_id", "allowed", "mark")
MENTOR_COLUMNS = ("mentor_id", "allowed", "mark")


@dataclass(frozen=True, repr=False, eq=False)
class Check:
    """How many each person can be matched with; ``mark`` says what to look at where it is few or nobody."""

    _encoded: Encoded
    _allowed: "np.typing.NDArray[np.bool_]"
    _barred: Barred
    language: str

    @property
    def mentees(self) -> "DataFrame":
        """One row for each mentee without a running case: allowed mentors, with 0, 1 and 2 marked."""
        counts = self._allowed.sum(axis=1).tolist()
        cells = [
            (name, n, self._mentee_mark(row, n))
            for row, (name, n) in enumerate(zip(self._encoded.mentees.ids, counts, strict=True))
        ]
        return frame(cells, MENTEE_COLUMNS, allowed=int)

    @property
    def mentors(self) -> "DataFrame":
        """One row a mentor: mentees who may have this mentor; those whom nobody may have are marked."""
        counts = self._allowed.sum(axis=0).tolist()
        cells = [
            (name, n, self._mentor_mark(column, n))
            for column, (name, n) in enumerate(zip(self._encoded.mentors.ids, counts, strict=True))
        ]
        return frame(cells, MENTOR_COLUMNS, allowed=int)

    @property
    def notice(self) -> str:
        """The first line of every result: what was not checked."""
        return explanation.notice(self._encoded, self.language)

    def _mentee_mark(self, row: int, count: int) -> str:
        if count > FEW:
            return ""
        if count:
            return say("check.few" if count > 1 else "check.one", self.language)
        pairs = [(row, column) for column in range(len(self._encoded.mentors))]
        return lacking.in_the_way(self._encoded, self._barred, pairs, "unmatched.forbidden", self.language)

    def _mentor_mark(self, column: int, count: int) -> str:
        if count:
            return ""
        pairs = [(row, column) for row in range(len(self._encoded.mentees))]
        return lacking.in_the_way(self._encoded, self._barred, pairs, "check.nobody", self.language)

    def __repr__(self) -> str:
        without = int((~self._allowed.any(axis=1)).sum())
        return f"Check({len(self._encoded.mentees)} mentees, {without} without an allowed mentor)"


@told_in_its_language
def check(
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    model: CompatibilityModel | None = None,
    *,
    current: PairSource = None,
    bans: PairSource = (),
    quotas: Iterable[Quota] = (),
    waivers: Iterable[Waiver] = (),
    minimum_score: float | None = None,
    on: date | str | None = None,
    language: str = "en",
) -> Check:
    """Who may be matched with whom, counted before anything is solved; takes what ``match`` takes.

    >>> found = check([Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="norsk")])
    >>> found.mentees["allowed"].tolist(), found.mentors["mark"].tolist()
    ([0], ['No mentee may have this mentor (1 looked at). In the way, with the number of mentees: shared language 1.'])
    """
    mentees, mentors, day = list(mentees), list(mentors), day_of(on)
    check_language(language)
    check_people(mentees, mentors)
    fitted = (model or CompatibilityModel.default()).fit_if_needed(mentees, mentors, day)
    running = running_cases(fitted, mentees, mentors, pairs_of(current, "current"), day)
    waiting = [mentee for mentee in mentees if mentee.id not in running.served]
    encoded = fitted.encode(waiting, mentors, on=day, running=running.per_mentor, language=language)
    order = queue(waiting, day, fitted.waiting_months, running.per_mentee).priority
    conditions = Conditions.of(bans=bans, minimum_score=minimum_score, quotas=quotas, waivers=waivers)
    framed = problem_of(encoded, order, conditions, running.pairs)
    return Check(framed.encoded, framed.problem.allowed, framed.barred, language)
