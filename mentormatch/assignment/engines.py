"""The engines, what each can do, and which one suits a problem."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mentormatch.assignment import flow, hungarian
from mentormatch.assignment.network import Found, Network
from mentormatch.assignment.problem import Problem, fits
from mentormatch.errors import AssignmentError, unknown_name
from mentormatch.errors import Problem as Fault

Engine = Callable[[Network], Found]

ENGINES: Mapping[str, Engine] = MappingProxyType({"hungarian": hungarian.best, "flow": flow.best})
"""Every engine: from a network to the pairs of some optimal assignment and the smallest heights."""

SMALL = 700 * 700
"""Pairs up to which the whole matrix is quicker than candidates."""


def engine_for(problem: Problem, engine: str) -> tuple[str, str]:
    """The engine and why: ``asked`` for, or for ``auto`` what of the problem decided.

    An unknown engine, or one that cannot do what the problem asks, is an ``AssignmentError``.
    """
    faults = [*engine_faults(engine)]
    beyond = list(beyond_hungarian(problem))
    if engine == "hungarian":
        faults += [Fault(f"assignment_hungarian_{what}") for what in beyond]
    if faults:
        raise AssignmentError(faults)
    if engine != "auto":
        return engine, "asked"
    if beyond:
        return "flow", beyond[0]
    n, m = problem.shape
    return ("hungarian", "small") if n * m <= SMALL else ("flow", "large")


def beyond_hungarian(problem: Problem) -> Iterator[str]:
    """What a problem asks that the *hungarian* engine cannot do."""
    if problem.minimum.any():
        yield "minimum"
    if problem.levels > 1:
        yield "demand"
    if problem.row_quotas or problem.column_quotas:
        yield "quotas"
    if not fits(problem.spread, problem.shape[0], problem.pairs_at_most, problem.top_rank):
        yield "width"


def engine_faults(engine: str) -> list[Fault]:
    """What is wrong with the name of an engine, if anything."""
    known = ["auto", *ENGINES]
    return [] if engine in known else [unknown_name("assignment_engine", engine, known)]
