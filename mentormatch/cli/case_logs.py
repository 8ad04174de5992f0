"""What a command on a log of cases reads: the log, the policy and the day. All that is wrong is told at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.cli.plainly import working
from mentormatch.errors import NAMES_SHOWN, CaseError, MentorMatchError, Problem

if TYPE_CHECKING:
    from mentormatch.casework.log import CaseLog
    from mentormatch.casework.policy import Policy


@dataclass(frozen=True)
class Given:
    """A log, the policy (None: the standard one), the day it is told of, and the places of mentors who tell of them."""

    log: "CaseLog"
    policy: "Policy | None"
    on: date
    language: str
    places: Mapping[str, int]

    def check_case(self, case_id: str) -> None:
        """Raise for a case that is not in the log."""
        _check_known("unknown_case", case_id, self.log.state().cases)

    def check_supervisor(self, supervisor: str | None) -> None:
        """Raise for somebody who never supervised or stood in for anybody here, instead of finding nothing."""
        if supervisor is not None:
            roles = ("case_supervisor", "deputy")
            known = {
                relation.record.person_id for relation in self.log.state().relations if relation.record.role in roles
            }
            _check_known("unknown_supervisor", supervisor, known)

    def calendar(self, network_id: str, year: int | None) -> str:
        """The meetings of a network in a year as a calendar file, those that were called off marked."""
        from mentormatch.casework.fold import standings
        from mentormatch.casework.network import Network
        from mentormatch.casework.session import Session, called_off

        nouns = self.log.state().nouns.values()
        networks = {standing.record.id: standing.record for standing in standings(nouns, Network)}
        _check_known("unknown_network", network_id, networks)
        if networks[network_id].meets is None:
            raise CaseError.of("network_no_rhythm", id=network_id)
        try:
            start, end = date(year or self.on.year, 1, 1), date(year or self.on.year, 12, 31)
        except ValueError:
            raise CaseError.of("cli_year") from None
        off, newest = called_off(standings(nouns, Session), network_id), max(r.recorded_at for r in self.log.records)
        return networks[network_id].calendar(start, end, cancelled=off, written_at=newest, language=self.language)


def read(
    log: Path,
    policy: Path | None,
    targets: Sequence[Path | None],
    on: str | None,
    language: str,
    mentors: Path | None = None,
) -> Given:
    """Read it all. Raises ``MentorMatchError`` with the problems of all files and options together."""
    from mentormatch.casework.log import CaseLog
    from mentormatch.casework.policy import Policy
    from mentormatch.cli import files, inputs

    files.check_targets([target for target in targets if target is not None], (log, policy, mentors))
    tried = inputs.Trial()
    with working("read", language):
        found = tried(lambda: CaseLog.read(log))
    asked = None if policy is None else tried(lambda: Policy.load(policy))
    places = {} if mentors is None else tried(lambda: _places(mentors, language))
    day = tried(lambda: inputs.day(on))
    if found is None or day is None or places is None or tried.problems:
        raise MentorMatchError(tried.problems, language)
    return Given(found, asked, day, language, places)


def _places(mentors: Path, language: str) -> Mapping[str, int]:
    """The places of the mentors in a table who have recorded cases or hours, by the standard hours of a case."""
    from mentormatch.compatibility import CompatibilityModel
    from mentormatch.compatibility.capacity import capacity
    from mentormatch.tables import read_mentors

    people = read_mentors(mentors, language=language)
    room = capacity(people, {}, CompatibilityModel.hours_per_case)
    told = zip(people, room.places, room.assumed, strict=True)
    return {mentor.id: places for mentor, places, assumed in told if not assumed}


def check_asked(**options: str) -> None:
    """Raise where nobody said whom or what it is about."""
    missing = [Problem("cli_not_said", {"option": f"--{name}"}) for name, value in options.items() if not value]
    if missing:
        raise MentorMatchError(missing)


def check_calendar(out: Path) -> None:
    """Raise where a calendar file could not be written."""
    problems = [Problem("cli_calendar_kind").at(file=out.name)] if out.suffix.casefold() != ".ics" else []
    if not out.parent.is_dir():
        problems.append(Problem("table_write_folder").at(file=out.name))
    if problems:
        raise MentorMatchError(problems)


def check_new(out: Path) -> None:
    """Raise where something is there already: made-up cases are never written over, or among, real ones."""
    if out.exists():
        raise MentorMatchError(Problem("cli_exists").at(file=out.name))


def _check_known(key: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        shown = ", ".join(sorted(known)[:NAMES_SHOWN]) + (" …" if len(known) > NAMES_SHOWN else "")
        raise CaseError.of(key, name=name, known=shown)
