"""A mentee's wishes about the mentor, resolved to sets of values: what factors prefer and rules demand."""

from collections.abc import Sequence
from typing import NamedTuple

from mentormatch import vocabulary
from mentormatch.compatibility.comparison import FULL, NO, UNKNOWN, share
from mentormatch.compatibility.people import Facts, People
from mentormatch.values import age_range

MANY_VALUED = ("language", "personality")
"""Here each wish stands for itself; elsewhere a mentor has one value, so several wanted ones are alternatives."""

GROUP = "group "
"""Before the name of a group of languages near in speech, to tell it from a language."""

_FIELD = {"language": "languages", "own_municipality": "municipality"}


class Asked(NamedTuple):
    """One wish: any of these values is wanted, or none of them is. No values: 'same', with nothing recorded."""

    values: frozenset[str]
    wanted: bool


def asked(mentee: Facts, about: str, strengths: Sequence[str]) -> tuple[Asked, ...] | None:
    """This mentee's wishes about one thing, with these strengths; None where there are none."""
    wishes = mentee.mentee.wishes_about(about, *strengths)
    if not wishes:
        return None
    single = list[Asked]()
    for wish in wishes:
        wanted = wish.strength in ("must", "prefer")
        values = (offered(mentee, about) or frozenset()) if wish.value == "same" else _values(about, wish.value)
        if not wanted:  # a language near in speech serves where it is wished for; an unwanted one is meant exactly
            values = frozenset(value for value in values if not value.startswith(GROUP))
        single.append(Asked(values, wanted))
    if about not in MANY_VALUED:
        alternatives = frozenset[str]().union(*(wish.values for wish in single if wish.wanted))
        rest = [wish for wish in single if not wish.wanted]
        single = [Asked(alternatives, True), *rest] if len(rest) < len(single) else rest
    return tuple(dict.fromkeys(single)) or None


def _values(about: str, value: str) -> frozenset[str]:
    if about == "age":
        low, high = age_range(value)
        return frozenset(str(age) for age in range(low, high + 1))
    if about == "language":
        return frozenset({value, _group(value)})
    return frozenset({value.casefold()})


def _group(language: str) -> str:
    return f"{GROUP}{vocabulary.current().spoken_group(language)}"


def offered(person: Facts, about: str) -> frozenset[str] | None:
    """What a person has of the thing a wish is about; None where it is not recorded."""
    return _offered(person.get(_FIELD.get(about, about)), about)


def column_of(mentors: People, about: str) -> list[frozenset[str] | None]:
    """What every mentor has of the thing wishes are about."""
    return [_offered(value, about) for value in mentors.values(_FIELD.get(about, about))]


def _offered(value: object, about: str) -> frozenset[str] | None:
    if value is None:
        return None
    if about == "language":
        codes = [skill.code for skill in value] if isinstance(value, tuple) else []
        return frozenset(codes) | frozenset(_group(code) for code in codes)
    if isinstance(value, tuple):
        return frozenset(str(item).casefold() for item in value)
    return frozenset({str(value).casefold()})


def met(wish: Asked, values: frozenset[str]) -> bool:
    """Whether a mentor with these values meets the wish."""
    return bool(wish.values & values) == wish.wanted


def share_met(wishes: Sequence[Asked], values: frozenset[str]) -> int:
    """The share of the wishes that are met, in thousandths."""
    return share(sum(met(wish, values) for wish in wishes), len(wishes))


def demand(wishes: Sequence[Asked] | None, values: frozenset[str] | None) -> int:
    """What a rule says of musts and must-nots: an unknown side lets the pair pass with a flag."""
    if wishes is None:
        return FULL
    judged = [wish for wish in wishes if wish.values]
    if values is None or not judged:
        return UNKNOWN
    if not all(met(wish, values) for wish in judged):
        return NO
    return FULL if len(judged) == len(wishes) else UNKNOWN
