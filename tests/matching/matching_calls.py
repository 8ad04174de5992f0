"""Calls of ``match`` as values, and larger banks of people, the same for the same seed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal

from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, Quota, match
from mentormatch.compatibility.factors import Age, Availability, Interests, Language

ON = date(2026, 11, 22)
"""The day everything is judged at."""

BANDS = {
    "22.12.2026": 0,
    "23.10.2026": 0,
    "22.10.2026": 1,
    "23.08.2026": 1,
    "22.08.2026": 2,
    "23.05.2026": 2,
    "22.05.2026": 3,
    "23.11.2025": 3,
    "22.11.2025": 4,
    "01.01.2020": 4,
}
"""Waiting dates and, worked out by hand, their band on that day with the limits 1, 3, 6 and 12 months."""

SIGNED = {"urgency_set_by": "Ola", "urgency_reason": "bolig"}
SMALL = CompatibilityModel([Language(weight=20), Age(weight=5)])
MIDDLE = CompatibilityModel([Language(), Interests(), Availability()], hours_per_case=2.5)
DEFAULT = CompatibilityModel.default()

Pair = tuple[str, str]
Objective = Literal["participation", "score"]


@dataclass(frozen=True)
class Call:
    """Everything that ``match`` is called with."""

    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    model: CompatibilityModel = DEFAULT
    current: Sequence[Pair] = ()
    locks: Sequence[Pair] = ()
    bans: Sequence[Pair] = ()
    objective: Objective = "participation"
    minimum_score: float | None = None
    quotas: Sequence[Quota] = ()

    @property
    def waiting(self) -> list[Mentee]:
        """Mentees who have not as many running cases as they need mentors."""
        running = Counter(mentee for mentee, _ in self.current)
        return [mentee for mentee in self.mentees if running[mentee.id] < mentee.mentors_needed]

    def match(self, seed: int | str | None = None, language: str = "en") -> Matching:
        return match(
            self.mentees,
            self.mentors,
            self.model,
            current=self.current,
            locks=self.locks,
            bans=self.bans,
            objective=self.objective,
            minimum_score=self.minimum_score,
            quotas=self.quotas,
            seed=seed,
            on=ON,
            language=language,
        )

    def in_order(self, mentees: Sequence[int], mentors: Sequence[int]) -> "Call":
        """The same call with both lists in another order."""
        return replace(self, mentees=[self.mentees[i] for i in mentees], mentors=[self.mentors[j] for j in mentors])


def bank(mentees: int, mentors: int, seed: int, dates: Iterable[str] = BANDS) -> Call:
    """A larger pool with contested places, forbidden pairs, running cases and bans, the same for the same seed."""
    rng = Random(seed)
    waiting = [*dates, None]
    made = [
        Mentee(
            id=f"B{n}",
            languages=rng.choice(["somali C1", "norsk C1", "arabisk", "norsk; engelsk B2", "tigrinja", None]),
            age=rng.randint(15, 40),
            interests=rng.sample(["sjakk", "fotball", "musikk", "matlaging", "film"], rng.randint(0, 3)),
            municipality=rng.choice(["Bergen", "Oslo", "Stavanger", None]),
            hours_per_week=rng.choice([2, 3, 5, None]),
            waiting_since=rng.choice(waiting),
            level_of_work=rng.choice(["individual", "family", None]),
            excluded_mentors=rng.choice([None, f"M{rng.randint(1, mentors)}"]),
            wishes={"gender": rng.choice(["må: kvinne", "helst: mann"])} if rng.random() < 0.3 else None,
        )
        for n in range(1, mentees + 1)
    ]
    available = [
        Mentor(
            id=f"M{n}",
            languages=rng.choice(["somali C1; norsk C1", "norsk B2", "arabisk B1; norsk", "engelsk C1; tigrinja B2"]),
            gender=rng.choice(["kvinne", "mann"]),
            age=rng.randint(25, 60),
            interests=rng.sample(["sjakk", "fotball", "musikk", "matlaging", "film"], rng.randint(0, 4)),
            municipality=rng.choice(["Bergen", "Oslo", "Askøy"]),
            maximum=rng.choice([0, 1, 1, 2, 3, None]),
            engagement={"hours_per_week": rng.choice([3, 6, 7.5, 10])} if rng.random() < 0.5 else None,
            role=rng.choice(["operative", "operative", "operative", "resource_person"]),
            wanted_levels=rng.choice(["individual", "family", None]),
        )
        for n in range(1, mentors + 1)
    ]
    return Call(
        made,
        available,
        current=[(f"B{n}", f"M{rng.randint(1, mentors)}") for n in rng.sample(range(1, mentees + 1), mentees // 10)],
        bans=[(f"B{rng.randint(1, mentees)}", f"M{rng.randint(1, mentors)}") for _ in range(mentees)],
    )
