"""What can still be exchanged: the optimal face of an assignment and the cycles on it.

Every optimal assignment uses arcs without reduced cost only, and the same flow on all others (complementary
slackness). Two of them differ by cycles in the residual graph, so what no cycle touches is settled.
"""

from dataclasses import dataclass, replace

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints, numbered
from mentormatch.assignment.network import Network, Pairs


@dataclass(frozen=True, eq=False)
class Face:
    """Arcs that may change, and one flow on them; the first ``len(nodes)`` are pairs of row nodes and columns.

    Every other choice is this flow and cycles of its residual graph. count: how many nodes the arcs are numbered in.
    """

    nodes: Ints
    columns: Ints
    tails: Ints
    heads: Ints
    room: Ints
    flow: Ints
    count: int

    @classmethod
    def of(cls, network: Network, chosen: Pairs, heights: Ints, tight: Ints | None = None) -> "Face":
        """All optimal assignments: the same for any engine, because it is read from the prices.

        tight: the cells of the matrix, counted row by row, of all pairs without reduced cost; read here if None.
        """
        first, m = network.first_column, network.matrix.shape[1]
        if tight is None:
            tight = np.flatnonzero(network.matrix == heights[first : first + m] - heights[:first, None])
        nodes, columns = np.divmod(tight, max(m, 1))
        has = np.zeros(len(tight), np.int64)
        cells = chosen.nodes * m + chosen.columns
        place = np.searchsorted(tight, cells)
        has[place[np.append(tight, -1)[place] == cells]] = 1
        arcs = network.arcs
        even = (arcs.gain + heights[arcs.tails] == heights[arcs.heads]) & (arcs.room > 0)
        return cls(
            nodes,
            columns,
            np.concatenate([nodes, arcs.tails[even]]),
            np.concatenate([first + columns, arcs.heads[even]]),
            np.concatenate([np.ones(len(nodes), np.int64), arcs.room[even]]),
            np.concatenate([has, network.flow(chosen)[even]]),
            network.ground + 1,
        )

    def only(self, open_: Bools) -> "Face":
        """The part of the face with these arcs, its nodes numbered anew."""
        pairs = open_[: len(self.nodes)]
        found, ends = numbered(np.concatenate([self.tails[open_], self.heads[open_]]))
        tails, heads = np.split(ends, 2)
        nodes, columns = self.nodes[pairs], self.columns[pairs]
        return Face(nodes, columns, tails, heads, self.room[open_], self.flow[open_], len(found))

    def with_only(self, looked_at: Bools) -> "Face":
        """With these arcs only, the nodes numbered as they are."""
        pairs = looked_at[: len(self.nodes)]
        tails, heads, room, flow = (array[looked_at] for array in (self.tails, self.heads, self.room, self.flow))
        return Face(self.nodes[pairs], self.columns[pairs], tails, heads, room, flow, self.count)

    def undecided(self) -> "Face | None":
        """The part of the face where another choice exists; None where this is the only one."""
        tails, heads, _ = self.exchanges()
        label = strong_components(tails, heads, self.count)
        open_ = label[self.tails] == label[self.heads]
        return self.only(open_) if open_[: len(self.nodes)].any() else None

    def exchanges(self) -> tuple[Ints, Ints, Ints]:
        """Arcs of the residual graph: tail, head, and the arc on which one more flows (k) or one less (-1 - k)."""
        arc = np.arange(len(self.tails))
        more, less = arc[self.flow < self.room], arc[self.flow > 0]
        tails = np.concatenate([self.tails[more], self.heads[less]])
        heads = np.concatenate([self.heads[more], self.tails[less]])
        return tails, heads, np.concatenate([more, -1 - less])

    def best(self, gain: Ints) -> "Face":
        """The same face with the flow that gains most, by a flow of least cost. gain: one for each arc."""
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]  # no py.typed

        solver = SimpleMinCostFlow()
        numbers = solver.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, self.room, -gain)
        supply = np.zeros(self.count, np.int64)
        np.add.at(supply, self.tails, self.flow)
        np.subtract.at(supply, self.heads, self.flow)
        solver.set_nodes_supplies(np.arange(self.count), supply)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the flow over the optimal face ended with {status}")
        flow = np.array(solver.flows(numbers), np.int64)
        return replace(self, flow=flow)

    def heights(self, gain: Ints) -> Ints:
        """The longest path to each node from anywhere (Bellman–Ford); where a residual cycle gains, they never settle.

        Raises ``ArithmeticError`` then.
        """
        tails, heads, adds = self.exchanges()
        worth = np.where(adds >= 0, gain[adds], -gain[-1 - adds])
        order = np.argsort(heads, kind="stable")
        tails, heads, worth = tails[order], heads[order], worth[order]
        starts = np.flatnonzero(np.diff(heads, prepend=-1))
        reached = heads[starts]
        height = np.zeros(self.count, np.int64)
        for _ in range(self.count + 1):
            better = np.maximum(height[reached], np.maximum.reduceat(height[tails] + worth, starts))
            if np.array_equal(better, height[reached]):
                return height
            height[reached] = better
        raise ArithmeticError("a residual cycle gains")

    def is_single(self, gain: Ints, heights: Ints) -> bool:
        """Whether no other choice of pairs gains as much, given heights that prove this one: no even cycle has a pair.

        With heights that no arc beats, an even cycle runs over arcs without slack only.
        """
        tails, heads, adds = self.exchanges()
        worth = np.where(adds >= 0, gain[adds], -gain[-1 - adds])
        even = heights[tails] + worth == heights[heads]
        label = strong_components(tails[even], heads[even], self.count)
        of_pair = even & (np.where(adds >= 0, adds, -1 - adds) < len(self.nodes))
        return not np.any(label[tails[of_pair]] == label[heads[of_pair]])

    def after(self, chosen: Pairs) -> Pairs:
        """The choice of pairs with those of this face as it has them."""
        mine = self.flow[: len(self.nodes)] > 0
        width = 1 + max(int(chosen.columns.max(initial=0)), int(self.columns.max(initial=0)))
        open_ = np.append(self.nodes * width + self.columns, -1)  # in order, as they were read from the matrix
        cells = chosen.nodes * width + chosen.columns
        settled = open_[np.searchsorted(open_[:-1], cells)] != cells
        nodes = np.concatenate([chosen.nodes[settled], self.nodes[mine]])
        columns = np.concatenate([chosen.columns[settled], self.columns[mine]])
        order = np.lexsort((columns, nodes))
        return Pairs(nodes[order], columns[order])


