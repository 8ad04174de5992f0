"""What one change in an optimal assignment sets in motion: shortest alternating paths, instead of solving again.

To give a column to another row pushes somebody out of it, who takes another place, and so on until a place is found
that was left or is free, or somebody is left out: a path in the residual graph. With optimal prices no step gains, so
what is lost is the slack of the pair and the shortest path (Ahuja, Magnanti and Orlin 1993, chapter 9). Every other
assignment with the pair differs by this path and cycles that gain nothing. Arrays only; nothing here knows people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentormatch.assignment import Assignment, Optimum
from mentormatch.assignment.problem import Bools, Ints, Problem

NO_WAY = 2**60
"""More than any loss; twice of it is still an int64."""

ALL_AT_ONCE = 1000
"""Columns up to which the paths between all of them are found together, as soon as one is asked for."""

GROUND = -1
"""Where rows without a column are, and where free places come from: the node after the columns."""


@dataclass(frozen=True, eq=False)
class Paths:
    """The alternating paths of an optimal assignment without minimums, of one column a row.

    A path is measured by the combined weight that is lost (people before points), then by how
    few rows move; equal ones are told apart by the keys, so the answer is the same in whatever order rows stand.

    >>> from mentormatch.assignment import solve
    >>> paths = Paths(solve(Problem(np.array([[70, 40], [60, 10]]))))
    >>> paths.losses(0).tolist(), paths.forced(0, 0).tolist()
    ([20, 0], [0, 1])
    """

    assignment: Assignment

    @property
    def problem(self) -> Problem:
        """What was solved."""
        return self.assignment.problem

    @cached_property
    def columns(self) -> Ints:
        """n: the column of each row, -1 for none."""
        return self.assignment.column_of

    @cached_property
    def unit(self) -> int:
        """One person in points: as ``Problem.unit``, with room for pairs not allowed now and for further columns."""
        most = int(np.abs(self.problem.scores).max(initial=0)) + abs(self.problem.unmatched_score or 0)
        spread = 2 * max(most, 100 * self.problem.scale)
        return 2 * (spread + 1) * (self.problem.pairs_at_most + 2) + 1

    @cached_property
    def prices(self) -> Ints:
        """m: combined, what one more place gives."""
        return self.unit * self.assignment.participation.prices + self.assignment.points.prices

    @cached_property
    def values(self) -> Ints:
        """n: combined, what is lost when the row leaves, over staying unmatched."""
        points = self.assignment.points.values - (self.problem.unmatched_score or 0)
        return self.unit * self.assignment.participation.values + points

    @cached_property
    def slack(self) -> Ints:
        """n x m: what the prices leave over for each pair; ``NO_WAY`` where it may not be, 0 for what is chosen."""
        gains = self.problem.gains + self.unit * self.problem.ranks[:, None]
        return np.where(self.problem.allowed, self.values[:, None] + self.prices - gains, NO_WAY)

    def losses(self, row: int) -> Ints:
        """m: combined weight that is lost when a row without a lock is given each column; ``NO_WAY`` if it cannot."""
        way = self._toward(int(self.columns[row]))[:-1]
        return np.where((self.slack[row] < NO_WAY) & (way < NO_WAY), self.slack[row] + way // self._step, NO_WAY)

    def forced(self, row: int, column: int) -> Ints:
        """n: the columns of the best assignment in which a row without a lock has this column; as few move as can.

        The row need not be allowed there: then this is what would be if it were.
        """
        target, after = int(self.columns[row]), self.columns.copy()
        if target == column:
            return after
        after[row] = column
        toward, here = self._toward(target), column
        if toward[here] >= NO_WAY:
            raise ValueError(f"row {row} cannot have column {column}")
        end = len(self.prices) if target == GROUND else target
        while here != end:
            onward = np.flatnonzero(self._arcs[here] + toward == toward[here])
            there = int(min(onward[onward != here], key=self._column_place))
            mover = self._mover(here, there)
            if mover is not None:
                after[mover] = there if there < len(self.prices) else GROUND
            here = there
        return after

    def without_leaving_out(self) -> Ints:
        """m: combined weight that is lost when everybody moves on from each column until a free place is reached."""
        arcs, way = self._arcs[:-1, :-1], np.where(self._has_room, 0, NO_WAY)
        return np.where((way := _settled(arcs, way)) < NO_WAY, way // self._step, NO_WAY)

    def reached_from(self, starts: Ints) -> Ints:
        """The columns in which one more place would make room in one of these, by moving others on."""
        way = np.full(len(self.prices), NO_WAY)
        way[starts] = 0
        return np.flatnonzero(_settled(self._arcs[:-1, :-1].T, way) < NO_WAY)

    @cached_property
    def _step(self) -> int:
        """One of combined weight, in lengths of arcs: more than all rows that move on a path, and two that do not."""
        return 3 * (len(self.prices) + 3)

    @cached_property
    def _has_room(self) -> Bools:
        load = np.bincount(self.columns[self.columns >= 0], minlength=len(self.prices))
        return load < self.problem.places

    @cached_property
    def _free(self) -> Ints:
        """Rows that no lock holds."""
        return np.setdiff1d(np.arange(len(self.columns)), self.problem.locks[:, 0])

    @cached_property
    def _rows_at(self) -> Mapping[int, Ints]:
        """The rows without a lock that each column has, or the ground."""
        order = self._free[np.argsort(self.columns[self._free], kind="stable")]
        columns, starts = np.unique(self.columns[order], return_index=True)
        return dict(zip(columns.tolist(), np.split(order, starts[1:]), strict=True))

    @cached_property
    def _arcs(self) -> Ints:
        """(m + 1) x (m + 1): the least that one step costs, in lengths: somebody moves from one column to another."""
        m, moves = len(self.prices), 3
        arcs = np.full((m + 1, m + 1), NO_WAY)
        free = self._free
        holders, waiting = free[self.columns[free] >= 0], free[self.columns[free] < 0]
        slack = np.where(self.slack[free] < NO_WAY, self.slack[free] * self._step + moves, NO_WAY)
        held = self.columns[free] >= 0
        np.minimum.at(arcs[:, :m], self.columns[holders], slack[held])
        np.minimum.at(arcs[:, m], self.columns[holders], self.values[holders] * self._step + moves)  # is left out
        if len(waiting):
            arcs[m, :m] = slack[~held].min(axis=0)
        arcs[:m, m][self._has_room] = 1
        filled = np.bincount(self.columns[holders], minlength=m) > 0
        arcs[m, :m] = np.minimum(arcs[m, :m], np.where(filled, self.prices * self._step + 1, NO_WAY))  # stays empty
        np.fill_diagonal(arcs, 0)
        return arcs

    def _mover(self, here: int, there: int) -> int | None:
        """Who moves on this step, the first by key of those who can; None for a place that is free or given up."""
        m, length = len(self.prices), int(self._arcs[here, there])
        if length % self._step == 1:
            return None
        rows = self._rows_at[here if here < m else GROUND]
        costs = self.values[rows] if there == m else self.slack[rows, there]
        return int(min(rows[costs == length // self._step], key=self._row_place))

    def _toward(self, column: int) -> Ints:
        """m + 1: the length of the shortest path from each column, and from the ground, to this one."""
        if len(self.prices) <= ALL_AT_ONCE:
            return self._ways[:, column]
        way = np.full(len(self.prices) + 1, NO_WAY)
        way[column] = 0
        return _settled(self._arcs, way)

    @cached_property
    def _ways(self) -> Ints:
        """(m + 1) x (m + 1): all shortest paths (Floyd 1962)."""
        ways = self._arcs.copy()
        through = np.empty_like(ways)
        for between in range(len(ways)):
            np.add(ways[:, between, None], ways[between], out=through)
            np.minimum(ways, through, out=ways)
        return np.minimum(ways, NO_WAY)

    def _row_place(self, row: int) -> int | str | bytes:
        return row if self.problem.row_keys is None else self.problem.row_keys[row]

    def _column_place(self, column: int) -> tuple[bool, int | str | bytes]:
        if column == len(self.prices):
            return True, ""
        return False, column if self.problem.column_keys is None else self.problem.column_keys[column]


def _settled(arcs: Ints, way: Ints) -> Ints:
    """Shortest ways along arcs to where ``way`` is 0 already (Bellman–Ford)."""
    while True:
        nearer = np.minimum(way, (arcs + way).min(axis=1, initial=NO_WAY))
        if np.array_equal(nearer, way):
            return way
        way = nearer


def reached(problem: Problem, columns: Ints) -> Optimum:
    """What these columns reach, tier by tier, in the form of ``assignment.optimum``."""
    rows = np.flatnonzero(columns >= 0)
    points = int(problem.scores[rows, columns[rows]].sum())
    if problem.unmatched_score is not None:
        return Optimum((), points + problem.unmatched_score * (len(columns) - len(rows)))
    counts = np.bincount(problem.classes[rows], minlength=int(problem.classes.max(initial=0)) + 1)
    return Optimum(tuple(counts[:0:-1].tolist()), points)


def split(weights: Ints, unit: int) -> tuple[Ints, Ints]:
    """People and points of combined weights; unique, because points are less than half of ``unit`` either way.

    >>> [part.tolist() for part in split(np.array([203, 98, -4]), 101)]
    [[2, 1, 0], [1, -3, -4]]
    """
    people = (weights + unit // 2) // unit
    return people, weights - unit * people
