"""What would help, as pages and workbooks tell it: a reserve, one more place, a further mentor, and what rules cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentormatch.matching import Matching
from mentormatch.sentences import say

ADVICE_UP_TO = 40_000
"""Pairs of a mentee and a mentor up to which a report works out who to recruit and what rules cost unasked."""

FIRM = 0.9
"""A proposal that stands in this share of the draws, or more, does not hang on the exact weights."""

RECRUITED = 3
"""Further mentors that a report tells of."""


@dataclass(frozen=True)
class Reserve:
    """Who could take over when the first meeting leads nowhere: the mentor and the score; else the reason for none."""

    mentor: str
    score: int
    reason: str


@dataclass(frozen=True)
class Advice:
    """What would help all together, as sentences: further mentors; and what rules and the like cost, those that may be
    set aside in a case apart from those that are promises or duties."""

    mentors: tuple[str, ...]
    costs: tuple[str, ...]
    promises: tuple[str, ...]


def reserves_of(matching: Matching) -> dict[tuple[str, str], Reserve]:
    """The reserve of each proposal, by mentee and mentor id."""
    found = dict[tuple[str, str], Reserve]()
    for row in matching.reserves().to_dict("records"):
        there = not row["people"]
        mentor, score = (row["reserve_mentor_id"], round(row["score"])) if there else ("", 0)
        found[row["mentee_id"], row["mentor_id"]] = Reserve(mentor, score, row["reason"])
    return found


def scarcity_in_words(people: int, points: float, language: str) -> str:
    """What one more place would give, in whole points: a person comes before points.

    >>> scarcity_in_words(1, 52.31, "en"), scarcity_in_words(0, 2.73, "en"), scarcity_in_words(0, 0.2, "en")
    ('1 more person, 52 points', '3 points', 'less than 1 point')
    """
    whole = round(points)
    if people:
        key = "person_and_points" if whole > 0 else "person"
    else:
        key = "points" if whole > 0 else "less" if points > 0 else "nothing"
    return say(f"scarcity.{key}", language, points=whole)


def advice(matching: Matching) -> Advice:
    """Who to recruit, and what rules cost."""
    language = matching.language
    found, promise = matching.costs(), " " + say("costs.promise", language)
    told = found.loc[(found["people"] != 0) | (found["points"] != 0), "sentence"].tolist()
    return Advice(
        tuple(matching.recruitment(RECRUITED)["sentence"]),
        tuple(sentence for sentence in told if not sentence.endswith(promise)),
        tuple(sentence.removesuffix(promise) for sentence in told if sentence.endswith(promise)),
    )


def shaky(matching: Matching) -> list[tuple[str, str, float]]:
    """The proposals that stand in fewer than nine of ten draws of other weights, and in what share."""
    drawn = matching.robustness()
    stands = dict(zip(zip(drawn["mentee_id"], drawn["mentor_id"], strict=True), drawn["share"], strict=True))
    pairs = zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True)
    shares = [(*pair, stands.get(pair, 0.0)) for pair in pairs]
    return sorted((one for one in shares if one[2] < FIRM), key=lambda one: (one[2], one[:2]))


def named(mentor: str, names: Mapping[str, str]) -> str:
    """'M014 Kari Nordmann'.

    >>> named("M014", {"M014": "Kari Nordmann"}), named("M015", {})
    ('M014 Kari Nordmann', 'M015')
    """
    return f"{mentor} {names.get(mentor, '')}".strip()
