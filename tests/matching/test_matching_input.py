"""What a call is given: running cases, locks, bans and options; all contradictions told at once, with a hint."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from matching_calls import ON, SMALL, bank
from matching_everything import by_id, records, rows
from pandas import DataFrame

from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, MentorMatchError, check, match, shortlist
from mentormatch.sentences import languages, say

SPOKEN = ("somali", "norsk", "arabisk")


def mentees(*spoken: str, **fields: object) -> list[Mentee]:
    return [Mentee(id=f"B{n}", languages=language, **fields) for n, language in enumerate(spoken, 1)]


def mentors(*spoken: str, **fields: object) -> list[Mentor]:
    return [Mentor(id=f"M{n}", languages=f"{language} C1", **fields) for n, language in enumerate(spoken, 1)]


def matched(matching: Matching) -> set[tuple[str, str]]:
    return set(zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True))


def faults(call: Callable[[], object]) -> list[tuple[str, dict[str, object]]]:
    """Keys and values of what is wrong; every one of them is told with a hint in every language."""
    with pytest.raises(MentorMatchError) as caught:
        call()
    for language in languages():
        for problem in caught.value.problems:
            text = problem.text(language)
            assert f" {say('word.hint', language)}: " in text
            assert "{" not in text
    return [(problem.key, problem.values) for problem in caught.value.problems]


def keys(call: Callable[[], object]) -> list[str]:
    return [key for key, _ in faults(call)]


# Running cases


def test_running_cases_use_places_and_are_not_proposed_again() -> None:
    people = mentees("somali", "somali", "norsk")
    available = [
        Mentor(id="M1", languages="somali C1", maximum=1),
        Mentor(id="M2", languages="somali C1; norsk C1", maximum=2),
    ]
    matching = match(people, available, SMALL, current=[("B1", "M1")], on=ON)
    assert matched(matching) == {("B2", "M2"), ("B3", "M2")}
    assert rows(matching.running) == [["B1", "M1", ""]]
    assert [row[:3] for row in rows(matching.mentors)] == [["M1", 1, 1], ["M2", 2, 2]]
    assert "B1" not in {*matching.unmatched["mentee_id"], *matching.pairs["mentee_id"]}
    assert repr(matching) == "Matching(2 proposed, 1 running, 0 unmatched, gap=0)"


def test_running_cases_of_unknown_people_are_kept_and_named() -> None:
    people, available = mentees("somali", "somali"), mentors("somali", "somali")
    current = [("B1", "M9"), ("B9", "M1"), ("B8", "M8")]
    matching = match(people, available, SMALL, current=current, on=ON)
    mentee, mentor = (
        "The mentee is not among the people of this call.",
        "The mentor is not among the people of this call.",
    )
    assert rows(matching.running) == [["B1", "M9", mentor], ["B9", "M1", mentee], ["B8", "M8", f"{mentee} {mentor}"]]
    assert matched(matching) == {("B2", "M2")}  # the place of M1 is taken by somebody unknown
    assert {(n["mentee_id"], n["mentor_id"]) for n in records(matching.notes)} >= set(current)


def test_running_cases_that_break_a_rule_are_kept_and_named() -> None:
    people, available = mentees("somali", "norsk"), mentors("norsk", "norsk")
    matching = match(people, available, SMALL, current=[("B1", "M1")], on=ON)
    note = "They share no language well enough to talk without an interpreter."
    assert rows(matching.running) == [["B1", "M1", note]]
    assert ["B1", "M1", note] in rows(matching.notes)
    assert matched(matching) == {("B2", "M2")}
    norwegian = match(people, available, SMALL, current=[("B1", "M1")], on=ON, language="nb").running["note"].item()
    assert norwegian == say("rule.shared_language.reason", "nb")


def test_more_running_cases_than_places_are_kept_and_named() -> None:
    people = mentees("somali", "somali", "somali")
    available = [Mentor(id="M1", languages="somali C1", maximum=1), Mentor(id="M2", languages="somali C1")]
    matching = match(people, available, SMALL, current=[("B1", "M1"), ("B2", "M1")], on=ON)
    assert set(matching.running["note"]) == {"The mentor has more running cases (2) than places (1)."}
    assert [row[:3] for row in rows(matching.mentors)] == [["M1", 1, 2], ["M2", 1, 1]]
    assert matched(matching) == {("B3", "M2")}
    matching.verify()


def test_a_mentee_with_two_running_cases_stands_with_both() -> None:
    matching = match(mentees("somali"), mentors("somali", "somali"), current=[("B1", "M1"), ("B1", "M2")], on=ON)
    assert rows(matching.running) == [["B1", "M1", ""], ["B1", "M2", ""]]
    assert matching.people == 0


# Forms of pairs

FORMS: dict[str, Callable[[list[tuple[str, str]]], Any]] = {  # whatever a caller has
    "tuples": list,
    "lists": lambda pairs: [list(pair) for pair in pairs],
    "set": set,
    "generator": iter,
    "frame": lambda pairs: DataFrame(pairs, columns=["mentee_id", "mentor_id"]),
    "frame with more": lambda pairs: (
        DataFrame(pairs, columns=["mentee_id", "mentor_id"], dtype=object).assign(reason="x").iloc[:, [2, 1, 0]]
    ),
    "twice": lambda pairs: [*pairs, *pairs],
}


@pytest.mark.parametrize("form", FORMS)
def test_pairs_come_in_any_form(form: str) -> None:
    people, available = mentees(*SPOKEN, *SPOKEN), mentors(*SPOKEN, *SPOKEN)
    current, locks, bans = [("B1", "M1")], [("B2", "M5")], [("B4", "M4"), ("B6", "M3")]
    expected = match(people, available, SMALL, current=current, locks=locks, bans=bans, on=ON)
    assert matched(expected) == {("B2", "M5"), ("B3", "M3"), ("B5", "M2"), ("B6", "M6")}
    made = FORMS[form]
    found = match(people, available, SMALL, current=made(current), locks=made(locks), bans=made(bans), on=ON)
    assert found.pairs.equals(expected.pairs)
    assert by_id(found.running) == by_id(expected.running)


def test_ids_that_are_numbers_are_read_as_in_a_cell() -> None:
    people, available = [Mentee(id=7, languages="somali")], [Mentor(id=8, languages="somali")]
    for pair in ((7, 8), (7.0, 8.0), (np.int64(7), np.float64(8)), (" 7", "8 ")):
        assert match(people, available, bans=[pair], on=ON).people == 0  # type: ignore[list-item]  # as a script may give them
    frame = DataFrame({"mentee_id": [7.0, 9.5], "mentor_id": [8, 1]})
    assert match(people, available, bans=frame, on=ON).people == 0
    assert match(people, available, current=frame, on=ON).running["mentee_id"].tolist() == ["7", "9.5"]


def test_a_mentee_and_a_mentor_may_have_the_same_id() -> None:
    matching = match([Mentee(id="1"), Mentee(id="2")], [Mentor(id="1"), Mentor(id="2")], bans=[("1", "1")], on=ON)
    assert matched(matching) == {("1", "2"), ("2", "1")}
    assert matching.why_not("1", "1").rules == ("They are on the list of those who are not to be matched.",)


@pytest.mark.parametrize("name", ["current", "locks", "bans"])
@pytest.mark.parametrize(
    "pairs, key",
    [
        (["B1"], "pairs_form"),
        (("B1", "M1"), "pairs_form"),
        ([("B1", "M1", "x")], "pairs_form"),
        ([("B1", None)], "pairs_form"),
        ([("B1", float("nan"))], "pairs_form"),
        ([("B1", "")], "pairs_form"),
        ([("B1", True)], "pairs_form"),
        ({"B1": "M1"}, "pairs_form"),
        (DataFrame({"mentee_id": ["B1"], "mentor_id": [None]}), "pairs_form"),
        (DataFrame({"mentee": ["B1"], "mentor_id": ["M1"]}), "pairs_columns"),
        (DataFrame(), "pairs_columns"),
    ],
)
def test_pairs_that_are_none_are_an_error(name: str, pairs: object, key: str) -> None:
    (fault,) = faults(lambda: match(mentees("somali"), mentors("somali"), on=ON, **{name: pairs}))  # type: ignore[arg-type]  # wrong on purpose
    assert fault[0] == key
    assert fault[1]["name"] == name


# Places, bans and the lowest score


def test_a_model_without_the_rule_of_places_makes_no_places() -> None:
    model = CompatibilityModel(SMALL.factors, [])
    available = [Mentor(id="M1", maximum=0), Mentor(id="M2", maximum=1)]
    matching = match([Mentee(id="B1"), Mentee(id="B2")], available, model, current=[("B2", "M2")], on=ON)
    reason = "No mentor is allowed (2 looked at). In the way, with the number of mentors: free places 2."
    assert [row[:2] for row in rows(matching.unmatched)] == [["B1", reason]]
    assert {matching.why_not("B1", name).rules for name in ("M1", "M2")} == {("The mentor has no free place.",)}
    assert keys(lambda: match([Mentee(id="B1")], available, model, locks=[("B1", "M1")])) == [
        "lock_forbidden", "lock_places",
    ]  # fmt: skip
    matching.verify()


def test_a_banned_pair_is_never_proposed_and_unknown_ids_do_no_harm() -> None:
    people, available = mentees("somali", "norsk"), mentors("somali", "norsk")
    plain = match(people, available, SMALL, on=ON)
    assert matched(plain) == {("B1", "M1"), ("B2", "M2")}
    unknown = match(people, available, SMALL, bans=[("B9", "M1"), ("B1", "M9"), ("x", "y"), ("M1", "B1")], on=ON)
    assert unknown.pairs.equals(plain.pairs)
    banned = match(people, available, SMALL, bans=[("B1", "M1")], on=ON)
    assert matched(banned) == {("B2", "M2")}
    reason = "No mentor is allowed (2 looked at). In the way, with the number of mentors: "
    assert [row[:2] for row in rows(banned.unmatched)] == [["B1", f"{reason}on the list of bans 1; shared language 1."]]


def test_a_pair_below_the_lowest_score_is_forbidden_with_the_reason() -> None:
    people, available = [Mentee(id="B1", languages="somali", age=20)], [Mentor(id="M1", languages="somali B1", age=30)]
    assert match(people, available, SMALL, on=ON).total == 68.0
    assert match(people, available, SMALL, minimum_score=68, on=ON).people == 1
    matching = match(people, available, SMALL, minimum_score=68.01, on=ON)
    assert matching.people == 0
    assert matching.why_not("B1", "M1").rules == ("The score 68 is below the lowest that was asked for, 68.01.",)
    assert matching.why_not("B1", "M1", "nb").rules[0].count("68,01") == 1
    assert "score below the lowest asked for 1" in matching.unmatched["reason"].item()
    assert matching.explain("B1").empty
    assert matching.explain("B1", "M1")["points"].sum() == 68.0


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "60", [60]])
def test_a_lowest_score_that_is_no_number_is_an_error(wrong: float) -> None:
    assert keys(lambda: match(mentees("somali"), mentors("somali"), minimum_score=wrong, on=ON)) == ["minimum_score"]
    assert keys(lambda: check(mentees("somali"), mentors("somali"), minimum_score=wrong, on=ON)) == ["minimum_score"]


# Locks


def test_a_lock_is_kept_whatever_it_costs() -> None:
    people, available = mentees("somali", "somali; norsk"), mentors("somali", "norsk")
    assert matched(match(people, available, SMALL, on=ON)) == {("B1", "M1"), ("B2", "M2")}
    locked = match(people, available, SMALL, locks=[("B2", "M1")], on=ON)
    assert matched(locked) == {("B2", "M1")}
    assert locked.people_gap == locked.gap == 0
    locked.verify()
    assert "Their places go to others" in locked.unmatched["reason"].item()


def test_all_that_is_wrong_with_locks_is_told_at_once() -> None:
    people = mentees("somali", "norsk", "somali", "somali", "somali", "norsk")
    available = [*mentors("somali", "norsk"), Mentor(id="M3", languages="somali C1", maximum=2)]
    locks = [
        ("B9", "M1"),  # nobody
        ("B1", "M9"),  # nobody
        ("B5", "M3"),  # has a running case
        ("B1", "M2"),  # no shared language
        ("B3", "M1"),
        ("B4", "M1"),  # one too many
        ("B3", "M3"),  # twice, and one too many beside the running case
        ("B4", "M3"),
        ("B2", "M2"),  # banned, and one too many
    ]
    found = faults(
        lambda: match(people, available, SMALL, current=[("B5", "M3")], locks=locks, bans=[("B2", "M2")], on=ON)
    )
    assert Counter((key, values["mentee"], values.get("mentor", "")) for key, values in found) == Counter(
        [
            ("lock_unknown", "B9", "M1"),
            ("lock_unknown", "B1", "M9"),
            ("lock_unknown", "B5", "M3"),
            ("lock_forbidden", "B1", "M2"),
            ("lock_places", "B4", "M1"),
            ("lock_places", "B4", "M3"),
            ("lock_forbidden", "B2", "M2"),
            ("lock_places", "B2", "M2"),
            ("lock_twice", "B1", ""),
            ("lock_twice", "B3", ""),
            ("lock_twice", "B4", ""),
        ]
    )


def test_a_forbidden_lock_names_what_forbids_it_in_the_readers_language() -> None:
    people, available = mentees("somali"), mentors("norsk", role="resource_person")
    with pytest.raises(MentorMatchError) as caught:
        match(people, available, SMALL, locks=[("B1", "M1")], bans=[("B1", "M1")], on=ON)
    (problem,) = caught.value.problems
    assert "shared language, operative mentor, on the list of bans." in problem.text("en")
    assert "felles språk, operativ mentor, skal ikke kobles." in problem.text("nb")


def test_locks_that_cannot_all_be_kept_are_named_in_the_readers_language() -> None:
    people = mentees("somali", "somali", "somali")
    available = [*mentors("somali", maximum=2), Mentor(id="M2", languages="somali C1", maximum=3)]
    locks = [("B1", "M1"), ("B2", "M1"), ("B2", "M2"), ("B3", "M1")]
    with pytest.raises(MentorMatchError) as caught:
        match(people, available, SMALL, locks=locks, on=ON)
    places, twice = caught.value.problems
    assert "(free places of the mentor: 2; locks on them: B1–M1, B2–M1, B3–M1)" in places.text("en")
    assert "(ledige plasser hos mentoren: 2; låser på dem: B1–M1, B2–M1, B3–M1)" in places.text("nb")
    assert "Not all of these locks can be kept: B2–M1, B2–M2." in twice.text("en")
    assert "Disse låsene kan ikke beholdes alle sammen: B2–M1, B2–M2." in twice.text("nb")


def test_a_lock_below_the_lowest_score_is_forbidden() -> None:
    call = {"minimum_score": 99.9, "locks": [("B1", "M1")], "on": ON}
    assert keys(lambda: match(mentees("somali"), mentors("somali"), SMALL, **call)) == ["lock_forbidden"]  # type: ignore[arg-type]  # a mapping of options


# People and options


def test_swapped_lists_are_one_error_with_a_hint() -> None:
    people, available = mentees("somali"), mentors("somali")
    for call in (match, check):
        assert keys(lambda call=call: call(available, people)) == ["swapped"]  # type: ignore[misc]  # swapped on purpose
    assert keys(lambda: SMALL.scores(available, people)) == ["swapped"]  # type: ignore[arg-type]  # likewise
    assert keys(lambda: shortlist(available[0], people)) == ["not_a_mentee"]  # type: ignore[arg-type]  # likewise


def test_everything_wrong_with_the_people_is_told_at_once() -> None:
    people: list[Any] = [*mentees("somali"), *mentees("norsk"), *mentees("norsk", "arabisk")]
    available: list[Any] = [*mentors("somali"), "M2", {"id": "M3"}, Mentee(id="B7")]
    assert faults(lambda: match(people, available)) == [("mentee_twice", {"id": "B1"}), ("not_a_mentor", {"count": 3})]
    assert keys(lambda: match([*available[1:]], mentors("somali", "norsk") * 2)) == [
        "not_a_mentee", "mentor_twice", "mentor_twice",
    ]  # fmt: skip


def test_a_minimum_above_the_places_is_an_error_for_each_mentor() -> None:
    available = [Mentor(id="M1", minimum=3, maximum=2), Mentor(id="M2", minimum=2), Mentor(id="M3", minimum=1)]
    assert faults(lambda: match([Mentee(id="B1")], available)) == [
        ("minimum_places", {"id": "M1", "minimum": 3, "places": 2}),
        ("minimum_places", {"id": "M2", "minimum": 2, "places": 1}),
    ]


@pytest.mark.parametrize(
    "options, key",
    [
        ({"engine": "hungarain"}, "assignment_engine"),
        ({"engine": "cplex"}, "assignment_engine_of"),
        ({"engine": ""}, "assignment_engine_of"),
        ({"objective": "scores"}, "objective"),
        ({"objective": "fairness"}, "objective_of"),
        ({"on": "31.02.2026"}, "value_day"),
        ({"on": "yesterday"}, "value_day"),
        ({"on": 20261122}, "value_day"),
        ({"language": "fr"}, "unknown_language"),
        ({"seed": 1.5}, "assignment_seed"),
        ({"seed": True}, "assignment_seed"),
        ({"seed": b"1"}, "assignment_seed"),
    ],
)
def test_wrong_options_are_errors_with_a_hint(options: dict[str, Any], key: str) -> None:
    assert keys(lambda: match(mentees("somali"), mentors("somali"), **options)) == [key]


@pytest.mark.parametrize("on", [date(2026, 11, 22), "22.11.2026", "2026-11-22"])
def test_the_day_is_given_as_people_write_it(on: date | str) -> None:
    assert match(mentees("somali"), mentors("somali"), on=on).on == date(2026, 11, 22)


def test_both_names_of_the_engine_give_the_same() -> None:
    call = bank(15, 9, 4)
    auto = match(call.mentees, call.mentors, on=ON, bans=call.bans)
    named = match(call.mentees, call.mentors, on=ON, bans=call.bans, engine="hungarian")
    assert (auto.engine, named.engine) == ("hungarian", "hungarian")
    assert auto.pairs.equals(named.pairs)


def test_the_day_decides_what_is_allowed() -> None:
    people = mentees("somali")
    available = mentors("somali", training_completed_on="22.11.2026")
    assert match(people, available, on="21.11.2026").people == 0
    assert match(people, available, on="22.11.2026").people == 1


def test_a_person_who_is_not_there_is_an_error_with_the_nearest_id() -> None:
    matching = match(mentees("somali", "norsk"), mentors("somali", "norsk"), current=[("B2", "M2")], on=ON)
    for ask in (
        matching.explain,
        matching.alternatives,
        matching.about_equal,
        lambda mentee_id: matching.why_not(mentee_id, "M1"),
    ):
        assert faults(lambda ask=ask: ask("b11")) == [("unknown_mentee", {"name": "b11", "nearest": "B1"})]  # type: ignore[misc]  # bound for the loop
        assert keys(lambda ask=ask: ask("qqqqq")) == ["unknown_mentee_of"]  # type: ignore[misc]  # likewise
        assert faults(lambda ask=ask: ask("B2")) == [("is_running", {"id": "B2"})]  # type: ignore[misc]  # likewise
    assert keys(lambda: matching.why_not("B1", "m11")) == ["unknown_mentor"]
    assert keys(lambda: matching.explain("B1", "qqqqq")) == ["unknown_mentor_of"]
    assert keys(lambda: matching.explain("B1", language="xx")) == ["unknown_language"]
    proposal = shortlist(mentees("somali")[0], mentors("somali"), on=ON)
    assert keys(lambda: proposal.explain("m11")) == ["unknown_mentor"]
    assert keys(lambda: proposal.explain("M1", language="xx")) == ["unknown_language"]


def test_a_fitted_model_is_used_as_it_is_and_an_unfitted_one_is_fitted_on_the_people() -> None:
    call = bank(10, 8, 6)
    model = CompatibilityModel.default()
    fitted = model.fit(call.mentees, call.mentors, ON)
    assert match(call.mentees, call.mentors, model, on=ON).model == fitted
    again = match(call.mentees[:5], call.mentors, fitted, on=ON)
    assert again.model is fitted
    assert model.neutral is None
    one = call.mentees[0].id
    whole = match(call.mentees, call.mentors, fitted, on=ON)
    assert rows(whole.explain(one, "M1")) == rows(again.explain(one, "M1"))  # one arrival changes no score


@pytest.mark.parametrize("language", ["en", "nb"])
def test_errors_are_told_in_the_language_of_the_call(language: str) -> None:
    mentee, mentor = Mentee(id="B1", languages="urdu"), Mentor(id="M1", languages="norsk")
    calls: list[Callable[[], object]] = [
        lambda: match([mentee], [mentor], locks=[("B1", "M1")], language=language),
        lambda: shortlist(mentee, [mentor], current=[("B1", "M1")], language=language),
        lambda: check([mentee, mentee], [mentor], language=language),
    ]
    for call in calls:
        with pytest.raises(MentorMatchError) as raised:
            call()
        assert str(raised.value) == raised.value.text(language)
        assert (": ".join(["Tips" if language == "nb" else "Hint", ""])) in str(raised.value)
