"""Who stands where in a case on a day: mentors and supervisors, and the deputies of those who are away."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mentormatch.casework.fold import Standing, State
from mentormatch.casework.follow_up import DAY
from mentormatch.casework.guidance import Absence
from mentormatch.casework.relation import MENTORS, OF_A_CASE, OF_A_NETWORK, Relation
from mentormatch.casework.views.basis import of_kind

RUNNING = ("active", "on_hold", "closing")
"""The statuses of a case that somebody works on."""

CASE_MENTORS = (*MENTORS, "substitute")


class Span(NamedTuple):
    """A relation with the days on which it truly stood: a step that closes it ends it the day before."""

    relation: Relation
    person_id: str
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
    return Span(relation, relation.person_id, relation.on, last)


class _Cast(NamedTuple):
    """Who has a role in a case, who of them supervises it or is deputy of one who does, and who is there to do so."""

    standing: frozenset[str]
    supervising: frozenset[str]
    present: tuple[str, ...]


class _Casts:
    """The casts of a case one after the other: the same until somebody comes, goes, is away or is back."""

    def __init__(self, firsts: list[date], casts: list[_Cast]) -> None:
        self._firsts, self._casts = firsts, casts

    def on(self, day: date) -> _Cast:
        """The one of a day."""
        return self._casts[bisect_right(self._firsts, day) - 1]


class Roles:
    """The relations and absences of a state, by what they are about."""

    def __init__(self, state: State) -> None:
        self.of_case: dict[str, list[Span]] = defaultdict(list)
        self._supervisors: dict[str, list[Span]] = defaultdict(list)
        self._deputies: dict[str, list[Span]] = defaultdict(list)
        self._members: dict[str, list[Span]] = defaultdict(list)
        self._absences: dict[str, list[Absence]] = defaultdict(list)
        self._casts: dict[str, _Casts] = {}
        for standing in of_kind(state, Relation):
            relation = standing.record
            if relation.role in OF_A_CASE:
                self.of_case[relation.of].append(stood := span(standing))
                if relation.role == "case_supervisor":
                    self._supervisors[relation.of].append(stood)
            elif relation.role == "deputy":
                self._deputies[relation.of].append(span(standing))
            elif relation.role in OF_A_NETWORK:
                self._members[relation.of].append(span(standing))
        for event in state.events:
            if type(event) is Absence:
                self._absences[event.person_id].append(event)

    def mentors(self, case_id: str, day: date) -> tuple[str, ...]:
        """The mentors, co-mentors and substitutes of a case on a day."""
        spans = [span for span in self.of_case.get(case_id, ()) if span.relation.role in CASE_MENTORS]
        return _people(spans, day)

    def supervisors(self, case_id: str, day: date) -> tuple[str, ...]:
        """The supervisors of a case on a day, those who are away too."""
        return _people(self._supervisors.get(case_id, ()), day)

    def deputies(self, person_id: str, day: date) -> tuple[str, ...]:
        """Who is the deputy of a person on a day."""
        return _people(self._deputies.get(person_id, ()), day)

    def absence(self, person_id: str, day: date) -> Absence | None:
        """The absence of a person on a day."""
        for absence in self._absences.get(person_id, ()):
            if absence.lasts(day):
                return absence
        return None

    def instead(self, person_id: str, day: date) -> tuple[str, ...]:
        """The person, or while away those deputies who are not away themselves."""
        if self.absence(person_id, day) is None:
            return (person_id,)
        return tuple(who for who in self.deputies(person_id, day) if self.absence(who, day) is None)

    def present(self, case_id: str, day: date) -> tuple[str, ...]:
        """Who is there to supervise a case on a day: its supervisors, for one who is away the deputies."""
        return self.of(case_id).on(day).present

    def supervises(self, person_id: str, case_id: str, day: date) -> bool:
        """Whether a person, or one they are the deputy of, stands as supervisor of a case on a day."""
        return person_id in self.of(case_id).on(day).supervising

    def of(self, case_id: str) -> _Casts:
        """Who stands in a case, day by day; for those who ask of many days."""
        if case_id not in self._casts:
            firsts = self._changes(case_id)
            self._casts[case_id] = _Casts(firsts, [self._cast(case_id, first) for first in firsts])
        return self._casts[case_id]

    def _changes(self, case_id: str) -> list[date]:
        """The days on which it may change who stands in a case, from the beginning of time on."""
        spans, absences = [*self.of_case.get(case_id, ())], list[Absence]()
        for who in {span.person_id for span in self._supervisors.get(case_id, ())}:
            deputies = self._deputies.get(who, ())
            spans += deputies
            for person in {who, *(span.person_id for span in deputies)}:
                absences += self._absences.get(person, ())
        lasting = [*((span.first, span.last) for span in spans), *((away.on, away.until) for away in absences)]
        ends = (last + DAY for _, last in lasting if last is not None and last < date.max)
        return sorted({date.min, *(first for first, _ in lasting), *ends})

    def _cast(self, case_id: str, day: date) -> _Cast:
        supervisors = self.supervisors(case_id, day)
        supervising = frozenset([*supervisors, *(deputy for who in supervisors for deputy in self.deputies(who, day))])
        standing = supervising.union(_people(self.of_case.get(case_id, ()), day))
        present = dict.fromkeys(person for who in supervisors for person in self.instead(who, day))
        return _Cast(standing, supervising, tuple(present))

    def cases_of(self, person_id: str) -> list[str]:
        """The cases that a person, or one they are the deputy of, supervises on any day."""
        people = {
            person_id,
            *(who for who, spans in self._deputies.items() if any(s.person_id == person_id for s in spans)),
        }
        return [name for name, spans in self._supervisors.items() if any(span.person_id in people for span in spans)]

    def stands(self, person_id: str, case_id: str, day: date) -> bool:
        """Whether a person has a role in a case on a day, as the deputy of its supervisor too."""
        return person_id in self.of(case_id).on(day).standing

    def belongs(self, person_id: str, network_id: str, day: date) -> bool:
        """Whether a person is a member of a network on a day, or chairs it."""
        return person_id in _people(self._members.get(network_id, ()), day)


def _people(spans: Iterable[Span], day: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys([span.person_id for span in spans if span.covers(day)]))


def overlapping(state: State) -> frozenset[str]:
    """The ids of relations that stand beside an earlier one they contradict.

    The same person has two roles in a case at once, or a case has two mentors at once for one mentee.
    """
    found = set[str]()
    for case_id, spans in state.once(Roles).of_case.items():
        mentees = state.cases[case_id].case.mentee_ids or ()
        for place, later in enumerate(spans):
            for earlier in spans[:place]:
                twice = later.person_id == earlier.person_id
                two = later.relation.role == earlier.relation.role == "mentor" and len(mentees) < 2
                if (twice or two) and later.meets(earlier):
                    found.add(later.relation.id)
    return frozenset(found)
