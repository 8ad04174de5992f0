"""Who stands where in a case on a day: mentors and supervisors, and the deputies of those who are away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from mentormatch.casework.fold import Standing, State, standings
from mentormatch.casework.follow_up import DAY
from mentormatch.casework.guidance import Absence
from mentormatch.casework.relation import MENTORS, OF_A_CASE, OF_A_NETWORK, Relation

RUNNING = ("active", "on_hold", "closing")
"""The statuses of a case that somebody works on."""

CASE_MENTORS = (*MENTORS, "substitute")


class Span(NamedTuple):
    """A relation with the days on which it truly stood: a step that closes it ends it the day before."""

    relation: Relation
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether it stood on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Span") -> bool:
        """Whether both stood on some day."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)


def span(standing: Standing[Relation]) -> Span:
    """The days on which a relation stood."""
    relation, last = standing.record, standing.record.end
    if standing.status == "closed":
        closed = standing.since - DAY
        last = closed if last is None else min(last, closed)
    return Span(relation, relation.on, last)


class Roles:
    """The relations and absences of a state, by whom and what they are about."""

    def __init__(self, state: State) -> None:
        self.of_case: dict[str, list[Span]] = defaultdict(list)
        self.of_network: dict[str, list[Span]] = defaultdict(list)
        self._deputies: dict[str, list[Span]] = defaultdict(list)
        self._absences: dict[str, list[Absence]] = defaultdict(list)
        for standing in standings(state.nouns.values(), Relation):
            relation = standing.record
            if relation.role in OF_A_CASE:
                self.of_case[relation.of].append(span(standing))
            elif relation.role == "deputy":
                self._deputies[relation.of].append(span(standing))
            elif relation.role in OF_A_NETWORK:
                self.of_network[relation.of].append(span(standing))
        for event in state.events:
            if type(event) is Absence:
                self._absences[event.person_id].append(event)

    def mentors(self, case_id: str, day: date) -> tuple[str, ...]:
        """The mentors, co-mentors and substitutes of a case on a day."""
        return tuple(dict.fromkeys(s.relation.person_id for s in self._standing(case_id, day, CASE_MENTORS)))

    def supervisors(self, case_id: str, day: date) -> tuple[str, ...]:
        """The supervisors of a case on a day, those who are away too."""
        return tuple(dict.fromkeys(s.relation.person_id for s in self._standing(case_id, day, ("case_supervisor",))))

    def present(self, case_id: str, day: date) -> tuple[str, ...]:
        """Who is there to supervise a case on a day: its supervisors, for one who is away the deputies."""
        return tuple(dict.fromkeys(one for who in self.supervisors(case_id, day) for one in self.instead(who, day)))

    def instead(self, person_id: str, day: date) -> tuple[str, ...]:
        """The person, or while away those deputies who are not away themselves."""
        if self.absence(person_id, day) is None:
            return (person_id,)
        return tuple(who for who in self.deputies(person_id, day) if self.absence(who, day) is None)

    def deputies(self, person_id: str, day: date) -> tuple[str, ...]:
        """Who is the deputy of a person on a day."""
        spans = self._deputies.get(person_id, ())
        return tuple(dict.fromkeys(span.relation.person_id for span in spans if span.covers(day)))

    def absence(self, person_id: str, day: date) -> Absence | None:
        """The absence of a person on a day."""
        return next((absence for absence in self._absences.get(person_id, ()) if absence.lasts(day)), None)

    def supervises(self, person_id: str, case_id: str, day: date) -> bool:
        """Whether a person, or one they are the deputy of, stands as supervisor of a case on a day."""
        standing = self.supervisors(case_id, day)
        return person_id in standing or any(person_id in self.deputies(who, day) for who in standing)

    def stands(self, person_id: str, case_id: str, day: date) -> bool:
        """Whether a person has a role in a case on a day, as the deputy of its supervisor too."""
        spans = self.of_case.get(case_id, ())
        if any(span.relation.person_id == person_id and span.covers(day) for span in spans):
            return True
        return self.supervises(person_id, case_id, day)

    def belongs(self, person_id: str, network_id: str, day: date) -> bool:
        """Whether a person is a member of a network on a day, or chairs it."""
        spans = self.of_network.get(network_id, ())
        return any(span.relation.person_id == person_id and span.covers(day) for span in spans)

    def _standing(self, case_id: str, day: date, roles: tuple[str, ...]) -> Iterator[Span]:
        spans = self.of_case.get(case_id, ())
        return (span for span in spans if span.relation.role in roles and span.covers(day))


def overlapping(roles: Roles, mentees: Mapping[str, int]) -> frozenset[str]:
    """The ids of relations that stand beside an earlier one they contradict.

    The same person is in the same case twice at once, or it has two mentors at once for one mentee (``mentees`` says
    for how many a case is).
    """
    found = set[str]()
    for case_id, spans in roles.of_case.items():
        for place, later in enumerate(spans):
            for earlier in spans[:place]:
                same = later.relation.person_id == earlier.relation.person_id
                two = later.relation.role == earlier.relation.role == "mentor" and mentees.get(case_id, 1) < 2
                if (same or two) and later.meets(earlier):
                    found.add(later.relation.id)
    return frozenset(found)
