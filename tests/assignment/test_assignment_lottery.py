"""The lottery decides among all optimal assignments and nothing else, by names and not by position, and fairly."""

from collections.abc import Sequence

import numpy as np
import pytest
from assignment_oracles import MANY, Case, cases, choice_of
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chisquare

from mentormatch.assignment import Assignment, Problem, assign, lottery, solve, verify
from mentormatch.assignment.network import Network
from mentormatch.assignment.prices import AllPairs, smallest_heights
from mentormatch.assignment.residual import Face

# The first row surely has one of the two places; the others draw for what is left beside it.
BESIDE_A_SURE_ONE = Case([[5], [1], [1]], [[True]] * 3, [2], [0, 0, 0], [], None)


@MANY
@given(cases(), st.integers(0, 3))
@example(BESIDE_A_SURE_ONE, 0)
def test_the_winner_has_the_most_tickets_of_all_optimal_assignments(case: Case, seed: int) -> None:
    problem = case.problem()
    found = solve(problem, seed)
    best = case.best()
    optimal = [choice for choice in case.solutions() if case.worth(choice) == best]
    network = Network.of(problem)
    chosen = network.chosen(problem, found.rows, found.columns)
    heights = smallest_heights(network, chosen, AllPairs(network, chosen))
    undecided = Face.of(network, chosen, heights).undecided()
    if undecided is None:
        assert optimal == [choice_of(found)]
        return
    rows = network.rows[undecided.nodes].tolist()
    open_pairs = list(zip(rows, undecided.columns.tolist(), strict=True))
    held: list[set[tuple[int, int]]] = [{(i, j) for i, j in enumerate(choice) if j >= 0} for choice in optimal]
    assert set(open_pairs) == held[0].union(*held) - held[0].intersection(*held)
    tickets = lottery.tickets_for(problem, network, undecided, seed, found.draws)
    ticket_of = dict(zip(open_pairs, tickets[: len(open_pairs)].tolist(), strict=True))
    most = sorted((sum(ticket_of.get(pair, 0) for pair in pairs), k) for k, pairs in enumerate(held))
    assert optimal[most[-1][1]] == choice_of(found)
    assert most[-1][0] > most[-2][0]


def by_name(found: Assignment) -> set[tuple[str | bytes, str | bytes]]:
    rows, columns = found.problem.row_keys, found.problem.column_keys
    assert rows is not None
    assert columns is not None
    return {(rows[i], columns[j]) for i, j in zip(found.rows.tolist(), found.columns.tolist(), strict=True)}


@MANY
@given(cases(most_rows=5, most_columns=5), st.randoms(use_true_random=False), st.sampled_from([None, 3, "spring"]))
def test_the_order_of_rows_and_columns_changes_nothing(case: Case, random: object, seed: int | str | None) -> None:
    n, m = case.n, case.m
    order = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]  # a random.Random
    rows, columns = order.permutation(n), order.permutation(m)
    row_of, column_of = np.argsort(rows), np.argsort(columns)
    names: Sequence[str] = [f"mentee {i}" for i in range(n)]
    bytes_names: Sequence[bytes] = [b"mentor %d" % j for j in range(m)]
    plain = case.problem()
    problem = Problem(
        plain.scores,
        plain.allowed,
        plain.capacity,
        plain.priority,
        plain.locks,
        case.unmatched_score,
        names,
        bytes_names,
    )
    shuffled = Problem(
        plain.scores[np.ix_(rows, columns)],
        plain.allowed[np.ix_(rows, columns)],
        plain.capacity[columns],
        plain.priority[rows],
        [(row_of[i], column_of[j]) for i, j in case.locks],  # type: ignore[arg-type]  # a list serves as well
        case.unmatched_score,
        [names[i] for i in rows],
        [bytes_names[j] for j in columns],
    )
    first, second = solve(problem, seed), solve(shuffled, seed)
    assert by_name(first) == by_name(second)
    assert first.seed == second.seed
    assert (first.total, first.draws) == (second.total, second.draws)
    assert first.prices[columns].tolist() == second.prices.tolist()
    assert first.values[rows].tolist() == second.values.tolist()


