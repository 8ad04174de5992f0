"""What stands beside the pairs: notes, the first line, known, about equal, and what differs from another matching."""

import pytest
from matching_calls import ON, SMALL
from matching_everything import records, rows

from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, check, match, shortlist
from mentormatch.sentences import say


def notes(matching: Matching) -> list[tuple[str, str, str]]:
    return [(note["mentee_id"], note["mentor_id"], note["note"]) for note in records(matching.notes)]


def keyed(matching: Matching, key: str, **values: object) -> list[tuple[str, str]]:
    """The pairs or people with this note."""
    text = say(f"notes.{key}", matching.language, **values)
    return [(mentee, mentor) for mentee, mentor, note in notes(matching) if note == text]


# Notes


def test_what_passes_only_because_it_is_not_recorded_is_to_be_asked() -> None:
    mentors = [Mentor(id="M1", languages="somali"), Mentor(id="M2", languages="norsk C1")]
    mentees = [Mentee(id="B1", languages="somali C1"), Mentee(id="B2", languages="norsk C1")]
    text = "They can perhaps talk together: a level is missing, or the languages are only near in speech. Ask."
    assert notes(match(mentees, mentors, SMALL, on=ON)) == [("B1", "M1", text)]
    proposal = shortlist(mentees[0], mentors, SMALL, on=ON)
    assert proposal.flags("M1") == (text,)
    assert proposal.flags("M2") == ()


def test_a_must_that_cannot_be_checked_is_to_be_asked() -> None:
    wishes = {"gender": "må: kvinne", "sector": "ikke: politi"}
    mentee = Mentee(id="B1", languages="somali C1", interpreter_accepted=True, wishes=wishes)
    unknown, known = Mentor(id="M1", gender="kvinne"), Mentor(id="M2", gender="kvinne", sector="nav")
    assert notes(match([mentee], [known], on=ON)) == []
    (note,) = notes(match([mentee], [unknown], on=ON))
    assert note == ("B1", "M1", "This person has a must that cannot be checked, as nothing is recorded: sector. Ask.")


def test_places_that_are_assumed_are_noted_where_others_have_recorded_them() -> None:
    mentees = [Mentee(id="B1", languages="somali C1"), Mentee(id="B2", languages="norsk C1")]
    unsaid, said = Mentor(id="M1", languages="somali C1"), Mentor(id="M2", languages="norsk C1", maximum=2)
    assert keyed(match(mentees, [unsaid, said], SMALL, on=ON), "places_assumed") == [("B1", "M1")]
    nobody_said = match(mentees[:1], [unsaid], SMALL, on=ON)
    assert keyed(nobody_said, "places_assumed") == []
    assert "places (cases or hours; counted as one) (mentors)" in nobody_said.notice


def test_a_person_of_whom_nothing_is_recorded_is_noted() -> None:
    mentees = [Mentee(id="B1", languages="somali C1"), Mentee(id="B2", gender="kvinne"), Mentee(id="B3")]
    matching = match(mentees, [Mentor(id=f"M{n}", languages="somali C1") for n in (1, 2)], SMALL, on=ON)
    assert keyed(matching, "nothing_recorded") == [("B2", ""), ("B3", "")]
    known = matching.pairs.set_index("mentee_id")["known"]
    assert [known.get(name, 0.0) for name in ("B2", "B3")] == [0.0, 0.0]
    assert {round(matching.explain(name, "M1")["weight"].sum(), 2) for name in ("B1", "B2", "B3")} == {100.0}


def test_an_empty_waiting_date_counts_as_the_middle_and_is_noted() -> None:
    dates = {"B1": "01.01.2020", "B2": None, "B3": "20.11.2026", "B4": "01.09.2026"}
    mentees = [Mentee(id=name, languages="somali C1", waiting_since=day) for name, day in dates.items()]
    matching = match(mentees, [Mentor(id="M1", languages="somali C1", maximum=3)], SMALL, on=ON)
    assert keyed(matching, "waiting_assumed") == [("B2", "")]
    # B4 has waited two months, as the middle of those who have a date; so B3 is the one to wait.
    assert matching.unmatched["mentee_id"].tolist() == ["B3"]
    nobody = match([Mentee(id="B1"), Mentee(id="B2")], [Mentor(id="M1")], on=ON)
    assert keyed(nobody, "waiting_assumed") == []


