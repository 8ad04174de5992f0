"""Every factor: a table of cases computed by hand, and what it says of a pair in both languages."""

from collections.abc import Sequence

import pytest
from single_pair import NOT_RECORDED, UNKNOWN, Fields, reason, similarity

from mentormatch.compatibility.factors import (
    DEFAULT,
    Age,
    Availability,
    Background,
    Competence,
    EthnicBackground,
    Factor,
    Gender,
    Interests,
    Language,
    OwnWish,
    Personality,
    Region,
    Religion,
    Wishes,
)
from mentormatch.vocabulary import Distances

Case = tuple[Fields, Fields, int | str]

NEIGHBOURS = Distances({frozenset({"4601", "4627"}): None, frozenset({"0301", "3201"}): None})
CONSENT = {"basis": "samtykke"}
EXPIRED = {"basis": "barnevernloven 1992"}


def spoken(mine: str | None, yours: str | None, expected: int | str) -> Case:
    return {"languages": mine}, {"languages": yours}, expected


LANGUAGE = [
    spoken("norsk morsmål", "norsk morsmål", 1000),
    spoken("norsk C2", "norsk C2", 1000),
    spoken("norsk", "norsk C1", 950),  # no level of the mentee never limits
    spoken("norsk", "norsk B2", 800),
    spoken("norsk B1", "norsk C1", 600),  # the lower of both
    spoken("norsk C1", "norsk A2", 250),
    spoken("norsk A1", "norsk A1", 100),
    spoken("norsk", "norsk", 800),  # a mentor without a level counts as B2
    spoken("norsk A2", "norsk", 250),
    spoken("somali A1; norsk B2", "somali morsmål; norsk B1", 600),  # the best of 100 and 600
    spoken("somali", "norsk morsmål", 0),
    spoken("arabisk morsmål", "syrisk arabisk morsmål", 700),  # near in speech: 0.7
    spoken("urdu B2", "hindi C1", 560),  # 0.7 of 800
    spoken("bosnisk B1", "serbisk morsmål", 420),
    spoken("norsk B1", "nynorsk morsmål", 420),
    spoken("arabisk A2; syrisk arabisk morsmål", "arabisk morsmål", 700),  # the near one counts more than the shared
    spoken("arabisk B2; syrisk arabisk morsmål", "arabisk morsmål", 800),
    spoken("ukrainsk morsmål", "russisk morsmål", 0),  # not assumed
    spoken("norsk morsmål", "svensk morsmål", 0),
    spoken(None, "norsk morsmål", NOT_RECORDED),
    spoken("norsk morsmål", None, UNKNOWN),
]


def needed(needs: str | None, competence: str | None, expected: int | str, **basis: object) -> Case:
    return {"needs": needs, **(basis or CONSENT)}, {"competence": competence}, expected


COMPETENCE = [
    needed("traumer", "traumer", 1000),
    needed("Traumer", "traumer; rus", 1000),  # case does not matter, more than needed is not better
    needed("traumer; skole", "skole", 500),
    needed("traumer; skole; rus", "rus", 333),
    needed("traumer; skole; rus", "rus; skole", 667),
    needed("traumer; skole; rus; familie; arbeid; bolig", "rus", 167),
    needed("traumer; skole", "familie", 0),
    needed("traumer", None, UNKNOWN),
    needed(None, "traumer", NOT_RECORDED),
    needed("traumer", "traumer", NOT_RECORDED, basis=None),
    needed("traumer", "traumer", NOT_RECORDED, **EXPIRED),
    needed("traumer", "traumer", NOT_RECORDED, basis={"religion": "samtykke"}),
    needed("traumer", "traumer", 1000, basis={"needs": "sosialtjenesteloven"}),
    needed("traumer", "traumer", NOT_RECORDED, basis={"*": "samtykke", "needs": "barnevernloven 1992"}),
]


def shared(field: str, mine: str | None, yours: str | None, expected: int | str) -> Case:
    return {field: mine}, {field: yours}, expected


