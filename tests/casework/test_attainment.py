"""Goal attainment: the published vectors, an exact oracle, and every kind of bad input."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.casework.attainment import goal_attainment_t
from mentormatch.errors import CaseError

LEVELS = st.lists(st.integers(-2, 2), min_size=1, max_size=12)
GOALS = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 10)), min_size=1, max_size=12)
RHO = st.integers(0, 99).map(lambda hundredths: hundredths / 100)


@pytest.mark.parametrize(
    "levels, weights, expected",
    [
        ([1, 1, 1], None, 63.6931),
        ([1, 0, -1], [3, 2, 1], 54.4065),
        ([2, -1], [9, 4], 62.8554),
        ([0], None, 50),
        ([2], [7], 70),  # one goal: 50 + 10x, whatever its weight
        ([-1], None, 40),
        ([0, 0, 0, 0], None, 50),
    ],
)
def test_the_vectors(levels: list[float], weights: list[float] | None, expected: float) -> None:
    assert goal_attainment_t(levels, weights) == pytest.approx(expected, abs=5e-5)


def test_goals_that_have_nothing_in_common() -> None:
    # rho = 0: 50 + 10 * 2 / sqrt(2)
    assert goal_attainment_t([1, 1], rho=0) == pytest.approx(50 + 20 / math.sqrt(2))


@given(goals=GOALS, rho=RHO)
def test_the_figure_is_the_formula_in_whole_numbers(goals: list[tuple[int, int]], rho: float) -> None:
    """(T - 50)² is rational: compared with a formula over whole numbers, not over the floats of the code."""
    top = sum(weight * level for level, weight in goals)
    hundredths = round(rho * 100)
    below = (100 - hundredths) * sum(weight * weight for _, weight in goals)
    below += hundredths * sum(weight for _, weight in goals) ** 2
    figure = goal_attainment_t([level for level, _ in goals], [weight for _, weight in goals], rho)
    assert (figure - 50) ** 2 == pytest.approx(float(Fraction(100 * 100 * top * top, below)), rel=1e-9, abs=1e-9)
    assert (figure > 50) == (top > 0)
    assert (figure < 50) == (top < 0)


@given(goals=GOALS, rho=RHO)
def test_turned_around_it_lies_as_far_on_the_other_side(goals: list[tuple[int, int]], rho: float) -> None:
    levels, weights = [level for level, _ in goals], [weight for _, weight in goals]
    there = goal_attainment_t(levels, weights, rho)
    assert goal_attainment_t([-level for level in levels], weights, rho) + there == pytest.approx(100)
    assert goal_attainment_t(levels[::-1], weights[::-1], rho) == there


@given(levels=LEVELS, rho=RHO)
def test_it_lies_between_all_at_least_and_all_at_most(levels: list[int], rho: float) -> None:
    top = goal_attainment_t([2] * len(levels), rho=rho)
    assert 100 - top - 1e-9 <= goal_attainment_t(levels, rho=rho) <= top + 1e-9


@given(goals=GOALS, power=st.integers(-900, 900))
def test_only_the_proportion_of_weights_counts(goals: list[tuple[int, int]], power: int) -> None:
    levels, weights = [level for level, _ in goals], [float(weight) for _, weight in goals]
    assert goal_attainment_t(levels, [math.ldexp(weight, power) for weight in weights]) == goal_attainment_t(
        levels, weights
    )


def test_numbers_of_tables_and_fractions_are_numbers() -> None:
    figure = goal_attainment_t([1, 0, -1], [3, 2, 1])
    assert goal_attainment_t(np.array([1, 0, -1]), np.array([3, 2, 1], dtype=np.float32)) == figure
    assert goal_attainment_t(np.array([1.0, 0.0, -1.0]), iter([3, 2, 1])) == figure
    assert goal_attainment_t(iter([1, 0]), iter([10**400, 10**400])) == goal_attainment_t([1, 0])


@pytest.mark.parametrize(
    "levels, weights, rho, keys",
    [
        ([], None, 0.3, ["attainment_levels"]),
        (None, None, 0.3, ["attainment_levels"]),
        ([3], None, 0.3, ["attainment_level"]),
        ([-3, 0.5, math.nan], None, 0.3, ["attainment_level"] * 3),
        ([True, "1", None], None, 0.3, ["attainment_level"] * 3),
        ([Decimal(1)], None, 0.3, ["attainment_level"]),
        ([1, 1], [1], 0.3, ["attainment_weights"]),
        ([1], [], 0.3, ["attainment_weights"]),
        ([1], 4, 0.3, ["attainment_weights"]),
        ([1] * 6, [0, -1, math.nan, math.inf, True, "2"], 0.3, ["attainment_weight"] * 6),
        ([1], None, 1, ["attainment_rho"]),
        ([1], None, -0.1, ["attainment_rho"]),
        ([1], None, math.nan, ["attainment_rho"]),
        ([1], None, False, ["attainment_rho"]),
        ([1], None, "0.3", ["attainment_rho"]),
        ([5, 1], [0], 2, ["attainment_level", "attainment_weights", "attainment_weight", "attainment_rho"]),
    ],
)
def test_bad_input_is_told_all_at_once(levels: list[float], weights: list[float], rho: float, keys: list[str]) -> None:
    with pytest.raises(CaseError) as caught:
        goal_attainment_t(levels, weights, rho)
    assert [problem.key for problem in caught.value.problems] == keys


def test_the_sentence_says_which_goal_and_no_level() -> None:
    with pytest.raises(CaseError) as caught:
        goal_attainment_t([1, 77])
    assert caught.value.text("nb").startswith("Nivå nummer 2 er ikke et av -2, -1, 0, 1 og 2. Tips: 0 er det ventede")
    assert "77" not in caught.value.text("nb") + caught.value.text("en")
