"""What a group's chances say together: how many carry a line, who differs, which stage is stepped back from most.

Pure functions of figures already measured, one person at a time; no person's responses are looked at again. People
are taken to be independent given their responses.
"""

from collections.abc import Sequence
from math import erf, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.summary import Estimate

Floats = NDArray[np.float64]

SEVERAL = 3
"""People from which on a line is carried by several."""

SDS = 1.6448536269514722
"""Standard deviations from the middle of a normal distribution to either end of its central 90 %."""

GRID = 4096
"""Points at which distributions of a rate are compared."""


class Carriers(NamedTuple):
    """How many people's largest line this is: expected, and the chances of none, one, two, three or more."""

    expected: float
    nobody: float
    one: float
    two: float
    several: float

    @property
    def somebody(self) -> float:
        """The chance that at least one person's largest line is this one."""
        return 1 - self.nobody


def carriers(chances: Sequence[Sequence[float]], lines: int) -> tuple[Carriers, ...]:
    """Return, for each line, how many people carry it.

    ``chances`` is [people, lines]: for each person the chance that each line is their largest.
    """
    table = np.asarray(chances, dtype=np.float64).reshape(len(chances), lines)
    distributions = count_distribution(table, SEVERAL)
    expected = table.sum(axis=0)
    return tuple(
        Carriers(float(mean), *(float(chance) for chance in row))
        for mean, row in zip(expected, distributions, strict=True)
    )


def count_distribution(chances: Floats, most: int) -> Floats:
    """Return [columns, most + 1]: the chance that 0, 1, ... of the rows happen, the last column ``most`` or more.

    The exact Poisson-binomial distribution of independent events with chances [rows, columns], one row at a time;
    everything from ``most`` on is one state that is never left.
    """
    rows, columns = chances.shape
    counts = np.zeros((columns, most + 1))
    counts[:, 0] = 1.0
    for row in range(rows):
        happens = chances[row][:, None]
        moved = counts * happens
        stays = counts - moved
        stays[:, 1:] += moved[:, :-1]
        stays[:, -1] += moved[:, -1]
        counts = stays
    return np.clip(counts, 0.0, 1.0)


def p_only(chances: Sequence[float], person: int) -> float:
    """Return the chance that this person carries the line and nobody else does."""
    others = np.delete(np.asarray(chances, dtype=np.float64), person)
    return float(chances[person] * np.prod(1 - others))


def p_highest(counts: Sequence[int], totals: Sequence[int]) -> tuple[float, ...]:
    """Return for each of several rates the chance that it is the highest.

    Each rate has a uniform prior and is seen ``count`` times out of ``total``; every time counts as independent.
    """
    rate = (np.arange(GRID) + 0.5) / GRID
    seen, out_of = (np.asarray(values, dtype=np.float64)[:, None] for values in (counts, totals))
    logs = seen * np.log(rate) + (out_of - seen) * np.log1p(-rate)
    density = np.exp(logs - logs.max(axis=1, keepdims=True))
    density /= density.sum(axis=1, keepdims=True)
    below = np.cumsum(density, axis=1) - density / 2
    highest = [
        float((density[place] * np.prod(np.delete(below, place, axis=0), axis=0)).sum()) for place in range(len(counts))
    ]
    return tuple(chance / sum(highest) for chance in highest)


def dividedness(counts: Sequence[int]) -> float:
    """Return how evenly choices spread over the options, 0 (all on one) to 1 (as many on each): Shannon's entropy."""
    chosen = np.asarray([count for count in counts if count], dtype=np.float64)
    if len(chosen) < 2:
        return 0.0
    shares = chosen / chosen.sum()
    return min(float(-(shares * np.log(shares)).sum() / np.log(len(counts))), 1.0)


def mean_of(estimates: Sequence[Estimate]) -> Estimate:
    """Return the mean of several independent estimates, with its 90 % interval by the normal approximation."""
    count = len(estimates)
    mean = sum(estimate.mean for estimate in estimates) / count
    half = SDS * sqrt(sum(spread(estimate) ** 2 for estimate in estimates)) / count
    return Estimate(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def spread(estimate: Estimate) -> float:
    """Return the standard deviation an interval stands for."""
    return (estimate.high - estimate.low) / (2 * SDS)


def p_higher(one: Estimate, other: Estimate) -> float:
    """Return the chance that the first of two independent values is the higher, by the normal approximation."""
    both = sqrt(spread(one) ** 2 + spread(other) ** 2)
    difference = one.mean - other.mean
    if both == 0:
        return 0.5 if difference == 0 else float(difference > 0)
    return (1 + erf(difference / (both * sqrt(2)))) / 2


def p_same(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the chance that two independently answered profiles have the same largest line."""
    return min(sum(p * q for p, q in zip(one, other, strict=True)), 1.0)
