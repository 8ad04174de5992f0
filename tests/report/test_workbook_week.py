"""A coordinator's weeks with one workbook: what was decided moves, what was written stays, and nothing else changes."""

import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbook_cases import (
    GREEN,
    RED,
    Step,
    changed,
    coloured,
    column_of,
    decide,
    everything,
    filled_template,
    needs_libreoffice,
    noted,
    of_sheets,
    parts_of,
    row_of,
    rows_of,
    run,
    through_libreoffice,
    untouched,
)

from mentormatch.report.reading import read_bank

PEOPLE = ("Mentorer", "Mentees", "Les først")
NEW_COLUMN = 16


@pytest.fixture(scope="module")
def matched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = filled_template(tmp_path_factory.mktemp("week") / "bank.xlsx")
    run(path)
    return path


@pytest.fixture
def bank(matched_once: Path, tmp_path: Path) -> Path:
    """A bank with its first proposals."""
    return Path(shutil.copy(matched_once, tmp_path / "bank.xlsx"))


def at(year: int, month: int, day: int) -> datetime:
    """A day as openpyxl reads it."""
    return datetime(year, month, day)  # noqa: DTZ001  # days in a workbook have no time zone


def proposed(path: Path) -> list[tuple[object, object]]:
    return [(row["Mentee"], row["Mentor"]) for row in rows_of(load_workbook(path)["Forslag"])]


def colour(page: Worksheet, row: int, column: int) -> str:
    return str(page.cell(row, column).fill.fgColor.rgb)[-6:]


def note(page: Worksheet, row: int, column: int) -> str | None:
    comment = page.cell(row, column).comment
    return None if comment is None else comment.text


