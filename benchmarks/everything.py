"""How long it takes to ask everything of a matching: explanations, alternatives for all, robustness, recruitment.

    python benchmarks/everything.py

The people are the library's own sample. Everything runs in one process, imports not counted.
"""

from collections.abc import Callable
from time import perf_counter

from machine import describe

import mentormatch as mm
from mentormatch.synthetic import SamplePeople, sample_people

DAY = "2026-01-01"
SIZES = ((60, 45, 0.5), (500, 500, 4.0))
"""Mentors, mentees, and the seconds that all of it together may take."""

DRAWS = 100


def questions(people: SamplePeople) -> dict[str, Callable[[mm.Matching], object]]:
    """What is asked, in the order in which it is asked."""
    return {
        "proposals, the unmatched with what would help, mentors, notes": lambda matching: (
            matching.pairs, matching.unmatched, matching.mentors, matching.notes,
        ),
        "all explanations": lambda matching: matching.explanations(),
        "alternatives for all": lambda matching: [
            matching.alternatives(mentee.id) for mentee in people.mentees
        ],
        f"robustness, {DRAWS} draws": lambda matching: matching.robustness(draws=DRAWS),
        "recruitment": lambda matching: matching.recruitment(),
    }  # fmt: skip


def everything(people: SamplePeople) -> dict[str, float]:
    """Seconds for the matching and for each question."""
    start = perf_counter()
    matching = mm.match(people.mentees, people.mentors, seed=1, on=DAY)
    seconds = {"match": perf_counter() - start}
    for name, ask in questions(people).items():
        start = perf_counter()
        ask(matching)
        seconds[name] = perf_counter() - start
    return seconds


def main(runs: int = 3) -> None:
    print(f"{describe()}. The quickest of {runs} runs.")
    everything(sample_people(mentors=12, mentees=8, seed=1, on=DAY))  # the first call also imports
    for mentors, mentees, target in SIZES:
        people = sample_people(mentors=mentors, mentees=mentees, seed=1, on=DAY)
        found = min((everything(people) for _ in range(runs)), key=lambda seconds: sum(seconds.values()))
        print(f"\n{f'{mentors} mentors, {mentees} mentees':<66}{'seconds':>8}")
        for name, seconds in found.items():
            print(f"{name:<66}{seconds:>8.3f}")
        print(f"{f'all of it (target {target:g})':<66}{sum(found.values()):>8.3f}", flush=True)


if __name__ == "__main__":
    main()
