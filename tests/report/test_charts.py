"""Charts: what they draw adds up, says the same in words, and can be read by everybody, in a page too."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import same_color, to_hex, to_rgb
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text

import mentormatch as mm
from mentormatch import CompatibilityModel, Matching, Mentee, Mentor, factors
from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.people import People
from mentormatch.parts import parts
from mentormatch.report import charts
from mentormatch.report.drawing import BLUE, INK, SMALL, STYLES, TRACK, Style, factor_styles, styles
from mentormatch.sentences import languages, say
from mentormatch.synthetic import sample_people

mpl.use("agg")

ON = "2026-11-22"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def _figures_are_closed() -> Iterator[None]:
    yield
    pyplot.close("all")


# People by hand: a mentor who has recorded nothing beside languages, needs that nobody covers, running cases.

MENTORS = [
    Mentor(id="M1", languages="norsk C1; somali B2", interests="sjakk; fotball", competence="skole", age=35, maximum=2),
    Mentor(id="M2", languages="norsk C1; somali", maximum=1),
    Mentor(id="M3", languages="norsk C1", interests="musikk", competence="traumer", age=50, maximum=3),
    Mentor(id="M4", languages="arabisk", maximum=1),
]
MENTEES = [
    Mentee(id="B1", languages="somali", interests="sjakk", needs="arbeid; bolig", basis="samtykke", age=22),
    Mentee(id="B2", languages="norsk B2", interests="musikk; sjakk", age=30),
    Mentee(id="B3", languages="norsk B1", needs="traumer", basis="samtykke"),
    Mentee(id="B4", languages="norsk"),
    Mentee(id="B5", languages="norsk"),
    Mentee(id="B6", languages="norsk"),
]
RUNNING = [("B4", "M2"), ("B5", "M2"), ("B6", "M3")]


def matched(language: str = "en", **options: object) -> Matching:
    return mm.match(MENTEES, MENTORS, on=ON, language=language, **{"current": RUNNING, **options})  # type: ignore[arg-type]  # any option of match


def bank(mentees: int, mentors: int, language: str = "en") -> Matching:
    people = sample_people(mentees=mentees, mentors=mentors, on=ON, language=language)
    return mm.match(people.mentees, people.mentors, on=ON, language=language)


Draw = Callable[[Axes | None, str], Axes]

CHARTS: dict[str, Draw] = {
    "factor_bars": lambda ax, language: charts.factor_bars(matched(language).explain("B1"), ax, language),
    "options_side_by_side": lambda ax, language: charts.options_side_by_side(
        [matched(language).explain("B1", mentor) for mentor in ("M1", "M2")], ax, language
    ),
    "proposals": lambda ax, language: charts.proposals(matched(language), 10, ax),
    "score_map": lambda ax, language: charts.score_map(matched(language), ax),
    "mentor_load": lambda ax, language: charts.mentor_load(matched(language), ax),
    "moves": lambda ax, language: charts.moves(matched(language), matched(bans=[("B1", "M1")]), ax),
}
EACH = pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
IN_BOTH = pytest.mark.parametrize("language", languages())


def bars(ax: Axes) -> list[Rectangle]:
    """The bars of a chart, in the order they were drawn; the pale ones behind left out."""
    return [p for p in ax.patches if isinstance(p, Rectangle) and not same_color(p.get_facecolor(), TRACK)]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def names(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def look(patch: Patch) -> tuple[str, str | None]:
    return to_hex(patch.get_facecolor()), patch.get_hatch()


def entry_looks(ax: Axes) -> list[tuple[str, str | None]]:
    """Colour and hatch of each entry of the legend."""
    found = ax.get_legend()
    return [look(patch) for patch in found.get_patches()] if found else []


def entries(ax: Axes) -> list[str]:
    found = ax.get_legend()
    return [text.get_text() for text in found.get_texts()] if found else []


# Every chart


@EACH
def test_a_chart_returns_the_axes_it_was_given_and_makes_no_figure(draw: Draw) -> None:
    from matplotlib.figure import Figure

    given = Figure().subplots()
    assert draw(given, "en") is given
    assert not pyplot.get_fignums()


@EACH
@IN_BOTH
def test_a_chart_speaks_the_language_of_its_reader(draw: Draw, language: str) -> None:
    ax, other = draw(None, language), draw(None, "en" if language == "nb" else "nb")
    keys = ("chart.points", "chart.moves.points", "chart.mentor_load.places", "chart.mentor")
    assert ax.get_xlabel() in {say(key, language) for key in keys}
    assert charts.alt_text(ax)
    assert charts.alt_text(ax) != charts.alt_text(other)


@pytest.mark.parametrize("name", ["factor_bars", "options_side_by_side", "proposals", "moves"])
def test_what_a_chart_says_in_words_names_everybody_it_shows(name: str) -> None:
    ax = CHARTS[name](None, "en")
    shown = set(re.findall(r"[BM]\d", " ".join([ax.get_title(loc="left"), *names(ax), *entries(ax)])))
    assert shown
    assert shown <= set(re.findall(r"[BM]\d", charts.alt_text(ax)))


def every_text(ax: Axes) -> list[Text]:
    return [text for text in ax.figure.findobj(Text) if text.get_text()]


def of_the_bank(language: str) -> Iterator[Axes]:
    """Every chart of the sample bank, as large and as small as they come."""
    large, small = bank(45, 60, language), bank(10, 10, language)
    person = large.pairs["mentee_id"][0]
    allowed = large.alternatives(person, 3)["mentor_id"]
    yield charts.factor_bars(large.explain(person), language=language)
    yield charts.options_side_by_side([large.explain(person, mentor) for mentor in allowed], language=language)
    yield charts.proposals(large)
    yield charts.score_map(small)
    if language == "nb":  # hardly more than ids in these
        people = sample_people(mentees=45, mentors=60, on=ON, language=language)
        bans = large.pairs.head(15)[["mentee_id", "mentor_id"]]
        yield charts.moves(large, mm.match(people.mentees, people.mentors, on=ON, bans=bans))
        yield charts.proposals(small, 2)
        yield charts.score_map(large)
        yield charts.mentor_load(large)
        yield charts.mentor_load(small)


@IN_BOTH
def test_nothing_is_small_or_cut_and_no_labels_overlap(language: str) -> None:
    for ax in of_the_bank(language):
        title, figure = ax.get_title(loc="left"), ax.figure.figure
        figure.canvas.draw()
        page = figure.bbox.padded(1)
        for text in every_text(ax):
            box = text.get_window_extent()
            assert float(text.get_fontsize()) >= SMALL, (title, text.get_text())
            assert page.x0 <= box.x0 < box.x1 <= page.x1, (title, text.get_text())
            assert page.y0 <= box.y0 < box.y1 <= page.y1, (title, text.get_text())
        for labels in (ax.get_xticklabels(), ax.get_yticklabels(), ax.texts):
            boxes = [label.get_window_extent().padded(-1) for label in labels if label.get_text()]
            assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])], title
        pyplot.close(figure)


def test_labels_that_would_overlap_are_thinned_and_a_map_stays_on_a_sheet() -> None:
    table = pd.DataFrame(np.full((400, 300), 50.0)).rename(index="B{}".format, columns="M{}".format)
    ax = charts.score_map(table)
    assert max(ax.figure.figure.get_size_inches()) <= 16
    shown = names(ax)
    assert 50 < len(shown) < 150
    assert shown[0] == "B0"
    assert len({int(b[1:]) - int(a[1:]) for a, b in pairwise(shown)}) == 1


EMPTY = mm.match([], [], on=ON)
NATIVE = "norsk morsmål"
ALONE = mm.match([Mentee(id="B1", languages=NATIVE)], [Mentor(id="M1", languages=NATIVE)], on=ON)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.factor_bars(EMPTY.explanations()),
        lambda: charts.options_side_by_side([]),
        lambda: charts.options_side_by_side([EMPTY.explanations()]),
        lambda: charts.proposals(EMPTY),
        lambda: charts.score_map(EMPTY),
        lambda: charts.score_map(CompatibilityModel.default().scores([], MENTORS)),
        lambda: charts.mentor_load(EMPTY),
        lambda: charts.moves(EMPTY, EMPTY),
        lambda: charts.moves(ALONE, ALONE),
    ],
)
def test_a_chart_of_nothing_says_so(draw: Callable[[], Axes]) -> None:
    ax = draw()
    assert texts(ax) == ["Nothing to show."]
    assert charts.alt_text(ax).endswith("Nothing to show.")
    assert not ax.axison


def test_a_chart_of_one_person() -> None:
    assert texts(charts.factor_bars(ALONE.explain("B1")))[-1] == "100"
    assert names(charts.proposals(ALONE)) == ["B1 – M1"]
    assert texts(charts.score_map(ALONE)) == ["100"]
    assert len(bars(charts.mentor_load(ALONE))) == 1
    nobody = mm.match(MENTEES[:1], MENTORS[3:], on=ON)
    assert texts(charts.score_map(nobody)) == []
    assert "Allowed pairs: 0 of 1" in charts.alt_text(charts.score_map(nobody))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.factor_bars(ALONE.explain("B1"), language="fr"),
        lambda: charts.options_side_by_side([ALONE.explain("B1")], language="fr"),
        lambda: charts.proposals(ALONE, language="fr"),
        lambda: charts.score_map(ALONE, language="fr"),
        lambda: charts.mentor_load(ALONE, language="fr"),
        lambda: charts.moves(ALONE, ALONE, language="fr"),
    ],
)
def test_a_language_without_sentences_is_an_error(draw: Callable[[], Axes]) -> None:
    with pytest.raises(mm.MentorMatchError, match="is not a language"):
        draw()


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(mm.MentorMatchError) as caught:
        charts.proposals(matched())
    for language in languages():
        assert 'pip install "mentormatch-network[plots]"' in caught.value.text(language)


def test_importing_charts_does_not_load_matplotlib() -> None:
    code = "import sys, mentormatch.report.charts; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


# Parts


def explanation(*points: float, weight: float = 10.0) -> pd.DataFrame:
    rows = [("M1", f"f{n}", "a", "b", value / weight, weight, value, "Because.") for n, value in enumerate(points)]
    columns = ["mentor_id", "factor", "mentee_value", "mentor_value", "similarity", "weight", "points", "reason"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    "points, whole",
    [
        ([], None),
        ([10.0, 5.0], [10, 5]),
        ([3.4, 3.4, 3.4], [4, 3, 3]),  # 10.2: each alone would make 9
        ([2.6, 2.6, 2.6], [3, 3, 2]),  # 7.8
        ([0.5, 0.5], [1, 0]),
        ([0.3, 0.0, 9.75], [0, 0, 10]),
        ([33.33, 33.33, 33.34], [33, 33, 34]),
        ([0.49], [0]),
    ],
)
def test_whole_points_add_up_to_the_rounded_score(points: list[float], whole: list[int] | None) -> None:
    found = parts([explanation(*points, weight=100.0)])
    assert [part.whole for part in found.get(("", "M1"), [])] == (whole or [])


def test_whole_points_of_real_pairs_are_next_to_the_exact_ones() -> None:
    matching = bank(30, 30)
    found = parts([matching.explanations()])
    assert list(found) == list(zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True))
    for rows, exact in zip(found.values(), matching.pairs["score"], strict=True):
        assert sum(part.whole for part in rows) == round(exact)
        assert all(abs(Fraction(part.points, 100) - part.whole) < 1 for part in rows)


@IN_BOTH
def test_a_part_knows_whether_it_rests_on_recorded_facts(language: str) -> None:
    rests_on = {
        mentor: {part.factor: part.rests_on for part in parts([matched(language).explain("B1", mentor)])["", mentor]}
        for mentor in ("M1", "M2")
    }
    # M1 covers none of the needs and says so: nothing is listed, and yet it is recorded. M2 has recorded no competence.
    assert {name: rests_on["M1"][name] for name in ("language", "competence", "interests", "age")} == {
        "language": "recorded", "competence": "recorded", "interests": "recorded", "age": "recorded",
    }  # fmt: skip
    assert {name: rests_on["M2"][name] for name in ("language", "competence", "interests", "age")} == {
        "language": "recorded", "competence": "usual", "interests": "usual", "age": "usual",
    }  # fmt: skip
    assert {rests_on[mentor]["region"] for mentor in rests_on} == {"left_out"}


def test_of_a_person_with_nothing_recorded_every_part_is_the_usual_one() -> None:
    silent = mm.match([Mentee(id="B1")], [Mentor(id="M1", age=40)], on=ON)
    assert {part.rests_on for part in parts([silent.explain("B1")])["", "M1"]} == {"usual"}


# Each chart


def test_factor_bars_are_a_waterfall_that_ends_at_the_score() -> None:
    matching = matched()
    ax, frame = charts.factor_bars(matching.explain("B1", "M2")), matching.explain("B1", "M2")
    *drawn, whole = bars(ax)
    assert [bar.get_width() for bar in drawn] == pytest.approx(frame["points"].tolist())
    assert all(bar.get_x() + bar.get_width() == pytest.approx(after.get_x()) for bar, after in pairwise(drawn))
    assert (whole.get_x(), whole.get_width()) == pytest.approx((0, frame["points"].sum()))
    behind = [p for p in ax.patches if isinstance(p, Rectangle) and same_color(p.get_facecolor(), TRACK)]
    assert [bar.get_width() for bar in behind] == pytest.approx(frame["weight"].tolist())
    assert names(ax)[:2] == ["Language", "Competence"]
    assert names(ax)[-1] == "Score"


def test_factor_bars_tell_what_is_left_out_or_usual_without_colour() -> None:
    ax = charts.factor_bars(matched().explain("B1", "M2"))
    told, drawn = dict(zip(names(ax), texts(ax), strict=True)), dict(zip(names(ax), bars(ax), strict=True))
    assert told["Region"] == "left out"
    assert drawn["Region"].get_width() == 0
    assert told["Competence"].endswith("(counts as usual)")
    assert drawn["Competence"].get_hatch()
    assert told["Language"].isdigit()
    assert not drawn["Language"].get_hatch()
    assert sum(int(text.split()[0]) for text in texts(ax)[:-1] if text[0].isdigit()) == int(texts(ax)[-1])


def test_factor_bars_of_several_pairs_are_an_error() -> None:
    explained = mm.match(MENTEES[1:2], MENTORS, on=ON, minimum_score=0).explanations()
    both = pd.concat([explained, explained.assign(mentor_id="M9")])
    with pytest.raises(mm.MentorMatchError, match=r"one pair, and the explanation has 2\..*options_side_by_side"):
        charts.factor_bars(both)


def test_options_have_a_bar_for_each_mentor_and_factor() -> None:
    frames = [matched().explain("B1", mentor) for mentor in ("M1", "M2")]
    ax = charts.options_side_by_side(frames)
    drawn = bars(ax)
    assert len(drawn) == sum(len(frame) for frame in frames)
    assert len(set(entry_looks(ax))) == 2
    assert [entry.split(":")[0] for entry in entries(ax)] == ["M1", "M2"]
    widths = [bar.get_width() for bar in drawn]
    assert widths == pytest.approx([points for frame in frames for points in frame["points"]])
    for row, factor in enumerate(names(ax)):
        heights = [bar.get_y() for bar in drawn if row - 0.5 < bar.get_y() < row + 0.5]
        assert len(heights) == 2, factor
    assert texts(ax).count("left out") == sum(frames[0]["weight"] == 0)


def test_options_take_one_frame_of_many_mentors() -> None:
    frames = [matched().explain("B1", mentor) for mentor in ("M1", "M2")]
    one = charts.options_side_by_side([pd.concat(frames)])
    assert charts.alt_text(one) == charts.alt_text(charts.options_side_by_side(frames))


def test_proposals_are_bars_as_long_as_their_scores() -> None:
    matching = bank(20, 25)
    ax = charts.proposals(matching, 8)
    pairs = matching.pairs.head(8)
    assert names(ax) == [
        f"{mentee} – {mentor}" for mentee, mentor in zip(pairs["mentee_id"], pairs["mentor_id"], strict=True)
    ]
    lengths = [sum(bar.get_width() for bar in bars(ax) if row == round(bar.get_y() + 0.36)) for row in range(8)]
    assert lengths == pytest.approx(pairs["score"].tolist())
    assert [text for text in texts(ax) if "recorded" in text] == [f"{known:.0%} recorded" for known in pairs["known"]]
    bold = [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"]
    assert bold == [f"{score:.0f}" for score in pairs["score"]]


def test_proposals_tell_facts_from_what_counts_as_usual() -> None:
    assert "not recorded: counts as usual" not in entries(charts.proposals(matched()))
    ax = charts.proposals(mm.match(MENTEES[:1], MENTORS[1:2], on=ON))
    assert entries(ax)[-1] == "not recorded: counts as usual"
    assert [str(box.get_hatch()) for box in bars(ax)] == ["", "----", "----", "----"]  # language is recorded


class Team(factors.Factor):
    """A user's own factor."""

    name: ClassVar[str] = "team_spirit"
    sentences: ClassVar = {"en": {"label": "Team", "reason": "Both."}, "nb": {"label": "Lag", "reason": "Begge."}}

    def compare(self, mentees: People, mentors: People) -> Comparison:
        return factors.by_value(mentees.values("interests"), mentors.values("interests"), lambda a, b: factors.FULL)


