"""Problems whose best assignment is published."""

import os
from pathlib import Path

import numpy as np
import pytest

from mentormatch.assignment import ENGINES, assign, verify

DATA = Path(os.environ.get("MENTORMATCH_DATA") or Path(__file__).parents[3] / "shared" / "data")
ORLIB = DATA / "orlib_assign"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size, optimum", [(100, 305), (200, 475), (300, 626), (400, 804)])
@pytest.mark.skipif(not ORLIB.is_dir(), reason="the OR-Library files are not here; MENTORMATCH_DATA names their folder")
def test_or_library(size: int, optimum: int, engine: str) -> None:
    numbers = np.array((ORLIB / f"assign{size}.txt").read_text().split(), int)
    assert numbers[0] == size
    found = assign(-numbers[1:].reshape(size, size), seed=1, engine=engine)
    assert (-found.total, found.people, found.gap) == (optimum, size, 0)
    verify(found.problem, found)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "costs, optimum, columns",
    [
        pytest.param([[8, 4, 7], [5, 2, 3], [9, 4, 8]], 15, [0, 2, 1], id="Wikipedia, Hungarian algorithm"),
        pytest.param([[4, 1, 3], [2, 0, 5], [3, 2, 2]], 5, [1, 0, 2], id="scipy, linear_sum_assignment"),
    ],
)
def test_textbook_examples(costs: list[list[int]], optimum: int, columns: list[int], engine: str) -> None:
    found = assign(-np.array(costs), engine=engine)
    assert (-found.total, found.columns.tolist(), found.gap) == (optimum, columns, 0)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [5, 50, 150])
def test_machol_and_wien_1976(size: int, engine: str) -> None:
    """Costs i * j, hard for the Hungarian method: the largest row goes with the smallest column."""
    numbers = np.arange(1, size + 1)
    found = assign(-np.outer(numbers, numbers), seed=1, engine=engine)
    assert found.columns.tolist() == list(range(size))[::-1]
    assert (-found.total, found.gap) == (size * (size + 1) * (size + 2) // 6, 0)
    verify(found.problem, found)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_housing_market_of_shapley_and_shubik_1971(engine: str) -> None:
    found = assign([[5, 8, 2], [7, 9, 6], [2, 3, 0]], engine=engine)
    assert (found.columns.tolist(), found.total, found.prices.tolist()) == ([1, 2, 0], 16, [1, 3, 0])
