"""Quotas and waivers from tables, as people write them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from mentormatch.conditions import Quota, Waiver
from mentormatch.errors import MentorMatchError, Problem, ProfileError, TableError, check_language
from mentormatch.fields import text
from mentormatch.profiles import Mentor
from mentormatch.tables.cells import Mark, Table
from mentormatch.tables.columns import Column, columns_of, of_another_kind, sheet_of
from mentormatch.tables.headings import Other, headings_file, lookup
from mentormatch.tables.reading import Located, raise_all, unreadable, warn
from mentormatch.tables.sources import Source, read_tables
from mentormatch.vocabulary.spellings import folded, quoted

T = TypeVar("T", Quota, Waiver)


def read_quotas(source: Source, *, language: str = "en") -> list[Quota]:
    """The quotas of a table; of a workbook the sheet *Kvoter* (or *Quotas*), none where it has no such sheet.

    The column *Felt* holds the heading of a column of mentors, *Per* says mentee, gruppe or alle.

    Raises ``TableError`` with every bad cell.

    >>> read_quotas([{"Felt": "Hjemmeorganisasjon", "Høyst": 3, "Per": "gruppe"}])
    [Quota(field='engagement.home_organisation', at_most=3, per='group')]
    """
    return _read(source, Quota, "quotas", "quota", _quota, language)


def read_waivers(source: Source, *, language: str = "en") -> list[Waiver]:
    """The waivers of a table; of a workbook the sheet *Unntak* (or *Waivers*), none where it has no such sheet.

    Raises ``TableError`` with every bad cell, and for a waiver that does not say who allowed it and why.

    >>> row = {"Mentee": "B1", "Mentor": "M2", "Regel": "rekkevidde", "Tillatt av": "Kari", "Begrunnelse": "Flytter"}
    >>> read_waivers([row])
    [Waiver(mentee_id='B1', mentor_id='M2', rules=('rekkevidde',))]
    """
    return _read(source, Waiver, "waivers", "waiver", dict, language)


def _read(
    source: Source,
    record: type[T],
    sheet: str,
    kind: Other,
    given: Callable[[Mapping[str, object]], Mapping[str, object]],
    language: str,
) -> list[T]:
    check_language(language)
    known, notes, found, problems = lookup(None, kind), list[Problem](), list[T](), list[Problem]()
    try:
        for table in read_tables(source, partial(_choose, sheet, notes), known.knows):
            if not table.headings:
                continue
            columns = columns_of(table, known)
            notes += columns.warnings
            try:
                raise_all([(0, 0, problem) for problem in columns.problems])
                found += _rows(table, columns.read, record, given)
            except TableError as error:
                problems += error.problems
        warn(notes, language)
        if problems:
            raise TableError(problems)
    except TableError as error:
        error.language = language
        raise
    return found


def _choose(kind: str, notes: list[Problem], names: Sequence[str], file: str) -> list[str]:
    """The sheet of this kind; the only sheet of a workbook where it is no other list."""
    found, note = sheet_of(kind, names, file)
    notes += [] if note is None else [note]
    if found is not None:
        return [found]
    return list(names) if len(names) == 1 and not of_another_kind(kind, names[0]) else []


def _rows(
    table: Table,
    read: Sequence[Column],
    record: type[T],
    given: Callable[[Mapping[str, object]], Mapping[str, object]],
) -> list[T]:
    problems: list[Located] = unreadable(table, read)
    broken, found = {row for row, _, _ in problems}, list[T]()
    for number, cells in table.rows:
        if all(cell is None or cell is Mark.ABSENT for cell in cells) or number in broken:
            continue
        row = {column.path[0]: _at(cells, column.index) for column in read}
        try:
            found.append(record.model_validate(given({name: cell for name, cell in row.items() if cell is not None})))
        except MentorMatchError as error:
            # What a cell without a value lacks is no news where another cell of the row cannot be read.
            for problem in [one for one in error.problems if one.where.field is not None] or error.problems:
                column = next((column for column in read if column.path[0] == problem.where.field), None)
                place = column.heading if column is not None else None
                placed = Problem(problem.key, problem.values, table.where).at(row=number, column=place)
                problems.append((number, column.index if column is not None else -1, placed))
    raise_all(problems)
    return found


def _at(cells: Sequence[object], index: int) -> object:
    """A cell as one text where it is one: lists are split where they are read."""
    cell = cells[index] if index < len(cells) else None
    if cell is Mark.ABSENT or cell is None:
        return None
    return text(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def _quota(row: Mapping[str, object]) -> dict[str, object]:
    """With the field by its name, and what it is per by its code."""
    found = dict(row)
    if isinstance(field := row.get("field"), str):
        found["field"] = _field(field)
    if isinstance(per := row.get("per"), str):
        found["per"] = _per(per)
    return found


def _field(word: str) -> str:
    for name, headings in headings_file().quota_fields.items():
        if folded(word) in (folded(name), *map(folded, headings.all())):
            return name
    path = lookup(Mentor).find(word)
    if path is None:
        raise ProfileError(Problem("table_quota_field", {"word": quoted(word)}).at(field="field"))
    return ".".join(path)


def _per(word: str) -> str:
    for name, words in headings_file().quota_per.items():
        if folded(word) in (folded(name), *map(folded, words.all())):
            return name
    raise ProfileError(Problem("table_quota_per", {"word": quoted(word)}).at(field="per"))
