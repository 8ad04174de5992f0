"""The sheets and columns of a mentor bank's workbook, and where they are in one that people have worked in.

A sheet is known by a mark, a defined name that points at it, so that one the user has renamed is still found; where a
program has dropped the marks, by its name. A column is known by its heading, wherever the user has moved it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from mentormatch.errors import Problem, TableError, Where
from mentormatch.sentences import languages, say
from mentormatch.tables.cells import Mark, Table, letter
from mentormatch.tables.headings import headings_file
from mentormatch.vocabulary.spellings import folded

PEOPLE = ("mentors", "mentees")
DECIDED = ("running", "bans")
"""Sheets that the user fills in; the program only adds decided rows to the last two."""

CONDITIONS = ("quotas", "waivers")
"""Sheets that are read where there are any."""

HELP, LISTS = "help", "lists"
MARK = "mentormatch."
_POINTS_AT = re.compile(r"'?((?:[^'!]|'')+)'?!")
_HEADINGS_WITHIN = 20
"""Rows from the top in which headings are looked for."""

DECISION = ("decision", "because", "decided_by", "date")
"""The columns of the proposals that a person fills in."""


@dataclass(frozen=True)
class Result:
    """A sheet that the program fills in: its columns, and those of them that say what a row is about."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that must be there for a row to be understood."""
        return (*self.keys, *(column for column in self.columns if column in DECISION))


PROPOSALS = Result(
    "proposals",
    ("mentee_id", "mentor_id", "name", "score", "known", "reason", "ask", "alternative", "cost", "reserve", *DECISION),
    ("mentee_id", "mentor_id"),
)
EXPLANATION = Result(
    "explanation",
    ("mentee_id", "mentor_id", "factor", "points", "weight", "reason", "values"),
    ("mentee_id", "mentor_id", "factor"),
)
UNMATCHED = Result("unmatched", ("mentee_id", "why_none", "help", "ask"), ("mentee_id",))
CAPACITY = Result(
    "capacity",
    ("mentor_id", "name", "places", "running", "proposed", "free", "scarcity", "ask"),
    ("mentor_id",),
)
MODEL = Result("model", ("part", "counts", "how", "toml"), ("toml",))
RESULTS = (PROPOSALS, EXPLANATION, UNMATCHED, CAPACITY, MODEL)


@dataclass(frozen=True, slots=True)
class Cell(Where):
    """A place in a sheet as a spreadsheet shows it: 'celle D4 (Språk)'."""

    cell: str = ""

    @classmethod
    def at(cls, file: str | None, sheet: str | None, row: int, index: int, heading: str | None = None) -> "Cell":
        """The cell in this row, and in this column from 0."""
        return cls(file=file, sheet=sheet, column=heading, cell=f"{letter(index)}{row}")

    def text(self, language: str) -> str:
        before = Where(file=self.file, sheet=self.sheet).text(language)
        key = "workbook.cell" if self.column is None else "workbook.cell_under"
        cell = say(key, language, cell=self.cell, heading=self.column)
        after = Where(person=self.person, field=self.field).text(language)
        return ", ".join(part for part in (before, cell, after) if part)


def title(sheet: str, language: str) -> str:
    """What a sheet is called when the program makes it."""
    known = headings_file().sheets.get(sheet)
    return known.written(language) if known is not None else say(f"workbook.sheet.{sheet}", language)


def heading(column: str, language: str) -> str:
    """What stands above a column of a result sheet."""
    return say(f"workbook.column.{column}", language)


def marks_in(data: bytes) -> dict[str, str]:
    """Which sheet is which, by the marks of a workbook: key -> name of the sheet. A deleted sheet is left out."""
    from defusedxml.ElementTree import fromstring

    with ZipFile(BytesIO(data)) as package:
        root = fromstring(package.read("xl/workbook.xml"))
    texts = {
        name.get("name", ""): name.text or ""
        for name in root.iter()
        if name.tag.endswith("}definedName") and name.get("localSheetId") is None
    }
    sheets = {sheet.get("name") for sheet in root.iter() if sheet.tag.endswith("}sheet")}
    return marked(texts, {name for name in sheets if name is not None})


def marked(names: Mapping[str, str], sheets: Iterable[str]) -> dict[str, str]:
    """The sheets that defined names (name -> what it refers to) mark.

    >>> marked({"mentormatch.running": "'Løpende saker'!$A$1", "other": "Ark1!$A$1"}, ["Løpende saker", "Ark1"])
    {'running': 'Løpende saker'}
    """
    there, found = set(sheets), dict[str, str]()
    for name, refers_to in names.items():
        place = _POINTS_AT.match(refers_to)
        sheet = place[1].replace("''", "'") if place is not None else ""
        if name.startswith(MARK) and sheet in there:
            found[name.removeprefix(MARK)] = sheet
    return found


def sheet_named(result: Result, marks: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The name of the sheet with these results: the marked one, else one with its name in any language."""
    called = {folded(title(result.name, language)) for language in languages()}
    return marks.get(result.name) or next((name for name in names if folded(name) in called), None)


@dataclass(frozen=True)
class Found:
    """Where a result sheet has its headings: the row from 1, and the place of each known column from 0."""

    row: int
    places: Mapping[str, int]


def find_headings(rows: Iterable[tuple[int, Sequence[object]]], result: Result) -> Found | None:
    """The first row near the top that has the headings of this sheet's keys; None where there is none."""
    called = {
        folded(heading(column, language)): column for column in reversed(result.columns) for language in languages()
    }
    for number, cells in rows:
        if number > _HEADINGS_WITHIN:
            break
        texts = ["" if cell is None or isinstance(cell, Mark) else folded(str(cell)) for cell in cells]
        places = {called[text]: index for index, text in reversed([*enumerate(texts)]) if text in called}
        if set(result.keys) <= places.keys():
            return Found(number, places)
    return None


def headings_of(table: Table, result: Result, language: str) -> Found:
    """The headings of a result sheet. Raises ``TableError`` where one is gone whose decisions would be overlooked."""
    found = find_headings([(table.heading_row or 1, table.headings), *table.rows], result)
    row = found.row if found is not None else table.heading_row or 1
    missing = [column for column in result.required if found is None or column not in found.places]
    if found is None or missing:
        words = ", ".join(f"«{heading(column, language)}»" for column in missing)
        raise TableError(Problem("workbook_no_headings", {"headings": words}, Cell.at(table.file, table.sheet, row, 0)))
    return found
