"""The posterior a second time, from design section 5 alone: nothing here calls the code it is held against.

Two ways, since neither serves everyone: a million independent draws of the prior, weighted by the likelihood; and,
where hardly any of a million count, draws placed around the posterior's mode (Laplace) and weighted by prior times
likelihood over proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rolecheck.bank.items import Bank
from rolecheck.session.session import Response

Floats = NDArray[np.float64]
Row = tuple[list[int], int, int | None]
"""What was offered, the first choice and the second, as columns: six lines, then stand-back."""

SEED = 20260417
PLACED = 30_000
FREEDOM = 5
STEP = 1e-3


@dataclass(frozen=True)
class Figures:
    """``means``, ``lows`` and ``highs`` are the shares of the lines, then stand-back's share of all worths."""

    means: Floats
    lows: Floats
    highs: Floats
    p_largest: Floats
    p_stand_back: float
    lapse: float
    effective: float


def rows_of(bank: Bank, responses: Sequence[Response]) -> list[Row]:
    column = {line.id: number for number, line in enumerate(bank.roles.lines)} | {"none": len(bank.roles.lines)}
    rows: list[Row] = []
    for response in responses:
        item = bank.by_id[response.item]
        offered = [column[str(option.key)] for option in item.options]
        second = None if response.second is None else offered["ABCDEFGH".index(response.second)]
        rows.append((offered, offered["ABCDEFGH".index(response.first)], second))
    return rows


def from_prior(lines: int, rows: Sequence[Row], count: int = 1_000_000) -> Figures:
    """Return the figures by weighting independent draws of the prior."""
    worth, lapse = prior_draws(lines, count)
    return figures(worth, lapse, log_likelihood(worth, lapse, rows))


def from_mode(lines: int, rows: Sequence[Row]) -> Figures:
    """Return the figures from draws placed around the mode."""
    mode = minimize(lambda point: -_log_joint(point[None, :], rows)[0], np.append(np.zeros(lines + 1), -2.0)).x
    scale = np.linalg.cholesky(np.linalg.inv(_curvature(mode, rows)))
    rng = np.random.default_rng(SEED)
    standard = rng.normal(size=(PLACED, lines + 2))
    standard *= 1.15 / np.sqrt(rng.chisquare(FREEDOM, size=(PLACED, 1)) / FREEDOM)
    log_proposal = -0.5 * (FREEDOM + lines + 2) * np.log1p((standard**2).sum(axis=1) / (FREEDOM * 1.15**2))
    points = mode + standard @ scale.T
    worth, lapse = np.exp(points[:, :-1]), 1 / (1 + np.exp(-points[:, -1]))
    return figures(worth, lapse, _log_joint(points, rows) - log_proposal)


@cache
def prior_draws(lines: int, count: int) -> tuple[Floats, Floats]:
    """Return worths [draws, lines + 1] and lapses [draws], single precision but for the name."""
    rng = np.random.default_rng(SEED)
    theta = rng.standard_normal((count, lines + 1), dtype=np.float32)
    theta[:, -1] -= np.float32(0.5)
    return np.exp(theta), rng.beta(1.5, 12.0, size=count).astype(np.float32)


def log_likelihood(worth: Floats, lapse: Floats, rows: Sequence[Row]) -> Floats:
    """Return [draws], by Luce's rule for the first choice, and for the second among the rest."""
    total = np.zeros(len(lapse))
    for offered, first, second in rows:
        shown = sum(worth[:, column] for column in offered)
        total += np.log((1 - lapse) * worth[:, first] / shown + lapse / len(offered))
        if second is not None:
            rest = sum(worth[:, column] for column in offered if column != first)
            total += np.log((1 - lapse) * worth[:, second] / rest + lapse / (len(offered) - 1))
    return total


def figures(worth: Floats, lapse: Floats, log_weights: Floats) -> Figures:
    kept = log_weights > log_weights.max() - 16
    worth, lapse = worth[kept].astype(np.float64), lapse[kept].astype(np.float64)
    weights = np.exp(log_weights[kept] - log_weights.max())
    weights /= weights.sum()
    lines = worth[:, :-1]
    columns = np.column_stack([lines / lines.sum(axis=1, keepdims=True), worth[:, -1] / worth.sum(axis=1)])
    largest = [float(weights[lines.argmax(axis=1) == line].sum()) for line in range(lines.shape[1])]
    ends = np.array([_quantiles(column, weights) for column in columns.T])
    return Figures(
        means=weights @ columns,
        lows=ends[:, 0],
        highs=ends[:, 1],
        p_largest=np.array(largest),
        p_stand_back=float(weights[worth[:, -1] > lines.max(axis=1)].sum()),
        lapse=float(weights @ lapse),
        effective=float(1 / (weights**2).sum()),
    )


def _quantiles(values: Floats, weights: Floats) -> Floats:
    order = np.argsort(values)
    return np.asarray(values[order][np.searchsorted(np.cumsum(weights[order]), [0.05, 0.95])])


def _log_joint(points: Floats, rows: Sequence[Row]) -> Floats:
    """Return [draws], prior times likelihood, where the last coordinate is the logit of the lapse."""
    theta, logit = points[:, :-1].copy(), points[:, -1]
    lapse = 1 / (1 + np.exp(-logit))
    likelihood = log_likelihood(np.exp(theta), lapse, rows)
    theta[:, -1] += 0.5
    # Beta(1.5, 12) in the logit: its density times lapse * (1 - lapse).
    prior = -0.5 * (theta**2).sum(axis=1) + 1.5 * np.log(lapse) + 12 * np.log(1 - lapse)
    return np.asarray(likelihood + prior)


def _curvature(mode: Floats, rows: Sequence[Row]) -> Floats:
    """Return minus the second derivatives at the mode, by central differences."""
    size = len(mode)
    steps = np.eye(size) * STEP
    signs = ((1, 1), (1, -1), (-1, 1), (-1, -1))
    points = [mode + a * steps[i] + b * steps[j] for i in range(size) for j in range(size) for a, b in signs]
    values = _log_joint(np.array(points), rows).reshape(size, size, 4)
    return np.asarray(-(values @ np.array([1, -1, -1, 1])) / (4 * STEP**2))
