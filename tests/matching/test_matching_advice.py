"""What would help and what things cost, each against solving again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_calls import DEFAULT, ON, SMALL, Call, bank
from matching_cases import calls, drawn
from matching_everything import records, rows
from matching_oracles import Oracle

from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, MentorMatchError, match
from mentormatch.assignment import Optimum, Problem, optimum
from mentormatch.explanation import Solved
from mentormatch.robustness import _factors, solutions
from mentormatch.vocabulary import current


def reached(matching: Matching) -> Optimum:
    return optimum(matching._solved.problem)


def gained(call: Call, matching: Matching, **changes: object) -> tuple[int, int]:
    """People and hundredths that the call reaches more with these changes."""
    other = replace(call, **{"model": matching.model, **changes}).match()  # type: ignore[arg-type]  # fields of Call
    return other.people - matching.people, reached(other).points - reached(matching).points


# Relaxation


def together(solved: Solved, rows_: Sequence[int], allowed: np.ndarray, capacity: np.ndarray) -> int | None:
    """The most hundredths with a mentor for each of these rows, locks kept; None where they cannot all have one."""
    problem = solved.problem
    only = np.zeros_like(allowed)
    only[rows_] = allowed[rows_]
    best = optimum(
        Problem(
            np.maximum(problem.scores, 0),
            allowed=only,
            capacity=capacity,
            locks=problem.locks,
        )
    )
    return best.points if sum(best.people) == len(rows_) else None


def but_for(solved: Solved, row: int, names: set[str]) -> np.ndarray:
    """Whether each mentor would be allowed for this mentee if these rules were set aside."""
    found = []
    for column in range(len(solved.encoded.mentors)):
        reason = solved.barred.get((row, column), ("", {}))[0]
        low = solved.lowest_score is not None and solved.problem.scores[row, column] < solved.lowest_score
        broken = {rule.name for rule in solved.encoded.broken(row, column)} | ({"minimum_score"} if low else set())
        found.append(broken <= names and reason != "barred.ban")
    return np.array(found, dtype=np.bool_)


def assert_relaxed(call: Call) -> None:
    matching = call.match()
    solved = matching._solved
    relaxable = [rule.name for rule in solved.encoded.rules if rule.relaxable]
    relaxable += [] if solved.lowest_score is None else ["minimum_score"]
    everybody = solved.assignment.rows.tolist()
    capacity = solved.problem.capacity
    before = together(solved, everybody, solved.problem.allowed, capacity)
    subsets = list(chain.from_iterable(combinations(relaxable, n) for n in range(len(relaxable) + 1)))
    told = dict(zip(matching.unmatched["mentee_id"], matching.unmatched["relaxation"], strict=True))
    for row in solved.assignment.unmatched.tolist():
        found = matching.relaxation(solved.mentee(row))
        assert str(found) == told[found.mentee_id]
        worth = {}
        for names in subsets:
            allowed = solved.problem.allowed.copy()
            allowed[row] = but_for(solved, row, set(names)) & (capacity > 0)
            worth[names] = together(solved, [*everybody, row], allowed, capacity)
        possible = [names for names in subsets if worth[names] is not None]
        if possible:
            fewest = len(possible[0])
            best = max(worth[names] or 0 for names in possible if len(names) == fewest)
            assert (len(found.rules), found.people, found.more_places_at) == (fewest, 1, ())
            assert found.rules in possible
            assert before is not None
            assert round(found.points * 100) == best - before == (worth[found.rules] or 0) - before
            only = solved.problem.allowed.copy()
            only[row] = False
            only[row, solved.encoded.mentors.ids.index(found.mentor_id)] = True
            assert together(solved, [*everybody, row], only, capacity) == best
            continue
        assert found.mentor_id is None
        helps = {
            names: [
                str(solved.mentor(column))
                for column in range(len(capacity))
                if _helps(solved, row, column, names, everybody)
            ]
            for names in subsets
        }
        able = [names for names in subsets if helps[names]]
        assert bool(able) == bool(found.more_places_at) == bool(found.people)
        if able:
            assert len(found.rules) == len(able[0])
            assert sorted(found.more_places_at) == sorted(helps[found.rules])


def _helps(solved: Solved, row: int, column: int, names: Sequence[str], everybody: list[int]) -> bool:
    """Whether one more place at a mentor gives the mentee one; a mentor without any takes in this mentee alone."""
    capacity, allowed = solved.problem.capacity.copy(), solved.problem.allowed.copy()
    capacity[column] += 1
    allowed[row] = but_for(solved, row, {*names, "places"}) & (capacity > 0)
    return together(solved, [*everybody, row], allowed, capacity) is not None


@given(calls(4, 3))
def test_relaxation_is_what_trying_every_set_of_rules_finds(call: Call) -> None:
    assert_relaxed(call)


@pytest.mark.parametrize("seed", range(4))
def test_relaxation_in_a_bank(seed: int) -> None:
    assert_relaxed(bank(12, 6, seed))


def test_who_has_a_proposal_needs_nothing() -> None:
    matching = Call([Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali")], SMALL).match()
    found = matching.relaxation("B1")
    assert (found.rules, found.mentor_id, found.people) == ((), None, 0)


# Scarcity


@given(calls(4, 4))
def test_scarcity_is_the_gain_of_one_more_place(call: Call) -> None:
    matching = call.match()
    solved, frame = matching._solved, matching.mentors
    best = optimum(solved.problem)
    for column, told in enumerate(records(frame)):
        allowed, capacity = solved.problem.allowed.copy(), solved.problem.capacity.copy()
        if not capacity[column]:
            allowed[:, column] = [but_for(solved, row, {"places"})[column] for row in range(len(allowed))]
        capacity[column] += 1
        more = optimum(replace(solved.problem, allowed=allowed, capacity=capacity))
        assert told["people"] == sum(more.people) - sum(best.people)
        assert round(told["scarcity"] * 100) == more.points - best.points


# Costs


def without_rule(model: CompatibilityModel, name: str) -> CompatibilityModel:
    rules = [rule.model_copy(update={"use": False}) if rule.name == name else rule for rule in model.rules or ()]
    return replace(model, rules=rules)


def assert_costs(call: Call) -> None:
    matching = call.match()
    told = {
        (row["kind"], row["name"]): (row["people"], round(row["points"] * 100)) for row in records(matching.costs())
    }
    for rule in matching._solved.encoded.rules:
        if rule.name != "places":  # the scarcity of mentors tells what places cost
            found = gained(call, matching, model=without_rule(matching.model, rule.name))
            assert told.pop(("rule", rule.name), (0, 0)) == found, rule.name
    waiting, names = {mentee.id for mentee in call.waiting}, {mentor.id for mentor in call.mentors}
    for kind, pairs in (("lock", call.locks), ("ban", call.bans)):
        for pair in pairs:
            if pair[0] in waiting and pair[1] in names:
                found = gained(call, matching, **{f"{kind}s": [other for other in pairs if other != pair]})
                assert told.pop((kind, " ".join(pair)), (0, 0)) == found
    found = gained(call, matching, minimum_score=None)
    assert told.pop(("minimum_score", "minimum_score"), (0, 0)) == found
    assert not told


@given(calls(4, 4))
def test_costs_are_what_solving_without_it_gains(call: Call) -> None:
    assert_costs(call)


@pytest.mark.parametrize("seed", range(3))
def test_costs_in_a_bank(seed: int) -> None:
    assert_costs(bank(12, 8, seed))


# Reserves


def possible_reserves(oracle: Oracle, taken: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to hold reserves at the places that the proposals leave."""
    room = [free - taken.count(column) for column, free in enumerate(oracle.free)]
    able = [
        [-1, *(c for c, ok in enumerate(oracle.allowed[row]) if ok and c != column)] if column >= 0 else [-1]
        for row, column in enumerate(taken)
    ]
    for choice in product(*able):
        if all(choice.count(column) <= left for column, left in enumerate(room)):
            yield choice


