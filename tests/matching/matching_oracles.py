"""What the best matching of a small call is, by trying everything. Shares nothing with the assignment or the rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import median_low

import plain_rules
import plain_score
from matching_calls import BANDS, DEFAULT, ON, Call

from mentormatch import Matching

Choice = tuple[int, ...]
"""The column of each waiting mentee, -1 for nobody."""

Worth = tuple[tuple[int, ...], int]
"""People by class, the one served first in front (empty where points alone decide), and hundredths of points."""

URGENCIES = ("normal", "soon", "urgent")


class Oracle:
    """The call as plain lists: who may have whom, what it is worth, who goes first."""

    def __init__(self, call: Call) -> None:
        self.call, self.waiting = call, call.waiting
        running = Counter(mentor for _, mentor in call.current)
        hours = call.model.hours_per_case
        self.places = [plain_rules.places(mentor, hours) for mentor in call.mentors]
        self.free = [
            max(places - running[mentor.id], 0) for places, mentor in zip(self.places, call.mentors, strict=True)
        ]
        self.scores, self.known = _scores_and_known(call, running)
        missing = plain_rules.unchecked(self.waiting, call.mentors)
        lowest = -1 if call.minimum_score is None else round(call.minimum_score * 100)
        self.allowed = [
            [
                "no"
                not in plain_rules.verdicts(
                    mentee, mentor, missing, on=ON, running=running, hours_per_case=hours
                ).values()
                and self.free[column] > 0
                and (mentee.id, mentor.id) not in call.bans
                and self.scores[row][column] >= lowest
                for column, mentor in enumerate(call.mentors)
            ]
            for row, mentee in enumerate(self.waiting)
        ]
        names = {mentor.id: column for column, mentor in enumerate(call.mentors)}
        self.row = {mentee.id: row for row, mentee in enumerate(self.waiting)}
        self.column = names
        self.locks = {self.row[mentee]: names[mentor] for mentee, mentor in call.locks}
        self.served = self._served()

    def _served(self) -> list[tuple[int, int]]:
        """(urgency, band of waiting) of each; without a date the middle band of those who have one."""
        written = [mentee.waiting_since for mentee in self.waiting]
        bands = [None if day is None else BANDS[f"{day:%d.%m.%Y}"] for day in written]
        middle = median_low([band for band in bands if band is not None] or [0])
        return [
            (URGENCIES.index(mentee.urgency), middle if band is None else band)
            for mentee, band in zip(self.waiting, bands, strict=True)
        ]

    def solutions(self, *, without_lock: int | None = None, only: Mapping[int, int] | None = None) -> Iterator[Choice]:
        """Every choice that keeps rules, places, bans and locks; ``only`` fixes columns of rows (-1 for nobody)."""
        fixed = {row: column for row, column in self.locks.items() if row != without_lock} | dict(only or {})
        yield from self._extended((), list(self.free), fixed)

    def _extended(self, choice: Choice, room: list[int], fixed: Mapping[int, int]) -> Iterator[Choice]:
        row = len(choice)
        if row == len(self.waiting):
            yield choice
            return
        for column in [fixed[row]] if row in fixed else range(-1, len(room)):
            if column == -1:
                yield from self._extended((*choice, -1), room, fixed)
            elif room[column] > 0 and self.allowed[row][column]:
                room[column] -= 1
                yield from self._extended((*choice, column), room, fixed)
                room[column] += 1

    def points(self, choice: Choice) -> int:
        return sum(self.scores[row][column] for row, column in enumerate(choice) if column >= 0)

    def worth(self, choice: Choice) -> Worth:
        if self.call.objective == "score":
            return (), self.points(choice)
        classes = sorted(set(self.served), reverse=True)
        matched = [place for place, column in zip(self.served, choice, strict=True) if column >= 0]
        return tuple(matched.count(place) for place in classes), self.points(choice)

    def best(self, *, without_lock: int | None = None, only: Mapping[int, int] | None = None) -> Worth | None:
        """The most that can be reached; None where nothing keeps everything."""
        return max(map(self.worth, self.solutions(without_lock=without_lock, only=only)), default=None)

    def forced(self, row: int, column: int) -> Worth | None:
        """The most that can be reached with this pair, instead of a lock that the mentee has."""
        return self.best(without_lock=row, only={row: column})

    def choice_of(self, matching: Matching) -> Choice:
        """The pairs of a matching, by row."""
        pairs = matching.pairs
        mentor_of = dict(zip(pairs["mentee_id"], pairs["mentor_id"], strict=True))
        return tuple(self.column[mentor_of[m.id]] if m.id in mentor_of else -1 for m in self.waiting)


def _scores_and_known(call: Call, running: Mapping[str, int]) -> tuple[list[list[int]], list[list[int]]]:
    """Hundredths of a point and ten-thousandths that are known; by the plain restatement where it applies."""
    if call.model is DEFAULT and not call.current:
        plain = plain_score.scored(call.mentees, call.mentors, ON, {})
        return plain.points, plain.known
    fitted = call.model if call.model.fitted else call.model.fit(call.mentees, call.mentors, ON)
    encoded = fitted.encode(call.waiting, call.mentors, on=ON, running=running)
    return encoded.points().tolist(), encoded.known().tolist()
