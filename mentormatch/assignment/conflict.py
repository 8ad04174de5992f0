"""Why the minimums of a problem cannot all be filled: a conflict from which nothing can be left out.

The smallest conflict is hard to find (NP-hard); one that is minimal by inclusion is not: whatever can go while the
rest still contradicts itself, goes (Chinneck 2008, deletion filter; in halves, and with the cut of each flow). Where
one unit is missing, the minimums on the alternating paths of that unit are all needed (Hall 1935), and no other is.
Locks that contradict a capacity, a demand or a quota never come this far: ``Problem`` names them.
"""

from dataclasses import dataclass

import numpy as np

from mentormatch.assignment.arrays import Ints
from mentormatch.assignment.filling import Filling, Member
from mentormatch.assignment.problem import Problem


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

    def members(self) -> list[Member]:
        """Each as its kind and its position.

        >>> found = conflict(Problem(np.array([[1, 1]]), minimum=np.array([1, 1])))
        >>> found.members()
        [('minimums', 0), ('minimums', 1)]
        """
        kinds = ("row_quotas", "column_quotas", "locks", "minimums")
        return [(kind, position) for kind in kinds for position in getattr(self, kind).tolist()]

    @classmethod
    def of(cls, members: list[Member]) -> "Conflict":
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
    filling = Filling(problem)
    found = filling.short(everything.members())
    if found is None:
        return None
    members = without_conditions(filling, found.core)
    members = with_few_minimums(filling, members)
    return Conflict.of(without_minimums(filling, members))


def without_conditions(filling: Filling, members: list[Member]) -> list[Member]:
    """Without quotas and locks that can go: in halves, what stands first goes first."""
    size = len(members)
    while size:
        start = 0
        while start < len(conditions := [member for member in members if member[0] != "minimums"]):
            gone = set(conditions[start : start + size])
            found = filling.short([member for member in members if member not in gone])
            if found is None:
                start += size
            else:
                members, before = found.core, set(conditions[:start])
                start = sum(member in before for member in members)
        size = min(size, len(conditions)) // 2
    return members


def with_few_minimums(filling: Filling, members: list[Member]) -> list[Member]:
    """The largest minimums up to the first that contradicts them, and instead of it the smallest others that do.

    So little is missing, mostly one unit, and then the flow itself tells which minimums are needed.
    """
    conditions = [member for member in members if member[0] != "minimums"]
    need = filling.problem.minimum
    largest = sorted((member for member in members if member[0] == "minimums"), key=lambda member: -need[member[1]])
    fitting = up_to_contradiction(filling, conditions, largest)[:-1]
    others = sorted(set(largest) - set(fitting), key=lambda member: (need[member[1]], member[1]))
    return conditions + up_to_contradiction(filling, conditions, fitting + others)


def up_to_contradiction(filling: Filling, conditions: list[Member], minimums: list[Member]) -> list[Member]:
    """Minimums from the start that contradict the conditions, and would not without the last; by bisection."""
    fit = 0
    while fit < len(minimums) - 1:
        middle = (fit + len(minimums)) // 2
        found = filling.short(conditions + minimums[:middle])
        if found is None:
            fit = middle
        else:
            before = set(minimums[:fit])
            minimums = [member for member in found.core if member[0] == "minimums"]
            fit = sum(member in before for member in minimums)
    return minimums


def without_minimums(filling: Filling, members: list[Member]) -> list[Member]:
    """Without minimums that can go: those that the flow does not tell to be needed are left out one by one."""
    needed: set[Member] = set()
    found = filling.short(members)
    while found is not None:
        members = found.core
        needed |= found.critical
        found = None
        for member in members:
            if member[0] == "minimums" and member not in needed:
                found = filling.short([other for other in members if other != member])
                if found is not None:
                    break
                needed |= {member} | filling.in_place_of(member[1])
    return members
