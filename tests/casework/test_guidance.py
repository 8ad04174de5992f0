"""Guidance from draft to answer: what is shared, whom it goes to, what an acute request shows; what was held."""

from datetime import date
from pathlib import Path

import pytest

from mentormatch.casework.case import Case
from mentormatch.casework.codes import codes
from mentormatch.casework.course import exemptions, held_days, status_periods
from mentormatch.casework.emergency import emergency_notice, emergency_numbers
from mentormatch.casework.entries import Contact
from mentormatch.casework.fold import standings
from mentormatch.casework.follow_up import Period
from mentormatch.casework.goal import Action
from mentormatch.casework.guidance import Absence, Advice, GuidanceRequest, answer_due, recipients
from mentormatch.casework.log import CaseLog
from mentormatch.casework.policy import Policy
from mentormatch.casework.records import read_record
from mentormatch.casework.relation import Relation
from mentormatch.casework.session import Session
from mentormatch.casework.stage import Exemption
from mentormatch.casework.step import Step
from mentormatch.errors import CaseError
from mentormatch.marks import whose

CASE = Case(id="S1", by="K1", on="2026-03-02", host="Bergen", mentee_ids="B1")
CALL = Contact(id="E1", by="M1", case_id="S1", on="2026-03-05", kind="phone", status="completed", minutes=20)


def asked(**given: object) -> GuidanceRequest:
    return GuidanceRequest.model_validate(
        {"id": "G1", "by": "M1", "on": "2026-03-10", "topics": "dilemma", "question": "Hva sier jeg nå?", **given}
    )


def test_the_topics_are_those_of_the_programme() -> None:
    assert codes("guidance_topic") == (
        "dilemma", "relationship_building", "intervention", "assessment", "mental_health", "strong_emotions",
        "extreme_ideology", "boundaries", "safety", "own_strain", "legal", "other",
    )  # fmt: skip
    assert asked(topics="Psykisk uhelse; own strain").topics == ("mental_health", "own_strain")
    for wrong in (None, "", "hemmelig tema"):
        with pytest.raises(CaseError) as caught:
            asked(topics=wrong)
        assert [problem.where.field for problem in caught.value.problems] == ["topics"]
        assert "hemmelig" not in str(caught.value)


def test_what_the_mentor_writes_is_the_mentors_and_not_shown() -> None:
    request = asked(reactions="Jeg sover dårlig.")
    assert "sover" not in repr(request)
    assert "sier" not in repr(request)
    assert whose(GuidanceRequest) == {"question": "mentor", "reactions": "mentor"}
    assert whose(Advice) == {"advice": "team"}


def test_only_an_identified_case_shares_its_entries() -> None:
    assert asked(case_id="S1", identified=True, entry_ids="E1").entry_ids == ("E1",)
    for given in ({"entry_ids": "E1", "case_id": "S1"}, {"entry_ids": "E1", "identified": "ja"}):
        with pytest.raises(CaseError) as caught:
            asked(**given)
        assert [(problem.where.field, problem.key) for problem in caught.value.problems] == [
            ("entry_ids", "guidance_shares")
        ]


PATHS = [
    (["sent", "acknowledged", "answered"], "answered", None),
    (["sent", "answered"], "answered", None),
    (["sent", "escalated", "answered"], "answered", None),
    (["sent", "acknowledged", "withdrawn"], "withdrawn", None),
    (["withdrawn"], "withdrawn", None),
    (["answered"], "draft", "sent, withdrawn"),
    (["sent", "escalated", "withdrawn"], "escalated", "answered"),
    (["sent", "answered", "sent"], "answered", "nothing follows"),
]


@pytest.mark.parametrize("steps, status, refused", PATHS)
def test_from_draft_to_answer(steps: list[str], status: str, refused: str | None) -> None:
    log = CaseLog([asked()])
    for number, to in enumerate(steps):
        step = Step(by="V1", subject="G1", to=to, on=f"2026-03-{11 + number}")
        if refused is not None and number == len(steps) - 1:
            with pytest.raises(CaseError, match=refused):
                log.add(step)
        else:
            log.add(step)
    assert log.state().nouns["G1"].status == status


