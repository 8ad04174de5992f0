"""A conflict contradicts itself, and no longer does without any one of its members."""

import numpy as np
import pytest
from general_oracles import General, generals
from hypothesis import given

from mentormatch.assignment import ColumnQuota, Conflict, Problem, RowQuota, conflict, optimum
from mentormatch.assignment.conflict import only


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
