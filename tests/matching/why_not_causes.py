"""Small calls, one for each thing that ``why_not`` can say of what a choice would cost."""

from dataclasses import replace

from matching_calls import SMALL, Call

from mentormatch import Mentee, Mentor


def mentee(name: str, age: int, languages: str = "somali C1", **fields: str) -> Mentee:
    return Mentee(id=name, languages=languages, age=age, **fields)


def mentor(name: str, age: int, languages: str = "somali C1") -> Mentor:
    return Mentor(id=name, languages=languages, age=age)


# Language counts 80 points (C1 with C1: 76, B1: 48), age 20 points; one less for each year outside 5 to 20 years older.
CONTESTED = Call(
    [mentee("B1", 20), mentee("B2", 20, "somali C1; norsk C1")], [mentor("M1", 30), mentor("M2", 30, "norsk B1")], SMALL
)
ONE_PLACE = Call([mentee("B1", 20), mentee("B2", 45)], [mentor("M1", 30)], SMALL)
WAITED = Call(
    [mentee("B1", 45, waiting_since="01.01.2020"), mentee("B2", 20, waiting_since="20.11.2026")],
    [mentor("M1", 30)],
    SMALL,
)
CROSSED = Call([mentee("B1", 20), mentee("B2", 50)], [mentor("M1", 30), mentor("M2", 60)], SMALL)
CHOICE = Call(
    [mentee("B1", 20)], [mentor("M1", 30), mentor("M2", 45), mentor("M3", 42), mentor("M4", 30, "norsk C1")], SMALL
)

MUST = Call(
    [Mentee(id="B1", languages="somali C1", wishes={"gender": "må: kvinne"})],
    [Mentor(id="M1", languages="somali C1", gender="mann")],
    SMALL,
)

# For B1, M9 costs 5 points and moves B2 at 5 more; M3 costs 10 points and moves nobody.
AS_GOOD = Call(
    [mentee("B1", 20), mentee("B2", 30, excluded_mentors="M3")],
    [mentor("M1", 30), mentor("M3", 50), mentor("M9", 45)],
    SMALL,
)

CAUSES: dict[str, tuple[Call, str, str, str]] = {
    "proposed": (CHOICE, "B1", "M1", "M1 is the proposal for B1. Ask both before they meet."),
    "a rule": (
        CHOICE, "B1", "M4",
        "M4 cannot be proposed to B1. They share no language well enough to talk without an interpreter. "
        "If you judge that this can be set aside, correct the profile or the model and match again.",
    ),
    "a must of the person": (
        MUST, "B1", "M1",
        "M1 cannot be proposed to B1. The mentor is not as this person must have it: gender. "
        "Choose another mentor, or correct the profile if something is recorded wrongly.",
    ),
    "no free place": (
        replace(ONE_PLACE, current=[("B9", "M1")]), "B1", "M1",
        "M1 cannot be proposed to B1. The mentor has no free place (1 running). "
        "It takes one more place: ask the mentor, or wait until a case has ended.",
    ),
    "a ban": (
        replace(CHOICE, bans=[("B1", "M3")]), "B1", "M3",
        "M3 cannot be proposed to B1. They are on the list of those who are not to be matched. "
        "Take the pair off the list if its reason no longer holds.",
    ),
    "the lowest score": (
        replace(CHOICE, minimum_score=92.5), "B1", "M2",
        "M2 cannot be proposed to B1. The score 91 is below the lowest that was asked for, 92.5. "
        "Lower the lowest score that is asked for and match again.",
    ),
    "a lock of another": (
        replace(CONTESTED, locks=[("B2", "M1")]), "B1", "M1",
        "M1 cannot be proposed to B1. All places of the mentor are locked to others. "
        "Release one of those locks first.",
    ),
    "points, nobody moves": (
        CHOICE, "B1", "M2",
        "Giving M2 to B1 leaves nobody out and lowers the sum of points by 5. "
        "To choose it all the same, lock the pair and match again.",
    ),
    "points, about equal": (
        CHOICE, "B1", "M3",
        "Giving M3 to B1 leaves nobody out and lowers the sum of points by 2. For B1, M3 and M1 are about equal. "
        "To choose it all the same, lock the pair and match again.",
    ),
    "points, others move": (
        CROSSED, "B1", "M2",
        "M2 went to B2. Giving M2 to B1 leaves nobody out and lowers the sum of points by 40. "
        "These would change: B2: M2 → M1. "
        "To choose it all the same, lock the pair and match again.",
    ),
    "one more left out": (
        CONTESTED, "B2", "M1",
        "M1 went to B1. Giving M1 to B2 would leave 1 more without a mentor (B1). "
        "These would change: B1: M1 → nobody. "
        "Lock the pair only if B1 can wait or be helped otherwise; the decision is yours.",
    ),
    "one more left out, by points alone": (
        replace(CONTESTED, objective="score"), "B2", "M1",
        "M1 went to B1. Giving M1 to B2 would leave 1 more without a mentor (B1). It lowers the sum of points by 68. "
        "These would change: B1: M1 → nobody. "
        "Lock the pair only if B1 can wait or be helped otherwise; the decision is yours.",
    ),
    "another left out instead": (
        ONE_PLACE, "B2", "M1",
        "M1 went to B1. Giving M1 to B2 would leave B1 without a mentor instead. It lowers the sum of points by 20. "
        "These would change: B1: M1 → nobody. "
        "Lock the pair only if B1 can wait or be helped otherwise; the decision is yours.",
    ),
    "somebody who waits longer left out": (
        WAITED, "B2", "M1",
        "M1 went to B1. Giving M1 to B2 would let somebody less urgent, or who has waited less, go before "
        "(B1 would have no mentor). These would change: B1: M1 → nobody. "
        "Lock the pair only if B1 can wait or be helped otherwise; the decision is yours.",
    ),
    "an own lock that serves all": (
        replace(CONTESTED, locks=[("B2", "M2")]), "B2", "M1",
        "M1 went to B1. B2 is locked to M2. Giving M1 to B2 would leave 1 more without a mentor (B1). "
        "These would change: B1: M1 → nobody. "
        "To choose it, release the lock and lock this pair instead.",
    ),
    "an own lock that does not": (
        replace(CONTESTED, locks=[("B2", "M1")]), "B2", "M2",
        "B2 is locked to M1. Giving M2 to B2 would be just as good for all together, or better. "
        "These would change: B1: nobody → M1. "
        "To choose it, release the lock and lock this pair instead.",
    ),
}  # fmt: skip
"""Name: the call, the mentee, the mentor, and what is said in English."""
