"""Problems whose best assignment is published."""

import os
from pathlib import Path

import numpy as np
import pytest

from mentormatch.assignment import assign, verify

DATA = Path(os.environ.get("MENTORMATCH_DATA") or Path(__file__).parents[3] / "shared" / "data")
ORLIB = DATA / "orlib_assign"


@pytest.mark.parametrize("size, optimum", [(100, 305), (200, 475), (300, 626), (400, 804)])
@pytest.mark.skipif(not ORLIB.is_dir(), reason="the OR-Library files are not here; MENTORMATCH_DATA names their folder")
def test_or_library(size: int, optimum: int) -> None:
    numbers = np.array((ORLIB / f"assign{size}.txt").read_text().split(), int)
    assert numbers[0] == size
    found = assign(-numbers[1:].reshape(size, size), seed=1)
    assert (-found.total, found.people, found.gap) == (optimum, size, 0)
    verify(found.problem, found)


@pytest.mark.parametrize(
    "costs, optimum, columns",
    [
        pytest.param([[8, 4, 7], [5, 2, 3], [9, 4, 8]], 15, [0, 2, 1], id="Wikipedia, Hungarian algorithm"),
        pytest.param([[4, 1, 3], [2, 0, 5], [3, 2, 2]], 5, [1, 0, 2], id="scipy, linear_sum_assignment"),
    ],
)
def test_textbook_examples(costs: list[list[int]], optimum: int, columns: list[int]) -> None:
    found = assign(-np.array(costs))
    assert (-found.total, found.columns.tolist(), found.gap) == (optimum, columns, 0)
