"""Records by themselves: what each requires, refuses, keeps as it was written, and never shows."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from birth_numbers import made_up
from casework_strategies import FIELDS, RECORDS, any_record
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mentormatch.casework import signs
from mentormatch.casework.case import PERSONAL, Case
from mentormatch.casework.codes import codes, label
from mentormatch.casework.entries import Assessment, Contact, Note, Observation, Rating
from mentormatch.casework.goal import Goal
from mentormatch.casework.lines import line_of
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.records import TYPES, AnyRecord, read_record
from mentormatch.casework.relation import Relation
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import CaseError, MentorMatchError
from mentormatch.marks import WHOSE, special_fields, whose

REQUIRED = {
    "case": "host",
    "match": "case_id mentee_id mentor_id",
    "relation": "of person_id role",
    "goal": "case_id words",
    "action": "owner what",
    "agreement": "between parties",
    "guidance_request": "question topics",
    "network": "area name",
    "session": "kind",
    "contact": "case_id kind status",
    "first_meeting": "case_id match_id mentee_wish mentor_wish",
    "observation": "case_id change sign",
    "rating": "case_id scale value",
    "assessment": "assessor case_id instrument",
    "note": "case_id of words",
    "disclosure": "basis case_id to what",
    "exemption": "case_id reason until",
    "advice": "advice guidance_id",
    "absence": "person_id",
    "attendance": "session_id",
    "case_work": "session_id takeaway topics",
    "step": "subject",
    "correction": "corrects",
}


def keys(error: MentorMatchError) -> dict[str, str]:
    """The problems of an error by field."""
    return {problem.where.field or "": problem.key for problem in error.problems}


def test_there_is_a_strategy_and_a_table_for_each_type() -> None:
    assert TYPES.keys() == FIELDS.keys() == REQUIRED.keys()


@pytest.mark.parametrize("kind", TYPES)
def test_only_these_fields_are_required(kind: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_record({"type": kind, "id": "r1"})
    missing = {field for field, key in keys(caught.value).items() if key == "field_missing"}
    assert missing == {"by", *REQUIRED[kind].split()} == keys(caught.value).keys()
    assert all(problem.where.record == "r1" for problem in caught.value.problems)


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_a_record_reads_back_from_its_own_line(kind: str, data: st.DataObject) -> None:
    record = data.draw(RECORDS[kind])
    again = read_record(json.loads(line_of(record)))
    assert again == record
    assert hash(again) == hash(record)
    assert line_of(again) == line_of(record)
    assert "\n" not in line_of(record)


UNION: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


@given(record=any_record())
def test_the_union_tells_records_apart_by_their_type(record: CaseRecord) -> None:
    assert UNION.validate_python(record.model_dump()) == record
    assert UNION.validate_json(line_of(record)) == record


@given(record=any_record())
def test_no_text_of_a_person_is_shown_by_repr(record: CaseRecord) -> None:
    shown = repr(record)
    for name in special_fields(type(record)):
        assert f"{name}=" not in shown
    assert f"id='{record.id}'" in shown


@pytest.mark.parametrize("kind", TYPES)
def test_every_text_says_whose_it_is(kind: str) -> None:
    marked = whose(TYPES[kind])
    assert set(special_fields(TYPES[kind])) <= marked.keys()
    assert set(marked.values()) <= set(WHOSE)


TEXTS = [(kind, name) for kind, kinds in TYPES.items() for name in special_fields(kinds)]


@pytest.mark.parametrize("kind, name", TEXTS)
def test_a_birth_number_is_refused_in_every_text_and_never_repeated(kind: str, name: str) -> None:
    number = made_up(1, 1, 1990, 0) or made_up(1, 1, 1990, 1)
    assert number is not None
    with pytest.raises(CaseError) as caught:
        read_record({"type": kind, "id": "r1", "by": "K1", name: f"Han heter\nnoe, {number}."})
    assert keys(caught.value)[name] == "birth_number"
    assert all(
        number[:6] not in problem.text(language) for problem in caught.value.problems for language in ("nb", "en")
    )


@pytest.mark.parametrize("kind, name", TEXTS)
def test_a_text_of_the_wrong_kind_is_never_repeated(kind: str, name: str) -> None:
    secret = "Hemmelighet om Kari"
    for value in ([secret], {secret: secret}, secret):
        with pytest.raises(CaseError) as caught:  # something else is always missing
            read_record({"type": kind, "id": "r1", name: value})
        assert secret not in str(caught.value)


def test_all_problems_are_told_at_once_with_the_id_of_the_record() -> None:
    with pytest.raises(CaseError) as caught:
        Contact.model_validate(
            {
                "id": "k1",
                "by": "M1",
                "case_id": "S1",
                "on": "31.2.2026",
                "kind": "gåtur",
                "status": "ferdig",
                "minuts": 3,
            }
        )
    assert keys(caught.value) == {
        "on": "value_day", "kind": "case_code", "status": "case_code", "minuts": "unknown_field",
    }  # fmt: skip
    assert {problem.where.record for problem in caught.value.problems} == {"k1"}
    assert all("Hint: " in problem.text() and "gåtur" not in problem.text() for problem in caught.value.problems)
    assert "no-show" in str(caught.value)


# Times


def test_a_moment_that_cannot_be_read_is_told_once() -> None:
    with pytest.raises(CaseError) as caught:
        Case(id="S1", by="K1", host="Bergen", recorded_at="i går")
    assert keys(caught.value) == {"recorded_at": "moment"}


def test_a_moment_is_kept_in_utc_and_has_a_zone() -> None:
    note = Note(by="M1", case_id="S1", words="Hei", of="mentee", recorded_at="2026-07-01T00:30:00+02:00")
    assert note.recorded_at == datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert note.recorded_at.tzinfo is UTC
    assert note.on == date(2026, 7, 1)
    for wrong in ("2026-07-01T00:30:00", "2026-07-01", "i går", 5, datetime(2026, 7, 1)):  # noqa: DTZ001  # the lack is the test
        with pytest.raises(CaseError, match="not a moment with its time zone"):
            Note(by="M1", case_id="S1", words="Hei", of="mentee", recorded_at=wrong)


@pytest.mark.parametrize(
    "recorded_at, day",
    [
        ("2026-03-28T22:59:00Z", "2026-03-28"),  # before the clock goes forward, Oslo is an hour ahead
        ("2026-03-28T23:00:00Z", "2026-03-29"),
        ("2026-03-29T21:59:00Z", "2026-03-29"),  # after it, two
        ("2026-03-29T22:00:00Z", "2026-03-30"),
        ("2026-10-24T21:59:00Z", "2026-10-24"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),  # before it goes back
        ("2026-10-25T22:59:00Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2024-02-28T23:30:00Z", "2024-02-29"),  # a leap day
        ("2025-02-28T23:30:00Z", "2025-03-01"),
    ],
)
def test_a_day_is_a_day_in_oslo(recorded_at: str, day: str) -> None:
    step = Step(by="K1", subject="S1", to="active", recorded_at=recorded_at)
    assert str(step.on) == str(step.recorded_on) == day
    later = step.on + timedelta(days=1)
    with pytest.raises(CaseError) as caught:
        Step(by="K1", subject="S1", to="active", recorded_at=recorded_at, on=later)
    assert keys(caught.value) == {"on": "day_ahead"}


@pytest.mark.parametrize(
    "on, late", [("2024-02-29", 1), ("2024-02-28", 2), ("2024-03-01", 0), ("2023-03-01", 366), (None, 0)]
)
def test_late_recording_is_seen(on: str | None, late: int) -> None:
    given = {} if on is None else {"on": on}
    assert Step(by="K1", subject="S1", to="active", recorded_at="2024-03-01T12:00Z", **given).recorded_late == late


def test_only_what_can_be_planned_lies_ahead() -> None:
    relation = Relation(
        by="K1", role="mentor", person_id="M1", of="S1", on="2026-02-01", recorded_at="2026-01-01T12:00Z"
    )
    assert relation.recorded_late == 0
    assert {kind for kind, kinds in TYPES.items() if kinds.may_lie_ahead} == {
        "relation", "exemption", "absence", "session",
    }  # fmt: skip


# Single types


@pytest.mark.parametrize("name", PERSONAL)
def test_a_case_of_a_service_has_no_personal_data(name: str) -> None:
    values = {
        "mentee_ids": "B1", "target_group": "risiko", "participants": [{"person_id": "P1"}],
        "guardians_agreed_by": "F1", "guardians_agreed_on": "1.1.2026", "told_limits_on": "1.1.2026",
        "birth_year": 2009, "protected_address": "ja",
    }  # fmt: skip
    with pytest.raises(CaseError) as caught:
        Case(id="S1", by="K1", of="tjeneste", host="Bergen", **{name: values[name]})
    assert keys(caught.value) == {name: "case_of_service"}
    assert getattr(Case(id="S1", by="K1", host="Bergen", **{name: values[name]}), name) is not None


def test_a_case_shows_neither_municipality_nor_target_group() -> None:
    case = Case(id="S1", by="K1", host="Bergen", municipality="Utsira", target_group="risiko", birth_year=2009)
    assert not any(word in repr(case) for word in ("1151", "at_risk", "2009"))
    with pytest.raises(CaseError) as caught:
        Case(id="S1", by="K1", host="Bergen", municipality="Lykkeby", target_group="venstreekstrem")
    assert "Lykkeby" not in str(caught.value)
    assert "venstreekstrem" not in str(caught.value)


@pytest.mark.parametrize("status, minutes, right", [
    ("completed", 0, False), ("completed", None, False), ("completed", 1, True), ("completed", 1441, False),
    ("no_show", None, True), ("no_show", 20, True), ("attempted", None, True), ("cancelled", None, True),
    ("completed", -5, False), ("completed", 7.5, False),
])  # fmt: skip
def test_minutes_of_a_contact(status: str, minutes: float | None, right: bool) -> None:
    fields = {"by": "M1", "case_id": "S1", "kind": "meeting", "status": status}
    given = fields if minutes is None else {**fields, "minutes": minutes}
    if right:
        assert Contact.model_validate(given).minutes == (minutes or 0)
    else:
        with pytest.raises(CaseError) as caught:
            Contact.model_validate(given)
        assert keys(caught.value).keys() == {"minutes"}


def test_who_had_a_contact() -> None:
    fields = {"by": "K1", "case_id": "S1", "kind": "phone", "status": "attempted"}
    assert Contact.model_validate(fields).who == "K1"
    assert Contact.model_validate({**fields, "held_by": "M1"}).who == "M1"


@pytest.mark.parametrize("scale, value, more, wrong", [
    ("goal", 2, {"goal_id": "G1"}, ""), ("mål", "−2", {"goal_id": "G1"}, ""), ("goal", -3, {"goal_id": "G1"}, "value"),
    ("goal", 0.5, {"goal_id": "G1"}, "value"), ("goal", 1, {}, "goal_id"),
    ("importance", 5, {"goal_id": "G1"}, "goal_id"),
    ("viktighet", 10, {}, ""), ("importance", 11, {}, "value"), ("confidence", -1, {}, "value"),
    ("søvn", 3, {"low": 1, "high": 5}, ""), ("søvn", 6, {"low": 1, "high": 5}, "value"), ("søvn", 3, {}, "low"),
    ("søvn", 3, {"low": 5, "high": 1}, "low"), ("søvn", "mye", {"low": 1, "high": 5}, "value"),
])  # fmt: skip
def test_a_rating_lies_on_its_scale(scale: str, value: object, more: dict[str, object], wrong: str) -> None:
    fields = {"by": "M1", "case_id": "S1", "scale": scale, "value": value, **more}
    if not wrong:
        rating = Rating.model_validate(fields)
        assert rating.low is not None
        assert rating.high is not None
        assert rating.low <= rating.value <= rating.high
    else:
        with pytest.raises(CaseError) as caught:
            Rating.model_validate(fields)
        assert keys(caught.value).keys() == {wrong}


@pytest.mark.parametrize("judgement", [3, "3", "2,5", 0])
def test_an_assessment_has_no_numbers_to_add_up(judgement: object) -> None:
    with pytest.raises(CaseError) as caught:
        Assessment(by="V1", case_id="S1", instrument="et verktøy", assessor="V1", domains={"holdninger": judgement})
    assert keys(caught.value) == {"domains.holdninger": "judgement_words"}


def test_a_certificate_is_valid_through_its_last_day() -> None:
    made = {"by": "V1", "case_id": "S1", "instrument": "et verktøy", "assessor": "V1", "on": "2024-02-29"}
    days = {"2024-02-28": False, "2024-02-29": True, None: None}
    for day, certified in days.items():
        assert Assessment.model_validate({**made, "certificate_valid_until": day}).certified is certified


def test_a_goal_is_described_from_minus_two_to_two() -> None:
    goal = Goal(by="M1", case_id="S1", words="Møte på jobb", levels={"+2": "hver dag", "-1": "sjelden", 0: "ofte"})
    assert goal.levels == {-1: "sjelden", 0: "ofte", 2: "hver dag"}
    for levels in ({3: "for mye"}, {"bra": "ja"}, ["ja"]):
        with pytest.raises(CaseError):
            Goal(by="M1", case_id="S1", words="Møte på jobb", levels=levels)
    for weight in (0, 11):
        with pytest.raises(CaseError) as caught:
            Goal(by="M1", case_id="S1", words="Møte på jobb", weight=weight)
        assert keys(caught.value) == {"weight": "goal_weight"}


def test_prose_keeps_its_lines() -> None:
    assert Note(by="M1", case_id="S1", words="\n Først.  \n\n  Så. \n", of="familien").words == "Først.\n\n  Så."


def test_a_match_that_is_not_continued_needs_its_reason() -> None:
    with pytest.raises(CaseError) as caught:
        Step(by="K1", subject="P1", to="not_continued")
    assert keys(caught.value) == {"reason": "step_reason"}
    assert Step(by="K1", subject="P1", to="not continued", reason="Kjenner familien").to == "not_continued"


@pytest.mark.parametrize("given, wrong", [
    ({}, "fields"), ({"fields": {}}, "fields"), ({"fields": {"minutes": 3}, "entered_in_error": True}, "fields"),
    ({"fields": {"on": object()}}, "fields"), ({"fields": ["minutes"]}, "fields"),
])  # fmt: skip
def test_a_correction_says_one_thing(given: dict[str, object], wrong: str) -> None:
    with pytest.raises(CaseError) as caught:
        Correction(by="K1", corrects="k1", case_id="S1", **given)
    assert wrong in keys(caught.value)


def test_a_correction_holds_what_json_holds() -> None:
    correction = Correction(by="K1", corrects="k1", fields={"on": date(2024, 2, 29), "mentee_ids": ("B1",)})
    assert correction.fields == {"on": "2024-02-29", "mentee_ids": ["B1"]}


def test_a_record_of_an_unknown_type_is_an_error_with_the_nearest() -> None:
    with pytest.raises(CaseError, match="Did you mean 'contact'"):
        read_record({"type": "contacts"})
    with pytest.raises(CaseError, match="must be given"):
        read_record({"id": "k1"})


# Signs


def test_the_national_groups_and_protective_factors() -> None:
    listed = signs.current()
    groups = {sign.group for sign in listed.signs.values()}
    assert groups == listed.groups.keys() == {
        "utterances", "appearance_and_symbols", "activities", "friends_and_networks", signs.PROTECTIVE,
    }  # fmt: skip
    for code in listed.signs:
        assert listed.label(code, "nb") != listed.label(code, "en")
        assert listed.code(listed.label(code, "nb")) == listed.code(listed.label(code, "en").upper()) == code


def test_a_sign_that_the_list_does_not_have_is_an_error_that_does_not_repeat_it() -> None:
    with pytest.raises(CaseError) as caught:
        Observation(by="M1", case_id="S1", sign="Kari er sint", change="new")
    assert keys(caught.value) == {"sign": "sign_unknown"}
    assert "Kari" not in str(caught.value)
    old = Observation(by="M1", case_id="S1", sign="own_sign", change="new", list_version="Bergen 2023")
    assert signs.current().label(old.sign, "nb") == "own sign"


OWN_LIST = """
version = "Bergen 2026"
[groups.own]
nb = "egne"
en = "own"
[groups.own.signs]
quiet = {nb = "er blitt stille", en = "has become quiet"}
"""


def test_a_municipality_replaces_the_list_with_its_own(tmp_path: Path) -> None:
    file = tmp_path / "signs.toml"
    file.write_text(OWN_LIST, encoding="utf-8")
    with signs.using(signs.SignList.load(file)):
        seen = Observation(by="M1", case_id="S1", sign="Er blitt stille", change="vedvarer")
        assert (seen.sign, seen.list_version) == ("quiet", "Bergen 2026")
        assert not signs.current().signs["quiet"].protective
        assert signs.current().group_label("own", "nb") == "egne"
    assert Observation.model_validate(seen.model_dump()) == seen  # and with the package's own list again
    for wrong in ("", "version = 1", OWN_LIST.replace("nb =", "xx ="), OWN_LIST + OWN_LIST, "\x00"):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(CaseError, match=r"'signs.toml' is not a list of signs"):
            signs.SignList.load(file)


# Code lists


def test_every_code_has_labels_that_lead_back_to_it() -> None:
    for kind in ("case_status", "contact_kind", "contact_status", "change", "relation_role", "phase", "sees", "way"):
        for code in codes(kind):
            assert label(kind, code, "nb")
            assert label(kind, code, "en")
    for code in codes("contact_status"):
        for language in ("nb", "en"):
            word = label("contact_status", code, language).upper()
            made = Contact(by="M1", case_id="S1", kind="meeting", minutes=5, status=word)
            assert made.status == code


def test_of_a_field_that_cannot_be_read_only_that_is_said() -> None:
    with pytest.raises(CaseError) as error:
        Contact(by="M1", case_id="S1", on="2026-11-20", kind="møte", status="gjennomført", minutes="1 time")
    assert [problem.key for problem in error.value.problems] == ["value_number"]