@pytest.mark.parametrize(
    "hours, maximum, needed, running, expected",
    [
        (6, 2, [3, 3], 0, None),
        (6, 2, [4, 3], 0, ("7", "6")),
        (6.6, 2, [2.2, 4.4], 0, None),  # in floats the sum is a little more
        (7.5, 2, [2.2, 5.4], 0, ("7.6", "7.5")),
        (7.5, 2, [5], 1, ("5", "4.5")),
        (7.5, 2, [4.5], 1, None),
        (9, 3, [None, 9.5], 0, ("9.5", "9")),
        (None, 3, [40, 40], 0, None),  # no hours recorded: nothing to compare with
        (10, 3, [None, None], 0, None),
    ],
)
def test_an_overbooked_mentor_is_named(
    hours: float | None,
    maximum: int,
    needed: list[float | None],
    running: int,
    expected: tuple[str, str] | None,
) -> None:
    mentor = Mentor(id="M1", maximum=maximum, engagement={"hours_per_week": hours})
    mentees = [Mentee(id=f"B{n}", hours_per_week=h) for n, h in enumerate(needed)]
    matching = match(mentees, [mentor], current=[(f"C{n}", "M1") for n in range(running)], on=ON)
    assert matching.people == len(needed)
    found = [note for mentee, mentor_id, note in notes(matching) if (mentee, mentor_id) == ("", "M1")]
    if expected is None:
        assert found == []
    else:
        assert found == [f"The proposals need {expected[0]} hours a week; the mentor has {expected[1]} free."]
        norwegian = match(mentees, [mentor], current=[(f"C{n}", "M1") for n in range(running)], on=ON, language="nb")
        told = [note for mentee, mentor_id, note in notes(norwegian) if (mentee, mentor_id) == ("", "M1")]
        assert all(value.replace(".", ",") in told[0] for value in expected)


# The first line


def test_the_first_line_says_what_was_not_checked() -> None:
    everything = {
        "languages": "somali C1", "role": "operative", "training_completed_on": "01.01.2020", "maximum": 1,
        "limits": {}, "requirements": {"confidentiality": True, "police_certificate": True}, "same_person_as": None,
        "excluded_mentees": None, "engagement": {"start": "01.01.2020", "may_be_lent": True},
    }  # fmt: skip
    mentee = Mentee(id="B1", languages="somali C1", wishes=None, excluded_mentors=None, municipality=None)
    matching = match([mentee], [Mentor(id="M1", **everything)], SMALL, on=ON)
    assert matching.notice == "Every rule was checked."
    assert str(matching).splitlines() == [
        "Every rule was checked.",
        "Proposals: 1. Running: 0. Without a proposal now: 0. 95 points in all, and no assignment is better.",
    ]
    less = {name: value for name, value in everything.items() if name not in ("role", "training_completed_on")}
    line = "Not checked: role (mentors), training completed (mentors)."
    assert match([mentee], [Mentor(id="M1", **less)], SMALL, on=ON).notice == line
    assert check([mentee], [Mentor(id="M1", **less)], SMALL, on=ON).notice == line
    assert shortlist(mentee, [Mentor(id="M1", **less)], SMALL, on=ON).notice == line


def test_the_first_line_counts_facts_without_a_basis_of_both_sides() -> None:
    mentee = Mentee(id="B1", religion="islam", needs="traumer; skole", target_group="next_of_kin")
    mentor = Mentor(id="M1", religion="islam", ethnic_background="somali", basis={"religion": "samtykke"})
    assert match([mentee], [mentor], on=ON).notice.endswith("because no basis is recorded for them: 4.")
    with_basis = Mentee(id="B1", religion="islam", needs="traumer; skole", basis="samtykke")
    assert match([with_basis], [mentor], on=ON).notice.endswith("because no basis is recorded for them: 1.")


