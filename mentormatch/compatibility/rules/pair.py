"""Rules about a pair: language, musts of the one, limits of the other, exclusions, reach, not the same person.

Here an empty cell lets the pair pass; where it hides something that was asked for, the pair is flagged.
"""

from collections.abc import Callable, Sequence
from typing import Annotated

import numpy as np

from mentormatch import vocabulary
from mentormatch.compatibility.comparison import (
    FULL,
    NO,
    UNKNOWN,
    AllOf,
    Comparison,
    Listed,
    Table,
    by_judgement,
)  # fmt: skip
from mentormatch.compatibility.factor import Rule, Words
from mentormatch.compatibility.geography import Nearness, nearness
from mentormatch.compatibility.languages import LEVELS, spoken
from mentormatch.compatibility.people import Facts, People
from mentormatch.compatibility.wishes import asked, column_of, demand, offered
from mentormatch.errors import VocabularyError
from mentormatch.fields import code
from mentormatch.profiles import WISHES_ABOUT
from mentormatch.profiles import Limits as OwnLimits
from mentormatch.sentences import say

HARD = ("must", "must_not")


class SharedLanguage(Rule):
    """Both speak a shared language at ``level`` or better.

    A missing level, a missing list, or only a language near in speech lets the pair pass with a flag; where the
    person accepts an interpreter the rule is off.
    """

    name = "shared_language"
    mentee_fields = ("languages",)
    mentor_fields = ("languages",)
    relaxable = True
    level: Annotated[str, code("level")] = "B1"

    def _worth(self, level: str | None) -> int:
        """2: good enough, 1: not known, 0: too little."""
        return 1 if level is None else 2 * (LEVELS.index(level) >= LEVELS.index(self.level))

    def compare(self, mentees: People, mentors: People) -> Comparison:
        best = spoken(mentees, mentors, self._worth, self._worth)
        answers = np.array([NO, UNKNOWN, FULL])[np.maximum(best.same, np.minimum(best.near, 1))]
        answers[[not skills for skills in best.rows], :] = UNKNOWN
        answers[:, [not skills for skills in best.columns]] = UNKNOWN
        off = np.array([value is True for value in mentees.values("interpreter_accepted")], dtype=np.bool_)
        everybody = np.full((1, len(best.columns)), FULL)
        rows = np.where(off, len(best.rows), best.row_codes)
        table = np.vstack([answers, everybody]).astype(np.int64)
        return Table(rows, best.column_codes, table, np.ones(len(mentees), dtype=np.bool_))

    def flag(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        for side, key in ((mentee, "mentee_empty"), (mentor, "mentor_empty")):
            if side.get("languages") is None:
                return words.say(key)
        return words.say("flag")


class Musts(Rule):
    """The person's musts and must-nots about the mentor. What the mentor has not recorded passes with a flag."""

    name = "musts"
    mentee_fields = ("wishes",)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        parts = [
            by_judgement(asks, column_of(mentors, about), demand)
            for about in WISHES_ABOUT
            if any(asks := [asked(Facts(mentees, index), about, HARD) for index in range(len(mentees))])
        ]
        return AllOf(parts, np.ones(len(mentees), dtype=np.bool_)) if parts else _everything(mentees, mentors)

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return _named("reason", self._things(mentee, mentor, NO), words)

    def flag(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return _named("flag", self._things(mentee, mentor, UNKNOWN), words)

    def tells_where(self, mentee: Facts) -> bool:
        return asked(mentee, "own_municipality", HARD) is not None

    def _things(self, mentee: Facts, mentor: Facts, answer: int) -> list[str]:
        found = [
            about
            for about in WISHES_ABOUT
            if demand(asked(mentee, about, HARD), offered(mentor, about)) == answer
            and not (about == "own_municipality" and mentee.mentee.protected_address)
        ]
        return [f"wish.{about}" for about in found]


def _named(key: str, things: Sequence[str], words: Words) -> str:
    """The sentence with these things named; another one where a protected address leaves nothing to name."""
    if not things:
        return say(f"rule.hidden.{key}", words.language)
    return words.say(key, things=words.listing([say(thing, words.language) for thing in things]))


def _everything(mentees: People, mentors: People) -> Comparison:
    return by_judgement([None] * len(mentees), [None] * len(mentors), lambda mentee, mentor: FULL)


class Limits(Rule):
    """The mentor's own limits: genders, ages, target groups, levels of work, distance; an empty one is no limit."""

    name = "limits"
    mentor_fields = ("limits",)

    def _parts(self) -> "dict[str, tuple[str, Callable[[object, OwnLimits | None], int]]]":
        """Per kind of limit: the mentee's field and the judgement of (value, limits)."""
        return {
            "genders": ("gender", lambda value, limits: _among(value, limits and limits.genders)),
            "ages": ("age", _age_within),
            "target_groups": ("target_group", lambda value, limits: _among(value, limits and limits.target_groups)),
            "levels_of_work": ("level_of_work", lambda value, limits: _among(value, limits and limits.levels_of_work)),
        }

    def compare(self, mentees: People, mentors: People) -> Comparison:
        limits = [value if isinstance(value, OwnLimits) else None for value in mentors.values("limits")]
        parts: list[Comparison] = [
            by_judgement([_key(value) for value in mentees.values(field)], limits, judge)
            for field, judge in self._parts().values()
        ]
        homes = [_key(value) for value in mentees.values("municipality")]
        places = [(_key(place), own) for place, own in zip(mentors.values("municipality"), limits, strict=True)]
        parts.append(by_judgement(homes, places, lambda home, place: _near_enough(home, *place, mentees)))
        return AllOf(parts, np.ones(len(mentees), dtype=np.bool_))

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return _named("reason", self._things(mentee, mentor, NO), words)

    def flag(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return _named("flag", self._things(mentee, mentor, UNKNOWN), words)

    def tells_where(self, mentee: Facts) -> bool:
        return True

    def _things(self, mentee: Facts, mentor: Facts, answer: int) -> list[str]:
        own = mentor.mentor.limits
        found = [
            kind for kind, (field, judge) in self._parts().items() if judge(_key(mentee.get(field)), own) == answer
        ]
        home, place = (_key(side.get("municipality")) for side in (mentee, mentor))
        if _near_enough(home, place, own, mentee.people) == answer and not mentee.mentee.protected_address:
            found.append("distance")
        return [f"rule.limits.{kind}" for kind in found]


def _key(value: object) -> str | None:
    return None if value is None else str(value)


def _among(value: object, accepted: tuple[str, ...] | None) -> int:
    if not accepted:
        return FULL
    return UNKNOWN if value is None else FULL if value in accepted else NO


def _age_within(value: object, limits: OwnLimits | None) -> int:
    if limits is None or (limits.lowest_age is None and limits.highest_age is None):
        return FULL
    if value is None:
        return UNKNOWN
    age = int(str(value))
    return FULL if (limits.lowest_age or 0) <= age <= (limits.highest_age or age) else NO


def _near_enough(home: str | None, place: str | None, limits: OwnLimits | None, mentees: People) -> int:
    if limits is None or (limits.distance is None and limits.kilometres is None):
        return FULL
    if home is None or place is None:
        return UNKNOWN
    answers = []
    if limits.distance is not None:
        farthest = Nearness[limits.distance.upper()]
        # Without the neighbours: a limit names an area, and a neighbour may lie outside it.
        answers.append(FULL if nearness(home, place, mentees.on, None) <= farthest else NO)
    if limits.kilometres is not None:
        distances = mentees.distances
        far = 0.0 if home == place else distances.kilometres(home, place) if distances is not None else None
        answers.append(UNKNOWN if far is None else FULL if far <= limits.kilometres else NO)
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else FULL


class Exclusions(Rule):
    """People who are not to be matched with each other, as either side has recorded."""

    name = "exclusions"
    mentee_fields = ("excluded_mentors",)
    mentor_fields = ("excluded_mentees",)

    def absent(self, mentees: People, mentors: People) -> list[str]:
        missing = super().absent(mentees, mentors)
        return missing if len(missing) == 2 else []  # one list is enough to act on

    def compare(self, mentees: People, mentors: People) -> Comparison:
        mine = _listed(mentees.values("excluded_mentors"), mentors.ids)
        yours = [(row, column) for column, row in _listed(mentors.values("excluded_mentees"), mentees.ids)]
        return _no_to(mentees, mentors, mine + yours)

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return words.say("reason")


def _listed(lists: Sequence[object], ids: Sequence[str]) -> list[tuple[int, int]]:
    """(place of the list, place of the id it names), for the ids that are there."""
    places = {name: place for place, name in enumerate(ids)}
    return [
        (row, places[name])
        for row, names in enumerate(lists)
        if isinstance(names, tuple)
        for name in names
        if name in places
    ]


def _no_to(mentees: People, mentors: People, pairs: Sequence[tuple[int, int]]) -> Comparison:
    rows, columns = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    return Listed((len(mentees), len(mentors)), rows, columns)


class NotSamePerson(Rule):
    """Nobody is their own mentor: a mentor's ``same_person_as`` names the mentee's id."""

    name = "not_same_person"
    mentor_fields = ("same_person_as",)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        same = [(name,) if name is not None else None for name in mentors.values("same_person_as")]
        return _no_to(mentees, mentors, [(row, column) for column, row in _listed(same, mentees.ids)])


class Reach(Rule):
    """The mentor works for the person's own municipality, or may be lent to others.

    The mentor's home is the home organisation where it names a municipality, else the mentor's municipality.
    """

    name = "reach"
    mentee_fields = ("municipality",)
    mentor_fields = ("engagement.may_be_lent",)
    relaxable = True

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return say("rule.hidden.reason", words.language) if mentee.mentee.protected_address else words.say("reason")

    def tells_where(self, mentee: Facts) -> bool:
        return True

    def compare(self, mentees: People, mentors: People) -> Comparison:
        homes = [_key(value) for value in mentees.values("municipality")]
        stays = [_stays_in(Facts(mentors, index)) for index in range(len(mentors))]
        return by_judgement(homes, stays, lambda home, stay: _within_reach(home, *stay))


def _stays_in(mentor: Facts) -> tuple[bool, str | None]:
    """Whether the mentor is not lent, and the home municipality where it is known."""
    if mentor.get("engagement.may_be_lent") is not False:
        return False, None
    try:
        return True, vocabulary.current().municipality(str(mentor.get("engagement.home_organisation")))
    except VocabularyError:  # the organisation is not named after one municipality
        return True, _key(mentor.get("municipality"))


def _within_reach(home: str | None, stays: bool, where: str | None) -> int:
    if not stays:
        return FULL
    return UNKNOWN if home is None or where is None else FULL if home == where else NO
