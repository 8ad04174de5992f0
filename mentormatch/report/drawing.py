"""What every chart shares: its axes, colours and hatches that everybody can tell apart, and room for its labels."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mentormatch.compatibility import factors
from mentormatch.errors import MentorMatchError
from mentormatch.sentences import say

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.axis import XAxis, YAxis
    from matplotlib.image import AxesImage
    from matplotlib.patches import Patch
    from numpy.typing import NDArray

BLUE, ORANGE, GREEN, YELLOW = "#0072B2", "#E69F00", "#009E73", "#F0E442"
VERMILLION, SKY, PURPLE, BLACK = "#D55E00", "#56B4E9", "#CC79A7", "#000000"
"""The colours of Okabe and Ito (2008), which colour-blind people can tell apart."""
INK, SOFT, TRACK = "#222222", "#6B6B6B", "#ECECEC"

TEXT = 9.0
"""Size of text in points."""
SMALL = 8.0
"""Nothing is written smaller."""
ROOM = 0.15
"""Inches from one label to the next."""


class Style(NamedTuple):
    """How the bars of one thing are filled."""

    face: str
    hatch: str = ""
    edge: str = "white"

    @property
    def usual(self) -> "Style":
        """The same where points rest on no fact, but on the usual value: pale and lined."""
        pale = "".join(f"{255 - (255 - channel) * 2 // 5:02X}" for channel in self._rgb)
        return Style(f"#{pale}", "----", SOFT)

    @property
    def ink(self) -> str:
        """The colour to write with on these bars: the one of more contrast (relative luminance of WCAG 2)."""
        red, green, blue = ((channel / 255) ** 2.2 for channel in self._rgb)
        return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.2 else INK

    @property
    def _rgb(self) -> bytes:
        return bytes.fromhex(self.face[1:])


STYLES = (
    Style(BLUE), Style(ORANGE), Style(GREEN), Style(YELLOW),
    Style(VERMILLION, "\\\\\\"), Style(SKY), Style(PURPLE, "\\\\\\"), Style(BLACK),
    Style(BLUE, "///"), Style(ORANGE, "///"), Style(GREEN, "///"), Style(YELLOW, "///", SOFT),
    Style(VERMILLION, "xxx"), Style(SKY, "///"), Style(PURPLE, "xxx"), Style(BLACK, "///"),
)  # fmt: skip
"""Neighbours differ in lightness or hatch too, for those who see no colour at all."""

FORBIDDEN = Style("#F2F2F2", "/////", "#B5B5B5")
"""A pair that is not allowed."""


def styles(names: Iterable[str]) -> dict[str, Style]:
    """A style for each name, in order: eight colours, then the same with another hatch, then again.

    >>> styles("abcdefghi")["i"]
    Style(face='#0072B2', hatch='///', edge='white')
    """
    return {name: STYLES[place % len(STYLES)] for place, name in enumerate(dict.fromkeys(names))}


def factor_styles(names: Iterable[str]) -> dict[str, Style]:
    """A style for each of these factors: one of the library has the same in every chart, a user's own come after."""
    wanted = list(names)
    every = styles([*(factor.name for factor in factors.DEFAULT), *wanted])
    return {name: style for name, style in every.items() if name in wanted}


def ready(ax: "Axes | None", width: float, height: float) -> "Axes":
    """The axes to draw on: the given ones, or new ones on a figure of pyplot's of this size in inches."""
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError as missing:
        raise MentorMatchError.of("plots_missing") from missing
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def headed(
    ax: "Axes", title: str, alt: str, *, x: str = "", y: str = "",
    above: "Sequence[Patch]" = (), beside: "Sequence[Patch]" = (),
) -> "Axes":  # fmt: skip
    """The axes with title, labels, a legend that covers nothing, and what they say to those who do not see them."""
    ax.set_title(title, loc="left", fontsize=TEXT + 2, color=INK, pad=24 if above else 8)
    ax.set_xlabel(x, fontsize=TEXT, color=INK)
    ax.set_ylabel(y, fontsize=TEXT, color=INK)
    ax.tick_params(labelsize=SMALL, labelcolor=INK, length=0, pad=6)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    if above or beside:
        ax.legend(
            handles=[*above, *beside],
            loc="lower left" if above else "upper left",
            bbox_to_anchor=(0.0, 1.0) if above else (1.01, 1.0),
            ncols=max(len(above), 1),
            borderaxespad=0.3,
            frameon=False,
            fontsize=SMALL,
            labelcolor=INK,
            handlelength=1.4,
            handleheight=1.0,
        )
    ax.set_label(alt)
    return ax


