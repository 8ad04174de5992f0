"""The page for coordinators, followed to the letter: its commands run, what its tables say is typed in."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from mentormatch.cli import app
from mentormatch.report.layout import DECIDED, HELP, PEOPLE, RESULTS, title

PAGE = Path(__file__).parents[1] / "docs" / "koordinator.md"
PART = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```|(?P<table>(?:^\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
RUNNER = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "MENTORMATCH_DEBUG": None})
COMMAND = re.compile(r"^(?:mentormatch|py -m mentormatch) ", re.MULTILINE)


def parts() -> Iterator[tuple[str, str]]:
    """What stands in the page, in order: blocks by their kind, and tables."""
    for found in PART.finditer(PAGE.read_text(encoding="utf-8")):
        yield ("table", found["table"]) if found["table"] else (found["kind"], found["text"])


def cells(table: str) -> list[list[str]]:
    """The rows of a table, its headings first."""
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]
    return [rows[0], *rows[2:]]


def headed(page: Worksheet, heading: str) -> tuple[int, int]:
    """The row and column of a heading."""
    return next((c.row, c.column) for row in page.iter_rows(max_row=5) for c in row if c.value == heading)


def type_in(book: Path, table: str) -> bool:
    """Type what a table says into the workbook; False for one that only explains."""
    (first, *headings), *rows = cells(table)
    opened = load_workbook(book)
    match first.split():
        case ["I", "arket", sheet]:
            for heading, value in rows:
                opened[sheet].cell(3, headed(opened[sheet], heading)[1]).value = value
        case ["Mentee"]:
            page = opened["Forslag"]
            top = headed(page, "Mentee")[0]
            of = {str(page.cell(row, 1).value): row for row in range(top + 1, page.max_row + 1)}
            for mentee, *values in rows:
                for heading, value in zip(headings, values, strict=True):
                    page.cell(of[mentee], headed(page, heading)[1]).value = value or None
        case ["Ark"] if headings == ["Celle", "Det står"]:
            for sheet, cell, value in rows:
                opened[sheet][cell] = value or None
        case _:
            return False
    opened.save(book)
    return True


def test_the_page_for_coordinators_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = typed = compared = 0
    said, book, wrong = "", "", False
    for kind, text in parts():
        if kind == "table":
            typed += bool(book) and type_in(tmp_path / book, text)
        elif kind == "console":
            for line in filter(COMMAND.match, text.splitlines()):
                words = shlex.split(COMMAND.sub("", line))
                book = next((word for word in words if word.endswith(".xlsx")), book)
                done = RUNNER.invoke(app, words)
                assert done.exit_code in (0, 2), done.stderr
                assert not wrong, f"the page does not show what is wrong:\n{said}"
                said, wrong, ran = done.stdout + done.stderr, bool(done.exit_code), ran + 1
        else:
            assert kind == "text"
            assert text in said
            wrong, compared = False, compared + 1
    assert not wrong, said
    assert (ran, typed, compared) == (11, 4, 2)
    assert {path.name for path in tmp_path.glob("*.html")} >= {"øving B003.html", "B003-personen.html", "rapport.html"}
    assert len(list(tmp_path.glob("øving (kopi *).xlsx"))) == 3
    page = load_workbook(tmp_path / "bank.xlsx")["Forslag"]
    assert [page.cell(headed(page, "Mentee")[0] + 1, column).value for column in (1, 2)] == ["B001", "M001"]


def test_every_heading_and_sheet_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for sheet in (*PEOPLE, *DECIDED, *(result.name for result in RESULTS)):
        assert f"| {title(sheet, 'nb')} |" in text
    assert title(HELP, "nb") in text
