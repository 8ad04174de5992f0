"""What would help and what things cost with several mentors, minimums and quotas: each against solving again."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from matching_calls import Call
from matching_cases import drawn
from matching_everything import records, rows
from test_matching_advice import drawn_scores, every_further_mentor, reached

from mentormatch import Matching, MatchingError, Mentee, Mentor, Quota
from mentormatch.assignment import optimum
from mentormatch.assignment.solving import reached as reached_by
from mentormatch.quotas import in_words
from mentormatch.robustness import _factors, solutions

SEEDS = [*range(24), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(24, 400))]


def asked(seed: int) -> tuple[Call, Matching]:
    """A small call with at least one of several mentors for one, minimums, quotas; and what is proposed."""
    rng = Random(seed)
    while True:
        call = drawn(rng, 4, 4, False)
        mentees = [
            Mentee.model_validate({**m.model_dump(exclude_unset=True), "mentors_needed": rng.choice((1, 1, 2))})
            for m in call.mentees
        ]
        mentors = [
            Mentor.model_validate(
                {
                    **m.model_dump(exclude_unset=True),
                    "gender": rng.choice(("kvinne", "mann")),
                    "municipality": rng.choice(("Oslo", "Bergen")),
                    "maximum": (most := rng.choice((1, 1, 2))),
                    "minimum": rng.choice((None, None, 1, most)),
                }
            )
            for m in call.mentors
        ]
        quotas = [
            Quota(field="gender", values="kvinne", at_least=1),
            Quota(field="gender", values="mann", at_most=rng.randint(0, 2), per="all"),
            Quota(field="county", at_most=rng.randint(1, 2), per="group"),
            Quota(mentors=["M1", "M2"], at_most=1),
            Quota(field="languages", values="somali", at_most=2, per="all"),
        ]
        call = replace(call, mentees=mentees, mentors=mentors, quotas=rng.sample(quotas, rng.choice((0, 0, 1, 1, 2))))
        if len(mentors) < 2:
            continue
        try:
            matching = call.match()
        except MatchingError:  # quotas that cross, or conditions that contradict each other
            continue
        if not matching.assignment.problem.plain:
            return call, matching


@pytest.mark.parametrize("seed", SEEDS[:12] + SEEDS[24:])
def test_recruitment_is_the_best_of_every_further_mentor(seed: int) -> None:
    call, matching = asked(seed)
    before = best = reached(matching)
    gain = 0, 0
    for mentor in every_further_mentor(call):
        try:
            larger = replace(call, mentors=[*call.mentors, mentor], model=matching.model).match()
        except MatchingError:  # quotas that cross with this mentor
            continue
        if reached(larger) > best:
            best = reached(larger)
            gain = larger.people - matching.people, best.points - before.points
    frame = records(matching.recruitment())
    assert bool(frame) == (best > before)
    if frame:
        first = frame[0]["people"], round(frame[0]["points"] * 100)
        assert first[1] == gain[1]
        assert first == gain or call.objective == "score"


def each_within(limits: list[tuple[set[int], int]], columns: tuple[int, ...]) -> bool:
    return all(len(inside & set(columns)) <= room for inside, room in limits)


@pytest.mark.parametrize("seed", SEEDS)
def test_reserves_are_the_best_that_can_be_held_together(seed: int) -> None:
    call, matching = asked(seed)
    solved = matching._solved
    problem, names = solved.problem, {mentor.id: column for column, mentor in enumerate(call.mentors)}
    place = {mentee.id: row for row, mentee in enumerate(call.waiting)}
    proposed, held = dict[int, list[int]](), dict[int, list[int]]()
    for pair in records(matching.reserves()):
        row, reserve = place[pair["mentee_id"]], names.get(pair["reserve_mentor_id"], -1)
        proposed.setdefault(row, []).append(names[pair["mentor_id"]])
        held.setdefault(row, []).append(reserve)
        assert (pair["people"], bool(pair["reason"])) == (reserve < 0, reserve < 0)
    assert {(row, column) for row, columns in proposed.items() for column in columns} == set(
        zip(solved.assignment.rows.tolist(), solved.assignment.columns.tolist(), strict=True)
    )
    load = Counter(column for columns in proposed.values() for column in columns)
    limits = dict[int, list[tuple[set[int], int]]]()
    for row, asks in enumerate(problem.demand.tolist()):
        limits[row] = []
        for quota in problem.row_quotas:
            if row in np.asarray(quota.rows):
                inside = set(np.asarray(quota.columns).tolist())
                limits[row].append((inside, len(names) if quota.most is None else quota.most))
                limits[row].append((set(names.values()) - inside, max(asks - quota.least, 0)))
    groups = [(set(np.asarray(q.columns).tolist()), q.most) for q in problem.column_quotas]

    def possible(choice: tuple[tuple[int, ...], ...]) -> bool:
        both = load + Counter(column for columns in choice for column in columns)
        return all(both[column] <= problem.capacity[column] for column in both) and all(
            sum(both[column] for column in inside) <= most for inside, most in groups
        )

    def worth(choice: tuple[tuple[int, ...], ...]) -> tuple[object, ...]:
        levels = range(max(map(len, proposed.values()), default=0))
        served = [
            sum(len(c) > level and problem.classes[row] == k for row, c in zip(proposed, choice, strict=True))
            for level in levels
            for k in range(int(problem.classes.max()), 0, -1)
        ]
        points = sum(int(problem.scores[row, c]) for row, mine in zip(proposed, choice, strict=True) for c in mine)
        return served, points

    bundles = [
        [
            bundle
            for size in range(len(mine) + 1)
            for bundle in combinations([c for c in names.values() if problem.allowed[row, c] and c not in mine], size)
            if each_within(limits[row], bundle)
        ]
        for row, mine in proposed.items()
    ]
    chosen = tuple(tuple(sorted(c for c in held[row] if c >= 0)) for row in proposed)
    options = [choice for choice in product(*bundles) if possible(choice)]
    assert chosen in options
    assert worth(chosen) == max(map(worth, options))
    for row, mine in proposed.items():  # any of the meetings may fail
        for failed in product((False, True), repeat=len(mine)):
            after = [h if out else c for c, h, out in zip(mine, held[row], failed, strict=True)]
            assert each_within(limits[row], tuple(c for c in after if c >= 0))


@pytest.mark.parametrize("seed", SEEDS[:16] + SEEDS[24:])
def test_each_draw_is_solved_exactly(seed: int) -> None:
    _, matching = asked(seed)
    solved = matching._solved
    factors = _factors(solved, 3, 0.5, "x")
    for one, pairs in zip(factors.tolist(), solutions(solved, factors), strict=True):
        floor = None if solved.problem.unmatched_score is None else solved.problem.unmatched_score * 1000
        problem = replace(solved.problem, scores=drawn_scores(solved, one), scale=100_000, unmatched_score=floor)
        best, found = optimum(problem), reached_by(problem, pairs)
        assert problem.allowed[pairs.nodes, pairs.columns].all()
        assert (found.filled, found.people) == (best.filled, best.people)
        assert 0 <= best.points - found.points < 1000
        assert (np.bincount(pairs.columns, minlength=problem.shape[1]) <= problem.capacity).all()
        for quota in problem.column_quotas:
            assert np.isin(pairs.columns, quota.columns).sum() <= quota.most
        assert {tuple(lock) for lock in problem.locks.tolist()} <= set(
            zip(pairs.nodes.tolist(), pairs.columns.tolist(), strict=True)
        )


@pytest.mark.parametrize("seed", range(4))
def test_robustness_is_the_same_in_any_order(seed: int) -> None:
    call, matching = asked(seed)
    turned = replace(call, mentees=call.mentees[::-1], mentors=call.mentors[::-1])
    assert rows(matching.robustness(10)) == rows(turned.match().robustness(10))


@pytest.mark.parametrize("seed", SEEDS)
def test_costs_are_what_solving_without_it_gains(seed: int) -> None:
    call, matching = asked(seed)
    found = records(matching.costs())
    told = {(row["kind"], row["name"]): (row["people"], round(row["points"] * 100)) for row in found}
    assert len(told) == len(found)
    before, shortfall = reached(matching), dict(matching.shortfall[["mentor_id", "missing"]].values.tolist())
    tried: dict[tuple[str, str], dict[str, object]] = {}
    tried |= {("minimum", one.id): {"mentors": without_minimum(call, one.id)} for one in call.mentors if one.minimum}
    for number, quota in enumerate(call.quotas):
        if quota.per != "group":
            others = [*call.quotas[:number], *call.quotas[number + 1 :]]
            tried["quota", in_words(quota, "", "en")] = {"quotas": others}
    for (kind, name), changes in tried.items():
        try:
            other = replace(call, model=matching.model, **changes).match()  # type: ignore[arg-type]  # fields of Call
        except MatchingError:  # what is left contradicts itself: a minimum cannot be filled
            continue
        after = reached(other)
        gain = other.people - matching.people, after.points - before.points
        if (kind, name) in told:
            assert told[kind, name][1] == gain[1]
            assert told[kind, name] == gain or call.objective == "score"
        else:  # running cases fill the minimum; nobody or nothing that the quota could count is there
            assert (gain[1], after.filled - before.filled) == (0, 0)
        if kind == "minimum":
            assert after.filled - before.filled >= shortfall.get(name, 0)


def without_minimum(call: Call, name: str) -> list[Mentor]:
    return [mentor.model_copy(update={"minimum": None}) if mentor.id == name else mentor for mentor in call.mentors]
