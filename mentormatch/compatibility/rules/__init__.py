"""The hard rules, in the order in which their reasons are told."""

from mentormatch.compatibility.comparison import FULL, NO, UNKNOWN, Comparison, by_judgement
from mentormatch.compatibility.factor import Rule, Words
from mentormatch.compatibility.people import Facts, People
from mentormatch.compatibility.rules.mentor import Contract, Operative, Places, Requirements, Trained
from mentormatch.compatibility.rules.pair import Exclusions, Limits, Musts, NotSamePerson, Reach, SharedLanguage

DEFAULT = (
    SharedLanguage, Musts, Limits, Exclusions, NotSamePerson, Operative, Trained, Requirements, Contract, Places, Reach,
)  # fmt: skip
"""All rules of the default model."""

__all__ = [
    "DEFAULT", "FULL", "NO", "UNKNOWN",
    "Comparison", "Contract", "Exclusions", "Facts", "Limits", "Musts", "NotSamePerson", "Operative", "People",
    "Places", "Reach", "Requirements", "Rule", "SharedLanguage", "Trained", "Words", "by_judgement",
]  # fmt: skip
