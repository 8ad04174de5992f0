"""The words by which names, places, dates and numbers are found in Norwegian text: the content of ``data/*.toml``."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from mentormatch import vocabulary


@lru_cache
def word_list(file: str, section: str, key: str | None = None) -> tuple[str, ...]:
    """The words of one list, or of all lists of a section; ``_`` stands for a space within a word.

    >>> word_list("identifying", "dates", "months")[:2]
    ('januar', 'februar')
    """
    lists = _content(file)[section]
    chosen = lists.values() if key is None else [lists[key]]
    return tuple(word.replace("_", " ") for text in chosen for word in text.split())


@lru_cache
def folded(file: str, section: str, key: str | None = None) -> frozenset[str]:
    """The same words, for comparing without regard to case."""
    return frozenset(word.casefold() for word in word_list(file, section, key))


@lru_cache
def places() -> frozenset[str]:
    """Municipalities, counties and further places, casefolded; Norway itself is not among them."""
    current = vocabulary.current()
    numbers = current.municipalities()
    names = {current.municipality_name(number) for number in numbers}
    names |= {current.county_name(current.county(number)) for number in numbers}
    return frozenset(name.casefold() for name in names) | folded("places", "norway") | folded("places", "world")


def either(words: Iterable[str]) -> str:
    """A pattern that finds one of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@lru_cache
def _content(file: str) -> dict[str, dict[str, str]]:
    text = files("mentormatch").joinpath("casework", "data", f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
