"""What a person's draws come from: fixed standard draws, placed where the posterior lies and as wide as it is.

The standard draws are of the multivariate t, evenly spread, the same on every machine, made once: a Korobov lattice
(Korobov 1959) instead of random numbers, over which a mean errs half as much as over as many random draws (measured
here on posteriors of 10 to 45 responses). The t has 6 degrees of freedom: its tails are heavier than a posterior's, so
that no draw far out counts too much, and half its chi-square has a closed distribution function.

Where a posterior lies and how wide it is are its mode and the Fisher information there, for many people at once. The
mode is found by Fisher scoring (Osborne 1992): the expected information in place of the Hessian, which the lapse can
make indefinite. A step that would lower the posterior is taken back and halved. The spread is not a coordinate: a
mixture of normals has its mode at its narrowest, where nobody is. What stands for it is the mean of one over its
square, given how large the worths are on the average of what is known of them (variational Bayes, Beal 2003), step by
step. Nothing exact hangs on the result: draws are placed by it (``rolecheck.measure.posterior``) and then weighted by
the posterior itself.

Arrays have the people last, so that sums over sets and columns run along people, and are of single precision: a draw's
place need not be known better.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, pi
from statistics import NormalDist

import numpy as np

from rolecheck.measure.choice import Sets, Singles
from rolecheck.measure.prior import LAPSE_BETA, STAND_BACK_SD, Floats, line_precision, prior_mode

STEPS = 5
"""Scoring steps. Most people are there after five; whoever always takes one line, or steps back, is not: their draws
are placed anew (``rolecheck.measure.posterior``)."""

LONGEST_STEP = 1.5
"""No coordinate of a point moves further in one step."""

FREEDOM = 6.0

GENERATORS = {256: 21, 1024: 117, 1536: 1331, 16384: 4723}
"""Lattice generators by number of draws, chosen by how little they err on posteriors: 1331 by 0.010 on a chance and by
0.013 on an interval's end on average, which 2048 draws with theirs undercut in the chance alone (0.008). A small P2
discrepancy does not tell them."""

SEED = 20250903
"""Shifts the lattice off the origin; fixed, so that the same responses always give the same figures."""


@lru_cache(maxsize=8)
def standard_draws(draws: int, dimensions: int) -> Singles:
    """Return [dimensions, draws]; ``draws`` is one of ``GENERATORS``."""
    return np.ascontiguousarray(_doubles(draws, dimensions).T, np.float32)


@lru_cache(maxsize=8)
def _doubles(draws: int, dimensions: int) -> Floats:
    uniform = _lattice(draws, dimensions + 1)
    quantile = NormalDist().inv_cdf
    normal = np.array([quantile(value) for value in uniform[:, :-1].ravel()]).reshape(draws, dimensions)
    return np.asarray(normal / np.sqrt(_chi_square(uniform[:, -1]) / FREEDOM)[:, None])


@lru_cache(maxsize=8)
def log_density(draws: int, dimensions: int) -> Singles:
    """Return [draws]: the standard t's log-density at the standard draws."""
    constant = lgamma((FREEDOM + dimensions) / 2) - lgamma(FREEDOM / 2) - 0.5 * dimensions * log(FREEDOM * pi)
    distance = (_doubles(draws, dimensions) ** 2).sum(axis=1)
    return np.asarray(constant - 0.5 * (FREEDOM + dimensions) * np.log1p(distance / FREEDOM), np.float32)


def _lattice(points: int, dimensions: int) -> Floats:
    """Return [points, dimensions] in the open unit cube."""
    steps = [pow(GENERATORS[points], power, points) for power in range(dimensions)]
    shift = np.random.default_rng(SEED).random(dimensions)
    spread = (np.arange(points)[:, None] * np.array(steps) / points + shift) % 1
    return np.asarray(np.clip(spread, 1e-9, 1 - 1e-9))


def _chi_square(chances: Floats) -> Floats:
    """Return the quantiles of chi-square with 6 degrees of freedom: twice an Erlang variable of three steps."""
    half = np.linspace(0, 40, 40_001)
    below = 1 - np.exp(-half) * (1 + half + half**2 / 2)
    return np.asarray(2 * np.interp(chances, below, half))


