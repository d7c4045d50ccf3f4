"""Better draws where they are needed: when too few of the prior's cloud count in the posterior.

A consistent respondent leaves few draws of the prior with weight, and every figure rests on those few. Then new draws
are taken from a multivariate t fitted to the weighted ones, and weighted by prior times likelihood over proposal, until
enough of them count (adaptive importance sampling; Oh and Berger 1992, Cappé et al. 2004). The model stays the same.
The random numbers behind it are fixed, so the same responses always give the same figures.

A draw is a point here: the logarithms of the worths and the logit of the lapse, [draws, lines + 2].
"""

from functools import lru_cache

import numpy as np

from rolecheck.measure.choice import Choices, log_likelihood
from rolecheck.measure.cloud import LAPSE_BETA, LINE_SD, SEED, STAND_BACK_MEAN, STAND_BACK_SD, Cloud, Floats
from rolecheck.measure.posterior import Posterior, effective, normalised

ENOUGH = 600.0
"""Effective draws with which a posterior is left as it is: the standard error of a chance is then at most 0.02."""

DRAWS = 1536
"""Draws a proposal makes for a profile."""

FINE_DRAWS = 16384
"""Draws where differences between posteriors count, and nobody waits for thousands of them."""

GOOD_SHARE = 0.4
"""Share of a proposal's draws that must count for it to be the last one."""

ROUNDS = 8

FREEDOM = 6.0
"""Degrees of freedom of the proposal: heavier in the tails than the posterior."""

TEMPERED = 60.0
"""Effective draws a proposal is fitted to; weights are flattened until so many count."""

FITTED = 512
"""Draws a proposal is fitted to, those of greatest weight."""

RIDGE = 1e-3
"""Variance added to every coordinate of a proposal, so that it never collapses."""


def refine(cloud: Cloud, log_weights: Floats, choices: Choices, draws: int = DRAWS) -> Posterior:
    """Return a posterior that rests on enough draws.

    Args:
        cloud: the prior's.
        log_weights: [draws], the log-likelihood of the responses on it.
        choices: the responses.
        draws: how many draws a proposal makes.
    """
    points = cloud.points
    best = Posterior(cloud, normalised(log_weights))
    for _ in range(ROUNDS):
        mean, scale = _fit(points, log_weights)
        points = np.asarray(mean + _standard(draws, len(mean)) @ scale.T)
        drawn = Cloud(worth=np.asfortranarray(np.exp(points[:, :-1])), lapse=1 / (1 + np.exp(-points[:, -1])))
        log_weights = log_likelihood(drawn, choices) + log_prior(points) - _log_proposal(draws, len(mean))
        found = Posterior(drawn, normalised(log_weights))
        if found.effective > best.effective:
            best = found
        if found.effective >= GOOD_SHARE * draws:
            break
    return best


def log_prior(points: Floats) -> Floats:
    """Return [draws]: the prior's log-density up to a constant, the lapse's with the Jacobian of its logit."""
    lines, stand_back, lapse = points[:, :-2], points[:, -2], points[:, -1]
    alpha, beta = LAPSE_BETA
    return np.asarray(
        -0.5 * ((lines / LINE_SD) ** 2).sum(axis=1)
        - 0.5 * ((stand_back - STAND_BACK_MEAN) / STAND_BACK_SD) ** 2
        - alpha * np.logaddexp(0, -lapse)
        - beta * np.logaddexp(0, lapse)
    )


def _fit(points: Floats, log_weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the Cholesky factor of the covariance of the draws that count most."""
    most = np.argpartition(log_weights, -min(FITTED, len(log_weights)))[-FITTED:]
    points, log_weights = points[most], log_weights[most]
    power = 1.0
    while effective(weights := normalised(power * log_weights)) < TEMPERED:
        power /= 2
    mean = weights @ points
    centred = points - mean
    covariance = (centred * weights[:, None]).T @ centred
    return mean, np.asarray(np.linalg.cholesky(covariance + RIDGE * np.eye(len(mean))))


@lru_cache(maxsize=8)
def _standard(draws: int, dimensions: int) -> Floats:
    """Return [draws, dimensions]: fixed draws from the standard multivariate t, each with its mirror image."""
    rng = np.random.default_rng(SEED)
    half = rng.normal(size=(draws // 2, dimensions))
    half /= np.sqrt(rng.chisquare(FREEDOM, size=(draws // 2, 1)) / FREEDOM)
    return np.vstack([half, -half])


@lru_cache(maxsize=8)
def _log_proposal(draws: int, dimensions: int) -> Floats:
    """Return [draws]: the proposal's log-density, up to a constant, at the points made of the standard draws."""
    distance = (_standard(draws, dimensions) ** 2).sum(axis=1)
    return np.asarray(-0.5 * (FREEDOM + dimensions) * np.log1p(distance / FREEDOM))
