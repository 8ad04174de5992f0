"""Quotas in people's terms become limits on sets of columns: which mentors count, and how many places are left."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from mentormatch import vocabulary
from mentormatch.assignment import ColumnQuota, RowQuota
from mentormatch.assignment.arrays import Ints
from mentormatch.compatibility import Encoded
from mentormatch.compatibility.people import People
from mentormatch.conditions import Quota
from mentormatch.errors import MatchingError, MentorMatchError, Problem, ProfileError, unknown_name
from mentormatch.marks import special_fields
from mentormatch.profiles import Engagement, LanguageSkill, Mentor, Person
from mentormatch.sentences import has, languages, listing, say
from mentormatch.values import age_range
from mentormatch.vocabulary.spellings import PerLanguage, folded

_WORKED_OUT = ("county", "years_trained", "age")
_SEVERAL = 2
"""Only who needs this many mentors or more has an ``at_least``: of one mentor it would be a must."""


@dataclass(frozen=True)
class Quotas:
    """The quotas of a call as limits of an assignment; ``of_rows`` and ``of_columns`` say which quota each is of."""

    rows: Sequence[RowQuota] = ()
    columns: Sequence[ColumnQuota] = ()
    of_rows: Sequence[PerLanguage] = ()
    of_columns: Sequence[PerLanguage] = ()


@dataclass(frozen=True)
class Need:
    """How many mentors each mentee needs in all, how many more now, and the columns of those with a running case."""

    whole: Ints
    now: Ints
    running: Mapping[int, Sequence[int]] = field(default_factory=dict)


def quotas_of(quotas: Iterable[Quota], encoded: Encoded, need: Need) -> Quotas:
    """What these quotas leave room for, beside the running cases.

    Raises ``MatchingError`` for fields and values that mentors do not have.
    """
    rows, columns = list[tuple[RowQuota, PerLanguage]](), list[tuple[ColumnQuota, PerLanguage]]()
    faults = list[Problem]()
    cases = np.array(encoded.capacity.running, dtype=np.int64)
    for quota in quotas:
        try:
            groups = groups_of(quota, encoded.mentors)
        except MentorMatchError as error:
            faults += error.problems
            continue
        for value, group in groups:
            words = PerLanguage({language: in_words(quota, value, language) for language in languages()})
            if quota.per == "mentee":
                rows += [(limit, words) for limit in _of_rows(quota, group, need)]
            else:
                most = max((quota.at_most or 0) - int(cases[group].sum()), 0)
                columns.append((ColumnQuota(group, most), words))
    if faults:
        raise MatchingError(faults)
    return Quotas(
        [limit for limit, _ in rows],
        [limit for limit, _ in columns],
        [words for _, words in rows],
        [words for _, words in columns],
    )


def _of_rows(quota: Quota, group: Ints, need: Need) -> Iterable[RowQuota]:
    """One limit for those with as much room left."""
    rooms = dict[tuple[int | None, int], list[int]]()
    for row, (whole, now) in enumerate(zip(need.whole.tolist(), need.now.tolist(), strict=True)):
        had = len(set(need.running.get(row, ())) & set(group.tolist()))
        most = None if quota.at_most is None else max(quota.at_most - had, 0)
        asked = min(quota.at_least or 0, whole) - had if whole >= _SEVERAL else 0
        # What is asked of a mentor who comes later binds only when no later one could be of this kind.
        least = max(asked - max(whole - now - len(need.running.get(row, ())), 0), 0)
        if most is not None or least:
            rooms.setdefault((most, min(least, now)), []).append(row)
    return [RowQuota(np.array(rows), group, most, least) for (most, least), rows in rooms.items()]


def groups_of(quota: Quota, mentors: People) -> list[tuple[str, Ints]]:
    """The columns that a quota counts together; a group by its value, else all who are named."""
    if quota.mentors is not None:
        return [("", np.flatnonzero([name in quota.mentors for name in mentors.ids]))]
    path = str(quota.field)
    _check_field(path, mentors)
    values = _column(path, mentors)
    record = type(mentors.persons[0]) if len(mentors) else Mentor
    tests = [_test(path, word, record, values) for word in quota.values or ()]
    counted = [not tests or any(test(value) for test in tests) for value in values]
    if quota.per != "group":
        return [("", np.flatnonzero(counted))]
    groups = dict[str, list[int]]()
    for column, (value, counts) in enumerate(zip(values, counted, strict=True)):
        for one in _each(value) if counts else ():
            groups.setdefault(_shown(path, one), []).append(column)
    return [(value, np.array(group)) for value, group in sorted(groups.items())]


def _check_field(path: str, mentors: People) -> None:
    """A field of the mentors' own profiles, and none that is specially protected."""
    records = {type(person) for person in mentors.persons} or {Mentor}
    special = {name for record in records for name in special_fields(record)}
    if path.partition(".")[0] in special:
        raise MatchingError(Problem("quota_special").at(field="field"))
    own = {name for record in records for name in record.model_fields} - special - {"id", "name", "basis", "limits"}
    known = sorted({*own, *_WORKED_OUT, *(f"engagement.{name}" for name in Engagement.model_fields)})
    if path not in known:
        raise MatchingError(unknown_name("quota_field", path, known).at(field="field"))


