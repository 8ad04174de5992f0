"""The files of the vocabulary: their form, and reading them from a user's folder or from the package."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mentormatch.errors import Problem, VocabularyError, Where, nearest

NAMES = ("languages.toml", "municipalities.csv", "counties.csv", "rvts.toml", "codes.toml", "bases.toml")


F = TypeVar("F", bound=BaseModel)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LanguageName(_Form):
    """One language: its names and whatever else people call it."""

    nb: str
    en: str
    also: tuple[str, ...] = ()


class Ask(_Form):
    """Words that can mean several languages."""

    words: tuple[str, ...]
    choices: tuple[str, ...]


class LanguagesFile(_Form):
    """``languages.toml``."""

    languages: dict[str, LanguageName]
    tags: dict[str, str] = {}
    ask: tuple[Ask, ...] = ()
    spoken: dict[str, tuple[str, ...]] = {}


class Place(_Form):
    """One row of ``municipalities.csv`` or ``counties.csv``; several forms in a cell stand between ``|``."""

    number: str = Field(pattern=r"^\d\d(\d\d)?$")
    name: str = Field(min_length=1)
    sami: tuple[str, ...]
    kven: tuple[str, ...]
    also: tuple[str, ...]
    valid_from: date

    @field_validator("sami", "kven", "also", mode="before")
    @classmethod
    def _parts(cls, cell: object) -> object:
        return [part.strip() for part in cell.split("|") if part.strip()] if isinstance(cell, str) else cell

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name of the place."""
        return (self.name, *self.sami, *self.kven, *self.also)


class Since(_Form):
    """A value, and the day from which it holds."""

    value: str
    valid_from: date


class Region(_Form):
    """One RVTS centre: its names and its counties by number, each from its day on."""

    names: tuple[Since, ...] = Field(min_length=1)
    counties: tuple[Since, ...]


class RegionsFile(_Form):
    """``rvts.toml``."""

    regions: dict[str, Region]


class CodeList(_Form):
    """One code list: code -> spellings.

    In an open list other words stand for themselves; of a private one no word is quoted in an error.
    """

    open: bool = False
    private: bool = False
    codes: dict[str, tuple[str, ...]]


class CodesFile(_Form):
    """``codes.toml``."""

    lists: dict[str, CodeList]


class Basis(_Form):
    """A legal basis on which special-category facts may be used: a pointer to its source, not advice."""

    valid_from: date
    valid_to: date | None = None
    source: str
    also: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the basis holds on this day; both ends count."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class BasesFile(_Form):
    """``bases.toml``."""

    bases: dict[str, Basis]


@dataclass(frozen=True)
class Source:
    """Where the files are: the user's folder for those found in it, the package for the rest.

    Raises :class:`VocabularyError` when the folder does not exist or holds a table that no list is read from.
    """

    folder: Path | None = None

    def __post_init__(self) -> None:
        if self.folder is None:
            return
        if not self.folder.is_dir():
            raise VocabularyError.of("vocabulary_folder", folder=self.folder)
        strangers = [path.name for path in sorted(self.folder.iterdir()) if path.suffix in (".toml", ".csv")]
        problems = [
            Problem("vocabulary_stranger", {"file": name, "known": nearest(name, NAMES) or ", ".join(NAMES)})
            for name in strangers
            if name not in NAMES
        ]
        if problems:
            raise VocabularyError(problems)

    def replaces(self, name: str) -> bool:
        """Whether the user's folder has this file."""
        return self.folder is not None and (self.folder / name).is_file()

    def text(self, name: str) -> str:
        """The content of a file."""
        if self.folder is not None and self.replaces(name):
            try:
                return (self.folder / name).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise VocabularyError.of("vocabulary_unreadable", file=name) from error
        return files("mentormatch").joinpath("data", name).read_text(encoding="utf-8")

    def toml(self, name: str, form: type[F]) -> F:
        """A TOML file in its form."""
        try:
            return form.model_validate(tomllib.loads(self.text(name)))
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError.of("vocabulary_not_toml", file=name, detail=error) from error
        except ValidationError as error:
            entries = [".".join(map(str, problem["loc"])) for problem in error.errors()]
            raise VocabularyError(
                Problem("vocabulary_entry", {"file": name, "entry": entry}) for entry in entries
            ) from error

    def places(self, name: str) -> tuple[Place, ...]:
        """The rows of a table of places, separated by ``;``."""
        rows = csv.DictReader(self.text(name).splitlines(), delimiter=";", restkey="…")
        missing = Place.model_fields.keys() ^ (rows.fieldnames or ())
        if missing:
            raise VocabularyError(Problem("vocabulary_entry", {"file": name, "entry": key}) for key in sorted(missing))
        problems: list[Problem] = []
        places: dict[str, Place] = {}
        for row in rows:
            try:
                place = Place.model_validate(row)
                wrong = {"number"} if place.number in places else set()
                places[place.number] = place
            except ValidationError as error:
                wrong = {str(problem["loc"][0]) for problem in error.errors()}
            problems += [
                Problem("vocabulary_entry", {"file": name, "entry": column}, Where(row=rows.line_num))
                for column in sorted(wrong)
            ]
        if problems:
            raise VocabularyError(problems)
        return tuple(places.values())