FEW, MANY = 24, 20_000
"""Pairs of a row to begin with, where there are more than many in all."""


def most_gain(face: Face, gain: Ints, *, solve: bool = True) -> tuple[Face, Ints]:
    """The flow on a face that gains most, and heights that prove it; without ``solve``, of the flow that it has.

    Only the pairs of each row that gain most are looked at first, and then those that beat the heights, until none
    does. Raises ``ArithmeticError`` where the flow is not to be changed and another gains more.
    """
    looked_at = (face.flow > 0) | promising(face, gain)
    while True:
        part = face.with_only(looked_at)
        part = part.best(gain[looked_at]) if solve else part
        heights = part.heights(gain[looked_at])
        better = ~looked_at & (gain + heights[face.tails] > heights[face.heads])
        if not better.any():
            flow = np.zeros_like(face.flow)
            flow[looked_at] = part.flow
            return replace(face, flow=flow), heights
        looked_at |= better


def promising(face: Face, gain: Ints) -> Bools:
    """Arcs that are no pairs, and of each row about the ``FEW`` pairs that gain most, if gains are evenly spread.

    All arcs where there are not many.
    """
    first = np.ones(len(face.tails), bool)
    pairs = len(face.nodes)
    if pairs <= MANY:
        return first
    tails = face.tails[:pairs]
    starts = np.flatnonzero(np.diff(tails, prepend=-1))
    count = np.diff(starts, append=pairs)
    most, least = np.maximum.reduceat(gain[:pairs], starts), np.minimum.reduceat(gain[:pairs], starts)
    enough = most - (most - least) // count * np.minimum(FEW, count)
    first[:pairs] = gain[:pairs] >= np.repeat(enough, count)
    return first


def strong_components(tails: Ints, heads: Ints, nodes: int) -> Ints:
    """A label for each node: equal for two nodes on a common cycle."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(tails), np.int8), (tails, heads)), shape=(nodes, nodes))
    return connected_components(graph, directed=True, connection="strong")[1].astype(np.int64)
