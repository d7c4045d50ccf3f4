"""The null a conclusion is held against: a person for whom all lines are alike, with a stand-back worth of their own.

Whoever picks at random among the lines and never steps back is such a person, and so is whoever picks at random among
all options. Uniform picking over all options would be the wrong null: everybody who avoids stepping back beats it. The
stand-back worth is integrated out over its prior, the one the model itself has, so that avoiding stand-back speaks for
neither (one dimension, trapezoid rule).
"""

from functools import lru_cache

import numpy as np

from rolecheck.measure.choice import Sets, choice_probability
from rolecheck.measure.prior import STAND_BACK_MEAN, STAND_BACK_SD, Floats

NODES = 95
REACH = 7.0
"""Worths of stand-back: so many, evenly up to so many of the prior's standard deviations to either side. The log of the
probability of 90 choices errs by less than 0.002."""


class Null:
    """The null for the sets of one facet; ``worth`` is [columns, nodes], ``weights`` [nodes]."""

    def __init__(self, sets: Sets) -> None:
        """Work out how likely each choice from each set is for each stand-back worth."""
        places = np.linspace(-REACH, REACH, NODES)
        self.weights = np.exp(-0.5 * places**2) / np.exp(-0.5 * places**2).sum()
        self.worth = np.ones((sets.columns, NODES))
        self.worth[-1] = np.exp(STAND_BACK_MEAN + STAND_BACK_SD * places)
        number, column = np.nonzero(sets.members)
        self._cells = number * sets.columns + column
        self._logs = np.log(choice_probability(self.worth, np.zeros(NODES), sets.part(number), column))

    def log_marginals(self, tallies: Floats) -> Floats:
        """Return [people]: the log-probability of tallies [people, sets, columns], in nats."""
        logs = self._log_likelihoods(tallies)
        most = logs.max(axis=1, keepdims=True)
        return np.asarray(most[:, 0] + np.log(np.exp(logs - most) @ self.weights))

    def after(self, tally: Floats) -> Floats:
        """Return [nodes]: how likely each stand-back worth is after a tally [sets, columns]."""
        logs = self._log_likelihoods(tally[None])[0]
        weights = self.weights * np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def _log_likelihoods(self, tallies: Floats) -> Floats:
        return np.asarray(tallies.reshape(len(tallies), -1)[:, self._cells] @ self._logs)


@lru_cache(maxsize=64)
def null_of(sets: Sets) -> Null:
    """Return the null of these sets, worked out once."""
    return Null(sets)
