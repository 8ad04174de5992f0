"""Follow-up policies: tables of cases by hand, a slow day-by-day oracle, and the file there and back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.casework.follow_up import Period, Window
from mentormatch.casework.policy import Policy
from mentormatch.casework.stage import Exemption, Stage, follow_up_kinds
from mentormatch.errors import CaseError

STANDARD = Policy.default()


def day(text: str) -> date:
    """Month and day of 2026, or a whole ISO date."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def periods(*changes: tuple[str, str]) -> list[Period]:
    """From the days of change: (status, day) in order."""
    ends = [*(day(start) for _, start in changes[1:]), None][: len(changes)]
    return [Period(status, day(start), end) for (status, start), end in zip(changes, ends, strict=True)]


def only(name: str, stage: Stage | None = None) -> Policy:
    return STANDARD.model_copy(update={"stages": {name: stage or STANDARD.stages[name]}})


def written(windows: Sequence[Window]) -> list[str]:
    """'start due state held' of each window, so that a table can be read."""
    return [f"{w.start} {w.due or '-'} {w.state} {w.held or '-'}" for w in windows]


def exempt(first: str, last: str, *stages: str, recorded: str = "2026-01-01T10:00:00+01:00") -> Exemption:
    return Exemption(by="c1", case_id="k1", recorded_at=recorded, on=day(first), until=day(last), stages=stages or None,
                     reason="reist")  # fmt: skip


TWENTY_DAYS_ON_HOLD = [("active", "03-02"), ("on_hold", "03-07"), ("active", "03-27")]

FIRST_MEETING = [
    # changes of status, days of meetings, exemptions, on -> windows
    ([("active", "03-02")], [], [], "03-16", ["2026-03-02 2026-03-16 open -"]),
    ([("active", "03-02")], [], [], "03-17", ["2026-03-02 2026-03-16 missed -"]),
    ([("active", "03-02")], ["03-16"], [], "03-16", ["2026-03-02 2026-03-16 kept 2026-03-16"]),
    # A day late: made up for, and still missed.
    ([("active", "03-02")], ["03-17"], [], "03-17", ["2026-03-02 2026-03-16 missed 2026-03-17"]),
    # What has not happened yet on that day is not known.
    ([("active", "03-02")], ["03-17"], [], "03-16", ["2026-03-02 2026-03-16 open -"]),
    # They met before the case was made active.
    ([("waitlisted", "02-01"), ("active", "03-02")], ["02-25"], [], "03-20", ["2026-03-02 2026-03-16 kept 2026-02-25"]),
    # 20 days on hold move it by 20 days; while it is on hold there is no last day.
    (TWENTY_DAYS_ON_HOLD, [], [], "03-20", ["2026-03-02 - paused -"]),
    (TWENTY_DAYS_ON_HOLD, [], [], "03-30", ["2026-03-02 2026-04-05 open -"]),
    (TWENTY_DAYS_ON_HOLD, [], [], "04-06", ["2026-03-02 2026-04-05 missed -"]),
    # Missed first, on hold afterwards: missed stays missed. So it does when the case closes.
    ([("active", "03-02"), ("on_hold", "03-17")], [], [], "05-01", ["2026-03-02 2026-03-16 missed -"]),
    ([("active", "03-02"), ("closed", "03-20")], [], [], "05-01", ["2026-03-02 2026-03-16 missed -"]),
    # Closed before it was due: nothing more was owed. Opened again: a new course, and the old meeting is not of it.
    ([("active", "03-02"), ("closed", "03-10")], [], [], "05-01", []),
    ([("active", "03-02"), ("closed", "03-20"), ("active", "06-01")], ["03-05"], [], "06-20",
     ["2026-03-02 2026-03-16 kept 2026-03-05", "2026-06-01 2026-06-15 missed -"]),
    # A meeting on the day it was closed is of the old course, one on the day after it of the new one.
    ([("active", "03-02"), ("closed", "03-20"), ("active", "06-01")], ["03-20"], [], "06-20",
     ["2026-03-02 2026-03-16 missed 2026-03-20", "2026-06-01 2026-06-15 missed -"]),
    ([("active", "03-02"), ("closed", "03-20"), ("active", "06-01")], ["03-21"], [], "06-20",
     ["2026-03-02 2026-03-16 missed -", "2026-06-01 2026-06-15 kept 2026-03-21"]),
    ([("active", "03-02"), ("closed", "03-20"), ("active", "06-01")], ["06-20"], [], "06-20",
     ["2026-03-02 2026-03-16 missed -", "2026-06-01 2026-06-15 missed 2026-06-20"]),
    # Leap day: 14 days from 20 February end on 5 March in a leap year and on 6 March in others.
    ([("active", "2028-02-20")], [], [], "2028-03-01", ["2028-02-20 2028-03-05 open -"]),
    ([("active", "2027-02-20")], [], [], "2027-03-01", ["2027-02-20 2027-03-06 open -"]),
    # An exemption that ends: 14 days more from the day after it.
    ([("active", "03-02")], [], [exempt("03-10", "03-31")], "04-02",
     ["2026-03-02 2026-03-16 exempt -", "2026-04-01 2026-04-15 open -"]),
    # Recorded after the last day, it mends nothing; neither does one of another stage, or one that ended before.
    ([("active", "03-02")], [], [exempt("03-10", "03-31", recorded="2026-03-17T09:00:00+01:00")], "03-17",
     ["2026-03-02 2026-03-16 missed -"]),
    ([("active", "03-02")], [], [exempt("03-10", "03-31", "review")], "03-17", ["2026-03-02 2026-03-16 missed -"]),
    ([("active", "03-02")], [], [exempt("03-10", "03-15")], "03-17", ["2026-03-02 2026-03-16 missed -"]),
    # Who met all the same, met.
    ([("active", "03-02")], ["03-12"], [exempt("03-10", "03-31")], "04-02", ["2026-03-02 2026-03-16 kept 2026-03-12"]),
    # Never active.
    ([("referred", "03-02"), ("declined_by_person", "03-09")], [], [], "05-01", []),
    ([], [], [], "05-01", []),
]  # fmt: skip


