"""A case for a network to work on, de-identified: as coarse as it takes for at least five people to fit.

De-identified is still personal data: who knows the person may know them again. What is left out first and what last is
data, ``data/sketch.toml``. The sketch compares with the population that is given, so give all whom a listener may think
of, such as all cases of the region, and not only those of one team.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from mentormatch import vocabulary
from mentormatch.casework.case import Case
from mentormatch.casework.codes import code, codes, label, read_code
from mentormatch.casework.record import day_or_today
from mentormatch.errors import CaseError, MentorMatchError, Problem, check_language
from mentormatch.fields import Id, Ids, Municipality, Record, Whole, YesNo, collected
from mentormatch.fields import code as known_code
from mentormatch.fields import codes as known_codes
from mentormatch.sentences import listing, say
from mentormatch.values import words

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 5
"""So many people fit every sketch."""
AT_LEAST = (5, 10, 20, 50, 100, 200, 500, 1000)
"""How many fit is told as the largest of these that is not too many: the count itself could tell who was added."""

Topics = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class CaseSketch:
    """What a network is told of a case; None is what is not told, known or not.

    ``fits`` is a number of people whom the sketch fits at least; None if fewer than five were compared with.
    """

    age: str | None
    region: str | None
    levels: tuple[str, ...] | None
    topics: tuple[str, ...] | None
    target_group: str | None = field(repr=False)
    fits: int | None

    def text(self, language: str = "nb") -> str:
        """The sketch in words, and that it is still personal data."""
        known, check = vocabulary.current(), check_language(language)
        levels = [known.label("level_of_work", level, check) for level in self.levels or ()]
        topics = [label("guidance_topic", topic, check) for topic in self.topics or ()]
        told = {
            "age": self.age,
            "region": self.region,
            "target_group": self.target_group and known.label("target_group", self.target_group, check),
            "levels": listing(levels, check),
            "topics": listing(topics, check),
        }
        lines = [f"{say(f'sketch.{name}', check)}: {word}" for name, word in told.items() if word]
        count = say("sketch.fits", check, fits=self.fits) if self.fits else say("sketch.too_few", check, fewest=FEWEST)
        return "\n".join([*lines, count, say("sketch.caution", check)])


class _Compared(Record):
    """What a sketch looks at in a row of a table."""

    raises: ClassVar[type[CaseError]] = CaseError

    id: Id
    of: Annotated[str | None, code("case_of")] = "person"
    mentee_ids: Ids = None
    birth_year: Whole = None
    municipality: Municipality = None
    protected_address: YesNo = None
    target_group: Annotated[str | None, known_code("target_group")] = None
    levels: Annotated[tuple[str, ...] | None, known_codes("level_of_work")] = None

    @classmethod
    def discreet(cls, problem: Problem, given: Mapping[str, object]) -> Problem:
        """A municipality that cannot be read is not repeated: the address may be protected."""
        return Problem("municipality_hidden", where=problem.where) if problem.where.field == "municipality" else problem


def case_sketch(
    case: Case,
    population: "Iterable[Case] | pd.DataFrame",
    *,
    topics: Topics | None = None,
    on: date | str | None = None,
) -> CaseSketch:
    """The finest sketch of a case that at least five people of the population fit.

    ``population`` is cases, or a DataFrame with the columns ``id``, ``birth_year``, ``municipality``, ``target_group``,
    ``levels`` and, where there are such, ``mentee_ids``, ``protected_address`` and ``of``. Several cases of the same
    person count once; the case itself counts if it is in it. ``topics`` are topics of guidance by the id of each case.
    Somebody of whom it is not known whether they fit does not. The age is the one reached in the year of ``on`` (today
    in Oslo), the region that of the day.
    Raises ``CaseError`` for rows that cannot be read, unknown topics, and a case of a service, which is nobody's.

    >>> people = [
    ...     Case(id=f"S{n}", by="K1", host="Bergen", birth_year=year, municipality="Bergen", levels="familie")
    ...     for n, year in enumerate([2004, 2004, 2004, 2007, 2007])
    ... ]
    >>> print(case_sketch(people[0], people, on="2026-11-22").text("en"))
    Age: 18–24
    Region: RVTS Vest
    Level of work: family
    At least 5 people fit, of those compared with.
    This is de-identified, and still personal data: somebody who knows the person may know them again.
    """
    if case.of == "service":
        raise CaseError.of("sketch_of_service")
    others = [row for row in _compared(population) if row.of != "service"]
    told, day, someone = _topics(topics or {}), day_or_today(on), _people(others)
    for shown in _ladder():
        mine = _seen(case, shown, told, day)
        fitting = {
            person
            for person, other in zip(someone, others, strict=True)
            if all(value in (None, theirs) for value, theirs in zip(mine, _seen(other, shown, told, day), strict=True))
        }
        if len(fitting) >= FEWEST:
            break
    return CaseSketch(*mine, fits=max((number for number in AT_LEAST if number <= len(fitting)), default=None))


def _compared(population: "Iterable[Case] | pd.DataFrame") -> "list[Case | _Compared]":
    rows: Iterable[object] = population
    if not isinstance(population, list | tuple):
        import pandas as pd

        rows = population.to_dict("records") if isinstance(population, pd.DataFrame) else population
    made, problems = list[Case | _Compared](), list[Problem]()
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Case):
            made.append(row)
            continue
        given = row if isinstance(row, Mapping) else {}
        try:
            made.append(
                _Compared(**{str(name): value for name, value in given.items() if name in _Compared.model_fields})
            )
        except CaseError as error:
            problems += [problem.at(row=number) for problem in error.problems]
    if problems:
        raise CaseError(problems)
    return made


def _people(rows: "Iterable[Case | _Compared]") -> list[tuple[str, str]]:
    """Whom each row is about: rows that share a person are about the same."""
    same = dict[tuple[str, str], tuple[str, str]]()

    def first(one: tuple[str, str]) -> tuple[str, str]:
        while same.get(one, one) != one:
            one = same[one]
        return one

    about = [[("person", one) for one in row.mentee_ids or ()] or [("case", row.id)] for row in rows]
    for ids in about:
        for other in ids[1:]:
            same[first(other)] = first(ids[0])
    return [first(ids[0]) for ids in about]


def _topics(topics: Topics) -> dict[str, tuple[str, ...]]:
    found, problems = dict[str, tuple[str, ...]](), list[Problem]()
    for case_id, some in topics.items():
        try:
            chosen = collected(words(some), lambda word: read_code("guidance_topic", word))
            found[case_id] = tuple(topic for topic in codes("guidance_topic") if topic in (chosen or ()))
        except MentorMatchError as error:
            problems += [problem.at(record=case_id) for problem in error.problems]
    if problems:
        raise CaseError(problems)
    return found


_Seen = tuple[str | None, str | None, tuple[str, ...] | None, tuple[str, ...] | None, str | None]


def _seen(row: "Case | _Compared", shown: Mapping[str, str], topics: Mapping[str, tuple[str, ...]], on: date) -> _Seen:
    """What is seen of a person so coarsely: age, region, levels, topics, target group; None is nothing."""
    return (
        None if row.birth_year is None else _band(on.year - row.birth_year, shown["age"]),
        None if row.protected_address or row.municipality is None else _region(row.municipality, shown["region"], on),
        tuple(sorted(row.levels)) if row.levels and shown["levels"] == "shown" else None,
        (topics.get(row.id) or None) if shown["topics"] == "shown" else None,
        row.target_group if shown["target_group"] == "shown" else None,
    )


def _band(age: int, coarseness: str) -> str | None:
    limits = _data()["ages"].get(coarseness)
    if limits is None or age < 0:
        return None
    low = max(limit for limit in limits if limit <= age)
    above = [limit for limit in limits if limit > age]
    return f"{low}–{min(above) - 1}" if above else f"{low}+"


def _region(municipality: str, coarseness: str, on: date) -> str | None:
    known = vocabulary.current()
    if coarseness == "county":
        return known.county_name(known.county(municipality))
    return known.rvts_region_name(known.rvts_region(municipality, on), on) if coarseness == "rvts" else None


@lru_cache
def _ladder() -> tuple[Mapping[str, str], ...]:
    """How coarsely each field is shown: at the start, and after each step."""
    rungs = [_data()["start"]]
    for name, coarseness in _data()["steps"]:
        rungs.append({**rungs[-1], name: coarseness})
    return tuple(rungs)


@lru_cache
def _data() -> Any:  # the shape is that of data/sketch.toml
    return tomllib.loads(files("mentormatch.casework").joinpath("data", "sketch.toml").read_text(encoding="utf-8"))
