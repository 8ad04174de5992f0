"""Pages to read and to print: the report of a matching, one person's shortlist, and a page for the person.

Each is one file of HTML for A4: its style inside, no script, nothing fetched; a policy in the page itself forbids both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from os import PathLike
from pathlib import Path

from mentormatch import cards
from mentormatch.cards import Option
from mentormatch.errors import MatchingError, check_language, unknown_name
from mentormatch.markup import counted, digest, render, style, written
from mentormatch.matching import Matching
from mentormatch.proposal import Proposal
from mentormatch.report.advice import ADVICE_UP_TO, Reserve, advice, named, reserves_of, scarcity_in_words
from mentormatch.report.model_in_words import chosen_by, factor_lines, rule_lines
from mentormatch.sentences import has, listing, say
from mentormatch.tables.files import write_bytes

ALTERNATIVES = 3
"""Other mentors that a report shows with each proposal."""

ALTERNATIVES_UP_TO = 60
"""With more proposals than this, other mentors are worked out only when asked for: they take longer than the rest."""

LINES_ON_A_SHEET = 40
"""Lines of options that a sheet of A4 has room for beside heading and decision; more are set in smaller print."""

Names = Mapping[str, str]
"""Mentors' names by id, from the coordinator's own file."""

Notes = defaultdict[tuple[str, str], list[str]]
"""What to ask or look at, by mentee id and mentor id; an empty id where it is about one person."""


@dataclass(frozen=True)
class Other:
    """Another mentor for somebody who has a proposal, and what giving that mentor would cost."""

    mentor: str
    name: str
    score: int
    cost: str


@dataclass(frozen=True)
class Places:
    """The places of one mentor."""

    mentor: str
    name: str
    places: int
    running: int
    proposed: int
    scarcity: str
    notes: tuple[str, ...]

    @property
    def free(self) -> int:
        """Places that nobody uses."""
        return max(self.places - self.running - self.proposed, 0)


def match_page(
    matching: Matching,
    names: Names | None = None,
    language: str | None = None,
    *,
    alternatives: int | None = None,
    help_most: bool | None = None,
) -> str:
    """The report of a matching: every proposal with its reasons, who has none, the places, and the model in words.

    ``names`` are mentors' names by id. ``alternatives`` is how many other mentors to show with each proposal, with what
    each would cost; None: 3, or none where there are more than 60 proposals. ``help_most`` is whether to tell who to
    recruit and what rules cost; None: unless that takes long (more than 40,000 pairs of a mentee and a mentor).

    >>> from mentormatch import Mentee, Mentor, match
    >>> matching = match([Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali")])
    >>> "&lt;Kari&gt;" in match_page(matching, {"M1": "<Kari>"})
    True
    """
    matching = replace(matching, language=check_language(language or matching.language))
    names, language = names or {}, matching.language
    pairs, notes, reserves = cards.pair_cards(matching, names), _notes(matching), reserves_of(matching)
    if alternatives is None:
        alternatives = ALTERNATIVES if len(pairs) <= ALTERNATIVES_UP_TO else 0
    if help_most is None:
        help_most = matching.assignment.problem.scores.size <= ADVICE_UP_TO
    locked = {tuple(pair) for pair in matching.assignment.problem.locks.tolist()}
    at = zip(matching.assignment.rows.tolist(), matching.assignment.columns.tolist(), strict=True)
    return _page(
        "match.html.j2",
        language,
        title=say("page.match.title", language),
        notice=matching.notice,
        day=written(matching.on, language),
        cards=pairs,
        proposals=[
            {
                "card": card,
                "choice": _choice(int(choice), language),
                "locked": place in locked,
                "equal": _named(matching.about_equal(card.mentee), names, language),
                "asks": notes[card.mentee, card.mentor] + notes[card.mentee, ""] + notes["", card.mentor],
                "reserve": _reserve(reserves.get((card.mentee, card.mentor)), names, language),
                "others": _others(matching, card.mentee, alternatives, names),
            }
            for card, choice, place in zip(pairs, matching.pairs["choice"], at, strict=True)
        ],
        left_out=not alternatives,
        unmatched=[{**row, "notes": notes[row["mentee_id"], ""]} for row in matching.unmatched.to_dict("records")],
        running=[{**row, "name": names.get(row["mentor_id"], "")} for row in matching.running.to_dict("records")],
        places=_places(matching, notes, names),
        help_most=advice(matching) if help_most else None,
        factors=factor_lines(matching.model, language),
        rules=rule_lines(matching.model, matching.rules_applied, language),
        chosen=chosen_by(matching),
    )


def _notes(matching: Matching) -> Notes:
    notes: Notes = defaultdict(list)
    for mentee, mentor, note in matching.notes.itertuples(index=False):
        notes[mentee, mentor].append(note)
    return notes


def _choice(choice: int, language: str) -> str:
    better = choice - 1
    return counted("page.match.pair.choice", better, language) if better else say("page.match.pair.first", language)


def _named(mentors: Iterable[str], names: Names, language: str) -> str:
    return listing([named(mentor, names) for mentor in mentors], language)


def _reserve(reserve: Reserve | None, names: Names, language: str) -> str:
    if reserve is None:
        return ""
    if not reserve.mentor:
        return say("page.match.pair.no_reserve", language, reason=reserve.reason)
    mentor = named(reserve.mentor, names)
    return say("page.match.pair.reserve", language, mentor=mentor, points=reserve.score)


def _others(matching: Matching, mentee: str, count: int, names: Names) -> list[Other]:
    if not count:
        return []
    rows = matching.alternatives(mentee, count)
    return [
        Other(mentor, names.get(mentor, ""), round(score), str(matching.why_not(mentee, mentor)))
        for mentor, score in zip(rows["mentor_id"], rows["score"], strict=True)
    ]


def _places(matching: Matching, notes: Notes, names: Names) -> list[Places]:
    running, found = Counter(matching.running["mentor_id"]), list[Places]()
    for mentor, places, used, points, people in matching.mentors.itertuples(index=False):
        cases, scarcity = running[mentor], scarcity_in_words(people, points, matching.language)
        name, asks = names.get(mentor, ""), tuple(notes["", mentor])
        found.append(Places(mentor, name, places, cases, used - cases, scarcity, asks))
    return found


def shortlist_page(proposal: Proposal, names: Names | None = None, language: str | None = None) -> str:
    """One person's options on one page of A4, with a place to sign a decision; others who wait are never named.

    More than three options take more than one page.

    >>> from mentormatch import Mentee, Mentor, shortlist
    >>> proposal = shortlist(Mentee(id="B1", languages="somali"), [Mentor(id="M1", languages="somali")])
    >>> "M1 Kari" in " ".join(shortlist_page(proposal, {"M1": "Kari"}).replace("</span>", "").split())
    True
    """
    proposal = replace(proposal, language=check_language(language or proposal.language))
    options = cards.options(proposal, names or {})
    return _page(
        "shortlist.html.j2",
        proposal.language,
        title=say("page.shortlist.title", proposal.language, mentee=proposal.mentee_id),
        notice=proposal.notice,
        day=written(proposal.on, proposal.language),
        mentee=proposal.mentee_id,
        waiting=proposal.waiting,
        options=options,
        side_by_side=cards.SIDE_BY_SIDE,
        small=_lines(options[: cards.SIDE_BY_SIDE]) > LINES_ON_A_SHEET,
        reason=proposal.reason,
    )


def _lines(options: Sequence[Option]) -> float:
    """About how many lines of print the options take side by side, a row's own space included."""
    if not options:
        return 0
    width = 96 // len(options)  # letters
    columns = [[" ".join(o.takes), " ".join(o.asks), *(bar.sentence for bar in o.card.bars)] for o in options]
    deepest = [max(ceil(len(text) / width) for text in row) for row in zip(*columns, strict=True)]
    return 4 + sum(deepest) + len(options[0].card.bars) + len(deepest) / 2  # each bar has a line of its own


def person_page(result: Matching | Proposal, mentee_id: str, language: str | None = None) -> str:
    """How the mentor was proposed, for the person, in plain words: it names no mentor and no other person.

    Raises ``MatchingError`` for somebody the result is not about, or who has a running case.

    >>> from mentormatch import Mentee, Mentor, match
    >>> matching = match([Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali")])
    >>> "which languages you both speak" in person_page(matching, "B1"), "M1" in person_page(matching, "B1")
    (True, False)
    """
    language = check_language(language or result.language)
    mentors, weights = _weights(result, mentee_id)
    heaviest = max(weights.values(), default=0.0)
    return _page(
        "person.html.j2",
        language,
        title=say("page.person.title" if mentors else "page.person.title_none", language),
        day=written(result.on, language),
        mentee=mentee_id,
        mentors=mentors,
        rules=[key for rule in result.rules_applied if has(key := f"page.person.rule.{rule}", language)],
        most=_plain(result, [name for name, weight in weights.items() if 2 * weight > heaviest], language),
        also=_plain(result, [name for name, weight in weights.items() if 2 * weight <= heaviest], language),
        without=[f.label(language) for f in result.model.factors if mentors and f.weight and f.name not in weights],
        people_first=isinstance(result, Proposal) or result.assignment.problem.unmatched_score is None,
    )


def _weights(result: Matching | Proposal, mentee_id: str) -> tuple[int, dict[str, float]]:
    """How many mentors are proposed to a person, and what counted, with its weight; nothing where there is nobody."""
    if isinstance(result, Proposal):
        if mentee_id != result.mentee_id:
            raise MatchingError(unknown_name("unknown_mentee", mentee_id, [result.mentee_id]))
        mentors = result.options["mentor_id"].tolist()
        explained = result.explain(mentors[0]) if mentors else None
    else:
        every, explained = result.pairs, result.explain(mentee_id)
        mentors = every.loc[every["mentee_id"] == mentee_id, "mentor_id"].tolist()
    if explained is None or not mentors:
        return 0, {}
    counting = explained[explained["weight"] > 0]
    return len(mentors), dict(zip(counting["factor"], counting["weight"], strict=True))


def _plain(result: Matching | Proposal, factors: Iterable[str], language: str) -> list[str]:
    """What factors compare, in plain words; a factor of the user's own by its label."""
    labels = {factor.name: factor.label(language) for factor in result.model.factors}
    keys = {name: f"page.person.factor.{name}" for name in factors}
    return [say(key, language) if has(key, language) else labels[name] for name, key in keys.items()]


def _page(template: str, language: str, /, **values: object) -> str:
    css = style("cards.css", "page.css")
    return render(template, language, style=css, digest=digest(css), **values)


def write_page(page: str, path: str | PathLike[str]) -> None:
    """Write a page to a file, whole or not at all, readable by its owner only. Raises ``TableError``."""
    write_bytes(page.encode("utf-8", "xmlcharrefreplace"), Path(path))
