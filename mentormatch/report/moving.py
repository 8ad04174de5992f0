"""Decided rows move: accepted ones to the running cases, declined ones to the pairs that must not be made."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mentormatch.report import dropdowns, styles
from mentormatch.report.decisions import MOVES_TO, Answer
from mentormatch.report.layout import PROPOSALS, Found
from mentormatch.report.remains import Stored, cell_at, put_whole, renewed
from mentormatch.report.sheets import find_columns, find_page, set_value
from mentormatch.report.template import DECISION_COLUMNS, fill_decisions, headings
from mentormatch.tables.cells import Table
from mentormatch.tables.columns import columns_of
from mentormatch.tables.headings import lookup
from mentormatch.vocabulary.spellings import folded

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_WHERE_TO = {
    "mentee_id": "mentee_id", "mentor_id": "mentor_id", "name": "mentor_id", "because": "reason", "decision": "reason",
    "decided_by": "decided_by", "date": "date",
}  # fmt: skip
"""Where a note or a colour on a cell of the proposals goes; on any other cell it goes to the mentee's."""


def move(
    book: "Workbook", answers: Sequence[Answer], sheets: Mapping[str, str], *, file: str, on: date, language: str
) -> list[tuple[str, str]]:
    """Add the decided rows to their sheets, with their notes, colours and own columns; the pairs that moved.

    ``sheets`` are the names of the user's sheets, by what they hold; one that is missing is made. ``on`` is the day of
    a decision that has no date.
    """
    moving = [answer for answer in answers if answer.decision in MOVES_TO]
    page = find_page(book, PROPOSALS)
    if page is None:
        return []
    found = find_columns(page, PROPOSALS, file, language)
    for answer in moving:
        kind = MOVES_TO[answer.decision]
        target = book[sheets[kind]] if sheets[kind] in book.sheetnames else _made(book, kind, sheets[kind], language)
        _add(target, answer, page, found, on, language)
    return [answer.pair for answer in moving]


def _made(book: "Workbook", kind: str, name: str, language: str) -> "Worksheet":
    page: Worksheet = book.create_sheet(name)
    dropdowns.name_sheet(book, kind, page)
    fill_decisions(page, language)
    return page


def _add(target: "Worksheet", answer: Answer, page: "Worksheet", found: Found, on: date, language: str) -> None:
    head, places = _columns(target, language)
    number = _last_row(target, head) + 1
    values = {
        "mentee_id": answer.mentee_id, "mentor_id": answer.mentor_id, "reason": answer.because,
        "decided_by": answer.decided_by, "date": answer.date or on,
    }  # fmt: skip
    for column, place in places.items():
        cell = cell_at(target, number, place)
        set_value(cell, values[column])
        styles.as_text(cell)
        if column == "date":
            cell.number_format = styles.DAYS[language]
        elif column.endswith("_id"):
            cell.number_format = styles.TEXT
    named = {place: column for column, place in found.places.items()}
    for place in range(page.max_column):
        stored = Stored.of(cell_at(page, answer.row, place))
        if place in named:
            _put_marks(stored, cell_at(target, number, places[_WHERE_TO.get(named[place], "mentee_id")]))
        elif not stored.is_empty or stored.note is not None:
            heading = cell_at(page, found.row, place)
            put_whole(stored, cell_at(target, number, _own_column(target, head, heading)))
    _stretch(target, number)


def _columns(target: "Worksheet", language: str) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the place of each column that a decision has; missing ones are added."""
    rows = enumerate(target.iter_rows(values_only=True), start=1)
    head, cells = next((number, cells) for number, cells in rows if any(cell is not None for cell in cells))
    read = columns_of(Table(None, target.title, cells, (), head), lookup(None)).read
    places = {column.path[0]: column.index for column in read}
    for column, name in zip(DECISION_COLUMNS, headings(None, DECISION_COLUMNS, language), strict=True):
        if column not in places:
            places[column] = _new_column(target, head, name)
    return head, {column: places[column] for column in DECISION_COLUMNS}


def _own_column(target: "Worksheet", head: int, heading: "SheetCell") -> int:
    """The place of a column of the user's, by its heading; a new one where there is none."""
    name = "" if heading.value is None else str(heading.value)
    for place in range(target.max_column):
        if name and folded(str(cell_at(target, head, place).value or "")) == folded(name):
            return place
    return _new_column(target, head, name)


def _new_column(target: "Worksheet", head: int, name: str) -> int:
    place = target.max_column
    cell = cell_at(target, head, place)
    set_value(cell, name or None)
    styles.as_heading(cell)
    return place


def _last_row(target: "Worksheet", head: int) -> int:
    """The last row with anything in it; lists and formats reach farther down."""
    rows = enumerate(target.iter_rows(min_row=head, values_only=True), start=head)
    return max(number for number, cells in rows if number == head or any(cell not in (None, "") for cell in cells))


def _put_marks(stored: Stored, cell: "SheetCell") -> None:
    """The note and the colour of a cell of the proposals; several notes for one cell follow each other."""
    if stored.note is not None:
        before = f"{cell.comment.text}\n" if cell.comment is not None else ""
        cell.comment = renewed(stored.note, before)
    if stored.fill is not None:
        cell.fill = stored.fill


def _stretch(target: "Worksheet", number: int) -> None:
    """Let a table or filter that ended above the new row hold it too."""
    from openpyxl.utils import get_column_letter, range_boundaries

    for table in target.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        if bottom == number - 1 and left is not None and right is not None:
            table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{number}"
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
    if target.auto_filter.ref:
        left, top, right, bottom = range_boundaries(target.auto_filter.ref)
        if bottom == number - 1 and left is not None and right is not None:
            target.auto_filter.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{number}"
