"""Plots of the views of a case log, drawn with matplotlib (the extra ``plots``). They hold ids, codes and days only.

Each takes the frame of a view, draws on ``ax``, or on new axes of a fitting size, and returns the axes. What it shows
is also said in words, in ``ax.get_label()``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mentormatch.casework.codes import codes, label
from mentormatch.errors import CaseError, check_language
from mentormatch.markup import written
from mentormatch.sentences import number, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from pandas import DataFrame

BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7"
"""The colours of Okabe and Ito (2008), which colour-blind people can tell apart."""
INK, SOFT, TRACK = "#222222", "#6B6B6B", "#ECECEC"
TEXT, SMALL = 9.0, 8.0
"""Sizes of text in points."""

JOINED_DAYS = 45
"""Two ratings further apart are not joined: nothing is known of the time between them."""

CHANGES = {"new": ("^", "full"), "persisting": ("s", "full"), "reduced": ("v", "none"), "gone": ("x", "full")}
"""The marker of each change of a sign, told apart without colour."""

HOURS = {"contact_hours": (BLUE, ""), "guidance_hours": (ORANGE, "////"), "meeting_hours": (GREEN, "\\\\\\\\")}
"""How the hours of a mentor are drawn, by what they were used for."""

CONTACT = {
    "completed": ("o", BLUE, "full"), "attempted": ("o", SOFT, "none"), "no_show": ("X", VERMILLION, "full"),
    "cancelled": ("x", SOFT, "full"),
}  # fmt: skip
"""The marker of each status of a contact."""


def plot_progress(progress: "DataFrame", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """The lines of one case over time, a band a line, from ``progress``: ratings as points, signs as marks of change.

    Ratings are joined only where they are near in time. Raises ``CaseError`` for the progress of several cases.
    """
    language = check_language(language)
    case = _one_case(progress)
    lines = [(name, rows) for name, rows in progress.groupby(["line", "about"], sort=False, dropna=False)]
    title = say("plot.progress.title", language, case=case or say("word.nothing", language))
    ax = _ready(ax, 8.5, 1.3 + 0.42 * len(lines))
    if not lines:
        return _nothing(ax, title, language)
    told = []
    for place, (_, rows) in enumerate(lines):
        ax.axhline(place + 0.5, color=TRACK, linewidth=0.8)
        if rows["change"].notna().any():
            _signs(ax, place, rows)
        else:
            _ratings(ax, place, rows, language)
        told += [str(sentence) for sentence in rows["sentence"]]
    _lanes(ax, [str(rows["label"].iloc[0]) for _, rows in lines])
    _days(ax, language)
    seen = [change for change in codes("change") if (progress["change"] == change).any()]
    handles = [_mark(CHANGES[change], PURPLE, label("change", change, language)) for change in seen]
    return _headed(ax, title, f"{title}. {' '.join(told)}", handles)


def _ratings(ax: "Axes", place: int, rows: "DataFrame", language: str) -> None:
    """A band from the lowest to the highest value of the scale; of all goals, from 20 to 80."""
    known = rows[rows["value"].notna()]
    if known.empty:
        ax.text(0.01, place, say("plot.progress.not_rated", language), transform=ax.get_yaxis_transform(),
                va="center_baseline", fontsize=SMALL, color=SOFT)  # fmt: skip
        return
    low, high = known["low"].fillna(20).astype(float), known["high"].fillna(80).astype(float)
    share = ((known["value"].astype(float) - low) / (high - low)).clip(0, 1)
    heights = (place + 0.32 - 0.64 * share).tolist()
    days = known["on"].tolist()
    for number_, (day, height) in enumerate(zip(days, heights, strict=True)):
        if number_ and (day - days[number_ - 1]).days <= JOINED_DAYS:
            ax.plot([days[number_ - 1], day], [heights[number_ - 1], height], color=SKY, linewidth=1.2)
    ax.plot(days, heights, linestyle="none", marker="o", markersize=5, color=BLUE)
    for day, height, value in zip(days, heights, known["value"].tolist(), strict=True):
        text = number(float(value), language, 0).replace("-", "−")
        ax.annotate(text, (day, height), (4, 3), textcoords="offset points", fontsize=SMALL, color=INK)


def _signs(ax: "Axes", place: int, rows: "DataFrame") -> None:
    for change, (marker, fill) in CHANGES.items():
        days = rows.loc[rows["change"] == change, "on"].tolist()
        ax.plot(days, [place] * len(days), linestyle="none", marker=marker, fillstyle=fill, markersize=7, color=PURPLE)


def plot_workload(workload: "DataFrame", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """The hours of each mentor beside those they are engaged for, from ``workload``: all its periods together.

    The mark is the hours agreed; a mentor without one has no known engagement.
    """
    language, title = check_language(language), say("plot.workload.title", check_language(language))
    mentors = list(dict.fromkeys(workload["mentor_id"].tolist()))
    ax = _ready(ax, 8.0, 1.4 + 0.32 * len(mentors))
    if not mentors:
        return _nothing(ax, title, language)
    told = []
    for place, mentor in enumerate(mentors):
        rows, reached = workload[workload["mentor_id"] == mentor], 0.0
        for column, (colour, hatch) in HOURS.items():
            hours = float(rows[column].sum())
            ax.barh(place, hours, 0.62, reached, color=colour, hatch=hatch, edgecolor="white", linewidth=0.8)
            reached += hours
        agreed = None if rows["hours_agreed"].isna().all() else float(rows["hours_agreed"].sum())
        if agreed is not None:
            ax.plot([agreed, agreed], [place - 0.42, place + 0.42], color=INK, linewidth=2.2)
        words = {"mentor": mentor, "hours": number(reached, language)}
        key = "plot.workload.unknown" if agreed is None else "plot.workload.of"
        of = "" if agreed is None else number(agreed, language)
        told.append(say(key, language, **words, agreed=of) if agreed is not None else say(key, language, **words))
    _lanes(ax, mentors)
    _hours(ax)
    handles: list[Line2D | Patch] = [
        _swatch(colour, hatch, say(f"plot.workload.{column}", language)) for column, (colour, hatch) in HOURS.items()
    ]
    if workload["hours_agreed"].notna().any():
        handles.append(_stroke(say("plot.workload.agreed", language)))
    return _headed(ax, title, f"{title}. {'; '.join(told)}.", handles, x=say("plot.hours", language))


def plot_coverage(coverage: "DataFrame", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """Contact and guidance in hours for each host and supervisor, from ``coverage``; crossed where nobody was there."""
    language, title = check_language(language), say("plot.coverage.title", check_language(language))
    nobody, dash = say("plot.coverage.nobody", language), say("word.nothing", language)
    names = [[name if isinstance(name, str) else None for name in coverage[of]] for of in ("host", "supervisor_id")]
    rows = list(zip(*names, coverage["contact_hours"].tolist(), coverage["guidance_hours"].tolist(), strict=True))
    ax = _ready(ax, 8.0, 1.4 + 0.42 * len(rows))
    if not rows:
        return _nothing(ax, title, language)
    told = []
    for place, (host, who, contact, guidance) in enumerate(rows):
        colour, hatch = (BLUE, "") if who is not None else (VERMILLION, "xxxx")
        ax.barh(place - 0.18, contact, 0.34, color=colour, hatch=hatch, edgecolor="white", linewidth=0.8)
        ax.barh(place + 0.18, guidance, 0.34, color=ORANGE, hatch="////", edgecolor="white", linewidth=0.8)
        values = {"contact": number(contact, language), "guidance": number(guidance, language)}
        told.append(say("plot.coverage.row", language, host=host or dash, who=who or nobody, **values))
    _lanes(ax, [f"{host or dash}: {who or nobody}" for host, who, _, _ in rows])
    _hours(ax)
    handles: list[Line2D | Patch] = [
        _swatch(BLUE, "", say("plot.coverage.contact", language)),
        _swatch(ORANGE, "////", say("plot.coverage.guidance", language)),
    ]
    if any(who is None for _, who, _, _ in rows):
        handles.insert(1, _swatch(VERMILLION, "xxxx", say("plot.coverage.unsupervised", language)))
    return _headed(ax, title, f"{title}. {'; '.join(told)}.", handles, x=say("plot.hours", language))


def plot_timeline(timeline: "DataFrame", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """One case over time, from ``timeline``: contacts by status, and the other records, a lane for each type.

    A line leads from the day a contact was planned for to the day it was held. Raises ``CaseError`` for several cases.
    """
    language = check_language(language)
    case = _one_case(timeline)
    title = say("plot.timeline.title", language, case=case or say("word.nothing", language))
    lanes = [kind for kind in codes("record_type") if (timeline["type"] == kind).any()]
    ax = _ready(ax, 8.5, 1.4 + 0.34 * len(lanes))
    if not lanes:
        return _nothing(ax, title, language)
    contacts = timeline[timeline["type"] == "contact"]
    place = lanes.index("contact") if "contact" in lanes else 0
    for planned, held in zip(contacts["planned_for"].tolist(), contacts["on"].tolist(), strict=True):
        if planned == planned and planned != held:  # a missing day is not itself
            ax.plot([planned, held], [place, place], color=SOFT, linewidth=1.4)
    for status, (marker, colour, fill) in CONTACT.items():
        days = contacts.loc[contacts["outcome"] == status, "on"].tolist()
        ax.plot(days, [place] * len(days), linestyle="none", marker=marker, fillstyle=fill, markersize=6, color=colour)
    for place, kind in enumerate(lanes):
        if kind != "contact":
            days = timeline.loc[timeline["type"] == kind, "on"].tolist()
            ax.plot(days, [place] * len(days), linestyle="none", marker="D", markersize=5, color=GREEN)
    _lanes(ax, [label("record_type", kind, language) for kind in lanes])
    _days(ax, language)
    seen = [status for status in CONTACT if (contacts["outcome"] == status).any()]
    handles = [_mark((marker, fill), colour, label("contact_status", status, language))
               for status, (marker, colour, fill) in CONTACT.items() if status in seen]  # fmt: skip
    lines = zip(timeline["on"].tolist(), timeline["sentence"].tolist(), strict=True)
    told = " ".join(f"{written(day, language)}: {text}" for day, text in lines)
    return _headed(ax, title, f"{title}. {told}", handles)


def _one_case(frame: "DataFrame") -> str | None:
    cases = list(dict.fromkeys(frame["case_id"].tolist()))
    if len(cases) > 1:
        raise CaseError.of("plot_one_case", count=len(cases))
    return str(cases[0]) if cases else None


def _ready(ax: "Axes | None", width: float, height: float) -> "Axes":
    """The axes to draw on: the given ones, or new ones on a figure of pyplot's of this size in inches."""
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError as missing:
        raise CaseError.of("plots_missing") from missing
    return pyplot.subplots(figsize=(width, max(height, 1.8)), layout="constrained")[1]


