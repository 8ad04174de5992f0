"""The sketch of a case: never fewer than five fit, coarser step by step, nothing of a protected address."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import vocabulary
from mentormatch.casework.case import Case
from mentormatch.casework.sketch import CaseSketch, case_sketch
from mentormatch.errors import CaseError

DAY = "2026-11-22"
TARGET_GROUPS = ("at_risk", "in_extremist_milieu", "next_of_kin")
# Two counties of RVTS Vest, one of RVTS Sør.
TOWNS = {"4601": ("Vestland", "RVTS Vest"), "1103": ("Rogaland", "RVTS Vest"), "4204": ("Agder", "RVTS Sør")}


def a_case(number: int, **given: object) -> Case:
    return Case(**{"id": f"S{number}", "by": "K1", "host": "Bergen", "on": "2026-01-01", **given})


def alike(count: int, first: int = 1, /, **given: object) -> list[Case]:
    return [a_case(number, **given) for number in range(first, first + count)]


# A table of cases: what others are like, and what may be told of a case of 19 years in Bergen


ME = {"birth_year": 2007, "municipality": "4601", "target_group": "at_risk", "levels": "individual"}
FINEST = CaseSketch("18–20", "Vestland", ("individual",), None, "at_risk", 5)


@pytest.mark.parametrize(
    "others, age, region, levels, target_group",
    [
        ({}, "18–20", "Vestland", ("individual",), "at_risk"),
        ({"birth_year": 2008}, "18–20", "Vestland", ("individual",), "at_risk"),
        ({"municipality": "4602"}, "18–20", "Vestland", ("individual",), "at_risk"),
        ({"municipality": "1103"}, "18–20", "RVTS Vest", ("individual",), "at_risk"),
        ({"birth_year": 2002}, "18–24", "RVTS Vest", ("individual",), "at_risk"),
        ({"levels": "family"}, "18–24", "RVTS Vest", None, "at_risk"),
        ({"birth_year": 1950}, "18+", "RVTS Vest", None, "at_risk"),
        ({"municipality": "4204"}, "18+", None, None, "at_risk"),
        ({"municipality": None}, "18+", None, None, "at_risk"),
        ({"protected_address": True}, "18+", None, None, "at_risk"),
        ({"target_group": "next_of_kin"}, "18+", None, None, None),
        ({"target_group": None}, "18+", None, None, None),
        ({"birth_year": 2010}, None, None, None, None),
        ({"birth_year": None}, None, None, None, None),
    ],
)
def test_a_sketch_is_as_coarse_as_the_others_make_it(
    others: dict[str, object], age: str | None, region: str | None, levels: tuple[str, ...], target_group: str | None
) -> None:
    me = a_case(0, **ME)
    sketch = case_sketch(me, [me, *alike(4, **{**ME, **others})], on=DAY)
    assert sketch == CaseSketch(age, region, levels, None, target_group, 5)


def test_the_case_itself_counts_only_if_it_is_among_them() -> None:
    me = a_case(0, **ME)
    assert case_sketch(me, [me, *alike(4, **ME)], on=DAY) == FINEST
    assert case_sketch(me, alike(5, **ME), on=DAY) == FINEST
    assert case_sketch(me, alike(4, **ME), on=DAY) == CaseSketch(None, None, None, None, None, None)


@pytest.mark.parametrize("population", [[], alike(4, **ME), pd.DataFrame({"id": []})])
def test_of_fewer_than_five_nothing_is_told(population: list[Case]) -> None:
    sketch = case_sketch(a_case(0, **ME), population, on=DAY)
    assert astuple(sketch) == (None,) * len(fields(sketch))
    assert sketch.text("en").splitlines() == [
        "Fewer than 5 people were compared with, so nothing is told of the person.",
        "This is de-identified, and still personal data: somebody who knows the person may know them again.",
    ]


def test_the_same_person_in_several_cases_counts_once() -> None:
    together = [a_case(n, mentee_ids=ids, **ME) for n, ids in enumerate(["B1", "B1; B2", "B2", "B3", "B4", "B5"])]
    assert case_sketch(together[0], together, on=DAY).fits is None  # B1 with B2, B3, B4, B5
    assert case_sketch(together[0], [*together, a_case(9, mentee_ids="B6", **ME)], on=DAY) == FINEST


def test_a_case_of_a_service_is_nobody() -> None:
    service = a_case(1, of="service")
    with pytest.raises(CaseError) as caught:
        case_sketch(service, alike(9, **ME))
    assert [problem.key for problem in caught.value.problems] == ["sketch_of_service"]
    services = [a_case(n, of="service", levels="individual") for n in range(10, 20)]
    assert case_sketch(a_case(0, **ME), [*alike(4, **ME), *services], on=DAY).fits is None


def test_topics_are_told_when_five_share_them_and_go_before_the_age() -> None:
    people = alike(6, **ME)
    shared = {case.id: ["grenser i rollen", "dilemma"] for case in people}
    assert case_sketch(people[0], people, topics=shared, on=DAY).topics == ("dilemma", "boundaries")
    alone = {people[0].id: ["legal"]}
    sketch = case_sketch(people[0], people, topics=alone, on=DAY)
    assert (sketch.topics, sketch.levels, sketch.age) == (None, None, "18–24")


def test_a_table_is_as_good_as_records() -> None:
    people = [*alike(4, **ME), *alike(5, 5, **{**ME, "municipality": "1103"}), a_case(20, protected_address=True, **ME)]
    frame = pd.DataFrame(
        {
            "id": [case.id for case in people],
            "host": ["somewhere"] * 10,  # a column that is not looked at
            "birth_year": [float(case.birth_year or 0) for case in people],
            "municipality": ["Bergen"] * 4 + [1103] * 5 + ["4601 Bergen"],
            "target_group": ["i fare for radikalisering"] * 10,
            "levels": ["individual"] * 10,
            "protected_address": [None] * 9 + ["ja"],
        }
    )
    for case in people:
        assert case_sketch(case, frame, on=DAY) == case_sketch(case, people, on=DAY)


def test_bad_rows_are_told_together_and_without_what_stands_in_them() -> None:
    frame = pd.DataFrame({"id": ["S1", "S2"], "birth_year": ["x", 2000], "municipality": ["Bergen", "Lykkeland"]})
    with pytest.raises(CaseError) as caught:
        case_sketch(a_case(0, **ME), frame)
    assert [(problem.where.row, problem.where.field) for problem in caught.value.problems] == [
        (1, "birth_year"),
        (2, "municipality"),
    ]
    assert "Lykkeland" not in caught.value.text("nb")
    with pytest.raises(CaseError) as caught:
        case_sketch(a_case(0, **ME), [], topics={"S1": ["gossip"], "S2": ["dilemma", "weather"]})
    assert [problem.where.text("en") for problem in caught.value.problems] == ["record S1", "record S2"]


def test_the_sketch_in_words_says_that_it_is_still_personal_data() -> None:
    people = alike(12, **ME)
    sketch = case_sketch(people[0], people, topics={case.id: "dilemma" for case in people}, on=DAY)
    assert sketch.text().splitlines() == [
        "Alder: 18–20",
        "Region: Vestland",
        "Målgruppe: i fare for radikalisering",
        "Nivå: individ",
        "Temaer: dilemma",
        "Minst 10 personer av dem det er sammenlignet med, passer til dette.",
        "Dette er avidentifisert, men fortsatt personopplysninger: "
        "den som kjenner personen, kan kjenne vedkommende igjen.",
    ]
    assert "at_risk" not in repr(sketch)
    for language in ("nb", "en"):
        assert "anonym" not in sketch.text(language).casefold()


# Properties


VALUES = st.fixed_dictionaries(
    {
        "birth_year": st.sampled_from([None, 1950, 1990, 2003, 2007, 2009, 2011]),
        "municipality": st.sampled_from([None, *TOWNS]),
        "target_group": st.sampled_from([None, *TARGET_GROUPS]),
        "levels": st.sampled_from([None, "individual", "family", "individual; family"]),
        "protected_address": st.sampled_from([None, None, None, True]),
    }
)
PEOPLE = st.lists(VALUES, min_size=1, max_size=24).map(
    lambda rows: [a_case(number, **row) for number, row in enumerate(rows)]
)


def fits(sketch: CaseSketch, case: Case) -> bool:
    """Whether a case is as the sketch says: read from what is told, by other ways than the code's."""
    if sketch.age is not None:
        low, _, high = sketch.age.rstrip("+").partition("–")
        if case.birth_year is None or not int(low) <= 2026 - case.birth_year <= int(high or 200):
            return False
    hidden = case.municipality is None or bool(case.protected_address)
    if sketch.region is not None and (hidden or sketch.region not in TOWNS[case.municipality or ""]):
        return False
    if sketch.levels is not None and set(sketch.levels) != set(case.levels or ()):
        return False
    return sketch.target_group in (None, case.target_group)


