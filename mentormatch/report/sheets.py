"""The program's sheets in a workbook, filled anew: what people have put there follows the person it is about."""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from itertools import accumulate
from typing import TYPE_CHECKING

from mentormatch.errors import Problem, TableError
from mentormatch.report import dropdowns, styles
from mentormatch.report.layout import (
    DECISION,
    PROPOSALS,
    Cell,
    Found,
    Result,
    find_headings,
    heading,
    marked,
    sheet_named,
    title,
)
from mentormatch.report.remains import Key, Remains, Row, cell_at

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    "mentee_id": 10, "mentor_id": 10, "name": 20, "score": 8, "known": 8, "reason": 48, "ask": 32, "alternative": 26,
    "cost": 24, "reserve": 20, "decision": 13, "because": 28, "decided_by": 18, "date": 12, "factor": 24, "points": 8,
    "weight": 8, "values": 48, "why_none": 60, "help": 60, "scarcity": 22, "places": 9, "running": 9, "proposed": 10,
    "free": 9, "part": 26, "counts": 16, "how": 70, "toml": 44,
}  # fmt: skip
_FORMATS = {
    "score": styles.WHOLE, "known": styles.SHARE, "points": styles.WHOLE, "weight": "0.0", "places": styles.WHOLE,
    "running": styles.WHOLE, "proposed": styles.WHOLE, "free": styles.WHOLE,
}  # fmt: skip
_TEXT_OF = {"proposals": "reason", "explanation": "reason", "unmatched": "why_none", "capacity": "ask", "model": "how"}
"""The column that says why a row is only kept because somebody wrote something there."""
_USUAL_WIDTH = 10.0
_LINES_WIDE = 105
"""Over how many characters the lines above the headings are spread."""


def find_page(book: "Workbook", result: Result) -> "Worksheet | None":
    """The sheet with these results, if there is one."""
    texts = {name: defined.attr_text or "" for name, defined in book.defined_names.items()}
    name = sheet_named(result, marked(texts, book.sheetnames), book.sheetnames)
    return None if name is None else book[name]


def find_columns(page: "Worksheet", result: Result, file: str, language: str) -> Found:
    """Where the sheet has its columns. Raises ``TableError`` where they are not to be found, or cells are merged."""
    found = find_headings(enumerate(page.iter_rows(values_only=True), start=1), result)
    if found is None:
        columns = ", ".join(f"«{heading(column, language)}»" for column in result.keys)
        raise TableError(Problem("workbook_not_ours", {"headings": columns}, Cell.at(file, page.title, 1, 0)))
    for merged in page.merged_cells.ranges:
        if merged.max_row > found.row:
            where = Cell.at(file, page.title, merged.min_row, merged.min_col - 1)
            raise TableError(Problem("workbook_merged", {"cells": merged.coord}, where))
    return found


