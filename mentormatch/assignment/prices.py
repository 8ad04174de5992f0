"""The smallest optimal prices, which prove an assignment and say what a place and a row are worth.

Optimal prices are a lattice (Shapley and Shubik 1971); its smallest point reads exactly: the price of a column is the
gain of one more place there, the value of a row is the loss if the row leaves.
"""

import numpy as np

from mentormatch.assignment.problem import Ints, Problem
from mentormatch.assignment.result import Tier
from mentormatch.assignment.weights import Weights, price_of, split
from mentormatch.errors import VerificationError


def smallest_prices(weights: Weights, columns: Ints) -> Ints:
    """m combined prices for an optimal choice of columns (Bellman–Ford over alternating paths, from below).

    One more place in a column is worth what the best row gains by moving there, plus the price of the place that row
    leaves. Prices only rise, and after the first round only rows whose own column rose can offer more, so only they
    are read again. Raises ``VerificationError`` where the columns were not optimal: then prices rise for ever.
    """
    prices = np.zeros(len(weights.capacity), np.int64)
    own = weights.chosen(columns)
    movers = np.arange(len(columns))
    for _ in range(len(prices) + 2):
        kept = own[movers] - price_of(columns[movers], prices)
        matrix = weights.matrix if len(movers) == len(columns) else weights.matrix[movers]
        offers = (matrix - kept[:, None]).max(axis=0, initial=0)
        rose = offers > prices
        if not rose.any():
            return prices
        prices = np.maximum(prices, offers)
        movers = np.flatnonzero(np.append(rose, False)[columns])
    raise VerificationError.of("assignment_prices_never_settle")


def values_at(weights: Weights, columns: Ints, prices: Ints) -> Ints:
    """What each row keeps when it pays for its place; 0 for an unmatched row."""
    return weights.chosen(columns) - price_of(columns, prices)


def tiers(problem: Problem, columns: Ints, prices: Ints) -> tuple[Tier, Tier]:
    """The proof of the people tier and of the points tier, from the columns of all rows (locks included).

    A locked row has what is left of its pair at that price, which may be negative: that is what the lock costs.
    """
    n = problem.shape[0]
    people_prices, points_prices = split(prices, problem.unit)
    matched = np.flatnonzero(columns >= 0)
    chosen = columns[matched]
    people_values = np.zeros(n, np.int64)
    people_values[matched] = problem.ranks[matched] - people_prices[chosen]
    points_values = np.full(n, problem.unmatched_score or 0, np.int64)
    points_values[matched] = problem.scores[matched, chosen] - points_prices[chosen]
    people = int(problem.ranks[matched].sum())
    points = int(problem.scores[matched, chosen].sum()) + (problem.unmatched_score or 0) * (n - len(matched))
    return (
        Tier.of(people, people_values, people_prices, problem.places),
        Tier.of(points, points_values, points_prices, problem.places),
    )