ORDER = tomllib.loads(files("mentormatch.casework").joinpath("data", "sketch.toml").read_text(encoding="utf-8"))
BANDS = {"fine": {"0–12", "13–15", "16–17", "18–20", "21–24", "25–29", "30–39", "40–49", "50–59", "60+"}}
BANDS["broad"] = {"0–17", "18–24", "25–39", "40–59", "60+"}
BANDS["minor_or_adult"] = {"0–17", "18+"}


def detail(sketch: CaseSketch) -> set[str]:
    """What a sketch tells, as a set that only shrinks as it gets coarser."""
    told = {name for name in ("levels", "target_group") if getattr(sketch, name) is not None}
    if sketch.region is not None:
        told |= {"rvts"} if sketch.region.startswith("RVTS") else {"rvts", "county"}
    if sketch.age is not None:
        width = [name for name in ("minor_or_adult", "broad", "fine") if sketch.age in BANDS[name]]
        told |= set(("minor_or_adult", "broad", "fine")[: ("minor_or_adult", "broad", "fine").index(width[0]) + 1])
    return told


@given(people=PEOPLE)
def test_never_fewer_than_five_fit(people: list[Case]) -> None:
    for case in people[:4]:
        sketch = case_sketch(case, people, on=DAY)
        number = sum(fits(sketch, other) for other in people)
        if sketch.fits is None:
            assert detail(sketch) == set()
            assert number == len(people) < 5
        else:
            assert fits(sketch, case)
            assert number >= sketch.fits >= 5
        if case.protected_address:
            assert sketch.region is None


