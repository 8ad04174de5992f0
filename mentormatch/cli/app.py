"""The program: its commands, wing by wing, and its version."""

import sys
from typing import Annotated

import typer

from mentormatch.cli import casework, matching, workbook

app = typer.Typer(
    name="mentormatch",
    help="Find the mentor who fits, prove that the assignment is the best, and explain it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help is quick, and reads the same in a terminal, a pipe and a log
    pretty_exceptions_enable=False,  # it would show the values of variables, which may be about people
)
workbook.add_to(app)
matching.add_to(app)
casework.add_to(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print("mentormatch", version("mentormatch-network"))
        raise typer.Exit


@app.callback(epilog="Try it: mentormatch demo")
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Find the mentor who fits, prove that the assignment is the best, and explain it."""


def main() -> None:
    """What the command ``mentormatch`` runs."""
    for stream in (sys.stdout, sys.stderr):
        # An older Windows terminal, or a pipe there, lacks some signs: better a '?' than no result.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
