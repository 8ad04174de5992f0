"""Places: how many people a mentor can follow up, from cases and hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentormatch.profiles import Mentor


@dataclass(frozen=True)
class Capacity:
    """Places of each mentor, in the order of the mentors.

    ``places`` is the smaller of the most cases and the hours by the model's hours per case; a mentor who has recorded
    neither has one, and is ``assumed``. ``free`` is what running cases leave, ``free_hours`` likewise (None: no hours
    recorded).
    """

    places: tuple[int, ...]
    running: tuple[int, ...]
    assumed: tuple[bool, ...]
    free_hours: tuple[float | None, ...]

    @property
    def free(self) -> tuple[int, ...]:
        """Places that running cases leave."""
        return tuple(max(places - used, 0) for places, used in zip(self.places, self.running, strict=True))


def capacity(mentors: Sequence[Mentor], running: Mapping[str, int], hours_per_case: float) -> Capacity:
    """Capacity of each mentor; ``running`` counts the running cases by mentor id.

    >>> mentors = [Mentor(id="a", maximum=3, engagement={"hours_per_week": "7,5"}), Mentor(id="b")]
    >>> capacity(mentors, {"a": 1}, 3)
    Capacity(places=(2, 1), running=(1, 0), assumed=(False, True), free_hours=(4.5, None))
    """
    used = tuple(running.get(mentor.id, 0) for mentor in mentors)
    hours = [mentor.engagement.hours_per_week if mentor.engagement else None for mentor in mentors]
    bounds = [
        [bound for bound in (mentor.maximum, _cases(worked, hours_per_case)) if bound is not None]
        for mentor, worked in zip(mentors, hours, strict=True)
    ]
    return Capacity(
        places=tuple(min(bound, default=1) for bound in bounds),
        running=used,
        assumed=tuple(not bound for bound in bounds),
        free_hours=tuple(
            None if worked is None else max(worked - count * hours_per_case, 0.0)
            for worked, count in zip(hours, used, strict=True)
        ),
    )


def _cases(hours: float | None, hours_per_case: float) -> int | None:
    """Whole cases in these hours, counted in hundredths of an hour so that 0.3 / 0.1 is 3."""
    return None if hours is None else round(hours * 100) // round(hours_per_case * 100)
