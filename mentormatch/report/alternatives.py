"""The best other mentor for everybody at once: what forcing each pair would lose, from one set of prices."""

from dataclasses import dataclass

import numpy as np

from mentormatch import explanation
from mentormatch.assignment.prices import smallest_prices, values_at
from mentormatch.assignment.problem import Ints
from mentormatch.assignment.weights import FORBIDDEN, Weights, split
from mentormatch.explanation import Solved

_NO_WAY = 2**60
"""More than any loss; twice of it is still an int64."""


@dataclass(frozen=True)
class Alternative:
    """Another mentor, with the score in hundredths and what forcing the pair costs all together.

    ``people`` fewer would have a mentor; where it is 0, ``others`` says that somebody who comes first would be left out
    instead of somebody else. ``points`` are hundredths, and tell something only where both are 0.
    """

    mentor_id: str
    score: int
    people: int
    others: bool
    points: int


def best_alternatives(solved: Solved) -> dict[str, Alternative]:
    """The best other mentor of each mentee who has a proposal, by mentee id; left out where there is none.

    The same as ``explanation.alternatives`` with one option each, without solving again for most of them.
    """
    losses, weights = forcing_losses(solved)
    found = dict[str, Alternative]()
    place_of_row = {int(row): place for place, row in enumerate(weights.rows)}
    for row in solved.assignment.rows.tolist():
        option = None
        if row in place_of_row and solved.problem.unmatched_score is None:
            column = _best_column(solved, row, losses[place_of_row[row]])
            if column is None:
                continue
            loss = losses[place_of_row[row], column]
            rank, points = (int(part) for part in split(loss, weights.unit))
            if rank == 0:
                score = int(solved.problem.scores[row, column])
                found[solved.mentee(row)] = Alternative(str(solved.mentor(column)), score, 0, False, points)
                continue
            option = explanation.option(solved, row, column)
        else:  # a locked row, or points alone decide: asked one by one
            option = next(iter(explanation.alternatives(solved, row, 1)), None)
        if option is not None:
            others = option.people == 0 and option.best.people != solved.best.people
            found[solved.mentee(row)] = Alternative(
                str(solved.mentor(option.column)), option.score, option.people, others, option.points
            )
    return found


def _best_column(solved: Solved, row: int, losses: Ints) -> int | None:
    """The column with the smallest loss, then the highest score, then by id; None where the row has no other."""
    scores = solved.problem.scores[row]
    possible = [c for c in np.flatnonzero(losses < _NO_WAY).tolist() if c != solved.assignment.column_of[row]]
    return min(possible, key=lambda c: (int(losses[c]), -int(scores[c]), solved.mentor(c)), default=None)


def forcing_losses(solved: Solved) -> tuple[Ints, Weights]:
    """r x m: combined weight lost when a row without a lock is given each column; ``2**60`` where it cannot be.

    Forcing a pair pushes somebody out of the column, who takes another place, and so on until the place that the row
    left is filled or given up: a cycle in the residual graph. With prices no arc gains, so the loss is the slack of the
    pair and the shortest way back (Ahuja, Magnanti and Orlin 1993, ch. 9). The ways between columns, and the ground
    where nobody has a place, are the same for all rows.
    """
    weights = Weights.of(solved.problem)
    columns = solved.assignment.column_of[weights.rows]
    prices = smallest_prices(weights, columns)
    values = values_at(weights, columns, prices)
    slack = np.where(weights.matrix > FORBIDDEN, values[:, None] + prices - weights.matrix, _NO_WAY)
    ways = _shortest_ways(weights, columns, prices, values, slack)
    back = ways[:-1, np.where(columns >= 0, columns, -1)].T  # from each column to the place that the row left
    return np.minimum(slack + back, _NO_WAY), weights


def _shortest_ways(weights: Weights, columns: Ints, prices: Ints, values: Ints, slack: Ints) -> Ints:
    """(m + 1) x (m + 1): the least that is lost on the way from one column to another; the last one is the ground."""
    m = len(prices)
    ways = np.full((m + 1, m + 1), _NO_WAY)
    holders = np.flatnonzero(columns >= 0)
    np.minimum.at(ways[:, :m], columns[holders], slack[holders])  # a holder moves on,
    np.minimum.at(ways[:, m], columns[holders], values[holders])  # or is left out
    waiting = columns < 0
    if waiting.any():
        ways[m, :m] = slack[waiting].min(axis=0)  # somebody without a place takes one
    load = weights.load(columns)
    ways[:m, m][load < weights.capacity] = 0  # there is room
    given_up = np.where(load > 0, prices, _NO_WAY)
    ways[m, :m] = np.minimum(ways[m, :m], given_up)  # a place stays empty
    np.fill_diagonal(ways, 0)
    for between in range(m + 1):  # Floyd 1962
        np.minimum(ways, ways[:, between, None] + ways[between], out=ways)
    return ways
