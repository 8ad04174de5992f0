"""Weights of a case: the 10,000 hundredths of a score, apportioned to the factors in play."""

from collections.abc import Sequence
from fractions import Fraction

TOTAL = 10_000
"""Hundredths of a point in a perfect score."""

DECISIVE_SHARE = Fraction(60, 100)
"""What decisive factors have together; all others share the rest."""

TIMES = {"decisive": 1, "important": 2, "normal": 1, "irrelevant": 0}


def apportioned(weights: Sequence[int], priorities: Sequence[str], total: int = TOTAL) -> list[int]:
    """Whole numbers with the sum ``total`` in proportion to weights and priorities (largest remainder, Hamilton 1792).

    Ties go to the factor that comes first. If every factor is irrelevant, every one is normal. All zeros without any
    weight at all.

    >>> apportioned([20, 20, 15], ["normal", "normal", "normal"])
    [3637, 3636, 2727]
    >>> apportioned([20, 20, 10], ["decisive", "normal", "important"])
    [6000, 2000, 2000]
    """
    parts = [weight * TIMES[priority] for weight, priority in zip(weights, priorities, strict=True)]
    if not any(parts):
        parts = list(weights)
        priorities = ["normal"] * len(parts)
    decisive = sum(part for part, priority in zip(parts, priorities, strict=True) if priority == "decisive")
    others = sum(parts) - decisive
    if decisive and others:
        # part / decisive * 60 %, or part / others * 40 %, both times the same number that makes them whole
        its, rest = others * DECISIVE_SHARE.numerator, decisive * (1 - DECISIVE_SHARE).numerator
        parts = [
            part * (its if priority == "decisive" else rest) for part, priority in zip(parts, priorities, strict=True)
        ]
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    return largest_remainder([Fraction(part * total, whole) for part in parts], total)


def largest_remainder(exact: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers next to the exact ones, with the given sum; the largest remainders are rounded up, ties in order.

    >>> largest_remainder([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)], 1)
    [1, 0, 0]
    """
    floors = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_remainder[: total - sum(floors)]:
        floors[place] += 1
    return floors