def test_equal_rows_win_equally_often() -> None:
    # Five equal rows for one place that is better and two that are equal; two of the five get none.
    scores = np.tile([9, 5, 5], (5, 1))
    wins = np.zeros((5, 3))
    for seed in range(2000):
        found = assign(scores, seed=seed)
        wins[found.rows, found.columns] += 1
    assert wins.sum(axis=0).tolist() == [2000, 2000, 2000]
    for column in range(3):
        assert chisquare(wins[:, column]).pvalue > 0.001
    assert chisquare(wins.sum(axis=1)).pvalue > 0.001


@pytest.mark.long
def test_equal_rows_that_ask_for_two_win_equally_often() -> None:
    # Four equal rows, five places in three equal columns: one row has two of them.
    wins = np.zeros((4, 3))
    for seed in range(2000):
        found = assign(np.ones((4, 3), int), capacity=[2, 2, 1], demand=2, seed=seed)
        np.add.at(wins, (found.rows, found.columns), 1)
    assert wins.sum(axis=0).tolist() == [4000, 4000, 2000]
    for column in range(3):
        assert chisquare(wins[:, column]).pvalue > 0.001


def test_the_seed_decides_and_is_recorded() -> None:
    scores = np.ones((6, 4), int)
    assert [assign(scores, seed=3).column_of.tolist() for _ in range(2)] == [
        assign(scores, seed="3").column_of.tolist() for _ in range(2)
    ]
    assert len({tuple(assign(scores, seed=seed).column_of.tolist()) for seed in range(30)}) > 20
    unseeded = assign(scores)
    assert isinstance(unseeded.seed, str)
    assert assign(scores, seed=unseeded.seed).column_of.tolist() == unseeded.column_of.tolist()
    assert assign(scores, seed=np.int64(3)).seed == 3  # type: ignore[arg-type]  # numpy's integers pass for integers


def test_a_seed_that_is_not_given_follows_from_the_names() -> None:
    scores = np.ones((2, 2), int)
    names = [["a", "b"], ["b", "a"], ["a", "bc"], ["ab", "c"]]
    seeds = [solve(Problem(scores, row_keys=keys, column_keys=["x", "y"])).seed for keys in names]
    assert seeds[0] == seeds[1]
    assert len(set(seeds)) == 3
    assert len({assign(np.ones(shape)).seed for shape in [(2, 3), (3, 2), (2, 2)]}) == 3


def test_a_tie_of_tickets_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lottery, "TICKET_BITS", 2)  # so few that ties are common
    scores = np.ones((4, 3), int)
    found = [assign(scores, seed=seed) for seed in range(100)]
    assert max(result.draws for result in found) > 1
    for result in found:
        verify(result.problem, result)
    wins = np.bincount(np.concatenate([result.unmatched for result in found]), minlength=4)
    assert chisquare(wins).pvalue > 0.001


def test_without_equals_there_is_nothing_to_draw() -> None:
    scores = np.array([[70, 40], [60, 10]])
    assert len({tuple(assign(scores, seed=seed).column_of.tolist()) for seed in range(20)}) == 1


def test_larger_ties_are_settled_and_proven() -> None:
    rng = np.random.default_rng(1)
    scores = rng.integers(0, 3, (80, 50))
    capacity = rng.integers(0, 3, 50)
    results = [assign(scores, capacity=capacity, priority=rng.integers(0, 2, 80) * 0, seed=seed) for seed in range(3)]
    assert len({(result.people, result.total) for result in results}) == 1
    assert len({tuple(result.column_of.tolist()) for result in results}) == 3
    for result in results:
        verify(result.problem, result)
