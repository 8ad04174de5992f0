"""An empty workbook for a mentor bank: headings, lists to choose from, an example, and a page in plain words."""

from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.errors import check_language
from mentormatch.profiles import Mentee, Mentor, Person
from mentormatch.report import dropdowns, package, saving, styles
from mentormatch.report.layout import DECIDED, HELP, PEOPLE, title
from mentormatch.sentences import has, say
from mentormatch.tables.cells import refused
from mentormatch.tables.headings import lookup
from mentormatch.tables.rows import to_cells

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MENTOR_COLUMNS = (
    "id", "name", "role", "training_completed_on", "requirements.confidentiality", "requirements.police_certificate",
    "requirements.police_certificate.by", "engagement.kind", "engagement.hours_per_week", "engagement.start",
    "engagement.end", "maximum", "municipality", "engagement.may_be_lent", "languages", "gender", "birth_year",
    "sector", "competence", "background", "interests", "personality", "wanted_target_groups", "wanted_levels",
    "ethnic_background", "religion", "basis", "limits.genders", "limits.lowest_age", "limits.highest_age",
    "limits.distance", "excluded_mentees", "same_person_as", "minimum",
)  # fmt: skip
MENTEE_COLUMNS = (
    "id", "unit", "waiting_since", "urgency", "urgency_set_by", "urgency_reason", "languages", "interpreter_accepted",
    "municipality", "protected_address", "gender", "birth_year", "hours_per_week", "target_group", "level_of_work",
    "needs", "background", "interests", "ethnic_background", "religion", "basis", "wishes.gender", "wishes.language",
    "wishes.age", "wishes.sector", "wishes.own_municipality", "wishes.religion", "wishes.ethnic_background",
    "wishes.personality", "priorities", "excluded_mentors", "mentors_needed",
)  # fmt: skip
DECISION_COLUMNS = ("mentee_id", "mentor_id", "reason", "decided_by", "date")
"""What a coordinator needs; every other field has its heading in docs/files.md."""

_NEEDED = frozenset(
    [
        "id",
        "role",
        "training_completed_on",
        "requirements.confidentiality",
        "engagement.start",
        "mentee_id",
        "mentor_id",
    ]
)
"""A mentor is not proposed while one of these cells is empty."""
_DAYS = frozenset(["training_completed_on", "engagement.start", "engagement.end", "waiting_since", "date"])
_IDS = frozenset(["id", "mentee_id", "mentor_id", "excluded_mentees", "excluded_mentors", "same_person_as"])
_HELP_WIDTHS = (30.0, 95.0)
_WIDE = frozenset([
    "languages", "competence", "background", "interests", "personality", "needs", "reason", "wanted_target_groups",
    "urgency_reason", "priorities", "target_group",
])  # fmt: skip
_NAMES = frozenset([
    "name", "municipality", "sector", "engagement.kind", "requirements.police_certificate.by", "urgency_set_by",
    "ethnic_background", "religion", "basis", "decided_by", "wanted_levels", "role",
])  # fmt: skip
_PRINTED = 70
"""Percent: small enough for four sheets of paper beside each other, large enough to be read."""
_NARROWEST, _OF_NAMES, _OF_LISTS = 11, 20, 32


def write_template(
    path: str | PathLike[str],
    *,
    mentors: Sequence[Mentor] = (),
    mentees: Sequence[Mentee] = (),
    language: str = "nb",
) -> None:
    """Write an empty workbook: sheets for mentors, mentees, running cases and bans, and one that explains them.

    With people, they stand below the example, with what the sheets have a column for. The file is readable by its
    owner only. Raises ``TableError`` where a file of that name is there already.
    """
    from openpyxl import Workbook

    check_language(language)
    file = Path(path)
    if file.suffix.casefold() != ".xlsx":
        raise refused("workbook_kind", file.name)
    saving.refuse_existing(file)
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill_help(_sheet(book, HELP, language), language)
    for kind, record, columns, people in (
        (PEOPLE[0], Mentor, MENTOR_COLUMNS, mentors),
        (PEOPLE[1], Mentee, MENTEE_COLUMNS, mentees),
    ):
        page = _sheet(book, kind, language)
        _fill_people(page, kind, record, columns, language)
        _write_people(page, people, columns, language)
    for kind in DECIDED:
        fill_decisions(_sheet(book, kind, language), language)
    dropdowns.renew(book, language)
    saving.write_new(package.saved(book, file.name), file)


def _sheet(book: "Workbook", sheet: str, language: str) -> "Worksheet":
    page: Worksheet = book.create_sheet(title(sheet, language))
    dropdowns.name_sheet(book, sheet, page)
    return page


def headings(record: type[Person] | None, columns: Sequence[str], language: str) -> list[str]:
    """What stands above these columns."""
    known = lookup(record)
    return [known.heading(tuple(column.split(".")), language) for column in columns]


def _fill_people(page: "Worksheet", kind: str, record: type[Person], columns: Sequence[str], language: str) -> None:
    _head(page, headings(record, columns, language), columns, language)
    for index, column in enumerate(columns, start=1):
        cell = page.cell(2, index, example(kind, column, language))
        styles.as_example(cell)
        if column in _DAYS:
            cell.number_format = styles.DAYS[language]
        _help_in(page, kind, column, index, language)
    _fit(page, 2)
    from openpyxl.comments import Comment

    page["A2"].comment = Comment(say("workbook.example.note", language), "mentormatch", height=90, width=260)
    page.freeze_panes = "C2" if kind == "mentors" else "B2"
    # More columns than a sheet of paper has room for: they go on on the next one, with id (and name) repeated.
    page.print_title_cols = "A:B" if kind == "mentors" else "A:A"
    page.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]  # a new sheet has them
    page.page_setup.scale = _PRINTED


