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
    total = cloud.worth @ choices.offered.T
    lapse = cloud.lapse[:, None]
    chosen = cloud.worth[:, choices.first]
    return np.asarray((1 - lapse) * chosen / total + lapse / choices.offered.sum(axis=1))


def second_probability(cloud: Cloud, choices: Choices) -> Floats:
    """Return [draws, responses with a second choice]: its probability among what the first choice left."""
    given = choices.second != NOTHING
    offered = choices.offered[given].copy()
    offered[np.arange(len(offered)), choices.first[given]] = 0
    return first_probability(cloud, Choices(offered, choices.second[given], choices.second[given]))


def log_likelihood(cloud: Cloud, choices: Choices) -> Floats:
    """Return [draws]: the log-likelihood of all the responses together."""
    first = np.log(first_probability(cloud, choices)).sum(axis=1)
    return np.asarray(first + np.log(second_probability(cloud, choices)).sum(axis=1))
