"""What a score promises: exact sums, silence that costs nothing, facts only on a basis, a hidden address."""

import numpy as np
import pytest
from encoding import DEFAULT, encoded, fitted
from hypothesis import given
from hypothesis import strategies as st
from strategies import ARENAS, INTERESTS, LANGUAGES, MUNICIPALITIES, ON, TOPICS, mentee_lists, mentees, mentor_lists

from mentormatch import vocabulary
from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.factors import Age, EthnicBackground, Gender, Language, Religion
from mentormatch.errors import MentorMatchWarning
from mentormatch.explanation import explanation_rows
from mentormatch.marks import special_fields
from mentormatch.profiles import Mentee, Mentor, Person

EVERYTHING: dict[str, object] = {
    "gender": "kvinne",
    "age": 30,
    "languages": "somali morsmål",
    "background": "fotball; skole",
    "ethnic_background": "somalisk",
    "religion": "islam",
    "personality": "rolig",
    "interests": "sjakk; musikk; matlaging",
    "municipality": "Bergen",
    "basis": "samtykke",
}
ALL_ASKED = {
    "wishes": {
        "gender": "samme",
        "religion": "samme",
        "ethnic_background": "samme",
        "language": "samme",
        "personality": "samme",
        "age": "20-40",
        "sector": "helse",
    }
}
PERFECT_MENTEE = Mentee(
    id="B",
    **EVERYTHING | ALL_ASKED,
    target_group="risiko",
    level_of_work="individ",
    needs="traumer; rus; skole",
    hours_per_week=3,
)
PERFECT_MENTOR = Mentor(
    id="M",
    **EVERYTHING | {"age": 40},
    competence="traumer; rus; skole; familie",
    wanted_target_groups="risiko",
    wanted_levels="individ",
    sector="helse",
    engagement={"hours_per_week": 6},
)


def one(mentee: Mentee, mentor: Mentor, model: CompatibilityModel = DEFAULT) -> int:
    return int(encoded([mentee], [mentor], model).points()[0, 0])


def test_a_perfect_pair_has_exactly_a_hundred_points() -> None:
    found = encoded([PERFECT_MENTEE], [PERFECT_MENTOR])
    assert found.known().tolist() == [[10_000]]
    assert found.points().tolist() == [[10_000]]
    assert DEFAULT.scores([PERFECT_MENTEE], [PERFECT_MENTOR], ON).to_numpy().tolist() == [[100.0]]


PRIORITY = st.sampled_from(("decisive", "important", "normal", "irrelevant"))


@given(
    st.dictionaries(st.sampled_from([factor.name for factor in DEFAULT.factors]), PRIORITY),
    st.sets(st.sampled_from(("age", "languages", "background", "interests", "municipality", "needs", "target_group"))),
)
def test_whatever_is_left_out_or_weighs_more_a_perfect_pair_has_a_hundred(
    priorities: dict[str, str], left_out: set[str]
) -> None:
    mentee = PERFECT_MENTEE.model_copy(update={"priorities": priorities, **dict.fromkeys(left_out)})
    assert one(mentee, PERFECT_MENTOR) == 10_000


@given(mentee_lists(), mentor_lists())
def test_the_rows_of_an_explanation_add_up_to_the_score(mentees: list[Mentee], mentors: list[Mentor]) -> None:
    found = encoded(mentees, mentors)
    pairs = [(row, column) for row in range(len(mentees)) for column in range(len(mentors))]
    asked = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    rows = found.rows_of(asked[:, 0], asked[:, 1])
    assert rows.points.sum(axis=1).tolist() == found.points().ravel().tolist()
    assert (rows.weights.sum(axis=1) == 10_000).all()
    assert ((rows.points >= 0) & (rows.points <= rows.weights)).all()
    assert ((rows.similarity >= 0) & (rows.similarity <= 1000)).all()


@given(mentee_lists(1), mentor_lists(1), st.data())
def test_more_of_what_a_mentor_has_never_lowers_a_score(
    mentees: list[Mentee], mentors: list[Mentor], data: st.DataObject
) -> None:
    model = fitted(mentees, mentors)
    before = encoded(mentees, mentors, model)
    field, pool = data.draw(st.sampled_from((("interests", INTERESTS), ("competence", TOPICS), ("background", ARENAS))))
    richer = [
        mentor.model_copy(update={field: (*getattr(mentor, field), *data.draw(st.lists(st.sampled_from(pool))))})
        if getattr(mentor, field)
        else mentor
        for mentor in mentors
    ]
    assert (encoded(mentees, richer, model).points() >= before.points()).all()


@given(mentee_lists(1, 3), mentor_lists(1, 3), st.sampled_from(LANGUAGES))
def test_a_further_language_never_lowers_the_language_factor(
    mentees: list[Mentee], mentors: list[Mentor], code: str
) -> None:
    model = CompatibilityModel([Language()], neutral={"language": 500})
    speakers = [mentor for mentor in mentors if mentor.languages and code not in {s.code for s in mentor.languages}]
    richer = [Mentor(id=m.id, languages=[*(m.languages or ()), {"code": code, "level": "B1"}]) for m in speakers]
    listeners = [mentee.model_copy(update={"priorities": None}) for mentee in mentees]
    before, after = (encoded(listeners, people, model).points() for people in (speakers, richer))
    assert (after >= before).all()


