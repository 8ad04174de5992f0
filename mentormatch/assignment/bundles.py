"""What each row could have at best at given prices: read from the problem, without any network.

A row takes the columns that leave it most, one after the other, as long as it gains and its quotas allow. Nested
quotas make a matroid of what it may have, so this is the best (Edmonds 1971).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.quotas import RowLimit, row_limits

_NEVER = -(2**62)
"""The key of a pair that is not to be had."""


@dataclass(frozen=True, eq=False)
class Bundles:
    """keys: n x m, in the order of what a pair leaves its row, ``_NEVER`` where it may not be had; changed in use."""

    problem: Problem
    prices: Sequence[Ints]
    keys: Ints

    @classmethod
    def of(cls, problem: Problem, prices: Sequence[Ints]) -> "Bundles | None":
        """At these prices of the three tiers; None where they are too large to be right.

        Minimums and people depend on the column alone, so their order among the columns goes before the points.
        """
        minimums, people, points = prices
        if len(points) and max(int(points.max()), -int(points.min())) > problem.unit:
            return None
        tiers, place = np.unique(np.stack([-minimums, -people]), axis=1, return_inverse=True)
        step = 2 * (problem.unit + problem.spread) + 1
        if step * (tiers.shape[1] + 1) >= -_NEVER:
            return None
        keys = np.where(problem.allowed, problem.gains + (step * place.reshape(-1) - points), _NEVER)
        keys[problem.locks[:, 0], problem.locks[:, 1]] = _NEVER
        return cls(problem, prices, keys)

    def best(self) -> tuple[list[Ints], Ints]:
        """What each row keeps of the best that it could have, in three tiers, locks included; and its last column."""
        problem, n = self.problem, self.problem.shape[0]
        values = [np.zeros(n, np.int64) for _ in range(3)]
        had, last = np.zeros(n, np.int64), np.full(n, -1)
        limits = [limit._replace(room=limit.room.copy()) for limit in row_limits(problem)]
        self._close(limits)
        for row, column in problem.locks.tolist():
            self._take(np.array([row]), np.array([column]), values, had, limits)
        for _ in range(problem.levels if problem.shape[1] else 0):
            column = self.keys.argmax(axis=1)
            able = (had < problem.units) & (self.keys[np.arange(n), column] > _NEVER)
            rows = np.flatnonzero(able)
            left = self._left(rows, column[rows], had)
            rows = rows[_gains(left)]
            if not len(rows):
                break
            self._take(rows, column[rows], values, had, limits)
            last[rows] = column[rows]
        return values, last

    def _left(self, rows: Ints, columns: Ints, had: Ints) -> tuple[Ints, Ints, Ints]:
        """What these pairs leave their rows, as their next columns."""
        minimums, people, points = self.prices
        return (
            -minimums[columns],
            self.problem.rank_of(had[rows] + 1, rows) - people[columns],
            self.problem.gains[rows, columns] - points[columns],
        )

    def _take(self, rows: Ints, columns: Ints, values: list[Ints], had: Ints, limits: list[RowLimit]) -> None:
        for value, left in zip(values, self._left(rows, columns, had), strict=True):
            value[rows] += left
        had[rows] += 1
        self.keys[rows, columns] = _NEVER
        for limit in limits:
            limit.room[np.isin(limit.rows, rows[limit.mask[columns]])] -= 1
        self._close(limits)

    def _close(self, limits: list[RowLimit]) -> None:
        """No more of the columns of a quota for the rows that have all it leaves room for."""
        for limit in limits:
            self.keys[np.ix_(limit.rows[limit.room <= 0], np.flatnonzero(limit.mask))] = _NEVER


def _gains(left: tuple[Ints, Ints, Ints]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    minimums, people, points = left
    gains: np.ndarray[tuple[int], np.dtype[np.bool_]] = (minimums > 0) | (
        (minimums == 0) & ((people > 0) | ((people == 0) & (points > 0)))
    )
    return gains
