"""A model in words: what each factor compares and counts, which rules were applied, what is chosen, and the proof."""

from collections.abc import Collection
from dataclasses import dataclass

from mentormatch import vocabulary
from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.factor import Factor, Rule, Words
from mentormatch.markup import written
from mentormatch.matching import Matching
from mentormatch.sentences import has, listing, number, say

OWN = ("weight", "use", "people", "frequency")
"""Fields of a factor or rule that are not options: told elsewhere, or learnt from people and so not to be shown."""


@dataclass(frozen=True)
class Line:
    """A factor or rule: what a user calls it, its weight or whether it was applied, and what it does."""

    label: str
    state: str
    how: str


def factor_lines(model: CompatibilityModel, language: str) -> list[Line]:
    """What every factor compares, with its weight."""
    return [_factor(factor, language) for factor in model.factors]


def _factor(factor: Factor, language: str) -> Line:
    how = _how("factor", factor, language) if factor.weight else say("page.model.not_used", language)
    return Line(factor.label(language), str(factor.weight), how)


def rule_lines(model: CompatibilityModel, applied: Collection[str], language: str) -> list[Line]:
    """What every rule asks, and whether it was applied."""
    return [_rule(rule, applied, language) for rule in model.rules or ()]


def _rule(rule: Rule, applied: Collection[str], language: str) -> Line:
    state = "used" if rule.name in applied else "absent" if rule.use else "off"
    label = rule.label(language)
    return Line(label[:1].upper() + label[1:], say(f"page.model.{state}", language), _how("rules", rule, language))


def _how(kind: str, thing: Factor | Rule, language: str) -> str:
    """The library's sentence with this model's options; for a user's own factor or rule, its options as they are."""
    options = {name: value for name, value in thing if name not in OWN}
    key = f"page.model.{kind}.{thing.name}"
    if not has(key, language):
        return "; ".join(f"{name} = {value}" for name, value in options.items())
    return say(key, language, **{name: _shown(value, thing.words(language)) for name, value in options.items()})


def _shown(option: object, words: Words) -> object:
    """An option as a reader knows it: levels with what each is worth, requirements by name."""
    if isinstance(option, dict):
        label = vocabulary.current().label
        return ", ".join(f"{label('level', level, words.language)} {worth}" for level, worth in option.items())
    if isinstance(option, tuple):
        return words.listing([words.field(f"requirements.{name}") for name in option])
    return option


def chosen_by(matching: Matching) -> list[str]:
    """What was chosen and why, what was proven, and what it takes to repeat it."""
    language, model = matching.language, matching.model
    if matching.assignment.problem.unmatched_score is None:
        months = listing([str(month) for month in model.waiting_months], language)
        order = say("page.model.people", language, months=months)
    else:
        order = say("page.model.score", language)
    if matching.gap or matching.people_gap:
        proof = say("page.model.gap", language, people=matching.people_gap, points=number(matching.gap, language, 2))
    else:
        proof = say("page.model.proof", language)
    record = {"engine": matching.engine, "seed": matching.seed, "digest": model.digest}
    return [
        order,
        f"{say('page.model.total', language, points=f'{matching.total:.0f}')} {proof}",
        say("page.model.priorities", language),
        say("page.model.hours", language, hours=number(model.hours_per_case, language, 2)),
        say("page.model.record", language, day=written(matching.on, language), **record),
    ]
