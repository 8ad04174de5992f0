"""The words of a result that both the terminal and the files say."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mentormatch.sentences import listing, say

if TYPE_CHECKING:
    from pandas import DataFrame

    from mentormatch.compatibility import CompatibilityModel

REASONS_AT_MOST = 3
IDS_AT_MOST = 3


def points(score: float) -> str:
    """A score as people read it: in whole points.

    >>> points(65.43)
    '65'
    """
    return f"{score:.0f}"


def percent(share: float, language: str) -> str:
    """A share of 1 as people write it.

    >>> percent(0.964, "en"), percent(0.964, "nb")
    ('96%', '96 %')
    """
    return say("cli.percent", language, number=f"{100 * share:.0f}")


def some_of(ids: Sequence[str], language: str) -> str:
    """The first ids, and how many more there are.

    >>> some_of(["M1", "M2", "M3", "M4", "M5"], "en")
    'M1, M2, M3 and 2 more'
    """
    rest = len(ids) - IDS_AT_MOST
    more = [say("cli.more", language, count=rest)] if rest > 0 else []
    return listing([*ids[:IDS_AT_MOST], *more], language)


def labels(model: "CompatibilityModel", language: str) -> dict[str, str]:
    """What a user calls each factor, by its name."""
    return {factor.name: factor.label(language) for factor in model.factors}


def weightiest(explanations: "DataFrame", model: "CompatibilityModel", language: str) -> dict[tuple[str, str], str]:
    """The sentences of the factors that give a pair most points, by (mentee id, mentor id).

    Only what both have recorded is a reason. A sentence that would not be understood alone has its factor before it.
    """
    named = {f.name: f"{f.label(language)}: " if f.only_when_asked else "" for f in model.factors}
    nothing = say("word.nothing", language)
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for row in explanations.to_dict("records"):
        reasons = found.setdefault((row["mentee_id"], row["mentor_id"]), [])
        if row["points"] > 0 and row["mentee_value"] != nothing:
            reasons.append((row["points"], named[row["factor"]] + row["reason"]))
    return {pair: _first(reasons) or say("cli.no_reason", language) for pair, reasons in found.items()}


def _first(reasons: Iterable[tuple[float, str]]) -> str:
    ordered = sorted(reasons, key=lambda reason: -reason[0])
    return " ".join(sentence for _, sentence in ordered[:REASONS_AT_MOST])
