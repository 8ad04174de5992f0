"""A model as TOML: what it changes, what it refuses, and that it comes back as it was."""

from pathlib import Path

import pytest
from encoding import DEFAULT, encoded
from hypothesis import given
from hypothesis import strategies as st
from own_factor import MyMentee, MyMentor, OtherWorkplace, Shift
from strategies import ON, mentee_lists, mentor_lists

from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.factors import DEFAULT as FACTORS
from mentormatch.compatibility.factors import Age, Factor, Language, Region
from mentormatch.compatibility.rules import DEFAULT as RULES
from mentormatch.compatibility.rules import Requirements, Rule, SharedLanguage
from mentormatch.errors import ModelError
from mentormatch.profiles import Mentee, Mentor

EXAMPLE = """
hours_per_case = 4
waiting_months = [2, 8]
distances = "naboer.csv"

[factors.language]
weight = 30
levels = { B2 = 850 }

[factors.age]
weight = 0

[factors.shift]
weight = 8

[rules.shared_language]
level = "A2"

[rules.trained]
use = false

[rules.requirements]
always = ["confidentiality", "own_check"]
required = { position = ["suitability"] }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "naboer.csv").write_text("fra;til\nBergen;Askøy\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "model.toml"
    path.write_text(text, encoding="utf-8")
    return path


def option(model: CompatibilityModel, name: str) -> Factor | Rule:
    things: list[Factor | Rule] = [*model.factors, *(model.rules or ())]
    (found,) = [thing for thing in things if thing.name == name]
    return found


def test_a_file_changes_what_it_names_and_leaves_the_rest(folder: Path) -> None:
    model = CompatibilityModel.load(written(folder, EXAMPLE), factors=[Shift], rules=[OtherWorkplace])
    assert (model.hours_per_case, model.waiting_months) == (4, (2, 8))
    assert {f.name: f.weight for f in model.factors} == {
        **{f.name: f.weight for f in DEFAULT.factors}, "language": 30, "age": 0, "shift": 8,
    }  # fmt: skip
    assert option(model, "language") == Language(weight=30, levels={"B2": 850})
    assert option(model, "region") == Region()
    assert option(model, "shared_language") == SharedLanguage(level="A2")
    assert not option(model, "trained").use  # type: ignore[union-attr]  # a rule
    assert option(model, "requirements") == Requirements(
        always=("confidentiality", "own_check"), required={"position": ("suitability",)}
    )
    assert [rule.name for rule in model.rules or ()] == [*(rule.name for rule in RULES), "other_workplace"]
    assert model.distances is not None
    assert model.distances.neighbours("4601", "4627")
    assert not model.fitted


def test_an_empty_file_is_the_default_model(folder: Path) -> None:
    assert CompatibilityModel.load(written(folder, "")) == DEFAULT


def test_a_file_from_a_windows_editor_is_read(folder: Path) -> None:
    path = folder / "model.toml"
    path.write_bytes(b"\xef\xbb\xbfhours_per_case = 5\r\n[factors.age]\r\nweight = 7\r\n")
    assert CompatibilityModel.load(path).hours_per_case == 5


def test_own_factors_and_rules_work_beside_the_file(folder: Path) -> None:
    model = CompatibilityModel.load(written(folder, EXAMPLE), factors=[Shift], rules=[OtherWorkplace])
    mentee = MyMentee(id="B", shift="kveld", age=20, workplace="Skolen")
    mentors = [
        MyMentor(id="M", shift="kveld", age=70),
        MyMentor(id="N", shift="dag"),
        MyMentor(id="O", workplace="Skolen"),
    ]
    found = encoded([mentee], mentors, model)
    assert found.points().tolist() == [[10_000, 0, 5000]]  # age has no weight
    assert found.allowed().tolist() == [[True, True, False]]


def test_a_factor_without_weight_is_out_of_play_and_a_rule_not_used_is_named(folder: Path) -> None:
    text = "[factors.age]\nweight = 0\n[rules.operative]\nuse = false\n[rules.trained]\nuse = false\n"
    model = CompatibilityModel.load(written(folder, text))
    mentors = [Mentor(id="M", age=70, role="ressursperson", training_completed_on=None, languages="somali")]
    found = encoded([Mentee(id="B", age=20, languages="somali")], mentors, model)
    assert found.allowed().tolist() == [[True]]
    assert found.unchecked[-2:] == ("rule.operative", "rule.trained")
    assert "age" not in [factor.name for factor in found.factors]
    assert found.known().tolist() == [[2105]]  # 20 of the 95 that are left


# There and back


def same_scores(one: CompatibilityModel, other: CompatibilityModel) -> bool:
    mentees = [Mentee(id="B", languages="somali", interests="sjakk; fotball", age=20, municipality="Bergen")]
    mentors = [Mentor(id="M", languages="somali B2", interests="sjakk", age=60), Mentor(id="N", municipality="Askøy")]
    return one.scores(mentees, mentors, ON).equals(other.scores(mentees, mentors, ON))


def test_the_default_model_comes_back(tmp_path: Path) -> None:
    DEFAULT.save(tmp_path / "model.toml")
    assert CompatibilityModel.load(tmp_path / "model.toml") == DEFAULT


@given(mentees=mentee_lists(1, 3), mentors=mentor_lists(1, 3), hours=st.sampled_from((0.5, 2, 3.25)))
def test_a_fitted_model_comes_back(
    tmp_path_factory: pytest.TempPathFactory, mentees: list[Mentee], mentors: list[Mentor], hours: float
) -> None:
    model = CompatibilityModel(DEFAULT.factors, hours_per_case=hours, waiting_months=[1, 2])
    plain = [mentee.model_copy(update={"priorities": None}) for mentee in mentees]
    fitted = model.fit(plain, mentors, ON)
    path = tmp_path_factory.mktemp("model") / "model.toml"
    fitted.save(path)
    again = CompatibilityModel.load(path)
    assert again == fitted
    assert again.digest == fitted.digest
    assert again.fitted


def test_an_own_model_comes_back_as_it_was(folder: Path) -> None:
    model = CompatibilityModel.load(written(folder, EXAMPLE), factors=[Shift], rules=[OtherWorkplace])
    model.save(folder / "again.toml")
    again = CompatibilityModel.load(folder / "again.toml", factors=[Shift], rules=[OtherWorkplace])
    assert (again.factors, again.rules, again.digest) == (model.factors, model.rules, model.digest)
    assert same_scores(again, model)


def test_a_model_of_few_factors_and_rules_comes_back_as_it_was(tmp_path: Path) -> None:
    few = CompatibilityModel([Language(weight=3, near=100), Age(best_from=0)], rules=[SharedLanguage(level="A1")])
    few.save(tmp_path / "few.toml")
    again = CompatibilityModel.load(tmp_path / "few.toml")
    assert {f.name: f.weight for f in again.factors if f.weight} == {"language": 3, "age": 5}
    assert [rule.name for rule in again.rules or () if rule.use] == ["shared_language"]
    assert same_scores(few, again)


def test_what_is_learnt_stands_in_the_file(tmp_path: Path) -> None:
    mentees, mentors = [Mentee(id="B", interests="sjakk")], [Mentor(id="M", interests="Sjakk; musikk")]
    fitted = DEFAULT.fit(mentees, mentors, ON)
    fitted.save(tmp_path / "model.toml")
    text = (tmp_path / "model.toml").read_text(encoding="utf-8")
    assert "[fitted.neutral]" in text
    assert "interests = 1000" in text
    assert "sjakk = 2" in text
    assert "musikk = 1" in text


# What is refused: (text, [(key of the problem, name or field, nearest)])

REFUSED: list[tuple[str, list[tuple[str, str | None, str | None]]]] = [
    ("hours_per_cases = 3", [("model_key", "hours_per_cases", "hours_per_case")]),
    ("[factors.langauge]\nweight = 1", [("model_key", "factors.langauge", "factors.language")]),
    ("[rules.trainde]\nuse = false", [("model_key", "rules.trainde", "rules.trained")]),
    ("[factors.language]\nwieght = 1", [("unknown_field", "wieght", "weight")]),
    ("[rules.trained]\nuses = false", [("unknown_field", "uses", "use")]),
    ("[factors.zzz]", [("model_key_of", "factors.zzz", None)]),
    ("[fitted]\nneutrals = 1", [("model_key", "fitted.neutrals", "fitted.neutral")]),
    ("[fitted.neutral]\nlangauge = 1", [("model_key", "fitted.neutral.langauge", "fitted.neutral.language")]),
    ("zzz = 1", [("model_key_of", "zzz", None)]),
    ('hours_per_case = "three"', [("model_value", "hours_per_case", None)]),
    ("hours_per_case = true", [("model_value", "hours_per_case", None)]),
    ("hours_per_case = 0", [("model_hours", None, None)]),
    ("hours_per_case = nan", [("model_hours", None, None)]),
    ("waiting_months = 3", [("model_value", "waiting_months", None)]),
    ('waiting_months = ["a"]', [("model_value", "waiting_months", None)]),
    ("waiting_months = [3, 1]", [("model_waiting", None, None)]),
    ("distances = 3", [("model_value", "distances", None)]),
    ('distances = "not_there.csv"', [("vocabulary_unreadable", None, None)]),
    ("factors = 5", [("model_value", "factors", None)]),
    ("[factors]\nlanguage = 5", [("model_value", "factors.language", None)]),
    ("[rules]\ntrained = false", [("model_value", "rules.trained", None)]),
    ("[factors.age]\nweight = -1", [("field_kind", "factors.age.weight", None)]),
    ("[factors.age]\nweight = 2.5", [("field_kind", "factors.age.weight", None)]),
    ('[factors.age]\nweight = "much"', [("field_kind", "factors.age.weight", None)]),
    ("[factors.shift]\nweight = -1", [("model_value", "factors.shift.weight", None)]),
    ("[factors.language]\nlevels = { B7 = 100 }", [("vocabulary_code", "factors.language.levels", None)]),
    ("[factors.language]\nlevels = { B1 = 2000 }", [("field_kind", "factors.language.levels.B1", None)]),
    ("[factors.region]\ncounty = 1001", [("field_kind", "factors.region.county", None)]),
    ('[rules.shared_language]\nlevel = "B7"', [("vocabulary_code", "rules.shared_language.level", None)]),
    ('[rules.trained]\nuse = "maybe"', [("field_kind", "rules.trained.use", None)]),
    ("[fitted.neutral]\nlanguage = 1001", [("model_value", "fitted.neutral.language", None)]),
    ("[fitted.neutral]\nlanguage = 0.5", [("model_value", "fitted.neutral.language", None)]),
    ("fitted = 1", [("model_value", "fitted", None)]),
    ("\n".join(f"[factors.{kind.name}]\nweight = 0" for kind in (*FACTORS, Shift)), [("model_no_weight", None, None)]),
    ("hours_per_case = = 3", [("model_toml", None, None)]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", REFUSED)
def test_a_file_that_is_wrong_is_refused_with_the_place(
    folder: Path, text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    with pytest.raises(ModelError) as caught:
        CompatibilityModel.load(written(folder, text), factors=[Shift])
    problems = caught.value.problems
    assert [(p.key, p.values.get("name") or p.where.field, p.values.get("nearest")) for p in problems] == expected
    assert all(str(problem.where.file).endswith("model.toml") for problem in problems)
    assert all("Hint: " in problem.text("en") and "Tips: " in problem.text("nb") for problem in problems)


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    text = """
hours_per_case = "x"
waiting_months = 5
distances = "not_there.csv"
unknown = 1
[factors.age]
weight = -1
wieght = 1
[factors.zzz]
[rules.shared_language]
level = "B7"
[fitted.neutral]
age = -1
"""
    with pytest.raises(ModelError) as caught:
        CompatibilityModel.load(written(folder, text))
    assert sorted(problem.key for problem in caught.value.problems) == sorted(
        [
            "model_key_of", "model_value", "model_value", "vocabulary_unreadable", "field_kind", "unknown_field",
            "model_key_of", "vocabulary_code", "model_value",
        ]
    )  # fmt: skip


def test_a_file_that_cannot_be_read_is_one_plain_sentence(folder: Path) -> None:
    latin = folder / "latin.toml"
    latin.write_bytes("# språk\n".encode("cp1252"))
    for path, key in (
        (folder / "no.toml", "model_unreadable"),
        (folder, "model_unreadable"),
        (latin, "model_encoding"),
    ):
        with pytest.raises(ModelError) as caught:
            CompatibilityModel.load(path)
        assert [problem.key for problem in caught.value.problems] == [key]


def test_an_own_factor_that_is_not_given_is_an_unknown_key(folder: Path) -> None:
    with pytest.raises(ModelError) as caught:
        CompatibilityModel.load(written(folder, "[factors.shift]\nweight = 8\n"))
    assert [problem.values["name"] for problem in caught.value.problems] == ["factors.shift"]
