"""Rules set aside for single pairs: the same people, judged as if these rules let these pairs pass."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentormatch.compatibility.comparison import FULL, NO, BoolArray, Comparison, IntArray
from mentormatch.compatibility.encoded import Encoded
from mentormatch.compatibility.factor import Rule
from mentormatch.conditions import Waiver
from mentormatch.errors import MatchingError, Problem, unknown_name
from mentormatch.sentences import languages, say
from mentormatch.vocabulary.spellings import PerLanguage, folded

MINIMUM_SCORE = "minimum_score"
"""What a waiver calls the lowest score that was asked for."""


@dataclass(frozen=True)
class Waived(Comparison):
    """Another comparison, but some pairs that it forbids pass."""

    of: Comparison
    rows: IntArray
    columns: IntArray

    @property
    def recorded(self) -> BoolArray:  # type: ignore[override]  # that of the other, stored there
        """As of the comparison itself."""
        return self.of.recorded

    def block(self, rows: slice) -> IntArray:
        start, stop, _ = rows.indices(len(self.recorded))
        answers = self.of.block(rows).copy()
        inside = (self.rows >= start) & (self.rows < stop)
        at = self.rows[inside] - start, self.columns[inside]
        answers[at] = np.where(answers[at] == NO, FULL, answers[at])
        return answers

    def pairs(self, rows: IntArray, columns: IntArray) -> IntArray:
        answers, width = self.of.pairs(rows, columns), int(max(columns.max(initial=0), self.columns.max(initial=0))) + 1
        named = np.isin(rows * width + columns, self.rows * width + self.columns)
        return np.where(named & (answers == NO), FULL, answers)


def waived(encoded: Encoded, pairs: Mapping[str, Sequence[tuple[int, int]]]) -> Encoded:
    """The same people where each rule, by name, lets its pairs (row, column) pass."""
    if not pairs:
        return encoded
    judgements = [
        Waived(judgement, *np.array(pairs[rule.name], dtype=np.int64).T) if rule.name in pairs else judgement
        for rule, judgement in zip(encoded.rules, encoded.judgements, strict=True)
    ]
    return replace(encoded, judgements=tuple(judgements))


def rules_of(waiver: Waiver, encoded: Encoded) -> tuple[str, ...]:
    """The names of the rules of a waiver, which may call them by their labels."""
    known: dict[str, str] = {folded(MINIMUM_SCORE): MINIMUM_SCORE}
    rules = {rule.name: rule for rule in encoded.rules}
    for language in languages():
        known[folded(say("barred.minimum_score_label", language))] = MINIMUM_SCORE
        known.update({folded(rule.label(language)): rule.name for rule in encoded.rules})
    known.update({folded(name): name for name in rules})
    found, faults = dict[str, None](), list[Problem]()
    pair = {"mentee": waiver.mentee_id, "mentor": waiver.mentor_id}
    for word in waiver.rules or ():
        name = known.get(folded(word))
        if name is None:
            faults.append(unknown_name("waiver_rule", word, [MINIMUM_SCORE, *rules], **pair))
        elif name != MINIMUM_SCORE and not rules[name].relaxable:
            faults.append(Problem("waiver_never", {**pair, "rule": _labels([rules[name]])}))
        else:
            found[name] = None
    if faults:
        raise MatchingError(faults)
    return tuple(found)


def _labels(rules: Iterable[Rule]) -> PerLanguage:
    return PerLanguage({language: ", ".join(rule.label(language) for rule in rules) for language in languages()})