def test_an_own_factor_is_called_by_its_own_label() -> None:
    matching = mm.match(MENTEES[:1], MENTORS[:1], CompatibilityModel([factors.Language(), Team()]), on=ON)
    assert entries(charts.proposals(matching)) == ["Language", "Team"]
    assert entries(charts.proposals(matching, language="nb")) == ["Språk", "Lag"]
    assert names(charts.factor_bars(matching.explain("B1"))) == ["Language", "team spirit", "Score"]


def values_of(ax: Axes) -> np.ndarray:
    values = ax.images[0].get_array()
    assert values is not None
    return np.ma.filled(values, np.nan)


def test_a_score_map_shows_scores_what_is_not_allowed_and_proposals() -> None:
    matching = matched()
    ax = charts.score_map(matching)
    shown = values_of(ax)
    scores = CompatibilityModel.default().scores(MENTEES[:3], MENTORS)
    assert np.isnan(shown[:, 3]).all()
    assert np.isnan(shown[:, 1]).all()  # the mentor's places are taken by running cases
    assert names(ax) == ["B1", "B2", "B3"]
    frames = [(round(p.get_y() + 0.5), round(p.get_x() + 0.5)) for p in ax.patches if isinstance(p, Rectangle)]
    found = matching.pairs
    assert frames == [
        (names(ax).index(mentee), scores.columns.get_loc(mentor))
        for mentee, mentor in zip(found["mentee_id"], found["mentor_id"], strict=True)
    ]
    for (row, column), score in zip(frames, found["score"], strict=True):
        assert shown[row, column] == score
    assert sorted(texts(ax)) == sorted(f"{value:.0f}" for value in shown[~np.isnan(shown)])
    assert entries(ax) == ["proposed", "not allowed"]
    assert ax.patch.get_hatch()
    assert f"Allowed pairs: {(~np.isnan(shown)).sum()} of 12" in charts.alt_text(ax)


