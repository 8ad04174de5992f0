"""How long a case log takes to fold, and every view of it to make: 500 cases with 100,000 entries, two years.

    python benchmarks/casework.py

The records are made up, in memory, and added to the log before anything is timed. Every case has a mentor, a
supervisor with a deputy, two goals, an action, guidance each month and a request; the rest are contacts, ratings,
signs seen and notes. A timeline and a progress of all cases are one frame each; a digest is made for every supervisor.
Seconds on the clock suffer from whatever else the machine does; those of the processor do so less.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import process_time
from typing import NamedTuple

from machine import describe, timed

from mentormatch import supervision
from mentormatch.casework import signs, views
from mentormatch.casework.record import CaseRecord
from mentormatch.supervision import CaseLog

FIRST, LAST = date(2024, 11, 25), date(2026, 11, 22)
WEEK = "2026-W47"
DAYS = (LAST - FIRST).days
SIZES = ((500, 100_000),)
"""Cases and entries."""
TARGET = 3
"""Seconds for folding and all views at 500 x 100,000."""
WHOLE = "fold and all views"
CASES_OF = 20
"""Cases that one supervisor has."""


def records(cases: int, entries: int, seed: int = 1) -> Iterator[CaseRecord]:
    """The records of so many cases, in an order in which a log takes them."""
    chance = Random(seed)
    for number in range(cases):
        yield from _case(number, chance)
    supervisors = -(-cases // CASES_OF)
    for number in range(supervisors):
        yield supervision.Relation(
            **_by("K1", 0), id=f"D{number}", role="deputy", person_id=f"V{(number + 1) % supervisors}", of=f"V{number}"
        )
        yield supervision.Absence(**_by("K1", DAYS - number % 60), id=f"W{number}", person_id=f"V{number}")
    kinds, codes = supervision.codes("contact_kind"), tuple(signs.current().signs)
    for number in range(entries):
        place = number % cases
        said = _by(f"M{place // 3}", 8 + number * (DAYS - 10) // entries) | {"id": f"E{number}", "case_id": f"S{place}"}
        kind = chance.random()
        if kind < 0.7:
            status = "completed" if chance.random() < 0.8 else "no_show"
            minutes = 15 * chance.randint(1, 8) if status == "completed" else 0
            yield supervision.Contact(
                **said, kind=chance.choice(kinds), status=status, minutes=minutes, note="Ble enige."
            )
        elif kind < 0.8:
            goal = f"G{place}-{chance.randint(0, 1)}"
            yield supervision.Rating(**said, scale="goal", goal_id=goal, value=chance.randint(-2, 2))
        elif kind < 0.85:
            yield supervision.Rating(**said, scale="importance", value=chance.randint(0, 10))
        elif kind < 0.95:
            change = chance.choice(supervision.codes("change"))
            yield supervision.Observation(**said, sign=chance.choice(codes), change=change)
        else:
            yield supervision.Note(**said, words="Vil tilbake på skolen.", of="mentee")


def _by(person: str, day: int) -> dict[str, object]:
    """Who recorded something, and on which day of the two years."""
    on = FIRST + timedelta(days=day)
    return {"by": person, "on": on, "recorded_at": datetime(on.year, on.month, on.day, 12, tzinfo=UTC)}


def _case(number: int, chance: Random) -> Iterator[CaseRecord]:
    name, mentor, supervisor = f"S{number}", f"M{number // 3}", f"V{number // CASES_OF}"
    yield supervision.Case(**_by("K1", 0), id=name, host=f"Kommune {number % 40}", mentee_ids=[f"B{number}"])
    yield supervision.Step(**_by("K1", 7), id=f"A{number}", subject=name, to="active")
    for role, person in (("mentor", mentor), ("case_supervisor", supervisor)):
        yield supervision.Relation(**_by("K1", 7), id=f"R{number}-{role}", role=role, person_id=person, of=name)
    for goal in range(2):
        yield supervision.Goal(**_by(mentor, 8), id=f"G{number}-{goal}", case_id=name, words="Møte på jobb")
    due = FIRST + timedelta(days=chance.randint(DAYS - 30, DAYS + 30))
    yield supervision.Action(**_by(mentor, 8), id=f"X{number}", case_id=name, what="Ringe", owner=mentor, due=due)
    asked = {"id": f"Q{number}", "case_id": name, "topics": "dilemma", "question": "Hva nå?"}
    yield supervision.GuidanceRequest(**_by(mentor, DAYS - number % 90), **asked)
    yield supervision.Step(**_by(mentor, DAYS - number % 90), id=f"Q{number}-sent", subject=f"Q{number}", to="sent")
    for month in range(DAYS // 30):
        held = {"id": f"T{number}-{month}", "kind": "individual", "minutes": 60, "led_by": supervisor}
        yield supervision.Session(**_by(supervisor, 20 + 30 * month), **held, case_ids=name, mentor_ids=mentor)
        yield supervision.Step(
            **_by(supervisor, 20 + 30 * month), id=f"{held['id']}-held", subject=held["id"], to="held"
        )


def steps(log: CaseLog, cases: int) -> dict[str, Callable[[], object]]:
    """What is timed, one after the other: each view takes over what the ones before it made of the same state."""
    engaged = {f"M{number}": 4.0 for number in range(-(-cases // 3))}
    supervisors = [f"V{number}" for number in range(-(-cases // CASES_OF))]
    return {
        "fold": lambda: log.state(LAST),
        "attention": lambda: views.attention(log, on=LAST, capacity=dict.fromkeys(engaged, 2)),
        "follow_up": lambda: views.follow_up(log, on=LAST),
        "workload, by week": lambda: views.workload(log, engaged, by="week", on=LAST),
        "coverage and unsupervised": lambda: (views.coverage(log, on=LAST), views.unsupervised(log, on=LAST)),
        "timeline of all cases": lambda: views.timeline(log, on=LAST),
        "progress of all cases": lambda: views.progress(log, on=LAST),
        f"digest of {len(supervisors)} supervisors": lambda: [
            views.digest(log, who, WEEK, on=LAST) for who in supervisors
        ],
    }


class Seconds(NamedTuple):
    """What something took on the clock, and of the processor."""

    clock: float
    processor: float


def taken(work: Callable[[], object]) -> Seconds:
    before = process_time()
    clock, _ = timed(work, 1)
    return Seconds(clock, process_time() - before)


def main(sizes: Sequence[tuple[int, int]] = SIZES, runs: int = 5) -> None:
    import pandas  # noqa: F401  # loaded before anything is timed

    print(f"{describe()}. Medians of {runs} runs; target of folding and all views: {TARGET} s.\n")
    print(f"{'cases x entries':<18}{'':<36}{'seconds':>9}{'CPU':>8}")
    for cases, entries in sizes:
        size, made = f"{cases} x {entries}", list(records(cases, entries))
        log = CaseLog(made)
        seconds = defaultdict[str, list[Seconds]](list)
        for _ in range(runs):
            log.add()  # what it folded to is forgotten
            this = {name: taken(work) for name, work in steps(log, cases).items()}
            this[WHOLE] = Seconds(sum(one.clock for one in this.values()), sum(one.processor for one in this.values()))
            this["not in it: adding the records"] = taken(partial(CaseLog, made))
            for name, one in this.items():
                seconds[name].append(one)
        for name, of in seconds.items():
            clock, processor = (median(numbers) for numbers in zip(*of, strict=True))
            print(f"{size:<18}{name:<36}{clock:>9.2f}{processor:>8.2f}")


if __name__ == "__main__":
    main()