def test_what_a_mentee_withholds_is_left_out_and_costs_nothing() -> None:
    mentor = Mentor(id="M", languages="somali morsmål", age=40)
    model = CompatibilityModel([Language(weight=20), Age(weight=5)], neutral={"language": 300, "age": 400})
    assert one(Mentee(id="B", languages="somali", age=20), mentor, model) == 10_000
    assert one(Mentee(id="B", languages="somali"), mentor, model) == 10_000
    assert one(Mentee(id="B", age=20), mentor, model) == 10_000


def test_what_only_the_mentor_lacks_takes_the_neutral_value() -> None:
    model = CompatibilityModel([Language(weight=20), Age(weight=5)], neutral={"language": 300, "age": 444})
    mentee = Mentee(id="B", languages="somali", age=20)
    found = encoded([mentee], [Mentor(id="M", languages="somali morsmål")], model)
    assert found.points().tolist() == [[8000 + 888]]  # 2000 * 0.444
    assert found.known().tolist() == [[8000]]


def test_with_nothing_recorded_every_factor_counts_at_its_neutral_value() -> None:
    neutral = {"language": 300, "age": 400, "gender": 900}
    model = CompatibilityModel([Language(weight=20), Age(weight=5), Gender(weight=10)], neutral=neutral)
    found = encoded([Mentee(id="B")], [PERFECT_MENTOR], model)
    assert found.nothing_recorded.tolist() == [True]
    assert found.weights.tolist() == [[8000, 2000, 0]]  # gender counts only when somebody asked
    assert found.points().tolist() == [[2400 + 800]]
    assert found.known().tolist() == [[0]]


def test_a_model_of_nothing_but_what_people_ask_for_is_neutral_to_who_does_not_ask() -> None:
    model = CompatibilityModel([Gender(weight=10), Religion(weight=30)], neutral={"gender": 200, "religion": 600})
    found = encoded([Mentee(id="B")], [PERFECT_MENTOR], model)
    assert found.weights.tolist() == [[2500, 7500]]
    assert (found.points().tolist(), found.known().tolist()) == ([[500 + 4500]], [[0]])


@given(mentee_lists(), mentor_lists())
def test_known_is_a_share(mentees: list[Mentee], mentors: list[Mentor]) -> None:
    found = encoded(mentees, mentors)
    known, points = found.known(), found.points()
    assert ((known >= 0) & (known <= 10_000)).all()
    assert ((points >= 0) & (points <= 10_000)).all()
    assert (known[found.nothing_recorded] == 0).all()


def test_known_counts_the_full_weight_of_the_case() -> None:
    """Language and age known on both sides, the rest of the 100 default points not: 25 of 100."""
    mentee, mentor = Mentee(id="B", languages="somali", age=20), Mentor(id="M", languages="somali", age=20)
    assert encoded([mentee], [mentor]).known().tolist() == [[2500]]
    asking = Mentee(id="B", languages="somali", age=20, wishes={"gender": "kvinne"})
    assert encoded([asking], [mentor]).known().tolist() == [[2273]]  # 25 of 110, gender was asked for
    important = Mentee(id="B", languages="somali", age=20, priorities={"language": "viktig"})
    assert encoded([important], [mentor]).known().tolist() == [[3750]]  # 45 of 120


# Priorities


def test_decisive_factors_share_sixty_of_the_hundred_points() -> None:
    mentee = PERFECT_MENTEE.model_copy(update={"priorities": {"age": "decisive", "language": "decisive"}})
    found = encoded([mentee], [PERFECT_MENTOR])
    weights = dict(zip([factor.name for factor in found.factors], found.weights[0].tolist(), strict=True))
    assert (weights["language"], weights["age"]) == (4800, 1200)  # 20 and 5
    assert sum(weights.values()) == 10_000


def test_a_decisive_factor_that_is_not_recorded_warns() -> None:
    mentee = Mentee(id="B7", languages="somali", priorities={"alder": "avgjørende"})
    with pytest.warns(MentorMatchWarning, match=r"B7: Age is decisive, but not recorded; it has no effect\."):
        found = DEFAULT.encode([mentee], [PERFECT_MENTOR], on=ON)
    assert found.weights[0].tolist() == [10_000] + [0] * 12


def test_all_irrelevant_is_all_normal_and_warns() -> None:
    priorities = dict.fromkeys(("language", "age"), "irrelevant")
    plain = Mentee(id="B7", languages="somali", age=20)
    with pytest.warns(MentorMatchWarning, match=r"B7: every factor is irrelevant; all count as normal\."):
        found = DEFAULT.encode([plain.model_copy(update={"priorities": priorities})], [PERFECT_MENTOR], on=ON)
    assert found.weights.tolist() == encoded([plain], [PERFECT_MENTOR]).weights.tolist()


