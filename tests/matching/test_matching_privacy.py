"""What must stay with the coordinator never leaves: canaries in the people, and every word that comes out searched."""

import json
import logging
import warnings
from collections.abc import Callable, Iterator

import pytest
from matching_calls import DEFAULT, ON, SMALL, Call
from matching_everything import everything, rows

from mentormatch import CompatibilityModel, Mentee, Mentor, MentorMatchError, check, match, shortlist, vocabulary
from mentormatch.compatibility.factors import Language, Religion
from mentormatch.sentences import languages

TARGET_GROUP = "in_extremist_milieu"
MUNICIPALITY = "1151"

SECRETS = (
    "Zqnavn", "Zqmentornavn",  # names
    "Zqtro", "Zqannen",  # religion
    "Zqfolk", "Zqslekt",  # ethnic background
    "Zqbehov", "Zqtraume",  # needs
    "Zqhvem", "Zqgrunn",  # who set the urgency, and why
    "Zqsett",  # who saw a certificate
    TARGET_GROUP, *(vocabulary.current().label("target_group", TARGET_GROUP, language) for language in languages()),
    MUNICIPALITY, vocabulary.current().municipality_name(MUNICIPALITY),
)  # fmt: skip


NARROW = CompatibilityModel([Religion(weight=10), Language()])


def mentees(**basis: object) -> list[Mentee]:
    private = {
        "name": "Zqnavn", "religion": "Zqtro", "ethnic_background": "Zqfolk", "needs": "Zqbehov; Zqtraume; skolegang",
        "target_group": TARGET_GROUP, "municipality": MUNICIPALITY, "protected_address": "ja",
    }  # fmt: skip
    urgent = {"urgency": "haster", "urgency_set_by": "Zqhvem", "urgency_reason": "Zqgrunn"}
    wishes = {"religion": "må: Zqtro", "ethnic_background": ("helst: Zqfolk", "helst ikke: Zqslekt")}
    faith = {"religion": ("helst: Zqtro", "helst ikke: Zqannen"), "own_municipality": "ikke samme"}
    return [
        Mentee(id="B1", languages="somali", age=20, wishes=wishes, **private, **urgent, **basis),
        Mentee(id="B2", languages="norsk B1", age=17, wishes=faith, level_of_work="individ", **private, **basis),
        Mentee(id="B3", languages="arabisk", waiting_since="01.01.2026", **private, **basis),
        Mentee(id="B4", languages="somali; norsk", priorities={"religion": "avgjørende"}, **private, **basis),
    ]


def mentors(**basis: object) -> list[Mentor]:
    seen = {"confidentiality": True, "police_certificate": {"met": True, "by": "Zqsett"}}
    common = {"name": "Zqmentornavn", "requirements": seen, "municipality": "Bergen", "competence": "skolegang"}
    limits = {"target_groups": TARGET_GROUP, "distance": "fylke"}
    wants = {"wanted_target_groups": TARGET_GROUP}
    stays = {"may_be_lent": False}
    return [
        Mentor(id="M1", languages="somali C1; norsk", religion="Zqtro", ethnic_background="Zqslekt", **common, **basis),
        Mentor(
            id="M2",
            languages="norsk C1",
            religion="Zqannen",
            **wants,
            maximum=2,
            **common,
            **basis,
        ),
        Mentor(id="M3", languages="arabisk C1", limits=limits, religion="Zqtro", age=40, **common, **basis),
        Mentor(id="M4", languages="norsk", limits={"target_groups": "next_of_kin"}, **common, **basis),
        Mentor(id="M5", languages="somali", ethnic_background="Zqfolk", engagement=stays, maximum=2, **common, **basis),
    ]


BASES: list[dict[str, object]] = [{}, {"basis": "samtykke"}, {"basis": {"religion": "samtykke"}}]


def call_of(basis: dict[str, object], model: CompatibilityModel = DEFAULT) -> Call:
    return Call(mentees(**basis), mentors(**basis), model, current=[("B3", "M2"), ("B9", "M9")], bans=[("B2", "M1")])


def leaks(words: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in words.casefold()]


