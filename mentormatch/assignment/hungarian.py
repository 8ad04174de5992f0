"""The *hungarian* engine: scipy's shortest augmenting paths (Crouse 2016) on the whole matrix.

Places are copied columns. For one column a row, no minimums, no quotas, and sums within 2^53.
"""

import numpy as np

from mentormatch.assignment.network import Found, Network, Pairs
from mentormatch.assignment.prices import AllPairs, smallest_heights


def chosen_pairs(network: Network) -> Pairs:
    """The pairs of an optimal assignment of a plain network.

    Staying unmatched weighs 0, so a forbidden or worse pair is entered as 0 and read back as unmatched: exact without
    any large penalty.
    """
    from scipy.optimize import linear_sum_assignment

    useful = network.matrix > 0
    places = network.arcs.room[network.arcs.below >= network.first_column]  # plain: one arc for each column
    copies = np.minimum(places, useful.sum(axis=0))
    column_of_place = np.repeat(np.arange(len(copies)), copies)
    gain = np.where(useful, network.matrix, 0)[:, column_of_place].astype(np.float64)
    nodes, chosen = linear_sum_assignment(gain, maximize=True)
    real = gain[nodes, chosen] > 0
    return Pairs(nodes[real], column_of_place[chosen[real]])


def best(network: Network) -> Found:
    """The pairs and the smallest heights."""
    chosen = chosen_pairs(network)
    return Found(chosen, smallest_heights(network, chosen, AllPairs(network, chosen)))
