"""Everything of a case by day: what was planned and what was held, who changed what, and what was recorded late."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from mentormatch.casework.access import relations_by_which, sees
from mentormatch.casework.course import status_periods
from mentormatch.casework.entries import Contact, FirstMeeting, Observation, Rating
from mentormatch.casework.fold import CaseState, Standing, State
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord, Noun, day_or_today, local_day
from mentormatch.casework.relation import Relation
from mentormatch.casework.session import Session
from mentormatch.casework.step import Step
from mentormatch.casework.views.basis import of_kind
from mentormatch.casework.views.frames import DAY, TEXT, WHOLE, Table
from mentormatch.casework.views.roles import Roles, overlapping
from mentormatch.casework.views.telling import TELLERS, the_day, told_step, words_of
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
    for name in sorted(state.cases) if case_id is None else (case_id,):
        held = None if reader is None else relations_by_which(state, name, reader, day)
        made.add_columns(*_columns(state, state.cases[name], held, language))
    return made.frame()


_BY_DAY = attrgetter("on", "recorded_at")


def _columns(state: State, case: CaseState, held: list[Relation] | None, language: str) -> Iterator[Sequence[object]]:
    """Column by column, the records of a case; of those seen by these relations to it, with their words."""
    nouns = [*case.nouns, *state.once(_beside).get(case.case.id, ())]
    changed = {step.id: noun.record for noun in nouns for step in noun.steps}
    changed |= {step.id: case.case for step in case.history}
    steps = [*case.history, *(step for noun in nouns for step in noun.steps)]
    records = sorted([case.case, *(noun.record for noun in nouns), *steps, *case.entries], key=_BY_DAY)
    if held is not None:
        records = [record for record in records if any(sees(relation, record) for relation in held)]
    told = [
        told_step(record, changed[record.id], language)
        if type(record) is Step
        else TELLERS[type(record)](record, language)
        for record in records
    ]
    days, recorded = [record.on for record in records], [local_day(record.recorded_at) for record in records]
    planned = [record.planned_for if type(record) is Contact else None for record in records]
    remarks = _remarks(case, records, state)
    sentences = [one.sentence for one in told]
    for place, (plan, remark) in enumerate(zip(planned, remarks, strict=True)):
        if plan is not None and plan != days[place]:
            sentences[place] += f" {say('timeline.planned', language, day=the_day(plan, language))}"
        if remark is not None:
            sentences[place] += f" {say(f'timeline.remark.{remark}', language)}"
    yield [case.case.id] * len(records)
    yield days
    yield [record.type for record in records]
    yield [record.id for record in records]
    yield [record.by for record in records]
    yield [one.what for one in told]
    yield [one.outcome for one in told]
    yield planned
    yield recorded
    yield [(late - day).days if late > day else 0 for day, late in zip(days, recorded, strict=True)]
    yield remarks
    yield sentences
    yield [None if held is None else words_of(record) for record in records]


def _beside(state: State) -> Mapping[str, list[Standing[Noun]]]:
    """The sessions that name a case, which are not opened in it."""
    found = defaultdict[str, list[Standing[Noun]]](list)
    for standing in of_kind(state, Session):
        for name in standing.record.case_ids or ():
            found[name].append(standing)
    return dict(found)


def _remarks(case: CaseState, records: Sequence[CaseRecord], state: State) -> list[str | None]:
    """What about each record does not fit the rest of the log in a case."""
    closed = [period for period in status_periods(case) if period.status == "closed"]
    over = {goal.record.id: goal.since for goal in case.goals if goal.status != "open"}
    roles, doubled = state.once(Roles).of(case.case.id), state.once(overlapping)

    def remark(record: CaseRecord) -> str | None:
        if type(record) not in IN_A_RUNNING_CASE:
            return "overlaps" if record.id in doubled else None
        day = record.on
        for period in closed:
            if period.start < day and (period.end is None or day < period.end):
                return "after_closing"
        if type(record) is Contact and (record.held_by or record.by) not in roles.on(day).standing:
            return "no_role"
        if type(record) is Rating and over and day > over.get(record.goal_id or "", day):
            return "goal_over"
        return None

    return [remark(record) for record in records]
