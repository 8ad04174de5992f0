"""Chances that are the same on every machine: whole numbers from the bit generator PCG64 (O'Neill 2014).

NumPy promises that its stream never changes; what it draws from that stream itself may, and is not used.
"""

from collections.abc import Sequence
from typing import TypeVar

from numpy.random import PCG64, SeedSequence

T = TypeVar("T")


class Draw:
    """The chances of one person: a stream of its own for each seed, side and number.

    >>> Draw(1, 0, 1).between(1, 6) == Draw(1, 0, 1).between(1, 6)
    True
    """

    def __init__(self, seed: int, side: int, number: int) -> None:
        self._bits = PCG64(SeedSequence((seed, side, number)))

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``; the bias is below 2**-50."""
        return int(self._bits.random_raw()) * count >> 64

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Yes, so many times of a hundred."""
        return self.below(100) < percent

    def one(self, items: Sequence[T]) -> T:
        """One of the items, each as often."""
        return items[self.below(len(items))]

    def by_share(self, shares: Sequence[tuple[int, T]]) -> T:
        """One of the items, each as often as its share says."""
        rest = self.below(sum(share for share, _ in shares))
        for share, item in shares:
            if rest < share:
                return item
            rest -= share
        raise AssertionError("shares are whole numbers of 0 or more")

    def some(self, items: Sequence[T], low: int, high: int, tail: int = 1) -> tuple[T, ...]:
        """Different items; a larger ``tail`` prefers the first, so that the last are rare."""
        count = self.between(low, high)
        found: dict[int, None] = {}
        while len(found) < count:
            found[min(self.below(len(items)) for _ in range(tail))] = None
        return tuple(items[place] for place in found)
