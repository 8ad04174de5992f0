"""The follow-up policy of a scheme: what is due in a case, when, and what counts, as a TOML file."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter
from os import PathLike
from pathlib import Path
from typing import Annotated, Self

from mentormatch.casework.follow_up import Period, Window, days_without, windows
from mentormatch.casework.record import day_or_today, local_day
from mentormatch.casework.stage import Count, Exemption, Kinds, PolicyPart, Stage, Statuses
from mentormatch.errors import CaseError, Problem
from mentormatch.fields import named_values, part, reads


def _stages(value: object) -> dict[str, object] | None:
    return named_values(value, lambda section: Stage.model_validate(section if isinstance(section, Mapping) else {}))


class NoContact(PolicyPart):
    """After how many days without contact attention is called to a case, in which statuses, and what is contact."""

    after_days: Count
    when: Statuses
    counts: Kinds


class Answers(PolicyPart):
    """Within how many days a request for guidance is answered, by its urgency; 0 is the same day."""

    routine: Count
    soon: Count
    acute: Count


class Policy(PolicyPart):
    """What a scheme asks for in its cases.

    >>> policy = Policy.default()
    >>> policy.stages["first_meeting"].within_days, policy.no_contact.after_days
    (14, 21)
    """

    no_contact: Annotated[NoContact, part(NoContact)]
    answers: Annotated[Answers, part(Answers)]
    stages: Annotated[Mapping[str, Stage], reads(_stages)]

    @classmethod
    def default(cls) -> Self:
        """The policy of the programme where a scheme has none of its own."""
        return cls.model_validate(_standard())

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """A policy from a TOML file; the tables it does not have are the standard ones.

        Raises ``CaseError`` with everything that is wrong in the file.
        """
        file = Path(path)
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            raise CaseError(Problem("policy_unreadable").at(file=file.name)) from None
        except tomllib.TOMLDecodeError as error:
            raise CaseError(Problem("policy_toml", {"detail": str(error)}).at(file=file.name)) from None
        try:
            return cls.model_validate({**_standard(), **data})
        except CaseError as error:
            raise CaseError(problem.at(file=file.name) for problem in error.problems) from None

    def save(self, path: str | PathLike[str]) -> None:
        """Write the policy as TOML; `load` reads the same policy from it."""
        import tomli_w

        Path(path).write_text(
            tomli_w.dumps(self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)), encoding="utf-8"
        )

    def label(self, stage: str, language: str = "en") -> str:
        """What a user sees for a stage.

        >>> Policy.default().label("review", "nb")
        'gjennomgang'
        """
        return self.stages[stage].label.get(language, stage)

    def due(
        self,
        periods: Iterable[Period],
        held: Mapping[str, Iterable[date]],
        *,
        exemptions: Sequence[Exemption] = (),
        on: date | str | None = None,
    ) -> list[Window]:
        """What was and is due in a case, as it stood on a day (today in Oslo), each with its window of days and state.

        ``periods`` are the statuses of the case; ``held`` the days of completed contacts by kind (see
        ``follow_up_kinds``), whenever they were recorded.

        >>> active = [Period("active", date(2026, 3, 2))]
        >>> for window in Policy.default().due(active, {"meeting": [date(2026, 3, 12)]}, on="2026-03-16"):
        ...     print(window.stage, window.due, window.state)
        first_meeting 2026-03-16 kept
        weekly_contact 2026-03-08 missed
        review 2026-06-01 open
        guidance 2026-04-01 open
        weekly_contact 2026-03-15 kept
        weekly_contact 2026-03-22 open
        """
        seen, at = tuple(periods), day_or_today(on)
        found, days = list[Window](), dict[tuple[str, ...], list[date]]()
        for name, stage in self.stages.items():
            if stage.counts not in days:
                days[stage.counts] = sorted(day for kind in stage.counts for day in held.get(kind, ()))
            found.extend(windows(name, stage, seen, days[stage.counts], exemptions, at))
        return sorted(found, key=attrgetter("start"))

    def days_without_contact(
        self, periods: Iterable[Period], held: Mapping[str, Iterable[date]], on: date | str | None = None
    ) -> int | None:
        """Days since the last contact, without those on hold; None where the policy does not ask for contact now.

        >>> Policy.default().days_without_contact([Period("active", date(2026, 3, 2))], {}, "2026-03-23")
        21
        """
        days = (day for kind in self.no_contact.counts for day in held.get(kind, ()))
        return days_without(periods, self.no_contact.when, days, day_or_today(on))

    def answer_due(self, urgency: str, sent: date) -> date:
        """The last day to answer a request of this urgency that was sent on a day, or at a moment by its day in Oslo.

        >>> from datetime import UTC
        >>> Policy.default().answer_due("acute", datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
        datetime.date(2026, 3, 2)
        """
        allowed: int = getattr(self.answers, urgency)
        return (local_day(sent) if isinstance(sent, datetime) else sent) + timedelta(days=allowed)


@lru_cache
def _standard() -> Mapping[str, object]:
    text = files("mentormatch.casework").joinpath("data", "policy.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
