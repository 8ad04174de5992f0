"""The code lists of this wing: short lists of words with a fixed meaning, labels in every language, as data."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BeforeValidator

from mentormatch.errors import CaseError
from mentormatch.fields import reads, text
from mentormatch.vocabulary.spellings import PerLanguage, exact


@lru_cache
def _lists() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    folder = files("mentormatch.casework").joinpath("data", "codes.toml")
    return tomllib.loads(folder.read_text(encoding="utf-8"))


def codes(kind: str) -> tuple[str, ...]:
    """All codes of a list, in its order.

    >>> codes("contact_status")
    ('attempted', 'completed', 'no_show', 'cancelled')
    """
    return tuple(_lists()[kind])


def label(kind: str, code: str, language: str = "en") -> str:
    """What a user sees for a code.

    >>> label("contact_status", "no_show", "nb")
    'møtte ikke'
    """
    return _lists()[kind][code][language]


def labels(kind: str, some: Iterable[str]) -> PerLanguage:
    """What a user sees for several codes, with commas between, in every language: for a sentence."""
    return PerLanguage.listing(some, lambda code, language: label(kind, code, language))


@lru_cache
def spellings(kind: str) -> Mapping[str, str]:
    """The codes of a list by each of their spellings: the code and its labels."""
    return {exact(word): code for code, names in _lists()[kind].items() for word in (code, *names.values())}


def read_code(kind: str, value: object) -> str | None:
    """A code, from itself or its label in any language; None where nothing was given.

    Raises ``CaseError`` that lists the codes and never repeats the word.
    """
    if isinstance(value, str) and value in _lists()[kind]:  # the quick way, for what was written by a machine
        return value
    word = text(value)
    if word is None:
        return None
    if exact(word) not in spellings(kind):
        raise CaseError.of("case_code", choices=labels(kind, codes(kind)), codes=", ".join(codes(kind)))
    return spellings(kind)[exact(word)]


def code(kind: str) -> BeforeValidator:
    """A validator for one word of a list."""
    return reads(lambda value: read_code(kind, value))