INTERESTS = [  # not fitted: every interest counts the same; fitted ones stand in the tests of the model
    shared("interests", "sjakk", "sjakk", 1000),
    shared("interests", "sjakk; fotball", "fotball", 500),
    shared("interests", "sjakk; fotball", "Fotball; Sjakk; musikk", 1000),
    shared("interests", "sjakk", "sjakk; musikk; matlaging; fotball", 1000),  # a cosine would give 500
    shared("interests", "sjakk; fotball; musikk", "musikk", 333),
    shared("interests", "sjakk; fotball; musikk", "musikk; sjakk", 667),
    shared("interests", "sjakk", "musikk", 0),
    shared("interests", "sjakk", None, UNKNOWN),
    shared("interests", None, "sjakk", NOT_RECORDED),
]

BACKGROUND = [
    shared("background", "fotball", "fotball", 1000),
    shared("background", "fotball; skole", "Skole", 500),
    shared("background", "fotball; skole; verft", "verft", 333),
    shared("background", "fotball; skole; verft", "verft; fotball; moské", 667),
    shared("background", "fotball; skole; verft; moské", "verft; fotball; moské", 750),
    shared("background", "fotball", "moské", 0),
    shared("background", "fotball", None, UNKNOWN),
    shared("background", None, "fotball", NOT_RECORDED),
    shared("background", None, None, NOT_RECORDED),
]


def task(
    target: str | None, level: str | None, groups: str | None, levels: str | None, expected: int | str, **basis: object
) -> Case:
    mentee = {"target_group": target, "level_of_work": level, **(basis or CONSENT)}
    return mentee, {"wanted_target_groups": groups, "wanted_levels": levels}, expected


OWN_WISH = [
    task("risiko", "individ", "risiko", "individ", 1000),
    task("risiko", "individ", "risiko; pårørende", "individ; familie", 1000),
    task("risiko", "individ", "risiko", "familie", 500),
    task("risiko", "individ", "pårørende", "individ", 500),
    task("risiko", "individ", "pårørende", "system", 0),
    task("risiko", "individ", "risiko", None, 1000),  # judged by what is recorded on both sides
    task("risiko", None, "risiko", "system", 1000),
    task(None, "system", "risiko", "system", 1000),
    task("risiko", None, None, "system", UNKNOWN),
    task("risiko", "individ", None, None, UNKNOWN),
    task(None, None, "risiko", "individ", NOT_RECORDED),
    task("risiko", None, "risiko", "individ", NOT_RECORDED, basis=None),
    task("risiko", "individ", "pårørende", "individ", 1000, **EXPIRED),  # only the level may be used
]


def living(home: str | None, place: str | None, expected: int | str, **mentee: object) -> Case:
    return {"municipality": home, **mentee}, {"municipality": place}, expected


def own_municipality(strength: str, value: str) -> Fields:
    return {"wishes": {"own_municipality": f"{strength}: {value}"}}


REGION = [
    living("Bergen", "Bergen", 1000),
    living("Bergen", "4601", 1000),
    living("Bergen", "Askøy", 800),  # neighbours by the file
    living("Oslo", "Bærum", 800),
    living("Bergen", "Kinn", 600),  # county
    living("Bergen", "Stavanger", 300),  # RVTS Vest
    living("Drammen", "Kristiansand", 300),  # RVTS Sør: Buskerud and Agder
    living("Bergen", "Oslo", 0),
    living("Bergen", None, UNKNOWN),
    living(None, "Bergen", NOT_RECORDED),
    living("Bergen", "Bergen", NOT_RECORDED, protected_address=True),
    living("Bergen", "Bergen", 1000, **own_municipality("gjerne", "samme")),
    living("Bergen", "Askøy", 0, **own_municipality("gjerne", "samme")),  # the wish replaces the order
    living("Bergen", "Bergen", 0, **own_municipality("helst ikke", "samme")),
    living("Bergen", "Oslo", 1000, **own_municipality("helst ikke", "samme")),
    living("Bergen", "Oslo", 1000, **own_municipality("gjerne", "ikke samme")),
    living("Bergen", "Bergen", 0, **own_municipality("må", "nei")),
]


