"""What each rule, lock, ban, minimum, quota and lowest score costs: people and points if it were not there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mentormatch.assignment import Optimum, Problem, optimum, solve
from mentormatch.assignment.proof import own_prices, sign
from mentormatch.compatibility.factor import Rule
from mentormatch.compatibility.people import Facts
from mentormatch.explanation import Solved
from mentormatch.relaxation import PLACES, allowed_but_for, change_in_words
from mentormatch.sentences import say

COST_COLUMNS = ("kind", "name", "people", "points", "sentence")


class Without(NamedTuple):
    """What is left out: its kind, its name, what users call it, whether it is a promise to somebody or a duty, and the
    problem without it. ``missing``: cases that a minimum that is left out lacked itself."""

    kind: str
    name: str
    label: str
    promise: bool
    problem: Problem
    missing: int = 0


class Gain(NamedTuple):
    """What leaving something out gives: people who have a mentor, one more of several, cases that minimums lack no
    longer, hundredths of points; and whether others are served than before."""

    people: int
    further: int
    filled: int
    points: int
    others: bool


def costs(solved: Solved, language: str) -> list[tuple[object, ...]]:
    """One row for each rule that forbids something, each lock, ban, minimum and quota, and the lowest score.

    Each is solved without it: ``people`` more would have a mentor, ``points`` more be reached in all. What costs most
    comes first. Free places are not among the rules: see the scarcity of each mentor. A rule stays for somebody with a
    protected address where to be without it could say where the person lives.
    """
    people, before = _reach(solved.problem)
    classes = len(before.people) // solved.problem.levels
    rows = list[tuple[Gain, Without]]()
    for without in _without(solved, language):
        more, after = (people, before) if without.problem is solved.problem else _reach(without.problem)
        filled = after.filled - before.filled - without.missing
        points, others = after.points - before.points, after.people != before.people
        further = sum(after.people[classes:]) - sum(before.people[classes:])
        rows.append((Gain(more - people, further, filled, points, others), without))
    rows.sort(key=lambda row: (-row[0].people, -row[0].further, -row[0].filled, -row[0].points, row[1][:2]))
    return [
        (without.kind, without.name, gain.people, gain.points / 100, _told(gain, without, language))
        for gain, without in rows
    ]


def _told(gain: Gain, without: Without, language: str) -> str:
    key = "points" if gain.points > 0 else "nothing"
    for name, counts in (("class", gain.others), ("filled", gain.filled > 0), ("further", gain.further > 0)):
        key = name if counts else key
    key = "people" if gain.people > 0 else key
    values: dict[str, object] = gain._asdict() | {"what": without.label}
    parts = [say(f"costs.{key}", language, change=change_in_words(gain.points, language), **values)]
    if without.promise and key != "nothing":
        parts.append(say("costs.promise", language))
    return " ".join(parts)


def _kept_secret(solved: Solved, rule: Rule) -> list[int]:
    """Mentees with a protected address to whom a rule would apply for where they live: for them it stays."""
    people = ((row, Facts(solved.encoded.mentees, row)) for row in range(len(solved.encoded.mentees)))
    return [row for row, facts in people if facts.mentee.protected_address and rule.tells_where(facts)]


def _reach(problem: Problem) -> tuple[int, Optimum]:
    """How many have a mentor in the best assignment, and what it reaches."""
    best = optimum(problem)
    if problem.unmatched_score is not None:
        return solve(problem, seed=0).people, best
    return sum(best.people[: len(best.people) // problem.levels]), best


def _without(solved: Solved, language: str) -> Iterator[Without]:
    """Kind, name, what users call it, whether it is a promise to somebody, and the problem without it."""
    problem = solved.problem
    for rule in solved.encoded.rules:
        allowed = allowed_but_for(solved, rule.name) & (problem.capacity > 0)
        kept = _kept_secret(solved, rule)
        allowed[kept] = problem.allowed[kept]
        if rule.name != PLACES and (allowed & ~problem.allowed).any():
            label = say("costs.rule", language, rule=rule.label(language))
            yield Without("rule", rule.name, label, not rule.relaxable, replace(problem, allowed=allowed))
    for at, (row, column) in enumerate(problem.locks.tolist()):
        mentee, mentor = solved.mentee(row), solved.mentor(column)
        label = say("costs.lock", language, mentee=mentee, mentor=mentor)
        less = replace(problem, locks=np.delete(problem.locks, at, axis=0))
        yield Without("lock", f"{mentee} {mentor}", label, False, less)
    barred = [(pair, key) for pair, (key, _) in solved.barred.items() if key != "barred.full"]
    for (row, column), key in barred:
        too_low = solved.lowest_score is not None and problem.scores[row, column] < solved.lowest_score
        if key == "barred.ban" and not too_low and not solved.encoded.broken(row, column):
            mentee, mentor = solved.mentee(row), solved.mentor(column)
            label = say("costs.ban", language, mentee=mentee, mentor=mentor)
            allowed = problem.allowed.copy()
            allowed[row, column] = problem.capacity[column] > 0
            yield Without("ban", f"{mentee} {mentor}", label, True, replace(problem, allowed=allowed))
    lowest = [pair for pair, key in barred if key == "barred.minimum_score"]
    if lowest:
        label = say("costs.minimum_score", language)
        allowed = problem.allowed.copy()
        rules = solved.encoded.allowed() & (problem.capacity > 0)
        rows, columns = np.array(lowest).T
        allowed[rows, columns] = rules[rows, columns]
        yield Without("minimum_score", "minimum_score", label, False, replace(problem, allowed=allowed))
    yield from _without_conditions(solved, language)


def _without_conditions(solved: Solved, language: str) -> Iterator[Without]:
    """Each minimum and each quota; the problem as it is for a minimum that binds nothing, as the prices tell."""
    problem, quotas, tiers = solved.problem, solved.quotas, solved.assignment.tiers
    own, _ = own_prices(problem, [tier.prices for tier in tiers], [tier.quota_prices for tier in tiers])
    binds = (sign(own) < 0) | (solved.assignment.shortfall > 0)
    for column in np.flatnonzero(problem.minimum).tolist():
        mentor, minimum = str(solved.mentor(column)), problem.minimum.copy()
        minimum[column] = 0
        label = say("costs.minimum", language, mentor=mentor)
        missing = int(solved.assignment.shortfall[column])
        less = replace(problem, minimum=minimum) if binds[column] else problem
        yield Without("minimum", mentor, label, False, less, missing)
    names = [words[language] for words in (*quotas.of_rows, *quotas.of_columns)]
    for name in dict.fromkeys(names):  # a quota of different numbers for different people counts as one
        kept_rows = [limit for limit, words in zip(quotas.rows, quotas.of_rows, strict=True) if words[language] != name]
        kept = [
            limit for limit, words in zip(quotas.columns, quotas.of_columns, strict=True) if words[language] != name
        ]
        label = say("costs.quota", language, quota=name)
        yield Without("quota", name, label, False, replace(problem, row_quotas=kept_rows, column_quotas=kept))