@pytest.mark.parametrize("changes, meetings, exemptions, on, expected", FIRST_MEETING)
def test_first_meeting(
    changes: list[tuple[str, str]], meetings: list[str], exemptions: list[Exemption], on: str, expected: list[str]
) -> None:
    held = {"meeting": [day(text) for text in meetings]}
    due = only("first_meeting").due(periods(*changes), held, exemptions=exemptions, on=day(on))
    assert written(due) == expected


WEEKLY = [
    ([("active", "03-02")], ["03-02", "03-15", "03-16"], [], "03-30",
     ["2026-03-02 2026-03-08 kept 2026-03-02", "2026-03-09 2026-03-15 kept 2026-03-15",
      "2026-03-16 2026-03-22 kept 2026-03-16", "2026-03-23 2026-03-29 missed -", "2026-03-30 2026-04-05 open -"]),
    # Two contacts in one week are one week; the next one is missed, and made up for in the week after.
    ([("active", "03-02")], ["03-03", "03-04", "03-17"], [], "03-17",
     ["2026-03-02 2026-03-08 kept 2026-03-03", "2026-03-09 2026-03-15 missed 2026-03-17",
      "2026-03-16 2026-03-22 kept 2026-03-17"]),
    # The week of the change to summer time has seven days as all others (29 March 2026).
    ([("active", "03-27")], [], [], "04-04", ["2026-03-27 2026-04-02 missed -", "2026-04-03 2026-04-09 open -"]),
    ([("active", "10-23")], [], [], "10-31", ["2026-10-23 2026-10-29 missed -", "2026-10-30 2026-11-05 open -"]),
    # On hold from the fourth day for ten days: the week goes on where it stopped. A call on hold counts.
    ([("active", "03-02"), ("on_hold", "03-05"), ("active", "03-15")], ["03-10"], [], "03-19",
     ["2026-03-02 2026-03-18 kept 2026-03-10", "2026-03-19 2026-03-25 open -"]),
    ([("active", "03-02"), ("on_hold", "03-05")], ["03-10"], [], "04-19", ["2026-03-02 - kept 2026-03-10"]),
    # The day it was put on hold is the first one that does not count, seen on that day too.
    ([("active", "03-02"), ("on_hold", "03-05")], [], [], "03-04", ["2026-03-02 2026-03-08 open -"]),
    ([("active", "03-02"), ("on_hold", "03-05")], [], [], "03-05", ["2026-03-02 - paused -"]),
    # Put on hold on the day between two weeks: the next week has not begun.
    ([("active", "03-02"), ("on_hold", "03-09")], [], [], "04-19", ["2026-03-02 2026-03-08 missed -"]),
    # Closing is still a time of contact; on the day it is closed a last talk counts.
    ([("active", "03-02"), ("closing", "03-05"), ("closed", "03-11")], ["03-11"], [], "04-19",
     ["2026-03-02 2026-03-08 missed 2026-03-11", "2026-03-09 2026-03-11 kept 2026-03-11"]),
    ([("active", "03-02"), ("closing", "03-05"), ("closed", "03-11")], [], [], "04-19",
     ["2026-03-02 2026-03-08 missed -"]),
    # An exemption for one week, and the weeks on both sides of it.
    ([("active", "03-02")], [], [exempt("03-09", "03-15", "weekly_contact")], "03-23",
     ["2026-03-02 2026-03-08 missed -", "2026-03-09 2026-03-15 exempt -", "2026-03-16 2026-03-22 missed -",
      "2026-03-23 2026-03-29 open -"]),
    # What counts is the local day of recording: 23:30 in UTC on the 15th is the 16th in Oslo, too late for the 15th.
    ([("active", "03-02")], [], [exempt("03-09", "03-15", recorded="2026-03-15T22:30:00Z")], "03-16",
     ["2026-03-02 2026-03-08 missed -", "2026-03-09 2026-03-15 exempt -", "2026-03-16 2026-03-22 open -"]),
    ([("active", "03-02")], [], [exempt("03-09", "03-15", recorded="2026-03-15T23:30:00Z")], "03-16",
     ["2026-03-02 2026-03-08 missed -", "2026-03-09 2026-03-15 missed -", "2026-03-16 2026-03-22 open -"]),
]  # fmt: skip


