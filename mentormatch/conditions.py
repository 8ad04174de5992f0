"""What a matching is asked to keep beside the rules: quotas on mentors of a kind, and waivers of a rule for a pair."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mentormatch.errors import MatchingError, MentorMatchError, Problem
from mentormatch.fields import Day, Id, Ids, Record, Text, Whole, Words
from mentormatch.marks import special_fields
from mentormatch.profiles import Mentor


class Quota(Record):
    """At least or at most so many mentors of a kind: for each mentee, for each group of mentors, or for all together.

    The mentors are named by id (``mentors``), or by a ``field`` of theirs and the ``values`` that count, of which one
    is enough; a number may be a range such as ``'2+'``. Beside the fields of a mentor there are ``county``, ``age`` and
    ``years_trained`` (whole years since the training).

    ``per="mentee"``: among the mentors of each mentee; ``at_least`` is about those who need several mentors, and keeps
    a place open where no such mentor is free. ``per="group"``: cases, for each value of the field, as in "at most 3 in
    each home organisation". ``per="all"``: cases of all these mentors together. Running cases are counted.

    >>> Quota(field="years_trained", values="2+", at_least=1)
    Quota(field='years_trained', values=('2+',), at_least=1, per='mentee')
    >>> Quota(field="engagement.home_organisation", at_most=3, per="group").at_most
    3
    """

    raises: ClassVar[type[MentorMatchError]] = MatchingError

    field: Text = None
    values: Words = None
    mentors: Ids = None
    at_least: Whole = None
    at_most: Whole = None
    per: Literal["mentee", "group", "all"] = "mentee"

    def contradictions(self) -> Iterable[Problem]:
        grouped = self.per == "group"
        if (self.field is None) == (self.mentors is None) or (self.mentors is not None and self.values is not None):
            yield Problem("quota_of_whom")
        elif self.field is not None and self.values is None and not grouped:
            yield Problem("quota_values").at(field="values")
        elif grouped and self.field is None:
            yield Problem("quota_group").at(field="field")
        if self.at_least is None and self.at_most is None:
            yield Problem("quota_number")
        if self.at_least is not None and self.per != "mentee":
            yield Problem("quota_at_least").at(field="at_least")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            yield Problem("quota_order", {"least": self.at_least, "most": self.at_most}).at(field="at_least")
        if self.field is not None and self.field.partition(".")[0] in special_fields(Mentor):
            yield Problem("quota_special").at(field="field")


class Waiver(Record):
    """A named person allows a pair although a rule forbids it, and says why.

    ``rules`` are names or labels of rules that may be set aside, and ``minimum_score``. Promises to a person never are:
    musts, limits, exclusions, training and the other duties.

    >>> Waiver(mentee_id="B1", mentor_id="M2", rules="reach", allowed_by="Kari", reason="Flytter til byen")
    Waiver(mentee_id='B1', mentor_id='M2', rules=('reach',))
    """

    raises: ClassVar[type[MentorMatchError]] = MatchingError

    mentee_id: Id
    mentor_id: Id
    rules: Words = None
    allowed_by: Annotated[Text, Field(repr=False)] = None
    reason: Annotated[Text, Field(repr=False)] = None
    date: Day = None

    def contradictions(self) -> Iterable[Problem]:
        pair: dict[str, object] = {"mentee": self.mentee_id, "mentor": self.mentor_id}
        if not self.rules:
            yield Problem("waiver_no_rule", pair)
        if not (self.allowed_by and self.reason):
            yield Problem("waiver_unsigned", pair)
