"""How far a person has come towards their own goals, as one figure (Goal Attainment Scaling)."""

import math
from collections.abc import Iterable
from fractions import Fraction
from numbers import Rational, Real

from mentormatch.errors import CaseError, Problem


def goal_attainment_t(levels: Iterable[float], weights: Iterable[float] | None = None, rho: float = 0.30) -> float:
    """The T-score of Kiresuk and Sherman (1968) of goals attained to ``levels``, whole numbers from -2 to 2.

    50 is what was expected. ``weights`` (above 0) says how much each goal counts, ``rho`` (0 to below 1) how much the
    goals are expected to go together. It describes how the goals went, not the person.
    Raises ``CaseError`` with every problem for levels, weights or rho that are not as said.

    T = 50 + 10 Σwx / √((1 - rho) Σw² + rho (Σw)²)

    >>> round(goal_attainment_t([1, 0, -1], [3, 2, 1]), 4)
    54.4065
    """
    attained = _numbers(levels)
    counting = [Fraction(1) for _ in attained] if weights is None else _numbers(weights)
    together = _exact(rho)
    problems = [] if attained else [Problem("attainment_levels")]
    problems += [
        Problem("attainment_level", {"number": number})
        for number, level in enumerate(attained, start=1)
        if level not in (-2, -1, 0, 1, 2)
    ]
    if len(counting) != len(attained):
        problems.append(Problem("attainment_weights", {"weights": len(counting), "levels": len(attained)}))
    problems += [
        Problem("attainment_weight", {"number": number})
        for number, weight in enumerate(counting, start=1)
        if weight is None or weight <= 0
    ]
    if together is None or not 0 <= together < 1:
        problems.append(Problem("attainment_rho"))
    if problems:
        raise CaseError(problems)
    # Exact until the root, so that very large and very small weights count as they should.
    goals = [(w, x) for w, x in zip(counting, attained, strict=True) if w is not None and x is not None]
    total = sum((w * x for w, x in goals), Fraction())
    correlation = together or Fraction()
    spread = (1 - correlation) * sum(w**2 for w, _ in goals) + correlation * sum(w for w, _ in goals) ** 2
    away = 10 * math.sqrt(total**2 / spread)
    return 50 - away if total < 0 else 50 + away


def _numbers(values: object) -> list[Fraction | None]:
    return [_exact(value) for value in values] if isinstance(values, Iterable) else []


def _exact(value: object) -> Fraction | None:
    """The number itself; None for what is no number, or not a finite one."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    if isinstance(value, Rational):
        return Fraction(value)
    return Fraction(float(value)) if math.isfinite(value) else None