@pytest.mark.parametrize("changes, calls, exemptions, on, expected", WEEKLY)
def test_weekly_contact(
    changes: list[tuple[str, str]], calls: list[str], exemptions: list[Exemption], on: str, expected: list[str]
) -> None:
    held = {"phone": [day(text) for text in calls]}
    due = only("weekly_contact").due(periods(*changes), held, exemptions=exemptions, on=day(on))
    assert written(due) == expected


REVIEW = [
    ([("active", "2026-11-30")], "2027-06-01",  # no 30 February: the day before 28 February, and 30 May all the same
     ["2026-11-30 2027-02-27 missed -", "2027-02-28 2027-05-29 missed -", "2027-05-30 2027-08-29 open -"]),
    ([("active", "2027-11-29")], "2028-03-01",  # a leap year has 29 February
     ["2027-11-29 2028-02-28 missed -", "2028-02-29 2028-05-28 open -"]),
    ([("active", "2026-01-31"), ("on_hold", "2026-03-01"), ("active", "2026-03-11")], "2026-05-01",
     ["2026-01-31 2026-05-09 open -"]),  # 29 April, and ten days on hold
]  # fmt: skip


@pytest.mark.parametrize("changes, on, expected", REVIEW)
def test_review_every_three_months(changes: list[tuple[str, str]], on: str, expected: list[str]) -> None:
    assert written(only("review").due(periods(*changes), {}, on=day(on))) == expected


