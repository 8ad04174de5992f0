"""Who lacks something, and why: mentees without all the mentors they need, mentors below their minimum of cases."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from mentormatch.compatibility import Barred, Encoded
from mentormatch.compatibility.people import Facts
from mentormatch.sentences import listing, say
from mentormatch.solved import Solved

NAMED_AT_MOST = 5
"""How many ids a sentence names before it only counts."""


def unmatched_reason(solved: Solved, row: int, language: str) -> str:
    """Why somebody has no proposal now: nobody is allowed and by which rules, or all who are went to others.

    Before it, for who needs several mentors, how many of them there are.
    """
    whole = Facts(solved.encoded.mentees, row).mentee.mentors_needed
    why = _why_missing(solved, row, language)
    if whole == 1:
        return why
    return f"{say('unmatched.some', language, count=whole - int(solved.missing[row]), needed=whole)} {why}"


def _why_missing(solved: Solved, row: int, language: str) -> str:
    others = solved.problem.allowed[row].copy()
    others[solved.columns_of(row)] = False
    allowed = np.flatnonzero(others)
    if allowed.size:
        ids = [str(solved.mentor(int(column))) for column in allowed]
        key = "unmatched.taken" if allowed.size <= NAMED_AT_MOST else "unmatched.taken_many"
        return say(key, language, count=len(ids), mentors=listing(sorted(ids), language))
    pairs = [(row, column) for column in range(len(solved.encoded.mentors)) if not solved.problem.allowed[row, column]]
    return in_the_way(solved.encoded, solved.barred, pairs, "unmatched.forbidden", language)


def shortfall(solved: Solved, language: str) -> list[tuple[object, ...]]:
    """Mentors with fewer cases than their minimum: how many are asked for, there and missing, and why."""
    found, room = list[tuple[object, ...]](), solved.encoded.capacity
    for column in np.flatnonzero(solved.assignment.shortfall).tolist():
        missing, allowed = int(solved.assignment.shortfall[column]), int(solved.problem.allowed[:, column].sum())
        cases = room.running[column] + int((solved.assignment.columns == column).sum())
        minimum, key = (
            cases + missing,
            "shortfall.few" if allowed < solved.problem.minimum[column] else "shortfall.shared",
        )
        reason = say(key, language, cases=cases, minimum=minimum, count=allowed)
        found.append((solved.mentor(column), minimum, cases, missing, reason))
    return found


def in_the_way(encoded: Encoded, barred: Barred, pairs: Sequence[tuple[int, int]], sentence: str, language: str) -> str:
    """What forbids these pairs, the most frequent first; ``sentence`` has the placeholders count and counts."""
    if not pairs:
        return say("unmatched.nobody_here", language)
    against = Counter(label for pair in pairs for label in _labels_against(encoded, barred, pair, language))
    by_number = sorted(against.items(), key=lambda item: (-item[1], item[0]))
    counts = [say("unmatched.count", language, count=n, rule=label) for label, n in by_number]
    return say(sentence, language, count=len(pairs), counts="; ".join(counts))


def _labels_against(encoded: Encoded, barred: Barred, pair: tuple[int, int], language: str) -> list[str]:
    labels = encoded.names_of_broken(*pair, language)
    if pair in barred:
        labels.append(say(f"{barred[pair][0]}_label", language))
    return list(dict.fromkeys(labels))
