"""JSON, DataFrames and lists of dicts; a user's own fields; and paths that lead nowhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import pytest
from pydantic import Field, field_validator

from mentormatch import Mentee, Mentor, TableError
from mentormatch.fields import Hours, YesNo
from mentormatch.marks import Special
from mentormatch.profiles import field_is_set
from mentormatch.tables import headings_language, read_decisions, read_mentees, read_mentors, write_people

# JSON and lists of dicts


def test_records_keep_what_was_never_set_apart_from_what_is_empty() -> None:
    records: list[dict[str, object]] = [{"id": "M1"}, {"id": "M2", "Rolle": None}, {"id": "M3", "Rolle": "operativ"}]
    never, empty, filled = read_mentors(records)
    assert [field_is_set(one, "role") for one in (never, empty, filled)] == [False, True, True]
    assert [one.role for one in (never, empty, filled)] == [None, None, "operative"]


def test_records_may_hold_parts_lists_and_mappings() -> None:
    record = {
        "id": "M1",
        "engagement": {"kind": "mentorbank", "hours_per_week": "7,5"},
        "languages": ["arabisk B2", {"code": "nb", "level": "native"}],
        "requirements": {"confidentiality": True, "Førerkort": {"met": True, "by": "SLT"}},
        "basis": {"*": "samtykke"},
        "interests": ("sjakk", "tur"),
    }
    assert read_mentors([record]) == [Mentor(**record)]
    wishes = [{"about": "gender", "value": "kvinne", "strength": "må"}, {"about": "sector", "value": "politi"}]
    assert read_mentees([{"id": "B1", "wishes": wishes}]) == [Mentee(id="B1", wishes=wishes)]


def test_a_part_may_be_given_as_a_whole_and_by_its_fields() -> None:
    (one,) = read_mentors(
        [{"id": "M1", "engagement": {"kind": "mentorbank"}, "Timer per uke": 5, "limits.lowest_age": 18}]
    )
    assert one == Mentor(id="M1", engagement={"kind": "mentorbank", "hours_per_week": 5}, limits={"lowest_age": 18})
    (two,) = read_mentors([{"id": "M2", "Engagement": "bank", "Hours per week": 5}])
    assert two == Mentor(id="M2", engagement={"kind": "bank", "hours_per_week": 5})
    (three,) = read_mentees([{"id": "B1", "Grunnlag": "samtykke", "Grunnlag behov": "barnevernsloven"}])
    assert three.basis == {"*": "consent", "needs": "child_welfare_act"}
    (four,) = read_mentees([{"id": "B1", "basis": {"*": "samtykke"}, "Grunnlag behov": None}])
    assert four.basis == {"*": "consent"}


def test_a_json_file_may_have_a_list_for_each_sheet(tmp_path: Path) -> None:
    path = tmp_path / "bank.json"
    path.write_text(
        '{"Mentorer": [{"id": 1}], "Brukere": [{"id": "B1"}, {"id": "B2"}], "Notater": []}', encoding="utf-8"
    )
    assert [one.id for one in read_mentors(path)] == ["1"]
    assert [one.id for one in read_mentees(path)] == ["B1", "B2"]
    assert headings_language(path) is None


def test_nobody() -> None:
    assert read_mentors([]) == read_mentors(pd.DataFrame()) == []
    assert read_mentors(pd.DataFrame({"id": []})) == []
    assert read_mentors([{}, {"id": "M1"}, {"id": None}]) == [Mentor(id="M1")]


@pytest.mark.parametrize(
    "text, key",
    [
        ('[{"id": 1}', "table_json"),
        ('{"mentors": {"id": 1}}', "table_json_form"),
        ('"mentors"', "table_json_form"),
        ('[{"id": 1, "id": 2}]', "table_json_twice"),
        ("[1, null]", "table_record"),
        ('[{"id": ' + "9" * 5000 + "}]", "table_encoding"),
        ("[" * 100_000, "table_encoding"),
        ('{"andre": [], "mentees": []}', "table_no_sheet_mentors"),
    ],
)
def test_json_that_is_no_list_of_people(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "bank.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_mentors(path)
    assert {problem.key for problem in caught.value.problems} == {key}


def test_json_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "bank.json"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes('[{"id": "Å"}]'.encode(encoding))
        assert read_mentors(path)[0].id == "Å"
    path.write_bytes('[{"id": "Å"}]'.encode("cp1252"))
    with pytest.raises(TableError, match="not a text"):
        read_mentors(path)


@pytest.mark.parametrize("source", [7, None, {"id": "M1"}, iter([{"id": "M1"}])])
def test_what_is_no_source_at_all(source: object) -> None:
    with pytest.raises(TableError, match="A table cannot be read from"):
        read_mentors(source)  # type: ignore[call-overload]  # the wrong type is the test


def test_a_list_of_what_are_no_records_names_each() -> None:
    with pytest.raises(TableError) as caught:
        read_mentors([{"id": "M1"}, "M2", Mentor(id="M3")])  # type: ignore[list-item]  # the wrong type is the test
    assert [problem.where.row for problem in caught.value.problems] == [2, 3]


# DataFrames


def test_a_frame_with_every_type_of_pandas() -> None:
    frame = pd.DataFrame(
        {
            "Id": pd.Series([1, 2, 3], dtype="int64"),
            "Navn": pd.Series(["Kari", None, " "], dtype="str"),
            "Alder": [40.0, np.nan, 41.0],
            "Maks antall saker": pd.Series([2, None, 3], dtype="Int64"),
            "Utskolert": pd.to_datetime(pd.Series(["2026-12-24", None, "2025-01-01"])),
            "Kan lånes ut": pd.Series([True, None, False], dtype="boolean"),
            "Kjønn": pd.Categorical(["kvinne", None, "mann"]),
            "Interesser": [["sjakk", "tur"], np.nan, []],
            "Kommune": [301.0, np.nan, 4601.0],
            "Rolle": [np.str_("operativ"), pd.NA, None],
            "Skal ikke kobles med": [7.0, np.nan, 8.0],
        }
    )
    before = frame.copy()
    one, two, three = read_mentors(frame)
    assert one == Mentor(
        id="1", name="Kari", age=40, maximum=2, training_completed_on="24.12.2026", gender="kvinne",
        municipality="0301", engagement={"may_be_lent": True}, interests=["sjakk", "tur"], role="operativ",
        excluded_mentees=["7"],
    )  # fmt: skip
    assert two == Mentor(id="2", engagement={"may_be_lent": None})
    assert (three.interests, three.name, three.municipality) == (None, None, "4601")
    assert one.model_fields_set == two.model_fields_set == three.model_fields_set
    pd.testing.assert_frame_equal(frame, before)


def test_a_named_index_is_a_column_and_another_is_not() -> None:
    frame = pd.DataFrame({"id": ["M1", "M2"], "age": [30, 40]})
    assert (
        read_mentors(frame.set_index("id")) == read_mentors(frame) == [Mentor(id="M1", age=30), Mentor(id="M2", age=40)]
    )
    assert read_mentors(frame.set_index(pd.Index([7, 8]))) == read_mentors(frame)


def test_rows_of_a_frame_and_of_a_list_are_counted_from_one() -> None:
    for source in (pd.DataFrame({"id": ["M1", "M2"], "age": ["30", "x"]}), [{"id": "M1"}, {"id": "M2", "age": "x"}]):
        with pytest.raises(TableError, match=r"^row 2, column age: This is not a number"):
            read_mentors(source)


def test_two_columns_of_a_frame_with_one_name_are_an_error() -> None:
    with pytest.raises(TableError, match="The columns 'age' and 'age' are the same field"):
        read_mentors(pd.DataFrame([["M1", 1, 2]], columns=["id", "age", "age"]))


# Fields of the user's own


class MyMentor(Mentor):
    grade: str | None = None
    staff_number: int | None = Field(default=None, title="Ansattnummer")
    share: float | None = None
    since: date | None = None
    remote: bool | None = None
    lent: YesNo = None
    week: Hours = None
    politics: Annotated[str | None, Special()] = None
    Department: str | None = Field(default=None, alias="dept")

    @field_validator("grade")
    @classmethod
    def _known(cls, grade: str | None) -> str | None:
        if grade is not None and not grade.isupper():
            raise ValueError(f"the grade {grade} is not known")
        return grade


OWN: dict[str, object] = {
    "id": 7, "GRADE": "SEO", "Ansattnummer": "0012", "Share": "7,5", "since": "24.12.2026", "Remote": "ja",
    "lent": "nei", "week": "7,5", "Grunnlag politics": "samtykke", "DEPT": 12, "Alder": 40,
}  # fmt: skip


def test_own_fields_are_found_by_name_title_or_alias_in_any_case() -> None:
    (one,) = read_mentors([OWN], MyMentor)
    assert type(one) is MyMentor
    assert (one.id, one.grade, one.staff_number, one.share, one.since) == ("7", "SEO", 12, 7.5, date(2026, 12, 24))
    assert (one.remote, one.lent, one.week, one.Department, one.age) == (True, False, 7.5, "12", 40)
    assert one.basis == {"politics": "consent"}


@pytest.mark.parametrize("name", ["mine.csv", "mine.xlsx", "mine.json"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_own_fields_are_written_and_read_back(tmp_path: Path, name: str, language: str) -> None:
    people = read_mentors([OWN], MyMentor)
    write_people(people, tmp_path / name, language=language)
    assert read_mentors(tmp_path / name, MyMentor) == people


def test_errors_of_own_fields_name_the_column_and_not_the_value() -> None:
    cells = {
        "id": 7,
        "GRADE": "hemmelig",
        "Ansattnummer": "x",
        "Share": "y",
        "since": "z",
        "Remote": "kanskje",
        "DEPT": ["a"],
    }
    with pytest.raises(TableError) as caught:
        read_mentors([cells], MyMentor)
    columns = [problem.where.column for problem in caught.value.problems]
    assert columns == ["GRADE", "Ansattnummer", "Share", "since", "Remote", "DEPT"]
    assert "hemmelig" not in str(caught.value)


def test_an_own_field_goes_before_a_heading_of_the_library() -> None:
    class ByProfession(Mentor):
        profession: str | None = None

    assert read_mentors([{"id": 1, "Profession": "Policy"}], ByProfession)[0].profession == "Policy"
    assert read_mentors([{"id": 1, "Profession": "Policy"}])[0].occupation == "Policy"


# Paths


@pytest.mark.parametrize(
    "name, key",
    [
        ("missing.csv", "table_missing"),
        ("missing.xlsx", "table_missing"),
        ("folder.csv", "table_folder"),
        ("notes.txt", "table_kind"),
        ("nothing", "table_kind"),
        ("~$bank.xlsx", "table_lock_file"),
        ("old.xls", "table_other_program"),
        ("pipe.csv", "table_folder"),
    ],
)
@pytest.mark.parametrize("read", [read_mentors, read_mentees, read_decisions, headings_language])
def test_a_path_that_leads_to_no_table(tmp_path: Path, name: str, key: str, read: object) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for other in ("notes.txt", "nothing", "~$bank.xlsx", "old.xls"):
        (tmp_path / other).write_text("Id\n1\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read(str(tmp_path / name))  # type: ignore[operator]  # one of four functions
    (problem,) = caught.value.problems
    assert (problem.key, problem.where.file) == (key, name)
    assert str(tmp_path) not in str(caught.value)


@contextmanager
def without_rights() -> Iterator[None]:
    """As an ordinary user, where the tests run as root, for whom every file is open."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_text("Id\n1\n", encoding="utf-8")
    path.chmod(0)
    with without_rights(), pytest.raises(TableError, match=r"bank\.csv: The file may not be read now"):
        read_mentors(path)
