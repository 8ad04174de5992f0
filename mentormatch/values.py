"""What people write in a cell or pass from a script, read as a value: lists, numbers, days, birth numbers.

Every function raises ``ProfileError`` with one problem that never repeats what was written.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime

from mentormatch.errors import Problem, ProfileError

_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\.?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_ELEVEN_DIGITS = re.compile(r"(?<!\d)(\d{6})[\s.–-]{0,3}(\d{5})(?!\d)")


def is_empty(value: object) -> bool:
    """Nothing was recorded: None, blank text, an empty list, or the NaN and NaT of a table."""
    if isinstance(value, str):
        return not value.strip()
    if value is None:
        return True
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return len(value) == 0
    return isinstance(value, (float, datetime)) and value != value  # NaN and NaT differ from themselves


def words(value: object) -> tuple[str, ...] | None:
    """A list of words: an iterable of texts, or one text split on ``;`` (or on ``,`` where it has no ``;``).

    >>> words("fotball; Sjakk;fotball")
    ('fotball', 'Sjakk')
    """
    if is_empty(value):
        return None
    unique: dict[str, str] = {}
    for piece in pieces(value):
        if not isinstance(piece, str):
            raise ProfileError.of("value_list")
        text = " ".join(piece.split())
        if text:
            unique.setdefault(text.casefold(), text)
    return tuple(unique.values()) or None


def pieces(value: object) -> Iterable[object]:
    """The items of an iterable, or of one text split on ``;`` (or on ``,`` where it has no ``;``), as they are."""
    if isinstance(value, str):
        return value.replace("\n", ";").split(";" if ";" in value or "\n" in value else ",")
    if isinstance(value, Iterable) and not isinstance(value, (bytes, dict)):
        return sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
    raise ProfileError.of("value_list")


def whole(value: object) -> int | None:
    """A whole number of 0 or more: ``3``, ``'3'``, ``3.0``.

    >>> whole("3"), whole(None)
    (3, None)
    """
    number = decimal(value)
    if number is None:
        return None
    if number != int(number):
        raise ProfileError.of("value_whole")
    return int(number)


def decimal(value: object) -> float | None:
    """A number of 0 or more, with a decimal point or comma.

    >>> decimal("7,5")
    7.5
    """
    if is_empty(value):
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ProfileError.of("value_number")
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        raise ProfileError.of("value_number") from None
    if not (0 <= number < math.inf):
        raise ProfileError.of("value_number")
    return number


def day(value: object) -> date | None:
    """A day: a ``date``, ``'24.12.2026'`` or ``'2026-12-24'``.

    >>> day("24.12.2026")
    datetime.date(2026, 12, 24)
    """
    if is_empty(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        text = value.strip()
        try:
            if (
                len(text) == 10 and text[4] == text[7] == "-" and text.isascii()
            ):  # as a machine writes it: the quick way
                return date.fromisoformat(text)
            if norwegian := _DAY.fullmatch(text):
                d, m, y = (int(part) for part in norwegian.groups())
                return date(y, m, d)
            if iso := _ISO_DAY.fullmatch(text):
                y, m, d = (int(part) for part in iso.groups())
                return date(y, m, d)
        except ValueError:
            raise ProfileError.of("value_day") from None
    raise ProfileError.of("value_day")


def age_range(value: str) -> tuple[int, int]:
    """The lowest and the highest age of ``'20-30'``, ``'30+'``, ``'under 30'`` or ``'over 30'``.

    >>> age_range("20–30"), age_range("40+")
    ((20, 30), (40, 150))
    """
    text = " ".join(value.casefold().replace("–", "-").replace("år", "").split())
    if pair := re.fullmatch(r"(\d{1,3}) ?(?:-|til|to) ?(\d{1,3})", text):
        low, high = int(pair[1]), int(pair[2])
    elif least := (
        re.fullmatch(r"(\d{1,3}) ?(?:\+|-|og eldre|or older)", text)
        or re.fullmatch(r"(?:minst|at least|fra) (\d{1,3})", text)
    ):
        low, high = int(least[1]), 150
    elif above := re.fullmatch(r"(?:over|eldre enn|older than|>) ?(\d{1,3})", text):
        low, high = int(above[1]) + 1, 150
    elif below := re.fullmatch(r"(?:under|yngre enn|younger than|<) ?(\d{1,3})", text):
        low, high = 0, int(below[1]) - 1
    elif most := re.fullmatch(r"(?:-|høyst|at most|inntil) ?(\d{1,3})", text):
        low, high = 0, int(most[1])
    else:
        raise ProfileError.of("value_age_range")
    if low > high or low > 150:
        raise ProfileError.of("value_age_range")
    return low, high


def holds_birth_number(value: object) -> bool:
    """Whether a text (or anything inside a list or mapping) holds a valid Norwegian birth number or D-number.

    Day, month and both control digits are checked (Selmer 1967), so that other numbers of eleven digits pass.

    >>> holds_birth_number("12345678901"), holds_birth_number("fnr 018190 00049")
    (False, True)
    """
    if isinstance(value, str):  # first, because most values are texts, and most texts hold no such row of digits
        found = _ELEVEN_DIGITS.findall(value)
        return bool(found) and any(_is_birth_number(first + last) for first, last in found)
    if isinstance(value, dict):
        return any(holds_birth_number(item) for pair in value.items() for item in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(holds_birth_number(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1e9 <= value < 1e11:
        return False
    return value == int(value) and _is_birth_number(f"{int(value):011d}")


def _is_birth_number(text: str) -> bool:
    digits = [int(character) for character in text]
    weights = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    if any(sum(w * d for w, d in zip(row, digits, strict=False)) % 11 for row in weights):
        return False
    # A D-number adds 40 to the day; made-up persons for testing have 40, 65 or 80 added to the month.
    day_of_month, month = int(text[:2]) % 40, int(text[2:4])
    return 1 <= day_of_month <= 31 and any(1 <= month - added <= 12 for added in (0, 40, 65, 80))


def refuse_birth_number(value: object) -> None:
    """Raise a ``ProfileError`` where a value holds a birth number; the number is never repeated."""
    if holds_birth_number(value):
        raise ProfileError(Problem("birth_number"))
