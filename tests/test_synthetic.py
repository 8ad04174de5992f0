"""Made-up people: the same everywhere, valid, and with all that a real bank has."""

import json
import tomllib
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

import mentormatch as mm
from mentormatch.profiles import Person
from mentormatch.synthetic import SamplePeople, sample_people

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def bank() -> SamplePeople:
    return sample_people(on=ON)


def read_again(people: Sequence[Person]) -> list[Person]:
    """What the constructor makes of the same values."""
    return [type(person)(**{name: getattr(person, name) for name in person.model_fields_set}) for person in people]


def digest(people: SamplePeople) -> str:
    dumped = [[person.model_dump(mode="json") for person in side] for side in people]
    return sha256(json.dumps(dumped, sort_keys=True).encode()).hexdigest()[:16]


def test_the_same_seed_gives_the_same_people_on_every_machine(bank: SamplePeople) -> None:
    # Renew the digest when data/sample.toml or the drawing changes; on another machine it must not.
    assert digest(bank) == digest(sample_people(on="22.11.2026")) == "9d95013e2a72347c"


def test_another_seed_gives_other_people(bank: SamplePeople) -> None:
    other = sample_people(on=ON, seed=2)
    assert [m.id for m in other.mentors] == [m.id for m in bank.mentors]
    same = sum(one.name == two.name for one, two in zip(bank.mentors, other.mentors, strict=True))
    assert same < 10


def test_a_small_sample_is_the_beginning_of_a_large_one(bank: SamplePeople) -> None:
    large = sample_people(mentors=300, mentees=200, on=ON)
    exclusions = {"excluded_mentors", "excluded_mentees"}
    for one, two in [*zip(bank.mentees, large.mentees), *zip(bank.mentors, large.mentors)]:  # noqa: B905  # as many as the small has
        assert one.model_dump(exclude=exclusions) == two.model_dump(exclude=exclusions)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_value_has_the_form_that_profiles_give_it(language: str) -> None:
    for side in sample_people(mentors=300, mentees=300, on=ON, language=language):
        assert read_again(side) == side


def test_everybody_has_every_column(bank: SamplePeople) -> None:
    for side in bank:
        assert len({frozenset(person.model_fields_set) for person in side}) == 1


def test_language_changes_the_words_and_nothing_else(bank: SamplePeople) -> None:
    norwegian = sample_people(on=ON, language="nb")
    assert "fotball" in {word for mentor in norwegian.mentors for word in mentor.interests or ()}
    assert "football" in {word for mentor in bank.mentors for word in mentor.interests or ()}
    one, two = (mm.match(*people, on=ON, seed=1).pairs for people in (bank, norwegian))
    assert one.equals(two)


def test_the_bank_has_what_real_banks_have(bank: SamplePeople) -> None:
    mentees, mentors = bank
    engagements = [mentor.engagement for mentor in mentors if mentor.engagement is not None]
    assert {e.kind for e in engagements} == {"freed_hours", "bank_contract", "position"}
    assert any(e.end is not None and e.end < ON for e in engagements)
    assert {mentor.role for mentor in mentors} >= {"operative", "resource_person"}
    assert any(mentor.training_completed_on is None for mentor in mentors)
    lacking = [m for m in mentors if None in (m.requirements or {}).values()]
    assert 0 < len(lacking) < len(mentors) / 3
    assert {m.basis is None for m in mentors} == {m.basis is None for m in mentees} == {True, False}
    assert {mentee.unit for mentee in mentees} == {"person", "family"}
    minors = [m for m in mentees if (m.age_on(ON) or 99) < 18]
    assert 0 < len(minors) < len(mentees) / 3
    signed = [m for m in mentees if m.urgency != "normal"]
    assert signed
    assert all(m.urgency_set_by and m.urgency_reason for m in signed)
    wishes = {(w.about, w.value, w.strength) for mentee in mentees for w in mentee.wishes or ()}
    assert ("sector", "police", "must_not") in wishes
    assert {"own_municipality", "gender", "ethnic_background"} <= {about for about, _, _ in wishes}
    assert any(mentee.protected_address for mentee in mentees)
    assert any(mentee.languages is None for mentee in mentees)
    assert any(mentee.waiting_since is None for mentee in mentees)
    assert any(mentee.priorities for mentee in mentees)
    assert any(mentee.excluded_mentors for mentee in mentees)


def test_names_are_invented_and_ids_say_nothing(bank: SamplePeople) -> None:
    invented = tomllib.loads((Path(mm.__path__[0]) / "data" / "sample.toml").read_text(encoding="utf-8"))[
        "family_names"
    ]
    assert "Eksempelsen" in invented
    assert all((person.name or invented[0]).split()[-1] in invented for side in bank for person in side)
    assert all(mentor.name for mentor in bank.mentors)
    assert [mentor.id for mentor in bank.mentors] == [f"M{number:03d}" for number in range(1, 61)]
    assert [mentee.id for mentee in bank.mentees] == [f"B{number:03d}" for number in range(1, 46)]


@pytest.mark.filterwarnings("error")
def test_most_but_not_all_get_a_proposal(bank: SamplePeople) -> None:
    matching = mm.match(*bank, on=ON)
    assert 38 <= matching.people < 45
    assert matching.notice.startswith("Every rule was checked.")
    reasons = matching.unmatched["reason"].tolist()
    assert any(reason.startswith("Allowed") for reason in reasons)
    assert any(reason.startswith("No mentor is allowed (60 looked at)") for reason in reasons)
    assert len(matching.notes) >= 3
    assert any(matching.about_equal(mentee) for mentee in matching.pairs["mentee_id"])


@pytest.mark.parametrize("seed", range(2, 8))
def test_no_seed_makes_a_bank_that_helps_nobody(seed: int) -> None:
    assert mm.match(*sample_people(on=ON, seed=seed), on=ON).people >= 38


def test_an_empty_side_is_a_sample_too() -> None:
    assert sample_people(mentors=0, mentees=2, on=ON).mentors == []
    assert len(sample_people(mentors=2, mentees=0, on=ON).mentors) == 2


def test_numbers_below_zero_are_all_named() -> None:
    with pytest.raises(mm.MatchingError) as caught:
        sample_people(mentors=-1, seed=-2)
    assert [problem.values["name"] for problem in caught.value.problems] == ["mentors", "seed"]
