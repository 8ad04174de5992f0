"""``Network``: mentors of a region, of neighbouring municipalities or of one, who meet on fixed dates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from mentormatch import values, vocabulary
from mentormatch.casework.calendar import Meeting, Rhythm, calendar_text, meetings
from mentormatch.casework.codes import code
from mentormatch.casework.life import NETWORK, Life
from mentormatch.casework.record import Line, Noun
from mentormatch.casework.relation import OF_A_NETWORK, Relation
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import collected, part, reads
from mentormatch.fields import text as one_line
from mentormatch.vocabulary.spellings import exact


def _region(value: object) -> str | None:
    """The key of an RVTS region, from itself or from the name of its centre."""
    word = one_line(value)
    if word is None:
        return None
    words = vocabulary.current()
    known = {key: words.rvts_region_name(key) for key in dict.fromkeys(map(words.rvts_region, words.municipalities()))}
    for key, name in known.items():
        if exact(word) in {key, exact(name), exact(name).removeprefix("rvts ")}:
            return key
    raise CaseError.of("network_region", known=", ".join(known))


def _municipalities(value: object) -> tuple[str, ...] | None:
    return collected(values.words(value), lambda word: vocabulary.current().municipality(word))


class Network(Noun):
    """A network of mentors, and when it meets; ``name`` is that of the network, never of a person.

    Who belongs to it, and who chairs it, are ``Relation`` records with their periods.

    >>> network = Network(id="N1", by="K1", name="Mentornettverk Vest", area="region", region="RVTS Vest",
    ...                   meets=Rhythm(weekday="tirsdag", which=1, every_months=2, first="1.1.2026", at="13:00"))
    >>> network.region, str(network.meetings(date(2026, 3, 1), date(2026, 4, 30))[0].begin)
    ('vest', '2026-03-03 13:00:00+01:00')
    """

    life: ClassVar[Life] = NETWORK

    type: Literal["network"] = "network"
    name: Line
    area: Annotated[str, code("network_area")]
    region: Annotated[str | None, reads(_region)] = None
    municipalities: Annotated[tuple[str, ...] | None, reads(_municipalities)] = None
    meets: Annotated[Rhythm | None, part(Rhythm)] = None

    def contradictions(self) -> Iterable[Problem]:
        yield from super().contradictions()
        places = len(self.municipalities or ())
        right = {"region": self.region is not None, "neighbours": places > 1, "municipality": places == 1}
        if not right[self.area]:
            yield Problem("network_area").at(field="region" if self.area == "region" else "municipalities")

    def meetings(self, start: date, end: date, cancelled: Iterable[date] = ()) -> list[Meeting]:
        """Its meetings from a day to a day; none where it has no rule. ``cancelled`` are days called off."""
        return [] if self.meets is None else meetings(self.id, self.meets, start, end, cancelled)

    def calendar(
        self,
        start: date,
        end: date,
        *,
        cancelled: Iterable[date] = (),
        written_at: datetime | None = None,
        language: str = "en",
    ) -> str:
        """Its meetings as a calendar file (.ics), written when the network was recorded or at a later moment."""
        return calendar_text(self.meetings(start, end, cancelled), written_at or self.recorded_at, language)


def members(network_id: str, relations: Iterable[Relation], on: date) -> Mapping[str, str]:
    """Who belongs to a network on a day, by person id: ``chair`` or ``network_member``.

    >>> relation = Relation(by="K1", role="chair", person_id="M1", of="N1", on="2026-01-01", end="2026-06-30")
    >>> members("N1", [relation], date(2026, 6, 30)), members("N1", [relation], date(2026, 7, 1))
    ({'M1': 'chair'}, {})
    """
    of_it = [r for r in relations if r.of == network_id and r.role in OF_A_NETWORK and r.lasts(on)]
    return {r.person_id: r.role for r in sorted(of_it, key=lambda r: (r.role == "chair", r.person_id))}
