"""What the program's sheets say: a matching as rows, by the columns of ``layout``."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from mentormatch import cards
from mentormatch.explanation import ABOUT_EQUAL
from mentormatch.markup import counted, written
from mentormatch.matching import Matching
from mentormatch.report.advice import named, reserves_of, scarcity_in_words
from mentormatch.report.alternatives import Alternative, best_alternatives
from mentormatch.report.layout import RESULTS, Result
from mentormatch.report.model_in_words import factor_lines, rule_lines
from mentormatch.report.model_sheet import toml_lines
from mentormatch.sentences import number, say

Row = Mapping[str, object]
REASONS_AT_MOST = 3


@dataclass(frozen=True)
class Answers:
    """A matching as the rows of each sheet, and the lines above them; ``names`` are the mentors' names by id."""

    matching: Matching
    names: Mapping[str, str]
    running: Sequence[tuple[str, str]]

    def above(self, result: Result) -> list[str]:
        """The lines above the headings: first what was not checked, then what the sheet is."""
        matching, language = self.matching, self.matching.language
        summary = str(matching).partition("\n")[2]
        values = {"summary": summary, "day": written(matching.on, language)}
        return [matching.notice, say(f"workbook.above.{result.name}", language, **values)]

    def rows(self) -> dict[Result, list[Row]]:
        """The rows of every sheet, in its order."""
        found = (self._proposals(), self._explanation(), self._unmatched(), self._capacity(), self._model())
        return dict(zip(RESULTS, found, strict=True))

    def _proposals(self) -> list[Row]:
        matching, language = self.matching, self.matching.language
        alternatives, reserves = best_alternatives(matching._solved), reserves_of(matching)
        asks = self._asks
        asked = {factor.label(language) for factor in matching.model.factors if factor.only_when_asked}
        scores = {
            (mentee, mentor): score
            for mentee, mentor, score in matching.pairs[["mentee_id", "mentor_id", "score"]].itertuples(index=False)
        }
        nobody, found = say("word.nobody", language).capitalize(), list[Row]()
        for card in self._cards:
            other = alternatives.get(card.mentee)
            row = {
                "mentee_id": card.mentee,
                "mentor_id": card.mentor,
                "name": card.name,
                "score": card.score,
                "known": card.known / 100,
                "reason": _reason(card, asked) or say("workbook.no_reason", language),
                "ask": "\n".join([*asks.get((card.mentee, card.mentor), []), *asks.get((card.mentee, ""), [])]),
                "alternative": nobody,
                "reserve": nobody if reserves else "",
            }
            reserve = reserves.get((card.mentee, card.mentor))
            if reserve is not None and reserve.mentor:
                row["reserve"] = named(reserve.mentor, self.names)
            if other is not None:
                near = abs(other.score - round(scores[card.mentee, card.mentor] * 100)) <= ABOUT_EQUAL
                row["alternative"] = self._named(other, near)
                row["cost"] = _cost(other, language)
            found.append(row)
        return found

    def _named(self, other: Alternative, near: bool) -> str:
        """'M014 Kari Nordmann, 62 poeng (omtrent like god)'."""
        key = "workbook.alternative.near" if near else "workbook.alternative.other"
        return say(
            key, self.matching.language, mentor=named(other.mentor_id, self.names), points=f"{other.score / 100:.0f}"
        )

    def _explanation(self) -> list[Row]:
        found = list[Row]()
        for card in self._cards:
            pair = {"mentee_id": card.mentee, "mentor_id": card.mentor}
            for bar in card.bars:
                facts = {"points": bar.points, "weight": float(bar.weight.replace(",", ".")), "reason": bar.sentence}
                found.append({**pair, "factor": bar.label, **facts, "values": bar.values})
            found += [{**pair, "factor": factors, "reason": reason} for factors, reason in card.unused]
        return found

    def _unmatched(self) -> list[Row]:
        asks = self._asks
        return [
            {"mentee_id": mentee, "why_none": reason, "help": help_, "ask": "\n".join(asks.get((mentee, ""), []))}
            for mentee, reason, help_ in self.matching.unmatched.itertuples(index=False)
        ]

    def _capacity(self) -> list[Row]:
        asks, language = self._asks, self.matching.language
        running = Counter(mentor for _, mentor in self.running)
        found = list[Row]()
        for row in self.matching.mentors.to_dict("records"):
            mentor, count = row["mentor_id"], running.pop(row["mentor_id"], 0)
            notes = [*asks.get(("", mentor), []), *self._about_running(asks, mentor)]
            found.append(
                {
                    "mentor_id": mentor,
                    "name": self.names.get(mentor, ""),
                    "places": row["capacity"],
                    "running": count,
                    "proposed": row["assigned"] - count,
                    "free": max(row["capacity"] - row["assigned"], 0),
                    "scarcity": scarcity_in_words(row["people"], row["scarcity"], language),
                    "ask": "\n".join(notes),
                }
            )
        for mentor, count in running.items():  # of mentors who are not among the people any more
            found.append({"mentor_id": mentor, "running": count, "ask": "\n".join(self._about_running(asks, mentor))})
        return found

    def _about_running(self, asks: Mapping[tuple[str, str], Sequence[str]], mentor: str) -> list[str]:
        pairs = [pair for pair in self.running if pair[1] == mentor]
        return [f"{pair[0]}: {text}" for pair in pairs for text in asks.get(pair, [])]

    def _model(self) -> list[Row]:
        matching, language = self.matching, self.matching.language
        lines = [
            *factor_lines(matching.model, language),
            *rule_lines(matching.model, matching.rules_applied, language),
        ]
        found = list[Row]()
        for line, text in zip_longest(lines, toml_lines(matching.model)):
            words = {} if line is None else {"part": line.label, "counts": line.state, "how": line.how}
            found.append({**words, "toml": text})
        return found

    @cached_property
    def _cards(self) -> list[cards.Card]:
        return cards.pair_cards(self.matching, self.names)

    @cached_property
    def _asks(self) -> dict[tuple[str, str], list[str]]:
        """What to ask or look at, by pair; an empty id where it is about one person."""
        found = dict[tuple[str, str], list[str]]()
        for mentee, mentor, note in self.matching.notes[["mentee_id", "mentor_id", "note"]].itertuples(index=False):
            found.setdefault((mentee, mentor), []).append(note)
        return found


def _reason(card: cards.Card, asked: set[str]) -> str:
    """The sentences of the factors that give most points, of what both have recorded.

    One that would not be understood alone, because it answers something that this person asked for, has its factor
    before it.
    """
    telling = sorted((bar for bar in card.bars if bar.points and not bar.usual), key=lambda bar: -bar.points)
    return " ".join(
        f"{bar.label}: {bar.sentence}" if bar.label in asked else bar.sentence for bar in telling[:REASONS_AT_MOST]
    )


def _cost(other: Alternative, language: str) -> str:
    """What the best alternative would take from others: people before points."""
    if other.people:
        return counted("workbook.cost.people", other.people, language)
    if other.others:
        return say("workbook.cost.others", language)
    if other.points > 0:
        return say("workbook.cost.points", language, points=number(other.points / 100, language))
    return say("workbook.cost.nothing", language)