@given(people=PEOPLE, fewer=st.integers(0, 24), case=VALUES)
def test_whoever_is_rarer_never_gets_more_detail(people: list[Case], fewer: int, case: dict[str, object]) -> None:
    me = a_case(100, **case)
    among_many, among_few = case_sketch(me, people, on=DAY), case_sketch(me, people[:fewer], on=DAY)
    assert detail(among_few) <= detail(among_many)
    assert (among_few.fits or 0) <= max(among_many.fits or 0, len(people))


@given(people=PEOPLE, order=st.randoms(use_true_random=False))
def test_the_order_of_the_population_does_not_matter(people: list[Case], order: object) -> None:
    mixed = sorted(people, key=lambda case: hash((repr(order), case.id)))
    assert case_sketch(people[0], mixed, on=DAY) == case_sketch(people[0], people, on=DAY)


def test_each_step_makes_one_thing_coarser_and_the_last_leaves_nothing() -> None:
    coarser = {
        "age": ["fine", "broad", "minor_or_adult", "left_out"],
        "region": ["county", "rvts", "left_out"],
        **{name: ["shown", "left_out"] for name in ("levels", "topics", "target_group")},
    }
    now = dict(ORDER["start"])
    assert set(now) == set(coarser)
    for name, coarseness in ORDER["steps"]:
        assert coarser[name].index(coarseness) == coarser[name].index(now[name]) + 1
        now[name] = coarseness
    assert set(now.values()) == {"left_out"}
    assert set(ORDER["ages"]["minor_or_adult"]) <= set(ORDER["ages"]["broad"]) <= set(ORDER["ages"]["fine"])


def test_the_towns_of_these_tests_lie_where_they_say() -> None:
    known = vocabulary.current()
    for number, (county, region) in TOWNS.items():
        assert known.county_name(known.county(number)) == county
        assert known.rvts_region_name(known.rvts_region(number, date(2026, 11, 22)), date(2026, 11, 22)) == region


def test_an_iterator_is_read_once() -> None:
    def stream() -> Iterable[Case]:
        yield from alike(5, **ME)

    population: Sequence[Case] = list(stream())
    assert case_sketch(population[0], stream(), on=DAY) == case_sketch(population[0], population, on=DAY)
