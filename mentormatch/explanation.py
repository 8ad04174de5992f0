"""Why this mentor, why not that one, what another choice would cost: over an encoded problem and its assignment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from mentormatch.alternating import NO_WAY, reached
from mentormatch.assignment import FORBIDDEN, Optimum, forced_values, solve, solving
from mentormatch.assignment.network import Pairs
from mentormatch.assignment.problem import Ints
from mentormatch.compatibility import Encoded
from mentormatch.compatibility.factor import Rule
from mentormatch.compatibility.people import Facts
from mentormatch.errors import MatchingError, unknown_name
from mentormatch.frames import frame
from mentormatch.sentences import has, listing, number, say
from mentormatch.solved import Solved as Solved

if TYPE_CHECKING:
    from pandas import DataFrame

ABOUT_EQUAL = 300
"""Hundredths of a point within which scores say nothing about who fits better."""

EXPLANATION_COLUMNS = (
    "mentor_id", "factor", "mentee_value", "mentor_value", "similarity", "weight", "points", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One mentee whose mentor would be another: from whom, to whom (None: nobody), and the change in points."""

    mentee_id: str
    from_mentor: str | None
    to_mentor: str | None
    points: float


@dataclass(frozen=True)
class WhyNot:
    """Why a mentee was not given a certain mentor.

    ``rules`` are the reasons that forbid the pair; without any, ``people`` is how many fewer people would get a mentor
    if the pair were forced, ``points`` how many points fewer there would be, ``moves`` who else would change mentor.
    ``str()`` is the sentence.
    """

    mentee_id: str
    mentor_id: str
    rules: tuple[str, ...]
    people: int
    points: float
    moves: tuple[Move, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Option:
    """Another mentor for a mentee, and what giving that mentor would cost the others."""

    column: int
    score: int
    best: Optimum
    people: int
    points: int
    after: Pairs


def explanation_rows(
    encoded: Encoded, pairs: Sequence[tuple[int, int]], language: str
) -> list[tuple[str, dict[str, object]]]:
    """(mentee id, row of the explanation) for each pair and factor; points of a pair add up to its score."""
    rows, columns = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    table = encoded.rows_of(rows, columns)
    words = [factor.words(language) for factor in encoded.factors]
    found = []
    for k, (row, column) in enumerate(pairs):
        mentee, mentor = encoded.facts(row, column)
        for f, factor in enumerate(encoded.factors):
            weight, similarity = int(table.weights[k, f]), int(table.similarity[k, f])
            mine = yours = say("word.nothing", language)
            if table.recorded[k, f] and not weight:
                sentence = say("factor.irrelevant", language)
            elif table.both[k, f]:
                mine, yours, sentence = factor.reason(mentee, mentor, similarity, words[f])
            elif factor.name == "region" and mentee.mentee.protected_address:
                sentence = say("factor.protected", language)
            elif weight:
                key = "factor.neutral" if table.recorded[k, f] else "factor.nothing_recorded"
                sentence = say(key, language, similarity=round(similarity / 10))
            elif factor.only_when_asked or not factor.weight:
                continue  # nobody asked
            else:
                sentence = say("factor.left_out", language)
            cells = (
                mentor.person.id, factor.name, mine, yours,
                similarity / 1000 if weight else float("nan"), weight / 100, int(table.points[k, f]) / 100, sentence,
            )  # fmt: skip
            found.append((mentee.person.id, dict(zip(EXPLANATION_COLUMNS, cells, strict=True))))
    return found


def reasons_against(solved: Solved, row: int, column: int, language: str) -> tuple[str, ...]:
    """Why a pair is forbidden: the broken rules, a ban, a minimum score; empty when it is allowed."""
    encoded = solved.encoded
    facts = encoded.facts(row, column)
    reasons = [rule.reason(*facts, rule.words(language)) for rule in encoded.broken(row, column)]
    if (row, column) in solved.barred:
        key, values = solved.barred[row, column]
        texts = {
            name: number(value, language, 2) if isinstance(value, float) else value for name, value in values.items()
        }
        reasons.append(say(key, language, **texts))
    return tuple(reasons)


def flags(encoded: Encoded, row: int, column: int, language: str) -> tuple[str, ...]:
    """What to ask before this pair meets."""
    facts = encoded.facts(row, column)
    return tuple(rule.flag(*facts, rule.words(language)) for rule in encoded.flagged(row, column))


def option(solved: Solved, row: int, column: int) -> Option:
    """What forcing an allowed pair reaches."""
    problem = solved.problem
    if solved.has_paths(row):
        columns = solved.paths.forced(row, column)
        best, after = reached(problem, columns), pairs_of(columns)
        people = int(np.count_nonzero(solved.paths.columns >= 0)) - len(after.nodes)
    else:
        after = forced(solved, row, column)
        best = solving.reached(problem, after)
        people = len(np.unique(solved.assignment.rows)) - len(np.unique(after.nodes))
    return Option(column, int(problem.scores[row, column]), best, people, solved.best.points - best.points, after)


def pairs_of(columns: Ints) -> Pairs:
    """Rows and columns, from the column of each row (-1: none)."""
    rows = np.flatnonzero(columns >= 0)
    return Pairs(rows, columns[rows])


def forced(solved: Solved, row: int, column: int) -> Pairs:
    """The best assignment with this pair that moves as few others as an equally good one can do with.

    By an alternating path. A mentee whose own lock is given up is solved again: there each proposal that is kept counts
    less than the smallest part of a point.
    """
    if solved.has_paths(row):
        return pairs_of(solved.paths.forced(row, column))
    if not _gives_up_lock(solved, row):
        return solved.exchanges.forced(row, column)
    problem = solved.problem.forcing(row, column)
    step = problem.pairs_at_most + 1
    scores = problem.scores * step
    scores[solved.assignment.rows, solved.assignment.columns] += 1
    floor = None if problem.unmatched_score is None else problem.unmatched_score * step
    found = solve(replace(problem, scores=scores, unmatched_score=floor), seed=solved.assignment.seed)
    return Pairs(found.rows, found.columns)


def alternatives(solved: Solved, row: int, count: int) -> list[Option]:
    """Other allowed mentors: by people lost (the most urgent class first), then points lost, then score, then id."""
    if solved.has_paths(row):
        losses = solved.paths.losses(row)
    elif not _gives_up_lock(solved, row):
        losses = solved.exchanges.losses(row)
    else:
        values = forced_values(solved.problem, row)
        losses = np.where(values > FORBIDDEN, -values, NO_WAY)
    scores = solved.problem.scores[row]
    order = np.lexsort((solved.mentor_places, -scores, losses))
    possible = (losses[order] < NO_WAY) & ~np.isin(order, solved.columns_of(row))
    return [option(solved, row, int(column)) for column in order[possible][:count]]


def room(solved: Solved, row: int, column: int) -> bool:
    """Whether the mentor has a place that no lock of somebody else takes."""
    locked = sum(c == column and r != row for r, c in solved.problem.locks.tolist())
    return bool(solved.problem.places[column] > locked)


def moves(solved: Solved, row: int, after: Pairs) -> tuple[Move, ...]:
    """Who else has other mentors when these are the pairs, by id."""
    scores = solved.problem.scores

    def points(mentee: int, mentor: int) -> int:
        return int(scores[mentee, mentor]) if mentor >= 0 else 0

    changes = []
    for i, (gone, come) in changed(solved, after).items():
        if i != row:
            for a, b in zip_longest(gone, come, fillvalue=-1):
                move = Move(solved.mentee(i), solved.mentor(a), solved.mentor(b), (points(i, b) - points(i, a)) / 100)
                changes.append(move)
    return tuple(sorted(changes, key=lambda move: (move.mentee_id, str(move.from_mentor))))


def changed(solved: Solved, after: Pairs) -> dict[int, tuple[list[int], list[int]]]:
    """The rows that have other columns: those they lose and those they get, by id of the mentor."""
    width = solved.problem.shape[1]
    before, now = (pairs.nodes * width + pairs.columns for pairs in (solved.pairs, after))
    found = defaultdict[int, tuple[list[int], list[int]]](lambda: ([], []))
    for side, codes in enumerate((_left_out(before, now), _left_out(now, before))):
        for i, column in zip((codes // width).tolist(), (codes % width).tolist(), strict=True):
            found[i][side].append(column)
    for sides in found.values():
        for columns in sides:
            columns.sort(key=solved.mentor_places.__getitem__)
    return found


def _left_out(codes: Ints, others: Ints) -> Ints:
    """Those that are not among the others; both stand in order."""
    left: Ints = codes[np.append(others, -1)[np.searchsorted(others, codes)] != codes]
    return left


def moves_text(changes: Iterable[Move], language: str) -> str:
    """'B3: M1 → M4; B7: M4 → nobody'."""
    nobody = say("word.nobody", language)
    return "; ".join(f"{m.mentee_id}: {m.from_mentor or nobody} → {m.to_mentor or nobody}" for m in changes)


def why_not(solved: Solved, row: int, column: int, language: str) -> WhyNot:
    """The reason a mentee was not given this mentor, with what forcing the pair would cost."""
    mentee, mentor = solved.mentee(row), str(solved.mentor(column))
    names: dict[str, object] = {"mentee": mentee, "mentor": mentor}
    reasons = reasons_against(solved, row, column, language)
    do = _what_to_do_against(solved, row, column)
    if not reasons and not room(solved, row, column):
        reasons, do = (say("why.locked", language),), "do_locked"
    elif not reasons and not solved.has_paths(row) and not _can_have(solved, row, column):
        reasons, do = (say("why.no_room", language),), "do_no_room"
    if reasons:
        sentence = say("why.forbidden", language, reasons=" ".join(reasons), **names)
        return WhyNot(mentee, mentor, reasons, 0, 0.0, (), f"{sentence} {say(f'why.{do}', language)}")
    if column in solved.columns_of(row):
        sentence = f"{say('why.proposed', language, **names)} {say('why.do_proposed', language)}"
        return WhyNot(mentee, mentor, (), 0, 0.0, (), sentence)
    cost = option(solved, row, column)
    changes = moves(solved, row, cost.after)
    holders = [move.mentee_id for move in changes if move.from_mentor == mentor]
    losing = dict.fromkeys(move.mentee_id for move in changes if move.to_mentor is None)
    served = {solved.mentee(other) for other in cost.after.nodes.tolist()}
    left_out = [other for other in losing if other not in served]
    instead = changed(solved, cost.after).get(row, ([], []))[0]
    parts = [say("why.went_to", language, who=listing(holders, language), **names)] if holders else []
    values: dict[str, object] = {
        **names,
        "points": number(abs(cost.points) / 100, language),
        "people": cost.people,
        "who": listing(left_out, language),
        "fewer": listing([other for other in losing if other in served], language),
        "proposed": listing([str(solved.mentor(c)) for c in instead or solved.columns_of(row)], language),
        "moves": moves_text(changes, language),
    }
    parts += [say(f"why.{key}", language, **values) for key in _costs_told(solved, row, cost, losing, left_out)]
    if changes:
        parts.append(say("why.moves", language, **values))
    if mentor in about_equal(solved, row):
        parts.append(say("why.about_equal", language, **values))
    do = "do_own_lock" if _gives_up_lock(solved, row) else "do_judge" if left_out else "do_lock"
    parts.append(say(f"why.{do}", language, **values))
    return WhyNot(mentee, mentor, (), cost.people, cost.points / 100, changes, " ".join(parts))


def _can_have(solved: Solved, row: int, column: int) -> bool:
    """Whether locks and quotas leave room for a pair."""
    if _gives_up_lock(solved, row):
        return bool(forced_values(solved.problem, row)[column] > FORBIDDEN)
    return bool(solved.exchanges.losses(row)[column] < NO_WAY)


def may_be_set_aside(encoded: Encoded, row: int, rule: Rule) -> bool:
    """Whether a rule is relaxable for a mentee; to name one could say where somebody with a protected address lives."""
    mentee = Facts(encoded.mentees, row)
    return rule.relaxable and not (mentee.mentee.protected_address and rule.tells_where(mentee))


def _what_to_do_against(solved: Solved, row: int, column: int) -> str:
    """What a coordinator can do about a pair that is forbidden, by what is hardest to change."""
    rules = solved.encoded.broken(row, column)
    barred = solved.barred.get((row, column), ("", {}))[0]
    if any(not may_be_set_aside(solved.encoded, row, rule) and rule.name != "places" for rule in rules):
        return "do_promise"
    if barred == "barred.ban":
        return "do_ban"
    if barred == "barred.full" or any(rule.name == "places" for rule in rules):
        return "do_places"
    return "do_relax" if rules else "do_minimum"


def _gives_up_lock(solved: Solved, row: int) -> bool:
    """Whether another mentor can only come instead of one that the mentee is locked to."""
    return bool(0 < (solved.problem.locks[:, 0] == row).sum() >= solved.problem.units[row])


def _costs_told(
    solved: Solved, row: int, cost: Option, losing: Collection[str], left_out: Collection[str]
) -> Iterator[str]:
    """The sentences on what forcing a pair costs; only giving up a lock of the mentee's own can be for the better.

    ``losing``: those who lose a mentor and get no other for it; ``left_out``: those of them who then have none.
    """
    same_people = cost.best.people == solved.best.people
    locked = _gives_up_lock(solved, row)
    if locked:
        yield "own_lock"
    if cost.best >= solved.best:
        yield "no_worse" if locked else "lottery"
    elif cost.best.filled < solved.best.filled:
        yield "minimum"
        if left_out:
            yield "left_out"
    elif not losing:
        yield "points"
    elif not left_out:
        yield "fewer"
        if same_people:
            yield "costs"
    else:
        yield "people" if cost.people > 0 else "instead" if same_people else "class"
        if same_people:
            yield "costs"


def about_equal(solved: Solved, row: int) -> list[str]:
    """Other allowed mentors whose score for this mentee is about that of a proposed one, by score and id."""
    proposed = solved.columns_of(row)
    scores = solved.problem.scores[row]
    near = (np.abs(scores[:, None] - scores[proposed]) <= ABOUT_EQUAL).any(axis=1) & solved.problem.allowed[row]
    columns = [int(column) for column in np.flatnonzero(near) if column not in proposed]
    return [str(solved.mentor(c)) for c in sorted(columns, key=lambda c: (-int(scores[c]), solved.mentor(c)))]


def notice(encoded: Encoded, language: str) -> str:
    """The first line of every result: what was not checked, and how many facts no basis lets be used."""
    things = [_unchecked_text(name, language) for name in encoded.unchecked]
    things = list(dict.fromkeys(things))
    text = say("notice.unchecked", language, things=", ".join(things)) if things else say("notice.checked", language)
    if encoded.unusable_facts:
        text += " " + say("notice.no_basis", language, count=encoded.unusable_facts)
    return text


def _unchecked_text(name: str, language: str) -> str:
    """A column that nobody has ('mentor.role'), or a rule turned off ('rule.trained')."""
    side, _, path = name.partition(".")
    if side == "rule":
        label = say(f"rule.{path}.label", language) if has(f"rule.{path}.label", language) else path
        return say("notice.turned_off", language, rule=label)
    key, own = f"field.{path}", path.rpartition(".")[2]
    label = say(key, language) if has(key, language) else own
    return say("notice.column", language, field=label, side=say(f"side.{side}", language))


def explained(
    encoded: Encoded, pairs: Sequence[tuple[int, int]], language: str, *, with_mentee: bool = False
) -> "DataFrame":
    """``explanation_rows`` as a frame."""
    rows = explanation_rows(encoded, pairs, language)
    columns = ("mentee_id", *EXPLANATION_COLUMNS) if with_mentee else EXPLANATION_COLUMNS
    cells = [tuple({"mentee_id": mentee, **row}[column] for column in columns) for mentee, row in rows]
    return frame(cells, columns, similarity=float, weight=float, points=float)


def place_of(name: str, ids: Sequence[str], side: str) -> int:
    """The place of an id; an unknown one is an error with the nearest."""
    if name in ids:
        return ids.index(name)
    raise MatchingError(unknown_name(f"unknown_{side}", name, ids))
