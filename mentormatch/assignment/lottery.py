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

from mentormatch.assignment.arrays import Ints, numbered
from mentormatch.assignment.network import Network, Pairs
from mentormatch.assignment.problem import Problem
from mentormatch.assignment.residual import Face, most_gain
from mentormatch.errors import AssignmentError

TICKET_BITS = 40
SHORT_TICKET_BITS = 20

MOST_DRAWS = 100
"""Ties are so rare that as many in a row are a fault of the program."""


def draw(problem: Problem, network: Network, chosen: Pairs, face: Face, seed: int | str) -> tuple[Pairs, int]:
    """The winner among the optimal assignments, given any of them, and the number of draws it took.

    Drawn again, with the next number, while two assignments have the same number of tickets. Raises
    ``AssignmentError`` after ``MOST_DRAWS``.
    """
    undecided = face.undecided()
    if undecided is None:
        return chosen, 1
    for number in range(1, MOST_DRAWS + 1):
        tickets = tickets_for(problem, network, undecided, seed, number)
        winner, heights = most_gain(undecided, tickets)
        if winner.is_single(tickets, heights):
            return winner.after(chosen), number
    raise AssignmentError.of("assignment_lottery_without_end", draws=MOST_DRAWS)


def is_winner(problem: Problem, network: Network, face: Face, seed: int | str) -> bool:
    """Whether the choice of this face won the first draw: read from the tickets, without solving."""
    undecided = face.undecided()
    if undecided is None:
        return True
    tickets = tickets_for(problem, network, undecided, seed, 1)
    try:
        _, heights = most_gain(undecided, tickets, solve=False)
    except ArithmeticError:
        return False
    return undecided.is_single(tickets, heights)


def seed_for(problem: Problem) -> str:
    """A seed for a problem that came without one: from its keys in order, or its shape; recorded with the result."""
    digest = blake2b(digest_size=8)
    for count, keys in zip(problem.shape, (problem.row_keys, problem.column_keys), strict=True):
        digest.update(count.to_bytes(8))
        for key in sorted(_bytes(key) for key in keys or ()):
            digest.update(len(key).to_bytes(8) + key)
    return digest.hexdigest()


def tickets_for(problem: Problem, network: Network, face: Face, seed: int | str, number: int) -> Ints:
    """A ticket for each pair of the face, nothing for its other arcs.

    One for a kept pair is worth more than all others together.
    """
    rows, row_of = numbered(network.rows[face.nodes])
    columns, column_of = numbered(face.columns)
    of_row = _hashes("row", _keys(problem.row_keys, rows), seed, number)
    of_column = _hashes("column", _keys(problem.column_keys, columns), seed, number)
    pair = _mixed(_mixed(of_row)[row_of] + of_column[column_of])
    tickets = np.zeros(len(face.tails), np.int64)
    tickets[: len(pair)] = pair >> np.uint64(64 - TICKET_BITS)
    if problem.kept is None:
        return tickets
    # With fewer bits a flow can still add up the tickets of every row beside what keeping counts.
    tickets >>= TICKET_BITS - SHORT_TICKET_BITS
    kept = problem.kept[network.rows[face.nodes]] == face.columns
    most = (len(rows) * problem.levels).bit_length()
    tickets[: len(pair)] += kept.astype(np.int64) << (SHORT_TICKET_BITS + most)
    return tickets


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
