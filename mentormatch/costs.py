"""What each rule, lock, ban and lowest score costs: people and points if it were not there."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mentormatch.assignment import Problem, optimum, solve
from mentormatch.compatibility.factor import Rule
from mentormatch.compatibility.people import Facts
from mentormatch.explanation import Solved
from mentormatch.relaxation import PLACES, allowed_but_for, change_in_words
from mentormatch.sentences import say

COST_COLUMNS = ("kind", "name", "people", "points", "sentence")


def costs(solved: Solved, language: str) -> list[tuple[object, ...]]:
    """One row for each rule that forbids something, each lock, each ban and the lowest score, solved without it.

    ``people`` more would have a mentor and ``points`` more be reached in all; what costs most comes first. Free places
    are not among the rules: see the scarcity of each mentor. A rule stays for somebody with a protected address where
    to be without it could say where the person lives.
    """
    before, rows = _reach(solved.problem), list[tuple[int, int, str, str, str, bool, bool]]()
    for kind, name, label, promise, problem in _without(solved, language):
        after = _reach(problem)
        others = after[2] != before[2]
        rows.append((after[0] - before[0], after[1] - before[1], kind, name, label, promise, others))
    rows.sort(key=lambda row: (-row[0], -row[1], row[2:4]))
    return [
        (kind, name, people, points / 100, _told(people, points, others, label, promise, language))
        for people, points, kind, name, label, promise, others in rows
    ]


def _told(people: int, points: int, others: bool, label: str, promise: bool, language: str) -> str:
    key = "people" if people > 0 else "class" if others else "points" if points > 0 else "nothing"
    parts = [say(f"costs.{key}", language, what=label, people=people, change=change_in_words(points, language))]
    if promise and key != "nothing":
        parts.append(say("costs.promise", language))
    return " ".join(parts)


def _kept_secret(solved: Solved, rule: Rule) -> list[int]:
    """Mentees with a protected address to whom a rule would apply for where they live: for them it stays."""
    people = ((row, Facts(solved.encoded.mentees, row)) for row in range(len(solved.encoded.mentees)))
    return [row for row, facts in people if facts.mentee.protected_address and rule.tells_where(facts)]


def _reach(problem: Problem) -> tuple[int, int, tuple[int, ...]]:
    """People, hundredths of points, and people by class (empty where points alone decide), of the best assignment."""
    if problem.unmatched_score is None:
        best = optimum(problem)
        return sum(best.people), best.points, best.people
    found = solve(problem, seed=0)
    return found.people, found.points.total, ()


def _without(solved: Solved, language: str) -> Iterator[tuple[str, str, str, bool, Problem]]:
    """Kind, name, what users call it, whether it is a promise to somebody, and the problem without it."""
    problem = solved.problem
    for rule in solved.encoded.rules:
        allowed = allowed_but_for(solved, rule.name) & (problem.capacity > 0)
        kept = _kept_secret(solved, rule)
        allowed[kept] = problem.allowed[kept]
        if rule.name != PLACES and (allowed & ~problem.allowed).any():
            label = say("costs.rule", language, rule=rule.label(language))
            yield "rule", rule.name, label, not rule.relaxable, replace(problem, allowed=allowed)
    for at, (row, column) in enumerate(problem.locks.tolist()):
        mentee, mentor = solved.mentee(row), solved.mentor(column)
        label = say("costs.lock", language, mentee=mentee, mentor=mentor)
        yield "lock", f"{mentee} {mentor}", label, False, replace(problem, locks=np.delete(problem.locks, at, axis=0))
    barred = [(pair, key) for pair, (key, _) in solved.barred.items() if key != "barred.full"]
    for (row, column), key in barred:
        too_low = solved.lowest_score is not None and problem.scores[row, column] < solved.lowest_score
        if key == "barred.ban" and not too_low and not solved.encoded.broken(row, column):
            mentee, mentor = solved.mentee(row), solved.mentor(column)
            label = say("costs.ban", language, mentee=mentee, mentor=mentor)
            allowed = problem.allowed.copy()
            allowed[row, column] = problem.capacity[column] > 0
            yield "ban", f"{mentee} {mentor}", label, True, replace(problem, allowed=allowed)
    lowest = [pair for pair, key in barred if key == "barred.minimum_score"]
    if lowest:
        label = say("costs.minimum_score", language)
        allowed = problem.allowed.copy()
        rules = solved.encoded.allowed() & (problem.capacity > 0)
        rows, columns = np.array(lowest).T
        allowed[rows, columns] = rules[rows, columns]
        yield "minimum_score", "minimum_score", label, False, replace(problem, allowed=allowed)
