"""The posterior: possible people, and how much each counts, given somebody's responses.

Importance sampling (Geweke 1989): fixed standard draws are placed by the posterior's mode and information
(``rolecheck.measure.proposal``) and weighted by prior times likelihood over the density they were drawn with. Whatever
the placing, the weights make the figures those of the model; the placing decides only how many draws count. The same
responses, in whatever order, always give the same figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.choice import Sets, Singles, log_likelihood, room_of
from rolecheck.measure.null import null_of
from rolecheck.measure.prior import LAPSE_BETA, STAND_BACK_MEAN, STAND_BACK_SD, Floats, log_constant, log_line_prior
from rolecheck.measure.proposal import locate, log_density, standard_draws

DRAWS = 1536
"""Draws of a posterior: about two fifths of them count in full. The worst of a person's chances errs by 0.01 on
average, by 0.03 at the most that was seen."""

COARSE_DRAWS = 1024
"""Draws where only the next item hangs on them, and of what fills the week and what one is measured by: five items each
leave more open than draws do."""

FINE_DRAWS = 16384
"""Draws where differences between posteriors count, and nobody waits for thousands of them."""

TOGETHER = 128
"""People located at once: enough to share the work, few enough for the processor's near memory."""

DRAWS_PLACED = 4 * DRAWS
"""Draws placed at once, whosever they are: numpy's calls are shared, and the processor's near memory holds them."""

SPREAD = 1.2
"""Widens the proposal over the information's width: a posterior with a spread of its own is wider than its mode is."""

ENOUGH = 0.2
"""Where less of the draws count in full, they are placed anew around what these found, and weighted anew: population
Monte Carlo (Cappé et al. 2004). One person in ten needs it, mostly those who never take some line."""

PLACED_ANEW = 4
"""So often at the most; two times are rarely needed."""

LEAST_FOR_MOMENTS = 0.1
"""So much of the draws has to count for their covariance to be of use."""

Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Posterior:
    """Draws with their weights.

    ``worth`` is [lines + 1, draws], stand-back last; ``lapse`` [draws], in 0 to 1; ``weights`` [draws] sum to one.
    ``log_marginal`` is the log of the responses' probability under the model, ``log_null`` the same for somebody for
    whom all lines are alike (``rolecheck.measure.null``), both in nats.
    """

    worth: Singles
    lapse: Singles
    weights: Singles
    log_marginal: float
    log_null: float

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
        """How much better the model explains the responses than the null: the log of the Bayes factor (nats)."""
        return self.log_marginal - self.log_null

    @cached_property
    def total(self) -> Singles:
        """[draws]: the sum of the lines' worths."""
        return np.asarray(self.worth[:-1].sum(axis=0))

    @cached_property
    def shares(self) -> Singles:
        """[lines, draws]: a line's worth over the sum of all lines."""
        return np.asarray(self.worth[:-1] / self.total)

    @cached_property
    def top(self) -> Singles:
        """[draws]: the largest worth of a line."""
        return np.asarray(self.worth[:-1].max(axis=0))

    @cached_property
    def is_largest(self) -> Booleans:
        """[lines, draws]: which line has the largest worth."""
        return np.asarray(self.worth[:-1] == self.top)

    @cached_property
    def steps_back(self) -> Booleans:
        """[draws]: whether stepping back is worth more than every line."""
        return np.asarray(self.worth[-1] > self.top)

    @cached_property
    def p_largest(self) -> Floats:
        """[lines]: the chance of each to be the largest."""
        chances = (self.is_largest.astype(np.float32) @ self.weights).astype(np.float64)
        return np.asarray(chances / chances.sum())

    @cached_property
    def p_stand_back(self) -> float:
        """The chance that stepping back is worth more than every line."""
        return float(self.weights[self.steps_back].sum())


