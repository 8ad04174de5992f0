"""The proof of an assignment, checked from the problem and the numbers alone: no engine is asked.

Minimums, people and points are compared as an ordered triple. The values must be what each row could have at best at
these prices; then no solution is worth more than the bound (see ``proof``), and one that meets it in every tier is
the best.
"""

from collections.abc import Iterator

import numpy as np

from mentormatch.assignment.bundles import Bundles
from mentormatch.assignment.lottery import draw, is_winner
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.prices import AllPairs, smallest_heights
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.proof import bounds_of, own_prices, sign, totals_of
from mentormatch.assignment.quotas import column_masks, row_limits
from mentormatch.assignment.residual import Face
from mentormatch.assignment.result import Assignment
from mentormatch.errors import Problem as Fault
from mentormatch.errors import VerificationError

TIERS = ("minimums", "participation", "points")


def verify(problem: Problem, assignment: Assignment) -> None:
    """Nothing, if the assignment is what it says; else ``VerificationError`` with all that fails.

    Checked: the pairs keep to the problem; the totals are the sums; no row could do better at these prices; the bound
    is met in every tier; the prices are the smallest; the lottery with the recorded seed chose these pairs.

    >>> from mentormatch.assignment import solve
    >>> problem = Problem(np.array([[70, 40], [60, 10]]))
    >>> verify(problem, solve(problem))
    """
    faults = list(_shape_faults(problem, assignment))
    if faults:
        raise VerificationError(faults)
    faults = [*_pair_faults(problem, assignment), *_total_faults(problem, assignment)]
    faults += [*_price_faults(problem, assignment), *_value_faults(problem, assignment)]
    faults = faults or [*_choice_faults(problem, assignment)]
    if faults:
        raise VerificationError(faults)


def _shape_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    n, m = problem.shape
    rows, columns = assignment.rows, assignment.columns
    if rows.ndim != 1 or rows.shape != columns.shape:
        yield Fault("assignment_shape", {"name": "columns", "shape": columns.shape, "expected": rows.shape})
    elif np.any((rows < 0) | (rows >= n) | (columns < 0) | (columns >= m)):
        yield Fault("assignment_verify_outside", {"rows": n, "columns": m})
    quotas = len(problem.column_quotas)
    for tier in assignment.tiers:
        arrays = (("values", tier.values, n), ("prices", tier.prices, m), ("quota_prices", tier.quota_prices, quotas))
        for name, array, count in arrays:
            if array.shape != (count,):
                yield Fault("assignment_shape", {"name": name, "shape": array.shape, "expected": (count,)})


def _pair_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    rows, columns = assignment.rows, assignment.columns
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if not problem.allowed[row, column]:
            yield Fault("assignment_verify_forbidden", {"row": row, "column": column})
    count = np.bincount(rows, minlength=problem.shape[0])
    for row in np.flatnonzero(count > problem.demand).tolist():
        yield Fault(
            "assignment_verify_twice", {"row": row, "count": int(count[row]), "demand": int(problem.demand[row])}
        )
    load = np.bincount(columns, minlength=problem.shape[1])
    for column in np.flatnonzero(load > problem.capacity).tolist():
        values: dict[str, object] = {
            "column": column,
            "count": int(load[column]),
            "capacity": int(problem.capacity[column]),
        }
        yield Fault("assignment_verify_capacity", values)
    pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
    if len(set(pairs)) < len(pairs):
        yield Fault("assignment_verify_same", {"count": len(pairs) - len(set(pairs))})
    for row, column in problem.locks.tolist():
        if (row, column) not in pairs:
            yield Fault("assignment_verify_lock", {"row": row, "column": column})
    for limit in row_limits(problem):
        held = np.bincount(rows[limit.mask[columns]], minlength=problem.shape[0])[limit.rows]
        for place in np.flatnonzero(held > limit.room).tolist():
            values = {"row": int(limit.rows[place]), "number": limit.quota, "count": int(held[place])}
            yield Fault("assignment_verify_row_quota", {**values, "most": int(limit.room[place])})
    for number, mask in enumerate(column_masks(problem)):
        held_in, most = int(mask[columns].sum()), problem.column_quotas[number].most
        if held_in > most:
            yield Fault("assignment_verify_quota", {"number": number, "count": held_in, "most": most})


def _total_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    tiers = assignment.tiers
    totals = totals_of(problem, Pairs(assignment.rows, assignment.columns))
    values, prices = [tier.values for tier in tiers], [tier.prices for tier in tiers]
    bounds = bounds_of(problem, values, prices, [tier.quota_prices for tier in tiers])
    for name, tier, total, bound in zip(TIERS, tiers, totals, bounds, strict=True):
        for what, stated, right in (
            ("total", tier.total, total),
            ("bound", tier.bound, bound),
            ("gap", tier.gap, bound - total),
        ):
            if stated != right:
                yield Fault("assignment_verify_number", {"name": f"{name}.{what}", "stated": stated, "right": right})
        if bound != total:
            yield Fault("assignment_verify_gap", {"tier": name, "gap": bound - total})


def _price_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    """Prices that no place can have: below nothing, but for a minimum that the column fills."""
    prices, quota_prices = [t.prices for t in assignment.tiers], [t.quota_prices for t in assignment.tiers]
    own, quotas = own_prices(problem, prices, quota_prices)
    minimums, people, points = own
    below = sign([minimums + (problem.minimum > 0), people, points]) < 0
    for wrong in (below, sign(quotas) < 0):
        if wrong.any():
            yield Fault("assignment_verify_price", {"column": int(np.flatnonzero(wrong)[0]), "count": int(wrong.sum())})


def _value_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    """Rows that could do better at these prices than their values say, or not as well."""
    bundles = Bundles.of(problem, [tier.prices for tier in assignment.tiers])
    if bundles is None:
        yield Fault("assignment_verify_wide")
        return
    stated = [tier.values for tier in assignment.tiers]
    stated[2] = stated[2] - (problem.unmatched_score or 0) * problem.demand
    best, last = bundles.best()
    compared = sign([mine - most for mine, most in zip(stated, best, strict=True)])
    for key, wrong in (("assignment_verify_pair", compared < 0), ("assignment_verify_value", compared > 0)):
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            yield Fault(key, {"row": row, "column": int(last[row]), "count": int(wrong.sum())})


def _choice_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    """The pairs are proven: are the prices the smallest, and did these pairs win the lottery?"""
    network = Network.of(problem)
    chosen = network.chosen(problem, assignment.rows, assignment.columns)
    heights = smallest_heights(network, chosen, AllPairs(network, chosen))
    first, m = network.first_column, problem.shape[1]
    for part, tier in zip(network.split(heights), assignment.tiers, strict=True):
        stated = np.concatenate([tier.prices, tier.quota_prices])
        if not np.array_equal(stated, part[first : first + m + network.column_quotas]):
            yield Fault("assignment_verify_smallest")
            return
    face = Face.of(network, chosen, heights)
    if assignment.draws == 1:
        won = is_winner(problem, network, face, assignment.seed)
    else:  # each draw before must have been a tie
        winner, draws = draw(problem, network, chosen, face, assignment.seed)
        again = set(zip(winner.nodes.tolist(), winner.columns.tolist(), strict=True))
        won = draws == assignment.draws and again == set(
            zip(chosen.nodes.tolist(), chosen.columns.tolist(), strict=True)
        )
    if not won:
        yield Fault("assignment_verify_lottery", {"seed": assignment.seed})
