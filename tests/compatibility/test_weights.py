"""The hundredths of a score are apportioned to the factors of a case."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ON, mentee_lists

from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.encoded import points
from mentormatch.compatibility.weights import TOTAL, apportioned, largest_remainder
from mentormatch.errors import MentorMatchWarning
from mentormatch.profiles import Mentee, Mentor

N, I, D, O = "normal", "important", "decisive", "irrelevant"  # noqa: E741  # short, so that a case is a line

TABLE: list[tuple[list[int], list[str], list[int]]] = [
    ([20, 20, 15, 10, 10, 10, 5, 5, 5], [N] * 9, [2000, 2000, 1500, 1000, 1000, 1000, 500, 500, 500]),
    ([1, 1, 1], [N, N, N], [3334, 3333, 3333]),  # a tie goes to the first
    ([1, 1, 1, 1, 1, 1], [N] * 6, [1667, 1667, 1667, 1667, 1666, 1666]),
    ([20, 20, 15], [N, N, N], [3637, 3636, 2727]),  # 3636.36, 3636.36, 2727.27
    ([3, 1], [N, N], [7500, 2500]),
    ([3, 4], [N, N], [4286, 5714]),  # 4285.71, 5714.29
    ([10, 10], [I, N], [6667, 3333]),  # important counts twice
    ([10, 10, 10], [I, O, N], [6667, 0, 3333]),
    ([10, 10, 10], [O, O, O], [3334, 3333, 3333]),  # all irrelevant: all normal
    ([20, 10], [O, O], [6667, 3333]),
    ([20, 20, 10], [D, N, I], [6000, 2000, 2000]),  # decisive: 60 of 100
    ([20, 20, 10], [D, D, N], [3000, 3000, 4000]),
    ([20, 10, 10], [D, D, N], [4000, 2000, 4000]),
    ([5, 20, 20, 15], [D, N, N, N], [6000, 1455, 1454, 1091]),  # 40 of 100 by 20, 20, 15: 1454.55, 1454.55, 1090.91
    ([20, 10], [D, D], [6667, 3333]),  # nothing else: they share everything
    ([20, 10], [D, O], [10_000, 0]),
    ([7], [O], [10_000]),
    ([0, 5], [D, N], [0, 10_000]),  # a factor without weight stays without
    ([0, 0], [N, N], [0, 0]),
    ([], [], []),
]


@pytest.mark.parametrize("weights, priorities, expected", TABLE)
def test_apportioned(weights: list[int], priorities: list[str], expected: list[int]) -> None:
    assert apportioned(weights, priorities) == expected


cases = st.lists(st.tuples(st.integers(0, 60), st.sampled_from((N, I, D, O))), min_size=1, max_size=14)


@given(cases)
def test_apportionment_is_exact_and_fair(case: list[tuple[int, str]]) -> None:
    weights, priorities = [weight for weight, _ in case], [priority for _, priority in case]
    found = apportioned(weights, priorities)
    counting = [
        (weight, share)
        for weight, priority, share in zip(weights, priorities, found, strict=True)
        if weight and priority != O
    ]
    assert sum(found) == (TOTAL if any(weights) else 0)
    assert all(share >= 0 for share in found)
    if counting:
        assert all(share == 0 for (weight, priority), share in zip(case, found, strict=True) if priority == O)
    decisive = sum(share for (_, priority), share in zip(case, found, strict=True) if priority == D)
    if any(weight for weight, priority in case if priority == D):
        alone = not any(weight for weight, priority in case if priority in (N, I))
        assert decisive == TOTAL if alone else abs(decisive - 6000) < len(case)


@given(cases)
def test_the_same_weight_and_priority_have_the_same_share_or_the_first_one_more(case: list[tuple[int, str]]) -> None:
    found = apportioned([weight for weight, _ in case], [priority for _, priority in case])
    for first in range(len(case)):
        for second in range(first + 1, len(case)):
            if case[first] == case[second]:
                assert 0 <= found[first] - found[second] <= 1


@given(st.lists(st.fractions(0, 50), min_size=1, max_size=10))
def test_largest_remainder_stays_next_to_the_exact_shares(exact: list[Fraction]) -> None:
    total = int(sum(exact))
    exact[-1] += total - sum(exact)  # whole in sum
    if exact[-1] < 0:
        return
    found = largest_remainder(exact, total)
    assert sum(found) == total
    assert all(abs(whole - share) < 1 for whole, share in zip(found, exact, strict=True))
    up = [share - int(share) for whole, share in zip(found, exact, strict=True) if whole > int(share)]
    down = [share - int(share) for whole, share in zip(found, exact, strict=True) if whole == int(share)]
    assert not up or not down or min(up) >= max(down)


@given(mentee_lists(1))
def test_every_case_has_ten_thousand_hundredths(mentees: list[Mentee]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MentorMatchWarning)
        encoded = CompatibilityModel.default().encode(mentees, [Mentor(id="M")], on=ON)
    assert (encoded.weights.sum(axis=1) == TOTAL).all()
    assert (encoded.full_weights.sum(axis=1) == TOTAL).all()
    assert (encoded.weights >= 0).all()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 999)), min_size=1, max_size=13), st.data())
def test_raising_one_similarity_never_lowers_the_score(case: list[tuple[int, int]], data: st.DataObject) -> None:
    shares = np.array(apportioned([weight for weight, _ in case], [N] * len(case)))
    before = np.array([similarity for _, similarity in case])
    after = before.copy()
    raised = data.draw(st.integers(0, len(case) - 1))
    after[raised] = data.draw(st.integers(int(before[raised]) + 1, 1000))
    assert points(shares, after).sum() >= points(shares, before).sum()


@pytest.mark.parametrize(
    "weight, similarity, expected",
    [(2000, 1000, 2000), (2000, 0, 0), (2000, 667, 1334), (1, 500, 1), (1, 499, 0), (3637, 333, 1211), (455, 550, 250)],
)
def test_points_are_whole_hundredths_halves_up(weight: int, similarity: int, expected: int) -> None:
    assert points(np.array([weight]), np.array([similarity])).tolist() == [expected]
