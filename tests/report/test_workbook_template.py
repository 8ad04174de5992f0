"""The empty workbook: its headings and lists are understood, its example is nobody, its page says what to write."""

import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from workbook_cases import changed

from mentormatch import Mentee, Mentor, read_mentees, read_mentors, vocabulary
from mentormatch.errors import TableError
from mentormatch.profiles import Person
from mentormatch.report import dropdowns
from mentormatch.report.template import (
    DECISION_COLUMNS,
    MENTEE_COLUMNS,
    MENTOR_COLUMNS,
    example,
    fill_text,
    headings,
    write_template,
)
from mentormatch.sentences import languages, say
from mentormatch.tables.headings import lookup

SHEETS = {
    "nb": ["Les først", "Mentorer", "Mentees", "Løpende", "Skal ikke kobles", "mentormatch"],
    "en": ["Read first", "Mentors", "Mentees", "Running", "Bans", "mentormatch"],
}


@pytest.fixture(params=languages())
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "bank.xlsx"
    write_template(path, language=request.param)
    return path, request.param


def test_the_sheets_and_their_headings(made: tuple[Path, str]) -> None:
    path, language = made
    book = load_workbook(path)
    assert book.sheetnames == SHEETS[language]
    assert book["mentormatch"].sheet_state == "hidden"
    people = ((1, Mentor, MENTOR_COLUMNS), (2, Mentee, MENTEE_COLUMNS))
    for index, record, columns in (*people, (3, None, DECISION_COLUMNS), (4, None, DECISION_COLUMNS)):
        page = book.worksheets[index]
        shown = [str(cell.value) for cell in page[1]]
        assert [".".join(lookup(record).find(name) or ()) for name in shown] == list(columns)
        assert page.freeze_panes is not None
        assert all(page.column_dimensions[get_column_letter(number)].width >= 11 for number, _ in enumerate(columns, 1))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("record", "columns"), [(Mentor, MENTOR_COLUMNS), (Mentee, MENTEE_COLUMNS)])
@pytest.mark.parametrize("language", languages())
def test_the_headings_are_the_languages_own_and_each_says_what_to_write(
    record: type[Person], columns: tuple[str, ...], language: str
) -> None:
    kind = "mentors" if record is Mentor else "mentees"
    for name, column in zip(headings(record, columns, language), columns, strict=True):
        assert name[0].isupper()
        assert "." not in name
        text = fill_text(kind, column, language)
        assert text.endswith(".")
        assert len(text) <= 255  # what Excel shows beside a cell


def test_what_a_cell_shows_when_it_is_selected(made: tuple[Path, str]) -> None:
    path, language = made
    page = load_workbook(path).worksheets[1]
    shown = {str(one.sqref).split("2:")[0]: one for one in page.data_validations.dataValidation}
    assert len(shown) == len(MENTOR_COLUMNS)
    for number, (cell, column) in enumerate(zip(page[1], MENTOR_COLUMNS, strict=True), start=1):
        one = shown[get_column_letter(number)]
        assert (one.prompt, one.promptTitle) == (fill_text("mentors", column, language), str(cell.value)[:32])
        assert one.formula1 == (f"mm_{dropdowns.OF_FIELDS[column]}" if column in dropdowns.OF_FIELDS else None)
        assert not one.showErrorMessage  # what is not in the list may be right all the same


def test_the_lists_are_named_and_the_reader_understands_every_word(made: tuple[Path, str]) -> None:
    path, language = made
    book, known = load_workbook(path), vocabulary.current()
    readers = {"municipality": known.municipality, "language": known.language}
    for kind, words in dropdowns.lists(language).items():
        refers_to = str(book.defined_names[f"mm_{kind}"].attr_text).replace("'", "").replace("$", "")
        sheet, _, cells = refers_to.partition("!")
        stand = [row[0].value for row in book[sheet][cells]]
        assert stand == words
        read = [readers[kind](word) if kind in readers else known.code(kind, word) for word in words]
        assert len(set(read)) == len(words) >= 2
    assert len(dropdowns.lists(language)["municipality"]) == 357
    assert "barnevernloven av 1992" not in dropdowns.lists("nb")["basis"]


def test_the_example_is_filled_in_understood_and_nobody(made: tuple[Path, str]) -> None:
    path, language = made
    assert (read_mentors(path), read_mentees(path)) == ([], [])
    book = load_workbook(path)
    for page in book.worksheets[1:3]:
        assert all(cell.value is not None for cell in page[2])
        assert page["A2"].comment is not None
        assert page["A2"].comment.text == say("workbook.example.note", language)
        assert all(cell.font.italic for cell in page[2])
    with changed(path) as book:
        for page, name in zip(book.worksheets[1:3], ("M1", "B1"), strict=True):
            page["A2"] = name
    (mentor,), (mentee,) = read_mentors(path), read_mentees(path)
    for person, columns in ((mentor, MENTOR_COLUMNS), (mentee, MENTEE_COLUMNS)):
        assert {column.partition(".")[0] for column in columns} <= person.model_fields_set
    assert mentee.protected_address is False
    assert mentee.wishes is not None
    assert len(mentee.wishes) == sum(column.startswith("wishes") for column in MENTEE_COLUMNS)


def test_the_example_of_the_mentor_could_be_proposed() -> None:
    """Whoever copies its row does not copy a reason against."""
    from mentormatch import match

    cells = {
        record: dict(
            zip(
                headings(record, columns, "nb"),
                [example(f"{record.__name__.lower()}s", column, "nb") for column in columns],
                strict=True,
            )
        )
        for record, columns in ((Mentor, MENTOR_COLUMNS), (Mentee, MENTEE_COLUMNS))
    }
    mentor, mentee = {**cells[Mentor], "Id": "M1"}, {**cells[Mentee], "Id": "B1", "Ønske etnisk bakgrunn": None}
    mentor["Kjønn"] = "mann"
    matching = match(read_mentees([mentee]), read_mentors([mentor]), on="2026-11-22")
    assert matching.people == 1, matching.unmatched["reason"].tolist()


def test_the_page_in_plain_words_explains_every_column(made: tuple[Path, str]) -> None:
    path, language = made
    page = load_workbook(path).worksheets[0]
    told = {str(row[0].value): str(row[1].value) for row in page.iter_rows() if row[1].value}
    for record, columns in ((Mentor, MENTOR_COLUMNS), (Mentee, MENTEE_COLUMNS)):
        for name, column in zip(headings(record, columns, language), columns, strict=True):
            assert name in told, column
    needed = say("workbook.help.needed", language)
    assert sum(needed in text for text in told.values()) == 4


def test_nothing_is_written_over(made: tuple[Path, str]) -> None:
    path, language = made
    before = path.read_bytes()
    with pytest.raises(TableError):
        write_template(path, language=language)
    assert path.read_bytes() == before


def test_a_template_has_a_place_and_is_a_workbook(tmp_path: Path) -> None:
    for path, key in (
        (tmp_path / "none" / "bank.xlsx", "table_write_folder"),
        (tmp_path / "bank.csv", "workbook_kind"),
    ):
        with pytest.raises(TableError) as caught:
            write_template(path)
        assert [problem.key for problem in caught.value.problems] == [key]
    assert not list(tmp_path.iterdir())
