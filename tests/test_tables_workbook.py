"""Excel: what stands in the cells, which sheet, and files that are broken or meant to harm."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from mentormatch import Mentee, Mentor, TableError
from mentormatch.errors import MentorMatchWarning
from mentormatch.tables import headings_language, read_decisions, read_mentees, read_mentors

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def key_of(path: Path, read: Callable[[Path], object] = read_mentors) -> str:
    with pytest.raises(TableError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert problem.where.file == path.name
    return problem.key


BANK: list[list[object]] = [["Id", "Navn"], ["M1", "Kari"]]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    heading: list[object] = [
        "Id",
        "Navn",
        "Alder",
        "Timer per uke",
        "Kommune",
        "Utskolert",
        "Kan lånes ut",
        "Skal ikke kobles med",
    ]
    rows: list[list[object]] = [
        heading,
        [1.0, " Kari\n Nordmann ", 40, 7.5, 301, date(2026, 12, 24), True, 7],
        [],
        ["007", None, 40.0, "7,5", "0301", "24.12.2026", "nei", "7; 08"],
        ["M3", None, None, None, None, datetime.fromisoformat("2026-12-24T12:30"), None, None],
    ]
    one, two, three = read_mentors(saved(tmp_path / "bank.xlsx", Mentorer=rows))
    shared = {"age": 40, "municipality": "0301", "training_completed_on": "24.12.2026"}
    assert one == Mentor(
        id="1",
        name="Kari Nordmann",
        engagement={"hours_per_week": 7.5, "may_be_lent": True},
        excluded_mentees=["7"],
        **shared,
    )
    assert two == Mentor(
        id="007", engagement={"hours_per_week": 7.5, "may_be_lent": False}, excluded_mentees=["7", "08"], **shared
    )
    assert three.training_completed_on == date(2026, 12, 24)
    assert three.model_fields_set == one.model_fields_set == two.model_fields_set


@pytest.mark.parametrize(
    "name, read",
    [
        ("Mentorer", read_mentors),
        ("MENTORAR", read_mentors),
        ("mentors", read_mentors),
        ("Brukere", read_mentees),
        ("Mentees", read_mentees),
    ],
)
def test_a_sheet_is_found_by_its_name(tmp_path: Path, name: str, read: Callable[[Path], list[Mentor]]) -> None:
    path = saved(tmp_path / "bank.xlsx", Forside=[["Les dette"]], **{name: BANK})
    assert [one.name for one in read(path)] == ["Kari"]


def test_the_only_sheet_needs_no_name(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", Ark1=BANK)
    assert read_mentors(path) == [Mentor(id="M1", name="Kari")]
    assert read_mentees(path) == [Mentee(id="M1", name="Kari")]


@pytest.mark.parametrize(
    "names, key",
    [
        (["Ark1", "Ark2"], "table_no_sheet_mentors"),
        (["Mentees"], "table_no_sheet_mentors"),
        (["Mentorer", "Mentors"], "table_sheet_twice"),
    ],
)
def test_a_sheet_that_cannot_be_told_is_an_error(tmp_path: Path, names: list[str], key: str) -> None:
    path = saved(tmp_path / "bank.xlsx", **dict.fromkeys(names, BANK))
    with pytest.raises(TableError) as caught:
        read_mentors(path)
    assert [problem.key for problem in caught.value.problems] == [key]
    assert all(name in str(caught.value) for name in ["bank.xlsx: ", *names])


def test_a_misspelt_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", Mentrer=BANK, Forside=[["x"]])
    with pytest.warns(MentorMatchWarning, match=r"bank\.xlsx: The sheet 'Mentrer' was read as 'Mentorer'"):
        assert len(read_mentors(path)) == 1


def test_an_empty_sheet_is_an_error(tmp_path: Path) -> None:
    assert key_of(saved(tmp_path / "bank.xlsx", Mentorer=[])) == "table_empty_sheet"


def test_the_language_of_the_headings(tmp_path: Path) -> None:
    for language, rows in {"nb": [["Id", "Namn", "Kjønn"]], "en": [["Id", "Name", "Gender"]], None: [["Id"]]}.items():
        assert headings_language(saved(tmp_path / "bank.xlsx", Ark1=rows)) == language  # type: ignore[arg-type]  # rows of texts


# Formulas


def with_cells(path: Path, cells: str) -> Path:
    """A sheet with the headings Id and Navn and these cells below."""
    heads = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in ("Id", "Navn"))
    head = f'<row r="1">{heads}</row>'
    text = f'<worksheet {MAIN}><sheetData>{head}<row r="2">{cells}</row></sheetData></worksheet>'
    return repacked(saved(path, Mentorer=BANK), SHEET, lambda _: text.encode())


@pytest.mark.parametrize(
    "cell, name",
    [
        ('<c r="B2" t="str"><f>A2</f><v>Kari</v></c>', "Kari"),
        ('<c r="B2" t="str"><f>A2</f><v></v></c>', None),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B2"/>', None),
        ('<c r="C2"><f>1+1</f></c>', None),
    ],
)
@pytest.mark.filterwarnings("ignore:.*not known here")
def test_a_formula_gives_its_stored_value(tmp_path: Path, cell: str, name: str | None) -> None:
    path = with_cells(tmp_path / "bank.xlsx", f'<c r="A2"><v>1</v></c>{cell}')
    assert [one.name for one in read_mentors(path)] == [name]


@pytest.mark.parametrize(
    "cell", ['<c r="B2"><f>1+1</f></c>', "<c><f>A1</f><v/></c>", '<c r="B2" t="str"><f>A1</f></c>']
)
def test_a_formula_without_a_stored_value_is_an_error_with_its_cell(tmp_path: Path, cell: str) -> None:
    path = with_cells(tmp_path / "bank.xlsx", f'<c r="A2"><v>1</v></c>{cell}')
    with pytest.raises(TableError, match=r"bank\.xlsx, sheet Mentorer, row 2, column Navn: The cell has a formula"):
        read_mentors(path)


def test_a_formula_as_a_heading_or_an_id(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", Mentorer=[["Id", "=A1"], ["=B1", "x"]])
    with pytest.raises(TableError) as caught, pytest.warns(MentorMatchWarning, match="B"):
        read_mentors(path)
    places = [(problem.key, problem.where.row, problem.where.column) for problem in caught.value.problems]
    assert places == [("table_formula", 1, "B"), ("table_formula", 2, "Id")]


# Broken files


def test_files_that_are_not_workbooks(tmp_path: Path) -> None:
    whole = saved(tmp_path / "bank.xlsx", Mentorer=BANK).read_bytes()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, key in {
        b"": "table_empty",
        b"Id;Navn\nM1;x\n": "table_not_excel",
        ole + "EncryptedPackage".encode("utf-16-le"): "table_protected",
        ole: "table_old_excel",
        whole[: len(whole) // 2]: "table_damaged",
        b"PK\x03\x04": "table_damaged",
    }.items():
        (tmp_path / "bank.xlsx").write_bytes(data)
        assert key_of(tmp_path / "bank.xlsx") == key
    for name in ("bank.xls", "bank.xlsm", "bank.ods", "bank.XLSB"):
        (tmp_path / name).write_bytes(whole)
        assert key_of(tmp_path / name) == "table_other_program"
    (tmp_path / "bank.csv").write_bytes(whole)
    assert key_of(tmp_path / "bank.csv") == "table_is_excel"


def test_a_package_with_a_password_on_its_parts(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", Mentorer=BANK)
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(data)
    assert key_of(path) == "table_protected"


@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_wrong_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = saved(tmp_path / "bank.xlsx", Mentorer=BANK)
    if seed % 3:  # inside a part, so that the package itself is right
        with zipfile.ZipFile(path) as package:
            part = chance.choice(package.namelist())
        repacked(path, part, lambda data: mutated(data, chance))
    else:
        path.write_bytes(mutated(path.read_bytes(), chance))
    with suppress(TableError):  # anything else that is raised fails the test
        assert all(isinstance(one, Mentor) for one in read_mentors(path))


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + chance.randint(1, 30)]
            case _:
                changed[place:place] = bytes(chance.randrange(256) for _ in range(3))
        if not changed:
            break
    return bytes(changed)


# Files that are meant to harm


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("start", [LAUGHS, OUTSIDE], ids=["billion laughs", "outside file"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str, start: bytes) -> None:
    path = saved(tmp_path / "bank.xlsx", Mentorer=BANK)
    repacked(path, part, lambda data: start + data[data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0 :])
    assert key_of(path) == "table_damaged"


def test_entities_are_refused_in_what_looks_for_formulas(tmp_path: Path) -> None:
    text = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><f>&d;</f></c></row></sheetData></worksheet>'
    path = repacked(saved(tmp_path / "bank.xlsx", Mentorer=BANK), SHEET, lambda _: LAUGHS + text.encode())
    assert key_of(path) == "table_damaged"


@pytest.mark.parametrize(
    "part, data, key",
    [
        (SHEET, b" " * 60_000_000, "table_too_large"),
        ("xl/media/picture.png", bytes(60_000_000), "table_too_large"),
        (SHEET, b"<x:c/>" * 250_000, "table_too_many_cells"),
        (SHEET, b"<" * 7_000_000, "table_too_many_cells"),
        ("xl/sharedStrings.xml", b"<si/>" * 250_000, "table_too_many_cells"),
        ("xl/styles.xml", b"<xf/>" * 400_000, "table_too_many_cells"),
        ("xl/elsewhere.bin", b"<c/>" * 400_000, "table_too_many_cells"),
    ],
    ids=["size of a sheet", "size of a picture", "cells", "tags", "texts", "styles", "a part under another name"],
)
def test_what_unpacks_to_more_than_a_list_of_people_is_refused_before_it_is_parsed(
    tmp_path: Path, part: str, data: bytes, key: str
) -> None:
    path = repacked(saved(tmp_path / "bank.xlsx", Mentorer=BANK), part, lambda _: data)
    assert path.stat().st_size < 1_000_000
    assert key_of(path) == key


def test_a_sheet_in_another_encoding_does_not_help(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", Mentorer=BANK)
    assert key_of(repacked(path, SHEET, lambda data: data.decode().encode("utf-16"))) == "table_damaged"


def test_a_size_that_the_package_states_too_small_does_not_help(tmp_path: Path) -> None:
    path = repacked(saved(tmp_path / "bank.xlsx", Mentorer=BANK), SHEET, lambda _: b" " * 60_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((60_000_000).to_bytes(4, "little"), (60_000).to_bytes(4, "little")))
    assert key_of(path) == "table_damaged"


def rows_of(text: str) -> Callable[[bytes], bytes]:
    return lambda _: f"<worksheet {MAIN}>{text}</worksheet>".encode()


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Id</t></is></c></row>'


def test_a_sheet_that_states_to_be_huge_is_read_as_it_is(tmp_path: Path) -> None:
    last = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    sheet = f'<dimension ref="A1:XFD1048576"/><sheetData>{HEAD}{last}</sheetData>'
    path = repacked(saved(tmp_path / "bank.xlsx", Mentorer=BANK), SHEET, rows_of(sheet))
    assert read_mentors(path) == [Mentor(id="1")]


@pytest.mark.parametrize(
    "rows, key",
    [
        ('<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>', "table_damaged"),
        ('<row r="-5"/><row r="x"/>', "table_damaged"),
        ("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 80)), "table_too_many_cells"),
        ("<row/>" * 250_000, "table_too_many_cells"),
        ("<x/>" * 100_100, "table_too_many_cells"),
    ],
    ids=["a row beyond the last", "rows without sense", "wide rows", "empty rows", "tags that no sheet has"],
)
def test_rows_that_no_sheet_has(tmp_path: Path, rows: str, key: str) -> None:
    path = repacked(
        saved(tmp_path / "bank.xlsx", Mentorer=BANK), SHEET, rows_of(f"<sheetData>{HEAD}{rows}</sheetData>")
    )
    assert key_of(path) == key


def test_a_workbook_as_other_programs_write_it(tmp_path: Path) -> None:
    """Bold headings, empty formatted cells far out, a hidden sheet, and warnings of the reader that nobody needs."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Mentorer"
    page.append(["Id", "Navn"])
    page.append(["M1", "Kari"])
    page["A1"].font = Font(bold=True)
    page["AZ900"].font = Font(bold=True)
    book.create_sheet("Skjult").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / "bank.xlsx"
    path.write_bytes(stream.getvalue())
    assert read_mentors(path) == [Mentor(id="M1", name="Kari")]
    assert len(read_decisions(path).current) == 0
