"""``Step``, the one way a status changes, and ``Correction``, the one way an old record is mended."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from mentormatch.casework.codes import code
from mentormatch.casework.life import statuses
from mentormatch.casework.record import CaseRecord, Event, MaybeId, Prose
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import Id, Ids, YesNo, reads, text
from mentormatch.marks import Of, Special
from mentormatch.vocabulary.spellings import exact


def _status(value: object) -> str | None:
    word = text(value)
    return None if word is None else statuses().get(exact(word), exact(word).replace(" ", "_"))


class Step(Event):
    """A change of status (``to``) of what ``subject`` names, or of the phase of a case.

    ``conflict_of_interest`` is the mentor's answer when asked; ``agreed_on_behalf_by`` are those who said yes for a
    child; ``own_view`` is what the person says at closing.

    >>> Step(by="K1", subject="S1", to="on hold", reason="På reise til juni").to
    'on_hold'
    """

    refers: ClassVar[Mapping[str, str]] = {"subject": "noun"}
    fixed: ClassVar[tuple[str, ...]] = (*Event.fixed, "subject")

    type: Literal["step"] = "step"
    subject: Id
    to: Annotated[str | None, reads(_status)] = None
    phase: Annotated[str | None, code("phase")] = None
    reason: Prose = None
    conflict_of_interest: YesNo = None
    agreed_on_behalf_by: Ids = None
    own_view: Prose = None

    def belongs_to(self) -> str:
        return self.subject

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if self.to is None and self.phase is None:
            yield Problem("step_of_nothing").at(field="to")
        if self.to == "not_continued" and self.reason is None:
            yield Problem("step_reason").at(field="reason")


def _new_values(value: object) -> dict[str, object] | None:
    """Fields and their new values, as JSON holds them."""
    if not isinstance(value, Mapping):
        raise CaseError.of("value_named")
    try:
        return dict(json.loads(json.dumps(dict(value), default=_iso)))
    except (TypeError, ValueError):
        raise CaseError.of("correction_values") from None


def _iso(value: object) -> str:
    if isinstance(value, date):  # a moment is a date too
        return value.isoformat()
    raise TypeError


class Correction(CaseRecord):
    """New values for fields of a record of the log, or that it was entered in error and is to be left out.

    ``case_id`` is the case of that record, and left out where it has none. An entry in the wrong case is marked as
    entered in error, and written anew in the right one.

    >>> Correction(by="K1", corrects="k7", case_id="S1", fields={"minutes": 45}, reason="feil varighet").corrects
    'k7'
    """

    type: Literal["correction"] = "correction"
    corrects: Id
    case_id: MaybeId = None
    fields: Annotated[dict[str, Any], reads(_new_values), Special(basis=False), Of("mentee")] = {}
    entered_in_error: bool = False
    reason: Prose = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if bool(self.fields) == self.entered_in_error:
            yield Problem("correction_of_nothing").at(field="fields")
