"""People under a model, without the warnings of priorities that have no effect: those are tested by themselves."""

import warnings
from collections.abc import Mapping, Sequence

from strategies import ON

from mentormatch.compatibility import CompatibilityModel, Encoded
from mentormatch.errors import MentorMatchWarning
from mentormatch.profiles import Mentee, Mentor

DEFAULT = CompatibilityModel.default()


def fitted(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> CompatibilityModel:
    """The default model fitted on these people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MentorMatchWarning)
        return DEFAULT.fit(mentees, mentors, ON)


def encoded(
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    model: CompatibilityModel | None = None,
    running: Mapping[str, int] | None = None,
) -> Encoded:
    """These people under a model; without one, under the default model fitted on them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MentorMatchWarning)
        return (model or fitted(mentees, mentors)).encode(mentees, mentors, on=ON, running=running)
