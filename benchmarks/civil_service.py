"""500 mentees and 500 mentors of a civil service programme, beside `mentor-match` from the registry.

    python benchmarks/civil_service.py [FOLDER]

FOLDER holds `large_mentors.csv` and `large_mentees.csv`: the sample sign-up sheets of jonodrew/mentor-match (Open
Government Licence v3). Both programs get the same people and the same rules, in one process, and are timed from people
to pairs: the mentor is in another organisation and of a higher grade; two grades or more above is worth 12, the same
profession 4. mentor-match has no rules of its own: a caller hands them over, here made of its rule classes.

mentor-match is optional. It installs a package called `matching`, and so does the registry's `matching`: each
overwrites the other. So it is best given a folder of its own, which is on the path for one run only:

    python -m pip install --target ../mentor-match mentor-match
    PYTHONPATH=../mentor-match python benchmarks/civil_service.py
"""

import operator
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import pandas as pd
from machine import DATA, describe, found, timed
from pydantic import BeforeValidator

import mentormatch as mm
from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.factors import FULL, NO, Factor, by_judgement, by_value
from mentormatch.compatibility.people import People
from mentormatch.compatibility.rules import Rule

T = TypeVar("T")
Pairs = list[tuple[str, str]]
Objective = Literal["participation", "score"]

GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
MODEL = Path(__file__).with_name("civil_service.toml")


class Mentor(mm.Mentor):
    grade: Annotated[int, BeforeValidator(GRADES.index)]
    organisation: str
    profession: str


class Mentee(mm.Mentee):
    grade: Annotated[int, BeforeValidator(GRADES.index)]
    organisation: str
    profession: str


class GradeGap(Factor):
    name = "grade_gap"
    sentences = {"en": {"label": "Grade", "reason": "{mentor} against {mentee}"}}
    field = "grade"
    at_least: int = 2

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_value(
            numbers(mentees.values("grade")),
            numbers(mentors.values("grade")),
            lambda mentee, mentor: FULL if mentor - mentee >= self.at_least else NO,
        )


class SameProfession(Factor):
    name = "same_profession"
    sentences = {"en": {"label": "Profession", "reason": "{mentor} for {mentee}"}}
    field = "profession"

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return by_value(mentees.values("profession"), mentors.values("profession"), lambda a, b: FULL if a == b else NO)


class DifferentOrganisation(Rule):
    name = "different_organisation"
    sentences = {"en": {"label": "Other organisation", "reason": "They work in the same organisation."}}

    def compare(self, mentees: People, mentors: People) -> Comparison:
        organisations = mentees.values("organisation"), mentors.values("organisation")
        return by_judgement(*organisations, lambda mentee, mentor: NO if mentee == mentor else FULL)


class GradeAbove(Rule):
    name = "grade_above"
    sentences = {"en": {"label": "Higher grade", "reason": "The mentor is not of a higher grade."}}

    def compare(self, mentees: People, mentors: People) -> Comparison:
        grades = numbers(mentees.values("grade")), numbers(mentors.values("grade"))
        return by_judgement(*grades, lambda mentee, mentor: FULL if mentor > mentee else NO)


