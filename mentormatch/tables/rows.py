"""Between the cells of one row and the fields of one person, in both directions."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import get_args

from mentormatch import values, vocabulary
from mentormatch.errors import ProfileError, VocabularyError
from mentormatch.profiles import (
    EVERY_FIELD,
    Engagement,
    LanguageSkill,
    Limits,
    Mentee,
    Mentor,
    Person,
    Requirement,
    Wish,
)
from mentormatch.tables.cells import Mark
from mentormatch.tables.headings import PARTS, FieldPath
from mentormatch.values import is_empty

_CODES = {
    ("gender",): "gender", ("sector",): "sector", ("role",): "role", ("unit",): "unit", ("urgency",): "urgency",
    ("target_group",): "target_group", ("wanted_target_groups",): "target_group",
    ("level_of_work",): "level_of_work", ("wanted_levels",): "level_of_work", ("engagement", "kind"): "engagement",
    ("limits", "genders"): "gender", ("limits", "target_groups"): "target_group",
    ("limits", "levels_of_work"): "level_of_work", ("limits", "distance"): "distance",
}  # fmt: skip
"""Which code list the words of a field are from."""

_FIELDS = frozenset([*Mentor.model_fields, *Mentee.model_fields])
"""The fields of the library; a subclass has others."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


def to_fields(cells: Mapping[FieldPath, object], record: type[Person]) -> dict[str, object]:
    """What a record is made from. Every column that exists sets its field, with None where the cell is empty."""
    fields: dict[str, object] = {}
    inside: dict[str, dict[FieldPath, object]] = {}
    for path, cell in cells.items():
        if cell is Mark.ABSENT:
            continue
        name = path[0]
        if name not in _FIELDS:
            info = record.model_fields[name]
            fields[info.alias or name] = _for_own_field(cell, set(_kinds(info.annotation)))
        elif len(path) == 1:
            fields[name] = _as_text(cell, path)
        else:
            inside.setdefault(name, {})[path[1:]] = _as_text(cell, path)
    for name, parts in inside.items():
        match name:
            case "requirements":
                fields[name] = _requirements(parts)
            case "languages":
                fields[name] = _languages(fields.get(name), parts[("native",)])
            case "priorities":
                fields[name] = {about: cell for (about,), cell in parts.items() if not is_empty(cell)} or None
            case _:
                whole = _in_parts(name, fields.get(name))
                fields[name] = {**whole, **{field: cell for (field,), cell in parts.items()}}
    if isinstance(fields.get("engagement"), str):
        fields["engagement"] = _in_parts("engagement", fields["engagement"])
    return fields


def _as_text(cell: object, path: FieldPath) -> object:
    """A number as a person writes it: words may be numbers in a spreadsheet, and numbers are read from texts."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return cell
    number = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return f"{number:04d}" if path == ("municipality",) and isinstance(number, int) else str(number)


def _for_own_field(cell: object, kinds: set[object]) -> object:
    """A cell for a field of the user's own, by its type: plain types take what Norwegians write, too."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and str in kinds and not kinds & {int, float}:
        return str(int(cell) if cell == int(cell) else cell)
    if not isinstance(cell, str) or str in kinds:
        return cell
    try:
        if bool in kinds:
            return vocabulary.current().code("yes_no", cell) == "yes"
        if date in kinds:
            return values.day(cell)
    except (ProfileError, VocabularyError):
        return cell  # the field itself says what is wrong with it
    return cell.replace(",", ".") if float in kinds and _DECIMAL_COMMA.fullmatch(cell) else cell


def _kinds(annotation: object) -> Iterable[object]:
    yield annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)


def _in_parts(name: str, whole: object) -> Mapping[str, object]:
    """What one cell says of a field that has parts: its kind of engagement, or the basis of all fields."""
    if isinstance(whole, str):
        return {{"engagement": "kind", "basis": EVERY_FIELD}.get(name, name): whole}
    return whole if isinstance(whole, Mapping) else {}


def _requirements(parts: Mapping[FieldPath, object]) -> dict[str, object]:
    """'Politiattest sett' is yes, no or the day; the day and who saw it may have columns of their own."""
    names = dict.fromkeys(path[0] for path in parts)
    return {name: _requirement({path[1:]: cell for path, cell in parts.items() if path[0] == name}) for name in names}


def _requirement(parts: Mapping[FieldPath, object]) -> object:
    seen = parts.get(())
    if isinstance(seen, (Mapping, Requirement)):
        return seen
    found: dict[str, object] = {}
    if not is_empty(seen):
        is_day = isinstance(seen, date) or (isinstance(seen, str) and len(seen) > 1 and any(map(str.isdigit, seen)))
        found = {"met": True, "on": seen} if is_day else {"met": seen}
    found |= {
        part: cell for (part, *_), cell in ((path, cell) for path, cell in parts.items() if path) if not is_empty(cell)
    }
    if "on" in found and () not in parts:
        found.setdefault("met", True)
    return found or None


