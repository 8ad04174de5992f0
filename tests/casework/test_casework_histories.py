"""Logs made of records drawn at random: what is refused leaves no trace, and states of days agree with one another."""

from datetime import date, timedelta

from casework_strategies import CASES, FIRST, RECORDS, any_record
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.casework.case import Case
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord, Entry
from mentormatch.casework.step import Correction
from mentormatch.errors import CaseError

OPENED = [Case(id=name, by="K1", host="Bergen", mentee_ids="B1; B2", on="2023-01-01") for name in CASES]
DRAWN = st.lists(
    st.one_of(any_record(), *(RECORDS[kind] for kind in ("step", "contact", "goal", "rating"))), max_size=25
)


def added(records: list[CaseRecord]) -> CaseLog:
    """A log with those records that fit, one after another."""
    log = CaseLog(OPENED)
    for record in records:
        before, state = log.records, log.state()
        try:
            log.add(record)
        except CaseError:
            assert log.records == before
            assert log.state() == state
        else:
            assert log.records == (*before, record)
    return log


@given(records=DRAWN)
def test_a_log_is_what_was_added_and_a_refusal_leaves_no_trace(records: list[CaseRecord]) -> None:
    log = added(records)
    assert CaseLog(log.records).state() == log.state()
    with_all = log.state()
    entries = [entry for case in with_all.cases.values() for entry in case.entries]
    left_out = {record.corrects for record in log.records if isinstance(record, Correction) and record.entered_in_error}
    replaced = {record.replaces for record in log.records if isinstance(record, Entry)}
    written = {record.id for record in log.records if isinstance(record, Entry)}
    assert {entry.id for entry in entries} == written - left_out - replaced


@given(records=DRAWN, apart=st.integers(-10, 1100))
def test_the_state_of_a_day_leaves_out_what_is_later_and_nothing_else(records: list[CaseRecord], apart: int) -> None:
    log, day = added(records), FIRST + timedelta(days=apart)
    then, always = log.state(day), log.state()
    assert log.state(date.max).cases == always.cases
    assert then.cases.keys() == {name for name, case in always.cases.items() if case.case.on <= day}
    for name, case in then.cases.items():
        assert case.entries == tuple(entry for entry in always.cases[name].entries if entry.on <= day)
        assert case.history == tuple(step for step in always.cases[name].history if step.on <= day)
    assert then.nouns.keys() == {name for name, noun in always.nouns.items() if noun.record.on <= day}
    for name, noun in then.nouns.items():
        steps = [step for step in always.nouns[name].steps if step.on <= day and step.to is not None]
        assert noun.status == (steps[-1].to if steps else noun.record.life.start)
        assert noun.since == (steps[-1].on if steps else noun.record.on)
