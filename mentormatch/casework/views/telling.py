"""What a view says of a record: codes, a sentence that repeats nobody's words, and the words themselves apart."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from mentormatch.casework import signs
from mentormatch.casework.agreement import Agreement
from mentormatch.casework.case import Case, Match
from mentormatch.casework.codes import codes, label
from mentormatch.casework.entries import Assessment, Contact, Disclosure, FirstMeeting, Note, Observation, Rating
from mentormatch.casework.goal import Action, Goal
from mentormatch.casework.guidance import GuidanceRequest
from mentormatch.casework.record import CaseRecord, Noun
from mentormatch.casework.relation import Relation
from mentormatch.casework.session import Session
from mentormatch.casework.stage import Exemption
from mentormatch.casework.step import Step
from mentormatch.markup import written
from mentormatch.sentences import listing, number, say


class Told(NamedTuple):
    """What a record is about and how it stands, as codes, and both in a sentence."""

    what: str | None
    outcome: str | None
    sentence: str


def told(record: CaseRecord, language: str) -> Told:
    """What a record says."""
    return TELLERS[type(record)](record, language)


def told_step(step: Step, noun: Noun, language: str) -> Told:
    """What a change of status or phase says."""
    if step.to is None:
        phase = step.phase or ""
        return Told(step.subject, phase, say("timeline.phase", language, phase=label("phase", phase, language)))
    values = {"status": label(noun.life.name, step.to, language), "id": noun.id}
    if isinstance(noun, Relation):
        values["id"] = noun.person_id
    return Told(step.subject, step.to, say(f"timeline.step.{noun.type}", language, **values))


def words_of(record: CaseRecord) -> str | None:
    """Somebody's words in a record; those of guidance belong to no case, and are not shown in one."""
    found = getattr(record, _WORDS.get(record.type, ""), None)
    return found if isinstance(found, str) else None


_WORDS = {
    "contact": "note", "first_meeting": "note", "observation": "note", "rating": "note", "assessment": "summary",
    "note": "words", "disclosure": "what", "exemption": "reason", "step": "reason", "goal": "words", "action": "what",
    "agreement": "words",
}  # fmt: skip


@lru_cache(maxsize=4096)
def the_day(day: date, language: str) -> str:
    """A day as people write it."""
    return written(day, language)


def scale_label(scale: str, language: str) -> str:
    """What a user sees for a scale; one of one's own is shown as it is written."""
    return label("scale", scale, language) if scale in codes("scale") else scale


def level(value: float, language: str) -> str:
    """A value of a scale: '−1', '7'."""
    return number(value, language).replace("-", "−")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _case(record: Case, language: str) -> Told:
    return Told(record.of, record.life.start, say("timeline.case", language, host=record.host))


def _match(record: Match, language: str) -> Told:
    values = {"mentor": record.mentor_id, "mentee": record.mentee_id}
    return Told(record.mentor_id, record.life.start, say("timeline.match", language, **values))


def _relation(record: Relation, language: str) -> Told:
    values = {"person": record.person_id, "role": label("relation_role", record.role, language)}
    if record.end is None:
        return Told(record.role, record.person_id, say("timeline.relation", language, **values))
    sentence = say("timeline.relation_until", language, **values, day=the_day(record.end, language))
    return Told(record.role, record.person_id, sentence)


def _goal(record: Goal, language: str) -> Told:
    return Told(record.id, record.life.start, say("timeline.goal", language, goal=record.id))


def _action(record: Action, language: str) -> Told:
    values = {"person": record.owner, "action": record.id}
    if record.due is None:
        return Told(record.id, record.life.start, say("timeline.action", language, **values))
    sentence = say("timeline.action_until", language, **values, day=the_day(record.due, language))
    return Told(record.id, record.life.start, sentence)


def _agreement(record: Agreement, language: str) -> Told:
    sentence = say("timeline.agreement", language, parties=listing(record.parties, language))
    return Told(record.between, record.life.start, sentence)


