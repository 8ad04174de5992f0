"""Find the mentor who fits, prove that the assignment is the best, and explain it.

>>> import mentormatch as mm
>>> mm.ProfileError.__module__
'mentormatch.errors'

Names are fetched from their modules when they are first used, so importing the package is quick.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what type checkers and editors read; a test compares it with the table below
    from mentormatch import assignment as assignment
    from mentormatch import supervision as supervision
    from mentormatch import vocabulary as vocabulary
    from mentormatch.compatibility import CompatibilityModel as CompatibilityModel
    from mentormatch.compatibility import factors as factors
    from mentormatch.compatibility import rules as rules
    from mentormatch.conditions import Quota as Quota
    from mentormatch.conditions import Waiver as Waiver
    from mentormatch.errors import AssignmentError as AssignmentError
    from mentormatch.errors import CaseError as CaseError
    from mentormatch.errors import MatchingError as MatchingError
    from mentormatch.errors import MentorMatchError as MentorMatchError
    from mentormatch.errors import MentorMatchWarning as MentorMatchWarning
    from mentormatch.errors import ModelError as ModelError
    from mentormatch.errors import ProfileError as ProfileError
    from mentormatch.errors import TableError as TableError
    from mentormatch.errors import VerificationError as VerificationError
    from mentormatch.errors import VocabularyError as VocabularyError
    from mentormatch.matching import Matching as Matching
    from mentormatch.matching import match as match
    from mentormatch.matching import shortlist as shortlist
    from mentormatch.precheck import check as check
    from mentormatch.profiles import Mentee as Mentee
    from mentormatch.profiles import Mentor as Mentor
    from mentormatch.tables import read_decisions as read_decisions
    from mentormatch.tables import read_mentees as read_mentees
    from mentormatch.tables import read_mentors as read_mentors
    from mentormatch.tables import read_quotas as read_quotas
    from mentormatch.tables import read_waivers as read_waivers

    __version__: str
else:
    _NAMES = {
        "compatibility": ("CompatibilityModel",),
        "conditions": ("Quota", "Waiver"),
        "errors": (
            "AssignmentError",
            "CaseError",
            "MatchingError",
            "MentorMatchError",
            "MentorMatchWarning",
            "ModelError",
            "ProfileError",
            "TableError",
            "VerificationError",
            "VocabularyError",
        ),
        "matching": ("Matching", "match", "shortlist"),
        "precheck": ("check",),
        "profiles": ("Mentee", "Mentor"),
        "tables": ("read_decisions", "read_mentees", "read_mentors", "read_quotas", "read_waivers"),
    }
    _HOMES = {name: module for module, names in _NAMES.items() for name in names}
    _MODULES = {
        "assignment": "assignment",
        "factors": "compatibility.factors",
        "rules": "compatibility.rules",
        "supervision": "supervision",
        "vocabulary": "vocabulary",
    }
    __all__ = sorted([*_HOMES, *_MODULES, "__version__"])

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _HOMES:
            value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        elif name in _MODULES:
            value = import_module(f"{__name__}.{_MODULES[name]}")
        elif name == "__version__":
            from importlib.metadata import version

            value = version("mentormatch-network")
        else:
            from mentormatch.errors import unknown_name

            raise AttributeError(unknown_name("unknown_attribute", name, __all__).text())
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