# The weeks


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(untouched, id="saved as it is"),
        pytest.param(through_libreoffice, id="saved by LibreOffice", marks=[pytest.mark.long, needs_libreoffice]),
    ],
)
@pytest.mark.filterwarnings("ignore:.*ikke kjent her")
def test_weeks_keep_every_decision_note_colour_and_own_column(tmp_path: Path, between: Step) -> None:
    path = filled_template(tmp_path / "bank.xlsx")
    with changed(path) as book:  # the coordinator's own, among the people
        people = book["Mentorer"]
        coloured(people, 3, 2, GREEN)
        noted(people, 4, 1, "Ringt i mai")
        people.column_dimensions["B"].width = 41
        people.cell(1, 40, "Telefon")
        people.cell(3, 40, "+47 555 01 234")
        own = book.create_sheet("Møter")
        own["A1"], own["B2"] = "Torsdag", "=1+1"
    between(path)

    assert run(path).decided == {}
    between(path)
    first = proposed(path)
    yes, no, wait, later = (str(mentee) for mentee, _ in first[:4])
    with changed(path) as book:
        page = book["Forslag"]
        page.cell(3, NEW_COLUMN, "Ringt")
        for mentee, _ in first:
            page.cell(row_of(page, str(mentee)), NEW_COLUMN, f"om {mentee}")
        row = decide(page, yes, "godtatt", Begrunnelse="Begge vil", Dato="20.11.2026")
        coloured(page, row, NEW_COLUMN)
        noted(page, row, column_of(page, "Begrunnelse"), "Sagt på telefon")
        row = decide(page, no, "Takket  nei ", Begrunnelse="Kjenner familien", Dato=date(2026, 11, 19))
        coloured(page, row, 1)
        row = decide(page, wait, "avvent", Begrunnelse="Venter på svar")
        noted(page, row, 2, "Snakk med henne")
        coloured(page, row, column_of(page, "Hvorfor"))
        noted(page, row_of(page, later), 1, "Ikke vedtatt noe ennå")
    between(path)

    assert run(path).decided == {"accepted": 1, "declined": 1, "on_hold": 1}
    between(path)
    assert run(path).decided == {"on_hold": 1}
    between(path)
    run(path)

    book = load_workbook(path)
    pairs = dict(first)
    running, bans, page = book["Løpende"], book["Skal ikke kobles"], book["Forslag"]
    assert rows_of(running) == [
        {
            "Mentee": yes, "Mentor": pairs[yes], "Begrunnelse": "Begge vil", "Besluttet av": "Ola Koordinator",
            "Dato": at(2026, 11, 20), "Ringt": f"om {yes}",
        }
    ]  # fmt: skip
    assert colour(running, 2, 6) == RED[-6:]
    assert note(running, 2, 3) == "Sagt på telefon"
    assert rows_of(bans) == [
        {
            "Mentee": no, "Mentor": pairs[no], "Begrunnelse": "Kjenner familien", "Besluttet av": "Ola Koordinator",
            "Dato": at(2026, 11, 19), "Ringt": f"om {no}",
        }
    ]  # fmt: skip
    assert colour(bans, 2, 1) == RED[-6:]

    rows = {row["Mentee"]: row for row in rows_of(page)}
    assert yes not in rows
    assert (no, pairs[no]) not in proposed(path)
    kept = {name: rows[wait][name] for name in ("Mentor", "Beslutning", "Begrunnelse", "Besluttet av", "Ringt")}
    assert kept == {
        "Mentor": pairs[wait], "Beslutning": "avvent", "Begrunnelse": "Venter på svar",
        "Besluttet av": "Ola Koordinator", "Ringt": f"om {wait}",
    }  # fmt: skip
    held = row_of(page, wait)
    assert note(page, held, 2) == "Snakk med henne"
    assert colour(page, held, column_of(page, "Hvorfor")) == RED[-6:]
    assert rows[later]["Ringt"] == f"om {later}"
    assert note(page, row_of(page, later), 1) == "Ikke vedtatt noe ennå"

    people = book["Mentorer"]
    assert colour(people, 3, 2) == GREEN[-6:]
    assert note(people, 4, 1) == "Ringt i mai"
    assert people["B1"].value == "Navn"
    assert people.column_dimensions["B"].width == pytest.approx(41, abs=1)
    assert people.cell(3, 40).value == "+47 555 01 234"
    assert (book["Møter"]["A1"].value, book["Møter"]["B2"].value) == ("Torsdag", "=1+1")


def test_sheets_of_people_are_not_changed_at_all(tmp_path: Path) -> None:
    path = filled_template(tmp_path / "bank.xlsx")
    before = of_sheets(everything(path), *PEOPLE, "Løpende", "Skal ikke kobles")
    run(path)
    assert of_sheets(everything(path), *PEOPLE, "Løpende", "Skal ikke kobles") == before


def test_two_runs_without_a_decision_between_give_the_same(bank: Path) -> None:
    before, parts = everything(bank), parts_of(bank)
    for _ in range(2):
        run(bank)
        assert everything(bank) == before
        after = parts_of(bank)
        assert after.keys() == parts.keys()
        same = [name for name in parts if name != "docProps/core.xml"]  # the time of the run
        assert {name: after[name] for name in same} == {name: parts[name] for name in same}


def test_a_run_without_proposals_before_has_nothing_to_move(tmp_path: Path) -> None:
    path = filled_template(tmp_path / "bank.xlsx")
    done = run(path)
    assert done.decided == {}
    assert done.file == path.resolve()
    assert len(rows_of(load_workbook(path)["Forslag"])) == done.matching.people > 0


def test_the_first_line_of_every_result_says_what_was_not_checked(bank: Path) -> None:
    assert run(bank).matching.notice.startswith("Alle regler er kontrollert.")
    with changed(bank) as book:
        headings = [cell.value for cell in book["Mentorer"][1]]
        book["Mentorer"].delete_cols(headings.index("Samme person som") + 1)
    notice = run(bank).matching.notice
    assert notice.startswith("Ikke kontrollert: samme person som (mentorer).")
    book = load_workbook(bank)
    for name in ("Forslag", "Forklaring", "Uten forslag", "Kapasitet", "Modell"):
        assert book[name]["A1"].value == notice


