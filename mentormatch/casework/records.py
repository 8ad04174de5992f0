"""All the records a case log can hold, as one union told apart by ``type``, and each read from a mapping."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field

from mentormatch.casework.agreement import Agreement
from mentormatch.casework.case import Case, Match
from mentormatch.casework.entries import Assessment, Contact, Disclosure, FirstMeeting, Note, Observation, Rating
from mentormatch.casework.goal import Action, Goal
from mentormatch.casework.guidance import Absence, Advice, GuidanceRequest
from mentormatch.casework.network import Network
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.relation import Relation
from mentormatch.casework.session import Attendance, CaseWork, Session
from mentormatch.casework.stage import Exemption
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import CaseError, Problem, unknown_name

AnyRecord = Annotated[
    Case
    | Match
    | Relation
    | Goal
    | Action
    | Agreement
    | GuidanceRequest
    | Network
    | Session
    | Contact
    | FirstMeeting
    | Observation
    | Rating
    | Assessment
    | Note
    | Disclosure
    | Exemption
    | Advice
    | Absence
    | Attendance
    | CaseWork
    | Step
    | Correction,
    Field(discriminator="type"),
]
"""Any record of a case log; ``type`` says which."""

TYPES: Mapping[str, type[CaseRecord]] = {
    kind.model_fields["type"].default: kind for kind in get_args(get_args(AnyRecord)[0])
}
"""The kinds of records by their ``type``."""


def read_record(data: Mapping[str, object]) -> CaseRecord:
    """The record that a mapping holds, such as one line of a file.

    Raises ``CaseError`` with everything that is wrong in it.

    >>> read_record({"type": "match", "id": "k1", "by": "K1", "case_id": "S1", "mentee_id": "B1", "mentor_id": "M1"}).id
    'k1'
    """
    given = data.get("type")
    if not isinstance(given, str):
        raise CaseError(Problem("field_missing").at(field="type"))
    if given not in TYPES:
        raise CaseError(unknown_name("record_type", given, TYPES).at(field="type"))
    return TYPES[given].model_validate(data)