def test_an_irrelevant_factor_has_no_say() -> None:
    mentee = Mentee(id="B", languages="somali", age=20, priorities={"age": "irrelevant"})
    assert one(mentee, Mentor(id="M", languages="somali morsmål", age=90)) == 10_000


# Facts are used only on a basis


@given(mentee_lists(1), mentor_lists(1))
def test_a_fact_without_a_basis_in_force_is_as_if_not_recorded(mentees: list[Mentee], mentors: list[Mentor]) -> None:
    model = fitted(mentees, mentors)
    people = (*mentees, *mentors)
    count = sum(getattr(p, f) is not None for p in people for f in special_fields(type(p), needing_basis=True))
    expired = {"*": "child_welfare_act_1992"}  # in force until 2022

    def answers(basis: dict[str, str] | None, *, erased: bool) -> list[object]:
        def changed(person: Person) -> dict[str, object]:
            facts = special_fields(type(person), needing_basis=True) if erased else ()
            return {"basis": basis, **dict.fromkeys(facts)}

        left = [mentee.model_copy(update=changed(mentee)) for mentee in mentees]
        right = [mentor.model_copy(update=changed(mentor)) for mentor in mentors]
        found = encoded(left, right, model)
        assert found.unusable_facts == (0 if erased else count)
        return [found.points().tolist(), found.known().tolist(), found.allowed().tolist()]

    assert answers(None, erased=False) == answers(expired, erased=False) == answers(None, erased=True)


def test_facts_without_a_basis_are_counted() -> None:
    mentees = [
        Mentee(id="1", religion="islam", needs="traumer", target_group="risiko"),  # three
        Mentee(id="2", religion="islam", needs="traumer", basis={"needs": "samtykke"}),  # one
        Mentee(id="3", religion="islam", ethnic_background="somalisk; norsk", basis="barnevernloven 1992"),  # two
        Mentee(id="4", religion="islam", basis="samtykke"),
        Mentee(id="5", wishes={"religion": "islam"}),  # a wish is the person's own word
    ]
    mentors = [Mentor(id="6", religion="islam"), Mentor(id="7")]  # one
    assert encoded(mentees, mentors).unusable_facts == 7


def test_a_basis_is_judged_on_the_day() -> None:
    mentee = Mentee(id="B", wishes={"religion": "samme"}, religion="islam", basis="barnevernloven 1992")
    mentor = Mentor(id="M", religion="islam", basis="samtykke")
    model = CompatibilityModel([Religion(), EthnicBackground()], rules=[])
    assert model.encode([mentee], [mentor], on=ON).nothing_recorded.tolist() == [True]
    while_in_force = ON.replace(year=2022)
    assert model.encode([mentee], [mentor], on=while_in_force).nothing_recorded.tolist() == [False]


# A protected address


def hidden(mentee: Mentee, municipality: str) -> Mentee:
    return mentee.model_copy(update={"protected_address": True, "municipality": municipality})


@given(mentees(), mentor_lists(1), st.lists(st.sampled_from(MUNICIPALITIES), min_size=2, max_size=2, unique=True))
def test_a_protected_address_is_in_no_score(mentee: Mentee, mentors: list[Mentor], homes: list[str]) -> None:
    models = [fitted([hidden(mentee, home)], mentors) for home in homes]
    assert models[0] == models[1]
    found = [encoded([hidden(mentee, home)], mentors, models[0]) for home in homes]
    assert found[0].points().tolist() == found[1].points().tolist()
    assert found[0].known().tolist() == found[1].known().tolist()
    assert found[0].weights.tolist() == found[1].weights.tolist()


@given(mentees(), mentor_lists(1), st.sampled_from(("1818", "1515", "5612")))  # where no made-up mentor lives
def test_a_protected_address_is_in_no_sentence(mentee: Mentee, mentors: list[Mentor], home: str) -> None:
    person = hidden(mentee, home)
    found = encoded([person], mentors)
    name = vocabulary.current().municipality_name(home)
    texts = [repr(person), str(person)]
    for language in ("en", "nb"):
        pairs = [(0, column) for column in range(len(mentors))]
        texts += [str(row) for _, row in explanation_rows(found, pairs, language)]
        for pair in pairs:
            facts = found.facts(*pair)
            texts += [rule.reason(*facts, rule.words(language)) for rule in found.broken(*pair)]
            texts += [rule.flag(*facts, rule.words(language)) for rule in found.flagged(*pair)]
    assert not [text for text in texts if home in text or name in text or name.split()[0] in text]


@pytest.mark.parametrize("home", ["Bergen", "Oslo", "Kautokeino"])
def test_a_protected_address_is_said_not_to_be_used(home: str) -> None:
    person = Mentee(id="B", municipality=home, protected_address="ja", languages="somali")
    mentor = Mentor(id="M", municipality="Bergen", languages="somali")
    (row,) = [
        row for _, row in explanation_rows(encoded([person], [mentor]), [(0, 0)], "en") if row["factor"] == "region"
    ]
    assert row["reason"] == "Protected address: not used, not shown."
    assert (row["mentee_value"], row["mentor_value"], row["weight"], row["points"]) == ("–", "–", 0, 0)