def test_a_score_map_of_a_frame_is_that_frame() -> None:
    table = CompatibilityModel.default().scores(MENTEES, MENTORS)
    ax = charts.score_map(table, language="nb")
    assert np.array_equal(values_of(ax), table.to_numpy(), equal_nan=True)
    assert entries(ax) == ["ikke tillatt"]
    assert ax.images[0].get_clim() == (0, 100)


def test_numbers_stand_only_in_maps_with_room_for_them() -> None:
    assert len(texts(charts.score_map(pd.DataFrame(np.full((3, 16), 7.0))))) == 48
    assert not texts(charts.score_map(pd.DataFrame(np.full((3, 17), 7.0))))


def test_the_load_has_a_box_for_each_place() -> None:
    matching = matched()
    ax = charts.mentor_load(matching)
    drawn = bars(ax)
    rows = [round(box.get_y() + 0.37) for box in drawn]
    mentors = matching.mentors
    expected = np.maximum(mentors["capacity"], mentors["assigned"]).tolist()
    assert [rows.count(row) for row in range(len(mentors))] == expected
    assert entries(ax) == ["running", "proposed", "free", "running, above the places"]
    counts = [[look(box) for box in drawn].count(entry) for entry in entry_looks(ax)]
    assert counts == [2, len(matching.pairs), 7 - 2 - len(matching.pairs), 1]  # M2 has one place and two running cases
    told = [int(number) for number in re.findall(r"\d+", charts.alt_text(ax))]
    assert told == [4, 7, *counts]