@given(calls(4, 4))
def test_reserves_are_the_best_that_can_be_held_together(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    taken = oracle.choice_of(matching)
    frame = records(matching.reserves())
    assert [(row["mentee_id"], row["mentor_id"]) for row in frame] == [tuple(p[:2]) for p in rows(matching.pairs)]
    held = {row["mentee_id"]: row for row in frame}
    names = [mentee.id for mentee in oracle.waiting]
    choice = tuple(oracle.column.get(held[name]["reserve_mentor_id"], -1) if name in held else -1 for name in names)
    everything = replace(call, objective="participation")
    worth = Oracle(everything).worth
    options = list(possible_reserves(oracle, list(taken)))
    assert choice in options
    assert worth(choice) == max(map(worth, options))
    for row, name in enumerate(names):
        if name in held:
            told, score = held[name], oracle.scores[row][taken[row]]
            other = oracle.scores[row][choice[row]] if choice[row] >= 0 else 0
            assert told["people"] == (choice[row] < 0)
            assert bool(told["reason"]) == (choice[row] < 0)
            assert round(told["points"] * 100) == score - other


# Recruitment

FIELDS = ("languages", "gender", "municipality", "competence")


def every_further_mentor(call: Call) -> Iterator[Mentor]:
    """Each language x gender x county x competence that anybody has, written as a profile."""
    people = [*call.waiting, *call.mentors]
    homes: dict[str, list[str]] = {}
    for side in (call.waiting, call.mentors):
        for home in sorted(
            {p.municipality for p in side if p.municipality},
            key=lambda home: (-sum(p.municipality == home for p in side), home),
        ):
            homes.setdefault(current().county(home), []).append(home)
    words = {word for p in call.mentors for word in p.competence or ()}
    words |= {word for p in call.waiting if p.basis for word in p.needs or ()}
    parts: list[Sequence[str | None]] = [
        sorted({skill.code for p in people for skill in p.languages or ()}),
        sorted({p.gender for p in people if p.gender}),
        sorted(found[0] for found in homes.values()),
        sorted(words),
    ]
    same: dict[str, object] = {"id": "NEW", "maximum": 1}
    if any("role" in p.model_fields_set for p in call.mentors):
        same["role"] = "operative"
    for language, *others in product(*[part or [None] for part in parts]):
        said = dict(zip(FIELDS[1:], others, strict=True))
        said["languages"] = f"{language} morsmål" if language else None
        yield Mentor(**same, **{name: value for name, value in said.items() if value is not None})


def assert_recruited(call: Call) -> None:
    matching = call.match()
    before = reached(matching)
    best, gain = before, (0, 0)
    for mentor in every_further_mentor(call):
        larger = replace(call, mentors=[*call.mentors, mentor], model=matching.model).match()
        if reached(larger) > best:
            best = reached(larger)
            gain = larger.people - matching.people, best.points - before.points
    frame = records(matching.recruitment())
    if best == before:
        assert not frame
        return
    first = frame[0]["people"], round(frame[0]["points"] * 100)
    if call.objective == "score":  # points alone decide; how many people equal points are for is open
        assert first[1] == gain[1]
    else:
        assert first == gain
    assert len(
        {tuple(str(row[name]) for name in ("language", "gender", "county", "competence")) for row in frame}
    ) == len(frame)


@given(st.integers(0, 2**63))
def test_recruitment_is_the_best_of_every_further_mentor(number: int) -> None:
    assert_recruited(drawn(Random(number), 3, 3, False))


@pytest.mark.parametrize("seed", range(4))
def test_recruitment_in_a_bank_with_places_and_genders(seed: int) -> None:
    call = bank(7, 4, seed)
    needs = Random(seed)
    mentees = [
        mentee.model_copy(update={"needs": (needs.choice(["traumer", "sinne"]),), "basis": {"*": "consent"}})
        for mentee in call.mentees
    ]
    assert_recruited(replace(call, mentees=[Mentee.model_validate(m.model_dump(exclude_unset=True)) for m in mentees]))


def test_what_makes_no_difference_is_not_asked_for() -> None:
    call = Call([Mentee(id="B1", languages="somali", gender="kvinne")], [Mentor(id="M1", languages="norsk")], DEFAULT)
    (row,) = records(call.match().recruitment())
    assert (row["language"], row["people"]) == ("Somali", 1)
    assert not isinstance(row["gender"], str)
    assert row["sentence"].startswith("Somebody who speaks Somali: 1 more would have a mentor")


# Robustness


def drawn_scores(solved: Solved, factors: Sequence[int]) -> np.ndarray:
    """Scores in thousandths of a hundredth with the weights of one draw, cell by cell."""
    encoded = solved.encoded
    n, m = solved.problem.shape
    scores = solved.problem.scores * 1000
    for row in range(n):
        weights = encoded.weights[row].tolist()
        parts = [weight * factor for weight, factor in zip(weights, factors, strict=True)]
        for place, part in enumerate(parts):
            whole = sum(parts)
            weight = (2 * sum(weights) * part + whole) // (2 * whole)
            for column in range(m):
                similarity = int(encoded.rows_of(np.array([row]), np.array([column])).similarity[0, place])
                scores[row, column] += (weight - weights[place]) * similarity
    return scores


@given(calls(3, 3), st.sampled_from((0.1, 0.2, 0.9)))
def test_each_draw_is_solved_exactly(call: Call, spread: float) -> None:
    solved = call.match()._solved
    factors = _factors(solved, 4, spread, "x")
    assert ((factors >= 1000 - 1000 * spread) & (factors <= 1000 + 1000 * spread)).all()
    for one, pairs in zip(factors.tolist(), solutions(solved, factors), strict=True):
        problem = replace(solved.problem, scores=drawn_scores(solved, one), scale=100_000)
        best = optimum(problem)
        held, columns = pairs
        assert problem.allowed[held, columns].all()
        assert (np.bincount(columns, minlength=problem.shape[1]) <= problem.capacity).all()
        assert {tuple(lock) for lock in problem.locks.tolist()} <= set(
            zip(held.tolist(), columns.tolist(), strict=True)
        )
        points = int(problem.scores[held, columns].sum())
        assert abs(points - best.points) < 1000
        if best.people:
            assert len(held) == sum(best.people)


def test_without_spread_every_pair_stands() -> None:
    matching = bank(20, 12, 3).match()
    frame = matching.robustness(draws=3, spread=0)
    assert [row[:2] for row in rows(frame)] == sorted(row[:2] for row in rows(matching.pairs))
    assert set(frame["share"]) == {1.0}


def test_robustness_is_the_same_in_any_order_and_repeats_by_its_seed() -> None:
    call = bank(20, 12, 5)
    frame = call.match(seed=1).robustness(draws=20)
    turned = replace(call, mentees=call.mentees[::-1], mentors=call.mentors[::-1]).match(seed=1).robustness(draws=20)
    assert rows(frame) == rows(turned)
    assert frame.attrs["draws"] == 20
    again = call.match(seed=7).robustness(20, 0.2, frame.attrs["seed"])
    by_mentee = frame.groupby("mentee_id")["share"].sum()
    assert (by_mentee <= 1 + 1e-9).all()
    assert again.attrs == frame.attrs
    assert 0 < frame["share"].min() < frame["share"].max() == 1


@pytest.mark.parametrize(("draws", "spread"), [(0, 0.2), (10, -0.1), (10, 1.5)])
def test_numbers_that_make_no_sense_are_refused(draws: int, spread: float) -> None:
    matching = match([], [], on=ON)
    with pytest.raises(MentorMatchError, match="draws or the spread"):
        matching.robustness(draws, spread)


def test_advice_does_not_tell_where_somebody_with_a_protected_address_lives() -> None:
    mentors = [
        Mentor(id="M1", languages="somali", municipality="Oslo", engagement={"may_be_lent": False}),
        Mentor(id="M2", languages="arabisk", municipality="Bergen", engagement={"may_be_lent": False}),
    ]
    hidden, known = (
        Call([Mentee(id="B1", languages="somali", municipality="Bergen", protected_address=kept)], mentors).match()
        for kept in ("ja", "nei")
    )
    assert known.relaxation("B1").rules == ("reach",)
    assert hidden.relaxation("B1").rules == ("shared_language",)
    assert "set aside" in str(known.why_not("B1", "M1"))
    assert "set aside" not in str(hidden.why_not("B1", "M1"))
    assert [row["name"] for row in records(known.costs())] == ["reach", "shared_language"]
    assert [row["name"] for row in records(hidden.costs())] == ["shared_language"]
    assert records(known.recruitment())[0]["county"] == "Vestland"
    assert not isinstance(records(hidden.recruitment())[0]["county"], str)
