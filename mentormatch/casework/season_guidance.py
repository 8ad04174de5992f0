"""What is agreed, asked and met about in a made-up case: agreements, requests for guidance, sessions."""

from datetime import date

from mentormatch.casework.agreement import Agreement
from mentormatch.casework.goal import Action
from mentormatch.casework.guidance import Advice, GuidanceRequest
from mentormatch.casework.season_course import WEEK, Course
from mentormatch.casework.season_words import DAY, content
from mentormatch.casework.session import Attendance, Session


def agreed(case: Course, met: date) -> None:
    """Agreements, most of which are looked at again when they should be, and then made anew."""
    mentor = case.mentor(met)
    between = {"mentor_person": (mentor, case.mentee), "mentor_supervisor": (mentor, case.supervisor)}
    for kind, parties in between.items():
        given = {"between": kind, "parties": parties, "who_reads": parties, "hours": 1.5, "case_id": case.id}
        given |= {"how_often_days": 7 if kind == "mentor_person" else 30, "format": case.word("format")}
        start, review = met + 9 * DAY, met + case.chances.between(80, 110) * DAY
        for until in (*case.every(review, 85, 100), case.ended):
            name, words = case.id_of("D"), case.word("agreed")
            case.write(Agreement, case.supervisor, start, id=name, review_on=until, words=words, **given)
            if until != case.ended and case.chances.chance(12):  # nobody came to look at it
                break
            case.step(until, name, case.supervisor, to="ended")
            start = until


def guided(case: Course, met: date) -> None:
    """The requests for guidance; one that is overdue was sent three weeks before the end of the season."""
    for place, outcome in enumerate(case.course.get("guidance", ())):
        asked = met + (3 + 8 * place) * WEEK + case.chances.between(0, 6) * DAY
        if outcome == "overdue":
            asked = max(asked, case.until - 23 * DAY)
        _asked(case, min(asked, case.ended - DAY), outcome)


def _asked(case: Course, on: date, outcome: str) -> None:
    """A request for guidance and what became of it."""
    draw, name, by = case.chances, case.id_of("Q"), case.mentor(on)
    question = draw.one(content()["questions"])
    given: dict[str, object] = {"topics": question["topics"], "question": case.say(question["text"])}
    given |= {"urgency": outcome if outcome == "acute" else draw.one(("routine", "soon")), "case_id": case.id}
    given |= {"to": draw.by_share(((75, "municipality"), (25, "rvts"))), "identified": draw.chance(40)}
    if draw.chance(50):
        given["reactions"] = case.word("reactions")
    case.write(GuidanceRequest, by, on, id=name, **given)
    steps = {
        "draft": [],
        "withdrawn": [(0, "sent"), (2, "withdrawn")],
        "overdue": [(0, "sent"), (1, "acknowledged")],
        "acute": [(0, "sent"), (0, "answered")],
        "answered": [(0, "sent"), (2, "acknowledged"), (draw.between(3, 12), "answered")],
        "escalated": [(1, "sent"), (3, "escalated"), (16, "answered")],
    }[outcome]
    for after, to in steps:
        who = by if to in ("sent", "withdrawn") else case.supervisor
        case.step(on + after * DAY, name, who, to=to)
        if to == "answered":
            done, action = on + after * DAY, case.id_of("A")
            case.write(Advice, who, done, guidance_id=name, advice=case.word("advice"))
            due = done + 14 * DAY
            what = case.word("action")
            case.write(Action, who, done, id=action, guidance_id=name, what=what, owner=by, due=due)
            if draw.chance(60):
                case.step(done + draw.between(3, 12) * DAY, action, by, to="done")


def sessions(case: Course, met: date) -> None:
    """Guidance each month, most of it held, and a review each third month."""
    draw = case.chances
    for kind, minutes, days in (("individual", 60, 28), ("review", 90, 84)):
        for day in case.every(met + days * DAY, days - 2, days + 2):
            workday = day + max(0, 7 - day.isoweekday()) * DAY if day.isoweekday() > 5 else day
            _session(case, kind, workday, minutes, "held" if draw.chance(85) else "cancelled")


def _session(case: Course, kind: str, on: date, minutes: int, outcome: str) -> None:
    draw, name = case.chances, case.id_of("T")
    given = {"case_ids": case.id, "led_by": case.supervisor, "mentor_ids": case.mentor(on), "minutes": minutes}
    case.write(Session, case.supervisor, on, -14, id=name, kind=kind, **given)
    case.step(on, name, case.supervisor, to=outcome)
    if outcome == "held" and draw.chance(80):
        lasted = minutes + draw.between(-1, 2) * 15
        case.write(Attendance, case.supervisor, on, session_id=name, attended=case.mentor(on), minutes=lasted)
