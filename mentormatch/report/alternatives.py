"""The best other mentor of each, and what choosing that mentor would cost everybody together."""

from dataclasses import dataclass

from mentormatch import explanation
from mentormatch.explanation import Solved


@dataclass(frozen=True)
class Alternative:
    """Another mentor, with the score in hundredths and what forcing the pair costs all together.

    ``people`` fewer would have a mentor; where it is 0, ``others`` says that somebody who comes first would be left out
    instead of somebody else. ``points`` are hundredths, and tell something only where both are 0.
    """

    mentor_id: str
    score: int
    people: int
    others: bool
    points: int


def best_alternatives(solved: Solved) -> dict[str, Alternative]:
    """The best other mentor of each mentee who has a proposal, by mentee id; left out where there is none."""
    found = dict[str, Alternative]()
    for row in dict.fromkeys(solved.assignment.rows.tolist()):
        for option in explanation.alternatives(solved, row, 1):
            others = option.people == 0 and option.best.people != solved.best.people
            mentor = str(solved.mentor(option.column))
            found[solved.mentee(row)] = Alternative(mentor, option.score, option.people, others, option.points)
    return found