def alt_text(ax: "Axes") -> str:
    """What a chart of this library says to those who do not see it: its numbers in words."""
    return str(ax.get_label())


def nothing(ax: "Axes", title: str, language: str) -> "Axes":
    """A chart of nothing says so."""
    text = say("chart.nothing", language)
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, fontsize=TEXT, color=INK)
    return headed(ax, title, f"{title}. {text}")


def scaled(ax: "Axes", names: Sequence[str], most: float, room: float = 0.06) -> None:
    """A scale of whole units up to ``most`` with room for labels after it, and a line a name, the first on top."""
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]).tick_values(0, most)
    ax.set_xticks([tick for tick in ticks if tick <= most])
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.set_xlim(0, most * (1 + room))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_axisbelow(True)
    ax.grid(axis="x", color=TRACK, linewidth=0.8)
    tick_labels(ax.yaxis, names)


def tick_labels(axis: "XAxis | YAxis", labels: Sequence[str]) -> None:
    """A label for every place on the axis, or for every second, third … where they would overlap."""
    step = max(1, -(-len(labels) // max(1, int(_inches(axis) / ROOM))))
    axis.set_ticks(range(0, len(labels), step), list(labels)[::step])


def _inches(axis: "XAxis | YAxis") -> float:
    """The length of an axis, before labels take their part of it."""
    box = axis.axes.get_window_extent()
    return float(box.width if axis is axis.axes.xaxis else box.height) / axis.axes.figure.dpi


def bar(ax: "Axes", y: float, left: float, width: float, height: float, style: Style) -> None:
    """One horizontal bar."""
    face, hatch, edge = style
    ax.barh(y, width, height, left, facecolor=face, edgecolor=edge, hatch=hatch, linewidth=0.8)


def write(
    ax: "Axes", x: float, y: float, text: str, *, size: float = TEXT, bold: bool = False, align: str = "left"
) -> None:
    """A label beside a point of the chart."""
    weight = "bold" if bold else "normal"
    ax.text(x, y, text, ha=align, va="center_baseline", color=INK, fontsize=size, weight=weight)


def write_in(ax: "Axes", x: float, y: float, text: str, style: Style) -> None:
    """A label in the middle of a bar or cell, readable on its colour and hatch."""
    behind = {"facecolor": style.face, "edgecolor": "none", "pad": 0.6} if style.hatch else None
    ax.text(x, y, text, ha="center", va="center_baseline", fontsize=SMALL, color=style.ink, bbox=behind)


def arrow(ax: "Axes", y: float, start: float, end: float, colour: str) -> None:
    """A horizontal arrow from an open dot; its tip is seen however short it is."""
    ax.plot([start, end], [y, y], color=colour, linewidth=1.6)
    ax.plot(start, y, color=colour, clip_on=False, marker="o", markersize=5, markerfacecolor="white")
    ax.plot(end, y, color=colour, clip_on=False, marker="<" if end < start else ">", markersize=6)


def cells(
    ax: "Axes", values: "NDArray[np.float64]", framed: Iterable[tuple[int, int]], *, numbered: bool
) -> "AxesImage":
    """A heat map of 0 to 100 points; NaN shows the hatch behind."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    colours = LinearSegmentedColormap.from_list("points", ["#FFFFFF", SKY, BLUE, "#00344F"])
    ax.patch.set(facecolor=FORBIDDEN.face, edgecolor=FORBIDDEN.edge, hatch=FORBIDDEN.hatch)
    image = ax.imshow(values, cmap=colours, vmin=0, vmax=100, aspect="auto", interpolation="none")
    thick = min(1.6, max(0.8, 9 * _inches(ax.yaxis) / len(values)))  # points: an eighth of a cell
    for row, column in framed:
        frame = Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=thick)
        frame.set_path_effects([withStroke(linewidth=2 * thick, foreground="white")])  # seen on light and on dark
        ax.add_patch(frame)
    for row, line in enumerate(values.tolist() if numbered else ()):
        for column, value in enumerate(line):
            if value == value:  # a number
                write_in(ax, column, row, f"{value:.0f}", Style(to_hex(colours(value / 100))))
    return image


def swatch(style: Style, text: str) -> "Patch":
    """An entry of a legend."""
    from matplotlib.patches import Patch

    face, hatch, edge = style
    return Patch(facecolor=face, edgecolor=edge, hatch=hatch, label=text)