@dataclass(frozen=True, slots=True)
class Bell:
    """A normal approximation for each of many people: ``mode`` [people, d], ``covariance`` [people, d, d]."""

    mode: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What people chose from which sets.

    ``spread`` is theirs. ``attractiveness``, ``even`` (what a lapse gives), ``outside`` (1 where a set lacks a column)
    and ``tallies`` are [sets, columns, people], ``times`` and ``sensitivity`` [sets, 1, people], the latter None where
    all are one.
    """

    attractiveness: Singles
    even: Singles
    outside: Singles
    tallies: Singles
    times: Singles
    sensitivity: Singles | None
    spread: float


@dataclass(frozen=True, slots=True)
class _Slope:
    """The log-likelihood [people] at some points, its gradient [d, people] and expected information [d, d, people]."""

    height: Singles
    gradient: Singles
    information: Singles


def locate(sets: Sets, tallies: Floats) -> Bell:
    """Return where the posteriors of people lie.

    Args:
        sets: what was chosen from.
        tallies: [people, sets, columns], how often a column was chosen from a set.
    """
    if len(tallies) == 1:
        # numpy sums the columns of one person in another order than those of several, and rounds otherwise.
        both = locate(sets, np.repeat(tallies, 2, axis=0))
        return Bell(both.mode[:1], both.covariance[:1])
    used = np.asarray(tallies.any(axis=2))
    most = max(int(used.sum(axis=1).max(initial=1)), 1)
    # Each person's own sets first; those that fill the rest are never chosen from and add nothing.
    numbers = np.argsort(~used, axis=1, kind="stable")[:, :most]
    own = np.take_along_axis(tallies, numbers[:, :, None], axis=1)
    tallied = _people_last(own)
    members = _people_last(sets.members[numbers])
    chosen = _Chosen(
        attractiveness=_people_last(sets.attractiveness[numbers]),
        even=members / members.sum(axis=1, keepdims=True),
        outside=1 - members,
        tallies=tallied,
        times=tallied.sum(axis=1, keepdims=True),
        sensitivity=None if sets.is_plain else _people_last(sets.sensitivity[numbers][:, :, None]),
        spread=sets.spread,
    )
    return _locate(chosen)


def _people_last(rows: Floats) -> Singles:
    return np.ascontiguousarray(rows.transpose(1, 2, 0), np.float32)


def _locate(chosen: _Chosen) -> Bell:
    columns, people = chosen.tallies.shape[1:]
    points = np.tile(prior_mode(columns - 1).astype(np.float32)[:, None], people)
    precision = _prior_precision(
        columns - 1, np.full(people, columns - 1, np.float32) * chosen.spread**2, chosen.spread
    )
    slope = _slope(points, chosen)
    covariance, step = _step(points, slope, precision)
    for _ in range(STEPS):
        tried = points + step
        there = _slope(tried, chosen)
        better = _height(tried, there, precision) >= _height(points, slope, precision)
        points = np.where(better, tried, points)
        slope = _Slope(
            np.where(better, there.height, slope.height),
            np.where(better, there.gradient, slope.gradient),
            np.where(better, there.information, slope.information),
        )
        precision = _prior_precision(columns - 1, _squares(points, covariance), chosen.spread)
        covariance, taken = _step(points, slope, precision)
        step = np.where(better, taken, step / 2)
    return Bell(points.T.astype(np.float64), covariance.astype(np.float64))


def _squares(points: Singles, covariance: Singles) -> Singles:
    """Return [people]: the lines' mean sum of squares, by what is known of them."""
    lines = len(points) - 2
    variance = np.diagonal(covariance, axis1=1, axis2=2)[:, :lines]
    return np.asarray((points[:lines] ** 2).sum(axis=0) + variance.sum(axis=1))


def _prior_precision(lines: int, squares: Singles, spread: float) -> Singles:
    """Return [lines + 1, people]: one over the variance of each logarithm of a worth."""
    own = line_precision(squares.astype(np.float64), lines, spread).astype(np.float32)
    return np.vstack([np.tile(own, (lines, 1)), np.full_like(own, STAND_BACK_SD**-2)])