def test_moves_are_those_of_diff() -> None:
    before, after = matched(), matched(bans=[("B1", "M1"), ("B2", "M1")])
    changes = before.diff(after)
    assert len(changes)
    ax = charts.moves(before, after)
    ends = [points for line in ax.lines if len(points := np.asarray(line.get_xdata(), dtype=float)) == 2]
    by_gain = changes.sort_values(["points", "mentee_id"], ascending=[False, True])
    assert [end - start for start, end in ends] == pytest.approx(by_gain["points"].tolist())
    assert [name.split(":")[0] for name in names(ax)] == by_gain["mentee_id"].tolist()
    for text, points in zip(texts(ax), by_gain["points"], strict=True):
        assert int(text.replace("−", "-")) == pytest.approx(points, abs=0.51)


def test_somebody_who_loses_the_mentor_goes_to_nobody() -> None:
    people, one = MENTEES[1:3], MENTORS[:1]
    before = mm.match(people[:1], one, on=ON)
    after = mm.match(people[:1], one, on=ON, bans=[("B2", "M1")])
    score = before.pairs["score"][0]
    assert names(charts.moves(before, after)) == ["B2:  M1 → nobody"]
    assert texts(charts.moves(before, after)) == [f"−{score:.0f}"]
    assert names(charts.moves(after, before, language="nb")) == ["B2:  ingen → M1"]
    assert texts(charts.moves(after, before)) == [f"+{score:.0f}"]