def aged(mentee: Fields, mentor: Fields, expected: int | str) -> Case:
    return mentee, mentor, expected


AGE = [
    aged({"age": 20}, {"age": 25}, 1000),
    aged({"age": 20}, {"age": 33}, 1000),
    aged({"age": 20}, {"age": 40}, 1000),
    aged({"age": 20}, {"age": 24}, 950),  # one year outside: 19 of 20
    aged({"age": 20}, {"age": 41}, 950),
    aged({"age": 20}, {"age": 20}, 750),
    aged({"age": 20}, {"age": 18}, 650),
    aged({"age": 40}, {"age": 25}, 0),  # 15 years younger: 20 outside
    aged({"age": 20}, {"age": 50}, 500),
    aged({"age": 20}, {"age": 60}, 0),
    aged({"age": 20}, {"age": 70}, 0),
    aged({"birth_year": 2006}, {"birth_year": 1996}, 1000),  # 20 and 30 in 2026
    aged({"birth_year": 2006}, {"age": 41}, 950),
    aged({"age": 20}, {}, UNKNOWN),
    aged({}, {"age": 40}, NOT_RECORDED),
]


def hours(needs: object, has: object, expected: int | str) -> Case:
    return {"hours_per_week": needs}, {"engagement": {"hours_per_week": has}}, expected


AVAILABILITY = [
    hours(3, 3, 1000),
    hours(3, 10, 1000),  # more than enough is not better
    hours("7,5", "7,5", 1000),
    hours(4, 2, 500),
    hours(3, 2, 667),
    hours("7,5", 2.5, 333),
    hours(3, 0, 0),
    hours(0.001, 1, 1000),
    hours(3, None, UNKNOWN),
    hours(None, 3, NOT_RECORDED),
    hours(0, 3, NOT_RECORDED),  # nothing is needed
]


def asking(about: str, cell: object, offered: Fields, expected: int | str, /, **mentee: object) -> Case:
    return {"wishes": {about: cell}, **mentee}, offered, expected


def trait(cell: object, personality: str | None, expected: int | str, /, **mentee: object) -> Case:
    return asking("personality", cell, {"personality": personality}, expected, **mentee)


PERSONALITY = [
    trait("rolig", "rolig", 1000),
    trait("gjerne: Rolig", "rolig; leken", 1000),
    trait("rolig; tydelig", "tydelig", 500),  # each trait for itself
    trait("rolig; tydelig; leken", "leken", 333),
    trait("rolig", "leken", 0),
    trait("helst ikke: rolig", "leken", 1000),
    trait("helst ikke: rolig", "rolig", 0),
    trait(["rolig", "helst ikke: leken"], "rolig; leken", 500),
    trait("samme", "leken; rolig", 1000, personality="rolig; tydelig"),
    trait("samme", "rolig", NOT_RECORDED),  # the same as what?
    trait("rolig", None, UNKNOWN),
    trait("må: rolig", "rolig", NOT_RECORDED),  # a must is a rule
    ({"personality": "rolig"}, {"personality": "rolig"}, NOT_RECORDED),  # likeness alone is nothing
    ({"priorities": {"personality": "viktig"}, "personality": "rolig"}, {"personality": "rolig"}, NOT_RECORDED),
]


def gender(cell: object, of_mentor: str | None, expected: int | str, /, **mentee: object) -> Case:
    return asking("gender", cell, {"gender": of_mentor}, expected, **mentee)


IMPORTANT = {"priorities": {"gender": "viktig"}}

