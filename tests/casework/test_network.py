"""Networks, their members by period, and sessions."""

from datetime import date

import pytest

from mentormatch.casework.calendar import Rhythm
from mentormatch.casework.fold import standings
from mentormatch.casework.log import CaseLog
from mentormatch.casework.network import Network, members
from mentormatch.casework.records import read_record
from mentormatch.casework.relation import Relation
from mentormatch.casework.session import Attendance, CaseWork, Session, called_off, planned_sessions
from mentormatch.casework.step import Step
from mentormatch.errors import CaseError


def keys(error: CaseError) -> list[tuple[str | None, str]]:
    return [(problem.where.field, problem.key) for problem in error.problems]


@pytest.mark.parametrize(
    "area, places, wrong",
    [
        ("region", {"region": "vest"}, None),
        ("region", {"region": "RVTS Sør"}, None),
        ("region", {}, ("region", "network_area")),
        ("region", {"region": "Bergen"}, ("region", "network_region")),
        ("nabokommuner", {"municipalities": "Bergen; Øygarden"}, None),
        ("neighbours", {"municipalities": "Bergen"}, ("municipalities", "network_area")),
        ("municipality", {"municipalities": ["4601"]}, None),
        ("municipality", {"municipalities": "Bergen; Øygarden"}, ("municipalities", "network_area")),
    ],
)
def test_where_a_network_is(area: str, places: dict[str, object], wrong: tuple[str, str] | None) -> None:
    given = {"type": "network", "by": "K1", "name": "Nettverket", "area": area, **places}
    if wrong is None:
        assert Network.model_validate(given).name == "Nettverket"
    else:
        with pytest.raises(CaseError) as caught:
            Network.model_validate(given)
        assert wrong in keys(caught.value)


def test_members_have_periods() -> None:
    relations = [
        Relation(by="K1", role="chair", person_id="M1", of="N1", on="2026-01-01", end="2026-06-30"),
        Relation(by="K1", role="network_member", person_id="M1", of="N1", on="2026-01-01"),
        Relation(by="K1", role="network_member", person_id="M2", of="N1", on="2026-03-01", end="2026-03-31"),
        Relation(by="K1", role="network_member", person_id="M3", of="N2", on="2026-01-01"),
        Relation(by="K1", role="mentor", person_id="M4", of="N1", on="2026-01-01"),
    ]
    assert members("N1", relations, date(2026, 2, 28)) == {"M1": "chair"}
    assert members("N1", relations, date(2026, 3, 31)) == {"M1": "chair", "M2": "network_member"}
    assert members("N1", relations, date(2026, 7, 1)) == {"M1": "network_member"}


def test_a_session_names_cases_only_where_a_supervisor_guides_on_them() -> None:
    for kind in ("individual", "group", "review"):
        assert Session(by="V1", kind=kind, case_ids="S1; S2").case_ids == ("S1", "S2")
    with pytest.raises(CaseError) as caught:
        Session(by="V1", kind="peer", case_ids="S1")
    assert keys(caught.value) == [("case_ids", "session_cases")]
    with pytest.raises(CaseError) as caught:
        Session(by="V1", kind="network", case_ids="S1")
    assert keys(caught.value) == [("network_id", "session_network"), ("case_ids", "session_cases")]


def test_case_work_keeps_day_topics_and_takeaway_only() -> None:
    work = CaseWork(by="M1", session_id="T1", on="2026-09-01", topics="dilemma", takeaway="Spør før jeg lover noe.")
    common = {"type", "id", "by", "recorded_at", "on", "replaces"}
    assert set(CaseWork.model_fields) - common == {"session_id", "topics", "takeaway"}
    assert "Spør" not in repr(work)
    with pytest.raises(CaseError) as caught:
        CaseWork.model_validate({**work.model_dump(), "case_id": "S1"})
    assert keys(caught.value)[0][1].startswith("unknown_field")


def test_a_meeting_from_plan_to_takeaway_in_a_log() -> None:
    day = "2026-09-01"
    network = Network(id="N1", by="K1", on="2026-01-05", name="Vest", area="region", region="vest",
                      meets=Rhythm(weekday="tuesday", which=1, every_months=2, first="2026-01-01", at="13:00"),
                      )  # fmt: skip
    session = Session(id="T1", by="K1", on=day, kind="network", network_id="N1", agenda="erfaringsutveksling")
    log = CaseLog([
        network,
        Relation(id="R1", by="K1", role="chair", person_id="M1", of="N1", on="2026-01-05"),
        session,
        Step(by="K1", subject="T1", to="held", on=day),
        Attendance(by="K1", session_id="T1", on=day, attended="M1; M2", minutes=115),
        CaseWork(by="M2", session_id="T1", on=day, topics="grenser i rollen", takeaway="Avtale når jeg ikke svarer."),
    ])  # fmt: skip
    state = log.state()
    assert state.nouns["T1"].status == "held"
    assert [event.type for event in state.events] == ["attendance", "case_work"]
    for record in log.records:
        assert read_record(record.model_dump(mode="json")) == record
    with pytest.raises(CaseError, match="nothing follows"):
        log.add(Step(by="K1", subject="T1", to="cancelled"))
    with pytest.raises(CaseError):
        log.add(Session(by="K1", kind="network", network_id="N9"))


def test_a_year_of_meetings_is_planned_and_one_of_them_called_off() -> None:
    rhythm = Rhythm(
        weekday="torsdag", which=1, every_months=1, first="2026-01-15", at="13:00", minutes=90, not_in=[7, 8]
    )
    network = Network(id="N1", by="K1", on="2026-01-05", name="Vest", area="region", region="vest", meets=rhythm)
    year = date(2026, 1, 1), date(2026, 12, 31)
    log = CaseLog([network, *planned_sessions(network, "K1", *year)])
    sessions = standings(log.state().nouns.values(), Session)
    assert [session.record.on.strftime("%d.%m") for session in sessions] == [
        "05.02", "05.03", "09.04", "07.05", "04.06", "03.09", "01.10", "05.11", "03.12",
    ]  # fmt: skip
    assert {session.record.minutes for session in sessions} == {90}
    log.add(
        Step(by="K1", subject=sessions[2].record.id, to="cancelled", on="2026-03-30", recorded_at="2026-03-30T09:00Z")
    )
    off = called_off(standings(log.state().nouns.values(), Session), "N1")
    assert off == [date(2026, 4, 9)]
    assert called_off(standings(log.state().nouns.values(), Session), "N2") == []
    events = network.calendar(*year, cancelled=off).split("BEGIN:VEVENT")[1:]
    assert [sessions[2].record.id in event for event in events if "STATUS:CANCELLED" in event] == [True]
    assert len(events) == len(sessions)
