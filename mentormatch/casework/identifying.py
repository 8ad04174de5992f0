"""Names, numbers, places and dates in a Norwegian text, for the person who presents a case to confirm or rewrite.

An aid and no guarantee: it is made of word lists and rules, finds most and not all, and a text without any mark can
still tell who it is about. What is left after rewriting is de-identified, and still personal data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mentormatch.casework.dates_and_numbers import Span, shaped
from mentormatch.casework.names_and_places import named
from mentormatch.errors import CaseError, Problem
from mentormatch.sentences import say

KINDS = ("name", "number", "place", "date")
"""What a mark can be. User names and e-mail addresses are names, times of day are numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text, ``text[start:end]``, that may tell who it is about; ``repr`` does not show it."""

    start: int
    end: int
    kind: str
    text: str = field(repr=False)


def identifying(text: str, names: Iterable[str] = ()) -> list[Mark]:
    """What may identify somebody in a Norwegian text: marks in the order of the text, none of which overlap.

    ``names`` are further names, of people or whatever else must not be told; they are found in upper and lower case.
    Raises ``CaseError`` if the text or one of the names is no text.

    >>> [(mark.kind, mark.text) for mark in identifying("Mentoren møtte Ahmed på Tøyen 3. mai; han er 17 år.")]
    [('name', 'Ahmed'), ('place', 'Tøyen'), ('date', '3. mai'), ('number', '17')]
    """
    own = [names] if isinstance(names, str) else list(names)
    given: list[object] = [text, *own]
    if not all(isinstance(word, str) for word in given):
        raise CaseError.of("identifying_text")
    owners: list[Span | None] = [None] * len(text)
    for start, end, kind in shaped(text):
        if kind == "date" and text[start:end].istitle() and text[start:end].isalpha() and _mid_sentence(text, start):
            continue  # 'August' inside a sentence is somebody, the month has a small letter
        if not any(owners[start:end]):
            owners[start:end] = [(start, end, kind)] * (end - start)
    taken = [owner is not None for owner in owners]
    for start, end, kind in named(text, taken, [name.strip() for name in own if name.strip()]):
        touched = [owner for owner in set(owners[start:end]) if owner is not None and owner[2]]
        first, last = min([start, *(span[0] for span in touched)]), max([end, *(span[1] for span in touched)])
        if (first, last) not in ((span[0], span[1]) for span in touched):
            owners[first:last] = [(first, last, kind)] * (last - first)
    spans = sorted({owner for owner in owners if owner is not None and owner[2]})
    return [Mark(start, end, kind, text[start:end]) for start, end, kind in _joined(text, spans)]


def rewritten(
    text: str, marks: Iterable[Mark], replacements: Mapping[str, str] | None = None, language: str = "nb"
) -> str:
    """The text with each mark replaced by what ``replacements`` has for its words, else by the name of its kind.

    Marks that the presenter has confirmed as harmless are left out of ``marks``.
    Raises ``CaseError`` if a mark is not of this text or overlaps another.

    >>> text = "Ahmed flyttet fra Moss."
    >>> rewritten(text, identifying(text), {"Ahmed": "Gutten"})
    'Gutten flyttet fra [sted].'
    """
    ordered = sorted(marks, key=lambda mark: mark.start)
    pieces, done = list[str](), 0
    for mark in ordered:
        if mark.start < done or text[mark.start : mark.end] != mark.text:
            raise CaseError(Problem("identifying_other_text", {"start": mark.start}))
        placeholder = say(f"identifying.{mark.kind}", language)
        pieces += [text[done : mark.start], (replacements or {}).get(mark.text, placeholder)]
        done = mark.end
    return "".join([*pieces, text[done:]])


def _mid_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 9) : start].rstrip()
    return bool(before) and before[-1] not in ".!?:"


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Names, and places, that stand beside each other are one."""
    joined = list[Span]()
    for start, end, kind in spans:
        last = joined[-1] if joined else (0, 0, "")
        gap = text[last[1] : start]
        if kind in ("name", "place") and kind == last[2] and (gap == " " or not gap):
            joined[-1] = (last[0], end, kind)
        else:
            joined.append((start, end, kind))
    return joined
