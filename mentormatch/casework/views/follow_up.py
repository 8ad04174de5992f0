"""Everything that a follow-up policy asked for in every case, and what came of it: what was missed stays missed."""

from datetime import date
from typing import TYPE_CHECKING

from mentormatch.casework.codes import label
from mentormatch.casework.follow_up import Window
from mentormatch.casework.log import CaseLog
from mentormatch.casework.policy import Policy
from mentormatch.casework.record import day_or_today
from mentormatch.casework.views.basis import Courses
from mentormatch.casework.views.frames import DAY, TEXT, Table
from mentormatch.casework.views.telling import the_day
from mentormatch.errors import check_language
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {"case_id": TEXT, "stage": TEXT, "start": DAY, "due": DAY, "state": TEXT, "held": DAY, "sentence": TEXT}
FOLLOW_UP_COLUMNS = tuple(_COLUMNS)
"""A row for each window of days: ``state`` is kept, missed, open, exempt or paused; ``held`` the day that kept it, or
that made up for one that was missed."""


def follow_up(
    log: CaseLog, policy: Policy | None = None, *, on: date | str | None = None, language: str = "en"
) -> "DataFrame":
    """What the policy asked for until a day (today), by case and day, closed cases too: ``FOLLOW_UP_COLUMNS``."""
    language, day, asked = check_language(language), day_or_today(on), policy or Policy.default()
    state, made = log.state(day), Table(_COLUMNS)
    courses = state.once(Courses)
    for name, case in sorted(state.cases.items()):
        if case.status != "entered_in_error":
            made.add((name, *window, _sentence(window, asked, language)) for window in courses.windows(asked, name))
    return made.frame()


def _sentence(window: Window, policy: Policy, language: str) -> str:
    due = say("word.nothing", language) if window.due is None else the_day(window.due, language)
    stage, state = policy.label(window.stage, language), label("window_state", window.state, language)
    return say("follow_up.window", language, stage=stage, due=due, state=state)
