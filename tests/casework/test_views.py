"""Views of a case log: golden examples, the same columns whatever the log holds, and no score of anybody."""

import inspect
import pkgutil
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from view_logs import CAPACITY, ENGAGED, ON, WEEK, contradictory, on, one_case, opened, stands

import mentormatch.casework
from mentormatch import supervision as sv
from mentormatch.casework import views
from mentormatch.casework.record import CaseRecord
from mentormatch.errors import CaseError, MentorMatchError

GOLDEN = Path(__file__).parent / "golden"
LOGS: dict[str, Callable[[], sv.CaseLog]] = {"empty": sv.CaseLog, "one_case": one_case, "contradictory": contradictory}
VIEWS: dict[str, Callable[[sv.CaseLog, str], pd.DataFrame]] = {
    "attention": lambda log, language: sv.attention(
        log, on=ON, capacity=CAPACITY, goals_after_days=30, language=language
    ),
    "follow_up": lambda log, language: sv.follow_up(log, on=ON, language=language),
    "workload": lambda log, language: sv.workload(log, ENGAGED, on=ON),
    "coverage": lambda log, language: sv.coverage(log, on=ON),
    "unsupervised": lambda log, language: sv.unsupervised(log, on=ON, language=language),
    "timeline": lambda log, language: sv.timeline(log, on=ON, language=language),
    "progress": lambda log, language: sv.progress(log, on=ON, language=language),
    "digest": lambda log, language: sv.digest(log, "V1", WEEK, on=ON, language=language),
}


def written(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, date_format="%Y-%m-%d", float_format="%.4f", lineterminator="\n")


def golden(name: str, text: str) -> None:
    """The text is that of the file; a file that is not there yet is written, and the test fails once."""
    file = GOLDEN / name
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} was not there: look at what was written")
    assert text == file.read_text(encoding="utf-8")


# Golden examples


@pytest.mark.parametrize("log", ["one_case", "contradictory"])
@pytest.mark.parametrize("view", VIEWS)
def test_what_a_view_shows(view: str, log: str) -> None:
    golden(f"{log}.{view}.csv", written(VIEWS[view](LOGS[log](), "nb" if log == "one_case" else "en")))


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("log", LOGS)
def test_what_a_digest_says(log: str, language: str) -> None:
    golden(f"{log}.digest.{language}.txt", sv.digest_text(LOGS[log](), "V1", WEEK, on=ON, language=language))


# Columns


@pytest.mark.parametrize("view", VIEWS)
def test_the_columns_and_their_types_are_always_the_same(view: str) -> None:
    constant = getattr(views, f"{view.upper()}_COLUMNS")
    empty = VIEWS[view](sv.CaseLog(), "en")
    assert len(empty) == 0 or view == "workload"
    for log in LOGS.values():
        for language in ("nb", "en"):
            frame = VIEWS[view](log(), language)
            assert tuple(frame.columns) == constant
            assert frame.dtypes.tolist() == empty.dtypes.tolist()
            assert frame.index.equals(pd.RangeIndex(len(frame)))


@pytest.mark.parametrize("view", VIEWS)
def test_a_frame_is_a_fresh_one_and_the_log_is_not_changed(view: str) -> None:
    log = one_case()
    records, first = log.records, VIEWS[view](log, "en")
    again = written(first)
    first.iloc[:, 0] = "changed"
    assert written(VIEWS[view](log, "en")) == again
    assert log.records == records


@pytest.mark.parametrize("view", VIEWS)
def test_a_log_that_has_grown_shows_what_a_new_one_would(view: str) -> None:
    whole = one_case().records
    for place in (12, len(whole) - 1):
        log = sv.CaseLog(whole[:place])
        VIEWS[view](log, "en")  # what was made of it is kept, until it grows
        log.add(*whole[place:])
        pd.testing.assert_frame_equal(VIEWS[view](log, "en"), VIEWS[view](one_case(), "en"))


@pytest.mark.parametrize("view", VIEWS)
def test_codes_are_the_same_in_every_language_and_sentences_are_not(view: str) -> None:
    told = [VIEWS[view](one_case(), language) for language in ("en", "nb")]
    words = [name for name in ("sentence", "label") if name in told[0]]
    english, norwegian = (frame.drop(columns=words) for frame in told)
    pd.testing.assert_frame_equal(english, norwegian)
    if "sentence" in words:
        assert (told[0]["sentence"] != told[1]["sentence"]).any()


