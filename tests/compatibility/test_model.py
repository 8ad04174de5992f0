"""The model: its defaults, what it refuses, what it learns from a pool, and a user's own factor and rule."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from encoding import DEFAULT, encoded
from own_factor import MyMentee, MyMentor, OtherWorkplace, Shift
from strategies import ON

from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility import factors as standard_factors
from mentormatch.compatibility import rules as standard_rules
from mentormatch.compatibility.capacity import capacity
from mentormatch.compatibility.comparison import Comparison, by_value
from mentormatch.compatibility.factors import Age, Availability, Competence, Factor, Interests, Language
from mentormatch.compatibility.people import People
from mentormatch.compatibility.rules import Operative, SharedLanguage, Trained
from mentormatch.errors import MatchingError, ModelError, ProfileError
from mentormatch.profiles import Mentee, Mentor
from mentormatch.vocabulary import Distances


def test_the_default_weights_and_options() -> None:
    weights = {factor.name: factor.weight for factor in DEFAULT.factors}
    assert list(weights.items()) == [
        ("language", 20), ("competence", 20), ("interests", 15), ("own_wish", 10), ("background", 10), ("region", 10),
        ("age", 5), ("availability", 5), ("personality", 5),
        ("gender", 10), ("religion", 10), ("ethnic_background", 10), ("wishes", 10),
    ]  # fmt: skip
    assert sum(factor.weight for factor in DEFAULT.factors if not factor.only_when_asked) == 100
    options = {factor.name: factor.model_dump() for factor in DEFAULT.factors}
    levels = {"A1": 100, "A2": 250, "B1": 600, "B2": 800, "C1": 950, "C2": 1000, "native": 1000}
    assert (options["language"]["levels"], options["language"]["near"]) == (levels, 700)
    region = [options["region"][step] for step in ("municipality", "neighbour", "county", "region", "elsewhere")]
    assert region == [1000, 800, 600, 300, 0]
    assert (options["age"]["best_from"], options["age"]["best_to"]) == (5, 20)
    assert (DEFAULT.hours_per_case, DEFAULT.waiting_months, DEFAULT.distances) == (3, (1, 3, 6, 12), None)


def test_the_default_rules() -> None:
    assert [rule.name for rule in DEFAULT.rules or ()] == [
        "shared_language", "musts", "limits", "exclusions", "not_same_person", "operative", "trained", "requirements",
        "contract", "places", "reach",
    ]  # fmt: skip
    assert all(rule.use for rule in DEFAULT.rules or ())
    assert SharedLanguage().level == "B1"


@pytest.mark.parametrize("language, first, last", [("en", "Language", "Other wishes"), ("nb", "Språk", "Andre ønsker")])
def test_factors_and_rules_have_labels(language: str, first: str, last: str) -> None:
    labels = [factor.label(language) for factor in DEFAULT.factors]
    assert (labels[0], labels[-1]) == (first, last)
    assert len(set(labels)) == len(labels)
    assert all(rule.label(language) for rule in DEFAULT.rules or ())


WRONG: list[tuple[Callable[[], object], list[tuple[str, object]]]] = [
    (lambda: CompatibilityModel([Age(), Age()]), [("model_twice", "age")]),
    (lambda: CompatibilityModel([Age()], rules=[Trained(), Trained()]), [("model_twice", "trained")]),
    (lambda: CompatibilityModel([Age(weight=0)]), [("model_no_weight", None)]),
    (lambda: CompatibilityModel([]), [("model_no_weight", None)]),
    (lambda: CompatibilityModel([Age()], hours_per_case=0), [("model_hours", None)]),
    (lambda: CompatibilityModel([Age()], hours_per_case=-3), [("model_hours", None)]),
    (lambda: CompatibilityModel([Age()], hours_per_case=float("nan")), [("model_hours", None)]),
    (lambda: CompatibilityModel([Age()], hours_per_case=float("inf")), [("model_hours", None)]),
    (lambda: CompatibilityModel([Age()], waiting_months=[3, 1]), [("model_waiting", None)]),
    (lambda: CompatibilityModel([Age()], waiting_months=[0, 3]), [("model_waiting", None)]),
    (lambda: CompatibilityModel([Age()], waiting_months=[3, 3]), [("model_waiting", None)]),
    (lambda: CompatibilityModel([Age(), Shift(weight=-1)]), [("model_value", None)]),
    (
        lambda: CompatibilityModel([Age(weight=0), Age(weight=0)], hours_per_case=0, waiting_months=[1, 1]),
        [("model_twice", "age"), ("model_no_weight", None), ("model_hours", None), ("model_waiting", None)],
    ),
]


@pytest.mark.parametrize("make, expected", WRONG)
def test_a_model_that_makes_no_sense_is_refused_with_every_reason(
    make: Callable[[], object], expected: list[tuple[str, object]]
) -> None:
    with pytest.raises(ModelError) as caught:
        make()
    assert [(problem.key, problem.values.get("name")) for problem in caught.value.problems] == expected
    assert all("Hint: " in problem.text("en") and "Tips: " in problem.text("nb") for problem in caught.value.problems)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Age(weight=-1),
        lambda: Age.model_validate({"wieght": 1}),
        lambda: Age(weight="much"),
        lambda: Age(falls_over=0),
        lambda: Language(near=1001),
        lambda: Language(levels={"B7": 100}),
        lambda: Language(levels={"B1": 2000}),
        lambda: SharedLanguage(level="B7"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ProfileError) as caught:
        make()
    assert len(caught.value.problems) == 1


def test_no_band_of_waiting_time_is_a_choice() -> None:
    assert CompatibilityModel([Age()], waiting_months=[]).waiting_months == ()


# Priorities


def test_a_factor_may_be_called_by_its_name_or_its_label() -> None:
    mentees = [
        Mentee(id=str(number), languages="somali", age=20, priorities={word: "uten betydning"})
        for number, word in enumerate(("age", "Alder", "ALDER", "Age"))
    ]
    weights = encoded(mentees, [Mentor(id="M")]).weights.tolist()
    assert weights == [[10_000] + [0] * 12] * 4


def test_a_priority_of_a_factor_that_is_not_there_names_the_person_and_the_nearest() -> None:
    mentees = [
        Mentee(id="B1", priorities={"langauge": "viktig", "age": "viktig"}),
        Mentee(id="B2", priorities={"skostørrelse": "avgjørende"}),
    ]
    with pytest.raises(MatchingError) as caught:
        DEFAULT.encode(mentees, [], on=ON)
    assert [(problem.key, problem.where.person) for problem in caught.value.problems] == [
        ("unknown_factor", "B1"),
        ("unknown_factor_of", "B2"),
    ]
    first = caught.value.problems[0].text("en")
    assert first == ("person B1, field priorities: There is no factor 'langauge'. Hint: Did you mean 'language'?")
    assert "language, språk" in caught.value.problems[1].text("nb")


def test_swapped_lists_are_an_error() -> None:
    mentees, mentors = [Mentee(id="B")], [Mentor(id="M")]
    for call in (DEFAULT.scores, DEFAULT.allowed, DEFAULT.fit, DEFAULT.encode):
        with pytest.raises(MatchingError) as caught:
            call(mentors, mentees)  # type: ignore[arg-type]  # that is the point
        assert [problem.key for problem in caught.value.problems] == ["swapped"]


# Frames


def test_scores_are_points_and_nan_where_a_rule_forbids() -> None:
    model = CompatibilityModel([Language(weight=30), Age(weight=10)])
    mentors = [
        Mentor(id="A", languages="somali C1", age=40),
        Mentor(id="B", languages="norsk B2", age=30),
        Mentor(id="C", languages="somali B1", age=50),
    ]
    scores = model.scores([Mentee(id="1", languages="somali morsmål", age=25)], mentors, ON)
    assert (list(scores.index), list(scores.columns)) == (["1"], ["A", "B", "C"])
    # A: 75 * 0.95 + 25 * 1; C: 75 * 0.6 + 25 * 0.75, five years more than the best
    assert scores.to_numpy()[0, [0, 2]].tolist() == [96.25, 63.75]
    assert scores["B"].isna().tolist() == [True]
    allowed = model.allowed([Mentee(id="1", languages="somali morsmål", age=25)], mentors, ON)
    assert allowed.to_numpy().tolist() == [[True, False, True]]


def test_frames_of_nobody_are_empty() -> None:
    assert DEFAULT.scores([], [Mentor(id="M")], ON).shape == (0, 1)
    assert DEFAULT.scores([Mentee(id="B")], [], ON).shape == (1, 0)
    assert DEFAULT.allowed([], [], ON).shape == (0, 0)
    assert encoded([Mentee(id="B")], []).rows_of(np.array([], int), np.array([], int)).points.shape == (0, 13)


def test_today_is_the_day_in_norway_unless_another_is_given() -> None:
    mentor = Mentor(id="M", training_completed_on="01.06.2020")
    model = CompatibilityModel([Age()])
    assert model.allowed([Mentee(id="B")], [mentor]).to_numpy().tolist() == [[True]]
    assert model.allowed([Mentee(id="B")], [mentor], date(2020, 5, 31)).to_numpy().tolist() == [[False]]


# Fitting

POOL = (
    [Mentee(id="B1", interests="sjakk; Fotball"), Mentee(id="B2", age=20)],
    [
        Mentor(id="M1", interests="fotball", age=30),
        Mentor(id="M2", interests="sjakk", age=45),
        Mentor(id="M3", interests="FOTBALL"),
    ],
)


def test_rare_interests_count_more() -> None:
    """Five people: three have football, two chess. ln(1 + 5/4) = 0.81, ln(1 + 5/3) = 0.98, ln(1 + 5/1) = 1.79."""
    fitted = DEFAULT.fit(*POOL, ON)
    (interests,) = (factor for factor in fitted.factors if isinstance(factor, Interests))
    assert interests.people == 5
    assert interests.frequency == {"fotball": 3, "sjakk": 2}
    assert [interests.rarity(word) for word in ("fotball", "sjakk", "hekling")] == [81, 98, 179]
    block = fitted.encode(*POOL, on=ON).comparisons[2].block(slice(0, 1))
    assert block.tolist() == [[453, 547, 453]]  # 81/179 and 98/179


def test_the_neutral_value_is_the_mean_over_recorded_pairs() -> None:
    neutral = DEFAULT.fit(*POOL, ON).neutral
    assert neutral is not None
    assert neutral["interests"] == 484  # (453 + 547 + 453) / 3 = 484.33
    assert neutral["age"] == 875  # 20 with 30: 1000; with 45, five years too many: 750
    assert neutral["language"] == 500  # no recorded pair
    assert list(neutral) == [factor.name for factor in DEFAULT.factors]


def test_a_mean_ends_on_a_half_is_rounded_up() -> None:
    pool = [Mentee(id="B", needs="a; b; c; d; e; f; g; h", basis="samtykke")]
    mentors = [Mentor(id="1", competence="a"), Mentor(id="2", competence="x; y")]  # 125 and 0: 62.5
    assert CompatibilityModel([Competence()]).fit(pool, mentors, ON).neutral == {"competence": 63}


def test_an_interest_that_nobody_had_counts_at_least_as_the_rarest() -> None:
    fitted = DEFAULT.fit(*POOL, ON)
    person = Mentee(id="B9", interests="hekling; sjakk")
    mentors = [Mentor(id="M1", interests="hekling"), Mentor(id="M2", interests="sjakk")]
    new, known = fitted.encode([person], mentors, on=ON).comparisons[2].block(slice(None))[0].tolist()
    assert (new, known) == (646, 354)  # 179 and 98 of 277


def test_an_unfitted_model_is_fitted_on_the_people_of_the_call() -> None:
    mentees, mentors = POOL
    assert not DEFAULT.fitted
    fitted = DEFAULT.fit(mentees, mentors, ON)
    assert fitted.fitted
    assert fitted.fit_if_needed([], [], ON) is fitted
    assert DEFAULT.scores(mentees, mentors, ON).equals(fitted.scores(mentees, mentors, ON))
    alone = fitted.scores(mentees[:1], mentors, ON)  # one arrival more or less changes no score
    assert alone.equals(fitted.scores(mentees, mentors, ON).iloc[:1])


# What a case takes

CAPACITY: list[tuple[Mapping[str, object], int, tuple[int, int, bool, float | None]]] = [
    ({}, 0, (1, 1, True, None)),
    ({}, 1, (1, 0, True, None)),
    ({"maximum": 3}, 1, (3, 2, False, None)),
    ({"maximum": 0}, 0, (0, 0, False, None)),
    ({"engagement": {"hours_per_week": "7,5"}}, 1, (2, 1, False, 4.5)),
    ({"engagement": {"hours_per_week": 9}}, 0, (3, 3, False, 9.0)),
    ({"engagement": {"hours_per_week": 2}}, 0, (0, 0, False, 2.0)),
    ({"maximum": 1, "engagement": {"hours_per_week": 9}}, 0, (1, 1, False, 9.0)),
    ({"maximum": 4, "engagement": {"hours_per_week": 6}}, 3, (2, 0, False, 0.0)),  # overbooked: never below none
]


@pytest.mark.parametrize("fields, running, expected", CAPACITY)
def test_places(fields: Mapping[str, object], running: int, expected: tuple[int, int, bool, float | None]) -> None:
    room = capacity([Mentor(id="M", **fields)], {"M": running, "somebody else": 5}, 3)
    assert (room.places[0], room.free[0], room.assumed[0], room.free_hours[0]) == expected


def test_places_are_counted_in_hundredths_of_an_hour() -> None:
    mentor = Mentor(id="M", engagement={"hours_per_week": 0.3})
    assert capacity([mentor], {}, 0.1).places == (3,)  # 0.3 / 0.1 is 2.999… in floats


# A factor and a rule of one's own


def test_an_own_factor_is_under_twenty_lines() -> None:
    assert len(inspect.getsource(Shift).splitlines()) < 20


def test_an_own_factor_counts_and_explains_itself() -> None:
    model = CompatibilityModel([Availability(weight=15), Shift()], rules=[OtherWorkplace()])
    mentees = [
        MyMentee(id="B", shift="kveld", workplace="Skolen"),
        MyMentee(id="C", priorities={"Tid på dagen": "viktig"}),
    ]
    mentors = [
        MyMentor(id="M", shift="kveld", workplace="Verftet"),
        MyMentor(id="N", shift="dag"),
        MyMentor(id="O", shift="kveld", workplace="Skolen"),
    ]
    found = model.encode(mentees, mentors, on=ON)
    assert found.points().tolist() == [[10_000, 0, 10_000], [5000, 5000, 5000]]
    assert found.allowed().tolist() == [[True, True, False], [True, True, True]]
    (rule,) = found.broken(0, 2)
    facts = found.facts(0, 2)
    assert rule.reason(*facts, rule.words("nb")) == "De arbeider på samme sted."
    own: Factor = model.factors[1]
    assert own.reason(*facts, 1000, own.words("en")) == (
        "kveld",
        "kveld",
        "This person has time: kveld. The mentor: kveld.",
    )
    assert own.reason(*facts, 1000, own.words("nb")).sentence == "Personen har tid: kveld. Mentoren: kveld."


def test_an_own_rule_without_its_column_is_named() -> None:
    model = CompatibilityModel([Age()], rules=[OtherWorkplace(), Operative(use=False)])
    found = model.encode([Mentee(id="B")], [Mentor(id="M")], on=ON)
    assert found.unchecked == ("mentee.workplace", "mentor.workplace", "rule.operative")
    assert found.rules == ()


def test_sentences_in_one_language_serve_the_other() -> None:
    class OnlyNorwegian(Shift):
        sentences = {"nb": {"label": "Tid", "reason": "Personen har tid: {mentee}."}}

    assert [OnlyNorwegian().label(language) for language in ("nb", "en")] == ["Tid", "Tid"]


def test_the_standard_lists_are_complete() -> None:
    for module, base in ((standard_factors, standard_factors.Factor), (standard_rules, standard_rules.Rule)):
        exported = [getattr(module, name) for name in module.__all__]
        classes = {kind for kind in exported if inspect.isclass(kind) and issubclass(kind, base) and kind is not base}
        assert set(module.DEFAULT) == classes


def test_a_factor_without_a_label_is_refused_when_the_model_is_made() -> None:
    class Nameless(Factor):
        name = "nameless"

        def compare(self, mentees: People, mentors: People) -> Comparison:
            return by_value(mentees.values("age"), mentors.values("age"), lambda mentee, mentor: 1000)

    with pytest.raises(ModelError) as raised:
        CompatibilityModel([Nameless()])
    assert [problem.key for problem in raised.value.problems] == ["model_no_label"]


def test_distances_that_no_file_names_are_not_lost_in_silence(tmp_path: Path) -> None:
    model = CompatibilityModel([Language()], distances=Distances({frozenset(("0301", "3201")): None}))
    with pytest.raises(ModelError) as raised:
        model.save(tmp_path / "model.toml")
    assert [problem.key for problem in raised.value.problems] == ["model_distances"]
