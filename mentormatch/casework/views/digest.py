"""What a supervisor needs for a week: what is new, what was missed, what waits, what is to be done, who meets."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from mentormatch.casework.codes import codes, label
from mentormatch.casework.fold import CaseState, Standing, State
from mentormatch.casework.log import CaseLog
from mentormatch.casework.network import Network
from mentormatch.casework.policy import Policy
from mentormatch.casework.record import Entry, day_or_today
from mentormatch.casework.session import Session
from mentormatch.casework.views.attention import open_actions, waiting
from mentormatch.casework.views.basis import Courses, of_kind
from mentormatch.casework.views.frames import DAY, TEXT, table
from mentormatch.casework.views.periods import Stretch, read_week
from mentormatch.casework.views.roles import Roles
from mentormatch.casework.views.telling import the_day, told
from mentormatch.errors import check_language
from mentormatch.sentences import listing, say

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {"section": TEXT, "case_id": TEXT, "about": TEXT, "on": DAY, "by": TEXT, "sentence": TEXT}
DIGEST_COLUMNS = tuple(_COLUMNS)
"""``section`` is new_entry, follow_up_missed, guidance_waiting, action_due or meeting; ``about`` the record, the stage
of the policy or the network; ``on`` the day it happened or is due."""


class Line(NamedTuple):
    """One thing in a digest."""

    section: str
    case_id: str | None
    about: str
    on: date
    by: str | None
    sentence: str


def digest(
    log: CaseLog,
    supervisor_id: str,
    week: date | str | None = None,
    *,
    policy: Policy | None = None,
    on: date | str | None = None,
    language: str = "en",
) -> "DataFrame":
    """What a supervisor needs for a week, by section, case and day: ``DIGEST_COLUMNS``.

    ``week`` is ``'2026-W47'`` or a day in it (the week of ``on``). It is told as everything stands on ``on`` (today),
    so that what was missed is whole from the Monday after. It has what was recorded, was missed and is to be done in
    cases in which the supervisor, or the one they are deputy of, stands as supervisor on the day itself; and what is
    theirs beside cases.
    Raises ``CaseError`` for what is no week.
    """
    lines, _ = _lines(log, supervisor_id, week, policy, on, check_language(language))
    return table(lines, _COLUMNS)


def digest_text(
    log: CaseLog,
    supervisor_id: str,
    week: date | str | None = None,
    *,
    policy: Policy | None = None,
    on: date | str | None = None,
    language: str = "en",
) -> str:
    """The same as a text to read or send: ids, days and codes, and nobody's words."""
    lines, of = _lines(log, supervisor_id, week, policy, on, check_language(language))
    year, number = of.name.split("-W")
    days = {"first": the_day(of.first, language), "last": the_day(of.last, language)}
    parts = [say("digest.title", language, who=supervisor_id, week=int(number), year=year, **days)]
    for section in codes("digest_section"):
        told = [f"- {line.sentence}" for line in lines if line.section == section]
        if told:
            parts.append("\n".join([label("digest_section", section, language), *told]))
    if not lines:
        parts.append(say("digest.nothing", language))
    return "\n\n".join(parts) + "\n"


def _lines(
    log: CaseLog, supervisor: str, week: date | str | None, policy: Policy | None, on: date | str | None, language: str
) -> tuple[list[Line], Stretch]:
    day = day_or_today(on)
    of, asked = read_week(day if week is None else week), policy or Policy.default()
    state, ahead = log.state(day), log.state(max(day, of.last))
    roles = state.once(Roles)
    days = [one for one in of.days() if one <= day] or [day]
    theirs = {
        name: state.cases[name]
        for name in roles.cases_of(supervisor)
        if any(roles.supervises(supervisor, name, one) for one in days)
    }
    lines = [
        *_entries(state, roles, supervisor, of, language),
        *_missed(state, theirs, roles, supervisor, asked, of, language),
        *_waiting(state, roles, supervisor, asked, day, language),
        *_actions(state, roles, supervisor, of, day, language),
        *_meetings(ahead, supervisor, of, language),
    ]
    order = {section: place for place, section in enumerate(codes("digest_section"))}
    lines.sort(
        key=lambda line: (
            order[line.section],
            line.on if line.section == "meeting" else date.min,  # a calendar goes by day, all else by case
            line.case_id is None,
            line.case_id or "",
            line.on,
        )
    )
    return lines, of


