"""What can be wrong with a problem as it is given: shapes, kinds, numbers, keys, and locks that cannot all be kept.

A lock asks for one thing only, so locks contradict each other exactly where too many of them meet in one row, column
or quota. One more than there is room for are a conflict that is minimal by inclusion, and these are named.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentormatch.assignment.arrays import Ints, beyond_64_bits, in_64_bits, is_whole
from mentormatch.assignment.quotas import Given, column_masks, row_limits
from mentormatch.errors import Problem as Fault

NAMED = 20
"""Locks that an error names; of more, it says how many."""


def default(value: ArrayLike | None, default: ArrayLike) -> ArrayLike:
    """The value, or the default where it is None."""
    return default if value is None else value


def for_each(value: ArrayLike, count: int) -> ArrayLike:
    """One number for all, as many times as there are."""
    return np.full(count, value) if np.isscalar(value) else value


def dense(value: ArrayLike) -> ArrayLike:
    """A scipy sparse matrix written out; anything else as it is."""
    array: ArrayLike = value.toarray() if hasattr(value, "toarray") else value
    return array


def checked(name: str, value: ArrayLike, shape: tuple[int, ...], kind: type) -> tuple[NDArray[np.generic], list[Fault]]:
    """A read-only view with the type that is needed, stored row by row, and what is wrong with it."""
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        return np.empty(0), [Fault("assignment_shape", {"name": name, "shape": "?", "expected": shape})]
    if array.size == 0 and array.shape == shape:
        array = array.astype(bool if kind is np.bool_ else np.int64)
    faults = []
    if array.shape != shape:
        faults.append(Fault("assignment_shape", {"name": name, "shape": array.shape, "expected": shape}))
    elif kind is np.integer and beyond_64_bits(array):
        faults.append(Fault("assignment_beyond_64_bits", {"name": name}))
    elif not np.issubdtype(array.dtype, kind):
        key = "assignment_not_booleans" if kind is np.bool_ else "assignment_not_integers"
        faults.append(Fault(key, {"name": name, "dtype": array.dtype}))
    else:
        array = array.astype(np.int64 if kind is np.integer else np.bool_, order="C", copy=False)
    view = array.view()
    view.flags.writeable = False
    return view, faults


def pairs(locks: Sequence[Sequence[int]] | Ints) -> tuple[ArrayLike, tuple[int, ...], type]:
    """Locks as ``checked`` takes them: k x 2 integers."""
    try:
        count = len(locks)
    except TypeError:  # a number, say
        return locks, (0, 2), np.integer
    return locks if count else np.empty((0, 2), np.int64), (count, 2), np.integer


def unmatched_score_faults(score: object) -> Iterator[Fault]:
    """An unmatched score that is no integer."""
    if score is not None and not is_whole(score):
        yield Fault("assignment_not_integers", {"name": "unmatched_score", "dtype": type(score).__name__})
    elif score is not None and not in_64_bits(score):
        yield Fault("assignment_beyond_64_bits", {"name": "unmatched_score"})


def key_faults(side: str, keys: Sequence[str | bytes] | None, count: int) -> Iterator[Fault]:
    """What is wrong with the keys of one side."""
    if keys is None:
        return
    if len(keys) != count:
        yield Fault("assignment_keys_count", {"name": f"{side}_keys", "count": len(keys), "expected": count})
    if len(set(keys)) != len(keys):
        twice = sum(times > 1 for times in Counter(keys).values())
        yield Fault("assignment_keys_twice", {"name": f"{side}_keys", "count": twice})


def count_faults(problem: Given) -> Iterator[Fault]:
    """Capacities, minimums and demands that are no such numbers."""
    for column in np.flatnonzero(problem.capacity < 0).tolist():
        yield Fault("assignment_capacity", {"column": column, "capacity": int(problem.capacity[column])})
    above = (problem.minimum > problem.capacity) & (problem.capacity >= 0)
    for column in np.flatnonzero((problem.minimum < 0) | above).tolist():
        minimum, capacity = int(problem.minimum[column]), int(problem.capacity[column])
        yield Fault("assignment_minimum", {"column": column, "minimum": minimum, "capacity": capacity})
    for row in np.flatnonzero(problem.demand < 0).tolist():
        yield Fault("assignment_demand", {"row": row, "demand": int(problem.demand[row])})


def lock_faults(problem: Given) -> Iterator[Fault]:
    """Locks that are no pairs, and locks that cannot all be kept."""
    n, m = problem.shape
    inside: list[tuple[int, int]] = []
    for (row, column), count in Counter((row, column) for row, column in problem.locks.tolist()).items():
        if not (0 <= row < n and 0 <= column < m):
            yield Fault("assignment_lock_outside", {"row": row, "column": column, "rows": n, "columns": m})
            continue
        inside += [(row, column)] * count
        if not problem.allowed[row, column]:
            yield Fault("assignment_lock_forbidden", {"row": row, "column": column})
        if count > 1 and problem.demand[row] >= count:
            yield Fault("assignment_lock_same", {"row": row, "column": column, "count": count})
    of_row, of_column = defaultdict[int, list[tuple[int, int]]](list), defaultdict[int, list[tuple[int, int]]](list)
    for row, column in inside:
        of_row[row].append((row, column))
        of_column[column].append((row, column))
    for row, held in of_row.items():
        demand = int(problem.demand[row])
        if len(held) > max(demand, 0):
            yield Fault("assignment_lock_twice", {"row": row, "demand": demand, **_too_many(held, demand)})
    for column, held in of_column.items():
        capacity = int(problem.capacity[column])
        if len(held) > max(capacity, 0):
            values = {"column": column, "capacity": capacity}
            yield Fault("assignment_lock_capacity", {**values, **_too_many(held, capacity)})


def overfull_quota_faults(problem: Given) -> Iterator[Fault]:
    """Quotas with more locks than they leave room for; the locks and the quotas are well formed."""
    rows, columns = problem.locks[:, 0], problem.locks[:, 1]
    masks = column_masks(problem)
    for limit in row_limits(problem):
        counted = limit.mask[columns]
        held = np.bincount(rows[counted], minlength=problem.shape[0])[limit.rows]
        for place in np.flatnonzero(held > limit.room).tolist():
            row, most = int(limit.rows[place]), int(limit.room[place])
            values = {"row": row, "number": limit.quota, "most": most}
            locks = problem.locks[counted & (rows == row)].tolist()
            yield Fault("assignment_lock_row_quota", {**values, **_too_many(locks, most)})
    for number, quota in enumerate(problem.column_quotas):
        locks = problem.locks[masks[number][columns]].tolist()
        if len(locks) > quota.most:
            values = {"number": number, "most": quota.most}
            yield Fault("assignment_lock_quota", {**values, **_too_many(locks, quota.most)})


def _too_many(locks: Sequence[Sequence[int]], most: int) -> dict[str, object]:
    """How many locks meet; as many of them as cannot be kept, and can without any one; and these as a text."""
    pairs = tuple((row, column) for row, column in locks[: max(most, 0) + 1])
    return {"count": len(locks), "pairs": pairs, "locks": listed([str(pair) for pair in pairs])}


def listed(locks: Sequence[str]) -> str:
    """The first ``NAMED`` of them, and how many more."""
    return ", ".join([*locks[:NAMED], f"… (+{len(locks) - NAMED})"] if len(locks) > NAMED else locks)
