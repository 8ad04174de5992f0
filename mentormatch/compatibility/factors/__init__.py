"""The factors of the compatibility score, in the order that ties are broken by."""

from mentormatch.compatibility.comparison import FULL, NO, UNKNOWN, Comparison, by_judgement, by_value, covered
from mentormatch.compatibility.factor import Factor, Reason, Words
from mentormatch.compatibility.factors.asked import EthnicBackground, Gender, Personality, Religion, Wishes
from mentormatch.compatibility.factors.practical import Age, Availability, Region
from mentormatch.compatibility.factors.shared import Background, Competence, Interests, Language, OwnWish
from mentormatch.compatibility.people import Facts, People

DEFAULT = (
    Language, Competence, Interests, OwnWish, Background, Region, Age, Availability, Personality,
    Gender, Religion, EthnicBackground, Wishes,
)  # fmt: skip
"""All factors of the default model."""

__all__ = [
    "DEFAULT", "FULL", "NO", "UNKNOWN",
    "Age", "Availability", "Background", "Comparison", "Competence", "EthnicBackground", "Factor", "Facts", "Gender",
    "Interests", "Language", "OwnWish", "People", "Personality", "Reason", "Region", "Religion", "Wishes", "Words",
    "by_judgement", "by_value", "covered",
]  # fmt: skip
