"""What goes wrong in workbooks: a plain sentence with sheet and cell, and the file is as it was; and what is right."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from workbook_cases import Plain, changed, column_of, decide, filled_template, row_of, rows_of, run

from mentormatch.errors import MentorMatchError
from mentormatch.report.reading import read_bank
from mentormatch.report.template import write_template

Change = Callable[[Workbook], object]


@pytest.fixture(scope="module")
def matched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = filled_template(tmp_path_factory.mktemp("mistakes") / "bank.xlsx")
    run(path)
    return path


@pytest.fixture
def bank(matched_once: Path, tmp_path: Path) -> Path:
    """A bank with its first proposals: B001–B006, M001–M008; the people begin in row 3."""
    return Path(shutil.copy(matched_once, tmp_path / "bank.xlsx"))


def put(sheet: str, cell: str, value: Plain) -> Change:
    return lambda book: book[sheet].__setitem__(cell, value)


def under(sheet: str, heading: str, row: int, value: Plain) -> Change:
    return lambda book: setattr(book[sheet].cell(row, column_of(book[sheet], heading)), "value", value)


def decided(mentee: str, decision: Plain, **cells: Plain) -> Change:
    return lambda book: decide(book["Forslag"], mentee, decision, **cells)


def renamed(sheet: str, name: str, mark: str) -> Change:
    """As a spreadsheet does it: the names that point at a sheet follow."""

    def change(book: Workbook) -> None:
        book[sheet].title = name
        book.defined_names[mark].attr_text = f"'{name}'!$A$1"

    return change


def both(*changes: Change) -> Change:
    return lambda book: [change(book) for change in changes]


def without_marks(book: Workbook) -> None:
    for name in [name for name in book.defined_names if name.startswith("mentormatch.")]:
        del book.defined_names[name]


def refused(path: Path) -> str:
    """What is said of a workbook; nothing of it is changed, and nothing lies beside it."""
    before = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(MentorMatchError) as caught:
        run(path)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before
    return str(caught.value)


MISTAKES: dict[str, tuple[Change, str]] = {
    "a sheet with another name": (
        renamed("Mentees", "Folk", "mentormatch.mentees"),
        "Arket «Mentees» heter nå «Folk», og ville ikke blitt lest. Tips: Kall det «Mentees» igjen.",
    ),
    "running cases under another name": (
        renamed("Løpende", "Aktive", "mentormatch.running"),
        "Arket «Løpende» heter nå «Aktive», og ville ikke blitt lest. Tips: Kall det «Løpende» igjen.",
    ),
    "a sheet with another name and no mark": (
        both(without_marks, lambda book: setattr(book["Mentorer"], "title", "Folk")),
        "Ingen av arkene har mentorer; her er: Les først, Folk, Mentees, Løpende, Skal ikke kobles, Forslag, "
        "Forklaring, Uten forslag, Kapasitet, Modell, mentormatch. Tips: Kall arket 'Mentorer'.",
    ),
    "two sheets that may be the one": (
        lambda book: book.create_sheet("Brukere"),
        "Flere ark kan være det riktige: Mentees, Brukere. Tips: Gi alle unntatt ett et annet navn, eller slett dem.",
    ),
    "a title above the headings": (
        both(lambda book: book["Mentorer"].insert_rows(1, 2), put("Mentorer", "A1", "Mentorbanken i Bergen")),
        "ark Mentorer, celle A1: Det er ingen kolonne for id. "
        "Tips: Skriv overskrifter i første rad, en av dem 'Id', og gi hver person en egen id.",
    ),
    "merged cells": (
        lambda book: book["Mentees"].merge_cells("C4:C6"),
        "ark Mentees, celle C4: Cellene C4:C6 er slått sammen, så det er bare den første av dem som har en verdi. "
        "Tips: Opphev sammenslåingen, og fyll ut hver rad.",
    ),
    "merged decisions": (
        lambda book: book["Forslag"].merge_cells("K4:K5"),
        "ark Forslag, celle K4: Cellene K4:K5 er slått sammen, så det er bare den første av dem som har en verdi. "
        "Tips: Opphev sammenslåingen, og fyll ut hver rad.",
    ),
    "a formula without a value": (
        under("Mentorer", "Fødselsår", 4, "=2000-16"),
        "ark Mentorer, celle Q4 (Fødselsår): Cellen har en formel, men det er ikke lagret noen verdi for den. "
        "Tips: Åpne arbeidsboken i Excel og lagre den, eller skriv selve verdien.",
    ),
    "a cell with an error": (
        under("Mentees", "Timer per uke", 5, "#REF!"),
        "ark Mentees, celle M5 (Timer per uke): Cellen viser feilen #REF!. "
        "Tips: Rett formelen, eller skriv selve verdien.",
    ),
    "a date that is none": (
        under("Mentees", "Venter siden", 3, "i høst"),
        "ark Mentees, celle C3 (Venter siden): Dette er ikke en dato. Tips: Skriv dd.mm.åååå, for eksempel 24.12.2026.",
    ),
    "two people with one id": (
        put("Mentorer", "A4", "M001"),
        "ark Mentorer, celle A4 (Id): Id-en 'M001' står allerede i rad 3. "
        "Tips: Gi hver person sin egen id, eller slett en av radene.",
    ),
    "a person without an id": (
        put("Mentees", "A4", None),
        "ark Mentees, celle A4 (Id): Id mangler. Tips: Gi hver person en egen id; beslutningene lagres på den.",
    ),
    "a birth number": (
        under("Mentees", "Behov", 3, "fnr 01819000049"),
        "ark Mentees, celle P3 (Behov): Her står det et fødselsnummer. Det blir ikke lest. "
        "Tips: Fjern det fra filen, og bruk en egen id.",
    ),
    "a word that is not in the list": (
        under("Mentorer", "Kjønn", 3, "kvine"),
        "ark Mentorer, celle P3 (Kjønn): 'kvine' er ikke et av valgene her. Tips: Bruk ett av: kvinne, mann, annet.",
    ),
    "two headings for one field": (
        put("Mentees", "AF1", "Kjønn"),
        "ark Mentees, celle AF1 (Kjønn): Kolonnene 'Kjønn' og 'Kjønn' er samme felt. "
        "Tips: Behold én av dem, eller gi den andre et annet navn.",
    ),
    "an unknown decision": (
        decided("B001", "kanskje"),
        "ark Forslag, celle K4 (Beslutning): 'kanskje' er ikke et av valgene her. "
        "Tips: Bruk ett av: godtatt, takket nei, avvent.",
    ),
    "a decision without a name": (
        decided("B001", "godtatt", Besluttet_av=None),
        "ark Forslag, celle M4 (Besluttet av): Beslutningen mangler navnet på den som har besluttet. "
        "Tips: Skriv navnet her. Et program beslutter aldri.",
    ),
    "a hold without a name": (
        decided("B001", "avvent", Besluttet_av="  "),
        "ark Forslag, celle M4 (Besluttet av): Beslutningen mangler navnet på den som har besluttet. "
        "Tips: Skriv navnet her. Et program beslutter aldri.",
    ),
    "a date of a decision that is none": (
        decided("B001", "godtatt", Dato="i går"),
        "ark Forslag, celle N4 (Dato): Dette er ikke en dato. Tips: Skriv dd.mm.åååå, for eksempel 24.12.2026.",
    ),
    "a reason without a decision": (
        decided("B001", "", Begrunnelse="Begge vil", Besluttet_av=None),
        "ark Forslag, celle K4 (Beslutning): Her står det hvorfor, hvem eller når, men ingen beslutning. "
        "Tips: Velg godtatt, takket nei eller avvent, eller tøm de andre cellene.",
    ),
    "a decision about a mentor who is gone": (
        decided("B001", "godtatt", Mentor="M88"),
        "ark Forslag, celle B4 (Mentor): M88 står ikke i arket «Mentorer». "
        "Tips: Rett id-en. Er personen ikke lenger med, så tøm beslutningen, eller før den selv i arket den hører til.",
    ),
    "a decision about a mentee who is gone": (
        both(decided("B001", "takket nei"), lambda book: book["Mentees"].delete_rows(3)),
        "ark Forslag, celle A4 (Mentee): B001 står ikke i arket «Mentees». "
        "Tips: Rett id-en. Er personen ikke lenger med, så tøm beslutningen, eller før den selv i arket den hører til.",
    ),
    "a decision about nobody": (
        decided("B001", "godtatt", Mentor=None),
        "ark Forslag, celle B4 (Mentor): Beslutningen gjelder ingen: her mangler id-en. "
        "Tips: Skriv id-en, eller tøm beslutningen.",
    ),
    "a decision with a birth number": (
        decided("B001", "godtatt", Begrunnelse="01819000049 sa ja"),
        "ark Forslag, celle L4 (Begrunnelse): Her står det et fødselsnummer. Det blir ikke lest. "
        "Tips: Fjern det fra filen, og bruk en egen id.",
    ),
    "a decision that is a formula": (
        decided("B001", '="godtatt"'),
        "ark Forslag, celle K4 (Beslutning): Cellen har en formel, men det er ikke lagret noen verdi for den. "
        "Tips: Åpne arbeidsboken i Excel og lagre den, eller skriv selve verdien.",
    ),
    "a pair that runs already": (
        both(decided("B001", "godtatt", Mentor="M001"), put("Løpende", "A2", "B001"), put("Løpende", "B2", "M001")),
        "ark Forslag, celle K4 (Beslutning): Paret står allerede i arket «Løpende». "
        "Tips: Tøm beslutningen her, eller slett raden der.",
    ),
    "a person accepted twice": (
        both(
            *(decided("B001", "godtatt", Mentor="M001"), put("Forslag", "A5", "B001"), put("Forslag", "B5", "M002")),
            *(put("Forslag", "K5", "avvent"), put("Forslag", "M5", "Ola")),
        ),
        "ark Forslag, celle K5 (Beslutning): B001 er godtatt eller satt på vent i rad 4 også, med en annen mentor. "
        "Tips: Behold én av dem; for den andre velger du takket nei eller tømmer beslutningen.",
    ),
    "a pair decided on twice": (
        both(
            *(decided("B001", "godtatt", Mentor="M001"), put("Forslag", "A5", "B001"), put("Forslag", "B5", "M001")),
            *(put("Forslag", "K5", "takket nei"), put("Forslag", "M5", "Ola")),
        ),
        "ark Forslag, celle K5 (Beslutning): Det samme paret er også besluttet i rad 4. "
        "Tips: Behold én av beslutningene.",
    ),
    "a running pair twice": (
        both(
            *(put("Løpende", f"{letter}{row}", name) for row in (2, 3) for letter, name in (("A", "B1"), ("B", "M1")))
        ),
        "ark Løpende, celle A3: Det samme paret står allerede i rad 2. Tips: Behold én av radene.",
    ),
    "running cases without headings": (
        both(*(put("Løpende", f"{letter}1", None) for letter in "AB")),
        "ark Løpende, celle A1: Det mangler en kolonne for mentee eller for mentor. "
        "Tips: Beslutninger trenger kolonnene 'Mentee' og 'Mentor', med id-er.",
    ),
    "a heading of the decisions changed": (
        put("Forslag", "K3", "Vedtak"),
        "ark Forslag, celle A3: Disse overskriftene mangler: «Beslutning». "
        "Uten dem kan beslutningene i arket bli oversett. "
        "Tips: Skriv dem tilbake over kolonnene sine, eller slett hele arket; da lages det på nytt.",
    ),
    "the headings of a result changed": (
        put("Kapasitet", "A3", "Hvem"),
        "ark Kapasitet, celle A1: Arket har ikke overskriftene «Mentor», så det kan være ditt eget og blir ikke "
        "skrevet over. Tips: Gi arket et annet navn, eller slett det; da lages det på nytt.",
    ),
    "a model with an unknown key": (
        put("Modell", "D4", "hours_per_kase = 3.0"),
        "ark Modell, celle D4: Modellfilen har en ukjent nøkkel: 'hours_per_kase'. Tips: Mente du 'hours_per_case'?",
    ),
    "a model with a broken line": (
        put("Modell", "D5", "weight = = 3"),
        "ark Modell, celle D5: Modellfilen er ikke gyldig TOML: Invalid value (at line 2, column 10). "
        "Tips: Se på linjen; tekster står i anførselstegn.",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_one_sentence_with_its_cell(kind: str, bank: Path) -> None:
    change, sentence = MISTAKES[kind]
    with changed(bank) as book:
        change(book)
    said = refused(bank)
    assert said.removeprefix("bank.xlsx: ").removeprefix("bank.xlsx, ") == sentence
    assert "01819000049" not in said


def test_all_sheets_are_checked_before_anything_is_said(bank: Path) -> None:
    with changed(bank) as book:
        both(
            *(under("Mentorer", "Kjønn", 3, "kvine"), under("Mentees", "Venter siden", 3, "i høst")),
            *(put("Løpende", "A2", "B001"), decided("B002", "godtatt", Besluttet_av=None)),
            *(decided("B003", "kanskje"), put("Modell", "D4", "hours_per_kase = 3.0")),
        )(book)
    cells = ["Mentorer, celle P3", "Mentees, celle C3", "Løpende, celle B2", "Forslag, celle M5", "Forslag, celle K6"]
    said = refused(bank).splitlines()
    assert said[0] == "6 problemer:"
    assert [re.findall(r"ark (\w+, celle \w+)", line)[0] for line in said[1:]] == [*cells, "Modell, celle D4"]


def test_nobody_yet(tmp_path: Path) -> None:
    path = tmp_path / "bank.xlsx"
    write_template(path)
    assert refused(path).splitlines()[1:] == [
        "- bank.xlsx, ark Mentorer: Arket har ingen personer ennå. "
        "Tips: Fyll ut én rad for hver. Eksempelraden er aldri med.",
        "- bank.xlsx, ark Mentees: Arket har ingen personer ennå. "
        "Tips: Fyll ut én rad for hver. Eksempelraden er aldri med.",
    ]


def test_a_sheet_of_the_users_own_is_not_written_over(tmp_path: Path) -> None:
    path = filled_template(tmp_path / "bank.xlsx")
    with changed(path) as book:
        book.create_sheet("Kapasitet")["A1"] = "Mine egne notater"
    assert refused(path).startswith("bank.xlsx, ark Kapasitet, celle A1: Arket har ikke overskriftene «Mentor»")


OTHER_FILES: dict[str, tuple[bytes, str]] = {
    "gammel.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Filer av typen '.xls' kan ikke leses."),
    "bank.xlsm": (b"PK\x03\x04", "Filer av typen '.xlsm' kan ikke leses."),
    "bank.ods": (b"PK\x03\x04", "Filer av typen '.ods' kan ikke leses."),
    "bank.csv": (b"Id;Navn\nM1;Kari\n", "Dette er ikke en arbeidsbok."),
    "passord.xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "Arbeidsboken er beskyttet med passord.",
    ),
    "tekst.xlsx": (b"Id;Navn\n", "Dette er ikke en Excel-arbeidsbok, selv om navnet slutter på .xlsx."),
    "tom.xlsx": (b"", "Filen er tom."),
    "~$bank.xlsx": (b"ola", "Dette er merket som Excel legger igjen mens bank.xlsx er åpen"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_a_file_that_is_no_workbook(name: str, tmp_path: Path) -> None:
    content, sentence = OTHER_FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MentorMatchError) as caught:
        run(path, language="nb")
    assert str(caught.value).startswith(f"{name}: {sentence}")
    assert path.read_bytes() == content


def test_a_workbook_cut_short(bank: Path) -> None:
    whole = bank.read_bytes()
    for size in (len(whole) // 3, len(whole) - 40):
        bank.write_bytes(whole[:size])
        with pytest.raises(MentorMatchError, match="skadet eller ufullstendig"):
            run(bank, language="nb")
        assert bank.read_bytes() == whole[:size]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MentorMatchError, match="Filen finnes ikke"):
        run(tmp_path / "bank.xlsx", language="nb")


def test_a_blank_workbook(tmp_path: Path) -> None:
    path = tmp_path / "bank.xlsx"
    Workbook().save(path)
    with pytest.raises(MentorMatchError, match="Arket 'Sheet' er tomt"):
        run(path, language="nb")


# What looks odd and is right


def pairs(path: Path) -> list[list[object]]:
    return [[row["Mentee"], row["Mentor"]] for row in rows_of(load_workbook(path)["Forslag"])]


def test_rows_that_a_filter_hides_take_part_and_are_counted(bank: Path) -> None:
    before = pairs(bank)
    with changed(bank) as book:
        people, page = book["Mentees"], book["Forslag"]
        people.auto_filter.ref = "A1:AE8"
        people.row_dimensions[4].hidden = people.row_dimensions[5].hidden = True
        page.row_dimensions[4].hidden = True
        page.auto_filter.add_filter_column(0, ["B004"])
    with pytest.warns(match="ark Mentees: Skjulte rader er med som alle andre; her er det 2."):
        run(bank)
    assert pairs(bank) == before
    page = load_workbook(bank)["Forslag"]
    assert not any(row.hidden for row in page.row_dimensions.values())
    assert not page.auto_filter.filterColumn
    assert load_workbook(bank)["Mentees"].row_dimensions[4].hidden


def test_hidden_columns_are_read(bank: Path) -> None:
    before = read_bank(bank).mentors
    with changed(bank) as book:
        for letter in "CDPQ":
            book["Mentorer"].column_dimensions[letter].hidden = True
    assert read_bank(bank).mentors == before
    run(bank)
    assert load_workbook(bank)["Mentorer"].column_dimensions["P"].hidden


def test_spaces_dates_as_text_and_numbers_as_text_are_understood(bank: Path) -> None:
    with changed(bank) as book:
        both(
            *(put("Mentees", "A3", " B001\u00a0"), under("Mentees", "Venter siden", 3, " 24.12.2025 ")),
            *(under("Mentees", "Timer per uke", 3, "2,5"), under("Mentees", "Kjønn", 3, "Jente\u00a0")),
            decided("B002", "  GODTATT ", Dato="1.2.2026", Besluttet_av=" Ola  Koordinator\u00a0"),
        )(book)
    bank_ = read_bank(bank)
    (person,) = [one for one in bank_.mentees if one.id == "B001"]
    assert (person.gender, person.hours_per_week, str(person.waiting_since)) == ("woman", 2.5, "2025-12-24")
    (answer,) = bank_.answers
    assert (answer.decision, answer.decided_by, str(answer.date)) == ("accepted", "Ola Koordinator", "2026-02-01")


def test_headings_lower_down_are_found(bank: Path) -> None:
    before = pairs(bank)
    with changed(bank) as book:
        for name in ("Mentorer", "Mentees", "Løpende"):
            book[name].insert_rows(1, 2)
    run(bank)
    assert pairs(bank) == before


def test_the_same_id_on_both_sides_is_two_people(bank: Path) -> None:
    with changed(bank) as book:
        put("Mentees", "A3", "M001")(book)
    with pytest.warns(match="Noen id-er står både hos mentorer og mentees: M001."):
        run(bank)


def test_the_example_is_nobody(bank: Path) -> None:
    book = load_workbook(bank)
    assert (book["Mentorer"]["A2"].value, book["Mentees"]["A2"].value) == ("EKSEMPEL", "EKSEMPEL")
    found = read_bank(bank)
    assert len(found.mentors) == 8
    assert "EKSEMPEL" not in {person.id for person in (*found.mentors, *found.mentees)}


def test_a_row_of_the_proposals_found_by_name_where_the_marks_are_gone(bank: Path) -> None:
    with changed(bank) as book:
        without_marks(book)
        decide(book["Forslag"], "B001", "godtatt")
    run(bank)
    assert [row["Mentee"] for row in rows_of(load_workbook(bank)["Løpende"])] == ["B001"]


def test_read_bank_sees_what_has_not_moved_yet(bank: Path) -> None:
    with changed(bank) as book:
        decide(book["Forslag"], "B001", "godtatt", Begrunnelse="Begge vil")
        decide(book["Forslag"], "B002", "takket nei")
        mentor = book["Forslag"].cell(row_of(book["Forslag"], "B001"), 2).value
    found = read_bank(bank, on="22.11.2026")
    assert found.decisions.current[["mentee_id", "mentor_id", "reason"]].values.tolist() == [
        ["B001", mentor, "Begge vil"]
    ]
    assert found.decisions.bans["mentee_id"].tolist() == ["B002"]
    assert str(found.decisions.current["date"][0].date()) == "2026-11-22"
    assert found.model is not None
    assert found.names["M001"] == next(one.name for one in found.mentors if one.id == "M001")
