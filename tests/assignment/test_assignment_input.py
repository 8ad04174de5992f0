"""``assign`` takes numbers as they come, and everything wrong is said at once, with a hint."""

from math import fsum, inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array, csr_matrix

from mentormatch.assignment import Assignment, Problem, assign, solve, verify
from mentormatch.errors import AssignmentError

SQUARE = [[1, 2], [3, 4]]

FAULTY: list[tuple[dict[str, object], list[str]]] = [
    ({"scores": [1, 2, 3]}, ["not_a_matrix"]),
    ({"scores": [[1, 2], [3]]}, ["not_a_matrix"]),
    ({"scores": [["a", "b"]]}, ["not_numbers"]),
    ({"scores": [[1, "b"]]}, ["not_numbers"]),
    ({"scores": [[1.0, inf], [-inf, 2.0]]}, ["not_finite"]),
    ({"scores": SQUARE, "capacity": [1, -1]}, ["capacity"]),
    ({"scores": SQUARE, "capacity": [1, 1, 1]}, ["shape"]),
    ({"scores": SQUARE, "capacity": 1.5}, ["not_integers"]),
    ({"scores": SQUARE, "allowed": [[True, False]]}, ["shape"]),
    ({"scores": SQUARE, "allowed": [[1, 0], [1, 1]]}, ["not_booleans"]),
    ({"scores": SQUARE, "allowed": [[True, False], [True]]}, ["shape"]),
    ({"scores": SQUARE, "priority": [1, 2, 3]}, ["shape"]),
    ({"scores": SQUARE, "priority": [1, nan]}, ["priority"]),
    ({"scores": SQUARE, "priority": ["high", "low"]}, ["priority"]),
    ({"scores": SQUARE, "unmatched_score": nan}, ["unmatched_score"]),
    ({"scores": SQUARE, "locks": [(2, 0)]}, ["lock_outside"]),
    ({"scores": SQUARE, "locks": [(0, -1)]}, ["lock_outside"]),
    ({"scores": SQUARE, "locks": [(0, 0, 0)]}, ["shape"]),
    ({"scores": SQUARE, "locks": [(0.5, 0)]}, ["not_integers"]),
    ({"scores": SQUARE, "locks": [(0, 0), (0, 1)]}, ["lock_twice"]),
    ({"scores": SQUARE, "locks": [(0, 0), (1, 0)]}, ["lock_capacity"]),
    ({"scores": [[nan, 2], [3, 4]], "locks": [(0, 0)]}, ["lock_forbidden"]),
    ({"scores": SQUARE, "minimum": [0, 2]}, ["minimum"]),
    ({"scores": SQUARE, "minimum": [0, -1]}, ["minimum"]),
    ({"scores": SQUARE, "capacity": [1, [1, 2]]}, ["shape"]),
    ({"scores": SQUARE, "priority": [1, [1, 2]]}, ["priority"]),
    ({"scores": SQUARE, "minimum": [0, [1, 2]]}, ["shape"]),
    ({"scores": SQUARE, "demand": [1, -1]}, ["demand"]),
    ({"scores": SQUARE, "demand": 1.5}, ["not_integers"]),
    (
        {"scores": SQUARE, "demand": 2, "minimum": [1, 0], "engine": "hungarian"},
        ["hungarian_demand", "hungarian_minimum"],
    ),
    ({"scores": SQUARE, "locks": [(0, 0), (0, 0)], "demand": 2, "capacity": 2}, ["lock_same"]),
    ({"scores": SQUARE, "engine": "hungaran"}, ["engine"]),
    ({"scores": SQUARE, "engine": "qqqq"}, ["engine_of"]),
    ({"scores": SQUARE, "seed": 1.5}, ["seed"]),
    ({"scores": SQUARE, "seed": True}, ["seed"]),
    ({"scores": [[2**56, 0], [0, 1]]}, ["too_wide"]),
    ({"scores": [[2**63 - 1, 0], [0, -(2**63)]]}, ["too_wide"]),
    ({"scores": [[1e300, 0.0], [0.0, 1.0]]}, ["too_wide"]),
    (
        {
            "scores": SQUARE,
            "capacity": [-1, 1],
            "locks": [(5, 5), (0, 0)],
            "demand": -2,
            "engine": "magic",
            "seed": 0.1,
        },
        ["capacity", "demand", "demand", "engine_of", "lock_capacity", "lock_outside", "lock_twice", "seed"],
    ),
    (
        {"scores": [[1.0, inf]], "capacity": [1], "priority": [nan], "minimum": [1, 2, 3], "unmatched_score": inf},
        ["not_finite", "priority", "shape", "shape", "unmatched_score"],
    ),
]