# Colours

DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
"""What red, green and blue become for those without green cones (Machado, Oliveira and Fernandes 2009, severity 1)."""


def seen_without_green(colour: str) -> np.ndarray:
    linear = np.array(to_rgb(colour)) ** 2.2
    return np.clip(DEUTERANOPIA @ linear, 0, 1) ** (1 / 2.2)


def test_neighbours_in_a_bar_are_told_apart_without_green_and_all_styles_differ() -> None:
    in_a_bar = list(factor_styles(factor.name for factor in factors.DEFAULT).values())
    for one, next_one in pairwise(in_a_bar):
        far = np.linalg.norm(seen_without_green(one.face) - seen_without_green(next_one.face)) > 0.2
        assert far or one.hatch != next_one.hatch
    assert len(set(STYLES)) == len(STYLES)
    assert len({(style.face, style.usual.face) for style in STYLES}) == 8


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ np.array(to_rgb(c)) ** 2.2) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", [look for style in STYLES for look in (style, style.usual)])
def test_numbers_on_bars_can_be_read(style: Style) -> None:
    assert contrast(style.ink, style.face) > 4
    assert contrast(style.ink, style.face) + 0.3 > max(contrast(ink, style.face) for ink in ("white", INK))


def test_a_factor_looks_the_same_in_every_chart() -> None:
    assert factor_styles(["age", "own"])["age"] == factor_styles(["language", "age"])["age"]
    assert factor_styles(["own"])["own"] not in factor_styles(factor.name for factor in factors.DEFAULT).values()
    assert styles(["M1"])["M1"] == Style(BLUE)