def test_a_rule_turned_off_is_said() -> None:
    model = CompatibilityModel(
        SMALL.factors, [rule.model_copy(update={"use": rule.name != "trained"}) for rule in SMALL.rules or ()]
    )
    available = [Mentor(id="M1", training_completed_on=None)]
    assert match([Mentee(id="B1")], available, SMALL, on=ON).people == 0
    matching = match([Mentee(id="B1")], available, model, on=ON)
    assert matching.people == 1
    assert "completed training (turned off in the model)" in matching.notice


# Known, about equal, choice


def test_known_is_the_share_of_the_weight_that_both_have_recorded() -> None:
    mentors = [
        Mentor(id="M1", languages="somali C1", age=30),
        Mentor(id="M2", languages="norsk C1"),
        Mentor(id="M3", age=50),
    ]
    mentees = [
        Mentee(id="B1", languages="somali C1", age=20),  # language 20 of 25, age 5 of 25
        Mentee(id="B2", languages="norsk C1", age=20),
        Mentee(id="B3", age=40, interpreter_accepted=True),
    ]
    pairs = match(mentees, mentors, SMALL, on=ON).pairs
    assert rows(pairs[["mentee_id", "mentor_id", "known"]]) == [["B1", "M1", 1.0], ["B2", "M2", 0.8], ["B3", "M3", 0.2]]


def test_about_equal_is_within_three_points() -> None:
    mentee = Mentee(id="B1", languages="somali C1", age=20)
    # Age counts 20 points; each year outside 25 to 40 takes one.
    ages = {"M1": 30, "M2": 43, "M3": 44, "M4": 41, "M5": 22, "M6": 21, "M7": 28}
    mentors = [Mentor(id=name, languages="somali C1", age=age) for name, age in ages.items()]
    matching = match([mentee], mentors, SMALL, locks=[("B1", "M1")], on=ON)
    assert matching.about_equal("B1") == ["M7", "M4", "M2", "M5"]
    assert matching.why_not("B1", "M2").sentence.count("For B1, M2 and M1 are about equal.") == 1
    assert "about equal" not in matching.why_not("B1", "M3").sentence
    lower = match([mentee], mentors, SMALL, locks=[("B1", "M3")], on=ON)
    assert lower.about_equal("B1") == ["M4", "M2", "M5", "M6"]
    assert lower.pairs["choice"].tolist() == [6]  # five have a higher score; M6 has the same
    barred = match([mentee], mentors, SMALL, locks=[("B1", "M1")], bans=[("B1", "M7")], on=ON)
    assert barred.about_equal("B1") == ["M4", "M2", "M5"]


def test_nobody_is_about_equal_for_somebody_without_a_proposal() -> None:
    people = [Mentee(id=name, languages="somali C1") for name in ("B1", "B2")]
    matching = match(people, [Mentor(id="M1", languages="somali C1")], on=ON)
    assert matching.about_equal(matching.unmatched["mentee_id"].item()) == []


# Differences


def diff(first: Matching, second: Matching) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows(first.diff(second))]


def test_diff_tells_who_moves_and_what_it_means_in_points() -> None:
    mentees = [Mentee(id=f"B{n}", languages="somali C1", age=age) for n, age in ((1, 20), (2, 20), (3, 60))]
    mentors = [Mentor(id="M1", languages="somali C1", age=30), Mentor(id="M2", languages="somali B1", age=30)]
    # B1 and B2: 96 with M1, 68 with M2; B3, thirty years older than both: 76 and 48.
    before = match(mentees, mentors, SMALL, locks=[("B1", "M1"), ("B2", "M2")], on=ON)
    after = match(mentees, mentors, SMALL, locks=[("B2", "M1"), ("B3", "M2")], on=ON)
    assert diff(before, before) == []
    assert diff(before, after) == [("B1", "M1", None, -96.0), ("B2", "M2", "M1", 28.0), ("B3", None, "M2", 48.0)]
    assert sorted(diff(after, before)) == [
        ("B1", None, "M1", 96.0),
        ("B2", "M1", "M2", -28.0),
        ("B3", "M2", None, -48.0),
    ]
    assert before.diff(after)["points"].sum() == after.total - before.total


