"""The proof of an assignment, checked from the problem and the numbers alone: no engine is asked.

People and points are compared as an ordered pair, people first. Any other solution has at most values plus places times
prices in that order, so when the bound is met in both tiers nothing is better.
"""

from collections.abc import Iterator

import numpy as np

from mentormatch.assignment.lottery import draw, is_winner
from mentormatch.assignment.problem import Bools, Ints, Problem
from mentormatch.assignment.residual import Face
from mentormatch.assignment.result import Assignment, Tier
from mentormatch.assignment.weights import Weights
from mentormatch.errors import Problem as Fault
from mentormatch.errors import VerificationError


def verify(problem: Problem, assignment: Assignment) -> None:
    """Nothing, if the assignment is what it says; else ``VerificationError`` with all that fails.

    Checked: the pairs keep to the problem; the totals are the sums; no free pair, row or place beats the prices; the
    bound is met in both tiers; the prices are the smallest; the lottery with the recorded seed chose these pairs.

    >>> from mentormatch.assignment import solve
    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> verify(problem, solve(problem))
    """
    faults = list(_shape_faults(problem, assignment))
    if faults:
        raise VerificationError(faults)
    faults = [*_pair_faults(problem, assignment), *_total_faults(problem, assignment)]
    proof = _Proof(problem, assignment)
    faults += [*proof.faults()]
    if not faults and not proof.smallest():
        faults = [Fault("assignment_verify_smallest")]
    if not faults and not _won(problem, assignment):
        faults = [Fault("assignment_verify_lottery", {"seed": assignment.seed})]
    if faults:
        raise VerificationError(faults)


def _shape_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    n, m = problem.shape
    rows, columns = assignment.rows, assignment.columns
    if rows.ndim != 1 or rows.shape != columns.shape:
        yield Fault("assignment_shape", {"name": "columns", "shape": columns.shape, "expected": rows.shape})
    elif np.any((rows < 0) | (rows >= n) | (columns < 0) | (columns >= m)):
        yield Fault("assignment_verify_outside", {"rows": n, "columns": m})
    for tier in (assignment.participation, assignment.points):
        for name, array, count in (("values", tier.values, n), ("prices", tier.prices, m)):
            if array.shape != (count,):
                yield Fault("assignment_shape", {"name": name, "shape": array.shape, "expected": (count,)})


def _pair_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    rows, columns = assignment.rows, assignment.columns
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if not problem.allowed[row, column]:
            yield Fault("assignment_verify_forbidden", {"row": row, "column": column})
    for row in np.flatnonzero(np.bincount(rows, minlength=problem.shape[0]) > 1).tolist():
        yield Fault("assignment_verify_twice", {"row": row})
    load = np.bincount(columns, minlength=problem.shape[1])
    for column in np.flatnonzero(load > problem.capacity).tolist():
        count, capacity = int(load[column]), int(problem.capacity[column])
        yield Fault("assignment_verify_capacity", {"column": column, "count": count, "capacity": capacity})
    pairs = set(zip(rows.tolist(), columns.tolist(), strict=True))
    for row, column in problem.locks.tolist():
        if (row, column) not in pairs:
            yield Fault("assignment_verify_lock", {"row": row, "column": column})


def _total_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    rows, columns = assignment.rows, assignment.columns
    unmatched = problem.shape[0] - len(rows)
    points = int(problem.scores[rows, columns].sum()) + (problem.unmatched_score or 0) * unmatched
    for name, tier, total in (
        ("participation", assignment.participation, int(problem.ranks[rows].sum())),
        ("points", assignment.points, points),
    ):
        again = Tier.of(total, tier.values, tier.prices, problem.places)
        for what, stated, right in (
            ("total", tier.total, again.total),
            ("bound", tier.bound, again.bound),
            ("gap", tier.gap, again.gap),
        ):
            if stated != right:
                yield Fault("assignment_verify_number", {"name": f"{name}.{what}", "stated": stated, "right": right})
        if again.gap != 0:
            yield Fault("assignment_verify_gap", {"tier": name, "gap": again.gap})


class _Proof:
    """Slack of every row, column and pair, in people and in points."""

    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem, self.column_of = problem, assignment.column_of
        people, points = assignment.participation, assignment.points
        self.prices = people.prices, points.prices
        self.values = people.values, points.values - (problem.unmatched_score or 0)
        self.people = people.values[:, None] + people.prices - problem.ranks[:, None]
        self.points = points.values[:, None] + points.prices - problem.scores
        self.free = np.ones(problem.shape[0], bool)
        self.free[problem.locks[:, 0]] = False
        self.matched = self.column_of >= 0

    def faults(self) -> Iterator[Fault]:
        below = self.problem.allowed & self.free[:, None] & _negative(self.people, self.points)
        yield from _first("assignment_verify_pair", below)
        yield from _first("assignment_verify_price", _negative(*self.prices)[None, :])
        yield from _first("assignment_verify_value", (_negative(*self.values) & self.free)[:, None])
        own = np.zeros(self.problem.shape, bool)
        own[self.matched, self.column_of[self.matched]] = True
        yield from _first("assignment_verify_slack", own & ((self.people != 0) | (self.points != 0)))
        worth = ((self.values[0] != 0) | (self.values[1] != 0)) & ~self.matched
        yield from _first("assignment_verify_left_out", worth[:, None])
        load = np.bincount(self.column_of[self.matched], minlength=self.problem.shape[1])
        yield from _first("assignment_verify_not_full", (self.priced & (load < self.problem.places))[None, :])

    @property
    def priced(self) -> Bools:
        priced: Bools = (self.prices[0] != 0) | (self.prices[1] != 0)
        return priced

    def smallest(self) -> bool:
        """Whether every price is carried: by tight pairs, to an unmatched row or to a column without a price.

        Else the columns that none carries could all be lowered at once, together with nobody's loss.
        """
        tight = self.problem.allowed & self.free[:, None] & (self.people == 0) & (self.points == 0)
        carried = ~self.priced
        news = ~self.matched & self.free
        news |= self.free & np.append(carried, False)[self.column_of]
        while news.any():
            fresh = tight[news].any(axis=0) & ~carried
            carried |= fresh
            news = self.free & np.append(fresh, False)[self.column_of]
        return bool(carried.all())


def _negative(people: Ints, points: Ints) -> Bools:
    negative: Bools = (people < 0) | ((people == 0) & (points < 0))
    return negative


def _first(key: str, wrong: Bools) -> Iterator[Fault]:
    """One fault for all cells, naming the first: a wrong price shows in a whole column."""
    rows, columns = np.nonzero(wrong)
    if len(rows):
        yield Fault(key, {"row": int(rows[0]), "column": int(columns[0]), "count": len(rows)})


def _won(problem: Problem, assignment: Assignment) -> bool:
    weights = Weights.of(problem)
    people, points = assignment.participation, assignment.points
    gains = points.values - (problem.unmatched_score or 0)
    values = (problem.unit * people.values + gains)[weights.rows]
    face = Face.of(weights, values, problem.unit * people.prices + points.prices)
    columns = assignment.column_of[weights.rows]
    if assignment.draws == 1:
        return is_winner(problem, weights, columns, face, assignment.seed)
    winner, draws = draw(problem, weights, columns, face, assignment.seed)  # each draw before must have been a tie
    return draws == assignment.draws and np.array_equal(winner, columns)
