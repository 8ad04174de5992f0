"""OR-Library assignment problems through `assign`, beside scipy's solver alone.

    python benchmarks/orlib.py [FOLDER]

FOLDER holds `assign100.txt` … `assign400.txt` of J. E. Beasley's OR-Library: n, then n x n costs. Costs are minimised
there, so they go in with the other sign. `assign` also finds the smallest prices, proves the optimum with them and
holds the lottery among equals; scipy gives the columns only.
"""

import sys
from functools import partial
from pathlib import Path

import numpy as np
from machine import DATA, describe, found, timed
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from mentormatch.assignment import ENGINES, assign, verify

OPTIMA = {100: 305, 200: 475, 300: 626, 400: 804}
"""As published with the problems."""


def costs_of(file: Path) -> NDArray[np.int64]:
    """n x n costs."""
    numbers = np.array(file.read_text().split(), np.int64)
    return numbers[1:].reshape(numbers[0], numbers[0])


def main(folder: Path, sizes: dict[int, int] = OPTIMA) -> None:
    print(f"{describe()}. Medians of 5 runs.\n")
    heading = f"{'problem':<10}{'optimum':>8}{'engine':>11}{'assign':>8}{'gap':>5}"
    print(f"{heading}{'assign, s':>11}{'scipy, s':>10}{'ratio':>7}")
    for size, optimum in sizes.items():
        costs = costs_of(folder / f"assign{size}.txt")
        alone, (rows, columns) = timed(partial(linear_sum_assignment, costs))
        for engine in ENGINES:
            seconds, solved = timed(partial(assign, -costs, seed=1, engine=engine))
            verify(solved.problem, solved)
            if not -solved.total == costs[rows, columns].sum() == optimum:
                raise SystemExit(f"assign{size}: {-solved.total} found by {engine}, {optimum} published")
            figures = f"{-solved.total:>8}{solved.gap:>5}{seconds:>11.4f}{alone:>10.4f}{seconds / alone:>7.1f}"
            print(f"assign{size:<4}{optimum:>8}{engine:>11}{figures}")


if __name__ == "__main__":
    folder = found(sys.argv[1:], DATA / "orlib_assign", "the folder of the OR-Library's assignment problems")
    if folder is not None:
        main(folder)
