"""What a made-up season is made of: words, chances that are the same everywhere, and a pen that writes records."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

from mentormatch.casework.record import OSLO, CaseRecord

T = TypeVar("T")

DAY = timedelta(days=1)
OPENS, APART = time(8, 0), timedelta(minutes=7)
"""The first record of a day, and the time to the next one."""


@lru_cache
def content() -> Mapping[str, Any]:  # the shape is that of data/season.toml
    """The content of the file."""
    text = files("mentormatch.casework").joinpath("data", "season.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Chances:
    """A stream of its own for each seed and name.

    Python promises that ``Random(text).random()`` stays the same; what else it draws may change, and is not used.

    >>> Chances(1, "S001").between(1, 6) == Chances(1, "S001").between(1, 6)
    True
    """

    def __init__(self, seed: int, name: str) -> None:
        self._next = Random(f"{seed} {name}").random

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        """Yes, so many times of a hundred."""
        return self._next() * 100 < percent

    def one(self, items: Sequence[T]) -> T:
        """One of the items, each as often."""
        return items[self.between(0, len(items) - 1)]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Different items."""
        left = list(items)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(count)]

    def by_share(self, shares: Sequence[tuple[int, T]]) -> T:
        """One of the items, each as often as its share of a hundred says."""
        rest = self.between(0, 99)
        for share, item in shares:
            if rest < share:
                return item
            rest -= share
        raise AssertionError("the shares are a hundred together")


@dataclass
class Pen:
    """Writes records that are known by the last day of a season; what would be recorded later is not written.

    Each record of a day gets its own moment, so that what names another comes after it.
    """

    until: date
    language: str
    chances: Chances
    name: str = ""
    written: list[CaseRecord] = field(default_factory=list)
    _numbers: Counter[str] = field(default_factory=Counter)
    _times: Counter[date] = field(default_factory=Counter)

    def say(self, words: Sequence[str]) -> str:
        """Of a pair of words, the one in the language of the season."""
        return words[0 if self.language == "nb" else 1]

    def word(self, kind: str) -> str:
        """One of the words of a kind."""
        return self.say(self.chances.one(content()["words"][kind]))

    def id_of(self, letter: str) -> str:
        """The next id of records with this letter: S001-G2."""
        self._numbers[letter] += 1
        return f"{self.name}-{letter}{self._numbers[letter]}"

    def write(self, type_: type[CaseRecord], by: str, on: date, late: int = 0, /, **fields: object) -> str:
        """Write a record of a day that was recorded so many days later (or with a minus, earlier); its id."""
        day = on + late * DAY
        name = str(fields.pop("id", None) or self.id_of("R"))
        if day <= self.until:
            moment = datetime.combine(day, OPENS, OSLO) + self._times[day] * APART
            self._times[day] += 1
            self.written.append(type_.model_validate({"id": name, "by": by, "on": on, "recorded_at": moment, **fields}))
        return name

    def some_days_late(self, on: date) -> int:
        """How many days after its day a contact is written down: often the same day, now and then much later."""
        late = self.chances.by_share(((70, 0), (15, 1), (8, 2), (4, 5), (3, 12)))
        return late if on + late * DAY <= self.until else 0
