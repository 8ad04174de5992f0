"""The courses of cases as a follow-up policy reads them: their statuses as periods, and the days of what was held."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from mentormatch.casework.entries import Contact, FirstMeeting
from mentormatch.casework.fold import CaseState, State, standings
from mentormatch.casework.follow_up import Period
from mentormatch.casework.guidance import Advice, GuidanceRequest
from mentormatch.casework.session import GUIDANCE_SESSIONS, Session
from mentormatch.casework.stage import Exemption


def status_periods(case: CaseState) -> list[Period]:
    """The statuses of a case, each from its first day to the day it changed."""
    changes = [(case.case.life.start, case.case.on)]
    changes += [(step.to, step.on) for step in case.history if step.to is not None]
    ends = [*(day for _, day in changes[1:]), None]
    return [Period(status, start, end) for (status, start), end in zip(changes, ends, strict=True)]


def exemptions(case: CaseState) -> list[Exemption]:
    """The exemptions of a case."""
    return list(case.of_kind(Exemption))


def held_days(state: State) -> Mapping[str, Mapping[str, Sequence[date]]]:
    """By case and kind, the days of what was held and counts for a policy.

    Contacts count where they were completed with the person, and not with others around them; a review and guidance by
    sessions that were held and name the case; and guidance by an answer to a request about the case too.
    """
    days: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for name, case in state.cases.items():
        held = days[name]
        for contact in case.of_kind(Contact):
            if contact.status == "completed" and contact.way == "direct":
                held[contact.kind].append(contact.on)
        for meeting in case.of_kind(FirstMeeting):
            held["first_meeting"].append(meeting.on)
    for session in standings(state.nouns.values(), Session):
        if session.status == "held":
            kind = "guidance" if session.record.kind in GUIDANCE_SESSIONS else session.record.kind
            for name in session.record.case_ids or ():
                days[name][kind].append(session.record.on)
    asked = {request.record.id: request.record.case_id for request in standings(state.nouns.values(), GuidanceRequest)}
    for event in state.events:
        if type(event) is Advice and (about := asked.get(event.guidance_id)) is not None:
            days[about]["guidance"].append(event.on)
    return days
