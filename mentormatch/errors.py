"""One family of errors and warnings.

An error holds *problems*: each says in one sentence what is wrong and where, ends in a hint, and can be read in every
language. All problems of an input are collected and raised once. A problem never carries content about a person
other than an id: the values it shows are chosen by the code that found it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import wraps
from typing import ParamSpec, Self, TypeVar

from mentormatch.sentences import languages, say

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: as much of it as is known."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    person: str | None = None
    record: str | None = None
    field: str | None = None

    def text(self, language: str) -> str:
        """'bank.xlsx, sheet Mentorer, row 4, column Språk' and so on; empty when nothing is known."""
        parts = [str(self.file)] if self.file is not None else []
        for name in ("sheet", "row", "column", "person", "record", "field"):
            value = getattr(self, name)
            if value is not None:
                parts.append(say(f"where.{name}", language, value=value))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the key of its sentence (``error.<key>``), what the sentence names, and where."""

    key: str
    values: dict[str, object] = field(default_factory=dict)
    where: Where = Where()

    def at(self, **place: str | int | None) -> "Problem":
        """The same problem with more of its place known."""
        return replace(self, where=replace(self.where, **place))  # type: ignore[arg-type]  # names are checked by replace

    def text(self, language: str = "en") -> str:
        """Place, sentence and hint."""
        place = self.where.text(language)
        sentence = say(f"error.{self.key}.text", language, **self.values)
        hint = say(f"error.{self.key}.hint", language, **self.values)
        return f"{place + ': ' if place else ''}{sentence} {say('word.hint', language)}: {hint}"


class MentorMatchError(Exception):
    """The base of all errors that this library raises on purpose.

    ``problems`` lists everything that was found; ``str()`` shows it in ``language``, ``text()`` in any.

    >>> try:
    ...     raise MentorMatchError.of("unknown_language", language="fr", known="en, nb")
    ... except MentorMatchError as error:
    ...     print(error)
    'fr' is not a language of this library. Hint: Choose one of: en, nb.
    """

    def __init__(self, problems: Problem | Iterable[Problem], language: str = "en") -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.language = language
        super().__init__(self.problems)

    @classmethod
    def of(cls, key: str, /, **values: object) -> Self:
        """An error with a single problem that has no place."""
        return cls(Problem(key, values))

    def text(self, language: str | None = None) -> str:
        """All problems, one a line."""
        chosen = language or self.language
        lines = [problem.text(chosen) for problem in self.problems]
        if len(lines) == 1:
            return lines[0]
        return "\n".join([say("error.several", chosen, count=len(lines)), *(f"- {line}" for line in lines)])

    def __str__(self) -> str:
        return self.text()


class ProfileError(MentorMatchError):
    """A mentor or mentee cannot be made from what was given."""


class VocabularyError(MentorMatchError):
    """A word (language, municipality, code) is unknown or ambiguous."""


class TableError(MentorMatchError):
    """A file or table cannot be read; holds every bad cell."""


class ModelError(MentorMatchError):
    """A compatibility model is not valid."""


class MatchingError(MentorMatchError):
    """People, locks, bans or options of a matching contradict each other."""


class AssignmentError(MentorMatchError):
    """An assignment problem is malformed or has no solution."""


class CaseError(MentorMatchError):
    """A case log, or one of its records, contradicts itself."""


class VerificationError(MentorMatchError):
    """A result is not what it claims to be."""


class MentorMatchWarning(UserWarning):
    """Something was guessed or left out, and the user should know."""


NAMES_SHOWN = 20
"""How many known names a hint lists."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, or None.

    >>> nearest("langauges", ["languages", "gender"])
    'languages'
    """
    candidates = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def unknown_name(key: str, name: str, known: Iterable[str], /, **values: object) -> Problem:
    """A problem about a name that is not among the known ones: with the nearest name in its hint where there is one.

    Uses the sentences ``error.<key>`` (with name and nearest) or ``error.<key>_of`` (with name and known).
    """
    options = list(known)
    near = nearest(name, options)
    if near is not None:
        return Problem(key, {"name": name, "nearest": near, **values})
    shown = ", ".join(options[:NAMES_SHOWN]) + (" …" if len(options) > NAMES_SHOWN else "")
    return Problem(f"{key}_of", {"name": name, "known": shown, **values})


def check_language(language: str) -> str:
    """The language itself if it has sentences, else an error with a hint."""
    if language not in languages():
        raise MentorMatchError.of("unknown_language", language=language, known=", ".join(languages()))
    return language


def told_in_its_language(function: Callable[P, T]) -> Callable[P, T]:
    """A function with an option ``language``, whose errors are told in that language too."""

    @wraps(function)
    def told(*args: P.args, **options: P.kwargs) -> T:
        try:
            return function(*args, **options)
        except MentorMatchError as error:
            language = options.get("language")
            if language in languages():
                error.language = str(language)
            raise

    return told
