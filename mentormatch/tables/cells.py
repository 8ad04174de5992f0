"""What a source of any kind gives: a table of raw cells that know where they stand, and the limits it must keep."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mentormatch.errors import Problem, TableError, Where
from mentormatch.values import is_empty

LARGEST_FILE = 50_000_000
"""Bytes of a file, and of what is packed inside it."""
MOST_ROWS = 50_000
MOST_CELLS = 1_000_000
"""Of a file: 25,000 people with forty columns. What a script passes has no such limits."""


class Mark(Enum):
    """What stands in a cell that has no value."""

    ABSENT = "absent"
    """The record of a script or of JSON does not have this field at all."""
    UNCALCULATED = "uncalculated"
    """A formula, and no program has stored what it comes to."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its headings, and each row with its number as the user sees it.

    In a spreadsheet or CSV the first row is number 1, also where cells hold line breaks; records of JSON, a list or a
    DataFrame are counted from 1.
    """

    file: str | None
    sheet: str | None
    headings: tuple[object, ...]
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    heading_row: int | None = None

    @property
    def where(self) -> Where:
        """The place of the whole table."""
        return Where(file=self.file, sheet=self.sheet)


def refused(key: str, file: str | None, /, **values: object) -> TableError:
    """An error about a whole file."""
    return TableError(Problem(key, values, Where(file=file)))


def clean(value: object) -> object:
    """A cell as a plain Python value: None where it is empty, texts without spaces around them, no types of numpy."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (Mark, bool, int)):
        return value
    kind = type(value)
    if kind.__name__ == "NAType":
        return None
    if kind.__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, (float, datetime)) and is_empty(value) else value  # an empty list is the record's


def check_size(file: str | None, rows: int, cells: int, most_cells: int = MOST_CELLS) -> None:
    """Refuse what no list of people is, before any more of it is held in memory."""
    if rows > MOST_ROWS or cells > most_cells:
        raise refused("table_too_many_cells", file, rows=MOST_ROWS, cells=most_cells)


def letter(index: int) -> str:
    """The letter a spreadsheet shows above a column, counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    text, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
