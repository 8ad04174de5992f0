"""What profiles say about who wants to meet again: real people of a speed-dating study, matched wave by wave.

    python benchmarks/speed_dating.py [FILE]
    python benchmarks/speed_dating.py --openml

It is not mentoring: it is the only public table of people with profiles who each met everyone of another group and then
said yes or no. So it shows how far likeness on paper goes, and nothing about mentors. The table is the study of
Fisman and Iyengar (Columbia, 2002-2004): the original CSV, or `SpeedDating` from OpenML.

In each wave the women are matched with the men on their answers from before they met: age, field of study (as
background), 17 interests (those rated 7 or more), how much a partner's religion matters (a factor of its own), and
race (as ethnic background) where a woman rated its importance 7 or more. The weights are the library's own, and no
choice was made by looking at who said yes. Printed: in how many of the optimal pairs both said yes, beside how many it
is in a random pairing (exactly) and in the best possible one. Who answered nothing is left out; pairs that did not meet
are banned.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from machine import DATA, describe, found
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

import mentormatch as mm
from mentormatch.assignment import Assignment
from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.factors import FULL, Age, Background, EthnicBackground, Factor, Interests, by_value
from mentormatch.compatibility.people import People

INTERESTS = (
    "sports", "tvsports", "exercise", "dining", "museums", "art", "hiking", "gaming", "clubbing", "reading", "tv",
    "theater", "movies", "concerts", "music", "shopping", "yoga",
)  # fmt: skip
ANSWERS = ("age", "field", "race", "imprace", "imprelig", *INTERESTS)
RATINGS = ("attr", "sinc", "intel", "fun", "amb", "shar")
HIGH = 7
"""A rating of 1 to 10 from here on counts as an interest, or as a wish."""

OPENML = {
    "importance_same_race": "imprace", "importance_same_religion": "imprelig", "decision": "dec", "decision_o": "dec_o",
    "attractive_partner": "attr", "sincere_partner": "sinc", "intelligence_partner": "intel", "funny_partner": "fun",
    "ambition_partner": "amb", "shared_interests_partner": "shar", "attractive_o": "attr_o", "sinsere_o": "sinc_o",
    "intelligence_o": "intel_o", "funny_o": "fun_o", "ambitous_o": "amb_o", "shared_interests_o": "shar_o",
}  # fmt: skip
"""OpenML's names (misspelt as they are there) and those of the original."""

Answers = dict[str, float | str]

SEED, DAY = 1, "2026-01-01"


class Woman(mm.Mentee):
    religion_matters: int | None = None


class Man(mm.Mentor):
    religion_matters: int | None = None


