"""``assign``: a matrix as it comes, with numbers of any kind, becomes a problem in exact integers and is solved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, isfinite
from numbers import Rational, Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentormatch.assignment.arrays import beyond_64_bits, in_64_bits
from mentormatch.assignment.checks import dense
from mentormatch.assignment.engines import engine_faults
from mentormatch.assignment.problem import Problem, fits
from mentormatch.assignment.quotas import ColumnQuota, RowQuota
from mentormatch.assignment.result import Assignment
from mentormatch.assignment.solving import solve
from mentormatch.errors import AssignmentError
from mentormatch.errors import Problem as Fault

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.int64] | NDArray[np.float64]

_FINEST = 22
"""10^22 is the largest power of ten that float64 holds exactly."""


def assign(
    scores: "ArrayLike | pd.DataFrame",
    *,
    capacity: ArrayLike = 1,
    minimum: ArrayLike = 0,
    demand: ArrayLike = 1,
    allowed: "ArrayLike | pd.DataFrame | None" = None,
    locks: Sequence[tuple[int, int]] = (),
    row_quotas: Sequence[RowQuota] = (),
    column_quotas: Sequence[ColumnQuota] = (),
    priority: ArrayLike | None = None,
    unmatched_score: float | None = None,
    seed: int | str | None = None,
    engine: str = "auto",
) -> Assignment:
    """Give each row of a score matrix its columns: as many rows as possible, then as many points as possible.

    scores: n x m, integers or floats, to be maximised; NaN forbids a pair. Floats are counted in the coarsest step
        10^-k that keeps them as they are written, or in the finest that sums exactly; then ``gap`` counts the rounding.
    capacity, minimum: rows a column takes at most, and should have at least, one number or m. demand: different columns
    that a row asks for, one number or n. allowed: n x m booleans or a scipy sparse matrix. locks: pairs (row, column)
    to keep. row_quotas, column_quotas: limits on sets of columns; those that meet must be nested.
    engine: ``"hungarian"``, ``"flow"``, or ``"auto"`` for the one that suits; ``engine_reason`` says why.
    priority: n numbers, larger is served first. unmatched_score: what a row without a column counts; then points alone
    decide. seed: of the lottery between equals; the same seed gives the same pairs. Positions count from 0.

    Raises ``AssignmentError`` with everything that is wrong.

    >>> found = assign([[7.5, 4.0], [6.1, float("nan")]])
    >>> found.rows.tolist(), found.columns.tolist(), found.total, found.gap
    ([0, 1], [1, 0], 10.1, 0.0)
    """
    faults = [*_seed_faults(seed), *engine_faults(engine)]
    problem = None
    try:
        limits: dict[str, Any] = {
            "capacity": capacity,
            "minimum": minimum,
            "demand": demand,
            "locks": locks,
            "row_quotas": row_quotas,
            "column_quotas": column_quotas,
        }
        problem = _read(scores, allowed, priority, unmatched_score, limits)
    except AssignmentError as error:
        faults += error.problems
    if faults or problem is None:
        raise AssignmentError(faults)
    return solve(problem, seed if seed is None or isinstance(seed, str) else int(seed), engine)


def _seed_faults(seed: object) -> Iterator[Fault]:
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int | np.integer | str)):
        yield Fault("assignment_seed", {"kind": type(seed).__name__})


def _read(
    scores: "ArrayLike | pd.DataFrame",
    allowed: "ArrayLike | pd.DataFrame | None",
    priority: ArrayLike | None,
    unmatched_score: float | None,
    limits: dict[str, Any],
) -> Problem:
    """The problem in integers; faults of the frame and of the numbers are raised together.

    limits: what ``Problem`` checks by itself, as given.
    """
    matrix, faults = _matrix(scores)
    known = ~np.isnan(matrix)
    mask, unclear = _mask(allowed, known)
    faults += unclear
    well_formed = mask.dtype == bool and mask.shape == known.shape
    endless = np.argwhere(np.isinf(matrix) & (mask if well_formed else known))
    if len(endless):
        row, column = endless[0].tolist()
        faults.append(Fault("assignment_not_finite", {"row": row, "column": column, "count": len(endless)}))
    faults += _unmatched_score_faults(unmatched_score)
    order, unordered = _order(priority)
    faults += unordered
    try:
        frame = Problem(
            np.zeros(matrix.shape, np.int64),
            allowed=mask,  # type: ignore[arg-type]  # as given: Problem says what is wrong with it
            priority=order,  # type: ignore[arg-type]  # likewise
            unmatched_score=None if unmatched_score is None else 0,
            **limits,
        )
    except AssignmentError as error:
        raise AssignmentError([*faults, *error.problems]) from None
    if faults:
        raise AssignmentError(faults)
    return _in_integers(frame, matrix, unmatched_score)


def _unmatched_score_faults(score: object) -> Iterator[Fault]:
    if score is None:
        return
    if not isinstance(score, Real):
        yield Fault("assignment_unmatched_score", {"score": type(score).__name__})
    elif not isinstance(score, Rational) and not isfinite(score):
        yield Fault("assignment_unmatched_score", {"score": score})
    elif not in_64_bits(int(floor(score))):  # noqa: RUF046  # a fraction may floor to any integer
        yield Fault("assignment_beyond_64_bits", {"name": "unmatched_score"})


def _matrix(scores: "ArrayLike | pd.DataFrame") -> tuple[Numbers, list[Fault]]:
    """The scores as a matrix of integers or floats; zeros, so that the rest can be checked, where they are none."""
    try:
        matrix = np.asarray(scores)
    except ValueError:  # rows of different lengths
        raise AssignmentError.of("assignment_not_a_matrix", shape="?") from None
    if matrix.shape == (0,):
        matrix = matrix.reshape(0, 0)
    if matrix.ndim != 2:
        raise AssignmentError.of("assignment_not_a_matrix", shape=matrix.shape)
    if matrix.dtype == object and hasattr(scores, "to_numpy"):  # a frame with missing values of its own kind
        matrix = scores.to_numpy(dtype=object, na_value=float("nan"))
    nothing, kind = np.zeros(matrix.shape, np.int64), matrix.dtype.kind
    beyond = Fault("assignment_beyond_64_bits", {"name": "scores"})
    unreadable = Fault("assignment_not_numbers", {"name": "scores", "dtype": matrix.dtype})
    if kind not in "biufO":
        return nothing, [unreadable]
    if beyond_64_bits(matrix):
        return nothing, [beyond]
    try:
        return (matrix.astype(np.int64) if kind in "biu" else matrix.astype(np.float64)), []
    except OverflowError:  # an integer that is too large for a float
        return nothing, [beyond]
    except (TypeError, ValueError):  # an object that is not a number
        return nothing, [unreadable]


def _mask(
    allowed: "ArrayLike | pd.DataFrame | None", known: NDArray[np.bool_]
) -> tuple[NDArray[np.generic], list[Fault]]:
    """What is allowed and has a score; an ``allowed`` that is no such matrix is passed on for ``Problem`` to refuse."""
    if allowed is None:
        return known, []
    try:
        mask = np.asarray(dense(allowed))
    except ValueError:  # rows of different lengths
        return known, [Fault("assignment_shape", {"name": "allowed", "shape": "?", "expected": known.shape})]
    return (mask & known if mask.dtype == bool and mask.shape == known.shape else mask), []


def _order(priority: ArrayLike | None) -> tuple[ArrayLike | None, list[Fault]]:
    """Priorities of any numbers as integers in the same order."""
    if priority is None:
        return None, []
    try:
        given = np.asarray(priority)
    except ValueError:  # a ragged list
        return None, [Fault("assignment_priority")]
    if given.dtype.kind not in "biuf" or np.any(np.isnan(given)):
        return None, [Fault("assignment_priority")]
    return np.unique(given, return_inverse=True)[1].reshape(given.shape), []


def _in_integers(frame: Problem, matrix: Numbers, unmatched_score: float | None) -> Problem:
    """The frame with these scores, in the coarsest step that keeps them all, or else the finest that fits.

    A float is kept by a step when it is the float nearest to a whole number of steps: 0.1 is one tenth.
    """
    unmatched = 0 if unmatched_score is None else unmatched_score
    if matrix.dtype == np.int64 and unmatched == int(unmatched):
        return replace(
            frame,
            scores=matrix.astype(np.int64, copy=False),
            unmatched_score=None if unmatched_score is None else int(unmatched),
        )
    values = np.append(np.where(frame.allowed, matrix, 0), unmatched).astype(np.float64)
    width = 2 * Fraction(float(np.abs(values).max()))
    classes = frame.top_rank
    sizes = (frame.shape[0], frame.pairs_at_most, classes)
    decimals = max((k for k in range(_FINEST + 1) if fits(ceil(width * 10**k) + 2, *sizes)), default=-1)
    if decimals < 0:
        n, m = frame.shape
        raise AssignmentError.of(
            "assignment_too_wide", spread=f"{float(width / 2):.3g}", rows=n, columns=m, classes=classes
        )
    units = np.rint(values * 10.0**decimals).astype(np.int64)
    rounding = float(np.abs(units / 10.0**decimals - values).max())
    if rounding == 0:
        spare = int(np.gcd.reduce(units))
        while decimals and spare % 10 == 0:
            decimals, spare, units = decimals - 1, spare // 10, units // 10
    return replace(
        frame,
        scores=units[:-1].reshape(frame.shape),
        unmatched_score=None if unmatched_score is None else int(units[-1]),
        scale=10**decimals,
        rounding=rounding,
    )
