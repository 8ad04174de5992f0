"""People from tables. Everything that is wrong is found and raised at once; nothing is half-read."""

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar, overload

from mentormatch.errors import MentorMatchWarning, Problem, ProfileError, TableError, check_language
from mentormatch.fields import text
from mentormatch.marks import special_fields
from mentormatch.profiles import Mentee, Mentor, Person
from mentormatch.tables.cells import Mark, Table, refused
from mentormatch.tables.columns import Column, Columns, columns_of, languages_of, of_another_kind, sheet_of, shown
from mentormatch.tables.headings import lookup
from mentormatch.tables.rows import to_fields
from mentormatch.tables.sources import Source, read_tables
from mentormatch.values import holds_birth_number

P = TypeVar("P", bound=Person)
M = TypeVar("M", bound=Mentor)
E = TypeVar("E", bound=Mentee)

Located = tuple[int, int, Problem]
"""A problem with its row and its column from 0, for the order of a report."""

_ERROR_VALUES = frozenset(
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#VERDI!", "#NAVN?", "#I/T"]
)
EXAMPLES = frozenset(["EKSEMPEL", "EXAMPLE"])
"""Ids of rows that only show how a table is filled in: they are nobody, and are left out."""
_SOMEBODY = "?"
"""Stands in for an id that cannot be read, so that the rest of the row is still checked."""


@overload
def read_mentors(source: Source, *, language: str = "en") -> list[Mentor]: ...
@overload
def read_mentors(source: Source, into: type[M], *, language: str = "en") -> list[M]: ...
def read_mentors(source: Source, into: type[Mentor] = Mentor, *, language: str = "en") -> Sequence[Mentor]:
    """The mentors of a table.

    ``source`` is the path of a .csv, .xlsx or .json file, a DataFrame or a list of dicts; of a workbook the sheet
    *Mentorer* (or *Mentors*), or the only one. ``into`` is a subclass with fields of one's own. A column that exists
    sets its field for every row. ``language`` is that of errors and warnings.

    Raises ``TableError`` with every bad cell of the table; warns of a heading that was guessed or left out.

    >>> read_mentors([{"id": 7, "Språk": "arabisk B2; norsk", "Timer per uke": "7,5"}])[0].engagement
    Engagement(hours_per_week=7.5)
    """
    return _read(source, into, "mentors", language)


@overload
def read_mentees(source: Source, *, language: str = "en") -> list[Mentee]: ...
@overload
def read_mentees(source: Source, into: type[E], *, language: str = "en") -> list[E]: ...
def read_mentees(source: Source, into: type[Mentee] = Mentee, *, language: str = "en") -> Sequence[Mentee]:
    """The mentees of a table; of a workbook the sheet *Mentees* or *Brukere*, or the only one. See ``read_mentors``.

    >>> read_mentees([{"id": "B1", "Ønske kjønn": "må: kvinne", "Venter siden": "24.12.2025"}])[0].waiting_since
    datetime.date(2025, 12, 24)
    """
    return _read(source, into, "mentees", language)


def headings_language(source: Source) -> str | None:
    """The language of most headings of a file or another source, ``nb`` or ``en``; None where they do not tell.

    >>> headings_language([{"id": 1, "Språk": "arabisk", "Kommune": "Oslo"}])
    'nb'
    """
    lookups = [lookup(Mentor), lookup(Mentee), lookup(None)]
    tables = read_tables(source, lambda names, _: names, lambda heading: any(known.knows(heading) for known in lookups))
    votes = sum((languages_of(table, known) for table in tables for known in lookups), Counter[str]())
    return None if votes["nb"] == votes["en"] else max(votes, key=lambda language: votes[language])


def _read(source: Source, record: type[P], kind: str, language: str) -> list[P]:
    check_language(language)
    known, notes = lookup(record), list[Problem]()
    try:
        (table,) = read_tables(source, partial(_choose, kind, notes), known.knows)
        if not table.headings:
            return []
        columns = columns_of(table, known)
        if not any(column.path == ("id",) for column in columns.read):
            # without it the first row may be a person instead of headings: nothing of it is shown
            raise TableError(Problem("table_no_id", where=table.where).at(row=table.heading_row))
        _refuse_the_other_side(table, columns, kind)
        warn([*notes, *columns.warnings], language)
        return people_of(table, columns, record)
    except TableError as error:
        error.language = language
        raise


def _refuse_the_other_side(table: Table, columns: Columns, kind: str) -> None:
    """Two files are easily swapped, and most headings fit both sides: those that fit only one tell which it is."""
    here, there = (Mentor, Mentee) if kind == "mentors" else (Mentee, Mentor)
    own = [column for column in columns.read if column.path[0] not in there.model_fields]
    foreign = [h for h in table.headings if (path := lookup(there).find(h)) and path[0] not in here.model_fields]
    if len(foreign) > 1 and not own:
        raise TableError(Problem(f"table_of_the_other_side_{kind}", where=table.where))


def _choose(kind: str, notes: list[Problem], names: Sequence[str], file: str) -> list[str]:
    """The sheet of this kind, or the only one."""
    found, note = sheet_of(kind, names, file)
    if found is None and len(names) == 1 and not of_another_kind(kind, names[0]):
        found = names[0]
    if found is None:
        raise refused(f"table_no_sheet_{kind}", file, sheets=", ".join(names))
    notes += [] if note is None else [note]
    return [found]


def warn(notes: Iterable[Problem], language: str) -> None:
    """Say what was guessed or left out, at the line of the user's call."""
    for note in notes:
        warnings.warn(note.text(language), MentorMatchWarning, stacklevel=4)