# What the sheets say


def test_the_proposals_say_who_why_and_what_else(bank: Path) -> None:
    matching = run(bank).matching
    names = read_bank(bank).names
    rows = rows_of(load_workbook(bank)["Forslag"])
    pairs = matching.pairs[["mentee_id", "mentor_id"]].values.tolist()
    assert [[row["Mentee"], row["Mentor"]] for row in rows] == pairs
    for row, pair in zip(rows, matching.pairs.to_dict("records"), strict=True):
        assert row["Navn"] == names[pair["mentor_id"]]
        assert row["Poeng"] == round(pair["score"])
        assert row["Kjent"] == pytest.approx(pair["known"], abs=0.005)
        assert str(row["Hvorfor"]).endswith(".")
        others = matching.alternatives(pair["mentee_id"], 1).to_dict("records")
        if not others:
            assert (row["Beste alternativ"], row["Hva det ville koste"]) == ("Ingen", None)
            continue
        other = others[0]
        who = f"{other['mentor_id']} {names[other['mentor_id']]}, {other['score']:.0f} poeng"
        assert str(row["Beste alternativ"]).startswith(who)
        near = abs(round(other["score"] * 100) - round(pair["score"] * 100)) <= 300
        assert ("omtrent like god" in str(row["Beste alternativ"])) == near
        assert ("uten mentor" in str(row["Hva det ville koste"])) == (other["people"] > 0)


def test_the_points_of_the_explanation_add_up_to_those_of_the_proposals(bank: Path) -> None:
    book = load_workbook(bank)
    sums = Counter[tuple[object, object]]()
    for row in rows_of(book["Forklaring"]):
        sums[row["Mentee"], row["Mentor"]] += int(str(row["Poeng"] or 0))
    assert dict(sums) == {(row["Mentee"], row["Mentor"]): row["Poeng"] for row in rows_of(book["Forslag"])}


def test_capacity_counts_running_cases_and_proposals(bank: Path) -> None:
    mentee, mentor = proposed(bank)[0]
    with changed(bank) as book:
        decide(book["Forslag"], str(mentee), "godtatt")
        book["Løpende"].append(["B900", "M900", None, "Ola", date(2026, 1, 1)])
    matching = run(bank).matching
    rows = {row["Mentor"]: row for row in rows_of(load_workbook(bank)["Kapasitet"], "Mentor")}
    places = matching.mentors.set_index("mentor_id")
    assert rows[mentor]["Løpende"] == 1
    for name, one in places.iterrows():
        row = rows[name]
        assert int(str(row["Løpende"])) + int(str(row["Foreslått"])) == one["assigned"]
        assert row["Ledige"] == max(one["capacity"] - one["assigned"], 0)
    assert "B900: Denne mentee er ikke blant personene i listene." in str(rows["M900"]["Å spørre om"])


def test_everybody_is_proposed_running_or_without_with_a_reason(bank: Path) -> None:
    with changed(bank) as book:
        book["Mentees"].cell(3, column_of(book["Mentees"], "Språk"), "islandsk C1")
    run(bank)
    book = load_workbook(bank)
    without = {row["Mentee"]: row["Hvorfor ikke"] for row in rows_of(book["Uten forslag"])}
    assert "felles språk" in str(without["B001"])
    everyone = {row["Id"] for row in rows_of(book["Mentees"], "Id")} - {"EKSEMPEL"}
    assert {row["Mentee"] for row in rows_of(book["Forslag"])} | set(without) == everyone


# Decisions


