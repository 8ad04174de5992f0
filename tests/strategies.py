"""Hypothesis strategies: made-up mentors and mentees from small pools, so that they often meet.

Every field is left out, empty or given; facts stand with and without a basis in force. Ids of a list are unique, and
what refers to ids (excluded people, the same person, running cases) refers to ids of these lists.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from mentormatch.profiles import Mentee, Mentor

Fields = Mapping[str, st.SearchStrategy[object]]

ON = date(2026, 11, 22)
"""The day that made-up people are judged at."""

MENTEE_IDS = ("B1", "B2", "B3", "B4", "B5", "B6")
MENTOR_IDS = ("M1", "M2", "M3", "M4", "M5", "M6")

LANGUAGES = ("nb", "nn", "ar", "apc", "hi", "ur", "so")  # three pairs near in speech, and one alone
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native", None)
GENDERS = ("woman", "man", "other")
MUNICIPALITIES = ("4601", "4602", "1103", "0301", "3201")  # Bergen, Kinn, Stavanger (same region), Oslo, Bærum
ARENAS = ("fotball", "Skole", "moské", "verft")
INTERESTS = ("sjakk", "Fotball", "musikk", "matlaging")
TRAITS = ("rolig", "tydelig", "Leken")
TOPICS = ("traumer", "Skole", "familie", "rus")
RELIGIONS = ("islam", "Kristendom", "ingen")
PEOPLES = ("somali", "kurdisk", "Norsk")
SECTORS = ("police", "nav", "school", "idrett")
TARGET_GROUPS = ("at_risk", "in_extremist_milieu", "next_of_kin")
LEVELS_OF_WORK = ("individual", "family", "system")
STRENGTHS = ("must", "prefer", "prefer_not", "must_not")
PRIORITIES = ("decisive", "important", "normal", "irrelevant")
FACTORS = (
    "language", "competence", "interests", "own_wish", "background", "region", "age", "availability", "personality",
    "gender", "religion", "ethnic_background", "wishes",
)  # fmt: skip
BASES = ("consent", "social_services_act", "child_welfare_act_1992")  # the last is out of force
SPECIAL_OF_BOTH = ("religion", "ethnic_background")
SPECIAL_OF_MENTEE = (*SPECIAL_OF_BOTH, "target_group", "needs")

days = st.integers(-400, 400).map(lambda apart: ON + timedelta(days=apart))
yes_no = st.booleans()
ages = st.integers(10, 70)


def some(pool: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    """One or more different words of a pool."""
    return st.lists(st.sampled_from(pool), min_size=1, max_size=most, unique=True)


def or_empty(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Given, or now and then an empty cell."""
    return st.one_of(strategy, strategy, strategy, st.none())


def made(always: Fields, optional: Fields) -> st.SearchStrategy[dict[str, object]]:
    """Fields that are always set, and such as are left out, empty or given."""
    filled = {name: or_empty(strategy) for name, strategy in optional.items()}
    return st.fixed_dictionaries(dict(always), optional=filled)


languages = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from(LANGUAGES)}, optional={"level": st.sampled_from(LEVELS)}),
    min_size=1,
    max_size=4,
    unique_by=lambda skill: skill["code"],
)


def bases(special: tuple[str, ...]) -> st.SearchStrategy[object]:
    """A basis for all special-category facts, or for each by itself, in force or not."""
    return st.dictionaries(st.sampled_from(("*", *special)), st.sampled_from(BASES), min_size=1, max_size=3)


def of_both(special: tuple[str, ...]) -> dict[str, st.SearchStrategy[object]]:
    return {
        "name": st.just("Kari Nordmann"),
        "gender": st.sampled_from(GENDERS),
        "age": ages,
        "birth_year": ages.map(lambda age: ON.year - age),
        "languages": languages,
        "background": some(ARENAS),
        "ethnic_background": some(PEOPLES, 2),
        "religion": st.sampled_from(RELIGIONS),
        "personality": some(TRAITS),
        "interests": some(INTERESTS),
        "municipality": st.sampled_from(MUNICIPALITIES),
        "basis": bases(special),
    }