def _lanes(ax: "Axes", names: Sequence[str]) -> None:
    ax.set_yticks(range(len(names)), list(names))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_axisbelow(True)


def _hours(ax: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    ax.set_xlim(0, max(1.0, ax.get_xlim()[1]))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.grid(axis="x", color=TRACK, linewidth=0.8)


def _days(ax: "Axes", language: str) -> None:
    from matplotlib.dates import AutoDateLocator, num2date
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=5))  # type: ignore[no-untyped-call]  # matplotlib has no type for it
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: written(num2date(value).date(), language)))  # type: ignore[no-untyped-call]  # as above
    ax.grid(axis="x", color=TRACK, linewidth=0.8)
    ax.margins(x=0.06)


def _headed(ax: "Axes", title: str, alt: str, handles: "Sequence[Line2D | Patch]" = (), *, x: str = "") -> "Axes":
    """The axes with title, labels, a legend that covers nothing, and what they say to those who do not see them."""
    ax.set_title(title, loc="left", fontsize=TEXT + 2, color=INK, pad=24 if handles else 8)
    ax.set_xlabel(x, fontsize=TEXT, color=INK)
    ax.tick_params(labelsize=SMALL, labelcolor=INK, length=0, pad=6)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    if handles:
        ax.legend(
            handles=list(handles), loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), borderaxespad=0.3,
            frameon=False, fontsize=SMALL, labelcolor=INK, handlelength=1.4, handleheight=1.0,
        )  # fmt: skip
    ax.set_label(alt)
    return ax


def _nothing(ax: "Axes", title: str, language: str) -> "Axes":
    text = say("chart.nothing", language)
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, fontsize=TEXT, color=INK)
    return _headed(ax, title, f"{title}. {text}")


def _swatch(colour: str, hatch: str, text: str) -> "Patch":
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=text)


def _mark(style: tuple[str, str], colour: str, text: str) -> "Line2D":
    from matplotlib.lines import Line2D

    marker, fill = style
    return Line2D([], [], linestyle="none", marker=marker, fillstyle=fill, color=colour, label=text)  # type: ignore[arg-type]  # the stubs want literals


def _stroke(text: str) -> "Line2D":
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="none", marker="|", markersize=11, markeredgewidth=2.2, color=INK, label=text)
