"""What a group's chances say together: how many carry a line, and on what they divide.

Pure functions of figures already measured, one person at a time; no person's responses are looked at again. People
are taken to be independent given their responses.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.change import SDS, spread
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import NAMED_AT

Floats = NDArray[np.float64]

SEVERAL = 3
"""People from which on a line is carried by several."""

SLACK = 0.005
"""By so much the answers must have raised the chance of a gap; less is the noise of the draws."""


class Standing(StrEnum):
    """What may be said of a line in a group."""

    GAP = "gap"
    SINGLE = "single"
    OVERLAP = "overlap"
    CARRIED = "carried"
    UNSURE = "unsure"


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

    The exact Poisson-binomial distribution of independent events with chances [rows, columns]: rows are put together
    two and two until one is left; everything from ``most`` on is one state.
    """
    counts = np.zeros((max(len(chances), 1), chances.shape[1], most + 1))
    counts[:, :, 0] = 1.0
    if len(chances):
        counts[:, :, 0], counts[:, :, 1] = 1 - chances, chances
    while len(counts) > 1:
        alone = counts[-1:] if len(counts) % 2 else counts[:0]
        one, other = counts[: len(counts) - len(alone) : 2], counts[1::2]
        both = np.zeros_like(one)
        for few in range(most + 1):
            for more in range(most + 1):
                both[:, :, min(few + more, most)] += one[:, :, few] * other[:, :, more]
        counts = np.concatenate([both, alone])
    return np.asarray(np.clip(counts[0], 0.0, 1.0))


def standing(found: Carriers, people: int, named: int, unanswered: float) -> tuple[Standing, float]:
    """Return the strongest thing that may be said of a line, and its chance.

    A chance alone is not enough. Ten people who answered nothing carry any of six lines with a chance of five in six,
    by arithmetic and not by their answers; so that somebody is there is said only of a line somebody was named for, and
    that nobody is only where the answers made it likelier.

    Args:
        found: how many carry the line.
        people: whose answers count.
        named: how many of them were named for the line, by the verdict and by nothing else.
        unanswered: the chance each had to carry it before answering.
    """
    if not named and found.nobody >= NAMED_AT and found.nobody > (1 - unanswered) ** people + SLACK:
        return Standing.GAP, found.nobody
    for told, likely, least in (
        (Standing.SINGLE, found.one, 1),
        (Standing.OVERLAP, found.several, SEVERAL),
        (Standing.CARRIED, found.somebody, 1),
    ):
        if likely >= NAMED_AT and named >= least:
            return told, likely
    return Standing.UNSURE, found.somebody


def p_only(chances: Sequence[float], person: int) -> float:
    """Return the chance that this person carries the line and nobody else does."""
    others = np.delete(np.asarray(chances, dtype=np.float64), person)
    return float(chances[person] * np.prod(1 - others))


def dividedness(counts: Sequence[int]) -> float:
    """Return how evenly choices spread over the options, 0 (all on one) to 1 (as many on each): Shannon's entropy."""
    chosen = np.asarray([count for count in counts if count], dtype=np.float64)
    if len(chosen) < 2:
        return 0.0
    shares = chosen / chosen.sum()
    return min(float(-(shares * np.log(shares)).sum() / np.log(len(counts))), 1.0)


def mean_of(estimates: Sequence[Estimate]) -> Estimate:
    """Return the mean of several independent estimates of one thing, with its 90 % interval, taken for normal.

    Of people who are a group, and each their own thing, ``rolecheck.measure.group`` returns the mean.
    """
    count = len(estimates)
    mean = sum(estimate.mean for estimate in estimates) / count
    half = SDS * sqrt(sum(spread(estimate) ** 2 for estimate in estimates)) / count
    return Estimate(mean, max(mean - half, 0.0), min(mean + half, 1.0))
