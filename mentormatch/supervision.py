"""Cases, follow-up, guidance and networks: the public face of casework.

>>> from mentormatch import supervision
>>> log = supervision.CaseLog([supervision.Case(id="S1", by="K1", on="1.9.2026", host="Bergen", mentee_ids="B1")])
>>> log.add(supervision.Contact(by="M1", case_id="S1", on="8.9.2026", kind="møte", status="gjennomført", minutes=50))
>>> [contact.minutes for contact in log.state().cases["S1"].entries]
[50]
"""

from mentormatch.casework import signs
from mentormatch.casework.access import entries_seen_by
from mentormatch.casework.agreement import Agreement
from mentormatch.casework.attainment import goal_attainment_t
from mentormatch.casework.calendar import Rhythm
from mentormatch.casework.case import Case, Match, Participant
from mentormatch.casework.codes import codes, label
from mentormatch.casework.emergency import emergency_notice
from mentormatch.casework.entries import Assessment, Contact, Disclosure, FirstMeeting, Note, Observation, Rating
from mentormatch.casework.fold import CaseState, Standing, State
from mentormatch.casework.goal import Action, Goal
from mentormatch.casework.guidance import Absence, Advice, GuidanceRequest
from mentormatch.casework.identifying import Mark, identifying, rewritten
from mentormatch.casework.life import LIVES, Life
from mentormatch.casework.log import CaseLog
from mentormatch.casework.network import Network
from mentormatch.casework.plots import plot_coverage, plot_progress, plot_timeline, plot_workload
from mentormatch.casework.policy import Policy
from mentormatch.casework.records import AnyRecord, read_record
from mentormatch.casework.relation import Relation
from mentormatch.casework.season import season
from mentormatch.casework.session import Attendance, CaseWork, Session, planned_sessions
from mentormatch.casework.sketch import CaseSketch, case_sketch
from mentormatch.casework.stage import Exemption
from mentormatch.casework.step import Correction, Step
from mentormatch.casework.views import (
    attention,
    coverage,
    digest,
    digest_text,
    follow_up,
    progress,
    timeline,
    unsupervised,
    workload,
)

__all__ = [
    "LIVES", "Absence", "Action", "Advice", "Agreement", "AnyRecord", "Assessment", "Attendance", "Case", "CaseLog",
    "CaseSketch", "CaseState", "CaseWork", "Contact", "Correction", "Disclosure", "Exemption", "FirstMeeting", "Goal",
    "GuidanceRequest", "Life", "Mark", "Match", "Network", "Note", "Observation", "Participant", "Policy", "Rating",
    "Relation", "Rhythm", "Session", "Standing", "State", "Step", "attention", "case_sketch", "codes", "coverage",
    "digest", "digest_text", "emergency_notice", "entries_seen_by", "follow_up", "goal_attainment_t", "identifying",
    "label", "planned_sessions", "plot_coverage", "plot_progress", "plot_timeline", "plot_workload", "progress",
    "read_record", "rewritten", "season", "signs", "timeline", "unsupervised", "workload",
]  # fmt: skip
