"""Running cases as they were found, and what somebody should ask or look at beside the proposals."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentormatch.compatibility import CompatibilityModel, Encoded
from mentormatch.compatibility.waiving import rules_of
from mentormatch.conditions import Waiver
from mentormatch.explanation import Solved, flags
from mentormatch.intake import Pair
from mentormatch.lacking import shortfall
from mentormatch.profiles import Mentee, Mentor
from mentormatch.sentences import listing, number, say

Note = tuple[str, str, str]
"""(mentee id, mentor id, what to look at); an empty id where the note is about one person or none."""


@dataclass(frozen=True)
class Running:
    """Running cases: they use places and are not proposed again; one that breaks a rule is kept and named.

    ``encoded`` has the mentees with a running case as rows; ``served`` are those who have all the mentors they need.
    Ids that are not among the people of the call are kept. ``waivers`` are those of running cases.
    """

    pairs: Sequence[Pair] = ()
    encoded: Encoded | None = None
    served: frozenset[str] = frozenset()
    unknown: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()

    @property
    def mentees(self) -> frozenset[str]:
        """Ids of mentees who have a mentor."""
        return frozenset(self.per_mentee)

    @property
    def per_mentee(self) -> Mapping[str, int]:
        """How many running cases each mentee has."""
        return Counter(mentee for mentee, _ in self.pairs)

    @property
    def per_mentor(self) -> Mapping[str, int]:
        """How many running cases each mentor has."""
        return Counter(mentor for _, mentor in self.pairs)

    def rows(self, language: str) -> list[Note]:
        """Every running case, with what should be looked at."""
        return [(mentee, mentor, " ".join(self._remarks((mentee, mentor), language))) for mentee, mentor in self.pairs]

    def _remarks(self, pair: Pair, language: str) -> Iterator[str]:
        for side in self.unknown.get(pair, ()):
            yield say(f"running.unknown_{side}", language)
        if pair not in self.unknown and self.encoded is not None:
            row, column = self.encoded.mentees.ids.index(pair[0]), self.encoded.mentors.ids.index(pair[1])
            facts = self.encoded.facts(row, column)
            allowed = [waiver for waiver in self.waivers if (waiver.mentee_id, waiver.mentor_id) == pair]
            waived = {name for waiver in allowed for name in waiver.rules or ()}
            for rule in self.encoded.broken(row, column):
                if rule.name not in {"places", *waived}:  # the case itself takes the place
                    yield rule.reason(*facts, rule.words(language))
            yield from (waiver_in_words(self.encoded, waiver, language) for waiver in allowed)
            room = self.encoded.capacity
            if room.running[column] > room.places[column]:
                yield say("running.over", language, running=room.running[column], places=room.places[column])


def running_cases(
    model: CompatibilityModel,
    mentees: Sequence[Mentee],
    mentors: Sequence[Mentor],
    pairs: Sequence[Pair],
    on: date,
    waivers: Sequence[Waiver] = (),
) -> Running:
    """The running cases of a call, judged by the same rules on the same day."""
    if not pairs:
        return Running()
    known = {"mentee": {m.id for m in mentees}, "mentor": {m.id for m in mentors}}
    unknown = {
        pair: sides
        for pair in pairs
        if (sides := tuple(side for side, name in zip(known, pair, strict=True) if name not in known[side]))
    }
    running = Running(pairs)
    needed, cases = {mentee.id: mentee.mentors_needed for mentee in mentees}, running.per_mentee
    followed = [mentee for mentee in mentees if mentee.id in cases]
    encoded = model.encode(followed, mentors, on=on, running=running.per_mentor, language=None)
    served = frozenset(mentee for mentee, count in cases.items() if count >= needed.get(mentee, 1))
    known_pairs = {pair for pair in pairs if pair not in unknown}
    of_running = [
        waiver.model_copy(update={"rules": rules_of(waiver, encoded)})
        for waiver in waivers
        if (waiver.mentee_id, waiver.mentor_id) in known_pairs
    ]
    return Running(pairs, encoded, served, unknown, of_running)


def notes_on(solved: Solved, running: Running, waiting_assumed: Sequence[str], language: str) -> list[Note]:
    """Everything to ask or look at: per proposal, per person, per mentor, per running case."""
    found = list[Note]()
    encoded, assignment = solved.encoded, solved.assignment
    pairs = list(zip(assignment.rows.tolist(), assignment.columns.tolist(), strict=True))
    for row, column in pairs:
        mentee, mentor = solved.mentee(row), str(solved.mentor(column))
        found += [(mentee, mentor, text) for text in flags(encoded, row, column, language)]
        if encoded.capacity.assumed[column] and "mentor.maximum" not in encoded.unchecked:
            found.append((mentee, mentor, say("notes.places_assumed", language)))
    found += [
        (mentee, "", say("notes.nothing_recorded", language))
        for mentee, nothing in zip(encoded.mentees.ids, encoded.nothing_recorded, strict=True)
        if nothing
    ]
    found += [(mentee, "", say("notes.waiting_assumed", language)) for mentee in waiting_assumed]
    found += [note for waiver in solved.waivers for note in _waived(solved, waiver, language)]
    found += [("", str(short[0]), str(short[-1])) for short in shortfall(solved, language)]
    found += _overbooked(solved, pairs, language)
    found += [note for note in running.rows(language) if note[2]]
    return found


def _waived(solved: Solved, waiver: Waiver, language: str) -> Iterator[Note]:
    """Who allowed a proposed pair against a rule, and why."""
    encoded = solved.encoded
    row, column = encoded.mentees.ids.index(waiver.mentee_id), encoded.mentors.ids.index(waiver.mentor_id)
    if column in solved.columns_of(row):
        yield waiver.mentee_id, waiver.mentor_id, waiver_in_words(encoded, waiver, language)


def waiver_in_words(encoded: Encoded, waiver: Waiver, language: str) -> str:
    """Which rules are set aside, by whom and why."""
    labels = {rule.name: rule.label(language) for rule in encoded.rules}
    rules = [labels.get(name, say("barred.minimum_score_label", language)) for name in waiver.rules or ()]
    who = str(waiver.allowed_by) + (f", {waiver.date:%d.%m.%Y}" if waiver.date else "")
    return say("notes.waived", language, rules=listing(rules, language), who=who, reason=waiver.reason)


def _overbooked(solved: Solved, pairs: Sequence[tuple[int, int]], language: str) -> Iterator[Note]:
    """Mentors whose proposals need more hours than are free: places are counted in cases, hours are not."""
    needed: dict[int, float] = defaultdict(float)
    for row, column in pairs:
        hours = solved.encoded.mentees.value(row, "hours_per_week")
        needed[column] += float(hours) if isinstance(hours, (int, float)) else 0.0
    for column, hours in needed.items():
        free = solved.encoded.capacity.free_hours[column]
        if free is not None and round(hours * 100) > round(free * 100):
            values = {"needed": number(hours, language), "free": number(free, language)}
            yield "", str(solved.mentor(column)), say("notes.overbooked", language, **values)
