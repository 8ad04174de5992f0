"""What people have decided in the sheet of proposals: read and checked as a whole, before anything is changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentormatch import values, vocabulary
from mentormatch.errors import MentorMatchError, Problem, ProfileError
from mentormatch.fields import text
from mentormatch.profiles import Mentee, Mentor, Person
from mentormatch.report.layout import DECISION, PROPOSALS, Cell, Found, heading
from mentormatch.tables import Decisions
from mentormatch.tables.cells import Mark, Table
from mentormatch.tables.columns import Column
from mentormatch.tables.reading import Located, raise_all, unreadable

ACCEPTED, DECLINED, ON_HOLD = "accepted", "declined", "on_hold"
MOVES_TO = {ACCEPTED: "running", DECLINED: "bans"}
"""The sheet that a decided row moves to; one on hold stays."""


@dataclass(frozen=True)
class Answer:
    """One decided row: the pair as it stands there, what was decided, by whom, why and when."""

    row: int
    mentee_id: str
    mentor_id: str
    decision: str
    because: str | None
    decided_by: str
    date: date | None

    @property
    def pair(self) -> tuple[str, str]:
        """(mentee id, mentor id)."""
        return self.mentee_id, self.mentor_id


@dataclass(frozen=True)
class Known:
    """What decisions are checked against: ids of people, and the pairs that are already in a sheet, by its name.

    The ids are None where a sheet of people could not be read; ``needed`` is how many mentors each mentee needs.
    """

    mentees: Collection[str] | None
    mentors: Collection[str] | None
    sheets: Mapping[str, str]
    pairs: Mapping[tuple[str, str], str]
    needed: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        mentees: Sequence[Mentee] | None,
        mentors: Sequence[Mentor] | None,
        decisions: Decisions | None,
        sheets: Mapping[str, str],
    ) -> "Known":
        """``sheets`` are the names of the sheets of people and decisions; None is what could not be read."""
        frames = {} if decisions is None else {"running": decisions.current, "bans": decisions.bans}
        pairs = {
            pair: sheets[kind]
            for kind, frame in frames.items()
            for pair in zip(frame["mentee_id"], frame["mentor_id"], strict=True)
        }
        needed = {mentee.id: mentee.mentors_needed for mentee in mentees or ()}
        return cls(_ids(mentees), _ids(mentors), sheets, pairs, needed)


def _ids(people: Sequence[Person] | None) -> frozenset[str] | None:
    return None if people is None else frozenset(person.id for person in people)


def answers_in(table: Table, found: Found, known: Known, language: str) -> list[Answer]:
    """The decided rows of a table whose headings are those of the proposals.

    Raises ``TableError`` with every cell that is wrong: an unknown word, no name, a date that is none, somebody who is
    not among the people, a pair that is already decided on.
    """
    read = [Column(index, heading(column, language), (column,)) for column, index in found.places.items()]
    problems = unreadable(table, [column for column in read if column.path[0] in PROPOSALS.required])
    broken = {(row, index) for row, index, _ in problems}
    answers = list[Answer]()
    for number, cells in table.rows:
        row = {name: _at(cells, index) for name, index in found.places.items() if (number, index) not in broken}
        if not any(row.get(name) is not None for name in DECISION):
            continue
        wrong = list[Located]()
        answer = _answer(number, row, found, wrong)
        if answer is not None:
            answers.append(answer)
            wrong += _against(answer, found, known)
        problems += wrong
    problems += _twice(answers, found, known)
    raise_all([(number, index, _placed(problem, table, number, index)) for number, index, problem in problems])
    return answers


def _at(cells: Sequence[object], index: int) -> object:
    cell = cells[index] if index < len(cells) else None
    return None if isinstance(cell, Mark) else cell


def _placed(problem: Problem, table: Table, row: int, index: int) -> Problem:
    if isinstance(problem.where, Cell) or index < 0:
        return problem
    named = table.headings[index] if index < len(table.headings) else None
    shown = None if named is None or isinstance(named, Mark) else str(named)
    return Problem(problem.key, problem.values, Cell.at(table.file, table.sheet, row, index, shown))


def _answer(number: int, row: Mapping[str, object], found: Found, wrong: list[Located]) -> Answer | None:
    """The decision of one row; what is wrong with its own cells goes to ``wrong``."""
    given = dict[str, str | None]()
    for name in ("mentee_id", "mentor_id", "decision", "because", "decided_by"):
        try:
            given[name] = text(row.get(name))
        except ProfileError as error:
            wrong += [(number, found.places[name], problem) for problem in error.problems]
    decision = None
    if given.get("decision"):
        try:
            decision = vocabulary.current().code("decision", given["decision"] or "")
        except MentorMatchError as error:
            wrong += [(number, found.places["decision"], problem) for problem in error.problems]
    elif "decision" in row:
        wrong.append((number, found.places["decision"], Problem("workbook_no_decision")))
    decided_on = None
    try:
        decided_on = values.day(row.get("date"))
    except ProfileError as error:
        wrong += [(number, found.places["date"], problem) for problem in error.problems]
    if given.get("decision") and not given.get("decided_by", "?"):
        wrong.append((number, found.places["decided_by"], Problem("workbook_no_decider")))
    wrong += [
        (number, found.places[name], Problem("workbook_no_pair"))
        for name in ("mentee_id", "mentor_id")
        if given.get("decision") and given.get(name, "?") is None
    ]
    mentee, mentor, decider = given.get("mentee_id"), given.get("mentor_id"), given.get("decided_by")
    if wrong or decision is None or mentee is None or mentor is None or decider is None:
        return None
    return Answer(number, mentee, mentor, decision, given["because"], decider, decided_on)


def _against(answer: Answer, found: Found, known: Known) -> Iterator[Located]:
    """What is wrong with a decision beside the other sheets."""
    for side, ids, name in (("mentees", known.mentees, answer.mentee_id), ("mentors", known.mentors, answer.mentor_id)):
        if ids is not None and name not in ids:
            problem = Problem("workbook_stranger", {"name": name, "sheet": known.sheets[side]})
            yield answer.row, found.places[f"{side[:-1]}_id"], problem
    if answer.pair in known.pairs:
        problem = Problem("workbook_known_pair", {"sheet": known.pairs[answer.pair]})
        yield answer.row, found.places["decision"], problem


def _twice(answers: Sequence[Answer], found: Found, known: Known) -> Iterator[Located]:
    """One pair decided on twice; one person accepted or on hold with more mentors than are needed."""
    rows_of_pairs, rows_of_mentees = dict[tuple[str, str], int](), defaultdict[str, list[int]](list)
    for answer in answers:
        first, taken = rows_of_pairs.setdefault(answer.pair, answer.row), rows_of_mentees[answer.mentee_id]
        needed = known.needed.get(answer.mentee_id, 1)
        if first != answer.row:
            yield answer.row, found.places["decision"], Problem("workbook_pair_twice", {"row": first})
        elif answer.decision != DECLINED and len(taken) >= needed:
            values_ = {"mentee": answer.mentee_id, "row": taken[needed - 1]}
            yield answer.row, found.places["decision"], Problem("workbook_mentee_twice", values_)
        elif answer.decision != DECLINED:
            taken.append(answer.row)


def with_answers(decisions: Decisions, answers: Sequence[Answer], on: date) -> Decisions:
    """The decisions with those that are about to move: what matching is given."""
    import pandas as pd

    frames = {"running": decisions.current, "bans": decisions.bans}
    for kind, frame in frames.items():
        rows = [
            (one.mentee_id, one.mentor_id, one.because, one.decided_by, pd.Timestamp(one.date or on))
            for one in answers
            if MOVES_TO.get(one.decision) == kind
        ]
        if rows:
            added = pd.DataFrame(rows, columns=list(frame.columns)).astype(frame.dtypes.to_dict())
            frames[kind] = pd.concat([frame, added], ignore_index=True)
    return Decisions(frames["running"], frames["bans"])
