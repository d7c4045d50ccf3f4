"""The posterior: possible people, and how much each counts, given somebody's responses.

Importance sampling (Geweke 1989): fixed standard draws are placed by the posterior's mode and information
(``rolecheck.measure.laplace``) and weighted by prior times likelihood over the density they were drawn with. Whatever
the placing, the weights make the figures those of the model; the placing decides only how many draws count. The same
responses, in whatever order, always give the same figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.choice import Singles, log_likelihood
from rolecheck.measure.laplace import locate
from rolecheck.measure.prior import Floats, log_prior
from rolecheck.measure.standard_draws import log_density, standard_draws

DRAWS = 2048
"""Draws of a posterior: about half of them count in full. The worst of a person's chances errs by 0.007 on average, by
0.03 at the most that was seen."""

COARSE_DRAWS = 1024
"""Draws where only the next item hangs on them."""

FINE_DRAWS = 16384
"""Draws where differences between posteriors count, and nobody waits for thousands of them."""

TOGETHER = 64
"""People located at once: enough to share the work, few enough for the processor's near memory."""

SPREAD = 1.05
"""Widens the proposal a little over the information's width."""

Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Posterior:
    """Draws with their weights.

    ``worth`` is [lines + 1, draws], stand-back last; ``lapse`` [draws], in 0 to 1; ``weights`` [draws] sum to one.
    ``log_marginal`` is the log of the responses' probability under the model, ``log_chance`` of their probability by
    random picking, both in nats.
    """

    worth: Singles
    lapse: Singles
    weights: Floats
    log_marginal: float
    log_chance: float

    @property
    def lines(self) -> int:
        """How many lines there are, stand-back not counted."""
        return len(self.worth) - 1

    @property
    def effective(self) -> float:
        """How many independent draws the weighted ones are worth (Kish 1965)."""
        return float(1 / (self.weights @ self.weights))

    @property
    def beyond_chance(self) -> float:
        """How much better the model explains the responses than random picking: the log of the Bayes factor (nats)."""
        return self.log_marginal - self.log_chance

    @cached_property
    def shares(self) -> Singles:
        """[lines, draws]: a line's worth over the sum of all lines."""
        worth = self.worth[:-1]
        return np.asarray(worth / worth.sum(axis=0))

    @cached_property
    def stand_back(self) -> Singles:
        """[draws]: stand-back's worth over the sum of all lines and itself."""
        return np.asarray(self.worth[-1] / self.worth.sum(axis=0))

    @cached_property
    def largest(self) -> NDArray[np.intp]:
        """[draws]: the line with the largest worth."""
        return np.asarray(self.worth[:-1].argmax(axis=0))

    @cached_property
    def steps_back(self) -> Booleans:
        """[draws]: whether stepping back is worth more than every line."""
        return np.asarray(self.worth[-1] > self.worth[:-1].max(axis=0))

    @cached_property
    def p_largest(self) -> Floats:
        """[lines]: the chance of each to be the largest."""
        return np.asarray(np.bincount(self.largest, self.weights, minlength=self.lines), np.float64)

    @cached_property
    def p_stand_back(self) -> float:
        """The chance that stepping back is worth more than every line."""
        return float(self.weights[self.steps_back].sum())


def posteriors(members: Floats, tallies: Floats, draws: int = DRAWS) -> Iterator[Posterior]:
    """Yield the posterior of each of many people.

    Args:
        members: [sets, columns], 1 where a set has a column.
        tallies: [people, sets, columns], how often each column was chosen from each set.
        draws: how many draws a posterior has.
    """
    for start in range(0, len(tallies), TOGETHER):
        yield from _posteriors(members, tallies[start : start + TOGETHER], draws)


def _posteriors(members: Floats, tallies: Floats, draws: int) -> Iterator[Posterior]:
    bell = locate(members, tallies)
    dimensions = bell.mode.shape[1]
    standard, density = standard_draws(draws, dimensions), log_density(draws, dimensions)
    scale = np.linalg.cholesky(np.linalg.inv(bell.information)) * SPREAD
    log_options = np.log(members.sum(axis=1))
    log_volume = np.log(np.diagonal(scale, axis1=1, axis2=2)).sum(axis=1)
    for tally, mode, spread, volume in zip(tallies, bell.mode, scale, log_volume, strict=True):
        # Coordinates in rows, so that what follows runs along the draws.
        points = mode[:, None] + spread @ standard.T
        worth = np.exp(points[:-1].astype(np.float32))
        lapse = (1 / (1 + np.exp(-points[-1]))).astype(np.float32)
        log_weights = log_likelihood(worth, lapse, members, tally) + log_prior(points.T) - density + volume
        most = log_weights.max()
        weights = np.exp(log_weights - most)
        total = weights.sum()
        log_chance = -float(tally.sum(axis=1) @ log_options)
        yield Posterior(worth, lapse, weights / total, float(most + np.log(total / draws)), log_chance)
