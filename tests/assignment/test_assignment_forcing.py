"""Forcing every column at once equals forcing each and solving again."""

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from mentormatch.assignment import FORBIDDEN, ColumnQuota, Problem, forced_values, optimum, solve
from mentormatch.errors import AssignmentError


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    numbers = st.lists(st.lists(st.integers(-3, 6), min_size=m, max_size=m), min_size=n, max_size=n)
    scores = np.array(draw(numbers), dtype=np.int64) * draw(st.sampled_from([1, 1000]))
    scores[draw(st.integers(0, n - 1))] *= draw(st.sampled_from([1, 5000]))
    allowed = np.array(draw(numbers)) > -2
    capacity = np.array(draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)), dtype=np.int64)
    priority = np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), dtype=np.int64)
    free = np.argwhere(allowed & (capacity > 0)[None, :])
    locks = free[:1] if len(free) and draw(st.booleans()) else np.empty((0, 2), np.int64)
    unmatched = draw(st.sampled_from([None, 0, 2]))
    return Problem(scores, allowed, capacity, priority, locks, unmatched)


@given(problems(), st.data())
def test_every_forced_column_is_worth_what_solving_again_says(problem: Problem, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, problem.shape[0] - 1))
    values = forced_values(problem, row)
    reached = {}
    for column in range(problem.shape[1]):
        try:
            reached[column] = optimum(problem.forcing(row, column))
        except AssignmentError:  # forbidden, or every place is locked
            assert values[column] == FORBIDDEN
    for a, left in reached.items():
        for b, right in reached.items():
            assert (values[a] < values[b]) == (left < right)
            if left.people == right.people:
                assert values[a] - values[b] == left.points - right.points


@given(problems(), st.data())
def test_among_equals_most_of_the_kept_columns_stay(problem: Problem, data: st.DataObject) -> None:
    n, m = problem.shape
    kept = np.array(data.draw(st.lists(st.integers(-1, m - 1), min_size=n, max_size=n)), dtype=np.int64)
    found = solve(replace(problem, kept=kept), seed=1)
    assert optimum(problem) == optimum(replace(problem, kept=kept))
    assert (found.points.total, found.participation.total) == (
        (other := solve(problem, seed=1)).points.total,
        other.participation.total,
    )
    most = max(
        sum(column >= 0 and column == kept[row] for row, column in enumerate(choice)) for choice in all_best(problem)
    )
    assert sum(int(column) >= 0 and int(column) == kept[row] for row, column in enumerate(found.column_of)) == most


def test_a_rows_own_scores_count_in_what_a_person_is_worth() -> None:
    problem = Problem(np.array([[10_000, 0], [0, 0]]), np.array([[True, True], [True, False]]))
    first, second = forced_values(problem, 0)
    assert first < second


@st.composite
def problems_with_locks(draw: st.DrawFn) -> tuple[Problem, int]:
    """Rows that ask for several; one of them is locked to as many columns as it asks for, or to one less."""
    n, m = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    scores = draw(st.lists(st.lists(st.integers(-3, 9), min_size=m, max_size=m), min_size=n, max_size=n))
    demand = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    row = draw(st.integers(0, n - 1))
    held = draw(st.permutations(range(m)))[: max(min(demand[row], m) - draw(st.integers(0, 1)), 0)]
    return Problem(
        np.array(scores),
        capacity=np.array(draw(st.lists(st.integers(1, 3), min_size=m, max_size=m))),
        minimum=np.array([draw(st.integers(0, 1)), *[0] * (m - 1)]),
        demand=np.array(demand),
        locks=np.array([(row, column) for column in held], np.int64).reshape(-1, 2),
        unmatched_score=draw(st.sampled_from([None, 0, 4])),
        column_quotas=[ColumnQuota([0, 1], max(2, len(held)))] if draw(st.booleans()) else [],
    ), row


FILLED = Problem(np.array([[3, 5, 0]]), demand=np.array([2]), locks=np.array([[0, 0], [0, 2]]))


@given(problems_with_locks())
@example((FILLED, 0))
def test_the_locks_of_a_row_stay_while_it_is_forced_to_one_of_them(drawn: tuple[Problem, int]) -> None:
    problem, row = drawn
    values = forced_values(problem, row)
    reached = {}
    for column in range(problem.shape[1]):
        try:
            reached[column] = optimum(problem.forcing(row, column))
        except AssignmentError:  # it asks for nothing
            assert values[column] == FORBIDDEN
    for a, left in reached.items():
        for b, right in reached.items():
            assert (values[a] < values[b]) == (left < right)
            if (left.filled, left.people) == (right.filled, right.people):
                assert values[a] - values[b] == left.points - right.points
    for column in problem.locks[:, 1].tolist():
        assert reached[column] == optimum(problem)


def all_best(problem: Problem) -> list[tuple[int, ...]]:
    """Every best assignment, by trying all."""
    n, m = problem.shape
    locked = dict(problem.locks.tolist())
    best: tuple[object, ...] | None = None
    choices: list[tuple[int, ...]] = []
    for choice in product(range(-1, m), repeat=n):
        taken = Counter(choice)
        if any(c >= 0 and (not problem.allowed[r, c] or taken[c] > problem.capacity[c]) for r, c in enumerate(choice)):
            continue
        if any(choice[row] != column for row, column in locked.items()):
            continue
        points = sum(
            int(problem.scores[r, c]) if c >= 0 else problem.unmatched_score or 0 for r, c in enumerate(choice)
        )
        people = (
            []
            if problem.unmatched_score is not None
            else sorted((int(problem.priority[r]) for r, c in enumerate(choice) if c >= 0), reverse=True)
        )
        reached = (people, points)
        if best is None or reached > best:
            best, choices = reached, []
        if reached == best:
            choices.append(choice)
    return choices
