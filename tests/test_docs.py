"""Every code block of the README and of docs/ runs: Python in one namespace a page, commands in one folder a page."""

import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mentormatch import profiles
from mentormatch.marks import special_fields
from mentormatch.sentences import sentences

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLLOWED = [ROOT / "docs" / name for name in ("koordinator.md", "veileder.md", "supervision.md")]
"""These run in test_docs_koordinator.py and test_docs_supervision.py, which look at what they show too."""
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = "mentormatch "


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in BLOCK.findall(page.read_text(encoding="utf-8"))]


def run_commands(text: str, folder: Path) -> None:
    """The library's own commands; how to set up an environment is shown by the Makefile's own targets."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith(COMMAND):
            words = shlex.split(line, comments=True)
            done = subprocess.run(
                [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True, env={**os.environ}
            )
            assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("page", [page for page in PAGES if page not in FOLLOWED], ids=lambda page: page.name)
def test_every_block_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.toml").write_text("", encoding="utf-8")
    names: dict[str, object] = {"__name__": "docs"}
    for kind, text in blocks(page):
        if kind == "python":
            exec(compile(text, str(page), "exec"), names)  # the page is ours
        elif kind == "toml":
            (tmp_path / "model.toml").write_text(text, encoding="utf-8")
        elif kind in ("console", "sh"):
            run_commands(text, tmp_path)


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


@pytest.mark.parametrize("kind", [profiles.Mentor, profiles.Mentee])
def test_every_special_category_is_named_in_the_page_on_privacy(kind: type[profiles.Person]) -> None:
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert special_fields(kind)
    for field in special_fields(kind):
        assert f"| `{field}` |" in text


@pytest.mark.parametrize("kind", ["mentor", "mentee", "decision"])
def test_the_page_on_files_lists_every_heading(kind: str) -> None:
    headings = tomllib.loads((ROOT / "mentormatch" / "data" / "headings.toml").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    for field, names in {**headings[kind], **(headings["both"] if kind != "decision" else {})}.items():
        assert f"| `{field}` | {names['nb'][0]} | {names['en'][0]} |" in text


@pytest.mark.parametrize("command", ["make_sentences", "make_why_not"])
def test_a_page_of_sentences_is_what_the_command_writes_now(command: str) -> None:
    make = runpy.run_path(str(ROOT / "docs" / f"{command}.py"))
    assert make["PAGE"].read_text(encoding="utf-8") == make["page"](), (
        "the sentences have changed: run `make sentences`"
    )


def test_the_page_of_sentences_says_each_in_both_languages_and_keeps_its_tables_whole() -> None:
    make = runpy.run_path(str(ROOT / "docs" / "make_sentences.py"))
    assert make["cell"]("a | b < c") == r"a \| b &lt; c"
    lines = make["page"]().splitlines()
    assert "| `word.and` | and | og |" in lines
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == len(sentences("nb"))
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
