"""The page that lists every sentence a user can see, in every language side by side: ``make sentences``."""

from itertools import groupby
from pathlib import Path

from mentormatch.sentences import languages, sentences

PAGE = Path(__file__).parent / "sentences.md"

INTRODUCTION = """\
# The sentences

Every sentence a user can see, by key, in every language side by side. They stand in `mentormatch/locales/`, one file a
language, and nowhere else; what is in braces is filled in. Words for codes, languages and places come from
`mentormatch/data/`. This page is written by `make sentences`.
"""


def section(key: str) -> str:
    """The part of a key that sentences are grouped by."""
    return key.partition(".")[0]


def cell(text: str) -> str:
    """A sentence as it can stand in a table of Markdown."""
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("*", "\\*"), ("\n", "<br>")):
        text = text.replace(sign, written)
    return text


def page() -> str:
    """The whole page; a key that a language lacks raises ``KeyError``."""
    by_language = [sentences(language) for language in languages()]
    heading = f"| key | {' | '.join(languages())} |\n|---|{'---|' * len(languages())}\n"
    keys = sorted({key for known in by_language for key in known})
    parts = [INTRODUCTION]
    for name, group in groupby(keys, section):
        rows = (f"| `{key}` | {' | '.join(cell(known[key]) for known in by_language)} |\n" for key in group)
        parts.append(f"## {name}\n\n{heading}{''.join(rows)}")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
