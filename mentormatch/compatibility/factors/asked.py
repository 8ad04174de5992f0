"""Factors that count only when this person asked: traits, gender, religion, ethnic background, other wishes.

Likeness is never assumed to be better. A priority is read as a wish for what the person must have, else for the same.
"""

from abc import ABC
from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from mentormatch.compatibility.comparison import FULL, UNKNOWN, Comparison, by_value, share
from mentormatch.compatibility.factor import Factor, Reason, Words
from mentormatch.compatibility.people import Facts, People
from mentormatch.compatibility.wishes import Asked, asked, column_of, met, offered, share_met

PREFERENCES = ("prefer", "prefer_not")
HARD = ("must", "must_not")


class Preferences(Factor, ABC):
    """The share of this person's preferences about one thing that the mentor meets."""

    about: ClassVar[str]

    def compare(self, mentees: People, mentors: People) -> Comparison:
        wishes = [self.asks(Facts(mentees, index)) for index in range(len(mentees))]
        return by_value(wishes, column_of(mentors, self.about), share_met)

    def asks(self, mentee: Facts) -> tuple[Asked, ...] | None:
        """What this person asked for, as far as it can be judged."""
        wishes = asked(mentee, self.about, PREFERENCES)
        if wishes is None and self.only_when_asked and prioritised(mentee, self.name):
            same = (Asked(offered(mentee, self.about) or frozenset(), True),)
            wishes = asked(mentee, self.about, HARD) or same
        return tuple(wish for wish in wishes or () if wish.values) or None

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        key = "met" if similarity == FULL else "not_met" if similarity == 0 else "partly"
        return Reason(words.say("asked"), words.say("recorded"), words.say(key))


def prioritised(mentee: Facts, factor: str) -> bool:
    """Whether this person's case gives the factor a priority other than irrelevant."""
    priorities = mentee.get("priorities")
    return isinstance(priorities, Mapping) and priorities.get(factor, "irrelevant") != "irrelevant"


class Personality(Preferences):
    """The share of the traits this person asks for that the mentor has (or, where not wanted, has not)."""

    name = "personality"
    about = "personality"
    weight: int = Field(default=5, ge=0)


class Gender(Preferences):
    """The mentor's gender, where this person asked."""

    name = "gender"
    about = "gender"
    only_when_asked = True


class Religion(Preferences):
    """The mentor's religion, where this person asked and there is a basis; shown only as met or not met."""

    name = "religion"
    about = "religion"
    only_when_asked = True


class EthnicBackground(Preferences):
    """The mentor's ethnic background, where this person asked and both have a basis. Shown like religion."""

    name = "ethnic_background"
    about = "ethnic_background"
    only_when_asked = True


class Wishes(Factor):
    """The share of the other preferences (language, age, sector) that the mentor meets, of those that can be judged."""

    name = "wishes"
    only_when_asked = True
    abouts: ClassVar[tuple[str, ...]] = ("language", "age", "sector")

    def compare(self, mentees: People, mentors: People) -> Comparison:
        columns = [column_of(mentors, about) for about in self.abouts]
        wishes = [self._asks(Facts(mentees, index)) for index in range(len(mentees))]
        return by_value(wishes, list(zip(*columns, strict=True)), _share_judged)

    def _asks(self, mentee: Facts) -> tuple[tuple[Asked, ...], ...] | None:
        per_thing = [asked(mentee, about, PREFERENCES) or () for about in self.abouts]
        judgeable = tuple(tuple(wish for wish in wishes if wish.values) for wishes in per_thing)
        return judgeable if any(judgeable) else None

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        results = [
            met(wish, values)
            for about, wishes in zip(self.abouts, self._asks(mentee) or (), strict=True)
            if (values := offered(mentor, about)) is not None
            for wish in wishes
        ]
        return Reason(
            words.say("asked"), words.say("recorded"), words.say("reason", met=sum(results), count=len(results))
        )


def _share_judged(wishes: tuple[tuple[Asked, ...], ...], mentor: tuple[frozenset[str] | None, ...]) -> int:
    judged = [
        met(wish, values) for asks, values in zip(wishes, mentor, strict=True) if values is not None for wish in asks
    ]
    return share(sum(judged), len(judged)) if judged else UNKNOWN
