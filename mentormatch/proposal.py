"""The weekly job: one person, and what choosing each mentor would take from those who wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from mentormatch import cards, explanation, lacking
from mentormatch.assignment import FORBIDDEN, Optimum, forced_values, optimum, solve
from mentormatch.compatibility import CompatibilityModel
from mentormatch.conditions import Quota, Waiver
from mentormatch.errors import MatchingError, check_language, told_in_its_language
from mentormatch.explanation import Move, Solved
from mentormatch.frames import frame
from mentormatch.framing import Conditions, problem_of
from mentormatch.intake import HUNDREDTHS, PairSource, check_people, day_of, pairs_of, queue, seed_of
from mentormatch.notes import running_cases, waiver_in_words
from mentormatch.profiles import Mentee, Mentor

if TYPE_CHECKING:
    from pandas import DataFrame

OPTION_COLUMNS = ("mentor_id", "score", "known", "people", "points", "moves")


@dataclass(frozen=True)
class Choice:
    """One mentor for the person, and what that takes from those who wait: people, hundredths of points, moves."""

    column: int
    people: int
    points: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, repr=False, eq=False)
class Proposal:
    """The mentors who fit one person best, for a named person to choose from. Frames are fresh copies with ids only."""

    mentee_id: str
    _solved: Solved
    _choices: tuple[Choice, ...]
    model: CompatibilityModel
    on: date
    language: str

    @property
    def options(self) -> "DataFrame":
        """One row a mentor: score and known for this person; people, points and moves: what those waiting lose."""
        solved, known = self._solved, self._solved.encoded.known(slice(0, 1))[0]
        cells = [
            (
                solved.mentor(choice.column),
                int(solved.problem.scores[0, choice.column]) / HUNDREDTHS,
                int(known[choice.column]) / 10_000,
                choice.people,
                choice.points / HUNDREDTHS,
                explanation.moves_text(choice.moves, self.language),
            )
            for choice in self._choices
        ]
        return frame(cells, OPTION_COLUMNS, score=float, known=float, people=int, points=float)

    @property
    def notice(self) -> str:
        """The first line of every result: what was not checked."""
        return explanation.notice(self._solved.encoded, self.language)

    @property
    def reason(self) -> str:
        """Why there is no option; empty when there is one."""
        return "" if self._choices else lacking.unmatched_reason(self._solved, 0, self.language)

    @property
    def rules_applied(self) -> tuple[str, ...]:
        """Names of the rules that were applied; the others are turned off, or a column they need is absent."""
        return tuple(rule.name for rule in self._solved.encoded.rules)

    @property
    def waiting(self) -> int:
        """How many others wait, whom the choice was weighed together with."""
        return len(self._solved.encoded.mentees) - 1

    def moves(self, mentor_id: str) -> tuple[Move, ...]:
        """Who of those waiting would change mentor, or have none, if this person got this option."""
        column = self._column(mentor_id)
        return next((choice.moves for choice in self._choices if choice.column == column), ())

    def flags(self, mentor_id: str) -> tuple[str, ...]:
        """What to ask before this person meets this mentor, and who allowed it against a rule."""
        pair, solved = (self.mentee_id, mentor_id), self._solved
        allowed = [one for one in solved.waivers if (one.mentee_id, one.mentor_id) == pair]
        told = explanation.flags(solved.encoded, 0, self._column(mentor_id), self.language)
        return *told, *(waiver_in_words(solved.encoded, waiver, self.language) for waiver in allowed)

    def explain(self, mentor_id: str, language: str | None = None) -> "DataFrame":
        """One row a factor, as in ``Matching.explain``."""
        pairs, chosen = [(0, self._column(mentor_id))], language or self.language
        return explanation.explained(self._solved.encoded, pairs, check_language(chosen))

    def why_not(self, mentor_id: str, language: str | None = None) -> tuple[str, ...]:
        """The reasons that forbid this mentor for this person; empty where none does."""
        column, chosen = self._column(mentor_id), check_language(language or self.language)
        return explanation.reasons_against(self._solved, 0, column, chosen)

    def _column(self, mentor_id: str) -> int:
        return explanation.place_of(mentor_id, self._solved.encoded.mentors.ids, "mentor")

    def __repr__(self) -> str:
        return f"Proposal({self.mentee_id!r}, {len(self._choices)} options)"

    def _repr_html_(self) -> str:
        return cards.proposal_in_a_notebook(self)


@told_in_its_language
def shortlist(
    mentee: Mentee,
    mentors: Sequence[Mentor],
    model: CompatibilityModel | None = None,
    *,
    waiting: Sequence[Mentee] = (),
    current: PairSource = None,
    bans: PairSource = (),
    quotas: Iterable[Quota] = (),
    waivers: Iterable[Waiver] = (),
    n: int = 3,
    on: date | str | None = None,
    language: str = "en",
) -> Proposal:
    """The ``n`` best mentors for one person, with what each would take from those ``waiting``.

    Ordered by what is best for everybody together: fewest people left out (the most urgent first), then most points in
    all, then this person's score, then a lottery. ``current`` are running cases, ``bans`` pairs that must not come,
    ``quotas`` and ``waivers`` are as in ``match``. Who needs several mentors and has one gets options for the next.

    >>> proposal = shortlist(Mentee(id="B1", languages="somali"), [Mentor(id="M1", languages="somali C1")])
    >>> proposal.options[["mentor_id", "people"]].values.tolist()
    [['M1', 0]]
    """
    day, mentors = day_of(on), list(mentors)
    check_language(language)
    if not isinstance(mentee, Mentee):
        raise MatchingError.of("not_a_mentee", count=1)
    everyone = [mentee, *(other for other in waiting if getattr(other, "id", None) != mentee.id)]
    check_people(everyone, mentors)
    fitted = (model or CompatibilityModel.default()).fit_if_needed(everyone, mentors, day)
    running = running_cases(fitted, everyone, mentors, pairs_of(current, "current"), day)
    if mentee.id in running.served:
        raise MatchingError.of("is_running", id=mentee.id)
    people = [person for person in everyone if person.id not in running.served]
    encoded = fitted.encode(people, mentors, on=day, running=running.per_mentor, language=language)
    served = queue(people, day, fitted.waiting_months, running.per_mentee).priority
    conditions = Conditions.of(bans=bans, quotas=quotas, waivers=waivers)
    framed = problem_of(encoded, served, conditions, running.pairs, one_now=0)
    others = solve(framed.problem.without(0), seed_of(fitted, people, mentors, day))
    solved = Solved(framed.encoded, framed.problem, others, framed.barred, quotas=framed.quotas, waivers=framed.waivers)
    return Proposal(mentee.id, solved, _choices(solved, n), fitted, day, language)


def _choices(solved: Solved, count: int) -> tuple[Choice, ...]:
    """The best columns for row 0; ``solved.assignment`` is that of the others alone."""
    problem, before = solved.problem, optimum(solved.problem.without(0))
    seed = str(solved.assignment.seed)

    def lot(column: int) -> bytes:
        return blake2b(f"{seed} {solved.mentor(column)}".encode(), digest_size=8).digest()

    def persons(best: Optimum) -> int:
        return sum(best.people[: len(best.people) // problem.levels])

    values, scores = forced_values(problem, 0), problem.scores[0]
    columns = np.flatnonzero(values > FORBIDDEN).tolist()
    ranked = sorted(columns, key=lambda c: (-int(values[c]), -int(scores[c]), lot(c)))[:count]
    reached = {column: optimum(problem.forcing(0, column)) for column in ranked}
    return tuple(
        Choice(
            column,
            persons(before) - (persons(reached[column]) - 1),
            before.points - (reached[column].points - int(problem.scores[0, column])),
            explanation.moves(solved, 0, explanation.forced(solved, 0, column)),
        )
        for column in ranked
    )
