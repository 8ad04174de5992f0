"""The vocabulary as a whole, and which one is in use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from zoneinfo import ZoneInfo

from mentormatch.vocabulary.codes import Codes
from mentormatch.vocabulary.files import BasesFile, Basis, CodesFile, LanguagesFile, RegionsFile, Source
from mentormatch.vocabulary.languages import Languages
from mentormatch.vocabulary.places import Places
from mentormatch.vocabulary.spellings import trimmed


class Vocabulary:
    """The words of the field: languages, municipalities, RVTS regions, code lists. All of it is replaceable data.

    Every look-up raises :class:`VocabularyError` for a word that is unknown or ambiguous; nothing is guessed.

    >>> v = current()
    >>> v.language("syrisk arabisk"), v.municipality("Guovdageaidnu"), v.code("gender", "jente")
    ('apc', '5612', 'woman')
    >>> v.language("kurdisk")
    Traceback (most recent call last):
    mentormatch.errors.VocabularyError: 'kurdisk' can mean several languages. Hint: Write one of: Sorani, Kurmanji.
    """

    def __init__(self, folder: str | PathLike[str] | None = None) -> None:
        self._source = Source(None if folder is None else Path(folder))

    @classmethod
    def load(cls, folder: str | PathLike[str]) -> "Vocabulary":
        """A vocabulary in which the files found in this folder replace the package's own, and the rest stays.

        Raises :class:`VocabularyError` for a file that is not one of the vocabulary's or not in its form.
        """
        vocabulary = cls(folder)
        for part in ("_codes", "_languages", "_places"):
            getattr(vocabulary, part)
        return vocabulary

    @cached_property
    def _languages(self) -> Languages:
        return Languages(self._source.toml("languages.toml", LanguagesFile), self._codes)

    @cached_property
    def _places(self) -> Places:
        return Places(
            self._source.places("municipalities.csv"),
            self._source.places("counties.csv"),
            self._source.toml("rvts.toml", RegionsFile),
        )

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self._source.toml("codes.toml", CodesFile), self._source.toml("bases.toml", BasesFile))

    def language(self, text: str) -> str:
        """The canonical code of a language: 'nb', 'apc', 'ckb'. Script and country are ignored.

        >>> current().language("sr-Cyrl"), current().language("norsk tegnspråk"), current().language("Dari")
        ('sr', 'nsl', 'prs')
        """
        return self._languages.code(trimmed(text))

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages of the table, those that people are likely to speak, in its order."""
        return self._languages.listed

    def language_name(self, code: str, language: str = "en") -> str:
        """The name of a language as users see it.

        >>> current().language_name("ckb", "nb")
        'sorani'
        """
        return self._languages.name(code, language)

    def spoken_group(self, code: str) -> str:
        """The group of languages near in speech that this one belongs to; a language alone is its own group.

        >>> current().spoken_group("hr") == current().spoken_group("bs"), current().spoken_group("uk")
        (True, 'uk')
        """
        return self._languages.group(code)

    def level(self, text: str) -> str | None:
        """A level of language, 'A1' to 'C2' or 'native'; None for an empty text.

        >>> current().level("flytende"), current().level("b2")
        ('C1', 'B2')
        """
        return self.code("level", text) if text.strip() else None

    def language_skill(self, text: str) -> tuple[str, str | None]:
        """A language with its level, in the ways people write it.

        >>> [current().language_skill(text) for text in ("arabisk (B2)", "litt engelsk", "ar=C1", "tigrinja")]
        [('ar', 'B2'), ('en', 'A2'), ('ar', 'C1'), ('ti', None)]
        """
        return self._languages.skill(trimmed(text))

    def municipality(self, text: str | int) -> str:
        """The four-digit number of a municipality, from its number or any of its names.

        >>> current().municipality("Herøy (Nordland)"), current().municipality(301)
        ('1818', '0301')
        """
        return self._places.municipality(trimmed(str(text)))

    def municipalities(self) -> tuple[str, ...]:
        """The numbers of all municipalities, in order."""
        return self._places.numbers

    def municipality_name(self, number: str) -> str:
        """The Norwegian name of a municipality."""
        return self._places.name(number)

    def county(self, municipality_number: str) -> str:
        """The two-digit number of the county of a municipality."""
        return self._places.county(municipality_number)

    def county_name(self, county_number: str) -> str:
        """The Norwegian name of a county."""
        return self._places.county_name(county_number)

    def rvts_region(self, municipality_number: str, on: date | None = None) -> str:
        """The key of the RVTS region of a municipality on a day (today).

        >>> current().rvts_region("4601")
        'vest'
        """
        return self._places.region(municipality_number, on or _today())

    def rvts_region_name(self, key: str, on: date | None = None) -> str:
        """The name of an RVTS centre on a day (today)."""
        return self._places.region_name(key, on or _today())

    def code(self, kind: str, text: str) -> str:
        """One of a code list, from its code, its label or another spelling; an open list lets other words through.

        >>> current().code("strength", "helst ikkje"), current().code("sector", "Kirken")
        ('prefer_not', 'kirken')
        """
        return self._codes.code(kind, text)

    def codes(self, kind: str) -> tuple[str, ...]:
        """All codes of a list, in its order.

        >>> current().codes("gender")
        ('woman', 'man', 'other')
        """
        return self._codes.codes(kind)

    def label(self, kind: str, code: str, language: str = "en") -> str:
        """What a user sees for a code.

        >>> current().label("urgency", "urgent", "nb")
        'haster'
        """
        return self._codes.label(kind, code, language)

    def basis(self, code: str) -> Basis:
        """A legal basis: from when to when it is in force, and its source."""
        return self._codes.bases[code]


_chosen: ContextVar[Vocabulary] = ContextVar("vocabulary")


def _today() -> date:
    return datetime.now(ZoneInfo("Europe/Oslo")).date()


@lru_cache
def _of(folder: str | None) -> Vocabulary:
    return Vocabulary() if folder is None else Vocabulary.load(folder)


def current() -> Vocabulary:
    """The vocabulary of :func:`using`, else of the folder in ``MENTORMATCH_VOCABULARY``, else the package's own."""
    chosen = _chosen.get(None)
    return chosen if chosen is not None else _of(os.environ.get("MENTORMATCH_VOCABULARY") or None)


@contextmanager
def using(vocabulary: Vocabulary) -> Iterator[Vocabulary]:
    """Use another vocabulary within a ``with`` block."""
    token = _chosen.set(vocabulary)
    try:
        yield vocabulary
    finally:
        _chosen.reset(token)
