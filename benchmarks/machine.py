"""What figures were measured on, and how: every benchmark begins with `describe()`. Run alone it prints that line."""

import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

DATA = Path(os.environ.get("MENTORMATCH_DATA") or Path(__file__).parents[2] / "shared" / "data")
"""Where the real data lies that is not part of the project; each script says what it wants there."""


def describe() -> str:
    """Versions, cores and how busy they are: enough to read a figure by, and nothing that names the machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pandas"))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {packages}, {platform.machine()}, {cores()} cores{load}"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def timed(work: Callable[[], T], runs: int = 5) -> tuple[float, T]:
    """The median of the seconds that each run took, and what the last one gave."""
    seconds = []
    for _ in range(runs):
        start = perf_counter()
        result = work()
        seconds.append(perf_counter() - start)
    return median(seconds), result


def found(arguments: Sequence[str], usual: Path, what: str) -> Path | None:
    """The file or folder that the command line names, else the usual one; None, said aloud, where that is not there.

    A named one that is not there ends the script with 2.
    """
    path = Path(arguments[0]) if arguments else usual
    if path.exists():
        return path
    if arguments:
        print(f"There is no {path}.", file=sys.stderr)
        raise SystemExit(2)
    print(f"Left out: {what} is not here. Name it as an argument, or its folder in MENTORMATCH_DATA.")
    return None


if __name__ == "__main__":
    print(describe())
