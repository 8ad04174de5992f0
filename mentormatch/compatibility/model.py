"""The compatibility model: factors and rules with weights and options, and what was learnt from the pool."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from json import dumps
from math import inf
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from mentormatch.compatibility import factors as standard_factors
from mentormatch.compatibility import rules as standard_rules
from mentormatch.compatibility.capacity import capacity
from mentormatch.compatibility.comparison import FULL, Comparison
from mentormatch.compatibility.encoded import Encoded, case_weights
from mentormatch.compatibility.factor import Factor, Rule
from mentormatch.compatibility.model_file import Parts, model_data, model_text, read_model, text_of
from mentormatch.compatibility.people import People
from mentormatch.errors import MatchingError, MentorMatchWarning, ModelError, Problem, unknown_name
from mentormatch.profiles import Mentee, Mentor
from mentormatch.sentences import languages, say
from mentormatch.vocabulary import Distances

if TYPE_CHECKING:
    from pandas import DataFrame

NO_PAIRS_RECORDED = FULL // 2
"""The neutral value of a factor that no pair of the pool has recorded."""


def today() -> date:
    """The day in Norway."""
    return datetime.now(ZoneInfo("Europe/Oslo")).date()


@dataclass(frozen=True)
class CompatibilityModel:
    """Factors with their weights, rules, and options; fitted, also what was learnt from a pool of people.

    ``rules=None`` takes the standard rules. ``hours_per_case`` are hours a week; ``waiting_months`` are the limits of
    the bands of waiting time; ``distances`` holds a user's neighbours or kilometres. ``neutral`` is per factor the
    similarity (thousandths) that stands in for what a mentor has not recorded; None before fitting.

    Raises ``ModelError`` when a name occurs twice or an option makes no sense.

    >>> model = CompatibilityModel([standard_factors.Language(weight=30), standard_factors.Age()])
    >>> mentors = [Mentor(id="A", languages="somali C1", age=40), Mentor(id="B", languages="norsk B2", age=30)]
    >>> model.scores([Mentee(id="1", languages="somali", age=25)], mentors)
              A   B
    1  95.71 NaN
    """

    factors: Sequence[Factor]
    rules: Sequence[Rule] | None = None
    hours_per_case: float = 3.0
    waiting_months: Sequence[int] = (1, 3, 6, 12)
    distances: Distances | None = None
    distances_file: str | None = None
    neutral: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        rules = tuple(rule() for rule in standard_rules.DEFAULT) if self.rules is None else tuple(self.rules)
        object.__setattr__(self, "factors", tuple(self.factors))
        object.__setattr__(self, "rules", rules)
        object.__setattr__(self, "waiting_months", tuple(self.waiting_months))
        object.__setattr__(self, "hours_per_case", float(self.hours_per_case))  # 3 and 3.0 are the same model
        kinds: tuple[Sequence[Factor | Rule], ...] = (tuple(self.factors), rules)
        problems = [
            Problem("model_twice", {"name": name})
            for things in kinds
            for name in sorted({thing.name for thing in things})
            if sum(thing.name == name for thing in things) > 1
        ]
        problems += [
            Problem("model_no_label", {"name": thing.name})
            for things in kinds
            for thing in things
            if not thing.has_label()
        ]
        problems += [  # a user's own factor may have left out the bound of its weight
            Problem("model_value").at(field=f"factors.{f.name}.weight") for f in self.factors if f.weight < 0
        ]
        if not any(factor.weight for factor in self.factors):
            problems.append(Problem("model_no_weight"))
        if not 0.01 <= self.hours_per_case < inf:
            problems.append(Problem("model_hours"))
        if self.waiting_months != tuple(sorted({*self.waiting_months})) or min(self.waiting_months, default=1) < 1:
            problems.append(Problem("model_waiting"))
        if problems:
            raise ModelError(problems)

    @classmethod
    def default(cls) -> "CompatibilityModel":
        """The standard factors and rules with their default weights.

        >>> [factor.weight for factor in CompatibilityModel.default().factors]
        [20, 20, 15, 10, 10, 10, 5, 5, 5, 10, 10, 10, 10]
        """
        return cls([factor() for factor in standard_factors.DEFAULT])

    @classmethod
    def load(
        cls, path: str | PathLike[str], *, factors: Iterable[type[Factor]] = (), rules: Iterable[type[Rule]] = ()
    ) -> "CompatibilityModel":
        """A model from TOML: the standard one with what the file changes; a user's own factors and rules by class.

        Raises ``ModelError`` with every unknown key and wrong value.
        """
        return cls.from_toml(text_of(path), path, factors=factors, rules=rules)

    @classmethod
    def from_toml(
        cls,
        text: str,
        path: str | PathLike[str],
        *,
        factors: Iterable[type[Factor]] = (),
        rules: Iterable[type[Rule]] = (),
    ) -> "CompatibilityModel":
        """As ``load``, from a text; ``path`` is what errors name, and beside it a file of distances is looked for.

        >>> CompatibilityModel.from_toml("hours_per_case = 5", "model.toml").hours_per_case
        5.0
        """
        parts = read_model(text, path, tuple(factors), tuple(rules))
        try:
            return cls(*parts)
        except ModelError as error:
            raise ModelError(problem.at(file=str(path)) for problem in error.problems) from None

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model, fitted state included, as TOML that ``load`` reads back."""
        Path(path).write_text(self.to_toml(), encoding="utf-8")

    def to_toml(self) -> str:
        """The model, fitted state included, as a text that ``from_toml`` reads back."""
        if self.distances is not None and self.distances_file is None:
            raise ModelError.of("model_distances")
        return model_text(self._parts)

    @property
    def _parts(self) -> Parts:
        return Parts(
            self.factors,
            self._rules,
            self.hours_per_case,
            self.waiting_months,
            self.distances,
            self.distances_file,
            self.neutral,
        )

    @property
    def digest(self) -> str:
        """A fingerprint of all that a result depends on beside the people."""
        return blake2b(dumps(model_data(self._parts), sort_keys=True).encode(), digest_size=16).hexdigest()

    @property
    def fitted(self) -> bool:
        """Whether the model has learnt from a pool."""
        return self.neutral is not None

    def fit(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date | None = None) -> "CompatibilityModel":
        """A copy fitted on these people: how rare each interest is, and each factor's mean over recorded pairs."""
        sides = self._sides(mentees, mentors, {}, on or today())
        fitted = replace(self, factors=[factor.fit(*sides) for factor in self.factors])
        means = {factor.name: _mean(factor.compare(*sides)) for factor in fitted._in_use}
        return replace(fitted, neutral=means)

    def scores(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date | None = None) -> "DataFrame":
        """Mentees x mentors: points (0 to 100), NaN where a rule forbids the pair."""
        from pandas import DataFrame

        encoded = self.fit_if_needed(mentees, mentors, on).encode(mentees, mentors, on=on)
        values = np.where(encoded.allowed(), encoded.points() / 100, np.nan)
        return DataFrame(values, index=list(encoded.mentees.ids), columns=list(encoded.mentors.ids))

    def allowed(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date | None = None) -> "DataFrame":
        """Mentees x mentors: whether every rule lets the pair pass."""
        from pandas import DataFrame

        encoded = self.fit_if_needed(mentees, mentors, on).encode(mentees, mentors, on=on)
        return DataFrame(encoded.allowed(), index=list(encoded.mentees.ids), columns=list(encoded.mentors.ids))

    def fit_if_needed(
        self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], on: date | None = None
    ) -> "CompatibilityModel":
        """The model itself if it is fitted, else fitted on these people."""
        return self if self.fitted else self.fit(mentees, mentors, on)

    def encode(
        self,
        mentees: Sequence[Mentee],
        mentors: Sequence[Mentor],
        *,
        on: date | None = None,
        running: Mapping[str, int] | None = None,
        language: str | None = "en",
    ) -> Encoded:
        """The people under this model; ``running`` counts the running cases by mentor id.

        Warns, in ``language`` (None: not at all), of priorities that cannot have an effect; raises ``MatchingError``
        for priorities of unknown factors.
        """
        left, right = sides = self._sides(mentees, mentors, running or {}, on or today())
        priorities = [value if isinstance(value, dict) else {} for value in left.values("priorities")]
        factors = self._in_use
        read = list[frozenset[str]]()

        def compared(thing: Factor | Rule) -> Comparison:
            right.read.clear()
            comparison = thing.compare(left, right)
            read.append(frozenset(right.read))
            return comparison

        comparisons = tuple(compared(factor) for factor in factors)
        recorded = np.array([c.recorded for c in comparisons], dtype=np.bool_).T
        weights, full, nothing = case_weights(factors, recorded, priorities)
        if language is not None:
            self._warn_of_priorities(left, recorded, priorities, language)
        absent = {rule.name: rule.absent(*sides) for rule in self._rules if rule.use}
        applied = [r for r in self._rules if r.use and (r.applies_to_the_rest or not absent[r.name])]
        judgements = tuple(compared(rule) for rule in applied)
        turned_off = [f"rule.{rule.name}" for rule in self._rules if not rule.use]
        return Encoded(
            factors=factors,
            rules=tuple(applied),
            mentees=left,
            mentors=right,
            capacity=capacity(mentors, running or {}, self.hours_per_case),
            comparisons=comparisons,
            judgements=judgements,
            neutral=tuple((self.neutral or {}).get(factor.name, NO_PAIRS_RECORDED) for factor in factors),
            weights=weights,
            full_weights=full,
            nothing_recorded=nothing,
            unchecked=tuple(dict.fromkeys([*(path for paths in absent.values() for path in paths), *turned_off])),
            read=tuple(read),
        )

    @property
    def _in_use(self) -> tuple[Factor, ...]:
        """The factors that count; one of weight 0 is left out of everything."""
        return tuple(factor for factor in self.factors if factor.weight)

    @property
    def _rules(self) -> Sequence[Rule]:
        return self.rules or ()

    def _sides(
        self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], running: Mapping[str, int], on: date
    ) -> tuple[People, People]:
        if any(isinstance(person, Mentor) for person in mentees) or any(isinstance(p, Mentee) for p in mentors):
            raise MatchingError.of("swapped")
        room = capacity(mentors, running, self.hours_per_case)
        derived = {"free_hours": room.free_hours, "free_places": room.free, "running": room.running}
        left = People(mentees, on, {"priorities": self._priorities(mentees)}, self.distances)
        return left, People(mentors, on, derived, self.distances)

    def _priorities(self, mentees: Sequence[Mentee]) -> list[dict[str, str]]:
        """Each case's priorities by the names of factors, which a person may also call by their labels."""
        called = {
            word.casefold(): factor.name
            for factor in self.factors
            for word in (factor.name, *(factor.label(language) for language in languages()))
        }
        problems, found = list[Problem](), list[dict[str, str]]()
        for mentee in mentees:
            priorities = dict[str, str]()
            for word, priority in (mentee.priorities or {}).items():
                if word.casefold() in called:
                    priorities[called[word.casefold()]] = priority
                else:
                    problem = unknown_name("unknown_factor", word, called)
                    problems.append(problem.at(person=mentee.id, field="priorities"))
            found.append(priorities)
        if problems:
            raise MatchingError(problems)
        return found

    def _warn_of_priorities(
        self, mentees: People, recorded: np.ndarray, priorities: Sequence[Mapping[str, str]], language: str
    ) -> None:
        for row, chosen in enumerate(priorities):
            if not chosen:
                continue
            in_play = [f for f, has in zip(self._in_use, recorded[row], strict=True) if has]
            for factor in self.factors:
                if chosen.get(factor.name) == "decisive" and factor not in in_play:
                    key = "decisive_not_recorded" if factor.weight else "decisive_not_used"
                    _warn(key, language, mentees.ids[row], factor=factor.label(language))
            if in_play and all(chosen.get(factor.name) == "irrelevant" for factor in in_play):
                _warn("all_irrelevant", language, mentees.ids[row])


def _warn(key: str, language: str, person: str, **values: object) -> None:
    warnings.warn(say(f"warning.{key}", language, person=person, **values), MentorMatchWarning, stacklevel=4)


def _mean(comparison: Comparison) -> int:
    """The mean over the pairs that both sides have recorded, in whole thousandths, halves up."""
    total, count = comparison.total()
    return (2 * total + count) // (2 * count) if count else NO_PAIRS_RECORDED