def test_diff_of_the_same_mentor_at_other_weights_is_no_move() -> None:
    mentees, mentors = [Mentee(id="B1", languages="somali", age=20)], [Mentor(id="M1", languages="somali", age=55)]
    first = match(mentees, mentors, SMALL, on=ON)
    heavier = CompatibilityModel([factor.model_copy(update={"weight": 10}) for factor in SMALL.factors])
    second = match(mentees, mentors, heavier, on=ON)
    assert first.total != second.total
    assert diff(first, second) == []


def test_diff_leaves_out_who_has_a_running_case_by_now() -> None:
    mentees = [Mentee(id="B1", languages="somali C1"), Mentee(id="B2", languages="norsk C1")]
    mentors = [Mentor(id="M1", languages="somali C1"), Mentor(id="M2", languages="norsk C1")]
    first = match(mentees, mentors, SMALL, on=ON)
    second = match(mentees, mentors, SMALL, current=[("B1", "M1")], bans=[("B2", "M2")], on=ON)
    assert diff(first, second) == [("B2", "M2", None, -95.0)]
    assert diff(second, first) == [("B2", None, "M2", 95.0)]


def test_diff_of_people_who_come_and_go() -> None:
    mentors = [Mentor(id="M1", languages="somali C1")]
    first = match([Mentee(id="B1", languages="somali C1")], mentors, SMALL, on=ON)
    second = match([Mentee(id="B2", languages="somali C1")], mentors, SMALL, on=ON)
    assert diff(first, second) == [("B1", "M1", None, -95.0), ("B2", None, "M1", 95.0)]


# Check


def test_check_marks_a_thin_choice_and_mentors_nobody_may_have() -> None:
    mentees = [
        Mentee(id="B1", languages="somali C1"),
        Mentee(id="B2", languages="norsk C1"),
        Mentee(id="B3", languages="arabisk C1"),
        Mentee(id="B4", languages="tigrinja C1"),
        Mentee(id="B5", languages="fransk C1"),
    ]
    spoken = ("somali C1; norsk C1; arabisk C1", "norsk C1; arabisk C1", "arabisk C1", "polsk C1", "fransk C1")
    mentors = [Mentor(id=f"M{n}", languages=words) for n, words in enumerate(spoken, 1)]
    found = check(mentees, mentors, SMALL, bans=[("B5", "M5")], on=ON)
    nobody = "No mentor is allowed (5 looked at). In the way, with the number of mentors: "
    assert rows(found.mentees) == [
        ["B1", 1, "Only one mentor is allowed."],
        ["B2", 2, "Only two mentors are allowed."],
        ["B3", 3, ""],
        ["B4", 0, f"{nobody}shared language 5."],
        ["B5", 0, f"{nobody}shared language 4; on the list of bans 1."],
    ]
    all_five = "No mentee may have this mentor (5 looked at). In the way, with the number of mentees: "
    assert rows(found.mentors) == [
        ["M1", 3, ""],
        ["M2", 2, ""],
        ["M3", 1, ""],
        ["M4", 0, f"{all_five}shared language 5."],
        ["M5", 0, f"{all_five}shared language 4; on the list of bans 1."],
    ]
    assert repr(found) == "Check(5 mentees, 2 without an allowed mentor)"


def test_check_counts_places_running_cases_and_the_lowest_score() -> None:
    mentees = [Mentee(id="B1", languages="somali C1"), Mentee(id="B2", languages="somali C1")]
    mentors = [Mentor(id="M1", languages="somali B1", maximum=2), Mentor(id="M2", languages="somali C1", maximum=1)]
    found = check(mentees, mentors, SMALL, current=[("B2", "M2")], minimum_score=61, on=ON)
    in_the_way = "In the way, with the number of mentors: free places 1; score below the lowest asked for 1."
    assert rows(found.mentees) == [["B1", 0, f"No mentor is allowed (2 looked at). {in_the_way}"]]
    assert [row[:2] for row in rows(found.mentors)] == [["M1", 0], ["M2", 0]]
