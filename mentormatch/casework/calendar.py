"""The dates of fixed meetings by a simple rule, and the same as a calendar file (.ics) that holds no names.

Times are wall-clock times in Oslo: a meeting at 13:00 is at 13:00 on both sides of a change of the clock.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, ClassVar, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from mentormatch import values
from mentormatch.casework.codes import code, codes
from mentormatch.casework.record import OSLO, TheDay
from mentormatch.errors import CaseError, MentorMatchError, Problem
from mentormatch.fields import Record, Whole, reads, text
from mentormatch.sentences import say

WEEK = timedelta(days=7)
LAST = -1
"""The last such weekday of a month."""


def _time(value: object) -> time:
    if isinstance(value, time):
        return value
    found = re.fullmatch(r"(?:kl\.? ?)?(\d{1,2})[:.](\d\d)(?::00)?", value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise CaseError.of("meeting_time")
    return time(int(found[1]), int(found[2]))


def _nth(value: object) -> int | None:
    word = text(value)
    if word is None:
        return None
    if word not in ("1", "2", "3", "4", str(LAST)):
        raise CaseError.of("meeting_which")
    return int(word)


def _months(value: object) -> tuple[int, ...]:
    found = [value] if isinstance(value, int) else list(values.pieces(value)) if value else []
    numbers = [values.whole(number) or 0 for number in found]
    if not all(1 <= number <= 12 for number in numbers):
        raise CaseError.of("meeting_months")
    return tuple(sorted(set(numbers)))


class Rhythm(Record):
    """When a network meets: on a weekday, every so many weeks, or the ``which`` one of every so many months.

    It is counted from the day ``first``; ``which`` is 1 to 4, or -1 for the last. No meeting lies in a month of
    ``not_in``, and one that would fall on a public holiday is held a week later.

    >>> first_tuesdays = Rhythm(weekday="tirsdag", which=1, every_months=2, first="1.1.2026", at="13:00", not_in=[7])
    >>> [str(day) for day in first_tuesdays.days(date(2026, 1, 1), date(2026, 12, 31)).values()]
    ['2026-01-06', '2026-03-03', '2026-05-05', '2026-09-01', '2026-11-03']
    """

    raises: ClassVar[type[MentorMatchError]] = CaseError

    weekday: Annotated[str, code("weekday")]
    which: Annotated[int | None, reads(_nth)] = None
    every_months: Whole = None
    every_weeks: Whole = None
    first: TheDay
    at: Annotated[time, reads(_time)]
    minutes: Annotated[int, reads(values.whole)] = 120
    not_in: Annotated[tuple[int, ...], reads(_months)] = ()

    def contradictions(self) -> Iterable[Problem]:
        if bool(self.every_months) == bool(self.every_weeks) or bool(self.every_months) != (self.which is not None):
            yield Problem("meeting_rhythm")
        if not 1 <= self.minutes <= 24 * 60:
            yield Problem("meeting_minutes").at(field="minutes")

    def days(self, start: date, end: date) -> dict[date, date]:
        """The days of the meetings from a day to a day, by the day that the rule gives each before it is moved."""
        from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

        rule = rrule(
            MONTHLY if self.every_months else WEEKLY,
            interval=self.every_months or self.every_weeks or 1,
            byweekday=weekday(codes("weekday").index(self.weekday), self.which),
            dtstart=datetime.combine(self.first, time()),
            until=datetime.combine(end, time()),
        )
        held = dict[date, date]()
        for moment in rule:
            day = moment.date()
            if day.month not in self.not_in:
                held[day] = _past_holidays(day)
        as_planned = {day for day, moved in held.items() if day == moved}
        return {
            day: moved
            for day, moved in held.items()
            if start <= moved <= end and moved.month not in self.not_in and (day == moved or moved not in as_planned)
        }


def _past_holidays(day: date) -> date:
    while day in public_holidays(day.year):
        day += WEEK
    return day


@lru_cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of Norway in a year, beside the Sundays.

    >>> date(2026, 5, 14) in public_holidays(2026), date(2026, 5, 17) in public_holidays(2026)
    (True, True)
    """
    from dateutil.easter import easter

    fixed = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
    by_easter = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday to Easter Monday, Ascension, Whit Sunday and Monday
    sunday = easter(year)
    return frozenset([date(year, *day) for day in fixed] + [sunday + timedelta(days=days) for days in by_easter])


class Meeting(NamedTuple):
    """One meeting in a calendar: begin and end in Oslo, and an id that stays the same whatever is moved."""

    begin: datetime
    end: datetime
    uid: str
    cancelled: bool = False


def meetings(network_id: str, rhythm: Rhythm, start: date, end: date, cancelled: Iterable[date] = ()) -> list[Meeting]:
    """The meetings of a network from a day to a day; ``cancelled`` are the days of those that are not held."""
    off, made = set(cancelled), list[Meeting]()
    for planned, day in rhythm.days(start, end).items():
        begin = datetime.combine(day, rhythm.at, OSLO)
        finish = (begin.astimezone(UTC) + timedelta(minutes=rhythm.minutes)).astimezone(OSLO)
        uid = str(uuid5(NAMESPACE_URL, f"mentormatch:network:{network_id}:{planned.isoformat()}"))
        made.append(Meeting(begin, finish, uid, day in off))
    return made


def calendar_text(listed: Iterable[Meeting], written_at: datetime, language: str = "en") -> str:
    """A calendar file (RFC 5545) of meetings: times, and the words "network meeting"; no names and nothing of cases.

    ``written_at`` says how new the file is; the same input makes the same text, and a calendar that reads a newer file
    moves its meetings instead of doubling them.

    >>> rhythm = Rhythm(weekday="monday", every_weeks=2, first="2026-03-23", at="13.00")
    >>> march = meetings("N1", rhythm, date(2026, 3, 1), date(2026, 3, 31))
    >>> text = calendar_text(march, datetime(2026, 1, 1, tzinfo=UTC))
    >>> [line for line in text.splitlines() if line.startswith(("DTSTART;", "SUMMARY"))]
    ['SUMMARY:Network meeting', 'DTSTART;TZID=Europe/Oslo:20260323T130000']
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mentormatch//network//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    ordered = sorted(listed)
    for meeting in ordered:
        event = icalendar.Event()
        event.add("uid", meeting.uid)
        event.add("dtstamp", written_at.astimezone(UTC))
        event.add("dtstart", meeting.begin)
        event.add("dtend", meeting.end)
        event.add("summary", say("network.meeting", language))
        if meeting.cancelled:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    if ordered:
        first, last = ordered[0].begin.year, ordered[-1].end.year
        calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last + 1, 12, 31))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")
