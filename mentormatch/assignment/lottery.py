"""The recorded lottery between assignments that are equally good.

Each pair on the optimal face draws a ticket of 40 bits from (seed, keys of row and column); the assignment with the
most tickets wins. Every key is hashed with BLAKE2b, which makes the hashes of different keys independent and uniform
for all that anyone can tell; a ticket is one fixed mix of the two hashes. Rows that are otherwise equal can therefore
be swapped without changing the odds, so each wins equally often. The mix is not a sum of a row part and a column part:
then all ways to deal the same columns to the same rows would tie.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from mentormatch.assignment.problem import Ints, Problem
from mentormatch.assignment.residual import Face, Undecided, is_single_best
from mentormatch.assignment.weights import Weights

TICKET_BITS = 40
SHORT_TICKET_BITS = 20


def draw(problem: Problem, weights: Weights, columns: Ints, face: Face, seed: int | str) -> tuple[Ints, int]:
    """The winner among the optimal assignments, given any of them, and the number of draws it took.

    Drawn again, with the next number, while two assignments have the same number of tickets.
    """
    undecided = face.undecided(columns)
    if undecided is None:
        return columns, 1
    number = 0
    while True:
        number += 1
        tickets = tickets_for(problem, weights, undecided, seed, number)
        inner = most_tickets(undecided.face, tickets)
        if is_single_best(undecided.face, inner, tickets):
            return undecided.outside(columns, inner), number


def is_winner(problem: Problem, weights: Weights, columns: Ints, face: Face, seed: int | str) -> bool:
    """Whether these columns won the first draw: read from the tickets, without solving."""
    undecided = face.undecided(columns)
    if undecided is None:
        return True
    tickets = tickets_for(problem, weights, undecided, seed, 1)
    return is_single_best(undecided.face, undecided.inside(columns), tickets)


def seed_for(problem: Problem) -> str:
    """A seed for a problem that came without one: from its keys in order, or its shape; recorded with the result."""
    digest = blake2b(digest_size=8)
    for count, keys in zip(problem.shape, (problem.row_keys, problem.column_keys), strict=True):
        digest.update(count.to_bytes(8))
        for key in sorted(_bytes(key) for key in keys or ()):
            digest.update(len(key).to_bytes(8) + key)
    return digest.hexdigest()


def tickets_for(problem: Problem, weights: Weights, undecided: Undecided, seed: int | str, number: int) -> Ints:
    """A ticket for each pair of the undecided face; one for a kept pair is worth more than all others together."""
    of_row = _hashes("row", _keys(problem.row_keys, weights.rows[undecided.rows]), seed, number)
    of_column = _hashes("column", _keys(problem.column_keys, undecided.columns), seed, number)
    pair = _mixed(_mixed(of_row)[undecided.face.rows] + of_column[undecided.face.columns])
    tickets = (pair >> np.uint64(64 - TICKET_BITS)).astype(np.int64)
    if problem.kept is None:
        return tickets
    had = problem.kept[weights.rows[undecided.rows]][undecided.face.rows]
    kept = had == undecided.columns[undecided.face.columns]
    # With fewer bits a flow can still add up the tickets of every row beside what keeping counts.
    tickets >>= TICKET_BITS - SHORT_TICKET_BITS
    first: Ints = tickets + (kept.astype(np.int64) << (SHORT_TICKET_BITS + len(undecided.rows).bit_length()))
    return first


def most_tickets(face: Face, tickets: Ints) -> Ints:
    """The column of each row of the face, -1 for none, with the most tickets, by a flow of least cost.

    Each row sends one unit. A column that must be full demands its places; the others pass on what they get, up to
    their places, and a row that may be left out has a way past the columns: no large cost stands for a must.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]  # ships no py.typed

    r, m = len(face.must_match), len(face.must_fill)
    optional_rows, optional_columns = np.flatnonzero(~face.must_match), np.flatnonzero(~face.must_fill)
    tails = np.concatenate([face.rows, r + optional_columns, optional_rows])
    heads = np.concatenate([r + face.columns, np.full(len(tails) - len(face.rows), face.ground)])
    room = np.concatenate([np.ones_like(face.rows), face.places[optional_columns], np.ones_like(optional_rows)])
    cost = np.concatenate([-tickets, np.zeros(len(tails) - len(tickets), np.int64)])
    demand = np.where(face.must_fill, face.places, 0)
    supply = np.concatenate([np.ones(r, np.int64), -demand, [int(demand.sum()) - r]])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_nodes_supplies(np.arange(r + m + 1), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow over the optimal face ended with {status}")
    used = np.flatnonzero(flow.flows(arcs[: len(face.rows)]))
    choice = np.full(r, -1)
    choice[face.rows[used]] = face.columns[used]
    return choice


def _keys(keys: Sequence[str | bytes] | None, positions: Ints) -> Iterable[bytes]:
    return (_bytes(str(position) if keys is None else keys[position]) for position in positions.tolist())


def _bytes(key: str | bytes) -> bytes:
    return key.encode() if isinstance(key, str) else key


def _hashes(side: str, keys: Iterable[bytes], seed: int | str, number: int) -> NDArray[np.uint64]:
    """64 bits for each key; a seed counts as its text, so that it is the same when read back from a file."""
    secret = blake2b(f"{number}:{seed}".encode()).digest()
    start = blake2b(digest_size=8, key=secret, person=side.encode())
    digests = []
    for key in keys:
        digest = start.copy()
        digest.update(key)
        digests.append(digest.digest())
    return np.frombuffer(b"".join(digests), "<u8")


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014): one to one, each bit depends on all."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
