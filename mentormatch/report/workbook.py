"""The coordinator's week in one call: read the workbook, move what was decided, match, and write the proposals."""

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mentormatch.compatibility import CompatibilityModel
from mentormatch.errors import MatchingError, MentorMatchError, MentorMatchWarning, Problem, TableError, Where
from mentormatch.intake import Pair, day_of
from mentormatch.matching import Matching, match
from mentormatch.report import dropdowns, package, saving
from mentormatch.report.answers import Answers
from mentormatch.report.decisions import ON_HOLD
from mentormatch.report.layout import PEOPLE, PROPOSALS, Result
from mentormatch.report.model_sheet import model_from_file
from mentormatch.report.moving import move
from mentormatch.report.reading import Bank, read_bank
from mentormatch.report.remains import Key
from mentormatch.report.sheets import fill, find_page
from mentormatch.sentences import say
from mentormatch.tables.cells import refused
from mentormatch.tables.sources import read_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook

_NOT_HELD = {"lock_unknown": "running", "lock_forbidden": "forbidden", "lock_places": "full"}
"""Why a proposal cannot be kept on hold, by the problem that a lock on it raises."""


@dataclass(frozen=True)
class Matched:
    """What a run did: the matching, the names of mentors by id, the file it wrote and the copy of the old one (None
    where another file was written), and how many decisions of each kind there were."""

    matching: Matching
    names: Mapping[str, str]
    file: Path
    copy: Path | None
    decided: Mapping[str, int]


