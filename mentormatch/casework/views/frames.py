"""How a view becomes a frame: columns with constant names and types, also when there is nothing in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

TEXT, DAY, WHOLE, NUMBER, HOURS = "str", "datetime64[s]", "Int64", "Float64", "Float64"
"""The types of columns: in each of them a cell can be missing."""

_EPOCH, _UNKNOWN = date(1970, 1, 1).toordinal(), -(2**63)
"""Days are counted as numpy counts them: it reads numbers many times as quickly as dates."""


def table(rows: Sequence[Sequence[Any]], columns: Mapping[str, str]) -> "DataFrame":
    """A frame of these rows, whose columns are the names of a mapping with their types.

    >>> table([], {"case_id": TEXT, "days": WHOLE}).dtypes.astype(str).tolist()
    ['str', 'Int64']
    """
    import numpy as np
    import pandas as pd

    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    made = dict[str, object]()
    for (name, kind), values in zip(columns.items(), cells, strict=True):
        if kind == DAY:
            days = np.array([_UNKNOWN if day is None else day.toordinal() - _EPOCH for day in values], dtype="int64")
            made[name] = days.view("datetime64[D]").astype(kind)
        elif kind == TEXT:
            column = np.empty(len(values), dtype=object)
            column[:] = values
            made[name] = pd.array(column, dtype="str")
        else:
            made[name] = pd.Series(values, dtype=kind)
    return pd.DataFrame(made)
