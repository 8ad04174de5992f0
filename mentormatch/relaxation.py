"""What would have to give way for somebody without a proposal: the fewest rules, else one more place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentormatch import resolving
from mentormatch.alternating import NO_WAY, split
from mentormatch.assignment.problem import Bools, Ints
from mentormatch.compatibility.comparison import NO
from mentormatch.explanation import Solved, may_be_set_aside
from mentormatch.lacking import NAMED_AT_MOST
from mentormatch.sentences import listing, number, say

PLACES = "places"
"""The rule that one more place would keep."""


@dataclass(frozen=True)
class Relaxation:
    """What would give one person a mentor without taking anybody's.

    ``rules`` are the names of the fewest rules to set aside, ``mentor_id`` who could then be the mentor. Without
    such a mentor it is None, and ``more_places_at`` are the mentors of whom any one with one more place would do (with
    ``rules`` set aside, where there are any). ``people`` is 1 where something helps; ``points`` are gained by all
    together, with more places those with the first named. ``str()`` is the sentence.
    """

    mentee_id: str
    rules: tuple[str, ...]
    mentor_id: str | None
    more_places_at: tuple[str, ...]
    people: int
    points: float
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def relaxation(solved: Solved, row: int, language: str) -> Relaxation:
    """The fewest relaxable rules to set aside for a mentor from whom a free place is reached while nobody loses one.

    A lowest score that was asked for may be set aside too; musts, limits, exclusions, training and bans never, nor what
    would tell where somebody with a protected address lives.
    """
    mentee = solved.mentee(row)
    if not solved.missing[row]:
        return Relaxation(mentee, (), None, (), 0, 0.0, say("relaxation.has_one", language, mentee=mentee))
    hard, broken = _in_the_way(solved, row)
    names = list(broken)
    count = np.sum([broken[name] for name in names], axis=0, dtype=np.int64) + np.zeros(len(hard), np.int64)
    if not solved.problem.plain:
        return _solved_again(solved, row, hard, broken, count, language)
    lost = solved.paths.without_leaving_out()
    within = np.flatnonzero(~hard & (lost < NO_WAY))
    if within.size:
        gains = solved.problem.gains[row] - solved.paths.prices - np.where(lost < NO_WAY, lost, 0)
        column = int(within[np.lexsort((solved.mentor_places[within], -gains[within], count[within]))[0]])
        return _by_rules(solved, row, column, int(gains[column]), [n for n in names if broken[n][column]], language)
    full = np.flatnonzero(~hard)
    if not full.size:
        return Relaxation(mentee, (), None, (), 0, 0.0, say("relaxation.nothing", language, mentee=mentee))
    nearest = full[count[full] == count[full].min()]
    kinds = {tuple(name for name in names if broken[name][column]) for column in nearest.tolist()}
    rules = min(kinds)
    starts = np.array([c for c in nearest.tolist() if tuple(n for n in names if broken[n][c]) == rules])
    others = np.setdiff1d(solved.paths.reached_from(starts), starts)
    scores = solved.problem.gains[row]
    order = starts[np.lexsort((solved.mentor_places[starts], -scores[starts]))]
    columns = [*order.tolist(), *others[np.argsort(solved.mentor_places[others])].tolist()]
    return _by_place(solved, row, columns, int(scores[columns[0]]), rules, language)


def _solved_again(
    solved: Solved, row: int, hard: Bools, broken: Mapping[str, Bools], count: Ints, language: str
) -> Relaxation:
    """As ``relaxation``, with minimums, quotas or several mentors for one; of more places, only those that serve."""
    hard[solved.columns_of(row)] = True
    possible, points = solved.exchanges.beside(row)
    within = np.flatnonzero(possible & ~hard & (solved.problem.capacity > 0))
    if within.size:
        column = int(within[np.lexsort((solved.mentor_places[within], -points[within], count[within]))[0]])
        return _by_rules(
            solved, row, column, int(points[column]), [name for name in broken if broken[name][column]], language
        )
    kinds = dict[tuple[int, tuple[str, ...]], list[int]]()
    for column in np.flatnonzero(~hard).tolist():
        rules = tuple(name for name in broken if broken[name][column])
        kinds.setdefault((len(rules), rules), []).append(column)
    for (_, rules), columns in sorted(kinds.items()):
        found = solved.exchanges.more_room_for(row, np.array(columns))
        starts, others = (
            np.array(part, np.int64) for part in (np.intersect1d(found, columns), np.setdiff1d(found, columns))
        )
        order = starts[np.lexsort((solved.mentor_places[starts], -solved.problem.scores[row, starts]))]
        places = [*order.tolist(), *others[np.argsort(solved.mentor_places[others])].tolist()]
        if places:
            gain = resolving.gain_of_place(solved, row, places[0], np.array(columns))
            return _by_place(solved, row, places, gain, rules, language)
    mentee = solved.mentee(row)
    return Relaxation(mentee, (), None, (), 0, 0.0, say("relaxation.nothing", language, mentee=mentee))


def _in_the_way(solved: Solved, row: int) -> tuple[Bools, dict[str, Bools]]:
    """(m: whether something that is never set aside forbids the mentor; by rule that may be, m: whether it does)."""
    encoded = solved.encoded
    hard, broken = np.zeros(len(encoded.mentors), dtype=np.bool_), dict[str, Bools]()
    for rule, judgement in zip(encoded.rules, encoded.judgements, strict=True):
        no = judgement.block(slice(row, row + 1))[0] == NO
        if may_be_set_aside(encoded, row, rule):
            broken[rule.name] = no
        elif rule.name != PLACES:
            hard |= no
    for (other, column), (key, _) in solved.barred.items():
        if other == row and key in ("barred.ban", "barred.running"):
            hard[column] = True
    if solved.lowest_score is not None:
        broken["minimum_score"] = solved.problem.scores[row] < solved.lowest_score
    return hard, broken


def _by_rules(solved: Solved, row: int, column: int, gain: int, rules: Sequence[str], language: str) -> Relaxation:
    mentee, mentor, points = solved.mentee(row), str(solved.mentor(column)), gain / 100
    key = "rules" if rules else "none"
    sentence = say(
        f"relaxation.{key}", language, mentee=mentee, mentor=mentor,
        rules=rules_in_words(solved, rules, language), change=change_in_words(gain, language),
    )  # fmt: skip
    return Relaxation(mentee, tuple(rules), mentor, (), 1, points, sentence)


def _by_place(
    solved: Solved, row: int, columns: Sequence[int], gain: int, rules: Sequence[str], language: str
) -> Relaxation:
    """``gain``: hundredths that one more place with the first of them gives."""
    mentee, mentors = solved.mentee(row), [str(solved.mentor(column)) for column in columns]
    named = mentors[:NAMED_AT_MOST]
    if len(mentors) > len(named):
        named.append(say("relaxation.others", language, count=len(mentors) - len(named)))
    where = say(f"relaxation.at{'_one_of' if len(mentors) > 1 else ''}", language, mentors=listing(named, language))
    values: dict[str, object] = {"where": where, "rules": rules_in_words(solved, rules, language)}
    key = "place_and_rules" if rules else "place"
    sentence = say(f"relaxation.{key}", language, **values)
    return Relaxation(mentee, tuple(rules), None, tuple(mentors), 1, gain / 100, sentence)


def rules_in_words(solved: Solved, names: Sequence[str], language: str) -> str:
    """What users call these rules."""
    labels = {rule.name: rule.label(language) for rule in solved.encoded.rules}
    labels["minimum_score"] = say("barred.minimum_score_label", language)
    return listing([labels[name] for name in names], language)


def change_in_words(hundredths: int, language: str) -> str:
    """'4.1 points more in all'."""
    key = "more" if hundredths > 0 else "fewer" if hundredths < 0 else "same"
    return say(f"relaxation.{key}", language, points=number(abs(hundredths) / 100, language))


def scarcity(solved: Solved) -> tuple[Ints, Ints]:
    """(m people, m hundredths): what one more place at each mentor would give, the smallest optimal prices.

    A mentor whose places are all taken by running cases is not part of the problem: one more place there is worth what
    a further mentor is, who gains the most that anybody would gain by moving (Shapley and Shubik 1971).
    """
    if not solved.problem.plain:
        return resolving.place_gains(solved, allowed_but_for(solved, PLACES))
    prices, problem = solved.paths.prices.copy(), solved.problem
    full = np.flatnonzero(problem.capacity == 0)
    if full.size:
        allowed = allowed_but_for(solved, PLACES)[:, full]
        prices[full] = further_gains(solved, problem.scores[:, full], allowed).max(axis=0, initial=0)
    people, points = split(prices, solved.paths.unit)
    return np.minimum(people, 1), points


def further_gains(solved: Solved, scores: Ints, allowed: Bools, rows: slice = slice(None)) -> Ints:
    """(rows, k) combined weight: what each would gain by a place of its own with each of k further mentors."""
    problem, paths = solved.problem, solved.paths
    over = paths.unit * problem.ranks - paths.values - (problem.unmatched_score or 0)
    free = np.ones(len(over), dtype=np.bool_)
    free[list(solved.locked)] = False
    gains: Ints = np.where(allowed & free[rows, None], scores + over[rows, None], 0)
    return gains


def allowed_but_for(solved: Solved, name: str) -> Bools:
    """n x m: the pairs that would be allowed without one rule; bans and a lowest score stay."""
    encoded = solved.encoded
    allowed = np.ones(solved.problem.shape, dtype=np.bool_)
    for rule, judgement in zip(encoded.rules, encoded.judgements, strict=True):
        if rule.name != name:
            allowed &= judgement.block(slice(None)) != NO
    for pair, (key, _) in solved.barred.items():
        if key != "barred.full":
            allowed[pair] = False
    return allowed