engagements = made(
    {},
    {
        "kind": st.sampled_from(("freed_hours", "bank_contract", "position")),
        "hours_per_week": st.sampled_from((0, 2, 3, 4.5, 7.5, 10)),
        "start": st.integers(-400, 40).map(lambda apart: ON + timedelta(days=apart)),
        "end": st.integers(40, 400).map(lambda apart: ON + timedelta(days=apart)),
        "home_organisation": st.sampled_from(("Bergen kommune", "Oslo", "Røde Kors")),
        "may_be_lent": yes_no,
    },
)
requirement = st.one_of(
    st.none(),
    st.fixed_dictionaries({}, optional={"met": st.sampled_from((True, True, False, None)), "on": days}),
)
requirements = st.dictionaries(
    st.sampled_from(("confidentiality", "police_certificate", "own_check")), requirement, min_size=1
)
limits = made(
    {},
    {
        "genders": some(GENDERS, 2),
        "lowest_age": st.integers(0, 30),
        "highest_age": st.integers(20, 60),
        "target_groups": some(TARGET_GROUPS, 2),
        "levels_of_work": some(LEVELS_OF_WORK, 2),
        "distance": st.sampled_from(("municipality", "county", "region")),
        "kilometres": st.integers(0, 500),
    },
)
mentor_fields = made(
    {},
    {
        **of_both(SPECIAL_OF_BOTH),
        "competence": some(TOPICS),
        "wanted_target_groups": some(TARGET_GROUPS, 2),
        "wanted_levels": some(LEVELS_OF_WORK, 2),
        "occupation": st.just("lærer"),
        "sector": st.sampled_from(SECTORS),
        "role": st.sampled_from(("operative", "operative", "operative", "resource_person")),
        "engagement": engagements,
        "maximum": st.integers(0, 4),
        "training_completed_on": days,
        "requirements": requirements,
        "limits": limits,
        "excluded_mentees": some(MENTEE_IDS, 1),
        "same_person_as": st.sampled_from((*MENTEE_IDS, "B99")),
    },
)

wish_values: dict[str, st.SearchStrategy[str]] = {
    "gender": st.sampled_from((*GENDERS, "same", "not same")),
    "religion": st.sampled_from((*RELIGIONS, "same", "not same")),
    "ethnic_background": st.sampled_from((*PEOPLES, "same")),
    "language": st.sampled_from((*LANGUAGES, "same", "not same")),
    "age": st.sampled_from(("20-35", "30+", "under 25", "over 40")),
    "sector": st.sampled_from(SECTORS),
    "own_municipality": st.sampled_from(("same", "not same")),
    "personality": st.sampled_from((*TRAITS, "same")),
}
wish = st.sampled_from(tuple(wish_values)).flatmap(
    lambda about: st.fixed_dictionaries(
        {"about": st.just(about), "value": wish_values[about], "strength": st.sampled_from(STRENGTHS)}
    )
)
mentee_fields = made(
    {},
    {
        **of_both(SPECIAL_OF_MENTEE),
        "unit": st.sampled_from(("person", "person", "family")),
        "target_group": st.sampled_from(TARGET_GROUPS),
        "level_of_work": st.sampled_from(LEVELS_OF_WORK),
        "needs": some(TOPICS),
        "hours_per_week": st.sampled_from((0, 1, 3, 4.5, 8)),
        "waiting_since": st.integers(0, 700).map(lambda back: ON - timedelta(days=back)),
        "interpreter_accepted": yes_no,
        "protected_address": yes_no,
        "wishes": st.lists(wish, min_size=1, max_size=4),
        "priorities": st.dictionaries(st.sampled_from(FACTORS), st.sampled_from(PRIORITIES), min_size=1, max_size=5),
        "excluded_mentors": some(MENTOR_IDS, 1),
    },
)
urgencies: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "urgency": st.sampled_from(("urgent", "soon")),
            "urgency_set_by": st.just("Ola Nordmann"),
            "urgency_reason": st.just("står uten bolig"),
        }
    ),
)


def mentors() -> st.SearchStrategy[Mentor]:
    """One mentor with an id of ``MENTOR_IDS``."""
    return st.builds(_mentor, st.sampled_from(MENTOR_IDS), mentor_fields)


def mentees() -> st.SearchStrategy[Mentee]:
    """One mentee with an id of ``MENTEE_IDS``."""
    return st.builds(_mentee, st.sampled_from(MENTEE_IDS), mentee_fields, urgencies)


def mentor_lists(least: int = 0, most: int = len(MENTOR_IDS)) -> st.SearchStrategy[list[Mentor]]:
    """Mentors with different ids, in any order."""
    return st.lists(mentors(), min_size=least, max_size=most, unique_by=lambda mentor: mentor.id)


def mentee_lists(least: int = 0, most: int = len(MENTEE_IDS)) -> st.SearchStrategy[list[Mentee]]:
    """Mentees with different ids, in any order."""
    return st.lists(mentees(), min_size=least, max_size=most, unique_by=lambda mentee: mentee.id)


def running_counts() -> st.SearchStrategy[dict[str, int]]:
    """Running cases by mentor id."""
    return st.dictionaries(st.sampled_from(MENTOR_IDS), st.integers(1, 2), max_size=3)


def _mentor(identity: str, fields: dict[str, object]) -> Mentor:
    return Mentor(id=identity, **fields)


def _mentee(identity: str, fields: dict[str, object], urgency: dict[str, object]) -> Mentee:
    return Mentee(id=identity, **fields, **urgency)
