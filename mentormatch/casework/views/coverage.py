"""How much supervision there is for the contact that mentors have, and the cases that nobody supervises."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mentormatch.casework.entries import Contact
from mentormatch.casework.fold import State
from mentormatch.casework.follow_up import DAY as ONE_DAY
from mentormatch.casework.guidance import Advice, GuidanceRequest
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import day_or_today
from mentormatch.casework.session import GUIDANCE_SESSIONS
from mentormatch.casework.views.attention import running
from mentormatch.casework.views.basis import of_kind
from mentormatch.casework.views.frames import DAY, NUMBER, TEXT, WHOLE, table
from mentormatch.casework.views.roles import Roles
from mentormatch.casework.views.telling import the_day
from mentormatch.casework.views.workload import held_sessions
from mentormatch.errors import check_language
from mentormatch.sentences import listing, say
from mentormatch.values import day as read_day

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "host": TEXT, "supervisor_id": TEXT, "contact_hours": NUMBER, "guidance_hours": NUMBER,
    "guidance_per_contact_hour": NUMBER, "sessions": WHOLE, "sessions_without_minutes": WHOLE, "answers": WHOLE,
}  # fmt: skip
COVERAGE_COLUMNS = tuple(_COLUMNS)
"""A row without ``supervisor_id`` has the contact on days on which nobody was there to supervise; one without ``host``
the guidance that names no case. The proportion is missing where there was no contact."""

_WITHOUT = {
    "case_id": TEXT, "host": TEXT, "status": TEXT, "why": TEXT, "supervisor_ids": TEXT, "since": DAY, "sentence": TEXT,
}  # fmt: skip
UNSUPERVISED_COLUMNS = tuple(_WITHOUT)
"""``why`` is ``none`` (no supervisor stands in the case) or ``away`` (those who do are, without a deputy)."""


@dataclass(slots=True)
class _Given:
    """The minutes and sessions of one supervisor under one host."""

    contact: int = 0
    guidance: int = 0
    sessions: int = 0
    unknown: int = 0
    answers: int = 0


_All = defaultdict[tuple[str | None, str | None], _Given]


def coverage(log: CaseLog, *, start: date | str | None = None, on: date | str | None = None) -> "DataFrame":
    """Supervision beside contact, for each host and supervisor, from a day to a day (today): ``COVERAGE_COLUMNS``.

    Completed contact belongs to who supervised the case on its day: for one who was away, to the deputies; with two
    supervisors, to each. Guidance belongs to those who led the session, once for each host whose cases it names.
    """
    last, first = day_or_today(on), read_day(start) or date.min
    state = log.state(last)
    given: _All = defaultdict(_Given)
    _contacts(state, first, given)
    hosts = {name: case.case.host for name, case in state.cases.items()}
    for session, minutes, _ in held_sessions(state):
        if session.kind in GUIDANCE_SESSIONS and session.on >= first:
            named: dict[str | None, None] = dict.fromkeys(hosts[name] for name in session.case_ids or ()) or {
                None: None
            }
            for key in [(host, who) for host in named for who in session.led_by or (session.by,)]:
                given[key].sessions += 1
                given[key].guidance += minutes or 0
                given[key].unknown += minutes is None
    asked = {request.record.id: request.record.case_id for request in of_kind(state, GuidanceRequest)}
    for event in state.events:
        if type(event) is Advice and event.on >= first:
            given[hosts.get(asked.get(event.guidance_id) or ""), event.by].answers += 1
    rows = [
        (host, who, of.contact / 60, of.guidance / 60, of.guidance / of.contact if of.contact else None,
         of.sessions, of.unknown, of.answers)
        for (host, who), of in sorted(given.items(), key=lambda item: [(name is None, name or "") for name in item[0]])
    ]  # fmt: skip
    return table(rows, _COLUMNS)


def _contacts(state: State, first: date, given: _All) -> None:
    roles = state.once(Roles)
    for name, case in state.cases.items():
        if case.status == "entered_in_error":
            continue
        there, minutes = roles.of(name), defaultdict[tuple[str, ...], int](int)
        for contact in case.of_kind(Contact):
            if contact.status == "completed" and contact.on >= first:
                minutes[there.on(contact.on).present] += contact.minutes
        for people, used in minutes.items():
            for who in people or (None,):
                given[case.case.host, who].contact += used


def unsupervised(log: CaseLog, *, on: date | str | None = None, language: str = "en") -> "DataFrame":
    """The running cases that nobody is there to supervise on a day (today), by case: ``UNSUPERVISED_COLUMNS``."""
    language, day = check_language(language), day_or_today(on)
    state = log.state(day)
    roles, rows = state.once(Roles), list[tuple[object, ...]]()
    for name, case in sorted(running(state)):
        if not roles.present(name, day):
            people = roles.supervisors(name, day)
            ends = [span.last for span in roles.of_case.get(name, ()) if span.relation.role == "case_supervisor"]
            absences = [absence.on for who in people if (absence := roles.absence(who, day)) is not None]
            since = (
                max(absences)
                if people
                else max([end + ONE_DAY for end in ends if end is not None and end < day], default=case.case.on)
            )
            why, words = "away" if people else "none", listing(people, language)
            sentence = say(f"unsupervised.{why}", language, case=name, people=words, day=the_day(since, language))
            rows.append((name, case.case.host, case.status, why, ", ".join(people) or None, since, sentence))
    return table(rows, _WITHOUT)
