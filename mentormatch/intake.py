"""What a call is given, checked: people, pairs of ids, the day, the seed, who is served first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from json import dumps
from statistics import median_low
from types import MappingProxyType
from typing import TYPE_CHECKING, Union

import numpy as np

from mentormatch.compatibility import CompatibilityModel, today
from mentormatch.errors import MatchingError, Problem, ProfileError
from mentormatch.fields import text
from mentormatch.profiles import Mentee, Mentor, Person
from mentormatch.values import day

if TYPE_CHECKING:
    from pandas import DataFrame

Pair = tuple[str, str]
PairSource = Union["DataFrame", Iterable[Pair], None]

HUNDREDTHS = 100
"""Units of a point inside; everything public is in points."""


URGENCY = {"normal": 0, "soon": 1, "urgent": 2}


def day_of(on: date | str | None) -> date:
    """The day everything is judged at: a date, 'dd.mm.yyyy' or 'yyyy-mm-dd'; today in Norway if None."""
    try:
        return day(on) or today()
    except ProfileError as error:
        raise MatchingError(problem.at(field="on") for problem in error.problems) from None


def check_people(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
    """Raise a ``MatchingError`` with everything that is wrong with the two lists."""
    problems = list[Problem]()
    if _only(mentees, Mentor) and _only(mentors, Mentee):
        raise MatchingError.of("swapped")
    for side, people, kind in (("mentee", mentees, Mentee), ("mentor", mentors, Mentor)):
        strangers = sum(not isinstance(person, kind) for person in people)
        if strangers:
            problems.append(Problem(f"not_a_{side}", {"count": strangers}))
            continue
        counts = Counter(person.id for person in people)
        problems.extend(Problem(f"{side}_twice", {"id": name}) for name, count in counts.items() if count > 1)
    if problems:
        raise MatchingError(problems)


def _only(people: Sequence[Person], kind: type[Person]) -> bool:
    return bool(people) and all(isinstance(person, kind) for person in people)


def pairs_of(source: PairSource, name: str) -> list[Pair]:
    """(mentee id, mentor id) pairs from a frame with these columns, or from pairs; without repetition, in order."""
    if source is None:
        return []
    from pandas import DataFrame

    if isinstance(source, DataFrame):
        missing = [column for column in ("mentee_id", "mentor_id") if column not in source.columns]
        if missing:
            raise MatchingError.of("pairs_columns", name=name, missing=", ".join(missing))
        source = zip(source["mentee_id"], source["mentor_id"], strict=True)
    pairs = [_pair(row) for row in source]
    if None in pairs:
        raise MatchingError.of("pairs_form", name=name)
    return list(dict.fromkeys(pair for pair in pairs if pair is not None))


def _pair(row: object) -> Pair | None:
    """Both ids as they are read from a cell (7.0 is '7', so that no ban is missed); None if this is not a pair."""
    if not (isinstance(row, (tuple, list)) and len(row) == 2):
        return None
    try:
        mentee, mentor = (text(cell.item() if isinstance(cell, np.generic) else cell) for cell in row)
    except ProfileError:
        return None
    return None if mentee is None or mentor is None else (mentee, mentor)


@dataclass(frozen=True)
class Queue:
    """Who is served first: a number per mentee (larger is first), and whose empty date counts as the middle."""

    priority: tuple[int, ...]
    assumed: tuple[str, ...]


def queue(
    mentees: Sequence[Mentee], on: date, limits: Sequence[int], cases: Mapping[str, int] = MappingProxyType({})
) -> Queue:
    """Urgency first, then the band of whole months waited; ``limits`` are the months at which a new band begins.

    Who has a mentor already, by the running ``cases`` of each, and needs more, comes after everybody who has none.

    Nobody's empty date puts them first or last: it counts as the middle band of those who have one (if anybody has).

    >>> dates = {"a": "10.01.2026", "b": "01.11.2026", "c": None}
    >>> queue([Mentee(id=name, waiting_since=day) for name, day in dates.items()], date(2026, 11, 22), (1, 3, 6, 12))
    Queue(priority=(3, 0, 0), assumed=('c',))
    """
    bands = [None if m.waiting_since is None else band(m.waiting_since, on, limits) for m in mentees]
    known_bands = [known for known in bands if known is not None]
    middle = median_low(known_bands or [0])
    return Queue(
        tuple(
            (URGENCY[m.urgency] - len(URGENCY) * cases.get(m.id, 0)) * (len(limits) + 1)
            + (middle if known is None else known)
            for m, known in zip(mentees, bands, strict=True)
        ),
        tuple(m.id for m, known in zip(mentees, bands, strict=True) if known is None and known_bands),
    )


def check_seed(seed: object) -> None:
    """Raise where a seed is neither a whole number nor a text."""
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int | np.integer | str)):
        raise MatchingError.of("assignment_seed", kind=type(seed).__name__)


def seed_of(model: CompatibilityModel, mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date) -> str:
    """A seed from the ids, the model and the day: the same call gives the same pairs, another day another lottery."""
    parts = [sorted(m.id for m in mentees), sorted(m.id for m in mentors), model.digest, on.isoformat()]
    return blake2b(dumps(parts).encode(), digest_size=8).hexdigest()


def band(since: date, on: date, limits: Sequence[int]) -> int:
    """The band of waiting time: how many of the limits (whole months) are reached; 0 for a date to come."""
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return sum(months >= limit for limit in limits)


def hundredths(minimum_score: float) -> int:
    """A lowest score in hundredths of a point; ``MatchingError`` for what is no number."""
    try:
        return round(minimum_score * HUNDREDTHS)
    except (TypeError, ValueError, OverflowError):  # a text, NaN, infinity
        raise MatchingError.of("minimum_score") from None
