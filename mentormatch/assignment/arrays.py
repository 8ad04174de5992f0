"""The kinds of arrays, and which numbers they hold."""

from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def is_whole(number: object) -> TypeGuard[int]:
    """Whether this is an integer of any kind; true and false are none.

    >>> is_whole(np.int8(3)), is_whole(2**100), is_whole(3.0), is_whole(True)
    (True, True, False, False)
    """
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def in_64_bits(number: int) -> bool:
    """Whether a whole number can stand in an array."""
    return -(2**63) <= number < 2**63


def beyond_64_bits(numbers: NDArray[np.generic]) -> bool:
    """Whether these are whole numbers, some of which cannot.

    >>> [beyond_64_bits(np.array([number])) for number in (2**63 - 1, 2**63, -(2**70), 1e30)]
    [False, True, True, False]
    """
    if numbers.dtype.kind == "O":
        whole = [number for number in numbers.flat if is_whole(number)]
        return len(whole) == numbers.size and not all(map(in_64_bits, whole))
    return numbers.dtype.kind == "u" and not in_64_bits(int(numbers.max(initial=0)))


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """The different values from 0 on in order, and the place of each among them: ``np.unique`` without sorting.

    >>> [part.tolist() for part in numbered(np.array([7, 2, 7]))]
    [[2, 7], [1, 0, 1]]
    """
    there = np.zeros(int(values.max(initial=-1)) + 1, bool)
    there[values] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[values]
