"""The made-up course of one case: how it was opened, who was tried, what happened, what was asked, how it ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from mentormatch.casework.agreement import Agreement
from mentormatch.casework.case import Case, Match
from mentormatch.casework.entries import Assessment, Contact, Disclosure, FirstMeeting, Note, Observation, Rating
from mentormatch.casework.goal import LEVELS, Action, Goal
from mentormatch.casework.guidance import Advice, GuidanceRequest
from mentormatch.casework.relation import Relation
from mentormatch.casework.season_words import DAY, Chances, Pen, content
from mentormatch.casework.session import Attendance, Session
from mentormatch.casework.stage import Exemption
from mentormatch.casework.step import Correction, Step

COORDINATOR = "K1"
CASES_OF_A_SUPERVISOR = 8
WEEK = timedelta(weeks=1)
AHEAD = 15 * DAY


def supervisor_of(number: int) -> str:
    """The id of the supervisor of a case."""
    return f"V{1 + (number - 1) // CASES_OF_A_SUPERVISOR}"


def mentor_of(number: int) -> str:
    """The id of the mentor of a case; some mentors have two."""
    return f"M{1 + number * 2 // 3:03d}"


class Course:
    """The course of the case with a number, from a day to the end of the season."""

    def __init__(self, number: int, seed: int, first: date, until: date, language: str) -> None:
        courses = content()["courses"]
        self.course: Mapping[str, Any] = courses[(number - 1) % len(courses)]
        self.id, self.mentee, self.number = f"S{number:03d}", f"B{number:03d}", number
        self.chances = Chances(seed, self.id)
        self.pen = Pen(until, language, self.chances, self.id)
        self.write, self.until = self.pen.write, until
        self.opened = first + self.chances.between(0, (until - first).days // 4) * DAY
        self.supervisor = supervisor_of(number)
        of_service = self.course.get("of") == "service"
        self.mentors = [(first, COORDINATOR if of_service else mentor_of(number))]
        """Each mentor of the case, and from which day."""
        self.ended = until + AHEAD
        """The first day after the course; where it goes on, as far ahead as anybody plans."""

    def acts(self, act: str) -> bool:
        """Whether this happens in the course."""
        return act in self.course.get("acts", ())

    def mentor(self, on: date) -> str:
        """The mentor on a day."""
        return [mentor for first, mentor in self.mentors if first <= on][-1]

    def told(self) -> Pen:
        """Everything of it."""
        self._opened()
        if "ends" in self.course:
            end = str(self.course["ends"])
            self._step(self.opened + 6 * DAY, to=end, reason=self.pen.word(f"reason_{end}"))
            return self.pen
        begins = self.opened + self.chances.between(5, 12) * DAY
        self._step(begins, to="active", phase="assessment")
        self._stands("case_supervisor", self.supervisor, begins)
        if self.course.get("of") == "service":
            self._advised_service(begins)
            return self.pen
        met = self._matched(begins + 3 * DAY)
        if self.acts("closing"):
            self.ended = max(met + 10 * WEEK, self.until - 2 * WEEK)
        pauses = [*self._paused(met)]
        self._handed_over(met)
        self._goals(met)
        self._signs(met)
        self._contacts(met, pauses)
        self._agreed(met)
        self._guided(met)
        self._sessions(met)
        self._besides(met)
        self._closed()
        return self.pen

    def _step(self, on: date, subject: str | None = None, by: str = COORDINATOR, **fields: object) -> None:
        self.write(Step, by, on, subject=subject or self.id, **fields)

    def _stands(self, role: str, person: str, on: date, **fields: object) -> str:
        name = self.pen.id_of("L")
        return self.write(Relation, COORDINATOR, on, id=name, role=role, person_id=person, of=self.id, **fields)

    def _opened(self) -> None:
        draw, of = self.chances, str(self.course.get("of", "person"))
        host, municipality = draw.one(content()["places"]["hosts"])
        given: dict[str, object] = {"of": of, "host": host, "referred_by": self.pen.word("schools")}
        if of != "service":
            minor = of == "family" or draw.chance(40)
            given |= {
                "mentee_ids": self.mentee,
                "target_group": draw.by_share(((70, "at_risk"), (20, "in_extremist_milieu"), (10, "next_of_kin"))),
                "levels": ("family", "individual") if of == "family" else "individual",
                "basis": "social_services_act",
                "told_limits_on": self.opened,
                "birth_year": self.opened.year - (draw.between(14, 17) if minor else draw.between(18, 29)),
                "municipality": municipality,
                "guardians_agreed_by": f"F{self.number:03d}" if minor else None,
                "guardians_agreed_on": self.opened if minor else None,
                "protected_address": True if self.acts("protected") else None,
            }
        if of == "family":
            mother = {"person_id": f"F{self.number:03d}", "role": self.pen.word("parent"), "level": "family"}
            given["participants"] = [mother]
        referred = self.opened - draw.between(0, 6) * DAY
        self.write(Case, COORDINATOR, self.opened, id=self.id, referred_on=referred, **given)

    def _advised_service(self, begins: date) -> None:
        self.write(Note, COORDINATOR, begins, words=self.pen.word("service"), of="team", case_id=self.id)
        for day in self._every(begins + WEEK, 10, 24):
            self._contact(day, COORDINATOR, "meeting", "completed", 90)
        self._sessions(begins)

    def _matched(self, on: date) -> date:
        """Those who were tried, and the one who stayed: the day of the first meeting that led on."""
        tries: Sequence[str] = self.course.get("tries", ())
        for outcome in (*tries, "confirmed"):
            mentor = mentor_of(self.number if outcome in ("not_yet", "confirmed") else self.number + 5)
            name = self.pen.id_of("P")
            self.write(Match, COORDINATOR, on, id=name, case_id=self.id, mentee_id=self.mentee, mentor_id=mentor)
            self._step(on + 2 * DAY, name, to="mentor_asked", conflict_of_interest=outcome == "conflict")
            if outcome == "conflict":
                self._step(on + 3 * DAY, name, to="not_continued", reason=self.pen.word("not_continued_conflict"))
                on += 5 * DAY
                continue
            self._step(on + 3 * DAY, name, to="mentor_willing")
            agreed = f"F{self.number:03d}" if self.course.get("of") == "family" else None
            self._step(on + 5 * DAY, name, to="person_said_yes", agreed_on_behalf_by=agreed)
            met = on + self.chances.between(7, 11) * DAY
            self._step(met, name, to="first_meeting")
            self._first_meeting(met, name, mentor, {"person_no": "no", "not_yet": "not_yet"}.get(outcome, "yes"))
            if outcome == "person_no":
                self._step(met + 2 * DAY, name, to="not_continued", reason=self.pen.word("not_continued_person"))
                on = met + 5 * DAY
                continue
            if outcome == "not_yet":
                met += 8 * DAY
                self._first_meeting(met, name, mentor, "yes")
            self._step(met + DAY, name, to="confirmed")
            self._step(met + DAY, phase="planning")
            self.relation = self._stands("mentor", mentor, met)
            return met
        raise AssertionError("the last one stays")

    def _first_meeting(self, on: date, match: str, mentor: str, wish: str) -> None:
        given: dict[str, object] = {
            "mentee_wish": wish,
            "mentor_wish": "yes" if wish != "not_yet" else self.chances.one(("yes", "not_yet")),
        }
        rated = {"yes": (6, 10), "not_yet": (4, 6), "no": (1, 4)}[wish]
        if self.chances.chance(60):
            given |= {"mentee_rating": self.chances.between(*rated), "mentor_rating": self.chances.between(5, 9)}
        self.write(FirstMeeting, mentor, on, case_id=self.id, match_id=match, **given)

    def _paused(self, met: date) -> Iterator[tuple[date, date]]:
        """The days on which there is no contact: on hold, a holiday, or nobody knows why."""
        if self.acts("hold"):
            start, end = met + 7 * WEEK, met + 11 * WEEK
            self._step(start, to="on_hold", reason=self.pen.word("hold"))
            self._step(end, to="active")
            yield start, end
        if self.acts("gap"):
            yield self.until - 4 * WEEK, self.until + DAY
        if self.chances.chance(40):
            start, end = met + 4 * WEEK, met + 4 * WEEK + 16 * DAY
            reason = self.pen.word("exemption")
            self.write(Exemption, self.supervisor, start, -4, case_id=self.id, until=end, reason=reason)
            yield start, end

    def _contacts(self, met: date, pauses: Sequence[tuple[date, date]]) -> None:
        """One meeting planned a week, and something by phone or message in between; some weeks pass without."""
        draw = self.chances
        for planned in self._every(met + 6 * DAY, 6, 8):
            if any(start <= planned < end for start, end in pauses) or draw.chance(9):
                continue
            status = draw.by_share(((80, "completed"), (8, "no_show"), (7, "cancelled"), (5, "attempted")))
            kind = draw.by_share(((55, "meeting"), (20, "activity"), (10, "home_visit"), (10, "phone"), (5, "video")))
            held = planned + draw.by_share(((85, 0), (10, 1), (5, 2))) * DAY
            minutes = draw.between(2, 8) * (5 if kind in ("phone", "video") else 15)
            self._contact(held, self.mentor(held), kind, status, minutes, planned)
            if draw.chance(60):
                self._contact(
                    planned + 3 * DAY, self.mentor(planned + 3 * DAY), draw.one(("message", "phone")), "completed", 10
                )
            if draw.chance(8):
                self._contact(
                    planned + 4 * DAY, self.mentor(planned + 4 * DAY), "phone", "completed", 20, way="collateral"
                )

    def _contact(
        self, on: date, by: str, kind: str, status: str, minutes: int, planned: date | None = None, way: str = "direct"
    ) -> None:
        draw, late, name = self.chances, self.pen.some_days_late(on), self.pen.id_of("K")
        given: dict[str, object] = {"case_id": self.id, "kind": kind, "status": status, "way": way}
        given |= {"planned_for": planned, "minutes": minutes if status == "completed" else 0}
        if status == "completed" and way == "direct" and draw.chance(15):
            given["note"] = self.pen.word("note_mentee")
        if on >= self.ended:
            return
        self.write(Contact, by, on, late, id=name, **given)
        if status != "completed" or on + 9 * DAY + late * DAY > self.until:
            return
        if draw.chance(3):
            self.write(Contact, by, on, late, id=f"{name}b", replaces=name, **{**given, "minutes": minutes + 15})
        elif draw.chance(3):
            mended: dict[str, object] = (
                {"fields": {"minutes": minutes + 5}} if draw.chance(70) else {"entered_in_error": True}
            )
            corrected, reason = on + (late + 5) * DAY, self.pen.word("correction")
            self.write(Correction, by, corrected, corrects=name, case_id=self.id, reason=reason, **mended)

    def _every(self, start: date, low: int, high: int) -> Iterator[date]:
        """Days from one on, so many days apart, until the course or the season ends."""
        while start < self.ended:
            yield start
            start += self.chances.between(low, high) * DAY

    def _goals(self, met: date) -> None:
        draw = self.chances
        for place, goal in enumerate(draw.some(content()["goals"], 3 if self.acts("unrated") else draw.between(1, 3))):
            start, name = met + draw.between(14, 30) * DAY, self.pen.id_of("G")
            levels = {level: self.pen.say(words) for level, words in zip(LEVELS, goal["levels"], strict=True)}
            words, weight = self.pen.say(goal["words"]), draw.between(1, 3)
            self.write(
                Goal, self.mentor(start), start, id=name, case_id=self.id, words=words, levels=levels, weight=weight
            )
            if place == 2:  # a goal that nobody came to rate
                continue
            level = draw.between(-2, -1)
            for day in self._every(start + 5 * DAY, 21, 42):
                if draw.chance(75):
                    by = draw.by_share(((85, "mentee"), (15, "mentor")))
                    self._rate(day, "goal", level, rated_by=by, goal_id=name)
                    if level == 2 and draw.chance(60):
                        self._step(day, name, self.mentor(day), to="reached")
                        break
                level = max(-2, min(2, level + draw.by_share(((20, -1), (40, 0), (40, 1)))))
        self._step(met + 5 * WEEK, phase="delivery")
        for scale in ("importance", "confidence"):
            value = draw.between(3, 6)
            for day in self._every(met + 2 * WEEK, 28, 49):
                if draw.chance(75):
                    self._rate(day, scale, value)
                value = max(0, min(10, value + draw.by_share(((30, -1), (30, 0), (30, 1), (10, 2)))))

    def _rate(self, on: date, scale: str, value: int, **fields: object) -> None:
        self.write(Rating, self.mentor(on), on, case_id=self.id, scale=scale, value=value, **fields)

    def _signs(self, met: date) -> None:
        draw, way = self.chances, self.chances.one(content()["ways"])
        for group in ("concern", "protective"):
            for sign in draw.some(content()["signs"][group], draw.between(1, 2)):
                days = self._every(met + draw.between(2, 20) * DAY, 24, 50)
                for change, day in zip(way[group], days, strict=False):
                    late = self.pen.some_days_late(day)
                    self.write(Observation, self.mentor(day), day, late, case_id=self.id, sign=sign, change=change)
        for day in self._every(met + 3 * WEEK, 30, 60):
            of = draw.by_share(((70, "mentee"), (30, "team")))
            self.write(Note, self.mentor(day), day, case_id=self.id, words=self.pen.word(f"note_{of}"), of=of)

    def _agreed(self, met: date) -> None:
        """Agreements, most of which are looked at again when they should be, and then made anew."""
        mentor = self.mentor(met)
        between = {"mentor_person": (mentor, self.mentee), "mentor_supervisor": (mentor, self.supervisor)}
        for kind, parties in between.items():
            given = {"between": kind, "parties": parties, "who_reads": parties, "hours": 1.5, "case_id": self.id}
            given |= {"how_often_days": 7 if kind == "mentor_person" else 30, "format": self.pen.word("format")}
            start, review = met + 9 * DAY, met + self.chances.between(80, 110) * DAY
            for until in (*self._every(review, 85, 100), self.ended):
                name, words = self.pen.id_of("D"), self.pen.word("agreed")
                self.write(Agreement, self.supervisor, start, id=name, review_on=until, words=words, **given)
                if until != self.ended and self.chances.chance(12):  # nobody came to look at it
                    break
                self._step(until, name, self.supervisor, to="ended")
                start = until

    def _guided(self, met: date) -> None:
        for place, outcome in enumerate(self.course.get("guidance", ())):
            asked = met + (3 + 8 * place) * WEEK + self.chances.between(0, 6) * DAY
            if outcome == "overdue":
                asked = max(asked, self.until - 23 * DAY)
            self._asked(min(asked, self.ended - DAY), outcome)

    def _asked(self, on: date, outcome: str) -> None:
        """A request for guidance and what became of it."""
        draw, name, by = self.chances, self.pen.id_of("Q"), self.mentor(on)
        question = draw.one(content()["questions"])
        given: dict[str, object] = {"topics": question["topics"], "question": self.pen.say(question["text"])}
        given |= {"urgency": outcome if outcome == "acute" else draw.one(("routine", "soon")), "case_id": self.id}
        given |= {"to": draw.by_share(((75, "municipality"), (25, "rvts"))), "identified": draw.chance(40)}
        if draw.chance(50):
            given["reactions"] = self.pen.word("reactions")
        self.write(GuidanceRequest, by, on, id=name, **given)
        steps = {
            "draft": [],
            "withdrawn": [(0, "sent"), (2, "withdrawn")],
            "overdue": [(0, "sent"), (1, "acknowledged")],
            "acute": [(0, "sent"), (0, "answered")],
            "answered": [(0, "sent"), (2, "acknowledged"), (draw.between(3, 12), "answered")],
            "escalated": [(1, "sent"), (3, "escalated"), (16, "answered")],
        }[outcome]
        for after, to in steps:
            who = by if to in ("sent", "withdrawn") else self.supervisor
            self._step(on + after * DAY, name, who, to=to)
            if to == "answered":
                done, action = on + after * DAY, self.pen.id_of("A")
                self.write(Advice, who, done, guidance_id=name, advice=self.pen.word("advice"))
                due = done + 14 * DAY
                what = self.pen.word("action")
                self.write(Action, who, done, id=action, guidance_id=name, what=what, owner=by, due=due)
                if draw.chance(60):
                    self._step(done + draw.between(3, 12) * DAY, action, by, to="done")

    def _sessions(self, met: date) -> None:
        """Guidance each month, most of it held, and a review each third month."""
        draw = self.chances
        for kind, minutes, days in (("individual", 60, 28), ("review", 90, 84)):
            for day in self._every(met + days * DAY, days - 2, days + 2):
                workday = day + max(0, 7 - day.isoweekday()) * DAY if day.isoweekday() > 5 else day
                self._session(kind, workday, minutes, "held" if draw.chance(85) else "cancelled")

    def _session(self, kind: str, on: date, minutes: int, outcome: str) -> None:
        draw, name = self.chances, self.pen.id_of("T")
        given = {"case_ids": self.id, "led_by": self.supervisor, "mentor_ids": self.mentor(on), "minutes": minutes}
        self.write(Session, self.supervisor, on, -14, id=name, kind=kind, **given)
        self._step(on, name, self.supervisor, to=outcome)
        if outcome == "held" and draw.chance(80):
            lasted = minutes + draw.between(-1, 2) * 15
            self.write(Attendance, self.supervisor, on, session_id=name, attended=self.mentor(on), minutes=lasted)

    def _besides(self, met: date) -> None:
        """What happens in some cases only."""
        if self.acts("assessment"):
            judged = {self.pen.say(words): self.pen.word("judgement") for words in content()["words"]["domains"]}
            self.write(
                Assessment, self.supervisor, met + 5 * WEEK, case_id=self.id, instrument=self.pen.word("instrument"),
                assessor=self.supervisor, certificate_valid_until=met + 400 * DAY, domains=judged,
                summary=self.pen.word("assessed"),
            )  # fmt: skip
        if self.acts("disclosure"):
            to, what, basis = self.pen.word("to"), self.pen.word("told"), "child_welfare_act"
            self.write(Disclosure, self.mentor(met), met + 6 * WEEK, case_id=self.id, to=to, what=what, basis=basis)
        if self.acts("co_mentor"):
            self._stands("co_mentor", mentor_of(self.number + 1), met + 3 * WEEK)
        if self.acts("substitute"):
            start, person = met + 6 * WEEK, mentor_of(self.number + 2)
            self._stands("substitute", person, start, end=start + 13 * DAY, sees="summary")
            self._contact(start + 4 * DAY, person, "meeting", "completed", 45)

    def _handed_over(self, met: date) -> None:
        """Another mentor takes over, and sees what was written for that."""
        day, after = met + 10 * WEEK, mentor_of(self.number + 3)
        if self.acts("handover"):
            words = self.pen.word("summary")
            self.write(Note, self.mentor(met), day - DAY, case_id=self.id, words=words, of="team", summary=True)
            self._step(day, self.relation, to="closed")
            self._stands("mentor", after, day, sees="summary")
            self.mentors.append((day, after))

    def _closed(self) -> None:
        """The end, by the person's wish; what is still to be done is never in the way."""
        if self.acts("closing"):
            reason, view = self.pen.word("closing"), self.pen.word("own_view")
            self._step(self.ended - 2 * WEEK, to="closing", phase="exit", reason=reason)
            self._step(self.ended, to="closed", own_view=view)
            self._step(self.ended, self.relation, to="closed")
