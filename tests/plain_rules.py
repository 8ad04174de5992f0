"""The hard rules once more, in plain Python over two profiles: what "no pair breaks a rule" is tested against.

Written from what the rules promise, and importing nothing of what they are made with. ``verdicts`` says of every rule
that applies NO, ASK (the pair passes, flagged) or YES.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mentormatch import vocabulary
from mentormatch.errors import VocabularyError
from mentormatch.profiles import Engagement, Limits, Mentee, Mentor, Person, Requirement, Wish

NO, ASK, YES = "no", "ask", "yes"
LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2", "native"]
STILL_APPLY = {"requirements", "places"}  # the requirements that are recorded; one place each
NEEDS_BASIS = {"religion", "ethnic_background", "target_group", "needs"}


def worst(answers: Iterable[str]) -> str:
    """NO before ASK before YES."""
    return min([*answers, YES], key=[NO, ASK, YES].index)


def usable(person: Person, field: str, on: date) -> object:
    """A fact, unless it is a special-category one without a basis in force."""
    if field in NEEDS_BASIS:
        bases = person.basis or {}
        name = bases.get(field, bases.get("*"))
        if name is None:
            return None
        law = vocabulary.current().basis(name)
        if on < law.valid_from or (law.valid_to is not None and on > law.valid_to):
            return None
    return getattr(person, field)


def unchecked(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> dict[str, list[str]]:
    """Per rule the columns that nobody has. Without these it does not apply, but for ``STILL_APPLY``."""

    def column(people: Iterable[Person], field: str) -> bool:
        return any(field in person.model_fields_set for person in people)

    def of_engagement(field: str) -> bool:
        return any(mentor.engagement and field in mentor.engagement.model_fields_set for mentor in mentors)

    def of_requirements(name: str) -> bool:
        return any(name in (mentor.requirements or {}) for mentor in mentors)

    missing: dict[str, list[str]] = {
        "shared_language": [
            f"{side}.languages"
            for side, people in (("mentee", mentees), ("mentor", mentors))
            if not column(people, "languages")
        ],
        "musts": [] if column(mentees, "wishes") else ["mentee.wishes"],
        "limits": [] if column(mentors, "limits") else ["mentor.limits"],
        "exclusions": [],
        "not_same_person": [] if column(mentors, "same_person_as") else ["mentor.same_person_as"],
        "operative": [] if column(mentors, "role") else ["mentor.role"],
        "trained": [] if column(mentors, "training_completed_on") else ["mentor.training_completed_on"],
        "requirements": [
            f"mentor.requirements.{name}"
            for name in ("confidentiality", "police_certificate")
            if not of_requirements(name)
        ],
        "contract": [] if of_engagement("start") or of_engagement("end") else ["mentor.engagement.start"],
        "places": [] if column(mentors, "maximum") or of_engagement("hours_per_week") else ["mentor.maximum"],
        "reach": [],
    }
    if not column(mentees, "excluded_mentors") and not column(mentors, "excluded_mentees"):
        missing["exclusions"] = ["mentee.excluded_mentors", "mentor.excluded_mentees"]
    if not column(mentees, "municipality"):
        missing["reach"].append("mentee.municipality")
    if not of_engagement("may_be_lent"):
        missing["reach"].append("mentor.engagement.may_be_lent")
    return missing


def verdicts(
    mentee: Mentee,
    mentor: Mentor,
    missing: Mapping[str, Sequence[str]],
    *,
    on: date,
    running: Mapping[str, int] | None = None,
    hours_per_case: float = 3,
) -> dict[str, str]:
    """What each rule says of a pair; ``missing`` is what ``unchecked`` found for all people of the call."""
    required = {"confidentiality", "police_certificate"} - {path.rpartition(".")[2] for path in missing["requirements"]}
    said = {
        "shared_language": shared_language(mentee, mentor),
        "musts": worst(must(mentee, mentor, about, on) for about in {wish.about for wish in mentee.wishes or ()}),
        "limits": limits(mentee, mentor.limits or Limits(), mentor.municipality, on),
        "exclusions": NO
        if mentor.id in (mentee.excluded_mentors or ()) or mentee.id in (mentor.excluded_mentees or ())
        else YES,
        "not_same_person": NO if mentor.same_person_as == mentee.id else YES,
        "operative": YES if mentor.role == "operative" else NO,
        "trained": YES if mentor.training_completed_on is not None and mentor.training_completed_on <= on else NO,
        "requirements": requirements(mentee, mentor, required, on),
        "contract": contract(mentor.engagement or Engagement(), on),
        "places": YES if places(mentor, hours_per_case) > (running or {}).get(mentor.id, 0) else NO,
        "reach": reach(mentee, mentor),
    }
    return {rule: answer for rule, answer in said.items() if rule in STILL_APPLY or not missing[rule]}


def shared_language(mentee: Mentee, mentor: Mentor) -> str:
    if mentee.interpreter_accepted:
        return YES
    if not mentee.languages or not mentor.languages:
        return ASK
    group = vocabulary.current().spoken_group
    best = NO
    for mine in mentee.languages:
        for yours in mentor.languages:
            if group(mine.code) != group(yours.code):
                continue
            levels = [mine.level, yours.level]
            if any(level is not None and LEVELS.index(level) < LEVELS.index("B1") for level in levels):
                continue
            sure = mine.code == yours.code and None not in levels
            best = max(best, YES if sure else ASK, key=[NO, ASK, YES].index)
    return best


def must(mentee: Mentee, mentor: Mentor, about: str, on: date) -> str:
    wishes = [wish for wish in mentee.wishes or () if wish.about == about]
    musts = [wish for wish in wishes if wish.strength == "must"]
    nots = [wish for wish in wishes if wish.strength == "must_not"]
    if not musts and not nots:
        return YES
    if not has(mentor, about, on):
        return ASK
    answers = [judged(wish, mentee, mentor, on) for wish in musts]
    if about not in ("language", "personality") and musts:  # one value: several musts are alternatives
        certain = [answer for answer in answers if answer != ASK]
        answers = [ASK] if not certain else [YES if YES in certain else NO]
    not_answers = [judged(wish, mentee, mentor, on) for wish in nots]
    return worst([*answers, *({YES: NO, NO: YES, ASK: ASK}[answer] for answer in not_answers)])


def has(person: Person, about: str, on: date) -> set[str]:
    """What a person has of the thing a wish is about; empty when nothing may be known."""
    if about == "age":
        age = person.age_on(on)
        return set() if age is None else {str(age)}
    if about == "language":
        return {skill.code for skill in person.languages or ()}
    found = (
        usable(person, {"own_municipality": "municipality"}.get(about, about), on)
        if about != "sector"
        else (person.sector if isinstance(person, Mentor) else None)
    )
    many = found if isinstance(found, tuple) else () if found is None else (found,)
    return {str(value).casefold() for value in many}


def judged(wish: Wish, mentee: Mentee, mentor: Mentor, on: date) -> str:
    """Whether the mentor is what the wish names, as if it were a must; ASK when 'the same' as nothing recorded."""
    yours = has(mentor, wish.about, on)
    if wish.about == "age":
        (age,) = yours
        return YES if in_range(int(age), wish.value) else NO
    wanted = has(mentee, wish.about, on) if wish.value == "same" else {wish.value.casefold()}
    if not wanted:
        return ASK
    if wish.about == "language" and (wish.value == "same" or wish.strength in ("must", "prefer")):
        group = vocabulary.current().spoken_group  # near in speech will do; named and unwanted is meant exactly
        wanted, yours = {group(code) for code in wanted}, {group(code) for code in yours}
    return YES if wanted & yours else NO


def in_range(age: int, words: str) -> bool:
    """'20-35', '30+', 'under 25' or 'over 40'."""
    if words.endswith("+"):
        return age >= int(words[:-1])
    if words.startswith("under "):
        return age < int(words[6:])
    if words.startswith("over "):
        return age > int(words[5:])
    low, high = words.split("-")
    return int(low) <= age <= int(high)


def limits(mentee: Mentee, own: Limits, place: str | None, on: date) -> str:
    answers = []
    for accepted, field in (
        (own.genders, "gender"),
        (own.target_groups, "target_group"),
        (own.levels_of_work, "level_of_work"),
    ):
        value = usable(mentee, field, on)
        if accepted:
            answers.append(ASK if value is None else YES if value in accepted else NO)
    age = mentee.age_on(on)
    if own.lowest_age is not None:
        answers.append(ASK if age is None else YES if age >= own.lowest_age else NO)
    if own.highest_age is not None:
        answers.append(ASK if age is None else YES if age <= own.highest_age else NO)
    home = mentee.municipality
    if own.distance is not None:
        answers.append(ASK if home is None or place is None else YES if within(own.distance, home, place, on) else NO)
    if own.kilometres is not None:  # without a file of distances only the own municipality is sure
        answers.append(YES if home is not None and home == place else ASK)
    return worst(answers)


def within(distance: str, home: str, place: str, on: date) -> bool:
    region = vocabulary.current().rvts_region
    return {
        "municipality": home == place,
        "county": home[:2] == place[:2],
        "region": region(home, on) == region(place, on),
    }[distance]


def requirements(mentee: Mentee, mentor: Mentor, required: set[str], on: date) -> str:
    def in_order(name: str) -> bool:
        seen = (mentor.requirements or {}).get(name) or Requirement()
        return (seen.met or (seen.met is None and seen.on is not None)) and (seen.on is None or seen.on <= on)

    if "confidentiality" in required and not in_order("confidentiality"):
        return NO
    if "police_certificate" not in required or in_order("police_certificate"):
        return YES
    if mentee.unit == "family":
        return NO
    if mentee.birth_year is not None:  # before the birthday of the year the person is a year younger
        return NO if on.year - mentee.birth_year - 1 < 18 else YES
    if mentee.age is None:
        return ASK
    return NO if mentee.age < 18 else YES


def contract(engagement: Engagement, on: date) -> str:
    if engagement.start is None and engagement.end is None:
        return NO
    begun = engagement.start is None or engagement.start <= on
    over = engagement.end is not None and engagement.end < on
    return YES if begun and not over else NO


def places(mentor: Mentor, hours_per_case: float) -> int:
    hours = mentor.engagement.hours_per_week if mentor.engagement else None
    cases = None if hours is None else int(hours / hours_per_case)
    if mentor.maximum is None:
        return 1 if cases is None else cases
    return mentor.maximum if cases is None else min(mentor.maximum, cases)


def reach(mentee: Mentee, mentor: Mentor) -> str:
    engagement = mentor.engagement or Engagement()
    if engagement.may_be_lent is not False:
        return YES
    home = mentor.municipality
    if engagement.home_organisation is not None:
        try:
            home = vocabulary.current().municipality(engagement.home_organisation)
        except VocabularyError:  # an organisation that is not called after a municipality
            home = mentor.municipality
    if home is None or mentee.municipality is None:
        return ASK
    return YES if home == mentee.municipality else NO
