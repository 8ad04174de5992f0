"""The coordinator's commands: template, match and shortlist of one workbook, and what they say."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result
from workbook_cases import ON, changed, decide, filled_template, rows_of

import mentormatch as mm
from mentormatch.cli import app

RUNNER = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "MENTORMATCH_DEBUG": None})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_template(tmp_path_factory.mktemp("cli") / "bank.xlsx")


@pytest.fixture
def bank(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "bank.xlsx"))


def run(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words])


def done(*words: object) -> list[str]:
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.splitlines()


def refused(*words: object) -> str:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.parametrize(("language", "word"), [("nb", "Skrevet"), ("en", "Written"), (None, "Written")])
def test_template(tmp_path: Path, language: str | None, word: str) -> None:
    path = tmp_path / "bank.xlsx"
    options = [] if language is None else ["--language", language]
    assert done("template", path, *options) == [f"{word}: {path}"]
    assert ("Mentorer" in load_workbook(path).sheetnames) == (language == "nb")
    assert path.name in refused("template", path)
    assert "Hint: Choose one of: en, nb." in refused("template", tmp_path / "other.xlsx", "--language", "fr")


@pytest.mark.parametrize(("language", "sheet"), [("nb", "Forslag"), ("en", "Proposals")])
def test_a_workbook_of_made_up_people_is_read_like_their_tables(tmp_path: Path, language: str, sheet: str) -> None:
    book, tables = tmp_path / "bank.xlsx", tmp_path / "tables"
    words = ("--mentors", 9, "--mentees", 6, "--seed", 4, "--on", ON, "--language", language)
    assert str(book) in done("sample", "--out", book, *words)[0]
    assert done("sample", "--out", tables, *words)
    mentors, mentees = mm.read_mentors(book), mm.read_mentees(book)
    for found, meant in (
        (mentors, mm.read_mentors(tables / "mentors.csv")),
        (mentees, mm.read_mentees(tables / "mentees.csv")),
    ):
        assert [one.id for one in found] == [one.id for one in meant]
        for field in ("languages", "interests", "birth_year", "municipality", "basis"):
            assert [getattr(one, field) for one in found] == [getattr(one, field) for one in meant]
    assert not any(mentee.name for mentee in mentees)  # the sheet has no column for it
    done("match", book, "--on", ON)
    assert len(rows_of(load_workbook(book)[sheet])) > 0
    assert book.name in refused("sample", "--out", book, "--mentors", 1)


def test_match_and_decide_and_match(bank: Path) -> None:
    first = done("match", bank, "--on", ON)
    assert first[0].startswith("Alle regler er kontrollert.")
    assert first[1].startswith("Forslag: ")
    assert [line.partition(":")[0] for line in first[2:]] == ["Skrevet", "Slik den var"]
    with changed(bank) as book:
        mentees = [str(row["Mentee"]) for row in rows_of(book["Forslag"])]
        decide(book["Forslag"], mentees[0], "godtatt")
        decide(book["Forslag"], mentees[1], "avvent")
    second = done("match", bank, "--on", ON)
    assert second[2] == "Flyttet: 1 godtatt, 0 takket nei. På vent: 1."
    assert len(rows_of(load_workbook(bank)["Løpende"])) == 1


def test_match_writes_elsewhere_and_beside(bank: Path) -> None:
    before, folder = bank.read_bytes(), bank.parent
    out = [word for name in ("ny.xlsx", "par.csv", "alt.json") for word in ("--out", folder / name)]
    lines = done("match", bank, *out, "--report", folder / "rapport.html", "--on", ON, "--refit")
    assert bank.read_bytes() == before
    written = [Path(line.removeprefix("Skrevet: ")).name for line in lines if line.startswith("Skrevet")]
    assert written == ["ny.xlsx", "par.csv", "alt.json", "rapport.html"]
    assert all((folder / name).exists() for name in written)
    assert len(list(folder.iterdir())) == 5
    assert "Det kan skrives én arbeidsbok om gangen" in refused(
        "match", bank, "--out", folder / "en.xlsx", "--out", folder / "to.xlsx"
    )
    assert "skrevet over en tabell som leses" in refused("match", bank, "--out", bank)


def test_the_page_of_one_person_lies_beside_the_workbook(bank: Path) -> None:
    lines = done("shortlist", bank, "--mentee", "B002", "--on", ON)
    page = bank.with_name("bank B002.html")
    assert lines[-1] == f"Skrevet: {page}"
    assert "B002" in page.read_text(encoding="utf-8")
    elsewhere = bank.with_name("side.html")
    assert done("shortlist", bank, "--mentee", "B002", "--page", elsewhere, "--on", ON)[-1] == f"Skrevet: {elsewhere}"
    assert "Det finnes ingen mentee 'B999'" in refused("shortlist", bank, "--mentee", "B999", "--on", ON)


def test_one_person_is_judged_by_the_model_and_the_decisions_of_the_workbook(bank: Path) -> None:
    done("match", bank, "--on", ON)
    mentor = next(row["Mentor"] for row in rows_of(load_workbook(bank)["Forslag"]) if row["Mentee"] == "B002")
    assert str(mentor) in "\n".join(done("shortlist", bank, "--mentee", "B002", "--on", ON))
    with changed(bank) as book:
        decide(book["Forslag"], "B002", "takket nei")
    after = done("shortlist", bank, "--mentee", "B002", "--n", "9", "--on", ON)
    assert not any(line.startswith(str(mentor)) for line in after)


@pytest.mark.parametrize("command", [("check",), ("explain", "--mentee", "B002"), ("shortlist", "--mentee", "B002")])
def test_the_other_commands_read_the_workbook_too(bank: Path, command: tuple[str, ...]) -> None:
    assert done(command[0], bank, *command[1:], "--on", ON)[0].startswith("Alle regler er kontrollert.")


def test_either_a_workbook_or_tables(bank: Path) -> None:
    both = "Det er ikke klart hva som skal leses."
    assert refused("match", bank, "--mentors", bank).startswith(both)
    assert refused("check", bank, "--decisions", bank).startswith(both)
    assert refused("match", "--mentors", bank).startswith("Det er ikke klart")
    assert refused("explain", "--mentee", "B1").startswith("It is not clear what to read.")


def test_whom_it_is_about_must_be_said(bank: Path) -> None:
    for command in ("shortlist", "explain"):
        assert refused(command, bank).startswith("Det er ikke sagt hvem det gjelder. Tips: Legg til --mentee")
    assert list(bank.parent.iterdir()) == [bank]


def test_what_is_wrong_before_anything_is_read_is_told_in_every_language(tmp_path: Path) -> None:
    for words, english, norwegian in (
        (("match",), "It is not clear what to read.", "Det er ikke klart hva som skal leses."),
        (("match", tmp_path / "none.xlsx"), "none.xlsx: There is no such file.", "none.xlsx: Filen finnes ikke."),
        (("shortlist",), "It is not said whom this is about.", "Det er ikke sagt hvem det gjelder."),
    ):
        told = refused(*words).splitlines()
        assert [line.partition(" Hint")[0].partition(" Tips")[0] for line in told] == [english, norwegian]
        assert refused(*words, "--language", "nb").splitlines() == told[1:]


def test_what_is_wrong_is_said_with_its_cell(bank: Path) -> None:
    with changed(bank) as book:
        book["Mentorer"]["P3"] = "kvine"
        book["Mentees"]["C3"] = "i høst"
    for command in (("match",), ("shortlist", "--mentee", "B001")):
        said = refused(command[0], bank, *command[1:])
        assert "bank.xlsx, ark Mentorer, celle P3 (Kjønn): 'kvine'" in said
        assert "bank.xlsx, ark Mentees, celle C3 (Venter siden): Dette er ikke en dato." in said
    assert list(bank.parent.iterdir()) == [bank]


def test_columns_of_their_own_are_remarked_on_once(bank: Path) -> None:
    with changed(bank) as book:
        book["Mentorer"]["AK1"] = "Telefon"
    result = run("match", bank, "--on", ON)
    assert result.exit_code == 0
    assert result.stderr.count("Telefon") == 1
    assert result.stderr.startswith("Merk: bank.xlsx, ark Mentorer: Disse kolonnene er ikke kjent her")
