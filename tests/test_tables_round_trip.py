"""What is written is read back as the same people."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_people import LANGUAGES, MUNICIPALITIES, mentee_fields, mentor_fields, people, texts

from mentormatch import Mentee, Mentor, TableError, vocabulary
from mentormatch.profiles import Person, field_is_set
from mentormatch.tables import read_mentees, read_mentors, write_people

ANY_PEOPLE = st.one_of(people(Mentor, mentor_fields()), people(Mentee, mentee_fields()))
PEOPLE_OF_JSON = st.one_of(people(Mentor, mentor_fields(texts), texts), people(Mentee, mentee_fields(texts), texts))


def read_back(path: Path, record: type[Person]) -> list[Person]:
    return list(read_mentors(path) if record is Mentor else read_mentees(path))


def facts(value: object) -> object:
    """What is recorded, whatever the order of the wishes, without what is empty."""
    if isinstance(value, Person):
        found = {name: facts(getattr(value, name)) for name in type(value).model_fields}
        found["wishes"] = sorted(map(str, value.wishes or ())) if isinstance(value, Mentee) else None
        return {name: item for name, item in found.items() if item not in (None, {}, ())}
    if hasattr(value, "model_dump"):
        return facts(value.model_dump())
    if isinstance(value, dict):
        inner = {name: facts(item) for name, item in value.items()}
        return {name: item for name, item in inner.items() if item not in (None, {}, ())}
    return value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round_trip")


@given(PEOPLE_OF_JSON)
def test_json_gives_back_the_same_people_and_which_fields_were_set(folder: Path, everyone: list[Person]) -> None:
    path = folder / "people.json"
    write_people(everyone, path)
    back = read_back(path, type(everyone[0]))
    assert back == everyone
    assert [one.model_dump(exclude_unset=True) for one in back] == [
        one.model_dump(exclude_unset=True) for one in everyone
    ]


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
@pytest.mark.parametrize("language", ["nb", "en"])
@given(ANY_PEOPLE)
def test_a_table_gives_back_what_is_recorded(folder: Path, name: str, language: str, everyone: list[Person]) -> None:
    path, record = folder / name, type(everyone[0])
    write_people(everyone, path, language=language)
    back = read_back(path, record)
    assert [facts(one) for one in back] == [facts(one) for one in everyone]
    for field in record.model_fields:  # a column is there for all or for none
        assert {field_is_set(one, field) for one in back} == {any(field_is_set(one, field) for one in everyone)}
    write_people(back, path, language=language)
    assert read_back(path, record) == back


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_language_level_and_municipality_has_a_way_to_be_written(tmp_path: Path, language: str) -> None:
    levels = [*vocabulary.current().codes("level"), None]
    everyone = [
        Mentor(id=f"{code}-{level}", languages=[{"code": code, "level": level}])
        for code in LANGUAGES
        for level in levels
    ] + [Mentor(id=number, municipality=number) for number in MUNICIPALITIES]
    write_people(everyone, tmp_path / "all.csv", language=language)
    assert [facts(one) for one in read_mentors(tmp_path / "all.csv")] == [facts(one) for one in everyone]


def test_what_no_cell_can_hold_is_refused_and_json_is_named(tmp_path: Path) -> None:
    everyone = [Mentor(id="M1", interests=["sjakk; dam"]), Mentor(id="M2", interests=["sjakk", "dam"])]
    with pytest.raises(TableError) as caught:
        write_people(everyone, tmp_path / "mentors.csv")
    assert str(caught.value).startswith("mentors.csv, person M1, field interests: What is recorded here cannot")
    assert ".json" in str(caught.value)
    assert not list(tmp_path.iterdir())
    write_people(everyone, tmp_path / "mentors.json")
    assert read_mentors(tmp_path / "mentors.json") == everyone


def test_nobody_is_a_table_with_one_heading(tmp_path: Path) -> None:
    for name in ("nobody.csv", "nobody.xlsx", "nobody.json"):
        write_people([], tmp_path / name)
        assert read_mentors(tmp_path / name) == []
        assert read_mentees(tmp_path / name) == []
