"""A made-up season of cases for trying, teaching and testing: as uneven, late and unfinished as a true one.

Nobody of it exists. A case depends only on the seed, its number and the days of the season.
"""

from datetime import date, timedelta

from mentormatch.casework.calendar import Rhythm, meetings
from mentormatch.casework.guidance import Absence
from mentormatch.casework.log import CaseLog
from mentormatch.casework.network import Network
from mentormatch.casework.record import CaseRecord, day_or_today
from mentormatch.casework.relation import Relation
from mentormatch.casework.season_case import made_up_case
from mentormatch.casework.season_course import COORDINATOR, WEEK, Course, mentor_of, supervisor_of
from mentormatch.casework.season_words import DAY, Chances, Pen, content
from mentormatch.casework.session import Attendance, CaseWork, Session
from mentormatch.casework.step import Step
from mentormatch.errors import CaseError, Problem, check_language

NETWORK = "N1"


def season(
    cases: int = 12, weeks: int = 30, *, seed: int = 1, on: date | str | None = None, language: str = "en"
) -> CaseLog:
    """The log of a season that ends on a day (today), the same for the same seed and day.

    Cases are ``S001`` on, their mentees ``B001`` on, mentors ``M001`` on, supervisors ``V1`` on, the coordinator ``K1``
    and the network ``N1``. ``language`` is that of the words in it, and changes nothing else.

    Raises ``CaseError`` for numbers below 0, and for less than a week.

    >>> log = season(cases=2, weeks=10, on="2026-11-22")
    >>> [(name, case.status) for name, case in log.state().cases.items()]
    [('S001', 'active'), ('S002', 'active')]
    """
    language, until = check_language(language), day_or_today(on)
    numbers = {"cases": (cases, 0), "weeks": (weeks, 1), "seed": (seed, 0)}
    wrong = [Problem("season_number", {"name": name, "least": low}) for name, (n, low) in numbers.items() if n < low]
    if wrong:
        raise CaseError(wrong)
    first = until - timedelta(weeks=weeks)
    records = _beside_cases(cases, seed, first, until, language)
    for number in range(1, cases + 1):
        records += made_up_case(Course(number, seed, first, until, language))
    return CaseLog(sorted(records, key=lambda record: record.recorded_at))


def _beside_cases(cases: int, seed: int, first: date, until: date, language: str) -> list[CaseRecord]:
    """The network, who is away and who stands in for them, and a mentor on loan."""
    chances = Chances(seed, NETWORK)
    pen = Pen(until, language, chances, NETWORK)
    mentors = list(dict.fromkeys(mentor_of(number) for number in range(1, cases + 1)))
    supervisors = list(dict.fromkeys(supervisor_of(number) for number in range(1, cases + 1)))
    _meet(pen, mentors, supervisors, first)
    for place, supervisor in enumerate(supervisors):
        start = first + timedelta(weeks=8 + 3 * place)
        pen.write(Absence, supervisor, start, -7, person_id=supervisor, until=start + 2 * WEEK)
        if place + 1 < len(supervisors):
            deputy = {"role": "deputy", "person_id": supervisors[place + 1], "of": supervisor, "end": start + 2 * WEEK}
            pen.write(Relation, COORDINATOR, start, -7, **deputy)
    if supervisors:  # away now, and nobody stands in
        pen.write(Absence, supervisors[-1], until - 3 * DAY, person_id=supervisors[-1], until=until + 11 * DAY)
    if mentors:
        host = chances.one(content()["places"]["hosts"])[0]
        pen.write(Relation, COORDINATOR, first + 2 * WEEK, role="loan", person_id=mentors[-1], of=host)
    return pen.written


def _meet(pen: Pen, mentors: list[str], supervisors: list[str], first: date) -> None:
    """A network that meets every other month: who came, and what those who brought a case took away."""
    draw = pen.chances
    rhythm = Rhythm(weekday="tuesday", which=1, every_months=2, first=first, at="13:00", not_in=[7])
    given = {"name": pen.say(content()["network"]["name"]), "area": "region", "region": "vest", "meets": rhythm}
    pen.write(Network, COORDINATOR, first, id=NETWORK, **given)
    for place, person in enumerate([*supervisors[:1], *mentors]):
        role = "chair" if supervisors and not place else "network_member"
        joined = first + draw.between(0, 30) * DAY
        pen.write(Relation, COORDINATOR, joined, role=role, person_id=person, of=NETWORK)
    for meeting in meetings(NETWORK, rhythm, first, pen.until + 12 * WEEK):
        day, leader = meeting.begin.date(), supervisors[:1]
        session = {"kind": "network", "network_id": NETWORK, "minutes": 120, "led_by": leader, "mentor_ids": mentors}
        agenda = ["exchange", "case_work", "professional_update"]
        noted = max(first, day - 12 * WEEK)
        pen.write(Session, COORDINATOR, day, (noted - day).days, id=meeting.uid, agenda=agenda, **session)
        if draw.chance(12):
            pen.write(Step, COORDINATOR, max(noted, day - 2 * DAY), subject=meeting.uid, to="cancelled")
            continue
        pen.write(Step, COORDINATOR, day, subject=meeting.uid, to="held")
        came = [mentor for mentor in mentors if draw.chance(75)]
        pen.write(Attendance, COORDINATOR, day, session_id=meeting.uid, attended=[*leader, *came], minutes=120)
        for presenter in came[:2]:
            question, takeaway = draw.one(content()["questions"]), pen.word("takeaway")
            brought = {"topics": question["topics"], "takeaway": takeaway}
            pen.write(CaseWork, presenter, day, 1, session_id=meeting.uid, **brought)
