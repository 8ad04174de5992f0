"""What a change sets in motion with minimums, demands and quotas, in arrays: against trying everything."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from general_oracles import Chosen, General, generals
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.alternating import NO_WAY
from mentormatch.assignment import solve
from mentormatch.assignment.network import Pairs
from mentormatch.exchanges import Exchanges


def chosen_of(case: General, pairs: Pairs) -> Chosen:
    held = list(zip(pairs.nodes.tolist(), pairs.columns.tolist(), strict=True))
    return tuple(tuple(j for i, j in held if i == row) for row in range(case.n))


def with_pair(case: General, row: int, column: int) -> Iterator[Chosen]:
    return (choice for choice in case.solutions() if column in choice[row])


def in_common(one: Chosen, other: Chosen) -> int:
    return sum(len(set(a) & set(b)) for a, b in zip(one, other, strict=True))


def assert_forced(case: General, seed: int) -> None:
    found = solve(case.problem(), seed)
    exchanges, best = Exchanges(found), case.best()
    before = chosen_of(case, Pairs(found.rows, found.columns))
    for row in range(case.n):
        if sum(i == row for i, _ in case.locks) >= found.problem.units[row]:
            continue
        losses = exchanges.losses(row)
        for column in range(case.m):
            options = list(with_pair(case, row, column))
            assert bool(options) == (losses[column] < NO_WAY)
            if not options:
                continue
            forced = max(map(case.worth, options))
            lost = exchanges.split(-losses[column : column + 1])
            gained = np.subtract(case.in_ranks(forced), case.in_ranks(best))
            assert [int(part[0]) for part in lost] == gained.tolist()
            after = chosen_of(case, exchanges.forced(row, column))
            equals = [choice for choice in options if case.worth(choice) == forced]
            assert after in equals
            assert in_common(before, after) == max(in_common(before, choice) for choice in equals)


@given(generals(most_rows=3, most_columns=3), st.integers(0, 3))
def test_forcing_a_pair_is_what_trying_everything_says(case: General, seed: int) -> None:
    assert_forced(case, seed)


def assert_beside(case: General) -> None:
    found = solve(case.problem(), 1)
    exchanges = Exchanges(found)
    before = chosen_of(case, Pairs(found.rows, found.columns))
    best = case.best()
    for row in range(case.n):
        possible, points = exchanges.beside(row)
        for column in set(range(case.m)) - set(before[row]):
            allowed = [list(cells) for cells in case.allowed]
            allowed[row][column] = True
            opened = replace(case, allowed=allowed)
            counts = [len(columns) + (i == row) for i, columns in enumerate(before)]
            able = [
                worth
                for choice in opened.solutions()
                if column in choice[row]
                and [len(columns) for columns in choice] == counts
                and (worth := opened.worth(choice))[0] >= best[0]
            ]
            assert bool(able) == bool(possible[column])
            if able:
                most = max((filled, points) for filled, _, points in able)[1]
                assert points[column] == most - best[2]


@given(generals(most_rows=3, most_columns=3))
def test_one_more_beside_the_others_is_what_trying_everything_says(case: General) -> None:
    assert_beside(case)