def test_the_search_finds_what_it_looks_for() -> None:
    person = mentees()[0]
    found = leaks(f"{person.name} {person.religion} {person.ethnic_background} {person.needs} {person.target_group}")
    assert found == ["Zqnavn", "Zqtro", "Zqfolk", "Zqbehov", "Zqtraume", TARGET_GROUP]
    assert leaks("bor i utsira") == ["Utsira"]


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("model", [DEFAULT, NARROW])
def test_no_frame_text_repr_note_or_reason_holds_a_secret(basis: dict[str, object], model: CompatibilityModel) -> None:
    with warnings.catch_warnings(record=True) as warned, pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("always")
        records: list[logging.LogRecord] = []
        patch.setattr(logging.getLogger(), "level", logging.DEBUG)
        patch.setattr(logging.Logger, "handle", lambda logger, record: records.append(record))
        call = call_of(basis, model)
        words = [json.dumps(everything(call), ensure_ascii=False)]
        matching = call.match()
        words += map(repr, (matching, matching.model, matching.assignment, call.mentees))
        words += [call.match(language=language)._repr_html_() for language in languages()]
    assert matching.people >= 2
    texts = [*words, *(str(warning.message) for warning in warned), *(record.getMessage() for record in records)]
    assert not leaks("\n".join(texts))
    assert leaks(repr(call.mentors)) == [TARGET_GROUP]  # what a mentor wants or takes on says nothing of anybody else
    # Only a covered need is shown, and only where the pair is explained; without a basis not even that.
    assert ("skolegang" in words[0]) == bool(basis == {"basis": "samtykke"} and model is DEFAULT)
    assert "skolegang" not in str(rows(matching.pairs)) + str(rows(matching.unmatched)) + str(rows(matching.notes))


def faulty_calls() -> Iterator[Callable[[], object]]:
    people, available = mentees(basis="samtykke"), mentors(basis="samtykke")
    yield lambda: match(available, people)  # type: ignore[arg-type]  # swapped on purpose
    yield lambda: match(people + people, available + available)
    yield lambda: match([*people, "Zqnavn"], available)  # type: ignore[list-item]  # not a person, and its text is a secret
    yield lambda: match(people, [m.model_copy(update={"minimum": 9}) for m in available])
    locks = [(mentee.id, mentor.id) for mentee in people for mentor in available]
    yield lambda: match(people, available, locks=locks, on=ON)
    yield lambda: match(people, available, on=ON).explain("B11")
    yield lambda: match(people, available, on=ON).why_not("B1", "M11")
    yield lambda: shortlist(people[0], available, waiting=people, current=[("B1", "M1")])
    yield lambda: check(people, available, minimum_score=float("nan"))
    yield lambda: shortlist(people[0], available, waiting=available)  # type: ignore[arg-type]  # mentors do not wait