def people_of(table: Table, columns: Columns, record: type[P]) -> list[P]:
    """One person for each row. Raises ``TableError`` with all problems, in the order of the table."""
    problems: list[Located] = [(table.heading_row or 0, 0, problem) for problem in columns.problems]
    problems += unreadable(table, columns.read)
    broken = {(row, index) for row, index, _ in problems}
    people: list[P] = []
    rows_of_ids: dict[str, int] = {}
    id_column = next(column for column in columns.read if column.path == ("id",))
    for number, cells in table.rows:
        if all(cell is None or cell is Mark.ABSENT for cell in cells):
            continue
        given = {c.path: None if (number, c.index) in broken else _at(cells, c.index) for c in columns.read}
        if str(given[("id",)]) in EXAMPLES:
            continue
        found: list[tuple[Column | None, Problem]] = []
        if (number, id_column.index) in broken:
            given[("id",)] = _SOMEBODY
        elif (name := _id(given[("id",)])) is not None and rows_of_ids.setdefault(name, number) != number:
            found.append((id_column, Problem("table_id_twice", {"id": name, "row": rows_of_ids[name]})))
        try:
            people.append(record(**to_fields(given, record)))
        except ProfileError as error:
            found += _placed(error.problems, columns.read, given, record)
        for column, problem in found:
            heading, index = (column.heading, column.index) if column is not None else (None, -1)
            where = {"sheet": table.sheet, "row": number, "column": heading, "person": None}
            field = problem.where.field if column is None else None
            problems.append((number, index, problem.at(file=table.file, field=field, **where)))
    raise_all(problems)
    return people


def _at(cells: Sequence[object], index: int) -> object:
    return cells[index] if index < len(cells) else None


def _id(cell: object) -> str | None:
    try:
        return text(None if cell is Mark.ABSENT else cell)
    except ProfileError:
        return None


def unreadable(table: Table, read: Iterable[Column]) -> list[Located]:
    """Cells that hold what no field takes: birth numbers anywhere, and what a spreadsheet could not work out."""
    used = {column.index for column in read}
    found: list[Located] = []
    for number, cells in [(table.heading_row or 0, table.headings), *table.rows]:
        for index, cell in enumerate(cells):
            if cell is None or (isinstance(cell, str) and len(cell) < 10 and cell[0] != "#"):
                continue  # as nearly all are
            problem = None
            if holds_birth_number(cell) or _lost_its_zero(cell):
                problem = Problem("birth_number")
            elif cell is Mark.UNCALCULATED and (index in used or cells is table.headings):
                problem = Problem("table_formula")
            elif isinstance(cell, str) and cell in _ERROR_VALUES and index in used:
                problem = Problem("table_error_value", {"value": cell})
            if problem is not None:
                column = shown(_at(table.headings, index), index)
                place = replace(table.where, row=number or None, column=column)
                found.append((number, index, replace(problem, where=place)))
        if any(cell is not None for cell in cells[len(table.headings) :]):
            found.append((number, len(cells), Problem("table_row_long", where=table.where).at(row=number)))
    return found


def _lost_its_zero(cell: object) -> bool:
    """A birth number as a spreadsheet saves it to CSV: a number, without the zero of the first nine days of a month."""
    return isinstance(cell, str) and len(cell) == 10 and cell.isdecimal() and holds_birth_number(f"0{cell}")


def raise_all(problems: list[Located]) -> None:
    """Raise what was found, if anything, in the order of the table."""
    if problems:
        raise TableError(problem for _, _, problem in sorted(problems, key=lambda located: located[:2]))


def _placed(
    problems: Iterable[Problem], read: Sequence[Column], given: dict[tuple[str, ...], object], record: type[Person]
) -> list[tuple[Column | None, Problem]]:
    """Each problem with the column it comes from.

    Where a field is put together from several columns and the problem does not name one of its parts, each of the
    columns is tried alone.
    """
    found: list[tuple[Column | None, Problem]] = []
    tried: set[str] = set()
    for problem in problems:
        field = problem.where.field or ""
        top = field.split(".")[0]
        columns = [column for column in read if _alias(column.path[0], record) == top]
        named = [c for c in columns if len(c.path) > 1 and f"{field}.".startswith(f"{'.'.join(c.path)}.")]
        column = max(named, key=lambda c: len(c.path)) if named else columns[0] if columns else None
        placed = [(column, problem)]
        if len(columns) > 1 and not named:
            placed = placed if top not in tried else []
            tried.add(top)
            placed = list(_tried_alone(columns, given, record)) or placed
        found += [(one, _discreet(other, top, record)) for one, other in placed]
    return list({(one, other.key, str(other.values)): (one, other) for one, other in found}.values())


def _tried_alone(
    columns: Iterable[Column], given: dict[tuple[str, ...], object], record: type[Person]
) -> Iterable[tuple[Column, Problem]]:
    for column in columns:
        try:
            record(**to_fields({("id",): _SOMEBODY, column.path: given[column.path]}, record))
        except ProfileError as error:
            for problem in error.problems:
                if (problem.where.field or "").split(".")[0] == column.path[0]:
                    yield column, problem


def _alias(name: str, record: type[Person]) -> str:
    return record.model_fields[name].alias or name


def _discreet(problem: Problem, field: str, record: type[Person]) -> Problem:
    """A problem without the word of the cell, where the field is of a special category."""
    if "word" not in problem.values or field not in special_fields(record):
        return problem
    if "choices" in problem.values and problem.key == "vocabulary_code":
        return Problem("vocabulary_code_private", {"choices": problem.values["choices"]}, problem.where)
    return Problem("table_word_kept", where=problem.where)
