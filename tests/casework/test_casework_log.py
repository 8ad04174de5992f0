"""A log on disk: JSON lines there and back, bad files, and writing that is whole or not at all."""

import json
import os
from pathlib import Path

import pytest
from casework_strategies import any_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentormatch.casework.case import Case
from mentormatch.casework.entries import Contact, Note
from mentormatch.casework.lines import append_lines, line_of, read_lines, write_lines
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import CaseRecord
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import CaseError

RECORDED = "2026-11-01T12:00:00Z"
CASE = Case(id="S1", by="K1", on="2026-01-01", host="Bergen", recorded_at=RECORDED)


def contact(name: str, **more: object) -> Contact:
    fields = {"id": name, "by": "M1", "case_id": "S1", "on": "2026-05-04", "kind": "phone", "status": "completed"}
    return Contact.model_validate({**fields, "minutes": 30, "recorded_at": RECORDED, **more})


def problems(path: Path) -> list[tuple[str, int | None, str | None]]:
    """What reading the file complains of: key, row, field."""
    with pytest.raises(CaseError) as caught:
        CaseLog.read(path)
    for problem in caught.value.problems:
        assert problem.where.file == path.name
        assert "Hint: " in problem.text()
    return [(problem.key, problem.where.row, problem.where.field) for problem in caught.value.problems]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(any_record(), max_size=5))
def test_records_go_there_and_back(tmp_path: Path, records: list[CaseRecord]) -> None:
    file = tmp_path / "log.jsonl"
    write_lines(records, file)
    read, wrong, _ = read_lines(file)
    assert [record for record, _ in read] == records
    assert [row for _, row in read] == list(range(1, len(records) + 1))
    assert wrong == []


def test_a_log_goes_there_and_back(tmp_path: Path) -> None:
    file = tmp_path / "logg æøå.jsonl"
    note = Note(
        by="M1", case_id="S1", of="mentee", words="Første linje.\nAndre \u2028 linje, «æøå» 😀", recorded_at=RECORDED
    )
    log = CaseLog([CASE, contact("k1"), contact("k2", replaces="k1"), note])
    log.write(file)
    again = CaseLog.read(file)
    assert again.records == log.records
    assert again.state() == log.state()
    assert len(file.read_bytes().splitlines()) == 4
    assert file.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    assert json.loads(file.read_text(encoding="utf-8").split("\n")[0])["type"] == "case"
    assert os.listdir(tmp_path) == [file.name]


def test_appending_adds_what_the_file_lacks(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    log = CaseLog([CASE])
    log.append_to(file)
    assert file.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    first = file.read_bytes()
    log.append_to(file)
    assert file.read_bytes() == first
    log.add(contact("k1"), contact("k2"))
    log.append_to(file)
    assert file.read_bytes().startswith(first)
    assert CaseLog.read(file).records == log.records


def test_appending_to_a_file_without_a_last_newline(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(line_of(CASE), encoding="utf-8")
    log = CaseLog([CASE, contact("k1")])
    log.append_to(file)
    assert CaseLog.read(file).records == log.records


@pytest.mark.parametrize("held", [
    [CASE, contact("k9")], [contact("k1")], [CASE, contact("k1"), contact("k2")], ["{"], [CASE, "[1]"],
])  # fmt: skip
def test_appending_to_a_file_that_holds_something_else_is_an_error(
    tmp_path: Path, held: list[CaseRecord | str]
) -> None:
    file = tmp_path / "log.jsonl"
    text = "".join(f"{one if isinstance(one, str) else line_of(one)}\n" for one in held)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="does not hold the beginning of this log"):
        CaseLog([CASE, contact("k1")]).append_to(file)
    assert file.read_text(encoding="utf-8") == text


def test_an_empty_file_is_an_empty_log_and_blank_lines_and_marks_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"")
    assert CaseLog.read(file).records == ()
    lines = ["", line_of(CASE), "   ", line_of(contact("k1"))]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert CaseLog.read(file).records == (CASE, contact("k1"))