def fill(
    book: "Workbook",
    result: Result,
    above: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    *,
    file: str,
    moved: Collection[Key] = (),
    gone: Callable[[Key], str],
    language: str,
) -> "Worksheet":
    """Write the rows of a result into its sheet, which is made where it is missing.

    Own columns, notes and colours of a row stay with its key; in the proposals they follow the mentee where somebody
    else is proposed now. A row that is not among the results any more, but holds something that a person wrote, is
    kept at the end, with the sentence of ``gone``. ``moved`` are keys of rows that have gone to another sheet.
    """
    page = find_page(book, result)
    of_sheet = frozenset[str]()
    if page is None:
        page = book.create_sheet(_free_title(book, title(result.name, language)))
        found = Found(len(above) + 1, {column: index for index, column in enumerate(result.columns)})
    else:
        found = find_columns(page, result, file, language)
        of_sheet = frozenset(found.places)
        if found.row <= len(above):
            page.insert_rows(1, len(above) + 1 - found.row)
            found = Found(len(above) + 1, found.places)
    dropdowns.name_sheet(book, result.name, page)
    found = _with_all_columns(page, found, result)
    looks = _looks(book, found, language)
    remains = Remains.of(page, found, result, moved, looks)
    keys = [tuple(str(row.get(key, "")) for key in result.keys) for row in rows]
    remains.expect(keys)
    _clear(page, found.row)
    _write_head(page, found, above, language, added=found.places.keys() - of_sheet)
    widths, number = _widths(page, 1 + max(found.places.values())), found.row
    for number, (row, key) in enumerate(zip(rows, keys, strict=True), start=found.row + 1):
        before, same = remains.take(key)
        _write_row(page, number, found, row, before, same=same, widths=widths, looks=looks)
    for old in remains.left():
        number += 1
        if old.key is None:
            old.put_all(page, number)
            continue
        told = {column: old.value(found, column) for column in (*result.keys, "name") if column in found.places}
        told[_TEXT_OF[result.name]] = gone(old.key)
        _write_row(page, number, found, told, old, same=True, widths=widths, looks=looks)
    _finish(page, result, found, max(number, found.row + 1), language)
    return page


def _free_title(book: "Workbook", wanted: str) -> str:
    taken = {name.casefold() for name in book.sheetnames}
    return next(name for name in (wanted, *(f"{wanted} {n}" for n in range(2, 1000))) if name.casefold() not in taken)


def _with_all_columns(page: "Worksheet", found: Found, result: Result) -> Found:
    """With the columns that somebody has deleted, or that are new, at the end."""
    places = dict(found.places)
    for column in result.columns:
        if column not in places:
            places[column] = max(page.max_column, max(places.values()) + 1)
    return Found(found.row, places)


def _clear(page: "Worksheet", top: int) -> None:
    page.delete_rows(top + 1, max(page.max_row - top, 1))
    for number in [number for number in page.row_dimensions if number > top]:
        del page.row_dimensions[number]
    page._hyperlinks = [link for link in page._hyperlinks if _row_of(link.ref) <= top]  # type: ignore[attr-defined]  # openpyxl forgets them


def _row_of(reference: str) -> int:
    return int("".join(sign for sign in reference.partition(":")[0] if sign.isdigit()) or 0)


def _write_head(
    page: "Worksheet", found: Found, above: Sequence[str], language: str, *, added: Collection[str]
) -> None:
    from openpyxl.utils import get_column_letter

    for column, index in found.places.items():
        cell = cell_at(page, found.row, index)
        cell.value = heading(column, language)
        styles.as_heading(cell, styles.NEEDED if column in DECISION else styles.HEADING)
        if column in added:
            page.column_dimensions[get_column_letter(index + 1)].width = _WIDTHS[column]
    page.row_dimensions[found.row].height = 32
    sums = list(accumulate(_widths(page, 1 + max(found.places.values()))))
    last = next((place for place, wide in enumerate(sums) if wide >= _LINES_WIDE), len(sums) - 1)
    for number, line in enumerate(above, start=found.row - len(above)):
        for merged in [one for one in page.merged_cells.ranges if one.min_row <= number <= one.max_row]:
            page.unmerge_cells(merged.coord)
        cell = cell_at(page, number, 0)
        cell.value, cell.data_type = line, "s"
        styles.as_text(cell)
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=last + 1)
        page.row_dimensions[number].height = styles.height_of([(line, sums[last])])
    styles.as_title(cell_at(page, found.row - len(above), 0), 11)


def _widths(page: "Worksheet", count: int) -> list[float]:
    """The widths of the first columns, in characters; one entry may stand for several columns."""
    from openpyxl.utils import column_index_from_string

    found = [_USUAL_WIDTH] * count
    for letter, dimension in page.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        for place in range(first - 1, min(dimension.max or first, count)):
            found[place] = dimension.width or _USUAL_WIDTH
    return found


