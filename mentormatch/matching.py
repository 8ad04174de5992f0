"""The main job: two lists of people in, the best and explained match out. Encode people, solve, decode."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from mentormatch.assignment import solve
from mentormatch.compatibility import CompatibilityModel
from mentormatch.conditions import Quota, Waiver
from mentormatch.conflicts import check_minimums
from mentormatch.errors import AssignmentError, MatchingError, check_language, told_in_its_language
from mentormatch.explanation import Solved
from mentormatch.framing import Conditions, problem_of
from mentormatch.intake import PairSource, check_people, check_seed, day_of, hundredths, pairs_of, queue, seed_of
from mentormatch.notes import running_cases
from mentormatch.outcome import Matching
from mentormatch.profiles import Mentee, Mentor
from mentormatch.proposal import Proposal, shortlist

__all__ = ["Matching", "Proposal", "Quota", "Waiver", "match", "shortlist"]


@told_in_its_language
def match(
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    model: CompatibilityModel | None = None,
    *,
    current: PairSource = None,
    locks: PairSource = (),
    bans: PairSource = (),
    quotas: Iterable[Quota] = (),
    waivers: Iterable[Waiver] = (),
    objective: Literal["participation", "score"] = "participation",
    minimum_score: float | None = None,
    engine: str = "auto",
    seed: int | str | None = None,
    on: date | str | None = None,
    language: str = "en",
) -> Matching:
    """The best proposal of mentors for each mentee.

    First, mentors get the minimum of cases that they ask for. Then as many people as possible get a mentor, those first
    for whom it is urgent or who have waited, and everybody a first before anybody a second; among these solutions the
    one with most points; among those, a recorded lottery. With ``objective="score"`` points alone decide.

    ``current`` are running cases: they use their places and are not proposed again. ``locks`` must be kept, ``bans``
    must not come; all three are (mentee id, mentor id) pairs or a frame with these columns. ``quotas`` are kept too;
    ``waivers`` allow pairs against a rule. A pair with fewer points than ``minimum_score`` is forbidden. ``on`` is the
    day everything is judged at, ``seed`` that of the lottery; without one it follows from the ids, the model and the
    day. ``engine`` is ``"hungarian"``, ``"flow"`` or ``"auto"``: they give the same pairs.

    Raises ``MatchingError`` for people, pairs or options that contradict each other.

    >>> matching = match([Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali C1")])
    >>> matching.pairs[["mentee_id", "mentor_id"]].values.tolist(), matching.gap
    ([['B1', 'M1']], 0.0)
    """
    mentees, mentors, day = list(mentees), list(mentors), day_of(on)
    check_language(language)
    check_people(mentees, mentors)
    check_seed(seed)
    conditions = Conditions.of(
        locks=locks, bans=bans, minimum_score=minimum_score, quotas=quotas, waivers=waivers, objective=objective
    )
    current_pairs = pairs_of(current, "current")
    fitted = (model or CompatibilityModel.default()).fit_if_needed(mentees, mentors, day)
    running = running_cases(fitted, mentees, mentors, current_pairs, day, conditions.waivers)
    waiting = [mentee for mentee in mentees if mentee.id not in running.served]
    encoded = fitted.encode(waiting, mentors, on=day, running=running.per_mentor, language=language)
    order = queue(waiting, day, fitted.waiting_months, running.per_mentee)
    framed = problem_of(encoded, order.priority, conditions, running.pairs)
    chosen = seed_of(fitted, mentees, mentors, day) if seed is None else seed
    try:
        assignment = solve(framed.problem, chosen, engine)
    except AssignmentError as error:
        raise MatchingError(error.problems) from None
    check_minimums(framed, assignment)
    lowest = None if minimum_score is None else hundredths(minimum_score)
    solved = Solved(framed.encoded, framed.problem, assignment, framed.barred, lowest, framed.quotas, framed.waivers)
    return Matching(solved, fitted, day, language, conditions, running, order.assumed)
