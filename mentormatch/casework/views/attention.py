"""What needs somebody's attention on a day: one definition for everybody, and no order by how grave anything is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mentormatch.casework.agreement import Agreement
from mentormatch.casework.codes import codes, label
from mentormatch.casework.entries import Rating
from mentormatch.casework.fold import CaseState, State
from mentormatch.casework.follow_up import ENDED
from mentormatch.casework.goal import Action
from mentormatch.casework.guidance import GuidanceRequest
from mentormatch.casework.log import CaseLog
from mentormatch.casework.policy import Policy
from mentormatch.casework.record import day_or_today
from mentormatch.casework.relation import MENTORS
from mentormatch.casework.views.basis import Courses, of_kind
from mentormatch.casework.views.frames import DAY, TEXT, WHOLE, table
from mentormatch.casework.views.roles import RUNNING, Roles
from mentormatch.casework.views.telling import the_day
from mentormatch.errors import check_language
from mentormatch.sentences import listing, say

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "kind": TEXT, "case_id": TEXT, "about": TEXT, "person_ids": TEXT, "due": DAY, "days": WHOLE, "sentence": TEXT,
}  # fmt: skip
ATTENTION_COLUMNS = tuple(_COLUMNS)
"""``about`` is the record (or the stage of the policy) it is about, ``person_ids`` are those who can act, ``due`` is
the day it was due, ``days`` how many days have passed since then or since the last time."""

WAITING = ("sent", "acknowledged", "escalated")
"""The statuses of a request for guidance that waits for an answer."""


class Line(NamedTuple):
    """One thing that needs attention."""

    kind: str
    case_id: str | None = None
    about: str | None = None
    people: tuple[str, ...] = ()
    due: date | None = None
    days: int | None = None
    words: Mapping[str, object] = {}


def attention(
    log: CaseLog,
    policy: Policy | None = None,
    *,
    on: date | str | None = None,
    supervisor: str | None = None,
    capacity: Mapping[str, int] | None = None,
    goals_after_days: int = 90,
    language: str = "en",
) -> "DataFrame":
    """What needs attention on a day (today), by kind and then by case: ``ATTENTION_COLUMNS``.

    No contact for as many days as the ``policy`` says; follow-up that was missed and not made up for; guidance whose
    answer is due; a supervisor away without a deputy; an agreement to look at again; a mentor with more running cases
    than ``capacity`` gives; an open goal without a rating for ``goals_after_days``; an action past its day.
    With ``supervisor``, what concerns that person: the cases they supervise or are deputy in on that day, and what is
    theirs to do.
    """
    language, day = check_language(language), day_or_today(on)
    state, asked = log.state(day), policy or Policy.default()
    roles = state.once(Roles)
    lines = [
        *_of_cases(state, roles, asked, day),
        *_guidance(state, asked, day),
        *_supervisors_away(state, roles, day),
        *_agreements(state, day),
        *_over_capacity(state, roles, capacity or {}, day),
        *_goals(state, roles, goals_after_days, day),
        *_actions(state, day),
    ]
    void = {name for name, case in state.cases.items() if case.status == "entered_in_error"}
    lines = [line for line in lines if line.case_id not in void]
    if supervisor is not None:
        lines = [line for line in lines if _concerns(line, supervisor, roles, day)]
    order = {kind: place for place, kind in enumerate(codes("attention"))}
    lines.sort(key=lambda line: (order[line.kind], line.case_id is None, line.case_id, line.people, line.about or ""))
    return table(
        [
            (line.kind, line.case_id, line.about, _joined(line.people), line.due, line.days,
             _sentence(line, asked, language))
            for line in lines
        ],
        _COLUMNS,
    )  # fmt: skip


def _joined(people: tuple[str, ...]) -> str | None:
    return ", ".join(people) or None


def _sentence(line: Line, policy: Policy, language: str) -> str:
    due = None if line.due is None else the_day(line.due, language)
    people = listing(line.people, language) or say("word.nobody", language)
    values = {"case": line.case_id, "about": line.about, "people": people, "due": due, "days": line.days, **line.words}
    if line.kind == "follow_up_missed":
        values["about"] = policy.label(str(line.about), language)
    if line.kind == "guidance_unanswered":
        values["urgency"] = label("guidance_urgency", str(line.words["urgency"]), language)
    return say(f"attention.{line.kind}", language, **values)


def _concerns(line: Line, supervisor: str, roles: Roles, day: date) -> bool:
    cases = line.words.get("cases", ()) if line.case_id is None else (line.case_id,)
    assert isinstance(cases, tuple)
    return supervisor in line.people or any(roles.supervises(supervisor, case, day) for case in cases)


def running(state: State) -> Iterator[tuple[str, CaseState]]:
    """The cases that somebody works on."""
    return ((name, case) for name, case in state.cases.items() if case.status in RUNNING)


def _of_cases(state: State, roles: Roles, policy: Policy, day: date) -> Iterator[Line]:
    """No contact, and follow-up that was missed: of each stage the first that was not made up for."""
    courses = state.once(Courses)
    for name, _ in running(state):
        people = roles.mentors(name, day)
        without = courses.days_without_contact(policy, name)
        if without is not None and without >= policy.no_contact.after_days:
            yield Line("no_contact", name, people=people, days=without)
        stages = dict[str, date]()
        for window in courses.missed(policy, name):
            if window.due is not None:
                stages[window.stage] = min(window.due, stages.get(window.stage, window.due))
        for stage, due in stages.items():
            yield Line("follow_up_missed", name, stage, people, due, (day - due).days)


class Request(NamedTuple):
    """A request for guidance that waits for an answer: since when, and those present who can give it."""

    record: GuidanceRequest
    sent: date
    people: tuple[str, ...]


def waiting(state: State) -> list[Request]:
    """The requests for guidance that wait for an answer on the day of a state."""
    roles, day, found = state.once(Roles), state.on or date.max, list[Request]()
    for standing in of_kind(state, GuidanceRequest):
        request, sent = standing.record, [step.on for step in standing.steps if step.to == "sent"]
        if standing.status in WAITING and sent:
            if request.supervisor_id is not None:
                people = roles.instead(request.supervisor_id, day)
            else:
                people = () if request.case_id is None else roles.present(request.case_id, day)
            found.append(Request(request, sent[-1], people))
    return found


def _guidance(state: State, policy: Policy, day: date) -> Iterator[Line]:
    for request, sent, people in state.once(waiting):
        due = policy.answer_due(request.urgency, sent)
        if due <= day:
            words = {"by": request.by, "urgency": request.urgency}
            yield Line("guidance_unanswered", request.case_id, request.id, people, due, (day - due).days, words)


def _supervisors_away(state: State, roles: Roles, day: date) -> Iterator[Line]:
    for name, _ in running(state):
        people = roles.supervisors(name, day)
        if people and not roles.present(name, day):
            absences = [absence for who in people if (absence := roles.absence(who, day)) is not None]
            days = min((day - absence.on).days for absence in absences)
            yield Line("supervisor_away", name, people=people, days=days)


def _agreements(state: State, day: date) -> Iterator[Line]:
    """Those of cases that are over need nobody's attention, though nobody has ended them."""
    for standing in of_kind(state, Agreement):
        made = standing.record
        case = None if made.case_id is None else state.cases.get(made.case_id)
        over = case is not None and case.status in ENDED
        if standing.is_open and not over and made.review_on is not None and made.review_on <= day:
            days = (day - made.review_on).days
            yield Line("agreement_due", made.case_id, made.id, made.parties, made.review_on, days)