@pytest.mark.parametrize("given_, keys", FAULTY)
def test_everything_wrong_is_said_at_once(given_: dict[str, object], keys: list[str]) -> None:
    with pytest.raises(AssignmentError) as caught:
        assign(**given_)  # type: ignore[arg-type]  # wrong on purpose
    assert sorted(fault.key.removeprefix("assignment_") for fault in caught.value.problems) == keys
    for language in ("en", "nb"):
        text = caught.value.text(language)
        assert "{" not in text
        assert len(text.splitlines()) == len(keys) + (len(keys) > 1)


def test_more_classes_leave_less_room_for_points() -> None:
    scores = np.diag(np.full(50, 10**11))
    assert assign(scores).total == 50 * 10**11
    assert assign(scores, priority=range(50), unmatched_score=0).total == 50 * 10**11
    wider = np.diag(np.full(50, 10**15))
    assert assign(wider, priority=range(50), unmatched_score=0).total == 50 * 10**15
    with pytest.raises(AssignmentError, match="50 classes"):
        assign(wider, priority=range(50))


def test_scores_too_wide_for_one_engine_go_to_the_other() -> None:
    scores = np.diag(np.full(50, 10**11))
    found = assign(scores, priority=range(50))
    assert (found.engine, found.engine_reason, found.total) == ("flow", "width", 50 * 10**11)
    verify(found.problem, found)
    with pytest.raises(AssignmentError, match="coarser units"):
        assign(scores, priority=range(50), engine="hungarian")


def test_keys_of_a_problem_must_differ_and_be_enough() -> None:
    with pytest.raises(AssignmentError) as caught:
        Problem(np.array(SQUARE), row_keys=["a", "a"], column_keys=["x"])
    assert [fault.key for fault in caught.value.problems] == ["assignment_keys_twice", "assignment_keys_count"]
    with pytest.raises(AssignmentError) as caught:
        Problem(np.array([[1.5]]))
    assert [fault.key for fault in caught.value.problems] == ["assignment_not_integers"]


def test_what_stands_in_a_forbidden_cell_is_never_read() -> None:
    for wild in (inf, nan, 1e300):
        found = assign([[wild, 2.0], [3.0, 4.0]], allowed=[[False, True], [True, True]])
        assert (found.column_of.tolist(), found.total) == ([1, 0], 5)
    found = assign(np.array([[2**62, 2], [3, 4]]), allowed=[[False, True], [True, True]])
    assert (found.column_of.tolist(), found.total) == ([1, 0], 5)


def same(first: Assignment, second: Assignment) -> None:
    assert first.column_of.tolist() == second.column_of.tolist()
    assert (first.total, first.people, first.gap) == (second.total, second.people, second.gap)


def test_a_matrix_may_come_in_many_forms() -> None:
    plain = assign([[1, 2, 0], [3, 4, 9]], allowed=[[True, True, False], [True, False, True]])
    frame = pd.DataFrame({"x": [1, 3], "y": pd.array([2, None], "Int64"), "z": [nan, 9.0]}, index=["a", "b"])
    same(plain, assign(frame))
    same(plain, assign([[1, 2, None], [3, None, 9]]))  # type: ignore[arg-type]  # not announced, but meant
    same(plain, assign([[1, 2, nan], [3, nan, 9]]))
    same(plain, assign(np.array([[1, 2, nan], [3, nan, 9]], np.float32)))
    same(plain, assign(np.array([[1, 2, 0], [3, 4, 9]], np.uint8), allowed=frame.notna()))
    same(assign([[1, 0], [0, 1]]), assign(np.eye(2, dtype=bool)))
    mask = csr_array(frame.notna().to_numpy())
    same(plain, assign([[1, 2, 0], [3, 4, 9]], allowed=mask))  # type: ignore[arg-type]  # numpy's types know no sparse
    same(plain, assign([[1, 2, 0], [3, 4, 9]], allowed=csr_matrix(mask)))  # type: ignore[arg-type]  # likewise
    same(plain, solve(Problem(np.array([[1, 2, 0], [3, 4, 9]]), allowed=mask), plain.seed))  # type: ignore[arg-type]  # sparse