GENDER = [
    gender("kvinne", "kvinne", 1000),
    gender("kvinne", "mann", 0),
    gender("helst ikke: mann", "annet", 1000),
    gender("helst ikke: mann", "mann", 0),
    gender("kvinne; annet", "annet", 1000),  # alternatives: a mentor has one gender
    gender(["kvinne", "helst ikke: mann"], "annet", 500),
    gender("samme", "mann", 1000, gender="mann"),
    gender("ikke samme", "mann", 1000, gender="kvinne"),
    gender("ikke samme", "kvinne", 0, gender="kvinne"),
    gender("samme", "kvinne", NOT_RECORDED),
    gender("kvinne", None, UNKNOWN),
    gender(None, "kvinne", NOT_RECORDED, gender="kvinne"),  # nobody asked
    gender(None, "kvinne", 1000, gender="kvinne", **IMPORTANT),  # a priority asks for the same
    gender(None, "mann", 0, gender="kvinne", **IMPORTANT),
    gender(None, "mann", NOT_RECORDED, **IMPORTANT),
    gender(None, "mann", NOT_RECORDED, gender="mann", priorities={"gender": "uten betydning"}),
    gender("må: kvinne", "kvinne", 1000, gender="mann", **IMPORTANT),  # and never against a must
    gender("må ikke: samme", "mann", 1000, gender="kvinne", **IMPORTANT),
    gender("må: kvinne", "kvinne", NOT_RECORDED),
]


def faith(
    cell: object, of_mentor: str | None, expected: int | str, basis: Fields = CONSENT, /, **mentee: object
) -> Case:
    return asking("religion", cell, {"religion": of_mentor, **basis}, expected, **mentee)


RELIGION = [
    faith("islam", "Islam", 1000),  # a wish needs no basis; the mentor's religion does
    faith("islam", "kristendom", 0),
    faith("helst ikke: islam", "kristendom", 1000),
    faith("helst ikke: islam", "islam", 0),
    faith("islam; ingen", "ingen", 1000),
    faith("islam", "islam", UNKNOWN, {}),
    faith("islam", "islam", UNKNOWN, EXPIRED),
    faith("islam", None, UNKNOWN),
    faith("samme", "islam", 1000, religion="islam", **CONSENT),
    faith("samme", "islam", NOT_RECORDED, religion="islam"),
    faith("samme", "islam", NOT_RECORDED, religion="islam", **EXPIRED),
    faith("ikke samme", "islam", 0, religion="islam", **CONSENT),
    faith(None, "islam", NOT_RECORDED, religion="islam", **CONSENT),
    faith(None, "islam", 1000, religion="islam", priorities={"religion": "avgjørende"}, **CONSENT),
    faith(None, "islam", NOT_RECORDED, religion="islam", priorities={"religion": "viktig"}),
]


def people(
    cell: object, of_mentor: str | None, expected: int | str, basis: Fields = CONSENT, /, **mentee: object
) -> Case:
    return asking("ethnic_background", cell, {"ethnic_background": of_mentor, **basis}, expected, **mentee)


ETHNIC_BACKGROUND = [
    people("somalisk", "Somalisk; norsk", 1000),  # one of several is enough
    people("somalisk", "norsk", 0),
    people("helst ikke: somalisk", "norsk", 1000),
    people("helst ikke: somalisk", "somalisk; norsk", 0),
    people("somalisk; kurdisk", "kurdisk", 1000),
    people(["somalisk", "helst ikke: norsk"], "somalisk; norsk", 500),
    people("somalisk", "somalisk", UNKNOWN, {}),
    people("somalisk", None, UNKNOWN),
    people("samme", "norsk", 1000, ethnic_background="norsk; samisk", **CONSENT),
    people("samme", "norsk", NOT_RECORDED, ethnic_background="norsk"),
    people(None, "norsk", NOT_RECORDED, ethnic_background="norsk", **CONSENT),
    people(None, "kurdisk", 0, ethnic_background="norsk", priorities={"ethnic_background": "vanlig"}, **CONSENT),
]


def wishing(wishes: Fields, mentor: Fields, expected: int | str, **mentee: object) -> Case:
    return {"wishes": wishes, **mentee}, mentor, expected


