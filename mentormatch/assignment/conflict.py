"""Why the minimums of a problem cannot all be filled: a conflict from which nothing can be left out.

The smallest conflict is hard to find (NP-hard); one that is minimal by inclusion is not: whatever can go while the
rest still contradicts itself, goes (Chinneck 2008, deletion filter; first in halves, as most of it can). Locks that
contradict a capacity, a demand or a quota never come this far: ``Problem`` names them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.solving import optimum


@dataclass(frozen=True, eq=False)
class Conflict:
    """Minimums, locks and quotas of a problem, as positions, that cannot all be kept; without any one of them they can.

    minimums: columns. locks: positions in ``problem.locks``. row_quotas, column_quotas: positions in those of the
    problem. Capacities, demands and what is allowed are taken as they are.
    """

    minimums: Ints
    locks: Ints
    row_quotas: Ints
    column_quotas: Ints

    def __len__(self) -> int:
        return len(self.minimums) + len(self.locks) + len(self.row_quotas) + len(self.column_quotas)

    def members(self) -> list[tuple[str, int]]:
        """Each as its kind and its position.

        >>> found = conflict(Problem(np.array([[1, 1]]), minimum=np.array([1, 1])))
        >>> found.members()
        [('minimums', 0), ('minimums', 1)]
        """
        kinds = ("row_quotas", "column_quotas", "locks", "minimums")
        return [(kind, position) for kind in kinds for position in getattr(self, kind).tolist()]

    @classmethod
    def of(cls, members: list[tuple[str, int]]) -> "Conflict":
        """From kinds and positions."""

        def positions(kind: str) -> Ints:
            return np.array([position for name, position in members if name == kind], np.int64)

        return cls(*(positions(kind) for kind in ("minimums", "locks", "row_quotas", "column_quotas")))


def conflict(problem: Problem) -> Conflict | None:
    """A minimal conflict of the minimums with locks and quotas; None where every minimum can be filled."""
    everything = Conflict(
        np.flatnonzero(problem.minimum),
        np.arange(len(problem.locks)),
        np.arange(len(problem.row_quotas)),
        np.arange(len(problem.column_quotas)),
    )
    bare = replace(problem, scores=np.zeros(problem.shape, np.int64), unmatched_score=0, kept=None)

    def contradicts(members: list[tuple[str, int]]) -> bool:
        return optimum(only(bare, Conflict.of(members))).filled < 0

    members = everything.members()
    return Conflict.of(minimal(members, contradicts)) if contradicts(members) else None


def only(problem: Problem, kept: Conflict) -> Problem:
    """The same problem with these minimums, locks and quotas and no others."""
    minimum = np.zeros_like(problem.minimum)
    minimum[kept.minimums] = problem.minimum[kept.minimums]
    return replace(
        problem,
        minimum=minimum,
        locks=problem.locks[kept.locks],
        row_quotas=[problem.row_quotas[number] for number in kept.row_quotas.tolist()],
        column_quotas=[problem.column_quotas[number] for number in kept.column_quotas.tolist()],
    )


def minimal(
    members: list[tuple[str, int]], contradicts: Callable[[list[tuple[str, int]]], bool]
) -> list[tuple[str, int]]:
    """A part that still contradicts itself, and no longer does without any one: what stands first goes first."""
    size = len(members)
    while size:
        start = 0
        while start < len(members):
            fewer = members[:start] + members[start + size :]
            if contradicts(fewer):
                members = fewer
            else:
                start += size
        size //= 2
    return members
