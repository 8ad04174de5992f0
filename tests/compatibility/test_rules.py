"""Every rule: a table of cases worked out by hand, what it says of a pair, and what an absent column leaves unchecked.

A table says NO (forbidden), ASK (passes with a flag), YES, or UNCHECKED (no person of that side has the field set).
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from single_pair import ASK, NO, UNCHECKED, YES, Fields, sentence, unchecked, verdict
from strategies import ON

from mentormatch.compatibility.factor import Rule
from mentormatch.compatibility.rules import (
    DEFAULT,
    Contract,
    Exclusions,
    Limits,
    Musts,
    NotSamePerson,
    Operative,
    Places,
    Reach,
    Requirements,
    SharedLanguage,
    Trained,
)
from mentormatch.vocabulary import Distances

Case = tuple[Fields, Fields, str]

CONSENT = {"basis": "samtykke"}
YESTERDAY, TOMORROW = ON - timedelta(days=1), ON + timedelta(days=1)
KILOMETRES = Distances({frozenset({"4601", "4627"}): 14.0, frozenset({"4601", "1103"}): 160.0})
NEIGHBOURS = Distances({frozenset({"4601", "4627"}): None, frozenset({"0301", "3201"}): None})


def speaking(mine: str | None, yours: str | None, expected: str, **mentee: object) -> Case:
    return {"languages": mine, **mentee}, {"languages": yours}, expected


SHARED_LANGUAGE = [
    speaking("norsk B1", "norsk B1", YES),
    speaking("norsk morsmål", "norsk C2", YES),
    speaking("norsk A2", "norsk morsmål", NO),
    speaking("norsk morsmål", "norsk A1", NO),
    speaking("somali", "norsk", NO),
    speaking("norsk", "norsk C1", ASK),  # no level: passes, flagged
    speaking("norsk B1", "norsk", ASK),
    speaking("norsk A2", "norsk", NO),  # one level too low is enough
    speaking("norsk A2; somali", "norsk; somali C1", ASK),
    speaking("norsk A2; somali B2", "norsk morsmål; somali C1", YES),
    speaking("arabisk morsmål", "syrisk arabisk morsmål", ASK),  # near in speech
    speaking("urdu A2", "hindi morsmål", NO),
    speaking("ukrainsk morsmål", "russisk morsmål", NO),
    speaking(None, "norsk morsmål", ASK),
    speaking("norsk morsmål", None, ASK),
    speaking("somali", "norsk morsmål", YES, interpreter_accepted=True),
    speaking("somali", "norsk morsmål", NO, interpreter_accepted=False),
    ({}, {"languages": "norsk"}, UNCHECKED),
    ({"languages": "norsk"}, {}, UNCHECKED),
]


def must(about: str, cell: object, mentor: Fields, expected: str, **mentee: object) -> Case:
    return {"wishes": {about: cell}, **mentee}, mentor, expected


MUSTS = [
    must("gender", "må: kvinne", {"gender": "kvinne"}, YES),
    must("gender", "må: kvinne", {"gender": "mann"}, NO),
    must("gender", "må: kvinne, annet", {"gender": "annet"}, YES),  # alternatives
    must("gender", "må ikke: mann", {"gender": "annet"}, YES),
    must("gender", "må ikke: mann", {"gender": "mann"}, NO),
    must("gender", "må: kvinne", {}, ASK),
    must("gender", "må ikke: mann", {}, ASK),
    must("gender", "gjerne: kvinne", {"gender": "mann"}, YES),  # a preference is no rule
    must("gender", "må: samme", {"gender": "mann"}, NO, gender="kvinne"),
    must("gender", "må: ikke samme", {"gender": "mann"}, YES, gender="kvinne"),
    must("gender", "må ikke: samme", {"gender": "kvinne"}, NO, gender="kvinne"),
    must("gender", "må: samme", {"gender": "mann"}, ASK),  # the same as what?
    must("sector", "må ikke: politi, NAV", {"sector": "NAV"}, NO),  # the strength goes for the whole list
    must("sector", "må ikke: politi, NAV", {"sector": "politi"}, NO),
    must("sector", "må ikke: politi, NAV", {"sector": "skole"}, YES),
    must("sector", "ikke politi", {"sector": "politiet"}, NO),
    must("age", "må: 25-40", {"age": 40}, YES),
    must("age", "må: 25-40", {"age": 41}, NO),
    must("age", "må: 25-40", {}, ASK),
    must("language", "må: somali", {"languages": "somali A1; norsk"}, YES),
    must("language", "må: somali; norsk", {"languages": "norsk"}, NO),  # languages each for themselves
    must("language", "må: arabisk", {"languages": "syrisk arabisk"}, YES),
    must("language", "må ikke: arabisk", {"languages": "arabisk"}, NO),
    must("religion", "må: islam", {"religion": "islam", **CONSENT}, YES),
    must("religion", "må: islam", {"religion": "kristendom", **CONSENT}, NO),
    must("religion", "må ikke: islam", {"religion": "islam"}, ASK),  # no basis: as if not recorded
    must("religion", "må: samme", {"religion": "islam", **CONSENT}, ASK, religion="islam"),
    must("religion", "må: samme", {"religion": "islam", **CONSENT}, YES, religion="islam", **CONSENT),
    must("ethnic_background", "må ikke: samme", {"ethnic_background": "norsk; kurdisk", **CONSENT}, NO,
         ethnic_background="kurdisk", **CONSENT),
    must("personality", "må: rolig; tydelig", {"personality": "rolig"}, NO),
    must("personality", "må ikke: leken", {"personality": "rolig"}, YES),
    must("own_municipality", "må: ja", {"municipality": "Bergen"}, YES, municipality="Bergen"),
    must("own_municipality", "må ikke: samme", {"municipality": "Bergen"}, NO, municipality="Bergen"),
    must("own_municipality", "må: nei", {"municipality": "Oslo"}, YES, municipality="Bergen"),
    must("own_municipality", "må: nei", {}, ASK, municipality="Bergen"),
    ({"wishes": {"gender": "må: kvinne", "sector": "må ikke: politi"}}, {"gender": "kvinne"}, ASK),
    ({"wishes": {"gender": "må: kvinne", "sector": "må ikke: politi"}}, {"gender": "mann"}, NO),
    ({"wishes": None}, {"gender": "mann"}, YES),
    ({}, {"gender": "mann"}, UNCHECKED),
]  # fmt: skip


def limited(limits: Fields, mentee: Fields, expected: str, **mentor: object) -> Case:
    return mentee, {"limits": limits, **mentor}, expected


LIMITS = [
    limited({"genders": "kvinne; annet"}, {"gender": "annet"}, YES),
    limited({"genders": "kvinne"}, {"gender": "mann"}, NO),
    limited({"genders": "kvinne"}, {}, ASK),
    limited({"genders": None}, {"gender": "mann"}, YES),  # an empty limit is none
    limited({"lowest_age": 18}, {"age": 18}, YES),
    limited({"lowest_age": 18}, {"age": 17}, NO),
    limited({"highest_age": 25}, {"age": 26}, NO),
    limited({"highest_age": 25}, {"birth_year": 2001}, YES),
    limited({"lowest_age": 18, "highest_age": 25}, {}, ASK),
    limited({"target_groups": "risiko"}, {"target_group": "risiko", **CONSENT}, YES),
    limited({"target_groups": "risiko"}, {"target_group": "pårørende", **CONSENT}, NO),
    limited({"target_groups": "risiko"}, {"target_group": "pårørende"}, ASK),  # no basis: as if not recorded
    limited({"levels_of_work": "familie"}, {"level_of_work": "individ"}, NO),
    limited({"levels_of_work": "familie"}, {"level_of_work": "familie"}, YES),
    limited({"distance": "kommune"}, {"municipality": "Bergen"}, YES, municipality="Bergen"),
    limited({"distance": "kommune"}, {"municipality": "Bergen"}, NO, municipality="Kinn"),
    limited({"distance": "fylke"}, {"municipality": "Bergen"}, YES, municipality="Kinn"),
    limited({"distance": "fylke"}, {"municipality": "Bergen"}, NO, municipality="Stavanger"),
    limited({"distance": "region"}, {"municipality": "Bergen"}, YES, municipality="Stavanger"),
    limited({"distance": "region"}, {"municipality": "Bergen"}, NO, municipality="Oslo"),
    limited({"distance": "region"}, {}, ASK, municipality="Oslo"),
    limited({"distance": "region"}, {"municipality": "Bergen"}, ASK),
    limited({"kilometres": 20}, {"municipality": "Bergen"}, YES, municipality="Bergen"),
    limited({"kilometres": 20}, {"municipality": "Bergen"}, YES, municipality="Askøy"),
    limited({"kilometres": 13}, {"municipality": "Bergen"}, NO, municipality="Askøy"),
    limited({"kilometres": 20}, {"municipality": "Bergen"}, NO, municipality="Stavanger"),
    limited({"kilometres": 20}, {"municipality": "Bergen"}, ASK, municipality="Oslo"),  # the file does not tell
    limited({"distance": "kommune", "kilometres": 20}, {"municipality": "Bergen"}, NO, municipality="Askøy"),
    limited({"genders": "kvinne", "lowest_age": 18}, {"gender": "mann"}, NO),  # NO before ASK
    limited({}, {"gender": "mann"}, YES),
    ({"gender": "mann"}, {"limits": None}, YES),
    ({"gender": "mann"}, {}, UNCHECKED),
]

EXCLUSIONS: list[Case] = [
    ({"excluded_mentors": "M"}, {}, NO),
    ({}, {"excluded_mentees": "B"}, NO),
    ({"excluded_mentors": "M"}, {"excluded_mentees": "B"}, NO),
    ({"excluded_mentors": "X; M"}, {}, NO),
    ({"excluded_mentors": "X"}, {"excluded_mentees": "Y"}, YES),
    ({"excluded_mentors": "m"}, {}, YES),  # ids are told apart by case
    ({"id": "7", "excluded_mentors": 12}, {"id": 12}, NO),  # and may be numbers
    ({"excluded_mentors": None}, {}, YES),  # an empty list excludes nobody
    ({}, {"excluded_mentees": None}, YES),
    ({}, {}, UNCHECKED),
]

NOT_SAME_PERSON: list[Case] = [
    ({}, {"same_person_as": "B"}, NO),
    ({}, {"same_person_as": "X"}, YES),
    ({}, {"same_person_as": None}, YES),
    ({}, {"same_person_as": "b"}, YES),
    ({"id": 7}, {"same_person_as": 7}, NO),
    ({"id": "7"}, {"same_person_as": "7.0"}, YES),
    ({"id": "B 1"}, {"same_person_as": " B  1 "}, NO),
    ({}, {}, UNCHECKED),
]


def mentor(expected: str, **fields: object) -> Case:
    return {}, fields, expected


OPERATIVE = [
    mentor(YES, role="operativ"),
    mentor(YES, role="operative mentor"),
    mentor(YES, role="operative"),
    mentor(YES, role="utøvende"),
    mentor(NO, role="ressursperson"),
    mentor(NO, role="ressursperson på arbeidsplassen"),
    mentor(NO, role=None),  # an empty cell excludes
    mentor(NO, role=" "),
    mentor(UNCHECKED),
]

TRAINED = [
    mentor(YES, training_completed_on="01.06.2025"),
    mentor(YES, training_completed_on=ON),  # on the day itself
    mentor(YES, training_completed_on=YESTERDAY),
    mentor(NO, training_completed_on=TOMORROW),
    mentor(NO, training_completed_on="2027-05-01"),
    mentor(NO, training_completed_on=None),
    mentor(NO, training_completed_on=""),
    mentor(UNCHECKED),
]


def required(confidentiality: object, certificate: object, expected: str, **mentee: object) -> Case:
    requirements = {"confidentiality": confidentiality, "police_certificate": certificate}
    return mentee, {"requirements": requirements}, expected


REQUIREMENTS = [
    required("ja", "ja", YES, age=15),
    required("ja", "nei", NO, age=17),  # a minor
    required("ja", "nei", YES, age=18),
    required("ja", None, NO, age=17),
    required("ja", None, NO, birth_year=2008),  # 18 this year, perhaps not yet
    required("ja", None, YES, birth_year=2007),
    required("ja", None, NO, age=40, unit="familie"),
    required("ja", None, ASK),  # age not recorded
    required("ja", "ja", YES),
    required("nei", "ja", NO, age=30),
    required(None, "ja", NO, age=30),  # an empty cell excludes
    required(None, None, NO),
    required("12.01.2026", None, YES, age=30),  # the day it was seen
    required(TOMORROW, None, NO, age=30),
    required({"met": True, "by": "leder"}, None, YES, age=30),
    required({"on": YESTERDAY, "by": "leder"}, None, YES, age=30),
    required({"met": False, "on": YESTERDAY}, None, NO, age=30),
    required({"by": "leder"}, None, NO, age=30),  # seen by somebody, but neither yes nor a day
    required({"met": None, "on": None, "by": None}, None, NO, age=30),
    ({"age": 15}, {"requirements": {"confidentiality": "ja"}}, YES),  # no column for the certificate: not checked
    ({"age": 15}, {"requirements": {"police_certificate": None}}, NO),
    ({"age": 30}, {"requirements": {"police_certificate": None}}, YES),
    ({"age": 15}, {}, YES),
]


def framed(start: object, end: object, expected: str, **more: object) -> Case:
    return {}, {"engagement": {"start": start, "end": end, **more}}, expected


CONTRACT = [
    framed("01.01.2026", "31.12.2026", YES),
    framed(ON, ON, YES),  # both ends count
    framed("01.01.2026", None, YES),  # an open end is open
    framed(None, "31.12.2026", YES),
    framed(TOMORROW, None, NO),
    framed("01.01.2025", YESTERDAY, NO),
    framed(None, None, NO),  # empty dates exclude
    framed(None, None, NO, kind="stilling"),
    framed("01.01.2026", "31.12.2026", YES, kind="mentorbank"),  # in a bank too the frame counts
    ({}, {"engagement": {"kind": "stilling"}}, UNCHECKED),
    ({}, {"engagement": None}, UNCHECKED),
    ({}, {}, UNCHECKED),
]


def room(maximum: object, hours: object, running: int, expected: str) -> tuple[Fields, int, str]:
    return {"maximum": maximum, "engagement": {"hours_per_week": hours}}, running, expected


PLACES = [  # three hours a week for each case
    room(1, None, 0, YES),
    room(0, None, 0, NO),
    room(2, None, 1, YES),
    room(2, None, 2, NO),
    room(None, 3, 0, YES),
    room(None, 2.5, 0, NO),
    room(None, 6, 1, YES),
    room(None, 6, 2, NO),
    room(None, "8,9", 2, NO),  # two places
    room(None, 9, 2, YES),
    room(3, 6, 2, NO),  # the smaller of both
    room(2, 30, 2, NO),
    room(5, 0, 0, NO),
    room(None, None, 0, YES),  # neither recorded: one
    room(None, None, 1, NO),
    room(1, None, 3, NO),
]


def reached(home: str | None, engagement: Fields, place: str | None, expected: str) -> Case:
    return {"municipality": home}, {"municipality": place, "engagement": engagement}, expected


REACH = [
    reached("Bergen", {"may_be_lent": "nei"}, "Bergen", YES),
    reached("Bergen", {"may_be_lent": "nei"}, "Askøy", NO),
    reached("Bergen", {"may_be_lent": "ja"}, "Oslo", YES),
    reached("Bergen", {"may_be_lent": None}, "Oslo", YES),  # an empty cell is no limit
    reached("Bergen", {"may_be_lent": "nei", "home_organisation": "Bergen kommune"}, "Oslo", YES),
    reached("Oslo", {"may_be_lent": "nei", "home_organisation": "Bergen kommune"}, "Oslo", NO),
    reached("Oslo", {"may_be_lent": "nei", "home_organisation": "Røde Kors"}, "Oslo", YES),
    reached("Oslo", {"may_be_lent": "nei", "home_organisation": "Røde Kors"}, None, ASK),
    reached(None, {"may_be_lent": "nei"}, "Oslo", ASK),
    reached("Oslo", {"may_be_lent": "nei"}, None, ASK),
    ({}, {"engagement": {"may_be_lent": "nei"}, "municipality": "Oslo"}, UNCHECKED),
    ({"municipality": "Oslo"}, {"municipality": "Bergen"}, UNCHECKED),
]

TABLES: dict[type[Rule], Sequence[Case]] = {
    SharedLanguage: SHARED_LANGUAGE,
    Musts: MUSTS,
    Limits: LIMITS,
    Exclusions: EXCLUSIONS,
    NotSamePerson: NOT_SAME_PERSON,
    Operative: OPERATIVE,
    Trained: TRAINED,
    Requirements: REQUIREMENTS,
    Contract: CONTRACT,
    Reach: REACH,
}


def test_every_rule_has_its_table() -> None:
    assert {*TABLES, Places} == set(DEFAULT)
    assert all(len(cases) >= 8 for cases in (*TABLES.values(), PLACES))


@pytest.mark.parametrize(
    "rule, mentee, mentor, expected",
    [
        pytest.param(rule, *case, id=f"{rule.name}-{number}")
        for rule, cases in TABLES.items()
        for number, case in enumerate(cases)
    ],
)
def test_verdict(rule: type[Rule], mentee: Fields, mentor: Fields, expected: str) -> None:
    assert verdict(rule(), mentee, mentor, distances=KILOMETRES) == expected


@pytest.mark.parametrize("mentor, running, expected", PLACES)
def test_free_places(mentor: Fields, running: int, expected: str) -> None:
    assert verdict(Places(), {}, mentor, running=running) == expected


@pytest.mark.parametrize(
    "rule, mentee, mentor, expected",
    [
        (SharedLanguage(level="A2"), *speaking("norsk A2", "norsk C1", YES)),
        (SharedLanguage(level="b2"), *speaking("norsk B1", "norsk C1", NO)),
        (SharedLanguage(level="morsmål"), *speaking("norsk C2", "norsk morsmål", NO)),
        (Requirements(always=()), *required("nei", "ja", YES, age=30)),
        (Requirements(minors=()), *required("ja", "nei", YES, age=10)),
        (Requirements(always=("police_certificate",)), *required("ja", "nei", NO, age=30)),
        (
            Requirements(required={"position": ("own_check",)}),
            {},
            {"engagement": {"kind": "stilling"}, "requirements": {"own_check": "nei"}},
            NO,
        ),
        (
            Requirements(required={"position": ("own_check",)}),
            {},
            {"engagement": {"kind": "mentorbank"}, "requirements": {"own_check": "nei"}},
            YES,
        ),
    ],
)
def test_options_change_the_verdict(rule: Rule, mentee: Fields, mentor: Fields, expected: str) -> None:
    assert verdict(rule, mentee, mentor) == expected


def test_a_neighbour_may_lie_outside_the_county() -> None:
    oslo, baerum = {"municipality": "Oslo"}, {"municipality": "Bærum", "limits": {"distance": "fylke"}}
    assert verdict(Limits(), oslo, baerum) == NO
    assert verdict(Limits(), oslo, baerum, distances=NEIGHBOURS) == NO


ABSENT: list[tuple[Rule, Fields, Fields, tuple[str, ...]]] = [
    (SharedLanguage(), {}, {}, ("mentee.languages", "mentor.languages")),
    (SharedLanguage(), {"languages": None}, {}, ("mentor.languages",)),
    (SharedLanguage(), {"languages": None}, {"languages": None}, ()),
    (Musts(), {}, {}, ("mentee.wishes",)),
    (Musts(), {"wishes": None}, {}, ()),
    (Limits(), {}, {}, ("mentor.limits",)),
    (Limits(), {}, {"limits": None}, ()),
    (Exclusions(), {}, {}, ("mentee.excluded_mentors", "mentor.excluded_mentees")),
    (Exclusions(), {"excluded_mentors": None}, {}, ()),  # one list is enough to act on
    (NotSamePerson(), {}, {}, ("mentor.same_person_as",)),
    (NotSamePerson(), {}, {"same_person_as": None}, ()),
    (Operative(), {}, {}, ("mentor.role",)),
    (Operative(), {}, {"role": None}, ()),
    (Trained(), {}, {}, ("mentor.training_completed_on",)),
    (Trained(), {}, {"training_completed_on": None}, ()),
    (Requirements(), {}, {}, ("mentor.requirements.confidentiality", "mentor.requirements.police_certificate")),
    (Requirements(), {}, {"requirements": {"confidentiality": None}}, ("mentor.requirements.police_certificate",)),
    (Contract(), {}, {}, ("mentor.engagement.start",)),
    (Contract(), {}, {"engagement": {"end": None}}, ()),
    (Places(), {}, {}, ("mentor.maximum",)),  # one place each
    (Places(), {}, {"maximum": None}, ()),
    (Places(), {}, {"engagement": {"hours_per_week": None}}, ()),
    (Reach(), {}, {}, ("mentee.municipality", "mentor.engagement.may_be_lent")),
    (Reach(), {"municipality": None}, {"engagement": {"may_be_lent": None}}, ()),
]


@pytest.mark.parametrize("rule, mentee, mentor, paths", ABSENT)
def test_a_column_that_nobody_has_is_named(rule: Rule, mentee: Fields, mentor: Fields, paths: tuple[str, ...]) -> None:
    assert unchecked(rule, mentee, mentor) == paths


def test_every_rule_can_lack_a_column() -> None:
    assert {type(rule) for rule, _, _, paths in ABSENT if paths} == set(DEFAULT)


SENTENCES: list[tuple[Rule, Fields, Fields, str, str]] = [
    (
        SharedLanguage(),
        {"languages": "somali"},
        {"languages": "norsk"},
        "They share no language well enough to talk without an interpreter.",
        "De har ikke noe felles språk de kan godt nok til å snakke sammen uten tolk.",
    ),
    (
        SharedLanguage(),
        {"languages": "somali"},
        {"languages": "somali"},
        "They can perhaps talk together: a level is missing, or the languages are only near in speech. Ask.",
        "De kan kanskje snakke sammen: et nivå mangler, eller språkene ligger bare nær hverandre i tale. Spør.",
    ),
    (
        SharedLanguage(),
        {"languages": None},
        {"languages": "somali"},
        "No language is recorded for this person. Ask which language they can talk in.",
        "Det er ikke registrert språk for denne personen. Spør hvilket språk de kan snakke sammen på.",
    ),
    (
        SharedLanguage(),
        {"languages": "somali"},
        {"languages": None},
        "No language is recorded for the mentor. Ask which language they can talk in.",
        "Det er ikke registrert språk for mentoren. Spør hvilket språk de kan snakke sammen på.",
    ),
    (  # what is wished for is not said, only what it is about
        Musts(),
        {"wishes": {"gender": "må: kvinne", "religion": "må ikke: islam"}},
        {"gender": "mann", "religion": "islam", **CONSENT},
        "The mentor is not as this person must have it: gender and religion.",
        "Mentoren er ikke slik personen må ha det: kjønn og religion.",
    ),
    (
        Musts(),
        {"wishes": {"gender": "må: kvinne", "sector": "må ikke: politi"}},
        {"gender": "kvinne"},
        "This person has a must that cannot be checked, as nothing is recorded: sector. Ask.",
        "Personen har et krav som ikke kan kontrolleres, fordi noe ikke er registrert: sektor. Spør.",
    ),
    (
        Limits(),
        {"gender": "mann", "age": 30},
        {"limits": {"genders": "kvinne", "highest_age": 25}},
        "Outside the mentor's own limits: gender and age.",
        "Utenfor mentorens egne grenser: kjønn og alder.",
    ),
    (
        Limits(),
        {"municipality": "Bergen"},
        {"municipality": "Oslo", "limits": {"distance": "fylke"}},
        "Outside the mentor's own limits: distance.",
        "Utenfor mentorens egne grenser: avstand.",
    ),
    (
        Limits(),
        {},
        {"limits": {"target_groups": "risiko", "genders": "mann"}},
        "The mentor has a limit that cannot be checked, as nothing is recorded: gender and target group. Ask.",
        "Mentoren har en grense som ikke kan kontrolleres, fordi noe ikke er registrert: kjønn og målgruppe. Spør.",
    ),
    (
        Exclusions(),
        {"excluded_mentors": "M"},
        {},
        "One of them has recorded that they are not to be matched.",
        "En av dem har registrert at de ikke skal kobles.",
    ),
    (NotSamePerson(), {}, {"same_person_as": "B"}, "They are the same person.", "De er samme person."),
    (
        Operative(),
        {},
        {"role": "ressursperson"},
        "The mentor is a resource person at the workplace and takes no cases.",
        "Mentoren er ressursperson på arbeidsplassen og tar ikke saker.",
    ),
    (
        Operative(),
        {},
        {"role": None},
        "It is not recorded that the mentor is operative.",
        "Det er ikke registrert at mentoren er operativ.",
    ),
    (
        Trained(),
        {},
        {"training_completed_on": TOMORROW},
        "The mentor has not completed the training by this day.",
        "Mentoren har ikke fullført opplæringen innen denne dagen.",
    ),
    (
        Trained(),
        {},
        {"training_completed_on": None},
        "It is not recorded when the mentor completed the training.",
        "Det er ikke registrert når mentoren fullførte opplæringen.",
    ),
    (
        Requirements(),
        {"age": 15},
        {"requirements": {"confidentiality": None, "police_certificate": "nei"}},
        "Not recorded as in order for the mentor: confidentiality and police certificate.",
        "Det er ikke registrert at dette er i orden for mentoren: taushetserklæring og politiattest.",
    ),
    (
        Requirements(always=("own_check",)),
        {"age": 30},
        {"requirements": {"own_check": "nei"}},
        "Not recorded as in order for the mentor: own_check.",
        "Det er ikke registrert at dette er i orden for mentoren: own_check.",
    ),
    (
        Requirements(),
        {},
        {"requirements": {"confidentiality": "ja", "police_certificate": None}},
        "The person's age is not recorded: if under 18, the mentor lacks what is required for minors.",
        "Personens alder er ikke registrert: Er personen under 18, mangler mentoren det som kreves for mindreårige.",
    ),
    (
        Contract(),
        {},
        {"engagement": {"start": None}},
        "No contract dates are recorded for the mentor.",
        "Det er ikke registrert kontraktsdatoer for mentoren.",
    ),
    (
        Contract(),
        {},
        {"engagement": {"start": TOMORROW}},
        "The mentor's contract has not begun.",
        "Mentorens kontrakt har ikke begynt.",
    ),
    (
        Contract(),
        {},
        {"engagement": {"start": "01.01.2020", "end": YESTERDAY}},
        "The mentor's contract has ended.",
        "Mentorens kontrakt er gått ut.",
    ),
    (
        Places(),
        {},
        {"maximum": 0},
        "The mentor has no place for a case.",
        "Mentoren har ikke plass til noen sak.",
    ),
    (
        Reach(),
        {"municipality": "Bergen"},
        {"municipality": "Oslo", "engagement": {"may_be_lent": "nei"}},
        "The mentor works only for the home municipality and is not lent to others.",
        "Mentoren arbeider bare for sin egen kommune og lånes ikke ut.",
    ),
    (
        Reach(),
        {"municipality": None},
        {"municipality": "Oslo", "engagement": {"may_be_lent": "nei"}},
        "The mentor is not lent to others, and it is not recorded where they both belong. Ask.",
        "Mentoren lånes ikke ut, og det er ikke registrert hvor begge hører til. Spør.",
    ),
]


@pytest.mark.parametrize("rule, mentee, mentor, english, norwegian", SENTENCES)
def test_sentences(rule: Rule, mentee: Fields, mentor: Fields, english: str, norwegian: str) -> None:
    assert sentence(rule, mentee, mentor, "en") == english
    assert sentence(rule, mentee, mentor, "nb") == norwegian


def test_every_rule_says_something() -> None:
    assert {type(rule) for rule, *_ in SENTENCES} == set(DEFAULT)


def test_a_full_mentor_is_said_to_have_running_cases() -> None:
    full = {"maximum": 2}
    assert sentence(Places(), {}, full, "en", running=2) == "The mentor has no free place (2 running)."
    assert sentence(Places(), {}, full, "nb", running=2) == "Mentoren har ingen ledig plass (2 løpende)."