def test_every_bad_row_is_told(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    rows = [
        line_of(CASE),
        '{"type": "contact", "id": "k1", "by": "M1", "case_id": "S1", "kind": "phone"',  # cut off
        "[1, 2]",
        '{"type": "kjøretur", "id": "k2"}',
        '{"id": "k3"}',
        '{"type": "contact", "id": "k4", "by": "M1", "case_id": "S1", "kind": "dans", "status": "completed"}',
        line_of(contact("k5", replaces="k4")),  # of a row that was not read: nothing more to say
        line_of(contact("k6", case_id="S9")),
        line_of(Step(id="t1", by="K1", subject="S1", to="closed", on="2026-05-04", recorded_at=RECORDED)),
        line_of(contact("k7")),
        line_of(contact("k7")),
        "NaN",
    ]
    file.write_bytes("\n".join(rows).encode() + b"\n\xff\xfe\n")
    assert problems(file) == [
        ("log_line", 2, None),
        ("log_line", 3, None),
        ("record_type_of", 4, "type"),
        ("field_missing", 5, "type"),
        ("case_code", 6, "kind"),
        ("record_unknown", 8, "case_id"),
        ("life_step", 9, "to"),
        ("record_twice", 11, "id"),
        ("log_line", 12, None),
        ("log_line", 13, None),
    ]


def test_a_bad_row_is_told_without_its_content(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    secret = "Kari Nordmann"
    bad = [
        json.dumps({"type": "note", "id": "n1", "by": "M1", "case_id": "S1", "of": secret, "words": [secret]}),
        json.dumps({"type": "contact", "id": "k1", "by": "M1", "case_id": "S1", "kind": secret, "status": secret}),
        f'{{"words": "{secret}',
    ]
    file.write_text("\n".join(bad), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        CaseLog.read(file)
    for language in ("nb", "en"):
        assert secret not in caught.value.text(language)
    assert secret not in repr(caught.value)


def test_deep_nesting_is_a_bad_row(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text('{"a":' + "[" * 100_000 + "]" * 100_000 + "}\n", encoding="utf-8")
    assert problems(file) == [("log_line", 1, None)]


def test_a_file_that_is_not_there_or_a_folder_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(CaseError, match="cannot be read or written"):
            CaseLog.read(path)
    for write in (CaseLog([CASE]).write, CaseLog([CASE]).append_to):
        with pytest.raises(CaseError, match="cannot be read or written"):
            write(tmp_path / "nowhere" / "log.jsonl")
        with pytest.raises(CaseError, match="cannot be read or written"):
            write(tmp_path)
    assert os.listdir(tmp_path) == []


class Broken:
    """Not a record: it cannot be written."""

    id = "x"

    def model_dump_json(self, **_: object) -> str:
        raise RuntimeError


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    CaseLog([CASE]).write(file)
    before = file.read_bytes()
    broken: tuple[CaseRecord, ...] = (CASE, Broken())  # type: ignore[assignment]  # what cannot be written is the test
    for write in (write_lines, append_lines):
        with pytest.raises(RuntimeError):
            write(broken, file)
        assert file.read_bytes() == before
        assert os.listdir(tmp_path) == [file.name]


def test_records_of_a_log_cannot_be_changed() -> None:
    log = CaseLog([CASE])
    with pytest.raises(Exception, match="frozen"):
        log.records[0].by = "K2"  # type: ignore[misc]  # that it cannot be set is the test
    assert log.records == (CASE,)
    assert log.state().cases["S1"].case is CASE


def test_after_a_refusal_everything_of_it_can_be_added_again() -> None:
    log = CaseLog([CASE, contact("k1"), contact("k2", replaces="k1")])
    twice = [
        contact("k3", replaces="k2"),
        Correction(id="c1", by="M1", corrects="k3", case_id="S1", fields={"minutes": 45}, recorded_at=RECORDED),
        Correction(id="c2", by="M1", corrects="S1", case_id="S1", fields={"host": "Voss"}, recorded_at=RECORDED),
        Step(id="t1", by="K1", subject="S1", to="active", on="2026-05-01", recorded_at=RECORDED),
        contact("k4"),
    ]
    records, state = log.records, log.state()
    with pytest.raises(CaseError, match="k3"):
        log.add(*twice, contact("k3"))
    assert (log.records, log.state()) == (records, state)
    log.add(*twice)
    assert log.records == (*records, *twice)
    assert log.state() == CaseLog([*records, *twice]).state()
    assert [(entry.id, entry.minutes) for entry in log.state().cases["S1"].of_kind(Contact)] == [("k3", 45), ("k4", 30)]
