"""What comes out: the pairs, what they are worth, and the prices that prove it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.problem import Problem
from mentormatch.sentences import say


@dataclass(frozen=True, eq=False)
class Tier:
    """One tier of the objective in its own integers, with its proof.

    values: n, what each row keeps of its columns at these prices; for a row that asks for one, what leaves with it.
    prices: m, what one more place in a column gives, if it counts in no column quota; below 0 at a minimum that costs,
        where it gives nothing. quota_prices: q, what one more in a column quota gives, if it counts in none around it.
    bound: what no solution exceeds, given the tiers before; gap = bound - total: 0 proves that none is better.
    """

    total: int
    values: Ints
    prices: Ints
    quota_prices: Ints
    bound: int
    gap: int

    @classmethod
    def of(cls, total: int, values: Ints, prices: Ints, quota_prices: Ints, bound: int) -> "Tier":
        """With the gap between bound and total."""
        return cls(total, values, prices, quota_prices, bound, bound - total)


@dataclass(frozen=True, eq=False, repr=False)
class Assignment:
    """The pairs ``rows[k]``, ``columns[k]``, by row, locks included; and the proof, tier by tier, in exact integers.

    ``participation`` counts people, each with the rank of its class (all zero where points alone decide); ``points``
    is in units of 1/``problem.scale``; ``minimums`` is less what is missing in columns that have a minimum. The
    properties read in points: whole numbers where the scale is one, else floats. ``engine_reason``: why this engine,
    see ``engine_for``. ``draws`` is how many lotteries were held until one had a single winner: one, but for a miracle.
    """

    problem: Problem
    rows: Ints
    columns: Ints
    minimums: Tier
    participation: Tier
    points: Tier
    engine: str
    engine_reason: str
    seed: int | str
    draws: int

    @property
    def people(self) -> int:
        """How many rows have a column."""
        return len(np.unique(self.rows))

    @property
    def tiers(self) -> tuple[Tier, Tier, Tier]:
        """Minimums, people, points: each only among the best of those before."""
        return self.minimums, self.participation, self.points

    @property
    def shortfall(self) -> Ints:
        """m: how many rows each column has too few for its minimum."""
        load = np.bincount(self.columns, minlength=self.problem.shape[1])
        missing: Ints = np.maximum(self.problem.minimum - load, 0)
        return missing

    @property
    def unmatched(self) -> Ints:
        """The rows without a column."""
        return np.setdiff1d(np.arange(self.problem.shape[0]), self.rows)

    @property
    def total(self) -> int | float:
        """Points of the pairs, and ``unmatched_score`` for each unmatched row."""
        return self._points(self.points.total)

    @property
    def bound(self) -> int | float:
        """No solution with as many people has more points; what rounding floats may have cost is counted in."""
        rounding = 2 * self.problem.pairs_at_most * self.problem.rounding
        return self._points(self.points.bound) + rounding if rounding else self._points(self.points.bound)

    @property
    def gap(self) -> int | float:
        """Bound - total: 0 proves that no solution is better."""
        return self.bound - self.total

    @property
    def values(self) -> Ints | NDArray[np.float64]:
        """n: the points that would be lost if the row left."""
        return self.points.values if self.problem.scale == 1 else self.points.values / self.problem.scale

    @property
    def prices(self) -> Ints | NDArray[np.float64]:
        """m: the points that one more place in the column would give, beside ``participation.prices``.

        A place that counts in no column quota: one more within a quota gives no more than this, maybe nothing.
        """
        return self.points.prices if self.problem.scale == 1 else self.points.prices / self.problem.scale

    def engine_text(self, language: str = "en") -> str:
        """Which engine found this and why, as a sentence."""
        return say(f"engine.{self.engine_reason}", language, engine=self.engine)

    @property
    def resolution(self) -> float:
        """The step, in points, in which scores were counted."""
        return 1 / self.problem.scale

    @property
    def column_of(self) -> Ints:
        """n: the column of each row, -1 where it has none; of several, the first."""
        columns = np.full(self.problem.shape[0], -1)
        columns[self.rows[::-1]] = self.columns[::-1]
        return columns

    def _points(self, units: int) -> int | float:
        return units if self.problem.scale == 1 else units / self.problem.scale

    def __repr__(self) -> str:
        n, m = self.problem.shape
        return (
            f"Assignment({n} x {m}, people={self.people}, total={self.total}, gap={self.gap}, "
            f"engine={self.engine!r}, seed={self.seed!r})"
        )
