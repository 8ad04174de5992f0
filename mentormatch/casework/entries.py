"""What happens in a case, entry by entry: contacts, observations, ratings, assessments, notes, disclosures.

None of them is ever counted or summed into a score of the person. A mentor's own reactions have no field here: they
belong to guidance.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from mentormatch import values
from mentormatch.casework import signs
from mentormatch.casework.codes import code, read_code
from mentormatch.casework.goal import LEVELS
from mentormatch.casework.record import Entry, Line, MaybeId, Prose, Statement, line, number
from mentormatch.errors import CaseError, Problem, ProfileError
from mentormatch.fields import Day, Id, Whole, named, reads
from mentormatch.fields import code as known_code
from mentormatch.marks import Of, Special

SCALES: dict[str, tuple[float, float]] = {"goal": (-2.0, 2.0), "importance": (0.0, 10.0), "confidence": (0.0, 10.0)}
"""The scales that are known, and their ends."""


def _scale(value: object) -> str:
    """The name of a scale: a known one by its code or label, one of one's own as it is written."""
    try:
        return read_code("scale", value) or line(value)
    except CaseError:
        return line(value)


def _with_ends(data: Mapping[str, object]) -> Mapping[str, object]:
    """The fields of a rating with the ends of its scale, where that is known."""
    given = data.get("scale")
    ends = SCALES.get(_scale(given)) if isinstance(given, str) and given.strip() else None
    return data if ends is None else {"low": ends[0], "high": ends[1], **data}


def _judgement(value: object) -> str:
    """A judgement in words."""
    try:
        values.decimal(value)
    except ProfileError:
        return line(value)
    raise CaseError.of("judgement_words")


class Contact(Entry):
    """A contact that was held or tried. ``planned_for`` is the day it was planned, ``on`` the day it was held.

    ``held_by`` is who had it, where that is not who recorded it. Minutes must be given where it was completed.

    >>> Contact(by="M1", case_id="S1", on="22.11.2026", kind="telefon", status="møtte ikke").minutes
    0
    """

    type: Literal["contact"] = "contact"
    kind: Annotated[str, code("contact_kind")]
    status: Annotated[str, code("contact_status")]
    minutes: Annotated[int, reads(values.whole)] = Field(default=0)
    way: Annotated[str, code("way")] = "direct"
    planned_for: Day = None
    held_by: MaybeId = None
    note: Prose = None

    @property
    def who(self) -> str:
        """The one who had the contact."""
        return self.held_by or self.by

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.status == "completed" and not self.minutes:
            yield Problem("contact_minutes").at(field="minutes")
        if self.minutes > 24 * 60:
            yield Problem("contact_day").at(field="minutes")


class FirstMeeting(Entry):
    """What both said after the first meeting of a match: whether they wish to go on, and how well it went (0–10)."""

    refers: ClassVar[Mapping[str, str]] = {**Entry.refers, "match_id": "match"}

    type: Literal["first_meeting"] = "first_meeting"
    match_id: Id
    mentee_wish: Annotated[str, code("wish_to_go_on"), Of("mentee")]
    mentor_wish: Annotated[str, code("wish_to_go_on"), Of("mentor")]
    mentee_rating: Annotated[Whole, Of("mentee"), Field(repr=False)] = None
    mentor_rating: Annotated[Whole, Of("mentor"), Field(repr=False)] = None
    note: Prose = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        for name in ("mentee_rating", "mentor_rating"):
            if (getattr(self, name) or 0) > 10:
                yield Problem("rating_range", {"low": 0, "high": 10}).at(field=name)


class Observation(Entry):
    """A sign of concern or a protective factor that was seen, and how it stands: one line, never part of a sum.

    ``sign`` is a code of the list in use (or its label); one of another ``list_version`` is kept as it was recorded.

    >>> Observation(by="M1", case_id="S1", sign="En voksen å stole på", change="ny").sign
    'trusted_adult'
    """

    type: Literal["observation"] = "observation"
    list_version: str = Field(default_factory=lambda: signs.current().version)
    sign: Annotated[str, reads(signs.read_sign), Special(basis=False), Of("mentee")]
    change: Annotated[str, code("change"), Special(basis=False), Of("mentee")]
    note: Prose = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.list_version == signs.current().version and self.sign not in signs.current().signs:
            yield Problem("sign_unknown", {"version": self.list_version}).at(field="sign")


class Rating(Entry):
    """A level on a scale: of a goal (-2 to +2), of readiness (importance, confidence: 0 to 10), or on any other scale.

    A scale of one's own says its ``low`` and ``high``. ``rated_by`` is whose judgement it is.

    >>> Rating(by="M1", case_id="S1", scale="viktighet", value=7).high
    10.0
    """

    refers: ClassVar[Mapping[str, str]] = {**Entry.refers, "goal_id": "goal"}

    type: Literal["rating"] = "rating"
    scale: Annotated[str, reads(_scale)]
    value: Annotated[float, reads(number), Special(basis=False), Of("mentee")]
    low: Annotated[float | None, reads(number)] = None
    high: Annotated[float | None, reads(number)] = None
    goal_id: MaybeId = None
    rated_by: Annotated[str, code("whose")] = "mentee"
    note: Prose = None

    @model_validator(mode="before")
    @classmethod
    def _known_ends(cls, data: Any) -> Any:  # pydantic's signature
        return _with_ends(data) if isinstance(data, Mapping) else data

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if (self.scale == "goal") != (self.goal_id is not None):
            yield Problem("rating_goal").at(field="goal_id")
        if self.low is None or self.high is None or self.low >= self.high:
            yield Problem("rating_ends").at(field="low")
        elif not self.low <= self.value <= self.high or (self.scale == "goal" and self.value not in LEVELS):
            yield Problem("rating_range", {"low": f"{self.low:g}", "high": f"{self.high:g}"}).at(field="value")


class Assessment(Entry):
    """That an assessment was made: with which instrument, by whom, what it says of each domain. It has no sum.

    Judgements are words: the authors of the professional instruments say that their factors cannot be added up.
    """

    type: Literal["assessment"] = "assessment"
    instrument: Line
    assessor: Id
    certificate_valid_until: Day = None
    domains: Annotated[dict[str, str] | None, named(_judgement), Special(basis=False), Of("mentee")] = None
    summary: Prose = None

    @property
    def certified(self) -> bool | None:
        """Whether the assessor's certificate was valid on the day; None where none is recorded."""
        return None if self.certificate_valid_until is None else self.on <= self.certificate_valid_until


class Note(Entry):
    """A note, and whose words it holds. ``summary`` marks one that is written for whoever takes over.

    >>> "skolen" in repr(Note(by="M1", case_id="S1", words="Vil tilbake på skolen.", of="mentee"))
    False
    """

    type: Literal["note"] = "note"
    words: Statement
    of: Annotated[str, code("whose")]
    summary: bool = False


class Disclosure(Entry):
    """That something was told to somebody outside: to whom, what, and on which basis."""

    type: Literal["disclosure"] = "disclosure"
    to: Statement
    what: Statement
    basis: Annotated[str, known_code("basis"), Field(repr=False)]
