"""One person's shortlist: order and costs against trying everything, equal mentors by lot."""

from collections import Counter
from datetime import timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_calls import ON, SIGNED, SMALL, Call
from matching_cases import calls
from matching_everything import records, rows
from matching_oracles import Oracle
from why_not_causes import AS_GOOD

from mentormatch import MatchingError, Mentee, Mentor, match, shortlist
from mentormatch.matching import Proposal


def shortlist_of(call: Call, mentee: Mentee, n: int, language: str = "en") -> Proposal:
    others = [other for other in call.mentees if other is not mentee]
    return shortlist(
        mentee,
        call.mentors,
        call.model,
        waiting=others,
        current=call.current,
        bans=call.bans,
        n=n,
        on=ON,
        language=language,
    )


def assert_moves_cost(oracle: Oracle, text: str, people: int, points: int) -> None:
    """What those waiting lose is what the moves say."""
    lost_people = lost_points = 0
    told = [part.split(": ") for part in text.split("; ") if part]
    assert len({mentee for mentee, _ in told}) == len(told)
    for mentee, change in told:
        for name, sign in zip(change.split(" → "), (1, -1), strict=True):
            if name != "nobody":
                row, column = oracle.row[mentee], oracle.column[name]
                assert oracle.allowed[row][column]
                lost_people += sign
                lost_points += sign * oracle.scores[row][column]
    assert (lost_people, lost_points) == (people, points)


@given(calls(4, 4, plain=True), st.sampled_from((1, 3, 9)))
def test_options_are_the_best_by_trying_everything(call: Call, n: int) -> None:
    oracle = Oracle(call)
    for row, mentee in enumerate(oracle.waiting):
        proposal = shortlist_of(call, mentee, n)
        alone = oracle.best(only={row: -1})
        assert alone is not None
        expected = {}
        for column, mentor in enumerate(call.mentors):
            reached = oracle.forced(row, column)
            assert bool(proposal.why_not(mentor.id)) == (reached is None)
            if reached is not None:
                score = oracle.scores[row][column]
                people = sum(alone[0]) - (sum(reached[0]) - 1)
                order = ([-count for count in reached[0]], -reached[1], -score)
                expected[mentor.id] = (order, score, people, alone[1] - (reached[1] - score))
        best = sorted(order for order, *_ in expected.values())[:n]
        frame = proposal.options
        assert [expected[name][0] for name in frame["mentor_id"]] == best
        assert frame["mentor_id"].is_unique
        for option in records(frame):
            numbers = (round(option["score"] * 100), option["people"], round(option["points"] * 100))
            assert numbers == expected[option["mentor_id"]][1:]
            assert_moves_cost(oracle, option["moves"], *numbers[1:])
            explained = proposal.explain(option["mentor_id"])
            assert sum(round(points * 100) for points in explained["points"]) == numbers[0]
        assert bool(proposal.reason) == (not expected)
        assert (proposal.mentee_id, proposal.on) == (mentee.id, ON)


@given(calls(3, 4, plain=True))
def test_the_order_of_those_waiting_and_of_mentors_changes_nothing(call: Call) -> None:
    for mentee in call.waiting:
        found = [
            shortlist_of(other, mentee, 4, "nb")
            for other in (call, call.in_order(range(len(call.mentees))[::-1], range(len(call.mentors))[::-1]))
        ]
        first, second = ((p.options.to_numpy().tolist(), p.notice, p.reason) for p in found)
        assert first == second


def test_known_is_that_of_the_matching() -> None:
    mentees = [Mentee(id="B1", languages="somali", age=20), Mentee(id="B2", languages="somali")]
    mentors = [Mentor(id="M1", languages="somali", age=30), Mentor(id="M2", languages="somali")]
    option = shortlist(mentees[0], mentors, SMALL, waiting=mentees[1:], on=ON, n=2).options.set_index("mentor_id")
    assert option["known"].to_dict() == {"M1": 1.0, "M2": 0.8}


def test_the_person_alone_gets_the_best_score_first() -> None:
    mentors = [Mentor(id=f"M{age}", languages="somali C1", age=age) for age in (20, 27, 60)]
    options = shortlist(Mentee(id="B1", languages="somali", age=20), mentors, SMALL, on=ON).options
    assert options["mentor_id"].tolist() == ["M27", "M20", "M60"]
    assert options[["people", "points"]].to_numpy().tolist() == [[0, 0], [0, 0], [0, 0]]
    assert options["moves"].tolist() == ["", "", ""]