def test_the_coordinator_may_choose_another_mentor_than_the_proposed_one(bank: Path) -> None:
    matching = run(bank).matching
    mentee = str(proposed(bank)[0][0])
    other = str(matching.alternatives(mentee, 1)["mentor_id"][0])
    with changed(bank) as book:
        decide(book["Forslag"], mentee, "godtatt", Mentor=other)
    run(bank)
    assert [(row["Mentee"], row["Mentor"]) for row in rows_of(load_workbook(bank)["Løpende"])] == [(mentee, other)]


def test_a_pair_on_hold_keeps_its_mentor_though_another_is_better(bank: Path) -> None:
    matching = run(bank).matching
    mentee = str(proposed(bank)[0][0])
    other = str(matching.alternatives(mentee, 1)["mentor_id"][0])
    with changed(bank) as book:
        decide(book["Forslag"], mentee, "avvent", Mentor=other)
    for _ in range(2):
        run(bank)
        assert (mentee, other) in proposed(bank)


def test_a_pair_that_the_rules_forbid_by_now_stays_and_says_so(bank: Path) -> None:
    mentee, mentor = proposed(bank)[0]
    with changed(bank) as book:
        decide(book["Forslag"], str(mentee), "avvent", Begrunnelse="Venter på svar")
        people = book["Mentorer"]
        people.cell(row_of(people, str(mentor)), column_of(people, "Rolle"), "ressursperson")
    run(bank)
    rows = {(row["Mentee"], row["Mentor"]): row for row in rows_of(load_workbook(bank)["Forslag"])}
    row = rows[mentee, mentor]
    assert (row["Beslutning"], row["Begrunnelse"], row["Poeng"]) == ("avvent", "Venter på svar", None)
    assert "operativ" in str(row["Hvorfor"])
    before = everything(bank)
    run(bank)
    assert everything(bank) == before


def test_a_decision_without_a_date_gets_the_day_of_the_run(bank: Path) -> None:
    with changed(bank) as book:
        decide(book["Forslag"], str(proposed(bank)[0][0]), "godtatt")
    run(bank)
    assert rows_of(load_workbook(bank)["Løpende"])[0]["Dato"] == at(2026, 11, 22)


def test_moved_rows_go_below_what_is_there_and_find_their_columns(bank: Path) -> None:
    first = proposed(bank)[0][0]
    with changed(bank) as book:
        page = book["Løpende"]
        page.delete_rows(1)
        for row, cells in ((2, ["Løpende saker i år"]), (4, ["Dato", "Fulgt opp", "Mentor", "Mentee", "Bestemt av"])):
            for column, value in enumerate(cells, start=1):
                page.cell(row, column, value)
        page.delete_rows(2)  # a title would be taken for headings
        page.append(["01.02.2026", "ja", "M008", "B006", "Kari"])
        coloured(page, 4, 1)
        decide(book["Forslag"], str(first), "godtatt", Begrunnelse="Begge vil")
    with pytest.warns(match="Fulgt opp"):
        run(bank)
    page = load_workbook(bank)["Løpende"]
    rows = rows_of(page)
    assert rows[0]["Fulgt opp"] == "ja"
    assert (rows[1]["Mentee"], rows[1]["Bestemt av"], rows[1]["Begrunnelse"]) == (first, "Ola Koordinator", "Begge vil")
    assert (colour(page, 4, 1), colour(page, 5, 1)) == (RED[-6:], "000000")  # the new row has a colour of its own


def test_a_sheet_of_decisions_that_was_deleted_is_made_again_when_it_is_needed(bank: Path) -> None:
    with changed(bank) as book:
        del book["Løpende"], book["Skal ikke kobles"]
        decide(book["Forslag"], str(proposed(bank)[0][0]), "godtatt")
    run(bank)
    book = load_workbook(bank)
    assert len(rows_of(book["Løpende"])) == 1
    assert "Skal ikke kobles" not in book.sheetnames
    run(bank)
    assert len(rows_of(load_workbook(bank)["Løpende"])) == 1


# What people add to the program's sheets


