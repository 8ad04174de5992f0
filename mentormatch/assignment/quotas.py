"""Quotas: at most so many of some columns for a row, or for all rows together. They must be laminar, so that they are
trees, and stay in the flow (Edmonds 1970): two that meet are nested or have nothing in common.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from mentormatch.assignment.arrays import Bools, Ints, in_64_bits, is_whole
from mentormatch.errors import Problem as Fault


@dataclass(frozen=True, eq=False)
class RowQuota:
    """Each of ``rows`` has at most ``most`` of ``columns``, and at least ``least`` if it has all that it asks for.

    ``least`` keeps places open: of a demand of d, at most d - ``least`` go to other columns. So a row that gets fewer
    than it asks for may have none of ``columns`` yet.
    """

    rows: ArrayLike
    columns: ArrayLike
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, eq=False)
class ColumnQuota:
    """``columns`` together have at most ``most`` rows; a row that has two of them counts twice."""

    columns: ArrayLike
    most: int


class Given(Protocol):
    """What is read here of a ``Problem``, which stands above this module."""

    @property
    def shape(self) -> tuple[int, int]: ...
    @property
    def allowed(self) -> Bools: ...
    @property
    def capacity(self) -> Ints: ...
    @property
    def minimum(self) -> Ints: ...
    @property
    def demand(self) -> Ints: ...
    @property
    def locks(self) -> Ints: ...
    @property
    def row_quotas(self) -> Sequence[RowQuota]: ...
    @property
    def column_quotas(self) -> Sequence[ColumnQuota]: ...


class RowLimit(NamedTuple):
    """A quota as the flow needs it: of the columns in ``mask`` (m booleans) each of ``rows`` has at most ``room``."""

    quota: int
    rows: Ints
    mask: Bools
    room: Ints


class Tree(NamedTuple):
    """Nested sets of columns: of each set the next larger one (-1: none), and of each column the smallest (-1)."""

    parent: Ints
    innermost: Ints


def row_limits(problem: Given) -> list[RowLimit]:
    """The row quotas of a problem that can bind, each as a set and the most of it: m + 1 is as good as any more."""
    found, m = [], problem.shape[1]
    for number, quota in enumerate(problem.row_quotas):
        rows = np.unique(np.asarray(quota.rows, np.int64))
        mask = np.zeros(m, bool)
        mask[np.asarray(quota.columns, np.int64)] = True
        if quota.most is not None:
            found.append(RowLimit(number, rows, mask, np.full(len(rows), min(quota.most, m + 1))))
        if quota.least:
            found.append(RowLimit(number, rows, ~mask, np.clip(problem.demand[rows] - quota.least, 0, m + 1)))
    return found


def column_masks(problem: Given) -> Bools:
    """q x m: the columns of each column quota."""
    masks = np.zeros((len(problem.column_quotas), problem.shape[1]), bool)
    for number, quota in enumerate(problem.column_quotas):
        masks[number, np.asarray(quota.columns, np.int64)] = True
    return masks


def tree(masks: Bools) -> Tree:
    """The tree of laminar sets, k x m; of two equal ones the first lies outside."""
    count, m = masks.shape
    order = np.argsort(-masks.sum(axis=1), kind="stable")
    parent, innermost = np.full(count, -1), np.full(m, -1)
    for number in order.tolist():
        inside = np.flatnonzero(masks[number])
        if len(inside):
            parent[number] = innermost[inside[0]]
            innermost[inside] = number
    return Tree(parent, innermost)


def crossing(masks: Bools) -> tuple[int, int] | None:
    """Two sets that meet but are not nested; None where there are none."""
    count = masks.astype(np.int64)
    common = count @ count.T
    size = np.diagonal(common)
    bad = np.argwhere((common > 0) & (common < np.minimum(size[:, None], size)))
    return (int(bad[0, 0]), int(bad[0, 1])) if len(bad) else None


def patterns(limits: Sequence[RowLimit], n: int) -> list[tuple[Ints, Ints]]:
    """The rows that have the same limits: (rows, numbers of the limits); rows without any are left out."""
    member = np.zeros((n, len(limits)), bool)
    for number, limit in enumerate(limits):
        member[limit.rows, number] = True
    limited = np.flatnonzero(member.any(axis=1))
    if not len(limited):
        return []
    kinds, kind_of = np.unique(member[limited], axis=0, return_inverse=True)
    return [(limited[kind_of.ravel() == kind], np.flatnonzero(kinds[kind])) for kind in range(len(kinds))]


def quota_faults(problem: Given) -> Iterator[Fault]:
    """What is wrong with the quotas: other things, positions outside, numbers that are none, sets that cross."""
    n, m = problem.shape
    faults = [*_kinds("row_quotas", problem.row_quotas, RowQuota)]
    faults += _kinds("column_quotas", problem.column_quotas, ColumnQuota)
    if faults:
        yield from faults
        return
    for number, quota in enumerate(problem.row_quotas):
        faults += _positions("row_quotas", number, "rows", quota.rows, n)
        faults += _positions("row_quotas", number, "columns", quota.columns, m)
        faults += _numbers("row_quotas", number, [quota.least, 0 if quota.most is None else quota.most])
    for number, group in enumerate(problem.column_quotas):
        faults += _positions("column_quotas", number, "columns", group.columns, m)
        faults += _numbers("column_quotas", number, [group.most])
    yield from faults
    if faults:
        return
    limits = row_limits(problem)
    for rows, numbers in patterns(limits, n):
        pair = crossing(np.array([limits[k].mask for k in numbers.tolist()]))
        if pair is not None:
            first, second = (limits[numbers[k]].quota for k in pair)
            values = {"name": "row_quotas", "first": first, "second": second, "row": int(rows[0])}
            yield Fault("assignment_quotas_cross", values)
    pair = crossing(column_masks(problem))
    if pair is not None:
        yield Fault(
            "assignment_quotas_cross", {"name": "column_quotas", "first": pair[0], "second": pair[1], "row": "-"}
        )


def _kinds(name: str, given: Sequence[object], kind: type) -> Iterator[Fault]:
    for number, quota in enumerate(given):
        if not isinstance(quota, kind):
            values = {"name": name, "number": number, "kind": type(quota).__name__, "needed": kind.__name__}
            yield Fault("assignment_quota_kind", values)


def _positions(name: str, number: int, side: str, given: ArrayLike, count: int) -> Iterator[Fault]:
    try:
        values = np.asarray(given)
    except ValueError:  # a ragged list
        values = np.empty((0, 0))
    whole = values.ndim == 1 and (not values.size or values.dtype.kind in "iu")
    if not whole or (values.size and (values.min() < 0 or values.max() >= count)):
        yield Fault("assignment_quota_positions", {"name": name, "number": number, "side": side, "count": count})


def _numbers(name: str, number: int, given: Sequence[object]) -> Iterator[Fault]:
    whole = [value for value in given if is_whole(value) and in_64_bits(value)]
    if len(whole) < len(given):
        yield Fault("assignment_quota_numbers", {"name": name, "number": number})
    elif min(whole) < 0:
        yield Fault("assignment_quota_negative", {"name": name, "number": number})
