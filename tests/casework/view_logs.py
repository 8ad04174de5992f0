"""Logs for the tests of views: an empty one, one with a single case, and one that contradicts itself."""

from datetime import date
from typing import TypeVar

from mentormatch import supervision as sv
from mentormatch.casework.calendar import Rhythm
from mentormatch.casework.record import CaseRecord

ON = "2026-11-22"
WEEK = "2026-W43"
CAPACITY = {"M1": 1, "M2": 0}
ENGAGED = {"M1": 4.0}

R = TypeVar("R", bound=CaseRecord)


def on(kind: type[R], day: str, /, recorded: str | None = None, **fields: object) -> R:
    """A record of a day, recorded at noon of it or of a later one."""
    return kind.model_validate({"on": day, "recorded_at": f"{recorded or day}T12:00:00+00:00", **fields})


def opened(case: str = "S1", by: str = "K1", active: str = "2026-09-07") -> list[CaseRecord]:
    return [
        on(sv.Case, "2026-09-01", id=case, by=by, host="Bergen", mentee_ids=f"B-{case}"),
        on(sv.Step, active, id=f"{case}-active", by=by, subject=case, to="active"),
    ]


def stands(role: str, person: str, of: str, day: str = "2026-09-07", *, end: str | None = None) -> CaseRecord:
    return on(sv.Relation, day, id=f"{of}-{person}-{role}", by="K1", role=role, person_id=person, of=of, end=end)


def one_case() -> sv.CaseLog:
    """A course of eleven weeks: contact that ends, goals, signs, guidance without an answer, a supervisor away."""
    goal = {"case_id": "S1", "by": "M1"}
    sign = {"case_id": "S1", "by": "M1", "type": "observation", "list_version": "2026-1"}
    return sv.CaseLog(
        [
            *opened(),
            stands("mentor", "M1", "S1"),
            stands("case_supervisor", "V1", "S1"),
            stands("deputy", "V2", "V1", end="2026-10-31"),
            on(sv.Network, "2026-09-01", id="N1", by="K1", name="Mentornettverk Vest", area="region", region="vest",
               meets=Rhythm(weekday="tuesday", which=3, every_months=1, first=date(2026, 1, 1), at="13:00")),
            stands("chair", "V1", "N1"),
            on(sv.Contact, "2026-09-15", "2026-09-20", id="k1", by="M1", case_id="S1", kind="meeting",
               status="completed", minutes=60, planned_for="2026-09-14", note="Snakket om jobben."),
            on(sv.Goal, "2026-09-15", id="g1", words="Møte på jobb", **goal),
            on(sv.Goal, "2026-09-15", id="g2", words="Sove om natten", weight=3, **goal),
            on(sv.Goal, "2026-10-01", id="g3", words="Ringe broren", **goal),
            on(sv.Rating, "2026-09-15", id="a1", scale="goal", goal_id="g1", value=-1, **goal),
            on(sv.Rating, "2026-09-22", id="a2", scale="goal", goal_id="g2", value=1, **goal),
            on(sv.Rating, "2026-10-15", id="a3", scale="importance", value=7, **goal),
            on(sv.Observation, "2026-09-15", id="o1", sign="enemy_images", change="new", **sign),
            on(sv.Observation, "2026-10-15", id="o2", sign="enemy_images", change="reduced", **sign),
            on(sv.Observation, "2026-10-15", id="o3", sign="trusted_adult", change="new", **sign),
            on(sv.Contact, "2026-10-15", id="k2", by="M1", case_id="S1", kind="phone", status="no_show"),
            on(sv.Contact, "2026-10-16", "2026-10-19", id="k3", by="M1", case_id="S1", kind="phone",
               status="completed", minutes=20),
            on(sv.Action, "2026-10-15", id="x1", by="M1", case_id="S1", owner="M1", what="Ringe NAV",
               due="2026-11-01"),
            on(sv.Agreement, "2026-09-07", id="v1", by="V1", case_id="S1", between="mentor_supervisor",
               parties="M1; V1", review_on="2026-11-20"),
            on(sv.Session, "2026-10-20", "2026-10-01", id="t1", by="V1", kind="individual", case_ids="S1",
               led_by="V1", mentor_ids="M1", minutes=60),
            on(sv.Step, "2026-10-20", id="t1-held", by="V1", subject="t1", to="held"),
            on(sv.Session, "2026-10-27", "2026-10-01", id="t2", by="V1", kind="network", network_id="N1",
               mentor_ids="M1; V1", led_by="V1"),
            on(sv.Step, "2026-10-27", id="t2-held", by="V1", subject="t2", to="held"),
            on(sv.GuidanceRequest, "2026-10-19", id="q1", by="M1", case_id="S1", topics="dilemma", urgency="soon",
               question="Hva gjør jeg?", reactions="Jeg sover dårlig."),
            on(sv.Step, "2026-10-19", id="q1-sent", by="M1", subject="q1", to="sent"),
            on(sv.Absence, "2026-11-10", id="w1", by="V1", person_id="V1", until="2026-11-30"),
        ]
    )  # fmt: skip


def contradictory() -> sv.CaseLog:
    """Contact after closing, by somebody without a role, a goal rated after it was dropped, roles that overlap."""
    return sv.CaseLog(
        [
            *opened(),
            stands("mentor", "M1", "S1"),
            stands("mentor", "M2", "S1", "2026-09-20"),
            stands("co_mentor", "M1", "S1", "2026-10-01", end="2026-10-10"),
            stands("case_supervisor", "V1", "S1"),
            stands("case_supervisor", "V2", "S1", "2026-09-10"),
            on(sv.Goal, "2026-09-10", id="g1", by="M1", case_id="S1", words="Møte på jobb"),
            on(sv.Step, "2026-09-25", id="g1-dropped", by="M1", subject="g1", to="dropped"),
            on(sv.Rating, "2026-10-02", id="a1", by="M1", case_id="S1", scale="goal", goal_id="g1", value=2),
            on(sv.Contact, "2026-10-03", id="k1", by="M9", case_id="S1", kind="phone", status="completed", minutes=30),
            on(sv.Step, "2026-10-20", id="S1-closed", by="K1", subject="S1", to="closed"),
            on(sv.Contact, "2026-10-20", id="k2", by="M1", case_id="S1", kind="phone", status="completed", minutes=15),
            on(sv.Contact, "2026-11-03", id="k3", by="M1", case_id="S1", kind="meeting", status="completed",
               minutes=60),
            *opened("S2"),
            on(sv.Step, "2026-10-01", id="S2-error", by="K1", subject="S2", to="entered_in_error"),
            on(sv.Action, "2026-09-10", id="x2", by="M2", case_id="S2", owner="M2", what="Ringe", due="2026-09-20"),
            *opened("S3"),
            stands("mentor", "M2", "S3"),
            stands("substitute", "M2", "S3", "2026-11-01"),
            stands("case_supervisor", "V2", "S3", end="2026-10-31"),
            on(sv.Goal, "2026-09-10", id="g3", by="M2", case_id="S3", words="Sove om natten"),
        ]
    )  # fmt: skip
