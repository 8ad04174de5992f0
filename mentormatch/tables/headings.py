"""Which heading is which field: ``data/headings.toml``, and looking headings up in it.

A user's own table of headings replaces the package's through the environment variable ``MENTORMATCH_HEADINGS``.
"""

import os
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mentormatch.errors import TableError
from mentormatch.marks import special_fields
from mentormatch.profiles import WISHES_ABOUT, Engagement, Limits, Mentee, Mentor, Person, Requirement
from mentormatch.vocabulary.spellings import folded

FieldPath = tuple[str, ...]
"""A field, ``('gender',)``, or a field inside one, ``('engagement', 'start')``."""

PARTS: dict[str, type[BaseModel]] = {"engagement": Engagement, "limits": Limits}
"""The fields of a person that have fields of their own."""
Other = Literal["decision", "quota", "waiver"]
"""Lists that are not of people."""
CLOSE = 0.85
"""How alike two names must be for a guess, as ``difflib`` measures it."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Headings(_Form):
    """The headings of one thing, by language. Nynorsk lists only what differs from Bokmål."""

    nb: tuple[str, ...]
    nn: tuple[str, ...] = ()
    en: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """Every heading."""
        return (*self.nb, *self.nn, *self.en)

    def written(self, language: str) -> str:
        """The heading that is written in a language."""
        return self.nb[0] if language == "nb" and self.nb else self.en[0]

    def after(self, prefix: "Headings") -> "Headings":
        """These headings with a word before them: 'Ønske kjønn'."""

        def joined(first: Iterable[str], rest: Iterable[str]) -> tuple[str, ...]:
            words = tuple(word.casefold() for word in rest)
            return tuple(f"{before} {word}" for before in first for word in words)

        return Headings(
            nb=joined(prefix.nb, self.nb),
            nn=joined((*prefix.nb, *prefix.nn), (*self.nb, *self.nn)),
            en=joined(prefix.en, self.en),
        )


class HeadingsFile(_Form):
    """``headings.toml``."""

    sheets: dict[str, Headings]
    status: dict[str, tuple[str, ...]]
    both: dict[str, Headings]
    mentor: dict[str, Headings]
    mentee: dict[str, Headings]
    decision: dict[str, Headings]
    quota: dict[str, Headings]
    quota_per: dict[str, Headings]
    quota_fields: dict[str, Headings]
    waiver: dict[str, Headings]
    prefixes: dict[str, Headings]
    requirement_parts: dict[str, Headings]
    wishes: dict[str, Headings]


def headings_file() -> HeadingsFile:
    """The table of headings in use."""
    return _loaded(_chosen())


def _chosen() -> str | None:
    return os.environ.get("MENTORMATCH_HEADINGS") or None


@lru_cache
def _loaded(path: str | None) -> HeadingsFile:
    if path is None:
        text = files("mentormatch").joinpath("data", "headings.toml").read_text(encoding="utf-8")
        return HeadingsFile.model_validate(tomllib.loads(text))
    try:
        return HeadingsFile.model_validate(tomllib.loads(Path(path).read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise TableError.of("table_headings_file", file=Path(path).name) from error


class Lookup:
    """From headings to the fields of one kind of record, and back.

    >>> lookup(Mentor).find("TIMER PR. UKE"), lookup(Mentee).find("Wish gender"), lookup(Mentor).find("Telefon")
    (('engagement', 'hours_per_week'), ('wishes', 'gender'), None)
    """

    def __init__(self, file: HeadingsFile, record: type[Person] | None, other: Other = "decision") -> None:
        self._file = file
        self._fields = record.model_fields if record is not None else {}
        self._spellings: dict[str, tuple[str, FieldPath]] = {}
        self._languages: dict[str, set[str]] = {}
        self._headings: dict[FieldPath, Headings] = {}
        for path, headings in _of_others(file, other) if record is None else _of_people(file, record):
            known = self._headings.get(path)
            self._headings[path] = known or headings
            self._add(path, headings)
        for path, headings in [] if record is None else self._doubled(record):
            self._headings[path] = headings
            self._add(path, headings)
        for path in list(self._headings):
            self._spellings.setdefault(folded(".".join(path)), (".".join(path), path))

    def _add(self, path: FieldPath, headings: Headings) -> None:
        for language, words in (("nb", (*headings.nb, *headings.nn)), ("en", headings.en)):
            for word in words:
                _, known = self._spellings.setdefault(folded(word), (word, path))
                if known == path:
                    self._languages.setdefault(folded(word), set()).add(language)

    def _doubled(self, record: type[Person]) -> Iterable[tuple[FieldPath, Headings]]:
        """'Grunnlag religion', 'Ønske kjønn'."""
        for name in special_fields(record, needing_basis=True):
            yield ("basis", name), self._headings[(name,)].after(self._file.prefixes["basis"])
        if "wishes" in record.model_fields:
            for about in WISHES_ABOUT:
                yield ("wishes", about), self._file.wishes[about].after(self._file.prefixes["wish"])

    def find(self, heading: object) -> FieldPath | None:
        """The field of a heading that is known exactly."""
        text = " ".join(str(heading).split()) if heading is not None else ""
        known = self._spellings.get(folded(text))
        return known[1] if known is not None else self._named(text)

    def knows(self, heading: object) -> bool:
        """Whether a heading is understood without a guess."""
        return self.find(heading) is not None

    def _named(self, text: str) -> FieldPath | None:
        """'Prioritet språk', 'Krav førerkort sett av': the rest is the user's own word."""
        if "priorities" in self._fields and (rest := _after(text, self._file.prefixes["priority"], "priorities.")):
            return ("priorities", rest)
        if "requirements" not in self._fields:
            return None
        rest = _after(text, self._file.prefixes["requirement"], "requirements.")
        endings = [(f" {word}", part) for part, words in self._file.requirement_parts.items() for word in words.all()]
        if text.casefold().startswith("requirements."):
            endings = [(f".{part}", part) for part in Requirement.model_fields]
        for ending, part in endings:
            if rest.casefold().endswith(ending):
                return ("requirements", rest[: -len(ending)], part)
        return ("requirements", rest) if rest else None

    def near(self, heading: str) -> tuple[str, FieldPath] | None:
        """The known heading that looks like this one, and its field; never one that differs in a number."""
        word = folded(heading)
        found = get_close_matches(word, self._spellings, n=3, cutoff=CLOSE)
        likely = [key for key in found if len(key) > 4 and _digits(key) == _digits(word)]  # 'Tros' may not be 'Tro'
        return self._spellings[likely[0]] if likely else None

    def heading(self, path: FieldPath, language: str) -> str:
        """The heading that is written above a field."""
        if path in self._headings:
            return self._headings[path].written(language)
        if path[0] == "requirements":
            part = f" {self._file.requirement_parts[path[2]].written(language)}" if len(path) > 2 else ""
            return f"{self._file.prefixes['requirement'].written(language)} {path[1]}{part}"
        return ".".join(path)

    def languages(self, heading: object) -> frozenset[str]:
        """The languages in which this is a heading: ``nb`` (or Nynorsk), ``en``, both or none."""
        return frozenset(self._languages.get(folded(str(heading)), ()))


