"""Decisions from tables: pairs that are running, and pairs that must not be made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from mentormatch import values
from mentormatch.errors import Problem, ProfileError, TableError, check_language
from mentormatch.fields import text
from mentormatch.tables.cells import Mark, Table, refused
from mentormatch.tables.columns import Column, columns_of, of_another_kind, sheet_of
from mentormatch.tables.headings import headings_file, lookup
from mentormatch.tables.reading import Located, raise_all, unreadable, warn
from mentormatch.tables.sources import Source, read_tables
from mentormatch.vocabulary.spellings import folded, quoted

if TYPE_CHECKING:
    import pandas as pd

DECISION_COLUMNS = ("mentee_id", "mentor_id", "reason", "decided_by", "date")
"""The columns of ``Decisions.current`` and ``Decisions.bans``: texts, and days in ``date``."""

_SHEETS = ("running", "bans")
"""The sheets of decisions; elsewhere the column ``status`` says which of them a row belongs to."""


@dataclass(frozen=True, eq=False)
class Decisions:
    """What people have decided, as frames with ``DECISION_COLUMNS``: pairs that run, and pairs not to be made."""

    current: "pd.DataFrame"
    bans: "pd.DataFrame"


def read_decisions(source: Source, *, language: str = "en") -> Decisions:
    """The decisions of a table.

    From a workbook the sheets *Løpende* (or *Running*) and *Skal ikke kobles* (or *Bans*), each of which may be absent;
    from CSV, JSON, a DataFrame or a list of dicts all rows, with a column *Status* that says which they are.

    Raises ``TableError`` with every bad cell of all sheets.

    >>> decisions = read_decisions([{"mentee": "B1", "mentor": "M7", "status": "løpende", "dato": "24.12.2025"}])
    >>> decisions.current.mentor_id.tolist(), len(decisions.bans)
    (['M7'], 0)
    """
    found = _read(source, language)
    return Decisions(*(_frame(decision for decision in found if decision.kind == kind) for kind in _SHEETS))


@dataclass(frozen=True, slots=True)
class _Decision:
    kind: str
    mentee_id: str
    mentor_id: str
    reason: str | None
    decided_by: str | None
    date: date | None


def _read(source: Source, language: str) -> list[_Decision]:
    check_language(language)
    known, notes, found, problems = lookup(None), list[Problem](), list[_Decision](), list[Problem]()
    try:
        for table in read_tables(source, partial(_choose, notes), known.knows):
            if not table.headings:
                continue
            columns = columns_of(table, known)
            notes += columns.warnings
            if _kind_of_sheet(table) is not None:  # the sheet says what its rows are
                status = [column.heading for column in columns.read if column.path == ("status",)]
                notes += [Problem("table_columns_left_out", {"columns": name}, table.where) for name in status]
            try:
                raise_all([(0, 0, problem) for problem in (*_missing(table, columns.read), *columns.problems)])
                found += _decisions(table, columns.read)
            except TableError as error:
                problems += error.problems
        warn(notes, language)
        if problems:
            raise TableError(problems)
    except TableError as error:
        error.language = language
        raise
    return found


def _choose(notes: list[Problem], names: Sequence[str], file: str) -> list[str]:
    """The sheets of decisions; the only sheet of a workbook where it is no list of people; none beside such lists."""
    found = [sheet_of(kind, names, file) for kind in _SHEETS]
    notes += [note for _, note in found if note is not None]
    chosen = [name for name, _ in found if name is not None]
    if chosen or any(of_another_kind(_SHEETS[0], name) for name in names):
        return chosen
    if len(names) > 1:
        raise refused("table_no_sheet_decisions", file, sheets=", ".join(names))
    return list(names)


def _missing(table: Table, read: Iterable[Column]) -> list[Problem]:
    """Columns without which a row decides nothing."""
    present = {column.path[0] for column in read}
    problems = [] if {"mentee_id", "mentor_id"} <= present else [Problem("table_no_pair_column", where=table.where)]
    if _kind_of_sheet(table) is None and "status" not in present:
        problems.append(Problem("table_no_status", where=table.where))
    return [problem.at(row=table.heading_row) for problem in problems]


def _kind_of_sheet(table: Table) -> str | None:
    return next((kind for kind in _SHEETS if sheet_of(kind, [table.sheet or ""], table.file)[0]), None)


def _decisions(table: Table, read: Sequence[Column]) -> list[_Decision]:
    problems: list[Located] = unreadable(table, read)
    broken = {(row, index) for row, index, _ in problems}
    kind = _kind_of_sheet(table)
    found: list[_Decision] = []
    rows_of_pairs: dict[tuple[object, ...], int] = {}
    for number, cells in table.rows:
        if all(cell is None or cell is Mark.ABSENT for cell in cells):
            continue
        row: dict[str, object] = {"kind": kind, **dict.fromkeys(DECISION_COLUMNS)}
        wrong = list[Located]()
        for column in read:
            cell = cells[column.index] if column.index < len(cells) else None
            name = "kind" if column.path == ("status",) else column.path[0]
            try:
                if (number, column.index) not in broken and (name != "kind" or kind is None):
                    row[name] = _value(name, None if cell is Mark.ABSENT else cell)
            except ProfileError as error:
                for problem in error.problems:
                    placed = Problem(problem.key, problem.values, table.where)
                    wrong.append((number, column.index, placed.at(row=number, column=column.heading)))
        pair = (row["kind"], row["mentee_id"], row["mentor_id"])
        if None not in pair and rows_of_pairs.setdefault(pair, number) != number:
            twice = Problem("table_pair_twice", {"row": rows_of_pairs[pair]}, table.where).at(row=number)
            wrong.append((number, -1, twice))
        problems += wrong
        if not wrong and not any((number, column.index) in broken for column in read):
            found.append(_Decision(**row))  # type: ignore[arg-type]  # each value was read by _value
    raise_all(problems)
    return found


def _value(name: str, cell: object) -> object:
    if name == "date":
        return values.day(cell)
    word = text(cell)
    if name in ("mentee_id", "mentor_id") and word is None:
        raise ProfileError.of("id_missing")
    if name != "kind":
        return word
    for kind, words in headings_file().status.items():
        if folded(word or "") in map(folded, words):
            return kind
    raise ProfileError.of("table_status", word=quoted(word or ""))


def _frame(decisions: Iterable[_Decision]) -> "pd.DataFrame":
    import pandas as pd

    rows = list(decisions)
    columns = {name: [getattr(decision, name) for decision in rows] for name in DECISION_COLUMNS}
    kinds = {name: "datetime64[s]" if name == "date" else "str" for name in DECISION_COLUMNS}
    return pd.DataFrame(columns, columns=list(DECISION_COLUMNS)).astype(kinds)
