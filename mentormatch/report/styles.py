"""How the sheets of the workbook look: the same few styles everywhere, readable in print and without colours."""

from collections.abc import Iterable, Mapping
from copy import copy
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.dimensions import ColumnDimension

HEADING, NEEDED, INPUT = "D9E2EC", "BCCCDC", "FFF9E5"
"""Fills: above columns; above those that a mentor is not proposed without; where a person decides."""
DAYS: Mapping[str, str] = {"nb": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
TEXT, WHOLE, SHARE = "@", "0", "0 %"
"""Number formats: digits as they are typed, whole numbers, shares."""
_GREY, _DARK, _LIGHT = "7B8794", "1F2933", "D9D9D9"
_FONT = "Calibri"
"""That of openpyxl's new workbooks; a font without a name would be any."""


def solid(colour: str) -> "PatternFill":
    """A cell filled with one colour."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def colour_of(cell: "Cell") -> str | None:
    """The colour a cell is filled with; None where it is not, and something else than six signs for one of a theme."""
    if cell.fill.fill_type is None:
        return None
    colour = cell.fill.fgColor.rgb
    return colour[-6:] if isinstance(colour, str) else "theme"


def fill_of(cell: "Cell") -> "PatternFill":
    """The fill of a cell, for another one."""
    fill: PatternFill = copy(cell.fill)  # type: ignore[assignment]  # what openpyxl shows is a proxy of it
    return fill


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row with these texts, each in a column of this width in characters.

    A program that opens the file fits the rows to what it finds, but not all do so before they print.
    """
    lines = [sum(ceil(max(len(line), 1) / width) for line in text.split("\n")) for text, width in texts]
    return 15.0 * max([1, *lines])


def as_heading(cell: "Cell", fill: str = HEADING) -> None:
    """What stands above a column."""
    from openpyxl.styles import Alignment, Border, Font, Side

    cell.font = Font(name=_FONT, size=11, bold=True, color=_DARK)
    cell.fill = solid(fill)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(bottom=Side("thin", color=_GREY))


def as_title(cell: "Cell", size: int = 14) -> None:
    """What stands above a part of a page."""
    from openpyxl.styles import Font

    cell.font = Font(name=_FONT, bold=True, size=size, color=_DARK)


def as_text(cell: "Cell") -> None:
    """A paragraph, or whatever else may need several lines."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def as_entry(cells: "Cell | ColumnDimension") -> None:
    """What somebody types, in a cell or a whole column: numbers and days to the left too, so that none touch a text."""
    from openpyxl.styles import Alignment

    cells.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def as_number(cell: "Cell", number_format: str) -> None:
    """A number at the top of its row, where the sentences beside it begin."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="center", vertical="top")
    cell.number_format = number_format


def underline(cell: "Cell") -> None:
    """A thin line under a row, so that the eye stays on it."""
    from openpyxl.styles import Border, Side

    cell.border = Border(bottom=Side("thin", color=_LIGHT))


def as_example(cell: "Cell") -> None:
    """A row that is nobody."""
    from openpyxl.styles import Font

    cell.font = Font(name=_FONT, size=11, italic=True, color=_GREY)
    as_entry(cell)
