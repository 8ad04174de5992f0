"""The assignment problem in integers: what may be chosen, what it is worth, and whether that can be summed exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from mentormatch.assignment import checks
from mentormatch.assignment.arrays import Bools as Bools
from mentormatch.assignment.arrays import Ints as Ints
from mentormatch.assignment.quotas import ColumnQuota, RowQuota, quota_faults
from mentormatch.errors import AssignmentError
from mentormatch.errors import Problem as Fault

EXACT = 2**53
"""Integers below this are exact in the float64 that the *hungarian* engine computes with."""

WIDEST = 2**58
"""Weights stay below this, so that a few of them can be added in int64."""

WIDEST_SUM = 2**62
"""Points of a whole solution stay below this."""

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_NO_LOCKS: Ints = np.empty((0, 2), np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """n rows, each to get columns out of m; checked, all faults raised at once as ``AssignmentError``.

    The arrays are shared with the caller, not copied, and read-only from here.

    scores: n x m integers, in units of 1/``scale`` of a point. What stands in a forbidden cell is never read.
    allowed: n x m booleans, a scipy sparse matrix too; None allows every pair.
    capacity: how many rows a column takes, one for all or m; None is one each.
    minimum: how many rows a column is to have at least, one for all or m. What cannot be filled is a shortfall, and
        the smallest shortfall comes before everything else.
    demand: how many columns, all different, a row asks for, one for all or n. Every row is to have a first before any
        has a second.
    row_quotas, column_quotas: limits on sets of columns, for a row or for all together.
    priority: n integers, larger is served first. Only their order counts: the class of a row is the rank of its
        priority among those that occur.
    locks: pairs (row, column) that are in every solution.
    unmatched_score: None puts people first: as many rows as possible, by class, and only then points. An integer
        instead is what an unmatched row counts in points; then points alone decide and the priority is not used.
    row_keys, column_keys: names that differ, used only by the lottery and for a seed that is not given; the
        positions when None. With keys the same pairs come out in whatever order the rows and columns stand.
    kept: n columns (-1: none) that rows had in another assignment. Among equally good assignments those that keep most
        of them go before the lottery.
    scale: units of a point (100 when scores are hundredths). rounding: the largest error, in points, that was made
        when the scores became integers.

    >>> Problem(np.array([[3, 1], [2, 2]]), priority=[10, 70]).ranks.tolist()
    [1, 2]
    """

    scores: Ints
    allowed: Bools = None  # type: ignore[assignment]  # None is only the way to say "every pair"; filled below
    capacity: Ints = None  # type: ignore[assignment]  # likewise: one each
    priority: Ints = None  # type: ignore[assignment]  # likewise: one class
    locks: Ints = field(default_factory=_NO_LOCKS.copy)
    unmatched_score: int | None = None
    row_keys: Sequence[str | bytes] | None = None
    column_keys: Sequence[str | bytes] | None = None
    kept: Ints | None = None
    scale: int = 1
    rounding: float = 0.0
    minimum: Ints = None  # type: ignore[assignment]  # likewise: none
    demand: Ints = None  # type: ignore[assignment]  # likewise: one each
    row_quotas: Sequence[RowQuota] = ()
    column_quotas: Sequence[ColumnQuota] = ()

    def __post_init__(self) -> None:
        scores = np.asarray(self.scores)
        if scores.ndim != 2:
            raise AssignmentError.of("assignment_not_a_matrix", shape=scores.shape)
        n, m = scores.shape
        given: dict[str, tuple[ArrayLike, tuple[int, ...], type]] = {
            "scores": (scores, (n, m), np.integer),
            "allowed": (checks.dense(checks.default(self.allowed, np.ones((n, m), bool))), (n, m), np.bool_),
            "capacity": (checks.for_each(checks.default(self.capacity, 1), m), (m,), np.integer),
            "minimum": (checks.for_each(checks.default(self.minimum, 0), m), (m,), np.integer),
            "demand": (checks.for_each(checks.default(self.demand, 1), n), (n,), np.integer),
            "priority": (checks.default(self.priority, np.zeros(n, np.int64)), (n,), np.integer),
            "locks": checks.pairs(self.locks),
        }
        if self.kept is not None:
            given["kept"] = (self.kept, (n,), np.integer)
        faults: list[Fault] = []
        for name, (value, shape, kind) in given.items():
            array, found = checks.checked(name, value, shape, kind)
            faults += found
            object.__setattr__(self, name, array)
        faults += checks.unmatched_score_faults(self.unmatched_score)
        for side, keys, count in (("row", self.row_keys, n), ("column", self.column_keys, m)):
            faults += checks.key_faults(side, keys, count)
        if not faults:
            if self.unmatched_score is not None:
                object.__setattr__(self, "unmatched_score", int(self.unmatched_score))
            faults = [*checks.count_faults(self), *quota_faults(self), *checks.lock_faults(self)]
        if not faults:
            faults = [*checks.overfull_quota_faults(self), *self._width_faults()]
        if faults:
            raise AssignmentError(faults)

    @property
    def shape(self) -> tuple[int, int]:
        """n rows, m columns."""
        n, m = self.scores.shape
        return n, m

    @cached_property
    def places(self) -> Ints:
        """The places of each column: its capacity, but no more than its minimum or than there are rows."""
        return np.minimum(self.capacity, np.maximum(self.shape[0], self.minimum))

    @cached_property
    def classes(self) -> Ints:
        """The class of each row, 1…K, by priority."""
        if not self.shape[0]:
            return np.empty(0, np.int64)
        return np.unique(self.priority, return_inverse=True)[1].astype(np.int64) + 1

    @cached_property
    def units(self) -> Ints:
        """n: how many columns each row can have at most, whatever it asks for."""
        return np.minimum(self.demand, self.shape[1])

    @cached_property
    def levels(self) -> int:
        """The most columns that any row can have; at least 1."""
        return max(int(self.units.max(initial=1)), 1)

    @cached_property
    def top_rank(self) -> int:
        """The largest rank: classes times levels, 0 where points alone decide."""
        return int(self.classes.max(initial=0)) * self.levels if self.unmatched_score is None else 0

    def rank_of(self, unit: Ints | int, rows: Ints | None = None) -> Ints:
        """What column number ``unit`` (from 1) of each row weighs in the people tier: 0 where points alone decide.

        All first columns before all second ones, and by class among each. Ranks are enough: what can be served
        together are the independent sets of a gammoid, where any weights in this order serve one after the other
        (Edmonds and Fulkerson 1965 for demands of one).
        """
        classes = self.classes if rows is None else self.classes[rows]
        if self.unmatched_score is not None:
            return np.zeros_like(classes)
        return (self.levels - unit) * int(self.classes.max(initial=0)) + classes

    @cached_property
    def ranks(self) -> Ints:
        """What the first column of each row weighs in the people tier."""
        return self.rank_of(1)

    @cached_property
    def plain(self) -> bool:
        """Whether each row asks for at most one column, and there are no minimums and no quotas."""
        return self.levels == 1 and not self.minimum.any() and not self.row_quotas and not self.column_quotas

    @cached_property
    def gains(self) -> Ints:
        """Points over staying unmatched, n x m."""
        return self.scores - self.unmatched_score if self.unmatched_score else self.scores

    @cached_property
    def spread(self) -> int:
        """The largest difference, in points, that one row can make: between two columns or to staying unmatched."""
        floor = self.unmatched_score or 0
        worst, best = self._range
        return max(best - floor, 0) - min(worst - floor, 0) if self.allowed.any() else 0

    @cached_property
    def _range(self) -> tuple[int, int]:
        """The lowest and the highest score of an allowed pair; 0 where there is none."""
        if not self.allowed.any():
            return 0, 0
        lowest = int(np.min(self.scores, initial=_MOST, where=self.allowed))
        return lowest, int(np.max(self.scores, initial=_LEAST, where=self.allowed))

    @cached_property
    def pairs_at_most(self) -> int:
        """No solution has more pairs than this."""
        places: list[int] = self.places.tolist()
        return min(int(self.units.sum()), sum(places))

    @cached_property
    def unit(self) -> int:
        """One person in points: more than twice all points that can change, one further place included.

        So ``unit * people + points`` orders as (people, points) does and can be taken apart again.
        """
        return 2 * (self.spread + 1) * (self.pairs_at_most + 1) + 1

    @cached_property
    def minimum_unit(self) -> int:
        """One filled minimum in combined weight: more than twice all people and points that can change."""
        return 2 * (self.top_rank * self.unit + self.spread + 1) * (self.pairs_at_most + 1) + 1

    def forcing(self, row: int, column: int) -> "Problem":
        """The same with this pair locked: beside the row's other locks while it asks for more, else instead of them.

        A pair that is locked already changes nothing.
        """
        own = self.locks[:, 0] == row
        same = own & (self.locks[:, 1] == column)
        others = self.locks[~same if own.sum() - same.sum() < self.units[row] else ~own]
        return replace(self, locks=np.vstack([others, [[row, column]]]))

    def without(self, row: int) -> "Problem":
        """The same with nothing for this row: it keeps its position, unmatched."""
        allowed = self.allowed.copy()
        allowed[row] = False
        return replace(self, allowed=allowed, locks=self.locks[self.locks[:, 0] != row])

    def with_places(self, column: int, places: int) -> "Problem":
        """The same with this many places in the column."""
        capacity = self.capacity.copy()
        capacity[column] = places
        return replace(self, capacity=capacity)

    def __repr__(self) -> str:
        n, m = self.shape
        return f"Problem({n} x {m}, places={sum(self.places.tolist())}, locks={len(self.locks)})"

    def _width_faults(self) -> Iterator[Fault]:
        """Weights, points of a whole solution, and minimums that cannot be summed."""
        (n, m), minimums = self.shape, sum(self.minimum.tolist())
        if minimums >= WIDEST:
            yield Fault("assignment_minimums_too_large", {"total": minimums})
        widest = self.top_rank * self.unit + self.spread
        if minimums:
            widest = self.minimum_unit * (1 + len(self.column_quotas) * m)
        nodes = n * (1 + len(self.row_quotas)) + m + len(self.column_quotas) + 2
        furthest, floor = max(map(abs, self._range)), abs(self.unmatched_score or 0)
        total = furthest * self.pairs_at_most + floor * sum(self.demand.tolist())
        if max(widest, max(self.spread, self.top_rank) * nodes) >= WIDEST:
            classes = int(self.classes.max(initial=0))
            yield Fault("assignment_too_wide", {"spread": self.spread, "rows": n, "columns": m, "classes": classes})
        elif total >= WIDEST_SUM:
            yield Fault("assignment_too_far", {"furthest": furthest, "floor": floor, "total": total})


def fits(spread: int, rows: int, pairs: int, classes: int) -> bool:
    """Whether every sum that the *hungarian* engine makes stays exact in float64.

    A path visits each row and each place once; what the engine adds up is a path, two prices and a weight.
    """
    unit = 2 * (spread + 1) * (pairs + 1) + 1
    return 4 * (classes * unit + spread) * (rows + pairs + 1) < EXACT