def test_twelve_weeks_then_every_second_week() -> None:
    due = STANDARD.due(periods(("active", "03-02")), {}, on=day("07-31"))
    weekly = [w for w in due if w.stage == "weekly_contact"]
    later = [w for w in due if w.stage == "contact"]
    assert len(weekly) == 12
    assert weekly[-1].due == day("05-24")
    assert [(w.start, w.due) for w in later[:2]] == [(day("05-25"), day("06-07")), (day("06-08"), day("06-21"))]


def test_all_kinds_of_the_stage_count_and_no_others() -> None:
    active = periods(("active", "03-02"))
    for kind in follow_up_kinds():
        (window,) = only("first_meeting").due(active, {kind: [day("03-03")]}, on=day("03-10"))
        assert (window.state == "kept") == (kind in {"first_meeting", "meeting", "home_visit", "activity"}), kind


@pytest.mark.parametrize(
    "changes, calls, on, days",
    [
        ([("active", "03-02")], [], "03-02", 0),
        ([("active", "03-02")], [], "03-23", 21),
        ([("active", "03-02")], ["03-10"], "03-31", 21),
        ([("active", "03-02")], ["03-10", "04-02"], "03-31", 21),
        ([("active", "03-02"), ("on_hold", "03-12"), ("active", "03-22")], ["03-10"], "03-31", 11),
        ([("active", "03-02"), ("on_hold", "03-12"), ("active", "03-22")], ["03-14"], "03-31", 10),
        ([("active", "03-02"), ("on_hold", "03-12")], ["03-10"], "03-31", None),
        ([("active", "03-02"), ("closed", "03-12")], ["03-10"], "03-31", None),
        ([("active", "03-02"), ("closed", "03-12"), ("active", "03-29")], ["03-10"], "03-31", 2),
        ([("active", "2028-02-20")], [], "2028-03-01", 10),
    ],
)
def test_days_without_contact(changes: list[tuple[str, str]], calls: list[str], on: str, days: int | None) -> None:
    held = {"phone": [day(text) for text in calls], "guidance": [day(on)]}
    assert STANDARD.days_without_contact(periods(*changes), held, day(on)) == days


@pytest.mark.parametrize(
    "urgency, sent, due",
    [
        ("acute", "2026-03-29T00:30:00+01:00", "2026-03-29"),
        ("acute", "2026-10-24T22:30:00+00:00", "2026-10-25"),
        ("soon", "2026-10-24T12:00:00+00:00", "2026-10-27"),
        ("soon", "2028-02-27T12:00:00+00:00", "2028-03-01"),
        ("routine", "2026-12-24T12:00:00+00:00", "2027-01-07"),
    ],
)
def test_when_an_answer_is_due(urgency: str, sent: str, due: str) -> None:
    assert STANDARD.answer_due(urgency, datetime.fromisoformat(sent)) == date.fromisoformat(due)
    assert STANDARD.answer_due("soon", day("03-10")) == day("03-13")


# Against a slow oracle that walks day by day

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
statuses = st.sampled_from(["waitlisted", "active", "on_hold", "closing", "closed"])
histories = st.lists(st.tuples(statuses, st.integers(1, 40)), min_size=1, max_size=6)
offsets = st.lists(st.integers(-10, 150), max_size=25)
stages = st.one_of(
    st.builds(Stage, when=st.just(["active", "closing"]), counts=st.just(["phone"]), every_days=st.integers(1, 20),
              from_week=st.integers(0, 2), until_week=st.none() | st.integers(3, 6)),
    st.builds(Stage, when=st.just(["active"]), counts=st.just(["phone"]), within_days=st.integers(1, 30)),
)  # fmt: skip


