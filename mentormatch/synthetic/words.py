"""What made-up people are made of: the content of ``data/sample.toml``, in one language."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Community:
    """Where somebody's family comes from: names, languages, and the share of mentors and mentees in hundredths."""

    ethnic: str
    mentors: int
    mentees: int
    native: tuple[str, ...]
    also: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    religion: tuple[str, ...]


@dataclass(frozen=True)
class Occupation:
    """What a mentor works as, the arenas that come with it, and its share in hundredths."""

    title: str
    sector: str
    arenas: tuple[str, ...]
    share: int


@dataclass(frozen=True)
class Words:
    """All of it; ``places`` are (share, number of a municipality), and of other lists the first are the frequent."""

    language: str
    family_names: tuple[str, ...]
    communities: tuple[Community, ...]
    occupations: tuple[Occupation, ...]
    places: tuple[tuple[int, str], ...]
    interests: tuple[str, ...]
    arenas: tuple[str, ...]
    topics: tuple[str, ...]
    traits: tuple[str, ...]
    urgency_reasons: tuple[str, ...]


@lru_cache
def words_of(language: str) -> Words:
    """The content of the file in this language, or in English where it has no words in it."""
    data = tomllib.loads(files("mentormatch").joinpath("data", "sample.toml").read_text(encoding="utf-8"))
    column = 0 if language == "nb" else 1
    lists = {name: tuple(pair[column] for pair in pairs) for name, pairs in data["words"].items()}
    arenas = {pair[0]: pair[column] for pair in data["words"]["arenas"]}
    communities = tuple(
        Community(
            ethnic=raw["ethnic"][column],
            religion=tuple(pair[column] for pair in raw["religion"]),
            also=tuple(raw.get("also", ())),
            mentors=raw["mentors"],
            mentees=raw["mentees"],
            native=tuple(raw["native"]),
            women=tuple(raw["women"]),
            men=tuple(raw["men"]),
        )
        for raw in data["communities"]
    )
    occupations = tuple(
        Occupation(raw["title"][column], raw["sector"], tuple(arenas[name] for name in raw["arenas"]), raw["share"])
        for raw in data["occupations"]
    )
    places = tuple((share, number) for number, share in data["places"]["shares"].items())
    return Words(language, tuple(data["family_names"]), communities, occupations, places, **lists)
