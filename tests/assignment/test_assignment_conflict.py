"""A conflict contradicts itself, and no longer does without any one of its members."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from general_oracles import General, generals
from hypothesis import given, settings
from hypothesis import strategies as st

from mentormatch.assignment import ColumnQuota, Conflict, Problem, RowQuota, conflict, optimum
from mentormatch.errors import AssignmentError
from mentormatch.errors import Problem as Fault


def only(problem: Problem, kept: Conflict) -> Problem:
    """The same problem with these minimums, locks and quotas and no others."""
    minimum = np.zeros_like(problem.minimum)
    minimum[kept.minimums] = problem.minimum[kept.minimums]
    return replace(
        problem,
        minimum=minimum,
        locks=problem.locks[kept.locks],
        row_quotas=[problem.row_quotas[number] for number in kept.row_quotas.tolist()],
        column_quotas=[problem.column_quotas[number] for number in kept.column_quotas.tolist()],
    )


@given(generals())
def test_every_conflict_is_minimal(case: General) -> None:
    problem = case.problem()
    found = conflict(problem)
    assert (found is None) == (case.best()[0] == 0)
    if found is None:
        return
    assert optimum(only(problem, found)).filled < 0
    members = found.members()
    for left_out in members:
        fewer = Conflict.of([member for member in members if member != left_out])
        assert len(fewer) == len(found) - 1
        assert optimum(only(problem, fewer)).filled == 0


ONES = np.ones((3, 3), np.int64)
THREE = np.full(3, 3)


@pytest.mark.parametrize(
    ("problem", "members"),
    [
        (Problem(ONES, capacity=THREE, minimum=np.array([2, 0, 2])), [("minimums", 0), ("minimums", 2)]),
        (Problem(ONES, allowed=np.eye(3, dtype=bool), capacity=THREE, minimum=np.array([2, 1, 0])), [("minimums", 0)]),
        (
            Problem(ONES, capacity=THREE, minimum=np.array([3, 0, 0]), locks=np.array([[0, 0], [1, 2]])),
            [("locks", 1), ("minimums", 0)],
        ),
        (
            Problem(ONES, capacity=THREE, minimum=np.array([1, 1, 0]), column_quotas=[ColumnQuota([0, 1, 2], 1)]),
            [("column_quotas", 0), ("minimums", 0), ("minimums", 1)],
        ),
        (
            Problem(ONES, capacity=THREE, minimum=np.array([3, 0, 0]), row_quotas=[RowQuota([1], [0, 1], most=0)]),
            [("row_quotas", 0), ("minimums", 0)],
        ),
    ],
)
def test_conflicts_by_hand(problem: Problem, members: list[tuple[str, int]]) -> None:
    found = conflict(problem)
    assert found is not None
    assert found.members() == members


def test_no_conflict() -> None:
    assert conflict(Problem(ONES, minimum=np.ones(3, np.int64))) is None
    assert conflict(Problem(ONES)) is None


def could_be_filled(problem: Problem, columns: np.ndarray[Any, np.dtype[np.int64]]) -> bool:
    """Whether the minimums of these columns are a flow from the rows, by scipy; without locks and quotas."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    n, m = problem.shape
    need = problem.minimum[columns]
    dense = np.zeros((n + m + 2, n + m + 2), np.int32)
    dense[0, 1 : n + 1] = problem.demand
    dense[1 : n + 1, n + 1 + columns] = problem.allowed[:, columns]
    dense[n + 1 + columns, n + m + 1] = need
    return bool(maximum_flow(csr_array(dense), 0, n + m + 1).flow_value == need.sum())


@given(st.integers(0, 2**32), st.sampled_from([0.02, 0.1, 0.5, 1.0]), st.sampled_from([(1, 1), (1, 4), (2, 2), (2, 3)]))
@settings(max_examples=12)
def test_conflicts_of_many_minimums_are_minimal(seed: int, share: float, sizes: tuple[int, int]) -> None:
    random = np.random.default_rng(seed)
    minimum = random.integers(sizes[0], sizes[1] + 1, 45)
    allowed = random.random((60, 45)) < share
    allowed[20:, :22] = False  # a group of columns that few rows may have
    problem = Problem(np.zeros((60, 45), np.int64), allowed=allowed, capacity=minimum, minimum=minimum)
    found = conflict(problem)
    assert found is not None
    assert not could_be_filled(problem, found.minimums)
    assert all(could_be_filled(problem, np.delete(found.minimums, at)) for at in range(len(found)))


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_larger_conflicts_with_locks_and_quotas_are_minimal(seed: int) -> None:
    random = np.random.default_rng(seed)
    allowed = random.random((14, 10)) < random.choice([0.3, 0.8])
    rows = random.choice(14, 6, replace=False)
    locks = np.stack([rows, np.arange(6)], axis=1)
    allowed[rows, np.arange(6)] = True
    minimum = random.integers(0, 4, 10)
    problem = Problem(
        np.zeros((14, 10), np.int64),
        allowed=allowed,
        capacity=np.full(10, 3),
        minimum=minimum,
        demand=random.integers(1, 3, 14),
        locks=locks,
        row_quotas=[RowQuota(np.arange(14), [0, 1, 2], most=1), RowQuota(np.arange(0, 14, 2), [1, 2], most=1)],
        column_quotas=[ColumnQuota([1, 3, 5], 4), ColumnQuota([3, 5], int(random.integers(2, 4)))],
    )
    found = conflict(problem)
    assert (found is None) == (optimum(problem).filled == 0)
    if found is None:
        return
    assert optimum(only(problem, found)).filled < 0
    members = found.members()
    for left_out in members:
        fewer = Conflict.of([member for member in members if member != left_out])
        assert optimum(only(problem, fewer)).filled == 0


def lock_faults(problem: Problem, locks: list[tuple[int, int]]) -> list[Fault]:
    """What is wrong with a problem when these are its locks."""
    try:
        replace(problem, locks=np.array(locks, np.int64).reshape(-1, 2))
    except AssignmentError as error:
        return list(error.problems)
    return []


def place(fault: Fault) -> tuple[str, tuple[object, ...]]:
    return fault.key, tuple(fault.values.get(name) for name in ("row", "column", "number"))


@given(generals(most_rows=6, most_columns=5), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=14))
def test_locks_that_are_too_many_are_a_minimal_conflict(case: General, pairs: set[tuple[int, int]]) -> None:
    problem = case.problem()
    locks = [(row, column) for row, column in pairs if row < case.n and column < case.m]
    for fault in lock_faults(problem, locks):
        if "pairs" not in fault.values:
            assert fault.key == "assignment_lock_forbidden"
            continue
        named = list(cast("tuple[tuple[int, int], ...]", fault.values["pairs"]))
        assert set(named) <= set(locks)
        assert place(fault) in map(place, lock_faults(problem, named))
        for left_out in named:
            fewer = [pair for pair in named if pair != left_out]
            assert place(fault) not in map(place, lock_faults(problem, fewer))


def test_many_locks_are_named_in_part() -> None:
    (fault,) = lock_faults(
        Problem(np.zeros((40, 1), np.int64), capacity=np.array([24])), [(row, 0) for row in range(40)]
    )
    assert len(cast("tuple[tuple[int, int], ...]", fault.values["pairs"])) == 25
    for language, sentence in (("en", "Not all of these locks can be kept"), ("nb", "ikke beholdes alle sammen")):
        text = fault.text(language)
        assert f"{sentence}: (0, 0), (1, 0), " in text
        assert "(19, 0), … (+5)." in text
        assert "(20, 0)" not in text