def _over_capacity(state: State, roles: Roles, capacity: Mapping[str, int], day: date) -> Iterator[Line]:
    cases = defaultdict[str, list[str]](list)
    for name, _ in running(state):
        spans = [span for span in roles.of_case.get(name, ()) if span.relation.role in MENTORS and span.covers(day)]
        for mentor in dict.fromkeys(span.relation.person_id for span in spans):
            cases[mentor].append(name)
    for mentor, places in capacity.items():
        if len(cases[mentor]) > places:
            words = {"running": len(cases[mentor]), "places": places, "cases": tuple(cases[mentor])}
            yield Line("over_capacity", None, None, (mentor,), words=words)


def _goals(state: State, roles: Roles, after_days: int, day: date) -> Iterator[Line]:
    for name, case in running(state):
        goals = [goal.record for goal in case.goals if goal.status == "open"]
        if goals and case.status != "on_hold":
            # entries are in the order of their days, so that the last rating of each goal stays
            rated = {rating.goal_id: rating.on for rating in case.of_kind(Rating)}
            for goal in goals:
                days = (day - rated.get(goal.id, goal.on)).days
                if days >= after_days:
                    yield Line("goal_unrated", name, goal.id, roles.mentors(name, day), days=days)


def open_actions(state: State) -> list[tuple[Action, str | None]]:
    """What is still to be done, each with its case: after guidance, the one that was asked about."""
    asked = {request.record.id: request.record.case_id for request in of_kind(state, GuidanceRequest)}
    return [
        (action.record, action.record.case_id or asked.get(action.record.guidance_id or ""))
        for action in of_kind(state, Action)
        if action.status == "open"
    ]


def _actions(state: State, day: date) -> Iterator[Line]:
    for action, case_id in state.once(open_actions):
        if action.due is not None and action.due < day:
            yield Line("action_past_due", case_id, action.id, (action.owner,), action.due, (day - action.due).days)
