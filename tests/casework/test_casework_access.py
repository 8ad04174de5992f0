"""Who sees which entries of a case, day by day; and the pairs that the matching of mentors is told of."""

from datetime import date

import pytest

from mentormatch.casework.access import entries_seen_by
from mentormatch.casework.case import Case, Match
from mentormatch.casework.entries import Contact, Note
from mentormatch.casework.log import PAIR_COLUMNS, CaseLog
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.relation import Relation
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import ProfileError

RECORDED = "2026-11-01T12:00Z"


def case(name: str = "S1", **more: object) -> Case:
    return Case(id=name, by="K1", on="2026-01-01", host="Bergen", recorded_at=RECORDED, **more)


def relation(name: str, role: str, person_id: str, on: str, of: str = "S1", **more: object) -> Relation:
    fields = {"id": name, "by": "K1", "role": role, "person_id": person_id, "of": of, "on": on, **more}
    return Relation.model_validate({"recorded_at": RECORDED, **fields})


def step(subject: str, to: str, on: str, **more: object) -> Step:
    return Step.model_validate({"by": "K1", "subject": subject, "to": to, "on": on, "recorded_at": RECORDED, **more})


def note(name: str, by: str, on: str, **more: object) -> Note:
    return Note(id=name, by=by, case_id="S1", of="mentee", words="Hei", on=on, recorded_at=RECORDED, **more)


ENTRIES = [
    note("n1", "M1", "2026-02-01"),
    note("n2", "M1", "2026-02-02", summary=True),
    note("n3", "V1", "2026-03-01"),
    note("n4", "M2", "2026-03-15"),
    note("n5", "V1", "2026-04-01"),
    note("n6", "M2", "2026-05-01"),
]


def seen(person_id: str, on: str, *records: CaseRecord) -> str:
    state = CaseLog([case(), *ENTRIES, *records]).state()
    return " ".join(entry.id for entry in entries_seen_by(state, "S1", person_id, on))


FIRST = relation("r1", "mentor", "M1", "2026-01-15")
SECOND = {sees: relation("r2", "mentor", "M2", "2026-04-01", sees=sees) for sees in ("own", "summary", "all")}


@pytest.mark.parametrize("sees, entries", [
    ("own", "n4 n5 n6"),  # n4: earlier, but by M2, who stood in then
    ("summary", "n2 n4 n5 n6"),
    ("all", "n1 n2 n3 n4 n5 n6"),
])  # fmt: skip
def test_the_next_mentor_sees_of_the_earlier_log_what_the_relation_says(sees: str, entries: str) -> None:
    assert seen("M2", "2026-06-01", FIRST, step("r1", "closed", "2026-03-31"), SECOND[sees]) == entries


def test_the_former_mentor_loses_access_at_the_end() -> None:
    closing = step("r1", "closed", "2026-03-31")
    assert seen("M1", "2026-03-30", FIRST) == "n1 n2 n3 n4"
    assert seen("M1", "2026-04-01", FIRST) == "n1 n2 n3 n4 n5"
    assert seen("M1", "2026-03-31", FIRST, closing) == ""
    assert seen("M1", "2026-06-01", FIRST, closing, SECOND["own"]) == ""


@pytest.mark.parametrize("on, entries", [
    ("2026-03-09", ""), ("2026-03-10", ""), ("2026-03-15", "n4"), ("2026-03-20", "n4"), ("2026-03-21", ""),
])  # fmt: skip
def test_a_substitute_sees_from_the_first_day_to_the_last(on: str, entries: str) -> None:
    assert seen("M2", on, FIRST, relation("r3", "substitute", "M2", "2026-03-10", end="2026-03-20")) == entries


def test_on_the_first_day_a_mentor_sees_what_is_of_that_day_and_nothing_of_the_day_before() -> None:
    days = [note(f"d{number}", "V1", f"2026-06-0{number}") for number in (1, 2, 3)]
    new = relation("r2", "mentor", "M2", "2026-06-02")
    assert [seen("M2", f"2026-06-0{number}", *days, new) for number in (1, 2, 3)] == ["", "n4 n6 d2", "n4 n6 d2 d3"]


def test_without_a_relation_nobody_sees_anything() -> None:
    others = [  # a role that is not held in a case gives nothing, even where it names the case
        relation(f"r-{role}-{person}", role, person, "2026-01-15", sees="all")
        for role in ("loan", "participant", "deputy")
        for person in ("M1", "M2", "V1")
    ]
    for person in ("M1", "M2", "V1", "K1"):
        assert seen(person, "2026-06-01", *others) == ""


def test_a_supervisor_sees_all_and_a_deputy_what_the_supervisor_sees_while_it_lasts() -> None:
    supervisor = relation("r6", "case_supervisor", "V1", "2026-03-01")
    deputy = relation("r7", "deputy", "V2", "2026-05-01", of="V1", end="2026-05-31")
    everything = " ".join(entry.id for entry in ENTRIES)
    assert seen("V1", "2026-05-15", supervisor, deputy) == everything
    assert [seen("V2", on, supervisor, deputy) for on in ("2026-04-30", "2026-05-31", "2026-06-01")] == [
        "", everything, "",
    ]  # fmt: skip
    assert seen("V2", "2026-05-15", supervisor, deputy, step("r6", "closed", "2026-05-10")) == ""


