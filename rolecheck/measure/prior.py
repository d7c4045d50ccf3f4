"""The model's prior: what is believed of a person before the first response.

The model (Luce 1959, with lapses): a person has a worth exp(theta) on each line and on stepping back, and a lapse rate.

    theta_line ~ N(0, 1),  theta_stand_back ~ N(-0.5, 1),  lapse ~ Beta(1.5, 12),  all independent.

A *point* is one possible person as the model's arithmetic sees it: the logarithms of the worths, stand-back last, and
the logit of the lapse; [lines + 2] numbers on the whole real line.
"""

from math import lgamma, log, pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LINE_SD = 1.0
STAND_BACK_MEAN = -0.5
STAND_BACK_SD = 1.0
LAPSE_BETA = (1.5, 12.0)


def prior_mode(lines: int) -> Floats:
    """Return [lines + 2]: the point of greatest prior density."""
    alpha, beta = LAPSE_BETA
    return np.array([*[0.0] * lines, STAND_BACK_MEAN, log(alpha / beta)])


def prior_precision(lines: int) -> Floats:
    """Return [lines + 1]: one over the variance of each logarithm of a worth."""
    return np.array([*[LINE_SD**-2] * lines, STAND_BACK_SD**-2])


def log_prior(points: Floats) -> Floats:
    """Return [...]: the log-density at points [..., lines + 2], the lapse's with the Jacobian of its logit."""
    lines = points.shape[-1] - 2
    alpha, beta = LAPSE_BETA
    precision = prior_precision(lines)
    # Coordinate by coordinate, and not as a matrix product: that one rounds a point alone otherwise than the same point
    # among many.
    *worths, logit = np.moveaxis(points, -1, 0)
    away = zip(worths, precision, prior_mode(lines), strict=False)
    normal = sum(0.5 * weight * (worth - middle) ** 2 for worth, weight, middle in away)
    # log(1 + exp(x)) and log(1 + exp(-x)) are this and what lies above zero of x or of -x.
    rest = np.log1p(np.exp(-np.abs(logit)))
    by_lapse = alpha * (np.maximum(-logit, 0) + rest) + beta * (np.maximum(logit, 0) + rest)
    constant = (
        0.5 * np.log(precision).sum()
        - 0.5 * (lines + 1) * log(2 * pi)
        + lgamma(alpha + beta)
        - lgamma(alpha)
        - lgamma(beta)
    )
    return np.asarray(constant - normal - by_lapse)
