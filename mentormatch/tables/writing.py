"""Results and people to files."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.errors import Problem, TableError, Where, check_language
from mentormatch.profiles import WISHES_ABOUT, Mentee, Mentor, Person
from mentormatch.tables.cells import Table, clean, refused
from mentormatch.tables.columns import columns_of
from mentormatch.tables.files import Sheet, check_kind, in_json, write_csv, write_json, write_workbook
from mentormatch.tables.headings import PARTS, FieldPath, headings_file, lookup
from mentormatch.tables.reading import people_of
from mentormatch.tables.rows import to_cells
from mentormatch.values import is_empty

if TYPE_CHECKING:
    import pandas as pd

_ORDER = {
    **{name: tuple(part.model_fields) for name, part in PARTS.items()},
    "wishes": WISHES_ABOUT,
}


def write_table(frame: "pd.DataFrame", path: str | PathLike[str], *, language: str = "en") -> None:
    """Write one frame to a .csv, .xlsx or .json file, whole or not at all, readable by its owner only.

    A CSV opens rightly in an Excel of the ``language``: in Norwegian it has semicolons and decimal commas. A text that
    a spreadsheet would take for a formula stays a text. Raises ``TableError``.
    """
    file = Path(path)
    if check_kind(file) == ".json":
        write_json(_records(frame), file)
    else:
        _write([_sheet(re.sub(r"[\[\]:*?/\\]", " ", file.stem)[:31], frame)], file, language)


def write_tables(frames: "Mapping[str, pd.DataFrame]", path: str | PathLike[str], *, language: str = "en") -> None:
    """Write frames under their names: as sheets of a workbook, or as lists in JSON. See ``write_table``."""
    file = Path(path)
    if check_kind(file) == ".json":
        write_json({name: _records(frame) for name, frame in frames.items()}, file)
    else:
        _write([_sheet(name, frame) for name, frame in frames.items()], file, language)


def write_people(people: Iterable[Person], path: str | PathLike[str], *, language: str = "en") -> None:
    """Write mentors or mentees as a table that ``read_mentors`` or ``read_mentees`` reads back equal.

    JSON keeps which fields of a person were never set. In CSV and Excel a column is set for everyone, and empty where a
    person has nothing. Raises ``TableError`` for what a cell cannot hold, such as a semicolon within a word.
    """
    everyone, file = list(people), Path(path)
    if check_kind(file) == ".json":
        write_json([one.model_dump(mode="json", exclude_unset=True, by_alias=True) for one in everyone], file)
    else:
        _write([_sheet_of_people(everyone, file, language)], file, language)


def _write(sheets: Sequence[Sheet], file: Path, language: str) -> None:
    check_language(language)
    if check_kind(file) == ".xlsx":
        write_workbook(sheets, file, language)
    elif len(sheets) != 1:
        raise refused("table_write_one", file.name, count=len(sheets))
    else:
        write_csv(sheets[0], file, language)


def _columns(frame: "pd.DataFrame") -> list[list[object]]:
    return [frame.iloc[:, index].astype(object).tolist() for index in range(frame.shape[1])]


def _sheet(name: str, frame: "pd.DataFrame") -> Sheet:
    return Sheet(name, [str(heading) for heading in frame.columns], list(zip(*_columns(frame), strict=True)))


def _records(frame: "pd.DataFrame") -> list[dict[str, object]]:
    names = [str(heading) for heading in frame.columns]
    rows = zip(*_columns(frame), strict=True)
    return [dict(zip(names, map(in_json, row), strict=True)) for row in rows]


def _sheet_of_people(people: Sequence[Person], file: Path, language: str) -> Sheet:
    record = type(people[0]) if people else Person
    known = lookup(record)
    cells = [to_cells(person, language) for person in people]
    paths = {path for row in cells for path in row} or {("id",)}
    inside = {path[0] for path in paths if len(path) > 1} - {"basis"}  # 'Grunnlag' stands beside 'Grunnlag religion'
    ordered = sorted((path for path in paths if len(path) > 1 or path[0] not in inside), key=_rank(record))
    headings = [known.heading(path, language) for path in ordered]
    headings = [h if known.find(h) == p else ".".join(p) for h, p in zip(headings, ordered, strict=True)]
    kind = "mentors" if issubclass(record, Mentor) else "mentees" if issubclass(record, Mentee) else None
    name = "1" if kind is None else headings_file().sheets[kind].written(language)
    sheet = Sheet(name, headings, [[row.get(path) for path in ordered] for row in cells])
    _check_reading(sheet, people, record, file)
    return sheet


def _rank(record: type[Person]) -> Callable[[FieldPath], tuple[int, int, FieldPath]]:
    """The order of columns: as the fields are declared."""
    fields = list(record.model_fields)

    def rank(path: FieldPath) -> tuple[int, int, FieldPath]:
        inner = _ORDER.get(path[0], ())
        return fields.index(path[0]), inner.index(path[1]) if len(path) > 1 and inner else 0, path

    return rank


def _check_reading(sheet: Sheet, people: Sequence[Person], record: type[Person], file: Path) -> None:
    """Read in memory what is about to be written: what would come back as something else is refused."""
    rows = tuple((number, tuple(map(clean, row))) for number, row in enumerate(sheet.rows, start=2))
    table = Table(file.name, sheet.name, tuple(sheet.headings), rows, heading_row=1)
    columns = columns_of(table, lookup(record))
    problems = list(columns.warnings)
    for person, back in zip(people, people_of(table, columns, record), strict=True):
        meant, read = _facts(person), _facts(back)
        wrong = [name for name in record.model_fields if meant.get(name) != read.get(name)]
        problems += [
            Problem("table_write_cell", where=Where(file.name, person=person.id, field=name)) for name in wrong
        ]
    if problems:
        raise TableError(problems)


def _facts(person: Person) -> dict[str, object]:
    """What is recorded of a person, without what is empty; wishes by what they are about."""
    facts = person.model_dump()
    facts["wishes"] = sorted(facts.get("wishes") or (), key=lambda wish: WISHES_ABOUT.index(wish["about"]))
    return {name: kept for name, value in facts.items() if not is_empty(kept := _filled(value))}


def _filled(value: object) -> object:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if not is_empty(kept := _filled(item))}
    return value
