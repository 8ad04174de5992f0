"""A second mentor for each proposal, should the first meeting not lead on: all held at once, none promised twice."""

from dataclasses import replace

import numpy as np

from mentormatch.assignment import solve
from mentormatch.explanation import Solved
from mentormatch.relaxation import check_plain
from mentormatch.sentences import say

RESERVE_COLUMNS = ("mentee_id", "mentor_id", "reserve_mentor_id", "score", "people", "points", "reason")


def reserves(solved: Solved, language: str) -> list[tuple[object, ...]]:
    """One row a proposal: the reserve, its score, and what taking it instead costs; or why there is none.

    The reserves use the places that the proposals leave, each at most once, so any of the meetings may fail without
    touching another proposal or reserve. As many as possible have one, the most urgent first; then most points.
    """
    check_plain(solved)
    problem, found = solved.problem, solved.assignment
    load = np.bincount(found.columns, minlength=problem.shape[1])
    allowed = np.zeros_like(problem.allowed)
    allowed[found.rows] = problem.allowed[found.rows]
    allowed[found.rows, found.columns] = False
    others = replace(
        problem, allowed=allowed, capacity=problem.places - load, locks=np.empty((0, 2), np.int64), unmatched_score=None
    )
    held, cells = solve(others, found.seed).column_of, list[tuple[object, ...]]()
    for row, column in zip(found.rows.tolist(), found.columns.tolist(), strict=True):
        reserve, score = int(held[row]), int(problem.scores[row, column])
        if reserve >= 0:
            points, reason = (score - int(problem.scores[row, reserve])) / 100, ""
        else:
            points = score / 100
            possible = allowed[row]
            key = "none_held" if (possible & (others.capacity > 0)).any() else "full" if possible.any() else "nobody"
            reason = say(f"reserve.{key}", language)
        shown = int(problem.scores[row, reserve]) / 100 if reserve >= 0 else float("nan")
        people = int(reserve < 0)
        cells.append((solved.mentee(row), solved.mentor(column), solved.mentor(reserve), shown, people, points, reason))
    return cells
