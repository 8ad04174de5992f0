"""What a place with a further mentor would be worth to each mentee, by the quotas that would count that mentor.

A further mentor with one place gains the most that any mentee would gain by moving there (Shapley and Shubik 1971).
What a mentee would gain are the points of the pair and what it sets in motion, which is the same for all mentors whom
the same quotas count.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from mentormatch.alternating import split
from mentormatch.assignment import FORBIDDEN, ColumnQuota, Problem, RowQuota
from mentormatch.assignment.problem import Bools, Ints
from mentormatch.compatibility.people import People
from mentormatch.conditions import Quota
from mentormatch.errors import AssignmentError
from mentormatch.exchanges import Exchanges
from mentormatch.profiles import Mentor
from mentormatch.quotas import groups_of, in_words
from mentormatch.solved import Solved

Limits = tuple[Sequence[RowQuota], Sequence[ColumnQuota]]


@dataclass(frozen=True, eq=False)
class Openings:
    """For each of p sets of quotas that count a further mentor: what a place there is worth to each mentee.

    ``quotas`` are those of the call; ``counted`` the sets, each as the places of the quotas' groups in ``groups``.
    """

    solved: Solved
    quotas: Sequence[Quota]
    counted: Sequence[Collection[int]]
    groups: Sequence[tuple[Quota, str]]

    @classmethod
    def of(
        cls, solved: Solved, quotas: Sequence[Quota], further: Sequence[Sequence[Mentor]]
    ) -> "tuple[Openings, Ints]":
        """For mentors who differ in several parts. ``further``: for each part, mentors who have one value of it each.

        With it the place among the sets of every combination, with an axis a part.
        """
        shape = tuple(len(part) for part in further)
        if not quotas:
            return cls(solved, quotas, [()], ()), np.zeros((1,) * len(shape), np.int64)
        persons, made = solved.encoded.mentors.persons, [mentor for part in further for mentor in part]
        people, m = People([*persons, *made], solved.encoded.mentors.on), len(persons)
        found = [(quota, value, group) for quota in quotas for value, group in groups_of(quota, people)]
        member = np.zeros((len(found), len(made)), dtype=np.bool_)
        for group_number, (_, _, group) in enumerate(found):
            member[group_number, group[group >= m] - m] = True
        each = iter([frozenset(np.flatnonzero(one).tolist()) for one in member.T])
        by_part = [[next(each) for _ in part] for part in further]
        counted, place_of = dict[frozenset[int], int](), np.empty(shape, np.int64)
        for alike in product(*(dict.fromkeys(part) for part in by_part)):
            place = counted.setdefault(frozenset[int]().union(*alike), len(counted))
            cells = [
                [k for k, one in enumerate(part) if one == mine] for part, mine in zip(by_part, alike, strict=True)
            ]
            place_of[np.ix_(*cells)] = place
        return cls(solved, quotas, list(counted), [(quota, value) for quota, value, _ in found]), place_of

    @property
    def _plain(self) -> bool:
        """Whether each mentee asks for one mentor, also where a single mentor is all there is, and nothing else is."""
        return self.solved.problem.plain and not self.quotas and int(self.solved.problem.demand.max(initial=0)) <= 1

    @cached_property
    def worth(self) -> Ints:
        """n x p combined weights beside the points of the pair; ``FORBIDDEN`` where the mentee can have no other."""
        solved, problem = self.solved, self.solved.problem
        if self._plain:
            paths = solved.paths
            worth = paths.unit * problem.ranks - paths.values - (problem.unmatched_score or 0)
            worth[list(solved.locked)] = FORBIDDEN
            return worth[:, None]
        return np.column_stack([self._of(number) for number in range(len(self.counted))])

    def _of(self, number: int) -> Ints:
        try:
            exchanges = Exchanges(self.solved.assignment, self.limits(number))
            return exchanges.openings(exchanges.new)
        except AssignmentError:  # quotas that would cross, so that no matching could have such a mentor
            return np.full(self.solved.problem.shape[0], FORBIDDEN)

    def limits(self, number: int) -> Limits:
        """The quotas as they would be with such a mentor behind the others."""
        problem, quotas, new = self.solved.problem, self.solved.quotas, self.solved.problem.shape[1]
        words = {in_words(*self.groups[k], "en"): self.groups[k][0] for k in self.counted[number]}
        rows = [
            replace(limit, columns=np.append(limit.columns, new)) if name["en"] in words else limit
            for limit, name in zip(problem.row_quotas, quotas.of_rows, strict=True)
        ]
        columns = [
            replace(limit, columns=np.append(limit.columns, new)) if name["en"] in words else limit
            for limit, name in zip(problem.column_quotas, quotas.of_columns, strict=True)
        ]
        known = {name["en"] for name in quotas.of_columns}
        alone = [quota for name, quota in words.items() if quota.per != "mentee" and name not in known]
        return rows, [*columns, *(ColumnQuota(np.array([new]), quota.at_most or 0) for quota in alone)]

    def split(self, number: int, weights: Ints) -> tuple[Ints, Ints, Ints]:
        """Minimums, people by rank and points of combined weights."""
        if self._plain:
            return np.zeros_like(weights), *split(weights, self.solved.paths.unit)
        return Exchanges(self.solved.assignment, self.limits(number)).split(weights)

    def larger(self, number: int, scores: Ints, allowed: Bools) -> Problem:
        """The problem with such a mentor as a further column with one place."""
        problem, (row_quotas, column_quotas) = self.solved.problem, self.limits(number)
        return replace(
            problem,
            scores=np.column_stack([problem.scores, scores]),
            allowed=np.column_stack([problem.allowed, allowed]),
            capacity=np.append(problem.capacity, 1),
            minimum=np.append(problem.minimum, 0),
            row_quotas=row_quotas,
            column_quotas=column_quotas,
            column_keys=(*self.solved.encoded.mentors.ids, "\0"),
        )
