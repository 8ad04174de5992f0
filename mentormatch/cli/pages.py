"""What a command prints. Reads well at 80 columns and in a pipe; the first line says what was not checked."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentormatch.cli import wording
from mentormatch.sentences import number, say

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

    from mentormatch.matching import Matching
    from mentormatch.precheck import Check
    from mentormatch.proposal import Proposal

NUMBERS = frozenset(["score", "known", "points", "people", "allowed"])
"""Columns that are set to the right."""

IDS = frozenset(["mentee_id", "mentor_id"])
READABLE = 24
"""The narrowest that a column of sentences may become."""


def show_matching(matching: "Matching") -> None:
    """The whole proposal: pairs with their reasons, who has none and why, running cases, and what to look at."""
    page, language = _page(), matching.language
    show_summary(matching)
    reasons = wording.weightiest(matching.explanations(), matching.model, language)
    rows = []
    for pair in matching.pairs.to_dict("records"):
        ids = pair["mentee_id"], pair["mentor_id"]
        why = reasons[ids]
        if near := matching.about_equal(ids[0]):
            why += "\n" + say("cli.about_equal", language, mentors=wording.some_of(near, language))
        rows.append((*ids, wording.points(pair["score"]), wording.percent(pair["known"], language), why))
    _table(page, "proposals", ("mentee_id", "mentor_id", "score", "known", "reason"), rows, language)
    _frame(page, "unmatched", matching.unmatched, language)
    _frame(page, "running", matching.running, language)
    _frame(page, "notes", matching.notes, language)
    if rows:
        page.print()
        page.print(say("cli.a_person_decides", language))


def show_summary(matching: "Matching") -> None:
    """What was not checked; how many have a proposal, and the proof in words."""
    _page().print(str(matching), soft_wrap=True)


def show_proof(matching: "Matching") -> None:
    """That the proof was computed again."""
    values = {
        "total": number(matching.total, matching.language, 2),
        "bound": number(matching.bound, matching.language, 2),
    }
    _page().print("\n" + say("cli.verified", matching.language, **values))


def show_files(paths: Iterable[Path], language: str) -> None:
    """Where files were written."""
    page = _page()
    for path in paths:
        page.print(say("cli.written", language, path=path.resolve()), soft_wrap=True)


def show_decided(decided: "Mapping[str, int]", language: str) -> None:
    """How many decisions of a workbook moved, and how many pairs are on hold."""
    if decided:
        counts = {name: decided.get(name, 0) for name in ("accepted", "declined", "on_hold")}
        _page().print(say("workbook.decided", language, **counts), soft_wrap=True)


def show_copy(copy: Path | None, language: str) -> None:
    """Where a workbook lies as it was."""
    if copy is not None:
        _page().print(say("workbook.copied", language, path=copy), soft_wrap=True)


def show_proposal(proposal: "Proposal") -> None:
    """The mentors who fit one person best, why, and what each would take from those who wait."""
    page, language = _page(), proposal.language
    page.print(proposal.notice, soft_wrap=True)
    if proposal.reason:
        page.print(proposal.reason)
        return
    rows = []
    for option in proposal.options.to_dict("records"):
        mentor = option["mentor_id"]
        explained = proposal.explain(mentor).assign(mentee_id=proposal.mentee_id)
        reasons = wording.weightiest(explained, proposal.model, language)
        why = "\n".join([reasons[proposal.mentee_id, mentor], *proposal.flags(mentor)])
        score, known = wording.points(option["score"]), wording.percent(option["known"], language)
        rows.append((mentor, score, known, why, _cost(option, language)))
    _table(page, "shortlist", ("mentor_id", "score", "known", "reason", "cost"), rows, language)
    page.print()
    page.print(say("cli.a_person_decides", language))


def _cost(option: "Mapping[Hashable, Any]", language: str) -> str:
    """What choosing this mentor takes from the others: people, points, and who would move."""
    people, points, moves = option["people"], option["points"], option["moves"]
    parts = [say("cli.cost.people", language, people=people)] if people else []
    if points:
        key = "cli.cost.points" if points > 0 else "cli.cost.gain"
        parts.append(say(key, language, points=number(abs(points), language)))
    return "\n".join([*parts, *([moves] if moves else [])]) or say("cli.cost.nothing", language)


def show_check(check: "Check") -> None:
    """Who has few or no allowed mentors, and mentors whom nobody may have."""
    page, language = _page(), check.language
    mentees, mentors = check.mentees, check.mentors
    page.print(check.notice, soft_wrap=True)
    counts = {"mentees": len(mentees), "mentors": len(mentors)}
    few, nobody = mentees[mentees["mark"] != ""], mentors[mentors["mark"] != ""]
    page.print(say("cli.checked", language, few=len(few), nobody=len(nobody), **counts))
    _frame(page, "few", few, language)
    _frame(page, "nobody", nobody, language)


def show_advice(matching: "Matching") -> None:
    """What would help each without a proposal, and all together; and the proposals that hang on the exact weights."""
    from mentormatch.report.advice import advice, shaky

    page, language = _page(), matching.language
    show_summary(matching)
    _frame(page, "unmatched", matching.unmatched[["mentee_id", "relaxation"]], language)
    found = advice(matching)
    _list(page, "mentors", found.mentors or [say("page.match.help.no_mentors", language)], language)
    if found.costs or found.promises:
        _list(page, "costs", [], language)
        page.print(say("page.match.help.costs_read", language))
    else:
        _list(page, "costs", [say("page.match.help.no_costs", language)], language)
    for told, sentences in (("may", found.costs), ("promises", found.promises)):
        if sentences:
            _list(page, told, sentences, language)
    rows = [(mentee, mentor, wording.percent(share, language)) for mentee, mentor, share in shaky(matching)]
    _table(page, "shaky", ("mentee_id", "mentor_id", "share"), rows, language)


def _list(page: "Console", key: str, sentences: "Sequence[str]", language: str) -> None:
    page.print(f"\n{say(f'page.match.help.{key}', language)}", style="bold" if key in ("mentors", "costs") else "")
    for sentence in sentences:
        page.print(f"- {sentence}")


def show_explanation(matching: "Matching", mentee_id: str, mentor_id: str | None) -> None:
    """Why this mentor, or why not that one, factor by factor; then what else could be chosen, and at what price."""
    page, language = _page(), matching.language
    explained, pairs, without = matching.explain(mentee_id, mentor_id), matching.pairs, matching.unmatched
    page.print(matching.notice, soft_wrap=True)
    mentors = [mentor_id] if mentor_id is not None else pairs.loc[pairs["mentee_id"] == mentee_id, "mentor_id"].tolist()
    for place, mentor in enumerate(mentors):
        page.print(("\n" if place else "") + str(matching.why_not(mentee_id, mentor)))
        _show_factors(page, explained[explained["mentor_id"] == mentor], matching, language)
    for reason in without.loc[without["mentee_id"] == mentee_id, "reason"] if mentor_id is None else ():
        page.print(reason)
    if mentors:
        notes = matching.notes
        about_them = (notes["mentee_id"] == mentee_id) & notes["mentor_id"].isin(["", *mentors])
        _frame(page, "notes", notes[about_them], language)
    rows = [
        (other["mentor_id"], wording.points(other["score"]), _cost(other, language))
        for other in matching.alternatives(mentee_id).to_dict("records")
    ]
    _table(page, "alternatives", ("mentor_id", "score", "cost"), rows, language)


def _show_factors(page: "Console", explained: "DataFrame", matching: "Matching", language: str) -> None:
    rows, labels = [], wording.labels(matching.model, language)
    for row in explained.to_dict("records"):
        parts = {name: number(row[name], language) for name in ("points", "weight")}
        points = say("cli.of", language, **parts) if row["weight"] else say("word.nothing", language)
        rows.append((labels[row["factor"]], points, row["reason"]))
    score = wording.points(float(explained["points"].sum()))
    _table(page, "factors", ("factor", "points", "reason"), rows, language, score=score)


def _page() -> "Console":
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def _frame(page: "Console", title: str, frame: "DataFrame", language: str) -> None:
    _table(page, title, tuple(frame.columns), [tuple(map(str, row)) for row in frame.itertuples(index=False)], language)


def _table(
    page: "Console",
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    language: str,
    **values: object,
) -> None:
    """A titled table, or nothing where it has no rows. An id is always whole, however narrow the page."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    page.print()
    page.print(Text(say(f"cli.title.{title}", language, count=len(rows), **values), style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    needed = 0
    for place, column in enumerate(columns):
        heading = say(f"cli.column.{column}", language)
        longest = max(len(heading), *(len(row[place]) for row in rows))
        least = longest if column in IDS | NUMBERS else min(longest, READABLE)
        table.add_column(heading, justify="right" if column in NUMBERS else "left", min_width=least)
        needed += least + 2
    for row in rows:
        table.add_row(*row)
    page.print(table, width=max(page.width, needed), crop=False)
