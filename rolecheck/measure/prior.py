"""The model's prior: what is believed of a person before the first response.

The model (Luce 1959, with lapses): a person has a worth exp(theta) on each line and on stepping back, a lapse rate, and
a spread of their own, since people differ in how much they differ:

    log spread ~ N(0, 0.4^2),  theta_line ~ N(0, spread^2),  theta_stand_back ~ N(-0.5, 1),  lapse ~ Beta(1.5, 12).

The spread is integrated out on a grid of six: the lines' prior is a mixture of normals that depends on their sum of
squares alone. With the spread fixed at 1, nine-in-ten intervals held the truth of 78 % of
people whose own was 1.5.

A *point* is one possible person as the model's arithmetic sees it: the logarithms of the worths, stand-back last, and
the logit of the lapse; [lines + 2] numbers on the whole real line.
"""

from functools import lru_cache
from math import lgamma, log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SPREAD_MEDIAN = 1.0
SPREAD_LOG_SD = 0.4
STAND_BACK_MEAN = -0.5
STAND_BACK_SD = 1.0
LAPSE_BETA = (1.5, 12.0)

SPREADS = 6
REACH = 2.5
"""The spread's grid: so many, evenly up to so many standard deviations of the logarithm to either side. The density of
the lines' sum of squares then errs by 1 % at the most where nearly everybody is (0.6 to 50), by less than
Gauss-Hermite's six."""

_PLACES = np.linspace(-REACH, REACH, SPREADS)
SPREAD_GRID = SPREAD_MEDIAN * np.exp(SPREAD_LOG_SD * _PLACES)
SPREAD_WEIGHTS = np.exp(-0.5 * _PLACES**2) / np.exp(-0.5 * _PLACES**2).sum()
"""The spreads a person may have, and how likely each is beforehand."""


def prior_mode(lines: int) -> Floats:
    """Return [lines + 2]: the middle of the prior of each coordinate."""
    alpha, beta = LAPSE_BETA
    return np.array([*[0.0] * lines, STAND_BACK_MEAN, log(alpha / beta)])


def spread_chances(squares: Floats, lines: int) -> Floats:
    """Return [spreads, ...]: how likely each spread of the grid is for lines with this sum of squares [...]."""
    shape = (-1, *[1] * squares.ndim)
    logs = (np.log(SPREAD_WEIGHTS) - lines * np.log(SPREAD_GRID)).reshape(shape)
    logs = logs - 0.5 * np.multiply.outer(SPREAD_GRID**-2, squares)
    chances = np.exp(logs - logs.max(axis=0))
    return np.asarray(chances / chances.sum(axis=0))


def line_precision(squares: Floats, lines: int, spread: float = SPREAD_MEDIAN) -> Floats:
    """Return [...]: the mean of one over the squared spread, given the lines' sum of squares [...].

    ``spread`` is the median of people's own, 1 unless answers have taught another.
    """
    scaled = squares / spread**2
    return np.asarray(np.tensordot(SPREAD_GRID**-2, spread_chances(scaled, lines), 1) / spread**2)


def log_line_prior(squares: NDArray[Any], lines: int, spread: float = SPREAD_MEDIAN) -> NDArray[Any]:
    """Return [...]: the log-density of the lines' logarithms of worths with this sum of squares, spread integrated.

    ``spread`` is the median of people's own, 1 unless answers have taught another.
    """
    steep, height = -0.5 * SPREAD_GRID**-2, SPREAD_WEIGHTS * (SPREAD_GRID * sqrt(2 * pi)) ** -lines
    kind = squares.dtype
    parts = np.exp(np.multiply.outer(steep.astype(kind), squares.ravel() / kind.type(spread**2)))
    logs = np.log(height.astype(kind) @ parts + np.finfo(kind).tiny)
    return np.asarray((logs - kind.type(lines * log(spread))).reshape(squares.shape))


@lru_cache(maxsize=1)
def log_constant() -> float:
    """Return what makes the densities of stand-back's worth and of the lapse's logit integrate to one."""
    alpha, beta = LAPSE_BETA
    return -log(STAND_BACK_SD) - 0.5 * log(2 * pi) + lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
