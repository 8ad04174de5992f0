"""What a change in an optimal choice sets in motion: the longest ways in its residual graph (Bellman–Ford).

A unit that is pushed out of a column moves on until it finds a place that is free or was left. No residual cycle of an
optimal choice gains, so a way tells exactly what a change gains, mostly less than nothing (Ahuja, Magnanti and Orlin
1993, chapter 9), whatever minimums, demands and quotas there are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints
from mentormatch.assignment.network import FORBIDDEN, Network, Pairs


@dataclass(frozen=True, eq=False)
class Links:
    """A residual graph: arcs as tail, head and gain, and the pairs that may still be chosen as a matrix of weights."""

    tails: Ints
    heads: Ints
    gains: Ints
    offers: Ints
    count: int

    @property
    def first(self) -> int:
        """The node of the first column."""
        return len(self.offers)

    @property
    def last(self) -> int:
        """The node after the last column."""
        return int(self.first + self.offers.shape[1])

    def only(self, open_: Bools) -> "Links":
        """With these arcs, and all pairs."""
        return Links(self.tails[open_], self.heads[open_], self.gains[open_], self.offers, self.count)

    def to(self, target: int) -> Ints:
        """The most that is gained on the way from each node to this one; ``FORBIDDEN`` where there is no way."""
        order, starts, ends = _by(self.tails)
        heads, gains = self.heads[order], self.gains[order]
        ways = np.full(self.count, FORBIDDEN)
        ways[target] = 0
        while True:
            before = ways.copy()
            if len(starts):
                ways[ends] = np.maximum(ways[ends], np.maximum.reduceat(_onward(ways[heads], gains), starts))
            nearer = np.flatnonzero(ways[self.first : self.last] > before[self.first : self.last])
            if len(nearer):
                offered = _onward(ways[self.first + nearer], self.offers[:, nearer]).max(axis=1)
                ways[: self.first] = np.maximum(ways[: self.first], offered)
            elif np.array_equal(ways, before):
                return ways

    def since(self, ways: Ints) -> Ints:
        """The most that is gained on the way to each node, where ``ways`` is what the sources begin with."""
        order, starts, ends = _by(self.heads)
        tails, gains = self.tails[order], self.gains[order]
        ways, before = ways.copy(), np.full(self.count, FORBIDDEN)
        while not np.array_equal(ways, before):
            rose, before = np.flatnonzero(ways[: self.first] > before[: self.first]), ways.copy()
            if len(starts):
                ways[ends] = np.maximum(ways[ends], np.maximum.reduceat(_onward(ways[tails], gains), starts))
            if len(rose) and self.last > self.first:
                offered = _onward(before[rose, None], self.offers[rose]).max(axis=0)
                ways[self.first : self.last] = np.maximum(ways[self.first : self.last], offered)
        return ways

    def from_(self, source: int) -> Ints:
        """The most that is gained on the way from this node to each."""
        ways = np.full(self.count, FORBIDDEN)
        ways[source] = 0
        return self.since(ways)


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways in the residual graph of an optimal choice of a network."""

    network: Network
    chosen: Pairs

    @cached_property
    def links(self) -> Links:
        """Everything that may change."""
        network, chosen = self.network, self.chosen
        arcs, flow = network.arcs, network.flow(chosen)
        more, less = flow < arcs.room, flow > 0
        offers = network.matrix.copy()
        offers[chosen.nodes, chosen.columns] = FORBIDDEN
        return Links(
            np.concatenate([arcs.tails[more], arcs.heads[less], network.first_column + chosen.columns]),
            np.concatenate([arcs.heads[more], arcs.tails[less], chosen.nodes]),
            np.concatenate([arcs.gain[more], -arcs.gain[less], -network.matrix[chosen.nodes, chosen.columns]]),
            offers,
            network.ground + 1,
        )

    @cached_property
    def onward(self) -> Links:
        """What may change while no row has fewer columns: nothing goes from a row back to the ground."""
        links = self.links
        return links.only((links.heads != self.network.ground) | (links.tails >= links.first))

    @cached_property
    def within(self) -> Links:
        """What may change among rows and columns alone, without the ground."""
        onward = self.onward
        return onward.only((onward.heads != self.network.ground) & (onward.tails != self.network.ground))

    def after(self, node: int, column: int, rows: Ints, names: tuple[Ints, Ints]) -> Pairs:
        """The row nodes and columns of the best choice in which a node has a column; as few pairs change as can.

        names: the places of rows and columns when they stand by name, which decide between equal ways.
        """
        links, last = self.links, self.links.first + column
        ways = links.to(node)
        if ways[last] <= FORBIDDEN:
            raise ValueError(f"node {node} cannot have column {column}")
        few = _fewest(links, ways, self.network.ground + 2)
        left = few.to(node)
        held = set(zip(self.chosen.nodes.tolist(), self.chosen.columns.tolist(), strict=True)) | {(node, column)}
        while last != node:
            onward = few.heads[(few.tails == last) & (few.gains + left[few.heads] == left[last])]
            if last < few.first:
                onward = np.append(onward, few.first + np.flatnonzero(_even(few.offers[last], left, few, last)))
            there = min(onward.tolist(), key=lambda node: self._place(node, rows, names))
            if few.first <= last < few.last and there < few.first:
                held.remove((there, last - few.first))
            elif last < few.first <= there < few.last:
                held.add((last, there - few.first))
            last = there
        pairs = np.array(sorted(held), dtype=np.int64).reshape(-1, 2)
        return Pairs(pairs[:, 0], pairs[:, 1])

    def _place(self, node: int, rows: Ints, names: tuple[Ints, Ints]) -> tuple[int, int]:
        first, last = self.links.first, self.links.last
        if node < first:
            return 0, int(names[0][rows[node]])
        return (1, int(names[1][node - first])) if node < last else (2, node)


def _by(ends: Ints) -> tuple[Ints, Ints, Ints]:
    """The arcs in the order of one end: that order, where each begins, and which they are."""
    order = np.argsort(ends, kind="stable")
    starts = np.flatnonzero(np.diff(ends[order], prepend=-1))
    return order, starts, ends[order][starts]


def _onward(ways: Ints, gains: Ints) -> Ints:
    """Ways with one step more."""
    steps: Ints = np.where((ways > FORBIDDEN) & (gains > FORBIDDEN), ways + gains, FORBIDDEN)
    return steps


def _fewest(links: Links, ways: Ints, most: int) -> Links:
    """The arcs that lie on longest ways, each with what it costs in pairs that change; other arcs cost a little."""
    even = (ways[links.heads] > FORBIDDEN) & (ways[links.tails] == links.gains + ways[links.heads])
    tails, heads = links.tails[even], links.heads[even]
    of_pair = (tails >= links.first) & (tails < links.last) & (heads < links.first)
    reached = ways[links.first : links.last]
    tight = (links.offers > FORBIDDEN) & (reached > FORBIDDEN)
    tight &= links.offers + reached == ways[: links.first, None]
    offers = np.where(tight, -most, FORBIDDEN)
    return Links(tails, heads, np.where(of_pair, -most, -1), offers, links.count)


def _even(offers: Ints, left: Ints, links: Links, node: int) -> Bools:
    onward = left[links.first : links.last]
    even: Bools = (offers > FORBIDDEN) & (onward > FORBIDDEN) & (offers + onward == left[node])
    return even
