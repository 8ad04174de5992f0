"""Where tables come from: CSV, Excel and JSON files, DataFrames, and lists of dicts."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mentormatch.errors import Problem, TableError, Where
from mentormatch.tables.cells import LARGEST_FILE, Mark, Table, check_size, clean, refused
from mentormatch.tables.delimited import read_csv
from mentormatch.tables.workbook import ZIPPED, Choose, read_workbook

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sheets:
    """Sheets of a workbook that are read already, for whoever reads several kinds of things from them.

    ``names`` are those of all its sheets; ``tables`` has those that may be asked for.
    """

    file: str
    names: Sequence[str]
    tables: Mapping[str, Table]


Source: TypeAlias = "str | PathLike[str] | pd.DataFrame | Sequence[Mapping[str, object]] | Sheets"
"""The path of a .csv, .xlsx or .json file, a DataFrame, a list of dicts, or sheets that are read already."""

_OTHER_PROGRAMS = (".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers")


def read_tables(source: Source, choose: Choose, knows: Callable[[str], bool]) -> list[Table]:
    """The tables of a source. ``choose`` is asked where there are several sheets, ``knows`` whether a heading is known.

    Raises ``TableError`` for a file that is missing, locked, protected, damaged, too large or of another kind.
    """
    if isinstance(source, (str, PathLike)):
        return _read_file(Path(source), choose, knows)
    if isinstance(source, Sheets):
        return [source.tables[name] for name in choose(source.names, source.file)]
    pandas = sys.modules.get("pandas")  # a DataFrame cannot come from elsewhere, and importing it takes time
    if pandas is not None and isinstance(source, pandas.DataFrame):
        return [_frame(source)]
    if isinstance(source, Sequence):
        return [_records(source, None, None)]
    raise TableError.of("table_source", kind=type(source).__name__)


def _read_file(path: Path, choose: Choose, knows: Callable[[str], bool]) -> list[Table]:
    file, kind = path.name, path.suffix.casefold()
    if file.startswith("~$"):
        raise refused("table_lock_file", file, name=file[2:])
    data = read_bytes(path)
    if kind in _OTHER_PROGRAMS:
        raise refused("table_other_program", file, kind=kind)
    if kind not in (".csv", ".xlsx", ".json"):
        raise refused("table_kind", file, kind=kind)
    if not data.strip():
        raise refused("table_empty", file)
    if kind != ".xlsx" and data.startswith(ZIPPED):
        raise refused("table_is_excel", file, kind=kind)
    if kind == ".xlsx":
        return read_workbook(data, file, choose)
    if kind == ".csv":
        return [read_csv(data, file, knows)]
    return _json(data, file, choose)


def read_bytes(path: Path) -> bytes:
    """A whole file. Raises ``TableError`` where it is missing, locked or too large."""
    try:
        if path.exists() and not path.is_file():
            raise refused("table_folder", path.name)
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise refused("table_missing", path.name) from None
    except PermissionError:
        raise refused("table_locked", path.name) from None
    except OSError as error:
        raise refused("table_unreadable", path.name) from error
    if len(data) > LARGEST_FILE:
        raise refused("table_too_large", path.name, megabytes=LARGEST_FILE // 1_000_000)
    return data


def _json(data: bytes, file: str, choose: Choose) -> list[Table]:
    """A list of objects, or an object with such a list for each sheet."""
    try:
        content = json.loads(data, object_pairs_hook=partial(_without_repetition, file))
    except json.JSONDecodeError as error:
        raise TableError(Problem("table_json", {"line": error.lineno}, Where(file=file))) from None
    except (ValueError, RecursionError):  # not a text, a number of thousands of digits, or nested without end
        raise refused("table_encoding", file) from None
    if isinstance(content, list):
        return [_records(content, file, None)]
    if not isinstance(content, dict) or not all(isinstance(part, list) for part in content.values()):
        raise refused("table_json_form", file)
    return [_records(content[name], file, name) for name in choose(list(content), file)]


def _without_repetition(file: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):  # of two fields with one name, json keeps the last and says nothing
        raise refused("table_json_twice", file)
    return content


def _records(records: Sequence[object], file: str | None, sheet: str | None) -> Table:
    problems = [
        Problem("table_record", where=Where(file=file, sheet=sheet, row=number))
        for number, record in enumerate(records, start=1)
        if not isinstance(record, Mapping)
    ]
    if problems:
        raise TableError(problems)
    mappings = [record for record in records if isinstance(record, Mapping)]
    headings = tuple(dict.fromkeys(name for record in mappings for name in record))
    if file is not None:
        check_size(file, len(mappings), len(headings) * len(mappings))
    rows = tuple(
        (number, tuple(clean(record.get(name, Mark.ABSENT)) for name in headings))
        for number, record in enumerate(mappings, start=1)
    )
    return Table(file, sheet, headings, rows)


def _frame(frame: "pd.DataFrame") -> Table:
    if all(name is not None and name not in frame.columns for name in frame.index.names):
        frame = frame.reset_index()  # an index with a name was a column
    columns = [
        [clean(value) for value in column.astype(object).where(column.notna(), None)]
        for column in (frame.iloc[:, index] for index in range(frame.shape[1]))
    ]
    rows = tuple((number, cells) for number, cells in enumerate(zip(*columns, strict=True), start=1))
    return Table(None, None, tuple(frame.columns), rows)
