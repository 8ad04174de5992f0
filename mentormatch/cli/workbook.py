"""The commands of the coordinator's workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mentormatch.cli.plainly import plainly, working
from mentormatch.errors import MentorMatchError


def add_to(app: typer.Typer) -> None:
    """Give the program its command, with an example."""
    app.command(epilog="\b\nExample:\n  mentormatch template bank.xlsx --language nb")(plainly(template))


def template(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="The file to write (.xlsx).")],
    language: Annotated[str, typer.Option("--language", metavar="nb|en", help="The language of its sheets.")] = "",
) -> None:
    """Write an empty workbook for a mentor bank.

    Sheets for mentors, mentees, running cases and pairs that must not be made, with lists to choose from.
    """
    from mentormatch.cli import pages
    from mentormatch.report.template import write_template

    write_template(workbook, language=language)
    pages.show_files([workbook], language)


def match_workbook(
    workbook: Path,
    out: Sequence[Path],
    report: Path | None,
    model: Path | None,
    refit: bool,
    objective: str,
    minimum_score: float | None,
    seed: str | None,
    engine: str,
    on: str | None,
    language: str,
) -> None:
    """Match the people of a workbook, write proposals into it or into the .xlsx of ``out``, and say what was done."""
    from mentormatch.cli import files, inputs, pages
    from mentormatch.report import workbook as book

    books = [target for target in out if target.suffix.casefold() == ".xlsx"]
    if len(books) > 1:
        raise MentorMatchError.of("workbook_one")
    with working("match", language):
        done = book.match_workbook(
            workbook,
            books[0] if books else None,
            model=model,
            refit=refit,
            objective=objective,  # type: ignore[arg-type]  # match says which there are, in the user's language
            minimum_score=minimum_score,
            seed=inputs.seed_of(seed),
            engine=engine,
            on=inputs.day(on),
            language=language,
        )
    rest = [target for target in out if target not in books]
    files.write_matching(done.matching, rest)
    pages.show_summary(done.matching)
    pages.show_decided(done.decided, language)
    pages.show_files([done.file, *rest, *files.write_report(done.matching, done.names, report)], language)
    pages.show_copy(done.copy, language)
