"""Results that were changed, with numbers that agree with each other."""

from dataclasses import replace

from mentormatch.assignment import Assignment
from mentormatch.assignment.network import Pairs
from mentormatch.assignment.proof import bounds_of, totals_of


def with_totals(found: Assignment) -> Assignment:
    """The same pairs, values and prices, with totals and bounds that are right for them."""
    problem = found.problem
    totals = totals_of(problem, Pairs(found.rows, found.columns))
    values, prices = [tier.values for tier in found.tiers], [tier.prices for tier in found.tiers]
    bounds = bounds_of(problem, values, prices, [tier.quota_prices for tier in found.tiers])
    minimums, participation, points = (
        replace(tier, total=total, bound=bound, gap=bound - total)
        for tier, total, bound in zip(found.tiers, totals, bounds, strict=True)
    )
    return replace(found, minimums=minimums, participation=participation, points=points)
