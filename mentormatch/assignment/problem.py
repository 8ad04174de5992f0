"""The assignment problem in integers: what may be chosen, what it is worth, and whether that can be summed exactly."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentormatch.errors import AssignmentError
from mentormatch.errors import Problem as Fault

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

EXACT = 2**53
"""Integers below this are exact in the float64 that the *hungarian* engine computes with."""

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_NO_LOCKS: Ints = np.empty((0, 2), np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """n rows, each to get one of m columns; checked, all faults raised at once as ``AssignmentError``.

    The arrays are shared with the caller, not copied, and read-only from here.

    scores: n x m integers, in units of 1/``scale`` of a point. What stands in a forbidden cell is never read.
    allowed: n x m booleans; None allows every pair.
    capacity: how many rows a column takes, one for all or m; None is one each.
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

    def __post_init__(self) -> None:
        scores = np.asarray(self.scores)
        if scores.ndim != 2:
            raise AssignmentError.of("assignment_not_a_matrix", shape=scores.shape)
        n, m = scores.shape
        given: dict[str, tuple[ArrayLike, tuple[int, ...], type]] = {
            "scores": (scores, (n, m), np.integer),
            "allowed": (_default(self.allowed, np.ones((n, m), bool)), (n, m), np.bool_),
            "capacity": (_for_each(_default(self.capacity, 1), m), (m,), np.integer),
            "priority": (_default(self.priority, np.zeros(n, np.int64)), (n,), np.integer),
            "locks": (self.locks if len(self.locks) else _NO_LOCKS, (len(self.locks), 2), np.integer),
        }
        faults: list[Fault] = []
        for name, (value, shape, kind) in given.items():
            array, found = _checked(name, value, shape, kind)
            faults += found
            object.__setattr__(self, name, array)
        for side, keys, count in (("row", self.row_keys, n), ("column", self.column_keys, m)):
            faults += _key_faults(side, keys, count)
        if not faults:
            faults = [*self._capacity_faults(), *self._lock_faults(), *self._width_faults()]
        if faults:
            raise AssignmentError(faults)

    @property
    def shape(self) -> tuple[int, int]:
        """n rows, m columns."""
        n, m = self.scores.shape
        return n, m

    @cached_property
    def places(self) -> Ints:
        """The places of each column: its capacity, but never more than there are rows."""
        return np.minimum(self.capacity, self.shape[0])

    @cached_property
    def classes(self) -> Ints:
        """The class of each row, 1…K, by priority."""
        if not self.shape[0]:
            return np.empty(0, np.int64)
        return np.unique(self.priority, return_inverse=True)[1].astype(np.int64) + 1

    @cached_property
    def ranks(self) -> Ints:
        """What a matched row weighs in the people tier: its class, or nothing where points alone decide.

        Ranks are enough: the rows that can be matched together are the independent sets of a transversal matroid
        (Edmonds and Fulkerson 1965), where any weights in this order serve the classes one after the other.
        """
        return self.classes if self.unmatched_score is None else np.zeros_like(self.classes)

    @cached_property
    def gains(self) -> Ints:
        """Points over staying unmatched, n x m."""
        return self.scores - self.unmatched_score if self.unmatched_score else self.scores

    @cached_property
    def spread(self) -> int:
        """The largest difference, in points, that one row can make: between two columns or to staying unmatched."""
        if not self.allowed.any():
            return 0
        floor = self.unmatched_score or 0
        best = int(np.max(self.scores, initial=_LEAST, where=self.allowed))
        worst = int(np.min(self.scores, initial=_MOST, where=self.allowed))
        return max(best - floor, 0) - min(worst - floor, 0)

    @cached_property
    def pairs_at_most(self) -> int:
        """No solution has more pairs than this."""
        return min(self.shape[0], int(self.places.sum()))

    @cached_property
    def unit(self) -> int:
        """One person in points: more than twice all points that can change, one further place included.

        So ``unit * people + points`` orders as (people, points) does and can be taken apart again.
        """
        return 2 * (self.spread + 1) * (self.pairs_at_most + 1) + 1

    def forcing(self, row: int, column: int) -> "Problem":
        """The same with this pair locked, instead of any lock that the row has."""
        others = self.locks[self.locks[:, 0] != row]
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
        return f"Problem({n} x {m}, places={int(self.places.sum())}, locks={len(self.locks)})"

    def _capacity_faults(self) -> Iterator[Fault]:
        for column in np.flatnonzero(self.capacity < 0).tolist():
            yield Fault("assignment_capacity", {"column": column, "capacity": int(self.capacity[column])})

    def _lock_faults(self) -> Iterator[Fault]:
        n, m = self.shape
        inside = []
        for row, column in self.locks.tolist():
            if not (0 <= row < n and 0 <= column < m):
                yield Fault("assignment_lock_outside", {"row": row, "column": column, "rows": n, "columns": m})
                continue
            inside.append((row, column))
            if not self.allowed[row, column]:
                yield Fault("assignment_lock_forbidden", {"row": row, "column": column})
        for row, count in Counter(row for row, _ in inside).items():
            if count > 1:
                yield Fault("assignment_lock_twice", {"row": row, "count": count})
        for column, count in Counter(column for _, column in inside).items():
            if count > max(int(self.capacity[column]), 0):
                capacity = int(self.capacity[column])
                yield Fault("assignment_lock_capacity", {"column": column, "count": count, "capacity": capacity})

    def _width_faults(self) -> Iterator[Fault]:
        if np.any(self.capacity < 0):
            return
        classes = int(self.ranks.max(initial=0))
        if not fits(self.spread, self.shape[0], self.pairs_at_most, classes):
            n, m = self.shape
            values: dict[str, object] = {"spread": self.spread, "rows": n, "columns": m, "classes": classes}
            yield Fault("assignment_too_wide", values)


