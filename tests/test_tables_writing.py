"""Files that are written: what a spreadsheet makes of them, and that they are there whole, for their owner only."""

import csv
import json
import os
import stat
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from test_tables_sources import without_rights

from mentormatch import Mentee, Mentor, MentorMatchError, TableError
from mentormatch.tables import read_mentors, write_people, write_table, write_tables

FRAME = pd.DataFrame(
    {
        "mentee_id": ["B1", "=B2", None],
        "score": [82.5, np.nan, 90.0],
        "choice": pd.Series([1, 2, None], dtype="Int64"),
        "date": pd.to_datetime(pd.Series(["2026-12-24T00:00", None, "2026-12-24T12:30"])),
        "allowed": [True, False, None],
        "reason": ["a;b, c", 'si "hei"', "æøå\nto linjer"],
    }
)


def key_of(error: TableError) -> str:
    (problem,) = error.problems
    return problem.key


def test_a_csv_opens_rightly_in_a_norwegian_excel(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "pairs.csv", language="nb")
    assert (tmp_path / "pairs.csv").read_bytes().decode("utf-8") == (
        "\ufeffmentee_id;score;choice;date;allowed;reason\r\n"
        'B1;82,5;1;24.12.2026;ja;"a;b, c"\r\n'
        '\'=B2;;2;;nei;"si ""hei"""\r\n'
        ';90;;2026-12-24 12:30:00;;"æøå\nto linjer"\r\n'
    )


def test_a_csv_in_english(tmp_path: Path) -> None:
    write_table(FRAME, tmp_path / "pairs.csv")
    assert (tmp_path / "pairs.csv").read_bytes().decode("utf-8") == (
        "\ufeffmentee_id,score,choice,date,allowed,reason\r\n"
        'B1,82.5,1,2026-12-24,yes,"a;b, c"\r\n'
        '\'=B2,,2,,no,"si ""hei"""\r\n'
        ',90,,2026-12-24 12:30:00,,"æøå\nto linjer"\r\n'
    )


def test_a_workbook_has_bold_headings_that_stay_and_columns_that_fit(tmp_path: Path) -> None:
    write_tables({"Forslag": FRAME, "Uten forslag": FRAME.iloc[:0]}, tmp_path / "match.xlsx", language="nb")
    book = load_workbook(tmp_path / "match.xlsx")
    assert book.sheetnames == ["Forslag", "Uten forslag"]
    page = book["Forslag"]
    assert page.freeze_panes == "A2"
    assert all(cell.font.bold for cell in page[1])
    assert not any(cell.font.bold for cell in page[2])
    widths = [page.column_dimensions[letter].width for letter in "ABF"]
    assert widths == [len("mentee_id") + 2, len("score") + 2, len("æøå\nto linjer") + 2]
    rows = [[cell.value for cell in row] for row in page]
    assert rows[1] == ["B1", 82.5, 1, datetime.fromisoformat("2026-12-24"), "ja", "a;b, c"]
    assert rows[2] == ["=B2", None, 2, None, "nei", 'si "hei"']
    assert rows[3] == [None, 90, None, "2026-12-24 12:30:00", None, "æøå\nto linjer"]
    assert page["D2"].number_format == "dd.mm.yyyy"
    assert [[cell.value for cell in row] for row in book["Uten forslag"]] == [list(FRAME.columns)]


def test_json_has_plain_values(tmp_path: Path) -> None:
    write_tables({"pairs": FRAME.iloc[:2], "none": FRAME.iloc[:0]}, tmp_path / "match.json")
    assert json.loads((tmp_path / "match.json").read_text(encoding="utf-8")) == {
        "pairs": [
            {"mentee_id": "B1", "score": 82.5, "choice": 1, "date": "2026-12-24", "allowed": True, "reason": "a;b, c"},
            {"mentee_id": "=B2", "score": None, "choice": 2, "date": None, "allowed": False, "reason": 'si "hei"'},
        ],
        "none": [],
    }
    write_table(FRAME.iloc[:1], tmp_path / "pairs.json")
    assert [row["mentee_id"] for row in json.loads((tmp_path / "pairs.json").read_text(encoding="utf-8"))] == ["B1"]


def test_the_name_of_a_file_may_be_no_name_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / f"par [utkast] {'x' * 40}.xlsx"
    write_table(FRAME, path)
    assert len(load_workbook(path).sheetnames[0]) == 31


# Formulas


