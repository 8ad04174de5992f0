"""``verify`` accepts what the engine gives (shown beside every optimality test) and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from assignment_oracles import MANY, Case, cases, choice_of
from hypothesis import assume, given
from hypothesis import strategies as st
from tampering import with_totals

from mentormatch.assignment import Assignment, Problem, Tier, solve, verify
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.prices import AllPairs, smallest_heights
from mentormatch.errors import VerificationError


def failing(problem: Problem, assignment: Assignment) -> set[str]:
    with pytest.raises(VerificationError) as caught:
        verify(problem, assignment)
    for language in ("en", "nb"):
        assert "{" not in caught.value.text(language)
    return {fault.key.removeprefix("assignment_") for fault in caught.value.problems}


def with_tier(found: Assignment, name: str, tier: Tier) -> Assignment:
    return replace(found, points=tier) if name == "points" else replace(found, participation=tier)


def with_points(found: Assignment, values: list[int], prices: list[int]) -> Assignment:
    """With this much added to the values and the prices in points."""
    points = found.points
    changed = replace(points, values=points.values + np.array(values), prices=points.prices + np.array(prices))
    return replace(found, points=changed)


def with_pairs(found: Assignment, choice: list[int]) -> Assignment:
    """The same proof with other pairs and with totals that are right for them."""
    columns = np.array(choice)
    rows = np.flatnonzero(columns >= 0)
    return with_totals(replace(found, rows=rows, columns=columns[rows]))


@MANY
@given(cases(most_rows=3, most_columns=3))
def test_no_other_pairs_pass(case: Case) -> None:
    problem = case.problem()
    found = solve(problem, 1)
    for choice in case.solutions():
        if choice != choice_of(found):
            failing(problem, with_pairs(found, list(choice)))


@MANY
@given(cases(), st.sampled_from(["participation", "points"]), st.sampled_from(["values", "prices"]), st.data())
def test_no_other_prices_or_values_pass(case: Case, name: str, what: str, data: st.DataObject) -> None:
    problem = case.problem()
    found = solve(problem, 1)
    tier = found.points if name == "points" else found.participation
    changed = (tier.values if what == "values" else tier.prices).copy()
    assume(len(changed))
    changed[data.draw(st.integers(0, len(changed) - 1))] += data.draw(st.sampled_from([-5, -1, 1, 5]))
    values, prices = (changed, tier.prices) if what == "values" else (tier.values, changed)
    failing(problem, with_tier(found, name, replace(tier, values=values, prices=prices)))
    failing(problem, with_totals(with_tier(found, name, replace(tier, values=values, prices=prices))))


CONTESTED = Problem(np.array([[70, 40, 10], [60, 10, 0], [50, 20, 0]]), capacity=np.array([1, 1, 0]))


@pytest.mark.parametrize("name", ["participation", "points"])
@pytest.mark.parametrize("what", ["total", "bound", "gap"])
def test_a_changed_number_is_found(name: str, what: str) -> None:
    found = solve(CONTESTED)
    tier = found.points if name == "points" else found.participation
    numbers = {"total": tier.total, "bound": tier.bound, "gap": tier.gap}
    tampered = replace(tier, **{what: numbers[what] + 1})  # type: ignore[arg-type]  # whole numbers all three
    assert failing(CONTESTED, with_tier(found, name, tampered)) == {"verify_number"}


def test_larger_prices_prove_the_pairs_but_are_not_the_smallest() -> None:
    problem = Problem(np.array([[9, 0], [4, 0]]))
    found = solve(problem)
    assert found.prices.tolist() == [4, 0]
    larger = with_totals(replace(found, points=replace(found.points, values=np.array([2, 0]), prices=np.array([7, 0]))))
    assert larger.points.gap == 0
    assert failing(problem, larger) == {"verify_smallest"}


def test_a_friend_cannot_be_put_before_an_equal() -> None:
    problem = Problem(np.array([[5], [5], [5]]), row_keys=["a", "b", "c"], column_keys=["x"])
    found = solve(problem, "spring")
    winner = int(found.rows[0])
    for row in {0, 1, 2} - {winner}:
        assert failing(problem, replace(found, rows=np.array([row]))) == {"verify_lottery"}
    other_seeds = [replace(found, seed=seed) for seed in range(20)]
    assert any(solve(problem, seed).rows[0] != winner for seed in range(20))
    for tampered in other_seeds:
        if solve(problem, tampered.seed).rows[0] != winner:
            assert failing(problem, tampered) == {"verify_lottery"}
    assert failing(problem, replace(found, draws=2)) == {"verify_lottery"}


LOCKED = Problem(
    np.array([[7, 4], [6, 1], [5, 2]]),
    allowed=np.array([[True, True], [True, True], [True, False]]),
    locks=np.array([[0, 1]]),
)
BROKEN: dict[str, tuple[list[int], list[int]]] = {
    "verify_outside": ([0, 1], [1, 2]),
    "verify_forbidden": ([0, 2], [1, 1]),
    "verify_twice": ([0, 0], [1, 0]),
    "verify_capacity": ([0, 1, 2], [1, 0, 0]),
    "verify_lock": ([0, 1], [0, 1]),
    "shape": ([0, 1, 2], [1, 0]),
}


@pytest.mark.parametrize("key", BROKEN)
def test_pairs_that_do_not_keep_to_the_problem(key: str) -> None:
    rows, columns = BROKEN[key]
    assert key in failing(LOCKED, replace(solve(LOCKED), rows=np.array(rows), columns=np.array(columns)))


# One place too few, a column that nobody may have, and one row left out.
SHORT = Problem(
    np.array([[70, 40, 9], [60, 10, 9], [50, 20, 9]]),
    allowed=np.array([[True, True, False]] * 3),
    capacity=np.ones(3, int),
)
WRONG: dict[str, Callable[[Assignment], Assignment]] = {
    "verify_pair": lambda found: with_points(found, [0, 0, 0], [-1, 0, 0]),
    "verify_price": lambda found: with_points(found, [0, 0, 0], [0, 0, -1]),
    "verify_value": lambda found: with_points(found, [0, 0, 1], [0, 0, 0]),
    "verify_wide": lambda found: with_points(found, [0, 0, 0], [2**60, 0, 0]),
    "verify_gap": lambda found: with_points(found, [0, 1, 0], [0, 0, 0]),
    "shape": lambda found: replace(found, points=replace(found.points, values=found.points.values[:2])),
}


@pytest.mark.parametrize("key", WRONG)
def test_what_is_wrong_is_named(key: str) -> None:
    found = solve(SHORT)
    assert found.column_of.tolist() == [1, 0, -1]
    assert key in failing(SHORT, WRONG[key](found))


def test_another_problem_is_not_proven() -> None:
    found = solve(CONTESTED)
    assert "verify_number" in failing(Problem(CONTESTED.scores + 1, capacity=CONTESTED.capacity), found)


def test_prices_of_pairs_that_are_not_the_best_never_settle() -> None:
    network = Network.of(Problem(np.array([[5, 1], [1, 5]])))

    def heights(columns: list[int]) -> list[int]:
        chosen = Pairs(np.arange(2), np.array(columns))
        return list(smallest_heights(network, chosen, AllPairs(network, chosen))[2:].tolist())

    assert heights([0, 1]) == [0, 0, 0]
    with pytest.raises(VerificationError):
        heights([1, 0])
