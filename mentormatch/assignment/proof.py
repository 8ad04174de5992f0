"""From the heights of a network to the tiers of a result: totals, values, prices and the bounds that they prove.

With p the prices and Q those of quotas, each taken over what lies above it, every solution is at most

    sum of values + sum over columns (places * max(p, 0) - minimum * max(-p, 0)) + sum over quotas most * max(Q, 0)

where a row's value is the best that it could have at these prices: weak duality of the flow (Ford and Fulkerson 1962).
Numbers of several tiers are compared in order, so the sign of a price is that of its first tier that is not 0.
"""

from collections.abc import Sequence

import numpy as np

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.quotas import column_masks, tree
from mentormatch.assignment.result import Tier


def tiers(problem: Problem, network: Network, chosen: Pairs, heights: Ints, pairs: Pairs) -> tuple[Tier, Tier, Tier]:
    """The proof of the three tiers. chosen: of the network; pairs: rows and columns, locks included."""
    first, m = network.first_column, problem.shape[1]
    parts = network.split(heights)
    prices = [part[first : first + m] for part in parts]
    quota_prices = [part[first + m : -1] for part in parts]
    values = _values(problem, network, chosen, heights)
    totals = totals_of(problem, pairs)
    bounds = bounds_of(problem, values, prices, quota_prices)
    minimums, people, points = map(Tier.of, totals, values, prices, quota_prices, bounds)
    return minimums, people, points


def totals_of(problem: Problem, pairs: Pairs) -> tuple[int, int, int]:
    """What pairs of rows and columns are worth: less the shortfall, ranks, points."""
    n, m = problem.shape
    shortfall = np.maximum(problem.minimum - np.bincount(pairs.columns, minlength=m), 0)
    count = np.bincount(pairs.nodes, minlength=n)
    people = sum(int(problem.rank_of(unit + 1)[count > unit].sum()) for unit in range(count.max(initial=0)))
    points = int(problem.scores[pairs.nodes, pairs.columns].sum())
    return -int(shortfall.sum()), people, points + (problem.unmatched_score or 0) * int((problem.demand - count).sum())


def bounds_of(
    problem: Problem, values: Sequence[Ints], prices: Sequence[Ints], quota_prices: Sequence[Ints]
) -> list[int]:
    """What no solution exceeds, tier by tier, if the values are what the rows could have at these prices."""
    own, quotas = own_prices(problem, prices, quota_prices)
    least = np.where(sign(own) > 0, problem.places, 0) + np.where(sign(own) < 0, problem.minimum, 0)
    most = np.array([quota.most for quota in problem.column_quotas], np.int64) * (sign(quotas) > 0)
    return [
        sum(value.tolist()) + _product(least, price) + _product(most, quota)
        for value, price, quota in zip(values, own, quotas, strict=True)
    ]


def _product(numbers: Ints, prices: Ints) -> int:
    """The sum of all products, which may be wider than what stands in an array."""
    return sum(number * price for number, price in zip(numbers.tolist(), prices.tolist(), strict=True))


def own_prices(problem: Problem, prices: Sequence[Ints], quota_prices: Sequence[Ints]) -> tuple[list[Ints], list[Ints]]:
    """Prices of columns and of quotas over those of the next quota around them."""
    nested = tree(column_masks(problem))
    over = [np.append(quota, 0) for quota in quota_prices]
    return (
        [price - around[nested.innermost] for price, around in zip(prices, over, strict=True)],
        [quota - around[nested.parent] for quota, around in zip(quota_prices, over, strict=True)],
    )


def sign(tiers: Sequence[Ints]) -> Ints:
    """-1, 0 or 1: of the first tier that is not 0."""
    signs = np.zeros(len(tiers[0]), np.int64)
    for tier in tiers:
        signs = np.where(signs == 0, np.sign(tier), signs)
    return signs


def _values(problem: Problem, network: Network, chosen: Pairs, heights: Ints) -> list[Ints]:
    """What each row keeps, tier by tier: the reduced gains of all that it uses, and of its locked pairs."""
    n, first = problem.shape[0], network.first_column
    arcs = network.arcs
    mine = np.flatnonzero(arcs.below < first)
    weight = network.matrix[chosen.nodes, chosen.columns]
    tails = np.concatenate([arcs.tails[mine], chosen.nodes])
    heads = np.concatenate([arcs.heads[mine], first + chosen.columns])
    gains = np.concatenate([arcs.gain[mine], weight])
    rows = network.rows[np.concatenate([arcs.below[mine], chosen.nodes])]
    times = np.concatenate([arcs.room[mine], np.ones(len(weight), np.int64)])
    times = np.where(gains + heights[tails] - heights[heads] > 0, times, 0)
    locks, locked = problem.locks, np.zeros(n, np.int64)
    of_locks = _lock_gains(problem)
    values = []
    for part, gain, of_lock in zip(network.split(heights), network.split(gains), of_locks, strict=True):
        value = locked.copy()
        np.add.at(value, rows, times * (gain + part[tails] - part[heads]))
        np.add.at(value, locks[:, 0], of_lock - part[first + locks[:, 1]])
        values.append(value)
    values[2] = values[2] + (problem.unmatched_score or 0) * problem.demand
    return values


def _lock_gains(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """What each lock is worth, tier by tier: the locks of a row in turn are its first columns."""
    rows, columns = problem.locks[:, 0], problem.locks[:, 1]
    order = np.argsort(rows, kind="stable")
    turn = np.empty(len(rows), np.int64)
    turn[order] = np.arange(len(rows)) - np.searchsorted(rows[order], rows[order])
    return np.zeros_like(rows), problem.rank_of(turn + 1, rows), problem.gains[rows, columns]
