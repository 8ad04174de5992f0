"""Lists to choose from: on a hidden sheet, under names that the columns refer to, made anew on each writing.

A list helps; it does not forbid what the reader understands too, such as several words in a cell. Only the decision
must be one of its words.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mentormatch import vocabulary
from mentormatch.compatibility import today
from mentormatch.report.layout import LISTS, MARK, marked
from mentormatch.sentences import say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 1000
"""The last row of a column that has its list."""
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
"""What Excel allows."""
_SHEET = "mentormatch"
_PREFIX = "mm_"

_CODES = (
    "decision", "gender", "role", "engagement", "urgency", "target_group", "level_of_work", "unit", "distance",
    "yes_no", "sector", "basis",
)  # fmt: skip

OF_FIELDS: Mapping[str, str] = {
    "gender": "gender", "languages": "language", "municipality": "municipality", "role": "role", "unit": "unit",
    "engagement.kind": "engagement", "engagement.may_be_lent": "yes_no", "requirements.confidentiality": "yes_no",
    "requirements.police_certificate": "yes_no", "sector": "sector", "wanted_target_groups": "target_group",
    "wanted_levels": "level_of_work", "basis": "basis", "limits.genders": "gender", "limits.distance": "distance",
    "protected_address": "yes_no", "urgency": "urgency", "interpreter_accepted": "yes_no",
    "target_group": "target_group", "level_of_work": "level_of_work",
}  # fmt: skip
"""Which list helps with which field."""


def lists(language: str) -> dict[str, list[str]]:
    """Every list in one language, as the reader understands it."""
    known = vocabulary.current()
    found = {
        kind: [
            known.label(kind, code, language)
            for code in known.codes(kind)
            if kind != "basis" or known.basis(code).in_force(today())
        ]
        for kind in _CODES
    }
    names = {number: known.municipality_name(number) for number in known.municipalities()}
    often = Counter(names.values())
    found["municipality"] = sorted(
        f"{name} ({known.county_name(known.county(number))})" if often[name] > 1 else name
        for number, name in names.items()
    )
    found["language"] = sorted({known.language_name(code, language) for code in known.languages()}, key=str.casefold)
    return found


def renew(book: "Workbook", language: str) -> None:
    """The hidden sheet with all lists, and a name for each, instead of those that were there."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    texts = {name: defined.attr_text or "" for name, defined in book.defined_names.items()}
    old = marked(texts, book.sheetnames).get(LISTS)
    if old is not None:
        book.remove(book[old])
    page = book.create_sheet(old or _free_name(book))
    page.sheet_state = "hidden"
    name_sheet(book, LISTS, page)
    for column, (kind, words) in enumerate(lists(language).items(), start=1):
        for row, word in enumerate(words, start=1):
            page.cell(row, column, word).data_type = "s"
        letter, name = get_column_letter(column), f"{_PREFIX}{kind}"
        refers_to = f"'{page.title}'!${letter}$1:${letter}${len(words)}"
        book.defined_names[name] = DefinedName(name, attr_text=refers_to)


def _free_name(book: "Workbook") -> str:
    taken = {name.casefold() for name in book.sheetnames}
    return next(name for name in (_SHEET, *(f"{_SHEET} {n}" for n in range(2, 1000))) if name not in taken)


def name_sheet(book: "Workbook", sheet: str, page: "Worksheet") -> None:
    """Mark a sheet, so that it is found whatever it is called later."""
    from openpyxl.workbook.defined_name import DefinedName

    title = page.title.replace("'", "''")
    book.defined_names[MARK + sheet] = DefinedName(MARK + sheet, attr_text=f"'{title}'!$A$1", hidden=True)


def offer(page: "Worksheet", kind: str, cells: str, *, prompt: str = "", title: str = "", language: str) -> None:
    """Let these cells choose from a list (and show what to write, when one of them is selected)."""
    found = _validation(kind, prompt, title)
    if kind == "decision":
        found.showErrorMessage, found.errorStyle = True, "stop"
        found.errorTitle, found.error = say("workbook.list.title", language), say("workbook.list.decision", language)
    found.add(cells)
    page.add_data_validation(found)


def tell(page: "Worksheet", cells: str, *, prompt: str, title: str) -> None:
    """Show what to write, when one of these cells is selected."""
    found = _validation("", prompt, title)
    found.add(cells)
    page.add_data_validation(found)


def take_back(page: "Worksheet", kind: str) -> None:
    """Remove a list from all cells of a sheet."""
    kept = [found for found in page.data_validations.dataValidation if found.formula1 != f"{_PREFIX}{kind}"]
    page.data_validations.dataValidation = kept


def _validation(kind: str, prompt: str, title: str) -> "DataValidation":
    from openpyxl.worksheet.datavalidation import DataValidation

    made = DataValidation(
        type="list" if kind else None, formula1=f"{_PREFIX}{kind}" if kind else None, allow_blank=True
    )
    made.showErrorMessage = False
    if prompt:
        made.showInputMessage = True
        made.prompt, made.promptTitle = prompt[:_LONGEST_PROMPT], title[:_LONGEST_TITLE]
    return made
