"""Factors of what a pair has in common: language, needs covered, interests, the mentor's own wish, shared arenas."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated

import numpy as np
from pydantic import Field

from mentormatch import vocabulary
from mentormatch.compatibility.comparison import FULL, UNKNOWN, Comparison, Table, by_value, covered, share
from mentormatch.compatibility.factor import Factor, Reason, Words
from mentormatch.compatibility.languages import best_pair, shown, spoken
from mentormatch.compatibility.people import Facts, People
from mentormatch.fields import reads


def common(wanted: object, offered: object) -> list[str]:
    """The words of the first list that the second has too."""
    known = {word.casefold() for word in _words(offered)}
    return [word for word in _words(wanted) if word.casefold() in known]


def _words(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


LEVELS = {"A1": 100, "A2": 250, "B1": 600, "B2": 800, "C1": 950, "C2": 1000, "native": 1000}


def _levels(given: object) -> object:
    """A model may change some levels; the others stay."""
    if not isinstance(given, Mapping):
        return given
    return {**LEVELS, **{vocabulary.current().code("level", str(name)): worth for name, worth in given.items()}}


class Language(Factor):
    """The best shared language by the lower of both levels; a near language counts for a part of that.

    ``levels`` are thousandths. A level that a mentee has not recorded never limits; one that a mentor has not
    recorded counts as ``no_level``.
    """

    name = "language"
    weight: int = Field(default=20, ge=0)
    levels: Annotated[dict[str, Annotated[int, Field(ge=0, le=FULL)]], reads(_levels)] = LEVELS
    no_level: int = Field(default=800, ge=0, le=FULL)
    near: int = Field(default=700, ge=0, le=FULL)

    def _mentee_worth(self, level: str | None) -> int:
        return FULL if level is None else self.levels[level]

    def _mentor_worth(self, level: str | None) -> int:
        return self.no_level if level is None else self.levels[level]

    def compare(self, mentees: People, mentors: People) -> Comparison:
        best = spoken(mentees, mentors, self._mentee_worth, self._mentor_worth)
        table = np.maximum(best.same, (best.near * self.near + FULL // 2) // FULL)
        silent = np.array([not skills for skills in best.columns], dtype=np.bool_)
        recorded = np.array([bool(skills) for skills in best.rows], dtype=np.bool_)[best.row_codes]
        return Table(best.row_codes, best.column_codes, np.where(silent, UNKNOWN, table), recorded)

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        mine, yours = (shown(side.get("languages"), words.language) for side in (mentee, mentor))
        pair = best_pair(mentee, mentor, self._mentee_worth, self._mentor_worth, self.near)
        if pair is None:
            return Reason(mine, yours, words.say("none"))
        both = [shown((skill,), words.language) for skill in pair]
        key = "same" if pair[0].code == pair[1].code else "near"
        return Reason(mine, yours, words.say(key, mentee=both[0], mentor=both[1]))


class Competence(Factor):
    """The share of the mentee's needs that the mentor's competence covers. Only covered needs are ever shown."""

    name = "competence"
    weight: int = Field(default=20, ge=0)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return covered(_lists(mentees, "needs"), _lists(mentors, "competence"))

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        needs = mentee.get("needs")
        met, count = common(needs, mentor.get("competence")), len(list(_words(needs)))
        if not met:
            return Reason(words.say("no_need"), words.say("no_need"), words.say("none"))
        return Reason(words.listing(met), words.listing(met), words.say("reason", covered=len(met), count=count))


class Interests(Factor):
    """The share of the mentee's interests that the mentor has, where rare interests count more.

    The weight of an interest is its inverse document frequency ``ln(1 + N / (1 + n))`` (Spärck Jones 1972) over the
    people the model was fitted on, in whole hundredths; one that nobody had then counts as the rarest.
    """

    name = "interests"
    weight: int = Field(default=15, ge=0)
    people: int | None = Field(default=None, ge=0)
    frequency: dict[str, Annotated[int, Field(ge=0)]] = {}

    def fit(self, mentees: People, mentors: People) -> "Interests":
        """The factor with the number of people who have each interest, of both sides."""
        counted = Counter(
            word for side in (mentees, mentors) for words in _lists(side, "interests")
            for word in sorted({word.casefold() for word in words or ()})
        )  # fmt: skip
        fitted = {"people": len(mentees) + len(mentors), "frequency": dict(sorted(counted.items()))}
        return self.model_copy(update=fitted)

    def rarity(self, interest: str) -> int:
        """The weight of one interest, in hundredths; everything weighs the same before fitting."""
        if self.people is None:
            return 100
        return round(100 * math.log(1 + max(self.people, 1) / (1 + self.frequency.get(interest, 0))))

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return covered(_lists(mentees, "interests"), _lists(mentors, "interests"), self.rarity)

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        mine, yours = mentee.get("interests"), mentor.get("interests")
        both = common(mine, yours)
        sentence = words.say("reason", shared=words.listing(both)) if both else words.say("none")
        return Reason(words.listing(mine), words.listing(yours), sentence)


class OwnWish(Factor):
    """Whether the mentor wants this target group and this level of work: the share of both that was wanted."""

    name = "own_wish"
    weight: int = Field(default=10, ge=0)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        asks = zip(mentees.values("target_group"), mentees.values("level_of_work"), strict=True)
        wants = zip(_lists(mentors, "wanted_target_groups"), _lists(mentors, "wanted_levels"), strict=True)
        return by_value([ask if any(ask) else None for ask in asks], list(wants), _wanted)

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        key = "both" if similarity == FULL else "none" if similarity == 0 else "one"
        return Reason(words.say("hidden"), words.say("hidden"), words.say(key))


def _wanted(ask: tuple[object, object], want: tuple[object, object]) -> int:
    judged = [(a, w) for a, w in zip(ask, want, strict=True) if a is not None and isinstance(w, tuple)]
    return share(sum(a in w for a, w in judged), len(judged)) if judged else UNKNOWN


class Background(Factor):
    """The share of the mentee's arenas and experiences that the mentor shares."""

    name = "background"
    weight: int = Field(default=10, ge=0)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return covered(_lists(mentees, "background"), _lists(mentors, "background"))

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        mine, yours = mentee.get("background"), mentor.get("background")
        both = common(mine, yours)
        sentence = words.say("reason", shared=words.listing(both)) if both else words.say("none")
        return Reason(words.listing(mine), words.listing(yours), sentence)


def _lists(people: People, field: str) -> list[tuple[str, ...] | None]:
    return [value if isinstance(value, tuple) else None for value in people.values(field)]
