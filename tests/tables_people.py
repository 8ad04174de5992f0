"""Valid people of all kinds, for what is written and read back."""

import csv
import tomllib
from datetime import date
from importlib.resources import files

from hypothesis import strategies as st

from mentormatch import Mentee, Mentor, vocabulary
from mentormatch.marks import special_fields
from mentormatch.profiles import Person
from mentormatch.values import holds_birth_number

_DATA = files("mentormatch").joinpath("data")
_PLACES = _DATA.joinpath("municipalities.csv").read_text(encoding="utf-8").splitlines()
LANGUAGES = tuple(tomllib.loads(_DATA.joinpath("languages.toml").read_text(encoding="utf-8"))["languages"])
MUNICIPALITIES = tuple(row["number"] for row in csv.DictReader(_PLACES, delimiter=";"))

# Whatever somebody may be called or have written, with what a spreadsheet takes for a formula.
_signs = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_odd = st.sampled_from(
    ["=1+1", "'=x", "+47", "-", "@home", 'say "hi"', "a,b", "''@", "'", "0301", "1.0", "nan", "None"]
)
texts = (
    st.one_of(st.text(_signs, max_size=10), _odd)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and not text.startswith("#") and not holds_birth_number(text))  # '#N/A' is an error
)
words = texts.filter(lambda word: ";" not in word)
names = st.text("abcdefgæøå", min_size=3, max_size=8)
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))
hours = st.floats(min_value=0, max_value=40).map(lambda number: round(number, 2))
small = st.integers(0, 20)
yes_no = st.booleans()


def code(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(vocabulary.current().codes(kind))


def codes(kind: str) -> st.SearchStrategy[list[str]]:
    return st.lists(code(kind), unique=True, max_size=3)


def listed(word: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(word, max_size=3, unique_by=str.casefold)


def some(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Any of these fields: not set, empty or filled."""
    return st.fixed_dictionaries({}, optional={name: st.none() | field for name, field in fields.items()})


skills = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from(LANGUAGES), "level": st.none() | code("level")}),
    max_size=3,
    unique_by=lambda skill: str(skill["code"]),
)
requirements = st.dictionaries(
    st.sampled_from(["confidentiality", "police_certificate"]) | names,
    st.none() | some(met=yes_no, on=days, by=texts),
    max_size=3,
)
_wished: dict[str, st.SearchStrategy[str]] = {
    "gender": code("gender") | st.just("same"),
    "sector": code("sector") | names,
    "language": st.sampled_from(LANGUAGES) | st.just("same"),
    "age": st.sampled_from(["25-40", "over 30", "30+", "under 25"]),
    "own_municipality": st.sampled_from(["same", "not_same"]),
    "religion": names | st.just("same"),
    "ethnic_background": names,
    "personality": names,
}
wishes = st.lists(
    st.sampled_from(sorted(_wished)).flatmap(
        lambda about: st.fixed_dictionaries(
            {"about": st.just(about), "value": _wished[about], "strength": code("strength")}
        )
    ),
    max_size=4,
    unique_by=lambda wish: (wish["about"], wish["value"]),
)


def _bases(record: type[Person]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(
        st.sampled_from(["*", *special_fields(record, needing_basis=True)]), code("basis"), max_size=3
    )


def _shared(record: type[Person], word: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[object]]:
    return {
        "name": texts,
        "gender": code("gender"),
        "birth_year": st.integers(1920, 2020),
        "age": st.integers(0, 99),
        "languages": skills,
        "background": listed(word),
        "ethnic_background": listed(word),
        "religion": texts,
        "personality": listed(word),
        "interests": listed(word),
        "municipality": st.sampled_from(MUNICIPALITIES),
        "basis": _bases(record),
    }


def mentor_fields(word: st.SearchStrategy[str] = words) -> st.SearchStrategy[dict[str, object]]:
    return some(
        **_shared(Mentor, word),
        competence=listed(word),
        wanted_target_groups=codes("target_group"),
        wanted_levels=codes("level_of_work"),
        occupation=texts,
        sector=code("sector") | names,
        role=code("role"),
        engagement=some(
            kind=code("engagement"), hours_per_week=hours, start=days, home_organisation=texts, may_be_lent=yes_no
        ),
        maximum=small,
        minimum=small,
        training_completed_on=days,
        requirements=requirements,
        limits=some(
            genders=codes("gender"),
            lowest_age=small,
            highest_age=small,
            target_groups=codes("target_group"),
            levels_of_work=codes("level_of_work"),
            distance=code("distance"),
            kilometres=small,
        ),
        excluded_mentees=listed(word),
        same_person_as=texts,
    )


def mentee_fields(word: st.SearchStrategy[str] = words) -> st.SearchStrategy[dict[str, object]]:
    fields = some(
        **_shared(Mentee, word),
        unit=code("unit"),
        target_group=code("target_group"),
        level_of_work=code("level_of_work"),
        needs=listed(word),
        hours_per_week=hours,
        waiting_since=days,
        interpreter_accepted=yes_no,
        mentors_needed=st.integers(1, 3),
        protected_address=yes_no,
        wishes=wishes,
        priorities=st.dictionaries(names, code("priority"), max_size=3),
        excluded_mentors=listed(word),
    )
    urgency = st.fixed_dictionaries({"urgency": code("urgency"), "urgency_set_by": texts, "urgency_reason": texts})
    return st.tuples(fields, st.just({}) | urgency).map(lambda both: {**both[0], **both[1]})


def people(
    record: type[Person], fields: st.SearchStrategy[dict[str, object]], word: st.SearchStrategy[str] = words
) -> st.SearchStrategy[list[Person]]:
    """Up to three people with ids of their own."""

    def named(ids: list[str]) -> st.SearchStrategy[list[Person]]:
        return st.tuples(*(fields for _ in ids)).map(
            lambda given: [record(**{**one, "id": name}) for one, name in zip(given, ids, strict=True)]
        )

    return st.lists(word, min_size=1, max_size=3, unique=True).flatmap(named)