def numbers(values: Iterable[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


def model() -> mm.CompatibilityModel:
    own_rules: tuple[type[Rule], ...] = (DifferentOrganisation, GradeAbove)
    return mm.CompatibilityModel.load(MODEL, factors=(GradeGap, SameProfession), rules=own_rules)


def sheet(file: Path) -> pd.DataFrame:
    """The columns that are matched on; the e-mail address is the id."""
    columns = {"email address": "id", "grade": "grade", "organisation": "organisation", "profession": "profession"}
    return pd.read_csv(file, dtype=str, keep_default_na=False)[list(columns)].rename(columns=columns)


def worth(mentee: Mentee, mentor: Mentor) -> int | None:
    """The rules once more in plain Python, which both results are counted by: None for a forbidden pair."""
    if mentee.organisation == mentor.organisation or mentor.grade <= mentee.grade:
        return None
    return 12 * (mentor.grade - mentee.grade >= 2) + 4 * (mentor.profession == mentee.profession)


def counted(pairs: Pairs, mentees: list[Mentee], mentors: list[Mentor]) -> tuple[int, int]:
    """How many pairs there are, and what they are worth; stops at a forbidden pair or a person used twice."""
    of_mentee, of_mentor = {m.id: m for m in mentees}, {m.id: m for m in mentors}
    worths = [worth(of_mentee[mentee], of_mentor[mentor]) for mentee, mentor in pairs]
    if None in worths or len(dict(pairs)) < len(pairs) or len({mentor for _, mentor in pairs}) < len(pairs):
        raise SystemExit("A forbidden pair, or a person in two pairs.")
    return len(pairs), sum(value for value in worths if value is not None)


def ours(mentees: list[Mentee], mentors: list[Mentor], fitting: mm.CompatibilityModel, objective: Objective) -> Pairs:
    pairs = mm.match(mentees, mentors, fitting, objective=objective, seed=1, on="2026-01-01").pairs
    return list(zip(pairs["mentee_id"], pairs["mentor_id"], strict=True))


def theirs(mentees: list[Mentee], mentors: list[Mentor]) -> Callable[[], Pairs]:
    """The same with mentor-match, whose run writes into its people: so new ones are made for it, outside the clock."""
    from matching.mentee import Mentee as TheirMentee  # type: ignore[import-not-found]  # optional
    from matching.mentor import Mentor as TheirMentor  # type: ignore[import-not-found]  # optional
    from matching.process import process_data  # type: ignore[import-not-found]  # optional
    from matching.rules.rule import Disqualify, Equivalent, Grade  # type: ignore[import-not-found]  # optional

    rules = [
        Disqualify(Equivalent("organisation").evaluate),
        Disqualify(Grade(0, operator.le).evaluate),
        Grade(2, operator.ge, {True: 12, False: 0}),
        Equivalent("profession", {True: 4, False: 0}),
    ]

    def made(kind: Callable[..., T], people: list[Mentee] | list[Mentor]) -> list[T]:
        facts = ({"grade": p.grade, "organisation": p.organisation, "profession": p.profession} for p in people)
        return [kind(email=person.id, **fact) for person, fact in zip(people, facts, strict=True)]

    def run() -> Pairs:
        process_data(their_mentors, their_mentees, [rules])
        return [(mentee.email, mentor.email) for mentee in their_mentees for mentor in mentee.mentors]

    their_mentees, their_mentors = made(TheirMentee, mentees), made(TheirMentor, mentors)
    return run


def peer_is_here() -> bool:
    """Whether `matching` is the package of mentor-match, and not the other one of that name."""
    return find_spec("matching") is not None and find_spec("matching.process") is not None


def main(folder: Path, runs: int = 5) -> None:
    mentors = list(mm.read_mentors(sheet(folder / "large_mentors.csv"), Mentor))
    mentees = list(mm.read_mentees(sheet(folder / "large_mentees.csv"), Mentee))
    fitting = model()
    print(
        f"{describe()}.\nMedians of {runs} runs from people to pairs; {len(mentees)} mentees, {len(mentors)} mentors.\n"
    )
    print(f"{'':<28}{'pairs':>6}{'worth':>7}{'seconds':>10}")

    def measured(name: str, run: Callable[[], Pairs]) -> float:
        seconds, pairs = timed(run, runs)
        people, total = counted(pairs, mentees, mentors)
        print(f"{name:<28}{people:>6}{total:>7}{seconds:>10.3f}", flush=True)
        return seconds

    seconds = measured("mentormatch", lambda: ours(mentees, mentors, fitting, "participation"))
    measured("mentormatch, points alone", lambda: ours(mentees, mentors, fitting, "score"))
    if not peer_is_here():
        print("\nmentor-match is not on the path, so nothing stands beside it; how to add it stands in the script.")
        return
    fresh = [theirs(mentees, mentors) for _ in range(runs)]
    slower = measured("mentor-match", lambda: fresh.pop()())
    print(f"\nmentormatch is {slower / seconds:.0f} times as fast.")


if __name__ == "__main__":
    folder = found(sys.argv[1:], DATA / "civil_service_sample", "the folder of the civil service sample")
    if folder is not None:
        main(folder)
