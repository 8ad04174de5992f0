"""Weeks (Monday to Sunday) and months of the calendar, as days in Oslo."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mentormatch.casework.follow_up import DAY
from mentormatch.casework.record import day_or_today
from mentormatch.errors import CaseError, ProfileError

_WEEK = re.compile(r"(\d{4})-?[WwUu](\d{1,2})")


class Stretch(NamedTuple):
    """A week or a month: its name, its first and its last day."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Its days, one after the other."""
        return (self.first + number * DAY for number in range((self.last - self.first).days + 1))


def week_of(day: date) -> Stretch:
    """The ISO week of a day.

    >>> week_of(date(2027, 1, 1)).name, str(week_of(date(2027, 1, 1)).first)
    ('2026-W53', '2026-12-28')
    """
    year, number, weekday = day.isocalendar()
    first = day - (weekday - 1) * DAY
    return Stretch(f"{year}-W{number:02d}", first, first + 6 * DAY)


def month_of(day: date) -> Stretch:
    """The month of a day."""
    first = day.replace(day=1)
    return Stretch(f"{day:%Y-%m}", first, (first + timedelta(days=31)).replace(day=1) - DAY)


def stretches(first: date, last: date, by: str) -> list[Stretch]:
    """The weeks or months from a day to a day; the first and the last may be cut short.

    >>> [(name, str(start), str(end)) for name, start, end in stretches(date(2026, 1, 30), date(2026, 2, 3), "month")]
    [('2026-01', '2026-01-30', '2026-01-31'), ('2026-02', '2026-02-01', '2026-02-03')]
    """
    if by not in ("week", "month"):
        raise CaseError.of("period")
    found, of = list[Stretch](), week_of if by == "week" else month_of
    while first <= last:
        whole = of(first)
        found.append(Stretch(whole.name, first, min(whole.last, last)))
        first = whole.last + DAY
    return found


def read_week(value: date | str | None) -> Stretch:
    """A week from ``'2026-W47'``, or the one of a day (today).

    >>> read_week("2026-W47") == read_week("22.11.2026")
    True
    """
    named = _WEEK.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if named is None:
            return week_of(day_or_today(value))
        return week_of(date.fromisocalendar(int(named[1]), int(named[2]), 1))
    except (ValueError, ProfileError):
        raise CaseError.of("week") from None
