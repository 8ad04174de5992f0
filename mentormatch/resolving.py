"""What one more place gives, where minimums, quotas or several mentors for one are asked for."""

from dataclasses import replace

import numpy as np

from mentormatch.assignment import Problem, optimum
from mentormatch.assignment.problem import Bools, Ints
from mentormatch.solved import Solved


def keeping_all(solved: Solved, row: int, columns: Ints) -> Problem:
    """Everybody asks for as many mentors as they got, and this row for one more, who may be one of these too."""
    problem, load = solved.problem, np.bincount(solved.assignment.rows, minlength=solved.problem.shape[0])
    demand = load + (np.arange(len(load)) == row)
    allowed = problem.allowed.copy()
    allowed[row, columns] = True
    quotas = []
    for quota in problem.row_quotas:  # a place that is kept open is not asked for here
        for other in np.asarray(quota.rows).tolist():
            open_places = int(problem.demand[other] - demand[other])
            quotas.append(replace(quota, rows=np.array([other]), least=max(quota.least - open_places, 0)))
    return replace(problem, allowed=allowed, demand=demand, row_quotas=quotas, unmatched_score=None)


def gain_of_place(solved: Solved, row: int, column: int, columns: Ints) -> int:
    """Hundredths gained in all when one more place in a column lets a row have one of these too, and nobody fewer."""
    problem = keeping_all(solved, row, columns)
    reached = optimum(problem.with_places(column, int(problem.capacity[column]) + 1))
    return reached.points - int(problem.scores[solved.assignment.rows, solved.assignment.columns].sum())


def place_gains(solved: Solved, allowed: Bools) -> tuple[Ints, Ints]:
    """(m people, m hundredths): what one more place in each column gives.

    For a column without any place, which nobody may have now, it is solved again: ``allowed`` says who could have it.
    """
    problem, exchanges = solved.problem, solved.exchanges
    gains = np.stack(exchanges.split(exchanges.more_places()))
    for column in np.flatnonzero(problem.capacity == 0).tolist():
        gains[:, column] = _gain_of_first_place(solved, column, allowed)
    classes = int(problem.classes.max(initial=0))
    first = (gains[1] > (problem.levels - 1) * classes) & (classes > 0)
    return np.where(first & (problem.unmatched_score is None), 1, 0), gains[2]


def _gain_of_first_place(solved: Solved, column: int, allowed: Bools) -> tuple[int, int, int]:
    """Minimums, ranks and hundredths that a place in a column without any gives."""
    problem = solved.problem.with_places(column, 1)
    may = problem.allowed.copy()
    may[:, column] |= allowed[:, column]
    reached = optimum(replace(problem, allowed=may))
    more = np.subtract(reached.people, solved.best.people) if reached.people else np.zeros(0, np.int64)
    ranks = int(more @ np.arange(len(more), 0, -1))
    return reached.filled - solved.best.filled, ranks, reached.points - solved.best.points
