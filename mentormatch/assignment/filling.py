"""Whether chosen minimums can be filled beside chosen locks and quotas: a maximum flow, and the cut that forbids it.

Scores and who is served first do not matter here, so the flow is one without costs, over a few pairs of each column
that asks for rows. Where it falls short, pairs across its cut are added until none is left: then the cut holds for all
pairs, and what it does not use is no part of the contradiction (Ford and Fulkerson 1956).
"""

from dataclasses import dataclass

import numpy as np

from mentormatch.assignment.arrays import Bools, Ints
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.quotas import column_masks, patterns, row_limits, tree
from mentormatch.assignment.residual import strong_components

Member = tuple[str, int]
"""A kind (``minimums``, ``locks``, ``row_quotas``, ``column_quotas``) and a position."""

_FIRST, _MORE = 4, 6
"""Pairs of a column to begin with, and about as many more where they fall short."""


@dataclass(frozen=True, eq=False)
class Short:
    """Members that cannot all be kept. lacking: units that are missing. core: those of a cut that proves it.

    critical: minimums each of which is needed for the contradiction, as far as the flow tells without another one.
    """

    lacking: int
    core: list[Member]
    critical: set[Member]


class Filling:
    """The network of a problem; which members are kept only changes what flows at most on its arcs.

    Nodes: rows, sets that a quota limits for a row, columns, column quotas, source, sink.
    """

    def __init__(self, problem: Problem) -> None:
        n, m = problem.shape
        self.problem, self.limits, self.masks = problem, row_limits(problem), column_masks(problem)
        self.kind, self.position = np.zeros(n, np.int64), np.arange(n)
        innermost, starts, sizes = [np.full(m, -1)], [0], [n]
        above, owners, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        at = n
        for members, limits in patterns(self.limits, n):
            self.kind[members], self.position[members] = len(starts), np.arange(len(members))
            grown = tree(np.array([self.limits[k].mask for k in limits.tolist()]))
            innermost.append(grown.innermost)
            starts.append(at)
            sizes.append(len(members))
            for place, parent in enumerate(grown.parent.tolist()):
                above.append(members if parent < 0 else at + parent * len(members) + np.arange(len(members)))
                owners.append(members)
                numbers.append(np.full(len(members), limits[place]))
            at += len(members) * len(limits)
        self.innermost, self.starts, self.sizes = np.array(innermost), np.array(starts), np.array(sizes)
        self.above, self.owner, self.limit = map(np.concatenate, (above, owners, numbers))
        self.column, self.quota = at, at + m
        self.source, self.sink = at + m + len(self.masks), at + m + len(self.masks) + 1
        grown = tree(self.masks)
        self.over = np.where(grown.innermost >= 0, self.quota + grown.innermost, self.sink)
        self.over_quota = np.where(grown.parent >= 0, self.quota + grown.parent, self.sink)
        self.filled = np.empty(0, np.int64)
        self.unseen = problem.allowed.copy()
        self.rows, self.columns, self.leaves = (np.empty(0, np.int64) for _ in range(3))
        self._see(problem.locks[:, 0], problem.locks[:, 1])
        self.random = np.random.default_rng(0)
        if n:
            asked = np.repeat(np.flatnonzero(problem.minimum), _FIRST)
            guessed = self.random.integers(n, size=len(asked))
            self._see(*np.divmod(np.unique(guessed * m + asked), max(m, 1)))

    def _see(self, rows: Ints, columns: Ints) -> None:
        """Those pairs that are allowed, from now on."""
        fresh = self.unseen[rows, columns]
        rows, columns = rows[fresh], columns[fresh]
        self.unseen[rows, columns] = False
        self.rows, self.columns = np.append(self.rows, rows), np.append(self.columns, columns)
        self.leaves = np.append(self.leaves, self.leaf(rows, columns))

    def leaf(self, rows: Ints, columns: Ints) -> Ints:
        """The node from which each row reaches each column."""
        kind = self.kind[rows]
        place = self.innermost[kind, columns]
        return np.where(place < 0, rows, self.starts[kind] + place * self.sizes[kind] + self.position[rows])

    def short(self, members: list[Member]) -> Short | None:
        """What is missing when these are kept; None where nothing is."""
        from ortools.graph.python.max_flow import SimpleMaxFlow  # type: ignore[import-untyped]  # no py.typed

        n, m = self.problem.shape
        rooms = _Rooms(self, members)
        while True:
            used = np.flatnonzero((rooms.need[self.columns] > 0) & ~np.isin(self.cells(), rooms.locked_cells))
            ends = [
                (self.leaves[used], self.column + self.columns[used], np.ones(len(used), np.int64)),
                (np.full(n, self.source), np.arange(n), rooms.rows),
                (self.above, n + np.arange(len(self.above)), rooms.limits),
                (self.column + np.arange(m), self.over, rooms.need),
                (self.quota + np.arange(len(self.masks)), self.over_quota, rooms.quotas),
            ]
            tails, heads, room = (np.concatenate(part) for part in zip(*ends, strict=True))
            solver = SimpleMaxFlow()
            arcs = solver.add_arcs_with_capacity(tails, heads, room)
            if solver.solve(self.source, self.sink) != solver.OPTIMAL:
                raise ArithmeticError("the flow that fills the minimums was not found")
            lacking = int(rooms.need.sum()) - int(solver.optimal_flow())
            if not lacking:
                self.filled = used[np.array(solver.flows(arcs[: len(used)]), np.int64) > 0]
                return None
            reached, reaching = np.zeros(self.sink + 1, bool), np.zeros(self.sink + 1, bool)
            reached[solver.get_source_side_min_cut()] = True
            reaching[solver.get_sink_side_min_cut()] = True
            more = self._across(reached, reaching) or self._across(~reaching, reaching)
            if more is None:
                flow = np.array(solver.flows(arcs), np.int64)
                core = rooms.of_cut(reaching)
                critical = self._critical(rooms, tails, heads, room, flow, reached, reaching) if lacking == 1 else set()
                return Short(lacking, core, critical & set(core))
            self._see(*more)

    def in_place_of(self, column: int) -> set[Member]:
        """Minimums without which the last flow, that filled all but this column, fills it too: with rows of theirs."""
        rows, columns = self.rows[self.filled], self.columns[self.filled]
        same = self.problem.allowed[rows, column] & (self.over[columns] == self.over[column])
        same &= self.leaves[self.filled] == self.leaf(rows, np.full(len(rows), column))
        same &= ~np.isin(rows, self.problem.locks[self.problem.locks[:, 1] == column, 0])
        units = np.bincount(columns[same], minlength=len(self.over))
        return {("minimums", other) for other in np.flatnonzero(units >= self.problem.minimum[column]).tolist()}

    def cells(self) -> Ints:
        """The pairs looked at, counted row by row."""
        cells: Ints = self.rows * self.problem.shape[1] + self.columns
        return cells

    def _across(self, near: Bools, far: Bools) -> tuple[Ints, Ints] | None:
        """Some pairs not looked at yet that lead from nodes on one side of a cut to columns on the other."""
        columns_far = far[self.column : self.quota]
        found_rows, found_columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for kind in range(len(self.starts)):
            mine = np.flatnonzero(self.kind == kind)
            for place in np.unique(self.innermost[kind]).tolist():
                columns = np.flatnonzero((self.innermost[kind] == place) & columns_far)
                nodes = mine if place < 0 else self.starts[kind] + place * self.sizes[kind] + self.position[mine]
                rows = mine[near[nodes]]
                if len(rows) and len(columns):
                    at = np.flatnonzero(self.unseen[np.ix_(rows, columns)])
                    if len(at) > _MORE * len(columns):
                        at = at[np.unique(self.random.integers(len(at), size=_MORE * len(columns)))]
                    found_rows.append(rows[at // len(columns)])
                    found_columns.append(columns[at % len(columns)])
        rows, columns = np.concatenate(found_rows), np.concatenate(found_columns)
        return (rows, columns) if len(rows) else None

    def _critical(
        self, rooms: "_Rooms", tails: Ints, heads: Ints, room: Ints, flow: Ints, reached: Bools, reaching: Bools
    ) -> set[Member]:
        """Minimums without which the one missing unit is there: another way for a unit of theirs, or to their place."""
        more, less = flow < room, flow > 0
        label = strong_components(
            np.append(tails[more], heads[less]), np.append(heads[more], tails[less]), self.sink + 1
        )
        columns = np.arange(self.column, self.quota)
        last = len(flow) - len(self.masks)
        unfilled = flow[last - len(columns) : last] < rooms.need
        freed = unfilled | reaching[columns] | reached[self.over] | (label[columns] == label[self.over])
        return {("minimums", column) for column in np.flatnonzero(freed & (rooms.need > 0)).tolist()}


class _Rooms:
    """What flows at most when these members are kept."""

    def __init__(self, filling: Filling, members: list[Member]) -> None:
        self.filling, self.members = filling, members
        problem = filling.problem
        n, m = problem.shape

        def kept(kind: str, count: int) -> Bools:
            mask = np.zeros(count, bool)
            mask[[position for name, position in members if name == kind]] = True
            return mask

        self.locks = np.flatnonzero(kept("locks", len(problem.locks)))
        rows, columns = problem.locks[self.locks].T
        self.locked_cells = rows * m + columns
        endless = int(problem.units.sum()) + 1
        self.rows = np.maximum(problem.units - np.bincount(rows, minlength=n), 0)
        taken = np.bincount(columns, minlength=m)
        self.need = np.where(kept("minimums", m), np.maximum(problem.minimum - taken, 0), 0)
        in_use = kept("row_quotas", len(problem.row_quotas))
        self.limits = np.full(len(filling.limit), endless)
        for number, limit in enumerate(filling.limits):
            if in_use[limit.quota]:
                mine = np.flatnonzero(filling.limit == number)
                held = np.bincount(rows[limit.mask[columns]], minlength=n)[filling.owner[mine]]
                room = limit.room[np.searchsorted(limit.rows, filling.owner[mine])]
                self.limits[mine] = np.maximum(room - held, 0)
        most = np.array([quota.most for quota in problem.column_quotas], np.int64)
        left = np.maximum(most - filling.masks.astype(np.int64) @ taken, 0)
        self.quotas = np.where(kept("column_quotas", len(most)), left, endless)

    def of_cut(self, far: Bools) -> list[Member]:
        """The members that a cut uses: without the others it is as narrow, and as much is asked for across it."""
        filling, problem = self.filling, self.filling.problem
        n = problem.shape[0]
        columns = far[filling.column : filling.quota]
        asked = (self.need > 0) & (columns | ~far[filling.over])
        quotas = ~far[filling.quota : filling.source] & far[filling.over_quota]
        narrow = far[n : filling.column] & ~far[filling.above]
        row_quotas = np.zeros(len(problem.row_quotas), bool)
        row_quotas[[filling.limits[number].quota for number in np.unique(filling.limit[narrow]).tolist()]] = True
        locks = np.zeros(len(problem.locks), bool)
        rows, of = problem.locks[:, 0], problem.locks[:, 1]
        locks |= far[:n][rows] | (~far[filling.leaf(rows, of)] & columns[of]) | filling.masks[quotas][:, of].any(axis=0)
        for number, limit in enumerate(filling.limits):
            owners = filling.owner[narrow & (filling.limit == number)]
            locks |= limit.mask[of] & np.isin(rows, owners)
        uses = {"minimums": asked, "column_quotas": quotas, "row_quotas": row_quotas, "locks": locks}
        return [member for member in self.members if uses[member[0]][member[1]]]
