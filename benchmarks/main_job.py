"""How long the main job takes: as a command from files to files, and in-process at four sizes.

    python benchmarks/main_job.py

The people are the library's own sample. Whole processes are timed from start to end, Python's own start included.
In-process figures run from people to the proposals with all their explanations and the reasons of the unmatched.
"""

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from machine import describe, timed

import mentormatch as mm
from mentormatch.synthetic import SamplePeople, sample_people

DAY = "2026-01-01"
SIZES = ((60, 45), (200, 120), (500, 500), (2000, 2000))
"""Mentors and mentees."""


def command(arguments: Sequence[str]) -> None:
    """A Python of its own; stops with what it said where it fails."""
    ended = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")


def job(people: SamplePeople) -> mm.Matching:
    """The matching, with everything that is told about it worked out."""
    matching = mm.match(people.mentees, people.mentors, seed=1, on=DAY)
    for told in (matching.pairs, matching.unmatched, matching.mentors, matching.notes, matching.explanations()):
        assert told is not None
    return matching


def processes(folder: Path, runs: int) -> None:
    files = [str(folder / name) for name in ("mentors.csv", "mentees.csv", "matching.xlsx")]
    mentors, mentees = SIZES[0]
    numbers = ["--mentors", str(mentors), "--mentees", str(mentees), "--seed", "1"]
    command(["-m", "mentormatch", "sample", *numbers, "--on", DAY, "--out", str(folder)])
    match = ["match", "--mentors", files[0], "--mentees", files[1], "--on", DAY, "--out", files[2]]
    people = sample_people(mentors=mentors, mentees=mentees, seed=1, on=DAY)
    job(people)  # the first call also imports

    print(f"{'':<58}{'seconds':>9}{'target':>8}")
    for name, target, work in (
        (
            f"mentormatch match, {mentors} x {mentees}, files to files",
            3,
            partial(command, ["-m", "mentormatch", *match]),
        ),
        ("mentormatch --help", 0.6, partial(command, ["-m", "mentormatch", "--help"])),
        ("import mentormatch", 0.3, partial(command, ["-c", "import mentormatch"])),
        (f"match with all explanations, {mentors} x {mentees}, in-process", 0.15, partial(job, people)),
    ):
        print(f"{name:<58}{timed(work, runs)[0]:>9.3f}{target:>8}", flush=True)


def sizes(sizes: Sequence[tuple[int, int]], runs: int) -> None:
    print(f"\n{'mentors x mentees':<20}{'match, s':>10}{'told, s':>9}{'proposals':>11}{'gap':>5}")
    for mentors, mentees in sizes:
        people = sample_people(mentors=mentors, mentees=mentees, seed=1, on=DAY)
        match, _ = timed(partial(mm.match, people.mentees, people.mentors, seed=1, on=DAY), runs)
        told, matching = timed(partial(job, people), runs)
        size = f"{mentors} x {mentees}"
        print(f"{size:<20}{match:>10.3f}{told:>9.3f}{matching.people:>11}{matching.gap:>5g}", flush=True)


def main(runs: int = 5) -> None:
    print(f"{describe()}. Medians of {runs} runs.\n")
    with TemporaryDirectory() as folder:
        processes(Path(folder), runs)
    sizes(SIZES, runs)
    print(
        "\n'told' is the match with the proposals, their explanations, the reasons of the unmatched, places and notes."
    )


if __name__ == "__main__":
    main()
