"""People under a model, encoded once: points, what is known, and what the rules say, by block and by pair."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentormatch.compatibility.capacity import Capacity
from mentormatch.compatibility.comparison import BLOCK, FULL, NO, UNKNOWN, BoolArray, Comparison, IntArray
from mentormatch.compatibility.factor import Factor, Rule
from mentormatch.compatibility.people import Facts, People
from mentormatch.compatibility.weights import TOTAL, apportioned
from mentormatch.sentences import say

EVERYBODY = slice(None)

Barred = Mapping[tuple[int, int], tuple[str, Mapping[str, object]]]
"""Pairs that something else than a rule forbids (a ban, a minimum score): the key of a sentence, and its values."""


@dataclass(frozen=True)
class Encoded:
    """Mentees and mentors as comparisons; every number is an exact integer.

    ``weights`` is (mentees, factors) in hundredths of a point, rows summing to 10,000; ``full_weights`` is the same
    for the case with nothing left out, which ``known`` is measured against. ``read`` are the fields of the mentors that
    each comparison and then each judgement looked at, "*" where it was the profile itself.
    """

    factors: tuple[Factor, ...]
    rules: tuple[Rule, ...]
    mentees: People
    mentors: People
    capacity: Capacity
    comparisons: tuple[Comparison, ...]
    judgements: tuple[Comparison, ...]
    neutral: tuple[int, ...]
    weights: IntArray
    full_weights: IntArray
    nothing_recorded: BoolArray
    unchecked: tuple[str, ...]
    read: tuple[frozenset[str], ...] = ()

    def points(self, rows: slice = EVERYBODY) -> IntArray:
        """(rows, mentors): scores in hundredths of a point."""
        start, stop, _ = rows.indices(len(self.mentees))
        total = np.zeros((max(stop - start, 0), len(self.mentors)), dtype=np.int64)
        for block in blocks(start, stop):
            for place in range(len(self.comparisons)):
                weight = self.weights[block, place]
                if weight.any():
                    total[block.start - start : block.stop - start] += points(
                        weight[:, None], self.similarity(place, block)
                    )
        return total

    def similarity(self, place: int, rows: slice = EVERYBODY) -> IntArray:
        """(rows, mentors): thousandths of one factor, the neutral value where not both have recorded it."""
        answers = self.comparisons[place].block(rows)
        similarity = np.where(answers == UNKNOWN, self.neutral[place], answers)
        similarity[~self.comparisons[place].recorded[rows]] = self.neutral[place]
        return similarity

    def known(self, rows: slice = EVERYBODY) -> IntArray:
        """(rows, mentors): the share of the case's full weight recorded on both sides, in ten-thousandths."""
        total = np.zeros((len(range(*rows.indices(len(self.mentees)))), len(self.mentors)), dtype=np.int64)
        for place, comparison in enumerate(self.comparisons):
            weight = np.where(comparison.recorded[rows], self.full_weights[rows, place], 0)
            if weight.any():
                total += weight[:, None] * (comparison.block(rows) != UNKNOWN)
        return total

    def known_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """(k,): ``known`` of the pairs (rows[i], columns[i])."""
        known: IntArray = (self.full_weights[rows] * self.rows_of(rows, columns).both).sum(axis=1)
        return known

    def allowed(self, rows: slice = EVERYBODY) -> BoolArray:
        """(rows, mentors): whether every rule lets the pair pass."""
        start, stop, _ = rows.indices(len(self.mentees))
        free = np.ones((max(stop - start, 0), len(self.mentors)), dtype=np.bool_)
        for block in blocks(start, stop):
            for judgement in self.judgements:
                free[block.start - start : block.stop - start] &= judgement.block(block) != NO
        return free

    def rows_of(self, rows: IntArray, columns: IntArray) -> "FactorRows":
        """What every factor says of the pairs (rows[i], columns[i])."""
        answers = np.array([c.pairs(rows, columns) for c in self.comparisons], dtype=np.int64).T
        recorded = np.array([c.recorded[rows] for c in self.comparisons], dtype=np.bool_).T
        both = recorded & (answers != UNKNOWN)
        similarity = np.where(both, answers, np.array(self.neutral, dtype=np.int64))
        weights = self.weights[rows]
        return FactorRows(similarity, weights, points(weights, similarity), recorded, both)

    def broken(self, row: int, column: int) -> list[Rule]:
        """The rules that forbid a pair."""
        return list(self._answering(row, column, NO))

    def names_of_broken(self, row: int, column: int, language: str) -> list[str]:
        """What the rules that forbid a pair are called.

        With a protected address, those that could say something of where the person lives have one name in common.
        """
        mentee, _ = self.facts(row, column)
        names = [
            say("rule.practical", language)
            if mentee.mentee.protected_address and rule.tells_where(mentee)
            else rule.label(language)
            for rule in self.broken(row, column)
        ]
        return list(dict.fromkeys(names))

    def flagged(self, row: int, column: int) -> list[Rule]:
        """The rules that let a pair pass only because something is not recorded."""
        return list(self._answering(row, column, UNKNOWN))

    def _answering(self, row: int, column: int, answer: int) -> Iterator[Rule]:
        at = np.array([row]), np.array([column])
        for rule, judgement in zip(self.rules, self.judgements, strict=True):
            if judgement.pairs(*at)[0] == answer:
                yield rule

    def facts(self, row: int, column: int) -> tuple[Facts, Facts]:
        """The two people of a pair."""
        return Facts(self.mentees, row), Facts(self.mentors, column)

    @cached_property
    def unusable_facts(self) -> int:
        """Recorded special-category facts that no basis lets be used, of both sides."""
        return self.mentees.unusable_facts + self.mentors.unusable_facts


