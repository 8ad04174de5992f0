"""The factors of a pair as a reader sees them: whole points that add up, and whether they rest on recorded facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from mentormatch.compatibility.weights import largest_remainder
from mentormatch.sentences import has, languages, say

if TYPE_CHECKING:
    from pandas import DataFrame

Pair = tuple[str, str]
"""(mentee id, mentor id); the mentee is empty where the explanation is of one person."""


@dataclass(frozen=True)
class Part:
    """One factor of a pair: points and weight in hundredths, whole points as they are written, what they rest on."""

    factor: str
    points: int
    weight: int
    whole: int
    rests_on: Literal["recorded", "usual", "left_out"]


def parts(explanations: Iterable["DataFrame"]) -> dict[Pair, list[Part]]:
    """The parts of every pair of these explanations, in their order.

    Whole points are rounded so that they add up to the rounded score (largest remainder).
    """
    rows: dict[Pair, list[tuple[str, float, float, float, str]]] = {}
    for frame in explanations:
        mentees = frame["mentee_id"] if "mentee_id" in frame else [""] * len(frame)
        columns = (frame[name] for name in ("factor", "points", "weight", "similarity", "reason"))
        for mentee, mentor, *cells in zip(mentees, frame["mentor_id"], *columns, strict=True):
            rows.setdefault((mentee, mentor), []).append(tuple(cells))
    return {pair: _of_pair(cells) for pair, cells in rows.items()}


def _of_pair(rows: Sequence[tuple[str, float, float, float, str]]) -> list[Part]:
    exact = [round(points * 100) for _, points, _, _, _ in rows]
    whole = largest_remainder([Fraction(points, 100) for points in exact], round(sum(exact) / 100))
    return [
        Part(factor, points, round(weight * 100), shown, _rests_on(weight, similarity, reason))
        for (factor, _, weight, similarity, reason), points, shown in zip(rows, exact, whole, strict=True)
    ]


def _rests_on(weight: float, similarity: float, reason: str) -> Literal["recorded", "usual", "left_out"]:
    """Only the sentence of an explanation says that the usual value stands in for a fact, whatever its language."""
    if not weight:
        return "left_out"
    return "usual" if reason in _usual(round(round(similarity * 1000) / 10)) else "recorded"


@lru_cache
def _usual(similarity: int) -> frozenset[str]:
    """What explanations say where this similarity, in percent, is only the usual one."""
    keys = ("factor.neutral", "factor.nothing_recorded")
    return frozenset(say(key, language, similarity=similarity) for key in keys for language in languages())


def score(of: Iterable[Part]) -> int:
    """The score in whole points.

    >>> score([Part("age", 260, 500, 3, "recorded"), Part("region", 1300, 2000, 13, "usual")])
    16
    """
    return sum(part.whole for part in of)


def label(factor: str, language: str, own: Mapping[str, str] = {}) -> str:
    """What a user calls a factor: one of the user's own by its label where it is known, else by its name.

    >>> label("own_wish", "en"), label("same_team", "en"), label("same_team", "en", {"same_team": "Same team"})
    ("The mentor's own wish", 'same team', 'Same team')
    """
    key = f"factor.{factor}.label"
    if factor in own:
        return own[factor]
    return say(key, language) if has(key, language) else factor.replace("_", " ")
