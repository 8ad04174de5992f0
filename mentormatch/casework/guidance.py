"""Guidance of mentors: what a mentor asks, whom it goes to, and the advice that comes back.

A mentor's own reactions belong here, not in the file of the mentee.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from mentormatch.casework.codes import code, read_code
from mentormatch.casework.emergency import emergency_notice
from mentormatch.casework.fold import Standing
from mentormatch.casework.life import GUIDANCE, Life
from mentormatch.casework.policy import Policy
from mentormatch.casework.record import Event, MaybeId, Noun, Prose, Statement
from mentormatch.casework.relation import Relation
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import Day, Id, Ids, YesNo, collected, reads
from mentormatch.marks import Of
from mentormatch.values import words


def _topics(value: object) -> tuple[str, ...]:
    found = collected(words(value), lambda word: read_code("guidance_topic", word))
    if found is None:
        raise CaseError.of("field_missing")
    return found


Topics = Annotated[tuple[str, ...], reads(_topics)]
"""One or several topics of guidance, by code or label."""


class GuidanceRequest(Noun):
    """What a mentor (``by``) asks guidance on, of RVTS or the municipality; opened as a draft.

    It may be about a case, identified or not; only an identified one shares entries of the case. ``reactions`` is what
    the work does to the mentor. ``supervisor_id`` is whom it is for, where that is not the supervisor of the case.

    >>> GuidanceRequest(by="M1", topics="egen belastning", question="Hvordan slippe saken om kvelden?").urgency
    'routine'
    """

    life: ClassVar[Life] = GUIDANCE
    refers: ClassVar[Mapping[str, str]] = {"case_id": "case", "entry_ids": "entry"}

    type: Literal["guidance_request"] = "guidance_request"
    case_id: MaybeId = None
    topics: Topics
    urgency: Annotated[str, code("guidance_urgency")] = "routine"
    to: Annotated[str, code("guidance_from")] = "municipality"
    supervisor_id: MaybeId = None
    question: Annotated[Statement, Of("mentor")]
    reactions: Annotated[Prose, Of("mentor")] = None
    identified: YesNo = False
    entry_ids: Ids = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.entry_ids is not None and not (self.identified and self.case_id is not None):
            yield Problem("guidance_shares").at(field="entry_ids")

    def notice(self, language: str = "en") -> str | None:
        """What an acute request shows (see ``emergency_notice``); None for the others."""
        return emergency_notice(language) if self.urgency == "acute" else None


class Advice(Event):
    """What a supervisor advised on a request; what is to be done about it is an ``Action`` each.

    >>> Advice(by="V1", guidance_id="G1", advice="Snakk med ham om det han selv tok opp.").guidance_id
    'G1'
    """

    refers: ClassVar[Mapping[str, str]] = {"guidance_id": "guidance_request"}

    type: Literal["advice"] = "advice"
    guidance_id: Id
    advice: Annotated[Statement, Of("team")]

    def belongs_to(self) -> str:
        return self.guidance_id


class Absence(Event):
    """That a person is away from ``on`` to ``until``, or until further notice; why is nobody's business here."""

    may_lie_ahead: ClassVar[bool] = True

    type: Literal["absence"] = "absence"
    person_id: Id
    until: Day = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.until is not None and self.until < self.on:
            yield Problem("ends_before_it_starts").at(field="until")

    def lasts(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.on <= day and (self.until is None or day <= self.until)


def answer_due(request: Standing[GuidanceRequest], policy: Policy) -> date | None:
    """The last day to answer a request that waits for its answer; None for a draft and for one that is over."""
    sent = [step.on for step in request.steps if step.to == "sent"]
    return policy.answer_due(request.record.urgency, sent[0]) if sent and request.is_open else None


def recipients(
    request: GuidanceRequest, relations: Iterable[Relation], absences: Iterable[Absence], on: date
) -> tuple[str, ...]:
    """Who gets a request on a day: the supervisor it is for or those of its case, for one who is away the deputies.

    Empty where nobody is there for it: the case has no supervisor, or one who is away without a deputy.

    >>> request = GuidanceRequest(by="M1", topics="dilemma", question="…", supervisor_id="V1")
    >>> away = Absence(by="V1", person_id="V1", on="2026-07-01", until="2026-07-31")
    >>> deputy = Relation(by="K1", role="deputy", person_id="V2", of="V1", on="2026-06-01")
    >>> [recipients(request, [deputy], [away], date(2026, month, 15)) for month in (6, 7)]
    [('V1',), ('V2',)]
    """
    standing = [relation for relation in relations if relation.lasts(on)]
    away = {absence.person_id for absence in absences if absence.lasts(on)}
    if request.supervisor_id is not None:
        supervisors = [request.supervisor_id]
    else:
        supervisors = [r.person_id for r in standing if r.role == "case_supervisor" and r.of == request.case_id]
    return tuple(dict.fromkeys(one for supervisor in supervisors for one in present(supervisor, standing, away)))


def present(person_id: str, relations: Iterable[Relation], away: set[str]) -> list[str]:
    """The person, or while away those deputies who are not away themselves."""
    if person_id not in away:
        return [person_id]
    return [r.person_id for r in relations if r.role == "deputy" and r.of == person_id and r.person_id not in away]
