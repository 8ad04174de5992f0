"""When follow-up was due, and whether it was kept: pure functions over days, for one stage of a policy at a time.

A stage has a clock that counts the days on which the case stands in one of the stage's statuses. On hold the clock
stands still, and what was due moves by as many days; a case that is closed and opened again starts anew. A window of
days is due on its last day. It is kept by a completed contact on one of its days, and missed when its last day has
passed without one: a later contact of the same course makes up for it, and the window stays missed.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal, NamedTuple

from mentormatch.casework.stage import Exemption, Stage

DAY = timedelta(days=1)
ENDED = ("closed", "entered_in_error")
"""The statuses that end a course: what comes after them, if anything, starts anew."""


class Period(NamedTuple):
    """A status of a case: from its first day to the day it changed, which belongs to the next status."""

    status: str
    start: date
    end: date | None = None


class Window(NamedTuple):
    """The days in which a stage asked for something, and what came of it.

    ``due`` is the last of them, and None while the case is on hold. ``held`` is the first day that kept it, or for a
    missed one the first day afterwards, in the same course, that made up for it.
    """

    stage: str
    start: date
    due: date | None
    state: Literal["kept", "missed", "open", "exempt", "paused"]
    held: date | None


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of one course of a case on which a stage runs.

    ``spans`` are their periods, ``ended`` is the day the course was closed, ``after`` the day the one before it was.
    """

    spans: tuple[tuple[date, date | None], ...]
    ended: date | None = None
    after: date = date.min

    def day(self, number: int) -> date | None:
        """The day with this number, counted from 0; None where the clock stops before it.

        >>> Clock(((date(2026, 3, 2), date(2026, 3, 4)), (date(2026, 4, 1), None))).day(2)
        datetime.date(2026, 4, 1)
        """
        for start, end in self.spans:
            if end is None or number < (end - start).days:
                return date.fromordinal(start.toordinal() + number)  # quicker than adding days
            number -= (end - start).days
        return None

    def days_before(self, day: date) -> int:
        """How many days the clock has counted before this one."""
        return sum(max(0, (min(day, end or day) - start).days) for start, end in self.spans)


def clocks(periods: Iterable[Period], when: Sequence[str], on: date) -> Iterator[Clock]:
    """One clock for each course in which the stage ran; what changes after ``on`` is not known yet."""
    spans, after = list[tuple[date, date | None]](), date.min
    for status, start, end in sorted((p for p in periods if p.start <= on), key=lambda p: p.start):
        if status in ENDED:
            if spans:
                yield Clock(tuple(spans), start, after)
            spans, after = [], start
        elif status in when and start != end:
            spans.append((start, end if end is not None and end <= on else None))
    if spans:
        yield Clock(tuple(spans), None, after)


def windows(
    name: str, stage: Stage, periods: Iterable[Period], held: Iterable[date], exemptions: Sequence[Exemption], on: date
) -> list[Window]:
    """All windows of a stage that had begun on a day, by day.

    ``held`` are the days of the completed contacts that count for the stage, in any order.

    >>> weekly = Stage(when=["active"], counts=["phone"], every_days=7, until_week=12)
    >>> active = [Period("active", date(2026, 3, 2))]
    >>> [(str(w.due), w.state) for w in windows("weekly", weekly, active, [date(2026, 3, 10)], (), date(2026, 3, 16))]
    [('2026-03-08', 'missed'), ('2026-03-15', 'kept'), ('2026-03-22', 'open')]
    """
    days, found, within = sorted(held), list[Window](), stage.within_days
    for clock in clocks(periods, stage.when, on):
        last = on if clock.ended is None else min(clock.ended, on)
        known = days[: bisect_right(days, last)]  # what was held after the course was closed is not of it
        asked = _repeated(stage, clock) if within is None else _once(name, within, clock, exemptions, on)
        for start, due in asked:
            if start > on:
                break
            # What is asked once may be done early.
            place = bisect_left(known, start if within is None else clock.after + DAY)
            first = known[place] if place < len(known) else None
            window = _judged(name, clock, start, due, first, exemptions, on)
            if window is not None:
                found.append(window)
            if within is not None and (window is None or window.state != "exempt"):
                break
    return found


def _once(
    name: str, within: int, clock: Clock, exemptions: Sequence[Exemption], on: date
) -> Iterator[tuple[date, date | None]]:
    """The one window, and another after each exemption that it met."""
    number: int | None = 0
    while number is not None and (start := clock.day(number)) is not None:
        due = clock.day(number + within)
        yield start, due
        ends = [exemption.until for exemption in exemptions if due is not None and exemption.covers(name, due)]
        number = clock.days_before(max(ends) + DAY) if ends and max(ends) < on else None


def _repeated(stage: Stage, clock: Clock) -> Iterator[tuple[date, date | None]]:
    """One window after the other, without a gap."""
    first = clock.spans[0][0]
    for low, high in _months(first, stage.every_months) if stage.every_months else _weeks(stage):
        start = clock.day(low)
        if start is None:
            return
        yield start, clock.day(high)


def _weeks(stage: Stage) -> Iterator[tuple[int, int]]:
    step, end = stage.every_days or 1, None if stage.until_week is None else 7 * stage.until_week
    for low in count(7 * stage.from_week, step):
        if end is not None and low >= end:
            return
        yield low, min(low + step, end or low + step) - 1


def _months(first: date, months: int) -> Iterator[tuple[int, int]]:
    """Counted from the first day each time: a course that began on the 31st is not moved for good by a February."""
    low = 0
    for number in count(1):
        high = (_later(first, number * months) - first).days
        yield low, high - 1
        low = high


def _later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, day.day if day.day <= 28 else min(day.day, monthrange(year, month)[1]))


def _judged(
    name: str,
    clock: Clock,
    start: date,
    due: date | None,
    first: date | None,
    exemptions: Sequence[Exemption],
    on: date,
) -> Window | None:
    """A window, where ``first`` is the first day of the course that could keep it or make up for it."""
    if first is not None and first <= (due or clock.ended or on):
        return Window(name, start, due or clock.ended, "kept", first)
    if due is None:  # on hold; of a course that was closed nothing more was owed
        return Window(name, start, None, "paused", None) if clock.ended is None else None
    if exemptions and any(exemption.covers(name, due) for exemption in exemptions):
        return Window(name, start, due, "exempt", None)
    if due < on:
        return Window(name, start, due, "missed", first)
    return Window(name, start, due, "open", None)


def days_without(periods: Iterable[Period], when: Sequence[str], held: Iterable[date], on: date) -> int | None:
    """Days since the last completed contact, or since the start of the course; days on hold are left out.

    None where the case does not stand in one of these statuses on that day.

    >>> active = [Period("active", date(2026, 3, 2))]
    >>> days_without(active, ["active"], [date(2026, 3, 10)], date(2026, 3, 31))
    21
    """
    running = [clock for clock in clocks(periods, when, on) if clock.ended is None and clock.spans[-1][1] is None]
    if not running:
        return None
    clock = running[-1]
    last = max(clock.spans[0][0], max((day for day in held if day <= on), default=date.min))
    return clock.days_before(on + DAY) - clock.days_before(last + DAY)
