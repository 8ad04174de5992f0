"""What ``match`` returns: who could be whose mentor, why, what it costs, and the proof that nothing is better."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from mentormatch import cards, costs, explanation, lacking, recruitment, relaxation, reserves, robustness
from mentormatch.assignment import Assignment, Problem, verify
from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.people import Facts
from mentormatch.errors import MatchingError, VerificationError, check_language
from mentormatch.explanation import Solved, WhyNot
from mentormatch.frames import frame
from mentormatch.framing import Conditions, problem_of
from mentormatch.intake import HUNDREDTHS, queue
from mentormatch.notes import Running, notes_on
from mentormatch.relaxation import Relaxation
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

PAIR_COLUMNS = ("mentee_id", "mentor_id", "score", "known", "choice")
UNMATCHED_COLUMNS = ("mentee_id", "reason", "relaxation")
MENTOR_COLUMNS = ("mentor_id", "capacity", "assigned", "scarcity", "people")
RUNNING_COLUMNS = ("mentee_id", "mentor_id", "note")
NOTE_COLUMNS = ("mentee_id", "mentor_id", "note")
ALTERNATIVE_COLUMNS = ("mentor_id", "score", "people", "points", "moves")
DIFF_COLUMNS = ("mentee_id", "from_mentor", "to_mentor", "points")
SHORTFALL_COLUMNS = ("mentor_id", "minimum", "cases", "missing", "reason")
WAIVER_COLUMNS = ("mentee_id", "mentor_id", "rules", "allowed_by", "reason", "date")


@dataclass(frozen=True, repr=False, eq=False)
class Matching:
    """A proposal: who could be whose mentor, why, and the proof that no assignment is better.

    A program proposes; a named person decides. Every frame is a fresh copy and holds ids only.
    """

    _solved: Solved
    model: CompatibilityModel
    on: date
    language: str
    _conditions: Conditions = field(default_factory=Conditions)
    _running: Running = field(default_factory=Running)
    _waiting_assumed: Sequence[str] = ()

    @property
    def assignment(self) -> Assignment:
        """The assignment in exact integers (hundredths of a point), with prices and proof."""
        return self._solved.assignment

    @property
    def pairs(self) -> "DataFrame":
        """One row a proposal; ``choice`` is 1 + the number of allowed mentors with a higher score for this mentee."""
        from pandas import DataFrame

        solved, found = self._solved, self.assignment
        rows, columns = found.rows, found.columns
        scores = solved.problem.scores[rows, columns]
        better = (solved.problem.scores[rows] > scores[:, None]) & solved.problem.allowed[rows]
        cells = (
            [solved.mentee(row) for row in rows],
            [solved.mentor(column) for column in columns],
            scores / HUNDREDTHS,
            solved.encoded.known_of(rows, columns) / 10_000,
            1 + better.sum(axis=1),
        )
        return DataFrame(dict(zip(PAIR_COLUMNS, cells, strict=True))).astype({"mentee_id": str, "mentor_id": str})

    @property
    def unmatched(self) -> "DataFrame":
        """One row for each mentee without a proposal: the reason, and what would have to give way (``relaxation``).

        Who needs several mentors is here too while one is missing; then the reason begins with how many there are.
        """
        solved, language = self._solved, self.language
        rows = [
            (solved.mentee(row), lacking.unmatched_reason(solved, row, language),
             relaxation.relaxation(solved, row, language).sentence)
            for row in np.flatnonzero(solved.missing > 0).tolist()
        ]  # fmt: skip
        return frame(rows, UNMATCHED_COLUMNS)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the mentees who were to have a mentor, or one more."""
        return self._solved.encoded.mentees.ids

    @property
    def running(self) -> "DataFrame":
        """One row for each running case, with what should be looked at; they are kept as they are."""
        return frame(self._running.rows(self.language), RUNNING_COLUMNS)

    @property
    def mentors(self) -> "DataFrame":
        """One row a mentor: places in all, how many running cases and proposals take, and what one more would give.

        ``scarcity`` is the gain of one more place in points, ``people`` how many more would have a mentor (0 where
        points alone decide): the smallest optimal prices.
        """
        from pandas import DataFrame

        room = self._solved.encoded.capacity
        proposed = np.bincount(self.assignment.columns, minlength=len(room.places))
        ids, assigned = self._solved.encoded.mentors.ids, np.array(room.running, dtype=np.int64) + proposed
        people, points = relaxation.scarcity(self._solved)
        cells = (list(ids), list(room.places), assigned, points / HUNDREDTHS, people)
        frame = DataFrame(dict(zip(MENTOR_COLUMNS, cells, strict=True)))
        return frame.astype({"mentor_id": str, "capacity": int, "assigned": int, "scarcity": float, "people": int})

    @property
    def notes(self) -> "DataFrame":
        """What somebody should ask or look at, with the pair or person it is about."""
        found = notes_on(self._solved, self._running, self._waiting_assumed, self.language)
        return frame(found, NOTE_COLUMNS)

    @property
    def waivers(self) -> "DataFrame":
        """One row for each waiver about people of this call: the pair, the rules set aside, by whom, why and when."""
        rows = [
            (one.mentee_id, one.mentor_id, ", ".join(one.rules or ()), one.allowed_by, one.reason, one.date)
            for one in self._solved.waivers
        ]
        return frame(rows, WAIVER_COLUMNS, date=object)

    @property
    def shortfall(self) -> "DataFrame":
        """One row for each mentor with fewer cases than the minimum: how many are missing, and why."""
        found = lacking.shortfall(self._solved, self.language)
        return frame(found, SHORTFALL_COLUMNS, minimum=int, cases=int, missing=int)

    @property
    def notice(self) -> str:
        """The first line of every result: what was not checked."""
        return explanation.notice(self._solved.encoded, self.language)

    @property
    def rules_applied(self) -> tuple[str, ...]:
        """Names of the rules that were applied; the others are turned off, or a column they need is absent."""
        return tuple(rule.name for rule in self._solved.encoded.rules)

    @property
    def total(self) -> float:
        """Points of all proposals."""
        return float(self.assignment.total)

    @property
    def bound(self) -> float:
        """No assignment with these people has more points."""
        return float(self.assignment.bound)

    @property
    def gap(self) -> float:
        """Bound - total: 0 is the proof that nothing is better."""
        return float(self.assignment.gap)

    @property
    def people(self) -> int:
        """How many mentees have a proposal."""
        return self.assignment.people

    @property
    def people_gap(self) -> int:
        """The gap of the tier before points, which counts people by class: 0 is the proof."""
        return self.assignment.participation.gap

    @property
    def seed(self) -> int | str:
        """The seed of the lottery."""
        return self.assignment.seed

    @property
    def engine(self) -> str:
        """The engine that solved it."""
        return self.assignment.engine

    @property
    def engine_reason(self) -> str:
        """Why this engine, as a sentence."""
        return self.assignment.engine_text(self.language)

    def verify(self) -> None:
        """Recompute scores, rules and proof without the solver; ``VerificationError`` when anything does not hold."""
        solved, old = self._solved, self._solved.encoded
        mentees = [Facts(old.mentees, row).mentee for row in range(len(old.mentees))]
        mentors = [Facts(old.mentors, column).mentor for column in range(len(old.mentors))]
        again = self.model.encode(mentees, mentors, on=self.on, running=self._running.per_mentor, language=None)
        served = queue(mentees, self.on, self.model.waiting_months, self._running.per_mentee).priority
        problem = problem_of(again, served, self._conditions, self._running.pairs).problem
        same = all(
            np.array_equal(getattr(solved.problem, name), getattr(problem, name))
            for name in ("scores", "allowed", "capacity", "priority", "minimum", "demand", "locks")
        )
        same = same and _limits(problem) == _limits(solved.problem)
        if not same:
            raise VerificationError.of("verify_scores")
        verify(solved.problem, self.assignment)

    def explain(self, mentee_id: str, mentor_id: str | None = None, language: str | None = None) -> "DataFrame":
        """One row a factor: values, similarity (0 to 1), weight, points and the reason; points add up to the score.

        Without ``mentor_id``: the proposed mentors; for an unmatched mentee all allowed ones.
        """
        row = self._row(mentee_id)
        if mentor_id is not None:
            columns = [self._column(mentor_id)]
        elif not (columns := self._solved.columns_of(row)):
            columns = np.flatnonzero(self._solved.problem.allowed[row]).tolist()
        pairs = [(row, column) for column in columns]
        return explanation.explained(self._solved.encoded, pairs, self._language(language))

    def explanations(self, language: str | None = None) -> "DataFrame":
        """``explain`` of every proposal, with a first column ``mentee_id``."""
        pairs = list(zip(self.assignment.rows.tolist(), self.assignment.columns.tolist(), strict=True))
        return explanation.explained(self._solved.encoded, pairs, self._language(language), with_mentee=True)

    def why_not(self, mentee_id: str, mentor_id: str, language: str | None = None) -> WhyNot:
        """Why this mentee was not given this mentor, and what it would cost; exact, by solving again.

        >>> from mentormatch import Mentee, Mentor, match
        >>> mentors = [Mentor(id="M1", languages="somali"), Mentor(id="M2", languages="norsk")]
        >>> print(match([Mentee(id="B1", languages="somali")], mentors).why_not("B1", "M2"))
        M2 cannot be proposed to B1. They share no language well enough to talk without an interpreter. If you judge
        that this can be set aside, correct the profile or the model and match again.
        """
        row, column = self._row(mentee_id), self._column(mentor_id)
        return explanation.why_not(self._solved, row, column, self._language(language))

    def alternatives(self, mentee_id: str, n: int = 5, language: str | None = None) -> "DataFrame":
        """Other allowed mentors and what each would cost all: by people lost, then points lost, then score."""
        row, chosen, solved = self._row(mentee_id), self._language(language), self._solved
        cells = [
            (
                solved.mentor(option.column),
                option.score / HUNDREDTHS,
                option.people,
                option.points / HUNDREDTHS,
                explanation.moves_text(explanation.moves(solved, row, option.after), chosen),
            )
            for option in explanation.alternatives(solved, row, n)
        ]
        return frame(cells, ALTERNATIVE_COLUMNS, people=int, score=float, points=float)

    def about_equal(self, mentee_id: str) -> list[str]:
        """Other allowed mentors whose score is within 3 points of the proposed one's."""
        return explanation.about_equal(self._solved, self._row(mentee_id))

    def relaxation(self, mentee_id: str, language: str | None = None) -> Relaxation:
        """What would give somebody without a proposal a mentor and take nobody's: the fewest rules, or one more place.

        >>> from mentormatch import Mentee, Mentor, match
        >>> mentors = [Mentor(id="M1", languages="somali")]
        >>> print(match([Mentee(id="B1", languages="arabisk")], mentors).relaxation("B1"))
        B1 could have M1 if this were set aside: shared language. Nobody else would lose their mentor, and there would
        be as many points in all.
        """
        return relaxation.relaxation(self._solved, self._row(mentee_id), self._language(language))

    def recruitment(self, n: int = 5, language: str | None = None) -> "DataFrame":
        """Which further mentor with one place would help most: people and points gained, confirmed by solving.

        All combinations of language, gender, county and competence among the people are weighed; a cell is None where
        it makes no difference. Each row is the best for somebody else.
        """
        asked = self._conditions.quotas
        found = recruitment.recruitment(self._solved, self.model, self.on, n, self._language(language), asked)
        return frame(found, recruitment.RECRUITMENT_COLUMNS, people=int, points=float)

    def robustness(self, draws: int = 100, spread: float = 0.2, seed: int | str | None = None) -> "DataFrame":
        """In what share of ``draws`` of other weights each pair stands; what was drawn is in ``.attrs``.

        Every weight is multiplied by a number from 1 - ``spread`` to 1 + ``spread``; see ``robustness.shares``.
        """
        cells, drawn = robustness.shares(self._solved, draws, spread, seed)
        found = frame(cells, robustness.ROBUSTNESS_COLUMNS, share=float)
        found.attrs.update(draws=draws, spread=spread, seed=drawn)
        return found

    def reserves(self, language: str | None = None) -> "DataFrame":
        """A second mentor for each proposal if the first meeting does not lead on: all can be held at the same time."""
        cells = reserves.reserves(self._solved, self._language(language))
        return frame(cells, reserves.RESERVE_COLUMNS, score=float, people=int, points=float)

    def costs(self, language: str | None = None) -> "DataFrame":
        """What each rule, lock, ban and lowest score costs: people and points gained by solving without it."""
        return frame(costs.costs(self._solved, self._language(language)), costs.COST_COLUMNS, people=int, points=float)

    def diff(self, other: "Matching") -> "DataFrame":
        """Who moves from this matching to the other: from whom, to whom, and the change in points.

        Proposals are compared; who has a running case in either is left out: there a person has decided.
        """
        mine, theirs = (
            dict(zip(zip(p["mentee_id"], p["mentor_id"], strict=True), p["score"], strict=True))
            for p in (self.pairs, other.pairs)
        )
        decided, pairs = self._running.served | other._running.served, {*self._running.pairs, *other._running.pairs}
        cells = []
        for mentee in dict.fromkeys(mentee for mentee, _ in [*mine, *theirs] if mentee not in decided):
            gone, come = (
                [mentor for who, mentor in one if who == mentee and (who, mentor) not in {*two, *pairs}]
                for one, two in ((mine, theirs), (theirs, mine))
            )
            for old, new in zip_longest(gone, come):
                points = theirs.get((mentee, str(new)), 0.0) - mine.get((mentee, str(old)), 0.0)
                cells.append((mentee, old, new, round(points, 2)))
        return frame(cells, DIFF_COLUMNS, points=float)

    def _row(self, mentee_id: str) -> int:
        if mentee_id in self._running.served:
            raise MatchingError.of("is_running", id=mentee_id)
        return explanation.place_of(mentee_id, self._solved.encoded.mentees.ids, "mentee")

    def _column(self, mentor_id: str) -> int:
        return explanation.place_of(mentor_id, self._solved.encoded.mentors.ids, "mentor")

    def _language(self, language: str | None) -> str:
        return self.language if language is None else check_language(language)

    def __repr__(self) -> str:
        running, unmatched = len(self._running.pairs), len(self.assignment.unmatched)
        return f"Matching({self.people} proposed, {running} running, {unmatched} unmatched, gap={self.gap:g})"

    def __str__(self) -> str:
        values = {
            "people": self.people,
            "running": len(self._running.pairs),
            "unmatched": len(self.assignment.unmatched),
        }
        total = f"{self.total:.0f}"
        told = [self.notice, say("matching.summary", self.language, total=total, **values)]
        some = int(np.count_nonzero(self._solved.missing > 0)) - len(self.assignment.unmatched)
        if some:
            told[1] += f" {say('matching.some', self.language, count=some)}"
        return "\n".join(told)

    def _repr_html_(self) -> str:
        return cards.matching_in_a_notebook(self, str(self).partition("\n")[2])


def _limits(problem: Problem) -> list[tuple[object, ...]]:
    """The quotas of a problem, to compare."""
    rows = [
        (*np.asarray(q.rows).tolist(), "/", *np.asarray(q.columns).tolist(), q.most, q.least)
        for q in problem.row_quotas
    ]
    return [*rows, *((*np.asarray(q.columns).tolist(), q.most) for q in problem.column_quotas)]
