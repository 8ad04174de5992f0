"""The best other mentor of everybody at once, against solving again for each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import Matching, explanation, match
from mentormatch.assignment import optimum
from mentormatch.report.alternatives import Alternative, best_alternatives
from mentormatch.synthetic import sample_people

ON = "2026-11-22"


def by_solving_again(matching: Matching) -> dict[str, Alternative]:
    """Each pair forced and the whole solved again: by people, points, score, id."""
    solved, found = matching._solved, dict[str, Alternative]()
    problem, best = solved.problem, optimum(solved.problem)
    for row in solved.assignment.rows.tolist():
        open_columns = [
            column
            for column in np.flatnonzero(problem.allowed[row]).tolist()
            if column != solved.assignment.column_of[row] and explanation.room(solved, row, column)
        ]
        reached = {column: optimum(problem.forcing(row, column)) for column in open_columns}
        ranked = sorted(
            open_columns,
            key=lambda c: (
                [-n for n in reached[c].people],
                -reached[c].points,
                -problem.scores[row, c],
                solved.mentor(c),
            ),
        )
        for column in ranked[:1]:
            other, score = reached[column], int(problem.scores[row, column])
            people = sum(best.people) - sum(other.people)
            others = people == 0 and other.people != best.people
            found[solved.mentee(row)] = Alternative(
                str(solved.mentor(column)), score, people, others, best.points - other.points
            )
    return found


@given(seed=st.integers(0, 10**6), mentors=st.integers(1, 10), mentees=st.integers(1, 14), locked=st.integers(0, 2))
def test_it_is_what_solving_again_finds(seed: int, mentors: int, mentees: int, locked: int) -> None:
    people = sample_people(mentors=mentors, mentees=mentees, seed=seed, on=ON)
    first = match(*people, on=ON)
    locks = [
        (mentee, first.alternatives(mentee, 1)["mentor_id"][0])
        for mentee in first.pairs["mentee_id"][:locked]
        if len(first.alternatives(mentee, 1))
    ]
    if len({mentor for _, mentor in locks}) < len(locks):
        locks = locks[:1]
    matching = match(*people, on=ON, locks=locks)
    found, expected = best_alternatives(matching._solved), by_solving_again(matching)
    assert found.keys() == expected.keys()
    for mentee, one in found.items():
        other = expected[mentee]
        assert (one.mentor_id, one.score, one.people, one.others) == (
            other.mentor_id,
            other.score,
            other.people,
            other.others,
        )
        if not one.people and not one.others:
            assert one.points == other.points


@pytest.mark.parametrize("objective", ["score", "participation"])
def test_it_holds_for_both_objectives(objective: str) -> None:
    people = sample_people(mentors=9, mentees=12, seed=3, on=ON)
    matching = match(*people, on=ON, objective=objective)  # type: ignore[arg-type]  # one of the two
    found = best_alternatives(matching._solved)
    assert found
    assert {mentee: one.mentor_id for mentee, one in found.items()} == {
        mentee: one.mentor_id for mentee, one in by_solving_again(matching).items()
    }


def test_who_would_be_left_out_is_told_before_points() -> None:
    people = sample_people(mentors=5, mentees=14, seed=33, on=ON)
    matching = match(*people, on=ON)
    found = best_alternatives(matching._solved)
    assert sum(one.people for one in found.values()) == 2
    assert sum(one.others for one in found.values()) == 3
    costs = {mentee: (one.people, one.others) for mentee, one in found.items()}
    assert costs == {mentee: (one.people, one.others) for mentee, one in by_solving_again(matching).items()}
