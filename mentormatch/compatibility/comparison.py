"""Comparisons: what a factor or rule says of pairs, without a Python loop over pairs.

A comparison answers in thousandths (0 to 1000), or ``UNKNOWN`` where the mentor has not recorded what is compared.
A rule uses the same scale: 0 forbids the pair, ``UNKNOWN`` lets it pass with a flag. Judging happens once per pair of
*distinct* values; pairs only look up.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)

UNKNOWN = -1
FULL = 1000
NO = 0

BLOCK = 64
"""Mentees at a time, so that what is worked out of their pairs stays in the processor's cache."""


def share(part: int, total: int) -> int:
    """``part / total`` in whole thousandths, halves up.

    >>> share(2, 3)
    667
    """
    return (2 * FULL * part + total) // (2 * total)


class Comparison(ABC):
    """Answers for blocks of pairs and for single pairs, the same exact integers."""

    recorded: BoolArray
    """(mentees,): whether this mentee has recorded what is compared; if not, the answers mean nothing."""

    @abstractmethod
    def block(self, rows: slice) -> IntArray:
        """(rows, mentors): the answers for these mentees with every mentor."""

    @abstractmethod
    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        """(k,): the answers for the pairs (rows[i], columns[i])."""

    def total(self) -> tuple[int, int]:
        """The sum of the answers of all pairs that both sides have recorded, and how many they are."""
        total = count = 0
        for start in range(0, len(self.recorded), BLOCK):
            rows = slice(start, start + BLOCK)
            answers: IntArray = self.block(rows)[self.recorded[rows]]
            known = answers != UNKNOWN
            total, count = total + int(answers.sum(where=known)), count + int(known.sum())
        return total, count


@dataclass(frozen=True)
class Table(Comparison):
    """A table over distinct values: ``table[row_codes[i], column_codes[j]]``."""

    row_codes: IntArray
    column_codes: IntArray
    table: IntArray
    recorded: BoolArray

    def block(self, rows: slice) -> IntArray:
        return self.table[self.row_codes[rows]][:, self.column_codes]

    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        return self.table[self.row_codes[rows], self.column_codes[columns]]

    def total(self) -> tuple[int, int]:
        mentees = np.bincount(self.row_codes[self.recorded], minlength=self.table.shape[0])
        mentors = np.bincount(self.column_codes, minlength=self.table.shape[1])
        known = self.table != UNKNOWN
        return int(mentees @ np.where(known, self.table, 0) @ mentors), int(mentees @ known.astype(np.int64) @ mentors)


@dataclass(frozen=True)
class Cover(Comparison):
    """The weighted share of a mentee's tags that a mentor covers: a product of tag matrices.

    ``wanted`` is (mentees, tags) with integer weights, ``offered`` (mentors, tags) with 0 and 1. Both are floats so
    that the product is quick; their sums stay far below 2**40, so that every quotient rounds as that of whole numbers.
    """

    wanted: NDArray[np.float64]
    offered: NDArray[np.float64]
    silent: BoolArray
    recorded: BoolArray

    def block(self, rows: slice) -> IntArray:
        return self._share(self.wanted[rows] @ self.offered.T, self.wanted[rows].sum(axis=1)[:, None], self.silent)

    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        wanted = self.wanted[rows]
        covered = np.einsum("ij,ij->i", wanted, self.offered[columns])
        return self._share(covered, wanted.sum(axis=1), self.silent[columns])

    @staticmethod
    def _share(covered: NDArray[np.float64], total: NDArray[np.float64], silent: BoolArray) -> IntArray:
        whole = np.maximum(total, 1)
        shares = np.floor((2 * FULL * covered + whole) / (2 * whole)).astype(np.int64)
        return np.where(silent, UNKNOWN, shares)


@dataclass(frozen=True)
class Listed(Comparison):
    """Says NO to the listed pairs and FULL to all others."""

    shape: tuple[int, int]
    rows: IntArray
    columns: IntArray

    @property
    def recorded(self) -> BoolArray:  # type: ignore[override]  # derived here, stored in the others
        """Every mentee: a list that does not name somebody says something too."""
        return np.ones(self.shape[0], dtype=np.bool_)

    def block(self, rows: slice) -> IntArray:
        start, stop, _ = rows.indices(self.shape[0])
        answer = np.full((stop - start, self.shape[1]), FULL, dtype=np.int64)
        inside = (self.rows >= start) & (self.rows < stop)
        answer[self.rows[inside] - start, self.columns[inside]] = NO
        return answer

    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        width = self.shape[1]
        return np.where(np.isin(rows * width + columns, self.rows * width + self.columns), NO, FULL).astype(np.int64)


