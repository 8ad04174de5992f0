"""The fitted model in a sheet of the workbook, so that the next run judges people by the same measure."""

import re
from dataclasses import replace
from os import path as paths
from pathlib import Path

from mentormatch.compatibility import CompatibilityModel
from mentormatch.errors import ModelError, Problem
from mentormatch.report.layout import Cell, Found
from mentormatch.tables.cells import Table


def toml_lines(model: CompatibilityModel) -> list[str]:
    """A model as the lines of a TOML file."""
    return [line for line in model.to_toml().splitlines() if line.strip()]


def model_from_file(file: Path, workbook: Path) -> CompatibilityModel:
    """A model from TOML; the file of distances it names is from now on found from the workbook's folder."""
    model = CompatibilityModel.load(file)
    if model.distances_file is None:
        return model
    there = paths.abspath(file.parent / model.distances_file)
    try:
        named = Path(paths.relpath(there, paths.abspath(workbook.parent))).as_posix()
    except ValueError:  # on another drive of Windows
        named = there
    return replace(model, distances_file=named)


def model_in(table: Table, found: Found, workbook: Path) -> CompatibilityModel | None:
    """The model that a sheet holds; None for an empty one. Raises ``ModelError`` with the sheet."""
    place = found.places["toml"]
    lines = [(row, str(cells[place])) for row, cells in table.rows if row > found.row and _filled(cells, place)]
    if not lines:
        return None
    try:
        return CompatibilityModel.from_toml("\n".join(text for _, text in lines), workbook)
    except ModelError as error:
        problems = []
        for problem in error.problems:
            line = re.search(r"line (\d+)", str(problem.values.get("detail", "")))
            row = lines[min(int(line[1]), len(lines)) - 1 if line is not None else 0][0]
            where = replace(Cell.at(table.file, table.sheet, row, place), field=problem.where.field)
            problems.append(Problem(problem.key, problem.values, where))
        raise ModelError(problems) from None


def _filled(cells: tuple[object, ...], place: int) -> bool:
    return place < len(cells) and cells[place] is not None
