"""The prior, as a fixed cloud of draws that every posterior re-weights.

The model (Luce 1959, with lapses): a person has a worth exp(theta) on each line and on stepping back, and a lapse rate.

    theta_line ~ N(0, 1),  theta_stand_back ~ N(-0.5, 1),  lapse ~ Beta(1.5, 12),  all independent.

Importance sampling from the prior needs no fitting, no convergence check and no start values: the same responses give
the same figures everywhere. The lines' draws are a base sample followed by its rotations, so that without a response
every line has exactly the same chance of being the largest.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

SIZE = 2**14
"""Least number of draws; the cloud is rounded up to whole rotations."""

SEED = 20250903

LINE_SD = 1.0
STAND_BACK_MEAN = -0.5
STAND_BACK_SD = 1.0
LAPSE_BETA = (1.5, 12.0)


@dataclass(frozen=True)
class Cloud:
    """Draws from the prior.

    ``worth`` is [draws, lines + 1], stand-back last, best stored column by column; ``lapse`` is [draws], in 0 to 1.
    """

    worth: Floats
    lapse: Floats

    @property
    def lines(self) -> int:
        """How many lines there are, stand-back not counted."""
        return int(self.worth.shape[1]) - 1

    @cached_property
    def shares(self) -> Floats:
        """[draws, lines]: a line's worth over the sum of all lines."""
        worth = self.worth[:, :-1]
        return np.asarray(worth / worth.sum(axis=1, keepdims=True))

    @cached_property
    def stand_back(self) -> Floats:
        """[draws]: stand-back's worth over the sum of all lines and itself."""
        return np.asarray(self.worth[:, -1] / self.worth.sum(axis=1))

    @cached_property
    def largest(self) -> NDArray[np.intp]:
        """[draws]: the line with the largest worth."""
        return np.asarray(self.worth[:, :-1].argmax(axis=1))

    @cached_property
    def points(self) -> Floats:
        """[draws, lines + 2]: the logarithms of the worths, and the logit of the lapse."""
        logit = np.log(self.lapse) - np.log1p(-self.lapse)
        return np.column_stack([np.log(self.worth), logit])

    @cached_property
    def steps_back(self) -> Booleans:
        """[draws]: whether stepping back is worth more than every line."""
        return np.asarray(self.worth[:, -1] > self.worth[:, :-1].max(axis=1))


def rotated(theta: Floats) -> Floats:
    """Return every rotation of the columns of [draws, lines] under one another."""
    return np.vstack([np.roll(theta, turn, axis=1) for turn in range(theta.shape[1])])


@lru_cache(maxsize=4)
def prior_cloud(lines: int, size: int = SIZE, seed: int = SEED) -> Cloud:
    """Return the cloud for this many lines; the same arguments always give the same cloud."""
    rng = np.random.default_rng(seed)
    base = -(-size // lines)
    theta = rotated(rng.normal(0.0, LINE_SD, size=(base, lines)))
    stand_back = rng.normal(STAND_BACK_MEAN, STAND_BACK_SD, size=(len(theta), 1))
    worth = np.asfortranarray(np.exp(np.hstack([theta, stand_back])))
    return Cloud(worth=worth, lapse=rng.beta(*LAPSE_BETA, size=len(theta)))