def match_workbook(
    path: str | PathLike[str],
    out: str | PathLike[str] | None = None,
    *,
    model: str | PathLike[str] | None = None,
    refit: bool = False,
    objective: Literal["participation", "score"] = "participation",
    minimum_score: float | None = None,
    seed: int | str | None = None,
    engine: str = "auto",
    on: date | str | None = None,
    language: str | None = None,
) -> Matched:
    """Match the people of a workbook and write the proposals into it.

    What is decided in the sheet of proposals moves: accepted pairs to the running cases, declined ones to those that
    must not be made; a pair on hold keeps its mentor as long as the rules and the places allow. The sheets of people
    are never changed, and own columns, notes and colours stay.

    The same file is replaced as a whole, with a copy of the old one beside it; with ``out`` a new file is written
    instead. ``model`` is a TOML file; without one the model of the last run judges again, with ``refit`` after it has
    learnt anew from the people. The rest is as in ``match``.

    Raises ``TableError`` with every cell that is wrong, and then nothing is written.
    """
    file, day, target = Path(path), day_of(on), None if out is None else Path(out)
    solve = partial(match, objective=objective, minimum_score=minimum_score, seed=seed, engine=engine, on=day)
    with _nothing_collected():
        with _told_in(language or "en"):
            original = saving.Original.of(file) if target is None else _beside(file, target)
        bank = read_bank(file, on=day, language=language)
        with _told_in(bank.language):
            _check_losses(original, target, bank.language)
            _check_people(bank, file.name)
            chosen = bank.model if model is None else model_from_file(Path(model), original.file)
            if refit:
                chosen = (chosen or CompatibilityModel.default()).fit(bank.mentees, bank.mentors, day)
            matching, let_go = _holding(bank, chosen, solve)
            data = _written(original, bank, matching, let_go, day)
            if target is not None:
                saving.write_new(data, target)
            copy = original.replace(data, bank.language) if target is None else None
    counts = Counter(answer.decision for answer in bank.answers)
    return Matched(matching, bank.names, target or original.file, copy, counts)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without looking for garbage: a workbook is hundreds of thousands of small objects, and all are in use."""
    import gc

    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _told_in(language: str) -> Iterator[None]:
    try:
        yield
    except MentorMatchError as error:
        error.language = language
        raise


def _beside(file: Path, target: Path) -> saving.Original:
    """The workbook, which another file is made from."""
    if target.suffix.casefold() != ".xlsx":
        raise refused("workbook_kind", target.name)
    saving.refuse_existing(target)
    return saving.Original(file, read_bytes(file))


def _check_losses(original: saving.Original, target: Path | None, language: str) -> None:
    """Refuse to write over what would be lost; a new file may do without it."""
    try:
        package.refuse_losses(original.data, original.file.name)
    except TableError as error:
        if target is None:
            raise
        for problem in error.problems:
            remark = Problem("workbook_left_out", problem.values, problem.where).text(language)
            warnings.warn(remark, MentorMatchWarning, stacklevel=4)


def _check_people(bank: Bank, file: str) -> None:
    people = dict(zip(PEOPLE, (bank.mentors, bank.mentees), strict=True))
    empty = [kind for kind in PEOPLE if not people[kind]]
    if empty:
        raise TableError(Problem("workbook_nobody", {}, Where(file, bank.sheets[kind])) for kind in empty)


def _holding(
    bank: Bank, model: CompatibilityModel | None, solve: Callable[..., Matching]
) -> tuple[Matching, dict[Pair, str]]:
    """The matching that keeps the pairs on hold; those that cannot be kept, with the reason."""
    held = [answer.pair for answer in bank.answers if answer.decision == ON_HOLD]
    decided: dict[str, object] = {"current": bank.decisions.current, "bans": bank.decisions.bans}
    decided |= {"quotas": bank.quotas, "waivers": bank.waivers}
    let_go = dict[Pair, str]()
    while True:
        locks = [pair for pair in held if pair not in let_go]
        try:
            found = solve(bank.mentees, bank.mentors, model, locks=locks, language=bank.language, **decided)
        except MatchingError as error:
            if any(problem.key not in _NOT_HELD for problem in error.problems):
                raise
            for problem in error.problems:
                pair = str(problem.values["mentee"]), str(problem.values["mentor"])
                let_go[pair] = say(f"workbook.not_held.{_NOT_HELD[problem.key]}", bank.language, **problem.values)
        else:
            return found, let_go


def _written(original: saving.Original, bank: Bank, matching: Matching, let_go: Mapping[Pair, str], day: date) -> bytes:
    """The new content of the workbook."""
    file, language = original.file.name, bank.language
    book = package.loaded(original.data, file)
    _remark_on_hidden(book, bank, language)
    moved = move(book, bank.answers, bank.sheets, file=file, on=day, language=language)
    pairs = list(zip(bank.decisions.current["mentee_id"], bank.decisions.current["mentor_id"], strict=True))
    answers, running = Answers(matching, bank.names, pairs), {mentee for mentee, _ in pairs} - set(matching.waiting)
    for result, rows in answers.rows().items():
        fill(
            book,
            result,
            answers.above(result),
            rows,
            file=file,
            moved=moved if result is PROPOSALS else (),
            gone=partial(_gone, result, bank, let_go, running),
            language=language,
        )
    dropdowns.renew(book, language)
    page = find_page(book, PROPOSALS)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is page  # else both would be edited at once
    book.active = page  # type: ignore[assignment]  # a sheet, too
    return package.saved(book, file, original.data)


def _remark_on_hidden(book: "Workbook", bank: Bank, language: str) -> None:
    """Hidden rows count like all others: whoever hid them may not expect it."""
    for name in bank.sheets.values():
        if name not in book.sheetnames:
            continue
        page = book[name]
        hidden = sum(
            page.row_dimensions[number].hidden and any(cell.value is not None for cell in page[number])
            for number in list(page.row_dimensions)
        )
        if hidden:
            remark = Problem("workbook_hidden", {"count": hidden}, Where(sheet=name)).text(language)
            warnings.warn(remark, MentorMatchWarning, stacklevel=5)


def _gone(result: Result, bank: Bank, let_go: Mapping[Pair, str], running: set[str], key: Key) -> str:
    """Why a row is only kept because somebody wrote something there."""
    language = bank.language
    if result is not PROPOSALS:
        return say("workbook.gone.result", language)
    if (key[0], key[1]) in let_go:
        return let_go[key[0], key[1]]
    if key[0] in running:
        return say("workbook.gone.running", language)
    known = key[0] in {mentee.id for mentee in bank.mentees}
    return say("workbook.gone.unmatched" if known else "workbook.gone.stranger", language)
