"""JSON lines on disk: one record a line, UTF-8, readable by their owner only; whole files or nothing."""

import os
import tempfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from pydantic_core import from_json

from mentormatch.casework.record import CaseRecord
from mentormatch.casework.records import read_record
from mentormatch.errors import CaseError, Problem

File = str | PathLike[str]


def line_of(record: CaseRecord) -> str:
    """The record as a line; what was not given is left out."""
    return record.model_dump_json(exclude_none=True)


def read_lines(path: File) -> tuple[list[tuple[CaseRecord, int]], list[Problem], list[str]]:
    """The records of a file with their rows, the problems of rows that are none, and the ids these rows would have."""
    file = Path(path)
    records, problems, unread = list[tuple[CaseRecord, int]](), list[Problem](), list[str]()
    for row, line in enumerate(_bytes(file).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        data: object = None
        try:
            data = from_json(line, allow_inf_nan=False)
            if not isinstance(data, dict):
                raise CaseError.of("log_line")
            records.append((read_record(data), row))
        except ValueError:
            problems.append(Problem("log_line").at(file=file.name, row=row))
        except CaseError as error:
            problems += [problem.at(file=file.name, row=row) for problem in error.problems]
            if isinstance(data, dict):
                unread.append(str(data.get("id")))
    if len(problems) > 1 and not records and not unread:  # another kind of file: said once, and not for each line
        problems = [Problem("log_other_file").at(file=file.name)]
    return records, problems, unread


def write_lines(records: Iterable[CaseRecord], path: File) -> None:
    """Write a file in the place of what is there, or leave that as it was."""
    file = Path(path)
    try:
        descriptor, new = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mkstemp: 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{line_of(record)}\n" for record in records)
                out.flush()
                os.fsync(out.fileno())
            os.replace(new, file)
        except BaseException:
            os.unlink(new)
            raise
    except OSError:
        raise CaseError.of("log_file", file=file.name) from None


def append_lines(records: tuple[CaseRecord, ...], path: File) -> None:
    """Add what a file lacks of these records to its end; the file must hold the beginning of them, or not be there."""
    file = Path(path)
    try:
        data = file.read_bytes() if file.exists() else b""
        held = [_id_in(line) for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
        if held != [record.id for record in records[: len(held)]]:
            raise CaseError.of("log_differs", file=file.name)
        text = "".join(f"{line_of(record)}\n" for record in records[len(held) :])
        if data and not data.endswith(b"\n"):
            text = f"\n{text}"
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as out:
            out.write(text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        raise CaseError.of("log_file", file=file.name) from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise CaseError.of("log_file", file=file.name) from None


def _id_in(line: bytes) -> object:
    try:
        data = from_json(line)
    except ValueError:
        return None
    return data.get("id") if isinstance(data, dict) else None
