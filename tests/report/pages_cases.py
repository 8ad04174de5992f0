"""Matchings and proposals that pages are made of in these tests."""

from functools import lru_cache

from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, match, shortlist
from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.factor import Factor
from mentormatch.compatibility.factors import Interests, Language, by_value
from mentormatch.compatibility.people import People
from mentormatch.proposal import Proposal
from mentormatch.synthetic import sample_people

ON = "22.11.2026"
SMALL = CompatibilityModel([Language(weight=2), Interests(weight=1)], neutral={"language": 500, "interests": 500})
"""Fitted beforehand: every interest is as rare as any other."""


def pair(**of_mentor: object) -> Matching:
    """B1 and M1, language counting 66.67 and interests 33.33."""
    mentor = Mentor(id="M1", languages="somali C1", interests="sjakk", **of_mentor)
    return match([Mentee(id="B1", languages="somali", interests="sjakk; ski")], [mentor], SMALL, on=ON)


@lru_cache
def bank(language: str = "nb", mentors: int = 60, mentees: int = 45) -> tuple[Matching, dict[str, str]]:
    people = sample_people(mentors=mentors, mentees=mentees, seed=1, on=ON, language=language)
    names = {mentor.id: str(mentor.name) for mentor in people.mentors}
    return match(*people, on=ON, language=language, current=[("B007", "M010")]), names


@lru_cache
def one(language: str = "nb", mentee: int = 4, waiting: bool = True) -> Proposal:
    mentees, mentors = sample_people(mentors=60, mentees=45, seed=1, on=ON, language=language)
    others = mentees if waiting else ()
    return shortlist(mentees[mentee], mentors, waiting=others, on=ON, language=language)


def full(language: str) -> Proposal:
    """Three mentors for somebody of whom everything is recorded and asked for, at length."""
    shared = {
        "interests": "fotball; turn; matlaging; programmering; friluftsliv; musikkproduksjon; bordtennis; fjellturer",
        "background": "idrettslag; ungdomsklubb; asylmottak; flyktningtjenesten; videregående skole; nettmiljø",
        "personality": "rolig; tålmodig; humoristisk", "municipality": "Bergen", "basis": "samtykke",
        "religion": "islam", "ethnic_background": "somalisk", "gender": "mann",
    }  # fmt: skip
    wishes = {
        "gender": "helst: mann", "religion": "helst: samme", "ethnic_background": "helst ikke: samme",
        "language": "helst: somali", "age": "helst: 30-45", "sector": "helst ikke: politi",
        "personality": "helst: rolig", "own_municipality": "helst ikke: samme",
    }  # fmt: skip
    needs = {"needs": "vold og traumer; skole; økonomi", "target_group": "at_risk", "level_of_work": "individual"}
    mentee = Mentee(
        id="BERGEN-2026-0017", languages="somali; norsk A2", age=19, hours_per_week=3, wishes=wishes, **needs, **shared
    )
    offered = {"competence": "vold og traumer; skole", "wanted_target_groups": "at_risk", "sector": "skole"}
    mentors = [
        Mentor(
            id=f"BERGEN-M-{n:03}",
            languages="somali; norsk",
            age=35,
            engagement={"hours_per_week": 8},
            **offered,
            **shared,
        )
        for n in range(3)
    ]
    others = [Mentee(id=f"B{n}", languages="somali") for n in range(30)]
    return shortlist(mentee, mentors, waiting=others, on=ON, language=language)


class Grade(Factor):
    """A user's own factor, whose words are full of HTML."""

    name = "grade"
    field = "age"
    only_even: bool = True
    sentences = {"en": {"label": "Grade <b>", "reason": "{mentee} & {mentor} <script>"}}

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_value(mentees.values("age"), mentors.values("age"), lambda mentee, mentor: 500)
