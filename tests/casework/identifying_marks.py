"""The 200 sentences with their marks, and how a list of marks is scored against them; see `data/identifying.md`."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

Span = tuple[int, int, str]
FILE = Path(__file__).parent / "data" / "identifying.tsv"


@dataclass(frozen=True)
class Sentence:
    text: str
    spans: tuple[Span, ...]


def read(marked: str) -> Sentence:
    """'Han heter {name:Ahmed}.' as the text and its spans."""
    text, spans, done = "", list[Span](), 0
    for found in re.finditer(r"\{(name|number|place|date):([^{}]+)\}", marked):
        text += marked[done : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        done = found.end()
    return Sentence(text + marked[done:], tuple(spans))


def halves() -> tuple[list[Sentence], list[Sentence]]:
    """The half for development and the half set aside, by the order of the SHA-256 of the texts."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    sentences = sorted((read(row["sentence"]) for row in rows), key=lambda one: sha256(one.text.encode()).hexdigest())
    return sentences[:100], sentences[100:]


@dataclass(frozen=True)
class Score:
    """Counts over sentences. A mark and a span *match* if they overlap and are of the same kind.

    `covered`: spans of which every letter and digit is marked, whatever the kind. `exact`: same start, end and kind.
    """

    marks: int
    spans: int
    marks_matched: int
    spans_matched: int
    covered: int
    exact: int

    @property
    def precision(self) -> float:
        return self.marks_matched / self.marks

    @property
    def recall(self) -> float:
        return self.spans_matched / self.spans

    def lines(self) -> list[str]:
        return [
            f"overlap, same kind: precision {self.precision:.3f} ({self.marks_matched} of {self.marks} marks), "
            f"recall {self.recall:.3f} ({self.spans_matched} of {self.spans})",
            f"wholly covered, any kind: recall {self.covered / self.spans:.3f} ({self.covered} of {self.spans})",
            f"exact, same kind: precision {self.exact / self.marks:.3f}, recall {self.exact / self.spans:.3f}",
        ]


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] == other[2]


def score(sentences: Iterable[Sentence], find: Callable[[str], Sequence[Span]]) -> Score:
    marks = spans = marks_matched = spans_matched = covered = exact = 0
    for sentence in sentences:
        found = find(sentence.text)
        marked = {place for start, end, _ in found for place in range(start, end)}
        marks += len(found)
        spans += len(sentence.spans)
        marks_matched += sum(any(overlap(mark, span) for span in sentence.spans) for mark in found)
        spans_matched += sum(any(overlap(mark, span) for mark in found) for span in sentence.spans)
        exact += len(set(found) & set(sentence.spans))
        covered += sum(
            all(place in marked or not sentence.text[place].isalnum() for place in range(span[0], span[1]))
            for span in sentence.spans
        )
    return Score(marks, spans, marks_matched, spans_matched, covered, exact)
