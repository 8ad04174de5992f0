"""The commands of the casework wing: a log of cases in a file of JSON lines."""

from pathlib import Path
from typing import Annotated

import typer

from mentormatch.cli.plainly import plainly

LogFile = Annotated[Path, typer.Argument(metavar="LOG", help="The log of cases: a file of JSON lines.")]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="The scheme's own follow-up policy (.toml).")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write to .csv, .json or .xlsx instead of printing.")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it is told of; today if left out.")]
Language = Annotated[str, typer.Option("--language", metavar="nb|en", help="The language of the answer.")]
CaseId = Annotated[str, typer.Option("--case", metavar="ID", help="The case it is about.")]
NetworkId = Annotated[str, typer.Option("--network", metavar="ID", help="The network it is about.")]
Supervisor = Annotated[str, typer.Option("--supervisor", metavar="ID", help="The supervisor it is for.")]
OneSupervisor = Annotated[
    str | None, typer.Option("--supervisor", metavar="ID", help="Only what concerns this supervisor.")
]


def add_to(app: typer.Typer) -> None:
    """Give the program its commands, each with an example."""
    log = "cases.jsonl"
    for command, example in (
        (attention, f"mentormatch attention {log} --supervisor V1"),
        (progress, f"mentormatch progress {log} --case S001"),
        (digest, f"mentormatch digest {log} --supervisor V1"),
        (season, f"mentormatch season --out {log} --language nb"),
    ):
        app.command(epilog=f"\b\nExample:\n  {example}")(plainly(command))
    network = typer.Typer(no_args_is_help=True, help="The networks of a log.")
    network.command(epilog=f"\b\nExample:\n  mentormatch network calendar {log} --network N1 --year 2027")(
        plainly(calendar)
    )
    app.add_typer(network, name="network")


def attention(
    log: LogFile,
    supervisor: OneSupervisor = None,
    policy: PolicyFile = None,
    mentors: Annotated[
        Path | None, typer.Option("--mentors", metavar="FILE", help="The mentors: says who has more cases than places.")
    ] = None,
    out: Out = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Say what needs attention in a log of cases.

    No contact, follow-up that was missed, guidance without an answer, what is past its day. In no order of risk.
    """
    from mentormatch.casework.views import attention as view
    from mentormatch.cli import case_logs, case_pages

    given = case_logs.read(log, policy, [out], on, language, mentors)
    given.check_supervisor(supervisor)
    lines = view(given.log, given.policy, on=given.on, supervisor=supervisor, capacity=given.places, language=language)
    if not case_pages.write_view(lines, out, language):
        case_pages.show_attention(lines, given.on, language)


def progress(
    log: LogFile,
    case: CaseId = "",
    out: Out = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Show how it goes in one case: goals, readiness and signs over time.

    Line by line, with nothing filled in between. There is no sum and no score of the person.
    """
    from mentormatch.casework.views import progress as view
    from mentormatch.cli import case_logs, case_pages

    case_logs.check_asked(case=case)
    given = case_logs.read(log, None, [out], on, language)
    given.check_case(case)
    lines = view(given.log, case, on=given.on, language=language)
    if not case_pages.write_view(lines, out, language):
        case_pages.show_progress(lines, case, given.on, language)


def digest(
    log: LogFile,
    supervisor: Supervisor = "",
    week: Annotated[
        str | None, typer.Option("--week", metavar="WEEK", help="As 2026-W47, or a day in it; this week if left out.")
    ] = None,
    policy: PolicyFile = None,
    out: Out = None,
    on: On = None,
    language: Language = "",
) -> None:
    """Sum up a week for a supervisor.

    What is new, what was missed, what waits, what is to be done and who meets, in the cases this person supervises.
    """
    from mentormatch.casework import views
    from mentormatch.cli import case_logs, case_pages

    case_logs.check_asked(supervisor=supervisor)
    given = case_logs.read(log, policy, [out], on, language)
    given.check_supervisor(supervisor)
    if out is None:
        told = views.digest_text(given.log, supervisor, week, policy=given.policy, on=given.on, language=language)
        case_pages.show_text(told)
    else:
        lines = views.digest(given.log, supervisor, week, policy=given.policy, on=given.on, language=language)
        case_pages.write_view(lines, out, language)


def calendar(
    log: LogFile,
    network: NetworkId = "",
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The calendar file to write; it ends in .ics.")
    ] = Path("meetings.ics"),
    year: Annotated[int | None, typer.Option("--year", help="The year of the meetings; this year if left out.")] = None,
    language: Language = "",
) -> None:
    """Write a year of meetings as a calendar file.

    It holds times and no names. Meetings that were called off are marked; a newer file moves what an older one had.
    """
    from mentormatch.cli import case_logs, case_pages

    case_logs.check_asked(network=network)
    case_logs.check_calendar(out)
    given = case_logs.read(log, None, [], None, language)
    text = given.calendar(network, year)
    case_pages.write_text(text, out, language)


def season(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write (.jsonl); a new one.")],
    cases: Annotated[int, typer.Option(metavar="N", help="How many cases.")] = 12,
    weeks: Annotated[int, typer.Option(metavar="N", help="How many weeks until the last day.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same season.")] = 1,
    on: On = None,
    language: Language = "",
) -> None:
    """Write a made-up log of cases to try the commands on."""
    from mentormatch.casework.season import season as made_up
    from mentormatch.cli import case_logs, inputs, pages

    case_logs.check_new(out)
    made_up(cases, weeks, seed=seed, on=inputs.day(on), language=language).write(out)
    pages.show_files([out], language)
