"""Minimums, demands and quotas in one solve: against trying everything, and against an integer program."""

from dataclasses import replace

import numpy as np
import pytest
from general_oracles import General, chosen_of, generals
from hypothesis import given
from hypothesis import strategies as st
from integer_program import lexicographic
from tampering import with_totals

from mentormatch.assignment import (
    FORBIDDEN,
    Assignment,
    Problem,
    assign,
    flow,
    forced_values,
    optimum,
    residual,
    solve,
    verify,
)
from mentormatch.errors import AssignmentError, VerificationError


@pytest.fixture(autouse=True)
def few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the flow has to look for more pairs on small problems, too."""
    monkeypatch.setattr(flow, "FIRST", 1)
    monkeypatch.setattr(flow, "MORE", 1)
    monkeypatch.setattr(residual, "FEW", 1)
    monkeypatch.setattr(residual, "MANY", 0)


def in_ranks(found: Assignment) -> tuple[int, ...]:
    return tuple(tier.total for tier in found.tiers)


@given(generals(), st.integers(0, 3))
def test_every_tier_is_as_good_as_trying_everything(case: General, seed: int) -> None:
    problem = case.problem()
    found = solve(problem, seed)
    best = case.best()
    choice = chosen_of(found)
    assert choice in set(case.solutions())
    assert case.worth(choice) == best
    assert in_ranks(found) == case.in_ranks(best)
    assert [tier.gap for tier in found.tiers] == [0, 0, 0]
    reached = optimum(problem)
    assert (reached.filled, reached.people, reached.points) == best
    assert -int(found.shortfall.sum()) == best[0]
    verify(problem, found)


@given(generals(most_rows=3, most_columns=3))
def test_prices_are_the_gain_of_one_more_place(case: General) -> None:
    found, best = solve(case.problem()), np.array(case.in_ranks(case.best()))
    for column in range(case.m):
        price = np.array([tier.prices[column] for tier in found.tiers])
        gain = np.array(case.in_ranks(case.with_place(column).best())) - best
        around = [k for k, (columns, _) in enumerate(case.column_quotas) if column in columns]
        inner = min(around, key=lambda k: (len(case.column_quotas[k][0]), -k), default=None)
        over = np.array([0 if inner is None else tier.quota_prices[inner] for tier in found.tiers])
        if tuple(price) >= tuple(over):
            assert price.tolist() == gain.tolist()
        else:  # the column has room; it is the quota that binds, or nothing
            assert case.minimum[column] > 0
            assert gain.tolist() == over.tolist()
    for number, (columns, _) in enumerate(case.column_quotas):
        more = [
            (within, most + (set(columns) < set(within) or (set(columns) == set(within) and k <= number)))
            for k, (within, most) in enumerate(case.column_quotas)
        ]
        gain = np.array(case.in_ranks(replace(case, column_quotas=more).best())) - best
        if columns:
            assert [tier.quota_prices[number] for tier in found.tiers] == gain.tolist()


@given(generals(most_rows=3, most_columns=3, quotas=False))
def test_a_negative_price_is_what_a_higher_minimum_costs(case: General) -> None:
    found, best = solve(case.problem()), np.array(case.in_ranks(case.best()))
    for column in range(case.m):
        if 0 < case.minimum[column] < case.capacity[column]:
            higher = replace(case, minimum=[least + (j == column) for j, least in enumerate(case.minimum)])
            price = tuple(int(tier.prices[column]) for tier in found.tiers)
            cost = np.array(case.in_ranks(higher.best())) - best
            assert cost.tolist() == list(min(price, (0, 0, 0)))


@given(generals(most_rows=3, most_columns=3))
def test_values_are_the_loss_if_a_row_leaves(case: General) -> None:
    found, best = solve(case.problem()), np.array(case.in_ranks(case.best()))
    for row in range(case.n):
        locks = [lock for lock in case.locks if lock[0] != row]
        without = case.in_ranks(replace(case, locks=locks).best(gone=row))
        loss = tuple((best - np.array(without)).tolist())
        value = tuple(int(tier.values[row]) for tier in found.tiers)
        if case.demand[row] == 1:
            floor = case.unmatched_score or 0
            assert value == (loss[0], loss[1], loss[2] + floor)
        else:
            floor = (case.unmatched_score or 0) * case.demand[row]
            assert value <= (loss[0], loss[1], loss[2] + floor)


@given(generals(most_rows=3, most_columns=3))
def test_no_other_choice_is_proven(case: General) -> None:
    problem = case.problem()
    found = solve(problem, 1)
    for choice in case.solutions():
        if choice == chosen_of(found):
            continue
        pairs = [(i, j) for i, columns in enumerate(choice) for j in columns]
        rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
        with pytest.raises(VerificationError):
            verify(problem, with_totals(replace(found, rows=rows, columns=columns)))


@given(generals(), st.data())
def test_no_other_numbers_are_proven(case: General, data: st.DataObject) -> None:
    problem = case.problem()
    found = solve(problem, 1)
    name = data.draw(st.sampled_from(["minimums", "participation", "points"]))
    what = data.draw(st.sampled_from(["values", "prices", "quota_prices"]))
    tier = getattr(found, name)
    changed = getattr(tier, what).copy()
    if not len(changed):
        return
    changed[data.draw(st.integers(0, len(changed) - 1))] += data.draw(st.sampled_from([-5, -1, 1, 5]))
    tampered = replace(found, **{name: replace(tier, **{what: changed})})
    for attempt in (tampered, with_totals(tampered)):
        with pytest.raises(VerificationError):
            verify(problem, attempt)


@given(generals(), st.data())
def test_forcing_equals_solving_again(case: General, data: st.DataObject) -> None:
    problem = case.problem()
    row = data.draw(st.integers(0, case.n - 1))
    values = forced_values(problem, row)
    reached = {}
    for column in range(case.m):
        try:
            reached[column] = optimum(problem.forcing(row, column))
        except AssignmentError:
            assert values[column] == FORBIDDEN
    for a, left in reached.items():
        for b, right in reached.items():
            assert (values[a] < values[b]) == (left < right)
            if left[0] == right[0] and left.filled == right.filled:
                assert values[a] - values[b] == left.points - right.points


@given(generals(), st.integers(0, 2**32), st.sampled_from([3, "spring"]))
def test_the_order_of_rows_and_columns_changes_nothing(case: General, start: int, seed: int | str) -> None:
    rng = np.random.default_rng(start)
    rows, columns = rng.permutation(case.n), rng.permutation(case.m)
    row_of, column_of = np.argsort(rows), np.argsort(columns)
    names, other = [f"row {i}" for i in range(case.n)], [f"column {j}" for j in range(case.m)]
    plain = case.problem()
    shuffled = General(
        [[case.scores[i][j] for j in columns] for i in rows],
        [[case.allowed[i][j] for j in columns] for i in rows],
        [case.capacity[j] for j in columns],
        [case.minimum[j] for j in columns],
        [case.demand[i] for i in rows],
        [case.priority[i] for i in rows],
        [(int(row_of[i]), int(column_of[j])) for i, j in case.locks],
        case.unmatched_score,
        [([int(row_of[i]) for i in a], [int(column_of[j]) for j in b], *rest) for a, b, *rest in case.row_quotas],  # type: ignore[misc]  # a tuple of four
        [([int(column_of[j]) for j in b], most) for b, most in case.column_quotas],
    ).problem()
    first = solve(replace(plain, row_keys=names, column_keys=other), seed)
    second = solve(replace(shuffled, row_keys=[names[i] for i in rows], column_keys=[other[j] for j in columns]), seed)
    pairs = {(rows[i], columns[j]) for i, j in zip(second.rows.tolist(), second.columns.tolist(), strict=True)}
    assert pairs == set(zip(first.rows.tolist(), first.columns.tolist(), strict=True))
    for one, two in zip(first.tiers, second.tiers, strict=True):
        assert one.total == two.total
        assert one.prices[columns].tolist() == two.prices.tolist()
        assert one.values[rows].tolist() == two.values.tolist()
        assert one.quota_prices.tolist() == two.quota_prices.tolist()


@pytest.mark.parametrize("start", range(12))
def test_larger_problems_equal_an_integer_program(start: int) -> None:
    problem = random_problem(np.random.default_rng(start))
    found = solve(problem, 1)
    assert in_ranks(found) == lexicographic(problem)
    verify(problem, found)


@pytest.mark.long
@pytest.mark.parametrize("start", range(100, 400))
def test_many_larger_problems_equal_an_integer_program(start: int) -> None:
    test_larger_problems_equal_an_integer_program(start)


def random_problem(rng: np.random.Generator) -> Problem:
    """About ten rows and seven columns with all that can be asked at once."""
    from mentormatch.assignment import ColumnQuota, RowQuota

    n, m = int(rng.integers(6, 13)), int(rng.integers(4, 9))
    capacity = rng.integers(1, 5, m)
    half = np.flatnonzero(rng.random(m) < 0.5)
    quotas = [RowQuota(np.flatnonzero(rng.random(n) < 0.5), half, least=1)]
    groups = [ColumnQuota(half, int(rng.integers(1, 8))), ColumnQuota(half[:2], int(rng.integers(1, 4)))]
    return Problem(
        rng.integers(0, int(rng.choice([3, 10_001])), (n, m)),
        allowed=rng.random((n, m)) < 0.7,
        capacity=capacity,
        minimum=np.minimum(rng.integers(0, 3, m), capacity),
        demand=rng.integers(1, 3, n),
        priority=rng.integers(0, 3, n),
        unmatched_score=[None, None, 5][int(rng.integers(3))],
        row_quotas=quotas,
        column_quotas=groups,
    )


def test_a_first_for_everybody_before_a_second_for_anybody() -> None:
    found = assign([[90, 80], [5, 5]], demand=2, seed=1)
    assert found.people == 2
    assert (sorted(found.rows.tolist()), found.total) == ([0, 1], 95)


def test_a_minimum_comes_before_people_and_points() -> None:
    # Both would go to column 0; without row 0, or with a higher minimum, one would be missing in column 1.
    found = assign([[9, 1], [9, 0]], allowed=[[True, True], [True, False]], capacity=[2, 1], minimum=[0, 1])
    assert found.column_of.tolist() == [1, 0]
    assert (found.total, found.minimums.prices.tolist(), found.minimums.values.tolist()) == (10, [0, -1], [1, 0])
    short = assign([[9, 1]], capacity=[2, 2], minimum=[1, 2])
    assert (short.minimums.total, short.shortfall.sum()) == (-2, 2)


def test_one_experienced_among_two() -> None:
    from mentormatch.assignment import RowQuota

    scores, everybody = [[9, 8, 1], [9, 8, 2]], [0, 1]
    free = assign(scores, capacity=2, demand=2, seed=1)
    bound = assign(scores, capacity=2, demand=2, seed=1, row_quotas=[RowQuota(everybody, [2], least=1)])
    assert (free.total, bound.total, bound.gap) == (34, 21, 0)
    assert bound.columns.tolist() == [0, 2, 0, 2]


def test_at_most_so_many_in_one_organisation() -> None:
    from mentormatch.assignment import ColumnQuota

    found = assign([[9, 8, 1], [7, 8, 2], [6, 5, 0]], capacity=3, column_quotas=[ColumnQuota([0, 1], 2)], seed=1)
    assert (found.people, found.total, found.points.quota_prices.tolist()) == (3, 17, [6])
    assert (found.engine, found.engine_reason) == ("flow", "quotas")


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"row_quotas": [([0], [0, 1], 1, 0), ([0], [1, 2], 1, 0)]}, ["quotas_cross"]),
        ({"column_quotas": [([0, 1], 1), ([1, 2], 1)]}, ["quotas_cross"]),
        ({"column_quotas": [([0, 3], 1)]}, ["quota_positions"]),
        ({"row_quotas": [([2], [0], 1, 0)]}, ["quota_positions"]),
        ({"row_quotas": [([0], [0.5], 1, 0)]}, ["quota_positions"]),
        ({"column_quotas": [([0], -1)], "row_quotas": [([0], [0], 1, -1)]}, ["quota_negative", "quota_negative"]),
        ({"column_quotas": [([0, 1], 1)], "locks": [(0, 0), (1, 1)]}, ["lock_quota"]),
        ({"row_quotas": [([0], [2], None, 1)], "demand": 2, "locks": [(0, 0), (0, 1)]}, ["lock_row_quota"]),
    ],
)
def test_quotas_that_cannot_be_are_errors(asked: dict[str, object], keys: list[str]) -> None:
    from mentormatch.assignment import ColumnQuota, RowQuota

    given_ = dict(asked)
    given_["row_quotas"] = [RowQuota(*quota) for quota in asked.get("row_quotas", [])]  # type: ignore[attr-defined]  # a list
    given_["column_quotas"] = [ColumnQuota(*quota) for quota in asked.get("column_quotas", [])]  # type: ignore[attr-defined]  # a list
    with pytest.raises(AssignmentError) as caught:
        assign([[1, 2, 3], [4, 5, 6]], **given_)  # type: ignore[arg-type]  # wrong on purpose
    assert [fault.key.removeprefix("assignment_") for fault in caught.value.problems] == keys
    for language in ("en", "nb"):
        assert "{" not in caught.value.text(language)
