"""How it goes in a case: goals, readiness and single signs as lines over time, with nothing filled in between.

A sign is a line of its own: new, persisting, reduced or gone. Nothing here adds signs up or compares people.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from mentormatch.casework import signs
from mentormatch.casework.attainment import goal_attainment_t
from mentormatch.casework.entries import Observation, Rating
from mentormatch.casework.fold import CaseState, Standing
from mentormatch.casework.goal import Goal
from mentormatch.casework.log import CaseLog
from mentormatch.casework.record import day_or_today
from mentormatch.casework.views.frames import DAY, NUMBER, TEXT, Table
from mentormatch.casework.views.telling import scale_label, told
from mentormatch.errors import CaseError, check_language
from mentormatch.sentences import number, say

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "case_id": TEXT, "line": TEXT, "about": TEXT, "on": DAY, "value": NUMBER, "low": NUMBER, "high": NUMBER,
    "change": TEXT, "rated_by": TEXT, "list_version": TEXT, "remark": TEXT, "label": TEXT, "sentence": TEXT,
}  # fmt: skip
PROGRESS_COLUMNS = tuple(_COLUMNS)
"""A row for each rating and each sign seen. ``line`` is goal, attainment (of all goals), scale, concern, protective,
or other for a sign of another list; ``about`` is the goal, scale or sign. ``value`` is missing for signs, which have a
``change``, and for a goal without a rating (``remark``: ``not_rated``). ``label`` names the line in words."""

_Row = tuple[object, ...]


def progress(
    log: CaseLog, case_id: str | None = None, *, on: date | str | None = None, language: str = "en"
) -> "DataFrame":
    """The lines of one case (or of each) until a day (today), line by line and by day: ``PROGRESS_COLUMNS``.

    Nothing stands between two ratings, and nothing after the last. ``attainment`` is the T-score of Kiresuk and Sherman
    (1968), of the goals that were not dropped, on the days on which one was rated and all of them had been.
    Raises ``CaseError`` for a case that is not in the log.
    """
    language, day = check_language(language), day_or_today(on)
    state, made = log.state(day), Table(_COLUMNS)
    if case_id is not None and case_id not in state.cases:
        raise CaseError.of("record_unknown", id=case_id)
    for name in sorted(state.cases) if case_id is None else (case_id,):
        made.add(_goals(state.cases[name], language))
        made.add(_scales(state.cases[name], language))
        made.add(_signs(state.cases[name], language))
    return made.frame()


def _goals(case: CaseState, language: str) -> Iterator[_Row]:
    goals = case.goals
    if not goals:
        return
    name, ratings = case.case.id, [rating for rating in case.of_kind(Rating) if rating.goal_id]
    for standing in goals:
        goal = standing.record
        words, own = say("progress.goal", language, goal=goal.id), [r for r in ratings if r.goal_id == goal.id]
        for rating in own:
            over = standing.status != "open" and rating.on > standing.since
            sentence = told(rating, language).sentence
            yield (
                name, "goal", goal.id, rating.on, rating.value, -2.0, 2.0, None, rating.rated_by, None,
                "goal_over" if over else None, words,
                f"{sentence} {say('timeline.remark.goal_over', language)}" if over else sentence,
            )  # fmt: skip
        if not own:
            sentence = say("progress.not_rated", language, goal=goal.id)
            yield (
                name, "goal", goal.id, goal.on, None, -2.0, 2.0, None, None, None, "not_rated", words, sentence,
            )  # fmt: skip
    for day, reached in _attained(goals, ratings):
        words, value = say("progress.attainment", language), number(reached, language)
        sentence = say("progress.attained", language, value=value)
        yield name, "attainment", None, day, reached, None, None, None, None, None, None, words, sentence


def _attained(goals: tuple[Standing[Goal], ...], ratings: list[Rating]) -> Iterator[tuple[date, float]]:
    """The T-score of all goals on each day on which one was rated, from the day on which all that stood then were."""
    levels = dict[str, float]()
    for place, rating in enumerate(ratings):
        levels[str(rating.goal_id)] = rating.value
        if place + 1 < len(ratings) and ratings[place + 1].on == rating.on:
            continue
        standing = [
            goal.record
            for goal in goals
            if goal.record.on <= rating.on and not (goal.status == "dropped" and goal.since <= rating.on)
        ]
        if standing and all(goal.id in levels for goal in standing):
            yield rating.on, _attainment(tuple(levels[g.id] for g in standing), tuple(g.weight for g in standing))


@lru_cache(maxsize=4096)
def _attainment(levels: tuple[float, ...], weights: tuple[int, ...]) -> float:
    """Kept, because it is exact, which takes time, and there are only so many combinations."""
    return goal_attainment_t(levels, weights)


def _scales(case: CaseState, language: str) -> Iterator[_Row]:
    ratings = [rating for rating in case.of_kind(Rating) if rating.goal_id is None]
    for scale in dict.fromkeys(rating.scale for rating in ratings):
        words = scale_label(scale, language)
        for rating in ratings:
            if rating.scale == scale:
                yield (
                    case.case.id, "scale", scale, rating.on, rating.value, rating.low, rating.high, None,
                    rating.rated_by, None, None, words, told(rating, language).sentence,
                )  # fmt: skip


def _signs(case: CaseState, language: str) -> Iterator[_Row]:
    known, by_line = signs.current(), dict[tuple[str, str], list[Observation]]()
    for entry in case.of_kind(Observation):
        by_line.setdefault((entry.sign, entry.list_version), []).append(entry)
    for (sign, version), entries in by_line.items():
        line = "other" if sign not in known.signs else "protective" if known.signs[sign].protective else "concern"
        for entry in entries:
            yield (
                case.case.id, line, sign, entry.on, None, None, None, entry.change, None, version, None,
                known.label(sign, language), told(entry, language).sentence,
            )  # fmt: skip
