"""Whom to call when it is urgent: numbers as data, and what a user is shown beside an acute request."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Annotated, ClassVar

from mentormatch.casework.record import Line
from mentormatch.errors import CaseError, MentorMatchError, Problem
from mentormatch.fields import Record, named_values, reads
from mentormatch.fields import text as one_line
from mentormatch.sentences import say


class EmergencyNumber(Record):
    """A number to call, and in each language whose it is and when to call it."""

    raises: ClassVar[type[MentorMatchError]] = CaseError

    number: Line
    label: Annotated[Mapping[str, str], reads(lambda value: named_values(value, one_line))]


def emergency_numbers(path: str | PathLike[str] | None = None) -> tuple[EmergencyNumber, ...]:
    """The numbers of a TOML file of one's own, or those of Norway, in the order in which they are shown.

    Raises ``CaseError``.

    >>> [entry.number for entry in emergency_numbers()[:2]]
    ['112', '113']
    """
    if path is None:
        return _read(files("mentormatch.casework").joinpath("data", "emergency.toml").read_text(encoding="utf-8"), None)
    file = Path(path)
    try:
        return _read(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError):
        raise CaseError(Problem("emergency_file").at(file=file.name)) from None


def _read(text: str, file: str | None) -> tuple[EmergencyNumber, ...]:
    try:
        listed = tomllib.loads(text).get("numbers")
    except tomllib.TOMLDecodeError:
        listed = None
    if not isinstance(listed, list) or not listed:
        raise CaseError(Problem("emergency_file").at(file=file))
    found, problems = list[EmergencyNumber](), list[Problem]()
    for row, entry in enumerate(listed, start=1):
        try:
            found.append(EmergencyNumber.model_validate(entry))
        except CaseError as error:
            problems.extend(problem.at(file=file, row=row) for problem in error.problems)
    if problems:
        raise CaseError(problems)
    return tuple(found)


def emergency_notice(language: str = "en", numbers: Sequence[EmergencyNumber] | None = None) -> str:
    """What an acute request shows: that this is no emergency line, and whom to call.

    >>> print(emergency_notice("nb").splitlines()[1])
    112: Politiet, ved fare for liv eller vold
    """
    listed = emergency_numbers() if numbers is None else numbers
    lines = [f"{entry.number}: {entry.label.get(language) or next(iter(entry.label.values()))}" for entry in listed]
    return "\n".join([say("guidance.no_emergency_line", language), *lines])
