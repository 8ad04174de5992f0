"""Rules about the mentor: role, training, requirements, contract, free places.

Here an empty cell excludes (for role, training, required requirements and contract dates): these are promises to the
person, and nobody is put forward on a guess.
"""

from datetime import date

from mentormatch.compatibility.comparison import FULL, NO, UNKNOWN, Comparison, by_judgement
from mentormatch.compatibility.factor import Rule, Words
from mentormatch.compatibility.people import Facts, People
from mentormatch.profiles import Engagement, Requirement


def _of_mentor(mentees: People, answers: list[int]) -> Comparison:
    """A rule that asks only the mentor."""
    return by_judgement([None] * len(mentees), answers, lambda _, answer: answer)


class Operative(Rule):
    """The mentor takes cases, and is not only a resource person at the workplace."""

    name = "operative"
    mentor_fields = ("role",)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return _of_mentor(mentees, [FULL if role == "operative" else NO for role in mentors.values("role")])

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return words.say("empty" if mentor.get("role") is None else "reason")


class Trained(Rule):
    """The mentor has completed the training on or before the day."""

    name = "trained"
    mentor_fields = ("training_completed_on",)

    def compare(self, mentees: People, mentors: People) -> Comparison:
        days = mentors.values("training_completed_on")
        return _of_mentor(mentees, [FULL if isinstance(day, date) and day <= mentors.on else NO for day in days])

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        return words.say("empty" if mentor.get("training_completed_on") is None else "reason")


class Requirements(Rule):
    """What must be in order for this kind of engagement, and for minors and families.

    ``required`` lists requirements per kind of engagement, ``always`` those of every mentor. With only a birth year,
    or no age at all, a person may be a minor.
    """

    name = "requirements"
    applies_to_the_rest = True
    always: tuple[str, ...] = ("confidentiality",)
    required: dict[str, tuple[str, ...]] = {}
    minors: tuple[str, ...] = ("police_certificate",)

    def names(self) -> list[str]:
        """Every requirement that some mentor must meet."""
        of_kinds = [name for names in self.required.values() for name in names]
        return list(dict.fromkeys([*self.always, *of_kinds, *self.minors]))

    def absent(self, mentees: People, mentors: People) -> list[str]:
        return [f"mentor.requirements.{name}" for name in self.names() if not mentors.has(f"requirements.{name}")]

    def compare(self, mentees: People, mentors: People) -> Comparison:
        absent = {name for name in self.names() if not mentors.has(f"requirements.{name}")}
        minor = [_may_be_minor(Facts(mentees, index)) for index in range(len(mentees))]
        lacking = [
            (self._lacking(facts, False) - absent, self._lacking(facts, True) - absent)
            for facts in (Facts(mentors, index) for index in range(len(mentors)))
        ]

        def judge(may_be_minor: bool | None, lacks: tuple[frozenset[str], frozenset[str]]) -> int:
            if lacks[0] or (may_be_minor and lacks[1]):
                return NO
            return UNKNOWN if may_be_minor is None and lacks[1] else FULL

        return by_judgement(minor, lacking, judge)

    def _lacking(self, mentor: Facts, minor: bool) -> frozenset[str]:
        kind = mentor.get("engagement.kind")
        names = {*self.always, *self.required.get(str(kind), ()), *(self.minors if minor else ())}
        return frozenset(name for name in names if not _met(mentor, name))

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        lacking = self._lacking(mentor, bool(_may_be_minor(mentee)))
        names = [name for name in self.names() if name in lacking and mentor.people.has(f"requirements.{name}")]
        return words.say("reason", names=words.listing([words.field(f"requirements.{name}") for name in names]))


def _met(mentor: Facts, name: str) -> bool:
    requirement = mentor.get(f"requirements.{name}")
    if not isinstance(requirement, Requirement):
        return False
    seen = requirement.on is not None if requirement.met is None else requirement.met
    return seen and (requirement.on is None or requirement.on <= mentor.people.on)


def _may_be_minor(mentee: Facts) -> bool | None:
    """Whether this unit is or may be a minor or has minors in it; None where no age is recorded."""
    person, on = mentee.mentee, mentee.people.on
    if person.unit == "family":
        return True
    if person.birth_year is not None:
        return on.year - person.birth_year <= 18  # the birthday may still come this year
    return None if person.age is None else person.age < 18


class Contract(Rule):
    """The dated frame of the engagement covers the day; an open end is open. In a bank, too, the frame counts."""

    name = "contract"

    def absent(self, mentees: People, mentors: People) -> list[str]:
        dated = mentors.has("engagement.start") or mentors.has("engagement.end")
        return [] if dated else ["mentor.engagement.start"]

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return _of_mentor(mentees, [_covers(Facts(mentors, index)) for index in range(len(mentors))])

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        engagement = mentor.mentor.engagement or Engagement()
        if engagement.start is None and engagement.end is None:
            return words.say("empty")
        return words.say("not_yet" if engagement.start and engagement.start > mentor.people.on else "over")


def _covers(mentor: Facts) -> int:
    recorded, on = mentor.get("engagement"), mentor.people.on
    frame = recorded if isinstance(recorded, Engagement) else Engagement()
    if frame.start is None and frame.end is None:
        return NO
    return FULL if (frame.start or on) <= on <= (frame.end or on) else NO


class Places(Rule):
    """The mentor has a free place: the smaller of the most cases and the free hours by the model's hours per case."""

    name = "places"
    applies_to_the_rest = True

    def absent(self, mentees: People, mentors: People) -> list[str]:
        counted = mentors.has("maximum") or mentors.has("engagement.hours_per_week")
        return [] if counted else ["mentor.maximum"]

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return _of_mentor(mentees, [FULL if places else NO for places in mentors.values("free_places")])

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        running = mentor.get("running")
        return words.say("full", running=running) if running else words.say("reason")
