"""Frames have constant columns and types, also when there is nobody; they are fresh copies."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from matching_calls import ON, Call
from matching_cases import calls

from mentormatch import Matching, Mentee, Mentor, check, match, shortlist

if TYPE_CHECKING:
    from pandas import DataFrame

PAIRS = {"mentee_id": "str", "mentor_id": "str", "score": "float64", "known": "float64", "choice": "int64"}
UNMATCHED = {"mentee_id": "str", "reason": "str", "relaxation": "str"}
MENTORS = {"mentor_id": "str", "capacity": "int64", "assigned": "int64", "scarcity": "float64", "people": "int64"}
NOTES = {"mentee_id": "str", "mentor_id": "str", "note": "str"}
EXPLAIN = {
    "mentor_id": "str", "factor": "str", "mentee_value": "str", "mentor_value": "str",
    "similarity": "float64", "weight": "float64", "points": "float64", "reason": "str",
}  # fmt: skip
ALTERNATIVES = {"mentor_id": "str", "score": "float64", "people": "int64", "points": "float64", "moves": "str"}
RECRUITMENT = {
    "language": "str", "gender": "str", "county": "str", "competence": "str",
    "people": "int64", "points": "float64", "sentence": "str",
}  # fmt: skip
ROBUSTNESS = {"mentee_id": "str", "mentor_id": "str", "share": "float64"}
RESERVES = {
    "mentee_id": "str", "mentor_id": "str", "reserve_mentor_id": "str",
    "score": "float64", "people": "int64", "points": "float64", "reason": "str",
}  # fmt: skip
COSTS = {"kind": "str", "name": "str", "people": "int64", "points": "float64", "sentence": "str"}
DIFF = {"mentee_id": "str", "from_mentor": "str", "to_mentor": "str", "points": "float64"}
OPTIONS = {
    "mentor_id": "str", "score": "float64", "known": "float64", "people": "int64", "points": "float64", "moves": "str",
}  # fmt: skip
COUNTED = {"allowed": "int64", "mark": "str"}

FRAMES: dict[str, tuple[Callable[[Matching], "DataFrame"], dict[str, str]]] = {
    "pairs": (lambda matching: matching.pairs, PAIRS),
    "unmatched": (lambda matching: matching.unmatched, UNMATCHED),
    "mentors": (lambda matching: matching.mentors, MENTORS),
    "running": (lambda matching: matching.running, NOTES),
    "notes": (lambda matching: matching.notes, NOTES),
    "explanations": (lambda matching: matching.explanations(), {"mentee_id": "str", **EXPLAIN}),
    "diff": (lambda matching: matching.diff(matching), DIFF),
    "recruitment": (lambda matching: matching.recruitment(), RECRUITMENT),
    "robustness": (lambda matching: matching.robustness(draws=2), ROBUSTNESS),
    "reserves": (lambda matching: matching.reserves(), RESERVES),
    "costs": (lambda matching: matching.costs(), COSTS),
}

ONE_MENTEE, ONE_MENTOR = [Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali")]
POOLS: dict[str, tuple[list[Mentee], list[Mentor]]] = {
    "nobody": ([], []),
    "no mentees": ([], ONE_MENTOR),
    "no mentors": (ONE_MENTEE, []),
    "one pair": (ONE_MENTEE, ONE_MENTOR),
    "all forbidden": (ONE_MENTEE, [Mentor(id="M1", languages="norsk"), Mentor(id="M2", languages="norsk")]),
}


def types(frame: "DataFrame") -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("name", FRAMES)
def test_columns_and_types_are_constant(pool: str, name: str) -> None:
    read, expected = FRAMES[name]
    for objective in ("participation", "score"):
        matching = match(*POOLS[pool], objective=objective, on=ON)
        frame = read(matching)
        assert list(types(frame).items()) == list(expected.items())
        assert list(frame.index) == list(range(len(frame)))


@pytest.mark.parametrize("pool", [pool for pool, (mentees, _) in POOLS.items() if mentees])
def test_frames_about_one_person_have_constant_columns_and_types(pool: str) -> None:
    mentees, mentors = POOLS[pool]
    matching = match(mentees, mentors, on=ON)
    assert types(matching.explain("B1")) == EXPLAIN
    assert types(matching.alternatives("B1")) == ALTERNATIVES
    assert types(shortlist(mentees[0], mentors, on=ON).options) == OPTIONS
    assert types(check(mentees, mentors, on=ON).mentees) == {"mentee_id": "str", **COUNTED}
    assert types(check(mentees, mentors, on=ON).mentors) == {"mentor_id": "str", **COUNTED}


@pytest.mark.parametrize("pool", POOLS)
def test_a_result_without_pairs_is_proved_and_reads_well(pool: str) -> None:
    mentees, mentors = POOLS[pool]
    matching = match(mentees, mentors, on=ON)
    people = 1 if pool == "one pair" else 0
    assert (matching.people, matching.gap, matching.people_gap) == (people, 0, 0)
    assert matching.bound == matching.total == (matching.pairs["score"].sum() if people else 0)
    assert matching.unmatched["mentee_id"].tolist() == ([] if people else [mentee.id for mentee in mentees])
    assert matching.mentors["assigned"].tolist() == [people] * len(mentors)
    assert len(str(matching).splitlines()) == 2
    matching.verify()


def test_without_mentors_the_reason_is_that_nobody_is_there() -> None:
    matching = match(ONE_MENTEE, [], on=ON)
    assert matching.unmatched["reason"].tolist() == ["There is nobody on the other side."]
    assert shortlist(ONE_MENTEE[0], [], on=ON).reason == "There is nobody on the other side."
    assert check(ONE_MENTEE, [], on=ON).mentees["mark"].tolist() == ["There is nobody on the other side."]
    assert check([], ONE_MENTOR, on=ON).mentors["mark"].tolist() == ["There is nobody on the other side."]


def test_only_running_cases_leave_nothing_to_propose() -> None:
    matching = match(ONE_MENTEE, ONE_MENTOR, current=[("B1", "M1")], on=ON)
    assert (matching.people, len(matching.unmatched), len(matching.running)) == (0, 0, 1)
    assert types(matching.pairs) == PAIRS
    matching.verify()


@given(calls(3, 3))
def test_columns_and_types_are_constant_in_any_call(call: Call) -> None:
    matching = call.match()
    for read, expected in FRAMES.values():
        assert types(read(matching)) == expected
    for mentee in call.waiting:
        assert types(matching.explain(mentee.id)) == EXPLAIN
        assert types(matching.alternatives(mentee.id)) == ALTERNATIVES


@pytest.mark.parametrize("name", [name for name in FRAMES if name not in ("running", "diff", "costs", "recruitment")])
def test_a_frame_is_a_fresh_copy(name: str) -> None:
    mentees = [*ONE_MENTEE, Mentee(id="B2", languages="norsk")]
    matching = match(mentees, ONE_MENTOR, on=ON)
    read, _ = FRAMES[name]
    first = read(matching)
    assert len(first)
    kept = first.copy(deep=True)
    first.loc[0, first.columns[0]] = "somebody else"
    first["more"] = 1
    assert not first.equals(kept)
    assert read(matching).equals(kept)
    matching.verify()
