"""A small mentor bank in a workbook as a coordinator has it, and everything that stands in a workbook."""

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from mentormatch.report.template import MENTEE_COLUMNS, MENTOR_COLUMNS, write_template
from mentormatch.report.workbook import Matched, match_workbook
from mentormatch.synthetic import sample_people
from mentormatch.tables.rows import to_cells

ON = "2026-11-22"
Plain = str | int | float | date | None
"""What somebody types into a cell."""

RED, GREEN = "00FF0000", "0000B050"

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def filled_template(path: Path, mentors: int = 8, mentees: int = 6, seed: int = 5, language: str = "nb") -> Path:
    """A template filled in with made-up people below its example row."""
    write_template(path, language=language)
    people = sample_people(mentors=mentors, mentees=mentees, seed=seed, on=ON, language=language)
    with changed(path) as book:
        for page, everyone, columns in (
            (book.worksheets[1], people.mentors, MENTOR_COLUMNS),
            (book.worksheets[2], people.mentees, MENTEE_COLUMNS),
        ):
            for row, person in enumerate(everyone, start=3):
                cells = {".".join(path): cast(Plain, value) for path, value in to_cells(person, language).items()}
                for column, name in enumerate(columns, start=1):
                    page.cell(row, column).value = cells.get(name)
    return path


@contextmanager
def changed(path: Path) -> Iterator[Workbook]:
    """The workbook as a person changes and saves it."""
    book = load_workbook(path)
    yield book
    book.save(path)


def run(path: Path, out: Path | None = None, **options: object) -> Matched:
    return match_workbook(path, out, **{"on": ON, **options})  # type: ignore[arg-type]  # as the test gives them


def column_of(page: Worksheet, heading: str) -> int:
    """The column (from 1) under a heading, wherever in the first rows it stands."""
    for row in page.iter_rows(max_row=5):
        for cell in row:
            if cell.value == heading:
                return int(cell.column)
    raise AssertionError(f"no column {heading} in {page.title}")


def rows_of(page: Worksheet, head: str = "Mentee") -> list[dict[str, object]]:
    """The rows of a sheet under its headings."""
    lines = list(page.iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if head in line)
    return [
        {str(name): value for name, value in zip(lines[top], line, strict=True) if name is not None}
        for line in lines[top + 1 :]
        if any(value is not None for value in line)
    ]


def row_of(page: Worksheet, mentee: str) -> int:
    """The row (from 1) of a mentee's proposal."""
    return next(number for number, (first,) in enumerate(page.iter_rows(max_col=1), start=1) if first.value == mentee)


def decide(page: Worksheet, mentee: str, decision: Plain, **cells: Plain) -> int:
    """Fill in the decision of a proposal; the row."""
    row = row_of(page, mentee)
    for heading, value in {"Beslutning": decision, "Besluttet av": "Ola Koordinator", **cells}.items():
        page.cell(row, column_of(page, heading.replace("_", " "))).value = value
    return row


def coloured(page: Worksheet, row: int, column: int, colour: str = RED) -> None:
    page.cell(row, column).fill = PatternFill("solid", fgColor=colour)


def noted(page: Worksheet, row: int, column: int, text: str) -> None:
    page.cell(row, column).comment = Comment(text, "Ola")


def everything(path: Path) -> dict[str, object]:
    """All that a workbook shows: values, looks, notes, widths, names, lists, filters, frozen panes."""
    book, found, shown = load_workbook(path), dict[str, object](), dict[object, dict[str, str]]()
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if not cell.has_style and cell.value is None and cell.comment is None:
                    continue
                key = bytes(cell._style or b"")  # type: ignore[union-attr]  # the whole look in one
                if key not in shown:
                    parts = ("font", "fill", "border", "alignment", "protection", "number_format")
                    shown[key] = {part: str(getattr(cell, part)) for part in parts}
                note = cell.comment.text if cell.comment is not None else None
                found[f"{page.title}!{cell.coordinate}"] = (cell.value, note, shown[key])
        found[page.title] = {
            "widths": {letter: column.width for letter, column in page.column_dimensions.items()},
            "heights": {number: row.height for number, row in page.row_dimensions.items()},
            "lists": sorted(
                (str(one.sqref), str(one.formula1), str(one.prompt)) for one in page.data_validations.dataValidation
            ),
            "filter": page.auto_filter.ref,
            "frozen": page.freeze_panes,
            "state": page.sheet_state,
            "merged": sorted(str(one) for one in page.merged_cells.ranges),
        }
    found["names"] = {name: defined.attr_text for name, defined in book.defined_names.items()}
    return found


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of the file of a workbook."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def of_sheets(found: dict[str, object], *sheets: str) -> dict[str, object]:
    """What belongs to these sheets."""
    return {place: what for place, what in found.items() if place.partition("!")[0] in sheets}


def through_libreoffice(path: Path) -> None:
    """Opened and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
        done = subprocess.run([*command, "--outdir", folder, str(path)], capture_output=True, text=True, timeout=180)
        made = Path(folder, path.name)
        assert made.exists(), done.stderr
        shutil.copyfile(made, path)


Step = Callable[[Path], None]


def untouched(path: Path) -> None:
    """Nobody opens the workbook between two steps."""
