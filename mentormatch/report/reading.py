"""A mentor bank in a workbook, read for matching. Everything that is wrong is found at once and named by its cell."""

import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TypeVar

from mentormatch.compatibility import CompatibilityModel
from mentormatch.conditions import Quota, Waiver
from mentormatch.errors import MentorMatchError, MentorMatchWarning, Problem, TableError, Where, check_language
from mentormatch.intake import day_of
from mentormatch.profiles import Mentee, Mentor
from mentormatch.report import package
from mentormatch.report.decisions import Answer, Known, answers_in, with_answers
from mentormatch.report.layout import (
    CONDITIONS,
    DECIDED,
    MODEL,
    PEOPLE,
    PROPOSALS,
    Cell,
    Result,
    headings_of,
    marks_in,
    sheet_named,
    title,
)  # fmt: skip
from mentormatch.report.model_sheet import model_in
from mentormatch.tables import (
    Decisions,
    headings_language,
    read_decisions,
    read_mentees,
    read_mentors,
    read_quotas,
    read_waivers,
)
from mentormatch.tables.cells import Table, refused
from mentormatch.tables.columns import sheet_of, shown
from mentormatch.tables.headings import headings_file, lookup
from mentormatch.tables.sources import Sheets, read_tables
from mentormatch.vocabulary.spellings import folded

T = TypeVar("T")


@dataclass(frozen=True)
class Bank:
    """What a workbook holds.

    ``decisions`` are those of the sheets *Løpende* and *Skal ikke kobles* together with what is decided in *Forslag*
    and has not moved yet; ``answers`` are the decided rows of *Forslag*; ``model`` is that of the last run, None before
    the first; ``names`` are the mentors' names by id; ``sheets`` what the user's sheets are called, by what they hold.
    """

    mentors: Sequence[Mentor]
    mentees: Sequence[Mentee]
    decisions: Decisions
    model: CompatibilityModel | None
    names: Mapping[str, str]
    answers: Sequence[Answer]
    sheets: Mapping[str, str]
    language: str
    quotas: Sequence[Quota] = ()
    waivers: Sequence[Waiver] = ()


def read_bank(path: str | PathLike[str], *, on: date | str | None = None, language: str | None = None) -> Bank:
    """The people, the decisions and the model of a workbook such as ``write_template`` makes.

    ``language`` is that of errors, warnings and results: the headings' own if None. ``on`` is the day that a decision
    without a date gets: today if None.

    Raises ``TableError`` with every cell that is wrong, in all sheets; warns of what was guessed or left out.
    """
    file, day = Path(path), day_of(on)
    spoken = check_language(language) if language is not None else None
    try:
        reader = _Reader(file, spoken)
        spoken = reader.language
        return reader.bank(day)
    except MentorMatchError as error:
        error.language = spoken or "en"
        raise


def workbook_language(path: str | PathLike[str]) -> str:
    """The language of a workbook: of the names of its sheets, else of its headings. Raises ``TableError``.

    It is told without reading the people.
    """
    names = list[str]()

    def none_of(found: Sequence[str], file: str) -> list[str]:
        names.extend(map(folded, found))
        return []

    read_tables(path, none_of, bool)
    sheets = headings_file().sheets.values()
    norwegian = {folded(word) for sheet in sheets for word in (*sheet.nb, *sheet.nn)}.intersection(names)
    english = {folded(word) for sheet in sheets for word in sheet.en}.intersection(names)
    if len(norwegian) == len(english):
        return headings_language(path) or "en"
    return "nb" if len(norwegian) > len(english) else "en"


