"""Everything of a case by day: what was planned and what was held, who changed what, and what was recorded late."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from mentormatch.casework.access import relations_by_which, sees
from mentormatch.casework.course import status_periods
from mentormatch.casework.entries import Contact, FirstMeeting, Observation, Rating
from mentormatch.casework.fold import CaseState, Standing, State
from mentormatch.casework.follow_up import Period
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord, Entry, Noun, day_or_today
from mentormatch.casework.session import Session
from mentormatch.casework.views.basis import of_kind
from mentormatch.casework.views.frames import DAY, TEXT, WHOLE, Table
from mentormatch.casework.views.roles import Roles, overlapping
from mentormatch.casework.views.telling import Told, the_day, told, told_step, words_of
from mentormatch.errors import CaseError, check_language
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "case_id": TEXT, "on": DAY, "type": TEXT, "record_id": TEXT, "by": TEXT, "what": TEXT, "outcome": TEXT,
    "planned_for": DAY, "recorded_on": DAY, "days_late": WHOLE, "remark": TEXT, "sentence": TEXT, "text": TEXT,
}  # fmt: skip
TIMELINE_COLUMNS = tuple(_COLUMNS)
"""``type`` is that of the record, ``what`` and ``outcome`` are its codes, ``days_late`` how many days after its day it
was recorded. ``remark`` tells what does not fit the rest of the log: ``after_closing``, ``no_role``, ``goal_over`` or
``overlaps``. ``text`` has somebody's words, for a reader who may see them; else it is missing."""

IN_A_RUNNING_CASE = (Contact, FirstMeeting, Observation, Rating)
"""What does not happen in a case that is closed."""


class Line(NamedTuple):
    """A record of a case, what it says, and what about it does not fit."""

    record: CaseRecord
    told: Told
    remark: str | None = None


def timeline(
    log: CaseLog,
    case_id: str | None = None,
    *,
    reader: str | None = None,
    on: date | str | None = None,
    language: str = "en",
) -> "DataFrame":
    """Everything of one case (or of each) until a day (today), in the version that holds: ``TIMELINE_COLUMNS``.

    With ``reader``, only what that person may see on that day, and the words in it; without, all of it and no words.
    Raises ``CaseError`` for a case that is not in the log.
    """
    language, day = check_language(language), day_or_today(on)
    state, made = log.state(day), Table(_COLUMNS)
    if case_id is not None and case_id not in state.cases:
        raise CaseError.of("record_unknown", id=case_id)
    beside, doubled = state.once(_beside), state.once(overlapping)
    for name in sorted(state.cases) if case_id is None else (case_id,):
        case = state.cases[name]
        lines = [*_nouns((*case.nouns, *beside.get(name, ())), doubled, language)]
        lines += _events(name, case, state.once(Roles), language)
        lines.sort(key=_BY_DAY)
        if reader is None:
            made.add(_rows(name, lines, language, with_words=False))
        else:
            held = relations_by_which(state, name, reader, day)
            seen = [line for line in lines if any(sees(relation, line.record) for relation in held)]
            made.add(_rows(name, seen, language, with_words=True))
    return made.frame()


_BY_DAY = attrgetter("record.on", "record.recorded_at")


def _rows(name: str, lines: Iterable[Line], language: str, *, with_words: bool) -> Iterator[tuple[object, ...]]:
    for record, (what, outcome, sentence), remark in lines:
        on, recorded_on = record.on, record.recorded_on
        planned = record.planned_for if type(record) is Contact else None
        if planned is not None and planned != on:
            sentence = f"{sentence} {say('timeline.planned', language, day=the_day(planned, language))}"
        if remark is not None:
            sentence = f"{sentence} {say(f'timeline.remark.{remark}', language)}"
        yield (
            name, on, record.type, record.id, record.by, what, outcome, planned, recorded_on,
            max(0, (recorded_on - on).days), remark, sentence, words_of(record) if with_words else None,
        )  # fmt: skip


def _beside(state: State) -> Mapping[str, list[Standing[Noun]]]:
    """The sessions that name a case, which are not opened in it."""
    found = defaultdict[str, list[Standing[Noun]]](list)
    for standing in of_kind(state, Session):
        for name in standing.record.case_ids or ():
            found[name].append(standing)
    return dict(found)


def _nouns(nouns: Iterable[Standing[Noun]], doubled: frozenset[str], language: str) -> Iterator[Line]:
    """What was opened in a case, and what became of it."""
    for standing in nouns:
        noun = standing.record
        yield Line(noun, told(noun, language), "overlaps" if noun.id in doubled else None)
        for step in standing.steps:
            yield Line(step, told_step(step, noun, language))


def _events(name: str, case: CaseState, roles: Roles, language: str) -> Iterator[Line]:
    """The case itself and its own steps, and what happened in it."""
    yield Line(case.case, told(case.case, language))
    for step in case.history:
        yield Line(step, told_step(step, case.case, language))
    closed = [period for period in status_periods(case) if period.status == "closed"]
    over = {goal.record.id: goal.since for goal in case.goals if goal.status != "open"}
    for entry in case.entries:
        yield Line(entry, told(entry, language), _remark(name, entry, closed, over, roles))


def _remark(name: str, entry: Entry, closed: Iterable[Period], over: Mapping[str, date], roles: Roles) -> str | None:
    """What about an entry does not fit the rest of the log."""
    kind, day = type(entry), entry.on
    if kind in IN_A_RUNNING_CASE and any(p.start < day and (p.end is None or day < p.end) for p in closed):
        return "after_closing"
    if type(entry) is Contact and not roles.stands(entry.who, name, day):
        return "no_role"
    if type(entry) is Rating and day > over.get(entry.goal_id or "", day):
        return "goal_over"
    return None