DANGEROUS = [
    "=1+1",
    "+47 99",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "'=1",
    "''@x",
    "=cmd|' /C calc'!A0",
    "-",
    "\n=1",
]
HARMLESS = ["1=1", "a@b.no", "'sitat'", "7-8", "'", "x\n=1"]


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    frame = pd.DataFrame({text: [text]})
    write_table(frame, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert cells == [("'" if text in DANGEROUS else "") + text.strip()] * 2
    write_table(frame, tmp_path / "t.xlsx")
    page = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert [(cell.value, cell.data_type) for row in page for cell in row] == [(text.strip(), "s")] * 2
    assert {cell.quotePrefix for row in page for cell in row} == {text in DANGEROUS}


# Whole or not at all


def test_only_the_owner_may_read_what_was_written(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name in ("t.csv", "t.xlsx", "t.json"):
            (tmp_path / name).write_text("old", encoding="utf-8")
            (tmp_path / name).chmod(0o666)
            write_table(FRAME, tmp_path / name)
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.csv", "t.json", "t.xlsx"]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
@pytest.mark.parametrize("text", ["\0", "\x07", "\ud800", "\uffff", "x" * 32_768])
def test_what_such_a_file_cannot_hold_is_refused_and_the_old_file_stays(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text("old", encoding="utf-8")
    with pytest.raises(TableError, match=rf"{name}, sheet t, row 3, column reason: What is recorded here"):
        write_table(pd.DataFrame({"id": [1, 2], "reason": ["x", text]}), tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_json_holds_what_others_cannot(tmp_path: Path) -> None:
    person = Mentor(id="M1", name="\ud800\0" + "x" * 40_000, interests=["a;b"])
    write_people([person], tmp_path / "m.json")
    assert read_mentors(tmp_path / "m.json") == [person]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.json"])
def test_a_file_that_is_open_elsewhere_or_in_no_place_is_not_written(tmp_path: Path, name: str) -> None:
    def refusal(path: Path) -> str:
        with pytest.raises(TableError) as caught:
            write_table(FRAME, path)
        assert str(tmp_path) not in str(caught.value)
        return key_of(caught.value)

    assert refusal(tmp_path / "nowhere" / name) == "table_write_folder"
    (tmp_path / "folder" / name).mkdir(parents=True)
    assert refusal(tmp_path / "folder" / name) == "table_write_failed"
    for mark in (f"~${name}", f".~lock.{name}#"):
        (tmp_path / mark).touch()
        assert refusal(tmp_path / name) == "table_write_locked"
        (tmp_path / mark).unlink()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    with without_rights():
        assert refusal(closed / name) == "table_write_locked"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_kinds_of_files_that_are_not_written(tmp_path: Path) -> None:
    for name in ("t.xls", "t.txt", "t"):
        with pytest.raises(TableError, match="not written to files of the kind"):
            write_table(FRAME, tmp_path / name)
        with pytest.raises(TableError, match="not written to files of the kind"):
            write_people([Mentee(id="B1")], tmp_path / name)
    with pytest.raises(TableError, match="A CSV file holds one table, and here are 2"):
        write_tables({"a": FRAME, "b": FRAME}, tmp_path / "t.csv")
    with pytest.raises(MentorMatchError, match="'xx' is not a language"):
        write_table(FRAME, tmp_path / "t.csv", language="xx")
    assert not list(tmp_path.iterdir())


def test_one_of_several_tables_may_be_a_csv(tmp_path: Path) -> None:
    write_tables({"pairs": FRAME}, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith("mentee_id,")


# The headings people see


def test_people_are_written_as_people_would_type_them(tmp_path: Path) -> None:
    mentees = [
        Mentee(
            id="B1", gender="kvinne", languages="arabisk B2; norsk", municipality="Våler (Innlandet)",
            needs="traumer, rus", basis={"*": "samtykke", "needs": "barnevernsloven"}, waiting_since=date(2026, 12, 24),
            hours_per_week=7.5, wishes={"gender": "må: samme", "sector": "ikke: politi; gjerne kirken"},
            priorities={"språk": "avgjørende"},
        ),
        Mentee(id="B2", interpreter_accepted=True, protected_address=False),
    ]  # fmt: skip
    write_people(mentees, tmp_path / "m.csv", language="nb")
    heading, first, second = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heading == (
        "Id;Kjønn;Språk;Kommune;Grunnlag;Grunnlag behov;Behov;Timer per uke;Venter siden;Godtar tolk;Sperret adresse;"
        "Ønske kjønn;Ønske sektor;Prioriteter"
    )
    assert first == (
        'B1;kvinne;"arabisk B2; norsk";Våler (Innlandet);samtykke;barnevernsloven;"traumer; rus";7,5;24.12.2026;;;'
        'må: samme;"må ikke: politi; helst: kirken";språk: avgjørende'
    )
    assert second == "B2;;;;;;;;;ja;nei;;;"
    write_people(mentees, tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "Id,Gender,Languages,Municipality,Basis,Basis needs,Needs,Hours per week,Waiting since,Interpreter accepted,"
        "Protected address,Wish gender,Wish sector,Priorities",
        "B1,woman,Arabic B2; Norwegian,Våler (Innlandet),consent,Child Welfare Act,traumer; rus,7.5,2026-12-24,,,"
        "must: same,must not: police; prefer: kirken,språk: decisive",
    ]


def test_an_own_requirement_whose_name_looks_like_a_part_is_written_by_its_path(tmp_path: Path) -> None:
    people = [Mentor(id="M1", requirements={"lest av": {"met": True, "by": "SLT"}})]
    for language in ("nb", "en"):
        write_people(people, tmp_path / "m.csv", language=language)
        assert read_mentors(tmp_path / "m.csv") == people
