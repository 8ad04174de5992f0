"""Lives: the tables of steps that are allowed for each kind of noun, one class for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mentormatch.casework.codes import labels, spellings
from mentormatch.errors import CaseError


@dataclass(frozen=True)
class Life:
    """The states of one kind of noun, where it starts, and which state may follow which.

    >>> GOAL.steps["open"], GOAL.is_over("reached")
    (('reached', 'dropped'), True)
    >>> GOAL.check("open", "closed")
    Traceback (most recent call last):
    mentormatch.errors.CaseError: There is no such status; it is 'open' now. Hint: Choose one of: reached, dropped
    (in a script: reached, dropped).
    """

    name: str
    start: str
    steps: Mapping[str, tuple[str, ...]]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state, the first one first."""
        return tuple(dict.fromkeys((self.start, *self.steps, *(to for after in self.steps.values() for to in after))))

    def after(self, state: str) -> tuple[str, ...]:
        """The states that may follow."""
        return self.steps.get(state, ())

    def is_over(self, state: str) -> bool:
        """Whether nothing can follow."""
        return not self.after(state)

    def check(self, state: str, to: str) -> None:
        """Raise a ``CaseError`` that lists the allowed steps, unless ``to`` may follow ``state``."""
        allowed = self.after(state)
        if to in allowed:
            return
        values: dict[str, object] = {"state": labels(self.name, [state]), "codes": ", ".join(allowed)}
        if not allowed:
            raise CaseError.of("life_over", **values)
        if to not in self.states:
            raise CaseError.of("life_unknown", allowed=labels(self.name, allowed), **values)
        values["to"] = labels(self.name, [to])
        raise CaseError.of("life_step", allowed=labels(self.name, allowed), **values)


CASE = Life(
    "case_status",
    "referred",
    {
        "referred": ("advised", "sent_on", "declined_by_person", "waitlisted", "active", "entered_in_error"),
        "waitlisted": ("active", "advised", "sent_on", "declined_by_person", "closed", "entered_in_error"),
        "active": ("on_hold", "closing", "closed", "entered_in_error"),
        "on_hold": ("active", "closing", "closed", "entered_in_error"),
        "closing": ("closed", "active", "entered_in_error"),
        "advised": ("referred", "entered_in_error"),
        "sent_on": ("referred", "entered_in_error"),
        "declined_by_person": ("referred", "entered_in_error"),
        "closed": ("active", "entered_in_error"),
    },
)
MATCH = Life(
    "match_status",
    "proposed",
    {
        "proposed": ("mentor_asked", "not_continued"),
        "mentor_asked": ("mentor_willing", "not_continued"),
        "mentor_willing": ("person_said_yes", "not_continued"),
        "person_said_yes": ("first_meeting", "not_continued"),
        "first_meeting": ("confirmed", "not_continued"),
        "confirmed": ("not_continued",),
    },
)
GUIDANCE = Life(
    "guidance_status",
    "draft",
    {
        "draft": ("sent", "withdrawn"),
        "sent": ("acknowledged", "answered", "escalated", "withdrawn"),
        "acknowledged": ("answered", "escalated", "withdrawn"),
        "escalated": ("answered",),
    },
)
RELATION = Life("relation_status", "open", {"open": ("closed",)})
GOAL = Life("goal_status", "open", {"open": ("reached", "dropped")})
ACTION = Life("action_status", "open", {"open": ("done", "dropped")})
AGREEMENT = Life("agreement_status", "open", {"open": ("ended",)})
NETWORK = Life("network_status", "open", {"open": ("closed",)})
SESSION = Life("session_status", "planned", {"planned": ("held", "cancelled")})

LIVES = (CASE, MATCH, GUIDANCE, RELATION, GOAL, ACTION, AGREEMENT, NETWORK, SESSION)


@lru_cache
def statuses() -> Mapping[str, str]:
    """The statuses of all lives by each of their spellings; no spelling stands for two.

    >>> statuses()["ikke videreført"], statuses()["on hold"]
    ('not_continued', 'on_hold')
    """
    return {word: status for life in LIVES for word, status in spellings(life.name).items()}
