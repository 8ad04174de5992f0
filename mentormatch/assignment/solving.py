"""From a problem to its assignment: an engine finds one optimum, prices prove it, the lottery picks among equals."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mentormatch.assignment import hungarian
from mentormatch.assignment.lottery import draw, seed_for
from mentormatch.assignment.prices import smallest_prices, tiers, values_at
from mentormatch.assignment.problem import Ints, Problem
from mentormatch.assignment.residual import Face
from mentormatch.assignment.result import Assignment
from mentormatch.assignment.weights import Weights
from mentormatch.errors import AssignmentError, unknown_name
from mentormatch.errors import Problem as Fault

ENGINES: Mapping[str, Callable[[Weights], Ints]] = MappingProxyType({"hungarian": hungarian.best_columns})
"""Every engine: from weights to the column of each row in some optimal assignment. The rest is the same for all."""


class Optimum(NamedTuple):
    """What the best assignment reaches, tier by tier, so that the better of two problems is the larger of two.

    people: matched rows of each class, the one served first in front; empty where points alone decide.
    points: in units of 1/``scale``.
    """

    people: tuple[int, ...]
    points: int


def solve(problem: Problem, seed: int | str | None = None, engine: str = "auto") -> Assignment:
    """The best assignment of a problem, with its proof; without a seed, one is derived from the keys and recorded.

    >>> found = solve(Problem(np.array([[70, 40], [60, 10]])), seed=1)
    >>> found.columns.tolist(), found.total, found.prices.tolist(), found.gap
    ([1, 0], 100, [30, 0], 0)
    """
    name = engine_for(problem, engine)
    weights = Weights.of(problem)
    columns = ENGINES[name](weights)
    prices = smallest_prices(weights, columns)
    face = Face.of(weights, values_at(weights, columns, prices), prices)
    chosen_seed = seed_for(problem) if seed is None else seed
    columns, draws = draw(problem, weights, columns, face, chosen_seed)
    column_of = _with_locks(problem, weights, columns)
    participation, points = tiers(problem, column_of, prices)
    rows = np.flatnonzero(column_of >= 0)
    return Assignment(problem, rows, column_of[rows], participation, points, name, chosen_seed, draws)


def optimum(problem: Problem, engine: str = "auto") -> Optimum:
    """What the best assignment reaches, without prices and lottery: for asking what a change would cost.

    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> optimum(problem).points - optimum(problem.forcing(0, 0)).points
    20
    """
    weights = Weights.of(problem)
    column_of = _with_locks(problem, weights, ENGINES[engine_for(problem, engine)](weights))
    rows = np.flatnonzero(column_of >= 0)
    points = int(problem.scores[rows, column_of[rows]].sum())
    if problem.unmatched_score is not None:
        return Optimum((), points + problem.unmatched_score * (problem.shape[0] - len(rows)))
    counts = np.bincount(problem.classes[rows], minlength=int(problem.classes.max(initial=0)) + 1)
    return Optimum(tuple(counts[:0:-1].tolist()), points)


def engine_for(problem: Problem, engine: str) -> str:
    """The engine itself, or for ``auto`` the one that suits the problem; an unknown one is an ``AssignmentError``."""
    faults = list(engine_faults(engine))
    if faults:
        raise AssignmentError(faults)
    return "hungarian" if engine == "auto" else engine


def engine_faults(engine: str) -> list[Fault]:
    """What is wrong with the name of an engine, if anything."""
    known = ["auto", *ENGINES]
    return [] if engine in known else [unknown_name("assignment_engine", engine, known)]


def _with_locks(problem: Problem, weights: Weights, columns: Ints) -> Ints:
    column_of = np.full(problem.shape[0], -1)
    column_of[weights.rows] = columns
    column_of[problem.locks[:, 0]] = problem.locks[:, 1]
    return column_of
