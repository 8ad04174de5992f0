"""People as columns: each side of a call is encoded once, and everything after reads columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mentormatch.marks import special_fields
from mentormatch.profiles import Mentee, Mentor, Person, field_is_set
from mentormatch.vocabulary import Distances


@dataclass(frozen=True)
class People:
    """One side of a call, judged on one day.

    A special-category field without a basis reads as empty. ``derived`` holds columns that follow from more than
    the profile (a mentor's free hours and places); ``age`` is the age on the day.
    """

    persons: Sequence[Person]
    on: date
    derived: Mapping[str, Sequence[object]] = field(default_factory=dict)
    distances: Distances | None = None
    read: set[str] = field(default_factory=set, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.persons)

    @cached_property
    def _columns(self) -> dict[str, list[object]]:
        return {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the call."""
        return tuple(person.id for person in self.persons)

    def values(self, path: str) -> list[object]:
        """The column of a field (or ``part.field``); None where it is empty, absent, or may not be used."""
        self.read.add(path.partition(".")[0])
        if path not in self._columns:
            self._columns[path] = self._column(path)
        return self._columns[path]

    def value(self, index: int, path: str) -> object:
        """One cell of a column."""
        return self.values(path)[index]

    def _column(self, path: str) -> list[object]:
        if path in self.derived:
            return list(self.derived[path])
        if path == "age":
            return [person.age_on(self.on) for person in self.persons]
        name, _, inner = path.partition(".")
        kinds = {type(person) for person in self.persons}
        guarded = {kind for kind in kinds if name in special_fields(kind, needing_basis=True)}
        column = [
            None if type(person) in guarded and person.basis_of(name, self.on) is None else getattr(person, name, None)
            for person in self.persons
        ]
        return [_inside(value, inner) for value in column] if inner else column

    def has(self, path: str) -> bool:
        """Whether any person of this side has the field set; if not, the column is absent."""
        return any(field_is_set(person, path) for person in self.persons)

    @cached_property
    def unusable_facts(self) -> int:
        """How many recorded special-category facts are left out because no basis is recorded for them."""
        return sum(
            getattr(person, name) is not None and person.basis_of(name, self.on) is None
            for person in self.persons
            for name in special_fields(type(person), needing_basis=True)
        )


def _inside(value: object, inner: str) -> object:
    """A part of a field; None where the field is empty."""
    if value is None:
        return None
    return value.get(inner) if isinstance(value, Mapping) else getattr(value, inner)


@dataclass(frozen=True)
class Facts:
    """One person of a side: what a factor or rule reads when it explains a single pair."""

    people: People
    index: int

    def get(self, path: str) -> object:
        """The value of a field, as ``People.value`` gives it."""
        return self.people.value(self.index, path)

    @property
    def person(self) -> Person:
        """The profile itself."""
        self.people.read.add("*")
        return self.people.persons[self.index]

    @property
    def mentee(self) -> Mentee:
        """The profile, known to be a mentee's."""
        assert isinstance(self.person, Mentee)
        return self.person

    @property
    def mentor(self) -> Mentor:
        """The profile, known to be a mentor's."""
        assert isinstance(self.person, Mentor)
        return self.person
