"""No pair breaks a rule: the rules against a plain restatement of them, on random people."""

import plain_rules
from hypothesis import given
from strategies import ON, mentee_lists, mentor_lists, running_counts

from mentormatch.compatibility import CompatibilityModel
from mentormatch.compatibility.factor import Rule
from mentormatch.compatibility.factors import Age
from mentormatch.profiles import Mentee, Mentor

RULES_ONLY = CompatibilityModel([Age()])  # a model needs a factor; priorities of others are left out below


def without_priorities(mentees: list[Mentee]) -> list[Mentee]:
    return [mentee.model_copy(update={"priorities": None}) for mentee in mentees]


@given(mentee_lists(), mentor_lists(), running_counts())
def test_every_rule_says_what_its_plain_restatement_says(
    mentees: list[Mentee], mentors: list[Mentor], running: dict[str, int]
) -> None:
    encoded = RULES_ONLY.encode(without_priorities(mentees), mentors, on=ON, running=running)
    missing = plain_rules.unchecked(mentees, mentors)
    assert set(encoded.unchecked) == {path for paths in missing.values() for path in paths}
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            said = plain_rules.verdicts(mentee, mentor, missing, on=ON, running=running)
            broken, flagged = encoded.broken(row, column), encoded.flagged(row, column)
            assert {rule.name for rule in broken} == {name for name, answer in said.items() if answer == "no"}
            assert {rule.name for rule in flagged} == {name for name, answer in said.items() if answer == "ask"}


@given(mentee_lists(), mentor_lists())
def test_allowed_is_that_no_rule_is_broken(mentees: list[Mentee], mentors: list[Mentor]) -> None:
    allowed = RULES_ONLY.allowed(without_priorities(mentees), mentors, on=ON)
    missing = plain_rules.unchecked(mentees, mentors)
    plain = [
        ["no" not in plain_rules.verdicts(mentee, mentor, missing, on=ON).values() for mentor in mentors]
        for mentee in mentees
    ]
    assert allowed.to_numpy().tolist() == plain
    assert (list(allowed.index), list(allowed.columns)) == ([m.id for m in mentees], [m.id for m in mentors])


@given(mentee_lists(1), mentor_lists(1))
def test_every_broken_or_flagged_rule_says_why_in_both_languages(mentees: list[Mentee], mentors: list[Mentor]) -> None:
    encoded = RULES_ONLY.encode(without_priorities(mentees), mentors, on=ON)
    for row in range(len(mentees)):
        for column in range(len(mentors)):
            for rule in encoded.broken(row, column):
                in_each_language(rule, "reason", *encoded.facts(row, column))
            for rule in encoded.flagged(row, column):
                in_each_language(rule, "flag", *encoded.facts(row, column))


def in_each_language(rule: Rule, kind: str, *facts: object) -> None:
    texts = [getattr(rule, kind)(*facts, rule.words(language)) for language in ("en", "nb")]
    assert all(text and "{" not in text for text in texts)
    assert texts[0] != texts[1]
