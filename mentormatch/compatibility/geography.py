"""How near two municipalities are, in the steps that mentors are organised in."""

from datetime import date
from enum import IntEnum

from mentormatch import vocabulary
from mentormatch.vocabulary import Distances


class Nearness(IntEnum):
    """The narrowest area two municipalities share; ordered, so that a limit is a comparison."""

    MUNICIPALITY = 0
    NEIGHBOUR = 1
    COUNTY = 2
    REGION = 3
    ELSEWHERE = 4


def nearness(a: str, b: str, on: date, distances: Distances | None) -> Nearness:
    """The nearness of two municipality numbers on a day; neighbours are known only from a user's file."""
    known = vocabulary.current()
    if a == b:
        return Nearness.MUNICIPALITY
    if distances is not None and distances.neighbours(a, b):
        return Nearness.NEIGHBOUR
    if known.county(a) == known.county(b):
        return Nearness.COUNTY
    if known.rvts_region(a, on) == known.rvts_region(b, on):
        return Nearness.REGION
    return Nearness.ELSEWHERE
