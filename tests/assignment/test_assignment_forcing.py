"""Forcing every column at once equals forcing each and solving again."""

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.assignment import FORBIDDEN, Problem, forced_values, optimum, solve
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