@pytest.mark.filterwarnings("ignore::mentormatch.MentorMatchWarning")
@pytest.mark.parametrize("place", range(len(list(faulty_calls()))))
def test_no_error_holds_a_secret(place: int) -> None:
    with pytest.raises(MentorMatchError) as caught:
        list(faulty_calls())[place]()
    assert not leaks("".join(caught.value.text(language) for language in languages()))
    error: BaseException | None = caught.value
    while error is not None:
        assert not leaks(f"{error} {error!r}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_an_urgent_case_is_served_first_without_its_reason_being_told() -> None:
    people = [
        Mentee(id="B1", languages="somali"),
        Mentee(id="B2", languages="somali", urgency="haster", urgency_set_by="Zqhvem", urgency_reason="Zqgrunn"),
    ]
    matching = match(people, [Mentor(id="M1", languages="somali")], SMALL, on=ON)
    assert matching.pairs["mentee_id"].tolist() == ["B2"]
    assert not leaks(json.dumps(everything(Call(people, [Mentor(id="M1", languages="somali")], SMALL))))


def living_in(municipality: str, **fields: object) -> Mentee:
    return Mentee(id="B1", languages="somali C1", municipality=municipality, protected_address=True, **fields)


@pytest.mark.parametrize("wish", [None, "helst: samme", "helst ikke: samme"])
def test_where_somebody_with_a_protected_address_lives_changes_nothing_that_is_shown(wish: str | None) -> None:
    mentors = [
        Mentor(id="M1", languages="somali C1", municipality="Utsira"),
        Mentor(id="M2", languages="somali C1", municipality="Haugesund"),
        Mentor(id="M3", languages="somali C1", municipality="Oslo"),
        Mentor(id="M4", languages="somali C1"),
    ]
    other = Mentee(id="B2", languages="somali C1", municipality="Bergen")
    shown = []
    for home in ("Utsira", "Haugesund", "Oslo", "Bergen"):
        person = living_in(home, wishes=None if wish is None else {"own_municipality": wish})
        model = DEFAULT.fit([other], mentors, ON)  # the model is that of another day: it knows nothing of this person
        found = everything(Call([person, other], mentors, model), seed=1, languages=("en",))
        about_the_other = json.dumps(found["en"]["people"].pop("B2"))  # type: ignore[index]  # nested plain values
        assert "Utsira" in about_the_other  # where a mentor lives is no secret
        found["en"].pop("explanations")  # type: ignore[attr-defined]  # likewise
        shown.append(json.dumps(found, ensure_ascii=False))
    assert len(set(shown)) == 1
    assert not leaks(shown[0])
    assert "Protected address: not used, not shown." in shown[0]


def test_a_reason_does_not_say_how_far_away_somebody_with_a_protected_address_lives() -> None:
    person = living_in("Utsira", wishes={"own_municipality": "må: samme"})
    near_only = Mentor(id="M1", languages="somali C1", municipality="Oslo", limits={"distance": "fylke"})
    matching = match([person], [near_only], on=ON)
    texts = [*matching.why_not("B1", "M1").rules, *matching.why_not("B1", "M1", "nb").rules]
    assert len(texts) == 4
    told = ("municipality", "distance", "kommune", "avstand", "Utsira", "Oslo")
    assert not [word for word in told if any(word in text for text in texts)]


def of_four_mentors(protected: bool, language: str) -> list[str]:
    """What is told of somebody in Utsira: two mentors are too far away, one is for the young, one speaks another
    language."""
    person = Mentee(id="B1", languages="somali", birth_year=1980, municipality="Utsira", protected_address=protected)
    mentors = [
        Mentor(id="M1", languages="somali", municipality="Oslo", limits={"distance": "fylke"}),
        Mentor(id="M2", languages="somali", municipality="Oslo", engagement={"may_be_lent": False}),
        Mentor(id="M3", languages="somali", municipality="Oslo", limits={"highest_age": 20}),
        Mentor(id="M4", languages="norsk", municipality="Oslo"),
    ]
    checked = check([person], mentors, on=ON, language=language)
    with pytest.raises(MentorMatchError) as refused:
        match([person], mentors, on=ON, locks=[("B1", mentor.id) for mentor in mentors])
    return [
        match([person], mentors, on=ON, language=language).unmatched["reason"][0],
        shortlist(person, mentors, on=ON, language=language).reason,
        *checked.mentees["mark"],
        *checked.mentors["mark"],
        *refused.value.text(language).splitlines(),
    ]


@pytest.mark.parametrize(
    "language, common, own, reach, spoken",
    [
        ("en", "practical conditions", "the mentor's own limits", "reach", "shared language"),
        ("nb", "praktiske forhold", "mentorens egne grenser", "rekkevidde", "felles språk"),
    ],
)
def test_no_count_or_error_says_that_a_protected_address_is_in_the_way(
    language: str, common: str, own: str, reach: str, spoken: str
) -> None:
    open_address, protected = (of_four_mentors(answer, language) for answer in (False, True))
    for told in open_address[:3]:
        assert all(count in told for count in (f"{own} 2", f"{reach} 1", f"{spoken} 1"))
    assert [f"{name} 1" in mark for name, mark in zip((own, reach, own, spoken), open_address[3:7], strict=True)] == (
        [True] * 4
    )
    assert sum(own in line for line in open_address[7:]) == 2
    for told in protected[:3]:
        assert f"{common} 3; {spoken} 1" in told
    assert [common in mark for mark in protected[3:7]] == [True, True, True, False]
    assert sum(common in line for line in protected[7:]) == 3
    assert not any(name in told for told in protected for name in (own, reach))


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("language", languages())
def test_what_cannot_be_checked_is_not_said_to_be_the_distance(protected: bool, language: str) -> None:
    person = Mentee(id="B1", languages="somali C1", protected_address=protected)
    near_only = Mentor(id="M1", languages="somali C1", municipality="Oslo", limits={"distance": "fylke"})
    asks = shortlist(person, [near_only], on=ON, language=language).flags("M1")
    word = {"en": "distance", "nb": "avstand"}[language]
    hidden = {"en": "Something that is not named here", "nb": "Noe som ikke nevnes her"}[language]
    assert [(word in ask, ask.startswith(hidden)) for ask in asks] == [(not protected, protected)]


def test_only_a_wish_about_the_own_municipality_makes_a_must_tell_where_somebody_lives() -> None:
    mentors = [Mentor(id="M1", languages="somali", municipality="Oslo", gender="kvinne")]
    told = []
    for wishes in ({"gender": "må: mann"}, {"gender": "må: mann", "own_municipality": "må: samme"}):
        found = check([living_in("Utsira", wishes=wishes)], mentors, on=ON)
        told.append(found.mentees["mark"][0].rpartition(": ")[2])
    assert told == ["musts and must-nots 1.", "practical conditions 1."]
