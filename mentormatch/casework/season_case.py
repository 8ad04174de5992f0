"""A made-up case from the concern on: how it was opened, who was tried, what came in between, how it ended."""

from collections.abc import Iterator, Sequence
from datetime import date

from mentormatch.casework.case import Case, Match
from mentormatch.casework.entries import FirstMeeting, Note
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.season_course import COORDINATOR, WEEK, Course, mentor_of
from mentormatch.casework.season_entries import besides, contact, contacts, goals, signs
from mentormatch.casework.season_guidance import agreed, guided, sessions
from mentormatch.casework.season_words import DAY, content
from mentormatch.casework.stage import Exemption


def made_up_case(case: Course) -> list[CaseRecord]:
    """The records of a case, in the order in which they are thought of."""
    _opened(case)
    if "ends" in case.course:
        end = str(case.course["ends"])
        case.step(case.opened + 6 * DAY, to=end, reason=case.word(f"reason_{end}"))
        return case.written
    begins = case.opened + case.chances.between(5, 12) * DAY
    case.step(begins, to="active", phase="assessment")
    case.stands("case_supervisor", case.supervisor, begins)
    if case.of == "service":
        _advised_service(case, begins)
        return case.written
    met = _matched(case, begins + 3 * DAY)
    if case.acts("closing"):
        case.ended = max(met + 10 * WEEK, case.until - 2 * WEEK)
    pauses = [*_paused(case, met)]
    _handed_over(case, met)
    goals(case, met)
    signs(case, met)
    contacts(case, met, pauses)
    agreed(case, met)
    guided(case, met)
    sessions(case, met)
    besides(case, met)
    _closed(case)
    return case.written


def _opened(case: Course) -> None:
    draw, of = case.chances, case.of
    host, municipality = draw.one(content()["places"]["hosts"])
    given: dict[str, object] = {"of": of, "host": host, "referred_by": case.word("schools")}
    if of != "service":
        minor = of == "family" or draw.chance(40)
        given |= {
            "mentee_ids": case.mentee,
            "target_group": draw.by_share(((70, "at_risk"), (20, "in_extremist_milieu"), (10, "next_of_kin"))),
            "levels": ("family", "individual") if of == "family" else "individual",
            "basis": "social_services_act",
            "told_limits_on": case.opened,
            "birth_year": case.opened.year - (draw.between(14, 17) if minor else draw.between(18, 29)),
            "municipality": municipality,
            "guardians_agreed_by": f"F{case.number:03d}" if minor else None,
            "guardians_agreed_on": case.opened if minor else None,
            "protected_address": True if case.acts("protected") else None,
        }
    if of == "family":
        mother = {"person_id": f"F{case.number:03d}", "role": case.word("parent"), "level": "family"}
        given["participants"] = [mother]
    referred = case.opened - draw.between(0, 6) * DAY
    case.write(Case, COORDINATOR, case.opened, id=case.id, referred_on=referred, **given)


def _advised_service(case: Course, begins: date) -> None:
    """A mentor who advises those who work there; there is no person to match."""
    case.stands("mentor", case.mentor(begins), begins)
    case.write(Note, COORDINATOR, begins, words=case.word("service"), of="team", case_id=case.id)
    for day in case.every(begins + WEEK, 10, 24):
        contact(case, day, case.mentor(day), "meeting", "completed", 90)
    sessions(case, begins)


def _matched(case: Course, on: date) -> date:
    """Those who were tried, and the one who stayed: the day of the first meeting that led on."""
    tries: Sequence[str] = case.course.get("tries", ())
    for outcome in (*tries, "confirmed"):
        mentor = mentor_of(case.number if outcome in ("not_yet", "confirmed") else case.number + 5)
        name = case.id_of("P")
        case.write(Match, COORDINATOR, on, id=name, case_id=case.id, mentee_id=case.mentee, mentor_id=mentor)
        case.step(on + 2 * DAY, name, to="mentor_asked", conflict_of_interest=outcome == "conflict")
        if outcome == "conflict":
            case.step(on + 3 * DAY, name, to="not_continued", reason=case.word("not_continued_conflict"))
            on += 5 * DAY
            continue
        case.step(on + 3 * DAY, name, to="mentor_willing")
        agreed = f"F{case.number:03d}" if case.of == "family" else None
        case.step(on + 5 * DAY, name, to="person_said_yes", agreed_on_behalf_by=agreed)
        met = on + case.chances.between(7, 11) * DAY
        case.step(met, name, to="first_meeting")
        _first_meeting(case, met, name, mentor, {"person_no": "no", "not_yet": "not_yet"}.get(outcome, "yes"))
        if outcome == "person_no":
            case.step(met + 2 * DAY, name, to="not_continued", reason=case.word("not_continued_person"))
            on = met + 5 * DAY
            continue
        if outcome == "not_yet":
            met += 8 * DAY
            _first_meeting(case, met, name, mentor, "yes")
        case.step(met + DAY, name, to="confirmed")
        case.step(met + DAY, phase="planning")
        case.relation = case.stands("mentor", mentor, met)
        return met
    raise AssertionError("the last one stays")


def _first_meeting(case: Course, on: date, match: str, mentor: str, wish: str) -> None:
    given: dict[str, object] = {
        "mentee_wish": wish,
        "mentor_wish": "yes" if wish != "not_yet" else case.chances.one(("yes", "not_yet")),
    }
    rated = {"yes": (6, 10), "not_yet": (4, 6), "no": (1, 4)}[wish]
    if case.chances.chance(60):
        given |= {"mentee_rating": case.chances.between(*rated), "mentor_rating": case.chances.between(5, 9)}
    case.write(FirstMeeting, mentor, on, case_id=case.id, match_id=match, **given)


def _paused(case: Course, met: date) -> Iterator[tuple[date, date]]:
    """The days on which there is no contact: on hold, a holiday, or nobody knows why."""
    if case.acts("hold"):
        start, end = met + 7 * WEEK, met + 11 * WEEK
        case.step(start, to="on_hold", reason=case.word("hold"))
        case.step(end, to="active")
        yield start, end
    if case.acts("gap"):
        yield case.until - 4 * WEEK, case.until + DAY
    if case.chances.chance(40):
        start, end = met + 4 * WEEK, met + 4 * WEEK + 16 * DAY
        reason = case.word("exemption")
        case.write(Exemption, case.supervisor, start, -4, case_id=case.id, until=end, reason=reason)
        yield start, end


def _handed_over(case: Course, met: date) -> None:
    """Another mentor takes over, and sees what was written for that."""
    day, after = met + 10 * WEEK, mentor_of(case.number + 3)
    if case.acts("handover"):
        words = case.word("summary")
        case.write(Note, case.mentor(met), day - DAY, case_id=case.id, words=words, of="team", summary=True)
        case.step(day, case.relation, to="closed")
        case.stands("mentor", after, day, sees="summary")
        case.mentors.append((day, after))


def _closed(case: Course) -> None:
    """The end, by the person's wish; what is still to be done is never in the way."""
    if case.acts("closing"):
        reason, view = case.word("closing"), case.word("own_view")
        case.step(case.ended - 2 * WEEK, to="closing", phase="exit", reason=reason)
        case.step(case.ended, to="closed", own_view=view)
        case.step(case.ended, case.relation, to="closed")
