"""``Record``, the base of profiles and case records, and the field types they are made of.

A record takes what people write, is frozen, refuses unknown fields with the nearest name, and raises its kind of error
with every problem at once and none of the values. Its ``repr`` shows no names and no special categories.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from mentormatch import values, vocabulary
from mentormatch.errors import MentorMatchError, Problem, ProfileError, unknown_name
from mentormatch.marks import special_fields

R = TypeVar("R")


class Record(BaseModel):
    """The base of profiles and case records; see the module."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    raises: ClassVar[type[MentorMatchError]] = ProfileError
    """The error that a record of this kind raises."""
    id_is_of: ClassVar[str] = "person"
    """What its id names in the place of a problem: a person, or a record."""

    @model_validator(mode="wrap")
    @classmethod
    def _collect_problems(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:  # pydantic's signature
        given = data if isinstance(data, Mapping) else {}
        known = cls.model_fields
        numbered = [
            name
            for name, value in given.items()
            if values.holds_birth_number(value) or (name not in known and values.holds_birth_number(name))
        ]
        problems = [
            Problem("birth_number").at(field=None if values.holds_birth_number(name) else str(name))
            for name in numbered
        ]
        unread: set[object] = {*numbered}
        rest = {name: value for name, value in given.items() if name not in numbered} if numbered else data
        try:
            made: Self | None = handler(rest)
        except MentorMatchError as error:
            made = None
            problems.extend(error.problems)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            problems.extend(problem for detail in details for problem in _translated(cls, detail))
            unread |= {detail["loc"][0] for detail in details if detail["loc"]}
            made = _made_of(handler, {name: value for name, value in given.items() if name not in unread})
        if made is not None:  # of a field that could not be read, only that is said
            problems.extend(problem for problem in made.contradictions() if problem.where.field not in unread)
        if made is not None and not problems:
            return made
        problems = [p for p in problems if not (p.where.field in numbered and p.key in ("id_missing", "field_missing"))]
        problems = [cls.discreet(problem, given) for problem in problems]
        named = _id_if_right(given) if "id" in cls.model_fields and "id" not in numbered else None
        raise cls.raises(problem.at(**{cls.id_is_of: named}) for problem in problems)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:  # pydantic's signature
        hidden = {*special_fields(type(self)), *self.hidden_fields()}
        return [
            (name, value)
            for name, value in super().__repr_args__()
            if name not in hidden and value is not None and name in type(self).model_fields
        ]

    def contradictions(self) -> Iterable[Problem]:
        """What is wrong between fields that are right by themselves."""
        return ()

    @classmethod
    def discreet(cls, problem: Problem, given: Mapping[str, Any]) -> Problem:
        """The problem as it may be shown beside the other fields that were given."""
        return problem

    def hidden_fields(self) -> Iterable[str]:
        """Fields that ``repr`` leaves out beside the special categories and those declared with ``repr=False``."""
        return ()


def _made_of(handler: ModelWrapValidatorHandler[R], data: Mapping[str, Any]) -> R | None:
    """The record of the fields that are right, so that what contradicts between them is found too."""
    try:
        return handler(data)
    except (ValidationError, MentorMatchError):  # a required field is among the wrong ones, and was reported
        return None


def _id_if_right(data: Mapping[str, Any]) -> str | None:
    try:
        return text(data.get("id"))
    except ProfileError:
        return None


def _translated(record: type[BaseModel], detail: ErrorDetails) -> Iterable[Problem]:
    """The problems behind one pydantic error, without the input."""
    field = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "mentormatch":
            for problem in detail["ctx"]["problems"]:
                inner = problem.where.field
                yield problem.at(field=f"{field}.{inner}" if inner and field else inner or field or None)
        case "extra_forbidden":
            yield unknown_name("unknown_field", field, record.model_fields).at(field=field)
        case "missing":
            yield Problem("id_missing" if field == "id" else "field_missing").at(field=field)
        case "default_factory_not_called":  # its default comes from another field, which is reported itself
            return
        case "value_error" | "assertion_error":  # a user's own validator; its text may repeat the value
            yield Problem("field_value").at(field=field or None)
        case kind:
            yield Problem("field_kind", {"kind": kind}).at(field=field or None)


def reads(reader: Callable[[Any], object]) -> BeforeValidator:  # pydantic passes whatever was given
    """A validator from a function that raises our errors; pydantic carries them, so that all are collected."""

    def validate(value: object) -> object:
        try:
            return reader(value)
        except MentorMatchError as error:
            raise PydanticCustomError("mentormatch", "invalid", {"problems": error.problems}) from None

    return BeforeValidator(validate)


def text(value: object) -> str | None:
    """One line of text; a number is taken as it is written."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if values.is_empty(value):
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ProfileError.of("value_text")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _id(value: object) -> str:
    word = text(value)
    if word is None:
        raise ProfileError.of("id_missing")
    return word


def _yes_no(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = text(value)
    return None if word is None else vocabulary.current().code("yes_no", word) == "yes"


def municipality(value: object) -> str | None:
    """The number of a municipality, from its number or any of its names; None for blank."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    word = text(f"{number:04d}" if isinstance(number, int) else number)
    return None if word is None else vocabulary.current().municipality(word)


def code(kind: str) -> BeforeValidator:
    """A validator for one word of a code list of the vocabulary."""
    return reads(lambda value: None if (word := text(value)) is None else vocabulary.current().code(kind, word))


def codes(kind: str) -> BeforeValidator:
    """A validator for a list of words of a code list."""
    return reads(lambda value: collected(values.words(value), lambda word: vocabulary.current().code(kind, word)))


def collected(items: Iterable[Any] | None, reader: Callable[[Any], object]) -> tuple[Any, ...] | None:
    """What a reader makes of each item, without repetition; the problems of all items are raised together."""
    if isinstance(items, str) or not isinstance(items, Iterable | None):
        raise ProfileError.of("value_list")
    problems, found = list[Problem](), dict[object, None]()
    for item in items or ():
        try:
            found[reader(item)] = None
        except MentorMatchError as error:
            problems.extend(error.problems)
    if problems:
        raise ProfileError(problems)
    return tuple(found) or None


def part(record: type[Record]) -> BeforeValidator:
    """A validator for a part with fields of its own, given as the record or as a mapping."""
    return reads(lambda value: record.model_validate(value) if isinstance(value, Mapping) else value)


def named(reader: Callable[[object], object]) -> BeforeValidator:
    """A validator for a mapping from names to values, given as such or as ``'name: value; name: value'``."""

    def read(value: Any) -> dict[str, object] | None:
        if isinstance(value, str):
            pairs = [piece.split(":", 1) for piece in values.words(value) or ()]
            if any(len(pair) != 2 for pair in pairs):
                raise ProfileError.of("value_named")
            value = {name.strip(): item.strip() for name, item in pairs}
        return named_values(value, reader)

    return reads(read)


def named_values(value: object, reader: Callable[[object], object]) -> dict[str, object] | None:
    """What a reader makes of each value of a mapping; the problems of all are raised together, by name."""
    if values.is_empty(value):
        return None
    if not isinstance(value, Mapping):
        raise ProfileError.of("value_named")
    problems, found = list[Problem](), dict[str, object]()
    for name, item in value.items():
        try:
            found[str(name)] = reader(item)
        except MentorMatchError as error:
            problems.extend(
                p.at(field=f"{name}.{p.where.field}" if p.where.field else str(name)) for p in error.problems
            )
    if problems:
        raise ProfileError(problems)
    return found


def _ids(value: object) -> tuple[str, ...] | None:
    """Ids are told apart by case, and one may be a number: unlike words."""
    if values.is_empty(value):
        return None
    items = [value] if isinstance(value, (int, float)) else values.pieces(value)
    return collected([item for item in items if not values.is_empty(item)], _id)


Id = Annotated[str, reads(_id)]
Ids = Annotated[tuple[str, ...] | None, reads(_ids)]
Text = Annotated[str | None, reads(text)]
Words = Annotated[tuple[str, ...] | None, reads(values.words)]
Whole = Annotated[int | None, reads(values.whole)]
Hours = Annotated[float | None, reads(values.decimal)]
Day = Annotated[date | None, reads(values.day)]
YesNo = Annotated[bool | None, reads(_yes_no)]
Municipality = Annotated[str | None, reads(municipality)]
