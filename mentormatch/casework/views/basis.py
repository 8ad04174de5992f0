"""What several views read from a state: its nouns by kind, and the courses of its cases under a policy."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from mentormatch.casework.course import exemptions, held_days, status_periods
from mentormatch.casework.fold import N, Standing, State
from mentormatch.casework.follow_up import ENDED, Window
from mentormatch.casework.policy import Policy
from mentormatch.casework.record import Noun


def of_kind(state: State, kind: type[N]) -> list[Standing[N]]:
    """The nouns of one kind, in the order of the log."""
    return cast(list[Standing[N]], state.once(_by_kind).get(kind, []))


def _by_kind(state: State) -> Mapping[type[Noun], list[Standing[Noun]]]:
    found = defaultdict[type[Noun], list[Standing[Noun]]](list)
    for standing in state.nouns.values():
        found[type(standing.record)].append(standing)
    return dict(found)


class Courses:
    """The cases of a state as a policy sees them on its day; what was made for the last policy is kept."""

    def __init__(self, state: State) -> None:
        self._state, self._held = state, held_days(state)
        self._policy: Policy | None = None
        self._windows: dict[str, list[Window]] = {}

    def windows(self, policy: Policy, case_id: str) -> list[Window]:
        """What the policy asked for in a case."""
        if policy is not self._policy and policy != self._policy:
            self._policy, self._windows = policy, {}
        if case_id not in self._windows:
            case = self._state.cases[case_id]
            self._windows[case_id] = policy.due(
                status_periods(case), self._held.get(case_id, {}), exemptions=exemptions(case), on=self._state.on
            )
        return self._windows[case_id]

    def missed(self, policy: Policy, case_id: str) -> Iterator[Window]:
        """What was missed in the course that runs, and was not made up for; what is over is nobody's task any more."""
        ends = [period.start for period in status_periods(self._state.cases[case_id]) if period.status in ENDED]
        begin = max(ends, default=date.min)
        for window in self.windows(policy, case_id):
            if window.state == "missed" and window.held is None and window.due is not None and window.due >= begin:
                yield window

    def days_without_contact(self, policy: Policy, case_id: str) -> int | None:
        """Days without contact in a case, as the policy counts them."""
        periods = status_periods(self._state.cases[case_id])
        return policy.days_without_contact(periods, self._held.get(case_id, {}), self._state.on)
