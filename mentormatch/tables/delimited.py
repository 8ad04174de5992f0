"""CSV: which encoding and which separator, and its rows as a spreadsheet would number them."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from mentormatch.tables.cells import Table, check_size, clean, refused

SEPARATORS = ";,\t"
_SAMPLE = 65_536
_ESCAPED = re.compile(r"'+(?:\s*[=+\-@]|[\t\r])")


def read_csv(data: bytes, file: str | None, knows: Callable[[str], bool]) -> Table:
    """A CSV file as a table; ``knows`` tells whether a heading is understood."""
    text = _decoded(data, file)
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # a line that Excel reads, obeys and does not show
    if stated is not None:
        text = text[stated.end() :]
    separator = stated[1] if stated is not None else _separator(text, knows)
    check_size(file, max(text.count("\n"), text.count("\r")), text.count(separator))
    rows: list[tuple[int, tuple[object, ...]]] = []
    reader = _reader(text, separator)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            values = tuple(_unescaped(clean(cell)) for cell in cells)
            if any(value is not None for value in values):
                rows.append((number, values))
    except csv.Error:
        error = refused("table_quotes", file)
        raise type(error)(problem.at(row=number + 1) for problem in error.problems) from None
    if not rows:
        raise refused("table_empty", file)
    (heading_row, headings), *body = rows
    return Table(file, None, headings, tuple(body), heading_row)


def _decoded(data: bytes, file: str | None) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252.

    The order is safe: a text in Windows-1252 with any Norwegian letter is hardly ever valid UTF-8.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused("table_encoding", file)


def _separator(text: str, knows: Callable[[str], bool]) -> str:
    """The separator by which the most headings are understood, then the most rows are as wide as the headings.

    What is understood counts first: a sentence with commas above one column splits into many headings, but into none
    that are known. Cells in quotes are read as such.
    """
    sample = text[:_SAMPLE]

    def merit(separator: str) -> tuple[int, float]:
        rows, whole = list[list[str]](), True
        try:
            for row in _reader(sample, separator):
                rows.append(row)
        except csv.Error:
            whole = len(text) > _SAMPLE  # else the quotes are wrong, with this separator at least
        if len(text) > _SAMPLE and len(rows) > 1:
            rows.pop()  # the sample ends in the midst of it
        filled = [row for row in rows if any(cell.strip(f" {SEPARATORS}") for cell in row)]
        if not filled:
            return (0, 0.0)
        understood = sum(knows(heading) for heading in filled[0])
        return (understood, whole * sum(len(row) == len(filled[0]) for row in filled) / len(filled))

    return max(SEPARATORS, key=merit)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)


def _unescaped(value: object) -> object:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula (see ``writing``)."""
    return value[1:] if isinstance(value, str) and _ESCAPED.match(value) else value
