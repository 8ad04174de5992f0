"""Forcing every column at once equals forcing each and solving again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.assignment import Problem, forced_values, optimum
from mentormatch.assignment.weights import FORBIDDEN
from mentormatch.errors import AssignmentError


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    numbers = st.lists(st.lists(st.integers(-3, 6), min_size=m, max_size=m), min_size=n, max_size=n)
    scores = np.array(draw(numbers), dtype=np.int64)
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