WISHES = [
    wishing({"sector": "helse"}, {"sector": "helse"}, 1000),
    wishing({"sector": "helst ikke: politi, NAV"}, {"sector": "NAV"}, 500),  # one of the two is met
    wishing({"sector": "helst ikke: politi, NAV"}, {"sector": "skole"}, 1000),
    wishing({"sector": "skole, helse"}, {"sector": "helse"}, 1000),  # alternatives
    wishing({"age": "25-40"}, {"age": 40}, 1000),
    wishing({"age": "over 40"}, {"age": 40}, 0),
    wishing({"age": "25-40; over 60"}, {"age": 61}, 1000),
    wishing({"language": "somali"}, {"languages": "somali A1"}, 1000),
    wishing({"language": "arabisk"}, {"languages": "syrisk arabisk"}, 1000),  # near serves
    wishing({"language": "helst ikke: arabisk"}, {"languages": "syrisk arabisk"}, 1000),  # not wanted: meant exactly
    wishing({"language": "somali; norsk"}, {"languages": "norsk"}, 500),  # languages each for themselves
    wishing({"language": "samme"}, {"languages": "norsk; somali"}, 1000, languages="somali"),
    wishing({"sector": "helse", "age": "under 30"}, {"sector": "helse", "age": 35}, 500),
    wishing({"sector": "helse", "age": "under 30"}, {"sector": "helse"}, 1000),  # what can be judged
    wishing({"sector": "helse", "age": "under 30", "language": "somali"}, {"sector": "nav", "age": 20}, 500),
    wishing({"sector": "helse"}, {"age": 20}, UNKNOWN),
    wishing({"sector": "må: helse"}, {"sector": "helse"}, NOT_RECORDED),
    wishing({"gender": "kvinne", "religion": "islam"}, {"gender": "kvinne"}, NOT_RECORDED),  # factors of their own
    wishing({"language": "samme"}, {"languages": "somali"}, NOT_RECORDED),
    wishing({}, {"sector": "helse"}, NOT_RECORDED),
]

TABLES: dict[type[Factor], Sequence[Case]] = {
    Language: LANGUAGE,
    Competence: COMPETENCE,
    Interests: INTERESTS,
    OwnWish: OWN_WISH,
    Background: BACKGROUND,
    Region: REGION,
    Age: AGE,
    Availability: AVAILABILITY,
    Personality: PERSONALITY,
    Gender: GENDER,
    Religion: RELIGION,
    EthnicBackground: ETHNIC_BACKGROUND,
    Wishes: WISHES,
}


def test_every_factor_has_its_table() -> None:
    assert tuple(TABLES) == DEFAULT
    assert all(len(cases) >= 8 for cases in TABLES.values())


@pytest.mark.parametrize(
    "factor, mentee, mentor, expected",
    [
        pytest.param(factor, *case, id=f"{factor.name}-{number}")
        for factor, cases in TABLES.items()
        for number, case in enumerate(cases)
    ],
)
def test_similarity(factor: type[Factor], mentee: Fields, mentor: Fields, expected: int | str) -> None:
    assert similarity(factor(), mentee, mentor, distances=NEIGHBOURS) == expected


@pytest.mark.parametrize(
    "factor, mentee, mentor, expected",
    [
        (Language(near=500), {"languages": "urdu"}, {"languages": "hindi B2"}, 400),
        (Language(near=0), {"languages": "urdu"}, {"languages": "hindi B2"}, 0),
        (Language(no_level=600), {"languages": "urdu"}, {"languages": "urdu"}, 600),
        (Language(levels={"B2": 900}), {"languages": "urdu"}, {"languages": "urdu B2"}, 900),
        (Language(levels={"B2": 900}), {"languages": "urdu"}, {"languages": "urdu C1"}, 950),  # the others stay
        (Language(levels={"morsmål": 990}), {"languages": "urdu"}, {"languages": "urdu native"}, 990),
        (Region(elsewhere=100), {"municipality": "Bergen"}, {"municipality": "Oslo"}, 100),
        (Region(municipality=900), {"municipality": "Oslo"}, {"municipality": "Oslo"}, 900),
        (Age(best_from=0, best_to=10), {"age": 30}, {"age": 30}, 1000),
        (Age(falls_over=10), {"age": 20}, {"age": 20}, 500),
    ],
)
def test_options_change_the_similarity(factor: Factor, mentee: Fields, mentor: Fields, expected: int) -> None:
    assert similarity(factor, mentee, mentor) == expected