def posteriors(sets: Sets, tallies: Floats, draws: int = DRAWS) -> Iterator[Posterior]:
    """Yield the posterior of each of many people.

    Args:
        sets: what was chosen from.
        tallies: [people, sets, columns], how often each column was chosen from each set.
        draws: how many draws a posterior has.
    """
    for start in range(0, len(tallies), TOGETHER):
        part = tallies[start : start + TOGETHER]
        bell = locate(sets, part)
        scales: Floats = np.asarray(np.linalg.cholesky(bell.covariance) * SPREAD)
        nulls = null_of(sets).log_marginals(part).tolist()
        side = max(DRAWS_PLACED // draws, 1)
        room = room_of(np.float32)
        for first in range(0, len(part), side):
            some = slice(first, first + side)
            placed = _place(sets, part[some], bell.mode[some], scales[some], draws=draws, room=room)
            for tally, draft, log_null in zip(part[some], placed, nulls[some], strict=True):
                chosen = _well_placed(sets, tally, draft, draws, room)
                yield Posterior(chosen.worth, chosen.lapse, chosen.weights, chosen.log_marginal, log_null)


class _Placed(NamedTuple):
    """Draws of one person with their weights; ``points`` [coordinates, draws] are what the model's arithmetic sees."""

    points: Singles
    worth: Singles
    lapse: Singles
    weights: Singles
    log_marginal: float

    @property
    def effective(self) -> float:
        return float(1 / (self.weights @ self.weights))


def _well_placed(sets: Sets, tally: Floats, placed: _Placed, draws: int, room: Singles) -> _Placed:
    """Return draws of which enough count, placed anew by what the last ones found where too few do."""
    best = last = placed
    for _ in range(PLACED_ANEW):
        if best.effective >= ENOUGH * draws:
            break
        mean, scale = _moments(last)
        (last,) = _place(sets, tally[None], mean[None], scale[None], draws=draws, room=room)
        best = max(best, last, key=lambda placed: placed.effective)
    return best


def _moments(placed: _Placed) -> tuple[Floats, Floats]:
    """Return the mean of the weighted draws and the scale of their covariance.

    Where a few draws hold all the weight, the weights are flattened until enough count for a covariance.
    """
    power, weights = 1.0, placed.weights.astype(np.float64)
    while 1 / (weights @ weights) < LEAST_FOR_MOMENTS * len(weights):
        power *= 0.8
        weights = placed.weights.astype(np.float64) ** power
        weights /= weights.sum()
    mean = placed.points @ weights
    away = placed.points - mean[:, None]
    return np.asarray(mean), np.asarray(np.linalg.cholesky((away * weights) @ away.T), np.float64)


def _place(sets: Sets, tallies: Floats, modes: Floats, scales: Floats, *, draws: int, room: Singles) -> list[_Placed]:
    """Return the weighted draws of some people, placed by modes [people, d] and scales [people, d, d]."""
    lines = modes.shape[1] - 2
    standard, density = standard_draws(draws, lines + 2), log_density(draws, lines + 2)
    # Coordinates in rows, so that what follows runs along the draws.
    points = scales.astype(np.float32) @ standard
    points += modes.astype(np.float32)[:, :, None]
    worth = np.exp(points[:, :-1])
    odds = np.exp(-points[:, -1])
    lapse = 1 / (1 + odds)
    log_weights = log_line_prior(np.square(points[:, :lines]).sum(axis=1), lines, sets.spread)
    away = points[:, lines] - np.float32(STAND_BACK_MEAN)
    away *= away
    away *= np.float32(0.5 / STAND_BACK_SD**2)
    log_weights -= away
    alpha, beta = LAPSE_BETA
    log_weights -= np.float32(alpha + beta) * np.log1p(odds) + np.float32(beta) * points[:, -1]
    log_weights -= density
    for person, tally in enumerate(tallies):
        log_weights[person] += log_likelihood(worth[person], lapse[person], sets, tally, room)
    most = log_weights.max(axis=1, keepdims=True)
    weights: Singles = np.exp(np.subtract(log_weights, most, out=log_weights), out=log_weights)
    totals = weights.sum(axis=1, dtype=np.float64, keepdims=True)
    weights /= totals.astype(np.float32)
    widths = np.log(np.diagonal(scales, axis1=1, axis2=2)).sum(axis=1)
    log_marginals = (most + np.log(totals / draws))[:, 0] + log_constant() + widths
    return list(map(_Placed, points, worth, lapse, weights, log_marginals.tolist()))
