"""The page of what ``why_not`` says, cause by cause, in every language: ``make sentences`` writes it.

The calls are those of the tests, so each sentence on the page is one that a test expects.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "why_not.md"
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "matching")]

INTRODUCTION = """\
# Why not this mentor?

`matching.why_not(mentee, mentor)` says why somebody was not given a certain mentor, what choosing that mentor would
cost everybody together, and what a coordinator can do about it. Here is one case of each cause, as it is said in every
language; B1 and B2 are people who wait, M1 to M4 are mentors. This page is written by `make sentences`.
"""


def page() -> str:
    """The whole page."""
    from why_not_causes import CAUSES

    from mentormatch.sentences import languages

    parts = [INTRODUCTION]
    for name, (call, mentee, mentor, _) in CAUSES.items():
        said = [f"- {language}: {call.match().why_not(mentee, mentor, language)}\n" for language in languages()]
        parts.append(f"## {name[0].upper()}{name[1:]}\n\n{''.join(said)}")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