@dataclass(frozen=True)
class AllOf(Comparison):
    """Several judgements of one rule: NO if any says so, else UNKNOWN if any says so, else FULL."""

    parts: Sequence[Comparison]
    recorded: BoolArray

    def block(self, rows: slice) -> IntArray:
        return self._together([part.block(rows) for part in self.parts])

    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        return self._together([part.pairs(rows, columns) for part in self.parts])

    @staticmethod
    def _together(answers: Sequence[IntArray]) -> IntArray:
        forbidden, unknown = answers[0] == NO, answers[0] == UNKNOWN
        for answer in answers[1:]:
            forbidden |= answer == NO
            unknown |= answer == UNKNOWN
        return np.where(forbidden, NO, np.where(unknown, UNKNOWN, FULL)).astype(np.int64)


def coded(values: Sequence[A]) -> tuple[list[A], IntArray]:
    """Distinct values in order of first appearance, and each value's place among them.

    >>> coded(["b", "a", "b"])
    (['b', 'a'], array([0, 1, 0]))
    """
    places: dict[A, int] = {}
    codes = np.fromiter((places.setdefault(value, len(places)) for value in values), np.int64, len(values))
    return list(places), codes


def by_judgement(mentees: Sequence[A], mentors: Sequence[B], judge: Callable[[A, B], int]) -> Table:
    """A table from a function of (mentee value, mentor value), called once per pair of distinct values.

    The function also sees None, and answers with thousandths, ``NO``, ``FULL`` or ``UNKNOWN``.
    """
    row_values, row_codes = coded(mentees)
    column_values, column_codes = coded(mentors)
    answers = [[judge(wanted, offered) for offered in column_values] for wanted in row_values]
    table = np.array(answers, dtype=np.int64).reshape(len(row_values), len(column_values))
    return Table(row_codes, column_codes, table, np.ones(len(mentees), dtype=np.bool_))


def by_value(mentees: Sequence[A | None], mentors: Sequence[B | None], similarity: Callable[[A, B], int]) -> Table:
    """Like ``by_judgement``, for a factor: None of the mentee is *not recorded*, None of the mentor ``UNKNOWN``.

    >>> by_value(["a", None], ["a", "b", None], lambda x, y: 1000 if x == y else 0).block(slice(None))
    array([[1000,    0,   -1],
           [  -1,   -1,   -1]])
    """
    table = by_judgement(mentees, mentors, lambda x, y: UNKNOWN if x is None or y is None else similarity(x, y))
    return replace(table, recorded=np.array([value is not None for value in mentees], dtype=np.bool_))


def covered(
    wanted: Sequence[Iterable[str] | None],
    offered: Sequence[Iterable[str] | None],
    weight: Callable[[str], int] = lambda tag: 1,
) -> Cover:
    """The weighted share of the mentee's words that the mentor covers; words are compared without regard to case.

    A further word of a mentor never lowers an answer.

    >>> covered([["Sjakk", "fotball"]], [["sjakk"], None]).block(slice(None))
    array([[500,  -1]])
    """
    wanted_tags = [frozenset(word.casefold() for word in words or ()) for words in wanted]
    places = {tag: place for place, tag in enumerate(sorted(frozenset[str]().union(*wanted_tags)))}
    left = np.zeros((len(wanted), len(places)))
    for row, tags in enumerate(wanted_tags):
        for tag in tags:
            left[row, places[tag]] = weight(tag)
    right = np.zeros((len(offered), len(places)))
    for row, words in enumerate(offered):
        for word in words or ():
            place = places.get(word.casefold())
            if place is not None:  # what nobody asks for cannot count
                right[row, place] = 1
    silent = np.array([not words for words in offered], dtype=np.bool_)
    return Cover(left, right, silent, np.array([bool(tags) for tags in wanted_tags], dtype=np.bool_))


def best_shared(mentees: Sequence[Mapping[str, int]], mentors: Sequence[Mapping[str, int]]) -> IntArray:
    """(mentees, mentors): over the keys both have, the largest of the smaller of both values; 0 if none is shared."""
    best = np.zeros((len(mentees), len(mentors)), dtype=np.int64)
    for key in sorted(frozenset[str]().union(*mentees) & frozenset[str]().union(*mentors)):
        left = np.array([values.get(key, 0) for values in mentees], dtype=np.int64)
        right = np.array([values.get(key, 0) for values in mentors], dtype=np.int64)
        np.maximum(best, np.minimum.outer(left, right), out=best)
    return best
