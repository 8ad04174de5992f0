"""What happens in a made-up case: contacts, goals and how they went, signs, notes, and what is rare."""

from collections.abc import Sequence
from datetime import date

from mentormatch.casework.entries import Assessment, Contact, Disclosure, Note, Observation, Rating
from mentormatch.casework.goal import LEVELS, Goal
from mentormatch.casework.season_course import WEEK, Course, mentor_of
from mentormatch.casework.season_words import DAY, content
from mentormatch.casework.step import Correction


def contacts(case: Course, met: date, pauses: Sequence[tuple[date, date]]) -> None:
    """One meeting planned a week, and something by phone or message in between; some weeks pass without."""
    draw = case.chances
    for planned in case.every(met + 6 * DAY, 6, 8):
        if any(start <= planned < end for start, end in pauses) or draw.chance(9):
            continue
        status = draw.by_share(((80, "completed"), (8, "no_show"), (7, "cancelled"), (5, "attempted")))
        kind = draw.by_share(((55, "meeting"), (20, "activity"), (10, "home_visit"), (10, "phone"), (5, "video")))
        held = planned + draw.by_share(((85, 0), (10, 1), (5, 2))) * DAY
        minutes = draw.between(2, 8) * (5 if kind in ("phone", "video") else 15)
        contact(case, held, case.mentor(held), kind, status, minutes, planned)
        if draw.chance(60):
            contact(
                case, planned + 3 * DAY, case.mentor(planned + 3 * DAY), draw.one(("message", "phone")), "completed", 10
            )
        if draw.chance(8):
            contact(case, planned + 4 * DAY, case.mentor(planned + 4 * DAY), "phone", "completed", 20, way="collateral")


def contact(
    case: Course,
    on: date,
    by: str,
    kind: str,
    status: str,
    minutes: int,
    planned: date | None = None,
    way: str = "direct",
) -> None:
    """A contact as it was planned and held; now and then told anew within a day, or corrected later."""
    draw, late, name = case.chances, case.some_days_late(on), case.id_of("K")
    given: dict[str, object] = {"case_id": case.id, "kind": kind, "status": status, "way": way}
    given |= {"planned_for": planned, "minutes": minutes if status == "completed" else 0}
    if status == "completed" and way == "direct" and draw.chance(15):
        given["note"] = case.word("note_mentee")
    if on >= case.ended:
        return
    case.write(Contact, by, on, late, id=name, **given)
    if status != "completed" or on + 9 * DAY + late * DAY > case.until:
        return
    if draw.chance(3):
        case.write(Contact, by, on, late, id=f"{name}b", replaces=name, **{**given, "minutes": minutes + 15})
    elif draw.chance(3):
        mended: dict[str, object] = (
            {"fields": {"minutes": minutes + 5}} if draw.chance(70) else {"entered_in_error": True}
        )
        corrected, reason = on + (late + 5) * DAY, case.word("correction")
        case.write(Correction, by, corrected, corrects=name, case_id=case.id, reason=reason, **mended)


def goals(case: Course, met: date) -> None:
    """Goals, and how they and the readiness to reach them are rated: with gaps, and not only upwards."""
    draw = case.chances
    for place, goal in enumerate(draw.some(content()["goals"], 3 if case.acts("unrated") else draw.between(1, 3))):
        start, name = met + draw.between(14, 30) * DAY, case.id_of("G")
        levels = {level: case.say(words) for level, words in zip(LEVELS, goal["levels"], strict=True)}
        words, weight = case.say(goal["words"]), draw.between(1, 3)
        case.write(Goal, case.mentor(start), start, id=name, case_id=case.id, words=words, levels=levels, weight=weight)
        if place == 2:  # a goal that nobody came to rate
            continue
        level = draw.between(-2, -1)
        for day in case.every(start + 5 * DAY, 21, 42):
            if draw.chance(75):
                by = draw.by_share(((85, "mentee"), (15, "mentor")))
                _rate(case, day, "goal", level, rated_by=by, goal_id=name)
                if level == 2 and draw.chance(60):
                    case.step(day, name, case.mentor(day), to="reached")
                    break
            level = max(-2, min(2, level + draw.by_share(((20, -1), (40, 0), (40, 1)))))
    case.step(met + 5 * WEEK, phase="delivery")
    for scale in ("importance", "confidence"):
        value = draw.between(3, 6)
        for day in case.every(met + 2 * WEEK, 28, 49):
            if draw.chance(75):
                _rate(case, day, scale, value)
            value = max(0, min(10, value + draw.by_share(((30, -1), (30, 0), (30, 1), (10, 2)))))


def _rate(case: Course, on: date, scale: str, value: int, **fields: object) -> None:
    case.write(Rating, case.mentor(on), on, case_id=case.id, scale=scale, value=value, **fields)


def signs(case: Course, met: date) -> None:
    """Single signs and how they change, and a note now and then."""
    draw, way = case.chances, case.chances.one(content()["ways"])
    for group in ("concern", "protective"):
        for sign in draw.some(content()["signs"][group], draw.between(1, 2)):
            days = case.every(met + draw.between(2, 20) * DAY, 24, 50)
            for change, day in zip(way[group], days, strict=False):
                late = case.some_days_late(day)
                case.write(Observation, case.mentor(day), day, late, case_id=case.id, sign=sign, change=change)
    for day in case.every(met + 3 * WEEK, 30, 60):
        of = draw.by_share(((70, "mentee"), (30, "team")))
        case.write(Note, case.mentor(day), day, case_id=case.id, words=case.word(f"note_{of}"), of=of)


def besides(case: Course, met: date) -> None:
    """What happens in some cases only."""
    if case.acts("assessment"):
        judged = {case.say(words): case.word("judgement") for words in content()["words"]["domains"]}
        case.write(
            Assessment, case.supervisor, met + 5 * WEEK, case_id=case.id, instrument=case.word("instrument"),
            assessor=case.supervisor, certificate_valid_until=met + 400 * DAY, domains=judged,
            summary=case.word("assessed"),
        )  # fmt: skip
    if case.acts("disclosure"):
        to, what, basis = case.word("to"), case.word("told"), "child_welfare_act"
        case.write(Disclosure, case.mentor(met), met + 6 * WEEK, case_id=case.id, to=to, what=what, basis=basis)
    if case.acts("co_mentor"):
        case.stands("co_mentor", mentor_of(case.number + 6), met + 3 * WEEK)
    if case.acts("substitute"):
        start, person = met + 6 * WEEK, mentor_of(case.number + 2)
        case.stands("substitute", person, start, end=start + 13 * DAY, sees="summary")
        contact(case, start + 4 * DAY, person, "meeting", "completed", 45)
