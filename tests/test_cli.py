"""The command line as a user meets it: output, files, errors, exit codes, and what must never be shown."""

import csv
import json
import os
import re
import shlex
import stat
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

import mentormatch as mm
from mentormatch.cli import app, plainly
from mentormatch.sentences import say
from mentormatch.synthetic import sample_people
from mentormatch.tables import write_people, write_tables

ON = "2026-11-22"
COMMANDS = ("template", "match", "shortlist", "check", "advise", "explain", "sample", "demo")
RUNNER = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "MENTORMATCH_DEBUG": None})


def run(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words])


def done(*words: object) -> list[str]:
    """The lines of a command that ends well."""
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.splitlines()


def refused(*words: object) -> str:
    """What a command says that refuses its input."""
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def of_bank(bank: Path) -> list[str]:
    return ["--mentors", str(bank / "mentors.csv"), "--mentees", str(bank / "mentees.csv"), "--on", ON]


@pytest.fixture(scope="module")
def norwegian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank with Norwegian headings."""
    folder = tmp_path_factory.mktemp("bank")
    done("sample", "--out", folder, "--on", ON, "--language", "nb")
    return folder


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same bank with English headings."""
    folder = tmp_path_factory.mktemp("english")
    done("sample", "--out", folder, "--on", ON)
    return folder


@pytest.fixture(scope="module")
def matching() -> mm.Matching:
    return mm.match(*sample_people(on=ON), on=ON)


# Help


