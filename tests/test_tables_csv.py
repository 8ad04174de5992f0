"""CSV as people save it: any separator, encoding and line ending, and rows numbered as a spreadsheet shows them."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import Mentor, TableError
from mentormatch.tables import read_mentees, read_mentors

ROWS = [
    ["Id", "Navn", "Språk", "Kommune", "Timer per uke", "Interesser", "Ramme fra"],
    ["007", "Åse Bjørnø", "arabisk B2; norsk", "Bærum", "7,5", "sjakk, fotball", "24.12.2026"],
    ["M2", "", "tigrinja", "", "", 'si "hei"; tur\npå fjellet', ""],
]
EXPECTED = [
    Mentor(
        id="007",
        name="Åse Bjørnø",
        languages="arabisk B2; norsk",
        municipality="Bærum",
        engagement={"hours_per_week": 7.5, "start": "24.12.2026"},
        interests=["sjakk", "fotball"],
    ),
    Mentor(
        id="M2",
        name=None,
        languages="tigrinja",
        municipality=None,
        engagement={"hours_per_week": None, "start": None},
        interests=['si "hei"', "tur", "på fjellet"],
    ),
]


def quoted(cell: str, separator: str) -> str:
    needs = any(sign in cell for sign in (separator, '"', "\n"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def lines(rows: list[list[str]], separator: str, end: str) -> str:
    return "".join(separator.join(quoted(cell, separator) for cell in row) + end for row in rows)


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_every_dialect_gives_the_same_people(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    path = tmp_path / "mentorer.csv"
    path.write_bytes(lines(ROWS, separator, end).encode(encoding))
    people = read_mentors(path)
    assert people == EXPECTED
    assert [one.model_fields_set for one in people] == [one.model_fields_set for one in EXPECTED]


@pytest.mark.parametrize(
    "text, separator",
    [
        ("Id;Interesser\nM1;sjakk, dam, go\nM2;rock, pop\n", "semicolon in the headings, commas in every cell"),
        ('Id,Interesser\nM1,"sjakk; dam, go"\nM2,rock; pop\n', "comma in the headings, semicolons in every cell"),
        ("Id\tInteresser\nM1\tsjakk; dam, go\n", "tab, with both others in a cell"),
        ("sep=|\nId|Interesser\nM1|sjakk; dam, go\n", "as the file says itself"),
        ('"Id";"Interesser"\n"M1";"sjakk, dam"\n', "all in quotes"),
        ('Id, Interesser\nM1, "sjakk, dam"\n', "spaces before the quotes"),
        ("Id;Interesser;;;\nM1;sjakk;;;\n", "empty columns at the end"),
        ("\n;\nId;Interesser\n\n;\nM1;sjakk\n", "empty rows"),
        ("Id;Interesser\nM1;sjakk", "no line end"),
        ("Id;Interesser;Navn\nM1;sjakk\n", "a short row"),
        ("Id;Interesser, fritid og alt annet, som vi sier\nM1;sjakk\n", "a heading that is a sentence"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*som vi sier")
def test_the_separator_is_found(tmp_path: Path, text: str, separator: str) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    first = read_mentors(path)[0]
    assert first.id == "M1", separator
    if "som vi sier" not in text:
        assert (first.interests or ())[0].startswith("sjakk"), separator


@given(
    st.lists(st.text('abcæø ,;\t"\n', max_size=8), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_any_cell_in_quotes_is_read_as_it_stands(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], separator: str, encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    rows = [["Id", "Yrke", "Navn"], *([str(number), cell, "x"] for number, cell in enumerate(cells))]
    text = separator.join(rows[0]) + "\n"
    text += "".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows[1:])
    path.write_bytes(text.encode(encoding))
    assert [one.occupation for one in read_mentors(path)] == [" ".join(cell.split()) or None for cell in cells]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('Id;Navn;Alder\nM1;"to\nlinjer";x\n\nM2;;y\n', encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_mentors(path)
    assert [problem.where.row for problem in caught.value.problems] == [2, 4]


def test_zeros_before_an_id_and_numbers_that_are_words_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("Id;Navn;Yrke;Skal ikke kobles med\n007; 1.0 ;0301;3, 04\n", encoding="utf-8")
    (one,) = read_mentors(path)
    assert (one.id, one.name, one.occupation, one.excluded_mentees) == ("007", "1.0", "0301", ("3", "04"))


def test_a_column_that_exists_is_set_for_every_row(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("Id;Behov;Ønske kjønn;Prioriteter;Tolk\nB1;;;;\n", encoding="utf-8")
    (one,) = read_mentees(path)
    assert one.model_fields_set >= {"id", "needs", "wishes", "priorities", "interpreter_accepted"}
    assert (one.needs, one.wishes, one.priorities, one.interpreter_accepted) == (None, None, None, None)


@pytest.mark.parametrize(
    "data, key",
    [
        (b"", "table_empty"),
        (b" \n\n", "table_empty"),
        (b";;\n;;\n", "table_empty"),
        (b"\xef\xbb\xbf", "table_empty"),
        (b"Id;Navn\nM1;\x81\x8d\n", "table_encoding"),
        ("Id;Navn\nM1;x\n".encode("utf-16-le"), "table_encoding"),
        (b"Id;Navn\nM1;\0\n", "table_encoding"),
        (b'Id;Navn\nM1;"x\nM2;y\n', "table_quotes"),
        (b'Id;Navn\nM1;"x"y"\n', "table_quotes"),
        (b"PK\x03\x04", "table_is_excel"),
        (b"Navn;Alder\nKari;40\n", "table_no_id"),
        (b"Id;Nr\n1;2\n", "table_heading_twice"),
        (b"Id,Interesser\nM1,sjakk,dam\n", "table_row_long"),
        (b"Id;Krav;Krav bil\n1;;\n", "table_heading_twice"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, key: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_mentors(path)
    assert [problem.key for problem in caught.value.problems] == [key]
    assert caught.value.problems[0].where.file == "m.csv"


def test_a_missing_quotation_mark_is_said_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('Id;Navn\nM1;x\nM2;"y\nM3;z\n', encoding="utf-8")
    with pytest.raises(TableError, match=r"m\.csv, row 3: A quotation mark"):
        read_mentors(path)


@pytest.mark.parametrize(
    "data",
    [
        b"Id;Navn\n" + b";" * 1_100_000,
        b"Id\n" + b"1\n" * 100_100,
        b"Id" + b";x" * 1_100_000,
        b"Id\n" + b"x" * 50_000_001,
    ],
    ids=["cells", "rows", "headings", "bytes"],
)
def test_more_than_a_list_of_people_is_refused_before_it_is_parsed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_mentors(path)
    assert caught.value.problems[0].key in ("table_too_many_cells", "table_too_large")


def test_csv_and_json_need_neither_pandas_nor_openpyxl(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Id;Navn\nM1;x\n", encoding="utf-8")
    (tmp_path / "m.json").write_text('[{"id": "M1"}]', encoding="utf-8")
    code = "import sys; from mentormatch.tables import *; read_mentors('m.json')\n"
    code += "write_people(read_mentors('m.csv'), 'out.csv')\n"
    code += "print(*sorted({'pandas', 'openpyxl', 'numpy'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
    assert (tmp_path / "out.csv").is_file()
