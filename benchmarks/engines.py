"""Both engines on the same matrices, from the matrix to the proven pairs: prices, optimal face and lottery included.

    python benchmarks/engines.py [SIZES]

SIZES are rows, as in `2000,3000`. "places" has two columns for five rows and one to four places in each.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from machine import describe, timed

from mentormatch.assignment import Problem, solve, verify

SIZES = (500, 1000, 2000, 3000)


def problems(n: int) -> Iterator[tuple[str, Problem]]:
    """Square and with places; scores in hundredths that hardly ever tie, and thirty different ones."""
    rng = np.random.default_rng(0)
    capacity = rng.integers(1, 5, n * 2 // 5)
    for name, distinct, step in (("distinct", 10_001, 1), ("ties", 30, 300)):
        yield f"square, {name}", Problem(rng.integers(0, distinct, (n, n)) * step)
        yield f"places, {name}", Problem(rng.integers(0, distinct, (n, len(capacity))) * step, capacity=capacity)


def main(sizes: Sequence[int] = SIZES, runs: int = 3) -> None:
    print(f"{describe()}. Medians of {runs} runs.\n")
    print(f"{'rows':<6}{'problem':<20}{'hungarian, s':>13}{'flow, s':>9}{'ratio':>7}{'verify, s':>11}")
    for n in sizes:
        for name, problem in problems(n):
            slow, first = timed(partial(solve, problem, 1, "hungarian"), runs)
            quick, second = timed(partial(solve, problem, 1, "flow"), runs)
            if not np.array_equal(first.column_of, second.column_of) or second.gap:
                raise SystemExit(f"{n}, {name}: the engines differ")
            proof, _ = timed(partial(verify, problem, second), 1)
            print(f"{n:<6}{name:<20}{slow:>13.3f}{quick:>9.3f}{quick / slow:>7.2f}{proof:>11.3f}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")] if sys.argv[1:] else SIZES)