def _write_people(page: "Worksheet", people: Sequence[Person], columns: Sequence[str], language: str) -> None:
    """A row for each person, as somebody would type it."""
    for row, person in enumerate(people, start=3):
        cells = {".".join(path): value for path, value in to_cells(person, language).items()}
        for index, column in enumerate(columns, start=1):
            value = cells.get(column)
            cell = page.cell(row, index)
            cell.value = value  # type: ignore[assignment]  # texts, numbers and days only
            styles.as_entry(cell)  # type: ignore[arg-type]  # there are no merged cells
            if isinstance(value, date):
                cell.number_format = styles.DAYS[language]
            elif column in _IDS:
                cell.number_format = styles.TEXT
        _fit(page, row)


def _fit(page: "Worksheet", row: int) -> None:
    """As high as its longest text needs."""
    from openpyxl.utils import get_column_letter

    texts = enumerate((str(cell.value or "") for cell in page[row]), start=1)
    widths = [(text, page.column_dimensions[get_column_letter(index)].width) for index, text in texts]
    page.row_dimensions[row].height = styles.height_of(widths)


def fill_decisions(page: "Worksheet", language: str) -> None:
    """The headings of a sheet of decisions."""
    _head(page, headings(None, DECISION_COLUMNS, language), DECISION_COLUMNS, language)
    page.freeze_panes = "A2"


def _head(page: "Worksheet", names: Sequence[str], columns: Sequence[str], language: str) -> None:
    from openpyxl.utils import get_column_letter

    for index, (name, column) in enumerate(zip(names, columns, strict=True), start=1):
        styles.as_heading(page.cell(1, index, name), styles.NEEDED if column in _NEEDED else styles.HEADING)
        whole = page.column_dimensions[get_column_letter(index)]
        least = _OF_LISTS if column in _WIDE else _OF_NAMES if column in _NAMES else _NARROWEST
        whole.width = max(least, min(len(name) + 3, _OF_NAMES))
        styles.as_entry(whole)
        if column in _DAYS:
            whole.number_format = styles.DAYS[language]
        elif column in _IDS:
            whole.number_format = styles.TEXT
    page.row_dimensions[1].height = 32
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # a new sheet has them


def _help_in(page: "Worksheet", kind: str, column: str, index: int, language: str) -> None:
    """The list of a column, and what to write there, shown when a cell is selected."""
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(index)
    cells, heading = f"{letter}2:{letter}{dropdowns.LAST_ROW}", str(page.cell(1, index).value)
    prompt = fill_text(kind, column, language)
    if column in dropdowns.OF_FIELDS:
        dropdowns.offer(page, dropdowns.OF_FIELDS[column], cells, prompt=prompt, title=heading, language=language)
    else:
        dropdowns.tell(page, cells, prompt=prompt, title=heading)


def fill_text(kind: str, column: str, language: str) -> str:
    """What to write in a column, in plain words."""
    own = f"workbook.fill.{kind}.{column}"
    return say(own if has(own, language) else f"workbook.fill.both.{column}", language)


def example(kind: str, column: str, language: str) -> str | int | date:
    """What the example has in a column: a text, a number or a day."""
    text = say(f"workbook.example.{kind}.{column}", language)
    if column in _DAYS:
        return date.fromisoformat(text)
    return int(text) if text.isdecimal() else text


def _fill_help(page: "Worksheet", language: str) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = _HELP_WIDTHS
    page.sheet_view.showGridLines = False
    styles.as_title(page.cell(1, 1, say("workbook.help.title", language)))
    lines = [
        (say(f"workbook.help.{part}.title", language), say(f"workbook.help.{part}.text", language))
        for part in ("privacy", "fill", "run", "decide", "again", "conditions", "file")
    ]
    row = _write_help(page, 3, lines)
    for first, _ in enumerate(lines, start=3):
        styles.as_title(page.cell(first, 1), 11)  # type: ignore[arg-type]  # there are no merged cells
    for kind, record, columns in ((PEOPLE[0], Mentor, MENTOR_COLUMNS), (PEOPLE[1], Mentee, MENTEE_COLUMNS)):
        styles.as_title(page.cell(row + 1, 1, title(kind, language)), 12)
        for index, key in enumerate(("column", "what"), start=1):
            styles.as_heading(page.cell(row + 2, index, say(f"workbook.help.{key}", language)))
        needed = _NEEDED if kind == PEOPLE[0] else frozenset(["id"])
        texts = [fill_text(kind, column, language) for column in columns]
        last = say("workbook.help.needed", language)
        told = [f"{text} {last}" if c in needed and c != "id" else text for c, text in zip(columns, texts, strict=True)]
        row = _write_help(page, row + 3, list(zip(headings(record, columns, language), told, strict=True)))
    page.page_setup.paperSize, page.page_setup.fitToHeight = 9, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # a new sheet has them


def _write_help(page: "Worksheet", row: int, lines: Sequence[tuple[str, str]]) -> int:
    """Lines of two columns from this row on; the row after them."""
    for number, line in enumerate(lines, start=row):
        for index, text in enumerate(line, start=1):
            styles.as_text(page.cell(number, index, text))
        page.row_dimensions[number].height = styles.height_of(zip(line, _HELP_WIDTHS, strict=True))
    return row + len(lines)
