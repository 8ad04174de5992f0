"""What stands in the program's sheets from last time: what a person put there is taken out and put back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from mentormatch.report import styles
from mentormatch.report.layout import DECISION, MODEL, PROPOSALS, Found, Result

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

Key = tuple[str, ...]


@dataclass(frozen=True)
class Stored:
    """One cell as it stood."""

    at: str
    value: object
    style: object
    note: "Comment | None"
    link: object
    fill: "PatternFill | None"
    """The colour that a person gave the cell."""

    @classmethod
    def of(cls, cell: "SheetCell") -> "Stored":
        """A copy of what is in the cell."""
        style = cell._style  # type: ignore[attr-defined]  # the whole look in one, within one workbook
        coloured = cell.has_style and styles.colour_of(cell) not in (None, styles.INPUT)
        fill = styles.fill_of(cell) if coloured else None
        return cls(cell.coordinate, cell.value, style, cell.comment, cell.hyperlink, fill)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written here; a formula follows from other cells."""
        return self.value is None or (isinstance(self.value, str) and (not self.value.strip() or self.is_formula))

    @property
    def is_formula(self) -> bool:
        """Whether it is worked out from other cells."""
        return isinstance(self.value, str) and self.value.startswith("=")


@dataclass(frozen=True)
class Row:
    """One row as it stood: the cells of the known columns and of the user's own, by place; its key where it has one."""

    key: Key | None
    known: Mapping[int, Stored]
    own: Mapping[int, Stored]
    decided: bool

    def value(self, found: Found, column: str) -> object:
        """What stood in a known column."""
        stored = self.known.get(found.places[column])
        return None if stored is None else stored.value

    @property
    def is_worth_keeping(self) -> bool:
        """Whether a person wrote, noted or coloured anything here."""
        own = any(not stored.is_empty or stored.note or stored.fill for stored in self.own.values())
        return self.decided or own or any(stored.note or stored.fill for stored in self.known.values())

    def put(self, cell: "SheetCell", place: int, *, value: bool, note: bool) -> None:
        """The look and the note of a known cell back into its column, and with ``value`` what stood there too.

        Without ``note`` the note is about somebody who is not proposed any more, and says so.
        """
        stored = self.known.get(place)
        if stored is None:
            return
        cell._style = copy(stored.style)  # type: ignore[attr-defined]  # the whole look in one, within one workbook
        if value:
            cell.value = stored.value  # type: ignore[assignment]  # it was in a cell
        if stored.note is not None:
            cell.comment = renewed(stored.note, "" if note else f"{self.key[-1] if self.key else ''}: ")

    def put_own(self, page: "Worksheet", number: int, found: Found) -> None:
        """The user's own cells back into their columns."""
        for place, stored in self.own.items():
            if place not in found.places.values():
                put_whole(stored, cell_at(page, number, place))

    def put_all(self, page: "Worksheet", number: int) -> None:
        """A row that is about nobody, as it was."""
        for place, stored in {**self.known, **self.own}.items():
            put_whole(stored, cell_at(page, number, place))


def put_whole(stored: Stored, cell: "SheetCell") -> None:
    """A cell of the user's, moved: its references move along."""
    from openpyxl.formula.translate import Translator

    value = stored.value
    if isinstance(value, str) and stored.is_formula:
        value = Translator(value, origin=stored.at).translate_formula(cell.coordinate)
    cell.value = value  # type: ignore[assignment]  # it was in a cell
    cell._style = copy(stored.style)  # type: ignore[attr-defined]  # the whole look in one, within one workbook
    if stored.note is not None:
        cell.comment = renewed(stored.note)
    if stored.link is not None:
        cell.hyperlink = copy(stored.link)  # type: ignore[assignment]  # a link, as it was in a cell


def renewed(note: "Comment", before: str = "") -> "Comment":
    """A copy of a note, for another cell."""
    from openpyxl.comments import Comment

    return Comment(f"{before}{note.text}", note.author, height=note.height, width=note.width)


