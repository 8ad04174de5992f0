"""What lies in a workbook beside its cells: kept, put back, or a reason to refuse the file."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table
from workbook_cases import (
    Plain,
    changed,
    column_of,
    decide,
    everything,
    filled_template,
    needs_libreoffice,
    parts_of,
    row_of,
    rows_of,
    run,
    through_libreoffice,
)

from mentormatch.errors import MentorMatchError
from mentormatch.report.reading import read_bank

PEOPLE = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def matched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = filled_template(tmp_path_factory.mktemp("package") / "bank.xlsx")
    run(path)
    return path


@pytest.fixture
def bank(matched_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(matched_once, tmp_path / "bank.xlsx"))


Change = bytes | Callable[[bytes], bytes]


def repacked(path: Path, **changes: Change) -> None:
    """The workbook with these parts added or changed."""
    parts = parts_of(path)
    for name, change in changes.items():
        parts[name] = change if isinstance(change, bytes) else change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def before_end(added: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content[: content.rindex(b"</")] + added + content[content.rindex(b"</") :]


X14 = b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
XM = b'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'


def extended(inside: bytes) -> Callable[[bytes], bytes]:
    """A sheet with what newer Excel writes at its end."""
    return before_end(b'<extLst><ext uri="{0}" %b %b>%b</ext></extLst>' % (X14, XM, inside))


LOST: dict[str, tuple[str, Change]] = {
    "bilder eller figurer": ("xl/drawings/drawing1.xml", b"<wsDr><twoCellAnchor/></wsDr>"),
    "bilder eller figurer ": ("xl/media/image1.png", b"png"),
    "diagrammer": ("xl/charts/chart1.xml", b"<chart/>"),
    "kommentartråder": ("xl/threadedComments/threadedComment1.xml", b"<ThreadedComments/>"),
    "pivottabeller, slicere eller en datamodell": ("xl/pivotTables/pivotTable1.xml", b"<pivot/>"),
    "makroer": ("xl/vbaProject.bin", b"vba"),
    "knapper, avkryssingsbokser eller innebygde filer": ("xl/ctrlProps/ctrlProp1.xml", b"<formControlPr/>"),
    "spørringer mot andre kilder": ("xl/connections.xml", b"<connections/>"),
    "bilder eller datatyper inne i celler": ("xl/richData/rdrichvalue.xml", b"<rvData/>"),
    "sparkline-grafikk": (PEOPLE, extended(b"<x14:sparklineGroups><x14:sparklineGroup/></x14:sparklineGroups>")),
    "betinget formatering med datastolper": (PEOPLE, extended(b"<x14:conditionalFormatting/>")),
}


@pytest.mark.parametrize("what", LOST)
def test_what_would_be_lost_is_refused(what: str, bank: Path) -> None:
    name, content = LOST[what]
    repacked(bank, **{name: content})
    before = bank.read_bytes(), list(bank.parent.iterdir())
    with pytest.raises(MentorMatchError) as caught:
        run(bank)
    said = str(caught.value)
    assert said.startswith(f"bank.xlsx: Arbeidsboken har {what.strip()}")
    assert "som ville gått tapt når den skrives. Tips: " in said
    assert "--out" in said
    assert (bank.read_bytes(), list(bank.parent.iterdir())) == before


def test_a_new_file_may_do_without_and_says_so(bank: Path) -> None:
    repacked(bank, **{"xl/charts/chart1.xml": b"<chart/>"})
    before = bank.read_bytes()
    with pytest.warns(match="Arbeidsboken har diagrammer, som ikke er med i den nye filen"):
        run(bank, bank.with_name("ny.xlsx"))
    assert bank.read_bytes() == before
    assert not any("chart" in name for name in parts_of(bank.with_name("ny.xlsx")))


def test_all_that_would_be_lost_is_said_at_once(bank: Path) -> None:
    repacked(bank, **{"xl/charts/chart1.xml": b"<chart/>", "xl/vbaProject.bin": b"vba"})
    with pytest.raises(MentorMatchError) as caught:
        run(bank)
    assert len(caught.value.problems) == 2


def test_an_empty_drawing_beside_notes_is_no_picture(bank: Path) -> None:
    """As LibreOffice writes it."""
    repacked(bank, **{"xl/drawings/drawing9.xml": b"<xdr:wsDr/>"})
    run(bank)


# Formulas


def with_value(cell: str, formula: str, kind: str, value: str) -> Callable[[bytes], bytes]:
    """A cell of a sheet as a formula with the value that a program stored for it."""

    def change(sheet: bytes) -> bytes:
        start = sheet.index(f'<c r="{cell}"'.encode())
        end = min(at for at in (sheet.find(b"</c>", start) + 4, sheet.find(b"/>", start) + 2) if at > start + 1)
        made = f'<c r="{cell}" t="{kind}"><f>{formula}</f><v>{value}</v></c>'.encode()
        return sheet[:start] + made + sheet[end:]

    return change


def put(path: Path, cell: str, value: Plain) -> None:
    with changed(path) as book:
        book["Mentorer"][cell] = value


def test_the_stored_values_of_formulas_are_there_after_a_run(bank: Path) -> None:
    """Else the next run, or whoever reads the file without opening it in Excel, would miss them."""
    for cell in ("Q3", "B3"):
        put(bank, cell, "x")
    repacked(bank, **{PEOPLE: with_value("Q3", "2000-16", "n", "1984")})
    repacked(bank, **{PEOPLE: with_value("B3", "&quot;Kari &amp; co&quot;", "str", "Kari &amp; co")})
    for _ in range(2):
        run(bank)
        people = {person.id: person for person in read_bank(bank).mentors}
        assert (people["M001"].birth_year, people["M001"].name) == (1984, "Kari & co")
        assert load_workbook(bank)["Mentorer"]["Q3"].value == "=2000-16"
        shown = load_workbook(bank, data_only=True)["Mentorer"]
        assert (shown["Q3"].value, shown["B3"].value) == (1984, "Kari & co")


@pytest.mark.long
@needs_libreoffice
def test_libreoffice_agrees_on_the_values_of_formulas(bank: Path) -> None:
    put(bank, "Q3", "=2000-16")
    through_libreoffice(bank)
    run(bank)
    assert {person.id: person for person in read_bank(bank).mentors}["M001"].birth_year == 1984


# Heights, lists, tables, links


def test_only_heights_that_somebody_fixed_are_fixed(bank: Path) -> None:
    fixed, free = b'<row r="3" ht="60" customHeight="1"', b'<row r="4" ht="45"'

    def with_heights(sheet: bytes) -> bytes:
        return sheet.replace(b'<row r="3"', fixed).replace(b'<row r="4"', free)

    repacked(bank, **{PEOPLE: with_heights})
    run(bank)
    rows = {number: parts_of(bank)[PEOPLE].split(f'<row r="{number}"'.encode())[1].split(b">")[0] for number in (3, 4)}
    assert b'customHeight="1"' in rows[3]
    assert b'ht="45"' in rows[4]
    assert b"customHeight" not in rows[4]


def test_lists_of_newer_excel_become_plain_ones(bank: Path) -> None:
    inside = (
        b'<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">'
        b"<x14:formula1><xm:f>L\xc3\xb8pende!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>AO3:AO99</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations>"
    )
    repacked(bank, **{PEOPLE: extended(inside)})
    run(bank)
    lists = load_workbook(bank)["Mentorer"].data_validations.dataValidation
    (mine,) = [one for one in lists if str(one.sqref) == "AO3:AO99"]
    assert (mine.type, mine.formula1, mine.allow_blank) == ("list", "Løpende!$A$1:$A$9", True)


def test_labels_and_properties_of_other_systems_stay(bank: Path) -> None:
    label = b'<clbl:labelList xmlns:clbl="x"><clbl:label id="{intern}"/></clbl:labelList>'
    item = b'<p:properties xmlns:p="x">mappe</p:properties>'
    rel = b'<Relationship Id="rId99" Type="http://x/%b" Target="%b"/>'
    kind = b'<Override PartName="/customXml/itemProps1.xml" ContentType="application/x"/>'
    changes: dict[str, Change] = {
        "docMetadata/LabelInfo.xml": label,
        "customXml/item1.xml": item,
        "customXml/itemProps1.xml": b"<ds/>",
        "customXml/_rels/item1.xml.rels": b"<Relationships/>",
        "_rels/.rels": before_end(rel % (b"label", b"docMetadata/LabelInfo.xml")),
        "xl/_rels/workbook.xml.rels": before_end(rel % (b"customXml", b"../customXml/item1.xml")),
        "[Content_Types].xml": before_end(kind),
    }
    repacked(bank, **changes)
    for _ in range(2):
        run(bank)
        parts = parts_of(bank)
        assert (parts["docMetadata/LabelInfo.xml"], parts["customXml/item1.xml"]) == (label, item)
        assert parts["_rels/.rels"].count(b"LabelInfo.xml") == 1
        assert parts["xl/_rels/workbook.xml.rels"].count(b"customXml/item1.xml") == 1
        assert parts["[Content_Types].xml"].count(b"itemProps1.xml") == 1
        load_workbook(bank)


def test_tables_that_the_user_made_grow_with_their_rows(bank: Path) -> None:
    mentees = [str(row["Mentee"]) for row in rows_of(load_workbook(bank)["Forslag"])]
    with changed(bank) as book:
        book["Løpende"].add_table(Table(displayName="Saker", ref="A1:E2"))
        book["Løpende"].append(["B900", "M900", None, "Ola", None])
        page = book["Forslag"]
        page.auto_filter.ref = None
        page.add_table(Table(displayName="Forslagene", ref=f"A3:M{3 + len(mentees)}"))
        decide(page, mentees[0], "godtatt")
    run(bank)
    book = load_workbook(bank)
    assert book["Løpende"].tables["Saker"].ref == "A1:E3"
    assert book["Forslag"].tables["Forslagene"].ref == f"A3:M{2 + len(mentees)}"
    assert book["Forslag"].auto_filter.ref is None


def test_links_move_with_their_row(bank: Path) -> None:
    first, second = (str(row["Mentee"]) for row in rows_of(load_workbook(bank)["Forslag"])[:2])
    with changed(bank) as book:
        page = book["Forslag"]
        page.cell(3, 15, "Sak")
        page.cell(row_of(page, second), 15, "i arkivet").hyperlink = "https://example.invalid/sak"
        decide(page, first, "godtatt")
    run(bank)
    page = load_workbook(bank)["Forslag"]
    cell = page.cell(row_of(page, second), 15)
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "https://example.invalid/sak"
    assert sum(row[14].hyperlink is not None for row in page.iter_rows()) == 1


def test_a_text_that_looks_like_a_formula_stays_a_text(bank: Path) -> None:
    with changed(bank) as book:
        people = book["Mentorer"]
        people["B3"].value = "=HYPERLINK(1)"
        people["B3"].data_type = "s"
        people["B4"].value = "+47 555"
    run(bank)
    rows = {row["Mentor"]: row["Navn"] for row in rows_of(load_workbook(bank)["Kapasitet"], "Mentor")}
    assert (rows["M001"], rows["M002"]) == ("=HYPERLINK(1)", "+47 555")
    page = load_workbook(bank)["Kapasitet"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_rich_text_in_a_cell_stays(bank: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    text = CellRichText("ring ", TextBlock(InlineFont(b=True), "først"))
    with changed(bank) as book:
        page = book["Forslag"]
        page.cell(3, 15, "Husk")
        page.cell(4, 15).value = text
        book["Mentorer"]["AK3"].value = text
    with pytest.warns(match="ikke kjent her"):
        run(bank)
    book = load_workbook(bank, rich_text=True)
    for cell in (book["Forslag"].cell(4, 15), book["Mentorer"]["AK3"]):
        assert isinstance(cell.value, CellRichText)
        assert str(cell.value) == "ring først"


def test_the_lists_are_made_anew(bank: Path) -> None:
    before = everything(bank)
    with changed(bank) as book:
        book["mentormatch"]["A1"] = "noe annet"
        del book.defined_names["mm_gender"]
    run(bank)
    assert everything(bank) == before


def test_the_decision_is_chosen_from_a_list_in_every_row(bank: Path) -> None:
    page = load_workbook(bank)["Forslag"]
    lists = [one for one in page.data_validations.dataValidation if one.formula1 == "mm_decision"]
    assert [str(one.sqref) for one in lists] == [f"K4:K{page.max_row}"]
    assert column_of(page, "Beslutning") == 11
    assert lists[0].showErrorMessage
