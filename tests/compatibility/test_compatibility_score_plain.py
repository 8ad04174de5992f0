"""The score against a plain restatement of it, on random people."""

import plain_score
from encoding import DEFAULT, encoded, fitted
from hypothesis import given
from strategies import ON, mentee_lists, mentor_lists, running_counts

from mentormatch.profiles import Mentee, Mentor


@given(mentee_lists(), mentor_lists(), running_counts())
def test_points_and_known_are_what_their_plain_restatement_says(
    mentees: list[Mentee], mentors: list[Mentor], running: dict[str, int]
) -> None:
    model = fitted(mentees, mentors)
    found = encoded(mentees, mentors, model, running)
    plain = plain_score.scored(mentees, mentors, ON, running)
    assert model.neutral == plain.neutral
    assert found.points().tolist() == plain.points
    assert found.known().tolist() == plain.known


def test_the_plain_restatement_knows_every_factor() -> None:
    assert {factor.name: factor.weight for factor in DEFAULT.factors} == plain_score.WEIGHTS
    assert list(plain_score.SIMILARITY) == [factor.name for factor in DEFAULT.factors]
    assert [f.name for f in DEFAULT.factors if f.only_when_asked] == list(plain_score.ONLY_WHEN_ASKED)
