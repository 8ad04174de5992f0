"""Which further mentor would help most: every combination of language, gender, county and competence, weighed exactly.

A further mentor with one place gains the most that any mentee would gain by moving there (Shapley and Shubik 1971), so
all combinations are one maximum over the values of the mentees; the few that are shown are confirmed by solving.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np

from mentormatch import vocabulary
from mentormatch.assignment import FORBIDDEN, optimum, solve
from mentormatch.assignment.problem import Bools, Ints
from mentormatch.compatibility import CompatibilityModel, Encoded
from mentormatch.compatibility.comparison import NO
from mentormatch.compatibility.encoded import points
from mentormatch.compatibility.people import Facts, People
from mentormatch.conditions import Quota
from mentormatch.errors import VerificationError
from mentormatch.explanation import Solved
from mentormatch.openings import Openings
from mentormatch.profiles import LanguageSkill, Mentor
from mentormatch.relaxation import change_in_words
from mentormatch.sentences import say

RECRUITMENT_COLUMNS = ("language", "gender", "county", "competence", "people", "points", "sentence")

AT_ONCE = 2**20
"""Pairs of a mentee and a further mentor weighed together."""


class Kind(NamedTuple):
    """A further mentor: codes, the number of a municipality, a word; None where nobody has recorded any."""

    language: str | None
    gender: str | None
    municipality: str | None
    competence: str | None


class Help(NamedTuple):
    """What a kind of mentor would give all together; ``matters`` says which of its four parts make a difference.

    ``people`` more would have a mentor; ``further`` who have one would have one more.
    """

    kind: Kind
    matters: tuple[bool, ...]
    people: int
    further: int
    points: int


def recruitment(
    solved: Solved, model: CompatibilityModel, on: date, count: int, language: str, quotas: Sequence[Quota] = ()
) -> list[tuple[object, ...]]:
    """The further mentors that help most, each the best for somebody else, by people and points gained."""
    return [_row(help_, language) for help_ in best_kinds(solved, model, on, count, quotas)]


def best_kinds(
    solved: Solved, model: CompatibilityModel, on: date, count: int, quotas: Sequence[Quota] = ()
) -> list[Help]:
    """The best kind for each mentee who would gain by one, without repetition, the most helpful first.

    ``quotas`` are those of the call, which may count a further mentor too.
    """
    parts = _present(solved.encoded)
    alone = [
        [Kind(*(value if k == axis else None for k in range(4))) for value in part] for axis, part in enumerate(parts)
    ]
    openings, counted = Openings.of(
        solved, quotas, [further_mentors(solved.encoded, kinds, on) for kinds in alone] if quotas else ([],) * 4
    )
    gains, unhidden, best = _weighed(solved, model, on, parts, (openings, counted))
    helpful = sorted(set(best), key=lambda place: (-int(gains.flat[place]), place))
    found = dict[tuple[str | None, ...], tuple[Kind, int, tuple[bool, ...]]]()
    for place in helpful:
        at = np.unravel_index(place, gains.shape)
        kind = Kind(*(part[int(k)] for part, k in zip(parts, at, strict=True)))
        matters = _matters(gains, place)
        if unhidden.flat[place] < gains.flat[place]:  # where it is needed would say where somebody hidden lives
            matters = (*matters[:2], False, *matters[3:])
        shown = tuple(value if needed else None for value, needed in zip(kind, matters, strict=True))
        if len(found) < count:
            found.setdefault(shown, (kind, int(gains.flat[place]), matters))
    encoded = _encoded(solved.encoded, model, on, [kind for kind, _, _ in found.values()])
    counted = np.broadcast_to(counted, gains.shape)
    sets = [counted[tuple(map(list.index, map(list, parts), kind))] for kind, _, _ in found.values()]
    return [
        Help(kind, matters, *_confirmed(openings, int(sets[place]), encoded, place, gain))
        for place, (kind, gain, matters) in enumerate(found.values())
    ]


def _present(encoded: Encoded) -> list[Sequence[str | None]]:
    """The values among the people: languages, genders, a municipality for each county, competence and needs.

    A county stands for its municipality in which most mentees live (if none, most mentors), the first by number; an
    address that is protected is not looked at.
    """
    sides = (encoded.mentees, encoded.mentors)
    skills = [skill for side in sides for row in side.values("languages") if isinstance(row, tuple) for skill in row]
    languages = {skill.code for skill in skills}
    genders = {str(gender) for side in sides for gender in side.values("gender") if gender}
    homes = [Counter(_homes(side)) for side in sides]
    counties = dict[str, str]()
    for home in sorted({*homes[0], *homes[1]}, key=lambda home: (-homes[0][home], -homes[1][home], home)):
        counties.setdefault(vocabulary.current().county(home), home)
    words = dict[str, str]()
    for side, path in ((encoded.mentors, "competence"), (encoded.mentees, "needs")):
        for word in sorted(word for row in side.values(path) if isinstance(row, tuple) for word in row):
            words.setdefault(word.casefold(), word)
    parts = [sorted(languages), sorted(genders), sorted(counties.values()), sorted(words.values())]
    return [part or [None] for part in parts]


def _homes(side: People) -> list[str]:
    hidden = [getattr(person, "protected_address", None) is True for person in side.persons]
    return [str(home) for home, kept in zip(side.values("municipality"), hidden, strict=True) if home and not kept]


def further_mentors(encoded: Encoded, kinds: Sequence[Kind], on: date) -> list[Mentor]:
    """Mentors of these kinds with one place, who meet what is asked of every mentor here and have said nothing else.

    What is left unsaid takes the neutral value of each factor, and lets the pair pass where a rule allows that. Role,
    training, requirements and contract are in order where this bank records them.
    """
    recorded, given = encoded.mentors.has, dict[str, object]()
    if recorded("role"):
        given["role"] = "operative"
    if recorded("training_completed_on"):
        given["training_completed_on"] = on
    names = {name for met in encoded.mentors.values("requirements") if isinstance(met, dict) for name in met}
    if names:
        given["requirements"] = dict.fromkeys(sorted(names), True)
    if recorded("engagement.start") or recorded("engagement.end"):
        given["engagement"] = {"start": on}
    plain = Mentor.model_validate({"id": "+", "maximum": 1, **given})
    skills = {code: (LanguageSkill(code=code, level="native"),) for code in {kind.language for kind in kinds} if code}
    made = []
    for kind in kinds:
        said = {
            "languages": skills.get(kind.language or ""),
            "gender": kind.gender,
            "municipality": kind.municipality,
            "competence": (kind.competence,) if kind.competence else None,
        }
        made.append(plain.model_copy(update={name: value for name, value in said.items() if value is not None}))
    return made


def _encoded(encoded: Encoded, model: CompatibilityModel, on: date, kinds: Sequence[Kind]) -> Encoded:
    """The mentees with further mentors of these kinds, by the model of the matching."""
    mentees = [Facts(encoded.mentees, row).mentee for row in range(len(encoded.mentees))]
    return model.encode(mentees, further_mentors(encoded, kinds, on), on=on, language=None)


def _weighed(
    solved: Solved,
    model: CompatibilityModel,
    on: date,
    parts: Sequence[Sequence[str | None]],
    openings: tuple[Openings, Ints],
) -> tuple[Ints, Ints, list[int]]:
    """The most that anybody gains by a mentor of each kind, with an axis a part; the same over those whose address is
    not protected; and the best kind for each who gains."""
    people = [Facts(solved.encoded.mentees, row).mentee for row in range(len(solved.encoded.mentees))]
    hidden = np.array([person.protected_address is True for person in people], dtype=np.bool_)
    tables = _Tables.of(solved.encoded, model, on, parts)
    shape = tuple(len(part) for part in parts)
    worth, counted = openings[0].worth, openings[1].reshape(-1)
    most, best = np.zeros(shape, np.int64).reshape(-1), list[int]()
    unhidden = most.copy()
    at_once = max(AT_ONCE // max(most.size, 1), 1)
    for start in range(0, len(solved.encoded.mentees), at_once):
        rows = slice(start, start + at_once)
        each, open_to = tables.blocks(rows, shape)
        scores, allowed = each.reshape(-1, most.size), open_to.reshape(-1, most.size)
        if solved.lowest_score is not None:
            allowed = allowed & (scores >= solved.lowest_score)
        over = worth[rows][:, counted]  # one column for all, where no quota tells kinds apart
        gained = np.where(allowed & (over > FORBIDDEN), scores + over, 0)
        most = np.maximum(most, gained.max(axis=0, initial=0))
        unhidden = np.maximum(unhidden, gained[~hidden[rows]].max(axis=0, initial=0))
        best += gained.argmax(axis=1)[gained.max(axis=1, initial=0) > 0].tolist()
    return most.reshape(shape), unhidden.reshape(shape), best


class _Tables(NamedTuple):
    """Points of every factor, and what every rule says, over the parts of a kind that it looks at; these add up.

    Each is (n, languages, genders, counties, words), of length one along a part that is not looked at.
    """

    points: list[Ints]
    allowed: list[Bools]

    @classmethod
    def of(
        cls, encoded: Encoded, model: CompatibilityModel, on: date, parts: Sequence[Sequence[str | None]]
    ) -> "_Tables":
        """By encoding only the mentors that some comparison tells apart: few, where all kinds are thousands."""
        further = _encoded(encoded, model, on, [Kind(*(part[0] for part in parts))])
        axes, before = [_axes(read) for read in further.read], list[frozenset[int]]()
        while axes != before:  # a comparison may look at more when it meets other values
            before = axes
            kinds, places = _told_apart(parts, set(axes))
            further = _encoded(encoded, model, on, kinds)
            axes = [_axes(read) | known for read, known in zip(further.read, before, strict=True)]
        scores, judged = dict[frozenset[int], Ints](), dict[frozenset[int], Bools]()
        n = len(encoded.mentees)
        for place in range(len(further.comparisons)):
            at = places[axes[place]]
            alike = further.similarity(place)[:, at.reshape(-1)]
            table = points(further.weights[:, place][:, None], alike).reshape(n, *at.shape)
            scores[axes[place]] = scores.get(axes[place], np.int64(0)) + table
        for judgement, looked in zip(further.judgements, axes[len(further.comparisons) :], strict=True):
            at = places[looked]
            passes = (judgement.block(slice(None)) != NO)[:, at.reshape(-1)].reshape(n, *at.shape)
            judged[looked] = judged.get(looked, np.True_) & passes
        return cls(list(scores.values()), list(judged.values()))

    def blocks(self, rows: slice, shape: tuple[int, ...]) -> tuple[Ints, Bools]:
        """(rows, *shape): points, and whether the pair is allowed."""
        n = len(self.points[0][rows])
        scores, allowed = np.zeros((n, *shape), np.int64), np.ones((n, *shape), np.bool_)
        for table in self.points:
            scores += table[rows]
        for passes in self.allowed:
            allowed &= passes[rows]
        return scores, allowed


def _axes(read: frozenset[str]) -> frozenset[int]:
    """Which parts of a kind were looked at; all, where it was the profile itself."""
    fields = ("languages", "gender", "municipality", "competence")
    return frozenset(axis for axis, name in enumerate(fields) if name in read or "*" in read)


def _told_apart(
    parts: Sequence[Sequence[str | None]], looked_at: set[frozenset[int]]
) -> tuple[list[Kind], dict[frozenset[int], Ints]]:
    """Kinds that differ along these axes only, and for each set of axes where they stand, with an axis a part."""
    kinds, places = dict[Kind, int](), dict[frozenset[int], Ints]()
    for axes in sorted(looked_at, key=sorted):
        varied = [part if axis in axes else part[:1] for axis, part in enumerate(parts)]
        at = [kinds.setdefault(Kind(*kind), len(kinds)) for kind in product(*varied)]
        places[axes] = np.array(at, dtype=np.int64).reshape([len(part) for part in varied])
    return list(kinds), places


def _matters(gains: Ints, place: int) -> tuple[bool, ...]:
    """Which of the parts of a kind make a difference: the others may be anything, together, for the same gain."""
    at: list[int | slice] = [int(part) for part in np.unravel_index(place, gains.shape)]
    gain, matters = gains[tuple(at)], [True] * 4
    for axis in (1, 2, 3, 0):
        any_ = [*at[:axis], slice(None), *at[axis + 1 :]]
        if (gains[tuple(any_)] == gain).all():
            at, matters[axis] = any_, False
    return tuple(matters)


def _confirmed(openings: Openings, number: int, encoded: Encoded, place: int, gain: int) -> tuple[int, int, int]:
    """People, further mentors of people and hundredths gained by solving with this mentor too.

    An error if they are not what was foreseen.
    """
    solved, larger = openings.solved, openings.larger(number, *_column(openings.solved, encoded, place))
    best = optimum(larger)
    before = (*solved.best.people, *[0] * (len(best.people) - len(solved.best.people)))  # a second only for two columns
    more = np.subtract(best.people, before)
    gained = best.filled - solved.best.filled, int(more @ np.arange(len(more), 0, -1)), best.points - solved.best.points
    if gained != tuple(int(part[0]) for part in openings.split(number, np.array([gain]))):
        raise VerificationError.of("recruitment_not_confirmed")
    if larger.unmatched_score is not None:
        return solve(larger, seed=0).people - solved.assignment.people, 0, gained[2]
    classes = len(more) // larger.levels
    return int(more[:classes].sum()), int(more[classes:].sum()), gained[2]


def _column(solved: Solved, encoded: Encoded, place: int) -> tuple[Ints, Bools]:
    """Scores of one of these mentors with each mentee, and whether the pair is allowed."""
    rows = np.arange(len(encoded.mentees))
    columns = np.full_like(rows, place)
    scores = encoded.rows_of(rows, columns).points.sum(axis=1)
    allowed = np.logical_and.reduce([rule.pairs(rows, columns) != NO for rule in encoded.judgements], axis=0)
    allowed = np.broadcast_to(allowed, rows.shape)
    if solved.lowest_score is not None:
        allowed = allowed & (scores >= solved.lowest_score)
    return scores, allowed


def _row(help_: Help, language: str) -> tuple[object, ...]:
    """Words instead of codes; None for what makes no difference."""
    known, kind = vocabulary.current(), help_.kind
    spoken, gender, home, competence = (
        value if needed else None for value, needed in zip(kind, help_.matters, strict=True)
    )
    spoken = known.language_name(spoken, language) if spoken else None
    county = known.county_name(known.county(home)) if home else None
    parts = [say(f"recruitment.{gender}" if gender else "recruitment.anybody", language)]
    for key, word in (("county", county), ("language", spoken), ("competence", competence)):
        if word:
            parts.append(say(f"recruitment.{key}", language, word=word))
    gained, key = help_.points / 100, "people" if help_.people > 0 else "further" if help_.further > 0 else "points"
    change = change_in_words(help_.points, language)
    values: dict[str, object] = {
        "who": " ".join(parts),
        "people": help_.people,
        "further": help_.further,
        "change": change,
    }
    label = known.label("gender", gender, language) if gender else None
    return spoken, label, county, competence, help_.people, gained, say(f"recruitment.{key}", language, **values)