def _entries(state: State, roles: Roles, supervisor: str, week: Stretch, language: str) -> Iterator[Line]:
    """What was recorded in the week, on days on which they supervised the case, whenever it happened."""
    recorded, cases = state.once(_by_recording), set(roles.cases_of(supervisor))
    new = [entry for day in week.days() for entry in recorded.get(day, ())]
    for entry in sorted(new, key=attrgetter("recorded_at")):
        if entry.case_id in cases and roles.supervises(supervisor, entry.case_id, entry.recorded_on):
            values = {"case": entry.case_id, "day": the_day(entry.on, language), "what": told(entry, language).sentence}
            if entry.recorded_late:
                late = the_day(entry.recorded_on, language)
                sentence = say("digest.new_entry_late", language, **values, recorded=late)
            else:
                sentence = say("digest.new_entry", language, **values)
            yield Line("new_entry", entry.case_id, entry.id, entry.on, entry.by, sentence)


def _by_recording(state: State) -> Mapping[date, list[Entry]]:
    found = defaultdict[date, list[Entry]](list)
    for case in state.cases.values():
        for entry in case.entries:
            found[entry.recorded_on].append(entry)
    return dict(found)


def _missed(
    state: State,
    cases: Mapping[str, CaseState],
    roles: Roles,
    supervisor: str,
    policy: Policy,
    week: Stretch,
    language: str,
) -> Iterator[Line]:
    courses = state.once(Courses)
    for name, case in cases.items():
        if case.status == "entered_in_error":
            continue
        for window in courses.windows(policy, name):
            due = window.due
            if window.state != "missed" or due is None or not week.first <= due <= week.last:
                continue
            if roles.supervises(supervisor, name, due):
                values = {
                    "case": name,
                    "stage": policy.label(window.stage, language),
                    "day": the_day(due, language),
                }
                sentence = say("digest.follow_up_missed", language, **values)
                yield Line("follow_up_missed", name, window.stage, due, None, sentence)


def _waiting(state: State, roles: Roles, supervisor: str, policy: Policy, day: date, language: str) -> Iterator[Line]:
    """Requests that are for them, or for the one they are deputy of, those too that wait while somebody is away."""
    for request, sent, people in state.once(waiting):
        case_id = request.case_id if request.supervisor_id is None else None
        if (
            supervisor in (request.supervisor_id, *people)
            or supervisor in roles.deputies(request.supervisor_id or "", day)
            or (case_id is not None and roles.supervises(supervisor, case_id, day))
        ):
            due = policy.answer_due(request.urgency, sent)
            values = {
                "id": request.id,
                "person": request.by,
                "topics": listing((label("guidance_topic", topic, language) for topic in request.topics), language),
                "urgency": label("guidance_urgency", request.urgency, language),
                "day": the_day(due, language),
            }
            sentence = say("digest.guidance_waiting", language, **values)
            yield Line("guidance_waiting", request.case_id, request.id, due, request.by, sentence)


def _actions(state: State, roles: Roles, supervisor: str, week: Stretch, day: date, language: str) -> Iterator[Line]:
    """What is still open and due by the end of the week."""
    for action, name in state.once(open_actions):
        if action.due is None or action.due > week.last:
            continue
        if action.owner == supervisor or (name is not None and roles.supervises(supervisor, name, day)):
            values = {"action": action.id, "person": action.owner, "day": the_day(action.due, language)}
            sentence = say("digest.action_due", language, **values)
            yield Line("action_due", name, action.id, action.due, action.owner, sentence)


def _meetings(state: State, supervisor: str, week: Stretch, language: str) -> Iterator[Line]:
    """Sessions in the week that they lead or that are about their cases, and meetings of their networks."""
    roles = state.once(Roles)
    noted = set[tuple[str | None, date]]()
    sessions = state.once(_sessions_by_day)
    for standing in [standing for day in week.days() for standing in sessions.get(day, ())]:
        session = standing.record
        noted.add((session.network_id, session.on))
        cases = [name for name in session.case_ids or () if roles.supervises(supervisor, name, session.on)]
        member = session.network_id is not None and roles.belongs(supervisor, session.network_id, session.on)
        if cases or member or supervisor in (session.led_by or ()):
            values = {
                "kind": label("session_kind", session.kind, language),
                "status": label("session_status", standing.status, language),
                "day": the_day(session.on, language),
            }
            sentence = say("digest.session", language, **values)
            yield Line("meeting", cases[0] if cases else None, session.id, session.on, session.by, sentence)
    for network in of_kind(state, Network):
        name = network.record.id
        for meeting in network.record.meetings(week.first, week.last) if network.status == "open" else ():
            held = meeting.begin.date()
            if (name, held) not in noted and roles.belongs(supervisor, name, held):
                values = {
                    "network": network.record.name,
                    "day": the_day(held, language),
                    "at": f"{meeting.begin:%H:%M}",
                }
                sentence = say("digest.network_meeting", language, **values)
                yield Line("meeting", None, name, held, None, sentence)


def _sessions_by_day(state: State) -> Mapping[date, list[Standing[Session]]]:
    found = defaultdict[date, list[Standing[Session]]](list)
    for standing in of_kind(state, Session):
        found[standing.record.on].append(standing)
    return dict(found)
