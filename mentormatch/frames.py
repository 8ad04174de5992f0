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
    from pandas import DataFrame

    made = DataFrame([tuple(row) for row in cells], columns=list(columns))
    return made.astype({column: types.get(column, "str") for column in columns})