def test_a_request_about_a_case_shares_entries_of_that_case_only() -> None:
    other = Case(id="S2", by="K1", on="2026-03-02", host="Bergen", mentee_ids="B2")
    log = CaseLog([CASE, other, CALL])
    with pytest.raises(CaseError) as caught:
        log.add(asked(case_id="S2", identified=True, entry_ids="E1"))
    assert "record_of_other_case" in [problem.key for problem in caught.value.problems]
    log.add(
        asked(case_id="S1", identified=True, entry_ids="E1"),
        Step(by="M1", subject="G1", to="sent", on="2026-03-10"),
        Advice(id="A1", by="V1", guidance_id="G1", on="2026-03-12", advice="Gi det tid."),
        Action(id="H1", by="V1", guidance_id="G1", on="2026-03-12", what="Ringe legen", owner="M1", due="2026-03-20"),
        Step(by="V1", subject="G1", to="answered", on="2026-03-12"),
    )
    case = log.state().cases["S1"]
    assert [standing.record.id for standing in case.nouns] == ["G1", "H1"]
    assert [action.record.id for action in case.open_actions] == ["H1"]
    for record in log.records:
        assert read_record(record.model_dump(mode="json")) == record


def relation(role: str, person: str, of: str, first: str, last: str | None = None) -> Relation:
    return Relation(by="K1", role=role, person_id=person, of=of, on=first, end=last)


WHO = [
    # away from to, deputies of V1 (person, from, to), on -> recipients
    (None, [("V2", "2026-01-01", None)], "2026-07-10", ("V1",)),
    (("2026-07-01", "2026-07-31"), [("V2", "2026-01-01", None)], "2026-07-01", ("V2",)),
    (("2026-07-01", "2026-07-31"), [("V2", "2026-01-01", None)], "2026-08-01", ("V1",)),
    (("2026-07-01", None), [("V2", "2026-01-01", None)], "2027-08-01", ("V2",)),
    (("2026-07-01", "2026-07-31"), [("V2", "2026-07-01", "2026-07-15")], "2026-07-16", ()),
    (("2026-07-01", "2026-07-31"), [], "2026-07-10", ()),
    (
        ("2026-07-01", "2026-07-31"),
        [("V2", "2026-07-01", None), ("V3", "2026-07-01", None)],
        "2026-07-10",
        ("V2", "V3"),
    ),
    (("2026-07-01", "2026-07-31"), [("V4", "2026-07-01", None)], "2026-07-10", ()),  # away too
]


@pytest.mark.parametrize("away, deputies, on, expected", WHO)
def test_whom_it_goes_to(
    away: tuple[str, str | None] | None,
    deputies: list[tuple[str, str, str | None]],
    on: str,
    expected: tuple[str, ...],
) -> None:
    relations = [relation("case_supervisor", "V1", "S1", "2026-01-01"),
                 relation("case_supervisor", "V9", "S2", "2026-01-01"),
                 *(relation("deputy", person, "V1", first, last) for person, first, last in deputies)]  # fmt: skip
    absences = [Absence(by="V4", person_id="V4", on="2026-06-01")]
    if away is not None:
        absences.append(Absence(by="V1", person_id="V1", on=away[0], until=away[1]))
    assert recipients(asked(case_id="S1"), relations, absences, date.fromisoformat(on)) == expected


def test_whom_it_goes_to_without_a_case_or_past_its_supervisor() -> None:
    relations = [relation("case_supervisor", "V1", "S1", "2026-01-01", "2026-06-30"),
                 relation("case_supervisor", "V2", "S1", "2026-06-30")]  # fmt: skip
    at = [date(2026, 6, day) for day in (29, 30)]
    assert [recipients(asked(case_id="S1"), relations, [], day) for day in at] == [("V1",), ("V1", "V2")]
    assert recipients(asked(case_id="S1", supervisor_id="V7"), relations, [], at[0]) == ("V7",)
    assert recipients(asked(), relations, [], at[0]) == ()


@pytest.mark.parametrize("language, says", [("en", "no emergency line"), ("nb", "ingen nødtelefon")])
def test_an_acute_request_shows_whom_to_call(language: str, says: str) -> None:
    for urgency in codes("guidance_urgency"):
        notice = asked(urgency=urgency).notice(language)
        if urgency == "acute":
            assert notice is not None
            assert says in notice.splitlines()[0]
            assert [line.split(":")[0] for line in notice.splitlines()[1:5]] == ["112", "113", "110", "116117"]
            assert "PST" in notice
        else:
            assert notice is None