@pytest.mark.filterwarnings("ignore:.*ikke kjent her")
def test_own_cells_follow_the_mentee_and_a_note_says_whom_it_was_about(bank: Path) -> None:
    mentee, mentor = proposed(bank)[0]
    with changed(bank) as book:
        page = book["Forslag"]
        row = row_of(page, str(mentee))
        page.cell(3, NEW_COLUMN, "Ringt")
        page.cell(row, NEW_COLUMN, "mandag")
        noted(page, row, 2, "God på telefon")
        book["Skal ikke kobles"].append([mentee, mentor, None, "Ola", None])  # the pair is not proposed any more
    run(bank)
    page = load_workbook(bank)["Forslag"]
    rows = {one["Mentee"]: one for one in rows_of(page)}
    assert rows[mentee]["Mentor"] != mentor
    assert rows[mentee]["Ringt"] == "mandag"
    assert note(page, row_of(page, str(mentee)), 2) == f"{mentor}: God på telefon"


def test_a_row_with_something_written_stays_when_nobody_is_proposed(bank: Path) -> None:
    mentee, _ = proposed(bank)[0]
    gone, _ = proposed(bank)[1]
    with changed(bank) as book:
        page = book["Forslag"]
        noted(page, row_of(page, str(mentee)), 1, "Viktig")
        noted(page, row_of(page, str(gone)), 1, "Flyttet")
        page.cell(40, 1, "Husk møtet på torsdag")
        people = book["Mentees"]
        people.cell(row_of(people, str(mentee)), column_of(people, "Språk"), "islandsk C1")
        people.delete_rows(row_of(people, str(gone)))
    for _ in range(2):
        run(bank)
        page = load_workbook(bank)["Forslag"]
        rows = rows_of(page)
        assert rows[-1]["Mentee"] == "Husk møtet på torsdag"
        assert (rows[-3]["Mentee"], rows[-2]["Mentee"]) == (mentee, gone)
        assert "se arket Uten forslag" in str(rows[-3]["Hvorfor"])
        assert "står ikke i arket med mentees" in str(rows[-2]["Hvorfor"])
        assert note(page, row_of(page, str(mentee)), 1) == "Viktig"


def test_formulas_of_their_own_move_with_their_row(bank: Path) -> None:
    first, second = (str(mentee) for mentee, _ in proposed(bank)[:2])
    with changed(bank) as book:
        page = book["Forslag"]
        page.cell(3, NEW_COLUMN, "Det dobbelte")
        page.cell(row_of(page, second), NEW_COLUMN, f"=D{row_of(page, second)}*2")
        decide(page, first, "godtatt")
    run(bank)
    page = load_workbook(bank)["Forslag"]
    row = row_of(page, second)
    assert row == 4
    assert page.cell(row, NEW_COLUMN).value == "=D4*2"


def test_notes_and_own_columns_on_the_other_results_stay(bank: Path) -> None:
    with changed(bank) as book:
        page = book["Kapasitet"]
        page.cell(3, 9, "Telefon")
        page.cell(6, 9, "555 01 234")
        noted(page, 6, 1, "Ferie i uke 30")
        noted(book["Forklaring"], 5, 4, "Se nærmere på dette")
    kept = rows_of(load_workbook(bank)["Kapasitet"], "Mentor")[2]["Mentor"]
    run(bank)
    book = load_workbook(bank)
    rows = {row["Mentor"]: row for row in rows_of(book["Kapasitet"], "Mentor")}
    assert rows[kept]["Telefon"] == "555 01 234"
    assert note(book["Kapasitet"], 6, 1) == "Ferie i uke 30"
    assert note(book["Forklaring"], 5, 4) == "Se nærmere på dette"


