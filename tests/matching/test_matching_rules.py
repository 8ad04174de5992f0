"""No pair breaks a rule: results on people of every kind against a plain restatement of the rules."""

from collections import Counter

import plain_rules
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from strategies import ON, mentee_lists, mentor_lists

from mentormatch import Mentee, Mentor, check, match

PRIORITIES_WITHOUT_EFFECT = "ignore::mentormatch.MentorMatchWarning"


def in_order(mentor: Mentor) -> Mentor:
    """The mentor with what most random ones lack, so that the other rules get their turn."""
    fields = {name: getattr(mentor, name) for name in mentor.model_fields_set}
    engagement = mentor.engagement.model_dump(exclude_unset=True) if mentor.engagement else {}
    seen = {"confidentiality": True, "police_certificate": True}
    fields |= {"role": "operative", "training_completed_on": "01.01.2026", "requirements": seen}
    return Mentor(**fields | {"engagement": {**engagement, "start": "01.01.2020", "end": None}})


@pytest.mark.filterwarnings(PRIORITIES_WITHOUT_EFFECT)
@given(
    mentee_lists(2),
    mentor_lists(2),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(("B1", "B2", "B9")), st.sampled_from(("M1", "M2", "M9"))), max_size=2),
)
def test_no_pair_breaks_a_rule(
    mentees: list[Mentee], mentors: list[Mentor], qualified: bool, current: list[tuple[str, str]]
) -> None:
    mentors = [in_order(mentor) for mentor in mentors] if qualified else mentors
    current = list(dict.fromkeys(current))
    matching = match(mentees, mentors, current=current, on=ON)
    running = Counter(mentor for _, mentor in current)
    waiting = [mentee for mentee in mentees if mentee.id not in {mentee for mentee, _ in current}]
    missing = plain_rules.unchecked(waiting, mentors)

    def broken(mentee: Mentee, mentor: Mentor) -> bool:
        said = plain_rules.verdicts(mentee, mentor, missing, on=ON, running=running)
        return "no" in said.values()

    by_id = {person.id: person for person in (*waiting, *mentors)}
    pairs = list(zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True))
    event(f"{min(len(pairs), 3)} pairs")
    load = Counter(mentor for _, mentor in pairs)
    for mentee_id, mentor_id in pairs:
        mentee, mentor = by_id[mentee_id], by_id[mentor_id]
        assert isinstance(mentee, Mentee)
        assert isinstance(mentor, Mentor)
        assert not broken(mentee, mentor)
        assert load[mentor_id] + running[mentor_id] <= plain_rules.places(mentor, 3)
    for mentee in waiting:
        able = [mentor.id for mentor in mentors if not broken(mentee, mentor)]
        assert [m.id for m in mentors if not matching.why_not(mentee.id, m.id).rules] == able
    counted = check(mentees, mentors, current=current, on=ON)
    assert counted.mentees["allowed"].tolist() == [sum(not broken(a, b) for b in mentors) for a in waiting]
    assert counted.mentors["allowed"].tolist() == [sum(not broken(a, b) for a in waiting) for b in mentors]
    matching.verify()