@pytest.mark.parametrize("empty", [[], [[]], [[], []], np.empty((0, 3)), pd.DataFrame(columns=["x"])])
def test_nothing_to_assign(empty: object) -> None:
    found = assign(empty)  # type: ignore[arg-type]  # each form in its turn
    assert (found.people, found.total, found.gap, found.bound) == (0, 0, 0, 0)
    verify(found.problem, found)


def test_arrays_of_the_caller_are_neither_changed_nor_locked() -> None:
    scores, capacity = np.array(SQUARE), np.array([1, 1])
    problem = Problem(scores, capacity=capacity)
    scores[0, 0] = 7
    assert problem.scores[0, 0] == 7
    with pytest.raises(ValueError, match="read-only"):
        problem.scores[0, 0] = 8


@pytest.mark.parametrize(
    "scores, resolution, total",
    [
        ([[7.5, 4.0], [6.1, 2.0]], 0.1, 10.1),
        ([[87.35, 0.0], [12.5, 1.25]], 0.01, 88.6),
        ([[3.0, 2.0], [5.0, 1.0]], 1, 7),
        ([[1e-9, 2e-9], [3e-9, 5e-9]], 1e-9, 6e-9),
        ([[1e6, 0.5], [0.25, 1e6]], 0.01, 2e6),
    ],
)
def test_floats_are_counted_in_the_coarsest_step_that_keeps_them(
    scores: list[list[float]], resolution: float, total: float
) -> None:
    found = assign(scores)
    assert (found.resolution, found.total, found.gap) == (resolution, total, 0)
    verify(found.problem, found)


def test_tenths_tie_as_a_person_would_add_them() -> None:
    # 0.1 + 0.2 is not 0.3 in float64; one tenth and two tenths are three tenths.
    scores = [[0.1, 0.3], [0.0, 0.2]]
    assert {tuple(assign(scores, seed=seed).column_of.tolist()) for seed in range(20)} == {(0, 1), (1, 0)}


def test_a_score_for_the_unmatched_may_be_finer_than_the_scores() -> None:
    found = assign([[2], [3]], unmatched_score=2.5)
    assert (found.rows.tolist(), found.total, found.resolution) == ([1], 5.5, 0.1)
    assert found.values.tolist() == [2.5, 3.0]
    assert assign([[2], [3]], unmatched_score=2.0).total == 5


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 2**32), st.sampled_from([1e-6, 1.0, 1e5]))
def test_the_gap_counts_what_rounding_may_have_cost(n: int, m: int, seed: int, size: float) -> None:
    scores = np.random.default_rng(seed).random((n, m)) * size
    rows, columns = linear_sum_assignment(scores, maximize=True)
    found = assign(scores)
    best, reached = fsum(scores[rows, columns]), fsum(scores[found.rows, found.columns])
    assert 0 < found.gap < 1e-7 * size
    assert reached <= best <= reached + found.gap
    assert reached <= found.bound
    assert best <= found.bound
    assert found.bound - found.total == found.gap
    verify(found.problem, found)


def test_a_problem_in_hundredths_reads_in_points() -> None:
    from mentormatch.assignment import solve

    found = solve(Problem(np.array([[7050, 4000], [6000, 1000]]), scale=100))
    assert (found.total, found.prices.tolist(), found.values.tolist()) == (100.0, [30.5, 0.0], [40.0, 29.5])
    assert (found.points.total, found.points.prices.tolist()) == (10_000, [3050, 0])
    assert repr(found).startswith("Assignment(2 x 2, people=2, total=100.0, gap=0.0, engine='hungarian', seed=")
    assert repr(found.problem) == "Problem(2 x 2, places=2, locks=0)"
