"""What several views read from a state: its nouns by kind, and the courses of its cases under a policy."""

from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from mentormatch.casework.course import exemptions, held_days, status_periods
from mentormatch.casework.fold import N, Standing, State
from mentormatch.casework.follow_up import Window
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
        if policy != self._policy:
            self._policy, self._windows = policy, {}
        if case_id not in self._windows:
            case = self._state.cases[case_id]
            self._windows[case_id] = policy.due(
                status_periods(case), self._held.get(case_id, {}), exemptions=exemptions(case), on=self._state.on
            )
        return self._windows[case_id]

    def days_without_contact(self, policy: Policy, case_id: str) -> int | None:
        """Days without contact in a case, as the policy counts them."""
        periods = status_periods(self._state.cases[case_id])
        return policy.days_without_contact(periods, self._held.get(case_id, {}), self._state.on)