def laid_out(history: list[tuple[str, int]]) -> list[Period]:
    found, start = list[Period](), MONDAY
    for status, length in history:
        found.append(Period(status, start, start + length * DAY))
        start += length * DAY
    return [*found[:-1], found[-1]._replace(end=None)]


def walked(stage: Stage, history: list[Period], held: set[date], on: date) -> list[tuple[str, date]]:
    """(state, last day) of what was kept or missed, by walking the days one after the other and counting.

    A course is a list of marks, one for each day on which the clock runs: whether there was contact on it or on the
    days on hold after it.
    """
    found, marks, early, today = (
        list[tuple[str, date]](),
        list[tuple[date, set[date]]](),
        set[date](),
        MONDAY - 11 * DAY,
    )

    def judge(ended: date | None) -> None:
        if not marks:
            return
        if stage.within_days is not None:
            asked = [(0, stage.within_days)]
        else:
            first, end = 7 * stage.from_week, len(marks) + 20 if stage.until_week is None else 7 * stage.until_week
            asked = [
                (low, min(low + (stage.every_days or 1), end) - 1) for low in range(first, end, stage.every_days or 1)
            ]
        for low, high in asked:
            if low >= len(marks):
                continue
            contacts = set[date]().union(*(on_it for _, on_it in marks[low : high + 1]))
            if high < len(marks):  # days on hold after the last day are too late
                contacts -= {d for d in marks[high][1] if d > marks[high][0]}
            if stage.within_days is not None:
                contacts |= early
            due = marks[high][0] if high < len(marks) else ended
            if due is not None and contacts:
                found.append(("kept", due))
            elif high < len(marks) and marks[high][0] < on:
                found.append(("missed", marks[high][0]))

    while today <= on:
        status = next((p for p in history if p.start <= today and (p.end is None or today < p.end)), None)
        contact = {today} & held
        if status is not None and status.status == "closed":
            if today == status.start:
                if marks:
                    marks[-1][1].update(contact)  # a last talk
                judge(today)
                marks.clear()
                early.clear()
            else:
                early |= contact
        elif status is not None and status.status in stage.when:
            marks.append((today, contact))
        elif marks:
            marks[-1][1].update(contact)
        else:
            early |= contact
        today += DAY
    judge(None)
    return found


@given(stage=stages, history=histories, calls=offsets, after=st.integers(0, 150))
def test_windows_are_what_walking_the_days_gives(
    stage: Stage, history: list[tuple[str, int]], calls: list[int], after: int
) -> None:
    on, past = MONDAY + after * DAY, laid_out(history)
    held = {MONDAY + number * DAY for number in calls}
    policy = only("s", stage)
    found = [(w.state, w.due) for w in policy.due(past, {"phone": held}, on=on)
             if w.state == "missed" or (w.state == "kept" and w.due is not None and w.due <= on)]  # fmt: skip
    assert found == walked(stage, past, {d for d in held if d <= on}, on)


@given(
    stage=stages, history=histories, calls=offsets, first=st.integers(0, 150), later=st.integers(0, 60),
    excused=st.lists(st.tuples(st.integers(0, 150), st.integers(0, 40), st.integers(-20, 20)), max_size=3),
)  # fmt: skip
def test_missed_stays_missed(
    stage: Stage,
    history: list[tuple[str, int]],
    calls: list[int],
    first: int,
    later: int,
    excused: list[tuple[int, int, int]],
) -> None:
    past, held = laid_out(history), {"phone": [MONDAY + number * DAY for number in calls]}
    policy = only("s", stage)

    def missed(on: date) -> set[tuple[date, date | None]]:
        written = [exempt(str(MONDAY + start * DAY), str(MONDAY + (start + days) * DAY),
                          recorded=f"{MONDAY + (start + when) * DAY}T12:00:00Z")
                   for start, days, when in excused if MONDAY + (start + when) * DAY <= on]  # fmt: skip
        due = policy.due(past, held, exemptions=written, on=on)
        return {(w.start, w.due) for w in due if w.state == "missed"}

    on = MONDAY + first * DAY
    assert missed(on) <= missed(on + later * DAY)


