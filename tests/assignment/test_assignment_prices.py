"""Prices and values read as they are said to, and no smaller prices prove the assignment."""

from dataclasses import replace

import numpy as np
from assignment_oracles import MANY, Case, cases
from hypothesis import assume, given
from scipy.optimize import linprog

from mentormatch.assignment import ColumnQuota, Problem, assign, solve


def difference(larger: tuple[int, int], smaller: tuple[int, int]) -> tuple[int, int]:
    return larger[0] - smaller[0], larger[1] - smaller[1]


@MANY
@given(cases())
def test_a_price_is_the_gain_of_one_more_place(case: Case) -> None:
    found = solve(case.problem())
    best = case.in_ranks(case.best())
    for column in range(case.m):
        more = [places + (j == column) for j, places in enumerate(case.capacity)]
        gain = difference(case.in_ranks(case.best(capacity=more)), best)
        assert (found.participation.prices[column], found.points.prices[column]) == gain


@MANY
@given(cases())
def test_a_value_is_the_loss_if_the_row_leaves(case: Case) -> None:
    found = solve(case.problem())
    best = case.in_ranks(case.best())
    for row in range(case.n):
        others = [i for i in range(case.n) if i != row]
        loss = difference(best, case.in_ranks(case.best(rows=others)))
        assert (found.participation.values[row], found.points.values[row]) == loss


@given(cases(locked=False))
def test_the_linear_program_has_no_smaller_prices(case: Case) -> None:
    assume(case.unmatched_score is not None and case.n and case.m)
    found = solve(case.problem())
    n, m, floor = case.n, case.m, case.unmatched_score
    places = np.minimum(case.capacity, n)
    # u_i + p_j >= s_ij and the dual optimum itself as constraints; then the least sum of prices.
    pairs = [(i, j) for i in range(n) for j in range(m) if case.allowed[i][j]]
    above = np.zeros((len(pairs) + 1, n + m))
    for k, (i, j) in enumerate(pairs):
        above[k, i] = above[k, n + j] = -1
    above[-1] = [1] * n + places.tolist()
    limits = [*(-case.scores[i][j] for i, j in pairs), case.best()[1]]
    least = linprog([0] * n + [1] * m, above, limits, bounds=[(floor, None)] * n + [(0, None)] * m, method="highs")
    assert least.x is not None
    # A column without places costs nothing in the program's optimum, but its price follows from the others.
    assert np.allclose(least.x[n:], found.prices)
    assert np.allclose(least.x[:n], found.values)


def test_the_housing_market_of_shapley_and_shubik_1971() -> None:
    found = assign([[5, 8, 2], [7, 9, 6], [2, 3, 0]])
    assert found.columns.tolist() == [1, 2, 0]
    assert (found.total, found.bound, found.gap) == (16, 16, 0)
    assert found.values.tolist() == [5, 6, 1]
    assert found.prices.tolist() == [1, 3, 0]


def test_a_lock_shows_in_its_value_what_it_costs() -> None:
    # Free, row 1 takes the column (9); the lock keeps it for row 0 (2), who holds what is worth 9 - 0 to another.
    found = assign([[2], [9]], locks=[(0, 0)], unmatched_score=0)
    assert (found.total, found.bound, found.prices.tolist(), found.values.tolist()) == (2, 2, [9], [-7, 0])


def test_prices_of_people_stand_beside_prices_in_points() -> None:
    # One more place lets the second row in: a person more, 30 points more.
    found = assign([[70], [30]])
    assert (found.participation.prices.tolist(), found.prices.tolist()) == ([1], [30])
    # It would let in the row that the class keeps out, and the person of the higher class is worth two ranks.
    found = assign([[70], [30]], priority=[0, 1])
    assert (found.rows.tolist(), found.participation.values.tolist(), found.values.tolist()) == ([1], [0, 1], [0, -40])
    assert (found.participation.prices.tolist(), found.prices.tolist()) == ([1], [70])


def test_recruitment_advice_is_read_from_the_values() -> None:
    rng = np.random.default_rng(5)
    scores = rng.integers(0, 101, (12, 8))
    found = assign(scores, unmatched_score=0)
    for newcomer in rng.integers(0, 101, (5, 12)):
        gain = max(0, int((newcomer - found.values).max()))
        assert assign(np.column_stack([scores, newcomer]), unmatched_score=0).total == found.total + gain


def test_a_place_within_a_column_quota_may_give_less_than_its_price() -> None:
    """The price is of a place that counts in no quota; the price of a quota of one more that counts in none above."""
    scores = np.array([[8, 6], [5, 2], [3, 0]])
    inner, outer = ColumnQuota([0], 1), ColumnQuota([0, 1], 1)
    problem = Problem(scores, unmatched_score=0, column_quotas=[outer, inner])
    found = solve(problem, seed=1)
    assert (found.total, found.prices.tolist(), found.points.quota_prices.tolist()) == (8, [5, 3], [3, 3])
    assert solve(problem.with_places(0, 2), seed=1).total == 8
    # a further column like the first, in no quota: one more place there
    beside = Problem(np.column_stack([scores, scores[:, :1]]), unmatched_score=0, column_quotas=[outer, inner])
    assert solve(beside, seed=1).total == 8 + 5
    wider = replace(problem, column_quotas=[ColumnQuota([0, 1], 2), inner])
    assert solve(wider, seed=1).total == 8 + 3
