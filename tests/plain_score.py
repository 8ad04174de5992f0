"""The whole score once more, in plain Python with Fractions: what the encoded score is tested against.

Written from what the score promises, and importing nothing of what it is made with. Similarities are thousandths, None
where the mentor has not recorded what is compared; scores are hundredths of a point.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor, log

from plain_rules import has, judged, usable

from mentormatch import vocabulary
from mentormatch.profiles import Mentee, Mentor, Person, Wish

WEIGHTS = {
    "language": 20, "competence": 20, "interests": 15, "own_wish": 10, "background": 10, "region": 10, "age": 5,
    "availability": 5, "personality": 5, "gender": 10, "religion": 10, "ethnic_background": 10, "wishes": 10,
}  # fmt: skip
ONLY_WHEN_ASKED = ("gender", "religion", "ethnic_background", "wishes")
LEVELS = {"A1": 100, "A2": 250, "B1": 600, "B2": 800, "C1": 950, "C2": 1000, "native": 1000}
UNDECIDED = 500


def halves_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def of(part: int, whole: int) -> int:
    """A share in thousandths."""
    return halves_up(Fraction(1000 * part, whole))


@dataclass(frozen=True)
class Pool:
    """What is learnt from the people a model is fitted on."""

    people: int
    interests: Mapping[str, int]
    on: date
    hours_per_case: int
    running: Mapping[str, int]

    def rarity(self, interest: str) -> int:
        return round(100 * log(1 + max(self.people, 1) / (1 + self.interests.get(interest, 0))))


def pool_of(mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date, running: Mapping[str, int]) -> Pool:
    people: list[Person] = [*mentees, *mentors]
    interests = [word for person in people for word in {word.casefold() for word in person.interests or ()}]
    return Pool(len(people), {word: interests.count(word) for word in interests}, on, 3, running)


Similarity = Callable[[Mentee, Mentor, Pool], "int | None"]
"""Of a pair whose mentee has recorded what is compared."""


def language(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    if not mentor.languages:
        return None
    group = vocabulary.current().spoken_group
    best = 0
    for mine in mentee.languages or ():
        for yours in mentor.languages:
            worth = min(LEVELS[mine.level] if mine.level else 1000, LEVELS[yours.level] if yours.level else 800)
            if mine.code == yours.code:
                best = max(best, worth)
            elif group(mine.code) == group(yours.code):
                best = max(best, halves_up(Fraction(7 * worth, 10)))
    return best


def covered(wanted: object, offered: object, weight: Callable[[str], int] = lambda word: 1) -> int | None:
    if not offered:
        return None
    words, others = lower(wanted), lower(offered)
    return of(sum(weight(word) for word in words & others), sum(map(weight, words)))


def lower(words: object) -> set[str]:
    return {word.casefold() for word in words} if isinstance(words, tuple) else set()


def competence(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    return covered(usable(mentee, "needs", pool.on), mentor.competence)


def interests(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    return covered(mentee.interests, mentor.interests, pool.rarity)


def own_wish(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    pairs = (
        (usable(mentee, "target_group", pool.on), mentor.wanted_target_groups),
        (mentee.level_of_work, mentor.wanted_levels),
    )
    hits = [task in wanted for task, wanted in pairs if task is not None and wanted is not None]
    return of(sum(hits), len(hits)) if hits else None


def background(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    return covered(mentee.background, mentor.background)


def region(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    home, place = mentee.municipality, mentor.municipality
    if home is None or place is None:
        return None
    asked = [wish for wish in mentee.wishes or () if wish.about == "own_municipality"]
    if asked:
        wants_same = asked[0].strength in ("must", "prefer")
        return 1000 if (home == place) == wants_same else 0
    centre = vocabulary.current().rvts_region
    if home == place:
        return 1000
    if home[:2] == place[:2]:
        return 600
    return 300 if centre(home, pool.on) == centre(place, pool.on) else 0


def age(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    mine, yours = mentee.age_on(pool.on), mentor.age_on(pool.on)
    if mine is None or yours is None:
        return None
    older = yours - mine
    off = 5 - older if older < 5 else older - 20 if older > 20 else 0
    return max(0, 1000 - 50 * off)


def availability(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    hours = mentor.engagement.hours_per_week if mentor.engagement else None
    if hours is None:
        return None
    free = max(Fraction(hours) - pool.running.get(mentor.id, 0) * pool.hours_per_case, Fraction(0))
    return halves_up(1000 * min(free / Fraction(mentee.hours_per_week or 0), Fraction(1)))


def preferences(about: str) -> Similarity:
    def similarity(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
        return share_met(preferred(mentee, about, pool.on), mentee, mentor, pool.on)

    return similarity


def preferred(mentee: Mentee, about: str, on: date) -> list[list[Wish]]:
    """What this person prefers, as demands that are met or not: alternatives of one value are one demand.

    A priority counts as a wish for what the person must have, else for the same.
    """
    wishes = [wish for wish in mentee.wishes or () if wish.about == about]
    chosen = [wish for wish in wishes if wish.strength in ("prefer", "prefer_not")]
    if not chosen and about in ONLY_WHEN_ASKED and (mentee.priorities or {}).get(about, "irrelevant") != "irrelevant":
        chosen = wishes or [Wish(about=about, value="same")]
    chosen = [wish for wish in chosen if wish.value != "same" or has(mentee, about, on)]
    liked = [wish for wish in chosen if wish.strength in ("prefer", "must")]
    demands = [[wish] for wish in chosen if wish not in liked]
    if about in ("language", "personality"):
        demands += [[wish] for wish in liked]
    elif liked:
        demands.append(liked)
    return distinct(demands, mentee, on)


def distinct(demands: list[list[Wish]], mentee: Mentee, on: date) -> list[list[Wish]]:
    """The same thing said twice counts once."""

    def meaning(demand: list[Wish]) -> object:
        wanted = demand[0].strength in ("prefer", "must")
        values: set[object] = set()
        for wish in demand:
            if wish.about == "language":
                near = wanted or wish.value == "same"
                codes = has(mentee, "language", on) if wish.value == "same" else {wish.value}
                values |= {(near, vocabulary.current().spoken_group(code)) if near else (near, code) for code in codes}
                values |= {(False, code) for code in codes}
            elif wish.about == "age":
                values.add(wish.value)
            else:
                values |= has(mentee, wish.about, on) if wish.value == "same" else {wish.value.casefold()}
        return wanted, frozenset(values)

    return list({meaning(demand): demand for demand in demands}.values())


def share_met(demands: list[list[Wish]], mentee: Mentee, mentor: Mentor, on: date) -> int | None:
    if not has(mentor, demands[0][0].about, on):
        return None
    hits = [met(demand, mentee, mentor, on) for demand in demands]
    return of(sum(hits), len(hits))


def met(demand: list[Wish], mentee: Mentee, mentor: Mentor, on: date) -> bool:
    answers = [judged(wish, mentee, mentor, on) for wish in demand]
    return "yes" in answers if demand[0].strength in ("prefer", "must") else "yes" not in answers


def wishes(mentee: Mentee, mentor: Mentor, pool: Pool) -> int | None:
    hits = [
        met(demand, mentee, mentor, pool.on)
        for about in ("language", "age", "sector")
        if has(mentor, about, pool.on)
        for demand in preferred(mentee, about, pool.on)
    ]
    return of(sum(hits), len(hits)) if hits else None


SIMILARITY: Mapping[str, Similarity] = {
    "language": language, "competence": competence, "interests": interests, "own_wish": own_wish,
    "background": background, "region": region, "age": age, "availability": availability,
    "personality": preferences("personality"), "gender": preferences("gender"), "religion": preferences("religion"),
    "ethnic_background": preferences("ethnic_background"), "wishes": wishes,
}  # fmt: skip


def recorded(mentee: Mentee, on: date) -> set[str]:
    """The factors that this person's own facts or wishes bring into play."""
    facts = {
        "language": mentee.languages,
        "competence": usable(mentee, "needs", on),
        "interests": mentee.interests,
        "own_wish": usable(mentee, "target_group", on) or mentee.level_of_work,
        "background": mentee.background,
        "region": None if mentee.protected_address else mentee.municipality,
        "age": None if mentee.age_on(on) is None else "known",
        "availability": mentee.hours_per_week,
        **{about: preferred(mentee, about, on) for about in ("personality", "gender", "religion", "ethnic_background")},
        "wishes": [demand for about in ("language", "age", "sector") for demand in preferred(mentee, about, on)],
    }
    return {factor for factor, fact in facts.items() if fact}


