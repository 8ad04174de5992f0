"""Charts of pairs and matchings, drawn with matplotlib (the extra ``plots``). They hold ids only.

Each draws on ``ax``, or on new axes of a fitting size, and returns the axes; ``alt_text(ax)`` is what it says in words,
``svg(ax)`` makes it a part of a page.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mentormatch.errors import MentorMatchError, check_language
from mentormatch.parts import Part, label, parts, score
from mentormatch.report.drawing import (
    BLUE,
    FORBIDDEN,
    INK,
    ORANGE,
    SMALL,
    SOFT,
    TEXT,
    TRACK,
    VERMILLION,
    Style,
    alt_text,
    arrow,
    bar,
    cells,
    factor_styles,
    headed,
    nothing,
    ready,
    scaled,
    styles,
    swatch,
    tick_labels,
    write,
    write_in,
)  # fmt: skip
from mentormatch.report.svg import svg
from mentormatch.sentences import number, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from mentormatch.matching import Matching

__all__ = [
    "alt_text", "factor_bars", "mentor_load", "moves", "options_side_by_side", "proposals", "score_map", "svg",
]  # fmt: skip

WITH_NUMBERS = 16
"""A heat map of so many mentors or fewer has the points in its cells."""

LOAD = {
    "running": Style(BLUE),
    "proposed": Style(ORANGE, "////", INK),
    "free": Style("#FFFFFF", edge=SOFT),
    "over": Style(VERMILLION, "xxxx"),
}
"""How the places of a mentor are drawn, by what they are used for."""


def factor_bars(explanation: "DataFrame", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """A waterfall of one pair, from ``Matching.explain`` or ``Proposal.explain``: the factors' points make the score.

    The pale bar is what the factor could have given. Raises ``MentorMatchError`` for an explanation of several pairs.

    >>> import mentormatch as mm
    >>> from matplotlib.figure import Figure
    >>> matching = mm.match([mm.Mentee(id="B1", languages="somali")], [mm.Mentor(id="M1", languages="somali B2")])
    >>> factor_bars(matching.explain("B1"), Figure().subplots()).get_title(loc="left")
    'M1: 80 points'
    """
    pairs, language = parts([explanation]), check_language(language)
    if len(pairs) > 1:
        raise MentorMatchError.of("chart_one_pair", count=len(pairs))
    rows = next(iter(pairs.values()), [])
    ax = ready(ax, 7.5, 1.2 + 0.3 * len(rows))
    if not rows:
        return nothing(ax, say("chart.score", language), language)
    words_at_the_end = any(part.rests_on != "recorded" for part in rows)
    names = [*(label(part.factor, language) for part in rows), say("chart.score", language)]
    scaled(ax, names, 100, room=0.25 if words_at_the_end else 0.06)
    reached = 0.0
    for row, part in enumerate(rows):
        bar(ax, row, reached, part.weight / 100, 0.64, Style(TRACK))
        bar(ax, row, reached, part.points / 100, 0.64, _style(Style(BLUE), part))
        write(ax, reached + part.weight / 100 + 1, row, _told(part, language))
        reached += part.points / 100
        ax.plot([reached, reached], [row - 0.32, row + 1.32], color=SOFT, linewidth=0.8)
    bar(ax, len(rows), 0, reached, 0.64, Style(INK))
    write(ax, reached + 1, len(rows), str(score(rows)), bold=True)
    words: dict[str, object] = {"mentor": next(iter(pairs))[1], "score": score(rows)}
    alt = say("chart.factor_bars.alt", language, **words, factors=_in_words(rows, language))
    return headed(ax, say("chart.factor_bars.title", language, **words), alt, x=say("chart.points", language))


def options_side_by_side(explanations: "Iterable[DataFrame]", ax: "Axes | None" = None, language: str = "en") -> "Axes":
    """One person's options side by side: the points of each factor, a bar a mentor; the pale bar is what it could give.

    ``explanations`` are those of several mentors: ``[proposal.explain(m) for m in proposal.options["mentor_id"]]``.
    """
    pairs, language = {mentor: rows for (_, mentor), rows in parts(explanations).items()}, check_language(language)
    factors = list(dict.fromkeys(part.factor for rows in pairs.values() for part in rows))
    title, height = say("chart.options.title", language), 0.8 / max(len(pairs), 1)
    ax = ready(ax, 8.0, 1.2 + len(factors) * (0.12 + 0.16 * len(pairs)))
    if not pairs:
        return nothing(ax, title, language)
    widest = max(part.weight for rows in pairs.values() for part in rows) / 100
    scaled(ax, [label(factor, language) for factor in factors], widest, room=0.3)
    look = styles(pairs)
    for place, (mentor, rows) in enumerate(pairs.items()):
        for part in rows:
            y = factors.index(part.factor) - 0.4 + height * (place + 0.5)
            bar(ax, y, 0, part.weight / 100, height, Style(TRACK))
            bar(ax, y, 0, part.points / 100, height * 0.9, _style(look[mentor], part))
            if part.weight:
                write(ax, part.weight / 100 + widest / 100, y, _told(part, language), size=SMALL)
            elif not place:  # what is left out is so for this person, with every mentor
                write(ax, widest / 100, factors.index(part.factor), _told(part, language), size=SMALL)
    named = {
        mentor: say("chart.options.mentor", language, mentor=mentor, score=score(of)) for mentor, of in pairs.items()
    }
    entries = [swatch(look[mentor], text) for mentor, text in named.items()]
    told = "; ".join(f"{text} ({_in_words(pairs[mentor], language)})" for mentor, text in named.items())
    alt = say("chart.options.alt", language, mentors=told)
    return headed(ax, title, alt, x=say("chart.points", language), beside=entries)


def proposals(matching: "Matching", n: int = 10, ax: "Axes | None" = None, language: str | None = None) -> "Axes":
    """The first ``n`` proposals, a bar each: points by factor, and how much of the score rests on recorded facts."""
    language = check_language(language or matching.language)
    pairs = dict(list(parts([matching.explanations(language)]).items())[:n])
    title = say("chart.proposals.title", language)
    ax = ready(ax, 9.0, 1.2 + max(0.34 * len(pairs), 2.8 * bool(pairs)))
    if not pairs:
        return nothing(ax, title, language)
    scaled(ax, [f"{mentee} – {mentor}" for mentee, mentor in pairs], 100, room=0.22)
    ax.set_ylim(max(len(pairs), 8) - 0.4, -0.6)  # bars no thicker for being few
    look = factor_styles(part.factor for rows in pairs.values() for part in rows if part.points)
    for row, (rows, known) in enumerate(zip(pairs.values(), matching.pairs["known"].tolist()[:n], strict=True)):
        reached = 0.0
        for part in rows:
            if part.points:
                style, points = _style(look[part.factor], part), part.points / 100
                bar(ax, row, reached, points, 0.72, style)
                if points >= 3:  # a number of two digits has room
                    write_in(ax, reached + points / 2, row, str(part.whole), style)
                reached += points
        write(ax, reached + 1, row, str(score(rows)), bold=True)
        text = say("chart.proposals.known", language, percent=round(100 * known))
        write(ax, 122, row, text, size=SMALL, align="right")
    own = {factor.name: factor.label(language) for factor in matching.model.factors}
    handles = [swatch(style, label(factor, language, own)) for factor, style in look.items()]
    if any(part.rests_on == "usual" for rows in pairs.values() for part in rows):
        handles.append(swatch(Style(SOFT).usual, say("chart.proposals.usual", language)))
    told = "; ".join(f"{mentee} – {mentor} {score(rows)}" for (mentee, mentor), rows in pairs.items())
    alt = say("chart.proposals.alt", language, pairs=told)
    return headed(ax, title, alt, x=say("chart.points", language), beside=handles)


def score_map(scores: "Matching | DataFrame", ax: "Axes | None" = None, language: str | None = None) -> "Axes":
    """Scores of mentees x mentors: the darker, the more points; what is not allowed is hatched, proposals are framed.

    ``scores`` are a matching or what ``CompatibilityModel.scores`` gives: NaN where a pair is not allowed.
    """
    from pandas import DataFrame

    if isinstance(scores, DataFrame):
        table, framed = scores, list[tuple[int, int]]()
        language = check_language(language or "en")
    else:
        table, found = _scores(scores), scores.assignment
        framed = list(zip(found.rows.tolist(), found.columns.tolist(), strict=True))
        language = check_language(language or scores.language)
    rows, columns = table.shape
    numbered = columns <= WITH_NUMBERS
    title = say("chart.score_map.title", language, mentees=rows, mentors=columns)
    width, height = 2 + (0.42 if numbered else 0.17) * columns, 1.6 + (0.24 if numbered else 0.17) * rows
    ax = ready(ax, min(max(width, 6.0), 16.0), min(max(height, 2.4), 16.0))
    if table.empty:
        return nothing(ax, title, language)
    image = cells(ax, table.to_numpy(), framed, numbered=numbered)
    scale = ax.figure.colorbar(image, ax=ax, pad=0.01, fraction=0.03, aspect=30)
    scale.set_label(say("chart.points", language), fontsize=TEXT, color=INK)
    scale.ax.tick_params(labelsize=SMALL, labelcolor=INK, length=0)
    scale.outline.set_visible(False)
    tick_labels(ax.xaxis, [str(name) for name in table.columns])
    tick_labels(ax.yaxis, [str(name) for name in table.index])
    ax.tick_params(axis="x", labelrotation=0 if numbered else 90)
    entries = [(Style("#FFFFFF", edge=INK), "chart.proposed")] if framed else []
    entries += [(FORBIDDEN, "chart.forbidden")] if table.isna().any(axis=None) else []
    handles = [swatch(style, say(key, language)) for style, key in entries]
    allowed = [value for line in table.to_numpy().tolist() for value in line if value == value]  # NaN is not itself
    values = {"mentees": rows, "mentors": columns, "pairs": rows * columns, "allowed": len(allowed)}
    reach = [number(value, language, 0) for value in (min(allowed), max(allowed))] if allowed else ["0", "0"]
    alt = say("chart.score_map.alt", language, **values, lowest=reach[0], highest=reach[1], proposed=len(framed))
    mentor, mentee = say("chart.mentor", language), say("chart.mentee", language)
    return headed(ax, title, alt, x=mentor, y=mentee, above=handles)


def _scores(matching: "Matching") -> "DataFrame":
    """The scores a matching was solved with: those waiting x mentors, NaN also for bans and a minimum score."""
    from pandas import DataFrame

    solved = matching._solved  # within the package: the people and the matrix are kept nowhere else
    values = DataFrame(solved.problem.scores / 100, solved.encoded.mentees.ids, solved.encoded.mentors.ids)
    return values.where(solved.problem.allowed)


def mentor_load(matching: "Matching", ax: "Axes | None" = None, language: str | None = None) -> "Axes":
    """The places of every mentor, a box each: running cases, proposals, free; running cases beyond them are crossed."""
    language = check_language(language or matching.language)
    mentors, proposed = matching.mentors, Counter(matching.pairs["mentor_id"])
    title = say("chart.mentor_load.title", language)
    ax = ready(ax, 6.0, min(1.3 + 0.19 * len(mentors), 40.0))
    if mentors.empty:
        return nothing(ax, title, language)
    scaled(ax, mentors["mentor_id"].tolist(), max(mentors["capacity"].max(), mentors["assigned"].max(), 1))
    found = Counter[str]()
    columns = (mentors[name].tolist() for name in ("mentor_id", "capacity", "assigned"))
    for row, (mentor, places, used) in enumerate(zip(*columns, strict=True)):
        running = used - proposed[mentor]
        counts = {
            "running": min(running, places),
            "proposed": proposed[mentor],
            "free": max(places - used, 0),
            "over": max(running - places, 0),
        }
        found.update(counts)
        for place, use in enumerate(Counter(counts).elements()):
            bar(ax, row, place + 0.05, 0.9, 0.74, LOAD[use])
    entries = [swatch(LOAD[use], say(f"chart.mentor_load.{use}", language)) for use in LOAD if found[use]]
    alt = say("chart.mentor_load.alt", language, mentors=len(mentors), places=mentors["capacity"].sum(), **found)
    return headed(ax, title, alt, x=say("chart.mentor_load.places", language), above=entries)


def moves(matching: "Matching", other: "Matching", ax: "Axes | None" = None, language: str | None = None) -> "Axes":
    """Who has another mentor in the other matching: an arrow each, from the points now to the points then.

    Those who gain most come first; somebody without a mentor has 0 points.
    """
    language = check_language(language or matching.language)
    nobody, moved = say("word.nobody", language), matching.diff(other).fillna({"from_mentor": "", "to_mentor": ""})
    title = say("chart.moves.title", language)
    ax = ready(ax, 7.5, min(1.3 + 0.28 * len(moved), 40.0))
    if moved.empty:
        return nothing(ax, title, language)
    before = dict(zip(matching.pairs["mentee_id"], matching.pairs["score"], strict=True))
    moved = moved.sort_values(["points", "mentee_id"], ascending=[False, True])
    columns = (moved[name].tolist() for name in ("mentee_id", "from_mentor", "to_mentor", "points"))
    rows = [(mentee, old or nobody, new or nobody, change) for mentee, old, new, change in zip(*columns, strict=True)]
    scaled(ax, [f"{mentee}:  {old} → {new}" for mentee, old, new, _ in rows], 100)
    told = []
    for row, (mentee, old, new, change) in enumerate(rows):
        start = before.get(mentee, 0.0)
        arrow(ax, row, start, start + change, VERMILLION if change < 0 else BLUE)
        text = _signed(change, language)
        write(ax, max(start, start + change) + 2, row, text)
        told.append(say("chart.moves.move", language, mentee=mentee, old=old, new=new, change=text))
    alt = say("chart.moves.alt", language, count=len(rows), moves="; ".join(told))
    return headed(ax, title, alt, x=say("chart.moves.points", language))


def _signed(change: float, language: str) -> str:
    """'+5', '−12' or '0', in whole points."""
    text = number(abs(change), language, 0)
    return text if text == "0" else f"{'−' if change < 0 else '+'}{text}"


def _style(style: Style, part: Part) -> Style:
    return style.usual if part.rests_on == "usual" else style


def _told(part: Part, language: str) -> str:
    """What is written at a bar: its points, and in words what a colour cannot say alone."""
    if part.rests_on == "left_out":
        return say("chart.left_out", language)
    return f"{part.whole} ({say('chart.usual', language)})" if part.rests_on == "usual" else str(part.whole)


def _in_words(rows: Iterable[Part], language: str) -> str:
    return ", ".join(f"{label(part.factor, language)} {_told(part, language)}" for part in rows)
