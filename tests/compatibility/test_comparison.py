"""A comparison answers for blocks what it answers for pairs, whatever the order of the people."""

from random import Random

import numpy as np
import pytest
from encoding import encoded
from hypothesis import given
from hypothesis import strategies as st
from strategies import mentee_lists, mentor_lists

from mentormatch.compatibility.comparison import (
    FULL,
    NO,
    UNKNOWN,
    AllOf,
    Comparison,
    IntArray,
    Listed,
    best_shared,
    by_judgement,
    covered,
    share,
)
from mentormatch.profiles import Mentee, Mentor


def by_pairs(comparison: Comparison, rows: int, columns: int) -> IntArray:
    """All answers, asked pair by pair in one call, from the last pair to the first."""
    pairs = [(row, column) for row in range(rows) for column in range(columns)][::-1]
    asked = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return comparison.pairs(asked[:, 0], asked[:, 1])[::-1].reshape(rows, columns)


@given(mentee_lists(), mentor_lists(), st.data())
def test_pairs_answer_as_blocks_do(mentees: list[Mentee], mentors: list[Mentor], data: st.DataObject) -> None:
    people = encoded(mentees, mentors)
    start = data.draw(st.integers(0, len(mentees)))
    part = slice(start, data.draw(st.integers(start, len(mentees))))
    for name, comparison, answers in [
        *((f.name, c, range(UNKNOWN, FULL + 1)) for f, c in zip(people.factors, people.comparisons, strict=True)),
        *((r.name, c, (UNKNOWN, NO, FULL)) for r, c in zip(people.rules, people.judgements, strict=True)),
    ]:
        whole = comparison.block(slice(None))
        assert whole.shape == (len(mentees), len(mentors)), name
        assert comparison.recorded.shape == (len(mentees),), name
        assert np.array_equal(whole, by_pairs(comparison, len(mentees), len(mentors))), name
        assert np.array_equal(whole[part], comparison.block(part)), name
        assert {*np.unique(whole).tolist()} <= {*answers}, name
    assert np.array_equal(people.points()[part], people.points(part))
    assert np.array_equal(people.known()[part], people.known(part))
    assert np.array_equal(people.allowed()[part], people.allowed(part))


@given(mentee_lists(1), mentor_lists(1), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(mentees: list[Mentee], mentors: list[Mentor], chance: Random) -> None:
    before = encoded(mentees, mentors)
    rows, columns = list(range(len(mentees))), list(range(len(mentors)))
    chance.shuffle(rows)
    chance.shuffle(columns)
    after = encoded([mentees[row] for row in rows], [mentors[column] for column in columns])
    assert after.neutral == before.neutral
    assert np.array_equal(after.points(), before.points()[np.ix_(rows, columns)])
    assert np.array_equal(after.known(), before.known()[np.ix_(rows, columns)])
    assert np.array_equal(after.allowed(), before.allowed()[np.ix_(rows, columns)])


@pytest.mark.parametrize(
    "part, total, expected",
    [(0, 7, 0), (7, 7, 1000), (1, 3, 333), (2, 3, 667), (1, 2, 500), (1, 2000, 1), (1, 2001, 0), (5, 8, 625)],
)
def test_share_is_in_whole_thousandths_halves_up(part: int, total: int, expected: int) -> None:
    assert share(part, total) == expected


def test_best_shared_is_the_best_of_the_lower_of_both() -> None:
    mentees = [{"so": 600, "nb": 100}, {"ar": 1000}, {}]
    mentors = [{"so": 950, "nb": 1000}, {"nb": 250}, {"ar": 800}]
    assert best_shared(mentees, mentors).tolist() == [[600, 100, 0], [0, 0, 800], [0, 0, 0]]


def test_cover_weighs_words_and_forgets_case() -> None:
    rare = {"sjakk": 3, "fotball": 1}
    comparison = covered(
        [["Sjakk", "fotball"], ["fotball"], None], [["sjakk"], ["FOTBALL", "musikk"], None, []], lambda word: rare[word]
    )
    assert comparison.block(slice(0, 2)).tolist() == [[750, 250, UNKNOWN, UNKNOWN], [0, 1000, UNKNOWN, UNKNOWN]]
    assert comparison.recorded.tolist() == [True, True, False]


def test_a_list_forbids_only_its_pairs() -> None:
    comparison = Listed((3, 3), np.array([0, 2]), np.array([2, 0]))
    expected = [[FULL, FULL, NO], [FULL, FULL, FULL], [NO, FULL, FULL]]
    assert comparison.block(slice(None)).tolist() == expected
    assert comparison.block(slice(1, 3)).tolist() == expected[1:]
    assert by_pairs(comparison, 3, 3).tolist() == expected
    assert comparison.recorded.all()


def test_of_several_judgements_the_strictest_holds() -> None:
    def table(*answers: int) -> Comparison:
        return by_judgement([None], list(enumerate(answers)), lambda _, answer: answer[1])

    together = AllOf([table(FULL, FULL, FULL, UNKNOWN), table(FULL, UNKNOWN, NO, NO)], np.array([True]))
    assert together.block(slice(None)).tolist() == [[FULL, UNKNOWN, NO, NO]]
    assert by_pairs(together, 1, 4).tolist() == [[FULL, UNKNOWN, NO, NO]]


def test_judging_happens_once_for_each_pair_of_values() -> None:
    calls = []

    def judge(mine: str, yours: str) -> int:
        calls.append((mine, yours))
        return FULL if mine == yours else NO

    block = by_judgement(["a", "b", "a", "a"], ["a", "a", "c"], judge).block(slice(None))
    assert sorted(calls) == [("a", "a"), ("a", "c"), ("b", "a"), ("b", "c")]
    assert block.tolist() == [[FULL, FULL, NO], [NO, NO, NO], [FULL, FULL, NO], [FULL, FULL, NO]]
