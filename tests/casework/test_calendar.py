"""Dates of network meetings by hand, and a year of them as .ics, read back by a parser that is not ours."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from mentormatch.casework.calendar import Rhythm, calendar_text, meetings, public_holidays
from mentormatch.casework.codes import codes
from mentormatch.casework.network import Network
from mentormatch.errors import CaseError

OSLO = ZoneInfo("Europe/Oslo")
WRITTEN = datetime(2025, 12, 1, 9, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def days(rule: dict[str, object], year: int = 2026) -> list[str]:
    rhythm = Rhythm.model_validate({"first": f"{year}-01-01", "at": "13:00", **rule})
    return [day.strftime("%d.%m") for day in rhythm.days(date(year, 1, 1), date(year, 12, 31)).values()]


def read(text: str) -> list[Event]:
    return sorted(IcsCalendarStream.calendar_from_ics(text).events, key=lambda event: str(event.dtstart))


@pytest.mark.parametrize(
    "weekday, expected, rule",
    [
        # The first Tuesday of each second month, not in July.
        ("tuesday", ["06.01", "03.03", "05.05", "01.09", "03.11"], {"which": 1, "every_months": 2, "not_in": [7]}),
        # The last Friday of each third month; 25 December is a holiday, and a week later is 1 January.
        ("fredag", ["27.03", "26.06", "25.09"], {"which": -1, "every_months": 3, "first": "2026-03-01"}),
        # Thursdays in 2026 that are holidays: Maundy Thursday 2 April and Ascension 14 May are held a week later.
        ("torsdag", ["05.03", "09.04"], {"which": 1, "every_months": 1, "not_in": [1, 2, *range(5, 13)]}),
        ("torsdag", ["21.05"], {"which": 2, "every_months": 1, "not_in": "1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12"}),
        # Every eighth week from a Wednesday on.
        ("wednesday", ["07.01", "04.03", "29.04", "24.06", "19.08", "14.10", "09.12"],
         {"every_weeks": 8, "first": "2026-01-07"}),
        # Every second Monday across Easter: Easter Monday 6 April moves to the 13th.
        ("monday", ["23.03", "13.04", "20.04", "04.05", "18.05"],
         {"every_weeks": 2, "first": "2026-03-23", "not_in": [*range(6, 13)]}),
        # Every Monday: a week later is the next meeting already, so the holiday is left out.
        ("monday", ["30.03", "13.04", "20.04", "27.04"],
         {"every_weeks": 1, "first": "2026-03-30", "not_in": [*range(5, 13)]}),
        # Counted from the day it begins: the first Tuesday of January had passed.
        ("tuesday", ["03.03", "05.05", "07.07", "01.09", "03.11"],
         {"which": 1, "every_months": 2, "first": "2026-01-15"}),
    ],
)  # fmt: skip
def test_days_of_meetings(weekday: str, expected: list[str], rule: dict[str, object]) -> None:
    assert days({"weekday": weekday, **rule}) == expected


def test_a_meeting_is_not_moved_into_a_month_without_meetings() -> None:
    only_march = {"weekday": "thursday", "which": -1, "every_months": 1, "not_in": [1, 2, *range(4, 13)]}
    assert days(only_march, 2024) == []  # Maundy Thursday is 28 March
    assert days({**only_march, "not_in": [1, 2, *range(5, 13)]}, 2024) == ["04.04", "25.04"]


def test_leap_day() -> None:
    assert days({"weekday": "tuesday", "which": -1, "every_months": 1, "not_in": list(range(3, 13))}, 2028) == [
        "25.01",
        "29.02",
    ]


def test_public_holidays_of_2026() -> None:
    # From the almanac: Easter Sunday is 5 April 2026.
    expected = [
        "01-01",
        "04-02",
        "04-03",
        "04-05",
        "04-06",
        "05-01",
        "05-14",
        "05-17",
        "05-24",
        "05-25",
        "12-25",
        "12-26",
    ]
    assert sorted(day.strftime("%m-%d") for day in public_holidays(2026)) == expected


def test_a_year_across_both_changes_of_the_clock_is_read_back_as_local_times() -> None:
    weekly = Rhythm(weekday="tirsdag", every_weeks=1, first="2026-01-06", at="13:00", minutes=90, not_in=[7])
    planned = meetings("N1", weekly, *YEAR)
    read_back = read(calendar_text(planned, WRITTEN, "nb"))
    tuesdays = [date(2026, 1, 6) + timedelta(weeks=number) for number in range(52)]
    expected = [day for day in tuesdays if day.month != 7]  # no public holiday is a Tuesday in 2026
    assert len(expected) == 48
    for day, event in zip(expected, read_back, strict=True):
        assert isinstance(event.dtstart, datetime)
        assert event.dtstart.utcoffset() == datetime.combine(day, time(13), OSLO).utcoffset()
        assert event.dtstart.replace(tzinfo=None) == datetime.combine(day, time(13))
        assert event.dtend is not None
        assert isinstance(event.dtend, datetime)
        assert event.dtend.replace(tzinfo=None) == datetime.combine(day, time(14, 30))
    offsets = {
        (event.dtstart.month, event.dtstart.utcoffset()) for event in read_back if isinstance(event.dtstart, datetime)
    }
    assert {
        (3, timedelta(hours=1)),
        (3, timedelta(hours=2)),
        (10, timedelta(hours=2)),
        (10, timedelta(hours=1)),
    } <= offsets


def test_the_rules_of_summer_time_are_in_the_file() -> None:
    """Without its own clock changes a calendar elsewhere would have to guess what Europe/Oslo means."""
    rhythm = Rhythm(weekday="monday", which=1, every_months=1, first="2026-01-01", at="13:00")
    (zone,) = IcsCalendarStream.calendar_from_ics(calendar_text(meetings("N1", rhythm, *YEAR), WRITTEN)).timezones
    assert zone.tz_id == "Europe/Oslo"
    changes = {(f"{o.dtstart:%Y-%m-%d %H:%M}", o.tz_offset_to.offset) for o in [*zone.daylight, *zone.standard]}
    assert {("2026-03-29 03:00", timedelta(hours=2)), ("2026-10-25 03:00", timedelta(hours=1))} <= changes


def test_a_meeting_keeps_its_id_when_it_is_moved_or_called_off() -> None:
    rhythm = Rhythm(weekday="monday", every_weeks=2, first="2026-03-23", at="13:00")
    later = rhythm.model_copy(update={"at": time(9), "minutes": 60})
    before, after = (read(calendar_text(meetings("N1", r, *YEAR), WRITTEN)) for r in (rhythm, later))
    assert [event.uid for event in before] == [event.uid for event in after]
    assert len({event.uid for event in before}) == len(before)
    moved = meetings("N1", rhythm, date(2026, 4, 1), date(2026, 4, 30), cancelled=[date(2026, 4, 13)])
    event, *others = read(calendar_text(moved, WRITTEN))
    planned = "mentormatch:network:N1:2026-04-06"  # Easter Monday; held a week later
    assert event.uid == before[1].uid == str(uuid5(NAMESPACE_URL, planned))
    assert event.status == "CANCELLED"
    assert all(other.status is None for other in others)
    assert not {m.uid for m in meetings("N2", rhythm, *YEAR)} & {event.uid for event in before}


def test_the_file_says_nothing_of_people_or_cases() -> None:
    network = Network(id="Hemmelig-1", by="Kari", name="Nettverk for Fjellbygda", area="municipality",
                      municipalities="Bergen", recorded_at="2026-01-05T10:00:00+01:00",
                      meets=Rhythm(weekday="tirsdag", which=1, every_months=2, first="1.1.2026", at="kl. 13.00"),
                      )  # fmt: skip
    text = network.calendar(*YEAR, language="nb")
    assert network.calendar(*YEAR, language="nb") == text  # the same input, the same bytes
    for word in ("Hemmelig", "Kari", "Fjellbygda", "Bergen", "4601"):
        assert word not in text
    kinds = {line.split(":")[0].split(";")[0] for line in text.split("BEGIN:VEVENT", 1)[1].splitlines()}
    assert kinds == {"", "BEGIN", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "END"}
    assert {event.summary for event in read(text)} == {"Nettverksmøte"}


def test_a_calendar_without_meetings_is_a_calendar() -> None:
    network = Network(by="K1", name="Uten faste møter", area="neighbours", municipalities="Bergen; Øygarden")
    assert network.meetings(*YEAR) == []
    assert read(network.calendar(*YEAR)) == []


@given(
    weekday=st.sampled_from(range(5)),
    every=st.one_of(
        st.tuples(st.just("every_weeks"), st.integers(1, 10)), st.tuples(st.just("every_months"), st.integers(1, 6))
    ),
    which=st.sampled_from([1, 2, 3, 4, -1]),
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    not_in=st.sets(st.integers(1, 12), max_size=4),
    cut=st.integers(0, 700),
)
def test_dates_by_rule(
    weekday: int, every: tuple[str, int], which: int, first: date, not_in: set[int], cut: int
) -> None:
    rule = {every[0]: every[1], "which": which if every[0] == "every_months" else None}
    rhythm = Rhythm.model_validate(
        {"weekday": codes("weekday")[weekday], "first": first, "at": "13:00", "not_in": sorted(not_in), **rule}
    )
    end = first + timedelta(days=700)
    found = rhythm.days(first, end)
    held = sorted(found.values())
    assert len(set(held)) == len(held)
    for day in held:
        assert day.weekday() == weekday
        assert first <= day <= end
        assert day.month not in not_in
        assert day not in public_holidays(day.year)
    for planned, day in found.items():
        assert day == planned or planned in public_holidays(planned.year)
    # Asked for in two parts, it is the same year.
    middle = first + timedelta(days=cut)
    assert {**rhythm.days(first, middle), **rhythm.days(middle + timedelta(days=1), end)} == found


@pytest.mark.parametrize(
    "wrong, key",
    [
        ({"at": "25:00"}, "meeting_time"),
        ({"at": None}, "meeting_time"),
        ({"which": 5}, "meeting_which"),
        ({"not_in": [13]}, "meeting_months"),
        ({"which": None}, "meeting_rhythm"),
        ({"every_weeks": 2}, "meeting_rhythm"),
        ({"every_months": 0}, "meeting_rhythm"),
        ({"minutes": 0}, "meeting_minutes"),
        ({"weekday": "tysdag"}, "case_code"),
    ],
)
def test_a_rule_that_gives_no_dates(wrong: dict[str, object], key: str) -> None:
    right = {"weekday": "tuesday", "which": 1, "every_months": 2, "first": "2026-01-01", "at": "13:00"}
    with pytest.raises(CaseError) as caught:
        Rhythm.model_validate({**right, **wrong})
    assert caught.value.problems[0].key == key