def test_help_names_every_command() -> None:
    lines = done("--help")
    assert {line.split()[0] for line in lines if line.startswith("  ") and line.split()[0] in COMMANDS} == set(COMMANDS)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example_that_works(
    command: str, norwegian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n".join(done(command, "--help"))
    example = text.partition("Example:")[2].split(maxsplit=1)
    assert example[0] == "mentormatch"
    words = shlex.split(example[1])
    assert words[0] == command
    for name in ("mentors.csv", "mentees.csv"):
        (tmp_path / name).write_bytes((norwegian / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(*words).exit_code == 0


def test_version() -> None:
    assert done("--version") == [f"mentormatch {mm.__version__}"]


def test_without_a_command_help_is_shown() -> None:
    assert "Commands:" in run().output


# Match


def test_match_prints_what_was_not_checked_first_and_everybody_after(english: Path, matching: mm.Matching) -> None:
    lines = done("match", *of_bank(english))
    assert lines[0] == matching.notice
    assert lines[1].startswith(
        f"Proposals: {matching.people}. Running: 0. Without a proposal now: {len(matching.unmatched)}."
    )
    assert "no assignment is better" in lines[1]
    text = "\n".join(lines)
    for pair in matching.pairs.to_dict("records"):
        found = re.search(rf"^{pair['mentee_id']} +{pair['mentor_id']} +(\d+) +(\d+)%  \S", text, re.MULTILINE)
        assert found, pair
        assert int(found[1]) == round(pair["score"])
        assert int(found[2]) == round(100 * pair["known"])
    for mentee in matching.unmatched["mentee_id"]:
        assert re.search(rf"^{mentee}  ", text, re.MULTILINE)
    assert "a named person decides" in text
    assert "perfect" not in text.casefold()


def test_the_page_is_80_wide_and_has_no_colours(english: Path) -> None:
    lines = done("match", *of_bank(english))
    assert max(len(line.rstrip()) for line in lines[2:]) <= 80  # the first two lines are for the terminal to break
    assert "\x1b" not in "".join(lines)


def test_the_language_is_that_of_the_headings_or_the_one_asked_for(norwegian: Path, english: Path) -> None:
    assert done("match", *of_bank(norwegian))[0].startswith("Alle regler er kontrollert.")
    assert done("match", *of_bank(norwegian), "--language", "en")[0].startswith("Every rule was checked.")
    assert done("match", *of_bank(english), "--language", "nb")[0].startswith("Alle regler er kontrollert.")


def test_norwegian_is_norwegian_throughout(norwegian: Path) -> None:
    pages = [
        done("match", *of_bank(norwegian)),
        done("check", *of_bank(norwegian)),
        done("shortlist", "--mentee", "B003", *of_bank(norwegian)),
        done("explain", "--mentee", "B003", *of_bank(norwegian)),
        done("explain", "--mentee", "B003", "--mentor", "M008", *of_bank(norwegian)),
    ]
    english = re.compile(r"\b(the|mentor's|points|allowed|share|Known|proposals|none|this person)\b", re.IGNORECASE)
    for lines in pages:
        assert not [line for line in lines if english.search(line)]


def test_what_is_not_checked_is_said_before_all_else(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Id;Språk\nM1;norsk\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Id;Språk\nB1;norsk\n", encoding="utf-8")
    words = ["match", "--mentors", tmp_path / "m.csv", "--mentees", tmp_path / "b.csv"]
    first = done(*words)[0]
    assert first.startswith("Ikke kontrollert: ")
    assert "rolle (mentorer)" in first
    outs = [tmp_path / f"x.{kind}" for kind in ("csv", "json", "xlsx")]
    assert done(*words, *(word for out in outs for word in ("--out", out)))[0] == first
    with outs[0].open(encoding="utf-8-sig", newline="") as stream:
        assert [row["not_checked"] for row in csv.DictReader(stream, delimiter=";")] == [first]
    assert next(iter(json.loads(outs[1].read_text(encoding="utf-8")).items())) == ("notice", first)
    assert load_workbook(outs[2]).worksheets[0]["A1"].value == first


def test_options_reach_the_matching(norwegian: Path, tmp_path: Path) -> None:
    model = tmp_path / "model.toml"
    model.write_text("[factors.language]\nweight = 90\n", encoding="utf-8")
    out = tmp_path / "m.json"
    words = ("--objective", "score", "--minimum-score", "60", "--seed", "7", "--model", model)
    done("match", *of_bank(norwegian), *words, "--out", out)
    given = json.loads(out.read_text(encoding="utf-8"))
    chosen = mm.CompatibilityModel.load(model)
    people = sample_people(on=ON, language="nb")
    same = mm.match(*people, chosen, objective="score", minimum_score=60, seed=7, on=ON, language="nb")
    assert [(pair["mentee_id"], pair["mentor_id"]) for pair in given["pairs"]] == [
        (pair["mentee_id"], pair["mentor_id"]) for pair in same.pairs.to_dict("records")
    ]
    assert given["seed"] == 7
    assert given["model"] == same.model.digest
    assert min(pair["score"] for pair in given["pairs"]) >= 60


# Files


@pytest.fixture(scope="module")
def written(norwegian: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("out")
    outs = [word for kind in ("csv", "json", "xlsx") for word in ("--out", str(folder / f"match.{kind}"))]
    return folder, done("match", *of_bank(norwegian), *outs)


def test_it_says_where_it_wrote_and_only_the_owner_may_read(written: tuple[Path, list[str]]) -> None:
    folder, lines = written
    assert lines[2:] == [f"Skrevet: {folder.resolve() / name}" for name in ("match.csv", "match.json", "match.xlsx")]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_csv_holds_the_pairs_with_their_reasons(written: tuple[Path, list[str]], matching: mm.Matching) -> None:
    frame = pd.read_csv(written[0] / "match.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert list(frame.columns) == [*matching.pairs.columns, "reason", "about_equal", "reserve", "not_checked"]
    pd.testing.assert_frame_equal(frame[list(matching.pairs.columns)], matching.pairs, check_exact=False, rtol=1e-9)
    assert frame["reason"].str.len().min() > 10


def no_constants(word: str) -> float:
    raise ValueError(word)  # NaN and Infinity are not JSON


def test_json_holds_everything(written: tuple[Path, list[str]], matching: mm.Matching) -> None:
    text = (written[0] / "match.json").read_text(encoding="utf-8")
    given = json.loads(text, parse_constant=no_constants)
    assert given["program"] == f"mentormatch {mm.__version__}"
    assert (given["on"], given["engine"], given["language"]) == (ON, "hungarian", "nb")
    assert given["total"] == given["bound"] == matching.total
    assert given["gap"] == given["people_gap"] == 0
    assert given["people"] == len(given["pairs"]) == matching.people
    assert len(given["unmatched"]) + given["people"] == 45
    assert [mentor["mentor_id"] for mentor in given["mentors"]] == matching.mentors["mentor_id"].tolist()
    assert len(given["notes"]) == len(matching.notes)
    for pair in given["pairs"]:
        rows = [row for row in given["explanations"] if row["mentee_id"] == pair["mentee_id"]]
        assert {row["mentor_id"] for row in rows} == {pair["mentor_id"]}
        assert round(100 * sum(row["points"] for row in rows)) == round(100 * pair["score"])


def test_the_workbook_reads_back(written: tuple[Path, list[str]], matching: mm.Matching) -> None:
    book = load_workbook(written[0] / "match.xlsx")
    assert book.sheetnames == [
        "Les først", "Forslag", "Forklaring", "Uten forslag", "Løpende", "Kapasitet", "Å se på", "Modell",
    ]  # fmt: skip
    first = book["Les først"]
    assert first["A1"].value.startswith("Alle regler er kontrollert.")
    assert str(first["B2"].value).startswith(f"Forslag: {matching.people}.")
    rows = list(book["Forslag"].iter_rows(values_only=True))
    assert rows[0] == ("Mentee", "Mentor", "Poeng", "Kjent", "Valg", "Hvorfor", "Omtrent like gode", "Reserve")
    assert [row[:3] for row in rows[1:]] == [
        (pair["mentee_id"], pair["mentor_id"], pair["score"]) for pair in matching.pairs.to_dict("records")
    ]
    factors = {row[2] for row in book["Forklaring"].iter_rows(min_row=2, values_only=True)}
    assert {"Språk", "Kompetanse", "Region"} <= factors
    weights = {row[1]: row[2] for row in book["Modell"].iter_rows(min_row=2, values_only=True) if row[0] == "Vekt"}
    assert weights["Språk"] == 20


def cells(path: Path) -> object:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(path).worksheets]


def test_two_runs_write_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        done("demo", "--out", folder, "--on", ON)
    assert sorted(path.name for path in one.iterdir()) == sorted(path.name for path in two.iterdir())
    assert [cells(path) for path in sorted(one.iterdir())] == [cells(path) for path in sorted(two.iterdir())]


def test_who_has_two_mentors_has_both_explained(tmp_path: Path) -> None:
    write_people([mm.Mentor(id=f"M{n}", languages="somali") for n in (1, 2)], tmp_path / "mentors.csv")
    needs = [mm.Mentee(id="B1", languages="somali", mentors_needed=2), mm.Mentee(id="B2", languages="norsk")]
    write_people(needs, tmp_path / "mentees.csv")
    lines = done("explain", "--mentee", "B1", *of_bank(tmp_path), "--language", "en")
    assert [line[:22] for line in lines if line.startswith("M") and line[1] in "12"] == [
        f"{mentor} is the proposal for" for mentor in ("M1", "M2")
    ]
    assert sum(line.startswith("What the ") for line in lines) == 2
    without = done("explain", "--mentee", "B2", *of_bank(tmp_path), "--language", "en")
    assert any(line.startswith("No mentor is allowed") for line in without)


# What would help


def test_advice_is_what_the_matching_says(norwegian: Path) -> None:
    matching = mm.match(*sample_people(on=ON, language="nb"), on=ON, language="nb")
    text = " ".join(" ".join(done("advise", *of_bank(norwegian))).split())
    promise = say("costs.promise", "nb")
    told = [*matching.recruitment(3, "nb")["sentence"]]
    told += [one.removesuffix(f" {promise}") for one in matching.costs("nb").query("points > 0")["sentence"]]
    assert len(told) > 6
    assert not [sentence for sentence in told if sentence not in text]
    assert promise not in text
    drawn = matching.robustness().query("share < 0.9")
    held = drawn.merge(matching.pairs, on=["mentee_id", "mentor_id"])
    assert len(held)
    for row in held.to_dict("records"):
        assert f"{row['mentee_id']} {row['mentor_id']} {100 * row['share']:.0f} %" in text


def test_advice_for_people_who_need_several(tmp_path: Path) -> None:
    """B1 has both of two mentors, and nothing would help more."""
    write_people([mm.Mentor(id=f"M{n}", languages="somali") for n in (1, 2)], tmp_path / "mentors.csv")
    write_people([mm.Mentee(id="B1", languages="somali", mentors_needed=2)], tmp_path / "mentees.csv")
    lines = done("advise", *of_bank(tmp_path), "--language", "en")
    assert f"- {say('page.match.help.no_costs')}" in lines
    assert say("page.match.help.mentors") in lines


# One workbook with decisions


@pytest.fixture(scope="module")
def workbook(norwegian: Path, matching: mm.Matching, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sides in one workbook; the first pair runs, the second is banned."""
    pairs = matching.pairs[["mentee_id", "mentor_id"]].set_axis(["Mentee", "Mentor"], axis=1)
    people = {
        sheet: pd.read_csv(norwegian / f"{name}.csv", sep=";", encoding="utf-8-sig", dtype=str)
        for sheet, name in (("Mentorer", "mentors"), ("Brukere", "mentees"))
    }
    path = tmp_path_factory.mktemp("book") / "bank.xlsx"
    write_tables({**people, "Løpende": pairs.iloc[:1], "Skal ikke kobles": pairs.iloc[1:2]}, path, language="nb")
    return path


def test_one_workbook_serves_both_sides_and_the_decisions(
    workbook: Path, tmp_path: Path, matching: mm.Matching
) -> None:
    book = ("--mentors", workbook, "--mentees", workbook, "--on", ON)
    out = tmp_path / "m.json"
    done("match", *book, "--decisions", workbook, "--out", out)
    given = json.loads(out.read_text(encoding="utf-8"))
    running, banned = matching.pairs[["mentee_id", "mentor_id"]].to_numpy().tolist()[:2]
    assert [[row["mentee_id"], row["mentor_id"]] for row in given["running"]] == [running]
    made = [[row["mentee_id"], row["mentor_id"]] for row in given["pairs"]]
    assert banned not in made
    assert running[0] not in [mentee for mentee, _ in made]
    without = "\n".join(done("shortlist", "--mentee", banned[0], *book, "--n", "60"))
    with_bans = "\n".join(done("shortlist", "--mentee", banned[0], *book, "--n", "60", "--decisions", workbook))
    assert re.search(rf"^{banned[1]}  ", without, re.MULTILINE)
    assert not re.search(rf"^{banned[1]}  ", with_bans, re.MULTILINE)
    assert running[0] in refused("explain", "--mentee", running[0], *book, "--decisions", workbook)


# One person


def test_shortlist_shows_what_a_choice_takes_from_others(english: Path) -> None:
    text = "\n".join(done("shortlist", "--mentee", "B003", *of_bank(english), "--n", "2"))
    mentees, mentors = sample_people(on=ON)
    proposal = mm.shortlist(mentees[2], mentors, waiting=mentees, n=2, on=ON)
    for option in proposal.options.to_dict("records"):
        assert re.search(rf"^{option['mentor_id']} +{option['score']:.0f} ", text, re.MULTILINE)
    assert "Takes from the others" in text
    assert "nothing" in text


def test_shortlist_says_why_there_is_nobody(english: Path) -> None:
    lines = done("shortlist", "--mentee", "B044", *of_bank(english))
    assert "No mentor is allowed (60 looked at)." in lines[1]


def test_explain_says_why_this_one(english: Path, matching: mm.Matching) -> None:
    pair = matching.pairs.set_index("mentee_id").loc["B003"]
    text = "\n".join(done("explain", "--mentee", "B003", *of_bank(english)))
    assert f"{pair['mentor_id']} is the proposal for B003." in text
    assert f"What the {pair['score']:.0f} points are made of" in text
    assert re.search(r"^Language +[\d.]+ of [\d.]+  ", text, re.MULTILINE)
    for other in matching.alternatives("B003")["mentor_id"]:
        assert re.search(rf"^{other}  ", text, re.MULTILINE)


def test_explain_says_why_not_that_one(english: Path, matching: mm.Matching) -> None:
    text = " ".join(" ".join(done("explain", "--mentee", "B003", "--mentor", "M008", *of_bank(english))).split())
    assert str(matching.why_not("B003", "M008")) in text


def test_explain_says_why_nobody(english: Path, matching: mm.Matching) -> None:
    reasons = matching.unmatched.set_index("mentee_id")["reason"]
    for mentee, reason in reasons.items():
        text = " ".join(" ".join(done("explain", "--mentee", mentee, *of_bank(english))).split())
        assert reason in text


def test_check_marks_thin_choices(english: Path) -> None:
    text = "\n".join(done("check", *of_bank(english)))
    found = mm.check(*sample_people(on=ON), on=ON)
    marked = found.mentees[found.mentees["mark"] != ""]
    nobody = found.mentors[found.mentors["mark"] != ""]
    assert f"Mentees with few or no allowed mentors ({len(marked)})" in text
    assert f"Mentors whom nobody may have ({len(nobody)})" in text
    for name in [*marked["mentee_id"], *nobody["mentor_id"]]:
        assert re.search(rf"^{name}  ", text, re.MULTILINE)


# Samples


def test_sample_writes_as_many_as_asked_for(tmp_path: Path) -> None:
    words = ("sample", "--mentors", "7", "--mentees", "5", "--seed", "3", "--on", ON, "--out", tmp_path / "a" / "b")
    lines = done(*words)
    tables = [tmp_path.resolve() / "a" / "b" / f"{name}.csv" for name in ("mentors", "mentees")]
    assert lines == [f"Written: {table}" for table in tables]
    people = sample_people(mentors=7, mentees=5, seed=3, on=ON)
    assert [mentor.name for mentor in mm.read_mentors(tables[0])] == [mentor.name for mentor in people.mentors]
    assert [mentee.needs for mentee in mm.read_mentees(tables[1])] == [mentee.needs for mentee in people.mentees]
    assert done(*words) == lines  # made-up people may be replaced


@pytest.mark.parametrize("command", [["sample"], ["demo"]])
def test_tables_of_real_people_are_never_replaced(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "mentors.csv").write_text("Id;Navn\nM1;Kari Nordmann\n", encoding="utf-8")
    (tmp_path / "mentees.csv").write_text("this is no table", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    told = refused(*command, "--out", tmp_path)
    assert "mentors.csv" in told
    assert "mentees.csv" in told
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_demo_prints_verifies_and_writes(tmp_path: Path, matching: mm.Matching) -> None:
    lines = done("demo", "--out", tmp_path, "--on", ON)
    text = "\n".join(lines)
    assert lines[0] == matching.notice
    assert "The proof was computed again and holds" in text
    told = [Path(line.removeprefix("Written: ")) for line in lines if line.startswith("Written: ")]
    assert sorted(told) == sorted(path.resolve() for path in tmp_path.iterdir())
    assert len(told) == 6
    out = tmp_path / "again.csv"
    done("match", *of_bank(tmp_path), "--out", out)
    assert out.read_bytes() == (tmp_path / "pairs.csv").read_bytes()


def test_a_proof_that_does_not_hold_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tampered(self: mm.Matching) -> None:
        raise mm.VerificationError.of("verify_scores")

    monkeypatch.setattr(mm.Matching, "verify", tampered)
    assert "do not use this result" in refused("demo", "--out", tmp_path / "demo", "--on", ON)
    assert not (tmp_path / "demo").exists()


# Wrong input


def bad_cell(bank: Path, folder: Path) -> list[object]:
    text = (bank / "mentors.csv").read_text(encoding="utf-8-sig")
    (folder / "bad.csv").write_text(text.replace("norsk morsmål", "norks morsmål", 1), encoding="utf-8")
    return ["match", *of_bank(bank), "--mentors", folder / "bad.csv"]


def not_excel(bank: Path, folder: Path) -> list[object]:
    (folder / "x.xlsx").write_text("Id\n1\n", encoding="utf-8")
    return ["match", *of_bank(bank), "--mentees", folder / "x.xlsx"]


def bad_model(bank: Path, folder: Path) -> list[object]:
    (folder / "model.toml").write_text("[factors.langage]\nweight = 3\n", encoding="utf-8")
    return ["check", *of_bank(bank), "--model", folder / "model.toml"]


def over_input(bank: Path, folder: Path) -> list[object]:
    return ["match", *of_bank(bank), "--out", bank / "mentors.csv"]


def a_file_for_a_folder(bank: Path, folder: Path) -> list[object]:
    (folder / "file").write_text("", encoding="utf-8")
    return ["sample", "--out", folder / "file" / "bank"]


WRONG: dict[str, tuple[Callable[[Path, Path], list[object]], str]] = {
    "a missing file": (lambda bank, _: ["match", *of_bank(bank), "--mentors", "nope.csv"], "nope.csv: Filen finnes"),
    "a folder": (lambda bank, folder: ["check", *of_bank(bank), "--mentors", folder], "Dette er ikke en fil"),
    "a bad cell": (bad_cell, "rad "),
    "not a workbook": (not_excel, "x.xlsx: Dette er ikke en Excel-arbeidsbok"),
    "an unknown key in the model": (bad_model, "Mente du 'factors.language'?"),
    "a bad date": (lambda bank, _: ["match", *of_bank(bank), "--on", "31.2.2026"], "--on: Dette er ikke en dato"),
    "an unknown language": (lambda bank, _: ["match", *of_bank(bank), "--language", "fr"], "Choose one of: en, nb"),
    "an unknown objective": (lambda bank, _: ["match", *of_bank(bank), "--objective", "scor"], "Mente du 'score'?"),
    "an unknown mentee": (lambda bank, _: ["explain", "--mentee", "B99", *of_bank(bank)], "Det finnes ingen mentee"),
    "an unknown mentor": (
        lambda bank, _: ["explain", "--mentee", "B001", "--mentor", "M1", *of_bank(bank)],
        "Det finnes ingen mentor 'M1'",
    ),
    "nobody to shortlist": (lambda bank, _: ["shortlist", "--mentee", "X", *of_bank(bank)], "Det finnes ingen mentee"),
    "decisions that are none": (
        lambda bank, _: ["match", *of_bank(bank), "--decisions", bank / "mentors.csv"],
        "Kolonnen 'Status' mangler",
    ),
    "an unknown kind of file": (lambda bank, _: ["match", *of_bank(bank), "--out", "x.pdf"], "'.pdf'"),
    "no folder to write to": (lambda bank, _: ["match", *of_bank(bank), "--out", "no/such/x.csv"], "x.csv: Mappen"),
    "a result over its input": (over_input, "skrevet over en tabell som leses"),
    "a folder that cannot be": (a_file_for_a_folder, "The folder cannot be made"),
    "a number below zero": (lambda _, folder: ["sample", "--out", folder, "--mentors", "-1"], "is below 0"),
    "a missing option": (lambda *_: ["match", "--mentors", "m.csv"], "not clear what to read"),
    "an unknown option": (lambda bank, _: ["match", *of_bank(bank), "--ou", "x.csv"], "--out"),
    "an unknown command": (lambda *_: ["mtch"], "Did you mean 'match'?"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_input_is_said_in_a_sentence(kind: str, norwegian: Path, tmp_path: Path) -> None:
    words, sentence = WRONG[kind]
    before = (norwegian / "mentors.csv").read_bytes()
    assert sentence in refused(*words(norwegian, tmp_path))
    assert (norwegian / "mentors.csv").read_bytes() == before


def test_all_that_is_wrong_is_told_at_once(norwegian: Path, tmp_path: Path) -> None:
    told = refused(*bad_cell(norwegian, tmp_path), "--mentees", "none.csv", "--model", "none.toml", "--on", "x")
    assert told.startswith("4 problemer:")
    for name in ("bad.csv", "none.csv", "none.toml", "--on"):
        assert told.count(name) == 1


def test_a_workbook_with_both_sides_is_blamed_once(tmp_path: Path) -> None:
    tables = ("--mentors", tmp_path / "bank.xlsx", "--mentees", tmp_path / "bank.xlsx")
    assert refused("check", *tables, "--language", "nb").count("bank.xlsx") == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user to whom a folder can be closed")
def test_a_closed_folder_is_said_in_a_sentence(norwegian: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "kan ikke skrives nå" in refused("match", *of_bank(norwegian), "--out", tmp_path / "x.csv")


def test_warnings_are_sentences_said_once(english: Path, tmp_path: Path) -> None:
    people = sample_people(mentors=4, mentees=2, on=ON)
    write_people(people.mentors, tmp_path / "m.csv", language="nb")
    text = (tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "m.csv").write_text(text.replace(";Interesser;", ";Interreser;"), encoding="utf-8")
    result = run("check", "--mentors", tmp_path / "m.csv", "--mentees", english / "mentees.csv")
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    assert lines == [line for line in lines if line.startswith("Merk: ")]
    assert sum("Interreser" in line for line in lines) == 1
    assert ".py" not in result.stderr


# What happens inside


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("Kari Eksempelsen")


def test_a_mistake_in_the_program_shows_nothing_of_people(english: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentormatch.precheck.check", broken)
    result = run("check", *of_bank(english))
    assert result.exit_code == 1
    assert re.fullmatch(
        r"Something went wrong in the program itself \(ZeroDivisionError at \S+\.py:\d+\)\..*\n", result.stderr
    )
    assert "Eksempelsen" not in result.output
    monkeypatch.setenv("MENTORMATCH_DEBUG", "1")
    debugged = CliRunner().invoke(app, ["check", *of_bank(english)])
    assert isinstance(debugged.exception, ZeroDivisionError)


def test_ctrl_c_ends_without_a_traceback(english: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mentormatch.precheck.check", interrupted)
    result = run("check", *of_bank(english))
    assert (result.exit_code, result.stderr) == (130, "Stopped.\n")


def test_progress_is_shown_to_a_person_and_only_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with plainly.working("match", "en"):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""  # nobody is looking
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich takes this for a terminal
    with plainly.working("match", "en"):
        time.sleep(0.05)
    assert "Matching" not in capsys.readouterr().err
    monkeypatch.setattr(plainly, "SECONDS_OF_SILENCE", 0.0)
    with plainly.working("match", "en"):
        time.sleep(0.3)
    assert "Matching …" in capsys.readouterr().err


# What must never be shown

DATA = tomllib.loads((Path(mm.__path__[0]) / "data" / "sample.toml").read_text(encoding="utf-8"))
NEVER = [
    *DATA["family_names"],
    *(text for pair in DATA["words"]["urgency_reasons"] for text in pair),
    *("kristendom", "Christianity", "human-etikk", "humanism"),
]


def everything_in(folder: Path) -> Iterator[str]:
    """The text of every file of results, workbooks unpacked."""
    for path in folder.iterdir():
        if path.name in ("mentors.csv", "mentees.csv"):
            continue
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as package:
                yield from (package.read(name).decode("utf-8") for name in package.namelist())
        else:
            yield path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_name_reason_or_religion_leaves_the_tables(language: str, tmp_path: Path) -> None:
    bank = of_bank(tmp_path)
    explained = [["--mentee", name] for name in ("B003", "B014", "B020", "B044")]
    explained += [["--mentee", "B002", "--mentor", name] for name in ("M002", "M008", "M019")]
    commands = [
        ["demo", "--out", str(tmp_path), "--on", ON, "--language", language],
        ["match", *bank],
        ["check", *bank],
        ["advise", *bank],
        *(["explain", *words, *bank] for words in explained),
        *(["shortlist", "--mentee", name, *bank] for name in ("B002", "B044")),
        ["explain", "--mentee", "B999", *bank],
        ["match", *bank, "--decisions", str(tmp_path / "mentees.csv")],
    ]
    texts = [run(*command).output for command in commands]
    tables = "".join((tmp_path / f"{side}.csv").read_text(encoding="utf-8-sig") for side in ("mentors", "mentees"))
    shown = "\n".join([*texts, *everything_in(tmp_path)])
    assert len(shown) > 100_000
    leaked = [word for word in NEVER if word.casefold() in shown.casefold()]
    assert not leaked
    assert sum(word in tables for word in NEVER) > len(NEVER) / 2  # they are there to leak


# As a process


def process(*words: object, **settings: str) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "COLUMNS": "80", **settings}
    command = [sys.executable, "-m", "mentormatch", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=environment, check=False)


def test_the_program_runs_as_a_process(english: Path, tmp_path: Path) -> None:
    ended = process("match", *of_bank(english), "--out", tmp_path / "pairs.csv")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert str(tmp_path / "pairs.csv") in ended.stdout.decode()
    missing = process("match", "--mentors", "nope.csv", "--mentees", "nope.csv")
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert b"Traceback" not in missing.stderr


def test_an_old_terminal_gets_a_question_mark_and_not_an_error(norwegian: Path) -> None:
    ended = process("explain", "--mentee", "B003", *of_bank(norwegian), PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"Spr?k" in ended.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with pipes")
def test_a_reader_who_has_seen_enough_gets_no_traceback(english: Path) -> None:
    words = shlex.join([sys.executable, "-m", "mentormatch", "match", *of_bank(english)])
    ended = subprocess.run(f"{words} | head -n 1", shell=True, capture_output=True, text=True, check=False)
    assert ended.stdout == f"{mm.match(*sample_people(on=ON), on=ON).notice}\n"
    assert ended.stderr == ""


def test_the_words_of_the_command_line_are_used() -> None:
    """A sentence of [cli] that nothing says would be one that nobody reads."""
    source = "".join(path.read_text(encoding="utf-8") for path in (Path(mm.__path__[0]) / "cli").glob("*.py"))
    from mentormatch.sentences import sentences

    plain = [key for key in sentences("en") if key.startswith("cli.") and key.count(".") == 1]
    assert len(plain) > 5
    assert [key for key in plain if f'"{key}"' not in source] == []
    assert say("cli.percent", "nb", number=5) == "5 %"
