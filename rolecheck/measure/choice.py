"""The choice rule: how likely responses are, for every draw of a cloud at once.

First choice among the shown options S (Luce 1959, mixed with a uniform lapse):

    P(j | S) = (1 - lapse) * worth_j / sum_{k in S} worth_k + lapse / |S|

A second choice follows the same rule among the rest (Plackett 1975). An item not shown or skipped adds no term.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.cloud import Cloud, Floats

NOTHING = -1
"""Stands in ``Choices.second`` where there was no second choice."""

SAFE_FACTORS = 32
"""Probabilities multiplied before a logarithm is taken: far from the smallest number there is, and much quicker."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Responses as arrays, a row each, in columns of ``Cloud.worth``.

    ``offered`` is [responses, lines + 1], 1 where a column was offered; ``first`` and ``second`` are [responses].
    """

    offered: Floats
    first: NDArray[np.intp]
    second: NDArray[np.intp]


def stack(rows: Sequence[tuple[Sequence[int], int, int]], columns: int) -> Choices:
    """Return responses, each its offered columns, first choice and second (or ``NOTHING``), as arrays."""
    offered = np.zeros((len(rows), columns))
    for number, (shown, _, _) in enumerate(rows):
        offered[number, list(shown)] = 1
    first, second = (np.array([row[place] for row in rows], np.intp) for place in (1, 2))
    return Choices(offered, first, second)


def first_probability(cloud: Cloud, choices: Choices) -> Floats:
    """Return [draws, responses]: the probability of each first choice."""
    return _probability(cloud, choices.offered, choices.first).T


def log_likelihood(cloud: Cloud, choices: Choices) -> Floats:
    """Return [draws]: the log-likelihood of all the responses together."""
    seconds, chosen = _second(choices)
    offered, chosen = np.vstack([choices.offered, seconds]), np.concatenate([choices.first, chosen])
    probability = _probability(cloud, offered, chosen)
    total = np.zeros(len(cloud.lapse))
    for start in range(0, len(probability), SAFE_FACTORS):
        total += np.log(np.multiply.reduce(probability[start : start + SAFE_FACTORS]))
    return total


def _second(choices: Choices) -> tuple[Floats, NDArray[np.intp]]:
    """Return the second choices as choices of their own: what was left, [given, lines + 1], and what was chosen."""
    given = choices.second != NOTHING
    left = choices.offered[given].copy()
    left[np.arange(len(left)), choices.first[given]] = 0
    return left, choices.second[given]


def _probability(cloud: Cloud, offered: Floats, chosen: NDArray[np.intp]) -> Floats:
    """Return [choices, draws]; a row for each choice, because whole rows are what memory is quickest at."""
    worth = cloud.worth.T
    probability = worth[chosen]
    probability /= offered @ worth
    probability *= 1 - cloud.lapse
    probability += cloud.lapse / offered.sum(axis=1)[:, None]
    return probability
