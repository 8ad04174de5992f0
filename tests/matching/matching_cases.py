"""Calls of ``match`` made to be hard: few different people, so that ties, contested places and forbidden pairs abound.

A call is drawn from a random number rather than field by field: what Hypothesis draws leans to the first and the
shortest, which here is a call without a single allowed pair.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from hypothesis import strategies as st
from matching_calls import BANDS, DEFAULT, MIDDLE, SIGNED, SMALL, Call, Pair
from matching_oracles import Oracle

from mentormatch import Mentee, Mentor

Fields = Mapping[str, object]


def calls(most_mentees: int = 4, most_mentors: int = 4, *, plain: bool = False) -> st.SearchStrategy[Call]:
    """A call; ``plain`` without locks, minimum score and objective, as ``shortlist`` is called."""
    return st.integers(0, 2**63).map(lambda number: drawn(Random(number), most_mentees, most_mentors, plain))


def drawn(rng: Random, most_mentees: int, most_mentors: int, plain: bool) -> Call:
    mentees = [Mentee(id=f"B{n}", **kind) for n, kind in enumerate(few(rng, mentee_kind, most_mentees), 1)]
    mentors = [Mentor(id=f"M{n}", **kind) for n, kind in enumerate(few(rng, mentor_kind, most_mentors), 1)]
    rng.shuffle(mentees)
    rng.shuffle(mentors)
    call = Call(mentees, mentors, rng.choice((SMALL, SMALL, MIDDLE, DEFAULT)))
    call = replace(call, current=pairs(rng, call, (0, 0, 1, 2)), bans=pairs(rng, call, (0, 0, 1, 2)))
    if plain:
        return call
    call = replace(
        call,
        objective=rng.choice(("participation", "participation", "score")),
        minimum_score=rng.choice((None, None, None, None, 30, 55.5, 80)),
    )
    return replace(call, locks=locks(rng, call))


def few(rng: Random, kind: Callable[[Random], Fields], most: int) -> list[Fields]:
    """Up to ``most`` people of one to four kinds; seldom few of them."""
    kinds = [kind(rng) for _ in range(rng.randint(1, 4))]
    return [rng.choice(kinds) for _ in range(rng.choice((most, most, most, most - 1, rng.randint(0, most))))]


def some(rng: Random, odds: float, **fields: Sequence[object]) -> dict[str, object]:
    """Each field with these odds, with one of its values."""
    return {name: rng.choice(values) for name, values in fields.items() if rng.random() < odds}


def mentee_kind(rng: Random) -> Fields:
    return {
        "languages": rng.choice(("somali C1", "norsk C1", "norsk B2; arabisk", "somali B1; norsk", "norsk A2")),
        **some(rng, 0.6, age=(20, 30), waiting_since=list(BANDS), interests=("sjakk", "sjakk; fotball", "musikk")),
        **some(rng, 0.3, hours_per_week=(3, 4.5), excluded_mentors=("M1", "M2; M3", ""), needs=("traumer",)),
        **rng.choice(({}, {}, {}, {"urgency": "soon", **SIGNED}, {"urgency": "urgent", **SIGNED})),
    }


def mentor_kind(rng: Random) -> Fields:
    return {
        "languages": rng.choice(("somali C1; norsk C1", "somali C1; norsk B2", "arabisk B1; norsk", "norsk B2")),
        **some(rng, 0.6, age=(30, 40), interests=("sjakk", "sjakk; fotball", "musikk"), maximum=(1, 1, 1, 2, 3, 0)),
        **some(rng, 0.3, engagement=({"hours_per_week": 3}, {"hours_per_week": 7.5}, {"kind": "position"})),
        **some(rng, 0.3, excluded_mentees=("B1", "B2; B3", ""), competence=("traumer",)),
        **some(rng, 0.9, role=("operative",) * 8 + ("resource_person",)),
    }


def pairs(rng: Random, call: Call, counts: Sequence[int]) -> list[Pair]:
    """Pairs of ids without repetition; the one after the last is nobody's."""
    found = [
        (f"B{rng.randint(1, len(call.mentees) + 1)}", f"M{rng.randint(1, len(call.mentors) + 1)}")
        for _ in range(rng.choice(counts))
    ]
    return list(dict.fromkeys(found))


def locks(rng: Random, call: Call) -> list[Pair]:
    """Up to two locks that the call can keep."""
    oracle = Oracle(call)
    room, found = list(oracle.free), list[Pair]()
    rows = list(range(len(oracle.waiting)))
    for row in rng.sample(rows, min(rng.choice((0, 0, 1, 2)), len(rows))):
        able = [column for column, free in enumerate(room) if free > 0 and oracle.allowed[row][column]]
        if able:
            column = rng.choice(able)
            room[column] -= 1
            found.append((oracle.waiting[row].id, call.mentors[column].id))
    return found
