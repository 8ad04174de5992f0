"""The made-up season: the same for the same seed, and with everything in it that a true one has."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mentormatch.casework.case import Case
from mentormatch.casework.codes import codes
from mentormatch.casework.entries import Contact, FirstMeeting, Observation, Rating
from mentormatch.casework.fold import standings
from mentormatch.casework.goal import Goal
from mentormatch.casework.guidance import GuidanceRequest
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.records import TYPES
from mentormatch.casework.season import season
from mentormatch.casework.session import Session
from mentormatch.casework.step import Correction
from mentormatch.casework.views import attention, timeline
from mentormatch.errors import CaseError

ON = "2026-11-22"


@pytest.fixture(scope="module")
def log() -> CaseLog:
    return season(on=ON)


def test_the_same_seed_makes_the_same_records_and_another_one_does_not(log: CaseLog) -> None:
    again, other = season(on=ON), season(on=ON, seed=2)
    assert [record.model_dump() for record in again.records] == [record.model_dump() for record in log.records]
    assert [record.model_dump() for record in other.records] != [record.model_dump() for record in log.records]


def test_the_language_changes_the_words_and_nothing_else(log: CaseLog) -> None:
    norwegian = season(on=ON, language="nb")
    words = {"words", "note", "question", "reactions", "advice", "what", "reason", "own_view", "levels", "name"}
    words |= {"takeaway", "summary", "domains", "instrument", "to", "format", "referred_by", "participants"}

    def rest(record: CaseRecord) -> dict[str, object]:
        of_words = words - {"to"} if record.type in ("step", "guidance_request") else words
        return {name: value for name, value in record.model_dump().items() if name not in of_words}

    assert list(map(rest, norwegian.records)) == list(map(rest, log.records))
    told = {record.words for record in norwegian.records if type(record) is Goal}
    assert told.isdisjoint(record.words for record in log.records if type(record) is Goal)


def test_a_case_is_the_same_in_a_larger_season(log: CaseLog) -> None:
    larger = season(cases=20, on=ON).state(ON).cases
    for name, case in log.state(ON).cases.items():
        assert larger[name].entries == case.entries
    assert len(larger) == 20


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_that_happens_in_truth_happens_in_it(seed: int) -> None:
    log = season(on=ON, seed=seed)
    kinds = Counter(record.type for record in log.records)
    assert set(kinds) == set(TYPES)
    state = log.state(ON)
    cases, entries = state.cases.values(), [entry for case in state.cases.values() for entry in case.entries]
    assert {case.status for case in cases} == {"advised", "waitlisted", "declined_by_person", "active", "closed"}
    assert {case.case.of for case in cases} == set(codes("case_of"))
    assert {match.status for case in cases for match in case.matches} == {"confirmed", "not_continued"}
    assert len(log.bans(ON)) == 2
    wishes = {entry.mentee_wish for entry in entries if type(entry) is FirstMeeting}
    assert wishes == set(codes("wish_to_go_on"))
    assert {entry.status for entry in entries if type(entry) is Contact} == set(codes("contact_status"))
    assert {entry.change for entry in entries if type(entry) is Observation} == set(codes("change"))
    requests = standings(state.nouns.values(), GuidanceRequest)
    assert {request.status for request in requests} == {"draft", "withdrawn", "acknowledged", "answered"}
    assert "escalated" in {step.to for request in requests for step in request.steps}
    assert "on_hold" in {step.to for case in cases for step in case.history}
    roles = {relation.record.role for relation in state.relations}
    assert roles >= {"mentor", "co_mentor", "substitute", "case_supervisor", "deputy", "network_member", "chair"}
    meetings = [s for s in standings(log.state().nouns.values(), Session) if s.record.kind == "network"]
    assert {meeting.status for meeting in meetings} >= {"held", "planned"}
    assert {"no_contact", "guidance_unanswered", "supervisor_away", "goal_unrated"} <= set(
        attention(log, on=ON)["kind"]
    )


def test_it_is_uneven_late_and_mended_as_a_true_one(log: CaseLog) -> None:
    contacts = [record for record in log.records if type(record) is Contact]
    late = Counter(contact.recorded_late for contact in contacts)
    assert late[0] > len(contacts) / 2
    assert max(late) >= 10
    assert any(contact.planned_for not in (None, contact.on) for contact in contacts)
    assert any(contact.replaces for contact in contacts)
    assert any(record.entered_in_error for record in log.records if type(record) is Correction)
    closed = next(case for case in log.state(ON).cases.values() if case.status == "closed")
    assert all(entry.on < closed.since for entry in closed.entries)


def test_nothing_is_known_after_its_last_day_and_much_is_planned(log: CaseLog) -> None:
    last = max(record.recorded_at for record in log.records).astimezone(ZoneInfo("Europe/Oslo"))
    assert last.date().isoformat() <= ON
    assert any(record.on.isoformat() > ON for record in log.records if type(record) is Session)
    first = min(record.on for record in log.records if type(record) is Case)
    assert last.date() - first <= timedelta(weeks=30)


def test_a_file_of_it_reads_back(log: CaseLog, tmp_path: object) -> None:
    file = f"{tmp_path}/cases.jsonl"
    log.write(file)
    assert CaseLog.read(file).records == log.records


def test_a_short_season_and_one_without_cases_are_seasons_too() -> None:
    assert [record.type for record in season(cases=0, on=ON).records if record.type == "case"] == []
    for weeks, on in ((1, "2024-02-29"), (2, "2026-03-29"), (4, "2026-10-26"), (7, "2031-01-02")):
        for seed in range(5):
            assert len(season(weeks=weeks, seed=seed, on=on)) > 0


def test_nothing_in_it_contradicts_the_rest(log: CaseLog) -> None:
    assert timeline(log, on=ON)["remark"].dropna().tolist() == []


def test_numbers_that_make_no_season_are_told_at_once() -> None:
    with pytest.raises(CaseError) as error:
        season(cases=-1, weeks=0)
    assert [problem.values["name"] for problem in error.value.problems] == ["cases", "weeks"]


def test_ratings_have_gaps(log: CaseLog) -> None:
    days: dict[str, list[date]] = {}
    for case in log.state(ON).cases.values():
        for entry in case.entries:
            if type(entry) is Rating and entry.goal_id:
                days.setdefault(entry.goal_id, []).append(entry.on)
    gaps = [(later - day).days for of in days.values() for day, later in pairwise(of)]
    assert max(gaps) > 42 > min(gaps)
