"""``verify`` recomputes the proof: it holds for every result and fails for whatever is changed afterwards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_calls import ON, Call, bank
from matching_cases import calls

from mentormatch import Matching, Mentee, Mentor, VerificationError, match
from mentormatch.assignment import Assignment, Tier, solve


def with_assignment(matching: Matching, **changed: object) -> Matching:
    solved = matching._solved
    return replace(matching, _solved=replace(solved, assignment=replace(solved.assignment, **changed)))  # type: ignore[arg-type]  # any field


def with_tier(matching: Matching, name: str, **changed: object) -> Matching:
    tier: Tier = getattr(matching.assignment, name)
    return with_assignment(matching, **{name: replace(tier, **changed)})  # type: ignore[arg-type]  # any field


def with_problem(matching: Matching, **changed: object) -> Matching:
    """Another problem, solved and proved as such."""
    problem = replace(matching._solved.problem, **changed)  # type: ignore[arg-type]  # any field
    return replace(
        matching, _solved=replace(matching._solved, problem=problem, assignment=solve(problem, matching.seed))
    )


def plus_at(array: Any, place: int, more: int) -> Any:  # any array
    changed = array.copy()
    changed[place] += more
    return changed


def with_columns(matching: Matching, columns: Any, rows: Any = None) -> Matching:  # any arrays
    """Other pairs, with totals that fit them."""
    problem, found = matching._solved.problem, matching.assignment
    rows = found.rows if rows is None else rows
    points = int(problem.scores[rows, columns].sum())
    people = int(problem.ranks[rows].sum())
    return with_assignment(
        matching,
        rows=np.array(rows, np.int64),
        columns=np.array(columns, np.int64),
        points=replace(found.points, total=points, gap=found.points.bound - points),
        participation=replace(found.participation, total=people, gap=found.participation.bound - people),
    )


def failed(matching: Matching) -> list[str]:
    with pytest.raises(VerificationError) as caught:
        matching.verify()
    assert all(" Hint: " in problem.text() for problem in caught.value.problems)
    return [problem.key for problem in caught.value.problems]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("objective", ["participation", "score"])
def test_every_result_is_proved(seed: int, objective: Any) -> None:
    call = replace(bank(40, 30, seed), objective=objective, minimum_score=40 if seed else None)
    matching = call.match()
    matching.verify()
    assert (matching.gap, matching.people_gap, matching.bound) == (0, 0, matching.total)


MATCHING = bank(30, 14, 8).match()
"""People left out on one side, places left on the other, prices, ties."""

FOUND: Assignment = MATCHING.assignment
PRICED = int(np.argmax(FOUND.points.prices))
FREE = int(np.flatnonzero(np.bincount(FOUND.columns, minlength=14) < MATCHING._solved.problem.places)[0])

NUMBERS: dict[str, Callable[[], Matching]] = {
    "total": lambda: with_tier(MATCHING, "points", total=FOUND.points.total + 1),
    "bound": lambda: with_tier(MATCHING, "points", bound=FOUND.points.bound - 1),
    "gap": lambda: with_tier(MATCHING, "points", gap=1),
    "people total": lambda: with_tier(MATCHING, "participation", total=FOUND.participation.total + 1),
    "people bound": lambda: with_tier(MATCHING, "participation", bound=FOUND.participation.bound + 1),
    "people gap": lambda: with_tier(MATCHING, "participation", gap=-1),
    "a price up": lambda: with_tier(MATCHING, "points", prices=plus_at(FOUND.points.prices, PRICED, 1)),
    "a price down": lambda: with_tier(MATCHING, "points", prices=plus_at(FOUND.points.prices, PRICED, -1)),
    "a price where places are free": lambda: with_tier(
        MATCHING, "points", prices=plus_at(FOUND.points.prices, FREE, 1)
    ),
    "a price in people": lambda: with_tier(
        MATCHING, "participation", prices=plus_at(FOUND.participation.prices, PRICED, 1)
    ),
    "a value": lambda: with_tier(MATCHING, "points", values=plus_at(FOUND.points.values, int(FOUND.rows[0]), 1)),
    "the value of an unmatched": lambda: with_tier(
        MATCHING, "points", values=plus_at(FOUND.points.values, int(FOUND.unmatched[0]), 5)
    ),
    "fewer prices": lambda: with_tier(MATCHING, "points", prices=FOUND.points.prices[1:]),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_a_changed_number_is_found(what: str) -> None:
    assert failed(NUMBERS[what]())


def test_a_price_raised_together_with_the_bound_is_found() -> None:
    """Totals that agree with each other do not help: the pair of the price no longer adds up, or the place is free."""
    prices = plus_at(FOUND.points.prices, PRICED, 7)
    more = 7 * int(MATCHING._solved.problem.places[PRICED])
    tier = replace(FOUND.points, prices=prices, bound=FOUND.points.bound + more, gap=FOUND.points.gap + more)
    assert "assignment_verify_gap" in failed(with_assignment(MATCHING, points=tier))


def test_swapped_pairs_are_found() -> None:
    swapped = 0
    for first in range(len(FOUND.rows)):
        for second in range(first):
            if FOUND.columns[first] == FOUND.columns[second]:
                continue
            columns = FOUND.columns.copy()
            columns[[first, second]] = columns[[second, first]]
            swapped += 1
            assert failed(with_columns(MATCHING, columns))
    assert swapped > 20


@pytest.mark.parametrize("place", range(len(FOUND.rows)))
def test_a_dropped_pair_is_found(place: int) -> None:
    rows, columns = (np.delete(array, place) for array in (FOUND.rows, FOUND.columns))
    assert failed(with_columns(MATCHING, columns, rows))


def test_a_pair_too_many_is_found() -> None:
    row, full = int(FOUND.unmatched[0]), int(FOUND.columns[0])
    rows, columns = np.append(FOUND.rows, row), np.append(FOUND.columns, full)
    assert {"assignment_verify_capacity", "assignment_verify_forbidden"} & set(
        failed(with_columns(MATCHING, columns, rows))
    )
    again = np.append(FOUND.rows, FOUND.rows[0]), np.append(FOUND.columns, FREE)
    assert "assignment_verify_twice" in failed(with_columns(MATCHING, again[1], again[0]))


def test_another_draw_of_the_same_lottery_is_found() -> None:
    people = [Mentee(id="B1"), Mentee(id="B2")]
    mentors = [Mentor(id="M1"), Mentor(id="M2")]
    matching = match(people, mentors, seed=1, on=ON)
    other = next(
        found
        for seed in range(2, 50)
        if (found := match(people, mentors, seed=seed, on=ON)).assignment.columns.tolist()
        != matching.assignment.columns.tolist()
    )
    other.verify()
    assert failed(with_assignment(other, seed=1)) == ["assignment_verify_lottery"]
    assert failed(with_columns(matching, other.assignment.columns)) == ["assignment_verify_lottery"]
    assert failed(with_assignment(matching, draws=2)) == ["assignment_verify_lottery"]


def test_a_problem_that_is_not_that_of_the_people_is_found_though_it_is_solved_rightly() -> None:
    problem = MATCHING._solved.problem
    scores = problem.scores.copy()
    scores[FOUND.rows[0], FOUND.columns[0]] += 1
    allowed = problem.allowed.copy()
    row, column = np.argwhere(~allowed)[0]
    allowed[row, column] = True
    fewer = problem.allowed.copy()
    fewer[FOUND.rows[0], FOUND.columns[0]] = False
    for changed in (
        {"scores": scores},
        {"allowed": allowed},
        {"allowed": fewer},
        {"capacity": problem.capacity + 1},
        {"priority": problem.priority[::-1].copy()},
    ):
        tampered = with_problem(MATCHING, **changed)
        assert tampered.gap == tampered.people_gap == 0
        assert failed(tampered) == ["verify_scores"]


def test_people_or_a_model_or_a_day_changed_afterwards_are_found() -> None:
    call = bank(12, 8, 3)
    matching = call.match()
    encoded = matching._solved.encoded
    older = [person.model_copy(update={"age": 99}) for person in encoded.mentors.persons]
    people = replace(encoded.mentors, persons=older)
    changed = replace(matching, _solved=replace(matching._solved, encoded=replace(encoded, mentors=people)))
    assert failed(changed) == ["verify_scores"]
    factors = [
        factor.model_copy(update={"weight": factor.weight * (2 if factor.name == "age" else 1)})
        for factor in matching.model.factors
    ]
    assert failed(replace(matching, model=replace(matching.model, factors=factors))) == ["verify_scores"]
    assert failed(replace(matching, on=ON.replace(year=2027))) == ["verify_scores"]


def test_a_lock_is_part_of_the_problem() -> None:
    people = [Mentee(id="B1", languages="somali", age=20), Mentee(id="B2", languages="somali", age=20)]
    mentors = [Mentor(id="M1", languages="somali C1", age=30), Mentor(id="M2", languages="somali B1", age=60)]
    locks = [("B1", "M1")]
    matching = match(people, mentors, locks=locks, on=ON)
    matching.verify()
    columns = matching.assignment.columns[::-1].copy()
    assert "assignment_verify_lock" in failed(with_columns(matching, columns))


@given(calls(), st.randoms(use_true_random=False))
def test_any_other_choice_is_found(call: Call, random: Any) -> None:
    """Another mentor for one person, or none, is no longer what was proved."""
    matching = call.match()
    found = matching.assignment
    if not found.people:
        return
    place = random.randrange(found.people)
    other = random.choice([-1, *(c for c in range(found.problem.shape[1]) if c != found.columns[place])])
    if other == -1:
        rows, columns = np.delete(found.rows, place), np.delete(found.columns, place)
    else:
        rows, columns = found.rows, plus_at(found.columns, place, other - int(found.columns[place]))
    assert failed(with_columns(matching, columns, rows))
