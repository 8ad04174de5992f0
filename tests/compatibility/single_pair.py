"""One factor or rule on one pair: what the tables of cases computed by hand are checked with."""

from collections.abc import Mapping

import numpy as np
from strategies import ON

from mentormatch.compatibility import CompatibilityModel, Encoded
from mentormatch.compatibility.factor import Factor, Reason, Rule
from mentormatch.compatibility.factors import Availability
from mentormatch.profiles import Mentee, Mentor
from mentormatch.vocabulary import Distances

Fields = Mapping[str, object]

NOT_RECORDED = "the mentee has not recorded it"
UNKNOWN = "the mentor has not recorded it"

NO, ASK, YES = "no", "ask", "yes"
UNCHECKED = "unchecked"

FIRST = np.array([0])


def similarity(
    factor: Factor, mentee: Fields, mentor: Fields, *, running: int = 0, distances: Distances | None = None
) -> int | str:
    """Thousandths, NOT_RECORDED or UNKNOWN."""
    comparison = _with_factor(factor, mentee, mentor, running, distances).comparisons[0]
    if not comparison.recorded[0]:
        return NOT_RECORDED
    answer = int(comparison.pairs(FIRST, FIRST)[0])
    return UNKNOWN if answer == -1 else answer


def reason(
    factor: Factor,
    mentee: Fields,
    mentor: Fields,
    language: str,
    *,
    running: int = 0,
    distances: Distances | None = None,
) -> Reason:
    encoded = _with_factor(factor, mentee, mentor, running, distances)
    answer = int(encoded.comparisons[0].pairs(FIRST, FIRST)[0])
    return factor.reason(*encoded.facts(0, 0), answer, factor.words(language))


def _with_factor(factor: Factor, mentee: Fields, mentor: Fields, running: int, distances: Distances | None) -> Encoded:
    model = CompatibilityModel([factor], rules=[], distances=distances)
    return model.encode([Mentee(id="B", **mentee)], [Mentor(id="M", **mentor)], on=ON, running={"M": running})


def verdict(rule: Rule, mentee: Fields, mentor: Fields, *, running: int = 0, distances: Distances | None = None) -> str:
    """NO, ASK, YES, or UNCHECKED where the rule is not applied for want of a column."""
    encoded = _with_rule(rule, mentee, mentor, running, distances)
    if not encoded.rules:
        return UNCHECKED
    return {0: NO, -1: ASK, 1000: YES}[int(encoded.judgements[0].pairs(FIRST, FIRST)[0])]


def unchecked(rule: Rule, mentee: Fields, mentor: Fields) -> tuple[str, ...]:
    """The columns that are named as not checked."""
    return _with_rule(rule, mentee, mentor, 0, None).unchecked


def sentence(
    rule: Rule,
    mentee: Fields,
    mentor: Fields,
    language: str,
    *,
    running: int = 0,
    distances: Distances | None = None,
) -> str:
    """The reason where the pair is forbidden, the flag where it passes with one."""
    encoded = _with_rule(rule, mentee, mentor, running, distances)
    say = rule.reason if encoded.broken(0, 0) else rule.flag
    assert encoded.broken(0, 0) or encoded.flagged(0, 0)
    return say(*encoded.facts(0, 0), rule.words(language))


def _with_rule(rule: Rule, mentee: Fields, mentor: Fields, running: int, distances: Distances | None) -> Encoded:
    model = CompatibilityModel([Availability()], rules=[rule], distances=distances)
    return model.encode(
        [Mentee(**{"id": "B", **mentee})], [Mentor(**{"id": "M", **mentor})], on=ON, running={"M": running}
    )