# In a page

NAMESPACE = "{http://www.w3.org/2000/svg}"


@EACH
@IN_BOTH
def test_svg_says_what_it_shows_and_needs_nothing_from_outside(draw: Draw, language: str) -> None:
    ax = draw(None, language)
    text = charts.svg(ax)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("role") == "img"
    title, desc, *_ = root
    assert (title.tag, desc.tag) == (f"{NAMESPACE}title", f"{NAMESPACE}desc")
    assert (title.get("id"), desc.get("id")) == (root.get("aria-labelledby"), root.get("aria-describedby"))
    assert (title.text, desc.text) == (ax.get_title(loc="left"), charts.alt_text(ax))
    shown = " ".join("".join(node.itertext()) for node in root.iter(f"{NAMESPACE}text"))
    assert ax.get_xlabel() in shown  # text is text

    values = [(key, value) for node in root.iter() for key, value in node.attrib.items()]
    ids = [value for key, value in values if key == "id"]
    assert len(ids) == len(set(ids))
    assert not [key for key, _ in values if key == "style" or key.startswith("on") or "}" in key]
    assert {node.tag.removeprefix(NAMESPACE) for node in root.iter()} <= {
        "svg", "title", "desc", "defs", "g", "path", "rect", "text", "use", "image", "clipPath", "pattern",
    }  # fmt: skip
    for key, value in values:
        if key == "href":
            assert value.removeprefix("#") in ids or value.startswith("data:image/png;base64,")
        for target in re.findall(r"url\((.*?)\)", value):
            assert target.removeprefix("#") in ids
        if key in ("fill", "stroke"):
            assert re.fullmatch(r"#[0-9a-f]{6}|none|url\(#.*\)", value)
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert str(DOCS.parent) not in text