def _height(points: Singles, slope: _Slope, precision: Singles) -> Singles:
    """Return [people]: the log-posterior under these precisions of the prior, but for a constant."""
    alpha, beta = LAPSE_BETA
    away = points[:-1] - _middle(points)
    by_lapse = alpha * np.logaddexp(0, -points[-1]) + beta * np.logaddexp(0, points[-1])
    return np.asarray(slope.height - 0.5 * (precision * away**2).sum(axis=0) - by_lapse)


def _step(points: Singles, slope: _Slope, precision: Singles) -> tuple[Singles, Singles]:
    """Return the covariance [people, d, d] and the scoring step [d, people]."""
    alpha, beta = LAPSE_BETA
    lapse = _expit(points[-1])
    gradient, information = slope.gradient.copy(), slope.information.transpose(2, 0, 1).copy()
    gradient[:-1] -= precision * (points[:-1] - _middle(points))
    gradient[-1] += alpha - (alpha + beta) * lapse
    diagonal = np.arange(len(points) - 1)
    information[:, diagonal, diagonal] += precision.T
    information[:, -1, -1] += (alpha + beta) * lapse * (1 - lapse)
    covariance = np.linalg.inv(information)
    step = (covariance @ gradient.T[:, :, None])[:, :, 0].T
    longest = np.abs(step).max(axis=0)
    return covariance, np.asarray(step * np.minimum(1, LONGEST_STEP / np.maximum(longest, LONGEST_STEP)))


def _slope(points: Singles, chosen: _Chosen) -> _Slope:
    """Return height, gradient and information of the log-likelihood at points [columns + 1, people].

    With p the Luce probabilities of a set, q the same mixed with the lapse, and r = (1 - lapse) p / q the chance that a
    choice was not a lapse, the score of choosing k is b r_k (e_k - p) in the worths, b the sensitivity, and (1/|S| -
    p_k) lapse (1 - lapse) / q_k in the lapse's logit; the information is its expected square.
    """
    tallies = chosen.tallies
    columns = len(points) - 1
    lapse = _expit(points[-1])
    seen = points[None, :-1] if chosen.sensitivity is None else points[None, :-1] * chosen.sensitivity
    luce = chosen.attractiveness * np.exp(seen)
    luce /= luce.sum(axis=1, keepdims=True)
    meant = (1 - lapse) * luce
    mixed = meant + lapse * chosen.even
    over = 1 / (mixed + chosen.outside)
    meant *= over
    by_lapse = chosen.even - luce
    by_lapse *= over
    by_lapse *= lapse * (1 - lapse)
    if chosen.sensitivity is not None:
        meant *= chosen.sensitivity

    meant_choices = tallies * meant
    gradient = np.empty_like(points)
    gradient[:-1] = _away(meant_choices, luce)
    gradient[-1] = (tallies * by_lapse).sum(axis=(0, 1))

    weighed = chosen.times * mixed * meant
    square = weighed * meant
    cross = weighed * by_lapse
    rest = square.sum(axis=1, keepdims=True) * luce - square
    information = np.empty((columns + 1, *points.shape), np.float32)
    for one in range(columns):
        # r_one (e_one - p) times r (e - p)', expected: four products.
        information[one, :columns] = (luce[:, one, None] * rest - square[:, one, None] * luce).sum(axis=0)
    information[np.arange(columns), np.arange(columns)] += square.sum(axis=0)
    information[:-1, -1] = _away(cross, luce)
    information[-1, :-1] = information[:-1, -1]
    information[-1, -1] = (chosen.times * mixed * by_lapse**2).sum(axis=(0, 1))
    return _Slope((tallies * np.log(mixed + chosen.outside)).sum(axis=(0, 1)), gradient, information)


def _away(weights: Singles, luce: Singles) -> Singles:
    """Return [columns, people]: e_k - p, weighed and summed; both are [sets, columns, people]."""
    return np.asarray((weights - weights.sum(axis=1, keepdims=True) * luce).sum(axis=0))


def _middle(points: Singles) -> Singles:
    return np.asarray(prior_mode(len(points) - 2)[:-1, None], np.float32)


def _expit(logit: Singles) -> Singles:
    return np.asarray(1 / (1 + np.exp(-logit)))
