"""A problem as a network: what the locks leave to decide, with people, points and minimums as one integer weight.

The nodes are, in this order: a node for each row that still asks for columns, a node for each set of columns that a
quota limits for a row, the columns, the column quotas, and the ground. A unit flows from the ground to a row, through
the sets of its quotas to a column, through the column's quotas back to the ground. All that a choice is worth lies on
the pairs, on the first arcs (who is served first) and on the last ones (minimums). The best choice is a circulation of
the largest weight, and its dual gives the prices.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.quotas import column_masks, patterns, row_limits, tree

FORBIDDEN = -(2**61)
"""The weight of a forbidden pair: lower than any sum of weights, and far enough from the edge of int64 to add to."""


class Pairs(NamedTuple):
    """Chosen pairs: row nodes and columns of a network."""

    nodes: Ints
    columns: Ints


class Found(NamedTuple):
    """What an engine gives: the pairs of an optimal assignment, the smallest heights, and all pairs without reduced
    cost as cells of the matrix counted row by row, where it knows them.
    """

    chosen: Pairs
    heights: Ints
    tight: Ints | None = None


class Arcs(NamedTuple):
    """Arcs beside the pairs. ``below``: the node whose units the arc carries, after ``before`` on better arcs.

    ``spare``: what passes may be thrown away at what it gains, even where nothing passes; that bounds the prices.
    """

    tails: Ints
    heads: Ints
    room: Ints
    gain: Ints
    below: Ints
    before: Ints
    spare: Bools


@dataclass(frozen=True, eq=False)
class Network:
    """What is left to decide.

    rows: the row of each row node, L. matrix: L x m weights of the pairs, the rank of the row's next column included;
    ``FORBIDDEN`` where not allowed. person, minimum: what a person and a filled minimum weigh. outward: the trees from
    the leaves, as pairs of arrays (nodes, the nodes above them).
    """

    rows: Ints
    matrix: Ints
    arcs: Arcs
    outward: tuple[tuple[Ints, Ints], ...]
    column_quotas: int
    person: int
    minimum: int
    plain: bool

    @property
    def ground(self) -> int:
        """The last node."""
        return int(len(self.rows) + self.matrix.shape[1] + self.column_quotas)

    @property
    def first_column(self) -> int:
        """The node of the first column."""
        return len(self.rows)

    @classmethod
    def of(cls, problem: Problem) -> "Network":
        """Of a problem, the locks taken out with the places, demands and quotas that they use."""
        return _Builder(problem).network()

    def chosen(self, problem: Problem, rows: Ints, columns: Ints) -> Pairs:
        """Pairs of rows and columns as pairs of row nodes, but for those that are locked."""
        n, m = problem.shape
        node_of = np.full((n, m), -1)
        free = (
            np.ones(len(rows), bool)
            if not len(problem.locks)
            else ~np.isin(rows * m + columns, problem.locks[:, 0] * m + problem.locks[:, 1])
        )
        rows, columns = rows[free], columns[free]
        if self.plain:
            return Pairs(np.searchsorted(self.rows, rows), columns)
        nodes, at = np.nonzero(self.matrix > FORBIDDEN)
        node_of[self.rows[nodes], at] = nodes
        return Pairs(node_of[rows, columns], columns)

    def flow(self, chosen: Pairs) -> Ints:
        """What flows on each arc when these pairs are chosen; the better arcs first."""
        load = np.zeros(self.ground + 1, np.int64)
        load[: self.first_column] = np.bincount(chosen.nodes, minlength=len(self.rows))
        load[self.first_column : self.first_column + self.matrix.shape[1]] = np.bincount(
            chosen.columns, minlength=self.matrix.shape[1]
        )
        for nodes, above in self.outward:
            np.add.at(load, above, load[nodes])
        flow: Ints = np.clip(load[self.arcs.below] - self.arcs.before, 0, self.arcs.room)
        return flow

    def split(self, weights: Ints) -> tuple[Ints, Ints, Ints]:
        """Minimums, people and points of combined weights; unique, because each is less than half of the one before."""
        minimums, rest = _apart(weights, self.minimum)
        return minimums, *_apart(rest, self.person)


def _apart(weights: Ints, unit: int) -> tuple[Ints, Ints]:
    """Whole units, to the nearest, and the rest.

    >>> [part.tolist() for part in _apart(np.array([203, 98, -4]), 101)]
    [[2, 1, 0], [1, -3, -4]]
    """
    whole = (weights + unit // 2) // unit
    return whole, weights - unit * whole


class _Builder:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        n, m = problem.shape
        locks = problem.locks
        self.locked = np.bincount(locks[:, 0], minlength=n)
        self.taken = np.bincount(locks[:, 1], minlength=m)
        self.free = np.flatnonzero(self.locked < problem.units)
        self.parts: list[tuple[Ints | Bools, ...]] = []

    def network(self) -> Network:
        problem = self.problem
        nodes, matrix, above = self._row_nodes()
        count, m = len(nodes), problem.shape[1]
        masks = column_masks(problem)
        ground = count + m + len(masks)
        self._row_arcs(above, ground)
        outward = self._levels(above)
        column_tree = tree(masks)
        over_column = np.where(column_tree.innermost >= 0, count + m + column_tree.innermost, ground)
        over_quota = np.where(column_tree.parent >= 0, count + m + column_tree.parent, ground)
        self._column_arcs(count, over_column)
        used = masks.astype(np.int64) @ self.taken
        never_full = problem.pairs_at_most + 1
        most = np.array([min(quota.most, never_full) for quota in problem.column_quotas], np.int64)
        self._add(count + m + np.arange(len(masks)), over_quota, most - used, spare=np.ones(len(masks), bool))
        outward += [(count + np.arange(m), over_column)] if len(masks) else []
        for number in np.argsort(-masks.sum(axis=1), kind="stable")[::-1].tolist():  # the inner ones first
            outward.append((np.array([count + m + number]), over_quota[number : number + 1]))
        tails, heads, room, gain, below, before, spare = map(np.concatenate, zip(*self.parts, strict=True))
        arcs = Arcs(tails, heads, room, gain, below, before, spare.astype(bool))
        return Network(
            nodes, matrix, arcs, tuple(outward), len(masks), problem.unit, problem.minimum_unit, problem.plain
        )

    def _row_nodes(self) -> tuple[Ints, Ints, Ints]:
        """The row of each row node, the weights, and the node above each (-1: the ground)."""
        problem = self.problem
        allowed, gains, ranks = problem.allowed, problem.gains, problem.rank_of(self.locked + 1)
        if len(self.free) < problem.shape[0]:
            allowed, gains, ranks = allowed[self.free], gains[self.free], ranks[self.free]
        matrix = np.where(allowed, gains + problem.unit * ranks[:, None], FORBIDDEN)
        node_of = np.full(problem.shape[0], -1)
        node_of[self.free] = np.arange(len(self.free))
        if len(problem.locks):
            again = node_of[problem.locks[:, 0]]
            matrix[again[again >= 0], problem.locks[again >= 0, 1]] = FORBIDDEN
        self.room = np.zeros(len(self.free), np.int64)
        above = np.full(len(self.free), -1)
        rows, parts = [self.free], [matrix]
        limits = row_limits(problem)
        at = len(self.free)
        for members, numbers in patterns(limits, problem.shape[0]):
            members = members[node_of[members] >= 0]
            base, masks = node_of[members], np.array([limits[k].mask for k in numbers.tolist()])
            grown = tree(masks)
            for place, number in enumerate(numbers.tolist()):
                limit = limits[number]
                held = np.zeros(problem.shape[0], np.int64)
                np.add.at(held, problem.locks[:, 0], limit.mask[problem.locks[:, 1]])
                room = limit.room[np.searchsorted(limit.rows, members)] - held[members]
                self.room = np.append(self.room, room)
                parent = int(grown.parent[place])
                above = np.append(above, base if parent < 0 else at + parent * len(members) + np.arange(len(members)))
                rows.append(members)
                mine = matrix[base]
                mine[:, grown.innermost != place] = FORBIDDEN
                parts.append(mine)
            matrix[np.ix_(base, np.flatnonzero(grown.innermost >= 0))] = FORBIDDEN
            at += len(members) * len(numbers)
        return np.concatenate(rows), np.concatenate(parts) if len(parts) > 1 else matrix, above

    def _row_arcs(self, above: Ints, ground: int) -> None:
        problem, free = self.problem, self.free
        left = problem.units[free] - self.locked[free]
        first = problem.rank_of(self.locked[free] + 1, free)
        for unit in range(int(left.max(initial=0))):
            nodes = np.flatnonzero(left > unit)
            rank = problem.rank_of(self.locked[free[nodes]] + 1 + unit, free[nodes])
            gain = problem.unit * (rank - first[nodes])
            self._add(
                np.full(len(nodes), ground),
                nodes,
                np.ones(len(nodes), np.int64),
                gain,
                nodes,
                np.full(len(nodes), unit),
            )
        inner = np.flatnonzero(above >= 0)
        self._add(above[inner], inner, np.maximum(self.room[inner], 0), below=inner)

    def _column_arcs(self, count: int, over: Ints) -> None:
        problem = self.problem
        columns = np.arange(len(over))
        places = problem.places - self.taken
        least = np.minimum(np.maximum(problem.minimum - self.taken, 0), places)
        wanted = (problem.minimum > 0) & (problem.minimum >= self.taken)
        needs = np.flatnonzero(wanted)
        gain = np.full(len(needs), problem.minimum_unit)
        self._add(count + needs, over[needs], least[needs], gain, spare=np.ones(len(needs), bool))
        self._add(count + columns, over, places - least, before=least, spare=~wanted)

    def _add(
        self,
        tails: Ints,
        heads: Ints,
        room: Ints,
        gain: Ints | None = None,
        below: Ints | None = None,
        before: Ints | None = None,
        spare: Bools | None = None,
    ) -> None:
        nothing = np.zeros(len(tails), np.int64)
        below = tails if below is None else below
        gain, before = nothing if gain is None else gain, nothing if before is None else before
        spare = nothing.astype(bool) if spare is None else spare
        self.parts.append((tails, heads, room, gain, below, before, spare))

    @staticmethod
    def _levels(above: Ints) -> list[tuple[Ints, Ints]]:
        """Row nodes and the nodes above them, the deepest first."""
        depth, up = np.zeros(len(above), np.int64), above
        while (up >= 0).any():
            depth += up >= 0
            up = np.where(up >= 0, above[up], -1)
        return [(nodes := np.flatnonzero(depth == d), above[nodes]) for d in range(int(depth.max(initial=0)), 0, -1)]