def test_without_a_file_neighbours_are_not_known() -> None:
    assert similarity(Region(), {"municipality": "Bergen"}, {"municipality": "Askøy"}) == 600
    assert similarity(Region(), {"municipality": "Oslo"}, {"municipality": "Bærum"}) == 300


def test_running_cases_take_their_hours() -> None:
    ten = {"engagement": {"hours_per_week": 10}}
    assert similarity(Availability(), {"hours_per_week": 4}, ten, running=2) == 1000  # 4 are left
    assert similarity(Availability(), {"hours_per_week": 5}, ten, running=2) == 800
    assert similarity(Availability(), {"hours_per_week": 5}, ten, running=4) == 0


SPEECH = {"languages": "somali B1; arabisk"}
REASONS: list[tuple[Factor, Fields, Fields, tuple[str, str, str], tuple[str, str, str]]] = [
    (
        Language(),
        SPEECH,
        {"languages": "somali morsmål; norsk"},
        ("Arabic, Somali B1", "Norwegian, Somali native", "Shared language: Somali B1; the mentor: Somali native."),
        ("arabisk, somali B1", "norsk, somali morsmål", "Felles språk: somali B1; mentoren: somali morsmål."),
    ),
    (  # the near language counts more than the shared one, so that is what is said
        Language(),
        {"languages": "arabisk A1; syrisk arabisk"},
        {"languages": "arabisk C1"},
        ("Levantine Arabic, Arabic A1", "Arabic C1", "Levantine Arabic and Arabic C1 are near in speech."),
        (
            "levantinsk arabisk, arabisk A1",
            "arabisk C1",
            "levantinsk arabisk og arabisk C1 ligger nær hverandre i tale.",
        ),
    ),
    (
        Language(),
        SPEECH,
        {"languages": "norsk"},
        ("Arabic, Somali B1", "Norwegian", "No shared language."),
        ("arabisk, somali B1", "norsk", "Ingen felles språk."),
    ),
    (
        Competence(),
        {"needs": "traumer; rus; skole", **CONSENT},
        {"competence": "skole; bolig; traumer"},
        ("traumer and skole", "traumer and skole", "The mentor's competence covers 2 of 3 needs."),
        ("traumer og skole", "traumer og skole", "Mentorens kompetanse dekker 2 av 3 behov."),
    ),
    (
        Competence(),  # a need that is not covered is never shown
        {"needs": "traumer", **CONSENT},
        {"competence": "skole"},
        ("none of the needs", "none of the needs", "The mentor's competence covers none of the needs."),
        ("ingen av behovene", "ingen av behovene", "Mentorens kompetanse dekker ingen av behovene."),
    ),
    (
        Interests(),
        {"interests": "sjakk; musikk"},
        {"interests": "Musikk"},
        ("sjakk and musikk", "Musikk", "Shared interests: musikk."),
        ("sjakk og musikk", "Musikk", "Felles interesser: musikk."),
    ),
    (
        Interests(),
        {"interests": "sjakk"},
        {"interests": "musikk"},
        ("sjakk", "musikk", "No shared interests."),
        ("sjakk", "musikk", "Ingen felles interesser."),
    ),
    (
        OwnWish(),
        {"target_group": "risiko", "level_of_work": "individ", **CONSENT},
        {"wanted_target_groups": "risiko", "wanted_levels": "familie"},
        ("recorded", "recorded", "The mentor wants a part of what this task is."),
        ("registrert", "registrert", "Mentoren ønsker seg en del av det dette oppdraget er."),
    ),
    (
        Background(),
        {"background": "fotball; skole"},
        {"background": "fotball"},
        ("fotball and skole", "fotball", "Shared arenas and experiences: fotball."),
        ("fotball og skole", "fotball", "Felles arenaer og erfaringer: fotball."),
    ),
    (
        Region(),
        {"municipality": "Bergen"},
        {"municipality": "Stavanger"},
        ("Bergen", "Stavanger", "Same RVTS region."),
        ("Bergen", "Stavanger", "Samme RVTS-region."),
    ),
    (
        Region(),
        {"municipality": "Bergen", **own_municipality("helst ikke", "samme")},
        {"municipality": "Stavanger"},
        ("Bergen", "Stavanger", "As this person wished about the own municipality."),
        ("Bergen", "Stavanger", "Slik personen ønsket det om egen kommune."),
    ),
    (
        Age(),
        {"age": 20},
        {"age": 18},
        ("20", "18", "The mentor is 2 years younger."),
        ("20", "18", "Mentoren er 2 år yngre."),
    ),
    (Age(), {"age": 20}, {"age": 20}, ("20", "20", "The same age."), ("20", "20", "Like gamle.")),
    (
        Availability(),
        {"hours_per_week": 7.5},
        {"engagement": {"hours_per_week": 4.5}},
        ("7.5", "4.5", "Only 4.5 free hours a week, 7.5 needed."),
        ("7,5", "4,5", "Bare 4,5 ledige timer i uken, 7,5 trengs."),
    ),
    (
        Personality(),
        {"wishes": {"personality": "rolig; tydelig"}},
        {"personality": "rolig"},
        ("asked for", "recorded", "The mentor is partly as this person asked."),
        ("ønsket", "registrert", "Mentoren er delvis slik personen ba om."),
    ),
    (
        Gender(),
        {"wishes": {"gender": "kvinne"}},
        {"gender": "kvinne"},
        ("asked for", "recorded", "As this person asked."),
        ("ønsket", "registrert", "Slik personen ba om."),
    ),
    (
        Religion(),  # neither faith is ever shown
        {"wishes": {"religion": "islam"}},
        {"religion": "kristendom", **CONSENT},
        ("asked for", "recorded", "Not as this person asked."),
        ("ønsket", "registrert", "Ikke slik personen ba om."),
    ),
    (
        EthnicBackground(),
        {"wishes": {"ethnic_background": ["somalisk", "helst ikke: norsk"]}},
        {"ethnic_background": "somalisk; norsk", **CONSENT},
        ("asked for", "recorded", "Partly as this person asked."),
        ("ønsket", "registrert", "Delvis slik personen ba om."),
    ),
    (
        Wishes(),
        {"wishes": {"sector": "helse", "age": "under 30", "language": "somali"}},
        {"sector": "helse", "age": 50},
        ("asked for", "recorded", "1 of 2 met."),
        ("ønsket", "registrert", "1 av 2 er oppfylt."),
    ),
]


def test_every_factor_says_something() -> None:
    assert {type(factor) for factor, *_ in REASONS} == set(DEFAULT)


@pytest.mark.parametrize("factor, mentee, mentor, english, norwegian", REASONS)
def test_reasons(
    factor: Factor, mentee: Fields, mentor: Fields, english: tuple[str, ...], norwegian: tuple[str, ...]
) -> None:
    assert tuple(reason(factor, mentee, mentor, "en")) == english
    assert tuple(reason(factor, mentee, mentor, "nb")) == norwegian


@pytest.mark.parametrize("home, english, norwegian", [
    ("Bergen", "Same municipality.", "Samme kommune."),
    ("Askøy", "Neighbouring municipalities.", "Nabokommuner."),
    ("Kinn", "Same county.", "Samme fylke."),
    ("Oslo", "Another part of the country.", "En annen del av landet."),
])  # fmt: skip
def test_how_near_is_said(home: str, english: str, norwegian: str) -> None:
    people = {"municipality": home}, {"municipality": "Bergen"}
    assert reason(Region(), *people, "en", distances=NEIGHBOURS).sentence == english
    assert reason(Region(), *people, "nb", distances=NEIGHBOURS).sentence == norwegian
