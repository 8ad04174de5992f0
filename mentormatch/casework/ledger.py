"""``Ledger``: the records of a log so far, which version of each holds, and whether one more record fits them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mentormatch.casework.case import Case, Match
from mentormatch.casework.record import CaseRecord, Entry, Event, Noun
from mentormatch.casework.step import Correction, Step
from mentormatch.errors import CaseError, Problem

REVISION_TIME = timedelta(hours=24)
"""How long after the first recording its author may still replace an entry; later it takes a ``Correction``."""

_OF_EACH_VERSION = ("id", "by", "recorded_at", "replaces")
_FAMILIES: dict[str, type[CaseRecord]] = {"entry": Entry, "noun": Noun}


class Before(NamedTuple):
    """What held of a record before one more was added: whether it was ``known``, its version, its newest revision."""

    first: str
    known: bool
    version: CaseRecord | None
    newest: str | None


class Ledger:
    """What a log holds, while it grows.

    ``logged`` has every record as it was written. ``current`` has the version that holds of each, under the id of its
    first version and in the order of the log (corrections apart), and None for what was entered in error.
    """

    def __init__(self) -> None:
        self.logged: dict[str, CaseRecord] = {}
        self.current: dict[str, CaseRecord | None] = {}
        self._first: dict[str, str] = {}
        self._newest: dict[str, str] = {}
        self._steps: dict[str, list[str]] = {}

    def add(self, record: CaseRecord) -> Before:
        """Take one more record in. Raises ``CaseError`` with all that contradicts, and then nothing has changed."""
        first: str = record.id
        version: CaseRecord | None = record
        try:
            if record.id in self.logged:
                raise CaseError(Problem("record_twice").at(field="id"))
            if type(record) is Correction:
                first, version = self._corrected(record)
            elif (replaces := getattr(record, "replaces", None)) is not None and isinstance(record, Event):
                first = self._revised(record, replaces)
            before = Before(first, first in self.current, self.current.get(first), self._newest.get(first))
            self._hold(first, version)
        except CaseError as error:
            raise CaseError(
                problem.at(record=problem.where.record or record.id) for problem in error.problems
            ) from None
        self.logged[record.id] = record
        if type(record) is not Correction:
            self._first[record.id] = first
            if first != record.id:
                self._newest[first] = record.id
        return before

    def take_back(self, record: CaseRecord, before: Before) -> None:
        """Let the record that was added last never have been added."""
        del self.logged[record.id]
        self._first.pop(record.id, None)
        self._newest.pop(before.first, None)
        if before.newest is not None:
            self._newest[before.first] = before.newest
        if before.known:
            self.current[before.first] = before.version
        else:
            del self.current[before.first]
            if type(record) is Step:
                self._steps[record.subject].pop()

    def find(self, record_id: str) -> CaseRecord | None:
        """The version that holds of a record, by the id of any of its versions."""
        first = self._first.get(record_id)
        return None if first is None else self.current.get(first)

    def steps_of(self, noun_id: str) -> list[Step]:
        """The steps of a noun that hold, in the order of the log."""
        found = [self.current.get(first) for first in self._steps.get(noun_id, ())]
        return [step for step in found if type(step) is Step]

    def case_of(self, record: CaseRecord | None) -> str | None:
        """The id of the case that a record is, or belongs to."""
        if record is None or record.type == "case":
            return None if record is None else record.id
        name = record.belongs_to()
        if name is None:
            return None
        found = self.find(name)
        return name if found is None or found.type == "case" else self.case_of(found)

    def _hold(self, first: str, version: CaseRecord | None) -> None:
        """Let a version hold, or with None nothing, unless something then contradicts."""
        before, new = self.current.get(first), first not in self.current
        self.current[first] = version
        step = version or before
        if new and type(step) is Step:
            self._steps.setdefault(step.subject, []).append(first)
        problems = [] if version is None else [*self._misplaced(version)]
        if type(step) is Step:
            problems += self._life(self.find(step.subject))
        if before is not None and isinstance(before, Noun):
            problems += self._life(version)
            for other in self._around(before):
                problems += [problem.at(record=other.id) for problem in self._misplaced(other)]
        if problems:
            self.current[first] = before
            if new:
                del self.current[first]
                if type(step) is Step:
                    self._steps[step.subject].remove(first)
            raise CaseError(problems)

    def _revised(self, record: Event, replaces: str) -> str:
        """The id of the first version of what an event replaces, if it may."""
        old = self.find(replaces)
        if not isinstance(old, Event):
            raise CaseError(Problem("record_unknown", {"id": replaces}).at(field="replaces"))
        first = self._first[replaces]
        newest, original = self.logged[self._newest.get(first, first)], self.logged[first]
        belongs = [name for name in record.fixed if name not in _OF_EACH_VERSION]
        problems = []
        if newest.id != replaces:
            problems.append(Problem("revision_newer", {"newest": newest.id}))
        if any(getattr(record, name, None) != getattr(old, name, None) for name in belongs):
            problems.append(Problem("revision_other", {"id": replaces}))
        if record.by != original.by:
            problems.append(Problem("revision_author", {"by": original.by}))
        if record.recorded_at < newest.recorded_at:
            problems.append(Problem("recorded_before", {"id": replaces}))
        if record.recorded_at - original.recorded_at > REVISION_TIME:
            problems.append(Problem("revision_late", {"id": replaces}))
        if problems:
            raise CaseError(problem.at(field="replaces") for problem in problems)
        return first

    def _corrected(self, record: Correction) -> tuple[str, CaseRecord | None]:
        """The id of the first version of what is corrected and its new version, if all of it may be corrected so."""
        old = self.find(record.corrects)
        if old is None:
            raise CaseError(Problem("record_unknown", {"id": record.corrects}).at(field="corrects"))
        problems = []
        if record.case_id != (case := self.case_of(old)):
            key = "correction_case" if case is not None else "correction_no_case"
            problems.append(Problem(key, {"id": record.corrects, "case": case}).at(field="case_id"))
        if record.recorded_at < old.recorded_at:
            problems.append(Problem("recorded_before", {"id": record.corrects}).at(field="recorded_at"))
        if record.entered_in_error and isinstance(old, Noun):
            problems.append(Problem("error_of_noun").at(field="entered_in_error"))
        for name in record.fields:
            if name in old.fixed:
                problems.append(Problem("correction_field", {"name": name}).at(field=f"fields.{name}"))
        version: CaseRecord | None = None
        if not record.entered_in_error:
            try:
                version = type(old).model_validate({**old.model_dump(), **record.fields})
            except CaseError as error:
                problems += [p.at(record=None, field=f"fields.{p.where.field or ''}") for p in error.problems]
        if problems:
            raise CaseError(problems)
        return self._first[record.corrects], version

    def _misplaced(self, record: CaseRecord) -> Iterator[Problem]:
        """What contradicts between a record and those it names."""
        own = self.case_of(record)
        for field, kind in record.references().items():
            named = getattr(record, field)
            for name in named if isinstance(named, tuple) else () if named is None else (named,):
                found = self.find(name)
                if found is None and name in self._first and record.id in self.logged:
                    continue  # entered in error since it was named: that hinders no correction
                if found is None or not (found.type == kind or isinstance(found, _FAMILIES.get(kind, ()))):
                    yield Problem("record_unknown", {"id": name}).at(field=field)
                elif own is not None and self.case_of(found) != own:
                    yield Problem("record_of_other_case", {"id": name}).at(field=field)
        case = self.find(own or "")
        if type(case) is Case:
            if record.on < case.on and type(record) is not Step:  # steps follow one another in their life
                yield Problem("before_case", {"day": case.on.isoformat(), "case": case.id}).at(field="on")
            if type(record) is Match and record.mentee_id not in (case.mentee_ids or ()):
                yield Problem("match_mentee", {"case": case.id}).at(field="mentee_id")

    def _around(self, noun: Noun) -> Iterator[CaseRecord]:
        """The records that hang on a noun: they name it, or belong to it."""
        for record in self.current.values():
            if record is not None and (
                self.case_of(record) == noun.id or noun.id in (getattr(record, name) for name in record.references())
            ):
                yield record

    def _life(self, noun: CaseRecord | None) -> Iterator[Problem]:
        """What is wrong in the steps of a noun, from the first on."""
        if not isinstance(noun, Noun):
            return
        status, last = noun.life.start, date.min if noun.may_lie_ahead else noun.on
        for step in self.steps_of(noun.id):
            if step.on < last:
                yield Problem("step_before", {"day": last.isoformat()}).at(record=step.id, field="on")
            if step.phase is not None and noun.type != "case":
                yield Problem("step_phase").at(record=step.id, field="phase")
            last = max(last, step.on)
            if step.to is not None:
                try:
                    noun.life.check(status, step.to)
                except CaseError as error:
                    yield from (problem.at(record=step.id, field="to") for problem in error.problems)
                    return
                status = step.to
