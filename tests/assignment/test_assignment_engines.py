"""What every engine must do, as one contract; and that both give the same pairs and the same proof."""

from abc import ABC
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from assignment_oracles import Case, cases, choice_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentormatch.assignment import ENGINES, Problem, assign, flow, optimum, residual, solve, verify
from mentormatch.errors import AssignmentError


class Contract(ABC):
    """Subclassed for each engine."""

    engine: ClassVar[str]

    @settings(suppress_health_check=[HealthCheck.differing_executors])  # one for each engine: that is the contract
    @given(case=cases(), seed=st.integers(0, 3))
    def test_it_finds_the_best(self, case: Case, seed: int) -> None:
        problem = case.problem()
        found = solve(problem, seed, self.engine)
        assert case.worth(choice_of(found)) == case.best()
        assert (found.engine, found.engine_reason) == (self.engine, "asked")
        assert (optimum(problem, self.engine).people, optimum(problem, self.engine).points) == case.best()
        verify(problem, found)

    @pytest.mark.parametrize(("n", "m"), [(1, 1), (70, 70), (90, 60), (60, 90), (100, 4)])
    @pytest.mark.parametrize("width", [1, 3, 10_001])
    def test_it_proves_larger_ones(self, n: int, m: int, width: int) -> None:
        rng = np.random.default_rng([n, m, width])
        capacity = rng.integers(0, 4, m)
        problem = Problem(rng.integers(0, width, (n, m)), allowed=rng.random((n, m)) < 0.8, capacity=capacity)
        found = solve(problem, 1, self.engine)
        assert [tier.gap for tier in found.tiers] == [0, 0, 0]
        verify(problem, found)

    def test_it_wants_no_rows_and_no_columns(self) -> None:
        for shape in [(0, 0), (0, 3), (3, 0)]:
            found = solve(Problem(np.zeros(shape, np.int64)), 1, self.engine)
            assert (found.people, found.total, found.gap) == (0, 0, 0)
            verify(found.problem, found)

    def test_a_matrix_without_any_allowed_pair(self) -> None:
        found = solve(Problem(np.ones((3, 60), np.int64), allowed=np.zeros((3, 60), bool)), 1, self.engine)
        assert found.people == 0
        verify(found.problem, found)


class TestHungarian(Contract):
    engine = "hungarian"


class TestFlow(Contract):
    engine = "flow"


class TestFlowWithFewCandidates(Contract):
    """So few that pairs are looked for again and again."""

    engine = "flow"

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(flow, "FIRST", 1)
        monkeypatch.setattr(flow, "MORE", 1)
        monkeypatch.setattr(residual, "FEW", 1)
        monkeypatch.setattr(residual, "MANY", 0)

    def test_the_lottery_has_the_same_winner(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rng = np.random.default_rng(3)
        problem = Problem(rng.integers(0, 3, (80, 60)), capacity=rng.integers(1, 3, 60))
        few = solve(problem, 1)
        monkeypatch.setattr(residual, "MANY", 20_000)
        assert solve(problem, 1).column_of.tolist() == few.column_of.tolist()


class TestFlowTierByTier(Contract):
    """As if every weight were too wide for one flow."""

    engine = "flow"

    @pytest.fixture(autouse=True)
    def narrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(flow, "WIDEST", 0)


def test_every_engine_has_its_contract() -> None:
    assert {contract.engine for contract in Contract.__subclasses__()} == set(ENGINES)


@given(cases(most_rows=6, most_columns=6), st.integers(0, 3))
def test_both_give_the_same(case: Case, seed: int) -> None:
    same(case.problem(), seed)


@pytest.mark.parametrize("start", range(6))
def test_both_give_the_same_where_much_is_equal(start: int) -> None:
    rng = np.random.default_rng(start)
    n, m = int(rng.integers(50, 150)), int(rng.integers(50, 150))
    same(Problem(rng.integers(0, 4, (n, m)), capacity=rng.integers(0, 4, m), priority=rng.integers(0, 3, n)), start)


def same(problem: Problem, seed: int) -> None:
    one, two = solve(problem, seed, "hungarian"), solve(problem, seed, "flow")
    assert one.rows.tolist() == two.rows.tolist()
    assert one.columns.tolist() == two.columns.tolist()
    assert one.draws == two.draws
    for left, right in zip(one.tiers, two.tiers, strict=True):
        assert (left.total, left.bound, left.gap) == (right.total, right.bound, right.gap)
        assert left.prices.tolist() == right.prices.tolist()
        assert left.values.tolist() == right.values.tolist()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "small"),
        ({"minimum": [1, 0]}, "minimum"),
        ({"demand": [1, 2]}, "demand"),
        ({"demand": [1, 0]}, "small"),
    ],
)
def test_auto_says_which_and_why(asked: dict[str, list[int]], reason: str) -> None:
    found = assign([[1, 2], [3, 4]], **asked)  # type: ignore[arg-type]  # lists of numbers
    assert (found.engine, found.engine_reason) == ("hungarian" if reason == "small" else "flow", reason)
    for language in ("en", "nb"):
        assert found.engine in found.engine_text(language)
    if reason != "small":
        with pytest.raises(AssignmentError, match="flow"):
            assign([[1, 2], [3, 4]], engine="hungarian", **asked)  # type: ignore[arg-type]  # lists of numbers


def test_auto_takes_the_flow_for_large_ones() -> None:
    problem = Problem(np.random.default_rng(1).integers(0, 10_001, (800, 700)))
    found = solve(problem, 1)
    assert (found.engine, found.engine_reason) == ("flow", "large")
    assert solve(problem, 1, "hungarian").column_of.tolist() == found.column_of.tolist()


def test_weights_too_wide_for_one_flow_are_solved_tier_by_tier() -> None:
    rng = np.random.default_rng(2)
    scores = rng.integers(0, 5, (40, 30))
    wide = Problem(scores * 10**11, capacity=np.full(30, 2), minimum=np.full(30, 1), priority=rng.integers(0, 4, 40))
    found = solve(wide, 1)
    narrow = solve(replace(wide, scores=scores), 1)
    assert found.engine == "flow"
    assert found.column_of.tolist() == narrow.column_of.tolist()
    assert (found.points.prices == narrow.points.prices * 10**11).all()
    verify(wide, found)
