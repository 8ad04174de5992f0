"""How an array lies in memory changes nothing, and numbers near the limits are summed right or refused."""

from collections.abc import Callable
from itertools import product
from math import inf
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array

from mentormatch.assignment import ColumnQuota, Problem, RowQuota, assign, optimum, solve, verify
from mentormatch.assignment.lottery import MOST_DRAWS, draw
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.residual import Face
from mentormatch.errors import AssignmentError

# Arrays column by column

FORMS: list[Callable[[NDArray[np.int64]], ArrayLike]] = [
    np.asfortranarray,
    lambda scores: scores.T.copy().T,
    lambda scores: np.repeat(scores, 2, axis=1)[:, ::2],
    lambda scores: pd.DataFrame({f"c{j}": scores[:, j] for j in range(scores.shape[1])}),
    lambda scores: np.asfortranarray(scores.astype(float)),
    lambda scores: np.asfortranarray(scores.astype(np.uint8)),
]
ASKED: list[dict[str, object]] = [
    {"engine": "hungarian"},
    {"engine": "flow"},
    {"minimum": [1, 0, 1]},
    {"demand": 2, "locks": [(0, 1)]},
    {"demand": 2, "row_quotas": [RowQuota([0, 1], [0, 1], 1)], "column_quotas": [ColumnQuota([1, 2], 2)]},
    {"unmatched_score": 2, "engine": "flow"},
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("asked", ASKED)
def test_columns_may_lie_one_after_the_other(
    form: Callable[[NDArray[np.int64]], ArrayLike],
    asked: dict[str, Any],  # keywords of ``assign``
) -> None:
    for scores in (np.zeros((4, 3), np.int64), np.arange(12).reshape(4, 3) * 7 % 5):
        mask = np.asfortranarray(scores < 4)
        for allowed in (None, mask, csc_array(mask), pd.DataFrame(mask)):
            plain = assign(scores, allowed=None if allowed is None else scores < 4, seed=1, **asked)
            other = assign(form(scores), allowed=allowed, seed=1, **asked)  # type: ignore[arg-type]  # sparse
            assert (other.rows.tolist(), other.columns.tolist()) == (plain.rows.tolist(), plain.columns.tolist())
            assert other.total == plain.total
            verify(other.problem, other)


def test_many_columns_one_after_the_other() -> None:
    """More than are candidates at once, so that pairs are read by blocks."""
    scores = np.random.default_rng(1).integers(0, 9, (60, 90))
    same = [solve(Problem(form), 1, "flow").columns.tolist() for form in (scores, np.asfortranarray(scores))]
    assert same[0] == same[1]


def test_a_lottery_without_a_winner_ends() -> None:
    """A pair that stands twice ties with itself, whatever is drawn."""
    problem = Problem(np.zeros((1, 1), np.int64))
    network = Network.of(problem)
    twice, one = np.zeros(2, np.int64), np.ones(2, np.int64)
    face = Face(twice, twice, twice, one, one, np.array([1, 0]), network.ground + 1)
    with pytest.raises(AssignmentError, match=f"in {MOST_DRAWS} draws.*fault of the program"):
        draw(problem, network, Pairs(np.array([0]), np.array([0])), face, seed=1)


# Numbers that no array holds, and what is no number

HUGE = 10**400
REFUSED: list[tuple[dict[str, object], list[str]]] = [
    ({"scores": [[HUGE]]}, ["beyond_64_bits"]),
    ({"scores": [[2**63]]}, ["beyond_64_bits"]),
    ({"scores": [[2**63, 1]]}, ["too_wide"]),
    ({"scores": [[HUGE, 0.5]]}, ["beyond_64_bits"]),
    ({"scores": [[10**30, None]]}, ["too_wide"]),
    ({"unmatched_score": HUGE}, ["beyond_64_bits"]),
    ({"unmatched_score": 10**30}, ["beyond_64_bits"]),
    ({"unmatched_score": -(2**63) - 1}, ["beyond_64_bits"]),
    ({"unmatched_score": 1e300}, ["beyond_64_bits"]),
    ({"unmatched_score": "a"}, ["unmatched_score"]),
    ({"unmatched_score": [1]}, ["unmatched_score"]),
    ({"unmatched_score": -inf}, ["unmatched_score"]),
    ({"capacity": np.uint64(2**64 - 1)}, ["beyond_64_bits"]),
    ({"capacity": 2**64}, ["beyond_64_bits"]),
    ({"demand": [HUGE]}, ["beyond_64_bits"]),
    ({"minimum": "one"}, ["not_integers"]),
    ({"locks": 5}, ["shape"]),
    ({"locks": [(2**64, 0)]}, ["beyond_64_bits"]),
    ({"column_quotas": [ColumnQuota([0], None)]}, ["quota_numbers"]),  # type: ignore[arg-type]  # wrong on purpose
    ({"column_quotas": [ColumnQuota([0], 1.5)]}, ["quota_numbers"]),  # type: ignore[arg-type]  # likewise
    ({"column_quotas": [ColumnQuota([0], True)]}, ["quota_numbers"]),
    ({"column_quotas": [ColumnQuota([0], 2**63)]}, ["quota_numbers"]),
    ({"column_quotas": [ColumnQuota([[0], [1, 2]], 1)]}, ["quota_positions"]),
    ({"column_quotas": [([0], 1)]}, ["quota_kind"]),
    ({"row_quotas": [RowQuota([0], [0], 0.5)]}, ["quota_numbers"]),  # type: ignore[arg-type]  # likewise
    ({"row_quotas": [RowQuota([0], [0], 2**63)]}, ["quota_numbers"]),
    ({"row_quotas": [RowQuota([0], [0], None, 2**63)]}, ["quota_numbers"]),
    ({"row_quotas": [RowQuota([0], [0], -1), ColumnQuota([0], 1)]}, ["quota_kind"]),
    ({"row_quotas": [RowQuota([0], [0], -1)]}, ["quota_negative"]),
    ({"scores": [[2**61, 2**61]], "unmatched_score": 2**61, "demand": 2}, ["too_far"]),
    ({"scores": [[-(2**63)]], "unmatched_score": -(2**63)}, ["too_far"]),
    ({"demand": 2**62, "unmatched_score": 4}, ["too_far"]),
    ({"scores": [[1, 1]], "minimum": 2**62, "capacity": 2**62}, ["minimums_too_large"]),
    (
        {"scores": [["x"]], "unmatched_score": "a", "capacity": -1, "column_quotas": [ColumnQuota([0], True)]},
        ["capacity", "not_numbers", "quota_numbers", "unmatched_score"],
    ),
    ({"scores": [[HUGE]], "capacity": HUGE, "priority": ["a"]}, ["beyond_64_bits", "beyond_64_bits", "priority"]),
]


@pytest.mark.parametrize(("asked", "keys"), REFUSED)
def test_what_no_array_holds_is_said_at_once(asked: dict[str, object], keys: list[str]) -> None:
    with pytest.raises(AssignmentError) as caught:
        assign(**{"scores": [[5]], **asked})  # type: ignore[arg-type]  # wrong on purpose
    assert sorted(fault.key.removeprefix("assignment_") for fault in caught.value.problems) == keys
    for language in ("en", "nb"):
        assert len(caught.value.text(language).splitlines()) == len(keys) + (len(keys) > 1)


def test_a_problem_in_integers_refuses_the_same() -> None:
    for unmatched, key in ((0.5, "not_integers"), ("a", "not_integers"), (2**63, "beyond_64_bits")):
        with pytest.raises(AssignmentError) as caught:
            Problem(np.array([[1]]), unmatched_score=unmatched)  # type: ignore[arg-type]  # wrong on purpose
        assert [fault.key for fault in caught.value.problems] == [f"assignment_{key}"]
    with pytest.raises(AssignmentError, match="'kept' has the shape"):
        Problem(np.array([[1]]), kept=np.array([0, 0]))
    with pytest.raises(AssignmentError, match="2 problems"):
        Problem(np.array([[2**60]]), minimum=np.array([2**62]), capacity=np.array([2**62]))
    with pytest.raises(AssignmentError, match="'priority' holds whole numbers"):
        Problem(np.array([[1]]), priority=np.array([2**63], np.uint64))


# What still fits

LARGEST = 2**63 - 1


def test_limits_that_nothing_reaches_may_be_as_large_as_they_like() -> None:
    scores = [[3, 5, 4], [6, 1, 2]]
    free = assign(scores, demand=2, capacity=2, seed=1)
    quotas: dict[str, object] = {
        "row_quotas": [RowQuota([0, 1], [0, 1, 2], LARGEST), RowQuota([0], [0, 1], LARGEST)],
        "column_quotas": [ColumnQuota([0, 1, 2], LARGEST), ColumnQuota([0], np.uint64(2**62))],  # type: ignore[arg-type]  # an integer
    }
    for asked in ({"capacity": LARGEST}, {"capacity": LARGEST, **quotas}, {"capacity": 2, **quotas}):
        other = assign(scores, demand=2, seed=1, **asked)
        assert (other.columns.tolist(), other.total) == (free.columns.tolist(), free.total)
        verify(other.problem, other)
    least = assign(scores, demand=LARGEST, row_quotas=[RowQuota([0], [0], None, 1)], seed=1)
    assert least.total == 6 + 5 + 4
    verify(least.problem, least)


def test_a_minimum_that_nobody_can_fill_may_be_large() -> None:
    found = assign([[2**20, 0], [3, 2**20]], minimum=[2**50, 0], capacity=2**50, seed=1)
    assert (found.shortfall.tolist(), found.columns.tolist()) == ([2**50 - 2, 0], [0, 0])
    assert found.minimums.total == 2 - 2**50
    verify(found.problem, found)


near = st.builds(
    lambda sign, power, off: sign * 2**power + off, st.sampled_from([-1, 1]), st.integers(50, 62), st.integers(-5, 5)
)


@given(
    st.integers(1, 3), st.integers(1, 3), near, st.lists(st.integers(-9, 9), min_size=9, max_size=9),
    st.one_of(st.none(), st.just(0), st.just(1), near), st.lists(st.integers(1, 3), min_size=3, max_size=3),
)  # fmt: skip
@example(3, 3, 2**62, [0] * 9, 1, [1] * 3)
@example(3, 1, 2**59, [0] * 9, 1, [2] * 3)
def test_sums_near_the_limits_are_right_or_refused(
    n: int, m: int, base: int, offsets: list[int], floor: int | None, demand: list[int]
) -> None:
    """floor: 1 stands for the scores' own size. Against trying everything in Python's integers."""
    scores = [[base + offsets[3 * i + j] for j in range(m)] for i in range(n)]
    unmatched = base if floor == 1 else floor
    try:
        found = assign(scores, demand=demand[:n], unmatched_score=unmatched, seed=1)
    except AssignmentError as error:
        refused = {fault.key for fault in error.problems}
        assert refused <= {"assignment_too_wide", "assignment_too_far"}
        assert max(abs(base), abs(unmatched or 0)) * 9 >= 2**53
        return
    reached = []
    cells = list(product(range(n), range(m)))
    for taken in product([False, True], repeat=len(cells)):
        pairs = [cell for cell, is_taken in zip(cells, taken, strict=True) if is_taken]
        load = [sum(j == column for _, j in pairs) for column in range(m)]
        count = [sum(i == row for i, _ in pairs) for row in range(n)]
        if max(load) <= 1 and all(has <= most for has, most in zip(count, demand, strict=False)):
            people = tuple(sum(has > level for has in count) for level in range(3)) if unmatched is None else ()
            still = sum(demand[:n]) - len(pairs)
            reached.append((people, sum(scores[i][j] for i, j in pairs) + (unmatched or 0) * still))
    assert found.total == max(reached)[1]
    assert (found.gap, optimum(found.problem).points) == (0, found.total)
    assert sum(map(int, found.points.values)) + sum(map(int, found.points.prices)) == found.total
    verify(found.problem, found)
