"""All that a user can read of a matching, by ids, as plain values: what must be the same whatever the circumstances."""

from typing import TYPE_CHECKING, Any

from matching_calls import ON, Call

from mentormatch import Matching, check, shortlist

if TYPE_CHECKING:
    from pandas import DataFrame


def records(frame: "DataFrame") -> list[dict[str, Any]]:  # a cell is whatever its column holds
    """The rows by the names of the columns."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def rows(frame: "DataFrame") -> list[list[object]]:
    """The rows as they stand, missing cells as None."""
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def by_id(frame: "DataFrame") -> list[list[object]]:
    """The rows in the order of what they say, so that the order of the people does not count."""
    return sorted(rows(frame), key=repr)


def everything(
    call: Call, seed: int | str | None = None, languages: tuple[str, ...] = ("en", "nb")
) -> dict[str, object]:
    found: dict[str, object] = {}
    for language in languages:
        matching = call.match(seed, language)
        found[language] = {
            "text": str(matching),
            "numbers": [matching.total, matching.bound, matching.gap, matching.people, matching.people_gap],
            "recorded": [matching.seed, matching.engine, str(matching.on), matching.model.digest, repr(matching)],
            "pairs": by_id(matching.pairs),
            "unmatched": by_id(matching.unmatched),
            "mentors": by_id(matching.mentors),
            "running": by_id(matching.running),
            "notes": by_id(matching.notes),
            "explanations": by_id(matching.explanations()),
            "prices": sorted(zip((m.id for m in call.mentors), matching.assignment.prices.tolist(), strict=True)),
            "check": about_check(call, language),
            "people": {mentee.id: about(call, matching, language, mentee.id) for mentee in call.waiting},
        }
    return found


def about(call: Call, matching: Matching, language: str, mentee_id: str) -> dict[str, object]:
    mentee = next(mentee for mentee in call.mentees if mentee.id == mentee_id)
    others = [other for other in call.mentees if other is not mentee]
    proposal = shortlist(
        mentee, call.mentors, call.model, waiting=others, current=call.current, bans=call.bans, on=ON, language=language
    )
    return {
        "explain": by_id(matching.explain(mentee_id)),
        "alternatives": rows(matching.alternatives(mentee_id)),
        "about_equal": matching.about_equal(mentee_id),
        "shortlist": rows(proposal.options),
        "reason": proposal.reason,
        "html": proposal._repr_html_(),
        "mentors": {
            mentor.id: [
                rows(matching.explain(mentee_id, mentor.id)),
                str(matching.why_not(mentee_id, mentor.id)),
                repr(matching.why_not(mentee_id, mentor.id)),
                proposal.why_not(mentor.id),
                proposal.flags(mentor.id),
            ]
            for mentor in call.mentors
        },
    }


def about_check(call: Call, language: str) -> list[object]:
    found = check(
        call.mentees,
        call.mentors,
        call.model,
        current=call.current,
        bans=call.bans,
        minimum_score=call.minimum_score,
        on=ON,
        language=language,
    )
    return [by_id(found.mentees), by_id(found.mentors), found.notice, repr(found)]
