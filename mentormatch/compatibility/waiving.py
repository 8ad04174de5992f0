"""Rules set aside for single pairs: the same people, judged as if these rules let these pairs pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentormatch.compatibility.comparison import FULL, NO, BoolArray, Comparison, IntArray
from mentormatch.compatibility.encoded import Encoded


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
