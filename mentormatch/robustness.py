"""How much the proposals owe to the exact weights: in how many draws of other weights each pair stands."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from mentormatch.assignment.network import Pairs
from mentormatch.assignment.problem import Ints, Problem
from mentormatch.assignment.solving import best_pairs
from mentormatch.errors import MatchingError
from mentormatch.explanation import Solved

ROBUSTNESS_COLUMNS = ("mentee_id", "mentor_id", "share")

FINER = 1000
"""Scores of a draw are counted in thousandths of a hundredth of a point, so that no rounding decides."""

CELLS = 2**22
"""Cells of (draws, mentees, mentors) held at once."""


def shares(
    solved: Solved, draws: int, spread: float, seed: int | str | None
) -> tuple[list[tuple[str, str, float]], str]:
    """(mentee id, mentor id, share of the draws in which they are a pair) for every pair that comes up; and the seed.

    In each draw every factor's weight is multiplied by a number between 1 - ``spread`` and 1 + ``spread``, all equally
    likely; the weights of each case are then brought back to 100 points. What is known, rules, bans, places, minimums,
    quotas, locks and who goes first stay as they are. Each draw is solved exactly. Where two solutions of a draw differ
    by less than a hundredth of a point in all, the one that keeps more proposals stands, then the one by ids.

    Raises ``MatchingError`` for less than one draw, or a spread that is not from 0 to 1.
    """
    if draws < 1 or not 0 <= spread <= 1:
        raise MatchingError.of("robustness_numbers")
    chosen = f"{solved.assignment.seed} weights" if seed is None else str(seed)
    count = np.zeros(solved.problem.shape, dtype=np.int64)
    for pairs_of_draw in solutions(solved, _factors(solved, draws, spread, chosen)):
        count[pairs_of_draw.nodes, pairs_of_draw.columns] += 1
    pairs = sorted((solved.mentee(r), str(solved.mentor(c)), int(count[r, c])) for r, c in np.argwhere(count).tolist())
    pairs.sort(key=lambda pair: (pair[0], -pair[2]))
    return [(mentee, mentor, times / draws) for mentee, mentor, times in pairs], chosen


def _factors(solved: Solved, draws: int, spread: float, seed: str) -> Ints:
    """(draws, factors): what each weight is multiplied by, in thousandths; the same on every machine."""
    margin, names = round(spread * FINER), [factor.name for factor in solved.encoded.factors]
    parts = [
        int.from_bytes(blake2b(f"{seed}/{draw}/{name}".encode(), digest_size=8).digest(), "big") % (2 * margin + 1)
        for draw in range(draws)
        for name in names
    ]
    return np.array(parts, dtype=np.int64).reshape(draws, len(names)) + FINER - margin


def solutions(solved: Solved, factors: Ints) -> Iterator[Pairs]:
    """The rows and columns that are best in every draw."""
    if not solved.problem.plain:
        yield from _by_flow(solved, factors)
        return
    for columns in _by_matrix(solved, factors):
        rows = np.flatnonzero(columns >= 0)
        yield Pairs(rows, columns[rows])


def _by_flow(solved: Solved, factors: Ints) -> Iterator[Pairs]:
    """With minimums, quotas or several mentors for one; rows and columns stand by id."""
    rows = np.array(sorted(range(solved.problem.shape[0]), key=solved.mentee), dtype=np.int64)
    columns = np.argsort(solved.mentor_places)
    problem = _in_order(solved.problem, rows, columns)
    scores = problem.scores * FINER
    back_row, back_column = np.argsort(rows), np.argsort(columns)
    scores[back_row[solved.assignment.rows], back_column[solved.assignment.columns]] += 1
    floor = None if problem.unmatched_score is None else problem.unmatched_score * FINER
    change = _changes(solved, rows, factors)
    alike = _similarities(solved, rows, np.float64)[:, :, columns]
    for draw in range(len(factors)):
        moved = np.matmul(change[:, draw, None, :].astype(np.float64), alike)[:, 0]
        drawn = replace(problem, scores=scores + moved.astype(np.int64), unmatched_score=floor)
        found = best_pairs(drawn)
        yield Pairs(rows[found.nodes], columns[found.columns])


def _in_order(problem: Problem, rows: Ints, columns: Ints) -> Problem:
    """The same with rows and columns in this order."""
    row_at, column_at = np.argsort(rows), np.argsort(columns)
    return replace(
        problem,
        scores=problem.scores[np.ix_(rows, columns)],
        allowed=problem.allowed[np.ix_(rows, columns)],
        capacity=problem.capacity[columns],
        minimum=problem.minimum[columns],
        demand=problem.demand[rows],
        priority=problem.priority[rows],
        locks=np.column_stack([row_at[problem.locks[:, 0]], column_at[problem.locks[:, 1]]]),
        row_quotas=[
            replace(quota, rows=row_at[np.asarray(quota.rows)], columns=column_at[np.asarray(quota.columns, np.int64)])
            for quota in problem.row_quotas
        ],
        column_quotas=[
            replace(quota, columns=column_at[np.asarray(quota.columns, np.int64)]) for quota in problem.column_quotas
        ],
        row_keys=None,
        column_keys=None,
    )


def _changes(solved: Solved, rows: Ints, factors: Ints) -> Ints:
    """(rows, draws, factors): what each draw adds to the weights of each case, which stay 100 points in all."""
    weights = solved.encoded.weights[rows]
    drawn = weights[:, None, :] * factors
    whole = np.maximum(drawn.sum(axis=2, keepdims=True), 1)
    change: Ints = (2 * weights.sum(axis=1)[:, None, None] * drawn + whole) // (2 * whole) - weights[:, None, :]
    return change


def _by_matrix(solved: Solved, factors: Ints) -> Iterator[Ints]:
    """The column of each row in every draw, where each asks for one."""
    problem = solved.problem
    free = np.setdiff1d(np.arange(problem.shape[0]), problem.locks[:, 0])
    rows = np.array(sorted(free.tolist(), key=solved.mentee), dtype=np.int64)
    order = np.argsort(solved.mentor_places)
    places = np.repeat(order, _places_left(solved)[order])
    change = _changes(solved, rows, factors)
    # Products of whole numbers, so that the sums are exact in whatever order they are made.
    most = int(np.abs(change).sum(axis=2).max(initial=0)) * FINER
    kind = np.float32 if most < 2**24 else np.float64
    steady = _steady(solved, rows)[:, places]
    alike = _similarities(solved, rows, kind)[:, :, places] * (steady > 0)[:, None]  # what may not be stays at 0
    at_once = max(CELLS // max(alike.shape[0] * alike.shape[2], 1), 1)
    for start in range(0, len(factors), at_once):
        part = change[:, start : start + at_once].astype(kind)
        moved = np.matmul(part, alike)
        for draw in range(part.shape[1]):
            columns = np.full(problem.shape[0], -1)
            columns[problem.locks[:, 0]] = problem.locks[:, 1]
            columns[rows] = _best(np.maximum(steady + moved[:, draw], 0), places)
            yield columns


def _similarities(solved: Solved, rows: Ints, kind: type[np.floating]) -> NDArray[np.floating]:
    """(rows, factors, m): thousandths, as they go into the scores."""
    encoded = solved.encoded
    alike = np.empty((len(rows), len(encoded.factors), solved.problem.shape[1]), dtype=kind)
    for place in range(len(encoded.factors)):
        if encoded.weights[:, place].any():
            alike[:, place] = encoded.similarity(place)[rows]
        else:
            alike[:, place] = 0
    return alike


def _steady(solved: Solved, rows: Ints) -> NDArray[np.float64]:
    """(rows, m): what a pair is worth before its score changes, people first; 0 where it may not be."""
    problem, unit = solved.problem, 8 * FINER * 10_000 * (solved.problem.pairs_at_most + 1)
    worth = problem.gains[rows] * FINER
    worth = worth + (unit * problem.ranks[rows][:, None] if problem.unmatched_score is None else 0)
    kept = solved.assignment.column_of[rows]
    held = np.flatnonzero(kept >= 0)
    worth[held, kept[held]] += 1
    return np.where(problem.allowed[rows], worth, 0).astype(np.float64)


def _places_left(solved: Solved) -> Ints:
    """m: places that no lock takes, and no more than there are mentees who may have one."""
    problem = solved.problem
    left: Ints = problem.places - np.bincount(problem.locks[:, 1], minlength=problem.shape[1])
    useful: Ints = np.minimum(left, problem.allowed.sum(axis=0))
    return useful


def _best(gain: NDArray[np.float64], places: Ints) -> Ints:
    """The column of each row, -1 for none, with the most gain (Crouse 2016); rows and places stand by id."""
    from scipy.optimize import linear_sum_assignment

    columns = np.full(len(gain), -1)
    if len(places):
        rows, at = linear_sum_assignment(gain, maximize=True)
        columns[rows] = np.where(gain[rows, at] > 0, places[at], -1)
    return columns