def test_columns_may_be_moved_widened_and_inserted(bank: Path) -> None:
    mentee = str(proposed(bank)[0][0])
    with changed(bank) as book:
        page = book["Forslag"]
        for merged in list(page.merged_cells.ranges):
            page.unmerge_cells(merged.coord)
        page.move_range("K3:N40", cols=4)  # the decisions, away from the rest
        page.cell(3, 11, "Saksbehandler")
        page.cell(row_of(page, mentee), 11, "Kari")
        page.column_dimensions["F"].width = 77
        page.title = "Ukens forslag"  # a spreadsheet lets names follow
        book.defined_names["mentormatch.proposals"].attr_text = "'Ukens forslag'!$A$1"
        page.cell(row_of(page, mentee), 15, "godtatt")
        page.cell(row_of(page, mentee), 17, "Ola")
    run(bank)
    with pytest.warns(match="Saksbehandler"):
        run(bank)
    book = load_workbook(bank)
    assert "Forslag" not in book.sheetnames
    page = book["Ukens forslag"]
    assert page.column_dimensions["F"].width == 77
    assert page["O3"].value == "Beslutning"
    assert rows_of(book["Løpende"])[0]["Saksbehandler"] == "Kari"


# The model of last time


def test_the_next_run_judges_by_the_same_model(bank: Path) -> None:
    before = run(bank).matching.model
    with changed(bank) as book:
        people = book["Mentees"]
        for row in range(3, 9):
            people.cell(row, column_of(people, "Interesser"), "noe helt nytt")
    again = run(bank).matching.model
    assert again.digest == before.digest
    assert run(bank, refit=True).matching.model.digest != before.digest


def test_a_weight_changed_in_the_sheet_counts(bank: Path) -> None:
    with changed(bank) as book:
        page = book["Modell"]
        column = column_of(page, "Modellen som tekst (TOML)")
        lines = [page.cell(row, column).value for row in range(1, page.max_row + 1)]
        page.cell(lines.index("[factors.region]") + 2, column, "weight = 33")
    model = run(bank).matching.model
    assert {factor.name: factor.weight for factor in model.factors}["region"] == 33


def test_a_model_file_goes_before_that_of_last_time_and_is_kept(bank: Path) -> None:
    file = bank.with_name("model.toml")
    file.write_text('distances = "km.csv"\n[factors.age]\nweight = 0\n', encoding="utf-8")
    bank.with_name("km.csv").write_text("from;to;km\n4601;4627;20\n", encoding="utf-8")
    given = run(bank, model=file).matching.model
    file.unlink()
    again = run(bank).matching.model
    assert {factor.name: factor.weight for factor in again.factors}["age"] == 0
    assert (again.digest, again.distances_file) == (given.digest, "km.csv")
    assert again.distances is not None


# In English


def test_an_english_workbook_is_english(tmp_path: Path) -> None:
    path = filled_template(tmp_path / "bank.xlsx", language="en")
    matching = run(path).matching
    book = load_workbook(path)
    assert book.sheetnames[:6] == ["Read first", "Mentors", "Mentees", "Running", "Bans", "Proposals"]
    assert book["Proposals"]["A1"].value == matching.notice
    assert rows_of(book["Proposals"])[0].keys() >= {"Why", "Decision", "Decided by"}
    with changed(path) as book:
        page = book["Proposals"]
        for heading, value in (("Decision", "accepted"), ("Decided by", "Ola")):
            page.cell(4, column_of(page, heading), value)
    assert run(path).decided == {"accepted": 1}
    assert len(rows_of(load_workbook(path)["Running"])) == 1


def test_a_norwegian_workbook_may_be_answered_in_english_and_back(bank: Path) -> None:
    run(bank, language="en")
    page = load_workbook(bank)["Forslag"]
    assert page["K3"].value == "Decision"
    with changed(bank) as book:
        page = book["Forslag"]
        page.cell(4, column_of(page, "Decision"), "accepted")
        page.cell(4, column_of(page, "Decided by"), "Ola")
    assert run(bank).decided == {"accepted": 1}
    assert load_workbook(bank)["Forslag"]["K3"].value == "Beslutning"
