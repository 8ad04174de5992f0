"""``CaseRecord``, the base of everything in a case log: frozen, dated, signed; and the field types of this wing."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import Field

from mentormatch import values
from mentormatch.casework.life import Life
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import Id, Record, Text, reads, text
from mentormatch.marks import Of, Special

OSLO = ZoneInfo("Europe/Oslo")


def today() -> date:
    """The day in Oslo."""
    return datetime.now(OSLO).date()


def day_or_today(on: date | str | None) -> date:
    """The day that was given, as people write it, or today in Oslo."""
    return values.day(on) or today()


def _now() -> datetime:
    return datetime.now(UTC)


def _moment(value: object) -> datetime | None:
    """A moment with its time zone, in UTC: a ``datetime`` or ISO text such as ``2026-11-22T09:30:00+01:00``."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise CaseError.of("moment") from None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise CaseError.of("moment")
    return value.astimezone(UTC)


def _prose(value: object) -> str | None:
    """Text of several lines, kept as they are; None for blank."""
    if values.is_empty(value):
        return None
    if not isinstance(value, str):
        raise CaseError.of("value_text")
    return "\n".join(line.rstrip() for line in value.strip().splitlines())


def line(value: object) -> str:
    """One line of text, which must be given."""
    word = text(value)
    if word is None:
        raise CaseError.of("field_missing")
    return word


def number(value: object) -> float | None:
    """A number, below 0 too, with a decimal point or comma.

    >>> number("−1,5"), number(2), number(None)
    (-1.5, 2.0, None)
    """
    word = text(value)
    if word is None or word[0] not in "-−":
        return values.decimal(word)
    below = values.decimal(word[1:])
    return None if below is None else -below


def _the_day(value: object) -> date:
    day = values.day(value)
    if day is None:
        raise CaseError.of("field_missing")
    return day


def _statement(value: object) -> str:
    told = _prose(value)
    if told is None:
        raise CaseError.of("field_missing")
    return told


Moment = Annotated[datetime, reads(_moment)]
TheDay = Annotated[date, reads(_the_day)]
Line = Annotated[str, reads(line)]
MaybeId = Text
Prose = Annotated[str | None, reads(_prose), Special(basis=False), Of("mentee")]
"""Text of several lines, or None; never shown by ``repr``. It is the mentee's unless another ``Of`` says whose."""
Statement = Annotated[str, reads(_statement), Special(basis=False), Of("mentee")]
"""Prose that must be given."""


def local_day(moment: datetime) -> date:
    """The day in Oslo of a moment."""
    if moment.tzinfo is UTC and moment.hour < 22:  # Oslo is one or two hours ahead; to ask for it takes time
        return moment.date()
    return moment.astimezone(OSLO).date()


def _day_of_recording(data: dict[str, Any]) -> date:  # pydantic's signature
    return local_day(data["recorded_at"])


class CaseRecord(Record):
    """What every record of a case log has: an id, who recorded it and when, and the day it is about.

    ``on`` is the local day it happened or from which it holds; where it is not given, the day of recording. It may lie
    ahead of the recording only for what can be planned (``may_lie_ahead``). ``refers`` says of which ``type`` the
    record is that a field names; ``fixed`` names what no correction changes.
    """

    raises: ClassVar[type[CaseError]] = CaseError
    id_is_of: ClassVar[str] = "record"
    may_lie_ahead: ClassVar[bool] = False
    refers: ClassVar[Mapping[str, str]] = {}
    fixed: ClassVar[tuple[str, ...]] = ("id", "type", "by", "recorded_at", "replaces", "case_id")

    type: str
    id: Id = Field(default_factory=lambda: uuid4().hex)
    by: Id
    recorded_at: Moment = Field(default_factory=_now)
    on: TheDay = Field(default_factory=_day_of_recording)

    @property
    def recorded_on(self) -> date:
        """The local day of recording."""
        return local_day(self.recorded_at)

    @property
    def recorded_late(self) -> int:
        """How many days after its day it was recorded."""
        return max(0, (self.recorded_on - self.on).days)

    def belongs_to(self) -> str | None:
        """The id of what it is part of: a case, or what is itself part of one; None where it stands by itself."""
        case_id: str | None = getattr(self, "case_id", None)
        return case_id

    def references(self) -> Mapping[str, str]:
        """The fields that name another record, and the type of that record."""
        return self.refers

    def __hash__(self) -> int:  # equal records have equal ids; fields that are mappings have no hash
        return hash((self.type, self.id))

    def contradictions(self) -> Iterable[Problem]:
        if not self.may_lie_ahead and self.on > self.recorded_on:
            yield Problem("day_ahead").at(field="on")


class Noun(CaseRecord):
    """Something that is opened and has a life: its status starts at ``life.start`` and changes only by a ``Step``."""

    life: ClassVar[Life]


class Event(CaseRecord):
    """Something that happened. Within 24 hours its author may replace it by a new version (``replaces``)."""

    replaces: MaybeId = None


class Entry(Event):
    """An event in a case."""

    refers: ClassVar[Mapping[str, str]] = {"case_id": "case"}

    case_id: Id

    def belongs_to(self) -> str:
        return self.case_id
