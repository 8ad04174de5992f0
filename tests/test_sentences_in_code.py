"""No sentence that a user sees stands in code or in a template: all of them are in locales/, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import mentormatch

PACKAGE = Path(mentormatch.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "templates").glob("*.j2"))

WORD = r"[^\W\d_]{2,}[,:]?"
WORDY = re.compile(rf"{WORD} [^\W\d_]+,? {WORD}|{WORD} {WORD}[.!?]$|^[A-ZÆØÅ][^\W\d_]+[.!?]$")
"""Three words in a row, or fewer with a full stop."""
FOR_EARS = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext")
"""Attributes that are read out or shown."""


def sentences_in(code: str) -> Iterator[str]:
    """Texts of some words, but not what only programmers meet: docstrings, ``repr``, errors of Python itself, and the
    help of the command line, which is in English only."""
    tree = ast.parse(code)
    exempt = set[ast.AST]()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Raise | ast.Assert)
            or (isinstance(node, ast.FunctionDef) and node.name == "__repr__")
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (isinstance(node, ast.keyword) and node.arg in ("help", "epilog"))
        ):
            exempt.update(ast.walk(node))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in exempt]
    for text in (str(node.value) for node in texts if isinstance(node.value, str)):
        if WORDY.search(text) and not re.search(r"\\[bsdw]|\(\?", text):  # a pattern is no sentence
            yield text


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_stands_in_a_module(module: Path) -> None:
    found = list(sentences_in(module.read_text(encoding="utf-8")))
    told = [text for text in found if not (module.parent.name == "cli" and text in COMMAND_LINE)]
    assert told == []


COMMAND_LINE = ("Try it: mentormatch demo",)
"""The help of the program itself, likewise in English only."""


def texts_in(template: str) -> Iterator[str]:
    """Texts of some words inside the expressions of a template, and what its attributes say aloud."""
    for constant in Environment(autoescape=True).parse(template).find_all(nodes.Const):
        if isinstance(constant.value, str) and WORDY.search(constant.value):
            yield constant.value
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    for name, value in re.findall(r'([\w-]+)="([^"]*)"', plain):
        if name in FOR_EARS and re.search(r"\w", value):
            yield value


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_sentence_stands_in_an_expression_or_attribute_of_a_template(template: Path) -> None:
    assert list(texts_in(template.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        'line = "Mentoren har ikke plass."',
        'say = {"nb": "uten forslag nå", "en": ""}',
        'def told(n): return f"{n} mentees have no mentor"',
        'class Page:\n    """Doc."""\n    heading = "Slik ble mentoren foreslått"',
        'label = "Beste alternativ."',
        'print("Ferdig!")',
    ],
)
def test_a_sentence_in_code_would_be_found(code: str) -> None:
    assert len(list(sentences_in(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        '"""A module that does things."""',
        'raise ValueError(f"row {row} cannot have column {column}")',
        'key = "page.match.title"',
        r'pattern = "(?:minst|at least|fra) (\\d{1,3})"',
        'def __repr__(self): return f"Check({n} without an allowed mentor)"',
    ],
)
def test_what_is_no_sentence_for_users_is_let_be(code: str) -> None:
    assert list(sentences_in(code)) == []


@pytest.mark.parametrize(
    "template",
    ['<img alt="En søyle">', '<p aria-label="{{ x }} av 3 poeng">', '{{ "Dette er en setning" }}'],
)
def test_a_sentence_in_a_template_would_be_found(template: str) -> None:
    assert len(list(texts_in(template))) == 1


def test_every_module_and_template_is_looked_at() -> None:
    assert len(MODULES) > 90
    assert len(TEMPLATES) > 6
