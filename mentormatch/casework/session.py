"""``Session``: guidance alone, in a group or among peers, a review of a case, or a meeting of a network; who came.

Members of a network discuss cases without the names of those they are about, and never get access to the case itself.
Of the work on a case only the day, its topics and what the presenter takes away are kept.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from mentormatch import values
from mentormatch.casework.codes import code, read_code
from mentormatch.casework.fold import Standing
from mentormatch.casework.guidance import Topics
from mentormatch.casework.life import SESSION, Life
from mentormatch.casework.network import Network
from mentormatch.casework.record import Event, MaybeId, Noun, Statement
from mentormatch.errors import Problem
from mentormatch.fields import Id, Ids, Whole, collected, reads
from mentormatch.marks import Of

GUIDANCE_SESSIONS = ("individual", "group")
"""The kinds of sessions in which a supervisor guides mentors on cases of theirs."""

WITH_CASES = (*GUIDANCE_SESSIONS, "review")
"""The kinds of sessions that may name the cases they are about."""


def _agenda(value: object) -> tuple[str, ...] | None:
    return collected(values.words(value), lambda word: read_code("agenda", word))


class Session(Noun):
    """A session, planned for the day ``on``, led by supervisors or a chair; ``mentor_ids`` are those it is for.

    >>> Session(by="V1", kind="nettverksmøte", network_id="N1", agenda="arbeid med saker; faglig oppdatering").agenda
    ('case_work', 'professional_update')
    """

    life: ClassVar[Life] = SESSION
    may_lie_ahead: ClassVar[bool] = True
    refers: ClassVar[Mapping[str, str]] = {"network_id": "network", "case_ids": "case"}

    type: Literal["session"] = "session"
    kind: Annotated[str, code("session_kind")]
    network_id: MaybeId = None
    case_ids: Ids = None
    led_by: Ids = None
    mentor_ids: Ids = None
    minutes: Whole = None
    agenda: Annotated[tuple[str, ...] | None, reads(_agenda)] = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        if (self.kind == "network") != (self.network_id is not None):
            yield Problem("session_network").at(field="network_id")
        if self.case_ids is not None and self.kind not in WITH_CASES:
            yield Problem("session_cases").at(field="case_ids")


class Attendance(Event):
    """Who came to a session that was held, and how long it lasted.

    >>> Attendance(by="V1", session_id="T1", attended="M1; M2", minutes=110).attended
    ('M1', 'M2')
    """

    refers: ClassVar[Mapping[str, str]] = {"session_id": "session"}

    type: Literal["attendance"] = "attendance"
    session_id: Id
    attended: Ids = None
    minutes: Whole = None


class CaseWork(Event):
    """What the presenter (``by``) takes away from the work on a case in a session. It names no case, on purpose.

    >>> CaseWork(by="M1", session_id="T1", topics="grenser i rollen", takeaway="Avtale når jeg ikke svarer.").topics
    ('boundaries',)
    """

    refers: ClassVar[Mapping[str, str]] = {"session_id": "session"}

    type: Literal["case_work"] = "case_work"
    session_id: Id
    topics: Topics
    takeaway: Annotated[Statement, Of("mentor")]


def planned_sessions(network: Network, by: str, start: date, end: date) -> list[Session]:
    """The meetings of a network from a day to a day as sessions, each with the id it has in the calendar file.

    >>> from mentormatch.casework.calendar import Rhythm
    >>> network = Network(id="N1", by="K1", name="Mentornettverk Vest", area="region", region="vest",
    ...                   meets=Rhythm(weekday="tirsdag", which=1, every_months=2, first="1.1.2026", at="13:00"))
    >>> [str(session.on) for session in planned_sessions(network, "K1", date(2026, 1, 1), date(2026, 6, 30))]
    ['2026-01-06', '2026-03-03', '2026-05-05']
    """
    return [
        Session(id=meeting.uid, by=by, on=meeting.begin.date(), kind="network", network_id=network.id,
                minutes=(meeting.end - meeting.begin) // timedelta(minutes=1))
        for meeting in network.meetings(start, end)
    ]  # fmt: skip


def called_off(sessions: Iterable[Standing[Session]], network_id: str) -> list[date]:
    """The days of the meetings of a network that were cancelled."""
    return [s.record.on for s in sessions if s.status == "cancelled" and s.record.network_id == network_id]