class ReligionMatters(Factor):
    """How near two ratings of the importance of religion are, of 1 to 10."""

    name = "religion_matters"
    sentences = {"en": {"label": "Importance of religion", "reason": "{mentee} and {mentor} of 10"}}
    field = "religion_matters"

    def compare(self, mentees: People, mentors: People) -> Comparison:
        mine, theirs = (
            [rating if isinstance(rating, int) else None for rating in side.values(self.field)]
            for side in (mentees, mentors)
        )
        return by_value(mine, theirs, lambda one, other: FULL - FULL * abs(one - other) // 9)


MODEL = mm.CompatibilityModel(
    [Age(best_from=-3, best_to=3, falls_over=10), Background(), Interests(), ReligionMatters(), EthnicBackground()],
    rules=[],
)


@dataclass(frozen=True)
class Wave:
    """The people of one wave, and n x m: who met, and where both said yes."""

    number: int
    women: list[Woman]
    men: list[Man]
    met: NDArray[np.bool_]
    both: NDArray[np.bool_]


def from_openml(table: pd.DataFrame) -> pd.DataFrame:
    """OpenML's form in that of the original, which also says who is who.

    There, a person is whoever gave the same answers in the same wave; a partner is found by what both rows say of the
    one meeting: ages, races, decisions and ratings.
    """
    rows = table.rename(columns=OPENML).astype({"gender": str, "dec": int, "dec_o": int})
    rows["gender"] = (rows["gender"].str.strip("'") == "male").astype(int)
    rows["iid"] = rows.groupby(["wave", "gender", *ANSWERS], dropna=False, observed=True).ngroup()
    mine = ["wave", "age", "race", "dec", *RATINGS]
    theirs = ["wave", "age_o", "race_o", "dec_o", *(f"{rating}_o" for rating in RATINGS)]
    rows[["race", "race_o"]] = rows[["race", "race_o"]].astype(str)
    partners = rows[["gender", "iid", *mine, *theirs[1:]]].rename(columns={"iid": "pid"})
    partners["gender"] = 1 - partners["gender"]
    partners = partners.rename(columns=dict(zip(mine + theirs, theirs + mine, strict=True)))
    return rows.merge(partners, on=["gender", *mine, *theirs[1:]], how="inner")


def waves(table: pd.DataFrame) -> Iterator[Wave]:
    """The waves of the original's form: a row for each person and partner."""
    answered = table.loc[table[list(ANSWERS)].notna().any(axis=1)]
    for number, rows in answered.groupby("wave"):
        people = rows.drop_duplicates("iid").sort_values("iid")
        women, men = (people.loc[people["gender"] == gender] for gender in (0, 1))
        places = [{iid: place for place, iid in enumerate(side["iid"])} for side in (women, men)]
        met, both = np.zeros((2, len(women), len(men)), dtype=np.bool_)
        for row in rows.loc[rows["gender"] == 0].itertuples():
            if row.pid in places[1]:
                pair = places[0][row.iid], places[1][row.pid]
                met[pair], both[pair] = True, bool(row.dec) and bool(row.dec_o)
        yield Wave(
            int(str(number)),
            [Woman(**fields(answers), **wishes(answers)) for answers in answers_of(women)],
            [Man(**fields(answers)) for answers in answers_of(men)],
            met,
            both,
        )


def answers_of(people: pd.DataFrame) -> Iterator[Answers]:
    """What each person answered, and nothing else."""
    for person in people[["iid", *ANSWERS]].to_dict("records"):
        yield {str(name): value for name, value in person.items() if pd.notna(value)}


def fields(answers: Answers) -> dict[str, object]:
    """One person's answers as the fields of a profile; race is used on consent."""
    parts = re.split(r"[/,&]| and ", str(answers.get("field", "")))
    return {
        "id": str(answers["iid"]),
        "age": round(float(answers["age"])) if "age" in answers else None,
        "background": [part.strip() for part in parts if part.strip()],
        "interests": [name for name in INTERESTS if high(answers, name)],
        "ethnic_background": [str(answers["race"])] if "race" in answers else None,
        "religion_matters": round(float(answers["imprelig"])) if "imprelig" in answers else None,
        "basis": {"ethnic_background": "consent"},
    }


def wishes(answers: Answers) -> dict[str, object]:
    """The wish for the same race, of whom it matters to."""
    return {"wishes": {"ethnic_background": "prefer: same"}} if high(answers, "imprace") else {}


def high(answers: Answers, question: str) -> bool:
    return float(answers.get(question, 0)) >= HIGH


def assigned(wave: Wave) -> Assignment:
    """The best assignment by the library's score."""
    bans = [(wave.women[row].id, wave.men[column].id) for row, column in np.argwhere(~wave.met)]
    return mm.match(wave.women, wave.men, MODEL, bans=bans, seed=SEED, on=DAY).assignment


def by_chance(both: NDArray[np.bool_]) -> tuple[float, float]:
    """Mean and variance of the hits of a random pairing as large as possible (Hoeffding 1951, for permutations).

    The smaller side is filled up with nobody; a pair that did not meet is no hit.
    """
    size = max(both.shape)
    square = np.zeros((size, size))
    square[: both.shape[0], : both.shape[1]] = both
    rest = square - square.mean(axis=0) - square.mean(axis=1, keepdims=True) + square.mean()
    return float(square.sum() / size), float((rest**2).sum() / max(size - 1, 1))


def best_possible(both: NDArray[np.bool_]) -> int:
    """The most pairs at once in which both said yes."""
    return int((maximum_bipartite_matching(csr_array(both), perm_type="column") >= 0).sum())


def main(table: pd.DataFrame) -> None:
    print(f"{describe()}. Seed {SEED}, day {DAY}.\n")
    print(f"{'wave':>5}{'women':>7}{'men':>5}{'pairs':>7}{'both yes':>10}{'random':>8}{'possible':>10}")
    pairs, yes, random, possible, variance = 0, 0, 0.0, 0, 0.0
    for wave in waves(table):
        found = assigned(wave)
        hits = int(wave.both[found.rows, found.columns].sum())
        chance, spread = by_chance(wave.both)
        best = best_possible(wave.both)
        sizes = f"{wave.number:>5}{len(wave.women):>7}{len(wave.men):>5}{found.people:>7}"
        print(f"{sizes}{hits:>10}{chance:>8.1f}{best:>10}")
        pairs, yes, possible = pairs + found.people, yes + hits, possible + best
        random, variance = random + chance, variance + spread
    print(f"{'all':>5}{pairs:>19}{yes:>10}{random:>8.1f}{possible:>10}")
    print(
        f"\nOf the {pairs} pairs proposed, both wanted to meet again in {yes}. A random pairing gives {random:.1f}, "
        f"with a standard deviation of\n{variance**0.5:.1f}; the best possible one {possible}. So profiles find "
        f"{yes / max(possible, 1):.0%} of what there was to find, chance {random / max(possible, 1):.0%}: what people "
        "say on\npaper says little about whether they will want to go on. And these are evenings of students, "
        "not mentoring."
    )


def original(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, usecols=["iid", "pid", "wave", "gender", "dec", "dec_o", *ANSWERS])


def fetched() -> pd.DataFrame:
    from sklearn.datasets import fetch_openml  # type: ignore[import-untyped]  # ships no types

    try:
        return from_openml(fetch_openml(name="SpeedDating", version=1, as_frame=True).frame)
    except OSError as error:
        raise SystemExit(f"OpenML cannot be reached ({error}). Name the file of the original as an argument.") from None


if __name__ == "__main__":
    if sys.argv[1:] == ["--openml"]:
        main(fetched())
    else:
        usual = DATA / "speed_dating_waves_01_14.csv"
        file = found(sys.argv[1:], usual, "the table of the speed-dating study (or --openml)")
        if file is not None:
            main(original(file))
