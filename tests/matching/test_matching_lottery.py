"""Between people who are alike the lottery is fair: each wins equally often, within what chance explains."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from math import sqrt

import pytest
from matching_calls import ON, SMALL

from mentormatch import CompatibilityModel, Mentee, Mentor, match
from mentormatch.compatibility.rules import Places, SharedLanguage

SEEDS = 2000
MODEL = CompatibilityModel(SMALL.factors, [SharedLanguage(), Places()])


def alike(
    side: type[Mentee] | type[Mentor], language: str, names: str, **fields: object
) -> list[Mentee] | list[Mentor]:
    return [side(id=name, languages=f"{language} C1", age=30, **fields) for name in names.split()]  # type: ignore[return-value]  # one side at a time


# Contests that do not meet: each has a language of its own.
MENTEES: list[Mentee] = [
    *alike(Mentee, "somali", "S1 en-lengre-id"),  # two for one place
    *alike(Mentee, "arabisk", "A1 A2 A3"),  # three for one place
    *alike(Mentee, "polsk", "P1"),  # one with two mentors
    *alike(Mentee, "tigrinja", "T1 T2 T3"),  # three for the two places of one mentor
    *alike(Mentee, "fransk", "F1 F2"),  # two with two mentors
    *alike(Mentee, "tyrkisk", "K1 K2 K3"),  # three with a mentor of two places and one of one
]
MENTORS: list[Mentor] = [
    *alike(Mentor, "somali", "MS"),
    *alike(Mentor, "arabisk", "MA"),
    *alike(Mentor, "polsk", "MP1 MP2"),
    *alike(Mentor, "tigrinja", "MT", maximum=2),
    *alike(Mentor, "fransk", "MF1 MF2"),
    *alike(Mentor, "tyrkisk", "MK1", maximum=2),
    *alike(Mentor, "tyrkisk", "MK2"),
]


def about(count: int, share: float, draws: int) -> bool:
    """Within 4.5 standard errors: by chance one of a hundred thousand such counts falls outside."""
    return abs(count - draws * share) <= 4.5 * sqrt(draws * share * (1 - share))


def assert_fair(outcomes: Iterable[dict[str, str]], draws: int) -> None:
    won: Counter[tuple[str, str]] = Counter()
    together: Counter[tuple[bool, bool]] = Counter()
    for mentor_of in outcomes:
        won.update(mentor_of.items())
        together[mentor_of.get("S1") == "MS", mentor_of["P1"] == "MP1"] += 1
    expected = {
        **{(name, "MS"): 1 / 2 for name in ("S1", "en-lengre-id")},
        **{(name, "MA"): 1 / 3 for name in ("A1", "A2", "A3")},
        **{("P1", name): 1 / 2 for name in ("MP1", "MP2")},
        **{(name, "MT"): 2 / 3 for name in ("T1", "T2", "T3")},
        **{(mentee, mentor): 1 / 2 for mentee in ("F1", "F2") for mentor in ("MF1", "MF2")},
        **{(name, "MK1"): 2 / 3 for name in ("K1", "K2", "K3")},
        **{(name, "MK2"): 1 / 3 for name in ("K1", "K2", "K3")},
    }
    assert set(won) == set(expected)
    assert not {pair: won[pair] for pair, share in expected.items() if not about(won[pair], share, draws)}
    assert len(together) == 4
    assert all(about(count, 1 / 4, draws) for count in together.values())  # the contests do not hang together


def test_over_two_thousand_seeds_identical_people_win_equally_often() -> None:
    model = MODEL.fit(MENTEES, MENTORS, ON)

    def outcomes() -> Iterable[dict[str, str]]:
        for seed in range(SEEDS):
            matching = match(MENTEES, MENTORS, model, seed=seed, on=ON)
            rows, columns = matching.assignment.rows.tolist(), matching.assignment.columns.tolist()
            yield {MENTEES[row].id: MENTORS[column].id for row, column in zip(rows, columns, strict=True)}

    assert_fair(outcomes(), SEEDS)


@pytest.mark.parametrize("days", [200, pytest.param(2000, marks=pytest.mark.long)])
def test_without_a_seed_another_day_is_another_lottery_and_as_fair(days: int) -> None:
    model = MODEL.fit(MENTEES, MENTORS, ON)

    def outcomes() -> Iterable[dict[str, str]]:
        for after in range(days):
            matching = match(MENTEES, MENTORS, model, on=ON + timedelta(days=after))
            yield dict(zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True))

    assert_fair(outcomes(), days)


def test_who_is_alike_but_for_a_hundredth_of_a_point_does_not_share_the_lot() -> None:
    mentees = [Mentee(id="B1", languages="somali", age=20), Mentee(id="B2", languages="somali", age=11)]
    mentor = [
        Mentor(id="M1", languages="somali C1", age=30)
    ]  # nineteen years older than the second, ten than the first
    assert {tuple(match(mentees, mentor, SMALL, seed=s, on=ON).pairs["mentee_id"]) for s in range(60)} == {
        ("B1",),
        ("B2",),
    }
    mentees[1] = Mentee(id="B2", languages="somali", age=9)
    assert {tuple(match(mentees, mentor, SMALL, seed=s, on=ON).pairs["mentee_id"]) for s in range(60)} == {("B1",)}


def test_the_order_of_the_two_tiers_above_is_never_drawn() -> None:
    waiting = [
        Mentee(id="B1", languages="somali", waiting_since="01.01.2026"),
        Mentee(id="B2", languages="somali", waiting_since="20.11.2026"),
    ]
    mentor = [Mentor(id="M1", languages="somali C1")]
    assert {tuple(match(waiting, mentor, SMALL, seed=s, on=ON).pairs["mentee_id"]) for s in range(60)} == {("B1",)}
