"""The pages from the command line: where they are written, with which names, and what is refused beforehand."""

import stat
from pathlib import Path

import pytest
from reading_html import Read
from typer.testing import CliRunner, Result

from mentormatch import read_mentors
from mentormatch.cli import app

ON = "2026-11-22"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank")
    words = ("--mentors", "20", "--mentees", "8", "--on", ON, "--language", "nb")
    assert run("sample", "--out", folder, *words).exit_code == 0
    return folder


def of(bank: Path) -> list[object]:
    return ["--mentors", bank / "mentors.csv", "--mentees", bank / "mentees.csv", "--on", ON]


def test_match_writes_a_report_with_the_names_of_the_table(bank: Path, tmp_path: Path) -> None:
    report = tmp_path / "rapport.html"
    result = run("match", *of(bank), "--report", report, "--out", tmp_path / "par.csv")
    assert result.exit_code == 0, result.output
    assert str(report) in result.stdout
    assert str(tmp_path / "par.csv") in result.stdout
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    read = Read(report.read_text(encoding="utf-8"))
    assert ("html", "lang", "nb") in read.attributes, "the language of the headings"
    names = {mentor.id: mentor.name for mentor in read_mentors(bank / "mentors.csv")}
    rows = read.of_kind("places")[0].rows[1:-1]
    assert [row[0] for row in rows] == [f"{mentor} {name}" for mentor, name in names.items()]


def test_shortlist_writes_a_page_to_sign_and_one_for_the_person(bank: Path, tmp_path: Path) -> None:
    page, person = tmp_path / "B003.html", tmp_path / "til B003.html"
    words = ["shortlist", *of(bank), "--mentee", "B003", "--language", "en"]
    result = run(*words, "--page", page, "--person-page", person)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(run(*words).stdout.rstrip())
    assert Read(page.read_text(encoding="utf-8")).of_block("h1") == ["A mentor for B003"]
    assert Read(person.read_text(encoding="utf-8")).of_block("h1") == ["How the mentor was proposed"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (page, person))


REFUSED: dict[str, tuple[list[str], str]] = {
    "another kind": (["match", "--report", "rapport.pdf"], "rapport.pdf: Sidene skrives som HTML."),
    "a table": (["match", "--report", "mentors.csv"], "mentors.csv: Sidene skrives som HTML."),
    "no such folder": (["shortlist", "--mentee", "B003", "--page", "ingen/x.html"], "x.html: Mappen"),
    "the person's page": (["shortlist", "--mentee", "B003", "--person-page", "x.docx"], "x.docx: Sidene"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_written_is_refused_before_any_work(
    kind: str, bank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bank)
    before = {path.name: path.read_bytes() for path in bank.iterdir()}
    words, sentence = REFUSED[kind]
    result = run(*words, *of(Path()), "--language", "nb")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""
    assert {path.name: path.read_bytes() for path in bank.iterdir()} == before
