"""The public face of casework: it only re-exports, and nothing of a log is out of its reach."""

import ast
from pathlib import Path

import mentormatch as mm
from mentormatch import supervision
from mentormatch.casework.records import TYPES

SOURCE = Path(str(supervision.__file__)).read_text(encoding="utf-8")


def test_the_face_only_re_exports_in_at_most_80_lines() -> None:
    docstring, *body = ast.parse(SOURCE).body
    assert isinstance(docstring, ast.Expr)
    assert {type(node) for node in body} == {ast.ImportFrom, ast.Assign}
    assert len(SOURCE.splitlines()) <= 80


def test_every_type_of_record_and_what_reads_it_is_reached_by_the_face() -> None:
    for kind in TYPES.values():
        assert getattr(supervision, kind.__name__) is kind
    assert sorted(supervision.__all__) == sorted(set(supervision.__all__))
    assert all(hasattr(supervision, name) for name in supervision.__all__)
    assert mm.supervision is supervision
