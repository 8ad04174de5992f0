"""What a case log must be, as plain lists and dicts: written from the work, importing nothing of the package.

A record here is what JSON holds of it. Everything is found by going through the whole log again, each time: slow, and
short enough to be read at one glance.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Plain = dict[str, Any]  # a record as JSON holds it
Thread = list[Plain | None]  # the versions of a record, the last one holds; None: it was entered in error

# Kind of noun -> status -> what may follow; the first status is where it starts.
LIVES = {
    "case": {
        "referred": "advised sent_on declined_by_person waitlisted active entered_in_error",
        "advised": "referred entered_in_error",
        "sent_on": "referred entered_in_error",
        "declined_by_person": "referred entered_in_error",
        "waitlisted": "active advised sent_on declined_by_person closed entered_in_error",
        "active": "on_hold closing closed entered_in_error",
        "on_hold": "active closing closed entered_in_error",
        "closing": "closed active entered_in_error",
        "closed": "active entered_in_error",
        "entered_in_error": "",
    },
    "match": {
        "proposed": "mentor_asked not_continued",
        "mentor_asked": "mentor_willing not_continued",
        "mentor_willing": "person_said_yes not_continued",
        "person_said_yes": "first_meeting not_continued",
        "first_meeting": "confirmed not_continued",
        "confirmed": "not_continued",
        "not_continued": "",
    },
    "guidance_request": {
        "draft": "sent withdrawn",
        "sent": "acknowledged answered escalated withdrawn",
        "acknowledged": "answered escalated withdrawn",
        "escalated": "answered",
        "answered": "",
        "withdrawn": "",
    },
    "relation": {"open": "closed", "closed": ""},
    "goal": {"open": "reached dropped", "reached": "", "dropped": ""},
    "action": {"open": "done dropped", "done": "", "dropped": ""},
    "agreement": {"open": "ended", "ended": ""},
    "network": {"open": "closed", "closed": ""},
    "session": {"planned": "held cancelled", "held": "", "cancelled": ""},
}
ENTRIES = (
    "contact", "first_meeting", "observation", "rating", "assessment", "note", "disclosure", "exemption",
)  # fmt: skip
OUTSIDE = ("advice", "absence", "attendance", "case_work")  # they happened, and are part of no case's file
MENTORS = ("mentor", "co_mentor")
IN_A_CASE = (*MENTORS, "substitute", "case_supervisor")
PLANNED = ("relation", "session", "exemption", "absence")  # may lie ahead of the day of recording
NEVER_CORRECTED = ("id", "type", "by", "recorded_at", "replaces", "case_id")
NAMES = {  # field -> the kind of record that it names
    "case_id": "case", "case_ids": "case", "match_id": "match", "goal_id": "goal", "guidance_id": "guidance_request",
    "network_id": "network", "session_id": "session",
}  # fmt: skip


def moment(record: Plain) -> datetime:
    return datetime.fromisoformat(record["recorded_at"])


def day_in_oslo(record: Plain) -> str:
    return moment(record).astimezone(ZoneInfo("Europe/Oslo")).date().isoformat()


def threads(written: Sequence[Plain]) -> list[Thread]:
    """The versions of every record, in the order in which the first ones were written."""
    made, thread_of = list[Thread](), dict[str, Thread]()
    for record in written:
        if record["type"] == "correction":
            thread = thread_of[record["corrects"]]
            old = thread[-1]
            thread.append(None if record["entered_in_error"] or old is None else {**old, **record["fields"]})
            continue
        if (replaces := record.get("replaces")) is None:
            made.append([record])
        else:
            thread_of[replaces].append(record)
        thread_of[record["id"]] = made[-1] if replaces is None else thread_of[replaces]
    return made


class ReferenceLog:
    """The log as a list of records as they were written."""

    def __init__(self) -> None:
        self.written: list[Plain] = []

    # What holds

    def held(self) -> dict[str, Plain]:
        """The version that holds of every record, under the id of every version of it."""
        found = dict[str, Plain]()
        for thread in threads(self.written):
            for version in thread:
                if version is not None and thread[-1] is not None:
                    found[version["id"]] = thread[-1]
        return found

    def holding(self) -> list[Plain]:
        return [thread[-1] for thread in threads(self.written) if thread[-1] is not None]

    def case_of(self, record: Plain, held: dict[str, Plain]) -> str | None:
        """The case a record is part of: told by itself, or by what it is a step of or an answer to."""
        kind = record["type"]
        if kind == "case":
            return str(record["id"])
        if kind == "relation":
            return record["of"] if record["role"] in IN_A_CASE else None
        if record.get("case_id") is not None:
            return str(record["case_id"])
        name = record.get("subject") if kind == "step" else record.get("guidance_id")
        return self.case_of(held[name], held) if name in held else None

    def steps_of(self, noun: str, day: str | None = None) -> list[Plain]:
        steps = [record for record in self.holding() if record["type"] == "step" and record["subject"] == noun]
        return [step for step in steps if day is None or step["on"] <= day]

    def status(self, noun: Plain, day: str | None = None) -> str:
        changes = [step["to"] for step in self.steps_of(noun["id"], day) if step["to"] is not None]
        return str(changes[-1]) if changes else next(iter(LIVES[noun["type"]]))

    def allowed(self, noun: str) -> list[str]:
        """The statuses that may follow now."""
        record = self.held()[noun]
        return LIVES[record["type"]][self.status(record)].split()

    # What may be added

    def refusals(self, record: Plain) -> set[str]:
        """Why a record may not be added; empty where it may."""
        if any(record["id"] == other["id"] for other in self.written):
            return {"record_twice"}
        if record["type"] == "correction":
            found = set(self._wrong_correction(record))
        else:
            found = set(self._wrong_revision(record)) if record.get("replaces") is not None else set()
            if any(name not in self.held() for name in record.get("entry_ids") or ()):
                found.add("record_unknown")
        if not found:
            self.written.append(record)
            found = set(self._contradictions())
            self.written.pop()
        return found

    def _wrong_revision(self, record: Plain) -> Iterator[str]:
        held = self.held()
        old = held.get(record["replaces"])
        if old is None or old["type"] in LIVES:
            yield "record_unknown"
            return
        (thread,) = [t for t in threads(self.written) if any(v and v["id"] == old["id"] for v in t)]
        first = thread[0]
        assert first is not None
        if record["replaces"] != old["id"]:
            yield "revision_newer"
        if any(record.get(name) != old.get(name) for name in ("type", "case_id", "subject")):
            yield "revision_other"
        if record["by"] != first["by"]:
            yield "revision_author"
        if moment(record) < moment(old):
            yield "recorded_before"
        if moment(record) - moment(first) > timedelta(seconds=24 * 60 * 60):
            yield "revision_late"

    def _wrong_correction(self, record: Plain) -> Iterator[str]:
        held = self.held()
        old = held.get(record["corrects"])
        if old is None:
            yield "record_unknown"
            return
        if (case := self.case_of(old, held)) != record["case_id"]:
            yield "correction_no_case" if case is None else "correction_case"
        if moment(record) < moment(old):
            yield "recorded_before"
        if record["entered_in_error"] and old["type"] in LIVES:
            yield "error_of_noun"
        fixed = {"step": ("subject",), "relation": ("role", "person_id", "of")}.get(old["type"], ())
        for field in record["fields"]:
            if field not in old:
                yield "unknown_field"
            if field in (*NEVER_CORRECTED, *fixed):
                yield "correction_field"
        yield from _in_itself({**old, **record["fields"]})

    def _contradictions(self) -> Iterator[str]:
        """What is wrong in the log as a whole."""
        held = self.held()
        for record in self.holding():
            yield from _in_itself(record)
            yield from self._misplaced(record, held)
            if record["type"] in LIVES:
                yield from self._in_its_life(record)

    def _misplaced(self, record: Plain, held: dict[str, Plain]) -> Iterator[str]:
        kind, own = record["type"], self.case_of(record, held)
        named = {field: NAMES[field] for field in NAMES if record.get(field) is not None}
        if kind == "relation" and record["role"] in IN_A_CASE:
            named["of"] = "case"
        if kind == "relation" and record["role"] in ("network_member", "chair"):
            named["of"] = "network"
        for field, expected in named.items():
            for name in record[field] if isinstance(record[field], list) else [record[field]]:
                if name not in held or held[name]["type"] != expected:
                    yield "record_unknown"
                elif own is not None and self.case_of(held[name], held) != own:
                    yield "record_of_other_case"
        if kind == "step" and (record["subject"] not in held or held[record["subject"]]["type"] not in LIVES):
            yield "record_unknown"
        for name in record.get("entry_ids") or ():  # one that was left out since is still what was shared then
            written = [other for other in self.written if other["id"] == name]
            if not written or written[0]["type"] not in ENTRIES:
                yield "record_unknown"
            elif written[0]["case_id"] != own:
                yield "record_of_other_case"
        case = held.get(own or "")
        if case is not None and case["type"] == "case":
            if kind != "step" and record["on"] < case["on"]:
                yield "before_case"
            if kind == "match" and record["mentee_id"] not in (case["mentee_ids"] or ()):
                yield "match_mentee"

    def _in_its_life(self, noun: Plain) -> Iterator[str]:
        life = LIVES[noun["type"]]
        status, last = next(iter(life)), "" if noun["type"] in PLANNED else noun["on"]
        for step in self.steps_of(noun["id"]):
            if step["on"] < last:
                yield "step_before"
            if step["phase"] is not None and noun["type"] != "case":
                yield "step_phase"
            last = max(last, step["on"])
            if step["to"] is not None:
                if step["to"] not in life[status].split():
                    yield "life"
                    return
                status = step["to"]

    # What it folds to

    def state(self, day: str | None = None) -> Plain:
        """How everything stands on a day, or with all that lies ahead."""
        held = self.held()
        there = [record for record in self.holding() if day is None or record["on"] <= day]
        nouns = {record["id"]: self._standing(record, day) for record in there if record["type"] in LIVES}
        return {
            "nouns": nouns,
            "cases": {
                name: self._case(noun, there, nouns, held)
                for name, noun in nouns.items()
                if noun["record"]["type"] == "case"
            },
            "events": _by_day(record for record in there if record["type"] in OUTSIDE),
        }

    def _standing(self, noun: Plain, day: str | None) -> Plain:
        steps = self.steps_of(noun["id"], day)
        since = [step["on"] for step in steps if step["to"] is not None]
        return {
            "record": noun, "status": self.status(noun, day), "since": since[-1] if since else noun["on"],
            "steps": steps,
        }  # fmt: skip

    def _case(self, case: Plain, there: list[Plain], nouns: dict[str, Plain], held: dict[str, Plain]) -> Plain:
        name = case["record"]["id"]
        phases = [step["phase"] for step in case["steps"] if step["phase"] is not None]
        inside = [
            noun for noun in nouns.values()
            if noun["record"]["type"] != "case" and self.case_of(noun["record"], held) == name
        ]  # fmt: skip
        of_kind = {
            f"{kind}s": [noun for noun in inside if noun["record"]["type"] == kind]
            for kind in ("goal", "action", "relation")
        }
        return {
            **case, **of_kind,
            "phase": phases[-1] if phases else case["record"]["phase"],
            "entries": _by_day(r for r in there if r["type"] in ENTRIES and r["case_id"] == name),
            "inside": inside,
            "matches": [noun for noun in inside if noun["record"]["type"] == "match"],
            "open_actions": [action for action in of_kind["actions"] if action["status"] == "open"],
        }  # fmt: skip

    # Who sees what, and which pairs there are

    def seen(self, people: Sequence[str], day: str) -> dict[tuple[str, str], list[str]]:
        """The ids of the entries of each case that each person may see on a day."""
        lasting, cases = self._lasting(day), self.state(day)["cases"]
        found = dict[tuple[str, str], list[str]]()
        for person in people:
            stood_for = [r["of"] for r in lasting if r["role"] == "deputy" and r["person_id"] == person]
            held = [r for r in lasting if r["role"] in IN_A_CASE and r["person_id"] in (person, *stood_for)]
            for name, case in cases.items():
                found[name, person] = [
                    entry["id"] for entry in case["entries"]
                    if any(
                        relation["role"] == "case_supervisor" or relation["sees"] == "all"
                        or entry["on"] >= relation["on"] or entry["by"] == relation["person_id"]
                        or (relation["sees"] == "summary" and entry.get("summary") is True)
                        for relation in held if relation["of"] == name
                    )
                ]  # fmt: skip
        return found

    def _lasting(self, day: str) -> list[Plain]:
        relations = [noun for noun in self.state(day)["nouns"].values() if noun["record"]["type"] == "relation"]
        return [
            noun["record"] for noun in relations
            if noun["status"] == "open" and (noun["record"]["end"] is None or day <= noun["record"]["end"])
        ]  # fmt: skip

    def current(self, day: str) -> list[tuple[str, ...]]:
        """The pairs that run on a day: mentee, mentor, who recorded it, since when."""
        cases = self.state(day)["cases"]
        return [
            (mentee, relation["person_id"], relation["by"], relation["on"])
            for relation in self._lasting(day)
            if relation["role"] in MENTORS
            for mentee in cases[relation["of"]]["record"]["mentee_ids"] or ()
        ]

    def bans(self, day: str) -> list[tuple[str, ...]]:
        """The pairs that were not continued: mentee, mentor, reason, who decided it, when."""
        found = list[tuple[str, ...]]()
        for case in self.state(day)["cases"].values():
            for match in case["matches"]:
                if match["status"] == "not_continued":
                    step = [step for step in match["steps"] if step["to"] == "not_continued"][-1]
                    pair = (match["record"]["mentee_id"], match["record"]["mentor_id"])
                    found.append((*pair, step["reason"], step["by"], step["on"]))
        return found


def _in_itself(record: Plain) -> Iterator[str]:
    """What contradicts in one record: what its fields alone allow is for the record types to say."""
    kind = record["type"]
    if kind not in PLANNED and record["on"] > day_in_oslo(record):
        yield "day_ahead"
    if kind == "case" and record["of"] == "service" and record["mentee_ids"] is not None:
        yield "case_of_service"
    if kind == "contact" and record["status"] == "completed" and not record["minutes"]:
        yield "contact_minutes"
    if kind == "goal" and not 1 <= record["weight"] <= 10:
        yield "goal_weight"
    if kind == "relation" and record["end"] is not None and record["end"] < record["on"]:
        yield "relation_order"
    if kind == "agreement" and record["review_on"] is not None and record["review_on"] < record["on"]:
        yield "agreement_review"
    if kind in ("absence", "exemption") and record["until"] is not None and record["until"] < record["on"]:
        yield "ends_before_it_starts"
    if kind == "step" and record["to"] == "not_continued" and record["reason"] is None:
        yield "step_reason"


def _by_day(records: Iterator[Plain]) -> list[Plain]:
    return sorted(records, key=lambda record: (record["on"], moment(record)))
