"""The kinds of arrays."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """The different values from 0 on in order, and the place of each among them: ``np.unique`` without sorting.

    >>> [part.tolist() for part in numbered(np.array([7, 2, 7]))]
    [[2, 7], [1, 0, 1]]
    """
    there = np.zeros(int(values.max(initial=-1)) + 1, bool)
    there[values] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[values]
