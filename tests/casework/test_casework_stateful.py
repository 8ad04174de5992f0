"""Histories of cases at random: a log is driven step by step, and must be what the reference log says, always.

The rules are what people do in a season: most of it fits, much of it comes too late, too early, twice, or from the
wrong person. Whether it fits is asked of the reference; the log must agree, and where it refuses, nothing changes.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from reference_log import LIVES, PLANNED, Plain, ReferenceLog, day_in_oslo, moment, threads

from mentormatch.casework.record import OSLO, CaseRecord
from mentormatch.errors import CaseError
from mentormatch.supervision import CaseLog, State, entries_seen_by, read_record

START = datetime(2026, 3, 28, 8, tzinfo=UTC)  # the day before the clock goes forward
CLOCK_CHANGES = [
    datetime(year, *day, 1, tzinfo=UTC)
    for year, spring, autumn in ((2026, 29, 25), (2027, 28, 31), (2028, 26, 29), (2029, 25, 28))
    for day in ((3, spring), (10, autumn))
]
MENTORS, SUPERVISORS, MENTEES = ("M1", "M2", "M3"), ("V1", "V2"), ("B1", "B2")
PHASES = ("identification", "assessment", "planning", "delivery", "monitoring", "exit")
STATUSES = sorted({status for life in LIVES.values() for status in life})

mentors, mentees = st.sampled_from(MENTORS), st.sampled_from(MENTEES)
people = st.sampled_from((*MENTORS, *SUPERVISORS))
ago = st.sampled_from((0, 0, 0, 1, 6, 40))
"""Days between what happened and its recording."""
sees = st.sampled_from(("own", "summary", "all"))

CORRECTIONS: dict[str, list[Plain]] = {
    "case": [{"phase": "delivery"}, {"mentee_ids": ["B1"]}, {"mentee_ids": ["B2"]}, {"host": "Voss"}],
    "match": [{"mentor_id": "M3"}, {"mentee_id": "B2"}],
    "relation": [{"sees": "all"}, {"end": "2026-06-30"}, {"end": None}],
    "goal": [{"weight": 3}, {"weight": 11}, {"words": "Læreplass"}, {"levels": {"-1": "sjelden", "1": "ofte"}}],
    "action": [{"due": "2026-09-01"}, {"owner": "V1"}],
    "agreement": [{"review_on": "2027-01-15"}, {"review_on": "2026-01-15"}, {"hours": 2.5}],
    "guidance_request": [{"urgency": "soon"}, {"topics": ["legal", "safety"]}],
    "network": [{"name": "Nettverk Vest"}],
    "session": [{"on": "2026-11-01"}, {"minutes": 90}],
    "contact": [{"minutes": 45}, {"minutes": 0}, {"way": "collateral"}, {"note": "Kom for sent."}],
    "rating": [{"note": "Sagt i bilen."}, {"rated_by": "mentor"}],
    "note": [{"summary": True}, {"words": "Linje én\nlinje to"}],
    "step": [{"reason": "Skrevet om"}, {"to": "closed"}, {"to": "active", "reason": None}, {"phase": "exit"}],
    "advice": [{"advice": "Vent en uke."}],
    "absence": [{"until": "2026-12-31"}, {"until": "2026-01-01"}],
    "exemption": [{"until": "2029-12-31"}, {"stages": ["weekly"]}],
    "attendance": [{"attended": ["M1"]}],
}
"""By type, fields and values to correct; every type can have its day corrected too."""

SAME = {
    "life_step": "life", "life_over": "life", "life_unknown": "life", "unknown_field_of": "unknown_field",
}  # fmt: skip
"""Problems that the reference does not tell apart."""


class Histories(RuleBasedStateMachine):
    cases, matches, relations, goals = Bundle("cases"), Bundle("matches"), Bundle("relations"), Bundle("goals")
    actions, requests, networks = Bundle("actions"), Bundle("requests"), Bundle("networks")
    sessions, agreements = Bundle("sessions"), Bundle("agreements")
    nouns, events = Bundle("nouns"), Bundle("events")
    records = st.one_of(nouns, events)

    def __init__(self) -> None:
        super().__init__()
        self.log, self.reference, self.now = CaseLog(), ReferenceLog(), START
        self.lines = list[str]()
        self.dumps = dict[int, tuple[CaseRecord, Plain]]()
        self.drawn = 0

    # Saying something to both logs

    def made(self, kind: str, back: int = 0, /, **fields: object) -> CaseRecord:
        self.drawn += 1
        on = (self.now - timedelta(days=back)).date()
        data = {"id": f"{kind}-{self.drawn}", "by": "K1", "recorded_at": self.now, "on": on, **fields}
        return read_record({"type": kind, **data})

    def plain(self, record: CaseRecord) -> Plain:
        """What JSON holds of a record."""
        known = self.dumps.get(id(record))
        if known is None or known[0] is not record:
            known = self.dumps[id(record)] = (record, record.model_dump(mode="json"))
        return known[1]

    def add(self, *records: CaseRecord) -> bool:
        """Add records to both logs, if they fit; both must agree whether they do."""
        plain, written = [self.plain(record) for record in records], list(self.reference.written)
        wrong = set[str]()
        for record in plain:
            refusals = self.reference.refusals(record)
            wrong |= refusals
            if not refusals:
                self.reference.written.append(record)
        before = self.log.records
        try:
            self.log.add(*records)
        except CaseError as error:
            told = {SAME.get(problem.key, problem.key) for problem in error.problems}
            assert set() < told <= wrong, f"refused for {told}, which should be {wrong or 'added'}"
            self.reference.written = written
            assert [id(record) for record in self.log.records] == [id(record) for record in before]
            return False
        assert not wrong, f"added, in spite of {wrong}"
        self.lines += [record.model_dump_json() for record in records]
        return True

    def say(self, kind: str, back: int = 0, /, **fields: object) -> object:
        """Add one record; its id, where it fits."""
        record = self.made(kind, back, **fields)
        return record.id if self.add(record) else multiple()

    def refuse(self, kind: str, back: int = 0, /, **fields: object) -> None:
        assert not self.add(self.made(kind, back, **fields))

    def step(self, subject: str, to: str | None, back: int = 0, /, **fields: object) -> object:
        return self.say("step", back, subject=subject, to=to, **fields)

    def as_far_as(self, subject: str, stages: tuple[str, ...]) -> object:
        for to in stages:
            if not self.add(self.made("step", subject=subject, to=to, by="V1", reason="Etter samtale")):
                break
        return subject

    def case_named(self, record: str) -> str | None:
        held = self.reference.held()
        return self.reference.case_of(held[record], held) if record in held else None

    # Cases

    @initialize(targets=(cases, nouns))
    def a_person_comes(self) -> object:
        case = self.say("case", 60, id="S1", mentee_ids=["B1"], host="Bergen")
        self.step("S1", "active", 50)
        return case

    @initialize(target=events, case=cases, by=people)
    def they_talk(self, case: str, by: str) -> object:
        """Two entries of one day, one of a later day, and a new version of the first, recorded last."""
        talk = {"case_id": case, "by": by, "kind": "phone", "status": "completed"}
        first = self.made("contact", 3, **talk, minutes=15)
        note = {"case_id": case, "by": "M3", "of": "mentee", "words": "Vil jobbe."}
        notes = [self.made("note", 3, **note), self.made("note", 1, **note)]
        self.now += timedelta(hours=5)
        new = self.made("contact", on=first.on, **talk, minutes=20, replaces=first.id)
        assert self.add(first, *notes, new)
        return multiple(first.id, notes[0].id, new.id)

    @initialize(targets=(matches, nouns), case=cases, by=st.sampled_from(SUPERVISORS))
    def two_mentors_were_tried(self, case: str, by: str) -> object:
        """One of them is a ban, decided by another than who proposed it; the other is asked."""
        tried = {"case_id": case, "mentee_id": "B1"}
        banned, asked = self.made("match", 40, **tried, mentor_id="M1"), self.made("match", 30, **tried, mentor_id="M2")
        ended = self.made("step", 35, subject=banned.id, to="not_continued", by=by, reason="Inhabil\n(nabo)")
        assert self.add(banned, ended, asked, self.made("step", 28, subject=asked.id, to="mentor_asked"))
        return multiple(banned.id, asked.id)

    @initialize(targets=(relations, nouns), case=cases, sees=sees)
    def one_mentor_left_and_another_came(self, case: str, sees: str) -> object:
        """The new one on the day of the note that was written last."""
        role = {"of": case, "role": "mentor"}
        former = self.made("relation", 45, **role, person_id="M3")
        new = self.made("relation", 1, **role, person_id="M2", sees=sees)
        assert self.add(former, self.made("step", 20, subject=former.id, to="closed"), new)
        return multiple(former.id, new.id)

    @rule(targets=(cases, nouns), whose=mentees, back=ago)
    def open_a_case_of_a_person(self, whose: str, back: int) -> object:
        return self.say("case", back, mentee_ids=[whose], host="Bergen", target_group="at_risk", birth_year=2008)

    @rule(targets=(cases, nouns), back=ago)
    def open_a_case_of_a_family(self, back: int) -> object:
        taking_part = [{"person_id": "B1", "role": "mor", "level": "family"}]
        return self.say("case", back, of="family", mentee_ids=list(MENTEES), host="Voss", participants=taking_part)

    @rule(targets=(cases, nouns))
    def open_a_case_of_a_service(self) -> object:
        with pytest.raises(CaseError, match="mentee_ids"):
            self.made("case", of="service", host="Bergen", mentee_ids=["B1"])
        return self.say("case", of="service", host="Bergen", levels=["system"])

    @rule(target=events, case=cases, to=st.sampled_from(sorted(LIVES["case"])), back=ago, phase=st.sampled_from(PHASES))
    def change_status_and_phase_of_a_case(self, case: str, to: str, back: int, phase: str) -> object:
        return self.step(case, to, back, phase=phase)

    @rule(target=events, case=cases, which=st.integers(0, 3))
    def a_case_goes_on(self, case: str, which: int) -> object:
        usual = [to for to in self.reference.allowed(case) if to != "entered_in_error"] or ["active"]
        return self.step(case, usual[which % len(usual)], reason="Etter samtale")

    @rule(target=events, case=cases, phase=st.sampled_from(PHASES), back=ago)
    def change_the_phase(self, case: str, phase: str, back: int) -> object:
        return self.step(case, None, back, phase=phase)

    @rule(target=events, case=cases)
    def the_person_leaves(self, case: str) -> object:
        """From any of these, with whatever is still to be done."""
        held = self.reference.held()[case]
        may = self.reference.status(held) in ("waitlisted", "active", "on_hold", "closing")
        to_do = [action.record.id for action in self.log.state().cases[case].open_actions]
        left = self.step(case, "closed", own_view="Det hjalp å ha noen å snakke med.")
        latest = max([step["on"] for step in self.reference.steps_of(case)] or [""])
        if may and latest <= self.now.date().isoformat():
            assert isinstance(left, str)
        assert [action.record.id for action in self.log.state().cases[case].open_actions] == to_do
        return left

    # Matches

    @rule(targets=(matches, nouns), case=cases, mentee=mentees, mentor=mentors, back=ago,
          stages=st.integers(0, 5).map(lambda far: tuple(LIVES["match"])[1:6][:far]))  # fmt: skip
    def propose_a_match(self, case: str, mentee: str, mentor: str, back: int, stages: tuple[str, ...]) -> object:
        match = self.say("match", back, case_id=case, mentee_id=mentee, mentor_id=mentor)
        return self.as_far_as(match, stages) if isinstance(match, str) else match

    @rule(target=events, match=matches, to=st.sampled_from(("mentor_asked", "mentor_willing")), conflict=st.booleans())
    def ask_the_mentor(self, match: str, to: str, conflict: bool) -> object:
        return self.step(match, to, conflict_of_interest=conflict)

    @rule(target=events, match=matches)
    def the_person_says_yes(self, match: str) -> object:
        return self.step(match, "person_said_yes", agreed_on_behalf_by=["P9"])

    @rule(target=events, match=matches, wishes=st.tuples(*[st.sampled_from(("yes", "no", "not_yet"))] * 2))
    def meet_for_the_first_time(self, match: str, wishes: tuple[str, str]) -> object:
        self.step(match, "first_meeting")
        return self.say("first_meeting", case_id=self.case_named(match), match_id=match, mentee_wish=wishes[0],
                        mentor_wish=wishes[1], mentee_rating=8)  # fmt: skip

    @rule(target=events, match=matches)
    def confirm_a_match(self, match: str) -> object:
        return self.step(match, "confirmed")

    @rule(target=events, match=matches, by=people, back=ago)
    def do_not_continue_a_match(self, match: str, by: str, back: int) -> object:
        return self.step(match, "not_continued", back, by=by, reason="Inhabil\n(nabo)")

    @rule(match=matches)
    def not_without_a_reason(self, match: str) -> None:
        with pytest.raises(CaseError, match="reason"):
            self.made("step", subject=match, to="not_continued")

    # Relations

    @rule(targets=(relations, nouns), case=cases, person=people, sees=sees, start=st.sampled_from((0, 0, 3, 20, -5)),
          role=st.sampled_from(("mentor", "mentor", "co_mentor", "substitute", "case_supervisor", "participant")),
          lasts=st.sampled_from((None, None, 0, 30)))  # fmt: skip
    def give_a_role_in_a_case(
        self, case: str, person: str, role: str, sees: str, start: int, lasts: int | None
    ) -> object:
        end = None if lasts is None else (self.now + timedelta(days=lasts - start)).date()
        return self.say("relation", start, of=case, person_id=person, role=role, sees=sees, end=end)

    @rule(targets=(relations, nouns), person=people, of=people)
    def stand_in_for_somebody(self, person: str, of: str) -> object:
        return self.say("relation", of=of, person_id=person, role="deputy")

    @rule(
        targets=(relations, nouns), person=mentors, network=networks, role=st.sampled_from(("network_member", "chair"))
    )
    def join_a_network(self, person: str, network: str, role: str) -> object:
        return self.say("relation", of=network, person_id=person, role=role)

    @rule(targets=(relations, nouns), of=nouns, role=st.sampled_from(("mentor", "chair")))
    def a_role_in_the_wrong_place(self, of: str, role: str) -> object:
        return self.say("relation", of=of, person_id="M1", role=role)

    @rule(target=events, relation=relations, back=ago)
    def end_a_relation(self, relation: str, back: int) -> object:
        return self.step(relation, "closed", back)

    # Entries

    @rule(target=events, case=cases, by=people, back=ago, minutes=st.integers(1, 180))
    def hold_a_contact(self, case: str, by: str, back: int, minutes: int) -> object:
        return self.say("contact", back, case_id=case, by=by, kind="meeting", status="completed", minutes=minutes)

    @rule(target=events, case=cases, by=mentors, status=st.sampled_from(("attempted", "no_show", "cancelled")))
    def miss_a_contact(self, case: str, by: str, status: str) -> object:
        planned = self.now.date() + timedelta(days=1)
        return self.say("contact", case_id=case, by=by, kind="phone", status=status, planned_for=planned)

    @rule(case=cases)
    def completed_takes_time_and_nothing_happens_tomorrow(self, case: str) -> None:
        for wrong in ({"minutes": 0}, {"minutes": 5, "on": self.now.date() + timedelta(days=2)}):
            with pytest.raises(CaseError):
                self.made("contact", case_id=case, kind="meeting", status="completed", **wrong)

    @rule(case=cases)
    def record_what_was_before_the_case(self, case: str) -> None:
        day = date.fromisoformat(self.reference.held()[case]["on"]) - timedelta(days=1)
        self.refuse("contact", case_id=case, kind="phone", status="attempted", on=day)

    @rule(target=events, case=cases, change=st.sampled_from(("new", "persisting", "reduced", "gone")))
    def observe_a_sign(self, case: str, change: str) -> object:
        return self.say("observation", by="M1", case_id=case, sign="trusted_adult", change=change)

    @rule(target=events, case=cases, scale=st.sampled_from(("importance", "confidence")), value=st.integers(0, 10))
    def rate_readiness(self, case: str, scale: str, value: int) -> object:
        return self.say("rating", case_id=case, scale=scale, value=value)

    @rule(target=events, case=cases, goal=goals, level=st.integers(-2, 2), own=st.booleans())
    def rate_a_goal(self, case: str, goal: str, level: int, own: bool) -> object:
        case = (self.case_named(goal) or case) if own else case
        return self.say("rating", case_id=case, scale="goal", value=level, goal_id=goal, by="M2")

    @rule(target=events, case=cases, noun=nouns)
    def rate_what_may_be_no_goal(self, case: str, noun: str) -> object:
        return self.say("rating", case_id=case, scale="goal", value=0, goal_id=noun)

    @rule(target=events, case=cases)
    def assess(self, case: str) -> object:
        return self.say("assessment", case_id=case, instrument="Samtale", assessor="V1", domains={"skole": "noe"})

    @rule(target=events, case=cases, by=people, summary=st.booleans(), back=ago)
    def write_a_note(self, case: str, by: str, summary: bool, back: int) -> object:
        return self.say("note", back, case_id=case, by=by, of="mentee", words="Vil\ntilbake.", summary=summary)

    @rule(target=events, case=cases)
    def tell_somebody_outside(self, case: str) -> object:
        return self.say("disclosure", case_id=case, to="Skolen", what="At han har en mentor", basis="consent")

    @rule(target=events, case=cases, lasts=st.integers(0, 60))
    def exempt_a_case(self, case: str, lasts: int) -> object:
        until = self.now.date() + timedelta(days=lasts)
        return self.say("exemption", case_id=case, reason="Ferie", until=until)

    @rule(target=events, who=people, starts=st.integers(-3, 20), lasts=st.one_of(st.none(), st.integers(0, 30)))
    def be_away(self, who: str, starts: int, lasts: int | None) -> object:
        until = None if lasts is None else (self.now + timedelta(days=starts + lasts)).date()
        return self.say("absence", -starts, person_id=who, until=until)

    # Goals, actions, agreements

    @rule(targets=(goals, nouns), case=cases, back=ago, weight=st.integers(1, 10))
    def set_a_goal(self, case: str, back: int, weight: int) -> object:
        return self.say("goal", back, case_id=case, words="Møte på jobb", levels={0: "ofte"}, weight=weight)

    @rule(target=events, goal=goals, to=st.sampled_from(("reached", "dropped")))
    def end_a_goal(self, goal: str, to: str) -> object:
        return self.step(goal, to)

    @rule(targets=(actions, nouns), case=cases, back=ago, stages=st.sampled_from(((), ("done",))))
    def agree_on_an_action(self, case: str, back: int, stages: tuple[str, ...]) -> object:
        action = self.say("action", back, case_id=case, what="Ringe skolen", owner="M1", due=self.now.date())
        return self.as_far_as(action, stages) if isinstance(action, str) else action

    @rule(target=events, action=actions, to=st.sampled_from(("done", "done", "dropped")), back=ago)
    def end_an_action(self, action: str, to: str, back: int) -> object:
        return self.step(action, to, back)

    @rule(targets=(agreements, nouns), case=st.one_of(st.none(), cases), back=ago)
    def make_an_agreement(self, case: str | None, back: int) -> object:
        review = (self.now + timedelta(days=90)).date()
        return self.say("agreement", back, between="mentor_supervisor", parties=["M1", "V1"], case_id=case,
                        how_often_days=30, hours=1.5, review_on=review)  # fmt: skip

    @rule(target=events, agreement=agreements)
    def end_an_agreement(self, agreement: str) -> object:
        return self.step(agreement, "ended")

    # Guidance, networks, sessions

    @rule(targets=(requests, nouns), case=st.one_of(st.none(), cases),
          stages=st.sampled_from(((), ("sent",), ("sent", "acknowledged"), ("sent", "escalated"))))  # fmt: skip
    def ask_for_guidance(self, case: str | None, stages: tuple[str, ...]) -> object:
        request = self.say("guidance_request", by="M1", case_id=case, topics=["boundaries"], question="Hvor ofte?")
        return self.as_far_as(request, stages) if isinstance(request, str) else request

    @rule(targets=(requests, nouns), case=cases, shared=events, own=st.booleans())
    def share_an_entry_in_guidance(self, case: str, shared: str, own: bool) -> object:
        case = (self.case_named(shared) or case) if own else case
        return self.say("guidance_request", by="M1", case_id=case, topics=["safety"], urgency="acute", identified=True,
                        question="Hva nå?", entry_ids=[shared])  # fmt: skip

    @rule(target=events, request=requests, to=st.sampled_from(tuple(LIVES["guidance_request"])), back=ago)
    def a_request_goes_on(self, request: str, to: str, back: int) -> object:
        return self.step(request, to, back)

    @rule(target=events, request=requests, back=ago)
    def advise(self, request: str, back: int) -> object:
        return self.say("advice", back, by="V1", guidance_id=request, advice="Snakk om det han selv tok opp.")

    @rule(targets=(actions, nouns), request=requests, case=st.one_of(st.none(), cases))
    def agree_on_an_action_after_guidance(self, request: str, case: str | None) -> object:
        return self.say("action", guidance_id=request, case_id=case, what="Avtale møte", owner="V1")

    @rule(targets=(networks, nouns))
    def found_a_network(self) -> object:
        return self.say("network", name="Mentornettverk Vest", area="region", region="vest")

    @rule(target=events, network=networks)
    def close_a_network(self, network: str) -> object:
        return self.step(network, "closed")

    @rule(targets=(sessions, nouns), network=networks, ahead=st.integers(-3, 60))
    def plan_a_meeting_of_a_network(self, network: str, ahead: int) -> object:
        return self.say("session", -ahead, kind="network", network_id=network, agenda=["exchange", "case_work"])

    @rule(targets=(sessions, nouns), case=st.one_of(cases, cases, nouns), ahead=st.integers(-3, 60))
    def plan_a_review(self, case: str, ahead: int) -> object:
        return self.say("session", -ahead, kind="review", case_ids=[case], led_by=["V1"], mentor_ids=["M1"])

    @rule(target=events, session=sessions, to=st.sampled_from(("held", "cancelled")), back=ago)
    def hold_or_cancel_a_session(self, session: str, to: str, back: int) -> object:
        return self.step(session, to, back)

    @rule(target=events, session=sessions, work=st.booleans())
    def come_to_a_session(self, session: str, work: bool) -> object:
        if work:
            return self.say("case_work", by="M1", session_id=session, topics=["safety"], takeaway="Ring tidligere.")
        return self.say("attendance", by="V1", session_id=session, attended=["M1", "M2"], minutes=110)

    # Mending

    def new_version(self, of: str, **fields: object) -> CaseRecord | None:
        """A new version of an event by its author, as far as the reference knows it."""
        old = self.reference.held().get(of)
        if old is None or old["type"] in LIVES:
            return None
        given = {name: value for name, value in old.items() if name not in ("id", "type", "recorded_at", "replaces")}
        given["on"] = min(date.fromisoformat(given["on"]), date.fromisoformat(day_in_oslo(old)))
        self.drawn += 1
        data = {**given, "id": f"{old['type']}-{self.drawn}", "replaces": old["id"], "recorded_at": self.now, **fields}
        recorded = data["recorded_at"]
        assert isinstance(recorded, datetime)
        data["on"] = min(date.fromisoformat(str(data["on"])), recorded.astimezone(OSLO).date())
        return read_record({"type": old["type"], **data})

    def first_recorded(self, of: str) -> datetime:
        written = [thread for thread in threads(self.reference.written) if any(v and v["id"] == of for v in thread)]
        first = written[0][0]
        assert first is not None
        return moment(first)

    def revise(self, of: str, **fields: object) -> object:
        new = self.new_version(of, **fields)
        return multiple() if new is None or not self.add(new) else new.id

    @rule(target=events, event=events, back=ago)
    def revise_an_event_now(self, event: str, back: int) -> object:
        if self.reference.held().get(event, {"type": None})["type"] in PLANNED:  # they end, not before they start
            return self.revise(event)
        return self.revise(event, on=(self.now - timedelta(days=back)).date())

    @rule(target=events, event=events, seconds=st.sampled_from((-3600, 0, 0, 1, 3600)))
    def revise_an_event_at_the_last_moment(self, event: str, seconds: int) -> object:
        last = self.first_recorded(event) + timedelta(hours=24, seconds=seconds)
        revised = self.revise(event, recorded_at=last)
        assert seconds <= 0 or not isinstance(revised, str)
        return revised

    @rule(event=events, of=events)
    def revise_an_older_version_or_another_kind(self, event: str, of: str) -> None:
        new = self.new_version(event, replaces=of, recorded_at=self.first_recorded(event))
        if new is not None:
            self.add(new)

    def correct(self, what: str, **fields: object) -> object:
        return self.say("correction", corrects=what, **{"case_id": self.case_named(what), **fields})

    @rule(what=records, which=st.integers(0, 20), days=st.sampled_from((-400, -31, -2, -1, 1, 2, 31)))
    def correct_a_record(self, what: str, which: int, days: int) -> None:
        old = self.reference.held().get(what)
        if old is None:
            self.refuse("correction", corrects=what, fields={"on": "2026-04-01"})
            return
        day = date.fromisoformat(old["on"]) + timedelta(days=days)
        choices = [{"on": day}, *CORRECTIONS.get(old["type"], ())]
        self.correct(what, fields=choices[which % len(choices)], reason="Feil i loggen")

    @rule(what=nouns, ago=st.integers(0, 3))
    def correct_when_something_was_opened(self, what: str, ago: int) -> None:
        self.correct(what, fields={"on": (self.now - timedelta(days=ago)).date()})

    def one_of_the_steps(self, which: int) -> str | None:
        steps = [record["id"] for record in self.reference.holding() if record["type"] == "step"]
        return steps[which % len(steps)] if steps else None

    @rule(what=events, step=st.integers(0, 50), of_steps=st.booleans())
    def take_out_what_was_entered_in_error(self, what: str, step: int, of_steps: bool) -> None:
        self.correct((self.one_of_the_steps(step) if of_steps else None) or what, entered_in_error=True)

    @rule(target=events, step=st.integers(0, 50), which=st.integers(0, 9))
    def take_another_step_instead(self, step: int, which: int) -> object:
        if (name := self.one_of_the_steps(step)) is None:
            return multiple()
        old = self.reference.held()[name]
        life = tuple(LIVES[self.reference.held()[old["subject"]]["type"]])
        return self.revise(name, to=life[which % len(life)], recorded_at=moment(old), reason="Feil status")

    # What a log refuses

    @rule(noun=nouns, to=st.sampled_from(STATUSES), back=ago)
    def take_a_forbidden_step(self, noun: str, to: str, back: int) -> None:
        if to not in self.reference.allowed(noun):
            before = self.log.state()
            self.refuse("step", back, subject=noun, to=to, reason="x")
            assert self.log.state() == before

    @rule(target=events, case=cases, noun=nouns, bad=st.integers(-1, 3))
    def several_at_once_are_all_added_or_none(self, case: str, noun: str, bad: int) -> object:
        contact = {"case_id": case, "kind": "video", "status": "completed", "minutes": 20}
        first = self.made("contact", **contact)
        records = [
            first,
            self.made("goal", case_id=case, words="Ro"),
            self.made("contact", **contact, replaces=first.id),
        ]
        if bad >= 0:
            records.insert(bad, self.made("contact", **{**contact, "case_id": noun if noun != case else "S99"}))
        state, added = self.log.state(), self.add(*records)
        assert added or self.log.state() == state
        return first.id if added else multiple()

    # The log as a whole

    @rule()
    def write_and_read(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "log.jsonl"
            self.log.write(file)
            again = CaseLog.read(file)
        assert again.records == self.log.records
        assert again.state() == self.log.state()
        self.log = again

    @rule(part=st.integers(0, 10))
    def append_to_what_was_written(self, part: int) -> None:
        records = self.log.records
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "log.jsonl"
            CaseLog(records[: len(records) * part // 10]).write(file)
            self.log.append_to(file)
            assert CaseLog.read(file).records == records

    @rule(one_by_one=st.booleans())
    def add_all_again(self, one_by_one: bool) -> None:
        records = self.log.records
        again = CaseLog(() if one_by_one else records)
        for record in records if one_by_one else ():
            again.add(record)
        assert again.state() == self.log.state()
        self.log = again

    # The clock

    @rule(minutes=st.integers(1, 26 * 60))
    def hours_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(days=st.sampled_from((1, 1, 7, 30, 100)))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(hours=st.integers(1, 30))
    def the_clock_is_soon_changed(self, hours: int) -> None:
        ahead = [change - timedelta(hours=hours) for change in CLOCK_CHANGES]
        self.now = next((when for when in ahead if when > self.now), self.now)

    # What always holds

    def forbidden(self) -> Iterator[CaseRecord]:
        """Of everything in the log, what nobody may do with it."""
        for name, old in self.reference.held().items():
            case = self.case_named(name)
            correction = {"corrects": name, "case_id": case, "reason": "x"}
            same = {"on": old["on"]}
            before = {"recorded_at": moment(old) - timedelta(seconds=1), "on": date(2026, 1, 1)}
            yield self.made("correction", **correction, fields={"minuts": 3})
            yield self.made("correction", **correction, fields={("by", "id", "case_id")[self.drawn % 3]: "x"})
            yield self.made("correction", **{**correction, "case_id": "S1" if case is None else None}, fields=same)
            yield self.made("correction", **correction, fields=same, **before)
            if old["type"] == "case":
                continue
            yield self.made("note", case_id=name, of="team", words="x")
            if old["type"] in LIVES:
                yield self.made("step", subject=name, phase="exit")
                continue
            yield self.made("step", subject=name, to="closed")
            first = self.first_recorded(name)
            if (
                name != old["id"]
                and (older := self.new_version(name, replaces=name, recorded_at=moment(old))) is not None
            ):
                yield older
            for wrong in ({"by": "V9"}, {"recorded_at": first + timedelta(hours=24, seconds=1)}):
                new = self.new_version(old["id"], **{"recorded_at": moment(old), **wrong})
                assert new is not None
                yield new
        for noun in [record for record in self.reference.holding() if record["type"] in LIVES]:
            case = self.case_named(noun["id"])
            yield self.made("correction", corrects=noun["id"], case_id=case, entered_in_error=True)
            for to in {*LIVES[noun["type"]], "nowhere"} - {*self.reference.allowed(noun["id"])}:
                yield self.made("step", subject=noun["id"], to=to, reason="x")
        for name in self.reference.held():  # last: what is refused is then no longer known
            yield self.made("note", id=name, case_id="S1", of="team", words="x")

    @precondition(lambda self: self.drawn % 16 == 8)
    @invariant()
    def no_step_is_taken_out_from_under_another(self) -> None:
        for noun in [record for record in self.reference.holding() if record["type"] in LIVES]:
            steps = [step for step in self.reference.steps_of(noun["id"]) if step["to"] is not None]
            came = [next(iter(LIVES[noun["type"]])), *(step["to"] for step in steps)]
            for before, step, after in zip(came, steps, steps[1:], strict=False):
                if after["to"] not in LIVES[noun["type"]][before].split():
                    case = self.case_named(step["id"])
                    self.refuse("correction", corrects=step["id"], case_id=case, entered_in_error=True)

    @precondition(lambda self: self.drawn % 16 == 0)
    @invariant()
    def nothing_forbidden_passes(self) -> None:
        state, records = self.log.state(), list(self.forbidden())
        with pytest.raises(CaseError) as caught:
            self.log.add(*records)
        told = {problem.where.record for problem in caught.value.problems}
        assert not [record for record in records if record.id not in told]
        assert self.log.state() == state

    @invariant()
    def nothing_logged_changes_or_disappears(self) -> None:
        assert [record.model_dump_json() for record in self.log.records] == self.lines
        assert len(self.log) == len(self.reference.written) == len(self.lines)

    @invariant()
    def the_state_is_that_of_the_reference(self) -> None:
        for day in (None, self.a_day()):
            expected = self.reference.state(day)
            found = self.folded(self.log.state(day))
            for part, whole in expected.items():
                assert found[part] == whole, f"{part} on {day}"
            assert [list(found[part]) for part in ("nouns", "cases")] == [list(expected[p]) for p in ("nouns", "cases")]

    @invariant()
    def everybody_sees_what_the_relations_say(self) -> None:
        day = self.a_day()
        state, seen = self.log.state(day), self.reference.seen((*MENTORS, *SUPERVISORS), day)
        for case in state.cases:
            for person in (*MENTORS, *SUPERVISORS):
                found = [entry.id for entry in entries_seen_by(state, case, person, day)]
                assert found == seen[case, person], (person, case, day)

    @precondition(lambda self: self.drawn % 3 == 0)  # frames take their time
    @invariant()
    def the_matching_of_mentors_is_told_of_these_pairs(self) -> None:
        day = self.now.date().isoformat() if self.drawn % 2 else self.a_day()
        current, bans = self.log.current(day), self.log.bans(day)
        assert rows(current, "mentee_id", "mentor_id", "decided_by") == sorted(self.reference.current(day))
        assert rows(bans, "mentee_id", "mentor_id", "reason", "decided_by") == sorted(self.reference.bans(day))

    def a_day(self) -> str:
        """One of the days of the log or beside it, another one after each step."""
        days = sorted({record["on"] for record in self.reference.written}) or [self.now.date().isoformat()]
        day = date.fromisoformat(days[(7 * self.drawn + len(self.lines)) % len(days)])
        return (day - timedelta(days=self.drawn % 2)).isoformat()

    def folded(self, state: State) -> Plain:
        """A state in the form of the reference."""
        nouns = {
            name: {
                "record": self.plain(noun.record), "status": noun.status, "since": noun.since.isoformat(),
                "steps": [self.plain(step) for step in noun.steps],
            }
            for name, noun in state.nouns.items()
        }  # fmt: skip
        cases = {
            name: {
                "record": self.plain(case.case), "status": case.status, "phase": case.phase,
                "since": case.since.isoformat(), "steps": [self.plain(step) for step in case.history],
                "entries": [self.plain(entry) for entry in case.entries],
                "inside": [nouns[noun.record.id] for noun in case.nouns],
                "matches": [nouns[match.record.id] for match in case.matches],
                "relations": [nouns[relation.record.id] for relation in case.relations],
                "goals": [nouns[goal.record.id] for goal in case.goals],
                "actions": [nouns[action.record.id] for action in case.actions],
                "open_actions": [nouns[action.record.id] for action in case.open_actions],
            }
            for name, case in state.cases.items()
        }  # fmt: skip
        return {"nouns": nouns, "cases": cases, "events": [self.plain(event) for event in state.events]}


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    days = [str(day.date()) for day in frame["date"]]
    return sorted(zip(*(frame[column].tolist() for column in columns), days, strict=True))


TestHistories = Histories.TestCase
MANY = settings().max_examples
TestHistories.settings = settings(stateful_step_count=40, max_examples=MANY // 2 if MANY < 100 else MANY)
"""A history is long: half as many as of other examples will do, except where many were asked for."""


def test_what_was_shared_and_then_taken_out_hinders_no_correction() -> None:
    rest = {"by": "K1", "on": START.date(), "recorded_at": START}
    inside = {**rest, "case_id": "S1"}
    asked = {"topics": ["safety"], "question": "Hva nå?", "identified": True, "entry_ids": ["n1"]}
    log = CaseLog([
        read_record({"type": "case", **rest, "id": "S1", "host": "Bergen"}),
        read_record({"type": "note", **inside, "id": "n1", "of": "team", "words": "I feil sak"}),
        read_record({"type": "guidance_request", **inside, **asked, "id": "Q1"}),
        read_record({"type": "correction", **inside, "corrects": "n1", "entered_in_error": True}),
    ])  # fmt: skip
    for what, fields in (("Q1", {"urgency": "soon"}), ("S1", {"host": "Voss"})):
        log.add(read_record({"type": "correction", **inside, "corrects": what, "fields": fields}))
    state = log.state()
    assert (state.cases["S1"].case.host, state.cases["S1"].entries) == ("Voss", ())
    with pytest.raises(CaseError, match="n1"):
        log.add(read_record({"type": "guidance_request", **inside, **asked}))
