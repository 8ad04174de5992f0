"""From a problem to its assignment: an engine finds one optimum, prices prove it, the lottery picks among equals."""

from typing import NamedTuple

import numpy as np

from mentormatch.assignment.engines import ENGINES, engine_for
from mentormatch.assignment.lottery import draw, seed_for
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.proof import tiers, totals_of
from mentormatch.assignment.residual import Face
from mentormatch.assignment.result import Assignment


class Optimum(NamedTuple):
    """What the best assignment reaches, tier by tier, so that the better of two problems is the larger of two.

    people: rows of each class that have a column, the class served first in front, then those that have a second, and
    so on; empty where points alone decide. points: in units of 1/``scale``. filled: less what is missing in columns
    that have a minimum; it counts first.
    """

    people: tuple[int, ...]
    points: int
    filled: int = 0

    @property
    def in_order(self) -> tuple[int, tuple[int, ...], int]:
        """What counts first in front."""
        return self.filled, self.people, self.points

    def __lt__(self, other: tuple[object, ...]) -> bool:
        return self.in_order < Optimum.in_order.fget(other)  # type: ignore[attr-defined,no-any-return]  # a property

    def __le__(self, other: tuple[object, ...]) -> bool:
        return not self > other

    def __gt__(self, other: tuple[object, ...]) -> bool:
        return self.in_order > Optimum.in_order.fget(other)  # type: ignore[attr-defined,no-any-return]  # a property

    def __ge__(self, other: tuple[object, ...]) -> bool:
        return not self < other


def solve(problem: Problem, seed: int | str | None = None, engine: str = "auto") -> Assignment:
    """The best assignment of a problem, with its proof; without a seed, one is derived from the keys and recorded.

    >>> found = solve(Problem(np.array([[70, 40], [60, 10]])), seed=1)
    >>> found.columns.tolist(), found.total, found.prices.tolist(), found.gap
    ([1, 0], 100, [30, 0], 0)
    """
    name, reason = engine_for(problem, engine)
    network = Network.of(problem)
    chosen, heights, tight = ENGINES[name](network)
    chosen_seed = seed_for(problem) if seed is None else seed
    chosen, draws = draw(problem, network, chosen, Face.of(network, chosen, heights, tight), chosen_seed)
    pairs = with_locks(problem, network, chosen)
    proven = tiers(problem, network, chosen, heights, pairs)
    return Assignment(problem, pairs.nodes, pairs.columns, *proven, name, reason, chosen_seed, draws)


def optimum(problem: Problem, engine: str = "auto") -> Optimum:
    """What the best assignment reaches, without prices and lottery: for asking what a change would cost.

    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> optimum(problem).points - optimum(problem.forcing(0, 0)).points
    20
    """
    return reached(problem, best_pairs(problem, engine))


def best_pairs(problem: Problem, engine: str = "auto") -> Pairs:
    """Rows and columns of some best assignment, always the same one of a problem whose rows and columns stand alike."""
    network = Network.of(problem)
    return with_locks(problem, network, ENGINES[engine_for(problem, engine)[0]](network).chosen)


def reached(problem: Problem, pairs: Pairs) -> Optimum:
    """What pairs of rows and columns reach, locks included."""
    filled, _, points = totals_of(problem, pairs)
    if problem.unmatched_score is not None:
        return Optimum((), points, filled)
    count, classes = np.bincount(pairs.nodes, minlength=problem.shape[0]), int(problem.classes.max(initial=0))
    served = [np.bincount(problem.classes[count > unit], minlength=classes + 1) for unit in range(problem.levels)]
    return Optimum(tuple(number for level in served for number in level[:0:-1].tolist()), points, filled)


def with_locks(problem: Problem, network: Network, chosen: Pairs) -> Pairs:
    """The pairs of rows and columns, by row and column: those of a network and the locks."""
    rows = np.concatenate([network.rows[chosen.nodes], problem.locks[:, 0]])
    columns = np.concatenate([chosen.columns, problem.locks[:, 1]])
    order = np.lexsort((columns, rows))
    return Pairs(rows[order], columns[order])