def test_a_case_that_is_not_there_looks_like_one_that_may_not_be_seen() -> None:
    state = CaseLog([case(), *ENTRIES, FIRST]).state()
    assert entries_seen_by(state, "S9", "M1", "2026-06-01") == entries_seen_by(state, "S1", "M9", "2026-06-01") == ()


def test_a_deputy_of_a_mentor_sees_what_the_mentor_sees() -> None:
    deputy = relation("r7", "deputy", "M3", "2026-05-01", of="M2")
    for sees, relation_of_mentor in SECOND.items():
        log = (FIRST, step("r1", "closed", "2026-03-31"), relation_of_mentor, deputy)
        assert seen("M3", "2026-06-01", *log) == seen("M2", "2026-06-01", *log), sees


def test_a_revised_entry_is_seen_in_its_version_that_holds() -> None:
    new = note("n7", "V1", "2026-03-01", replaces="n3")
    gone = Correction(by="K1", corrects="n1", case_id="S1", entered_in_error=True)
    assert seen("M2", "2026-03-20", SECOND["all"], new) == ""
    assert seen("M2", "2026-06-01", SECOND["all"], new, gone) == "n2 n7 n4 n5 n6"


def test_what_a_day_does_not_have_yet_is_not_seen() -> None:
    assert seen("M1", "2026-02-01", FIRST) == "n1"
    assert seen("M1", "01.02.2026", FIRST) == "n1"
    with pytest.raises(ProfileError):
        seen("M1", "i går", FIRST)


# The pairs


PEOPLE = {
    "S1": case("S1", mentee_ids="B1"),
    "S2": case("S2", of="family", mentee_ids="B2; B3"),
    "S3": case("S3", of="service"),
}


def rows(log: CaseLog, of: str, on: str | None = None) -> list[tuple[object, ...]]:
    frame = getattr(log, of)(on)
    assert tuple(frame.columns) == PAIR_COLUMNS
    assert frame.dtypes.astype(str).tolist() == ["str", "str", "str", "str", "datetime64[s]"]
    return [
        tuple(None if cell != cell else cell for cell in (*row[:4], row[4].date()))
        for row in frame.itertuples(index=False)
    ]


def test_open_mentor_relations_are_current() -> None:
    log = CaseLog([
        *PEOPLE.values(), relation("r1", "mentor", "M1", "2026-02-01"), relation("r2", "co_mentor", "M2", "2026-03-01"),
        relation("r3", "substitute", "M3", "2026-02-01"), relation("r4", "case_supervisor", "V1", "2026-02-01"),
        relation("r5", "mentor", "M4", "2026-02-01", of="S2", end="2026-06-30"),
        relation("r6", "mentor", "M5", "2026-02-01", of="S3"), relation("r7", "loan", "M6", "2026-02-01", of="Voss"),
        step("r1", "closed", "2026-05-01"),
    ])  # fmt: skip
    first, march = date(2026, 2, 1), date(2026, 3, 1)
    family = [("B2", "M4", None, "K1", first), ("B3", "M4", None, "K1", first)]
    assert rows(log, "current", "2026-01-31") == []
    assert rows(log, "current", "2026-02-28") == [("B1", "M1", None, "K1", first), *family]
    assert rows(log, "current", "2026-04-30") == [
        ("B1", "M1", None, "K1", first), ("B1", "M2", None, "K1", march), *family,
    ]  # fmt: skip
    assert rows(log, "current", "2026-05-01") == [("B1", "M2", None, "K1", march), *family]
    assert rows(log, "current", "2026-07-01") == [("B1", "M2", None, "K1", march)]


def test_a_match_that_was_not_continued_is_a_ban_with_its_reason() -> None:
    match = {"by": "K1", "case_id": "S1", "mentee_id": "B1", "on": "2026-02-01", "recorded_at": RECORDED}
    log = CaseLog([
        *PEOPLE.values(), Match(id="p1", mentor_id="M1", **match), Match(id="p2", mentor_id="M2", **match),
        step("p1", "mentor_asked", "2026-02-02", conflict_of_interest="ja"),
        step("p1", "not_continued", "2026-02-03", by="V1", reason="Kjenner\nfamilien"),
        step("p2", "mentor_asked", "2026-02-02"),
    ])  # fmt: skip
    assert rows(log, "bans", "2026-02-02") == []
    assert rows(log, "bans") == [("B1", "M1", "Kjenner\nfamilien", "V1", date(2026, 2, 3))]
    step_id = log.state().cases["S1"].matches[0].steps[-1].id
    log.add(Correction(by="K1", corrects=step_id, case_id="S1", fields={"reason": "Inhabil"}))
    assert rows(log, "bans") == [("B1", "M1", "Inhabil", "V1", date(2026, 2, 3))]
    log.add(Correction(by="K1", corrects=step_id, case_id="S1", entered_in_error=True))
    assert rows(log, "bans") == []


def test_an_empty_log_has_the_same_columns() -> None:
    assert rows(CaseLog(), "current") == rows(CaseLog(), "bans") == []


def test_the_matching_wing_reads_these_frames() -> None:
    from mentormatch.tables import DECISION_COLUMNS

    assert PAIR_COLUMNS == DECISION_COLUMNS


def test_a_contact_is_no_note() -> None:
    contact = Contact(
        id="k1", by="M1", case_id="S1", kind="meeting", status="no_show", on="2026-02-05", recorded_at=RECORDED
    )
    assert seen("M2", "2026-06-01", SECOND["summary"], contact) == "n2 n4 n5 n6"
