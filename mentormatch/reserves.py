"""A second mentor for each proposal, should the first meeting not lead on: all held at once, none promised twice."""

from dataclasses import replace

import numpy as np

from mentormatch.assignment import Problem, RowQuota, optimum, solve
from mentormatch.assignment.problem import Ints
from mentormatch.assignment.quotas import column_masks, row_limits
from mentormatch.explanation import Solved
from mentormatch.sentences import say

RESERVE_COLUMNS = ("mentee_id", "mentor_id", "reserve_mentor_id", "score", "people", "points", "reason")


def reserves(solved: Solved, language: str) -> list[tuple[object, ...]]:
    """One row a proposal: the reserve, its score, and what taking it instead costs; or why there is none.

    The reserves use the places, and what quotas leave room for, that the proposals leave, each at most once, so any of
    the meetings may fail without touching another proposal or reserve. As many as possible have one, the most urgent
    first; then most points. A minimum of cases is not looked at: where a meeting fails, it may come to lack one.
    """
    problem, found = solved.problem, solved.assignment
    others = what_is_left(solved)
    second = solve(others, found.seed)
    cells = list[tuple[object, ...]]()
    for row in dict.fromkeys(found.rows.tolist()):
        held = second.columns[second.rows == row]
        for column, reserve in _paired(solved, row, held):
            score = int(problem.scores[row, column])
            if reserve >= 0:
                other = int(problem.scores[row, reserve])
                cost, shown, reason = score - other, other / 100, ""
            else:
                cost, shown, reason = score, float("nan"), say(f"reserve.{_why(others, row, held)}", language)
            people = int(reserve < 0)
            names = solved.mentee(row), solved.mentor(column), solved.mentor(reserve)
            cells.append((*names, shown, people, cost / 100, reason))
    return cells


def what_is_left(solved: Solved) -> Problem:
    """The problem of finding another mentor for each proposal with the places and quotas that all proposals leave.

    Of the mentors of one mentee any may be replaced, so the reserves keep the mentee's quotas among themselves; paired
    as they are, so do they together with the mentors who stay.
    """
    problem, found = solved.problem, solved.assignment
    n, m = problem.shape
    allowed = np.zeros_like(problem.allowed)
    allowed[found.rows] = problem.allowed[found.rows]
    allowed[found.rows, found.columns] = False
    within = [
        RowQuota(limit.rows[limit.room == room], np.flatnonzero(limit.mask), int(room))
        for limit in row_limits(problem)
        for room in np.unique(limit.room)
    ]
    used = column_masks(problem)[:, found.columns].sum(axis=1)
    return replace(
        problem,
        allowed=allowed,
        capacity=problem.places - np.bincount(found.columns, minlength=m),
        minimum=np.zeros(m, np.int64),
        demand=np.bincount(found.rows, minlength=n),
        locks=np.empty((0, 2), np.int64),
        row_quotas=within,
        column_quotas=[
            replace(quota, most=quota.most - int(count))
            for quota, count in zip(problem.column_quotas, used, strict=True)
        ],
        unmatched_score=None,
    )


def _paired(solved: Solved, row: int, held: Ints) -> list[tuple[int, int]]:
    """The mentors of a mentee, each with the reserve (-1: none): of the same kind where a quota counts the kind."""
    from scipy.optimize import linear_sum_assignment

    columns = sorted(solved.columns_of(row), key=solved.mentor_places.__getitem__)
    reserve_of = dict.fromkeys(columns, -1)
    others = sorted(held.tolist(), key=solved.mentor_places.__getitem__)
    scores = solved.problem.scores[row]
    unlike = np.abs(scores[columns][:, None] - scores[others])
    for limit in row_limits(solved.problem):
        if row in limit.rows:
            unlike = unlike + int(1e6) * (~limit.mask[columns][:, None] & limit.mask[others])
    for mine, other in zip(*linear_sum_assignment(unlike), strict=True):
        reserve_of[columns[mine]] = others[other]
    return [(column, reserve_of[column]) for column in solved.columns_of(row)]


def _why(others: Problem, row: int, held: Ints) -> str:
    """Why there is no further reserve."""
    possible = others.allowed[row].copy()
    possible[held] = False
    if not possible.any():
        return "nobody"
    if not (possible & (others.capacity > 0)).any():
        return "full"
    alone = np.zeros_like(others.allowed)
    alone[row] = others.allowed[row]
    return "none_held" if sum(optimum(replace(others, allowed=alone)).people) > len(held) else "quota"
