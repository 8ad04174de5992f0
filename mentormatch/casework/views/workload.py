"""How many hours mentors use, beside those they are engaged for."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Literal

from mentormatch.casework.entries import Contact
from mentormatch.casework.fold import State
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import day_or_today
from mentormatch.casework.session import Attendance, Session
from mentormatch.casework.views.basis import of_kind
from mentormatch.casework.views.frames import DAY, NUMBER, TEXT, WHOLE, table
from mentormatch.casework.views.periods import stretches
from mentormatch.casework.views.roles import CASE_MENTORS, Roles
from mentormatch.values import day as read_day

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "mentor_id": TEXT, "period": TEXT, "start": DAY, "end": DAY, "contact_hours": NUMBER, "guidance_hours": NUMBER,
    "meeting_hours": NUMBER, "hours": NUMBER, "hours_agreed": NUMBER, "hours_without_role": NUMBER,
    "sessions_without_minutes": WHOLE,
}  # fmt: skip
WORKLOAD_COLUMNS = tuple(_COLUMNS)
"""``hours`` is the three before it together. ``hours_agreed`` is missing where no engagement is known.
``hours_without_role`` are those of contacts in cases in which the person had no role that day."""

MEETINGS = ("network", "review")
"""The kinds of sessions that are meetings; the others are guidance."""


@dataclass(slots=True)
class _Used:
    """The minutes a mentor used in a period, and the sessions of unknown length."""

    contact: int = 0
    guidance: int = 0
    meeting: int = 0
    without_role: int = 0
    unknown: int = 0


_All = defaultdict[str, defaultdict[int, _Used]]
"""By mentor and the place of the period."""


def workload(
    log: CaseLog,
    hours_per_week: Mapping[str, float] | None = None,
    *,
    by: Literal["month", "week"] = "month",
    start: date | str | None = None,
    on: date | str | None = None,
) -> "DataFrame":
    """The hours of each mentor by month or week, from a day (the first of the log) to a day: ``WORKLOAD_COLUMNS``.

    Every contact counts with the minutes recorded for it, for the one who held it; a session for those who came.
    ``hours_per_week`` is what mentors are engaged for. A mentor has a row for each period with a role in a case, with
    a contact, or with an engagement.
    """
    last, engaged = day_or_today(on), hours_per_week or {}
    first = read_day(start)
    state = log.state(last)
    first = first or min((standing.record.on for standing in state.nouns.values()), default=last)
    periods = stretches(first, last, by)
    roles = state.once(Roles)
    period = {day: place for place, stretch in enumerate(periods) for day in stretch.days()}
    used: _All = defaultdict(lambda: defaultdict(_Used))
    for spans in roles.of_case.values():
        for span in spans:
            if span.relation.role in CASE_MENTORS:
                begin = bisect_left(periods, span.first, key=attrgetter("last"))
                end = len(periods) if span.last is None else bisect_right(periods, span.last, key=attrgetter("first"))
                for place in range(begin, end):
                    _ = used[span.person_id][place]
    for mentor in engaged:
        for place in range(len(periods)):
            _ = used[mentor][place]
    _contacts(state, roles, period, used)
    _sessions(state, period, used)
    rows = list[tuple[object, ...]]()
    for mentor in sorted(used):
        for place, of in sorted(used[mentor].items(), key=itemgetter(0)):
            stretch, weekly = periods[place], engaged.get(mentor)
            days = (stretch.last - stretch.first).days + 1
            whole = of.contact + of.guidance + of.meeting
            hours = (minutes / 60 for minutes in (of.contact, of.guidance, of.meeting, whole))
            agreed = None if weekly is None else weekly * days / 7
            rows.append((mentor, *stretch, *hours, agreed, of.without_role / 60, of.unknown))
    return table(rows, _COLUMNS)


def _contacts(state: State, roles: Roles, period: Mapping[date, int], used: _All) -> None:
    for name, case in state.cases.items():
        if case.status == "entered_in_error":
            continue
        there = roles.of(name)
        for contact in case.of_kind(Contact):
            if (place := period.get(contact.on)) is not None:
                of = used[contact.who][place]
                of.contact += contact.minutes
                if contact.minutes and contact.who not in there.on(contact.on).standing:
                    of.without_role += contact.minutes


def _sessions(state: State, period: Mapping[date, int], used: _All) -> None:
    """Only for those who are mentors by what came before: a supervisor who comes to a meeting is none."""
    for session, minutes, came in held_sessions(state):
        place = period.get(session.on)
        for person in came:
            if place is not None and person in used and person not in (session.led_by or ()):
                of = used[person][place]
                of.unknown += minutes is None
                if session.kind in MEETINGS:
                    of.meeting += minutes or 0
                else:
                    of.guidance += minutes or 0


def held_sessions(state: State) -> Iterator[tuple[Session, int | None, tuple[str, ...]]]:
    """The sessions that were held, their length where it is known, and who came.

    Where nobody wrote down who came, those came whom the session was for.
    """
    noted = {event.session_id: event for event in state.events if type(event) is Attendance}
    for standing in of_kind(state, Session):
        session, came = standing.record, noted.get(standing.record.id)
        if standing.status == "held":
            minutes = session.minutes if came is None or came.minutes is None else came.minutes
            yield session, minutes, tuple((session.mentor_ids if came is None else came.attended) or ())
