"""Factors of the daily work: where, how old, and how much time."""

from pydantic import Field

from mentormatch import sentences, vocabulary
from mentormatch.compatibility.comparison import FULL, NO, Comparison, by_value, share
from mentormatch.compatibility.factor import Factor, Reason, Words
from mentormatch.compatibility.geography import Nearness, nearness
from mentormatch.compatibility.people import Facts, People


class Region(Factor):
    """How near: same municipality, neighbour (where a file says so), county, RVTS region, elsewhere; in thousandths.

    A wish about the own municipality replaces this order: what was wished for is 1000, the rest 0. For a person with
    a protected address the factor is left out: any number here would say something about where the person lives.
    """

    name = "region"
    weight: int = Field(default=10, ge=0)
    municipality: int = Field(default=1000, ge=0, le=FULL)
    neighbour: int = Field(default=800, ge=0, le=FULL)
    county: int = Field(default=600, ge=0, le=FULL)
    region: int = Field(default=300, ge=0, le=FULL)
    elsewhere: int = Field(default=0, ge=0, le=FULL)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        asks = [self._ask(Facts(mentees, index)) for index in range(len(mentees))]

        def similarity(ask: tuple[str, bool | None], place: str) -> int:
            home, own = ask
            if own is not None:
                return FULL if (home == place) == own else NO
            return self._worth(nearness(home, place, mentees.on, mentees.distances))

        return by_value(asks, [_text(value) for value in mentors.values("municipality")], similarity)

    def _ask(self, mentee: Facts) -> tuple[str, bool | None] | None:
        home = mentee.get("municipality")
        if home is None or mentee.mentee.protected_address:
            return None
        wishes = mentee.mentee.wishes_about("own_municipality", "must", "prefer", "prefer_not", "must_not")
        return str(home), wishes[0].strength in ("must", "prefer") if wishes else None

    def _worth(self, near: Nearness) -> int:
        worths = {
            Nearness.MUNICIPALITY: self.municipality,
            Nearness.NEIGHBOUR: self.neighbour,
            Nearness.COUNTY: self.county,
            Nearness.REGION: self.region,
            Nearness.ELSEWHERE: self.elsewhere,
        }
        return worths[near]

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        home, place = str(mentee.get("municipality")), str(mentor.get("municipality"))
        ask, name = self._ask(mentee), vocabulary.current().municipality_name
        if ask is not None and ask[1] is not None:
            key = "wish_met" if similarity == FULL else "wish_not_met"
        else:
            key = nearness(home, place, mentee.people.on, mentee.people.distances).name.lower()
        return Reason(name(home), name(place), words.say(key))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


class Age(Factor):
    """Best when the mentor is ``best_from`` to ``best_to`` years older; 0 at ``falls_over`` years outside that."""

    name = "age"
    weight: int = Field(default=5, ge=0)
    best_from: int = 5
    best_to: int = 20
    falls_over: int = Field(default=20, gt=0)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_value(_numbers(mentees, "age"), _numbers(mentors, "age"), self._similarity)

    def _similarity(self, mentee: float, mentor: float) -> int:
        older = int(mentor - mentee)
        outside = max(self.best_from - older, older - self.best_to, 0)
        return share(max(self.falls_over - outside, 0), self.falls_over)

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        mine, yours = (int(str(side.get("age"))) for side in (mentee, mentor))
        key = "older" if yours > mine else "younger" if yours < mine else "equal"
        return Reason(str(mine), str(yours), words.say(key, years=abs(yours - mine)))


class Availability(Factor):
    """The mentor's free hours a week against the hours that are needed; more than enough is not better."""

    name = "availability"
    weight: int = Field(default=5, ge=0)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        needed = [hours or None for hours in _numbers(mentees, "hours_per_week")]
        return by_value(needed, _numbers(mentors, "free_hours"), _enough)

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        hours = [float(str(side.get(path))) for side, path in ((mentee, "hours_per_week"), (mentor, "free_hours"))]
        mine, yours = (sentences.number(value, words.language) for value in hours)
        return Reason(mine, yours, words.say("enough" if similarity == FULL else "short", needed=mine, free=yours))


def _enough(needed: float, free: float) -> int:
    parts, total = round(free * 100), max(round(needed * 100), 1)
    return share(min(max(parts, 0), total), total)


def _numbers(people: People, field: str) -> list[float | None]:
    return [float(value) if isinstance(value, (int, float)) else None for value in people.values(field)]
