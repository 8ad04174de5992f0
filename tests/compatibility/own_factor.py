"""A factor and a rule of one's own, and the fields that they read: what a user writes beside the model file."""

from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.factors import FULL, NO, Factor, by_judgement, by_value
from mentormatch.compatibility.people import People
from mentormatch.compatibility.rules import Rule
from mentormatch.profiles import Mentee, Mentor


class MyMentor(Mentor):
    shift: str | None = None
    workplace: str | None = None


class MyMentee(Mentee):
    shift: str | None = None
    workplace: str | None = None


class Shift(Factor):
    """Both are free at the same time of the day."""

    name = "shift"
    field = "shift"
    weight: int = 5
    sentences = {
        "en": {"label": "Time of the day", "reason": "This person has time: {mentee}. The mentor: {mentor}."},
        "nb": {"label": "Tid på dagen", "reason": "Personen har tid: {mentee}. Mentoren: {mentor}."},
    }

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_value(mentees.values("shift"), mentors.values("shift"), lambda a, b: FULL if a == b else NO)


class OtherWorkplace(Rule):
    """They do not work in the same place."""

    name = "other_workplace"
    mentee_fields = ("workplace",)
    mentor_fields = ("workplace",)
    sentences = {
        "en": {"label": "another workplace", "reason": "They work in the same place."},
        "nb": {"label": "et annet arbeidssted", "reason": "De arbeider på samme sted."},
    }

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_judgement(
            mentees.values("workplace"), mentors.values("workplace"), lambda a, b: NO if a and a == b else FULL
        )
