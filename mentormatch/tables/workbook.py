"""Excel workbooks: what must be true of a file before it is parsed, and the values that stand in its cells."""

import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Protocol, cast

from mentormatch.tables.cells import LARGEST_FILE, Mark, Table, check_size, clean, refused

ZIPPED = b"PK\x03\x04"
"""How a workbook starts."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_PARTS = 10_000
MOST_CELLS = 200_000
"""Of a workbook: 5,000 people with forty columns. Reading more takes seconds; from CSV it does not."""
_MOST_TAGS = 8 * MOST_CELLS
_MOST_OTHER_TAGS = 100_000
"""Of styles and all that is not cells, which takes longer to read and to hold."""
_TAG = re.compile(rb"<(?:\w+:)?(\w+)")
_TAGS_OF_CELLS = frozenset(
    b"c row v f is t si r rPr rFont sz color family scheme b i u charset vertAlign".split()
)  # the texts' own formatting among them
_LAST_ROW = 1_048_576
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


class _Sheet(Protocol):
    """What is used of openpyxl's read-only worksheet."""

    title: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...
    def _get_source(self) -> IO[bytes]: ...


Choose = Callable[[Sequence[str], str], Sequence[str]]
"""Which of these sheets of a file to read."""


def read_workbook(data: bytes, file: str, choose: Choose) -> list[Table]:
    """The chosen sheets of a workbook: values only, a formula as what was stored for it."""
    if data.startswith(_OLD_OFFICE):
        raise refused("table_protected" if _ENCRYPTED in data else "table_old_excel", file)
    if not data.startswith(ZIPPED):
        raise refused("table_not_excel", file)
    with damage_reported(file):
        _check_package(data, file)
        from openpyxl import load_workbook

        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: cast(_Sheet, sheet) for sheet in book.worksheets}
    if not sheets:
        raise refused("table_damaged", file)
    chosen = choose(list(sheets), file)
    with damage_reported(file):
        tables = [_table(sheets[name], name, file) for name in chosen]
        book.close()
    return tables


@contextmanager
def damage_reported(file: str) -> Iterator[None]:
    """Whatever goes wrong inside is a damaged file: openpyxl checks little of what it reads."""
    from xml.etree.ElementTree import ParseError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, validation and printing, which are not read
            yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ParseError, NotImplementedError) as error:
        raise refused("table_damaged", file) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, AssertionError) as error:
        # a part that is missing or senseless; what defusedxml refuses is a ValueError too
        raise refused("table_damaged", file) from error


def _check_package(data: bytes, file: str) -> None:
    """Refuse a file that unpacks to more than a list of people can be.

    The sizes in the directory of the package are what Python unpacks at most, whatever lies in the file; the sizes
    that sheets state of themselves bind nobody. So tags are counted, which is quick, before any is parsed.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise refused("table_protected", file)
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_FILE:
            raise refused("table_too_large", file, megabytes=LARGEST_FILE // 1_000_000)
        if _has_too_much(package):
            check_size(file, 0, MOST_CELLS + 1, MOST_CELLS)


def _has_too_much(package: zipfile.ZipFile) -> bool:
    """Whether there is more to parse than a list of people has, by the names of the tags."""
    tags, others = Counter[bytes](), 0
    for part in package.infolist():
        data, name = package.read(part), part.filename.casefold()
        if "worksheets/" not in name and not name.endswith("sharedstrings.xml"):
            others += data.count(b"<")
        elif b"\0" in data:
            raise ValueError("a sheet in UTF-16, which no program writes, and in which tags would go uncounted")
        elif data.count(b"<") > _MOST_TAGS:
            return True
        else:
            tags.update(match[1] for match in _TAG.finditer(data))
    others += sum(count for tag, count in tags.items() if tag not in _TAGS_OF_CELLS)
    most = max(tags[b"c"], tags[b"si"], tags[b"row"])
    return most > MOST_CELLS or tags.total() > _MOST_TAGS or others > _MOST_OTHER_TAGS


def _table(sheet: _Sheet, name: str, file: str) -> Table:
    sheet.reset_dimensions()
    uncalculated = _uncalculated(sheet)
    rows: list[tuple[int, tuple[object, ...]]] = []
    total = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        values = [clean(value) for value in cells]
        for column in uncalculated.get(number, ()):
            values[column] = Mark.UNCALCULATED
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append((number, tuple(values)))
            total += len(values)
            check_size(file, len(rows), total, MOST_CELLS)
        if number > _LAST_ROW:
            raise refused("table_damaged", file)
    if not rows:
        raise refused("table_empty_sheet", file, sheet=name)
    width = max(len(values) for _, values in rows)
    (heading_row, headings), *body = rows
    return Table(file, name, headings + (None,) * (width - len(headings)), tuple(body), heading_row)


def _uncalculated(sheet: _Sheet) -> dict[int, list[int]]:
    """Rows and columns (from 0) of formulas for which no program has stored a value.

    openpyxl shows such a cell as empty, and the same for a formula whose stored value is an empty text.
    """
    from defusedxml.ElementTree import iterparse
    from openpyxl.utils import column_index_from_string

    with sheet._get_source() as stream:
        data = stream.read()
    if not _FORMULA.search(data):
        return {}
    found: dict[int, list[int]] = {}
    number = 0
    for _, row in iterparse(BytesIO(data)):
        if not row.tag.endswith("}row"):
            continue
        number = int(row.get("r", number + 1))
        column = 0
        for cell in row:
            place = re.match("[A-Z]+", cell.get("r", ""))
            column = column_index_from_string(place[0]) if place is not None else column + 1
            inside = {child.tag.rpartition("}")[2]: child.text for child in cell}
            stored = inside.get("v") or (cell.get("t") == "str" and "v" in inside)
            if "f" in inside and not stored:
                found.setdefault(number, []).append(column - 1)
        row.clear()
    return found
