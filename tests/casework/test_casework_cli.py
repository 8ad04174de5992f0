"""The commands on a log of cases as a supervisor meets them: output, files, errors, and what must never be shown."""

import json
import shlex
import stat
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import icalendar
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from mentormatch.casework.entries import Contact, Note
from mentormatch.casework.log import CaseLog
from mentormatch.casework.network import Network
from mentormatch.casework.season import season
from mentormatch.casework.step import Step
from mentormatch.casework.views import ATTENTION_COLUMNS, DIGEST_COLUMNS, attention, digest, digest_text, progress
from mentormatch.cli import app

ON = "2026-11-22"
COMMANDS = ("attention", "progress", "digest", "season", "network calendar")
RUNNER = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "MENTORMATCH_DEBUG": None})


def run(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words])


def done(*words: object) -> list[str]:
    """The lines of a command that ends well."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout.splitlines()


def refused(*words: object) -> str:
    """What a command says that refuses its input."""
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def log() -> CaseLog:
    return season(on=ON, language="nb")


@pytest.fixture(scope="module")
def file(log: CaseLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "cases.jsonl"
    log.write(path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example_that_works(
    command: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = done(*command.split(), "--help")
    assert max(map(len, lines)) <= 80
    words = shlex.split("\n".join(lines).partition("Example:")[2])
    assert words[: 1 + len(command.split())] == ["mentormatch", *command.split()]
    if command != "season":
        (tmp_path / "cases.jsonl").write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(*words[1:]).exit_code == 0


# What is shown


@pytest.mark.parametrize("supervisor", [None, "V1", "V2"])
def test_attention_says_each_line_of_the_view_under_its_kind(supervisor: str | None, log: CaseLog, file: Path) -> None:
    options = ["--supervisor", supervisor] if supervisor else []
    lines = done("attention", file, "--on", ON, "--language", "nb", *options)
    view = attention(log, on=ON, supervisor=supervisor, language="nb")
    assert lines[0] == f"Å se på 22. november 2026 ({len(view)})"
    assert [line.removeprefix("- ") for line in lines if line.startswith("- ")] == view["sentence"].tolist()
    assert len([line for line in lines[1:] if line and not line.startswith("- ")]) == view["kind"].nunique()


def test_attention_follows_the_scheme_s_own_policy(file: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[no_contact]\nafter_days = 3\nwhen = ["active"]\ncounts = ["meeting"]\n', encoding="utf-8")
    standard, own = (done("attention", file, "--on", ON, *words) for words in ((), ("--policy", policy)))
    assert "- S001: no contact" not in "\n".join(standard)
    assert any(line.startswith("- S001: no contact for ") for line in own)


def test_attention_names_mentors_with_more_cases_than_places(log: CaseLog, file: Path, tmp_path: Path) -> None:
    pairs = log.current(ON)["mentor_id"].value_counts()
    busy, count = str(pairs.index[0]), int(pairs.iloc[0])
    table = tmp_path / "mentors.csv"
    for places, named in ((count - 1, True), (count, False), ("", False)):
        table.write_text(f"id;maximum\n{busy};{places}\n", encoding="utf-8")
        lines = done("attention", file, "--mentors", table, "--on", ON, "--language", "nb")
        view = attention(log, on=ON, capacity={busy: places} if isinstance(places, int) else {}, language="nb")
        assert [line.removeprefix("- ") for line in lines if line.startswith("- ")] == view["sentence"].tolist()
        assert ("over_capacity" in set(view["kind"])) == named


def test_where_nothing_needs_attention_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    season(cases=0, on=ON).write(file)
    assert done("attention", file, "--on", ON) == ["Nothing needs attention on 22 November 2026."]


def test_progress_shows_each_line_of_a_case_by_day(log: CaseLog, file: Path) -> None:
    lines = done("progress", file, "--case", "S004", "--on", ON, "--language", "nb")
    view = progress(log, "S004", on=ON, language="nb")
    assert lines[0].startswith("S004, til og med 22. november 2026.")
    assert [line.partition(": ")[2] for line in lines if line.startswith("- ")] == view["sentence"].tolist()
    assert done("progress", file, "--case", "S009", "--on", ON, "--language", "nb") == [
        "I S009 er ingenting vurdert eller observert til og med 22. november 2026."
    ]


@pytest.mark.parametrize("week", ["2026-W47", "18.11.2026", None])
def test_the_digest_is_that_of_the_week_and_of_this_one_if_none_is_named(
    week: str | None, log: CaseLog, file: Path
) -> None:
    options = ["--week", week] if week else []
    lines = done("digest", file, "--supervisor", "V1", "--on", ON, "--language", "nb", *options)
    assert lines == digest_text(log, "V1", "2026-W47", on=ON, language="nb").splitlines()
    assert lines[0].startswith("V1, uke 47 i 2026")


def test_nobody_s_words_are_shown(log: CaseLog, file: Path) -> None:
    said = "\n".join(
        "\n".join(done(*words, file, "--on", ON, "--language", "nb", *options))
        for words, options in (
            (["attention"], []),
            (["progress"], ["--case", "S001"]),
            (["digest"], ["--supervisor", "V1"]),
        )
    )
    prose = {entry.words for entry in log.records if type(entry) is Note}
    prose |= {entry.note for entry in log.records if type(entry) is Contact and entry.note}
    assert len(prose) > 5
    assert not [text for text in prose if text.splitlines()[0] in said]


# Files


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx"])
def test_a_view_is_written_as_a_table_for_its_owner_only(ending: str, log: CaseLog, file: Path, tmp_path: Path) -> None:
    out = tmp_path / f"view{ending}"
    assert done("attention", file, "--on", ON, "--out", out) == [f"Written: {out}"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    if ending == ".json":
        rows = pd.DataFrame(json.loads(out.read_text(encoding="utf-8")))
    else:
        rows = pd.read_csv(out) if ending == ".csv" else pd.read_excel(out)
    assert tuple(rows.columns) == ATTENTION_COLUMNS
    assert rows["sentence"].tolist() == attention(log, on=ON)["sentence"].tolist()


def test_the_digest_and_the_progress_are_written_too(log: CaseLog, file: Path, tmp_path: Path) -> None:
    done("digest", file, "--supervisor", "V1", "--on", ON, "--out", tmp_path / "digest.csv")
    rows = pd.read_csv(tmp_path / "digest.csv")
    assert tuple(rows.columns) == DIGEST_COLUMNS
    assert len(rows) == len(digest(log, "V1", on=ON)) > 5
    done("progress", file, "--case", "S001", "--on", ON, "--out", tmp_path / "progress.json")
    rows = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))
    assert len(rows) == len(progress(log, "S001", on=ON)) > 5


def test_the_calendar_has_the_meetings_of_the_year_and_no_names(log: CaseLog, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "møter.ics"
    done("network", "calendar", file, "--network", "N1", "--year", 2027, "--out", out, "--language", "nb")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = out.read_text(encoding="utf-8")
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    network = next(record for record in log.records if type(record) is Network)
    begins = [meeting.begin for meeting in network.meetings(date(2027, 1, 1), date(2027, 12, 31))]
    assert sorted(event.decoded("dtstart") for event in events) == begins
    assert len(begins) == 6
    assert {str(event["summary"]) for event in events} == {"Nettverksmøte"}
    assert not [word for word in ("M001", "S001", "V1", "Bergen") if word in text]


def test_a_meeting_that_was_called_off_is_marked_in_the_calendar(file: Path, tmp_path: Path) -> None:
    log = CaseLog.read(file)
    planned = [s for s in log.state().nouns.values() if s.record.type == "session" and s.status == "planned"]
    meeting = next(s.record for s in planned if getattr(s.record, "network_id", None) == "N1")
    now = datetime.fromisoformat("2026-11-23T09:00+01:00")
    log.add(Step(by="K1", subject=meeting.id, to="cancelled", recorded_at=now))
    changed, out = tmp_path / "cases.jsonl", tmp_path / "meetings.ics"
    log.write(changed)
    done("network", "calendar", changed, "--network", "N1", "--year", meeting.on.year, "--out", out)
    events = icalendar.Calendar.from_ical(out.read_text(encoding="utf-8")).walk("VEVENT")
    off = {str(event["uid"]) for event in events if event.get("status") == "CANCELLED"}
    assert meeting.id in off
    assert {event.decoded("dtstamp") for event in events} == {now}


def test_a_season_is_written_once_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    words = ("season", "--out", out, "--cases", 3, "--weeks", 8, "--seed", 7, "--on", ON, "--language", "nb")
    assert done(*words) == [f"Skrevet: {out}"]
    assert CaseLog.read(out).records == season(3, 8, seed=7, on=ON, language="nb").records
    before = out.read_bytes()
    assert "Det finnes allerede en fil" in refused(*words)
    assert out.read_bytes() == before


# What is wrong

WRONG = {
    ("attention", "nowhere.jsonl"): "«nowhere.jsonl» kan ikke leses",
    ("attention", "policy.toml"): "policy.toml: Ingen av linjene i filen er oppføringer i en sakslogg.",
    ("attention", "cases.jsonl", "--policy", "cases.jsonl"): "ikke TOML",
    ("attention", "cases.jsonl", "--on", "i morgen"): "felt --on: Dette er ikke en dato.",
    ("attention", "cases.jsonl", "--supervisor", "V9"): "Ingen med id-en V9 er veileder",
    ("attention", "cases.jsonl", "--out", "cases.jsonl"): "Resultatet ville blitt skrevet over",
    ("progress", "cases.jsonl", "--case", "S1"): "Det er ingen sak S1 i denne loggen. Tips: Sakene er: S001, S002",
    ("progress", "cases.jsonl"): "Valget --case mangler",
    ("progress", "cases.jsonl", "--case", "S001", "--out", "x.pdf"): "'.pdf'",
    ("digest", "cases.jsonl"): "Valget --supervisor mangler",
    ("digest", "cases.jsonl", "--supervisor", "M001"): "De som er det: V1, V2.",
    ("digest", "cases.jsonl", "--supervisor", "V1", "--week", "neste"): "Dette er ingen uke. Tips: Skriv for eksempel",
    ("digest", "cases.jsonl", "--supervisor", "V1", "--week", "2026-W54"): "Dette er ingen uke.",
    ("network", "calendar", "cases.jsonl"): "Valget --network mangler",
    ("network", "calendar", "cases.jsonl", "--network", "N2"): "ikke noe nettverk N2 i denne loggen. Tips: Nettverkene",
    ("network", "calendar", "cases.jsonl", "--network", "N1", "--year", "20270"): "Året finnes ikke.",
    ("network", "calendar", "cases.jsonl", "--network", "N1", "--out", "møter.txt"): "Velg et navn som slutter på .ics",
    ("network", "calendar", "cases.jsonl", "--network", "N1", "--out", "nix/m.ics"): "Lag mappen først",
    ("season", "--out", "new.jsonl", "--weeks", "0"): "Det må være 1 eller mer.",
    ("season", "--out", "nix/new.jsonl"): "Sjekk at mappen og filen finnes",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_input_is_said_in_a_sentence(
    words: tuple[str, ...], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cases.jsonl").write_bytes(file.read_bytes())
    (tmp_path / "policy.toml").write_text("[answers]\nroutine = 7\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert WRONG[words] in refused(*words, "--language", "nb")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.jsonl", "policy.toml"]


def test_all_that_is_wrong_is_told_at_once_and_without_the_words_of_the_log(file: Path, tmp_path: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    note = next(number for number, line in enumerate(lines) if '"type":"note"' in line)
    lines[note] = lines[note].replace('"of":"', '"of":"hemmelig ')
    (tmp_path / "cases.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    said = refused("attention", tmp_path / "cases.jsonl", "--on", "når", "--policy", tmp_path / "nix.toml")
    assert f"row {note + 1}" in said
    assert f"row {len(lines) + 1}" in said
    assert "--on" in said
    assert "nix.toml" in said
    assert "hemmelig" not in said
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[note])["words"].splitlines()[0] not in said


def test_a_network_without_a_rule_has_no_calendar(tmp_path: Path) -> None:
    network = Network(id="N1", by="K1", name="Mentornettverk Vest", area="region", region="vest")
    CaseLog([network]).write(tmp_path / "cases.jsonl")
    said = refused("network", "calendar", tmp_path / "cases.jsonl", "--network", "N1", "--out", tmp_path / "m.ics")
    assert "has no rule for when it meets" in said


def test_the_commands_load_nothing_heavy_before_they_run() -> None:
    code = (
        "import sys\nfrom mentormatch.cli import main\nsys.argv = ['mentormatch', 'network', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split())
    assert "calendar" in ran.stdout
    assert not loaded & {"pandas", "numpy", "icalendar", "mentormatch.casework.log"}
