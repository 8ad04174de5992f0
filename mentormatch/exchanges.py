"""What one change in an optimal assignment sets in motion, with minimums, quotas and several columns a row.

The same questions as ``alternating.Paths`` answers, read from the network of the assignment. Arrays only; nothing here
knows people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mentormatch.alternating import NO_WAY
from mentormatch.assignment import FORBIDDEN, Assignment, ColumnQuota, RowQuota
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.problem import Bools, Ints, Problem
from mentormatch.assignment.solving import with_locks
from mentormatch.assignment.ways import Ways


@dataclass(frozen=True, eq=False)
class Exchanges:
    """What can still be exchanged in an optimal assignment.

    With ``limits``, the quotas of rows and of columns as they would be with a further column, there is one behind the
    others, without places.

    >>> from mentormatch.assignment import solve
    >>> exchanges = Exchanges(solve(Problem(np.array([[70, 40], [60, 10]]))))
    >>> exchanges.losses(0).tolist(), exchanges.forced(0, 0).columns.tolist()
    ([20, 0], [0, 1])
    """

    assignment: Assignment
    limits: tuple[Sequence[RowQuota], Sequence[ColumnQuota]] | None = None

    @property
    def problem(self) -> Problem:
        """What was solved."""
        return self.assignment.problem

    @property
    def new(self) -> int:
        """The further column."""
        return self.problem.shape[1]

    @cached_property
    def _open(self) -> Problem:
        """The problem as if every pair were allowed, so that its unit has room for each; a new pair has most points."""
        problem = replace(self.problem, allowed=np.ones(self.problem.shape, dtype=np.bool_), kept=None)
        if self.limits is None:
            return problem
        most = max(int(np.abs(problem.scores).max(initial=0)), 100 * problem.scale)
        return replace(
            problem,
            scores=np.column_stack([problem.scores, np.full(problem.shape[0], most)]),
            allowed=np.ones((problem.shape[0], self.new + 1), dtype=np.bool_),
            capacity=np.append(problem.capacity, 0),
            minimum=np.append(problem.minimum, 0),
            row_quotas=self.limits[0],
            column_quotas=self.limits[1],
            column_keys=None,
        )

    @cached_property
    def _all(self) -> Network:
        """The network with every pair."""
        return Network.of(self._open)

    @cached_property
    def _node_of(self) -> Ints:
        """n x m: the node from which a row would have each column; -1 where it can have no further one."""
        node_of = np.full(self._open.shape, -1)
        nodes, columns = np.nonzero(self._all.matrix > FORBIDDEN)
        node_of[self._all.rows[nodes], columns] = nodes
        return node_of

    @cached_property
    def ways(self) -> Ways:
        """The ways between what is allowed."""
        network, found = self._all, self.assignment
        n, m = self._open.shape
        allowed = np.zeros((n, m), dtype=np.bool_)
        allowed[:, : self.new] = self.problem.allowed
        closed = replace(network, matrix=np.where(allowed[network.rows], network.matrix, FORBIDDEN))
        locked = self.problem.locks[:, 0] * m + self.problem.locks[:, 1]
        free = ~np.isin(found.rows * m + found.columns, locked)
        rows, columns = found.rows[free], found.columns[free]
        return Ways(closed, Pairs(self._node_of[rows, columns], columns))

    def split(self, weights: Ints) -> tuple[Ints, Ints, Ints]:
        """Minimums, people by rank and points of combined weights."""
        return self._all.split(weights)

    def losses(self, row: int) -> Ints:
        """m: combined weight that is lost when a row has each column beside its locks; ``NO_WAY`` if it cannot."""
        ways, found = self.ways, np.full(self.new, NO_WAY)
        first, nodes = ways.links.first, self._node_of[row, : self.new]
        for node in np.unique(nodes[nodes >= 0]).tolist():
            mine = np.flatnonzero((nodes == node) & self.problem.allowed[row])
            back = ways.links.to(node)[first + mine]
            found[mine] = np.where(back > FORBIDDEN, -back - self._all.matrix[node, mine], NO_WAY)
        found[self.assignment.columns[self.assignment.rows == row]] = 0
        return found

    def forced(self, row: int, column: int) -> Pairs:
        """The best pairs with this one, which need not be allowed; as few change as can."""
        found = self.assignment
        if np.any((found.rows == row) & (found.columns == column)):
            return Pairs(found.rows, found.columns)
        node = int(self._node_of[row, column])
        if node < 0:
            raise ValueError(f"row {row} cannot have a further column")
        names = tuple(
            np.arange(count) if keys is None else _places(keys)
            for count, keys in zip(self.problem.shape, (self.problem.row_keys, self.problem.column_keys), strict=True)
        )
        chosen = self.ways.after(node, column, self._all.rows, (names[0], np.append(names[1], self.new)))
        return with_locks(self.problem, self._all, chosen)

    def beside(self, row: int) -> tuple[Bools, Ints]:
        """(m: whether the row could have each column more while no row has fewer and no minimum lacks more; m points).

        Whatever is allowed: the points are all that are gained.
        """
        start = int(np.flatnonzero(self._all.rows == row)[0]) if row in self._all.rows else -1
        nodes = self._node_of[row, : self.new]
        arcs, flow = self._all.arcs, self._all.flow(self.ways.chosen)
        further = np.flatnonzero((arcs.tails == self._all.ground) & (arcs.heads == start) & (flow < arcs.room))
        if not len(further) or start < 0:
            return np.zeros(self.new, dtype=np.bool_), np.zeros(self.new, np.int64)
        there, onward = self.ways.within.from_(start)[nodes], self._onward[self.ways.links.first :][: self.new]
        possible = (there > FORBIDDEN) & (onward > FORBIDDEN)
        gain = int(arcs.gain[further].max()) + self._all.matrix[nodes, np.arange(self.new)] + there + onward
        minimums, _, points = self.split(np.where(possible, gain, 0))
        return possible & (minimums >= 0), points

    def more_room_for(self, row: int, columns: Ints) -> Ints:
        """The columns in which one more place would let the row have one of these more, by moving others on."""
        links, nodes = self.ways.within, self._node_of[row, columns]
        start = int(np.flatnonzero(self._all.rows == row)[0]) if row in self._all.rows else -1
        if start < 0:
            return np.empty(0, np.int64)
        begun = np.full(links.count, FORBIDDEN)
        begun[links.first + columns[links.from_(start)[nodes] > FORBIDDEN]] = 0
        reached = links.since(begun)[links.first :][: self.new]
        return np.flatnonzero((reached > FORBIDDEN) & (self._onward[self._over[: self.new]] > FORBIDDEN))

    def more_places(self) -> Ints:
        """m combined weights: what one more place in each column gains, quotas kept."""
        gains = np.zeros(self.new, np.int64)
        for over in np.unique(self._over[: self.new]).tolist():
            mine = np.flatnonzero(self._over[: self.new] == over)
            gains[mine] = np.maximum(self.ways.links.from_(over)[self.ways.links.first + mine], 0)
        return gains

    def openings(self, column: int) -> Ints:
        """n combined weights: what a row would gain by one more place in a column that takes no other, less its points.

        ``FORBIDDEN`` where it can have no further column.
        """
        gains, nodes = np.full(self.problem.shape[0], FORBIDDEN), self._node_of[:, column]
        ways = self.ways.links.from_(int(self._over[column]))
        rows = np.flatnonzero((nodes >= 0) & (ways[nodes] > FORBIDDEN))
        gains[rows] = ways[nodes[rows]] + self._all.matrix[nodes[rows], column] - self._open.scores[rows, column]
        return gains

    @cached_property
    def _onward(self) -> Ints:
        """The most that is gained on the way from each node to a free place, nobody having fewer."""
        return self.ways.onward.to(self._all.ground)

    @cached_property
    def _over(self) -> Ints:
        """m: the quota that counts each column, as a node, or the ground."""
        arcs, first = self._all.arcs, self._all.first_column
        over = np.full(self._open.shape[1], self._all.ground)
        mine = (arcs.below >= first) & (arcs.below < first + len(over))
        over[arcs.below[mine] - first] = arcs.heads[mine]
        return over


def _places(keys: Sequence[str | bytes]) -> Ints:
    """The place of each key when they stand in order."""
    places = np.empty(len(keys), np.int64)
    places[np.argsort(np.array(keys, dtype=object), kind="stable")] = np.arange(len(keys))
    return places