def _write_row(
    page: "Worksheet",
    number: int,
    found: Found,
    row: Mapping[str, object],
    before: Row | None,
    *,
    same: bool,
    widths: Sequence[float],
    looks: Mapping[str, object],
) -> None:
    """One row; ``before`` is what stood there, of the ``same`` pair or of another one with the same mentee."""
    texts = list[tuple[str, float]]()
    for column, index in found.places.items():
        cell = cell_at(page, number, index)
        cell._style = copy(looks[column])  # type: ignore[attr-defined]  # the whole look in one; each by itself is slow
        if column not in DECISION:
            set_value(cell, row.get(column))
        if before is not None:
            before.put(cell, index, value=same and column in DECISION, note=same or column == "mentee_id")
        if isinstance(cell.value, str):
            texts.append((cell.value, widths[index]))
    page.row_dimensions[number].height = styles.height_of(texts)
    if before is not None:
        before.put_own(page, number, found)


def set_value(cell: "SheetCell", value: object) -> None:
    """A plain value; a text stays a text, whatever a spreadsheet would take it for."""
    cell.value = None if value == "" else value  # type: ignore[assignment]  # texts, numbers and days only
    if isinstance(value, str) and value:
        cell.data_type = "s"
        if value[0] in "=+-@":
            cell.quotePrefix = True


def _looks(book: "Workbook", found: Found, language: str) -> dict[str, object]:
    """The look of each column, made up on a sheet that is thrown away."""
    page, looks = book.create_sheet(), dict[str, object]()
    for column, index in found.places.items():
        cell = cell_at(page, 1, index)
        _dress(cell, column, language)
        looks[column] = cell._style  # type: ignore[attr-defined]  # the whole look in one
    book.remove(page)
    return looks


def _dress(cell: "SheetCell", column: str, language: str) -> None:
    styles.underline(cell)
    if column in _FORMATS:
        styles.as_number(cell, _FORMATS[column])
        return
    styles.as_text(cell)
    if column in DECISION:
        cell.fill = styles.solid(styles.INPUT)
    if column == "date":
        cell.number_format = styles.DAYS[language]
    elif column in ("mentee_id", "mentor_id"):
        cell.number_format = styles.TEXT


def _finish(page: "Worksheet", result: Result, found: Found, last: int, language: str) -> None:
    """The list to choose from, a filter that hides nothing, frozen headings, and print on A4."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.views import Selection

    first, right = found.row + 1, max(found.places.values()) + 1
    dropdowns.take_back(page, "decision")
    if result is PROPOSALS:
        letter = get_column_letter(found.places["decision"] + 1)
        dropdowns.offer(page, "decision", f"{letter}{first}:{letter}{last}", language=language)
    if not any(_stretch(table, found.row, last) for table in page.tables.values()):
        page.auto_filter.filterColumn, page.auto_filter.sortState = [], None
        page.auto_filter.ref = f"A{found.row}:{get_column_letter(max(right, page.max_column))}{last}"
    keys = 3 if result is PROPOSALS else len(result.keys)
    corner = page.cell(first, 1 + (keys if result.name != "model" else 0)).coordinate
    if page.freeze_panes != corner:
        page.sheet_view.selection = [Selection()]  # else openpyxl adds to those of the panes that were
        page.freeze_panes = corner
        for selection in page.sheet_view.selection:
            selection.activeCell = selection.sqref = corner
    page.print_title_rows = f"{found.row}:{found.row}"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # every sheet has them when loaded


def _stretch(table: object, top: int, last: int) -> bool:
    """Let a table that the user has made of these rows end where they end."""
    from openpyxl.utils import get_column_letter, range_boundaries
    from openpyxl.worksheet.table import Table

    assert isinstance(table, Table)
    left, head, right, _ = range_boundaries(table.ref)
    if head != top or left is None or right is None:
        return False
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
    if table.autoFilter is not None:
        table.autoFilter.ref, table.autoFilter.filterColumn = table.ref, []
    return True
