"""The pairs are the best there are: against trying everything on small problems, against scipy on larger ones."""

import numpy as np
import pytest
from assignment_oracles import MANY, Case, cases, choice_of
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from mentormatch.assignment import Optimum, Problem, assign, optimum, solve, verify

TIE = Case([[1, 1], [1, 1]], [[True, True], [True, True]], [1, 1], [0, 0], [], None)
NOTHING = Case([], [], [], [], [], None)
NO_COLUMNS = Case([[], []], [[], []], [], [0, 70], [], 2)
NO_ROWS = Case([], [], [1, 0], [], [], None)


@MANY
@given(cases(), st.integers(0, 5))
@example(TIE, 0)
@example(NOTHING, 0)
@example(NO_COLUMNS, 0)
@example(NO_ROWS, 0)
def test_every_tier_is_as_good_as_trying_everything(case: Case, seed: int) -> None:
    problem = case.problem()
    found = solve(problem, seed)
    choice = choice_of(found)
    assert choice in set(case.solutions())
    best = case.best()
    assert case.worth(choice) == best
    assert (found.participation.total, found.points.total) == case.in_ranks(best)
    assert (found.total, found.gap, found.participation.gap) == (best[1], 0, 0)
    assert found.people == sum(column >= 0 for column in choice)
    assert found.unmatched.tolist() == [row for row, column in enumerate(choice) if column < 0]
    assert optimum(problem) == Optimum(*best)
    verify(problem, found)


def test_more_people_first_even_at_a_loss_of_points() -> None:
    # Alone, 0 -> 0 gives 90 and leaves row 1 out; together they give -40.
    found = assign([[90, -30], [-10, 0]], allowed=[[True, True], [True, False]])
    assert (found.columns.tolist(), found.total, found.people) == ([1, 0], -40, 2)


def test_with_a_score_for_staying_unmatched_points_alone_decide() -> None:
    found = assign([[90, -30], [-10, 0]], allowed=[[True, True], [True, False]], unmatched_score=0)
    assert (found.rows.tolist(), found.columns.tolist(), found.total) == ([0], [0], 90)
    assert found.unmatched.tolist() == [1]


def test_the_class_served_first_takes_the_only_place_whatever_the_points() -> None:
    found = assign([[100], [1], [50]], priority=[1, 9, 1])
    assert (found.rows.tolist(), found.total) == ([1], 1)


def test_places_without_end_are_as_many_as_there_are_rows() -> None:
    found = assign([[3, 1, 2]] * 3, capacity=[1, 2**62, 2**62], seed=1)
    assert (sorted(found.columns.tolist()), found.total, found.bound) == ([0, 2, 2], 7, 7)
    assert found.prices.tolist() == [1, 0, 0]


def test_classes_only_rank() -> None:
    small = assign([[5, 1], [4, 0], [3, 0]], priority=[1, 2, 3])
    large = assign([[5, 1], [4, 0], [3, 0]], priority=[-1e9, 0.5, 1e12])
    assert small.column_of.tolist() == large.column_of.tolist() == [-1, 0, 1]


@pytest.mark.parametrize("n, m", [(60, 40), (40, 60), (120, 120)])
@pytest.mark.parametrize("width", [3, 10_001])
def test_points_equal_scipy_when_everybody_can_be_matched(n: int, m: int, width: int) -> None:
    rng = np.random.default_rng([n, m, width])
    scores = rng.integers(0, width, (n, m))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    found = assign(scores)
    assert (found.people, found.total, found.gap) == (min(n, m), scores[rows, columns].sum(), 0)
    verify(found.problem, found)


@pytest.mark.parametrize("seed", range(4))
def test_people_and_points_equal_scipy_with_places_bans_and_classes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = 70, 30
    scores = rng.integers(0, 10_001, (n, m))
    allowed = rng.random((n, m)) < 0.2
    capacity = rng.integers(0, 4, m)
    priority = rng.integers(0, 3, n)
    found = assign(scores, allowed=allowed, capacity=capacity, priority=priority)
    # The oracle: places as columns; one of a class outweighs all of the classes below. 10^10 is well within 2^53.
    weight = np.where(allowed, scores + 10_001 * n * (n + 1) ** priority[:, None], 0).astype(float)
    places = np.repeat(np.arange(m), capacity)
    rows, chosen = linear_sum_assignment(weight[:, places], maximize=True)
    real = allowed[rows, places[chosen]]
    rows, columns = rows[real], places[chosen[real]]
    assert [np.sum(priority[found.rows] == k) for k in range(3)] == [np.sum(priority[rows] == k) for k in range(3)]
    assert found.total == scores[rows, columns].sum()
    verify(found.problem, found)


@given(cases(locked=False), st.data())
def test_changed_problems_reach_what_trying_everything_reaches(case: Case, data: st.DataObject) -> None:
    problem = case.problem()
    pairs = [(i, j) for i in range(case.n) for j in range(case.m) if case.allowed[i][j] and case.capacity[j] > 0]
    if pairs:
        row, column = data.draw(st.sampled_from(pairs))
        forced = max(case.worth(choice) for choice in case.solutions() if choice[row] == column)
        assert optimum(problem.forcing(row, column)) == Optimum(*forced)
        without = max(case.worth(choice) for choice in case.solutions() if choice[row] == -1)
        assert optimum(problem.without(row)) == Optimum(*without)
        more = [places + (j == column) for j, places in enumerate(case.capacity)]
        assert optimum(problem.with_places(column, more[column])) == Optimum(*case.best(capacity=more))


def test_a_forced_pair_replaces_the_lock_of_its_row() -> None:
    problem = Problem(np.array([[5, 3], [4, 1]]), locks=np.array([[0, 1], [1, 0]]))
    assert problem.forcing(1, 0).locks.tolist() == [[0, 1], [1, 0]]
    assert problem.without(1).locks.tolist() == [[0, 1]]
    swapped = problem.without(1).forcing(0, 0)
    assert optimum(swapped) == Optimum((1,), 5)
