"""What a reader sees of a pair: bars in whole points that add up, and sentences; as parts of pages and of notebooks."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mentormatch.compatibility import CompatibilityModel
from mentormatch.explanation import ABOUT_EQUAL, Move
from mentormatch.markup import counted, render, style
from mentormatch.parts import Pair, Part, parts, score
from mentormatch.sentences import has, number, say

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN_IN_A_NOTEBOOK = 20
"""Proposals that a notebook shows before it only counts; the frame has them all."""

SIDE_BY_SIDE = 3
"""Options in one table; further ones stand in a table of their own."""

Facts = Mapping[Hashable, Any]  # a row of a frame: its cells are of several types
"""One row of an explanation, by column."""


class Matched(Protocol):
    """What a card needs of a ``Matching``."""

    @property
    def model(self) -> CompatibilityModel: ...
    @property
    def language(self) -> str: ...
    @property
    def pairs(self) -> "DataFrame": ...
    @property
    def unmatched(self) -> "DataFrame": ...
    @property
    def notice(self) -> str: ...
    def explanations(self, language: str | None = None) -> "DataFrame": ...


class Shortlisted(Protocol):
    """What a card needs of a ``Proposal``."""

    @property
    def mentee_id(self) -> str: ...
    @property
    def model(self) -> CompatibilityModel: ...
    @property
    def language(self) -> str: ...
    @property
    def options(self) -> "DataFrame": ...
    @property
    def notice(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def waiting(self) -> int: ...
    def explain(self, mentor_id: str, language: str | None = None) -> "DataFrame": ...
    def flags(self, mentor_id: str) -> tuple[str, ...]: ...
    def moves(self, mentor_id: str) -> tuple[Move, ...]: ...


@dataclass(frozen=True)
class Bar:
    """One factor of a pair: the whole points it gives, and the points it could give as they are written.

    ``filled`` and ``most`` are the same exactly, in percent of the factor that counts most in this case. ``usual``: the
    points rest on no fact, the usual value stands in for it. ``values`` are those of both.
    """

    label: str
    points: int
    weight: str
    filled: float
    most: float
    usual: bool
    sentence: str
    values: str


@dataclass(frozen=True)
class Card:
    """One pair: the score in whole points, how much of it is known (percent), a bar for each factor that counts, and
    what does not count with the reason."""

    mentee: str
    mentor: str
    name: str
    score: int
    known: int
    bars: tuple[Bar, ...]
    unused: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Option:
    """One mentor of a shortlist: its card, what the choice takes from others, what to ask first, and whether the next
    options are about equal (``equal`` counts them, from the first of a run; 0 for those after it)."""

    card: Card
    takes: tuple[str, ...]
    asks: tuple[str, ...]
    equal: int


def pair_cards(matching: Matched, names: Mapping[str, str]) -> list[Card]:
    """The card of every proposal; ``names`` are those of mentors, by id."""
    known = matching.pairs.set_index(["mentee_id", "mentor_id"])["known"].to_dict()
    explained = _explained(matching.explanations())
    return [_card(pair, rows, known[pair], matching, names) for pair, rows in explained.items()]


def options(proposal: Shortlisted, names: Mapping[str, str]) -> list[Option]:
    """The options of a shortlist; those who wait are counted, never named."""
    rows = proposal.options.to_dict("records")
    worth = [(round(row["score"] * 100), row["people"]) for row in rows]
    tables = [worth[first : first + SIDE_BY_SIDE] for first in range(0, len(worth), SIDE_BY_SIDE)]
    runs = [run for table in tables for run in _about_equal(table)]
    explained = [_explained(proposal.explain(row["mentor_id"]))["", row["mentor_id"]] for row in rows]
    return [
        Option(
            _card((proposal.mentee_id, row["mentor_id"]), factors, row["known"], proposal, names),
            tuple(_takes(proposal, row["people"], row["points"], proposal.moves(row["mentor_id"]))),
            proposal.flags(row["mentor_id"]),
            equal,
        )
        for row, factors, equal in zip(rows, explained, runs, strict=True)
    ]


def _explained(explanations: "DataFrame") -> dict[Pair, list[tuple[Facts, Part]]]:
    """Each factor of each pair: its row of the explanation, and what it gives in whole points."""
    rows = defaultdict[Pair, list[Facts]](list)
    for row in explanations.to_dict("records"):
        rows[row.get("mentee_id", ""), row["mentor_id"]].append(row)
    return {pair: list(zip(rows[pair], shares, strict=True)) for pair, shares in parts([explanations]).items()}


def _card(
    pair: Pair,
    rows: Sequence[tuple[Facts, Part]],
    known: float,
    of: Matched | Shortlisted,
    names: Mapping[str, str],
) -> Card:
    labels = {factor.name: factor.label(of.language) for factor in of.model.factors}
    heaviest = max((share.weight for _, share in rows), default=0) or 1
    bars = tuple(
        Bar(
            label=labels[share.factor],
            points=share.whole,
            weight=f"{share.weight / 100:.1f}".replace(".", say("word.decimal_sign", of.language)),
            filled=round(100 * share.points / heaviest, 2),
            most=round(100 * share.weight / heaviest, 2),
            usual=share.rests_on == "usual",
            sentence=row["reason"],
            values=_values(share.factor, row["mentee_value"], row["mentor_value"], of.language),
        )
        for row, share in rows
        if share.weight
    )
    unused = dict[str, list[str]]()
    for row, share in rows:
        if not share.weight:
            unused.setdefault(row["reason"], []).append(labels[share.factor])
    told = tuple((", ".join(factors), reason) for reason, factors in unused.items())
    return Card(*pair, names.get(pair[1], ""), score(share for _, share in rows), round(100 * known), bars, told)


def _values(factor: str, mentee: str, mentor: str, language: str) -> str:
    """Both values as the explanation has them; nothing where it only says that there are some."""
    kept_back = any(has(f"factor.{factor}.{key}", language) for key in ("recorded", "hidden"))
    if kept_back or not mentee or mentee == mentor == say("word.nothing", language):
        return ""
    return mentee if mentee == mentor else say("card.values", language, mentee=mentee, mentor=mentor)


def _about_equal(options: Sequence[tuple[int, int]]) -> list[int]:
    """How many options, from each on, are about equal: as many people left out, and scores (in hundredths) near."""
    runs = list[int]()
    while len(runs) < len(options):
        score, people = options[len(runs)]
        rest = options[len(runs) :]
        near = [abs(other - score) <= ABOUT_EQUAL and lost == people for other, lost in rest]
        count = [*near, False].index(False)
        runs += [count, *[0] * (count - 1)]
    return runs


def _takes(proposal: Shortlisted, people: int, points: float, moves: Sequence[Move]) -> list[str]:
    """What a choice takes from those who wait: people first, and points only where nobody is left out."""
    language = proposal.language
    if not proposal.waiting:
        return [say("card.takes.nobody_waits", language)]
    moved = sum(move.to_mentor is not None for move in moves)
    told = [counted("card.takes.people", people, language)] if people else []
    told += [counted("card.takes.moved", moved, language)] if moved else []
    if not people and points > 0:
        told.append(say("card.takes.points", language, points=number(points, language)))
    return told or [say("card.takes.nothing", language)]


def matching_in_a_notebook(matching: Matched, summary: str) -> str:
    """What was not checked, how many have a proposal, the first proposals, and who has none."""
    pairs = pair_cards(matching, {})
    return render(
        "notebook_matching.html.j2",
        matching.language,
        style=style("cards.css"),
        notice=matching.notice,
        summary=summary,
        cards=pairs[:SHOWN_IN_A_NOTEBOOK],
        more=max(len(pairs) - SHOWN_IN_A_NOTEBOOK, 0),
        unmatched=matching.unmatched.to_dict("records"),
    )


def proposal_in_a_notebook(proposal: Shortlisted) -> str:
    """What was not checked, and the options of a shortlist side by side."""
    return render(
        "notebook_proposal.html.j2",
        proposal.language,
        style=style("cards.css"),
        notice=proposal.notice,
        mentee=proposal.mentee_id,
        reason=proposal.reason,
        options=options(proposal, {}),
        side_by_side=SIDE_BY_SIDE,
    )
