"""A stage of a follow-up policy: what is asked for, how often, in which statuses of a case; and exemptions from it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal

from mentormatch import values
from mentormatch.casework.codes import codes
from mentormatch.casework.record import Entry, Statement, TheDay
from mentormatch.errors import CaseError, Problem, unknown_name
from mentormatch.fields import Record, Words, reads
from mentormatch.marks import Of


def follow_up_kinds() -> tuple[str, ...]:
    """What can count for a stage: the kinds of contact, the first meeting, a review, and guidance."""
    return (*codes("contact_kind"), "first_meeting", "review", "guidance")


def _known(words: object, known: Sequence[str]) -> tuple[str, ...]:
    given = values.words(words)
    if given is None:
        raise CaseError.of("field_missing")
    unknown = [word for word in given if word not in known]
    if unknown:
        raise CaseError(unknown_name("policy_word", word, known) for word in unknown)
    return given


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3650:
        raise CaseError.of("policy_number")
    return value


def _positive(value: object) -> int | None:
    if value is not None and _count(value) == 0:
        raise CaseError.of("policy_number")
    return None if value is None else _count(value)


def _labels(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(word, str) for word in value.values()):
        raise CaseError.of("policy_label")
    return value


Statuses = Annotated[tuple[str, ...], reads(lambda value: _known(value, codes("case_status")))]
Kinds = Annotated[tuple[str, ...], reads(lambda value: _known(value, follow_up_kinds()))]
Count = Annotated[int, reads(_count)]
Positive = Annotated[int | None, reads(_positive)]


class PolicyPart(Record):
    """The base of a policy and of what it is made of."""

    raises: ClassVar[type[CaseError]] = CaseError


class Stage(PolicyPart):
    """Something that is due once or again and again, in some statuses of a case; weeks are counted from its start."""

    label: Annotated[Mapping[str, str], reads(_labels)] = {}
    when: Statuses
    counts: Kinds
    within_days: Positive = None
    every_days: Positive = None
    every_months: Positive = None
    from_week: Count = 0
    until_week: Positive = None

    def contradictions(self) -> Iterable[Problem]:
        if sum(number is not None for number in (self.within_days, self.every_days, self.every_months)) != 1:
            yield Problem("policy_rhythm")
        if (self.from_week or self.until_week) and self.every_days is None:
            yield Problem("policy_weeks")
        elif self.until_week is not None and self.until_week <= self.from_week:
            yield Problem("policy_weeks_order").at(field="until_week")


class Exemption(Entry):
    """A case need not do what one or several stages (all, where none is named) ask for, from a day until a day.

    It excuses what is due on those days, and nothing that was due before it was recorded: what was missed stays missed.
    """

    may_lie_ahead: ClassVar[bool] = True

    type: Literal["exemption"] = "exemption"
    stages: Words = None
    until: TheDay
    reason: Annotated[Statement, Of("team")]

    def covers(self, stage: str, due: date) -> bool:
        """Whether what this stage asks for need not be done by that day."""
        named = self.stages is None or stage in self.stages
        return named and max(self.on, self.recorded_on) <= due <= self.until

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.until < self.on:
            yield Problem("ends_before_it_starts").at(field="until")
