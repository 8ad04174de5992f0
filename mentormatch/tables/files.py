"""Files from sheets of cells: CSV, Excel and JSON, written whole or not at all, for their owner only.

A text that a spreadsheet would take for a formula stays a text.
"""

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from mentormatch import vocabulary
from mentormatch.errors import Problem, TableError, Where
from mentormatch.sentences import say
from mentormatch.tables.cells import clean, refused

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FORMULA = re.compile(r"'*(?:\s*[=+\-@]|[\t\r])")
"""How a formula starts, and what looks like one behind the apostrophe that keeps it a text (see ``delimited``)."""
_NOT_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: a name, headings, and rows of plain cells."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


def check_kind(path: Path) -> str:
    """The kind of a file that is to be written: .csv, .xlsx or .json."""
    kind = path.suffix.casefold()
    if kind not in (".csv", ".xlsx", ".json"):
        raise refused("table_write_kind", path.name, kind=kind)
    return kind


def write_csv(sheet: Sheet, path: Path, language: str) -> None:
    """In Norwegian with semicolon and decimal comma, as Excel there opens it; else with comma and decimal point.

    UTF-8 with its mark, without which Excel takes it for Windows-1252.
    """
    _check_texts([sheet], path)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "nb" else ",")
    for row in (sheet.headings, *sheet.rows):
        writer.writerow([_in_csv(cell, language) for cell in row])
    write_bytes(text.getvalue().encode("utf-8-sig"), path)


def _in_csv(cell: object, language: str) -> str:
    cell = _plain(cell, language)
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day:02d}.{cell.month:02d}.{cell.year:04d}" if language == "nb" else cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell) if cell.is_integer() else cell).replace(".", say("word.decimal_sign", language))
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else str(cell)


def write_workbook(sheets: Sequence[Sheet], path: Path, language: str) -> None:
    """A plain workbook: bold headings that stay in view, columns as wide as what they hold."""
    from openpyxl import Workbook

    _check_texts(sheets, path)
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, language)
    stream = io.BytesIO()
    book.save(stream)
    write_bytes(stream.getvalue(), path)


def _fill(page: "WriteOnlyWorksheet", sheet: Sheet, language: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    widths = page.column_dimensions  # type: ignore[attr-defined]  # the stubs have it for other worksheets only
    rows = [[_plain(cell, language) for cell in row] for row in sheet.rows]
    for index, heading in enumerate(sheet.headings):
        longest = max([len(heading), *(len(str(row[index])) for row in rows if row[index] is not None)])
        widths[get_column_letter(index + 1)].width = min(longest, _WIDEST_COLUMN) + 2
    bold = [_in_workbook(page, _plain(heading, language), language) for heading in sheet.headings]
    for cell in bold:
        cell.font = Font(bold=True)
    page.append(bold)
    for row in rows:
        page.append([_in_workbook(page, cell, language) for cell in row])


def _in_workbook(page: "WriteOnlyWorksheet", value: str | int | float | date | None, language: str) -> "Cell":
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]  # the stubs leave out days
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that starts with '=' for a formula
        cell.quotePrefix = bool(_FORMULA.match(value))  # and so would Excel, as soon as somebody edits the cell
    elif isinstance(value, date):
        cell.number_format = "dd.mm.yyyy" if language == "nb" else "yyyy-mm-dd"
    return cell


def _plain(cell: object, language: str) -> str | int | float | date | None:
    """A cell as a text, a number or a day."""
    value = clean(cell)
    if isinstance(value, bool):
        return vocabulary.current().label("yes_no", "yes" if value else "no", language)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date() if midnight else value.isoformat(" ", "seconds")
    return value if value is None or isinstance(value, (str, int, float, date)) else str(value)


def _check_texts(sheets: Sequence[Sheet], path: Path) -> None:
    """A text with signs that no such file can hold, or too long for a cell, is refused rather than changed."""
    problems = [
        Problem("table_write_cell", where=Where(path.name, sheet.name, number, sheet.headings[index]))
        for sheet in sheets
        for number, row in enumerate(sheet.rows, start=2)
        for index, cell in enumerate(row)
        if isinstance(cell, str) and (len(cell) > _LONGEST_CELL or _NOT_WRITTEN.search(cell))
    ]
    if problems:
        raise TableError(problems)


def write_json(content: object, path: Path) -> None:
    """Plain values as JSON, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    write_bytes(text.encode("utf-8", "surrogatepass") + b"\n", path)


def in_json(cell: object) -> object:
    """A cell as JSON has it: days as texts, nothing as null."""
    value = clean(cell)
    if isinstance(value, (datetime, date)):
        return str(_plain(value, "en"))
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


def write_bytes(data: bytes, path: Path, *, like: Path | None = None) -> None:
    """A whole file or none: written beside the target, for its owner only, and then put in its place.

    ``like``: a file whose owner and mode the new one gets instead.
    """
    marks = (f"~${path.name}", f".~lock.{path.name}#")
    try:
        if any(
            (path.parent / mark).exists() for mark in marks
        ):  # open in Excel or LibreOffice, which would save over it
            raise refused("table_write_locked", path.name)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if like is not None:
                _give_to_owner(name, like.stat())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except FileNotFoundError:
        raise refused("table_write_folder", path.name) from None
    except PermissionError:
        raise refused("table_write_locked", path.name) from None
    except OSError as error:
        raise refused("table_write_failed", path.name) from error


def _give_to_owner(name: str, old: os.stat_result) -> None:
    """The owner first: a change of owner may take bits of the mode away."""
    if hasattr(os, "chown"):  # not on Windows
        with suppress(PermissionError):  # somebody else's file in a shared folder: then it is ours from now on
            os.chown(name, old.st_uid, old.st_gid)
    os.chmod(name, S_IMODE(old.st_mode))