def apportioned(exact: Mapping[str, Fraction]) -> dict[str, int]:
    """10,000 hundredths in proportion, by largest remainder; ties go to the factor that comes first."""
    total = sum(exact.values())
    shares = {factor: 10_000 * part / total for factor, part in exact.items()}
    whole = {factor: floor(share) for factor, share in shares.items()}
    order = sorted(shares, key=lambda factor: (whole[factor] - shares[factor], list(WEIGHTS).index(factor)))
    for factor in order[: 10_000 - sum(whole.values())]:
        whole[factor] += 1
    return whole


def case_weights(factors: Iterable[str], priorities: Mapping[str, str]) -> dict[str, int]:
    """Decisive factors share 60 of 100 points and the others 40; important counts twice, irrelevant not at all."""
    times = {"decisive": 1, "important": 2, "normal": 1, "irrelevant": 0}
    given = {factor: priorities.get(factor, "normal") for factor in WEIGHTS if factor in set(factors)}
    if all(priority == "irrelevant" for priority in given.values()):
        given = dict.fromkeys(given, "normal")
    parts = {factor: Fraction(WEIGHTS[factor] * times[priority]) for factor, priority in given.items()}
    decisive = sum(parts[factor] for factor in parts if given[factor] == "decisive")
    rest = sum(parts.values()) - decisive
    if decisive and rest:
        parts = {
            factor: part * 60 / decisive if given[factor] == "decisive" else part * 40 / rest
            for factor, part in parts.items()
        }
    return apportioned(parts)


