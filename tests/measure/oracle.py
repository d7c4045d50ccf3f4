"""The posterior a second time, from the model's definition alone: nothing here calls the code it is held against.

Two ways, since neither serves everyone: a million independent draws of the prior, weighted by the likelihood; and,
where hardly any of a million count, draws placed around the posterior's mode (Laplace) and weighted by prior times
likelihood over proposal. Both know nothing of tallies: a response is a row, and every row is reckoned by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import lgamma, log, pi

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import chi2, norm, qmc

from rolecheck.bank.items import Bank
from rolecheck.session.session import Response

Floats = NDArray[np.float64]
Row = tuple[list[int], int, int | None]
"""What was offered, the first choice and the second, as columns: six lines, then stand-back."""

SEED = 20260417
PLACED = 2**17
FREEDOM = 5
WIDER = 1.4
ROUNDS = 4
STEP = 1e-3
LOG_BETA = lgamma(1.5) + lgamma(12) - lgamma(13.5)


@dataclass(frozen=True)
class Figures:
    """``means``, ``lows`` and ``highs`` are the shares of the lines, then stand-back's share of all worths."""

    means: Floats
    lows: Floats
    highs: Floats
    p_largest: Floats
    p_stand_back: float
    lapse: float


@dataclass(frozen=True)
class Draws:
    """Possible people, ``worth`` [columns, draws] and ``lapse`` [draws], and how much each counts."""

    worth: Floats
    lapse: Floats
    weights: Floats
    log_marginal: float

    @property
    def effective(self) -> float:
        return float(1 / (self.weights**2).sum())

    @cached_property
    def largest(self) -> NDArray[np.intp]:
        return np.asarray(self.worth[:-1].argmax(axis=0))

    @cached_property
    def steps_back(self) -> NDArray[np.bool_]:
        return np.asarray(self.worth[-1] > self.worth[:-1].max(axis=0))

    def chance(self, statement: NDArray[np.bool_]) -> float:
        return float(self.weights[statement].sum())

    def figures(self) -> Figures:
        lines = self.worth[:-1]
        columns = np.vstack([lines / lines.sum(axis=0), self.worth[-1] / self.worth.sum(axis=0)])
        ends = np.array([quantiles(column, self.weights) for column in columns])
        return Figures(
            means=columns @ self.weights,
            lows=ends[:, 0],
            highs=ends[:, 1],
            p_largest=np.array([self.chance(self.largest == line) for line in range(len(lines))]),
            p_stand_back=self.chance(self.steps_back),
            lapse=float(self.weights @ self.lapse),
        )

    def entropy_after(self, offered: Sequence[int]) -> float:
        """Return the entropy of which line is largest, in nats, expected after a first choice among these columns."""
        expected = 0.0
        for column in offered:
            mass = self.weights * chosen(self.worth, self.lapse, offered, column)
            expected += self._entropy(mass)
        return expected

    def entropy_after_two(self, offered: Sequence[int]) -> float:
        """Return the same, expected after a first choice and a second one."""
        expected = 0.0
        for first in offered:
            rest = [column for column in offered if column != first]
            for second in rest:
                both = chosen(self.worth, self.lapse, offered, first) * chosen(self.worth, self.lapse, rest, second)
                expected += self._entropy(self.weights * both)
        return expected

    def _entropy(self, mass: Floats) -> float:
        joint = np.bincount(self.largest, mass).tolist()
        return float(-sum(part * log(part / sum(joint)) for part in joint if part))


def rows_of(bank: Bank, responses: Sequence[Response]) -> list[Row]:
    column = {line.id: number for number, line in enumerate(bank.roles.lines)} | {"none": len(bank.roles.lines)}
    rows: list[Row] = []
    for response in responses:
        item = bank.by_id[response.item]
        offered = [column[str(option.key)] for option in item.options]
        second = None if response.second is None else offered["ABCDEFGH".index(response.second)]
        rows.append((offered, offered["ABCDEFGH".index(response.first)], second))
    return rows


def from_prior(lines: int, rows: Sequence[Row], count: int = 1_000_000) -> Draws:
    """Return independent draws of the prior, weighted by the likelihood."""
    worth, lapse = prior_draws(lines, count)
    return _weighted(worth, lapse, log_likelihood(worth, lapse, rows))


def from_mode(lines: int, rows: Sequence[Row]) -> Draws:
    """Return draws placed around the mode, weighted by prior times likelihood over proposal.

    Placed first where somebody of spread 1 would lie, then anew by the mean and covariance of the draws before.
    """
    standard, log_density = _standard(lines + 2)
    middle = mode_of(lines, rows, precision=1.0)
    scale = np.linalg.cholesky(np.linalg.inv(_curvature(middle, rows, 1.0))) * WIDER
    for _ in range(ROUNDS):
        points = middle[:, None] + scale @ standard
        log_weights = log_joint(points, rows) - log_density + np.log(np.diagonal(scale)).sum()
        weights = np.exp(log_weights - log_weights.max())
        weights = np.minimum(weights / weights.sum(), 1e-3)
        weights /= weights.sum()
        middle = points @ weights
        away = points - middle[:, None]
        scale = np.linalg.cholesky((away * weights) @ away.T) * 1.1
    points = middle[:, None] + scale @ standard
    worth, lapse = np.exp(points[:-1]), 1 / (1 + np.exp(-points[-1]))
    return _weighted(worth, lapse, log_joint(points, rows) - log_density + np.log(np.diagonal(scale)).sum())


