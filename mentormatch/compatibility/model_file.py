"""A compatibility model as TOML, there and back."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeVar

from mentormatch.compatibility import factors as standard_factors
from mentormatch.compatibility import rules as standard_rules
from mentormatch.compatibility.factor import Factor, Rule
from mentormatch.errors import MentorMatchError, ModelError, Problem, ProfileError, unknown_name
from mentormatch.vocabulary import Distances

T = TypeVar("T", Factor, Rule)

OPTIONS = ("hours_per_case", "waiting_months", "distances")
TABLES = ("factors", "rules", "fitted")


class Parts(NamedTuple):
    """What a model is made of, in the order that it takes them."""

    factors: Sequence[Factor]
    rules: Sequence[Rule]
    hours_per_case: float
    waiting_months: Sequence[int]
    distances: Distances | None
    distances_file: str | None
    neutral: Mapping[str, int] | None


def read_model(
    text: str, path: str | PathLike[str], own_factors: Sequence[type[Factor]], own_rules: Sequence[type[Rule]]
) -> Parts:
    """The parts of the standard model with what the TOML changes, plus a user's own factors and rules.

    A section changes options; ``weight = 0`` leaves a factor out, ``use = false`` a rule. ``path`` is where the text
    comes from: errors name it, and a file of distances is looked for beside it. Raises ``ModelError``.
    """
    file = Path(path)
    data = _parsed(text, file)
    problems = _unknown("", data, (*OPTIONS, *TABLES))
    factor_classes: list[type[Factor]] = [*standard_factors.DEFAULT, *own_factors]
    rule_classes: list[type[Rule]] = [*standard_rules.DEFAULT, *own_rules]
    made_factors = _made("factors", factor_classes, _table(data, "factors", problems), problems)
    made_rules = _made("rules", rule_classes, _table(data, "rules", problems), problems)
    fitted = _fitted(_table(data, "fitted", problems), [kind.name for kind in factor_classes], problems)
    hours, months, distances = _options(data, file, problems)
    if problems:
        raise ModelError(problem.at(file=file.name) for problem in problems)
    named = data.get("distances")
    return Parts(made_factors, made_rules, hours, months, distances, named if isinstance(named, str) else None, fitted)


def text_of(path: str | PathLike[str]) -> str:
    """What a model file holds. Raises ``ModelError``."""
    file = Path(path)
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError:
        problem = Problem("model_unreadable")
    except UnicodeDecodeError:
        problem = Problem("model_encoding")
    raise ModelError(problem.at(file=file.name))


def _parsed(text: str, file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(Problem("model_toml", {"detail": str(error)}).at(file=file.name)) from None


def _table(data: Mapping[str, object], key: str, problems: list[Problem]) -> Mapping[str, object]:
    value = data.get(key, {})
    if isinstance(value, Mapping):
        return value
    problems.append(Problem("model_value").at(field=key))
    return {}


def _unknown(prefix: str, keys: Iterable[str], known: Sequence[str]) -> list[Problem]:
    """The nearest key is looked for without the prefix, which all of them have."""
    problems = [unknown_name("model_key", key, known) for key in keys if key not in known]
    shown = ("name", "nearest")
    return [
        replace(p, values={name: f"{prefix}{value}" if name in shown else value for name, value in p.values.items()})
        for p in problems
    ]


def _made(table: str, classes: Sequence[type[T]], sections: Mapping[str, object], problems: list[Problem]) -> list[T]:
    """One factor or rule of each class, with the options of its section."""
    problems.extend(_unknown(f"{table}.", sections, [kind.name for kind in classes]))
    made = []
    for kind in classes:
        section = sections.get(kind.name, {})
        if not isinstance(section, Mapping):
            problems.append(Problem("model_value").at(field=f"{table}.{kind.name}"))
            continue
        try:
            made.append(kind(**section))
        except ProfileError as error:
            problems.extend(
                p.at(field=f"{table}.{kind.name}.{p.where.field or ''}".rstrip(".")) for p in error.problems
            )
    return made


def _fitted(section: Mapping[str, object], names: Sequence[str], problems: list[Problem]) -> dict[str, int] | None:
    neutral = _table(section, "neutral", problems)
    problems.extend([*_unknown("fitted.", section, ["neutral"]), *_unknown("fitted.neutral.", neutral, names)])
    found = dict[str, int]()
    for name, value in neutral.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= standard_factors.FULL:
            problems.append(Problem("model_value").at(field=f"fitted.neutral.{name}"))
        else:
            found[name] = value
    return found if "neutral" in section else None


def _options(
    data: Mapping[str, object], file: Path, problems: list[Problem]
) -> tuple[float, list[int], Distances | None]:
    hours, months, distances = data.get("hours_per_case", 3.0), data.get("waiting_months", [1, 3, 6, 12]), None
    if isinstance(hours, bool) or not isinstance(hours, (int, float)):
        problems.append(Problem("model_value").at(field="hours_per_case"))
        hours = 3.0
    if not isinstance(months, list) or any(type(month) is not int for month in months):
        problems.append(Problem("model_value").at(field="waiting_months"))
        months = []
    named = data.get("distances")
    if isinstance(named, str):
        try:
            distances = Distances.load(file.parent / named)
        except MentorMatchError as error:
            problems.extend(error.problems)
    elif named is not None:
        problems.append(Problem("model_value").at(field="distances"))
    return float(hours), months, distances


def model_text(model: Parts) -> str:
    """Every option of the model, and what it has learnt, as TOML."""
    import tomli_w

    return tomli_w.dumps(model_data(model))


def model_data(model: Parts) -> dict[str, object]:
    """The content of a model file: all that a result depends on beside the people."""
    data: dict[str, object] = {"hours_per_case": model.hours_per_case, "waiting_months": list(model.waiting_months)}
    if model.distances_file is not None:
        data["distances"] = model.distances_file
    # A standard factor or rule that the model does not have must be turned off, or `load` would bring it back.
    data["factors"] = {
        **{kind.name: {"weight": 0} for kind in standard_factors.DEFAULT},
        **{factor.name: factor.model_dump(mode="json", exclude_none=True) for factor in model.factors},
    }
    data["rules"] = {
        **{kind.name: {"use": False} for kind in standard_rules.DEFAULT},
        **{rule.name: rule.model_dump(mode="json", exclude_none=True) for rule in model.rules},
    }
    if model.neutral is not None:
        data["fitted"] = {"neutral": dict(model.neutral)}
    return data
