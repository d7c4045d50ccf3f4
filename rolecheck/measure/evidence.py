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

from rolecheck.bank.items import Bank
from rolecheck.measure.cloud import Booleans, Floats
from rolecheck.measure.likelihood import Likelihood
from rolecheck.measure.posterior import Posterior, normalised
from rolecheck.session.session import Response

FLOOR = 1e-6
"""Least chance reckoned with: the cloud cannot tell smaller ones."""

TINY = 1e-300
"""In place of weights that have vanished."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One response and its weight, in nats, for the statement."""

    response: Response
    weight: float


def weigh_evidence(
    bank: Bank,
    posterior: Posterior,
    responses: Sequence[Response],
    statement: Booleans,
    alternative: Booleans,
) -> tuple[Evidence, ...]:
    """Return the weight of each response for a statement, in the order given.

    Args:
        bank: the responses' bank.
        posterior: of all the responses together.
        responses: those that made the posterior.
        statement: [draws], where the statement is true.
        alternative: [draws], where what it is held against is true.
    """
    likelihood = Likelihood(bank, posterior.cloud)
    log_weights = np.log(np.maximum(posterior.weights, TINY))
    with_all = _log_odds(posterior.weights, statement, alternative)
    return tuple(
        Evidence(
            response,
            with_all - _log_odds(normalised(log_weights - likelihood.row(response)), statement, alternative),
        )
        for response in responses
    )


def _log_odds(weights: Floats, statement: Booleans, alternative: Booleans) -> float:
    return log(max(float(weights[statement].sum()), FLOOR) / max(float(weights[alternative].sum()), FLOOR))
