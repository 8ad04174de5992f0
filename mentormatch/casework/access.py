"""Which entries of a case a person may see on a day: by relation, and only while it lasts."""

from datetime import date

from mentormatch.casework.entries import Note
from mentormatch.casework.fold import Standing, State
from mentormatch.casework.record import CaseRecord, Entry, day_or_today
from mentormatch.casework.relation import OF_A_CASE, Relation


def lasting(relations: tuple[Standing[Relation], ...], day: date) -> list[Relation]:
    """The relations that are open and last on a day."""
    return [standing.record for standing in relations if standing.status == "open" and standing.record.lasts(day)]


def entries_seen_by(state: State, case_id: str, person_id: str, on: date | str | None = None) -> tuple[Entry, ...]:
    """The entries of a case that a person may see on a day (today), by day; none without a relation that lasts.

    A supervisor of the case sees all of it. A mentor, co-mentor or substitute sees what is dated from the start of the
    relation on, and of what is earlier: everything (``sees="all"``), only what they recorded themselves (``"own"``), or
    that and the notes written as a summary (``"summary"``). A deputy sees what the one they stand for sees.
    """
    day = day_or_today(on)
    held = relations_by_which(state, case_id, person_id, day)
    return tuple(
        entry
        for entry in (state.cases[case_id].entries if held else ())
        if entry.on <= day and any(sees(relation, entry) for relation in held)
    )


def relations_by_which(state: State, case_id: str, person_id: str, day: date) -> list[Relation]:
    """The relations by which a person may see something of a case on a day: their own, and as a deputy others'."""
    open_relations = lasting(state.relations, day)
    people = {person_id, *(r.of for r in open_relations if r.role == "deputy" and r.person_id == person_id)}
    return [r for r in open_relations if r.role in OF_A_CASE and r.of == case_id and r.person_id in people]


def sees(relation: Relation, record: CaseRecord) -> bool:
    """Whether somebody in this relation to a case sees a record of it."""
    if relation.role == "case_supervisor" or relation.sees == "all":
        return True
    if record.on >= relation.on or record.by == relation.person_id:
        return True
    return relation.sees == "summary" and isinstance(record, Note) and record.summary