def test_what_leaves_nobody_out_comes_before_what_scores_more() -> None:
    mentors = [Mentor(id="M1", languages="somali C2; norsk C2"), Mentor(id="M2", languages="norsk B1")]
    somali = Mentee(id="B1", languages="somali")
    both = Mentee(id="B2", languages="norsk C1")
    options = shortlist(both, mentors, SMALL, waiting=[somali], on=ON).options
    assert options["mentor_id"].tolist() == ["M2", "M1"]
    assert options["people"].tolist() == [0, 1]
    assert options["moves"].tolist() == ["", "B1: M1 → nobody"]


def test_somebody_urgent_is_not_put_behind_whoever_waits() -> None:
    mentor = [Mentor(id="M1", languages="somali C1")]
    waiting = [Mentee(id="B2", languages="somali", waiting_since="01.01.2020")]
    urgent = Mentee(id="B1", languages="somali", urgency="haster", waiting_since="20.11.2026", **SIGNED)
    options = shortlist(urgent, mentor, SMALL, waiting=waiting, on=ON).options
    assert options[["mentor_id", "people", "moves"]].to_numpy().tolist() == [["M1", 1, "B2: M1 → nobody"]]


def test_running_cases_take_places_and_those_people_do_not_wait() -> None:
    mentors = [Mentor(id="M1", languages="somali C1", maximum=2), Mentor(id="M2", languages="somali C1", maximum=1)]
    followed = Mentee(id="B2", languages="somali")
    new = Mentee(id="B1", languages="somali")
    current = [("B2", "M2"), ("B7", "M1")]
    options = shortlist(new, mentors, SMALL, waiting=[followed, new], current=current, on=ON).options
    assert options[["mentor_id", "people", "moves"]].to_numpy().tolist() == [["M1", 0, ""]]
    with pytest.raises(MatchingError) as caught:
        shortlist(followed, mentors, SMALL, current=current, on=ON)
    assert [problem.key for problem in caught.value.problems] == ["is_running"]


def test_the_first_option_is_what_match_proposes_when_nobody_ties() -> None:
    mentees = [Mentee(id=f"B{age}", languages="somali", age=age) for age in (20, 31, 44)]
    mentors = [Mentor(id=f"M{age}", languages="somali C1", age=age) for age in (33, 50, 66)]
    proposed = dict(match(mentees, mentors, SMALL, on=ON).pairs[["mentee_id", "mentor_id"]].to_numpy().tolist())
    for mentee in mentees:
        others = [other for other in mentees if other is not mentee]
        options = shortlist(mentee, mentors, SMALL, waiting=others, on=ON).options
        assert options["mentor_id"].iloc[0] == proposed[mentee.id]


def test_options_that_are_as_good_for_all_come_by_their_score() -> None:
    person, waiting = AS_GOOD.mentees
    model = SMALL.fit(AS_GOOD.mentees, AS_GOOD.mentors, ON)
    for after in range(8):
        day = ON + timedelta(days=after)
        options = shortlist(person, AS_GOOD.mentors, model, waiting=[waiting], on=day).options
        assert rows(options[["mentor_id", "score", "points"]]) == [
            ["M1", 96.0, 0.0],
            ["M9", 91.0, 5.0],
            ["M3", 86.0, 0.0],
        ]


def test_equal_mentors_come_first_equally_often() -> None:
    mentors = [Mentor(id=name, languages="somali C1") for name in ("M1", "Mari-2", "3")]
    model = SMALL.fit([], mentors, ON)
    first: Counter[str] = Counter()
    days = 300
    for after in range(days):
        options = shortlist(Mentee(id="B1", languages="somali"), mentors, model, on=ON + timedelta(days=after)).options
        first[options["mentor_id"].iloc[0]] += 1
    assert sum(first.values()) == days
    assert all(abs(first[m.id] - days / 3) < 4 * sqrt(days * 2 / 9) for m in mentors)


def test_nobody_allowed_is_said_with_the_reason() -> None:
    proposal = shortlist(Mentee(id="B1", languages="somali"), [Mentor(id="M1", languages="norsk")], SMALL, on=ON)
    assert proposal.options.empty
    assert proposal.reason.startswith("No mentor is allowed (1 looked at).")
    assert proposal.why_not("M1") == ("They share no language well enough to talk without an interpreter.",)
    assert proposal.why_not("M1", "nb")[0].startswith("De")
