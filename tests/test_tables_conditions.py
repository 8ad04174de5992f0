"""Quotas and waivers from tables and on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentormatch import Quota, TableError, Waiver, read_quotas, read_waivers
from mentormatch.cli.app import app

MENTORS = "Id;Språk;Maks antall saker;Hjemmeorganisasjon\nM1;somali;2;Bydelen\nM2;somali;1;Bydelen\nM3;arabisk;1;\n"
MENTEES = "Id;Språk;Antall mentorer\nB1;somali;2\nB2;somali;\nB3;somali;\n"
QUOTAS = "Felt;Verdi;Minst;Høyst;Per\nHjemmeorganisasjon;;;2;gruppe\n"
WAIVERS = "Mentee;Mentor;Regel;Tillatt av;Begrunnelse;Dato\nB3;M3;felles språk;Kari;har tolk;01.11.2026\n"


@pytest.mark.parametrize(
    ("row", "quota"),
    [
        (
            {"Felt": "Sektor", "Verdi": "politi; NAV", "Høyst": 1},
            Quota(field="sector", values="politi; NAV", at_most=1),
        ),
        ({"Felt": "Fylke", "Høgst": "2", "Per": "kvar gruppe"}, Quota(field="county", at_most=2, per="group")),
        ({"Field": "Years trained", "Value": "2+", "Min": 1.0}, Quota(field="years_trained", values="2+", at_least=1)),
        ({"Mentors": "M1; M2", "Max": 3, "For each": "In all"}, Quota(mentors=["M1", "M2"], at_most=3, per="all")),
        ({"field": "age", "values": 30, "at_most": 1}, Quota(field="age", values="30", at_most=1)),
    ],
)
def test_a_quota_as_people_write_it(row: dict[str, object], quota: Quota) -> None:
    assert read_quotas([row]) == [quota]


def test_a_waiver_as_people_write_it() -> None:
    row = {"Bruker": 7, "Mentor-id": "M2", "Unntak fra": "Rekkevidde", "Godkjent av": "Kari", "Grunn": "x", "Dato": ""}
    assert read_waivers([row]) == [
        Waiver(mentee_id="7", mentor_id="M2", rules="Rekkevidde", allowed_by="Kari", reason="x")
    ]


def test_all_that_is_wrong_is_told_with_its_row_and_column() -> None:
    rows: list[dict[str, object]] = [
        {"Felt": "Farge", "Høyst": 1, "Per": "mentee"},
        {"Felt": "Sektor", "Verdi": "politi", "Høyst": "mange"},
        {"Felt": "Sektor", "Verdi": "politi"},
    ]
    with pytest.raises(TableError) as caught:
        read_quotas(rows)
    places = [(problem.key, problem.where.row, problem.where.column) for problem in caught.value.problems]
    assert places == [("table_quota_field", 1, "Felt"), ("value_number", 2, "Høyst"), ("quota_number", 3, None)]


def test_the_command_line_takes_both_and_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("mentorer", MENTORS), ("mentees", MENTEES), ("kvoter", QUOTAS), ("unntak", WAIVERS)):
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    files = ["--mentors", "mentorer.csv", "--mentees", "mentees.csv", "--on", "2026-11-22"]
    conditions = ["--quotas", "kvoter.csv", "--waivers", "unntak.csv"]
    done = CliRunner().invoke(app, ["match", *files, *conditions, "--engine", "flow", "--out", "ut.json"])
    assert done.exit_code == 0, done.output
    found = json.loads(Path("ut.json").read_text(encoding="utf-8"))
    assert sorted((row["mentee_id"], row["mentor_id"]) for row in found["pairs"])[-1] == ("B3", "M3")
    assert len(found["pairs"]) == 3
    assert [row["allowed_by"] for row in found["waivers"]] == ["Kari"]
    assert found["engine"] == "flow"
    assert found["shortfall"] == []
    refused = CliRunner().invoke(app, ["match", *files, *conditions, "--engine", "hungarian"])
    assert refused.exit_code == 2
    assert "flow" in refused.stderr