def _of_others(file: HeadingsFile, other: Other) -> Iterable[tuple[FieldPath, Headings]]:
    named: dict[str, Headings] = getattr(file, other)
    return (((name,), headings) for name, headings in named.items())


def _of_people(file: HeadingsFile, record: type[Person]) -> Iterable[tuple[FieldPath, Headings]]:
    """A user's own fields go first: there, 'department' is what the user says it is."""
    for name, info in record.model_fields.items():
        if name not in Mentor.model_fields and name not in Mentee.model_fields:
            titles = tuple(title for title in (info.title, info.alias, name) if title is not None)
            yield (name,), Headings(nb=titles, en=titles)
    for part in (file.both, file.mentor if issubclass(record, Mentor) else file.mentee):
        for dotted, headings in part.items():
            yield tuple(dotted.split(".")), headings
    yield ("basis",), file.prefixes["basis"]
    for name in record.model_fields:
        inner = PARTS[name].model_fields if name in PARTS else ()
        for path in [(name,), *((name, field) for field in inner)]:
            yield path, Headings(nb=(), en=(".".join(path),))


def _after(text: str, prefix: Headings, dotted: str) -> str:
    """What follows one of these words at the start of a heading."""
    start = text.casefold()
    for word in (dotted, *(f"{first.casefold()}{sign}" for first in prefix.all() for sign in " :")):
        if start.startswith(word):
            return text[len(word) :].strip(" :")
    return ""


def _digits(word: str) -> list[str]:
    return [sign for sign in word if sign.isdigit()]


def lookup(record: type[Person] | None, other: Other = "decision") -> Lookup:
    """The headings of a kind of person; for None, of decisions or another list."""
    return _lookup(_chosen(), record, other)


@lru_cache
def _lookup(chosen: str | None, record: type[Person] | None, other: Other) -> Lookup:
    return Lookup(_loaded(chosen), record, other)
