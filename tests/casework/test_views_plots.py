"""Plots of views: what they show and say, on any log, in both languages, on given axes and on new ones."""

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from view_logs import ENGAGED, ON, contradictory, on, one_case, opened

from mentormatch import supervision as sv
from mentormatch.errors import CaseError


def of_one(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["case_id"] == "S1"]


PLOTS: dict[str, Callable[[sv.CaseLog, Axes | None, str], Axes]] = {
    "progress": lambda log, ax, say: sv.plot_progress(of_one(sv.progress(log, on=ON, language=say)), ax, say),
    "workload": lambda log, ax, say: sv.plot_workload(sv.workload(log, ENGAGED, on=ON), ax, say),
    "coverage": lambda log, ax, say: sv.plot_coverage(sv.coverage(log, on=ON), ax, say),
    "timeline": lambda log, ax, say: sv.plot_timeline(of_one(sv.timeline(log, on=ON, language=say)), ax, say),
}


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pyplot.switch_backend("agg")
    yield
    pyplot.close("all")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("make", [sv.CaseLog, one_case, contradictory])
@pytest.mark.parametrize("plot", PLOTS)
def test_every_plot_is_drawn_of_every_log(plot: str, make: Callable[[], sv.CaseLog], language: str) -> None:
    figure = Figure()
    ax = figure.subplots()
    assert PLOTS[plot](make(), ax, language) is ax
    figure.draw_without_rendering()
    title = ax.get_title(loc="left")
    assert title
    assert str(ax.get_label()).startswith(title)
    drawn = PLOTS[plot](make(), None, language)
    assert drawn in pyplot.gcf().axes
    assert drawn.get_label() == ax.get_label()


@pytest.mark.parametrize("plot", ["progress", "coverage", "timeline"])
def test_a_plot_of_nothing_says_so(plot: str) -> None:
    ax = PLOTS[plot](sv.CaseLog(), Figure().subplots(), "nb")
    assert [text.get_text() for text in ax.texts] == ["Ingenting å vise."]


def test_the_hours_in_the_bars_are_those_of_the_frame() -> None:
    frame = sv.workload(one_case(), ENGAGED, on=ON)
    ax = sv.plot_workload(frame, Figure().subplots())
    bars = [bar.get_width() for bar in ax.patches if isinstance(bar, Rectangle)]
    columns = ("contact_hours", "guidance_hours", "meeting_hours")
    assert bars == [pytest.approx(float(frame[column].sum())) for column in columns]
    assert "M1: 2.3 of 47.4 hours" in str(ax.get_label())
    unknown = sv.plot_workload(sv.workload(one_case(), on=ON), Figure().subplots())
    assert "M1: 2.3 hours, engagement not known" in str(unknown.get_label())


def test_ratings_far_apart_are_not_joined() -> None:
    days = ("2026-09-10", "2026-09-20", "2026-11-20")
    ratings = [
        on(sv.Rating, day, id=f"a{day}", by="M1", case_id="S1", scale="importance", value=value)
        for day, value in zip(days, (2, 4, 9), strict=True)
    ]
    ax = sv.plot_progress(sv.progress(sv.CaseLog([*opened(), *ratings]), on=ON), Figure().subplots())
    strokes = [line.get_xydata() for line in ax.lines if line.get_linestyle() == "-" and line.get_marker() == "None"]
    days_of = [[str(np.datetime64(int(x), "D")) for x in np.asarray(stroke)[:, 0]] for stroke in strokes]
    joined = [tuple(of) for of in days_of if of[0].startswith("2026")]
    assert joined == [(days[0], days[1])]


def test_contact_while_nobody_supervised_is_told_apart() -> None:
    held = on(sv.Contact, "2026-10-01", id="k1", by="M1", case_id="S1", kind="phone", status="completed", minutes=90)
    ax = sv.plot_coverage(sv.coverage(sv.CaseLog([*opened(), held]), on=ON), Figure().subplots())
    assert str(ax.get_label()) == "Contact and guidance. Bergen, no supervisor: 1.5 hours of contact, 0 of guidance."
    legend = ax.get_legend()
    assert legend is not None
    assert "contact while nobody supervised" in [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize("view", [(sv.timeline, sv.plot_timeline), (sv.progress, sv.plot_progress)])
def test_one_case_a_plot(view: tuple[Callable[..., pd.DataFrame], Callable[..., Axes]]) -> None:
    make, plot = view
    with pytest.raises(CaseError, match="and the plot shows one"):
        plot(make(contradictory(), on=ON), Figure().subplots())


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(CaseError, match="Install it"):
        sv.plot_workload(sv.workload(one_case(), on=ON))