@dataclass(frozen=True)
class FactorRows:
    """Per pair and factor: similarity in thousandths (the neutral value where not both have recorded it), weight and
    points in hundredths, whether the mentee has recorded it, and whether both have."""

    similarity: IntArray
    weights: IntArray
    points: IntArray
    recorded: BoolArray
    both: BoolArray


def blocks(start: int, stop: int) -> Iterator[slice]:
    """The rows from start to stop, some at a time."""
    return (slice(at, min(at + BLOCK, stop)) for at in range(start, stop, BLOCK))


def points(weights: IntArray, similarity: IntArray) -> IntArray:
    """Hundredths of a point for weights in hundredths and similarities in thousandths, halves up."""
    return (weights * similarity + FULL // 2) // FULL


def case_weights(
    factors: Sequence[Factor], recorded: BoolArray, priorities: Sequence[Mapping[str, str]]
) -> tuple[IntArray, IntArray, BoolArray]:
    """(weights, full weights, nothing recorded) of every mentee; ``recorded`` is (mentees, factors).

    Equal cases are apportioned once. Where a person has recorded nothing, all factors that need no asking count.
    """
    names = [factor.name for factor in factors]
    asked_only = [factor.only_when_asked for factor in factors]
    weights = np.zeros((len(priorities), len(factors)), dtype=np.int64)
    full, nothing = np.zeros_like(weights), np.zeros(len(priorities), dtype=np.bool_)
    done: dict[tuple[bytes, tuple[str, ...]], int] = {}
    for row, priority in enumerate(priorities):
        case = (recorded[row].tobytes(), tuple(priority.get(name, "normal") for name in names))
        first = done.setdefault(case, row)
        if first != row:
            weights[row], full[row], nothing[row] = weights[first], full[first], nothing[first]
            continue
        in_play = [bool(has) for has in recorded[row]]
        whole_case = [has or not only for has, only in zip(in_play, asked_only, strict=True)]
        if not any(factor.weight and counts for factor, counts in zip(factors, whole_case, strict=True)):
            whole_case = [True] * len(factors)  # a model of nothing but what people ask for, and nobody asked
        full[row] = _apportioned(factors, whole_case, case[1])
        weights[row] = _apportioned(factors, in_play, case[1])
        nothing[row] = not weights[row].any()
        if nothing[row]:
            weights[row] = full[row]
    return weights, full, nothing


def _apportioned(factors: Sequence[Factor], in_play: Sequence[bool], priorities: Sequence[str]) -> list[int]:
    places = [place for place, playing in enumerate(in_play) if playing]
    parts = apportioned([factors[place].weight for place in places], [priorities[place] for place in places], TOTAL)
    shares = dict(zip(places, parts, strict=True))
    return [shares.get(place, 0) for place in range(len(in_play))]
