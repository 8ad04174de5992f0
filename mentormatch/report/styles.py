"""How the sheets of the workbook look: the same few styles everywhere, readable in print and without colours."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill

HEADING, NEEDED, INPUT = "D9E2EC", "BCCCDC", "FFF9E5"
"""Fills: above columns; above those that a mentor is not proposed without; where a person decides."""
DAYS: Mapping[str, str] = {"nb": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
TEXT, WHOLE, SHARE = "@", "0", "0 %"
"""Number formats: digits as they are typed, whole numbers, shares."""
_GREY, _DARK = "7B8794", "1F2933"


def solid(colour: str) -> "PatternFill":
    """A cell filled with one colour."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def as_heading(cell: "Cell", fill: str = HEADING) -> None:
    """What stands above a column."""
    from openpyxl.styles import Alignment, Border, Font, Side

    cell.font = Font(bold=True, color=_DARK)
    cell.fill = solid(fill)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(bottom=Side("thin", color=_GREY))


def as_title(cell: "Cell", size: int = 14) -> None:
    """What stands above a part of a page."""
    from openpyxl.styles import Font

    cell.font = Font(bold=True, size=size, color=_DARK)


def as_text(cell: "Cell") -> None:
    """A paragraph, or whatever else may need several lines."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def as_number(cell: "Cell", number_format: str) -> None:
    """A number at the top of its row, where the sentences beside it begin."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(horizontal="right", vertical="top")
    cell.number_format = number_format


def as_example(cell: "Cell") -> None:
    """A row that is nobody."""
    from openpyxl.styles import Alignment, Font

    cell.font = Font(italic=True, color=_GREY)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
