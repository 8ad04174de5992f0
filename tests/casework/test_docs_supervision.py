"""What the pages on supervision show is what happens: each block of text is in what the block before it printed."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentormatch.casework.records import TYPES
from mentormatch.cli import app
from mentormatch.marks import special_fields, whose

RUNNER = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "MENTORMATCH_DEBUG": None})
DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def printed(command: str) -> str:
    program, *words = shlex.split(command)
    assert program == "mentormatch"
    done = RUNNER.invoke(app, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def told_and_shown(page: Path) -> Iterator[tuple[str, str]]:
    """What each block of text of a page says, and what the block before it printed."""
    names: dict[str, object] = {"__name__": "docs"}
    said = ""
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(text, str(page), "exec"), names)  # the page is ours
            said = out.getvalue()
        elif kind == "console":
            said = "".join(printed(line) for line in text.splitlines())
        elif kind == "text":
            yield text, said


def test_every_special_field_of_a_record_is_named_in_the_page_on_privacy_and_whose_it_is() -> None:
    page = (DOCS / "privacy.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    told = {
        (record, field): row[2]
        for row in rows
        if len(row) == 4
        for record in re.findall(r"`(\w+)`", row[0])
        for field in re.findall(r"`(\w+)`", row[1])
        if record in TYPES
    }
    special = {(name, field) for name, kind in TYPES.items() for field in special_fields(kind)}
    assert special == told.keys()
    owners = {(name, field): owner for name, kind in TYPES.items() for field, owner in whose(kind).items()}
    assert {key: owners[key] for key in special - {("note", "words")}} == {
        key: owner for key, owner in told.items() if key != ("note", "words")
    }


@pytest.mark.parametrize("name, texts", [("veileder.md", 8), ("supervision.md", 2)])
def test_what_the_page_shows_is_what_is_printed(
    name: str, texts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = list(told_and_shown(DOCS / name))
    assert len(shown) == texts
    for text, said in shown:
        assert [line for line in text.splitlines() if line not in said] == []
