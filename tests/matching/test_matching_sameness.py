"""The same people give the same result: in any order, with any hash seed, on any number of threads, from any table."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_calls import ON, Call, bank
from matching_cases import calls
from matching_everything import by_id, everything

from mentormatch import match, read_mentees, read_mentors

HERE = Path(__file__).parent


def shuffled(call: Call, rng: Random) -> Call:
    """The same call with every list in another order."""
    mentees, mentors = list(range(len(call.mentees))), list(range(len(call.mentors)))
    rng.shuffle(mentees)
    rng.shuffle(mentors)
    other = call.in_order(mentees, mentors)
    return replace(
        other,
        bans=rng.sample(list(call.bans), len(call.bans)),
        locks=rng.sample(list(call.locks), len(call.locks)),
    )


@settings(max_examples=max(settings().max_examples // 4, 5))
@given(calls(4, 3), st.integers(0, 2**32))
def test_the_order_of_people_changes_nothing(call: Call, number: int) -> None:
    assert everything(call, languages=("en",)) == everything(shuffled(call, Random(number)), languages=("en",))


@pytest.mark.parametrize("seed, language", [(None, "en"), (7, "nb")])
def test_the_order_of_a_whole_bank_changes_nothing(seed: int | None, language: str) -> None:
    call = bank(9, 7, 11)
    assert everything(call, seed, (language,)) == everything(shuffled(call, Random(5)), seed, (language,))


@given(calls(4, 4), st.integers(0, 2**32))
def test_the_order_of_people_changes_no_pair(call: Call, number: int) -> None:
    first, second = call.match(), shuffled(call, Random(number)).match()
    assert by_id(first.pairs) == by_id(second.pairs)
    assert by_id(first.unmatched) == by_id(second.unmatched)
    assert (first.seed, first.total, first.model.digest) == (second.seed, second.total, second.model.digest)


def in_a_fresh_python(**environment: str) -> str:
    code = (
        "import json, sys\n"
        f"sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent)!r}]\n"
        "from matching_calls import bank\n"
        "from matching_everything import everything\n"
        "from dataclasses import replace\n"
        "call = bank(6, 5, 3)\n"
        "by_score = replace(call, objective='score')\n"
        "print(json.dumps([everything(call, None, ('nb',)), everything(by_score, 4, ('en',))]))\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_hash_seed_and_threads_change_nothing() -> None:
    one = in_a_fresh_python(PYTHONHASHSEED="0", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    assert len(json.loads(one)[0]["nb"]["pairs"]) > 2
    assert in_a_fresh_python(PYTHONHASHSEED="1", OMP_NUM_THREADS="4", OPENBLAS_NUM_THREADS="4") == one
    assert in_a_fresh_python(PYTHONHASHSEED="random", OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="3") == one


def test_the_order_of_columns_and_rows_of_a_table_changes_nothing() -> None:
    mentors = [
        {"id": f"M{n}", "språk": language, "alder": age, "interesser": interests, "maks saker": places}
        for n, (language, age, interests, places) in enumerate(
            [("somali C1", 40, "sjakk", 1), ("norsk B2", 35, "film; sjakk", 1), ("somali; norsk", 50, "", 1)], 1
        )
    ]
    mentees = [
        {"id": f"B{n}", "språk": language, "alder": age, "interesser": interests}
        for n, (language, age, interests) in enumerate(
            [("somali", 20, "sjakk"), ("norsk", 25, "film"), ("norsk", 25, "film"), ("somali", 20, "sjakk")], 1
        )
    ]
    found = []
    for turn in (1, -1):
        people = [[dict(list(row.items())[::turn]) for row in table[::turn]] for table in (mentees, mentors)]
        matching = match(read_mentees(people[0]), read_mentors(people[1]), on=ON)
        found.append((by_id(matching.pairs), by_id(matching.unmatched), by_id(matching.explanations()), matching.seed))
    assert found[0] == found[1]
    assert len(found[0][0]) == 3


def test_a_seed_counts_as_its_text_and_is_recorded() -> None:
    call = bank(12, 6, 2)
    assert call.match("7").pairs.equals(call.match(7).pairs)
    assert (call.match(7).seed, call.match("7").seed) == (7, "7")
    derived = call.match()
    assert isinstance(derived.seed, str)
    assert call.match(derived.seed).pairs.equals(derived.pairs)
    assert call.match().seed == derived.seed


def test_a_derived_seed_follows_from_the_people_the_model_and_the_day() -> None:
    call = bank(6, 4, 2)
    seeds = {
        call.match().seed,
        match(call.mentees, call.mentors, on="23.11.2026").seed,
        match(call.mentees[1:], call.mentors, on=ON).seed,
        match(call.mentees, call.mentors[1:], on=ON).seed,
        match(call.mentees, call.mentors, replace(call.model, hours_per_case=2.0), on=ON).seed,
    }
    assert len(seeds) == 5
