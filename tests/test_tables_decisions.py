"""Decisions: the pairs that run and the pairs not to be made, from any table."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from test_tables_workbook import saved

from mentormatch import TableError
from mentormatch.errors import MentorMatchWarning
from mentormatch.tables import DECISION_COLUMNS, Decisions, Source, read_decisions

RUNNING: list[list[object]] = [
    ["Bruker", "Mentor", "Begrunnelse", "Besluttet av", "Dato"],
    ["B1", 7, "avtalt i møte", "Kari (SLT)", date(2026, 12, 24)],
    ["B2", "M2", None, None, None],
]
BANS: list[list[object]] = [["Mentee-id", "Mentor-id", "Grunn"], ["B1", "M2", "naboer"]]
PEOPLE: list[list[object]] = [["Id"], ["1"]]


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]


def check_form(decisions: Decisions) -> None:
    for frame in (decisions.current, decisions.bans):
        assert tuple(frame.columns) == DECISION_COLUMNS
        kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
        assert kinds == dict.fromkeys(DECISION_COLUMNS, "str") | {"date": "datetime64[s]"}
        assert list(frame.index) == list(range(len(frame)))


def test_a_workbook_has_a_sheet_for_each(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", **{"Mentorer": PEOPLE, "Løpende": RUNNING, "Skal ikke kobles": BANS})
    decisions = read_decisions(path)
    check_form(decisions)
    day = pd.Timestamp("2026-12-24")
    assert rows(decisions.current) == [("B1", "7", "avtalt i møte", "Kari (SLT)", day), ("B2", "M2", None, None, None)]
    assert rows(decisions.bans) == [("B1", "M2", "naboer", None, None)]


@pytest.mark.parametrize("names", [["Mentorer"], ["Mentorer", "Brukere", "Notater"], ["Mentors", "Running"]])
def test_absent_sheets_are_empty_frames_of_the_same_form(tmp_path: Path, names: list[str]) -> None:
    sheets = {name: RUNNING if name == "Running" else PEOPLE for name in names}
    decisions = read_decisions(saved(tmp_path / "bank.xlsx", **sheets))
    check_form(decisions)
    assert (len(decisions.current), len(decisions.bans)) == (2 if "Running" in names else 0, 0)


def test_sheets_with_nothing_but_headings(tmp_path: Path) -> None:
    decisions = read_decisions(saved(tmp_path / "b.xlsx", Løpande=RUNNING[:1], Bans=BANS[:1]))
    check_form(decisions)
    assert len(decisions.current) == len(decisions.bans) == 0


def test_a_misspelt_sheet_of_bans_is_not_passed_over(tmp_path: Path) -> None:
    path = saved(tmp_path / "bank.xlsx", **{"Mentorer": PEOPLE, "Skal ikke koble": BANS})
    with pytest.warns(MentorMatchWarning, match="The sheet 'Skal ikke koble' was read as 'Skal ikke kobles'"):
        assert len(read_decisions(path).bans) == 1


def test_a_workbook_of_which_no_sheet_is_known_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"bank\.xlsx: No sheet has decisions; there are: Ark1, Ark2"):
        read_decisions(saved(tmp_path / "bank.xlsx", Ark1=BANS, Ark2=BANS))
    with pytest.raises(TableError, match="The column 'Status' is missing"):
        read_decisions(saved(tmp_path / "bank.xlsx", Ark1=BANS))


RECORDS: list[dict[str, object]] = [
    {"mentee_id": "B1", "mentor_id": 7, "Status": "Løpende", "Dato": "24.12.2026"},
    {"mentee_id": "B1", "mentor_id": "M2", "Status": "skal ikkje koplast", "Dato": None},
    {"mentee_id": "B2", "mentor_id": "M2", "Status": "running", "Dato": ""},
    {"mentee_id": "B3", "mentor_id": "M2", "Status": "BAN", "Dato": "2026-12-24"},
]


@pytest.mark.parametrize("kind", ["list", "frame", "csv", "json", "xlsx"])
def test_elsewhere_the_status_says_which(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame(RECORDS)
    if kind == "csv":
        frame.to_csv(tmp_path / "d.csv", sep=";", index=False)
    elif kind == "json":
        frame.to_json(tmp_path / "d.json", orient="records")
    elif kind == "xlsx":
        frame.to_excel(tmp_path / "d.xlsx", index=False)
    in_memory: dict[str, Source] = {"list": RECORDS, "frame": frame}
    decisions = read_decisions(in_memory.get(kind, tmp_path / f"d.{kind}"))
    check_form(decisions)
    day = pd.Timestamp("2026-12-24")
    assert rows(decisions.current) == [("B1", "7", None, None, day), ("B2", "M2", None, None, None)]
    assert rows(decisions.bans) == [("B1", "M2", None, None, None), ("B3", "M2", None, None, day)]


def test_a_json_file_with_a_list_for_each(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_text('{"running": [{"mentee": "B1", "mentor": "M1"}], "bans": []}', encoding="utf-8")
    decisions = read_decisions(path)
    check_form(decisions)
    assert (len(decisions.current), len(decisions.bans)) == (1, 0)


def test_nothing_decided() -> None:
    nothing: list[Source] = [[], pd.DataFrame(), pd.DataFrame(columns=["mentee_id", "mentor_id", "status"])]
    for source in nothing:
        check_form(read_decisions(source))


def test_the_sheet_says_what_its_rows_are_and_a_status_is_left_out_with_a_warning(tmp_path: Path) -> None:
    sheet: list[list[object]] = [["Bruker", "Mentor", "Status"], ["B1", "M1", "følges opp"]]
    with pytest.warns(MentorMatchWarning, match="were not read: Status") as warned:
        assert len(read_decisions(saved(tmp_path / "b.xlsx", Løpende=sheet)).current) == 1
    assert {warning.filename for warning in warned} == {__file__}


@pytest.mark.parametrize(
    "record, places",
    [
        ({"mentee_id": None}, [("id_missing", "mentee_id")]),
        ({"mentor_id": " "}, [("id_missing", "mentor_id")]),
        ({"Status": "kanskje"}, [("table_status", "Status")]),
        ({"Status": None}, [("table_status", "Status")]),
        ({"Dato": "32.1.2026"}, [("value_day", "Dato")]),
        ({"Begrunnelse": "se 010190 00083"}, [("birth_number", "Begrunnelse")]),
        ({"mentee_id": "01019000083"}, [("birth_number", "mentee_id")]),
        ({"mentee_id": "B1", "mentor_id": "7"}, [("table_pair_twice", None)]),
        (
            {"Dato": "x", "Status": "y", "mentee_id": None},
            [("id_missing", "mentee_id"), ("table_status", "Status"), ("value_day", "Dato")],
        ),
    ],
)
def test_every_wrong_cell_is_reported(record: dict[str, object], places: list[tuple[str, str | None]]) -> None:
    good = RECORDS[0]
    wrong = {**good, "mentee_id": "B9", "Begrunnelse": None, **record}
    with pytest.raises(TableError) as caught:
        read_decisions([{**good, "Begrunnelse": None}, wrong])
    assert [(problem.key, problem.where.column) for problem in caught.value.problems] == places
    assert {problem.where.row for problem in caught.value.problems} == {2}
    assert "00083" not in str(caught.value)


@pytest.mark.parametrize(
    "record, keys",
    [
        ({"mentee": "B1", "status": "ban"}, ["table_no_pair_column"]),
        ({"mentee": "B1", "mentor": "M1"}, ["table_no_status"]),
        ({"x": 1}, ["table_no_pair_column", "table_no_status"]),
        ({"mentee": "B1", "bruker": "B1", "mentor": "M1", "status": "ban"}, ["table_heading_twice"]),
    ],
)
@pytest.mark.filterwarnings("ignore:.*not known here")
def test_columns_that_must_be_there(record: dict[str, object], keys: list[str]) -> None:
    with pytest.raises(TableError) as caught:
        read_decisions([record])
    assert [problem.key for problem in caught.value.problems] == keys


def test_problems_of_both_sheets_come_together(tmp_path: Path) -> None:
    bad: list[list[object]] = [["Bruker", "Mentor"], [None, "M1"]]
    with pytest.raises(TableError) as caught:
        read_decisions(saved(tmp_path / "b.xlsx", Løpende=bad, Bans=[["Bruker"], ["B1"]]), language="nb")
    assert [(problem.where.sheet, problem.where.row) for problem in caught.value.problems] == [
        ("Løpende", 2),
        ("Bans", 1),
    ]
    assert str(caught.value).startswith("2 problemer:")
