"""The sentences of a whole result, in every language, as golden files; and why-not sentence by sentence."""

import pytest
from golden_bank import file, matched, text
from matching_calls import SMALL, Call
from why_not_causes import CAUSES, mentee, mentor

from mentormatch.sentences import languages


@pytest.mark.parametrize("language", languages())
def test_a_small_bank_reads_as_its_golden_file(language: str) -> None:
    """After a wanted change: run golden_bank.py with ``tests`` on the path, and read what differs."""
    assert text(language) == file(language).read_text(encoding="utf-8")
    matched(language).verify()


@pytest.mark.parametrize("name", CAUSES)
def test_why_not_says_what_it_would_cost(name: str) -> None:
    call, mentee_id, mentor_id, sentence = CAUSES[name]
    for seed in range(3):
        assert str(call.match(seed).why_not(mentee_id, mentor_id)) == sentence
    matching = call.match()
    assert str(matching.why_not(mentee_id, mentor_id)) == sentence
    norwegian = str(matching.why_not(mentee_id, mentor_id, "nb"))
    assert mentor_id in norwegian
    assert norwegian not in ("", sentence)


@pytest.mark.parametrize("seed", range(6))
def test_why_not_says_where_the_lottery_chose(seed: int) -> None:
    two_for_one = Call([mentee("B1", 20), mentee("B2", 20)], [mentor("M1", 30)], SMALL).match(seed)
    (won,), (lost,) = two_for_one.pairs["mentee_id"], two_for_one.unmatched["mentee_id"]
    assert str(two_for_one.why_not(lost, "M1")) == (
        f"M1 went to {won}. Giving M1 to {lost} would be just as good for all together; the lottery chose. "
        f"These would change: {won}: M1 → nobody. "
        f"Lock the pair only if {won} can wait or be helped otherwise; the decision is yours."
    )
    one_of_two = Call([mentee("B1", 20)], [mentor("M1", 30), mentor("M2", 30)], SMALL).match(seed)
    chosen = one_of_two.pairs["mentor_id"].item()
    other = {"M1": "M2", "M2": "M1"}[chosen]
    assert str(one_of_two.why_not("B1", other)) == (
        f"Giving {other} to B1 would be just as good for all together; the lottery chose. "
        f"For B1, {other} and {chosen} are about equal. To choose it all the same, lock the pair and match again."
    )
