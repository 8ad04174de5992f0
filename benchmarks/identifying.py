"""How much of what identifies somebody is found: precision and recall on the 200 sentences of the tests.

    python benchmarks/identifying.py

It prints both halves, never the mistakes: the half set aside stays unseen. What counts is in
tests/casework/data/identifying.md.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "casework"))

from identifying_marks import Span, halves, score

from mentormatch.casework.identifying import identifying


def spans(text: str) -> list[Span]:
    return [(mark.start, mark.end, mark.kind) for mark in identifying(text)]


if __name__ == "__main__":
    for name, half in zip(("for development", "set aside"), halves(), strict=True):
        print(f"The 100 sentences {name}")
        print(*(f"  {line}" for line in score(half, spans).lines()), sep="\n")
