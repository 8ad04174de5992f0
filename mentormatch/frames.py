"""Frames with constant columns and types, also when they are empty."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame


def frame(cells: Iterable[Sequence[object]], columns: Sequence[str], **types: type) -> "DataFrame":
    """A frame of these rows; columns without a type hold text.

    >>> frame([], ["mentee_id", "people"], people=int).dtypes.astype(str).tolist()
    ['str', 'int64']
    """
    from pandas import DataFrame, array

    rows = list(cells)
    made = {
        column: array([row[place] for row in rows], dtype=types.get(column, "str"))  # type: ignore[arg-type]  # the stubs list dtypes one by one
        for place, column in enumerate(columns)
    }
    return DataFrame(made, copy=False)
