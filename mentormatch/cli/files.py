"""What a command writes: results for people (.xlsx, .html), for programs (.csv, .json), and tables of made-up people.

CSV and JSON have the same column names in every language; a workbook has headings in the reader's own.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.cli import wording
from mentormatch.cli.plainly import working
from mentormatch.errors import MentorMatchError, Problem, TableError
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentormatch.matching import Matching
    from mentormatch.profiles import Mentor
    from mentormatch.proposal import Proposal
    from mentormatch.synthetic import SamplePeople


def check_targets(tables: Sequence[Path], sources: Sequence[Path | None], pages: Sequence[Path | None] = ()) -> None:
    """Raise before any work is done where a result could not be written, or would be written over what is read."""
    from mentormatch.tables.files import check_kind

    problems: list[Problem] = []
    read = {source.resolve() for source in sources if source is not None}
    for target in tables:
        try:
            check_kind(target)
        except TableError as error:
            problems.extend(error.problems)
    asked = [page for page in pages if page is not None]
    kinds = {page: page.suffix.casefold() for page in asked}
    problems += [Problem("cli_page_kind").at(file=page.name) for page in asked if kinds[page] not in (".html", ".htm")]
    for target in [*tables, *asked]:
        if target.resolve() in read:
            problems.append(Problem("cli_over_input").at(file=target.name))
        elif not target.parent.is_dir():
            problems.append(Problem("table_write_folder").at(file=target.name))
    if problems:
        raise MentorMatchError(problems)


def write_matching(matching: "Matching", targets: Sequence[Path]) -> None:
    """Write a result to each of these files, as its ending says. Raises ``TableError``."""
    from mentormatch.tables import write_table, write_tables
    from mentormatch.tables.files import write_json

    with working("write", matching.language):
        for target in targets:
            match target.suffix.casefold():
                case ".json":
                    write_json(content(matching), target)
                case ".xlsx":
                    write_tables(sheets(matching), target, language=matching.language)
                case _:
                    write_table(proposals(matching), target, language=matching.language)


def write_report(matching: "Matching", names: Mapping[str, str], target: Path | None) -> list[Path]:
    """Write the report where one is asked for, with the mentors' names by id. Raises ``TableError``."""
    from mentormatch.report.pages import match_page, write_page

    if target is None:
        return []
    with working("write", matching.language):
        write_page(match_page(matching, names), target)
    return [target]


def write_pages(
    proposal: "Proposal", mentors: Sequence["Mentor"], target: Path | None, for_person: Path | None
) -> list[Path]:
    """Write the shortlist to sign, and the person's own page, where they are asked for. Raises ``TableError``."""
    from mentormatch.report.pages import person_page, shortlist_page, write_page

    if target is not None:
        write_page(shortlist_page(proposal, names_of(mentors)), target)
    if for_person is not None:
        write_page(person_page(proposal, proposal.mentee_id), for_person)
    return [path for path in (target, for_person) if path is not None]


def page_beside(workbook: Path, mentee_id: str) -> Path:
    """Where the page of one person is written if nobody says where."""
    name = re.sub(r"[^-.\w]", "_", mentee_id)
    return workbook.with_name(f"{workbook.stem} {name}.html")


def names_of(mentors: Sequence["Mentor"]) -> dict[str, str]:
    """The mentors' names by id, of those who have one."""
    return {mentor.id: mentor.name for mentor in mentors if mentor.name}


def proposals(matching: "Matching") -> "DataFrame":
    """The pairs with their weightiest reasons, who would be about equal, and the reserve; the last column is what was
    not checked."""
    from mentormatch.report.advice import reserves_of

    pairs, reserves = matching.pairs, reserves_of(matching)
    reasons = wording.weightiest(matching.explanations(), matching.model, matching.language)
    pairs["reason"] = [reasons[pair] for pair in zip(pairs["mentee_id"], pairs["mentor_id"], strict=True)]
    pairs["about_equal"] = ["; ".join(matching.about_equal(mentee)) for mentee in pairs["mentee_id"]]
    ids = zip(pairs["mentee_id"], pairs["mentor_id"], strict=True)
    pairs["reserve"] = [reserves[pair].mentor if pair in reserves else "" for pair in ids]
    pairs["not_checked"] = matching.notice
    return pairs


def content(matching: "Matching") -> dict[str, object]:
    """Everything about a result, with the notice first."""
    return {
        "notice": matching.notice,
        "program": f"mentormatch {_version()}",
        "on": matching.on.isoformat(),
        "language": matching.language,
        "people": matching.people,
        "total": matching.total,
        "bound": matching.bound,
        "gap": matching.gap,
        "people_gap": matching.people_gap,
        "seed": matching.seed,
        "engine": matching.engine,
        "engine_reason": matching.engine_reason,
        "model": matching.model.digest,
        "pairs": _records(proposals(matching).drop(columns="not_checked")),
        "unmatched": _records(matching.unmatched),
        "running": _records(matching.running),
        "mentors": _records(matching.mentors),
        "notes": _records(matching.notes),
        "shortfall": _records(matching.shortfall),
        "waivers": _records(matching.waivers),
        "explanations": _records(matching.explanations()),
    }