class Remains:
    """The rows as they stood, each taken once."""

    def __init__(self, rows: Sequence[Row], follows_mentee: bool) -> None:
        self._rows = list(rows)
        self._left = dict.fromkeys(range(len(self._rows)))
        self._by_key, self._by_mentee = defaultdict[Key, list[int]](list), defaultdict[str, list[int]](list)
        for number, row in enumerate(self._rows):
            if row.key is not None:
                self._by_key[row.key].append(number)
                if follows_mentee and not row.decided:
                    self._by_mentee[row.key[0]].append(number)

    @classmethod
    def of(
        cls,
        page: "Worksheet",
        found: Found,
        result: Result,
        moved: Collection[Key] = (),
        looks: Mapping[str, object] = MappingProxyType({}),
    ) -> "Remains":
        """What stands below the headings, but for the ``moved`` rows.

        ``looks`` are those that the program gives its columns: what looks like that, and has no note, is not held.
        """
        usual = {found.places[column]: look for column, look in looks.items() if column not in DECISION}
        for column in (*result.keys, "name"):
            usual.pop(found.places.get(column, -1), None)
        lines = cast("Iterator[Sequence[SheetCell]]", page.iter_rows(min_row=found.row + 1))  # merged ones were refused
        rows = [_row(cells, found, result, usual) for cells in lines]
        kept = [row for row in rows if row is not None and not (row.decided and row.key in moved)]
        return cls(kept, result is PROPOSALS)

    def expect(self, keys: Collection[Key]) -> None:
        """Keep the rows of these keys for them, so that no other pair with the same mentee takes them."""
        for key in keys:
            taken = set(self._by_key.get(key, ())[:1])
            self._by_mentee[key[0]] = [number for number in self._by_mentee.get(key[0], ()) if number not in taken]

    def take(self, key: Key) -> tuple[Row | None, bool]:
        """The row that stood for this key, and whether it was the same key; else one about the same mentee."""
        for numbers, same in ((self._by_key.get(key, []), True), (self._by_mentee.get(key[0], []), False)):
            free = [number for number in numbers if number in self._left]
            if free:
                del self._left[free[0]]
                return self._rows[free[0]], same
        return None, False

    def left(self) -> Iterator[Row]:
        """The rows that nobody took, and that hold something a person put there."""
        return (self._rows[number] for number in self._left if self._rows[number].is_worth_keeping)


def _row(cells: Sequence["SheetCell"], found: Found, result: Result, usual: Mapping[int, object]) -> Row | None:
    stored = {place: Stored.of(cell) for place, cell in enumerate(cells) if not _is_usual(cell, usual.get(place))}
    known = {place: stored[place] for place in found.places.values() if place in stored}
    own = {place: one for place, one in stored.items() if place not in known}
    if not any(not one.is_empty or one.note or one.is_formula for one in stored.values()):
        return None
    words = [_text(known.get(found.places[key])) for key in result.keys]
    key = tuple(words) if all(words) else None
    decided = key is not None and any(
        not known[found.places[column]].is_empty
        for column in DECISION
        if column in found.places and found.places[column] in known
    )
    if key is None and result is MODEL:
        return None
    if key is None:  # not a row of results: whatever it holds, a person wrote it
        return Row(None, known, own, decided=True)
    return Row(key, known, own, decided)


def _is_usual(cell: "SheetCell", look: object) -> bool:
    """Whether a cell is as the program left it, or was never touched."""
    if cell.comment is not None or cell.hyperlink is not None:
        return False
    if look is not None:
        return bool(cell._style == look)  # type: ignore[attr-defined]  # the whole look in one
    return cell.value is None and not cell.has_style


def _text(stored: Stored | None) -> str:
    if stored is None or stored.value is None:
        return ""
    value = stored.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def cell_at(page: "Worksheet", number: int, place: int) -> "SheetCell":
    """The cell in a row, and in a column from 0; it is made where it is missing."""
    return page.cell(number, place + 1)  # type: ignore[return-value]  # merged cells were refused before
