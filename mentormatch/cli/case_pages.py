"""What a command on a log of cases prints or writes: sentences of ids, days and codes, and nobody's words."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mentormatch.cli.pages import show_files
from mentormatch.markup import written
from mentormatch.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame


def show_attention(lines: "DataFrame", on: date, language: str) -> None:
    """What needs attention, kind by kind."""
    from mentormatch.casework.codes import label

    day = written(on, language)
    if lines.empty:
        print(say("cli.log.nothing", language, day=day))
        return
    print(say("cli.log.attention", language, day=day, count=len(lines)))
    for kind, of_kind in lines.groupby("kind", sort=False):
        told = label("attention", str(kind), language)
        _show_section(told[:1].upper() + told[1:], of_kind["sentence"])


def show_progress(lines: "DataFrame", case_id: str, on: date, language: str) -> None:
    """The lines of a case, each by day."""
    day = written(on, language)
    if lines.empty:
        print(say("cli.log.no_progress", language, case=case_id, day=day))
        return
    print(say("cli.log.progress", language, case=case_id, day=day))
    for (_, heading), of_line in lines.groupby(["line", "label"], sort=False):
        told = [
            f"{written(when.date(), language)}: {sentence}"
            for when, sentence in zip(of_line["on"], of_line["sentence"], strict=True)
        ]
        _show_section(str(heading)[:1].upper() + str(heading)[1:], told)


def _show_section(heading: str, lines: Iterable[str]) -> None:
    print(f"\n{heading}")
    for line in lines:
        print(f"- {line}")


def show_text(text: str) -> None:
    """A text as it is."""
    print(text, end="")


def write_view(lines: "DataFrame", out: Path | None, language: str) -> bool:
    """Write a view to a file and say where; whether there was one to write. Raises ``TableError``."""
    from mentormatch.tables import write_table

    if out is None:
        return False
    write_table(lines, out, language=language)
    show_files([out], language)
    return True


def write_text(text: str, out: Path, language: str) -> None:
    """Write a text to a file and say where. Raises ``TableError``."""
    from mentormatch.tables.files import write_bytes

    write_bytes(text.encode(), out)
    show_files([out], language)
