"""People and points as one integer weight, for the rows that no lock has settled."""

from dataclasses import dataclass

import numpy as np

from mentormatch.assignment.problem import Bools, Ints, Problem

FORBIDDEN = -(2**61)
"""The weight of a forbidden pair: lower than any sum of weights, and far enough from the edge of int64 to add to."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What is left to decide when the locks are taken out.

    rows: r positions of the rows without a lock. matrix: r x m combined weights, gain over staying unmatched,
    ``FORBIDDEN`` where not allowed. capacity: m places left. unit: one person in points.
    """

    rows: Ints
    matrix: Ints
    capacity: Ints
    unit: int

    @classmethod
    def of(cls, problem: Problem) -> "Weights":
        """Of a problem: ``unit * rank + points``, the locked rows taken out with the places they hold."""
        locked_rows, locked_columns = problem.locks[:, 0], problem.locks[:, 1]
        rows = np.delete(np.arange(problem.shape[0]), locked_rows)
        allowed, gains, ranks = problem.allowed, problem.gains, problem.ranks
        if len(locked_rows):
            allowed, gains, ranks = allowed[rows], gains[rows], ranks[rows]
        matrix = np.where(allowed, gains + problem.unit * ranks[:, None], FORBIDDEN)
        taken = np.bincount(locked_columns, minlength=problem.shape[1])
        return cls(rows, matrix, problem.places - taken, problem.unit)

    def chosen(self, columns: Ints) -> Ints:
        """The weight of the column of each row; 0 where it is -1."""
        weights = np.zeros(len(columns), np.int64)
        matched = np.flatnonzero(columns >= 0)
        weights[matched] = self.matrix[matched, columns[matched]]
        return weights

    def load(self, columns: Ints) -> Ints:
        """How many of these rows each column has."""
        return np.bincount(columns[columns >= 0], minlength=len(self.capacity))


def price_of(columns: Ints, prices: Ints) -> Ints:
    """The price that each row pays for its column; nothing where it is -1."""
    return np.append(prices, 0)[columns]


def split(weights: Ints, unit: int) -> tuple[Ints, Ints]:
    """People and points of combined weights; unique, because points are less than half of ``unit`` either way.

    >>> [part.tolist() for part in split(np.array([203, 98, -4]), 101)]
    [[2, 1, 0], [1, -3, -4]]
    """
    people = (weights + unit // 2) // unit
    return people, weights - unit * people


def tight(weights: Weights, values: Ints, prices: Ints) -> Bools:
    """r x m: the pairs that the prices leave no slack, so those that an optimal assignment may hold."""
    pairs: Bools = weights.matrix == values[:, None] + prices
    return pairs
