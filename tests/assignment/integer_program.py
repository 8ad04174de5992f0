"""The same problem as an integer program, tier by tier, solved by HiGHS: an oracle for what is too large to try."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from mentormatch.assignment import Problem


def lexicographic(problem: Problem) -> tuple[int, int, int]:
    """Less the shortfall, ranks, points: each the most among the best of those before."""
    n, m = problem.shape
    levels = max(1, int(problem.demand.max(initial=1)))
    classes = np.unique(problem.priority, return_inverse=True)[1] + 1
    pairs, units = n * m, n * levels
    width = pairs + units + m  # pairs, the first, second … column of each row, what is missing in each column
    rows: list[np.ndarray] = []
    low: list[float] = []
    high: list[float] = []

    def limit(least: float, most: float) -> np.ndarray:
        rows.append(np.zeros(width))
        low.append(least)
        high.append(most)
        return rows[-1]

    def cells(members: object, columns: object) -> np.ndarray:
        grid = np.zeros((n, m), bool)
        grid[np.ix_(np.asarray(members, int), np.asarray(columns, int))] = True
        return np.flatnonzero(grid)

    everybody, every = np.arange(n), np.arange(m)
    for i in range(n):
        row = limit(0, 0)
        row[cells([i], every)] = 1
        row[pairs + i * levels : pairs + (i + 1) * levels] = -1
    for j in range(m):
        limit(0, int(problem.capacity[j]))[cells(everybody, [j])] = 1
        row = limit(int(problem.minimum[j]), np.inf)
        row[cells(everybody, [j])] = 1
        row[pairs + units + j] = 1
    for quota in problem.row_quotas:
        for i in np.asarray(quota.rows).tolist():
            limit(0, np.inf if quota.most is None else quota.most)[cells([i], quota.columns)] = 1
            others = np.setdiff1d(every, np.asarray(quota.columns, int))
            limit(0, max(int(problem.demand[i]) - quota.least, 0))[cells([i], others)] = 1
    for group in problem.column_quotas:
        limit(0, group.most)[cells(everybody, group.columns)] = 1
    upper = np.concatenate([problem.allowed.ravel().astype(float), np.zeros(units), np.full(m, np.inf)])
    for i in range(n):
        upper[pairs + i * levels : pairs + i * levels + int(problem.demand[i])] = 1
    floor = problem.unmatched_score
    aims = [np.zeros(width) for _ in range(3)]
    aims[0][pairs + units :] = -1
    if floor is None:
        for level in range(levels):
            aims[1][pairs + level : pairs + units : levels] = (levels - level - 1) * classes.max() + classes
    aims[2][:pairs] = np.where(problem.allowed, problem.scores, 0).ravel() - (floor or 0)
    reached: list[int] = []
    for aim in aims:
        found = milp(
            -aim,
            constraints=LinearConstraint(np.array(rows), low, high),
            bounds=Bounds(0, upper),
            integrality=np.ones(width, np.int64),
        )
        assert found.x is not None
        reached.append(round(-found.fun))
        rows.append(aim)
        low.append(reached[-1] - 0.5)
        high.append(np.inf)
    return reached[0], reached[1], reached[2] + (floor or 0) * int(problem.demand.sum())
