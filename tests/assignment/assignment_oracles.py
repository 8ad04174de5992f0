"""Small problems, and their best solutions by trying everything: shares no code and no idea with the engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from mentormatch.assignment import Assignment, Problem

MANY = settings(max_examples=3 * settings().max_examples)
"""Trying everything on four by four is quick, so look at more of them."""

Objective = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Case:
    """A problem as plain lists, so that the oracle reads what was given and not what ``Problem`` made of it."""

    scores: list[list[int]]
    allowed: list[list[bool]]
    capacity: list[int]
    priority: list[int]
    locks: list[tuple[int, int]]
    unmatched_score: int | None

    @property
    def n(self) -> int:
        return len(self.priority)

    @property
    def m(self) -> int:
        return len(self.capacity)

    def problem(self) -> Problem:
        return Problem(
            np.array(self.scores, np.int64).reshape(self.n, self.m),
            allowed=np.array(self.allowed, bool).reshape(self.n, self.m),
            capacity=np.array(self.capacity, np.int64),
            priority=np.array(self.priority, np.int64),
            locks=np.array(self.locks, np.int64).reshape(-1, 2),
            unmatched_score=self.unmatched_score,
        )

    def solutions(self, rows: list[int] | None = None, capacity: list[int] | None = None) -> Iterator[tuple[int, ...]]:
        """Every choice of a column (or -1) for each of the rows that keeps capacity, bans and locks."""
        rows = list(range(self.n)) if rows is None else rows
        capacity = self.capacity if capacity is None else capacity
        locked = dict(self.locks)
        options = [
            [locked[i]] if i in locked else [-1, *(j for j in range(self.m) if self.allowed[i][j])] for i in rows
        ]
        for choice in product(*options):
            if all(choice.count(j) <= capacity[j] for j in range(self.m)):
                yield choice

    def worth(self, choice: tuple[int, ...], rows: list[int] | None = None) -> Objective:
        """People by class, the first served in front, and points; points alone where unmatched has a score."""
        rows = list(range(self.n)) if rows is None else rows
        points = sum(self.scores[i][j] for i, j in zip(rows, choice, strict=True) if j >= 0)
        if self.unmatched_score is not None:
            return (), points + self.unmatched_score * choice.count(-1)
        classes = sorted(set(self.priority), reverse=True)
        matched = [self.priority[i] for i, j in zip(rows, choice, strict=True) if j >= 0]
        return tuple(matched.count(k) for k in classes), points

    def best(self, rows: list[int] | None = None, capacity: list[int] | None = None) -> Objective:
        return max(self.worth(choice, rows) for choice in self.solutions(rows, capacity))

    def in_ranks(self, objective: Objective) -> tuple[int, int]:
        """The same with people summed by the rank of their class, as the people tier counts them."""
        counts, points = objective
        return sum(count * (len(counts) - k) for k, count in enumerate(counts)), points


def choice_of(found: Assignment) -> tuple[int, ...]:
    return tuple(found.column_of.tolist())


@st.composite
def cases(draw: st.DrawFn, most_rows: int = 4, most_columns: int = 4, locked: bool = True) -> Case:
    """Few different scores, so that ties, contested columns and negative scores are common."""
    n, m = draw(st.integers(0, most_rows)), draw(st.integers(0, most_columns))
    low, high = draw(st.sampled_from([(0, 3), (0, 1), (-4, 4), (0, 10_000), (-1, 0), (-10_000, 0)]))
    scores = draw(st.lists(st.lists(st.integers(low, high), min_size=m, max_size=m), min_size=n, max_size=n))
    often = draw(st.sampled_from([0.5, 0.8, 1.0]))
    coin = st.floats(0, 1, exclude_max=True).map(lambda x: x < often)
    allowed = draw(st.lists(st.lists(coin, min_size=m, max_size=m), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    priority = draw(st.lists(st.sampled_from([-5, 0, 70]), min_size=n, max_size=n))
    locks = []
    if locked:
        left = list(capacity)
        for i in draw(st.permutations(range(n)))[: draw(st.integers(0, 2))]:
            open_columns = [j for j in range(m) if allowed[i][j] and left[j] > 0]
            if open_columns:
                j = draw(st.sampled_from(open_columns))
                left[j] -= 1
                locks.append((i, j))
    unmatched_score = draw(st.sampled_from([None, None, 0, 2, -3]))
    return Case(scores, allowed, capacity, priority, locks, unmatched_score)