def _column(path: str, mentors: People) -> list[object]:
    if path == "county":
        homes = mentors.values("municipality")
        return [None if home is None else vocabulary.current().county(str(home)) for home in homes]
    if path == "years_trained":
        return [_years(day, mentors.on) for day in mentors.values("training_completed_on")]
    return mentors.values(path)


def _years(since: object, on: date) -> int | None:
    """Whole years from a day; None where there is none, or it is to come."""
    if not isinstance(since, date) or since > on:
        return None
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _test(path: str, word: str, record: type[Person], values: Sequence[object]) -> Callable[[object], bool]:
    """Whether a value is what a word of a quota says."""
    if any(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        low, high = _range(word)
        return lambda value: isinstance(value, int | float) and low <= value <= high
    if path == "county":
        name = vocabulary.current().county_name
        return lambda value: value is not None and folded(word) in (str(value), folded(name(str(value))))
    if path == "years_trained":
        _range(word)  # nobody has any: the word may still be wrong
        return lambda value: False
    outer, _, inner = path.partition(".")
    normal = getattr(record.model_validate({"id": "+", outer: {inner: word} if inner else word}), outer)
    meant = {_plain(one) for one in _each(getattr(normal, inner) if inner else normal)}
    return lambda value: bool(meant & {_plain(one) for one in _each(value)})


def _range(word: str) -> tuple[float, float]:
    try:
        return age_range(word if not word.strip().isdecimal() else f"{word}-{word}")
    except ProfileError:
        raise MatchingError(Problem("quota_range", {"word": word}).at(field="values")) from None


def _each(value: object) -> Iterable[object]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _plain(value: object) -> str:
    return value.code if isinstance(value, LanguageSkill) else folded(str(value))


def _shown(path: str, value: object) -> str:
    """A value as it names a group."""
    known = vocabulary.current()
    if path == "municipality":
        return known.municipality_name(str(value))
    if path == "county":
        return known.county_name(str(value))
    return value.code if isinstance(value, LanguageSkill) else str(value)


def in_words(quota: Quota, value: str, language: str) -> str:
    """'at most 2 cases for home organisation: Frivillighetssentralen'."""
    if quota.mentors is not None:
        what = say("quota.mentors", language, mentors=listing(quota.mentors, language))
    else:
        key = f"quota.field.{quota.field}"
        label = say(key, language) if has(key, language) else str(quota.field)
        words = value or ", ".join(quota.values or ())
        what = say("quota.value", language, field=label, value=words)
    if quota.per != "mentee":
        return say("quota.cases", language, count=quota.at_most, what=what)
    parts = [
        say(f"quota.{key}", language, count=count, what=what)
        for key, count in (("least", quota.at_least), ("most", quota.at_most))
        if count is not None
    ]
    return listing(parts, language)
