"""Conditions that cannot all be kept, named: a conflict from which nothing can be left out, in people and quotas."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mentormatch.assignment import Assignment, Conflict, conflict, optimum
from mentormatch.errors import MatchingError, Problem
from mentormatch.framing import Framed
from mentormatch.sentences import languages, listing, say
from mentormatch.vocabulary.spellings import PerLanguage


def check_minimums(framed: Framed, assignment: Assignment) -> None:
    """Raise where locks or quotas, and not a lack of people, keep a minimum of cases from being filled.

    What people are too few for is no contradiction: it is reported with the result.
    """
    problem = framed.problem
    if not assignment.shortfall.any() or not (len(problem.locks) or problem.row_quotas or problem.column_quotas):
        return
    free = replace(problem, locks=np.empty((0, 2), np.int64), row_quotas=(), column_quotas=())
    if optimum(free).filled < 0:
        return
    found = conflict(problem)
    if found is not None:
        raise MatchingError(Problem("conditions_contradict", {"conditions": in_words(framed, found)}))


def in_words(framed: Framed, found: Conflict) -> PerLanguage:
    """'the lock B1–M2, and M1's minimum (2)'."""
    return PerLanguage({language: listing(_members(framed, found, language), language) for language in languages()})


def _members(framed: Framed, found: Conflict, language: str) -> Iterator[str]:
    problem, mentees, mentors = framed.problem, framed.encoded.mentees.ids, framed.encoded.mentors.ids
    for row, column in problem.locks[found.locks].tolist():
        yield say("conflict.lock", language, mentee=mentees[row], mentor=mentors[column])
    for column in found.minimums.tolist():
        yield say("conflict.minimum", language, mentor=mentors[column], count=int(problem.minimum[column]))
    named = [framed.quotas.of_rows[k] for k in found.row_quotas.tolist()]
    named += [framed.quotas.of_columns[k] for k in found.column_quotas.tolist()]
    for words in dict.fromkeys(quota[language] for quota in named):
        yield say("conflict.quota", language, quota=words)
