"""Problems with minimums, demands and quotas, small enough to try everything; no idea shared with the engines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from mentormatch.assignment import Assignment, ColumnQuota, Problem, RowQuota

Chosen = tuple[tuple[int, ...], ...]
"""The columns of each row."""

Reached = tuple[int, tuple[int, ...], int]
"""Less the shortfall; rows with a first column by class, the first served in front, then with a second; points."""


@dataclass(frozen=True)
class General:
    scores: list[list[int]]
    allowed: list[list[bool]]
    capacity: list[int]
    minimum: list[int]
    demand: list[int]
    priority: list[int]
    locks: list[tuple[int, int]]
    unmatched_score: int | None
    row_quotas: list[tuple[list[int], list[int], int | None, int]]
    """rows, columns, most, least"""
    column_quotas: list[tuple[list[int], int]]

    @property
    def n(self) -> int:
        return len(self.demand)

    @property
    def m(self) -> int:
        return len(self.capacity)

    @cached_property
    def levels(self) -> int:
        return max([1, *(min(d, self.m) for d in self.demand)])

    def problem(self) -> Problem:
        return Problem(
            np.array(self.scores, np.int64).reshape(self.n, self.m),
            allowed=np.array(self.allowed, bool).reshape(self.n, self.m),
            capacity=np.array(self.capacity, np.int64),
            minimum=np.array(self.minimum, np.int64),
            demand=np.array(self.demand, np.int64),
            priority=np.array(self.priority, np.int64),
            locks=np.array(self.locks, np.int64).reshape(-1, 2),
            unmatched_score=self.unmatched_score,
            row_quotas=[RowQuota(*quota) for quota in self.row_quotas],
            column_quotas=[ColumnQuota(*quota) for quota in self.column_quotas],
        )

    def may_have(self, row: int, columns: tuple[int, ...]) -> bool:
        """Whether a row may have these columns, as far as it alone decides."""
        asked = self.demand[row]
        for rows, within, most, least in self.row_quotas:
            if row in rows:
                inside = len(set(columns) & set(within))
                if (most is not None and inside > most) or len(columns) - inside > max(asked - least, 0):
                    return False
        locked = {j for i, j in self.locks if i == row}
        return len(columns) <= asked and locked <= set(columns) and all(self.allowed[row][j] for j in columns)

    def solutions(self, gone: int = -1) -> Iterator[Chosen]:
        """Every choice that keeps to the problem; a row that is gone has nothing."""
        options = [
            [()]
            if row == gone
            else [
                columns
                for size in range(self.levels + 1)
                for columns in combinations(range(self.m), size)
                if self.may_have(row, columns)
            ]
            for row in range(self.n)
        ]
        for choice in product(*options):
            load = [sum(j in columns for columns in choice) for j in range(self.m)]
            if all(load[j] <= self.capacity[j] for j in range(self.m)) and all(
                sum(load[j] for j in columns) <= most for columns, most in self.column_quotas
            ):
                yield choice

    def worth(self, choice: Chosen) -> Reached:
        load = [sum(j in columns for columns in choice) for j in range(self.m)]
        filled = -sum(max(least - has, 0) for least, has in zip(self.minimum, load, strict=True))
        points = sum(self.scores[i][j] for i, columns in enumerate(choice) for j in columns)
        if self.unmatched_score is not None:
            still = sum(asked - len(columns) for asked, columns in zip(self.demand, choice, strict=True))
            return filled, (), points + self.unmatched_score * still
        classes = sorted(set(self.priority), reverse=True)
        served = [
            sum(len(columns) > level and self.priority[i] == k for i, columns in enumerate(choice))
            for level in range(self.levels)
            for k in classes
        ]
        return filled, tuple(served), points

    def best(self, gone: int = -1) -> Reached:
        return max(self.worth(choice) for choice in self.solutions(gone))

    def in_ranks(self, reached: Reached) -> tuple[int, int, int]:
        """The same with people summed by rank."""
        filled, served, points = reached
        return filled, sum(count * (len(served) - k) for k, count in enumerate(served)), points

    def with_place(self, column: int) -> "General":
        """One more place in a column, that no quota counts."""
        return replace(
            self,
            capacity=[places + (j == column) for j, places in enumerate(self.capacity)],
            column_quotas=[(within, most + (column in within)) for within, most in self.column_quotas],
        )


def chosen_of(found: Assignment) -> Chosen:
    pairs = list(zip(found.rows.tolist(), found.columns.tolist(), strict=True))
    return tuple(tuple(j for i, j in pairs if i == row) for row in range(found.problem.shape[0]))


@st.composite
def generals(draw: st.DrawFn, most_rows: int = 3, most_columns: int = 4, quotas: bool = True) -> General:
    """Few different scores; demands up to two or three, minimums that often cannot all be filled, nested quotas."""
    n, m = draw(st.integers(1, most_rows)), draw(st.integers(1, most_columns))
    low, high = draw(st.sampled_from([(0, 3), (0, 1), (-4, 4), (0, 10_000), (-10_000, 0)]))
    scores = draw(st.lists(st.lists(st.integers(low, high), min_size=m, max_size=m), min_size=n, max_size=n))
    often = draw(st.sampled_from([0.6, 0.8, 1.0]))
    coin = st.floats(0, 1, exclude_max=True).map(lambda x: x < often)
    allowed = draw(st.lists(st.lists(coin, min_size=m, max_size=m), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    least = draw(st.sampled_from([0, 1, 2]))
    minimum = [min(draw(st.integers(0, least)), places) for places in capacity]
    demand = draw(st.lists(st.integers(0, draw(st.sampled_from([1, 2, 3]))), min_size=n, max_size=n))
    priority = draw(st.lists(st.sampled_from([0, 70]), min_size=n, max_size=n))
    case = General(
        scores, allowed, capacity, minimum, demand, priority, [], draw(st.sampled_from([None, None, 0, 2])), [], []
    )
    if quotas:
        case = replace(case, row_quotas=draw(row_quotas(n, m)), column_quotas=draw(column_quotas(m)))
    for row, column in draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=2, unique=True)):
        locked = replace(case, locks=[*case.locks, (row, column)])
        if next(locked.solutions(), None) is not None:
            case = locked
    return case


@st.composite
def laminar(draw: st.DrawFn, m: int) -> list[list[int]]:
    """Sets of columns that are nested or apart: one, a part of it, and a part of the rest."""
    order = draw(st.permutations(range(m)))
    cut = draw(st.integers(0, m))
    inner, outer = draw(st.integers(0, cut)), draw(st.integers(cut, m))
    sets = [list(part) for part in (order[:cut], order[:inner], order[cut:outer])]
    return draw(st.lists(st.sampled_from(sets), max_size=3))


@st.composite
def row_quotas(draw: st.DrawFn, n: int, m: int) -> list[tuple[list[int], list[int], int | None, int]]:
    found: list[tuple[list[int], list[int], int | None, int]] = []
    sets = draw(laminar(m))
    for columns in sets:
        rows = draw(st.lists(st.integers(0, n - 1), unique=True))
        found.append((rows, columns, draw(st.integers(0, 2)), 0))
    kept_open = draw(st.integers(0, 1))
    if sets and kept_open:  # what is not in the set is apart from it and from its parts
        largest = max(sets, key=len)
        if all(set(columns) <= set(largest) for columns in sets):
            found.append((list(range(n)), largest, None, draw(st.integers(1, 2))))
    return found


@st.composite
def column_quotas(draw: st.DrawFn, m: int) -> list[tuple[list[int], int]]:
    return [(columns, draw(st.integers(0, 4))) for columns in draw(laminar(m))]
