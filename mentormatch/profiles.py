"""The people who are matched: ``Mentor``, ``Mentee``, and what they are made of.

Only ``id`` is required, and never made up: decisions hang on it. A field that was never given is *not set*, one given
as ``None`` is *empty*: matching treats the two differently (``field_is_set``). Fields take what people write::

    Mentor(id="M1", languages="arabisk B2; norsk morsmål", municipality="Bergen")

A user's own fields come by subclass: ``class MyMentor(Mentor): grade: str | None = None``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from mentormatch import values, vocabulary
from mentormatch.errors import Problem, ProfileError, VocabularyError, unknown_name
from mentormatch.fields import (
    Day,
    Hours,
    Id,
    Ids,
    Municipality,
    Record,
    Text,
    Whole,
    Words,
    YesNo,
    code,
    codes,
    collected,
    named,
    named_values,
    part,
    reads,
    text,
)  # fmt: skip
from mentormatch.marks import Special, special_fields
from mentormatch.vocabulary.spellings import PerLanguage

EVERY_FIELD = "*"
"""The key in ``basis`` that covers all fields of a person that have no basis of their own."""

WISHES_ABOUT = (
    "gender", "religion", "ethnic_background", "language", "age", "sector", "own_municipality", "personality",
)  # fmt: skip
"""What a mentee can have wishes about."""

Codes = tuple[str, ...] | None


class LanguageSkill(Record):
    """A language (code of the vocabulary) and how well it is spoken: A1–C2, native, or None for not recorded.

    >>> LanguageSkill.of("arabisk (B2)")
    LanguageSkill(code='ar', level='B2')
    """

    code: Annotated[str, reads(lambda value: vocabulary.current().language(text(value) or ""))]
    level: Annotated[str | None, reads(lambda value: vocabulary.current().level(text(value) or ""))] = None

    @classmethod
    def of(cls, value: object) -> "LanguageSkill":
        """From a text as people write it, a mapping, or a skill."""
        if isinstance(value, LanguageSkill):
            return value
        if isinstance(value, Mapping):
            return cls.model_validate(value)
        if not isinstance(value, str):
            raise ProfileError.of("value_list")
        found, level = vocabulary.current().language_skill(value)
        return cls(code=found, level=level)


def _language_skills(value: Any) -> tuple[LanguageSkill, ...] | None:  # whatever a caller or a cell gives
    if isinstance(value, Mapping):
        value = [{"code": name, "level": level} for name, level in value.items()]
    elif isinstance(value, str):
        value = values.words(value)
    skills = collected(value, LanguageSkill.of)
    spoken = [skill.code for skill in skills or ()]
    twice = [name for name in dict.fromkeys(spoken) if spoken.count(name) > 1]
    if twice:
        names = vocabulary.current().language_name
        raise ProfileError(
            Problem("language_twice", {"language": PerLanguage.listing([name], names)}) for name in twice
        )
    return skills


class Engagement(Record):
    """How a mentor is employed: kind, hours a week, the dated frame, home organisation, and whether it lends."""

    kind: Annotated[str | None, code("engagement")] = None
    hours_per_week: Hours = None
    start: Day = None
    end: Day = None
    home_organisation: Text = None
    may_be_lent: YesNo = None

    def contradictions(self) -> Iterable[Problem]:
        if self.start and self.end and self.end < self.start:
            yield Problem("frame_order").at(field="end")


class Requirement(Record):
    """Whether a requirement is met: seen when and by whom, never its content."""

    met: YesNo = None
    on: Day = None
    by: Annotated[Text, Field(repr=False)] = None

    @classmethod
    def of(cls, value: Any) -> "Requirement | None":  # whatever a caller or a cell gives
        """From a requirement, a mapping, yes or no, or the day it was seen."""
        if isinstance(value, Requirement) or values.is_empty(value):
            return value if isinstance(value, Requirement) else None
        if isinstance(value, Mapping):
            return cls.model_validate(value)
        try:
            return cls(met=True, on=values.day(value))
        except ProfileError:
            return cls(met=value)  # yes or no


class Limits(Record):
    """What a mentor takes on: each field lists what is accepted; an empty one is no limit.

    ``distance`` is the farthest a mentor goes: ``municipality``, ``county`` or ``region``; ``kilometres`` needs
    a file of distances.
    """

    genders: Annotated[Codes, codes("gender")] = None
    lowest_age: Whole = None
    highest_age: Whole = None
    target_groups: Annotated[Codes, codes("target_group")] = None
    levels_of_work: Annotated[Codes, codes("level_of_work")] = None
    distance: Annotated[str | None, code("distance")] = None
    kilometres: Whole = None


class Wish(Record):
    """A mentee's wish about the mentor. ``value`` is ``'same'`` or what the mentor should be (or not be).

    >>> Wish(about="sector", value="politi", strength="helst ikke")
    Wish(about='sector', strength='prefer_not')
    """

    about: str
    value: Annotated[str, Field(repr=False)]
    strength: Annotated[str, code("strength")] = "prefer"

    @model_validator(mode="before")
    @classmethod
    def _normal(cls, data: Any) -> Any:  # pydantic's signature
        if not isinstance(data, Mapping):
            return data
        try:
            return _normal_wish(dict(data))
        except (ProfileError, VocabularyError) as error:
            raise ProfileError(problem.at(field=problem.where.field or "value") for problem in error.problems) from None


_OPPOSITE = {"must": "must_not", "prefer": "prefer_not", "prefer_not": "prefer", "must_not": "must"}


def _normal_wish(data: dict[str, Any]) -> dict[str, Any]:
    """Values as codes; 'not the same' as the opposite strength of 'same'."""
    known, about, value = vocabulary.current(), str(data.get("about")), text(data.get("value")) or ""
    if about not in WISHES_ABOUT:
        raise ProfileError(unknown_name("unknown_wish", about, WISHES_ABOUT).at(field="about"))
    strength = text(data.get("strength")) or "prefer"
    if not _knows("strength", strength):  # what stands there may be the religion: it is not repeated
        raise ProfileError(Problem("wish_value").at(field="strength"))
    strength = known.code("strength", strength)
    if about == "own_municipality" and _knows("yes_no", value):
        value = "same" if known.code("yes_no", value) == "yes" else "not_same"
    if _knows("likeness", value):
        value = known.code("likeness", value)
        if about == "age":
            raise ProfileError.of("wish_same_age")
    elif about == "own_municipality" or not value:
        raise ProfileError.of("wish_value")
    elif about in ("gender", "sector"):
        value = known.code(about, value)
    elif about == "language":
        value = known.language(value)
    elif about == "age":
        values.age_range(value)
    if value == "not_same":
        value, strength = "same", _OPPOSITE[strength]
    return {"about": about, "value": value, "strength": strength}


def _knows(kind: str, word: str) -> bool:
    try:
        return bool(vocabulary.current().code(kind, word))
    except VocabularyError:
        return False


def _wishes(value: Any) -> tuple[Wish, ...] | None:  # whatever a caller or a cell gives
    if isinstance(value, str):
        value = [tuple(piece.split(":", 1)) for piece in values.words(value) or ()]
    if isinstance(value, Mapping):
        value = list(value.items())
    if isinstance(value, (list, tuple)):
        cells = [_of_cell(*item) if isinstance(item, tuple) and len(item) == 2 else [item] for item in value]
        value = [wish for cell in cells for wish in cell]
    return collected(value, _wish)


def _of_cell(about: object, cell: object) -> list[dict[str, object]]:
    """The wishes of one cell; a strength goes for the words after it too: 'ikke: politi, NAV' is about both."""
    wishes, strength = list[dict[str, object]](), "prefer"
    for words in values.words(cell) or ():
        written, value = _split_strength(words)
        strength = written or (strength if isinstance(cell, str) else "prefer")
        wishes.append({"about": about, "value": value, "strength": strength})
    return wishes


def _wish(item: object) -> Wish:
    if isinstance(item, Wish):
        return item
    if not isinstance(item, Mapping):
        raise ProfileError.of("value_named")
    try:
        return Wish.model_validate(item)
    except ProfileError as error:
        about = item.get("about")
        if about not in WISHES_ABOUT:
            raise
        raise ProfileError(problem.at(field=about) for problem in error.problems) from None


def _split_strength(words: str) -> tuple[str | None, str]:
    """'helst ikke: politi' and 'helst ikke politi' -> ('helst ikke', 'politi'); None without a strength."""
    if ":" in words:
        first, rest = words.split(":", 1)
        return first, rest.strip()
    if _knows("likeness", words):  # 'ikke samme' is a value, not a must not
        return None, words
    pieces = words.split()
    for count in (3, 2, 1):
        if len(pieces) > count and _knows("strength", " ".join(pieces[:count])):
            return " ".join(pieces[:count]), " ".join(pieces[count:])
    return None, words


def _basis(value: object) -> dict[str, object] | None:
    known = vocabulary.current()
    if isinstance(value, str) and not values.is_empty(value):
        return {EVERY_FIELD: known.code("basis", value)}
    found = named_values(value, lambda item: (word := text(item)) and known.code("basis", word))
    return {name: basis for name, basis in (found or {}).items() if basis is not None} or None


class Person(Record):
    """What mentors and mentees share. All fields but ``id`` may be left out."""

    id: Id
    name: Annotated[Text, Field(repr=False)] = None
    gender: Annotated[str | None, code("gender")] = None
    birth_year: Whole = None
    age: Whole = None
    languages: Annotated[tuple[LanguageSkill, ...] | None, reads(_language_skills)] = None
    background: Words = None
    ethnic_background: Annotated[Words, Special()] = None
    religion: Annotated[Text, Special()] = None
    personality: Words = None
    interests: Words = None
    municipality: Municipality = None
    basis: Annotated[dict[str, str] | None, reads(_basis), Field(repr=False)] = None

    def contradictions(self) -> Iterable[Problem]:
        needing = special_fields(type(self), needing_basis=True)
        for name in self.basis or ():
            if name != EVERY_FIELD and name not in needing:
                yield unknown_name("unknown_basis_field", name, needing).at(field="basis")
        if self.birth_year is not None and not 1900 <= self.birth_year <= datetime.now(ZoneInfo("Europe/Oslo")).year:
            yield Problem("birth_year").at(field="birth_year")
        if self.age is not None and self.age > 120:
            yield Problem("age").at(field="age")

    def __hash__(self) -> int:  # equal people have equal ids; dict fields have no hash of their own
        return hash((type(self), self.id))

    def age_on(self, on: date) -> int | None:
        """Age in whole years, from the birth year (as of the end of the year) or as recorded."""
        return on.year - self.birth_year if self.birth_year is not None else self.age

    def basis_of(self, field: str, on: date) -> str | None:
        """The basis on which a special-category field may be used on a day; None if there is none in force."""
        basis = (self.basis or {}).get(field) or (self.basis or {}).get(EVERY_FIELD)
        return basis if basis is not None and vocabulary.current().basis(basis).in_force(on) else None


class Mentor(Person):
    """A trained adult who follows up one or a few people. ``name`` is never seen by matching.

    >>> Mentor(id="M1", name="Kari", languages="norsk morsmål", religion="islam", maximum=2)
    Mentor(id='M1', languages=(LanguageSkill(code='nb', level='native'),), maximum=2)
    """

    competence: Words = None
    wanted_target_groups: Annotated[Codes, codes("target_group")] = None
    wanted_levels: Annotated[Codes, codes("level_of_work")] = None
    occupation: Text = None
    sector: Annotated[str | None, code("sector")] = None
    role: Annotated[str | None, code("role")] = None
    engagement: Annotated[Engagement | None, part(Engagement)] = None
    maximum: Whole = None
    minimum: Whole = None
    training_completed_on: Day = None
    requirements: Annotated[dict[str, Requirement | None] | None, named(Requirement.of)] = None
    limits: Annotated[Limits | None, part(Limits)] = None
    excluded_mentees: Ids = None
    same_person_as: Text = None


class Mentee(Person):
    """A person or a family to be followed up. Target group and needs are used only on a recorded basis.

    >>> Mentee(id="B1", needs="traumer", basis="samtykke", languages="somali")
    Mentee(id='B1', languages=(LanguageSkill(code='so'),), unit='person', urgency='normal', mentors_needed=1)
    """

    unit: Annotated[str, code("unit")] = "person"
    target_group: Annotated[str | None, code("target_group"), Special()] = None
    level_of_work: Annotated[str | None, code("level_of_work")] = None
    needs: Annotated[Words, Special()] = None
    hours_per_week: Hours = None
    urgency: Annotated[str, code("urgency")] = "normal"
    urgency_set_by: Annotated[Text, Field(repr=False)] = None
    urgency_reason: Annotated[Text, Field(repr=False)] = None
    waiting_since: Day = None
    interpreter_accepted: YesNo = None
    mentors_needed: Annotated[int, reads(values.whole)] = 1
    protected_address: YesNo = None
    wishes: Annotated[tuple[Wish, ...] | None, reads(_wishes), Special(basis=False)] = None
    priorities: Annotated[dict[str, str] | None, named(lambda v: vocabulary.current().code("priority", str(v)))] = None
    excluded_mentors: Ids = None

    @model_validator(mode="before")
    @classmethod
    def _defaults_for_empty(cls, data: Any) -> Any:  # an empty cell means the default
        if not isinstance(data, Mapping):
            return data
        defaults = {"unit": "person", "urgency": "normal", "mentors_needed": 1}
        return {key: defaults.get(key) if values.is_empty(item) else item for key, item in data.items()}

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.urgency != "normal" and not (self.urgency_set_by and self.urgency_reason):
            yield Problem("urgency_unsigned").at(field="urgency")
        if self.mentors_needed < 1:
            yield Problem("mentors_needed").at(field="mentors_needed")

    @classmethod
    def discreet(cls, problem: Problem, given: Mapping[str, Any]) -> Problem:
        """A municipality that cannot be read is not repeated where the address is, or may be, protected."""
        if problem.where.field == "municipality" and not values.is_empty(given.get("protected_address")):
            return Problem("municipality_hidden", where=problem.where)
        return problem

    def hidden_fields(self) -> Iterable[str]:
        """A protected address hides the municipality too."""
        return ("municipality",) if self.protected_address else ()

    def wishes_about(self, about: str, *strengths: str) -> tuple[Wish, ...]:
        """This mentee's wishes about one thing, with these strengths."""
        return tuple(wish for wish in self.wishes or () if wish.about == about and wish.strength in strengths)


def field_is_set(person: Person, path: str) -> bool:
    """Whether a field (or ``part.field``, or ``requirements.name``) was given at all, if only as empty.

    >>> field_is_set(Mentor(id="M1", role=None), "role"), field_is_set(Mentor(id="M1"), "role")
    (True, False)
    """
    name, _, inner = path.partition(".")
    if name not in person.model_fields_set:
        return False
    value = getattr(person, name)
    if not inner or value is None:
        return not inner
    return inner in value if isinstance(value, Mapping) else inner in value.model_fields_set
