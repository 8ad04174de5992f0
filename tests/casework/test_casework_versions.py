"""Revisions within 24 hours, corrections of anything, and that nothing logged ever changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from mentormatch.casework.case import Case, Match
from mentormatch.casework.entries import Contact, FirstMeeting, Note, Rating
from mentormatch.casework.fold import CaseState
from mentormatch.casework.goal import Action, Goal
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.records import read_record
from mentormatch.casework.relation import Relation
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import CaseError

NOON = "2026-05-04T12:00:00+02:00"
LATE = {"by": "M1", "on": "2026-05-04", "recorded_at": NOON}


def case(**more: object) -> Case:
    return Case.model_validate(
        {"id": "S1", "by": "K1", "on": "2026-01-01", "host": "Bergen", "mentee_ids": "B1", "recorded_at": NOON, **more}
    )


def contact(name: str, **more: object) -> Contact:
    fields = {"id": name, "by": "M1", "case_id": "S1", "on": "2026-05-04", "kind": "meeting", "status": "completed"}
    return Contact.model_validate({**fields, "minutes": 30, "recorded_at": NOON, **more})


def correction(name: str, corrects: str, **more: object) -> Correction:
    fields = {"id": name, "by": "K1", "corrects": corrects, "case_id": "S1", "recorded_at": "2026-06-01T12:00Z", **more}
    return Correction.model_validate(fields)


def step(name: str, subject: str, to: str, on: str, **more: object) -> Step:
    fields = {
        "id": name,
        "by": "K1",
        "subject": subject,
        "to": to,
        "on": on,
        "recorded_at": "2026-05-04T12:00Z",
        **more,
    }
    return Step.model_validate(fields)


def mentor(name: str, on: str) -> Relation:
    return Relation(id=name, by="K1", role="mentor", person_id="M1", of="S1", on=on, recorded_at=NOON)


def refused(log: CaseLog, *records: CaseRecord) -> dict[str, str]:
    """The problems of adding these records, by key: where. The log is as it was."""
    before, state = log.records, log.state()
    with pytest.raises(CaseError) as caught:
        log.add(*records)
    assert log.records == before
    assert log.state() == state
    assert all("Hint: " in problem.text() for problem in caught.value.problems)
    return {problem.key: f"{problem.where.record} {problem.where.field}" for problem in caught.value.problems}


def of(log: CaseLog) -> CaseState:
    return log.state().cases["S1"]


# Revisions


def test_a_revision_takes_the_place_of_the_old_one_in_views_and_nothing_disappears() -> None:
    log = CaseLog([case(), contact("k1"), contact("k2", minutes=10)])
    log.add(contact("k3", replaces="k1", minutes=45))
    log.add(contact("k4", replaces="k3", minutes=50, note="Lengre enn vi trodde."))
    assert [(e.id, e.minutes) for e in of(log).entries if isinstance(e, Contact)] == [("k4", 50), ("k2", 10)]
    assert [record.id for record in log.records] == ["S1", "k1", "k2", "k3", "k4"]
    assert isinstance(first := log.records[1], Contact)
    assert first.minutes == 30


@pytest.mark.parametrize("recorded, revised, in_time", [
    ("2026-05-04T12:00:00+02:00", "2026-05-05T12:00:00+02:00", True),
    ("2026-05-04T12:00:00+02:00", "2026-05-05T12:00:01+02:00", False),
    ("2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00", True),  # the clock goes forward: 25 hours on the wall
    ("2026-03-28T12:00:00+01:00", "2026-03-29T13:00:01+02:00", False),
    ("2026-10-24T12:00:00+02:00", "2026-10-25T11:00:00+01:00", True),  # it goes back: 23 hours on the wall
    ("2026-10-24T12:00:00+02:00", "2026-10-25T11:00:01+01:00", False),
    ("2024-02-28T12:00:00+01:00", "2024-02-29T12:00:00+01:00", True),
    ("2024-02-28T12:00:00+01:00", "2024-03-01T12:00:00+01:00", False),  # the leap day lies between
    ("2026-05-04T12:00:00+02:00", "2026-05-04T12:00:00+02:00", True),
])  # fmt: skip
def test_24_hours_are_24_real_hours(recorded: str, revised: str, in_time: bool) -> None:
    log = CaseLog([case(on="2024-01-01"), contact("k1", recorded_at=recorded, on="2024-02-01")])
    new = contact("k2", replaces="k1", recorded_at=revised, on="2024-02-01", minutes=45)
    if in_time:
        log.add(new)
        assert [entry.id for entry in of(log).entries] == ["k2"]
    else:
        assert refused(log, new) == {"revision_late": "k2 replaces"}
        with pytest.raises(CaseError, match="Use a Correction"):
            log.add(new)


def test_a_chain_of_revisions_does_not_stretch_the_time() -> None:
    log = CaseLog([case(), contact("k1"), contact("k2", replaces="k1", recorded_at="2026-05-05T11:00:00+02:00")])
    late = contact("k3", replaces="k2", recorded_at="2026-05-05T13:00:00+02:00")
    assert refused(log, late) == {"revision_late": "k3 replaces"}


@pytest.mark.parametrize("more, key", [
    ({"replaces": "nobody"}, "record_unknown"),
    ({"replaces": "S1"}, "record_unknown"),
    ({"replaces": "k1", "by": "K1"}, "revision_author"),
    ({"replaces": "k1", "case_id": "S2"}, "revision_other"),
    ({"replaces": "k0"}, "revision_newer"),
    ({"replaces": "k1", "recorded_at": "2026-05-04T11:59:59+02:00"}, "recorded_before"),
    ({"replaces": "k1", "id": "k0"}, "record_twice"),
    ({"replaces": "k1", "on": "2025-12-31"}, "before_case"),
])  # fmt: skip
def test_a_revision_that_may_not_be(more: Mapping[str, object], key: str) -> None:
    log = CaseLog([case(), case(id="S2"), contact("k0"), contact("k1", replaces="k0")])
    assert refused(log, contact("k2", **more)).keys() == {key}


def test_a_revision_is_of_the_same_type() -> None:
    log = CaseLog([case(), contact("k1")])
    note = Note(
        id="n1", by="M1", case_id="S1", words="Hei", of="team", replaces="k1", on="2026-05-04", recorded_at=NOON
    )
    assert refused(log, note) == {"revision_other": "n1 replaces"}


# Corrections


def test_a_correction_changes_fields_in_views_and_nothing_in_the_log() -> None:
    log = CaseLog([case(), contact("k1"), correction("c1", "k1", fields={"minutes": "45", "on": "3.5.2026"})])
    (entry,) = of(log).entries
    assert isinstance(entry, Contact)
    assert (entry.id, entry.minutes, str(entry.on), entry.by) == ("k1", 45, "2026-05-03", "M1")
    log.add(correction("c2", "k1", fields={"minutes": 50}))
    (entry,) = of(log).entries
    assert isinstance(entry, Contact)
    assert (entry.minutes, str(entry.on)) == (50, "2026-05-03")
    assert log.records[1] == contact("k1")


def test_chains_of_revisions_and_corrections_fold_in_the_order_of_the_log() -> None:
    log = CaseLog([case(), contact("k1", note="Først")])
    log.add(correction("c1", "k1", fields={"minutes": 31}, recorded_at="2026-05-04T13:00:00+02:00"))
    log.add(contact("k2", replaces="k1", minutes=32, note="Så", recorded_at="2026-05-04T14:00:00+02:00"))
    log.add(correction("c2", "k1", fields={"minutes": 33}))  # the id of any version will do
    log.add(correction("c3", "k2", fields={"way": "collateral"}))
    (entry,) = of(log).entries
    assert isinstance(entry, Contact)
    assert (entry.id, entry.minutes, entry.way, entry.note) == ("k2", 33, "collateral", "Så")
    assert len(log) == 6


@pytest.mark.parametrize("corrects, more, problems", [
    ("nobody", {"fields": {"minutes": 3}}, {"record_unknown": "c1 corrects"}),
    ("c0", {"fields": {"reason": "x"}}, {"record_unknown": "c1 corrects"}),
    ("k1", {"fields": {"minutes": 3}, "case_id": "S2"}, {"correction_case": "c1 case_id"}),
    ("k1", {"fields": {"minutes": 3}, "case_id": None}, {"correction_case": "c1 case_id"}),
    ("N1", {"fields": {"name": "Vest"}}, {"correction_no_case": "c1 case_id"}),
    ("k1", {"fields": {"minutes": 0}}, {"contact_minutes": "c1 fields.minutes"}),
    ("k1", {"fields": {"minuts": 3}}, {"unknown_field": "c1 fields.minuts"}),
    ("k1", {"fields": {"on": "2026-06-02"}}, {"day_ahead": "c1 fields.on"}),
    ("k1", {"fields": {"on": "2025-12-31"}}, {"before_case": "c1 on"}),
    ("k1", {"fields": {"by": "K1"}}, {"correction_field": "c1 fields.by"}),
    ("k1", {"fields": {"case_id": "S2"}}, {"correction_field": "c1 fields.case_id"}),
    ("k1", {"fields": {"recorded_at": NOON}}, {"correction_field": "c1 fields.recorded_at"}),
    ("r1", {"fields": {"of": "S2"}}, {"correction_field": "c1 fields.of"}),
    ("t1", {"fields": {"subject": "S2"}}, {"correction_field": "c1 fields.subject"}),
    ("k1", {"fields": {"minutes": 3}, "recorded_at": "2026-05-04T09:59:59Z"}, {"recorded_before": "c1 recorded_at"}),
    ("g1", {"entered_in_error": True}, {"error_of_noun": "c1 entered_in_error"}),
    ("p1", {"fields": {"mentee_id": "B9"}}, {"match_mentee": "c1 mentee_id"}),
    ("S1", {"fields": {"mentee_ids": ["B2"]}}, {"match_mentee": "p1 mentee_id"}),
    ("S1", {"fields": {"on": "2026-05-04"}}, {"before_case": "k9 on", "step_before": "t1 on"}),
    ("v1", {"fields": {"goal_id": "g2"}}, {"record_of_other_case": "c1 goal_id"}),
    ("v1", {"fields": {"goal_id": "k1"}}, {"record_unknown": "c1 goal_id"}),
])  # fmt: skip
def test_a_correction_that_may_not_be(corrects: str, more: dict[str, object], problems: dict[str, str]) -> None:
    log = CaseLog([
        case(), case(id="S2"), contact("k1"), contact("k9", on="2026-02-01"),
        step("t1", "S1", "active", "2026-01-02"),
        correction("c0", "k1", fields={"minutes": 31}),
        Goal(id="g1", case_id="S1", words="Jobb", **LATE), Goal(id="g2", case_id="S2", words="Jobb", **LATE),
        Match(id="p1", case_id="S1", mentee_id="B1", mentor_id="M1", **LATE),
        Relation(id="r1", role="mentor", person_id="M1", of="S1", **LATE),
        Rating(id="v1", case_id="S1", scale="goal", value=1, goal_id="g1", **LATE),
        read_record({"type": "network", "id": "N1", "name": "Midt", "area": "region", "region": "midt", **LATE}),
    ])  # fmt: skip
    assert refused(log, correction("c1", corrects, **more)) == problems


def test_what_was_entered_in_error_is_left_out_and_stays_in_the_log() -> None:
    log = CaseLog([case(), contact("k1"), contact("k2"), correction("c1", "k1", entered_in_error=True)])
    assert [entry.id for entry in of(log).entries] == ["k2"]
    assert len(log) == 4
    assert refused(log, correction("c2", "k1", fields={"minutes": 4})) == {"record_unknown": "c2 corrects"}
    assert refused(log, contact("k3", replaces="k1")) == {"record_unknown": "k3 replaces"}


def test_nouns_are_corrected_too() -> None:
    log = CaseLog([case(), mentor("r1", "2026-05-01")])
    log.add(correction("c1", "r1", fields={"sees": "all", "end": "2026-06-30"}))
    log.add(correction("c2", "S1", fields={"mentee_ids": ["B1", "B2"]}))
    (relation,) = of(log).relations
    assert (relation.record.sees, str(relation.record.end)) == ("all", "2026-06-30")
    assert of(log).case.mentee_ids == ("B1", "B2")


def test_a_step_entered_in_error_is_undone_where_what_followed_still_fits() -> None:
    log = CaseLog([case(), step("t1", "S1", "active", "2026-02-01"), step("t2", "S1", "closed", "2026-03-01")])
    assert refused(log, correction("c1", "t1", entered_in_error=True)) == {"life_step": "t2 to"}
    log.add(correction("c2", "t2", entered_in_error=True))
    assert (of(log).status, [taken.id for taken in of(log).history]) == ("active", ["t1"])
    log.add(step("t3", "S1", "on_hold", "2026-02-15"))
    assert of(log).status == "on_hold"


def test_a_corrected_step_keeps_the_life_whole() -> None:
    log = CaseLog([case(), step("t1", "S1", "active", "2026-02-01"), step("t2", "S1", "on_hold", "2026-03-01")])
    assert refused(log, correction("c1", "t1", fields={"to": "advised"})) == {"life_step": "t2 to"}
    assert refused(log, correction("c2", "t1", fields={"on": "2026-03-02"})) == {"step_before": "t2 on"}
    log.add(correction("c3", "t2", fields={"to": "closed", "reason": "Flyttet"}))
    assert (of(log).status, of(log).history[-1].reason) == ("closed", "Flyttet")
    log.add(step("t4", "S1", "active", "2026-03-01"), correction("c4", "t1", fields={"on": "2026-01-01"}))
    assert str(of(log).history[0].on) == "2026-01-01"


def test_a_step_can_be_replaced_by_its_author() -> None:
    log = CaseLog([case(), step("t1", "S1", "active", "2026-02-01")])
    log.add(step("t2", "S1", "waitlisted", "2026-02-01", replaces="t1"))
    assert [taken.id for taken in of(log).history] == ["t2"]
    assert (of(log).status, str(of(log).since)) == ("waitlisted", "2026-02-01")
    log.add(step("t3", "S1", "active", "2026-02-02"))
    assert refused(log, step("t4", "S1", "advised", "2026-02-01", replaces="t2")) == {"life_step": "t3 to"}


def test_nothing_corrects_or_replaces_itself() -> None:
    log = CaseLog([case(), contact("k1")])
    assert refused(log, correction("c1", "c1", fields={"minutes": 3})) == {"record_unknown": "c1 corrects"}
    assert refused(log, contact("k2", replaces="k2")) == {"record_unknown": "k2 replaces"}
    assert refused(log, step("t1", "t1", "active", "2026-05-04")) == {"record_unknown": "t1 subject"}


# Steps, and what records name


def test_steps_follow_one_another_by_day() -> None:
    log = CaseLog([case(), step("t1", "S1", "active", "2026-02-10")])
    assert refused(log, step("t2", "S1", "on_hold", "2026-02-09")) == {"step_before": "t2 on"}
    log.add(step("t2", "S1", "on_hold", "2026-02-10"))
    assert [log.state(day).cases["S1"].status for day in ("2026-02-09", "2026-02-10")] == ["referred", "on_hold"]


def test_a_phase_belongs_to_a_case() -> None:
    log = CaseLog([case(), Goal(id="g1", by="M1", case_id="S1", words="Jobb", on="2026-05-01", recorded_at=NOON)])
    log.add(Step(by="K1", subject="S1", phase="planlegging", on="2026-05-01", recorded_at=NOON))
    assert (of(log).phase, of(log).status) == ("planning", "referred")
    log.add(step("t1", "S1", "active", "2026-05-02", phase="delivery"))
    assert (of(log).phase, of(log).status, str(of(log).since)) == ("delivery", "active", "2026-05-02")
    assert log.state("2026-04-30").cases["S1"].phase == "identification"
    wrong = Step(id="t2", by="K1", subject="g1", phase="exit", on="2026-05-02", recorded_at=NOON)
    assert refused(log, wrong) == {"step_phase": "t2 phase"}


@pytest.mark.parametrize("record, problems", [
    (contact("x", case_id="S9"), {"record_unknown": "x case_id"}),
    (contact("x", case_id="k1"), {"record_unknown": "x case_id"}),
    (contact("x", on="2025-12-31"), {"before_case": "x on"}),
    (step("x", "S9", "active", "2026-05-04"), {"record_unknown": "x subject"}),
    (step("x", "k1", "active", "2026-05-04"), {"record_unknown": "x subject"}),
    (Match(id="x", case_id="S1", mentee_id="B2", mentor_id="M1", **LATE), {"match_mentee": "x mentee_id"}),
    (Goal(id="x", case_id="S9", words="Jobb", **LATE), {"record_unknown": "x case_id"}),
    (Action(id="x", guidance_id="Q1", what="Ring", owner="M1", **LATE), {"record_unknown": "x guidance_id"}),
    (Rating(id="x", case_id="S2", scale="goal", value=1, goal_id="g1", **LATE), {"record_of_other_case": "x goal_id"}),
    (FirstMeeting(id="x", case_id="S2", match_id="p1", mentee_wish="yes", mentor_wish="no", **LATE),
     {"record_of_other_case": "x match_id"}),
    (Relation(id="x", role="mentor", person_id="M1", of="N1", **LATE), {"record_unknown": "x of"}),
    (Relation(id="x", role="chair", person_id="M1", of="S1", **LATE), {"record_unknown": "x of"}),
])  # fmt: skip
def test_what_a_record_names_must_be_there(record: CaseRecord, problems: dict[str, str]) -> None:
    log = CaseLog([
        case(), case(id="S2"), contact("k1"), Goal(id="g1", case_id="S1", words="Jobb", **LATE),
        Match(id="p1", case_id="S1", mentee_id="B1", mentor_id="M1", **LATE),
    ])  # fmt: skip
    assert refused(log, record) == problems


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_added() -> None:
    log = CaseLog([case()])
    problems = refused(
        log, contact("k1"), contact("k1"), contact("k2", case_id="S9"), step("t1", "S1", "closed", "2026-05-04"),
        contact("k3", replaces="k2"),  # of one that was refused: nothing more to say
    )  # fmt: skip
    assert problems == {"record_twice": "k1 id", "record_unknown": "k2 case_id", "life_step": "t1 to"}


def test_a_planned_relation_can_be_called_off_before_it_starts() -> None:
    log = CaseLog([case(), mentor("r1", "2026-07-01")])
    log.add(step("t1", "r1", "closed", "2026-05-04"))
    assert of(log).relations[0].status == "closed"
    assert log.state("2026-06-01").cases["S1"].relations == ()


def test_a_state_leaves_out_what_is_dated_later_and_knows_late_entries() -> None:
    log = CaseLog([case(), contact("k2", on="2026-04-01"), contact("k1", on="2026-03-01")])
    assert [entry.id for entry in of(log).entries] == ["k1", "k2"]
    assert [entry.id for entry in log.state("2026-03-31").cases["S1"].entries] == ["k1"]
    assert log.state("2025-12-31").cases == {}
    assert max(entry.recorded_late for entry in of(log).entries) == 64


def test_closing_lists_open_actions_and_never_hinders() -> None:
    log = CaseLog([case(), step("t1", "S1", "active", "2026-02-01")])
    log.add(Action(id="a1", case_id="S1", what="Ringe skolen", owner="M1", **LATE))
    log.add(
        Action(id="a2", case_id="S1", what="Søke plass", owner="M1", **LATE), step("t2", "a2", "done", "2026-05-04")
    )
    log.add(step("t3", "S1", "closed", "2026-05-04", own_view="Det hjalp å ha noen å snakke med."))
    assert of(log).status == "closed"
    assert [action.record.id for action in of(log).open_actions] == ["a1"]
    log.add(step("t4", "a1", "dropped", "2026-05-04"))
    assert of(log).open_actions == ()


def test_a_day_of_24_hours_passes_whatever_the_length_of_the_day() -> None:
    start = datetime.fromisoformat("2026-03-28T00:00:00+01:00")
    for hours in range(24 * 3):
        recorded = start + timedelta(hours=hours)
        log = CaseLog([case(), contact("k1", recorded_at=recorded, on="2026-03-01")])
        log.add(contact("k2", replaces="k1", recorded_at=recorded + timedelta(hours=24), on="2026-03-01"))
        assert [entry.id for entry in of(log).entries] == ["k2"]
