"""How much each response speaks for the conclusion: its weight of evidence, by leaving it out.

For a statement H about the person (say, *delivery is the largest line*) and its alternative A, the weight is

    W = log P(H | all) / P(A | all) - log P(H | all but this one) / P(A | all but this one)

in nats (Good 1950); exp(W) is the factor by which the response multiplies the odds. Positive speaks for H, negative for
A; nothing is assumed that the posterior does not hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from rolecheck.measure.choice import log_likelihood
from rolecheck.measure.offers import Offers
from rolecheck.measure.posterior import Booleans, Posterior
from rolecheck.measure.prior import Floats
from rolecheck.session.session import Response

FLOOR = 1e-6
"""Least chance reckoned with: draws cannot tell smaller ones."""

TINY = 1e-300
"""In place of weights that have vanished."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One response and its weight, in nats, for the statement."""

    response: Response
    weight: float


def weigh_evidence(
    offers: Offers,
    posterior: Posterior,
    responses: Sequence[Response],
    statement: Booleans,
    alternative: Booleans,
) -> tuple[Evidence, ...]:
    """Return the weight of each response for a statement, in the order given.

    Args:
        offers: of the facet the responses are to.
        posterior: of all the responses together.
        responses: those that made the posterior.
        statement: [draws], where the statement is true.
        alternative: [draws], where what it is held against is true.
    """
    weights = posterior.weights.astype(np.float64)
    log_weights = np.log(np.maximum(weights, TINY))
    with_all = _log_odds(weights, statement, alternative)
    found = []
    for response in responses:
        alone = log_likelihood(posterior.worth, posterior.lapse, offers.sets, offers.tally([response]))
        without = _normalised(log_weights - alone)
        found.append(Evidence(response, with_all - _log_odds(without, statement, alternative)))
    return tuple(found)


def _normalised(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _log_odds(weights: Floats, statement: Booleans, alternative: Booleans) -> float:
    return log(max(float(weights[statement].sum()), FLOOR) / max(float(weights[alternative].sum()), FLOOR))
