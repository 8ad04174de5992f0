"""Does silence cost? What happens to a mentee who withholds a field, per field and for three at random.

    python benchmarks/withholding.py [--quick]

Made-up people, scored by the library's default model, fitted on them while everybody tells everything. Then one mentee
withholds a field that is recorded, and meets a rival in two contests over mentors whom the rules allow both:

- the last place: a mentor has one place; the higher score gets it.
- the better of two: both get a mentor, by the higher sum of scores. Where the full profiles say that the same mentor is
  the better one for both: who gets that one?

The rival is once the same person with nothing withheld, which shows the effect of the field alone, and once another
person who has recorded the field too, drawn at random. Equal scores are the lottery's: half a win. So 50 % means that
silence costs nothing, less that it costs, more that it pays. `points` is what withholding adds to the person's own
score. Each population has a seed of its own; `±` is the largest standard error over them in a line.
"""

import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from machine import describe
from numpy.typing import NDArray

import mentormatch as mm
from mentormatch.intake import day_of
from mentormatch.synthetic import sample_people

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY = "2026-01-01"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "languages": ("languages",),
    "needs": ("needs",),
    "interests": ("interests",),
    "target group": ("target_group",),
    "level of work": ("level_of_work",),
    "background": ("background",),
    "municipality": ("municipality",),
    "age": ("birth_year", "age"),
    "hours a week": ("hours_per_week",),
    "wishes": ("wishes",),
    "religion": ("religion",),
    "ethnic background": ("ethnic_background",),
}
"""What is withheld together, by the name it has in the table."""

THREE = "three at random"
COLUMNS = ("last place, itself", "last place, another", "better of two, itself", "better of two, another", "points")


class Case(NamedTuple):
    """Who (by row) withholds which fields."""

    row: int
    withheld: Sequence[str]


def cases(mentees: Sequence[mm.Mentee], chance: np.random.Generator) -> dict[str, list[Case]]:
    """The cases of each line of the table: nobody can withhold what is not recorded."""
    told = [
        {name for name, fields in FIELDS.items() if any(getattr(mentee, field) is not None for field in fields)}
        for mentee in mentees
    ]
    found = {
        name: [Case(row, fields) for row, names in enumerate(told) if name in names] for name, fields in FIELDS.items()
    }
    found[THREE] = [
        Case(row, [field for name in chance.choice(sorted(names), size=3, replace=False) for field in FIELDS[name]])
        for row, names in enumerate(told)
        if len(names) >= 3
    ]
    return found


def silent(mentee: mm.Mentee, case: Case, number: int) -> mm.Mentee:
    """The same person with these fields withheld."""
    return mentee.model_copy(update={"id": f"{mentee.id} {number}", **dict.fromkeys(case.withheld)})


def population(seed: int, mentees: int, mentors: int, draws: int) -> dict[str, Floats]:
    """The line of each kind of case, as fractions of wins and points, for one made-up population."""
    people = sample_people(mentees=mentees, mentors=mentors, seed=seed, on=DAY)
    chance = np.random.default_rng(seed)
    kinds = cases(people.mentees, chance)
    every = [case for kind in kinds.values() for case in kind]
    who = [*people.mentees, *(silent(people.mentees[case.row], case, k) for k, case in enumerate(every))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mm.MentorMatchWarning)  # a decisive factor that is withheld: as intended here
        fitted = mm.CompatibilityModel.default().fit(people.mentees, people.mentors, day_of(DAY))
        encoded = fitted.encode(who, people.mentors, on=day_of(DAY))
    scores, allowed = encoded.points(), encoded.allowed(slice(0, mentees))
    lines, start = {}, mentees
    for name, kind in kinds.items():
        rows = np.array([case.row for case in kind])
        lines[name] = contests(scores[rows], scores[start : start + len(kind)], allowed[rows], chance, draws)
        start += len(kind)
    return lines


def contests(full: Ints, told: Ints, may: Bools, chance: np.random.Generator, draws: int) -> Floats:
    """One line of the table; all k x m: scores with everything told, with something withheld, and who may have whom."""
    people, mentors = full.shape
    person, rival = chance.integers(people, size=(2, draws))
    better, worse = chance.integers(mentors, size=(2, draws))

    def prefer(who: Ints) -> Bools:
        preferring: Bools = may[who, better] & may[who, worse] & (full[who, better] > full[who, worse])
        return preferring

    change, others = told - full, person != rival
    gain, own, theirs = (
        scores[who, better] - scores[who, worse] for scores, who in ((told, person), (full, person), (full, rival))
    )
    return np.array(
        [
            wins(change[may]),
            wins((told[person, better] - full[rival, better])[others & may[person, better] & may[rival, better]]),
            wins((gain - own)[prefer(person)]),
            wins((gain - theirs)[others & prefer(person) & prefer(rival)]),
            change[may].mean() / 100,
        ]
    )


def wins(lead: Ints) -> float:
    """The share of contests won by such leads; an even one is half a win."""
    return float((lead > 0).mean() + (lead == 0).mean() / 2)


def table(populations: int, mentees: int, mentors: int, draws: int) -> dict[str, tuple[Floats, Floats]]:
    """Per line the mean over populations, and its standard error."""
    found = [population(seed, mentees, mentors, draws) for seed in range(1, populations + 1)]
    stacked = {name: np.array([lines[name] for lines in found]) for name in found[0]}
    return {name: (rows.mean(axis=0), rows.std(axis=0, ddof=1) / populations**0.5) for name, rows in stacked.items()}


def main(populations: int = 10, mentees: int = 200, mentors: int = 200, draws: int = 100_000) -> None:
    print(f"{describe()}.\nSeeds 1 to {populations}, each with {mentees} mentees and {mentors} mentors.\n")
    print(f"| withheld | {' | '.join(COLUMNS)} | ± |\n|---|{'---:|' * (len(COLUMNS) + 1)}")
    for name, (mean, error) in table(populations, mentees, mentors, draws).items():
        shares = " | ".join(f"{share:.0%}" for share in mean[:4])
        print(f"| {name} | {shares} | {mean[4]:+.1f} | {error[:4].max():.1%} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["--quick"]:
        main(populations=2, mentees=60, mentors=60, draws=10_000)
    else:
        main()
