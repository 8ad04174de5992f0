"""Every allowed and every forbidden step of every life, against tables written out here."""

from datetime import date

import pytest

from mentormatch.casework.case import Case
from mentormatch.casework.codes import codes, label
from mentormatch.casework.life import LIVES, Life
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import Noun
from mentormatch.casework.records import TYPES
from mentormatch.casework.step import Step
from mentormatch.errors import CaseError

LIFE = {life.name: life for life in LIVES}

# Written from the work, not from the code: status -> what may follow.
ALLOWED = {
    "case_status": {
        "referred": "advised sent_on declined_by_person waitlisted active entered_in_error",
        "advised": "referred entered_in_error",
        "sent_on": "referred entered_in_error",
        "declined_by_person": "referred entered_in_error",
        "waitlisted": "active advised sent_on declined_by_person closed entered_in_error",
        "active": "on_hold closing closed entered_in_error",
        "on_hold": "active closing closed entered_in_error",
        "closing": "closed active entered_in_error",
        "closed": "active entered_in_error",
        "entered_in_error": "",
    },
    "match_status": {
        "proposed": "mentor_asked not_continued",
        "mentor_asked": "mentor_willing not_continued",
        "mentor_willing": "person_said_yes not_continued",
        "person_said_yes": "first_meeting not_continued",
        "first_meeting": "confirmed not_continued",
        "confirmed": "not_continued",
        "not_continued": "",
    },
    "guidance_status": {
        "draft": "sent withdrawn",
        "sent": "acknowledged answered escalated withdrawn",
        "acknowledged": "answered escalated withdrawn",
        "escalated": "answered",
        "answered": "",
        "withdrawn": "",
    },
    "relation_status": {"open": "closed", "closed": ""},
    "goal_status": {"open": "reached dropped", "reached": "", "dropped": ""},
    "action_status": {"open": "done dropped", "done": "", "dropped": ""},
    "agreement_status": {"open": "ended", "ended": ""},
    "network_status": {"open": "closed", "closed": ""},
    "session_status": {"planned": "held cancelled", "held": "", "cancelled": ""},
}
STARTS = {
    "case_status": "referred", "match_status": "proposed", "guidance_status": "draft", "session_status": "planned",
}  # fmt: skip
PAIRS = [(name, one, two) for name, table in ALLOWED.items() for one in table for two in table]


def test_there_are_these_lives_and_no_others() -> None:
    assert LIFE.keys() == ALLOWED.keys()
    for name, life in LIFE.items():
        assert set(life.states) == ALLOWED[name].keys() == set(codes(name))
        assert life.start == STARTS.get(name, "open")


@pytest.mark.parametrize("name, one, two", PAIRS)
def test_a_step_is_allowed_or_an_error_that_lists_those_that_are(name: str, one: str, two: str) -> None:
    allowed = ALLOWED[name][one].split()
    if two in allowed:
        LIFE[name].check(one, two)
        return
    with pytest.raises(CaseError) as caught:
        LIFE[name].check(one, two)
    (problem,) = caught.value.problems
    for language in ("nb", "en"):
        text = problem.text(language)
        assert label(name, one, language) in text
        assert all(label(name, code, language) in text and code in text for code in allowed)
    assert problem.key == ("life_step" if allowed else "life_over")


@pytest.mark.parametrize("name", ALLOWED)
def test_a_status_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(CaseError, match="no such status"):
        LIFE[name].check(LIFE[name].start, "nowhere")


def test_a_status_is_understood_by_its_label_and_no_label_stands_for_two() -> None:
    for life in LIVES:
        for status in life.states:
            for word in (status, label(life.name, status, "nb"), label(life.name, status, "en").upper()):
                assert Step(by="K1", subject="S1", to=word, reason="…").to == status
    assert Step(by="K1", subject="S1", to="noe annet").to == "noe_annet"  # the life of the subject says what there is


@pytest.mark.parametrize("status", ["waitlisted", "active", "on_hold", "closing"])
def test_a_person_can_leave_at_any_time(status: str) -> None:
    LIFE["case_status"].check(status, "closed")


@pytest.mark.parametrize("name", ALLOWED)
def test_every_status_can_be_reached(name: str) -> None:
    life = LIFE[name]
    reached, waiting = {life.start}, [life.start]
    while waiting:
        new = set(life.after(waiting.pop())) - reached
        reached |= new
        waiting += new
    assert reached == set(life.states)


def test_every_noun_has_a_life_of_its_own() -> None:
    lives = {kind: noun.life for kind, noun in TYPES.items() if issubclass(noun, Noun)}
    assert lives.keys() == {
        "case", "match", "guidance_request", "relation", "goal", "action", "agreement", "network", "session",
    }  # fmt: skip
    assert set(map(id, lives.values())) == set(map(id, LIVES))


def walked(life: Life, target: str) -> list[str]:
    """Steps from the start to a status, the shortest way."""
    ways = {life.start: list[str]()}
    for status in (queue := [life.start]):
        for after in life.after(status):
            if after not in ways:
                ways[after] = [*ways[status], after]
                queue.append(after)
    return ways[target]


@pytest.mark.parametrize("one, two", [(one, two) for name, one, two in PAIRS if name == "case_status"])
def test_a_log_takes_the_allowed_steps_of_a_case_only(one: str, two: str) -> None:
    log = CaseLog([Case(id="S1", by="K1", on=date(2026, 1, 1), host="Bergen")])
    for to in walked(LIFE["case_status"], one):
        log.add(Step(by="K1", subject="S1", on=date(2026, 1, 2), to=to))
    step = Step(id="x", by="K1", subject="S1", on=date(2026, 1, 2), to=two)
    before = log.records
    if two in ALLOWED["case_status"][one].split():
        log.add(step)
        assert log.state().cases["S1"].status == two
    else:
        with pytest.raises(CaseError, match=r"record x, field to: "):
            log.add(step)
        assert log.records == before
        assert log.state().cases["S1"].status == one
