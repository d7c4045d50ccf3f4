"""Where a posterior lies and how wide it is: its mode, and the Fisher information there, for many people at once.

The mode is found by Fisher scoring (Osborne 1992): the expected information in place of the Hessian, which the lapse
can make indefinite. A step that would lower the posterior is taken back and halved. Nothing exact hangs on the result:
draws are placed by it (``rolecheck.measure.posterior``) and then weighted by the posterior itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.prior import LAPSE_BETA, Floats, log_prior, prior_mode, prior_precision

STEPS = 10
"""Scoring steps. The worths are there after five, the lapse comes slowly; where ten are too few, the mode is missed by
a sixth of a standard deviation at the most that was seen."""

SIZE_STEP = 8
"""People are worked out together who chose from about as many sets, to the next so many."""

LONGEST_STEP = 1.5
"""No coordinate of a point moves further in one step."""


@dataclass(frozen=True, slots=True)
class Bell:
    """A normal approximation for each of many people: ``mode`` [people, d], ``information`` [people, d, d]."""

    mode: Floats
    information: Floats


@dataclass(frozen=True, slots=True)
class _Slope:
    """The log-posterior at some points with its gradient and expected information."""

    height: Floats
    gradient: Floats
    information: Floats


def locate(members: Floats, tallies: Floats) -> Bell:
    """Return where the posteriors of people lie.

    Args:
        members: [sets, columns], 1 where a set has a column.
        tallies: [people, sets, columns], how often a column was chosen from a set.
    """
    used = np.asarray(tallies.any(axis=2))
    mode = np.empty((len(tallies), members.shape[1] + 1))
    information = np.empty((*mode.shape, mode.shape[1]))
    for size, people in _alike(used.sum(axis=1)):
        numbers = np.argsort(~used[people], axis=1, kind="stable")[:, :size]
        chosen = np.take_along_axis(tallies[people], numbers[:, :, None], axis=1)
        mode[people], information[people] = _locate(members[numbers], chosen)
    return Bell(mode, information)


def _alike(met: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield sizes, and who chose from about so many sets: a bank has five times as many as an adaptive form meets.

    A person's size hangs on nobody else. What is left out of a sum changes its rounding, and then somebody's figures
    would hang, in their eighth decimal, on who is measured at the same time. The sets that fill a size up are never
    chosen from and add nothing.
    """
    sizes = np.maximum(-(-met // SIZE_STEP), 1) * SIZE_STEP
    for size in np.unique(sizes):
        yield int(size), np.flatnonzero(sizes == size)


def _locate(members: Floats, tallies: Floats) -> tuple[Floats, Floats]:
    """Return modes and informations; members and tallies are [people, sets, columns]."""
    points = np.tile(prior_mode(members.shape[2] - 1), (len(tallies), 1))
    slope = _slope(points, members, tallies)
    step = _step(slope)
    for _ in range(STEPS):
        tried = points + step
        there = _slope(tried, members, tallies)
        better = there.height >= slope.height
        points = np.where(better[:, None], tried, points)
        slope = _Slope(
            np.where(better, there.height, slope.height),
            np.where(better[:, None], there.gradient, slope.gradient),
            np.where(better[:, None, None], there.information, slope.information),
        )
        step = np.where(better[:, None], _step(slope), step / 2)
    return points, slope.information


def _step(slope: _Slope) -> Floats:
    step = np.linalg.solve(slope.information, slope.gradient[:, :, None])[:, :, 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1, LONGEST_STEP / np.maximum(longest, LONGEST_STEP)))


def _slope(points: Floats, members: Floats, tallies: Floats) -> _Slope:
    """Return height, gradient and information of the log-posterior at points [people, columns + 1].

    Members and tallies are [people, sets, columns].

    With p the Luce probabilities of a set, q the same mixed with the lapse, and r = (1 - lapse) p / q the chance that a
    choice was not a lapse, the score of choosing k is r_k (e_k - p) in the worths and (1/|S| - p_k) lapse (1 - lapse)
    / q_k in the lapse's logit; the information is its expected square.
    """
    lines = members.shape[2] - 1
    alpha, beta = LAPSE_BETA
    lapse = 1 / (1 + np.exp(-points[:, -1]))
    lapse3 = lapse[:, None, None]
    even = members / members.sum(axis=2, keepdims=True)
    luce = members * np.exp(points[:, None, :-1])
    luce /= luce.sum(axis=2, keepdims=True)
    mixed = (1 - lapse3) * luce + lapse3 * even
    over = 1 / (mixed + (1 - members))
    meant = (1 - lapse3) * luce * over
    by_lapse = lapse3 * (1 - lapse3) * (even - luce) * over

    height = (tallies * -np.log(over)).sum(axis=(1, 2)) + log_prior(points)

    precision = prior_precision(lines)
    meant_choices = tallies * meant
    gradient = np.empty_like(points)
    gradient[:, :-1] = meant_choices.sum(axis=1) - _weighed(meant_choices.sum(axis=2), luce)
    gradient[:, :-1] -= precision * (points[:, :-1] - prior_mode(lines)[:-1])
    gradient[:, -1] = (tallies * by_lapse).sum(axis=(1, 2)) + alpha - (alpha + beta) * lapse

    expected = tallies.sum(axis=2, keepdims=True) * mixed
    square = expected * meant**2
    cross = expected * meant * by_lapse
    crossed = square.transpose(0, 2, 1) @ luce
    information = np.empty((*points.shape, points.shape[1]))
    information[:, :-1, :-1] = (luce * square.sum(axis=2, keepdims=True)).transpose(0, 2, 1) @ luce
    information[:, :-1, :-1] -= crossed + crossed.transpose(0, 2, 1)
    diagonal = np.arange(lines + 1)
    information[:, diagonal, diagonal] += square.sum(axis=1) + precision
    information[:, :-1, -1] = cross.sum(axis=1) - _weighed(cross.sum(axis=2), luce)
    information[:, -1, :-1] = information[:, :-1, -1]
    information[:, -1, -1] = (expected * by_lapse**2).sum(axis=(1, 2)) + (alpha + beta) * lapse * (1 - lapse)
    return _Slope(height, gradient, information)


def _weighed(weights: Floats, rows: Floats) -> Floats:
    """Return [people, columns]: rows [people, sets, columns] summed with weights [people, sets]."""
    return np.asarray((weights[:, None, :] @ rows)[:, 0])
