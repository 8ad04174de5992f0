"""The scripts of benchmarks/ on tiny made-up files, so that they run when somebody wants a figure. No timings here."""

import runpy
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import permutations, product
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import mentormatch as mm
from mentormatch.supervision import CaseLog
from mentormatch.synthetic import sample_people

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
WITH_DATA = ["civil_service", "orlib", "speed_dating"]

Script = Callable[[str], ModuleType]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """A script as a module, found as it finds its neighbours when it is run."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module


# Where and on what


def test_a_figure_says_what_it_was_measured_on(script: Script) -> None:
    line = script("machine").describe()
    assert "Python 3." in line
    assert "numpy 2." in line
    assert str(Path.home()) not in line


def test_the_median_of_the_runs_and_the_last_result(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = script("machine")
    clock = iter([0.0, 1.0, 10.0, 15.0, 20.0, 22.0])
    monkeypatch.setattr(machine, "perf_counter", lambda: next(clock))
    results = iter("abc")
    assert machine.timed(lambda: next(results), runs=3) == (2.0, "c")


@pytest.mark.parametrize("name", WITH_DATA)
def test_without_its_data_a_script_says_so_and_is_no_failure(
    name: str, script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script("machine"), "DATA", tmp_path)
    monkeypatch.setattr("sys.argv", [name])
    runpy.run_path(str(BENCHMARKS / f"{name}.py"), run_name="__main__")
    assert capsys.readouterr().out.startswith("Left out: the ")


@pytest.mark.parametrize("name", WITH_DATA)
def test_a_file_that_was_named_and_is_not_there_is_a_failure(
    name: str, script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script("machine")
    monkeypatch.setattr("sys.argv", [name, str(tmp_path / "none")])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(BENCHMARKS / f"{name}.py"), run_name="__main__")
    assert ended.value.code == 2
    assert "There is no " in capsys.readouterr().err


# OR-Library


def test_or_library(script: Script, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "assign3.txt").write_text(" 3\n 8 4 7\n 5 2 3\n 9 4 8\n")
    orlib = script("orlib")
    orlib.main(tmp_path, {3: 15})
    told = [line.split()[:5] for line in capsys.readouterr().out.splitlines()[-2:]]
    assert told == [["assign3", "15", engine, "15", "0"] for engine in ("hungarian", "flow")]
    with pytest.raises(SystemExit, match="15 found by hungarian, 14 published"):
        orlib.main(tmp_path, {3: 14})


# Civil service


def sheets(folder: Path, size: int, seed: int) -> None:
    """Two sign-up sheets with the columns of the sample."""
    chance = np.random.default_rng(seed)
    for kind, grades in (("mentee", ["AA", "EO", "SEO"]), ("mentor", ["HEO", "SEO", "Grade 7", "SCS4"])):
        rows = [
            {
                "first name": kind, "email address": f"{kind}.{n}@gov.uk", "job title": "Some role",
                "grade": chance.choice(grades), "organisation": chance.choice(["Peace", "Joy", "Truth"]),
                "profession": chance.choice(["HR", "Policy"]), "biography": "A text, with commas",
            }
            for n in range(size)
        ]  # fmt: skip
        pd.DataFrame(rows).to_csv(folder / f"large_{kind}s.csv", index=False)


@pytest.mark.parametrize("seed", range(4))
def test_civil_service_against_trying_everything(
    seed: int, script: Script, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets(tmp_path, 5, seed)
    civil = script("civil_service")
    mentors = mm.read_mentors(civil.sheet(tmp_path / "large_mentors.csv"), civil.Mentor)
    mentees = mm.read_mentees(civil.sheet(tmp_path / "large_mentees.csv"), civil.Mentee)
    results = []
    for order in permutations(mentors):
        worths = [civil.worth(mentee, mentor) for mentee, mentor in zip(mentees, order, strict=True)]
        allowed = [worth for worth in worths if worth is not None]
        results.append((len(allowed), sum(allowed)))
    found = civil.counted(civil.ours(mentees, mentors, civil.model(), "participation"), mentees, mentors)
    assert found == max(results)
    points_alone = civil.counted(civil.ours(mentees, mentors, civil.model(), "score"), mentees, mentors)
    assert points_alone[1] == max(worth for _, worth in results)
    civil.main(tmp_path, runs=1)
    assert ["mentormatch", str(found[0]), str(found[1])] in [
        line.split()[:3] for line in capsys.readouterr().out.splitlines()
    ]


def test_civil_service_by_hand(script: Script) -> None:
    civil = script("civil_service")
    mentee = civil.Mentee(id="e", grade="HEO", organisation="Peace", profession="HR")
    sheet = "EO Joy HR, HEO Joy HR, SEO Joy Policy, SEO Joy HR, SCS1 Joy Policy, SCS4 Joy HR, SCS4 Peace DDaT"
    worths = []
    for line in sheet.split(", "):
        grade, organisation, profession = line.split()
        mentor = civil.Mentor(id="m", grade=grade, organisation=organisation, profession=profession)
        worths.append(civil.worth(mentee, mentor))
    assert worths == [None, None, 0, 4, 12, 16, None]
    with pytest.raises(SystemExit, match="A forbidden pair"):
        civil.counted([("e", "m")], [mentee], [civil.Mentor(id="m", grade="AA", organisation="Joy", profession="HR")])


@pytest.mark.skipif(find_spec("munkres") is None, reason="mentor-match is not here: see benchmarks/civil_service.py")
@pytest.mark.parametrize("seed", range(4))
def test_points_alone_agree_with_mentor_match(seed: int, script: Script, tmp_path: Path) -> None:
    sheets(tmp_path, 12, seed)
    civil = script("civil_service")
    assert civil.peer_is_here()
    mentors = mm.read_mentors(civil.sheet(tmp_path / "large_mentors.csv"), civil.Mentor)
    mentees = mm.read_mentees(civil.sheet(tmp_path / "large_mentees.csv"), civil.Mentee)
    theirs = civil.counted(civil.theirs(mentees, mentors)(), mentees, mentors)
    ours = civil.counted(civil.ours(mentees, mentors, civil.model(), "score"), mentees, mentors)
    assert theirs[1] == ours[1] > 0


# Speed dating


def meetings(dating: ModuleType, seed: int, openml: bool) -> pd.DataFrame:
    """Two waves of made-up people who all meet, in the original's form or in OpenML's; one woman answered nothing."""
    chance = np.random.default_rng(seed)
    people: dict[int, dict[str, object]] = {}
    sides: dict[tuple[int, int], list[int]] = {}
    for wave, (women, men) in enumerate(((4, 3), (3, 4)), start=1):
        for gender, count in enumerate((women, men)):
            for _ in range(count):
                ratings = dict(zip(dating.INTERESTS, chance.integers(1, 11, size=17).tolist(), strict=True))
                answers = {
                    "age": int(chance.integers(20, 35)), "field": str(chance.choice(["Law", "Law/Business"])),
                    "race": float(chance.integers(1, 4)), "imprace": float(chance.integers(1, 11)),
                    "imprelig": float(chance.integers(1, 11)), **ratings,
                }  # fmt: skip
                iid = len(people) + 1
                people[iid] = {"wave": wave, "gender": gender, **answers}
                sides.setdefault((wave, gender), []).append(iid)
    people[1] |= dict.fromkeys(dating.ANSWERS)
    rows = []
    for wave in (1, 2):
        for woman, man in product(sides[wave, 0], sides[wave, 1]):
            said = {person: {"dec": int(chance.integers(2))} for person in (woman, man)}
            for person, rating in product((woman, man), dating.RATINGS):
                said[person][rating] = round(float(chance.uniform(1, 10)), 2)  # type: ignore[assignment]  # a rating
            for me, other in ((woman, man), (man, woman)):
                theirs = {f"{name}_o": value for name, value in said[other].items()}
                seen = {"age_o": people[other]["age"], "race_o": people[other]["race"]}
                rows.append({"iid": me, "pid": other, **people[me], **said[me], **theirs, **seen})
    table = pd.DataFrame(rows).sort_values(["iid", "pid"]).reset_index(drop=True)
    if not openml:
        return table
    table = table.drop(columns=["iid", "pid"]).rename(columns={ours: name for name, ours in dating.OPENML.items()})
    table["gender"] = table["gender"].map({0: "female", 1: "male"}).astype("category")
    return table.astype({"decision": str, "decision_o": str}).astype({"decision": "category", "field": "category"})


def test_speed_dating_reads_who_met_and_where_both_said_yes(script: Script, tmp_path: Path) -> None:
    dating = script("speed_dating")
    table = meetings(dating, 1, openml=False)
    table.to_csv(tmp_path / "dates.csv", index=False)
    first, second = dating.waves(dating.original(tmp_path / "dates.csv"))
    assert [(len(wave.women), len(wave.men)) for wave in (first, second)] == [(3, 3), (3, 4)]  # one answered nothing
    assert first.met.all()
    assert second.met.all()
    for wave in (first, second):
        for (row, woman), (column, man) in product(enumerate(wave.women), enumerate(wave.men)):
            of_pair = table[(table["iid"] == int(woman.id)) & (table["pid"] == int(man.id))]
            assert wave.both[row, column] == bool(of_pair["dec"].item() and of_pair["dec_o"].item())
    rated = table.drop_duplicates("iid").set_index("iid")["imprace"]
    assert all((woman.wishes is not None) == bool(rated[int(woman.id)] >= 7) for woman in second.women)
    assert {woman.wishes is None for woman in second.women} == {True, False}


def test_pairs_that_did_not_meet_are_never_proposed(script: Script) -> None:
    dating = script("speed_dating")
    table = meetings(dating, 2, openml=False)
    apart = {(2, 5), (3, 6), (4, 7)}
    kept = [(row.iid, row.pid) not in apart and (row.pid, row.iid) not in apart for row in table.itertuples()]
    wave = next(iter(dating.waves(table[kept])))
    assert (~wave.met).sum() == 3
    found = dating.assigned(wave)
    assert found.people == 3
    assert wave.met[found.rows, found.columns].all()


@pytest.mark.parametrize("seed", range(3))
def test_speed_dating_reads_the_same_from_openml(seed: int, script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    dating = script("speed_dating")
    dating.main(meetings(dating, seed, openml=False))
    original = capsys.readouterr().out.splitlines()[1:]
    dating.main(dating.from_openml(meetings(dating, seed, openml=True)))
    assert capsys.readouterr().out.splitlines()[1:] == original
    totals = next(line.split() for line in original if line.split()[:1] == ["all"])
    assert totals[1] == "6"
    assert int(totals[2]) <= int(totals[4])


@pytest.mark.parametrize("shape", [(1, 1), (2, 4), (4, 3), (4, 4)])
def test_chance_and_the_best_possible_against_trying_everything(shape: tuple[int, int], script: Script) -> None:
    dating = script("speed_dating")
    both = np.random.default_rng(sum(shape)).random(shape) < 0.5
    small, large = sorted(shape)
    square = both if shape[0] == small else both.T
    hits = [square[range(small), columns].sum() for columns in permutations(range(large), small)]
    mean, variance = dating.by_chance(both)
    assert mean == pytest.approx(np.mean(hits))
    assert variance == pytest.approx(np.var(hits))
    assert dating.best_possible(both) == max(hits)


# Withholding


def test_withholding_is_the_same_for_the_same_seed(script: Script) -> None:
    withholding = script("withholding")
    one, again, other = (withholding.population(seed, 40, 30, 5_000) for seed in (1, 1, 2))
    assert set(one) == {*withholding.FIELDS, withholding.THREE}
    assert all(np.array_equal(one[name], again[name]) for name in one)
    assert not any(np.array_equal(one[name], other[name]) for name in one)


def test_who_withholds_nothing_wins_half(script: Script) -> None:
    withholding = script("withholding")
    chance = np.random.default_rng(1)
    scores = chance.integers(0, 10_000, size=(30, 30))
    line = withholding.contests(scores, scores, scores > 3000, chance, 20_000)
    assert line[[0, 2, 4]].tolist() == [0.5, 0.5, 0]  # against itself: all even
    assert line[[1, 3]] == pytest.approx(0.5, abs=0.02)  # against others like it: 3 standard errors are 0.016


@pytest.mark.filterwarnings("ignore::mentormatch.errors.MentorMatchWarning")  # a decisive factor is withheld
def test_the_contests_end_as_a_match_ends(script: Script) -> None:
    withholding = script("withholding")
    people = sample_people(mentees=12, mentors=6, seed=3, on=withholding.DAY)
    fitted = mm.CompatibilityModel.default().fit(people.mentees, people.mentors, withholding.day_of(withholding.DAY))
    played = 0
    for row, mentee in enumerate(people.mentees):
        quiet = withholding.silent(mentee, withholding.Case(row, ("interests",)), 0)
        calm = [m.model_copy(update={"urgency": "normal", "waiting_since": None}) for m in (mentee, quiet)]
        scores = fitted.scores(calm, people.mentors, withholding.day_of(withholding.DAY))
        for mentor in people.mentors:
            full, told = scores[mentor.id]
            if full != told and not np.isnan(full + told):
                one_place = mentor.model_copy(update={"maximum": 1})
                pairs = mm.match(calm, [one_place], fitted, on=withholding.DAY).pairs
                assert pairs["mentee_id"].tolist() == [quiet.id if told > full else mentee.id]
                played += 1
    assert played > 5


def test_withholding_prints_a_line_for_each_field(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    withholding = script("withholding")
    withholding.main(populations=2, mentees=40, mentors=30, draws=5_000)
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("| ")]) == 1 + len(withholding.FIELDS) + 1


# The main job


def test_the_main_job(script: Script, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main_job = script("main_job")
    monkeypatch.setattr(main_job, "SIZES", ((8, 5),))
    main_job.main(runs=1)
    out = capsys.readouterr().out
    assert "mentormatch match, 8 x 5, files to files" in out
    assert out.splitlines()[-3].split()[:3] == ["8", "x", "5"]


def test_a_command_that_fails_ends_the_script_with_what_it_said(script: Script) -> None:
    with pytest.raises(SystemExit, match="No module named nowhere"):
        script("main_job").command(["-m", "nowhere"])


# The coordinator's week


def test_the_coordinators_week(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    script("coordinators_week").main(sizes=((6, 8),), runs=1)
    lines = capsys.readouterr().out.splitlines()
    measured = [line for line in lines if line.startswith("6 x 8")]
    assert [" ".join(line[20:54].split()) for line in measured] == [
        "match, first week",
        "match, second week, with decisions",
        "match_page alone",
    ]
    assert " proposals; the report has " in lines[-1]


def test_a_workbook_that_is_refused_ends_the_script_with_what_was_said(script: Script, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"ended with 2:\n.*bank.xlsx"):
        script("coordinators_week").match(tmp_path / "bank.xlsx")


# Casework


def test_the_views_of_a_case_log(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    casework = script("casework")
    casework.main(sizes=((3, 60),), runs=1)
    lines = [line[18:54].strip() for line in capsys.readouterr().out.splitlines() if line.startswith("3 x 60")]
    assert lines[0] == "fold"
    assert lines[-2:] == [casework.WHOLE, "not in it: adding the records"]
    made = list(casework.records(3, 60))
    assert made == list(casework.records(3, 60))
    entries = [record for record in made if record.id.startswith("E")]
    assert len(entries) == 60
    frames = [work() for name, work in casework.steps(CaseLog(made), 3).items() if name != "fold"]
    assert all(len(frame) for frame in frames)
