"""A workbook with people who need two mentors, minimums, quotas and waivers: over several weeks, decided row by row."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbook_cases import changed, run

from mentormatch import Mentee, Mentor, TableError
from mentormatch.report.template import write_template
from mentormatch.sentences import say

MENTORS = [
    Mentor(id="M1", languages="somali C1", maximum=2, training_completed_on="2020-01-01", minimum=1),
    Mentor(id="M2", languages="somali C1", maximum=1, training_completed_on="2026-01-01"),
    Mentor(id="M3", languages="dari C1", maximum=1, training_completed_on="2026-01-01"),
]
MENTEES = [
    Mentee(id="B1", languages="somali C1", mentors_needed=2),
    Mentee(id="B2", languages="somali C1"),
    Mentee(id="B3", languages="somali C1"),
]
READY = {
    "role": "operative",
    "requirements": {"confidentiality": True, "police_certificate": True},
    "engagement": {"start": "2020-01-01"},
}


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.xlsx"
    mentors = [Mentor.model_validate({**one.model_dump(exclude_unset=True), **READY}) for one in MENTORS]
    write_template(path, mentors=mentors, mentees=MENTEES, language="nb")
    with changed(path) as book:
        quotas = book.create_sheet("Kvoter")
        quotas.append(["Felt", "Verdi", "Minst", "Høyst", "Per", "Notat"])
        quotas.append(["År siden utskolert", "2+", 1, None, "mentee", "vedtatt i møtet"])
        waivers = book.create_sheet("Unntak")
        waivers.append(["Mentee", "Mentor", "Regel", "Tillatt av", "Begrunnelse"])
        waivers.append(["B3", "M3", "felles språk", "Kari", "har tolk"])
    return path


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a result, by heading."""
    lines = [line for line in load_workbook(path)[sheet].iter_rows(values_only=True) if any(line)]
    at = next(n for n, line in enumerate(lines) if "Mentee" in line or "Mentor" in line)
    return [dict(zip(map(str, lines[at]), line, strict=True)) for line in lines[at + 1 :]]


def pairs(path: Path, sheet: str = "Forslag") -> set[tuple[object, object]]:
    return {(row["Mentee"], row["Mentor"]) for row in rows(path, sheet)}


def columns(page: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each."""
    lines = enumerate(page.iter_rows(values_only=True), start=1)
    head, line = next((number, line) for number, line in lines if "Mentee" in line)
    return head, {str(name): column for column, name in enumerate(line, start=1)}


def decide(path: Path, pair: tuple[str, str], decision: str) -> None:
    with changed(path) as book:
        page = book["Forslag"]
        head, at = columns(page)
        lines = range(head + 1, page.max_row + 1)
        (line,) = [n for n in lines if (page.cell(n, at["Mentee"]).value, page.cell(n, at["Mentor"]).value) == pair]
        page.cell(line, at["Beslutning"]).value = decision
        page.cell(line, at["Besluttet av"]).value = "Ola"


@pytest.mark.filterwarnings("ignore::mentormatch.MentorMatchWarning")
def test_two_mentors_are_two_rows_decided_one_by_one(bank: Path) -> None:
    first = run(bank)
    assert {("B1", "M1"), ("B1", "M2"), ("B3", "M3")} <= pairs(bank)
    assert len(pairs(bank)) == 4
    assert [str(quota) for quota in first.matching._conditions.quotas] == [
        "field='years_trained' values=('2+',) at_least=1 per='mentee'"
    ]
    ask = say("workbook.column.ask", "nb")
    asks = {(row["Mentee"], row["Mentor"]): str(row[ask] or "") for row in rows(bank, "Forslag")}
    assert "Unntak fra felles språk, tillatt av Kari: har tolk" in asks["B3", "M3"]
    book = load_workbook(bank)
    assert [cell.value for cell in book["Kvoter"][2]] == [
        "År siden utskolert",
        "2+",
        1,
        None,
        "mentee",
        "vedtatt i møtet",
    ]

    decide(bank, ("B1", "M1"), "godtatt")
    decide(bank, ("B1", "M2"), "avventer")
    second = run(bank)
    assert pairs(bank, "Løpende") == {("B1", "M1")}
    assert ("B1", "M2") in pairs(bank)
    assert ("B1", "M1") not in pairs(bank)
    assert second.matching.waiting == ("B1", "B2", "B3")

    decide(bank, ("B1", "M2"), "godtatt")
    third = run(bank)
    assert pairs(bank, "Løpende") == {("B1", "M1"), ("B1", "M2")}
    assert third.matching.waiting == ("B2", "B3")
    assert all(mentee != "B1" for mentee, _ in pairs(bank))
    third.matching.verify()


@pytest.mark.filterwarnings("ignore::mentormatch.MentorMatchWarning")
def test_who_has_one_of_two_is_among_those_without_too(bank: Path) -> None:
    with changed(bank) as book:
        book["Skal ikke kobles"].append(["B1", "M2"])
    run(bank)
    why = say("workbook.column.why_none", "nb")
    assert ("B1", "M1") in pairs(bank)
    (left,) = [row for row in rows(bank, "Uten forslag") if row["Mentee"] == "B1"]
    assert str(left[why]).startswith("Har 1 av 2 mentorer.")


@pytest.mark.filterwarnings("ignore::mentormatch.MentorMatchWarning")
def test_three_mentors_decided_for_one_who_needs_two_is_a_mistake_in_its_cell(bank: Path) -> None:
    run(bank)
    with changed(bank) as book:
        page = book["Forslag"]
        head, at = columns(page)
        for number, mentor in enumerate(("M1", "M2", "M3"), start=head + 1):
            filled = {"Mentee": "B1", "Mentor": mentor, "Beslutning": "godtatt", "Besluttet av": "Ola"}
            for name, value in filled.items():
                page.cell(number, at[name]).value = value
    with pytest.raises(TableError) as caught:
        run(bank)
    assert [problem.key for problem in caught.value.problems] == ["workbook_mentee_twice"]


@pytest.mark.filterwarnings("ignore::mentormatch.MentorMatchWarning")
@pytest.mark.parametrize(
    ("sheet", "line", "key"),
    [
        ("Kvoter", ["Yndlingsfarge", "blå", 1, None, "mentee"], "table_quota_field"),
        ("Kvoter", ["Sektor", "politi", None, 2, "klassen"], "table_quota_per"),
        ("Kvoter", ["Religion", "x", None, 2, "alle"], "quota_special"),
        ("Unntak", ["B2", "M3", "felles språk", None, "har tolk"], "waiver_unsigned"),
    ],
)
def test_a_mistake_in_these_sheets_is_told_with_its_row(bank: Path, sheet: str, line: list[object], key: str) -> None:
    with changed(bank) as book:
        book[sheet].append(line)
    with pytest.raises(TableError) as caught:
        run(bank)
    (problem,) = caught.value.problems
    assert problem.key == key
    assert sheet in str(problem.where.text("nb"))
