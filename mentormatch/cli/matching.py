"""The commands of the matching wing."""

from pathlib import Path
from typing import Annotated

import typer

from mentormatch.cli.plainly import plainly

Workbook = Annotated[
    Path | None, typer.Argument(metavar="WORKBOOK", help="A workbook with all of it, as `template` makes it.")
]
MentorsFile = Annotated[
    Path | None, typer.Option("--mentors", metavar="FILE", help="The mentors: .csv, .xlsx or .json.")
]
MenteesFile = Annotated[
    Path | None, typer.Option("--mentees", metavar="FILE", help="The mentees; it may be the same workbook.")
]
DecisionsFile = Annotated[
    Path | None, typer.Option("--decisions", metavar="FILE", help="Running cases, and pairs that must not be made.")
]
QuotasFile = Annotated[
    Path | None, typer.Option("--quotas", metavar="FILE", help="At least or at most so many mentors of a kind.")
]
WaiversFile = Annotated[
    Path | None, typer.Option("--waivers", metavar="FILE", help="Who allowed which pair against a rule, and why.")
]
Engine = Annotated[
    str, typer.Option("--engine", metavar="auto|hungarian|flow", help="How it is solved; the pairs are the same.")
]
ModelFile = Annotated[Path | None, typer.Option("--model", metavar="FILE", help="Weights, options and rules (.toml).")]
OutFiles = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help="Write to .csv, .json or .xlsx instead of printing; may be repeated."),
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write a report to read and print (.html).")
]
ObjectiveOption = Annotated[
    str, typer.Option("--objective", metavar="participation|score", help="What counts first: people, or points.")
]
MinimumScore = Annotated[
    float | None, typer.Option("--minimum-score", metavar="POINTS", help="No pair with a lower score is made.")
]
Seed = Annotated[str | None, typer.Option("--seed", help="Of the lottery between solutions that are equally good.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day everything is judged at; today if left out.")
]
Language = Annotated[
    str,
    typer.Option("--language", metavar="nb|en", help="The language of the answer; else that of the tables' headings."),
]
MenteeId = Annotated[str, typer.Option("--mentee", metavar="ID", help="The person it is about.")]
MentorId = Annotated[str | None, typer.Option("--mentor", metavar="ID", help="A mentor; the proposed one if left out.")]


def add_to(app: typer.Typer) -> None:
    """Give the program its commands, each with an example."""
    files = "--mentors mentors.csv --mentees mentees.csv"
    for command, example in (
        (match, f"mentormatch match {files} --out match.xlsx"),
        (shortlist, f"mentormatch shortlist --mentee B003 {files} --page B003.html"),
        (check, f"mentormatch check {files}"),
        (advise, f"mentormatch advise {files}"),
        (explain, f"mentormatch explain --mentee B003 --mentor M007 {files}"),
        (sample, "mentormatch sample --mentors 60 --mentees 45 --seed 1 --out bank"),
        (demo, "mentormatch demo --out demo"),
    ):
        app.command(epilog=f"\b\nExample:\n  {example}")(plainly(command))


def match(
    workbook: Workbook = None,
    mentors: MentorsFile = None,
    mentees: MenteesFile = None,
    out: OutFiles = None,
    report: Report = None,
    decisions: DecisionsFile = None,
    quotas: QuotasFile = None,
    waivers: WaiversFile = None,
    model: ModelFile = None,
    objective: ObjectiveOption = "participation",
    minimum_score: MinimumScore = None,
    seed: Seed = None,
    engine: Engine = "auto",
    refit: Annotated[bool, typer.Option("--refit", help="Of a workbook: let its model learn from it anew.")] = False,
    on: On = None,
    language: Language = "",
) -> None:
    """Propose a mentor for each mentee.

    The best of all assignments, with the reasons for each pair and the proof. A workbook gets the proposals as sheets;
    what was decided there moves first.
    """
    from mentormatch.cli import files, inputs, pages
    from mentormatch.cli.workbook import match_workbook

    files.check_targets(out or (), (workbook, mentors, mentees, decisions, quotas, waivers, model), [report])
    if workbook is not None and not (mentors or mentees or decisions or quotas or waivers):
        match_workbook(workbook, out or (), report, model, refit, objective, minimum_score, seed, engine, on, language)
        return
    rest = {"decisions": decisions, "quotas": quotas, "waivers": waivers}
    given = inputs.read(workbook, mentors, mentees, model=model, **rest, on=on, language=language)
    matching = given.match(objective, minimum_score, seed, engine)
    files.write_matching(matching, out or ())
    written = [*(out or ()), *files.write_report(matching, files.names_of(given.mentors), report)]
    if written:
        pages.show_summary(matching)
        pages.show_files(written, language)
    else:
        pages.show_matching(matching)


