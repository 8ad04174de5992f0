"""What goes wrong, told in sentences: no traceback at a user, nothing about people, an exit code for scripts."""

import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TextIO

import typer

from mentormatch.errors import MentorMatchError, MentorMatchWarning, TableError, check_language
from mentormatch.sentences import languages, say

BROKEN, BAD_INPUT, INTERRUPTED = 1, 2, 130
"""Exit codes beside 0: a mistake in the program; something to correct; Ctrl-C, as shells count it."""

SECONDS_OF_SILENCE = 1.0


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """A command that tells what is wrong, in the language of its user.

    That is the language of ``--language``, else that of the headings of the tables it reads, else English; the
    command gets it as ``language``. What is wrong before anything could be read is told in every language.
    """

    @wraps(command)
    def run(**given: object) -> None:
        known, language = None, "en"
        try:
            known = _language(given)
            language = given["language"] = known or language
            with _warnings_in_words(language):
                command(**given)
            sys.stdout.flush()
        except MentorMatchError as error:
            for told in languages() if known is None else (known,):
                _tell(error.text(told))
            raise typer.Exit(BAD_INPUT) from None
        except KeyboardInterrupt:
            _tell(say("cli.interrupted", language))
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, BrokenPipeError):  # a reader such as `head` has seen enough: typer ends quietly
            raise
        except Exception as error:
            if os.environ.get("MENTORMATCH_DEBUG"):
                raise
            _tell(say("cli.broken", language, kind=type(error).__name__, place=_place(error)))
            raise typer.Exit(BROKEN) from None

    return run


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _language(given: Mapping[str, object]) -> str | None:
    if given["language"]:
        return check_language(str(given["language"]))
    for name in ("workbook", "mentors", "mentees"):
        file = given.get(name)
        if isinstance(file, Path):
            try:
                if found := _language_of(file, name):
                    return found
            except TableError:
                continue  # reading the file will say what is wrong with it
    return None


def _language_of(file: Path, name: str) -> str | None:
    if name == "workbook":
        from mentormatch.report.reading import workbook_language

        return workbook_language(file)
    from mentormatch.tables import headings_language

    return headings_language(file)


@contextmanager
def _warnings_in_words(language: str) -> Iterator[None]:
    """Our warnings as sentences, each once; those of others as Python shows them."""
    seen: set[str] = set()

    with warnings.catch_warnings():
        warnings.simplefilter("always", MentorMatchWarning)
        show = warnings.showwarning

        def shown(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if not issubclass(category, MentorMatchWarning):
                show(message, category, filename, lineno, file, line)
            elif str(message) not in seen:
                seen.add(str(message))
                _tell(say("cli.warning", language, text=message))

        warnings.showwarning = shown
        yield


def _place(error: Exception) -> str:
    """The module and line where it happened: enough to find it, and nothing of what was worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}mentormatch{os.sep}" in frame.filename] or frames
    path = Path(own[-1].filename)
    return f"{path.parent.name}/{path.name}:{own[-1].lineno}"


@contextmanager
def working(task: str, language: str) -> Iterator[None]:
    """Says what is going on where it takes more than a second, and only to a person at a terminal."""
    from threading import Timer

    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    status = console.status(say(f"cli.working.{task}", language))
    timer = Timer(SECONDS_OF_SILENCE, status.start)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
