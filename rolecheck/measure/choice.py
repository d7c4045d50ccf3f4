"""The choice rule: how likely a choice is from a set, for one person or thousands of possible ones at once.

First choice among the shown options S (Luce 1959, mixed with a uniform lapse):

    P(j | S) = (1 - lapse) * worth_j / sum_{k in S} worth_k + lapse / |S|

A second choice follows the same rule among the rest (Plackett 1975). An item not shown or skipped adds no term.
"""

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.prior import Floats

Singles = NDArray[np.float32]
"""Single precision is ample for draws: a probability is rounded at 1e-7, the draws themselves err by 1e-2."""

TINY = np.float32(1e-30)
"""In place of probabilities that have vanished."""

AT_ONCE = 8
"""Choices multiplied before a logarithm is taken: far from the smallest number there is, and much quicker."""


def choice_probability(worth: Singles, lapse: Singles, members: Singles, chosen: NDArray[np.intp]) -> Singles:
    """Return [choices, draws]: the probability of each choice for every draw.

    Args:
        worth: [columns, draws].
        lapse: [draws].
        members: [choices, columns], 1 where a column was offered.
        chosen: [choices], the column chosen.
    """
    return _probability(worth, worth * (1 - lapse), lapse, members, chosen)


def log_likelihood(worth: Singles, lapse: Singles, members: Floats, tally: Floats) -> Floats:
    """Return [draws]: the log-likelihood of all choices counted in a tally [sets, columns], for every draw.

    Args:
        worth: [columns, draws].
        lapse: [draws].
        members: [sets, columns], 1 where a set has a column.
        tally: [sets, columns], how often a column was chosen from a set.
    """
    singles = members.astype(np.float32)
    meant = worth * (1 - lapse)
    total = np.zeros(worth.shape[1])
    # What was chosen three times from a set is worked out once.
    for times in np.unique(tally[tally > 0]):
        sets, chosen = np.nonzero(tally == times)
        for start in range(0, len(chosen), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            product = np.multiply.reduce(_probability(worth, meant, lapse, singles[sets[part]], chosen[part]))
            total += times * np.log(np.maximum(product, TINY))
    return total


def _probability(worth: Singles, meant: Singles, lapse: Singles, members: Singles, chosen: NDArray[np.intp]) -> Singles:
    """Return the same; ``meant`` is worth times the chance not to lapse, made once for many choices."""
    probability = meant[chosen]
    probability /= members @ worth
    probability += lapse / members.sum(axis=1)[:, None]
    return probability