def _guidance(record: GuidanceRequest, language: str) -> Told:
    topics = listing((label("guidance_topic", topic, language) for topic in record.topics), language)
    return Told(record.urgency, record.life.start, say("timeline.guidance", language, person=record.by, topics=topics))


def _session(record: Session, language: str) -> Told:
    return _session_told(record.kind, language)


# What is kept by lru_cache is told of most entries, and many of them are alike.


@lru_cache
def _session_told(kind: str, language: str) -> Told:
    sentence = say("timeline.session", language, kind=_upper(label("session_kind", kind, language)))
    return Told(kind, Session.life.start, sentence)


def _contact(record: Contact, language: str) -> Told:
    return _contact_told(record.kind, record.status, record.minutes, language)


@lru_cache(maxsize=4096)
def _contact_told(kind: str, status: str, minutes: int, language: str) -> Told:
    values = {
        "kind": _upper(label("contact_kind", kind, language)),
        "status": label("contact_status", status, language),
    }
    key = "timeline.contact" if minutes else "timeline.contact_not_held"
    return Told(kind, status, say(key, language, **values, minutes=minutes))


def _first_meeting(record: FirstMeeting, language: str) -> Told:
    wishes = {
        "mentee": label("wish_to_go_on", record.mentee_wish, language),
        "mentor": label("wish_to_go_on", record.mentor_wish, language),
    }
    return Told(record.match_id, None, say("timeline.first_meeting", language, **wishes))


def _observation(record: Observation, language: str) -> Told:
    return _observation_told(record.sign, signs.current().label(record.sign, language), record.change, language)


@lru_cache(maxsize=4096)
def _observation_told(sign: str, words: str, change: str, language: str) -> Told:
    values = {"sign": _upper(words), "change": label("change", change, language)}
    return Told(sign, change, say("timeline.observation", language, **values))


def _rating(record: Rating, language: str) -> Told:
    return _rating_told(record.scale, record.goal_id, record.value, record.high, record.rated_by, language)


@lru_cache(maxsize=16384)
def _rating_told(
    scale: str, goal_id: str | None, value: float, high: float | None, rated_by: str, language: str
) -> Told:
    code, values = f"{value:g}", {"by": label("whose", rated_by, language), "value": level(value, language)}
    if goal_id is not None:
        return Told(goal_id, code, say("timeline.rating_of_goal", language, goal=goal_id, **values))
    values |= {"scale": _upper(scale_label(scale, language)), "high": level(value if high is None else high, language)}
    return Told(scale, code, say("timeline.rating", language, **values))


def _assessment(record: Assessment, language: str) -> Told:
    values = {"instrument": record.instrument, "person": record.assessor}
    return Told(record.instrument, None, say("timeline.assessment", language, **values))


def _note(record: Note, language: str) -> Told:
    return _note_told(record.of, record.summary, language)


@lru_cache
def _note_told(whose: str, summary: bool, language: str) -> Told:
    key = "timeline.summary" if summary else "timeline.note"
    return Told(whose, None, say(key, language, whose=label("whose", whose, language)))


def _disclosure(record: Disclosure, language: str) -> Told:
    return Told(None, None, say("timeline.disclosure", language))


def _exemption(record: Exemption, language: str) -> Told:
    stages = ", ".join(record.stages or ()) or None
    return Told(stages, None, say("timeline.exemption", language, day=the_day(record.until, language)))


TELLERS: Mapping[type[CaseRecord], Callable[[Any, str], Told]] = {  # each takes the type it stands under
    Case: _case,
    Match: _match,
    Relation: _relation,
    Goal: _goal,
    Action: _action,
    Agreement: _agreement,
    GuidanceRequest: _guidance,
    Session: _session,
    Contact: _contact,
    FirstMeeting: _first_meeting,
    Observation: _observation,
    Rating: _rating,
    Assessment: _assessment,
    Note: _note,
    Disclosure: _disclosure,
    Exemption: _exemption,
}
"""What is said of each type of record, from the record and the language."""
