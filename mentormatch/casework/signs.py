"""Signs of concern and protective factors: a versioned list of data, which a municipality replaces with its own file.

A sign is a line of its own. Nothing here, or anywhere, counts or sums the signs of a person.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from mentormatch.errors import CaseError
from mentormatch.fields import text
from mentormatch.sentences import languages
from mentormatch.vocabulary.spellings import exact

PROTECTIVE = "protective"
"""The group of the protective factors; every other group holds signs of concern."""

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Sign:
    """A sign of concern or a protective factor: its group, and its label in each language."""

    group: str
    labels: Labels = field(repr=False)

    @property
    def protective(self) -> bool:
        """Whether it is a protective factor."""
        return self.group == PROTECTIVE


@dataclass(frozen=True)
class SignList:
    """One version of the list: groups by code with their labels, and signs by code.

    >>> current().signs["trusted_adult"].protective, current().label("trusted_adult", "nb")
    (True, 'en voksen å stole på')
    """

    version: str
    groups: Mapping[str, Labels]
    signs: Mapping[str, Sign]

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "SignList":
        """A list of one's own, in the form of the package's own file ``signs.toml``.

        Raises ``CaseError`` for a file that is not in its form.
        """
        try:
            return cls._of(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
            raise CaseError.of("signs_form", file=Path(path).name) from None

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> "SignList":  # TOML holds anything; what it lacks raises
        groups: dict[str, Labels] = {}
        signs: dict[str, Sign] = {}
        for group, of_group in data["groups"].items():
            groups[group] = {language: of_group[language] + "" for language in languages()}
            for code, labels in of_group["signs"].items():
                if code in signs:
                    raise KeyError(code)
                signs[code] = Sign(group, {language: labels[language] + "" for language in languages()})
        return cls(str(data["version"]), groups, signs)

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {exact(word): code for code, sign in self.signs.items() for word in (code, *sign.labels.values())}

    def code(self, word: str) -> str:
        """The code of a sign, from its code or label; a word that is neither stays as it is."""
        return word if word in self.signs else self._spellings.get(exact(word), word)

    def label(self, code: str, language: str = "en") -> str:
        """What a user sees for a sign; one of another version shows its code."""
        return self.signs[code].labels[language] if code in self.signs else code.replace("_", " ")

    def group_label(self, group: str, language: str = "en") -> str:
        """What a user sees for a group."""
        return self.groups[group][language]


_chosen: ContextVar[SignList] = ContextVar("signs")


@lru_cache
def _of(path: str | None) -> SignList:
    return SignList.load(path or str(files("mentormatch.casework").joinpath("data", "signs.toml")))


def current() -> SignList:
    """The list of :func:`using`, else of the file in ``MENTORMATCH_SIGNS``, else the package's own."""
    chosen = _chosen.get(None)
    return chosen if chosen is not None else _of(os.environ.get("MENTORMATCH_SIGNS") or None)


@contextmanager
def using(own: SignList) -> Iterator[SignList]:
    """Use another list within a ``with`` block."""
    token = _chosen.set(own)
    try:
        yield own
    finally:
        _chosen.reset(token)


def read_sign(value: object) -> str:
    """The code of a sign of the list in use; what the list does not know stays as it is."""
    word = text(value)
    if word is None:
        raise CaseError.of("field_missing")
    return current().code(word)
