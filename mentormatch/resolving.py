"""What a change gives with minimums, quotas or several mentors for one, where paths do not tell: by solving."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mentormatch.assignment import FORBIDDEN, Optimum, Problem, forced_values, optimum
from mentormatch.assignment.problem import Bools, Ints
from mentormatch.assignment.proof import sign
from mentormatch.solved import Solved


def keeping_all(solved: Solved, row: int, candidates: Bools) -> Problem:
    """Everybody asks for as many mentors as they got, and this row for one more, whom the candidates may be too.

    Where people come before points, whoever can be served without taking anybody's mentor is served here.
    """
    problem, load = solved.problem, np.bincount(solved.assignment.rows, minlength=solved.problem.shape[0])
    demand = load + (np.arange(len(load)) == row)
    allowed = problem.allowed.copy()
    allowed[row] |= candidates
    quotas = []
    for quota in problem.row_quotas:  # a place that is kept open is not asked for here
        for other in np.asarray(quota.rows).tolist():
            open_places = int(problem.demand[other] - demand[other])
            quotas.append(replace(quota, rows=np.array([other]), least=max(quota.least - open_places, 0)))
    return replace(problem, allowed=allowed, demand=demand, row_quotas=quotas, unmatched_score=None)


def is_served(solved: Solved, problem: Problem, reached: Optimum) -> bool:
    """Whether everybody has what ``keeping_all`` asks for, and no minimum lost anything."""
    return sum(reached.people) == int(problem.demand.sum()) and reached.filled >= solved.best.filled


def gain(solved: Solved, reached: Optimum) -> int:
    """Hundredths of points in all that are more than now."""
    return reached.points - int(solved.problem.scores[solved.assignment.rows, solved.assignment.columns].sum())


def can_have(problem: Problem, row: int, column: int) -> bool:
    """Whether any solution has this pair: the locks and quotas may leave no room for it."""
    return bool(forced_values(problem, row)[column] > FORBIDDEN)


def within_reach(solved: Solved, row: int, hard: Bools, count: Ints) -> tuple[int, int] | None:
    """(column, hundredths gained): the mentor with the fewest rules in the way who takes nobody's; then most points."""
    possible = ~hard & (solved.problem.capacity > 0)
    possible[solved.columns_of(row)] = False
    if not solved.columns_of(row):  # who is to have one alone: the best of them all together
        values = forced_values(keeping_all(solved, row, possible), row)
        possible &= values > FORBIDDEN
    for rules in sorted(set(count[possible].tolist())):
        level = np.flatnonzero(possible & (count == rules))
        if not solved.columns_of(row):
            level = level[np.lexsort((solved.mentor_places[level], -values[level]))[:1]]
        served = list(_served(solved, row, level[np.argsort(solved.mentor_places[level])].tolist(), 0))
        if served:
            return max(served, key=lambda found: found[1])
    return None


def with_one_more_place(solved: Solved, row: int, columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(column, hundredths gained) of those where one more place would serve this row and take nobody's mentor."""
    return _served(solved, row, columns, 1)


def _served(solved: Solved, row: int, columns: Sequence[int], more: int) -> Iterator[tuple[int, int]]:
    """Each column by itself: beside what the row may have anyway, with this many more places."""
    for column in columns:
        problem = keeping_all(solved, row, np.arange(solved.problem.shape[1]) == column)
        larger = problem.with_places(column, int(problem.capacity[column]) + more)
        if can_have(larger, row, column):
            reached = optimum(larger.forcing(row, column))
            if is_served(solved, problem, reached):
                yield column, gain(solved, reached)


def place_gains(solved: Solved, allowed: Bools) -> tuple[Ints, Ints]:
    """(m people, m hundredths): what one more place in each column gives.

    The smallest prices where they are those of the column alone; solved again under a quota of columns, and for a
    column without any place, where ``allowed`` says who may have it.
    """
    problem, tiers = solved.problem, solved.assignment.tiers
    gains = np.stack([tier.prices for tier in tiers])
    gains[:, sign([tier.prices for tier in tiers]) <= 0] = 0
    again = np.ones(problem.shape[1], bool) if problem.column_quotas else problem.capacity == 0
    load = np.bincount(solved.assignment.columns, minlength=problem.shape[1])
    gains[:, load < problem.capacity] = 0  # a price is then that of a quota that is full
    again &= load >= problem.capacity
    for column in np.flatnonzero(again).tolist():
        gains[:, column] = _gain_of_place(solved, column, allowed)
    classes = int(problem.classes.max(initial=0))
    first = (gains[1] > (problem.levels - 1) * classes) & (classes > 0)
    people = np.where(first & (problem.unmatched_score is None), 1, 0)
    return people, gains[2]


def _gain_of_place(solved: Solved, column: int, allowed: Bools) -> tuple[int, int, int]:
    """Minimums, ranks and hundredths that one more place in a column gives."""
    problem = solved.problem.with_places(column, int(solved.problem.capacity[column]) + 1)
    may = problem.allowed.copy()
    may[:, column] |= allowed[:, column]
    reached = optimum(replace(problem, allowed=may))
    more = np.subtract(reached.people, solved.best.people) if reached.people else np.zeros(0, np.int64)
    ranks = int(more @ np.arange(len(more), 0, -1))
    return reached.filled - solved.best.filled, ranks, reached.points - solved.best.points