def test_the_numbers_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "numre.toml"
    path.write_text('[[numbers]]\nnumber = "55 00 00 00"\nlabel = {nb = "Kriseteamet"}\n', encoding="utf-8")
    assert emergency_notice("en", emergency_numbers(path)).splitlines()[1:] == ["55 00 00 00: Kriseteamet"]
    assert {len(entry.label) for entry in emergency_numbers()} == {2}
    for wrong in ("[x", "numbers = 3", "", '[[numbers]]\nnumber = "1"\n', '[[numbers]]\nnumber = "1"\nlabel = {}\n'):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(CaseError) as caught:
            emergency_numbers(path)
        assert {problem.where.file for problem in caught.value.problems} == {"numre.toml"}
    with pytest.raises(CaseError, match="cannot be read"):
        emergency_numbers(tmp_path / "none.toml")


def test_an_absence_does_not_say_why() -> None:
    assert set(Absence.model_fields) == {"type", "id", "by", "recorded_at", "on", "replaces", "person_id", "until"}
    with pytest.raises(CaseError, match="before the first"):
        Absence(by="V1", person_id="V1", on="2026-07-02", until="2026-07-01")


def test_what_a_policy_reads_from_a_log() -> None:
    def contact(day: str, **given: object) -> Contact:
        held = {"kind": "phone", "status": "completed", "minutes": 20, **given}
        return Contact.model_validate({"by": "M1", "case_id": "S1", "on": day, **held})

    log = CaseLog([
        CASE,
        Step(by="K1", subject="S1", to="active", on="2026-03-09"),
        contact("2026-03-10"),
        contact("2026-03-11", status="no_show", minutes=0),
        contact("2026-03-12", status="attempted"),
        contact("2026-03-13", way="collateral"),
        contact("2026-03-14", kind="home_visit"),
        Exemption(by="K1", case_id="S1", on="2026-03-20", until="2026-04-10", reason="Ferie",
                  recorded_at="2026-03-15T12:00:00+01:00"),
        Step(by="K1", subject="S1", to="on_hold", on="2026-05-01"),
        asked(case_id="S1"),
        Advice(by="V1", guidance_id="G1", on="2026-03-16", advice="Gi det tid."),
        GuidanceRequest(id="G2", by="M1", on="2026-03-16", topics="own_strain", question="Hvordan sove?"),
        Advice(by="V1", guidance_id="G2", on="2026-03-17", advice="Ring meg."),
        Session(id="T1", by="V1", on="2026-04-01", kind="individual", case_ids="S1"),
        Session(id="T2", by="V1", on="2026-04-02", kind="group", case_ids="S1"),
        Session(id="T3", by="V1", on="2026-04-03", kind="review", case_ids="S1"),
        *(Step(by="V1", subject=name, to="held", on="2026-04-05") for name in ("T1", "T3")),
    ])  # fmt: skip
    state = log.state()
    case = state.cases["S1"]
    assert status_periods(case) == [
        Period("referred", date(2026, 3, 2), date(2026, 3, 9)),
        Period("active", date(2026, 3, 9), date(2026, 5, 1)),
        Period("on_hold", date(2026, 5, 1)),
    ]
    assert [exemption.until for exemption in exemptions(case)] == [date(2026, 4, 10)]
    assert held_days(state)["S1"] == {
        "phone": [date(2026, 3, 10)],
        "home_visit": [date(2026, 3, 14)],
        "guidance": [date(2026, 4, 1), date(2026, 3, 16)],
        "review": [date(2026, 4, 3)],
    }
    due = Policy.default().due(
        status_periods(case), held_days(state)["S1"], exemptions=exemptions(case), on="2026-04-20"
    )
    states = [(window.stage, window.state) for window in due]
    assert states[:4] == [
        ("first_meeting", "kept"),
        ("weekly_contact", "kept"),
        ("review", "kept"),
        ("guidance", "kept"),
    ]
    assert [s for stage, s in states if stage == "weekly_contact"] == [
        "kept",
        "exempt",
        "exempt",
        "exempt",
        "missed",
        "missed",
        "open",
    ]


@pytest.mark.parametrize(
    "steps, due",
    [
        ([], None),
        ([("sent", "2026-03-11")], "2026-03-14"),
        ([("sent", "2026-03-11"), ("acknowledged", "2026-03-12"), ("escalated", "2026-03-16")], "2026-03-14"),
        ([("sent", "2026-03-11"), ("answered", "2026-03-12")], None),
        ([("withdrawn", "2026-03-11")], None),
    ],
)
def test_when_the_answer_to_a_request_is_due(steps: list[tuple[str, str]], due: str | None) -> None:
    log = CaseLog([asked(urgency="soon"), *(Step(by="V1", subject="G1", to=to, on=on) for to, on in steps)])
    (request,) = standings(log.state().nouns.values(), GuidanceRequest)
    assert answer_due(request, Policy.default()) == (None if due is None else date.fromisoformat(due))
