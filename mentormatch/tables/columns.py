"""The columns of one table, and the sheet of a workbook that holds it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from mentormatch.errors import Problem, Where
from mentormatch.tables.cells import Mark, Table, letter, refused
from mentormatch.tables.headings import CLOSE, FieldPath, Lookup, headings_file
from mentormatch.values import holds_birth_number
from mentormatch.vocabulary.spellings import folded


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its place, its heading as an error may show it, and the field it sets."""

    index: int
    heading: str
    path: FieldPath


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of a table, what is wrong with its headings, and what the user should be warned of."""

    read: tuple[Column, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def shown(heading: object, index: int) -> str:
    """A heading as an error may show it: the letter of its column where it is empty or holds a birth number."""
    text = "" if heading is None or isinstance(heading, Mark) else " ".join(str(heading).split())
    if not text or holds_birth_number(text):
        return letter(index)
    return text if len(text) <= 60 else f"{text[:59]}…"


def columns_of(table: Table, known: Lookup) -> Columns:
    """Which column is which field.

    A heading that is not known but looks like one that is, is used with a warning; one that looks like none is left
    out with a warning; two headings for one field are an error.
    """
    names = [shown(heading, index) for index, heading in enumerate(table.headings)]
    found = {index: path for index, heading in enumerate(table.headings) if (path := known.find(heading)) is not None}
    certain = list(found.values())
    warnings, left_out = list[Problem](), list[str]()
    for index, name in enumerate(names):
        if index in found:
            continue
        guess = known.near(name)
        if guess is not None and not any(_clash(guess[1], path) for path in certain):
            found[index] = guess[1]
            warnings.append(Problem("table_heading_guessed", {"heading": name, "guess": guess[0]}, table.where))
        elif table.headings[index] is not None or _is_used(table, index):
            left_out.append(name)
    if left_out:
        warnings.append(Problem("table_columns_left_out", {"columns": ", ".join(left_out)}, table.where))
    read = tuple(Column(index, names[index], path) for index, path in sorted(found.items()))
    twice = tuple(
        Problem("table_heading_twice", {"first": first.heading, "second": second.heading}, table.where).at(
            row=table.heading_row, column=second.heading
        )
        for position, second in enumerate(read)
        for first in read[:position]
        if _clash(first.path, second.path)
    )
    return Columns(read, twice, tuple(warnings))


def _is_used(table: Table, index: int) -> bool:
    return any(index < len(cells) and cells[index] is not None for _, cells in table.rows)


def _clash(one: FieldPath, other: FieldPath) -> bool:
    """Whether two columns set the same: the same field, or a whole field and what only parts of it can say."""
    if one == other or {one, other} == {("engagement",), ("engagement", "kind")}:
        return True
    return one[0] == other[0] and 1 in (len(one), len(other)) and one[0] in ("requirements", "priorities", "wishes")


def sheet_of(kind: str, names: Sequence[str], file: str | None) -> tuple[str | None, Problem | None]:
    """The sheet with a name of this kind, and a warning where the name had to be guessed.

    Raises ``TableError`` where several sheets have such a name.
    """
    spellings = _sheet_names(kind)
    found = [name for name in names if folded(name) in spellings]
    warning = None
    if not found:
        found = [
            name
            for name in names
            if not of_another_kind(kind, name) and get_close_matches(folded(name), spellings, n=1, cutoff=CLOSE)
        ]
        if found:
            guess = spellings[get_close_matches(folded(found[0]), spellings, n=1, cutoff=CLOSE)[0]]
            warning = Problem("table_sheet_guessed", {"sheet": found[0], "guess": guess}, Where(file=file))
    if len(found) > 1:
        raise refused("table_sheet_twice", file, sheets=", ".join(found))
    return (found[0] if found else None), warning


def of_another_kind(kind: str, name: str) -> bool:
    """Whether a sheet has the name of another kind of list."""
    return any(folded(name) in _sheet_names(other) for other in headings_file().sheets if other != kind)


def _sheet_names(kind: str) -> dict[str, str]:
    return {folded(word): word for word in (*headings_file().sheets[kind].all(), kind)}


def languages_of(table: Table, known: Lookup) -> Counter[str]:
    """How many headings of a table are ``nb`` (or Nynorsk) and how many ``en``, of those that are only one of them."""
    languages = [known.languages(heading) for heading in table.headings]
    return Counter(next(iter(one)) for one in languages if len(one) == 1)