@pytest.mark.parametrize("view", VIEWS)
def test_the_order_in_which_records_of_different_days_were_added_changes_nothing(view: str) -> None:
    one = [*opened("S1"), stands("mentor", "M1", "S1"), stands("case_supervisor", "V1", "S1")]
    two = [*opened("S2"), stands("mentor", "M2", "S2"), stands("case_supervisor", "V1", "S2")]
    there, back = sv.CaseLog([*one, *two]), sv.CaseLog([*two, *one])
    pd.testing.assert_frame_equal(VIEWS[view](there, "en"), VIEWS[view](back, "en"))


@pytest.mark.parametrize("view", sorted(set(VIEWS) - {"workload", "coverage"}))
def test_a_language_without_sentences_is_an_error(view: str) -> None:
    with pytest.raises(MentorMatchError, match="'fr' is not a language"):
        VIEWS[view](one_case(), "fr")


# No score of a person

OF_A_PERSON = re.compile(
    r"(?<![a-z])(scores?|counts?|ranks?|ranking|sums?|summed|means?|averages?|risks?|worst|totals?)(?![a-z])"
)


def modules() -> list[str]:
    package = mentormatch.casework
    return [
        "mentormatch.supervision",
        *(m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")),
    ]


def names() -> set[str]:
    """Every public name of the wing, with the attributes and parameters of what it names."""
    found = set[str]()
    for name in modules():
        module = import_module(name)
        for public in (one for one in vars(module) if not one.startswith("_")):
            thing = getattr(module, public)
            if not getattr(thing, "__module__", "mentormatch.").startswith("mentormatch"):
                continue
            found.add(public)
            if inspect.isclass(thing):
                found |= {one for one in dir(thing) if not one.startswith("_") and not hasattr(object, one)}
                found |= set(getattr(thing, "model_fields", ()))
            elif inspect.isfunction(thing):
                found |= set(inspect.signature(thing).parameters)
    return found


ABOUT_THE_POLICY = {"counts", "count", "Count"}
"""Which kinds of contact count for a stage of the follow-up policy, and the type of its numbers of days."""


def test_no_public_name_and_no_column_is_a_score_a_count_or_a_rank() -> None:
    columns = {column for view in VIEWS for column in getattr(views, f"{view.upper()}_COLUMNS")}
    everything = names() | columns
    assert {"attention", "goal_attainment_t", "person_ids", "Observation", "planned_for", "reader"} <= everything
    telling = {
        name for name in everything if OF_A_PERSON.search(re.sub(r"([A-Z])", r"_\1", name).lower().replace("_", " "))
    }
    assert telling - ABOUT_THE_POLICY == set()


def test_the_looking_for_scores_finds_one() -> None:
    assert OF_A_PERSON.search("risk score")
    assert OF_A_PERSON.search("sign count")
    assert not OF_A_PERSON.search("account")
    assert not OF_A_PERSON.search("meaning")


def test_more_signs_change_neither_the_order_nor_anything_but_their_own_lines() -> None:
    records = [*opened("S1"), *opened("S2"), stands("mentor", "M1", "S1"), stands("mentor", "M1", "S2")]
    signs = [
        on(sv.Observation, f"2026-10-{day:02d}", id=f"o{day}", by="M1", case_id="S2", sign=sign, change="new")
        for day, sign in enumerate(("threats", "enemy_images", "hate_crime", "threats"), start=1)
    ]
    few, many = sv.CaseLog(records), sv.CaseLog([*records, *signs])
    for view in set(VIEWS) - {"timeline", "progress", "digest"}:
        pd.testing.assert_frame_equal(VIEWS[view](few, "en"), VIEWS[view](many, "en"))
    shown = sv.progress(many, on=ON)
    assert shown["about"].tolist() == ["threats", "threats", "enemy_images", "hate_crime"]
    assert shown["value"].isna().all()
    assert sv.timeline(many, "S2", on=ON)["type"].tolist().count("observation") == len(signs)


# Attention


def kinds(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame[["kind", "case_id", "person_ids"]].fillna("").itertuples(index=False)]


def test_attention_is_by_kind_and_then_by_case() -> None:
    records: list[CaseRecord] = []
    for case in ("S3", "S1", "S2"):
        records += [*opened(case), stands("mentor", f"M-{case}", case)]
    found = kinds(sv.attention(sv.CaseLog(records), on=ON))
    assert found[:3] == [("no_contact", f"S{n}", f"M-S{n}") for n in (1, 2, 3)]
    assert [kind for kind, _, _ in found] == sorted((kind for kind, _, _ in found), key=sv.codes("attention").index)


@pytest.mark.parametrize(("day", "days"), [("2026-09-27", None), ("2026-09-28", 21), ("2026-10-01", 24)])
def test_no_contact_from_the_day_the_policy_says(day: str, days: int | None) -> None:
    log = sv.CaseLog([*opened(), stands("mentor", "M1", "S1")])
    frame = sv.attention(log, on=day)
    assert frame.loc[frame["kind"] == "no_contact", "days"].tolist() == ([] if days is None else [days])


@pytest.mark.parametrize(
    ("urgency", "first_day"), [("acute", "2026-10-19"), ("soon", "2026-10-22"), ("routine", "2026-11-02")]
)
def test_guidance_without_an_answer_shows_from_the_day_it_was_due(urgency: str, first_day: str) -> None:
    asked = on(sv.GuidanceRequest, "2026-10-18", id="q1", by="M1", supervisor_id="V1", topics="dilemma",
               urgency=urgency, question="Hva gjør jeg?")  # fmt: skip
    sent = on(sv.Step, "2026-10-19", id="q1-sent", by="M1", subject="q1", to="sent")
    log, due = sv.CaseLog([asked, sent]), date.fromisoformat(first_day)
    assert kinds(sv.attention(log, on=due)) == [("guidance_unanswered", "", "V1")]
    assert kinds(sv.attention(log, on=due - timedelta(days=1))) == []
    answered = on(sv.Step, first_day, id="q1-answered", by="V1", subject="q1", to="answered")
    assert kinds(sv.attention(sv.CaseLog([*log.records, answered]), on=due)) == []


def test_a_supervisor_away_shows_only_while_nobody_stands_in() -> None:
    away = on(sv.Absence, "2026-09-10", id="w1", by="V1", person_id="V1", until="2026-09-20")
    base = [*opened(), stands("case_supervisor", "V1", "S1"), away]

    def told(day: str, *more: CaseRecord) -> bool:
        frame = sv.attention(sv.CaseLog([*base, *more]), on=day)
        return bool((frame["kind"] == "supervisor_away").any())

    deputy = stands("deputy", "V2", "V1", end="2026-09-15")
    assert [told(day) for day in ("2026-09-09", "2026-09-10", "2026-09-20", "2026-09-21")] == [False, True, True, False]
    assert [told(day, deputy) for day in ("2026-09-15", "2026-09-16")] == [False, True]
    deputy_away = on(sv.Absence, "2026-09-14", id="w2", by="V2", person_id="V2", until="2026-09-14")
    assert [told(day, deputy, deputy_away) for day in ("2026-09-13", "2026-09-14")] == [False, True]
    other = stands("case_supervisor", "V3", "S1", "2026-09-12")
    assert [told(day, other) for day in ("2026-09-11", "2026-09-12")] == [True, False]


def test_two_overlapping_relations_of_a_mentor_are_one_case_of_theirs() -> None:
    base = [*opened(), stands("mentor", "M1", "S1"), stands("co_mentor", "M1", "S1")]
    over = [
        row for row in kinds(sv.attention(sv.CaseLog(base), on=ON, capacity={"M1": 1})) if row[0] == "over_capacity"
    ]
    assert over == []
    more = [*base, *opened("S2"), stands("mentor", "M1", "S2", end="2026-11-22")]
    for day, expected in ((ON, 1), ("2026-11-23", 0)):
        frame = sv.attention(sv.CaseLog(more), on=day, capacity={"M1": 1})
        assert (frame["kind"] == "over_capacity").sum() == expected


def test_attention_for_one_supervisor_is_what_concerns_them() -> None:
    log = sv.CaseLog(
        [
            *opened("S1"), *opened("S2"), stands("case_supervisor", "V1", "S1"), stands("mentor", "M1", "S2"),
            stands("case_supervisor", "V2", "S2"), stands("deputy", "V3", "V2", end="2026-11-01"),
            on(sv.Action, "2026-09-10", id="x1", by="K1", case_id="S2", owner="V1", what="Ringe", due="2026-09-20"),
        ]
    )  # fmt: skip
    whole, of_v1 = sv.attention(log, on=ON, capacity={"M1": 0}), sv.attention(log, on=ON, supervisor="V1")
    assert set(of_v1["case_id"]) == {"S1", "S2"}
    assert of_v1.loc[of_v1["case_id"] == "S2", "kind"].tolist() == ["action_past_due"]
    of_v2 = sv.attention(log, on=ON, supervisor="V2", capacity={"M1": 0})
    assert set(of_v2["case_id"].dropna()) == {"S2"}
    assert (of_v2["kind"] == "over_capacity").sum() == (whole["kind"] == "over_capacity").sum() == 1
    assert len(sv.attention(log, on=ON, supervisor="V3")) == 0
    assert set(sv.attention(log, on="2026-11-01", supervisor="V3")["case_id"]) == {"S2"}


# Hours


def test_hours_of_a_month_by_hand() -> None:
    rows = {row["period"]: row for row in sv.workload(one_case(), ENGAGED, on=ON).to_dict("records")}
    october = rows["2026-10"]
    # 20 minutes by phone, one hour of guidance, a network meeting of unknown length
    assert [october[name] for name in ("contact_hours", "guidance_hours", "meeting_hours")] == [20 / 60, 1.0, 0.0]
    assert october["hours"] == 80 / 60
    assert october["hours_agreed"] == 4 * 31 / 7
    assert october["sessions_without_minutes"] == 1
    assert rows["2026-11"]["hours_agreed"] == 4 * 22 / 7  # the month is not over


def test_an_engagement_that_is_not_known_is_missing_and_not_nothing() -> None:
    frame = sv.workload(one_case(), on=ON)
    assert frame["hours_agreed"].isna().all()
    assert set(sv.workload(sv.CaseLog(), {"M7": 2.0}, on=ON)["hours"]) == {0.0}


def test_the_weeks_and_the_months_have_the_same_hours() -> None:
    for log in (one_case(), contradictory()):
        weeks, months = (sv.workload(log, ENGAGED, by=by, on=ON) for by in ("week", "month"))
        for column in ("contact_hours", "guidance_hours", "hours_without_role", "hours_agreed"):
            of_weeks, of_months = (frame.groupby("mentor_id")[column].sum() for frame in (weeks, months))
            pd.testing.assert_series_equal(of_weeks, of_months, rtol=1e-12)


def test_hours_by_something_else_are_an_error() -> None:
    by: Any = "year"
    with pytest.raises(CaseError, match="by week or by month"):
        sv.workload(one_case(), by=by, on=ON)


def test_coverage_follows_who_was_there_on_the_day() -> None:
    days = ("2026-09-08", "2026-09-12", "2026-09-18", "2026-09-25")  # there, deputy, nobody, the next supervisor
    log = sv.CaseLog(
        [
            *opened(), stands("mentor", "M1", "S1"), stands("case_supervisor", "V1", "S1", end="2026-09-20"),
            stands("case_supervisor", "V3", "S1", "2026-09-21"), stands("deputy", "V2", "V1", end="2026-09-15"),
            on(sv.Absence, "2026-09-10", id="w1", by="V1", person_id="V1", until="2026-09-20"),
            *(
                on(sv.Contact, day, id=f"k{place}", by="M1", case_id="S1", kind="phone", status="completed",
                   minutes=60 * place)
                for place, day in enumerate(days, start=1)
            ),
        ]
    )  # fmt: skip
    frame = sv.coverage(log, on=ON)
    assert dict(zip(frame["supervisor_id"].fillna("-"), frame["contact_hours"], strict=True)) == {
        "V1": 1.0, "V2": 2.0, "-": 3.0, "V3": 4.0,
    }  # fmt: skip
    assert frame["guidance_per_contact_hour"].tolist() == [0.0] * 4


def test_guidance_without_contact_has_no_proportion() -> None:
    held = on(sv.Session, "2026-10-20", id="t1", by="V1", kind="group", led_by="V1", mentor_ids="M1", minutes=90)
    log = sv.CaseLog([held, on(sv.Step, "2026-10-20", id="t1-held", by="V1", subject="t1", to="held")])
    [row] = sv.coverage(log, on=ON).to_dict("records")
    assert (row["guidance_hours"], row["sessions"]) == (1.5, 1)
    assert pd.isna(row["guidance_per_contact_hour"])
    assert pd.isna(row["host"])


def test_a_relation_that_was_closed_ends_the_day_before() -> None:
    closed = on(sv.Step, "2026-10-10", id="z", by="K1", subject="S1-V1-case_supervisor", to="closed")
    log = sv.CaseLog([*opened(), stands("case_supervisor", "V1", "S1"), closed])
    assert len(sv.unsupervised(log, on="2026-10-09")) == 0
    [row] = sv.unsupervised(log, on="2026-10-12").to_dict("records")
    assert (row["why"], row["since"]) == ("none", pd.Timestamp("2026-10-10"))


# Timeline


def test_a_reader_sees_their_own_part_with_its_words_and_others_see_none_of_them() -> None:
    log = one_case()
    everything = sv.timeline(log, "S1", on=ON)
    assert everything["text"].isna().all()
    of_supervisor = sv.timeline(log, "S1", reader="V1", on=ON)
    assert len(of_supervisor) == len(everything)
    assert "Snakket om jobben." in set(of_supervisor["text"])
    assert len(sv.timeline(log, "S1", reader="K1", on=ON)) == 0
    assert len(sv.timeline(log, "S1", reader="V2", on=ON)) == 0  # no deputy any more
    assert len(sv.timeline(log, "S1", reader="V2", on="2026-10-31")) > 0


def test_what_was_asked_in_guidance_is_in_no_view() -> None:
    shown = [VIEWS[view](one_case(), "nb").to_csv() for view in VIEWS]
    shown += [sv.timeline(one_case(), reader="V1", on=ON).to_csv(), sv.digest_text(one_case(), "V1", WEEK, on=ON)]
    assert not [text for text in shown if "Hva gjør jeg?" in text or "Jeg sover dårlig." in text]


def test_the_next_mentor_sees_in_the_timeline_what_the_rule_of_access_says() -> None:
    next_one = stands("mentor", "M2", "S1", "2026-10-16")
    log = sv.CaseLog([*one_case().records, next_one])
    seen = set(sv.timeline(log, "S1", reader="M2", on=ON)["record_id"])
    entries = {entry.id for entry in log.state(ON).cases["S1"].entries}
    allowed = {entry.id for entry in sv.entries_seen_by(log.state(ON), "S1", "M2", ON)}
    assert seen & entries == allowed == {"k3"}
    assert "g1" not in seen


def test_the_timeline_has_every_record_of_the_case_in_the_version_that_holds() -> None:
    log = one_case()
    log.add(sv.Correction(id="c1", by="M1", corrects="k1", case_id="S1", fields={"minutes": 45}, reason="feil"))
    frame = sv.timeline(log, "S1", on=ON).set_index("record_id")
    assert "45 minutes" in str(frame.loc["k1", "sentence"])
    assert frame.loc["k1", "days_late"] == 5
    beside = {"N1", "N1-V1-chair", "t2", "t2-held", "w1", "V1-V2-deputy", "c1"}
    assert set(frame.index) == {record.id for record in log.records} - beside


def test_planned_and_held_and_recorded_are_three_days() -> None:
    contacts = [
        on(sv.Contact, "2026-10-05", "2026-10-08", id=f"k{planned}", by="M1", case_id="S1", kind="phone",
           status="completed", minutes=20, planned_for=planned)
        for planned in ("2026-10-05", "2026-10-02", None)
    ]  # fmt: skip
    frame = sv.timeline(sv.CaseLog([*opened(), stands("mentor", "M1", "S1"), *contacts]), on=ON)
    shown = frame[frame["type"] == "contact"]
    assert shown["planned_for"].dt.strftime("%d").fillna("-").tolist() == ["05", "02", "-"]
    assert ["planned for" in text for text in shown["sentence"]] == [False, True, False]
    assert shown["days_late"].tolist() == [3, 3, 3]
    before = sv.timeline(sv.CaseLog([*opened(), stands("mentor", "M1", "S1", "2026-11-30")]), on="2026-12-01")
    assert before["days_late"].tolist() == [0, 0, 0]


def test_a_case_that_is_not_there_is_an_error() -> None:
    for view in (sv.timeline, sv.progress):
        with pytest.raises(CaseError, match="with the id 'S9'"):
            view(one_case(), "S9", on=ON)


# Progress


def test_all_goals_together_only_while_each_of_them_has_been_rated() -> None:
    frame = sv.progress(one_case(), "S1", on=ON)
    attained = frame[frame["line"] == "attainment"]
    # on 15 September one goal of two is rated, and from 1 October there is a third one that never is
    assert [day.date().isoformat() for day in attained["on"]] == ["2026-09-22"]
    assert attained["value"].tolist() == [sv.goal_attainment_t([-1, 1], [1, 3])]


def test_a_goal_without_a_rating_is_missing_and_not_nought() -> None:
    frame = sv.progress(one_case(), "S1", on=ON)
    [row] = frame[frame["about"] == "g3"].to_dict("records")
    assert row["remark"] == "not_rated"
    assert pd.isna(row["value"])


def test_a_sign_of_another_list_keeps_its_own_line() -> None:
    seen = on(sv.Observation, "2026-10-01", id="o9", by="M1", case_id="S1", sign="eget_tegn", change="new",
              list_version="Bergen-1")  # fmt: skip
    [row] = sv.progress(sv.CaseLog([*opened(), seen]), on=ON).to_dict("records")
    assert (row["line"], row["about"], row["list_version"], row["change"]) == ("other", "eget_tegn", "Bergen-1", "new")


# Digest


@pytest.mark.parametrize(
    ("week", "first"),
    [("2026-W43", "2026-10-19"), ("2026-10-25", "2026-10-19"), ("2026W01", "2025-12-29"), ("2027-01-03", "2026-12-28")],
)
def test_a_week_is_from_monday_to_sunday(week: str, first: str) -> None:
    text = sv.digest_text(sv.CaseLog(), "V1", week, on="2027-02-01")
    monday = date.fromisoformat(first)
    assert f"({monday.day} {monday:%B} {monday.year} to " in text


@pytest.mark.parametrize("week", ["2025-W53", "2026-W54", "uke 3"])
def test_what_is_no_week_is_an_error(week: str) -> None:
    with pytest.raises(MentorMatchError):
        sv.digest(sv.CaseLog(), "V1", week, on=ON)


def test_new_in_a_week_goes_by_the_day_of_recording_in_oslo() -> None:
    def log(recorded: str) -> sv.CaseLog:
        note = sv.Note(id="n1", by="M1", case_id="S1", on="2026-10-01", words="x", of="team",
                       recorded_at=datetime.fromisoformat(recorded))  # fmt: skip
        return sv.CaseLog([*opened(), stands("case_supervisor", "V1", "S1"), note])

    def new(recorded: str) -> int:
        return int((sv.digest(log(recorded), "V1", WEEK, on=ON)["section"] == "new_entry").sum())

    # Oslo is two hours ahead in this week, and one from the Sunday on which the clock changes (25 October)
    assert [new(f"2026-10-18T{time}:00+00:00") for time in ("21:59", "22:00")] == [0, 1]
    assert [new(f"2026-10-25T{time}:00+00:00") for time in ("22:59", "23:00")] == [1, 0]


def test_a_digest_keeps_to_the_days_on_which_they_were_supervisor() -> None:
    records = [
        *opened(), stands("mentor", "M1", "S1"), stands("case_supervisor", "V1", "S1", end="2026-10-21"),
        stands("case_supervisor", "V3", "S1", "2026-10-22"), stands("deputy", "V2", "V1"),
        *(
            on(sv.Note, f"2026-10-{day}", id=f"n{day}", by="M1", case_id="S1", words="x", of="team")
            for day in (20, 21, 22, 23)
        ),
    ]  # fmt: skip
    seen = {}
    for who in ("V1", "V2", "V3", "V4"):
        frame = sv.digest(sv.CaseLog(records), who, WEEK, on=ON)
        seen[who] = frame.loc[frame["section"] == "new_entry", "about"].tolist()
    assert seen == {"V1": ["n20", "n21"], "V2": ["n20", "n21"], "V3": ["n22", "n23"], "V4": []}


def test_a_digest_of_a_week_that_runs_has_what_lies_ahead_and_misses_nothing_yet() -> None:
    log = one_case()
    frame = sv.digest(log, "V1", "2026-W43", on="2026-10-19")
    assert frame.loc[frame["section"] == "meeting", "about"].tolist() == ["t1", "N1"]
    assert not (frame["section"] == "follow_up_missed").any()
    later = sv.digest(log, "V1", "2026-W43", on=ON)
    assert later.loc[later["section"] == "follow_up_missed", "about"].tolist() == ["weekly_contact"]


def test_a_follow_up_that_was_missed_stays_so_when_the_case_is_closed() -> None:
    closed = on(sv.Step, "2026-11-01", id="end", by="K1", subject="S1", to="closed")
    log = sv.CaseLog([*one_case().records, closed])
    before, after = (sv.follow_up(one, on="2026-10-31") for one in (one_case(), log))
    pd.testing.assert_frame_equal(before, after)
    missed = sv.follow_up(log, on=ON)
    assert (missed["state"] == "missed").sum() >= (before["state"] == "missed").sum() > 0
    assert "follow_up_missed" not in set(sv.attention(log, on=ON)["kind"])


def test_what_a_course_that_is_over_missed_needs_nobody_s_attention() -> None:
    closed = on(sv.Step, "2026-11-01", id="end", by="K1", subject="S1", to="closed")
    again = on(sv.Step, "2026-11-02", id="again", by="K1", subject="S1", to="active")
    log = sv.CaseLog([*opened(), closed, again])
    of_old = sv.follow_up(log, on="2026-11-12").query("stage == 'weekly_contact' and due < '2026-11-01'")
    assert set(of_old["state"]) == {"missed"}
    missed = sv.attention(log, on="2026-11-12").query("kind == 'follow_up_missed'")
    assert [(about, str(due.date())) for about, due in zip(missed["about"], missed["due"], strict=True)] == [
        ("weekly_contact", "2026-11-08"),
    ]  # fmt: skip


def test_who_stands_on_a_day_does_not_depend_on_an_end_in_the_last_of_years() -> None:
    away = on(sv.Absence, "2026-09-01", id="w", by="V1", person_id="V1", until="9999-12-31")
    log = sv.CaseLog([*opened(), stands("case_supervisor", "V1", "S1", end="9999-12-31"), away])
    assert sv.unsupervised(log, on=ON)["why"].tolist() == ["away"]


def test_an_agreement_of_a_closed_case_needs_nobody_s_attention() -> None:
    log = sv.CaseLog([
        sv.Case(id="S1", by="K1", on="2026-01-05", host="Bergen", mentee_ids="B1"),
        sv.Step(by="K1", subject="S1", on="2026-01-06", to="active"),
        sv.Agreement(
            id="A1", by="K1", on="2026-01-06", case_id="S1", between="mentor_person", parties="M1; B1",
            review_on="2026-03-01",
        ),
    ])  # fmt: skip
    assert "A1" in sv.attention(log, on="2026-03-02")["about"].tolist()
    log.add(sv.Step(by="K1", subject="S1", on="2026-03-02", to="closed"))
    assert "A1" not in sv.attention(log, on="2026-03-02")["about"].tolist()


def test_meetings_of_a_week_stand_by_day() -> None:
    log = sv.CaseLog([
        sv.Case(id=name, by="K1", on="2026-01-05", host="Bergen", mentee_ids="B1") for name in ("S1", "S2")
    ])  # fmt: skip
    log.add(
        *(
            sv.Relation(by="K1", of=name, person_id="V1", role="case_supervisor", on="2026-01-05")
            for name in ("S1", "S2")
        )
    )
    for day, name in (("2026-11-17", "S1"), ("2026-11-16", "S2"), ("2026-11-18", "S1")):
        log.add(sv.Session(by="V1", on=day, kind="individual", case_ids=name, led_by="V1"))
    meetings = sv.digest(log, "V1", "2026-W47", on="2026-11-16").query("section == 'meeting'")
    assert meetings["on"].dt.strftime("%d").tolist() == ["16", "17", "18"]
