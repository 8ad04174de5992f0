"""The assignment of rows to columns: the problem, the engine, the prices that prove it, the lottery between equals.

Arrays only; nothing here knows people. ``assign`` takes a matrix as it comes, ``solve`` a ``Problem`` in integers.
"""

from mentormatch.assignment.certificate import verify
from mentormatch.assignment.conflict import Conflict, conflict
from mentormatch.assignment.engines import ENGINES
from mentormatch.assignment.entry import assign
from mentormatch.assignment.forcing import forced_values
from mentormatch.assignment.network import FORBIDDEN
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.quotas import ColumnQuota, RowQuota
from mentormatch.assignment.result import Assignment, Tier
from mentormatch.assignment.solving import Optimum, optimum, solve

__all__ = [
    "ENGINES",
    "FORBIDDEN",
    "Assignment",
    "ColumnQuota",
    "Conflict",
    "Optimum",
    "Problem",
    "RowQuota",
    "Tier",
    "assign",
    "conflict",
    "forced_values",
    "optimum",
    "solve",
    "verify",
]