# The file


def test_a_policy_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    own = STANDARD.model_copy(update={"stages": {"call": Stage(when=["active"], counts=["phone"], every_days=3)}})
    for number, policy in enumerate([STANDARD, own]):
        path = tmp_path / f"{number}.toml"
        policy.save(path)
        assert Policy.load(path) == policy


def test_a_table_that_is_left_out_is_the_standard_one(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(
        '[no_contact]\nafter_days = 10\nwhen = ["active"]\ncounts = ["meeting"]\n'
        '[stages.visit]\nwhen = ["active"]\ncounts = ["home_visit"]\nevery_months = 2\n',
        encoding="utf-8",
    )
    policy = Policy.load(path)
    assert (policy.no_contact.after_days, policy.answers, list(policy.stages)) == (10, STANDARD.answers, ["visit"])
    assert policy.label("visit", "nb") == "visit"


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(
        """
no_contacts = 3
[answers]
routine = 14
soon = "3"
[stages.visit]
when = ["aktive"]
counts = ["home_vist", "zzzz"]
every_day = 3
[stages.call]
when = ["active"]
counts = ["phone"]
every_days = 7
every_months = 1
from_week = 3
until_week = 2
[stages.short]
when = ["active"]
counts = ["phone"]
every_days = 7
from_week = 2
until_week = 2
[stages.never]
when = ["active"]
counts = []
within_days = 0
from_week = 1
""",
        encoding="utf-8",
    )
    with pytest.raises(CaseError) as caught:
        Policy.load(path)
    found = {(p.where.field, p.key, p.values.get("nearest")) for p in caught.value.problems}
    assert found == {
        ("no_contacts", "unknown_field", "no_contact"),
        ("answers.soon", "policy_number", None),
        ("answers.acute", "field_missing", None),
        ("stages.visit.when", "policy_word", "active"),
        ("stages.visit.counts", "policy_word", "home_visit"),
        ("stages.visit.counts", "policy_word_of", None),
        ("stages.visit.every_day", "unknown_field", "every_days"),
        ("stages.call", "policy_rhythm", None),
        ("stages.call.until_week", "policy_weeks_order", None),
        ("stages.short.until_week", "policy_weeks_order", None),
        ("stages.never.counts", "field_missing", None),
        ("stages.never.within_days", "policy_number", None),
    }
    assert all(p.where.file == "policy.toml" for p in caught.value.problems)
    assert "stages.visit.every_day" in caught.value.text("nb")


@pytest.mark.parametrize("content, key", [(b"\xff\xfe", "policy_unreadable"), (b"[x", "policy_toml")])
def test_a_file_that_is_no_policy(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    with pytest.raises(CaseError) as caught:
        Policy.load(path)
    assert [p.key for p in caught.value.problems] == [key]
    with pytest.raises(CaseError, match="cannot be read"):
        Policy.load(tmp_path / "none.toml")


def test_an_exemption_says_why_and_until_when() -> None:
    with pytest.raises(CaseError) as caught:
        Exemption.model_validate({"by": "c1", "case_id": "k1", "on": "2026-03-10", "until": "2026-03-31"})
    assert {(p.where.field, p.key) for p in caught.value.problems} == {("reason", "field_missing")}
    with pytest.raises(CaseError) as caught:
        Exemption(by="c1", case_id="k1", on="2026-03-10", until="2026-03-01", reason="på reise i utlandet")
    assert [p.key for p in caught.value.problems] == ["ends_before_it_starts"]
    assert "utlandet" not in str(caught.value)
    assert "utlandet" not in repr(exempt("03-10", "03-31"))
