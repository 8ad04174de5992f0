"""Hypothesis profiles: `HYPOTHESIS_PROFILE=long` looks at many more cases (`make test-long`)."""

import os

from hypothesis import settings

# No deadline: the time of a case depends on the machine. On a build server the cases are the same each time.
settings.register_profile(
    "moderate", deadline=None, print_blob=True, max_examples=30, derandomize=bool(os.environ.get("CI"))
)
settings.register_profile("long", deadline=None, print_blob=True, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "moderate"))
