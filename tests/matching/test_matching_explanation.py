"""What another choice would cost is exact: against solving again by trying everything. Points add up to the score."""

from collections import defaultdict

import pytest
from hypothesis import given
from matching_calls import Call, bank
from matching_cases import calls
from matching_everything import records, rows
from matching_oracles import Choice, Oracle
from why_not_causes import AS_GOOD

from mentormatch import Matching
from mentormatch.explanation import Move


def moved(oracle: Oracle, before: Choice, row: int, column: int, moves: tuple[Move, ...]) -> Choice:
    """The choice after forcing a pair, as the moves tell it; each must say truly where somebody was."""
    after = list(before)
    after[row] = column
    for move in moves:
        mentee = oracle.row[move.mentee_id]
        old, new = (-1 if name is None else oracle.column[name] for name in (move.from_mentor, move.to_mentor))
        assert mentee != row
        assert (before[mentee], new != old) == (old, True)
        gained = (oracle.scores[mentee][new] if new >= 0 else 0) - (oracle.scores[mentee][old] if old >= 0 else 0)
        assert round(move.points * 100) == gained
        after[mentee] = new
    return tuple(after)


def kept(before: Choice, after: Choice) -> int:
    return sum(old == new >= 0 for old, new in zip(before, after, strict=True))


def left_out(before: Choice, after: Choice) -> int:
    return sum(column >= 0 for column in before) - sum(column >= 0 for column in after)


def changed(before: Choice, after: Choice) -> int:
    """How many get another mentor, their first, or none."""
    return sum(old != new for old, new in zip(before, after, strict=True))


def assert_costs(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    before = oracle.choice_of(matching)
    best = oracle.best()
    assert best is not None
    for row, mentee in enumerate(oracle.waiting):
        costs = []
        for column, mentor in enumerate(call.mentors):
            said = matching.why_not(mentee.id, mentor.id)
            assert (said.mentee_id, said.mentor_id) == (mentee.id, mentor.id)
            forced = oracle.forced(row, column)
            assert bool(said.rules) == (forced is None)
            if forced is None or before[row] == column:
                assert (said.people, said.points, said.moves) == (0, 0.0, ())
                continue
            after = moved(oracle, before, row, column, said.moves)
            possible = oracle.solutions(without_lock=row, only={row: column})
            equals = [choice for choice in possible if oracle.worth(choice) == forced]
            assert after in equals
            # As few as possible move: of all, or (where it is solved again) of those who have a mentor.
            fewest = changed(before, after) == min(changed(before, choice) for choice in equals)
            assert fewest or kept(before, after) == max(kept(before, choice) for choice in equals)
            assert said.people == left_out(before, after)
            assert round(said.points * 100) == best[1] - forced[1]
            if forced[0]:
                assert said.people == sum(best[0]) - sum(forced[0])
            score = oracle.scores[row][column]
            lost = [-n for n in forced[0]]  # empty where points alone decide
            costs.append((lost, best[1] - forced[1], -score, mentor.id, said.people, said.moves))
        costs.sort(key=lambda cost: cost[:4])
        frame = matching.alternatives(mentee.id, n=3)
        assert [
            (round(option["points"] * 100), -round(option["score"] * 100), option["mentor_id"], option["people"])
            for option in records(frame)
        ] == [cost[1:5] for cost in costs[:3]]
        for text, cost in zip(frame["moves"], costs, strict=False):
            assert [part.split(": ")[0] for part in text.split("; ") if part] == [m.mentee_id for m in cost[5]]


@given(calls(3, 4))
def test_why_not_and_alternatives_cost_what_trying_everything_says(call: Call) -> None:
    assert_costs(call)


@pytest.mark.long
@given(calls(5, 4))
def test_why_not_and_alternatives_cost_what_trying_everything_says_on_five_by_four(call: Call) -> None:
    assert_costs(call)


def test_alternatives_that_cost_the_same_come_by_their_score() -> None:
    frame = AS_GOOD.match().alternatives("B1")
    assert rows(frame) == [["M9", 91.0, 0, 10.0, "B2: M9 → M1"], ["M3", 86.0, 0, 10.0, ""]]


def sums(matching: Matching, mentee_id: str, mentor_id: str | None = None) -> dict[str, int]:
    """Per mentor the sum of the rows of the explanation, in whole hundredths."""
    found: dict[str, int] = defaultdict(int)
    for row in records(matching.explain(mentee_id, mentor_id)):
        assert round(row["points"] * 100) / 100 == row["points"]
        assert round(row["weight"] * 100) / 100 == row["weight"]
        found[row["mentor_id"]] += round(row["points"] * 100)
    return dict(found)


def assert_explained(call: Call) -> None:
    matching, oracle = call.match(), Oracle(call)
    before = oracle.choice_of(matching)
    for row, mentee in enumerate(oracle.waiting):
        scores = {mentor.id: oracle.scores[row][column] for column, mentor in enumerate(call.mentors)}
        for mentor in call.mentors:
            assert sums(matching, mentee.id, mentor.id) == {mentor.id: scores[mentor.id]}
        shown = (
            [call.mentors[before[row]].id]
            if before[row] >= 0
            else [m.id for m, allowed in zip(call.mentors, oracle.allowed[row], strict=True) if allowed]
        )
        assert sums(matching, mentee.id) == {name: scores[name] for name in shown}
    everything = matching.explanations()
    hundredths = (everything["points"] * 100).round().astype(int)
    found = hundredths.groupby([everything["mentee_id"], everything["mentor_id"]]).sum().to_dict()
    assert found == {(p["mentee_id"], p["mentor_id"]): round(p["score"] * 100) for p in records(matching.pairs)}
    weights = (everything["weight"] * 100).round().astype(int).groupby(everything["mentee_id"]).sum()
    assert set(weights) <= {10_000}


@given(calls(3, 3))
def test_the_rows_of_an_explanation_add_up_to_the_score(call: Call) -> None:
    assert_explained(call)


def test_the_rows_of_an_explanation_add_up_in_a_whole_bank() -> None:
    assert_explained(bank(12, 10, 5))
