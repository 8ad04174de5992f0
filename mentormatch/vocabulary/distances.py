"""Neighbours and kilometres between municipalities, from a file that the user gives; the package has none."""

import csv
from collections.abc import Mapping
from math import isfinite
from os import PathLike
from pathlib import Path

from mentormatch.errors import Problem, VocabularyError
from mentormatch.vocabulary.current import current
from mentormatch.vocabulary.spellings import quoted


class Distances:
    """Which municipalities are neighbours, or how many kilometres lie between them: the same in both directions."""

    def __init__(self, pairs: Mapping[frozenset[str], float | None]) -> None:
        self._pairs = dict(pairs)
        self._listed = frozenset(number for pair in self._pairs for number in pair)
        self._measured = any(km is not None for km in self._pairs.values())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> "Distances":
        """Read a CSV with the columns ``from;to;km``, or ``from;to`` for a list of neighbours (or ``fra``, ``til``).

        Municipalities stand as names or numbers. Raises :class:`VocabularyError` with every row that cannot be read.
        """
        file = Path(path)
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise VocabularyError.of("vocabulary_unreadable", file=file.name) from error
        heading = lines[0] if lines else ""
        delimiter = next((sign for sign in ";\t" if sign in heading), ",")
        columns = [name.strip().casefold() for name in heading.split(delimiter)]
        if columns[:2] not in (["from", "to"], ["fra", "til"]) or columns[2:] not in ([], ["km"]):
            raise VocabularyError.of("vocabulary_distance_columns", file=file.name)
        pairs: dict[frozenset[str], float | None] = {}
        problems: list[Problem] = []
        for number, cells in enumerate(csv.reader(lines[1:], delimiter=delimiter), start=2):
            if not any(cell.strip() for cell in cells):
                continue
            try:
                pair, kilometres = _read(cells, len(columns))
                if pairs.setdefault(pair, kilometres) != kilometres:
                    raise VocabularyError.of("vocabulary_distance_twice")
            except VocabularyError as error:
                problems += [problem.at(file=file.name, row=number) for problem in error.problems]
        if problems:
            raise VocabularyError(problems)
        return cls(pairs)

    def neighbours(self, a: str, b: str) -> bool | None:
        """Whether two municipality numbers are neighbours; None where the file does not tell."""
        if frozenset((a, b)) in self._pairs:
            return None if self._measured else True
        return None if self._measured or not {a, b} <= self._listed else False

    def kilometres(self, a: str, b: str) -> float | None:
        """Kilometres between two municipality numbers, 0 within one; None where the file does not tell."""
        return 0.0 if a == b else self._pairs.get(frozenset((a, b)))


def _read(cells: list[str], width: int) -> tuple[frozenset[str], float | None]:
    if len(cells) != width:
        raise VocabularyError.of("vocabulary_distance_width", width=width, found=len(cells))
    problems: list[Problem] = []
    numbers: list[str] = []
    for cell in cells[:2]:
        try:
            numbers.append(current().municipality(cell))
        except VocabularyError as error:
            problems += error.problems
    if len(numbers) == 2 and numbers[0] == numbers[1]:
        problems.append(Problem("vocabulary_distance_same"))
    kilometres = _kilometres(cells[2]) if width == 3 else None
    if width == 3 and kilometres is None:
        problems.append(Problem("vocabulary_distance_km", {"word": quoted(cells[2])}))
    if problems:
        raise VocabularyError(problems)
    return frozenset(numbers), kilometres


def _kilometres(cell: str) -> float | None:
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) and value > 0 else None
