"""What lies in a workbook's file beside the cells: what openpyxl would drop is put back, or the file is refused.

openpyxl loads and saves values, formulas, styles, notes, widths, filters, tables and plain validations. It drops the
stored values of formulas, which would then be missing for whoever reads the file next, makes every height of a row
fixed, and drops labels and properties of other systems: these are put back. Lists of newer Excel that refer to another
sheet become plain ones. Pictures, charts, threads of comments and the like are not kept: such a file is refused.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from mentormatch.errors import Problem, TableError, Where
from mentormatch.sentences import languages, say
from mentormatch.tables.cells import refused
from mentormatch.tables.workbook import damage_reported
from mentormatch.vocabulary.spellings import PerLanguage

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

_LOST_PARTS = {
    "macros": re.compile(r"xl/(vbaProject\.bin|macrosheets/|dialogsheets/)"),
    "threads": re.compile(r"xl/threadedComments/"),
    "pivots": re.compile(r"xl/(pivotTables|pivotCache|slicers|slicerCaches|timelines|model)/"),
    "controls": re.compile(r"xl/(ctrlProps|activeX|embeddings)/"),
    "queries": re.compile(r"xl/(connections\.xml|queryTables/)"),
    "charts": re.compile(r"xl/(charts|chartsheets|diagrams)/"),
    "pictures": re.compile(r"xl/media/"),
    "data_types": re.compile(r"xl/richData/"),
}
_LOST_IN_SHEETS = {
    "pictures": re.compile(rb"<legacyDrawingHF\b"),
    "sparklines": re.compile(rb"<x14:sparklineGroup\b"),
    "formats": re.compile(rb"<x14:conditionalFormatting\b"),
}
_LISTING_PARTS = ("_rels/.rels", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")
_KEPT_PARTS = re.compile(r"(customXml|docMetadata)/")
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f(?: [^>]*)?(?:/>|>.*?</f>)<v ?/></c>', re.DOTALL)
_FORMULA = re.compile(rb"<f[ />]")
_TEXT_CELL = re.compile(rb' t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION_ID = f"{{{_OFFICE.decode()}}}id"


def refuse_losses(data: bytes, file: str) -> None:
    """Raise with everything in a workbook that would be lost."""
    found = dict[str, None]()
    for name, content in _parts(data).items():
        found |= {what: None for what, part in _LOST_PARTS.items() if part.match(name)}
        if re.match(r"xl/drawings/drawing\d*\.xml", name) and b"Anchor" in content:
            found["pictures"] = None  # LibreOffice writes an empty one beside notes
        if name.startswith("xl/worksheets/sheet"):
            found |= {what: None for what, tag in _LOST_IN_SHEETS.items() if tag.search(content)}
    if found:
        raise TableError(
            Problem(
                "workbook_would_lose",
                {
                    part: PerLanguage({one: say(f"workbook.lost.{what}.{part}", one) for one in languages()})
                    for part in ("what", "instead")
                },
                Where(file=file),
            )
            for what in found
        )


def merged_cells(data: bytes) -> dict[str, list[str]]:
    """The merged cells of each sheet: name of the sheet -> 'A2:B3' and so on."""
    parts = _parts(data)
    return {
        title: [found[1].decode() for found in _MERGED.finditer(parts[part])] for title, part in _sheets(parts).items()
    }


def loaded(data: bytes, file: str) -> "Workbook":
    """A workbook to change, with the lists of newer Excel as plain ones. Raises ``TableError`` for a damaged one."""
    from openpyxl import load_workbook

    with damage_reported(file):
        book = load_workbook(BytesIO(data), rich_text=True)
    parts = _parts(data)
    for title, part in _sheets(parts).items():
        if title in book.sheetnames and b"x14:dataValidation " in parts[part]:
            for found in _newer_lists(parts[part]):
                book[title].add_data_validation(found)
    return book


def saved(book: "Workbook", file: str, old: bytes | None = None) -> bytes:
    """The file of a workbook, with what openpyxl dropped of the ``old`` file put back. Raises ``TableError``."""
    parts = _parts(_written(book, file))
    before = _parts(old) if old is not None else {}
    old_sheets = _sheets(before)
    for title, part in _sheets(parts).items():
        sheet = before.get(old_sheets.get(title, ""), b"")
        parts[part] = _with_values(_with_heights(parts[part], sheet), sheet)
    _share_texts(parts)
    kept = {name: content for name, content in before.items() if _KEPT_PARTS.match(name)}
    for name in _LISTING_PARTS if kept else ():
        parts[name] = _with_entries(parts[name], before[name])
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        for name, content in {**parts, **kept}.items():
            package.writestr(name, content)
    return whole.getvalue()


def _written(book: "Workbook", file: str) -> bytes:
    """As openpyxl saves it, which puts each sheet into a temporary file first."""
    from openpyxl.writer.excel import ExcelWriter

    made = BytesIO()
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    try:
        with ZipFile(made, "w", ZIP_DEFLATED) as package:
            ExcelWriter(book, package).write_data()
    except OSError as error:
        raise refused("table_write_failed", file) from error
    return made.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part that each sheet lies in, by the sheet's name."""
    from defusedxml.ElementTree import fromstring

    if not parts:
        return {}
    relations = fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = fromstring(parts["xl/workbook.xml"])
    found = {}
    for sheet in book.iter():
        target = targets.get(sheet.get(_RELATION_ID), "") if sheet.tag.endswith("}sheet") else ""
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if target and part in parts:
            found[sheet.get("name", "")] = part
    return found


