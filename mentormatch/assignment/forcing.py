"""What the best assignment would be worth if one row had each of the columns: all columns at once."""

from dataclasses import replace

import numpy as np

from mentormatch.assignment.hungarian import best_columns
from mentormatch.assignment.problem import Ints, Problem
from mentormatch.assignment.weights import FORBIDDEN, Weights

_NO_WAY = 2**60
"""More than any loss, and small enough to be taken from ``FORBIDDEN``."""


def forced_values(problem: Problem, row: int) -> Ints:
    """m combined weights (people before points) of the best assignment in which the row has each column.

    ``FORBIDDEN`` where it cannot have it. Only their order and differences mean something. One solution without the
    row serves all columns: with the column, the others lose one place there.

    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> first, second = forced_values(problem, 0)
    >>> int(second - first)
    20
    """
    weights = _others(problem, row)
    columns = best_columns(weights)
    losses = place_losses(weights, columns)
    possible = problem.allowed[row] & (losses < _NO_WAY)
    own = problem.gains[row] + problem.unit * problem.ranks[row]
    return np.where(possible, weights.chosen(columns).sum() + own - losses, FORBIDDEN)


def _others(problem: Problem, row: int) -> Weights:
    """What is left to decide without this row and its lock, in the same unit: its own scores are added to theirs."""
    whole = Weights.of(replace(problem, locks=problem.locks[problem.locks[:, 0] != row]))
    others = whole.rows != row
    return replace(whole, rows=whole.rows[others], matrix=whole.matrix[others])


def place_losses(weights: Weights, columns: Ints) -> Ints:
    """m: what an optimal choice of columns loses when a column loses one place; ``2**60`` where it has none.

    These are the largest optimal prices (Shapley and Shubik 1971), by Bellman–Ford from above: where all places are
    taken, the row that minds least moves to the best place that can be freed for it, or stays without.
    """
    full = weights.load(columns) >= weights.capacity
    losses = np.where(full, _NO_WAY, 0)
    holders = np.flatnonzero((columns >= 0) & np.append(full, False)[columns])
    held, worth = columns[holders], weights.chosen(columns)[holders]
    matrix = weights.matrix[holders]
    while True:
        elsewhere = (matrix - losses).max(axis=1, initial=0)
        lower = losses.copy()
        np.minimum.at(lower, held, worth - elsewhere)
        if np.array_equal(lower, losses):
            return losses
        losses = lower
