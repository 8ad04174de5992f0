"""The pairs are the best there are: against trying everything on small calls, against scipy on larger ones."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_calls import BANDS, ON, SIGNED, SMALL, Call, Objective, bank
from matching_cases import calls
from matching_everything import records
from matching_oracles import Oracle
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from mentormatch import Mentee, Mentor, match


def assert_best(call: Call, seed: int) -> None:
    matching, oracle = call.match(seed), Oracle(call)
    choice = oracle.choice_of(matching)
    assert choice in set(oracle.solutions())
    people, points = worth = oracle.worth(choice)
    assert worth == oracle.best()
    assert round(matching.total * 100) == points
    assert (matching.people, matching.gap, matching.people_gap) == (sum(c >= 0 for c in choice), 0, 0)
    assert matching.total == matching.bound
    assert sum(people) in (matching.people, 0)
    matching.verify()


@given(calls(), st.integers(0, 3))
def test_people_and_points_are_those_of_trying_everything(call: Call, seed: int) -> None:
    assert_best(call, seed)


@pytest.mark.long
@settings(max_examples=3 * settings().max_examples)
@given(calls(5, 5), st.integers(0, 3))
def test_people_and_points_are_those_of_trying_everything_on_five_by_five(call: Call, seed: int) -> None:
    assert_best(call, seed)


@given(calls())
def test_everybody_is_matched_running_or_unmatched_with_a_reason(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    running = {mentee for mentee, _ in call.current}
    unmatched = matching.unmatched
    found = Counter([*matching.pairs["mentee_id"], *unmatched["mentee_id"], *running & {m.id for m in call.mentees}])
    assert found == Counter(mentee.id for mentee in call.mentees)
    assert list(zip(matching.running["mentee_id"], matching.running["mentor_id"], strict=True)) == list(call.current)
    for mentee_id, reason in zip(unmatched["mentee_id"], unmatched["reason"], strict=True):
        able = [m.id for m, allowed in zip(call.mentors, oracle.allowed[oracle.row[mentee_id]], strict=True) if allowed]
        if able:
            assert reason.startswith(f"Allowed: {' and '.join(sorted(able)) if len(able) < 3 else sorted(able)[0]}")
        else:
            assert reason.startswith("No mentor is allowed (" if call.mentors else "There is nobody on the other side")


@given(calls())
def test_the_frame_of_mentors_counts_places_and_never_more(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    frame = matching.mentors
    running = Counter(mentor for _, mentor in call.current)
    proposed = Counter(matching.pairs["mentor_id"])
    assert frame["mentor_id"].tolist() == [mentor.id for mentor in call.mentors]
    assert frame["capacity"].tolist() == oracle.places
    assert frame["assigned"].tolist() == [running[mentor.id] + proposed[mentor.id] for mentor in call.mentors]
    for mentor, free in zip(call.mentors, oracle.free, strict=True):
        assert proposed[mentor.id] <= free


@given(calls())
def test_score_known_and_choice_of_a_pair(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    for pair in records(matching.pairs):
        row, column = oracle.row[pair["mentee_id"]], oracle.column[pair["mentor_id"]]
        score = oracle.scores[row][column]
        better = [
            s for s, allowed in zip(oracle.scores[row], oracle.allowed[row], strict=True) if allowed and s > score
        ]
        assert (round(pair["score"] * 100), pair["choice"]) == (score, 1 + len(better))
        assert pair["known"] == oracle.known[row][column] / 10_000


def by_scipy(call: Call) -> tuple[list[int], int]:
    """People by class and points, as one large weight: a person of a class outweighs everybody and all points below."""
    oracle = Oracle(call)
    scores, allowed = np.array(oracle.scores), np.array(oracle.allowed)
    classes = sorted(set(oracle.served))
    rank = np.array([classes.index(place) for place in oracle.served])
    n = len(rank)
    unit = 10_001 * n * (n + 1) ** rank if call.objective == "participation" else np.zeros(n, int)
    assert float(unit.max(initial=0)) * n < 2**53
    weight = np.where(allowed, scores + unit[:, None], 0).astype(float)
    places = np.repeat(np.arange(len(oracle.free)), oracle.free)
    rows, chosen = linear_sum_assignment(weight[:, places], maximize=True)
    columns = places[chosen]
    real = allowed[rows, columns]
    counts = np.bincount(rank[rows[real]], minlength=len(classes))
    return counts[::-1].tolist(), int(scores[rows[real], columns[real]].sum())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("objective", ["participation", "score"])
def test_people_and_points_equal_scipy_on_forty_by_thirty(seed: int, objective: Objective) -> None:
    # Three waiting dates and one class of urgency keep the weights of the oracle within float64.
    call = replace(bank(40, 30, seed, ["22.12.2026", "22.08.2026", "01.01.2020"]), objective=objective)
    call = replace(call, minimum_score=35 if seed % 2 else None)
    matching, oracle = call.match(), Oracle(call)
    people, points = by_scipy(call)
    worth = oracle.worth(oracle.choice_of(matching))
    assert worth == (tuple(people) if objective == "participation" else (), points)
    assert 0 < matching.people < len(oracle.waiting)
    matching.verify()


@pytest.mark.parametrize("seed", [1, 2])
def test_people_and_points_equal_one_integer_program_after_another(seed: int) -> None:
    """Every class of urgency and waiting: each tier is fixed before the next, with locks."""
    call = bank(30, 24, seed)
    call = replace(
        call,
        mentees=[
            mentee.model_copy(update={"urgency": ["normal", "soon", "urgent"][number % 3]})
            for number, mentee in enumerate(call.mentees)
        ],
    )
    free = Oracle(call)
    open_pairs = [(i, j) for i, row in enumerate(free.allowed) for j, allowed in enumerate(row) if allowed]
    call = replace(call, locks=[(free.waiting[i].id, call.mentors[j].id) for i, j in (open_pairs[3], open_pairs[-9])])
    oracle = Oracle(call)
    pairs = np.array(open_pairs)
    fixed = [LinearConstraint(pairs[:, 0] == row, 0, 1) for row in range(len(oracle.waiting))]
    fixed += [LinearConstraint(pairs[:, 1] == column, 0, free) for column, free in enumerate(oracle.free)]
    fixed += [LinearConstraint((pairs == lock).all(axis=1), 1, 1) for lock in oracle.locks.items()]
    worth = []
    scores = np.array([oracle.scores[i][j] for i, j in open_pairs])
    members = [np.array([oracle.served[i] == place for i, _ in open_pairs]) for place in set(oracle.served)]
    members.sort(key=lambda mask: oracle.served[pairs[mask][0, 0]] if mask.any() else (-1, -1), reverse=True)
    for gain in (*members, scores):
        solved = milp(-gain.astype(float), integrality=np.ones(len(pairs), int), bounds=Bounds(0, 1), constraints=fixed)
        assert solved.success
        assert solved.fun is not None
        worth.append(round(-solved.fun))
        fixed.append(LinearConstraint(gain, worth[-1], worth[-1]))
    people, points = oracle.worth(oracle.choice_of(call.match()))
    assert len(members) > 8
    assert ([n for n in people if n], points) == ([n for n in worth[:-1] if n], worth[-1])


def test_who_has_waited_longer_goes_first_whatever_the_points() -> None:
    mentors = [Mentor(id="M1", languages="somali C1", age=30)]
    near = Mentee(id="B1", languages="somali C1", age=20, waiting_since="01.11.2026")
    far = Mentee(id="B2", languages="somali C1", age=70, waiting_since="01.08.2026")
    matching = match([near, far], mentors, SMALL, on=ON)
    assert matching.pairs["mentee_id"].tolist() == ["B2"]
    assert match([near, far], mentors, SMALL, on=ON, objective="score").pairs["mentee_id"].tolist() == ["B1"]


DATES = sorted(BANDS, key=lambda day: day.split(".")[::-1])


@pytest.mark.parametrize("earlier, later", [*pairwise(DATES), ("22.10.2026", None)])
def test_who_goes_first_is_told_by_the_band_of_months_and_else_by_lot(earlier: str, later: str | None) -> None:
    mentors = [Mentor(id="M1", languages="somali C1")]
    people = [Mentee(id=day or "none", languages="somali", waiting_since=day) for day in (earlier, later)]
    first = {match(people, mentors, SMALL, seed=seed, on=ON).pairs["mentee_id"].item() for seed in range(12)}
    same_band = later is None or BANDS[earlier] == BANDS[later]
    assert first == ({earlier, later or "none"} if same_band else {earlier})


def test_urgency_comes_before_waiting_time() -> None:
    mentors = [Mentor(id="M1", languages="somali C1")]
    long = Mentee(id="B1", languages="somali C1", waiting_since="01.01.2020")
    soon = Mentee(id="B2", languages="somali C1", waiting_since="20.11.2026", urgency="snart", **SIGNED)
    urgent = Mentee(id="B3", languages="somali C1", waiting_since="21.11.2026", urgency="haster", **SIGNED)
    soon_and_long = Mentee(id="B4", languages="somali C1", waiting_since="01.01.2020", urgency="snart", **SIGNED)
    for seed in range(8):
        assert match([long, soon], mentors, SMALL, seed=seed, on=ON).pairs["mentee_id"].tolist() == ["B2"]
        everybody = [long, soon, soon_and_long, urgent]
        assert match(everybody, mentors, SMALL, seed=seed, on=ON).pairs["mentee_id"].tolist() == ["B3"]


def test_more_people_come_before_more_points() -> None:
    # M1 speaks both languages and fits B1 best, but only M1 can talk with B2.
    mentors = [Mentor(id="M1", languages="norsk C2; somali C2"), Mentor(id="M2", languages="norsk B1")]
    mentees = [Mentee(id="B1", languages="norsk C2"), Mentee(id="B2", languages="somali B1; norsk A1")]
    model = SMALL
    together = match(mentees, mentors, model, on=ON)
    assert together.pairs[["mentee_id", "mentor_id"]].to_numpy().tolist() == [["B1", "M2"], ["B2", "M1"]]
    assert together.people == 2