def _records(frame: "DataFrame") -> list[dict[str, object]]:
    from mentormatch.tables.files import in_json

    return [{str(name): in_json(cell) for name, cell in row.items()} for row in frame.to_dict("records")]


def sheets(matching: "Matching") -> dict[str, "DataFrame"]:
    """The sheets of a workbook, in the language of the result. The first opens with what was not checked."""
    language = matching.language
    explanations = matching.explanations()
    explanations["factor"] = explanations["factor"].map(wording.labels(matching.model, language))
    shown = {
        "proposals": proposals(matching).drop(columns="not_checked"),
        "explanation": explanations,
        "unmatched": matching.unmatched,
        "running": matching.running,
        "capacity": matching.mentors,
        "notes": matching.notes,
        "model": _model(matching),
    }
    named = {
        say(f"cli.sheet.{name}", language): frame.rename(columns=lambda column: say(f"cli.column.{column}", language))
        for name, frame in shown.items()
    }
    return {say("cli.sheet.read_first", language): _read_first(matching), **named}


def _read_first(matching: "Matching") -> "DataFrame":
    from pandas import DataFrame

    language = matching.language
    facts = {
        "summary": str(matching).partition("\n")[2],
        "on": matching.on,
        "seed": matching.seed,
        "engine": matching.engine,
        "total": matching.total,
        "bound": matching.bound,
        "digest": matching.model.digest,
        "program": f"mentormatch {_version()}",
        "decides": say("cli.a_person_decides", language),
    }
    rows = [(say(f"cli.fact.{name}", language), value) for name, value in facts.items()]
    return DataFrame(rows, columns=[matching.notice, ""], dtype=object)


def _model(matching: "Matching") -> "DataFrame":
    from pandas import DataFrame

    model, language = matching.model, matching.language
    on, off = (say(f"code.yes_no.{answer}", language) for answer in ("yes", "no"))
    rows: list[tuple[str, str, object]] = [
        *((say("cli.fact.weight", language), factor.label(language), factor.weight) for factor in model.factors),
        *(
            (say("cli.fact.rule", language), rule.label(language), on if rule.use else off)
            for rule in model.rules or ()
        ),
        (say("cli.fact.option", language), say("cli.fact.hours_per_case", language), model.hours_per_case),
        (
            say("cli.fact.option", language),
            say("cli.fact.waiting_months", language),
            ", ".join(map(str, model.waiting_months)),
        ),
    ]
    return DataFrame(rows, columns=["kind", "name", "value"], dtype=object)


def _version() -> str:
    from importlib.metadata import version

    return version("mentormatch-network")


def write_sample(people: "SamplePeople", folder: Path, language: str) -> list[Path]:
    """Write made-up people as ``mentors.csv`` and ``mentees.csv``, or as a workbook, but never over real ones."""
    from mentormatch.report.template import write_template
    from mentormatch.tables import write_people

    if folder.suffix.casefold() == ".xlsx":
        write_template(folder, mentors=people.mentors, mentees=people.mentees, language=language)
        return [folder]
    targets = [folder / "mentors.csv", folder / "mentees.csv"]
    _make(folder)
    problems = [Problem("cli_real_people").at(file=target.name) for target in targets if _holds_real_people(target)]
    if problems:
        raise MentorMatchError(problems)
    write_people(people.mentors, targets[0], language=language)
    write_people(people.mentees, targets[1], language=language)
    return targets


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise MentorMatchError(Problem("cli_folder").at(file=str(folder))) from None


def _holds_real_people(table: Path) -> bool:
    """Whether a file is there that this program did not fill with made-up people."""
    from mentormatch.synthetic import is_made_up
    from mentormatch.tables import read_mentees, read_mentors

    if not table.exists():
        return False
    try:
        people = read_mentors(table) if table.stem == "mentors" else read_mentees(table)
    except MentorMatchError:
        return True
    return not all(map(is_made_up, people))


def write_demo(matching: "Matching", people: "SamplePeople", folder: Path) -> list[Path]:
    """Write the tables of a demonstration and its results to a folder."""
    from mentormatch.tables import write_table

    tables = write_sample(people, folder, matching.language)
    results = [folder / "pairs.csv", folder / "matching.xlsx", folder / "matching.json"]
    write_matching(matching, results)
    write_table(matching.explanations(), folder / "explanations.csv", language=matching.language)
    return [*tables, *results, folder / "explanations.csv"]
