"""What people write in a cell or pass from a script, read as a value."""

import math
from collections.abc import Callable
from datetime import date, datetime

import numpy as np
import pytest
from birth_numbers import birth_numbers
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import values
from mentormatch.errors import ProfileError

DAY = date(2026, 12, 24)

UNDERSTOOD: list[tuple[Callable[[object], object], object, object]] = [
    (values.words, "fotball; Sjakk;fotball", ("fotball", "Sjakk")),
    (values.words, "fotball, sjakk", ("fotball", "sjakk")),
    (values.words, "Oslo, Bergen; Ås", ("Oslo, Bergen", "Ås")),  # with ';' a ',' is a part of a word
    (values.words, "fotball\nsjakk", ("fotball", "sjakk")),
    (values.words, "  kino   og  teater ", ("kino og teater",)),
    (values.words, "Sjakk; sjakk; SJAKK", ("Sjakk",)),
    (values.words, ["a", " ", "b", "A"], ("a", "b")),
    (values.words, {"b", "a"}, ("a", "b")),
    (values.words, (word for word in ("x", "y")), ("x", "y")),
    (values.words, "", None),
    (values.words, " ; ,", (",",)),
    (values.words, [], None),
    (values.words, None, None),
    (values.words, float("nan"), None),
    (values.whole, 3, 3),
    (values.whole, "3", 3),
    (values.whole, " 3,0 ", 3),
    (values.whole, 3.0, 3),
    (values.whole, 0, 0),
    (values.whole, "", None),
    (values.whole, None, None),
    (values.decimal, "7,5", 7.5),
    (values.decimal, "7.5", 7.5),
    (values.decimal, 7, 7.0),
    (values.decimal, float("nan"), None),
    (values.day, "24.12.2026", DAY),
    (values.day, "24.12.2026.", DAY),
    (values.day, "24/12/2026", DAY),
    (values.day, "2026-12-24", DAY),
    (values.day, "2026-12-24 00:00:00", DAY),
    (values.day, "2026-12-24T00:00", DAY),
    (values.day, "1.2.2026", date(2026, 2, 1)),
    (values.day, DAY, DAY),
    (values.day, datetime(2026, 12, 24, 13, 5), DAY),  # noqa: DTZ001  # what a spreadsheet gives has no time zone
    (values.day, "", None),
]


@pytest.mark.parametrize("read, written, expected", UNDERSTOOD)
def test_what_people_write_is_understood(read: Callable[[object], object], written: object, expected: object) -> None:
    found = read(written)
    assert (found, type(found)) == (expected, type(expected))


REFUSED: list[tuple[Callable[[object], object], object, str]] = [
    (values.words, 5, "value_list"),
    (values.words, ["a", 5], "value_list"),
    (values.words, {"a": 1}, "value_list"),
    (values.words, b"ab", "value_list"),
    (values.whole, 3.5, "value_whole"),
    (values.whole, "3,5", "value_whole"),
    (values.whole, "three", "value_number"),
    (values.whole, -1, "value_number"),
    (values.whole, True, "value_number"),
    (values.whole, 10**400, "value_number"),
    (values.whole, "inf", "value_number"),
    (values.whole, [3], "value_number"),
    (values.decimal, "7,5 t", "value_number"),
    (values.decimal, "-2", "value_number"),
    (values.decimal, "nan", "value_number"),
    (values.decimal, math.inf, "value_number"),
    (values.day, "31.02.2026", "value_day"),
    (values.day, "24.12.26", "value_day"),
    (values.day, "12.24.2026", "value_day"),
    (values.day, "i fjor", "value_day"),
    (values.day, 45_000, "value_day"),
    (values.day, "2026-12-24 13:05", "value_day"),
]


@pytest.mark.parametrize("read, written, key", REFUSED)
def test_what_cannot_be_understood_is_one_problem_without_the_value(
    read: Callable[[object], object], written: object, key: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        read(written)
    assert [(problem.key, problem.values) for problem in caught.value.problems] == [(key, {})]


@pytest.mark.parametrize(
    "written, expected",
    [
        ("20-30", (20, 30)), ("20–30", (20, 30)), ("20 - 30 år", (20, 30)), ("20 til 30", (20, 30)), ("30", None),
        ("30+", (30, 150)), ("30 og eldre", (30, 150)), ("minst 30", (30, 150)), ("fra 30", (30, 150)),
        ("over 30", (31, 150)), ("eldre enn 30 år", (31, 150)), (">30", (31, 150)),
        ("under 30", (0, 29)), ("yngre enn 30", (0, 29)), ("<30", (0, 29)), ("inntil 30", (0, 30)), ("-30", (0, 30)),
        ("30-20", None), ("under 0", None), ("ung", None), ("200-300", None), ("", None),
    ],
)  # fmt: skip
def test_age_ranges(written: str, expected: tuple[int, int] | None) -> None:
    if expected is None:
        with pytest.raises(ProfileError):
            values.age_range(written)
    else:
        assert values.age_range(written) == expected


@pytest.mark.parametrize("value", [None, "", " \t", [], (), {}, set(), math.nan, np.nan])
def test_nothing_was_recorded(value: object) -> None:
    assert values.is_empty(value)


@pytest.mark.parametrize("value", ["0", 0, False, [None], {"a": None}, 0.0])
def test_something_was_recorded(value: object) -> None:
    assert not values.is_empty(value)


# Birth numbers


@given(birth_numbers(), st.sampled_from(("{}", "fnr {}", "{}.", "født:{}!", "Kari {} Nordmann", "a{}b")))
def test_a_birth_number_is_found_wherever_it_stands(number: str, around: str) -> None:
    for between in ("", " ", "-", ".", "\u00a0", "–", " - "):
        text = around.format(f"{number[:6]}{between}{number[6:]}")
        assert values.holds_birth_number(text)
        assert values.holds_birth_number(["x", (text,)])
        assert values.holds_birth_number({"x": {"y": text}})
        assert values.holds_birth_number({text: "x"})
    assert values.holds_birth_number(int(number)) == (int(number) >= 1e9)
    assert values.holds_birth_number(float(number)) == (int(number) >= 1e9)


@given(birth_numbers(), st.integers(0, 10), st.integers(1, 9))
def test_a_number_with_one_wrong_digit_is_none(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert not values.holds_birth_number(wrong)


@given(birth_numbers(), st.text("0123456789", min_size=1, max_size=4))
def test_a_longer_number_is_none(number: str, digits: str) -> None:
    assert not values.holds_birth_number(digits + number + digits)


@pytest.mark.parametrize(
    "value", ["", "12345678901", "00000000000", 0, 5, 1.5, True, None, "+47 900 00 000", "2026-11-22"]
)
def test_other_numbers_pass(value: object) -> None:
    assert not values.holds_birth_number(value)
    values.refuse_birth_number(value)


@given(birth_numbers())
def test_a_birth_number_is_refused_and_never_repeated(number: str) -> None:
    with pytest.raises(ProfileError) as caught:
        values.refuse_birth_number(f"fnr {number}")
    assert number not in repr(caught.value) + caught.value.text("en") + caught.value.text("nb")