def _with_values(new: bytes, old: bytes) -> bytes:
    """A sheet with the value stored beside each formula that stands where it stood."""
    from xml.sax.saxutils import escape

    if not old or not _FORMULA.search(new):
        return new
    stored = dict(_stored_values(old))

    def filled(cell: re.Match[bytes]) -> bytes:
        kind, value = stored.get(cell[1].decode(), (None, None))
        if value is None:
            return cell[0]
        head = b'<c r="%b"%b' % (cell[1], cell[2]) + (b' t="%b"' % kind.encode() if kind else b"")
        formula = cell[0][cell[0].index(b"><f") : cell[0].rindex(b"<v")]
        return head + formula + b"<v>%b</v></c>" % escape(value).encode()

    return _FORMULA_CELL.sub(filled, new)


def _stored_values(sheet: bytes) -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Cell -> type and stored text, of the formulas of a sheet."""
    from defusedxml.ElementTree import iterparse

    for _, element in iterparse(BytesIO(sheet)):
        if element.tag.endswith("}c"):
            inside = {child.tag.rpartition("}")[2]: child.text for child in element}
            if "f" in inside and inside.get("v") is not None and element.get("r"):
                kind = element.get("t")
                yield element.get("r", ""), (None if kind == "n" else kind, inside["v"] or "")


def _with_heights(new: bytes, old: bytes) -> bytes:
    """A sheet in which only those heights are fixed that somebody fixed."""
    fixed = {row[1] for row in _ROW.finditer(old) if re.search(rb'customHeight="(1|true)"', row[0])}

    def freed(row: re.Match[bytes]) -> bytes:
        return row[0] if row[1] in fixed else row[0].replace(b' customHeight="1"', b"")

    return _ROW.sub(freed, new)


def _share_texts(parts: dict[str, bytes]) -> None:
    """Each text once, in a part of its own, as Excel has it: openpyxl takes long to read what it writes into cells."""
    texts = dict[bytes, int]()

    def shared(cell: re.Match[bytes]) -> bytes:
        return b' t="s"><v>%d</v></c>' % texts.setdefault(cell[1], len(texts))

    for part in _sheets(parts).values():
        parts[part] = _TEXT_CELL.sub(shared, parts[part])
    items = b"".join(b"<si>%b</si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%b" uniqueCount="%d">%b</sst>' % (_MAIN, len(texts), items)
    relation = b'<Relationship Id="texts" Type="%b/sharedStrings" Target="/xl/sharedStrings.xml"/>' % _OFFICE
    kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b.sharedStrings+xml"/>' % _KIND
    parts["xl/_rels/workbook.xml.rels"] = _inserted(parts["xl/_rels/workbook.xml.rels"], relation)
    parts["[Content_Types].xml"] = _inserted(parts["[Content_Types].xml"], kind)


def _inserted(content: bytes, added: bytes) -> bytes:
    """With more before the last closing tag."""
    end = content.rindex(b"</")
    return content[:end] + added + content[end:]


def _with_entries(new: bytes, old: bytes) -> bytes:
    """Relations or content types of the parts that are kept, added to the new ones."""
    entries = [
        re.sub(rb'\bId="[^"]*"', b'Id="kept%d"' % number, entry)
        for number, entry in enumerate(re.findall(rb"<(?:Relationship|Override) [^>]*/>", old))
        if re.search(rb'"(?:\.\./|/)?(?:customXml|docMetadata)/', entry)
    ]
    return _inserted(new, b"".join(entries))


def _newer_lists(sheet: bytes) -> "Iterator[DataValidation]":
    """The validations that newer Excel keeps apart because they refer to another sheet, as plain ones."""
    from defusedxml.ElementTree import fromstring
    from openpyxl.worksheet.datavalidation import DataValidation

    def inside(element: "Element", name: str) -> str | None:
        return next(("".join(part.itertext()).strip() for part in element if part.tag.endswith(f"}}{name}")), None)

    for element in fromstring(sheet).iter():
        if element.tag.endswith("/2009/9/main}dataValidation"):
            plain = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
            plain.pop("count", None)
            formulas = {name: inside(element, name) for name in ("formula1", "formula2")}
            yield DataValidation(sqref=inside(element, "sqref") or "", **formulas, **plain)  # type: ignore[arg-type]  # as they stand in the file
