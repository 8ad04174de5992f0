"""The state of a log: what its records fold to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Generic, TypeVar, cast

from mentormatch.casework.case import Case, Match
from mentormatch.casework.goal import Action, Goal
from mentormatch.casework.ledger import Ledger
from mentormatch.casework.record import Entry, Event, Noun
from mentormatch.casework.relation import Relation
from mentormatch.casework.step import Step

N = TypeVar("N", bound=Noun)
N_co = TypeVar("N_co", bound=Noun, covariant=True)

E = TypeVar("E", bound=Entry)
T = TypeVar("T")

_BY_DAY = attrgetter("on", "recorded_at")
_DAY, _RECORDED = attrgetter("on"), attrgetter("recorded_at")


@dataclass(frozen=True, slots=True)
class Standing(Generic[N_co]):
    """How a noun stands: its record, its status and since which day, and the steps that led there."""

    record: N_co
    status: str
    since: date
    steps: tuple[Step, ...]

    @property
    def is_open(self) -> bool:
        """Whether a step can still follow."""
        return not self.record.life.is_over(self.status)


def standings(nouns: Iterable[Standing[Noun]], kind: type[N]) -> tuple[Standing[N], ...]:
    """Those of one kind, in the order of the log."""
    return tuple(noun for noun in nouns if type(noun.record) is kind)  # type: ignore[misc]  # the kind was just looked at


@dataclass(frozen=True, slots=True)
class CaseState:
    """How a case stands. ``history`` are its own steps; ``entries`` the versions that hold, by day.

    ``nouns`` is all that was opened in it; ``matches``, ``relations``, ``goals`` and ``actions`` are some of them.
    """

    case: Case
    status: str
    phase: str
    since: date
    history: tuple[Step, ...]
    entries: tuple[Entry, ...]
    nouns: tuple[Standing[Noun], ...]
    _by_kind: dict[type[Entry], list[Entry]] = field(default_factory=dict, compare=False, repr=False)

    def of_kind(self, kind: type[E]) -> Sequence[E]:
        """The entries of one kind, by day."""
        if not self._by_kind:
            for entry in self.entries:
                self._by_kind.setdefault(type(entry), []).append(entry)
        return cast(Sequence[E], self._by_kind.get(kind, ()))

    @property
    def matches(self) -> tuple[Standing[Match], ...]:
        """The mentors tried."""
        return standings(self.nouns, Match)

    @property
    def relations(self) -> tuple[Standing[Relation], ...]:
        """Who stands to the case in which role, those that ended too."""
        return standings(self.nouns, Relation)

    @property
    def goals(self) -> tuple[Standing[Goal], ...]:
        """The goals."""
        return standings(self.nouns, Goal)

    @property
    def actions(self) -> tuple[Standing[Action], ...]:
        """What somebody is, or was, to do."""
        return standings(self.nouns, Action)

    @property
    def open_actions(self) -> tuple[Standing[Action], ...]:
        """What is still to be done. It never hinders a closing."""
        return tuple(action for action in self.actions if action.status == "open")

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the case and of all that was opened in it, by day."""
        return tuple(sorted((*self.history, *(step for noun in self.nouns for step in noun.steps)), key=_BY_DAY))


@dataclass(frozen=True, slots=True)
class State:
    """All that stands on a day: cases by id, what was opened by id, and events that belong to no case."""

    on: date | None
    cases: Mapping[str, CaseState]
    nouns: Mapping[str, Standing[Noun]]
    events: tuple[Event, ...]
    _made: dict[Callable[["State"], object], object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, make: Callable[["State"], T]) -> T:
        """What a function makes of this state; it is made once and kept, for all who ask."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    @property
    def relations(self) -> tuple[Standing[Relation], ...]:
        """All relations: of cases and networks, deputies and loans."""
        return standings(self.nouns.values(), Relation)


def fold(ledger: Ledger, on: date | None = None) -> State:
    """The state as it is known now, of a day: what is dated later is left out; without a day, nothing is."""
    entries, inside, outside = defaultdict[str, list[Entry]](list), defaultdict[str, list[Standing[Noun]]](list), []
    nouns: dict[str, Standing[Noun]] = {}
    # asked of each kind once: isinstance takes its time for these classes, and most records are entries
    of_entries = {kind for kind in set(map(type, ledger.current.values())) if issubclass(kind, Entry)}
    last = date.max if on is None else on
    for record in ledger.current.values():
        if record is None or record.on > last:
            continue
        if type(record) in of_entries:
            entries[cast(Entry, record).case_id].append(cast(Entry, record))
        elif isinstance(record, Noun):
            nouns[record.id] = standing = _standing(record, ledger.steps_of(record.id), on)
            case_id = ledger.case_of(record)
            if case_id is not None and case_id != record.id:
                inside[case_id].append(standing)
        elif isinstance(record, Event) and type(record) is not Step:
            outside.append(record)
    cases = {
        name: _case(standing, entries[name], inside[name])
        for name, standing in nouns.items()
        if isinstance(standing.record, Case)
    }
    return State(on, cases, nouns, tuple(sorted(outside, key=_BY_DAY)))


def _standing(noun: Noun, steps: Iterable[Step], on: date | None) -> Standing[Noun]:
    taken = tuple(step for step in steps if on is None or step.on <= on)
    changes = [step for step in taken if step.to is not None]
    if not changes:
        return Standing(noun, noun.life.start, noun.on, taken)
    return Standing(noun, str(changes[-1].to), changes[-1].on, taken)


def _case(standing: Standing[Noun], entries: list[Entry], nouns: list[Standing[Noun]]) -> CaseState:
    case = standing.record
    assert isinstance(case, Case)
    phases = [step.phase for step in standing.steps if step.phase is not None]
    return CaseState(
        case=case,
        status=standing.status,
        phase=phases[-1] if phases else case.phase,
        since=standing.since,
        history=standing.steps,
        entries=tuple(sorted(sorted(entries, key=_RECORDED), key=_DAY)),
        nouns=tuple(nouns),
    )
