"""Two files are easily swapped: a table of the other side is refused, one that could be either is read."""

import pytest

from mentormatch.errors import TableError
from mentormatch.tables import read_mentees, read_mentors

MENTOR = {"Id": "M1", "Språk": "norsk", "Rolle": "operativ", "Utskolert": "01.02.2020"}
MENTEE = {"Id": "B1", "Språk": "norsk", "Behov": "traumer", "Venter siden": "01.02.2026"}


def test_a_table_of_mentees_is_not_read_as_mentors() -> None:
    with pytest.raises(TableError) as raised:
        read_mentors([MENTEE], language="nb")
    assert [problem.key for problem in raised.value.problems] == ["table_of_the_other_side_mentors"]
    assert "byttet om" in str(raised.value)


def test_a_table_of_mentors_is_not_read_as_mentees() -> None:
    with pytest.raises(TableError) as raised:
        read_mentees([MENTOR])
    assert [problem.key for problem in raised.value.problems] == ["table_of_the_other_side_mentees"]


def test_a_table_that_could_be_either_is_read_as_it_is_asked_for() -> None:
    assert read_mentors([{"Id": "1", "Språk": "norsk"}])[0].id == read_mentees([{"Id": "1", "Språk": "norsk"}])[0].id


def test_one_heading_of_the_other_side_is_a_column_of_ones_own() -> None:
    with pytest.warns(UserWarning, match="Behov"):
        assert read_mentors([{"Id": "M1", "Behov": "mer tid"}])[0].id == "M1"
