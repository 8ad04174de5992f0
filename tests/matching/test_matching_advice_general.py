"""What would help and what things cost with several mentors, minimums and quotas: each against solving again."""

from dataclasses import replace
from random import Random

import pytest
from matching_calls import Call
from matching_cases import drawn
from matching_everything import records
from test_matching_advice import every_further_mentor, reached

from mentormatch import Matching, MatchingError, Mentee, Mentor, Quota

SEEDS = [*range(24), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(24, 400))]


def asked(seed: int) -> tuple[Call, Matching]:
    """A small call with at least one of several mentors for one, minimums, quotas; and what is proposed."""
    rng = Random(seed)
    while True:
        call = drawn(rng, 4, 4, False)
        mentees = [
            Mentee.model_validate({**m.model_dump(exclude_unset=True), "mentors_needed": rng.choice((1, 1, 2))})
            for m in call.mentees
        ]
        mentors = [
            Mentor.model_validate(
                {
                    **m.model_dump(exclude_unset=True),
                    "gender": rng.choice(("kvinne", "mann")),
                    "municipality": rng.choice(("Oslo", "Bergen")),
                    "maximum": (most := rng.choice((1, 1, 2))),
                    "minimum": rng.choice((None, None, 1, most)),
                }
            )
            for m in call.mentors
        ]
        quotas = [
            Quota(field="gender", values="kvinne", at_least=1),
            Quota(field="gender", values="mann", at_most=rng.randint(0, 2), per="all"),
            Quota(field="county", at_most=rng.randint(1, 2), per="group"),
            Quota(mentors=["M1", "M2"], at_most=1),
            Quota(field="languages", values="somali", at_most=2, per="all"),
        ]
        call = replace(call, mentees=mentees, mentors=mentors, quotas=rng.sample(quotas, rng.choice((0, 0, 1, 1, 2))))
        if len(mentors) < 2:
            continue
        try:
            matching = call.match()
        except MatchingError:  # quotas that cross, or conditions that contradict each other
            continue
        if not matching.assignment.problem.plain:
            return call, matching


@pytest.mark.parametrize("seed", SEEDS[:12] + SEEDS[24:])
def test_recruitment_is_the_best_of_every_further_mentor(seed: int) -> None:
    call, matching = asked(seed)
    before = best = reached(matching)
    gain = 0, 0
    for mentor in every_further_mentor(call):
        try:
            larger = replace(call, mentors=[*call.mentors, mentor], model=matching.model).match()
        except MatchingError:  # quotas that cross with this mentor
            continue
        if reached(larger) > best:
            best = reached(larger)
            gain = larger.people - matching.people, best.points - before.points
    frame = records(matching.recruitment())
    assert bool(frame) == (best > before)
    if frame:
        first = frame[0]["people"], round(frame[0]["points"] * 100)
        assert first[1] == gain[1]
        assert first == gain or call.objective == "score"
