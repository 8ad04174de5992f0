"""The *hungarian* engine: scipy's shortest augmenting paths (Crouse 2016) on the whole matrix.

Places are copied columns. For one column a row, no minimums, and sums within 2^53.
"""

import numpy as np

from mentormatch.assignment.problem import Ints
from mentormatch.assignment.weights import Weights


def best_columns(weights: Weights) -> Ints:
    """The column of each row in an optimal assignment, -1 where the row stays unmatched.

    Staying unmatched weighs 0, so a forbidden or worse pair is entered as 0 and read back as unmatched: exact without
    any large penalty.
    """
    from scipy.optimize import linear_sum_assignment

    useful = weights.matrix > 0
    copies = np.minimum(weights.capacity, useful.sum(axis=0))
    column_of_place = np.repeat(np.arange(len(copies)), copies)
    gain = np.where(useful, weights.matrix, 0)[:, column_of_place].astype(np.float64)
    rows, places = linear_sum_assignment(gain, maximize=True)
    columns = np.full(len(weights.rows), -1)
    columns[rows] = np.where(gain[rows, places] > 0, column_of_place[places], -1)
    return columns
