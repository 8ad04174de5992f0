"""What can still be exchanged: the optimal face of an assignment and the cycles on it.

Every optimal assignment uses tight pairs only, matches each row that has a value and fills each column that has a price
(complementary slackness). Two of them differ by cycles in the residual graph, so what no cycle touches is settled.
"""

from dataclasses import dataclass

import numpy as np

from mentormatch.assignment.problem import Bools, Ints
from mentormatch.assignment.weights import Weights, tight


@dataclass(frozen=True, eq=False)
class Face:
    """The pairs (``rows[k]``, ``columns[k]``) that may be chosen, and what every choice must keep.

    must_match: r, rows that may not be left out. must_fill: m, columns that must have all their places taken.
    places: m.
    """

    rows: Ints
    columns: Ints
    must_match: Bools
    must_fill: Bools
    places: Ints

    @classmethod
    def of(cls, weights: Weights, values: Ints, prices: Ints) -> "Face":
        """All optimal assignments: the same for any engine, because it is read from the prices."""
        rows, columns = np.nonzero(tight(weights, values, prices))
        return cls(rows, columns, values > 0, prices > 0, weights.capacity)

    @property
    def ground(self) -> int:
        """The node, after the rows and the columns, where what is left out goes and free places come from."""
        return len(self.must_match) + len(self.must_fill)

    def exchanges(self, choice: Ints) -> tuple[Ints, Ints, Ints]:
        """Arcs of the residual graph: tail, head, and the pair that the arc adds (k) or takes away (-1 - k).

        Arcs that touch the ground without a pair name the pair ``len(rows)``, which weighs nothing.
        """
        r, nothing = len(self.must_match), len(self.rows)
        chosen = choice[self.rows] == self.columns
        pair = np.arange(nothing)
        matched = choice >= 0
        load = np.bincount(choice[matched], minlength=len(self.places))
        enter = np.flatnonzero(~matched)
        leave = np.flatnonzero(matched & ~self.must_match)
        empty = r + np.flatnonzero(~self.must_fill & (load > 0))
        fill = r + np.flatnonzero(load < self.places)
        free = np.full(len(enter) + len(leave) + len(empty) + len(fill), nothing)
        ground = np.full(len(free), self.ground)
        tails = [np.where(chosen, r + self.columns, self.rows), ground[: len(enter)], leave, ground[: len(empty)], fill]
        heads = [np.where(chosen, self.rows, r + self.columns), enter, ground[: len(leave)], empty, ground[: len(fill)]]
        adds = [np.where(chosen, -1 - pair, pair), free]
        return np.concatenate(tails), np.concatenate(heads), np.concatenate(adds)

    def undecided(self, choice: Ints) -> "Undecided | None":
        """The part of the face where another choice exists; None where this is the only one."""
        tails, heads, _ = self.exchanges(choice)
        label = strong_components(tails, heads, self.ground + 1)
        r = len(self.must_match)
        open_pairs = label[self.rows] == label[r + self.columns]
        if not open_pairs.any():
            return None
        rows, row_of_pair = np.unique(self.rows[open_pairs], return_inverse=True)
        columns, column_of_pair = np.unique(self.columns[open_pairs], return_inverse=True)
        settled = np.delete(choice, rows)
        held = np.bincount(settled[settled >= 0], minlength=len(self.places))
        places = (self.places - held)[columns]
        face = Face(row_of_pair, column_of_pair, self.must_match[rows], self.must_fill[columns], places)
        return Undecided(face, rows, columns)


@dataclass(frozen=True, eq=False)
class Undecided:
    """A smaller face over ``rows`` and ``columns`` of a larger one: all that a lottery has to settle."""

    face: Face
    rows: Ints
    columns: Ints

    def inside(self, choice: Ints) -> Ints:
        """The choice of the larger face, in the numbering of the smaller."""
        columns = choice[self.rows]
        return np.where(columns >= 0, np.searchsorted(self.columns, columns), -1)

    def outside(self, choice: Ints, inner: Ints) -> Ints:
        """The choice of the larger face with these rows as the smaller face has them."""
        result = choice.copy()
        result[self.rows] = np.append(self.columns, -1)[inner]
        return result


def strong_components(tails: Ints, heads: Ints, nodes: int) -> Ints:
    """A label for each node: equal for two nodes on a common cycle."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(tails), np.int8), (tails, heads)), shape=(nodes, nodes))
    return connected_components(graph, directed=True, connection="strong")[1].astype(np.int64)


def is_single_best(face: Face, choice: Ints, tickets: Ints) -> bool:
    """Whether no other choice on this face has as many tickets: no residual cycle gains, and none is even.

    Longest paths from anywhere settle exactly when no cycle gains (Bellman–Ford); an even cycle would then run over
    arcs without slack only.
    """
    tails, heads, adds = face.exchanges(choice)
    worth = np.append(tickets, 0)
    gain = np.where(adds >= 0, worth[adds], -worth[-1 - adds])
    order = np.argsort(heads, kind="stable")
    tails, heads, gain = tails[order], heads[order], gain[order]
    starts = np.flatnonzero(np.diff(heads, prepend=-1))
    reached = heads[starts]
    height = np.zeros(face.ground + 1, np.int64)
    for _ in range(face.ground + 2):
        better = np.maximum(height[reached], np.maximum.reduceat(height[tails] + gain, starts))
        if np.array_equal(better, height[reached]):
            break
        height[reached] = better
    else:
        return False
    even = height[tails] + gain == height[heads]
    label = strong_components(tails[even], heads[even], face.ground + 1)
    return not np.any(label[face.rows] == label[len(face.must_match) + face.columns])
