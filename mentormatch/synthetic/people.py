"""Made-up people for trying, teaching and testing: a mentor bank as one in Western Norway might be, and who waits.

Nobody of them exists. Each person depends only on the seed, the side and the number: the first 60 of a large sample
are those of a small one, but for exclusions, which name somebody of the other side. Values have the form that profiles
give them, so nothing is read and 20,000 people take seconds; a test reads them.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from mentormatch.errors import MatchingError, Problem, check_language
from mentormatch.fields import Record
from mentormatch.intake import day_of
from mentormatch.profiles import (
    EVERY_FIELD,
    Engagement,
    LanguageSkill,
    Limits,
    Mentee,
    Mentor,
    Person,
    Requirement,
    Wish,
)
from mentormatch.sentences import say
from mentormatch.synthetic.chances import Draw
from mentormatch.synthetic.words import Community, Words, words_of
from mentormatch.vocabulary import current

T = TypeVar("T")
R = TypeVar("R", bound=Record)

Fields = dict[str, object]


class SamplePeople(NamedTuple):
    """Made-up people, in the order in which everything takes them."""

    mentees: list[Mentee]
    mentors: list[Mentor]


def sample_people(
    *, mentors: int = 60, mentees: int = 45, seed: int = 1, on: date | str | None = None, language: str = "en"
) -> SamplePeople:
    """Made-up mentees and mentors, the same for the same seed; dates lie around ``on`` (today in Norway if None).

    ``language`` is that of their words (interests, arenas, topics); it changes nothing else.

    Raises ``MatchingError`` for a number below 0.

    >>> people = sample_people(mentors=2, mentees=1)
    >>> people.mentees[0].id, [mentor.id for mentor in people.mentors]
    ('B001', ['M001', 'M002'])
    """
    check_language(language)
    numbers = {"mentors": mentors, "mentees": mentees, "seed": seed}
    wrong = [Problem("sample_number", {"name": name}) for name, number in numbers.items() if number < 0]
    if wrong:
        raise MatchingError(wrong)
    day, words = day_of(on), words_of(language)
    return SamplePeople(
        [_mentee(number, Draw(seed, 0, number), words, day, mentors) for number in range(1, mentees + 1)],
        [_mentor(number, Draw(seed, 1, number), words, day, mentees) for number in range(1, mentors + 1)],
    )


def is_made_up(person: Person) -> bool:
    """Whether somebody has one of the family names invented here, which nobody has in truth.

    >>> is_made_up(Mentor(id="M1", name="Kari Eksempelsen")), is_made_up(Mentor(id="M1"))
    (True, False)
    """
    return bool(person.name) and str(person.name).split()[-1] in words_of("en").family_names


def _made(record: type[R], /, **fields: object) -> R:
    """A record of values that have the form it would give them."""
    return record.model_construct(None, **fields)  # type: ignore[return-value]  # pydantic's plugin calls it a Record


def _person(draw: Draw, words: Words, from_: Community, gender: str) -> Fields:
    """What both sides have."""
    given = draw.one(from_.women if gender == "woman" else from_.men if gender == "man" else from_.women + from_.men)
    return {
        "name": f"{given} {draw.one(words.family_names)}",
        "gender": gender,
        "municipality": draw.by_share(words.places),
        "interests": draw.some(words.interests, 2, 5, tail=3),
        "ethnic_background": (from_.ethnic,) if draw.chance(70) else None,
        "religion": draw.one(from_.religion) or None,
    }


@lru_cache
def _skill(code: str, level: str | None) -> LanguageSkill:
    return LanguageSkill(code=code, level=level)


@lru_cache
def _wish(about: str, value: str, strength: str) -> Wish:
    return Wish(about=about, value=value, strength=strength)


def _mentor(number: int, draw: Draw, words: Words, on: date, mentees: int) -> Mentor:
    from_ = draw.by_share([(community.mentors, community) for community in words.communities])
    gender = draw.by_share(((46, "woman"), (52, "man"), (2, "other")))
    work = draw.by_share([(occupation.share, occupation) for occupation in words.occupations])
    fields = _person(draw, words, from_, gender)
    kind = draw.by_share(((42, "freed_hours"), (45, "bank_contract"), (13, "position")))
    return _made(
        Mentor,
        id=f"M{number:03d}",
        **fields,
        birth_year=on.year - draw.between(27, 63),
        languages=_mentor_languages(draw, from_),
        background=tuple(dict.fromkeys((draw.one(work.arenas), *draw.some(words.arenas, 1, 3, tail=2)))),
        personality=draw.some(words.traits, 2, 4),
        basis={EVERY_FIELD: "consent"} if draw.chance(92) else None,
        competence=draw.some(words.topics, 3, 7, tail=2),
        wanted_target_groups=_or_none(draw, 65, lambda: draw.some(_TARGET_GROUPS, 1, 3, tail=2)),
        wanted_levels=_or_none(draw, 60, lambda: draw.some(("individual", "family", "system"), 1, 2, tail=2)),
        occupation=work.title,
        sector=work.sector,
        role=draw.by_share(((87, "operative"), (11, "resource_person"), (2, None))),
        engagement=_engagement(draw, kind, str(fields["municipality"]), on),
        maximum=_or_none(draw, 90, lambda: draw.between(3, 6) if kind == "position" else draw.between(1, 3)),
        training_completed_on=_or_none(draw, 95, lambda: on - timedelta(draw.between(60, 3600))),
        requirements={"confidentiality": _seen(draw, 96, on), "police_certificate": _seen(draw, 88, on)},
        limits=_limits(draw, gender),
        excluded_mentees=_or_none(draw, 4 * bool(mentees), lambda: (f"B{draw.between(1, mentees):03d}",)),
        same_person_as=None,
    )


def _or_none(draw: Draw, percent: int, make: Callable[[], T]) -> T | None:
    """What is recorded for so many of a hundred."""
    return make() if draw.chance(percent) else None


_TARGET_GROUPS = ("at_risk", "next_of_kin", "in_extremist_milieu", "returned_from_warfare", "child_of_foreign_fighters")


def _mentor_languages(draw: Draw, from_: Community) -> tuple[LanguageSkill, ...]:
    spoken = dict.fromkeys(from_.native, "native")
    spoken.setdefault("nb", draw.by_share(((25, "B2"), (40, "C1"), (35, "C2"))))
    for code in from_.also:
        if draw.chance(55):
            spoken[code] = draw.one(("B1", "B2", "C1"))
    if draw.chance(80):
        spoken["en"] = draw.one(("B2", "C1"))
    if draw.chance(12):
        spoken.setdefault(draw.one(("ar", "fr", "es", "de", "ru", "sw")), draw.one(("A2", "B1", "B2")))
    unsure = draw.chance(8)  # nobody wrote down how well
    return tuple(_skill(code, None if unsure and code != "nb" else level) for code, level in spoken.items())


def _engagement(draw: Draw, kind: str, municipality: str, on: date) -> Engagement:
    hours = {"freed_hours": (4, 10), "bank_contract": (3, 8), "position": (15, 37)}[kind]
    begun, left = draw.between(40, 900), draw.between(60, 900)
    if draw.chance(7):  # is over
        begun, left = begun + 365, -draw.between(5, 300)
    elif draw.chance(4):  # has not begun
        begun = -draw.between(10, 90)
        left = 365 - begun
    return _made(
        Engagement,
        kind=kind,
        hours_per_week=draw.between(*hours) + draw.one((0.0, 0.0, 0.5)),
        start=on - timedelta(begun),
        end=_or_none(draw, 85 if left > 0 else 100, lambda: on + timedelta(left)),
        home_organisation=f"{current().municipality_name(municipality)} kommune",
        may_be_lent=draw.by_share(((72, True), (20, False), (8, None))),
    )


def _seen(draw: Draw, percent: int, on: date) -> Requirement | None:
    seen = _made(Requirement, met=True, on=on - timedelta(draw.between(20, 700)), by="T. Mønsterberg")
    return seen if draw.chance(percent) else None


def _limits(draw: Draw, gender: str) -> Limits:
    limits: Fields = dict.fromkeys(("genders", "lowest_age", "highest_age", "target_groups", "distance"))
    if draw.chance(28):
        name, value = draw.by_share(
            (
                (3, ("genders", ("woman",) if gender == "woman" else ("man",))),
                (3, ("lowest_age", 18)),
                (2, ("highest_age", 25)),
                (2, ("target_groups", ("at_risk", "next_of_kin"))),
                (4, ("distance", "county")),
            )
        )
        limits[name] = value
    return _made(Limits, **limits)


def _mentee(number: int, draw: Draw, words: Words, on: date, mentors: int) -> Mentee:
    from_ = draw.by_share([(community.mentees, community) for community in words.communities])
    gender = draw.by_share(((28, "woman"), (70, "man"), (2, "other")))
    age = draw.by_share(((15, (14, 17)), (48, (18, 25)), (27, (26, 38)), (10, (39, 58))))
    family = draw.chance(7)
    minor = age[1] < 18
    fields = _person(draw, words, from_, gender)
    basis = draw.by_share(((5, None), (60, "consent"), (35, "child_welfare_act" if minor else "social_services_act")))
    urgency = draw.by_share(((7, "urgent"), (13, "soon"), (80, "normal")))
    fields |= {
        "birth_year": on.year - draw.between(*age),
        "languages": _mentee_languages(draw, from_),
        "basis": {EVERY_FIELD: basis} if basis else None,
    }
    wishes = _wishes(draw, words, from_, fields, minor)
    if family:  # one unit to match, without an age or a gender
        fields |= {"name": f"Familien {str(fields['name']).split()[-1]}", "gender": None, "birth_year": None}
    return _made(
        Mentee,
        id=f"B{number:03d}",
        **fields,
        background=_or_none(draw, 85, lambda: draw.some(words.arenas, 1, 3, tail=2)),
        personality=_or_none(draw, 50, lambda: draw.some(words.traits, 1, 2)),
        unit="family" if family else "person",
        target_group=draw.by_share(tuple(zip((50, 18, 22, 4, 6), _TARGET_GROUPS, strict=True))),
        level_of_work="family" if family else draw.by_share(((85, "individual"), (15, "family"))),
        needs=_or_none(draw, 95, lambda: draw.some(words.topics, 1, 4, tail=2)),
        hours_per_week=_or_none(draw, 85, lambda: draw.between(1, 3) + draw.one((0.0, 0.5))),
        urgency=urgency,
        urgency_set_by=None if urgency == "normal" else "T. Mønsterberg",
        urgency_reason=None if urgency == "normal" else draw.one(words.urgency_reasons),
        waiting_since=_or_none(draw, 94, lambda: on - timedelta(30 * draw.between(0, 13) + draw.between(3, 20))),
        interpreter_accepted=draw.by_share(((10, True), (50, False), (40, None))),
        protected_address=True if draw.chance(5) else None,
        wishes=wishes,
        priorities=_priorities(draw, words, from_, fields),
        excluded_mentors=_or_none(draw, 5 * bool(mentors), lambda: (f"M{draw.between(1, mentors):03d}",)),
    )


def _mentee_languages(draw: Draw, from_: Community) -> tuple[LanguageSkill, ...] | None:
    if draw.chance(4):
        return None
    spoken: dict[str, str | None] = dict.fromkeys(from_.native, "native")
    if "nb" not in spoken:
        spoken["nb"] = draw.by_share(((12, "A1"), (20, "A2"), (22, "B1"), (22, "B2"), (24, "C1")))
    if draw.chance(45):
        spoken["en"] = draw.by_share(((40, "B1"), (40, "B2"), (20, None)))
    return tuple(_skill(code, level) for code, level in spoken.items())


def _wishes(draw: Draw, words: Words, from_: Community, fields: Fields, minor: bool) -> tuple[Wish, ...] | None:
    """Up to two things this person asks for; many distrust the authorities, and some want a mentor from elsewhere."""
    woman, abroad = fields["gender"] == "woman", "nb" not in from_.native
    ethnic, faith = bool(fields["ethnic_background"]) and abroad, bool(fields["religion"])
    possible: list[tuple[int, tuple[str, str, str]]] = [
        (20, ("sector", "police", "must_not")),
        (10, ("sector", "police", "prefer_not")),
        (8, ("sector", "child_welfare" if minor else "nav", "prefer_not")),
        (8, ("own_municipality", "same", "must_not")),
        (8, ("own_municipality", "same", "prefer_not")),
        (6, ("own_municipality", "same", "prefer")),
        (16 * woman, ("gender", "woman", "must")),
        (10 * woman, ("gender", "woman", "prefer")),
        (6 * (not woman), ("gender", "man", "prefer")),
        (14 * ethnic, ("ethnic_background", "same", "prefer")),
        (12 * ethnic, ("ethnic_background", "same", "must_not")),
        (7 * faith, ("religion", "same", "prefer")),
        (16, ("personality", draw.one(words.traits), "prefer")),
        (8 * abroad, ("language", from_.native[0], "prefer")),
        (7, ("age", draw.one(("30+", "25-40", "40+")), "prefer")),
    ]
    count = draw.by_share(((40, 0), (40, 1), (20, 2)))
    chosen = {wish[0]: wish for wish in (draw.by_share(possible) for _ in range(count))}
    return tuple(_wish(*wish) for wish in chosen.values()) or None


def _priorities(draw: Draw, words: Words, from_: Community, fields: Fields) -> dict[str, str] | None:
    """What counts most in this case; decisive only where it is recorded."""
    if draw.chance(70):
        return None
    heavy = "language" if fields["languages"] and "nb" not in from_.native else "interests"
    found = {heavy: draw.by_share(((60, "decisive"), (40, "important")))}
    found.setdefault(draw.one(("background", "interests", "competence")), "important")
    if draw.chance(40):
        found["region"] = "irrelevant"
    return {say(f"factor.{factor}.label", words.language): priority for factor, priority in found.items()}