def shortlist(
    workbook: Workbook = None,
    mentee: MenteeId = "",
    mentors: MentorsFile = None,
    mentees: MenteesFile = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many mentors to show.")] = 3,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write one page to print and sign (.html).")
    ] = None,
    person_page: Annotated[
        Path | None, typer.Option("--person-page", metavar="FILE", help="Write a page for the person (.html).")
    ] = None,
    decisions: DecisionsFile = None,
    quotas: QuotasFile = None,
    waivers: WaiversFile = None,
    model: ModelFile = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Propose mentors for one person.

    The others in the table are those who wait: shows what each choice would take from them. With a workbook, a page to
    print and sign is written beside it.
    """
    from mentormatch.cli import files, inputs, pages

    inputs.check_asked(mentee)
    if workbook is not None:
        page = page or files.page_beside(workbook, mentee)
    files.check_targets((), (workbook, mentors, mentees, decisions, quotas, waivers, model), [page, person_page])
    rest = {"decisions": decisions, "quotas": quotas, "waivers": waivers}
    given = inputs.read(workbook, mentors, mentees, model=model, **rest, on=on, language=language)
    proposal = given.shortlist(mentee, n)
    pages.show_proposal(proposal)
    pages.show_files(files.write_pages(proposal, given.mentors, page, person_page), language)


def check(
    workbook: Workbook = None,
    mentors: MentorsFile = None,
    mentees: MenteesFile = None,
    decisions: DecisionsFile = None,
    quotas: QuotasFile = None,
    waivers: WaiversFile = None,
    model: ModelFile = None,
    minimum_score: MinimumScore = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Check the tables before matching.

    Reports all that is wrong with them, and counts who may have whom.
    """
    from mentormatch.cli import inputs, pages

    rest = {"decisions": decisions, "quotas": quotas, "waivers": waivers}
    given = inputs.read(workbook, mentors, mentees, model=model, **rest, on=on, language=language)
    pages.show_check(given.check(minimum_score))


def explain(
    workbook: Workbook = None,
    mentee: MenteeId = "",
    mentors: MentorsFile = None,
    mentees: MenteesFile = None,
    mentor: MentorId = None,
    decisions: DecisionsFile = None,
    quotas: QuotasFile = None,
    waivers: WaiversFile = None,
    model: ModelFile = None,
    objective: ObjectiveOption = "participation",
    minimum_score: MinimumScore = None,
    seed: Seed = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Say why this mentor, or why not that one.

    Factor by factor, and with what another choice would cost the others.
    """
    from mentormatch.cli import inputs, pages

    inputs.check_asked(mentee)
    rest = {"decisions": decisions, "quotas": quotas, "waivers": waivers}
    given = inputs.read(workbook, mentors, mentees, model=model, **rest, on=on, language=language)
    pages.show_explanation(given.match(objective, minimum_score, seed), mentee, mentor)


def advise(
    workbook: Workbook = None,
    mentors: MentorsFile = None,
    mentees: MenteesFile = None,
    decisions: DecisionsFile = None,
    quotas: QuotasFile = None,
    waivers: WaiversFile = None,
    model: ModelFile = None,
    objective: ObjectiveOption = "participation",
    minimum_score: MinimumScore = None,
    seed: Seed = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Say what would help.

    For each without a proposal, and for all together: whom to recruit, what rules cost, and which proposals hang on the
    exact weights. Nothing is changed.
    """
    from mentormatch.cli import inputs, pages

    rest = {"decisions": decisions, "quotas": quotas, "waivers": waivers}
    given = inputs.read(workbook, mentors, mentees, model=model, **rest, on=on, language=language)
    pages.show_advice(given.match(objective, minimum_score, seed))


def sample(
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="PATH", help="The folder for mentors.csv and mentees.csv, or a workbook (.xlsx)."
        ),
    ],
    mentors: Annotated[int, typer.Option(metavar="N", help="How many mentors.")] = 60,
    mentees: Annotated[int, typer.Option(metavar="N", help="How many mentees.")] = 45,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    on: On = None,
    language: Language = "",
) -> None:
    """Write tables of made-up people, or a workbook filled with them."""
    from mentormatch.cli import files, inputs, pages
    from mentormatch.synthetic import sample_people

    people = sample_people(mentors=mentors, mentees=mentees, seed=seed, on=inputs.day(on), language=language)
    pages.show_files(files.write_sample(people, out, language), language)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for tables and results.")] = Path(
        "demo"
    ),
    on: On = None,
    language: Language = "",
) -> None:
    """Match a made-up bank, from tables to proof.

    60 mentors and 45 mentees: prints the result, verifies its proof, and writes tables and results to a folder.
    """
    from mentormatch.cli import files, inputs, pages
    from mentormatch.matching import match
    from mentormatch.synthetic import sample_people

    day = inputs.day(on)
    people = sample_people(on=day, language=language)
    matching = match(*people, on=day, language=language)
    matching.verify()
    written = files.write_demo(matching, people, out)
    pages.show_matching(matching)
    pages.show_proof(matching)
    pages.show_files(written, language)