def fits(spread: int, rows: int, pairs: int, classes: int) -> bool:
    """Whether every sum that the engine makes stays exact in float64.

    A path visits each row and each place once; what the engine adds up is a path, two prices and a weight.
    """
    unit = 2 * (spread + 1) * (pairs + 1) + 1
    return 4 * (classes * unit + spread) * (rows + pairs + 1) < EXACT


def _default(value: ArrayLike | None, default: ArrayLike) -> ArrayLike:
    return default if value is None else value


def _for_each(value: ArrayLike, count: int) -> ArrayLike:
    return np.full(count, value) if np.isscalar(value) else value


def _checked(
    name: str, value: ArrayLike, shape: tuple[int, ...], kind: type
) -> tuple[NDArray[np.generic], list[Fault]]:
    """A read-only view with the type that is needed, and what is wrong with it."""
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        return np.empty(0), [Fault("assignment_shape", {"name": name, "shape": "?", "expected": shape})]
    if array.size == 0 and array.shape == shape:
        array = array.astype(bool if kind is np.bool_ else np.int64)
    faults = []
    if array.shape != shape:
        faults.append(Fault("assignment_shape", {"name": name, "shape": array.shape, "expected": shape}))
    elif not np.issubdtype(array.dtype, kind):
        key = "assignment_not_booleans" if kind is np.bool_ else "assignment_not_integers"
        faults.append(Fault(key, {"name": name, "dtype": array.dtype}))
    elif kind is np.integer:
        array = array.astype(np.int64, copy=False)
    view = array.view()
    view.flags.writeable = False
    return view, faults


def _key_faults(side: str, keys: Sequence[str | bytes] | None, count: int) -> Iterator[Fault]:
    if keys is None:
        return
    if len(keys) != count:
        yield Fault("assignment_keys_count", {"name": f"{side}_keys", "count": len(keys), "expected": count})
    if len(set(keys)) != len(keys):
        twice = sum(times > 1 for times in Counter(keys).values())
        yield Fault("assignment_keys_twice", {"name": f"{side}_keys", "count": twice})
