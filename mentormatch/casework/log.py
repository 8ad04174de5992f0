"""``CaseLog``: records that are only ever added to, in memory and as JSON lines."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.casework.access import lasting
from mentormatch.casework.fold import State, fold
from mentormatch.casework.ledger import Before, Ledger
from mentormatch.casework.lines import File, append_lines, read_lines, write_lines
from mentormatch.casework.record import CaseRecord, day_or_today
from mentormatch.casework.relation import MENTORS
from mentormatch.errors import CaseError, Problem
from mentormatch.frames import frame
from mentormatch.values import day

if TYPE_CHECKING:
    import pandas as pd

PAIR_COLUMNS = ("mentee_id", "mentor_id", "reason", "decided_by", "date")
"""The columns of ``CaseLog.current`` and ``CaseLog.bans``: texts, and days in ``date``."""

STATES_KEPT = 4
"""A log remembers what it folded to on so many days: views of the same day are made one after the other."""


class CaseLog:
    """A log of cases. Records are added and never changed; ``state`` is what they fold to.

    >>> from mentormatch.casework.case import Case
    >>> from mentormatch.casework.step import Step
    >>> log = CaseLog([Case(id="S1", by="K1", on="1.9.2026", host="Bergen")])
    >>> log.add(Step(by="K1", subject="S1", to="active", on="15.9.2026"))
    >>> log.state().cases["S1"].status, log.state(on="10.9.2026").cases["S1"].status
    ('active', 'referred')
    """

    def __init__(self, records: Iterable[CaseRecord] = ()) -> None:
        self._ledger = Ledger()
        self._states: dict[date | None, State] = {}
        self.add(*records)

    @property
    def records(self) -> tuple[CaseRecord, ...]:
        """Every record as it was written, in the order it was added."""
        return tuple(self._ledger.logged.values())

    def __len__(self) -> int:
        return len(self._ledger.logged)

    def add(self, *records: CaseRecord) -> None:
        """Add records, each of which may build on those before it.

        Raises ``CaseError`` with everything that contradicts the log or one another; then none of them is added.
        """
        self._take((record, None) for record in records)

    def state(self, on: date | str | None = None) -> State:
        """How everything stands, as it is known now: on a day, or without one with all that lies ahead."""
        when = day(on)
        if when not in self._states:
            if len(self._states) == STATES_KEPT:
                self._states.clear()
            self._states[when] = fold(self._ledger, when)
        return self._states[when]

    def current(self, on: date | str | None = None) -> "pd.DataFrame":
        """The pairs of mentee and mentor that run on a day (today), with ``PAIR_COLUMNS``."""
        when = day_or_today(on)
        state = self.state(when)
        return _pairs(
            (mentee_id, relation.person_id, None, relation.by, relation.on)
            for case in state.cases.values()
            for relation in lasting(case.relations, when)
            if relation.role in MENTORS
            for mentee_id in case.case.mentee_ids or ()
        )

    def bans(self, on: date | str | None = None) -> "pd.DataFrame":
        """The pairs that were not continued until a day (today), with who decided it and why: ``PAIR_COLUMNS``."""
        return _pairs(
            (match.record.mentee_id, match.record.mentor_id, match.steps[-1].reason, match.steps[-1].by, match.since)
            for case in self.state(day_or_today(on)).cases.values()
            for match in case.matches
            if match.status == "not_continued"
        )

    @classmethod
    def read(cls, path: File) -> "CaseLog":
        """The log in a file of JSON lines. Raises ``CaseError`` with the row of everything that is wrong."""
        records, problems, unread = read_lines(path)
        log = cls()
        try:
            log._take(records, unread)
        except CaseError as error:
            problems += [problem.at(file=Path(path).name) for problem in error.problems]
        if problems:
            raise CaseError(sorted(problems, key=lambda problem: problem.where.row or 0))
        return log

    def write(self, path: File) -> None:
        """Write the whole log as JSON lines: in the place of what is there, or not at all."""
        write_lines(self.records, path)

    def append_to(self, path: File) -> None:
        """Add what a file lacks to its end. Raises ``CaseError`` where it does not hold the beginning of this log."""
        append_lines(self.records, path)

    def _take(self, records: Iterable[tuple[CaseRecord, int | None]], unread: Iterable[str] = ()) -> None:
        """Add records with the rows they stand in; what names a record that was refused or not read is not told."""
        self._states = {}
        added, problems, missing = list[tuple[CaseRecord, Before]](), list[Problem](), set(unread)
        for record, row in records:
            try:
                added.append((record, self._ledger.add(record)))
            except CaseError as error:
                told = [p for p in error.problems if not (p.key == "record_unknown" and p.values["id"] in missing)]
                problems += [problem.at(row=row) for problem in told]
                missing.add(record.id)
        if problems:
            for record, before in reversed(added):
                self._ledger.take_back(record, before)
            raise CaseError(problems)


def _pairs(rows: Iterable[tuple[object, ...]]) -> "pd.DataFrame":
    made = frame(rows, PAIR_COLUMNS, date=object)
    return made.astype({"date": "datetime64[s]"})
