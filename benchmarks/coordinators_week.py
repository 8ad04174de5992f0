"""How long the coordinator's command takes: a workbook matched, the proposals written into it, and a report beside it.

    python benchmarks/coordinators_week.py

The people are the library's own sample, in a template that holds them. Whole processes are timed from start to end;
each run begins with a fresh copy of the workbook. The second week has a decision on three of every four proposals.
Seconds on the clock suffer from whatever else the machine does; those of the processor do so less.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import cast

from machine import describe, timed
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import mentormatch as mm
from mentormatch.report.pages import match_page
from mentormatch.report.template import write_template
from mentormatch.synthetic import sample_people

DAY = "2026-01-01"
SIZES = ((45, 60), (200, 120))
"""Mentees and mentors."""
TARGET = 6
"""Seconds for the whole command at 200 x 120."""
DECISIONS = ("godtatt", "takket nei", "avvent", None)


def decide(bank: Path) -> int:
    """Fill in the decision of three of every four proposals; how many proposals there are."""
    book = load_workbook(bank)
    page = cast(Worksheet, book["Forslag"])
    lines = page.iter_rows()
    head = next(line for line in lines if line[0].value == "Mentee")
    places = {str(cell.value): place for place, cell in enumerate(head)}
    rows = [line for line in lines if line[0].value]
    for line, decision in zip(rows, cycle(DECISIONS), strict=False):
        if decision is not None:
            line[places["Beslutning"]].value = decision
            line[places["Besluttet av"]].value = "T. Mønsterberg"
    book.save(bank)
    return len(rows)


def match(bank: Path) -> None:
    """The command on a workbook; stops with what it said where it fails."""
    command = [sys.executable, "-m", "mentormatch", "match", str(bank), "--on", DAY]
    command += ["--report", str(bank.with_suffix(".html"))]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"mentormatch match ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")


def weeks(bank: Path, runs: int) -> tuple[float, float]:
    """Median seconds of the command on the clock, and that its processes had a processor for themselves.

    Each run has a copy of the workbook; what the last one made of it takes its place.
    """
    clock, processor = list[float](), list[float]()
    for _ in range(runs):
        with TemporaryDirectory() as folder:
            copy = Path(shutil.copy(bank, folder))
            before = os.times().children_user
            clock.append(timed(partial(match, copy), 1)[0])
            processor.append(os.times().children_user - before)
            made = copy.read_bytes()
    bank.write_bytes(made)
    return median(clock), median(processor)


def main(sizes: Sequence[tuple[int, int]] = SIZES, runs: int = 5) -> None:
    print(f"{describe()}. Medians of {runs} runs; target of the command at 200 x 120: {TARGET} s.\n")
    print(f"{'mentees x mentors':<20}{'':<34}{'seconds':>9}{'user CPU':>10}")
    for mentees, mentors in sizes:
        size = f"{mentees} x {mentors}"
        people = sample_people(mentees=mentees, mentors=mentors, seed=1, on=DAY, language="nb")
        with TemporaryDirectory() as folder:
            bank = Path(folder) / "bank.xlsx"
            write_template(bank, **people._asdict(), language="nb")
            first = weeks(bank, runs)
            proposals = decide(bank)
            second = weeks(bank, runs)
        for week, (seconds, user) in (("first week", first), ("second week, with decisions", second)):
            print(f"{size:<20}{'match, ' + week:<34}{seconds:>9.2f}{user:>10.2f}", flush=True)
        matching = mm.match(people.mentees, people.mentors, on=DAY, language="nb")
        seconds, page = timed(partial(match_page, matching), runs)
        print(f"{size:<20}{'match_page alone':<34}{seconds:>9.2f}{'':>10}", flush=True)
        print(f"{'':<20}{proposals} proposals; the report has {len(page.encode()) // 1000} kB.", flush=True)


if __name__ == "__main__":
    main()
