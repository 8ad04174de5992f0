"""An encoded problem and its assignment, as everything that explains them reads it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mentormatch.alternating import Paths, reached
from mentormatch.assignment import Assignment, Optimum, Problem, solving
from mentormatch.assignment.network import Pairs
from mentormatch.assignment.problem import Ints
from mentormatch.compatibility import Barred, Encoded
from mentormatch.conditions import Waiver
from mentormatch.exchanges import Exchanges
from mentormatch.quotas import Quotas


@dataclass(frozen=True)
class Solved:
    """An encoded problem and its assignment.

    ``barred`` says of pairs that no rule forbids why they are forbidden all the same: a ban or a minimum score, as
    the key of a sentence with its values. ``lowest_score`` is that minimum, in hundredths. ``quotas`` are those of the
    problem, in words; ``waivers`` those about its people.
    """

    encoded: Encoded
    problem: Problem
    assignment: Assignment
    barred: Barred
    lowest_score: int | None = None
    quotas: Quotas = field(default_factory=Quotas)
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def missing(self) -> Ints:
        """n: how many mentors each mentee asks for now and does not get."""
        missing: Ints = self.problem.demand - np.bincount(self.assignment.rows, minlength=self.problem.shape[0])
        return missing

    def columns_of(self, row: int) -> list[int]:
        """The columns of the mentors who are proposed to a mentee."""
        found: list[int] = self.assignment.columns[self.assignment.rows == row].tolist()
        return found

    @cached_property
    def pairs(self) -> Pairs:
        """The rows and columns of all proposals."""
        return Pairs(self.assignment.rows, self.assignment.columns)

    @cached_property
    def best(self) -> Optimum:
        """What the assignment reaches, tier by tier."""
        if self.problem.plain:
            return reached(self.problem, self.assignment.column_of)
        return solving.reached(self.problem, self.pairs)

    @cached_property
    def paths(self) -> Paths:
        """What a change would set in motion."""
        return Paths(self.assignment)

    @cached_property
    def exchanges(self) -> Exchanges:
        """What a change would set in motion with minimums, quotas or several mentors for one."""
        return Exchanges(self.assignment)

    @cached_property
    def locked(self) -> frozenset[int]:
        """The mentees whom a lock holds."""
        return frozenset(self.problem.locks[:, 0].tolist())

    def has_paths(self, row: int) -> bool:
        """Whether alternating paths tell what another mentor for this mentee sets in motion."""
        return self.problem.plain and row not in self.locked

    @cached_property
    def mentor_places(self) -> Ints:
        """The place of each mentor when they stand by id."""
        return np.argsort(np.argsort(np.array(self.encoded.mentors.ids, dtype=object), kind="stable"))

    def mentee(self, row: int) -> str:
        """The id of a mentee."""
        return self.encoded.mentees.ids[row]

    def mentor(self, column: int) -> str | None:
        """The id of a mentor; None for nobody (-1)."""
        return self.encoded.mentors.ids[column] if column >= 0 else None