def _languages(spoken: object, native: object) -> object:
    """Languages with a column of their own for the native ones, which may stand without level among the others too."""
    mother_tongues = _items(native)
    if not mother_tongues:
        return spoken
    known = {code for word in mother_tongues if (code := _code(word)) is not None}
    return [
        *({"code": word, "level": "native"} for word in mother_tongues),
        *(item for item in _items(spoken) if _code(item) not in known),
    ]


def _items(cell: object) -> list[object]:
    if isinstance(cell, str):
        return list(values.words(cell) or ())
    if isinstance(cell, (list, tuple)):
        return list(cell)
    return [] if is_empty(cell) else [cell]


def _code(word: object) -> str | None:
    """The language of a word without level; None with another level, or where the record will report an error."""
    try:
        code, level = vocabulary.current().language_skill(word if isinstance(word, str) else "")
    except VocabularyError:
        return None
    return code if level in (None, "native") else None


def to_cells(person: Person, language: str) -> dict[FieldPath, object]:
    """What is written for each field that is set, as a person would write it: the opposite of ``to_fields``."""
    cells: dict[FieldPath, object] = {}
    for name in type(person).model_fields:
        if name in person.model_fields_set:
            cells |= _field_cells(person, name, language)
    return cells


def _field_cells(person: Person, name: str, language: str) -> dict[FieldPath, object]:
    value = getattr(person, name)
    match value:
        case Engagement() | Limits():
            inner = [(name, field) for field in PARTS[name].model_fields if field in value.model_fields_set]
            return {path: _cell(path, getattr(value, path[1]), language) for path in inner} or {(name,): None}
        case dict() if name == "requirements":
            return {path: cell for key, item in value.items() for path, cell in _seen(key, item, language).items()}
        case dict() if name == "basis":
            bases = value or {EVERY_FIELD: None}
            paths = {field: (name,) if field == EVERY_FIELD else (name, field) for field in bases}
            return {paths[field]: code and _word("basis", code, language) for field, code in bases.items()}
        case dict() if name == "priorities":
            return {(name,): _joined(f"{about}: {_word('priority', code, language)}" for about, code in value.items())}
        case tuple() if name == "languages":
            return {(name,): _joined(_skill(skill, language) for skill in value)}
        case tuple() if name == "wishes":
            abouts = dict.fromkeys(wish.about for wish in value)
            return {(name, about): _joined(_wish(w, language) for w in value if w.about == about) for about in abouts}
    return {(name,): _cell((name,), value, language)}


def _cell(path: FieldPath, value: object, language: str) -> object:
    kind = _CODES.get(path)
    if isinstance(value, tuple):
        return _joined(_word(kind, word, language) if kind is not None else str(word) for word in value)
    if isinstance(value, bool):
        return _word("yes_no", "yes" if value else "no", language)
    if path == ("municipality",) and isinstance(value, str):
        return _place(value)
    if kind is not None and isinstance(value, str):
        return _word(kind, value, language)
    return value


def _seen(name: str, item: Requirement | None, language: str) -> dict[FieldPath, object]:
    path = ("requirements", name)
    if item is None:
        return {path: None}
    if item.met and item.on is not None:
        cells: dict[FieldPath, object] = {path: item.on}
    else:
        cells = {path: _cell(path, item.met, language)} | ({(*path, "on"): item.on} if item.on is not None else {})
    return cells | ({(*path, "by"): item.by} if item.by is not None else {})


def _joined(words: Iterable[str]) -> str | None:
    """Words in one cell; one that holds a comma needs a semicolon after it."""
    listed = list(words)
    text = "; ".join(listed)
    return f"{text};" if len(listed) == 1 and "," in text else text or None


def _word(kind: str, code: str, language: str) -> str:
    known = vocabulary.current()
    return _readable([known.label(kind, code, language), code], partial(known.code, kind), code)


def _place(number: str) -> str:
    known = vocabulary.current()
    name = known.municipality_name(number)
    return _readable([name, f"{name} ({known.county_name(known.county(number))})", number], known.municipality, number)


def _skill(skill: LanguageSkill, language: str) -> str:
    known = vocabulary.current()
    name = known.language_name(skill.code, language)
    if skill.level is None:
        return _readable([name, skill.code], known.language_skill, (skill.code, None))
    level = known.label("level", skill.level, language)
    candidates = [f"{name} {level}", f"{name} ({level})", f"{skill.code} {skill.level}"]
    return _readable(candidates, known.language_skill, (skill.code, skill.level))


def _wish(wish: Wish, language: str) -> str:
    known, value = vocabulary.current(), wish.value
    if value == "same":
        value = known.label("likeness", "same", language)
    elif wish.about in ("gender", "sector"):
        value = _word(wish.about, value, language)
    elif wish.about == "language":
        value = _readable([known.language_name(value, language), value], known.language, value)
    return f"{known.label('strength', wish.strength, language)}: {value}"


def _readable(candidates: list[str], reader: Callable[[str], object], meant: object) -> str:
    """The first way of writing that is read as what is meant; else the last."""
    for text in candidates:
        try:
            if reader(text) == meant:
                return text
        except VocabularyError:
            continue
    return candidates[-1]
