"""From people and conditions to an assignment problem: places, needs, minimums, quotas, locks, waivers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from mentormatch.assignment import Problem as Arrays
from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.checks import listed
from mentormatch.compatibility import Barred, Encoded
from mentormatch.compatibility.people import Facts
from mentormatch.compatibility.waiving import MINIMUM_SCORE, rules_of, waived
from mentormatch.conditions import Quota, Waiver
from mentormatch.errors import AssignmentError, MatchingError, Problem, unknown_name
from mentormatch.intake import HUNDREDTHS, Pair, PairSource, hundredths, pairs_of
from mentormatch.quotas import Need, Quotas, quotas_of
from mentormatch.sentences import languages, say
from mentormatch.vocabulary.spellings import PerLanguage


@dataclass(frozen=True)
class Conditions:
    """What a call asks for beside the people: checked one by one, and not yet beside each other."""

    locks: Sequence[Pair] = ()
    bans: Sequence[Pair] = ()
    minimum_score: float | None = None
    quotas: Sequence[Quota] = ()
    waivers: Sequence[Waiver] = ()
    points_alone: bool = False

    @classmethod
    def of(
        cls,
        *,
        locks: PairSource = (),
        bans: PairSource = (),
        minimum_score: float | None = None,
        quotas: Iterable[Quota] = (),
        waivers: Iterable[Waiver] = (),
        objective: str = "participation",
    ) -> "Conditions":
        """From the arguments of ``match``. Raises ``MatchingError``."""
        if objective not in ("participation", "score"):
            raise MatchingError(unknown_name("objective", str(objective), ("participation", "score")))
        asked, allowed = list(quotas), list(waivers)
        if not all(isinstance(one, Quota) for one in asked):
            raise MatchingError.of("quotas_form")
        if not all(isinstance(one, Waiver) for one in allowed):
            raise MatchingError.of("waivers_form")
        pairs = pairs_of(locks, "locks"), pairs_of(bans, "bans")
        return cls(*pairs, minimum_score, asked, allowed, objective == "score")


@dataclass(frozen=True)
class Framed:
    """The people with what was waived, the problem in arrays, and what the arrays do not say.

    ``barred``: pairs that something else than a rule forbids. ``quotas``: those of the problem, in words. ``waivers``:
    those about people of the call, with the names of their rules.
    """

    encoded: Encoded
    problem: Arrays
    barred: Barred
    quotas: Quotas
    waivers: tuple[Waiver, ...]


def problem_of(
    encoded: Encoded,
    priority: Sequence[int],
    conditions: Conditions,
    running: Sequence[Pair] = (),
    *,
    one_now: int | None = None,
) -> Framed:
    """The problem of these people. ``running`` are all running cases; ``one_now`` is a row that is to have one mentor.

    Raises ``MatchingError`` where conditions contradict each other or the people.
    """
    rows, columns = ({name: at for at, name in enumerate(side.ids)} for side in (encoded.mentees, encoded.mentors))
    waivers = tuple(
        waiver.model_copy(update={"rules": rules_of(waiver, encoded)})
        for waiver in conditions.waivers
        if waiver.mentee_id in rows and waiver.mentor_id in columns
    )
    set_aside = defaultdict[str, list[tuple[int, int]]](list)
    for waiver in waivers:
        for name in waiver.rules or ():
            set_aside[name].append((rows[waiver.mentee_id], columns[waiver.mentor_id]))
    encoded = waived(encoded, {name: pairs for name, pairs in set_aside.items() if name != MINIMUM_SCORE})
    scores, allowed = encoded.points(), encoded.allowed()
    free = np.array(encoded.capacity.free, dtype=np.int64)
    # A model whose rules say nothing of places does not make any.
    barred: dict[tuple[int, int], tuple[str, Mapping[str, object]]] = {
        (row, column): ("barred.full", {}) for row, column in np.argwhere(allowed & (free == 0)).tolist()
    }
    lowest = conditions.minimum_score
    if lowest is not None:
        for row, column in np.argwhere(scores < hundredths(lowest)).tolist():
            if (row, column) not in set_aside[MINIMUM_SCORE]:
                values = {"score": scores[row, column] / HUNDREDTHS, "minimum": float(lowest)}
                barred[row, column] = "barred.minimum_score", values
    barred.update({(rows[a], columns[b]): ("barred.ban", {}) for a, b in conditions.bans if a in rows and b in columns})
    have = {(rows[a], columns[b]) for a, b in running if a in rows and b in columns}
    barred.update({pair: ("barred.running", {}) for pair in have})
    for pair in barred:
        allowed[pair] = False
    need = _need(encoded, running, have, one_now)
    quotas = quotas_of(conditions.quotas, encoded, need)
    minimum = _minimums(encoded)
    locks = conditions.locks
    check_locks(encoded, locks, rows, columns, barred, need.now)
    try:
        problem = Arrays(
            scores,
            allowed=allowed,
            capacity=free,
            minimum=minimum,
            demand=need.now,
            priority=np.array(priority, dtype=np.int64),
            locks=np.array([(rows[a], columns[b]) for a, b in locks], dtype=np.int64).reshape(-1, 2),
            row_quotas=quotas.rows,
            column_quotas=quotas.columns,
            unmatched_score=0 if conditions.points_alone else None,
            row_keys=encoded.mentees.ids,
            column_keys=encoded.mentors.ids,
            scale=HUNDREDTHS,
        )
    except AssignmentError as error:
        raise MatchingError(_in_peoples_words(problem, quotas, encoded) for problem in error.problems) from None
    return Framed(encoded, problem, barred, quotas, waivers)


def _need(encoded: Encoded, running: Sequence[Pair], have: set[tuple[int, int]], one_now: int | None) -> Need:
    """How many more mentors each mentee is to have; who is not among the mentors counts too."""
    cases = Counter(mentee for mentee, _ in dict.fromkeys(running))
    persons = [Facts(encoded.mentees, row).mentee for row in range(len(encoded.mentees))]
    whole = np.array([person.mentors_needed for person in persons], dtype=np.int64)
    now = np.maximum(whole - np.array([cases[person.id] for person in persons], dtype=np.int64), 0)
    if one_now is not None:
        now[one_now] = 1
    with_mentors = defaultdict[int, list[int]](list)
    for row, column in sorted(have):
        with_mentors[row].append(column)
    return Need(whole, now, with_mentors)


def _minimums(encoded: Encoded) -> Ints:
    """m: how many more cases each mentor is to have at least; running ones count."""
    room, found, faults = encoded.capacity, list[int](), list[Problem]()
    for column, (places, cases) in enumerate(zip(room.places, room.running, strict=True)):
        mentor = Facts(encoded.mentors, column).mentor
        minimum = mentor.minimum or 0
        if minimum > places:
            values = {"id": mentor.id, "minimum": minimum, "places": places}
            faults.append(Problem("minimum_places", values).at(person=mentor.id, field="minimum"))
        found.append(max(minimum - cases, 0))
    if faults:
        raise MatchingError(faults)
    return np.array(found, dtype=np.int64)


def check_locks(
    encoded: Encoded,
    locks: Sequence[Pair],
    rows: Mapping[str, int],
    columns: Mapping[str, int],
    barred: Barred,
    need: Ints,
) -> None:
    """Raise where a lock names somebody who is not there or has a mentor, breaks a rule, or asks for more places."""
    faults = list[Problem]()
    of_mentor, of_mentee = defaultdict[str, list[Pair]](list), defaultdict[str, list[Pair]](list)
    for mentee, mentor in locks:
        of_mentee[mentee].append((mentee, mentor))
        named: dict[str, object] = {"mentee": mentee, "mentor": mentor}
        if mentee not in rows or mentor not in columns:
            faults.append(Problem("lock_unknown", named))
            continue
        row, column = rows[mentee], columns[mentor]
        rules = _labels_against(encoded, barred, row, column)
        if rules["en"]:
            faults.append(Problem("lock_forbidden", {**named, "rules": rules}))
        places = encoded.capacity.free[column]
        if len(of_mentor[mentor]) >= places:
            together = _names_of([*of_mentor[mentor][:places], (mentee, mentor)])
            faults.append(Problem("lock_places", {**named, "places": places, "locks": together}))
        of_mentor[mentor].append((mentee, mentor))
    for mentee, held in sorted(of_mentee.items()):
        needed = int(need[rows[mentee]]) if mentee in rows else 1
        if len(held) > needed:
            values = {"mentee": mentee, "count": len(held), "needed": needed, "locks": _names_of(held[: needed + 1])}
            faults.append(Problem("lock_twice", values))
    if faults:
        raise MatchingError(faults)


def _labels_against(encoded: Encoded, barred: Barred, row: int, column: int) -> PerLanguage:
    """What forbids a pair, by its names."""
    named = {language: encoded.names_of_broken(row, column, language) for language in languages()}
    if (row, column) in barred:
        for language, labels in named.items():
            labels.append(say(f"{barred[row, column][0]}_label", language))
    return PerLanguage({language: ", ".join(labels) for language, labels in named.items()})


def _names_of(locks: Iterable[Pair]) -> str:
    """'B1–M1, B2–M1'."""
    return listed(["–".join(pair) for pair in locks])


def _in_peoples_words(fault: Problem, quotas: Quotas, encoded: Encoded) -> Problem:
    """What is wrong with the arrays, by the people and quotas it is about."""
    values = fault.values
    if fault.key == "assignment_quotas_cross":
        named = quotas.of_rows if values["name"] == "row_quotas" else quotas.of_columns
        return Problem("quotas_cross", {side: named[int(str(values[side]))] for side in ("first", "second")})
    if fault.key in ("assignment_lock_row_quota", "assignment_lock_quota"):
        named = quotas.of_rows if fault.key == "assignment_lock_row_quota" else quotas.of_columns
        mentees, mentors = encoded.mentees.ids, encoded.mentors.ids
        pairs = cast("tuple[tuple[int, int], ...]", values["pairs"])  # as ``checks`` gives them
        locks = _names_of((mentees[row], mentors[column]) for row, column in pairs)
        return Problem("lock_quota", {"locks": locks, "quota": named[int(str(values["number"]))]})
    return fault
