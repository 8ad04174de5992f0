"""What a command reads: people, decisions, the model and the day. All that is wrong is told at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mentormatch.cli.plainly import working
from mentormatch.errors import MatchingError, MentorMatchError, Problem

if TYPE_CHECKING:
    from mentormatch.compatibility import CompatibilityModel
    from mentormatch.conditions import Quota, Waiver
    from mentormatch.matching import Matching
    from mentormatch.precheck import Check
    from mentormatch.profiles import Mentee, Mentor
    from mentormatch.proposal import Proposal
    from mentormatch.tables import Decisions

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """What a matching is made from; None stands for the default."""

    mentees: "Sequence[Mentee]"
    mentors: "Sequence[Mentor]"
    model: "CompatibilityModel | None"
    decisions: "Decisions"
    on: date
    language: str
    quotas: "Sequence[Quota]" = ()
    waivers: "Sequence[Waiver]" = ()

    def match(
        self,
        objective: str = "participation",
        minimum_score: float | None = None,
        seed: str | None = None,
        engine: str = "auto",
    ) -> "Matching":
        """The best matching of these people."""
        from mentormatch.matching import match

        with working("match", self.language):
            return match(
                self.mentees,
                self.mentors,
                self.model,
                current=self.decisions.current,
                bans=self.decisions.bans,
                quotas=self.quotas,
                waivers=self.waivers,
                engine=engine,
                objective=objective,  # type: ignore[arg-type]  # match says which there are, in the user's language
                minimum_score=minimum_score,
                seed=seed_of(seed),
                on=self.on,
                language=self.language,
            )

    def shortlist(self, mentee_id: str, n: int) -> "Proposal":
        """The best mentors for one of these people, the others being those who wait."""
        from mentormatch.explanation import place_of
        from mentormatch.matching import shortlist

        person = self.mentees[place_of(mentee_id, [mentee.id for mentee in self.mentees], "mentee")]
        with working("match", self.language):
            return shortlist(
                person,
                self.mentors,
                self.model,
                waiting=self.mentees,
                current=self.decisions.current,
                bans=self.decisions.bans,
                quotas=self.quotas,
                waivers=self.waivers,
                n=n,
                on=self.on,
                language=self.language,
            )

    def check(self, minimum_score: float | None) -> "Check":
        """Who may have whom, before anything is solved."""
        from mentormatch.precheck import check

        return check(
            self.mentees,
            self.mentors,
            self.model,
            current=self.decisions.current,
            bans=self.decisions.bans,
            quotas=self.quotas,
            waivers=self.waivers,
            minimum_score=minimum_score,
            on=self.on,
            language=self.language,
        )


def read(
    workbook: Path | None,
    mentors: Path | None,
    mentees: Path | None,
    *,
    model: Path | None,
    decisions: Path | None,
    quotas: Path | None = None,
    waivers: Path | None = None,
    on: str | None,
    language: str,
) -> Inputs:
    """Read it all, from a workbook or from tables.

    Raises ``MentorMatchError`` with the problems of all files and options together.
    """
    from mentormatch.compatibility import CompatibilityModel
    from mentormatch.tables import read_decisions, read_mentees, read_mentors, read_quotas, read_waivers

    if workbook is not None and not (mentors or mentees or decisions or quotas or waivers):
        return _read_workbook(workbook, model, on, language)
    if workbook is not None or mentors is None or mentees is None:
        raise MentorMatchError.of("workbook_or_tables")
    tried = Trial()
    with working("read", language):
        left = tried(lambda: read_mentees(mentees, language=language))
        right = tried(lambda: read_mentors(mentors, language=language))
    chosen = None if model is None else tried(lambda: CompatibilityModel.load(model))
    decided = tried(lambda: read_decisions([] if decisions is None else decisions, language=language))
    judged_at = tried(lambda: day(on))
    limits = tried(lambda: read_quotas([] if quotas is None else quotas, language=language))
    allowed = tried(lambda: read_waivers([] if waivers is None else waivers, language=language))
    if left is None or right is None or decided is None or judged_at is None or tried.problems:
        # One workbook may hold both sides, and then what is wrong with the file is found twice.
        raise MentorMatchError({problem.text(language): problem for problem in tried.problems}.values(), language)
    return Inputs(left, right, chosen, decided, judged_at, language, limits or (), allowed or ())


def _read_workbook(workbook: Path, model: Path | None, on: str | None, language: str) -> Inputs:
    from mentormatch.compatibility import CompatibilityModel
    from mentormatch.report.reading import read_bank

    tried, judged_at = Trial(), day(on)
    with working("read", language):
        bank = tried(lambda: read_bank(workbook, on=judged_at, language=language))
    chosen = None if model is None else tried(lambda: CompatibilityModel.load(model))
    if bank is None or tried.problems:
        raise MentorMatchError(tried.problems, language)
    found = bank.mentees, bank.mentors, chosen or bank.model, bank.decisions
    return Inputs(*found, judged_at, language, bank.quotas, bank.waivers)


class Trial:
    """Reads one thing after the other and keeps what is wrong, so that nobody mends one file to hear of the next."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, reader: Callable[[], T]) -> T | None:
        try:
            return reader()
        except MentorMatchError as error:
            self.problems.extend(error.problems)
            return None


def check_asked(mentee_id: str) -> None:
    """Raise where nobody said whom it is about."""
    if not mentee_id:
        raise MentorMatchError.of("cli_no_mentee")


def seed_of(seed: str | None) -> int | str | None:
    """A seed as it was typed: a number where it is one."""
    return int(seed) if seed is not None and seed.isdecimal() else seed


def day(on: str | None) -> date:
    """The day of ``--on``; today in Norway without one."""
    from mentormatch.intake import day_of

    try:
        return day_of(on)
    except MatchingError as error:
        raise MatchingError(problem.at(field="--on") for problem in error.problems) from None
