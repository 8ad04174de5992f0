"""The course of one made-up case: its people, its days, and a pen for its records."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from mentormatch.casework.relation import Relation
from mentormatch.casework.season_words import DAY, Chances, Pen, content
from mentormatch.casework.step import Step

COORDINATOR = "K1"
CASES_OF_A_SUPERVISOR = 8
WEEK = timedelta(weeks=1)
AHEAD = 15 * DAY


def supervisor_of(number: int) -> str:
    """The id of the supervisor of a case."""
    return f"V{1 + (number - 1) // CASES_OF_A_SUPERVISOR}"


def mentor_of(number: int) -> str:
    """The id of the mentor of a case; some mentors have two."""
    return f"M{1 + number * 2 // 3:03d}"


class Course(Pen):
    """The course of the case with a number, from a day to the end of the season."""

    def __init__(self, number: int, seed: int, first: date, until: date, language: str) -> None:
        self.id, self.mentee, self.number = f"S{number:03d}", f"B{number:03d}", number
        super().__init__(until, language, Chances(seed, self.id), self.id)
        courses = content()["courses"]
        self.course: Mapping[str, Any] = courses[(number - 1) % len(courses)]
        self.of = str(self.course.get("of", "person"))
        self.opened = first + self.chances.between(0, (until - first).days // 4) * DAY
        self.supervisor = supervisor_of(number)
        self.mentors = [(first, mentor_of(number))]
        """Each mentor of the case, and from which day."""
        self.relation = ""
        """The id of the first mentor's relation to the case, once there is one."""
        self.ended = until + AHEAD
        """The first day after the course; where it goes on, as far ahead as anybody plans."""

    def acts(self, act: str) -> bool:
        """Whether this happens in the course."""
        return act in self.course.get("acts", ())

    def mentor(self, on: date) -> str:
        """The mentor on a day."""
        return [mentor for first, mentor in self.mentors if first <= on][-1]

    def every(self, start: date, low: int, high: int) -> Iterator[date]:
        """Days from one on, so many days apart, until the course or the season ends."""
        while start < self.ended:
            yield start
            start += self.chances.between(low, high) * DAY

    def step(self, on: date, subject: str | None = None, by: str = COORDINATOR, **fields: object) -> None:
        """Write a step of the case, or of another subject."""
        self.write(Step, by, on, subject=subject or self.id, **fields)

    def stands(self, role: str, person: str, on: date, **fields: object) -> str:
        """Write that a person stands in a role in the case; the id of that."""
        name = self.id_of("L")
        return self.write(Relation, COORDINATOR, on, id=name, role=role, person_id=person, of=self.id, **fields)
