"""The people who are matched: ``Mentor``, ``Mentee``, and what they are made of.

Only ``id`` is required, and never made up: decisions hang on it. A field that was never given is *not set*, one given
as ``None`` is *empty*: matching treats the two differently (``field_is_set``). Fields take what people write::

    Mentor(id="M1", languages="arabisk B2; norsk morsmål", municipality="Bergen")

A user's own fields come by subclass: ``class MyMentor(Mentor): grade: str | None = None``.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from mentormatch import values, vocabulary
from mentormatch.errors import Problem, ProfileError, VocabularyError, unknown_name
from mentormatch.fields import (
    Day,
    Hours,
    Id,
    Municipality,
    Record,
    Text,
    Whole,
    Words,
    YesNo,
    code,
    codes,
    collected,
    part,
    reads,
    text,
)  # fmt: skip
from mentormatch.marks import Special, special_fields

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
            return cls(**value)
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
        raise ProfileError(Problem("language_twice", {"language": names(name)}) for name in twice)
    return skills


class Engagement(Record):
    """How a mentor is employed: kind, hours a week, the dated frame, home organisation, and whether it lends."""

    kind: Annotated[str | None, code("engagement")] = None
    hours_per_week: Hours = None
    start: Day = None
    end: Day = None
    home_organisation: Text = None
    may_be_lent: YesNo = None

    @model_validator(mode="after")
    def _in_order(self) -> "Engagement":
        if self.start and self.end and self.end < self.start:
            raise ProfileError(Problem("frame_order").at(field="end"))
        return self


class Requirement(Record):
    """Whether a requirement is met: seen when and by whom, never its content."""

    met: YesNo = None
    on: Day = None
    by: Text = None

    @classmethod
    def of(cls, value: Any) -> "Requirement | None":  # whatever a caller or a cell gives
        """From a requirement, a mapping, yes or no, or the day it was seen."""
        if isinstance(value, Requirement) or values.is_empty(value):
            return value if isinstance(value, Requirement) else None
        if isinstance(value, Mapping):
            return cls(**value)
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
        return _normal_wish(dict(data)) if isinstance(data, Mapping) else data


_OPPOSITE = {"must": "must_not", "prefer": "prefer_not", "prefer_not": "prefer", "must_not": "must"}


def _normal_wish(data: dict[str, Any]) -> dict[str, Any]:
    """Values as codes; 'not the same' as the opposite strength of 'same'."""
    known, about, value = vocabulary.current(), str(data.get("about")), text(data.get("value")) or ""
    if about not in WISHES_ABOUT:
        raise ProfileError(unknown_name("unknown_wish", about, WISHES_ABOUT).at(field="about"))
    strength = known.code("strength", text(data.get("strength")) or "prefer")
    if about == "own_municipality" and _knows("yes_no", value):
        value = "same" if known.code("yes_no", value) == "yes" else "not_same"
    if _knows("likeness", value):
        value = known.code("likeness", value)
        if about == "age":
            raise ProfileError(Problem("wish_same_age").at(field="value"))
    elif about == "own_municipality" or not value:
        raise ProfileError(Problem("wish_value", {"about": about}).at(field="value"))
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
    if isinstance(value, Mapping):
        value = [(about, piece) for about, cell in value.items() for piece in values.words(cell) or ()]
    return collected(value, _wish)


def _wish(item: Wish | Mapping[str, Any] | tuple[str, str]) -> Wish:
    if isinstance(item, Wish):
        return item
    if isinstance(item, Mapping):
        return Wish(**item)
    about, words = item
    strength, value = _split_strength(words)
    try:
        return Wish(about=about, value=value, strength=strength)
    except ProfileError as error:
        raise ProfileError(problem.at(field=about) for problem in error.problems) from None


def _split_strength(words: str) -> tuple[str, str]:
    """'helst ikke: politi' and 'helst ikke politi' -> ('prefer_not', 'politi'); without a strength: prefer."""
    known = vocabulary.current()
    if ":" in words:
        first, rest = words.split(":", 1)
        return known.code("strength", first), rest.strip()
    pieces = words.split()
    for count in (3, 2, 1):
        if len(pieces) > count and _knows("strength", " ".join(pieces[:count])):
            return known.code("strength", " ".join(pieces[:count])), " ".join(pieces[count:])
    return "prefer", words


def _named(reader: Callable[[object], object]) -> Any:  # a pydantic validator
    """A validator for a mapping from names to values, given as such or as ``'name: value; name: value'``."""

    def read(value: Any) -> dict[str, object] | None:
        if isinstance(value, str):
            pairs = [piece.split(":", 1) for piece in values.words(value) or ()]
            if any(len(pair) != 2 for pair in pairs):
                raise ProfileError.of("value_named")
            value = {name.strip(): item.strip() for name, item in pairs}
        if values.is_empty(value):
            return None
        if not isinstance(value, Mapping):
            raise ProfileError.of("value_named")
        problems, found = list[Problem](), dict[str, object]()
        for name, item in value.items():
            try:
                found[str(name)] = reader(item)
            except (ProfileError, VocabularyError) as error:
                problems.extend(
                    p.at(field=f"{name}.{p.where.field}" if p.where.field else name) for p in error.problems
                )
        if problems:
            raise ProfileError(problems)
        return found

    return reads(read)


def _basis(value: Any) -> dict[str, object] | None:
    known = vocabulary.current()
    if isinstance(value, str):
        return {EVERY_FIELD: known.code("basis", value)}
    if values.is_empty(value):
        return None
    if not isinstance(value, Mapping):
        raise ProfileError.of("value_named")
    return {str(name): known.code("basis", word) for name, item in value.items() if (word := text(item)) is not None}


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

    @model_validator(mode="after")
    def _sensible(self) -> "Person":
        problems = [
            unknown_name("unknown_basis_field", name, special_fields(type(self), needing_basis=True)).at(field="basis")
            for name in self.basis or ()
            if name != EVERY_FIELD and name not in special_fields(type(self), needing_basis=True)
        ]
        if self.birth_year is not None and not 1900 <= self.birth_year <= 2100:
            problems.append(Problem("birth_year").at(field="birth_year"))
        if self.age is not None and self.age > 120:
            problems.append(Problem("age").at(field="age"))
        if problems:
            raise ProfileError(problem.at(person=self.id) for problem in problems)
        return self

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
    requirements: Annotated[dict[str, Requirement | None] | None, _named(Requirement.of)] = None
    limits: Annotated[Limits | None, part(Limits)] = None
    excluded_mentees: Words = None
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
    urgency_set_by: Text = None
    urgency_reason: Annotated[Text, Field(repr=False)] = None
    waiting_since: Day = None
    interpreter_accepted: YesNo = None
    mentors_needed: Annotated[int, reads(values.whole)] = 1
    protected_address: YesNo = None
    wishes: Annotated[tuple[Wish, ...] | None, reads(_wishes), Special(basis=False)] = None
    priorities: Annotated[dict[str, str] | None, _named(lambda v: vocabulary.current().code("priority", str(v)))] = None
    excluded_mentors: Words = None

    @model_validator(mode="before")
    @classmethod
    def _defaults_for_empty(cls, data: Any) -> Any:  # an empty cell means the default
        if not isinstance(data, Mapping):
            return data
        defaults = {"unit": "person", "urgency": "normal", "mentors_needed": 1}
        return {key: defaults.get(key) if values.is_empty(item) else item for key, item in data.items()}

    @model_validator(mode="after")
    def _urgency_is_a_persons_word(self) -> "Mentee":
        if self.urgency != "normal" and not (self.urgency_set_by and self.urgency_reason):
            raise ProfileError(Problem("urgency_unsigned").at(person=self.id, field="urgency"))
        if self.mentors_needed < 1:
            raise ProfileError(Problem("mentors_needed").at(person=self.id, field="mentors_needed"))
        return self

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