def test_svg_colours_are_those_of_the_chart() -> None:
    root = ElementTree.fromstring(charts.svg(charts.factor_bars(ALONE.explain("B1"))))
    fills = {node.get("fill") for node in root.iter(f"{NAMESPACE}path")}
    assert {BLUE.lower(), INK.lower(), TRACK.lower()} <= fills


def test_charts_on_one_page_share_no_id() -> None:
    drawn = [charts.svg(draw(None, "en")) for draw in CHARTS.values()]
    ids = [name for text in drawn for name in re.findall(r' id="([^"]+)"', text)]
    assert len(ids) == len(set(ids))


def test_svg_takes_other_words_and_escapes_them() -> None:
    root = ElementTree.fromstring(charts.svg(charts.mentor_load(matched()), 'Fewer than 3 & more than "1" <b>'))
    assert root[1].text == 'Fewer than 3 & more than "1" <b>'


def test_svg_takes_the_figure_from_pyplot_which_can_still_be_drawn() -> None:
    ax = charts.mentor_load(matched())
    assert charts.svg(ax) == charts.svg(charts.mentor_load(matched()))
    assert not pyplot.get_fignums()
    assert ElementTree.fromstring(charts.svg(ax))[0].text == "Places of the mentors"


def test_svg_is_of_the_whole_figure_of_its_axes() -> None:
    outer = pyplot.figure(figsize=(15, 5), layout="constrained")
    left, right = np.asarray(outer.subfigures(1, 2)).tolist()
    charts.mentor_load(matched(), left.subplots())
    text = charts.svg(charts.moves(matched(), matched(bans=[("B1", "M1")]), right.subplots()))
    assert "Places of the mentors" in text
    assert "Who gets another mentor" in text


def two_charts() -> str:
    matching = bank(8, 9)
    return charts.svg(charts.proposals(matching)) + charts.svg(charts.score_map(matching))


def test_another_process_draws_the_same_characters() -> None:
    code = "import test_charts; print(test_charts.two_charts(), end='')"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == two_charts()


# Pictures of the docs


def test_the_pictures_of_the_docs_are_small_and_always_the_same(tmp_path: Path) -> None:
    make = runpy.run_path(str(DOCS / "make_pictures.py"))
    draw, photographed = make["draw"], {*make["SHEETS"].values(), make["PAGE"]}
    drawn = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        draw(tmp_path / name)
        drawn.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert drawn[0] == drawn[1]
    kept = {path.name: path.read_bytes() for path in (DOCS / "pictures").iterdir()}
    assert kept.keys() == drawn[0].keys() | photographed
    assert all(
        picture.startswith(b"\x89PNG") and len(picture) < 150_000 for picture in (*drawn[0].values(), *kept.values())
    )


@pytest.mark.long
def test_what_a_coordinator_sees_can_be_photographed(tmp_path: Path) -> None:
    make = runpy.run_path(str(DOCS / "make_pictures.py"))
    if make["missing"]():
        pytest.skip(f"not installed: {', '.join(make['missing']())}")
    make["photograph"](tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*make["SHEETS"].values(), make["PAGE"]}
    assert all(20_000 < path.stat().st_size < 150_000 for path in tmp_path.iterdir())
