"""The *flow* engine: OR-Tools' flow of least cost over candidate pairs, until the prices prove that no other counts.

Each row begins with its best pairs. A flow on them gives the smallest prices; then all pairs are read by blocks, and
the best of those that beat the prices are added (column generation, Desaulniers, Desrosiers and Solomon 2005). When
none does, the prices prove the pairs among all. Everything is in integers; only the first candidates are a guess.
"""

from collections.abc import Sequence

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints
from mentormatch.assignment.network import FORBIDDEN, Found, Network, Pairs
from mentormatch.assignment.prices import smallest_heights
from mentormatch.assignment.residual import Face

FIRST, MORE = 16, 8
"""Candidates a row to begin with, and added at most each round."""

WIDEST = 2**61
"""The largest weight times the number of nodes that one flow takes; OR-Tools scales by the nodes, in int64."""

_BLOCK = 2**19
"""Pairs read at once."""

_NARROW = 2**56
"""Weights below this leave room for six bits that spread equal ones."""


class Candidates:
    """Pairs in the order of their columns, so that what they offer can be summed up by column."""

    def __init__(self, network: Network, cells: Ints) -> None:
        self.shape = network.matrix.shape
        self.nodes, self.columns = np.divmod(cells, max(self.shape[1], 1))
        order = np.argsort(self.columns, kind="stable")
        self.nodes, self.columns = self.nodes[order], self.columns[order]
        self.weights = network.matrix[self.nodes, self.columns]

    def tight(self, heights: Ints, network: Network) -> Ints:
        """The cells of those without reduced cost."""
        even = self.weights + heights[self.nodes] == heights[network.first_column + self.columns]
        cells: Ints = (self.nodes * self.shape[1] + self.columns)[even]
        return cells

    def without(self, used: Bools) -> "CandidateOffers":
        """What those that are not used offer."""
        return CandidateOffers(self.nodes[~used], self.columns[~used], self.weights[~used], self.shape[1])


class CandidateOffers:
    """Candidates that are not chosen, as what they offer the columns."""

    def __init__(self, nodes: Ints, columns: Ints, weights: Ints, count: int) -> None:
        self.nodes, self.weights = nodes, weights
        self.starts = np.flatnonzero(np.diff(columns, prepend=-1))
        self.reached = columns[self.starts]
        self.nothing = np.full(count, 2 * FORBIDDEN)

    def best(self, heights: Ints, rose: Bools) -> Ints:
        """As ``prices.Offers`` says; rows that did not rise offer nothing new, and are counted with the others."""
        most = self.nothing.copy()
        if len(self.starts):
            most[self.reached] = np.maximum.reduceat(self.weights + heights[self.nodes], self.starts)
        return most


def best(network: Network) -> Found:
    """The pairs of an optimal assignment, the smallest heights, and all pairs without reduced cost."""
    cells = np.sort(first_candidates(network))
    while True:
        candidates = Candidates(network, cells)
        used = most_weight(network, candidates)
        chosen = Pairs(candidates.nodes[used], candidates.columns[used])
        heights = smallest_heights(network, chosen, candidates.without(used))
        more, tight = beating(network, heights, cells)
        known, cells = len(cells), np.union1d(cells, more)
        if len(cells) == known:
            return Found(chosen, heights, np.union1d(tight, candidates.tight(heights, network)))


def first_candidates(network: Network) -> Ints:
    """Cells of the matrix, counted row by row: the best of each row, equal ones spread over the columns."""
    rows, columns = network.matrix.shape
    if columns <= 2 * FIRST:
        return np.flatnonzero(network.matrix > FORBIDDEN)
    found = []
    for start in range(0, rows, _step(columns)):
        block = network.matrix[start : start + _step(columns)]
        spread = np.arange(start, start + len(block))[:, None] * 7919 + np.arange(columns) * 104_729 >> 3 & 63
        key = (np.maximum(block, -_NARROW) << 6) + spread if block.max(initial=0) < _NARROW else block
        best_of = np.argpartition(key, -FIRST, axis=1)[:, -FIRST:]
        cells = (start + np.arange(len(block)))[:, None] * columns + best_of
        found.append(cells[np.take_along_axis(block, best_of, axis=1) > FORBIDDEN])
    return np.concatenate(found) if found else np.empty(0, np.int64)


def most_weight(network: Network, candidates: Candidates) -> Bools:
    """Which candidates an optimal assignment among them uses; tier by tier where weights are too wide for one flow."""
    arcs, pairs = network.arcs, len(candidates.nodes)
    face = Face(
        candidates.nodes,
        candidates.columns,
        np.concatenate([candidates.nodes, arcs.tails]),
        np.concatenate([network.first_column + candidates.columns, arcs.heads]),
        np.concatenate([np.ones(pairs, np.int64), arcs.room]),
        np.zeros(pairs + len(arcs.tails), np.int64),
        network.ground + 1,
    )
    gain = np.concatenate([candidates.weights, arcs.gain])
    widest = int(np.abs(gain).max(initial=0))
    used: Bools = best_of_tiers(face, [gain] if widest * (face.count + 1) < WIDEST else network.split(gain))[:pairs] > 0
    return used


def best_of_tiers(face: Face, gains: Sequence[Ints]) -> Ints:
    """The flow on each arc that gains most in the first tier, of those most in the second, and so on.

    What is best in one tier are the flows on its optimal face: on arcs without reduced cost, all others as they are.
    """
    flow, open_ = face.flow.copy(), np.arange(len(face.flow))
    for gain in gains:
        face = face.best(gain[open_])
        flow[open_] = face.flow
        if gain is not gains[-1]:
            heights = face.heights(gain[open_])
            even = gain[open_] + heights[face.tails] == heights[face.heads]
            face, open_ = face.only(even), open_[even]
    return flow


def beating(network: Network, heights: Ints, known: Ints) -> tuple[Ints, Ints]:
    """Cells that would gain at these heights, the best of each row, and those that neither gain nor lose.

    None that gains proves the heights. known: cells that are left out, in order.
    """
    rows, columns = network.matrix.shape
    first = network.first_column
    offered, asked = heights[:first], heights[first : first + columns]
    found, tight = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for start in range(0, rows, _step(columns)):
        part = slice(start, start + _step(columns))
        block = np.add(network.matrix[part], offered[part, None], order="C")  # so that it can be written to by cell
        block -= asked
        low, high = np.searchsorted(known, [start * columns, (start + len(block)) * columns])
        block.reshape(-1)[known[low:high] - start * columns] = -1
        tight.append(start * columns + np.flatnonzero(block == 0))
        better = np.flatnonzero(block.max(axis=1) > 0)
        if not len(better):
            continue
        gains = block[better]
        best_of = np.argpartition(gains, -MORE, axis=1)[:, -MORE:] if columns > MORE else np.arange(columns)[None, :]
        cells = (start + better)[:, None] * columns + best_of
        found.append(cells[np.take_along_axis(gains, best_of, axis=1) > 0])
    return np.concatenate(found), np.concatenate(tight)


def _step(columns: int) -> int:
    return max(_BLOCK // max(columns, 1), 1)