class _Reader:
    """Reads one thing after the other and keeps what is wrong, so that nobody mends one sheet to hear of the next."""

    def __init__(self, file: Path, language: str | None) -> None:
        self.file, self.problems = file, list[Problem]()
        self.names: Sequence[str] = ()
        tables = {str(table.sheet): table for table in read_tables(file, self._of_users, bool)}
        if file.suffix.casefold() != ".xlsx":
            raise refused("workbook_kind", file.name)
        self.sheets = Sheets(file.name, self.names, tables)
        self.language = language or workbook_language(file)
        data = file.read_bytes()
        self.marks = marks_in(data)
        merged = package.merged_cells(data)
        self.problems += [one for table in tables.values() for one in _merged(table, merged[str(table.sheet)])]

    def _of_users(self, names: Sequence[str], file: str) -> list[str]:
        """The sheets that the user fills in; the only sheet, whatever it is called."""
        self.names = names
        known = [self._tried(partial(_sheet, kind, names, file)) for kind in (*PEOPLE, *DECIDED, *CONDITIONS)]
        return [name for name in known if name is not None] or (list(names) if len(names) == 1 else [])

    def bank(self, day: date) -> Bank:
        """All of it. Raises ``TableError`` with everything that is wrong."""
        mentors = self._tried(lambda: read_mentors(self.sheets, language=self.language))
        mentees = self._tried(lambda: read_mentees(self.sheets, language=self.language))
        decisions = self._tried(lambda: read_decisions(self.sheets, language=self.language))
        quotas = self._tried(lambda: read_quotas(self._with("quotas"), language=self.language))
        waivers = self._tried(lambda: read_waivers(self._with("waivers"), language=self.language))
        self._check_names()
        called = {kind: self._called(kind) for kind in (*PEOPLE, *DECIDED)}
        known = Known.of(mentees, mentors, decisions, called)
        answers = self._tried(lambda: self._answers(known))
        model = self._tried(self._model)
        if self.problems or mentors is None or mentees is None or decisions is None or answers is None:
            raise TableError(self._by_cell(), self.language)
        self._remark_on(mentors, mentees)
        names = {mentor.id: mentor.name for mentor in mentors if mentor.name}
        decided = with_answers(decisions, answers, day)
        found = mentors, mentees, decided, model, names, answers, called, self.language
        return Bank(*found, quotas or (), waivers or ())

    def _with(self, kind: str) -> Sheets | list[Mapping[str, object]]:
        """The sheets where one of them is of this kind; else nothing, so that the only sheet is not taken for it."""
        named = any(sheet_of(kind, [name], self.file.name)[0] is not None for name in self.names)
        return self.sheets if named else []

    def _tried(self, reader: Callable[[], T]) -> T | None:
        try:
            return reader()
        except MentorMatchError as error:
            self.problems.extend(problem for problem in error.problems if problem not in self.problems)
            return None

    def _check_names(self) -> None:
        """A sheet whose new name says nothing would otherwise be passed over in silence."""
        for kind in (*PEOPLE, *DECIDED):
            name = self.marks.get(kind)
            if name is not None and sheet_of(kind, [name], self.file.name)[0] is None:
                self.problems = [p for p in self.problems if p.key != f"table_no_sheet_{kind}"]
                values: dict[str, object] = {"sheet": name, "name": title(kind, self.language)}
                self.problems.append(Problem("workbook_renamed", values, Where(file=self.file.name)))

    def _called(self, kind: str) -> str:
        """What a sheet of the user's is called; for one that is not there, what it would be."""
        names = [name for name in self.names if sheet_of(kind, [name], self.file.name)[0] is not None]
        return self.marks.get(kind) or (names[0] if names else title(kind, self.language))

    def _answers(self, known: Known) -> list[Answer]:
        table = self._results.get(PROPOSALS)
        if table is None:
            return []
        found = headings_of(table, PROPOSALS, self.language)
        return answers_in(_below(table, found.row), found, known, self.language)

    def _model(self) -> CompatibilityModel | None:
        table = self._results.get(MODEL)
        if table is None:
            return None
        found = headings_of(table, MODEL, self.language)
        return model_in(_below(table, found.row), found, self.file)

    @cached_property
    def _results(self) -> dict[Result, Table]:
        """The sheets of the last run that are read again; one that is missing or empty is left out."""
        called = [(sheet_named(result, self.marks, self.names), result) for result in (PROPOSALS, MODEL)]
        results = {name: result for name, result in called if name is not None}
        while True:
            try:
                return {results[str(table.sheet)]: table for table in self._tables(results)}
            except TableError as error:
                empty = [p.values["sheet"] for p in error.problems if p.key == "table_empty_sheet"]
                if not empty:
                    raise
                del results[str(empty[0])]

    def _tables(self, wanted: Collection[str | None]) -> list[Table]:
        return read_tables(self.file, lambda names, _: [name for name in names if name in wanted], bool)

    def _remark_on(self, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> None:
        both = sorted({mentor.id for mentor in mentors} & {mentee.id for mentee in mentees})
        if both:
            shown_ids = ", ".join(both[:5]) + ("…" if len(both) > 5 else "")
            remark = Problem("workbook_same_ids", {"ids": shown_ids}).text(self.language)
            warnings.warn(remark, MentorMatchWarning, stacklevel=4)

    def _by_cell(self) -> list[Problem]:
        """The problems with the cell of each, as a spreadsheet names it."""
        wanted = {p.where.sheet for p in self.problems if p.where.row is not None and not isinstance(p.where, Cell)}
        if not wanted:
            return self.problems
        tables = {table.sheet: table for table in self._tables(wanted)}
        return [_in_cell(problem, tables.get(problem.where.sheet)) for problem in self.problems]


def _sheet(kind: str, names: Sequence[str], file: str) -> str | None:
    return sheet_of(kind, names, file)[0]


def _merged(table: Table, ranges: Iterable[str]) -> Iterator[Problem]:
    """Merged cells below the headings, in a column that is read: all but the first of them look filled and are not."""
    from openpyxl.utils import range_boundaries

    known = [lookup(record) for record in (Mentor, Mentee, None)]
    for cells in ranges:
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(cells))
        read = any(one.knows(name) for name in table.headings[left - 1 : right] for one in known)
        if read and bottom > (table.heading_row or 0):
            yield Problem("workbook_merged", {"cells": cells}, Cell.at(table.file, table.sheet, top, left - 1))


def _below(table: Table, row: int) -> Table:
    """The table under its headings, which stand in this row."""
    rows = dict([(table.heading_row or 1, table.headings), *table.rows])
    return replace(table, headings=rows[row], rows=tuple(r for r in table.rows if r[0] > row), heading_row=row)


def _in_cell(problem: Problem, table: Table | None) -> Problem:
    where = problem.where
    if table is None or where.row is None or isinstance(where, Cell):
        return problem
    names = [shown(name, index) for index, name in enumerate(table.headings)]
    found = [index for index, name in enumerate(names) if name == where.column] or [0]
    index = found[-1 if where.row == table.heading_row else 0]  # of two headings the second is the one too many
    known = where.column if where.column in names else None
    cell = Cell.at(where.file, where.sheet, where.row, index, known)
    return replace(problem, where=replace(cell, person=where.person, field=where.field))