@dataclass(frozen=True)
class Plain:
    """Scores (hundredths of a point) and known shares (ten-thousandths), mentees x mentors, and the neutral values."""

    points: list[list[int]]
    known: list[list[int]]
    neutral: dict[str, int]


def scored(mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date, running: Mapping[str, int]) -> Plain:
    """The score of every pair; what depends on the pool is learnt from these people, before any case runs."""
    fitted = pool_of(mentees, mentors, on, {})
    neutral = {factor: usual(factor, mentees, mentors, fitted) for factor in WEIGHTS}
    pool = pool_of(mentees, mentors, on, running)
    points, known = list[list[int]](), list[list[int]]()
    for mentee in mentees:
        own = recorded(mentee, on)
        full = case_weights([f for f in WEIGHTS if f in own or f not in ONLY_WHEN_ASKED], mentee.priorities or {})
        weights = case_weights(own, mentee.priorities or {}) if own else full
        points.append([])
        known.append([])
        for mentor in mentors:
            said = {factor: SIMILARITY[factor](mentee, mentor, pool) if factor in own else None for factor in full}
            points[-1].append(
                sum(
                    halves_up(Fraction(weight * (neutral[factor] if said[factor] is None else said[factor] or 0), 1000))
                    for factor, weight in weights.items()
                )
            )
            known[-1].append(sum(full[factor] for factor in own if said[factor] is not None))
    return Plain(points, known, neutral)


def usual(factor: str, mentees: Sequence[Mentee], mentors: Sequence[Mentor], pool: Pool) -> int:
    """The mean similarity over the pairs that both sides have recorded."""
    found = [
        similarity
        for mentee in mentees
        if factor in recorded(mentee, pool.on)
        for mentor in mentors
        if (similarity := SIMILARITY[factor](mentee, mentor, pool)) is not None
    ]
    return halves_up(Fraction(sum(found), len(found))) if found else UNDECIDED
