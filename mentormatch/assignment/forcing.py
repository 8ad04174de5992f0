"""What the best assignment would be worth if one row had each of the columns: all columns at once.

Forcing a pair pushes a unit out of the column, which moves on until it comes to the row or to a place that the row
frees: a path in the residual graph. So the longest ways back from all columns to the row tell everything, and they are
found together (Bellman–Ford; Ahuja, Magnanti and Orlin 1993, chapter 9).
"""

from dataclasses import replace

import numpy as np

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.engines import ENGINES, engine_for
from mentormatch.assignment.network import FORBIDDEN, Network, Pairs
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.proof import totals_of
from mentormatch.assignment.solving import best_pairs, with_locks


def forced_values(problem: Problem, row: int, engine: str = "auto") -> Ints:
    """m combined weights of the best assignment in which the row has each column: minimums, then people, then points.

    ``FORBIDDEN`` where it cannot have it. Only their order and differences mean something. The pair is forced as
    ``Problem.forcing`` does: instead of the locks of the row, where these are all it asks for and it is none of them.

    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> first, second = forced_values(problem, 0)
    >>> int(second - first)
    20
    """
    given, own = problem, problem.locks[:, 0] == row
    if own.sum() >= problem.units[row]:
        problem = replace(problem, locks=problem.locks[~own])
    network = Network.of(problem)
    chosen = ENGINES[engine_for(problem, engine)[0]](network).chosen
    values = np.full(problem.shape[1], FORBIDDEN)
    values[problem.locks[problem.locks[:, 0] == row, 1]] = 0
    for node in np.flatnonzero(network.rows == row).tolist():
        way = ways_back(network, chosen, node)[network.first_column : network.first_column + len(values)]
        weight = network.matrix[node]
        open_ = (weight > FORBIDDEN) & (way > FORBIDDEN)
        values[open_] = weight[open_] + way[open_]
        values[chosen.columns[chosen.nodes == node]] = 0
    if own.sum() > 1 and problem is not given:  # to force one of several that it has changes nothing
        held, freely = (
            totals_of(given, best_pairs(given, engine)),
            totals_of(problem, with_locks(problem, network, chosen)),
        )
        weights = problem.minimum_unit, problem.unit, 1
        values[given.locks[own, 1]] = sum(w * (h - f) for w, h, f in zip(weights, held, freely, strict=True))
    return values


def ways_back(network: Network, chosen: Pairs, target: int) -> Ints:
    """The most that is gained (mostly less than nothing) on the way from each node to this one; else ``FORBIDDEN``."""
    arcs, flow = network.arcs, network.flow(chosen)
    more, less = flow < arcs.room, flow > 0
    weight = network.matrix[chosen.nodes, chosen.columns]
    first, last = network.first_column, network.first_column + network.matrix.shape[1]
    tails = np.concatenate([arcs.tails[more], arcs.heads[less], first + chosen.columns])
    heads = np.concatenate([arcs.heads[more], arcs.tails[less], chosen.nodes])
    gains = np.concatenate([arcs.gain[more], -arcs.gain[less], -weight])
    matrix = network.matrix.copy()
    matrix[chosen.nodes, chosen.columns] = FORBIDDEN
    ways = np.full(network.ground + 1, FORBIDDEN)
    ways[target] = 0
    while True:
        before = ways.copy()
        onward = np.where(ways[heads] > FORBIDDEN, ways[heads] + gains, FORBIDDEN)
        np.maximum.at(ways, tails, onward)
        nearer = np.flatnonzero(ways[first:last] > before[first:last])
        if len(nearer):
            offered = (matrix[:, nearer] + ways[first:last][nearer]).max(axis=1)
            ways[:first] = np.maximum(ways[:first], np.where(offered > FORBIDDEN // 2, offered, FORBIDDEN))
        elif np.array_equal(ways, before):
            return ways
