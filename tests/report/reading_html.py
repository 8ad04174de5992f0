"""A page as a reader has it: words, tables, links and elements, read with the standard library."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"br", "meta", "rect", "circle", "col", "img", "link", "input", "hr"}
UNSEEN = {"style", "title", "head"}
BLOCKS = {"p", "h1", "h2", "h3", "li", "td", "th", "caption"}


@dataclass
class Table:
    """A table: its caption, and rows of cells as words."""

    kind: str
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Read(HTMLParser):
    """What stands on a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.tables: list[Table] = []
        self.blocks: list[tuple[str, str]] = []
        self.raw = page
        self._now: list[tuple[str, list[str]]] = []
        self.words = ""
        self.feed(page)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "table":
            self.tables.append(Table(dict(attrs).get("class") or ""))
        elif tag == "tr":
            self.tables[-1].rows.append([])
        if tag in BLOCKS:
            self._now.append((tag, []))
        elif tag == "br":
            self.handle_data(" ")
        self.words += " "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in BLOCKS:
            kind, parts = self._now.pop()
            text = plain("".join(parts))
            self.blocks.append((kind, text))
            if tag in ("td", "th"):
                self.tables[-1].rows[-1].append(text)
            elif tag == "caption":
                self.tables[-1].caption = text
        self.words += " "

    def handle_data(self, data: str) -> None:
        if not UNSEEN & set(self.open):
            self.words += data
            for _, parts in self._now:
                parts.append(data)

    def of_kind(self, kind: str) -> list[Table]:
        """The tables of one kind, in their order."""
        return [table for table in self.tables if table.kind == kind]

    def of_block(self, kind: str) -> list[str]:
        """The words of every block of a kind, in their order."""
        return [text for block, text in self.blocks if block == kind]


def plain(text: str) -> str:
    """Words with single blanks."""
    return re.sub(r"\s+", " ", text).strip()
