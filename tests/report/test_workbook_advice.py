"""What would help, in the workbook: as the matching says it, also in a workbook that an earlier version has filled."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from workbook_cases import changed, column_of, filled_template, row_of, rows_of, run

from mentormatch.report.workbook import Matched


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Matched]:
    path = filled_template(tmp_path_factory.mktemp("advice") / "bank.xlsx", mentors=24, mentees=20, seed=1)
    return path, run(path)


def test_the_workbook_says_what_the_matching_says(matched: tuple[Path, Matched]) -> None:
    path, done = matched
    book, matching = load_workbook(path), done.matching
    told = {str(row["Mentee"]): str(row["Reserve"]) for row in rows_of(book["Forslag"])}
    assert len(told) == matching.people
    there = matching.reserves().query("people == 0")[["mentee_id", "reserve_mentor_id"]].to_numpy().tolist()
    assert {mentee: text for mentee, text in told.items() if text != "Ingen"} == {
        mentee: f"{mentor} {done.names[mentor]}" for mentee, mentor in there
    }
    assert there
    without = {row["Mentee"]: row["Hva som ville hjelpe"] for row in rows_of(book["Uten forslag"])}
    assert without == matching.unmatched.set_index("mentee_id")["relaxation"].to_dict()
    assert without
    scarce = matching.mentors.set_index("mentor_id")
    scarcity = {row["Mentor"]: str(row["Knapphet"]) for row in rows_of(book["Kapasitet"], "Mentor")}
    one_more, some_points = (scarce.query(f"people {sign} 0 and scarcity > 0").index for sign in (">", "=="))
    assert {mentor for mentor, text in scarcity.items() if text.startswith("1 person til")} == {*one_more}
    assert {mentor for mentor, text in scarcity.items() if text.endswith("poeng")} == {*one_more, *some_points}
    assert len(one_more)
    assert len(some_points)


def test_a_workbook_of_an_earlier_version_gets_the_columns_at_the_end(
    matched: tuple[Path, Matched], tmp_path: Path
) -> None:
    path = Path(shutil.copy(matched[0], tmp_path / "bank.xlsx"))
    with changed(path) as book:
        page = book["Forslag"]
        for merged in list(page.merged_cells.ranges):
            page.unmerge_cells(merged.coord)
        page.delete_cols(column_of(page, "Reserve"))
        own = column_of(page, "Dato") + 1
        page.cell(3, own, "Ringt")
        mentee = str(rows_of(page)[0]["Mentee"])
        page.cell(row_of(page, mentee), own, "tirsdag")
    run(path)
    page = load_workbook(path)["Forslag"]
    assert rows_of(page)[0]["Ringt"] == "tirsdag"
    new = column_of(page, "Reserve")
    assert new == column_of(page, "Ringt") + 1
    assert page.column_dimensions[get_column_letter(new)].width == 20
    assert all(row["Reserve"] for row in rows_of(page))