def mode_of(lines: int, rows: Sequence[Row], start: Floats | None = None, precision: float | None = None) -> Floats:
    """Return the point of greatest posterior density: logarithms of the worths, then the logit of the lapse.

    ``precision`` is that of the lines' prior where their spread is known.
    """
    begin = np.append(np.zeros(lines + 1), -2.0) if start is None else start

    def slope(point: Floats) -> Floats:
        ends = log_joint(point[:, None] + STEP * np.hstack([np.eye(lines + 2), -np.eye(lines + 2)]), rows, precision)
        return np.asarray((ends[lines + 2 :] - ends[: lines + 2]) / (2 * STEP))

    found = minimize(
        lambda point: -log_joint(point[:, None], rows, precision)[0], begin, jac=slope, options={"gtol": 1e-7}
    )
    return np.asarray(found.x)


def log_joint(points: Floats, rows: Sequence[Row], precision: float | None = None) -> Floats:
    """Return [draws], log prior plus log likelihood at points [columns + 1, draws]; see ``mode_of``."""
    lines, back, logit = points[:-2], points[-2] + 0.5, points[-1]
    # Beta(1.5, 12) in the logit: its density times lapse * (1 - lapse).
    squares = (lines**2).sum(axis=0)
    if precision is None:
        prior = log_prior_of_lines(squares, len(lines))
    else:
        prior = 0.5 * len(lines) * log(precision / (2 * pi)) - 0.5 * precision * squares
    prior -= 0.5 * back**2 + 0.5 * log(2 * pi)
    prior -= 1.5 * np.log1p(np.exp(-logit)) + 12 * np.log1p(np.exp(logit)) + LOG_BETA
    return np.asarray(prior + log_likelihood(np.exp(points[:-1]), 1 / (1 + np.exp(-logit)), rows))


def log_prior_of_lines(squares: Floats, lines: int) -> Floats:
    """Return the log-density of lines with this sum of squares, their spread integrated by the trapezoid rule."""
    steps = np.linspace(-4, 4, 81)
    spread = np.exp(0.4 * steps)
    logs = norm.logpdf(steps) - lines * (np.log(spread) + 0.5 * log(2 * pi))
    logs = logs[:, None] - 0.5 * spread[:, None] ** -2 * squares
    most = logs.max(axis=0)
    return np.asarray(most + np.log(np.exp(logs - most).sum(axis=0) * (steps[1] - steps[0])))


def log_likelihood(worth: Floats, lapse: Floats, rows: Sequence[Row]) -> Floats:
    """Return [draws], by Luce's rule for the first choice, and for the second among the rest."""
    total = np.zeros(len(lapse))
    for offered, first, second in rows:
        total += np.log(chosen(worth, lapse, offered, first))
        if second is not None:
            rest = [column for column in offered if column != first]
            total += np.log(chosen(worth, lapse, rest, second))
    return total


def chosen(worth: Floats, lapse: Floats, offered: Sequence[int], column: int) -> Floats:
    """Return [draws], the chance that of the columns offered this one is chosen."""
    shown = worth[offered[0]].copy()
    for other in offered[1:]:
        shown += worth[other]
    return np.asarray((1 - lapse) * worth[column] / shown + lapse / len(offered))


@cache
def prior_draws(lines: int, count: int) -> tuple[Floats, Floats]:
    """Return worths [columns, draws] and lapses [draws], single precision but for the name."""
    rng = np.random.default_rng(SEED)
    theta = rng.standard_normal((lines + 1, count), dtype=np.float32)
    theta[:-1] *= np.exp(np.float32(0.4) * rng.standard_normal(count, dtype=np.float32))
    theta[-1] -= np.float32(0.5)
    return np.exp(theta), rng.beta(1.5, 12.0, size=count).astype(np.float32)


def quantiles(values: Floats, weights: Floats) -> Floats:
    """Return the ends of the central nine tenths."""
    order = np.argsort(values)
    return np.asarray(values[order][np.searchsorted(np.cumsum(weights[order]), [0.05, 0.95])])


@cache
def _standard(dimensions: int) -> tuple[Floats, Floats]:
    """Return draws [dimensions, PLACED] of a multivariate t, and the logarithm of their density: a Sobol sequence."""
    uniform = qmc.Sobol(dimensions + 1, rng=SEED).random(PLACED).T
    draws = norm.ppf(uniform[:-1]) / np.sqrt(chi2.ppf(uniform[-1], FREEDOM) / FREEDOM)
    constant = lgamma((FREEDOM + dimensions) / 2) - lgamma(FREEDOM / 2) - dimensions / 2 * log(FREEDOM * pi)
    return draws, constant - (FREEDOM + dimensions) / 2 * np.log1p((draws**2).sum(axis=0) / FREEDOM)


def _weighted(worth: Floats, lapse: Floats, log_weights: Floats) -> Draws:
    most = log_weights.max()
    kept = log_weights > most - 16
    weights = np.exp(log_weights[kept].astype(np.float64) - most)
    total = weights.sum()
    log_marginal = float(most + np.log(total / len(log_weights)))
    worth = np.asarray(worth[:, kept], np.float64)
    return Draws(worth, lapse[kept].astype(np.float64), weights / total, log_marginal)


def _curvature(mode: Floats, rows: Sequence[Row], precision: float | None = None) -> Floats:
    """Return minus the second derivatives at the mode, by central differences."""
    size = len(mode)
    steps = np.eye(size) * STEP
    signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    points = [mode + a * steps[i] + b * steps[j] for i in range(size) for j in range(size) for a, b in signs]
    values = log_joint(np.array(points).T, rows, precision).reshape(size, size, 4)
    return np.asarray(-(values @ np.array([1, -1, -1, 1])) / (4 * STEP**2))
