"""How a view becomes a frame: columns with constant names and types, also when there is nothing in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

TEXT, DAY, WHOLE, NUMBER, HOURS = "str", "datetime64[s]", "Int64", "Float64", "Float64"
"""The types of columns: in each of them a cell can be missing."""

_EPOCH, _UNKNOWN = date(1970, 1, 1).toordinal(), -(2**63)
"""Days are counted as numpy counts them: it reads numbers many times as quickly as dates."""


class Table:
    """Columns with their types, to which rows are added: those of a case at a time, which is quick."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = columns
        self._cells: list[list[Any]] = [[] for _ in columns]

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """More rows, with a cell for each column."""
        for cells, more in zip(self._cells, zip(*rows, strict=True), strict=False):
            cells.extend(more)

    def add_columns(self, *columns: Iterable[object]) -> None:
        """More rows, given as the cells of each column."""
        for cells, more in zip(self._cells, columns, strict=True):
            cells.extend(more)

    def frame(self) -> "DataFrame":
        """The rows so far."""
        import numpy as np
        import pandas as pd

        made = dict[str, object]()
        for (name, kind), cells in zip(self._columns.items(), self._cells, strict=True):
            if kind == DAY:
                days = np.array([0 if day is None else day.toordinal() for day in cells], dtype="int64")
                days = np.where(days == 0, _UNKNOWN, days - _EPOCH)
                made[name] = days.view("datetime64[D]").astype(kind)
            elif kind == TEXT:
                column = np.empty(len(cells), dtype=object)
                column[:] = cells
                made[name] = pd.array(column, dtype="str")
            else:
                made[name] = pd.Series(cells, dtype=kind)
        return pd.DataFrame(made)


def table(rows: Iterable[Sequence[object]], columns: Mapping[str, str]) -> "DataFrame":
    """A frame of these rows, whose columns are the names of a mapping with their types.

    >>> table([], {"case_id": TEXT, "days": WHOLE}).dtypes.astype(str).tolist()
    ['str', 'Int64']
    """
    made = Table(columns)
    made.add(rows)
    return made.frame()
