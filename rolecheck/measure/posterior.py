"""The posterior: draws and how much each counts.

Usually the draws are the prior's cloud and the weights are the likelihood. Where too few of them count, better placed
ones are drawn first (``rolecheck.measure.refine``).
"""

from dataclasses import dataclass

import numpy as np

from rolecheck.measure.cloud import Cloud, Floats


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws with their weights [draws], which sum to one."""

    cloud: Cloud
    weights: Floats

    @property
    def effective(self) -> float:
        """How many independent draws the weighted ones are worth (Kish 1965)."""
        return effective(self.weights)


def normalised(log_weights: Floats) -> Floats:
    """Return weights [draws] that sum to one."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def effective(weights: Floats) -> float:
    """Return the effective number of draws of normalised weights."""
    return float(1.0 / (weights @ weights))
