"""The smallest optimal prices, which prove an assignment and say what a place and a row are worth.

Optimal prices are a lattice (Shapley and Shubik 1971); its smallest point reads exactly: the price of a column is the
gain of one more place there (that counts in no column quota), the value of a row that asks for one column is the loss
if the row leaves.
"""

from typing import Protocol

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints
from mentormatch.assignment.network import FORBIDDEN, Network, Pairs
from mentormatch.errors import VerificationError

UNREACHED = FORBIDDEN
"""The height of a node that no residual path leads to: a set of columns of which a row may have none."""


class Offers(Protocol):
    """The pairs that are not chosen, as what they offer the columns."""

    def best(self, heights: Ints, rose: Bools) -> Ints:
        """m: the most that the row nodes that rose offer each column; very low where they offer nothing."""
        ...


class AllPairs:
    """Every pair of the matrix that is not chosen."""

    def __init__(self, network: Network, chosen: Pairs) -> None:
        self.matrix = network.matrix
        if not network.plain:  # the pairs of a row that has several may be worth more than their prices
            self.matrix = self.matrix.copy()
            self.matrix[chosen.nodes, chosen.columns] = FORBIDDEN

    def best(self, heights: Ints, rose: Bools) -> Ints:
        """As said."""
        matrix, heights = (self.matrix, heights) if rose.all() else (self.matrix[rose], heights[rose])
        most: Ints = (matrix + heights[:, None]).max(axis=0, initial=2 * FORBIDDEN)
        return most


def smallest_heights(network: Network, chosen: Pairs, offers: Offers) -> Ints:
    """The most that a unit gains on its way from the ground to each node, for an optimal choice of pairs.

    For a column this is its smallest price, quotas above it included; for a row less what it keeps. Longest paths in
    the residual graph (Bellman–Ford from below); a place may always be thrown away, so no price is below nothing, or
    below a minimum that it fills. Raises ``VerificationError`` where the pairs were not optimal: then heights rise for
    ever.
    """
    tails, heads, gains = _exchanges(network, chosen)
    order = np.argsort(heads, kind="stable")
    tails, heads, gains = tails[order], heads[order], gains[order]
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    reached = heads[starts]
    first, last = network.first_column, network.first_column + network.matrix.shape[1]
    heights = np.full(network.ground + 1, UNREACHED)
    heights[network.ground] = 0
    for _ in range(network.ground + 3):
        before = heights.copy()
        ways = np.maximum(heights[tails] + gains, UNREACHED)
        if len(starts):
            heights[reached] = np.maximum(heights[reached], np.maximum.reduceat(ways, starts))
        rose = heights[:first] > before[:first]
        if rose.any():
            heights[first:last] = np.maximum(heights[first:last], offers.best(heights[:first], rose))
        elif np.array_equal(before, heights):
            return heights
    raise VerificationError.of("assignment_prices_never_settle")


def _exchanges(network: Network, chosen: Pairs) -> tuple[Ints, Ints, Ints]:
    """Residual arcs, but for the pairs that are not chosen: tail, head, gain."""
    arcs, flow = network.arcs, network.flow(chosen)
    more = flow < arcs.room
    less = (flow > 0) | arcs.spare
    weight = network.matrix[chosen.nodes, chosen.columns]
    tails = np.concatenate([arcs.tails[more], arcs.heads[less], network.first_column + chosen.columns])
    heads = np.concatenate([arcs.heads[more], arcs.tails[less], chosen.nodes])
    return tails, heads, np.concatenate([arcs.gain[more], -arcs.gain[less], -weight])
