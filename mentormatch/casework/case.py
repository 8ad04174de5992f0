"""``Case`` and the people in it, and ``Match``: a mentor tried for a person."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mentormatch import values
from mentormatch.casework.codes import code
from mentormatch.casework.life import CASE, MATCH, Life
from mentormatch.casework.record import Noun
from mentormatch.errors import CaseError, MentorMatchError, Problem, VocabularyError
from mentormatch.fields import Day, Id, Ids, Record, Text, Whole, YesNo, collected, municipality, reads
from mentormatch.fields import code as known_code
from mentormatch.fields import codes as known_codes
from mentormatch.marks import Of, Special

PERSONAL = (
    "mentee_ids", "target_group", "participants", "guardians_agreed_by", "guardians_agreed_on", "told_limits_on",
    "birth_year", "protected_address",
)  # fmt: skip
"""Fields of a case that a case for a service does not have."""


class Participant(Record):
    """Somebody who takes part in a case: in which role, and on which level the work with them is.

    >>> Participant(person_id="P7", role="mor", level="familie")
    Participant(person_id='P7', level='family')
    """

    raises: ClassVar[type[MentorMatchError]] = CaseError

    person_id: Id
    role: Annotated[Text, Special(basis=False), Of("family")] = None
    level: Annotated[str | None, known_code("level_of_work")] = None


def _participants(value: object) -> tuple[object, ...] | None:
    return collected(
        None if values.is_empty(value) else [value] if isinstance(value, Mapping) else value,  # type: ignore[arg-type]  # collected refuses what is no list
        lambda item: item if isinstance(item, Participant) else Participant.model_validate(item),
    )


def _home(value: object) -> str | None:
    """The number of a municipality; a word that is none is not repeated, for the address may be protected."""
    try:
        return municipality(value)
    except VocabularyError:
        raise CaseError.of("municipality_hidden") from None


Home = Annotated[str | None, reads(_home), Field(repr=False)]


class Case(Noun):
    """The work with a person, a family or a service, under one host organisation. ``on`` is the day it was opened.

    Whose case it is may be told later (a concern is often first discussed without a name). For a minor,
    ``guardians_agreed_by`` says who agreed on the child's behalf.

    >>> Case(id="S1", by="K1", on="1.9.2026", host="Bergen", mentee_ids="B1").of
    'person'
    """

    life: ClassVar[Life] = CASE

    type: Literal["case"] = "case"
    of: Annotated[str, code("case_of")] = "person"
    host: Id
    mentee_ids: Ids = None
    phase: Annotated[str, code("phase")] = "identification"
    target_group: Annotated[str | None, known_code("target_group"), Special(), Of("mentee")] = None
    levels: Annotated[tuple[str, ...] | None, known_codes("level_of_work")] = None
    referred_by: Text = None
    referred_on: Day = None
    basis: Annotated[str | None, known_code("basis"), Field(repr=False)] = None
    participants: Annotated[tuple[Participant, ...] | None, reads(_participants), Field(repr=False)] = None
    guardians_agreed_by: Ids = None
    guardians_agreed_on: Day = None
    told_limits_on: Day = None
    birth_year: Annotated[Whole, Field(repr=False)] = None
    municipality: Home = None
    protected_address: Annotated[YesNo, Field(repr=False)] = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        personal = [name for name in PERSONAL if getattr(self, name) is not None and self.of == "service"]
        yield from (Problem("case_of_service").at(field=name) for name in personal)
        if self.birth_year is not None and not 1900 <= self.birth_year <= self.on.year:
            yield Problem("birth_year").at(field="birth_year")


class Match(Noun):
    """A mentor tried for a person of a case. ``on`` is the day it was proposed."""

    life: ClassVar[Life] = MATCH
    refers: ClassVar[Mapping[str, str]] = {"case_id": "case"}

    type: Literal["match"] = "match"
    case_id: Id
    mentee_id: Id
    mentor_id: Id
