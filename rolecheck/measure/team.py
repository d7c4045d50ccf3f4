"""What a group's figures say together: how many carry a line, on what they divide, the mean share of a line.

Pure functions of figures already measured, one person at a time; no person's responses are looked at again. People
are taken to be independent given their responses.

Everybody's share has been drawn towards an even one by the model's prior. Of one person that is right; of a mean it is
not: what all of a group have in common is drawn away with the rest. So people are shrunk towards their group's own mean
instead (a hierarchical model, Gelman and Hill 2007), on the logit of the share:

    logit share of person i ~ N(group's mean, tau^2),  what i's responses say ~ N(logit share of i, own error^2)

What the responses say is the posterior with the prior taken out, both taken for normal on that scale. Group's mean and
tau are integrated on a grid. What is common to all people for a reason that is not the group's (options everybody
likes) goes into the mean and cannot be told apart from it.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from rolecheck.measure.change import SDS, spread
from rolecheck.measure.prior import SPREAD_LOG_SD, SPREAD_MEDIAN, STAND_BACK_MEAN, STAND_BACK_SD, Floats
from rolecheck.measure.summary import TAIL, Estimate
from rolecheck.measure.verdict import NAMED_AT

SEVERAL = 3
"""People from which on a line is carried by several."""

SLACK = 0.005
"""By so much the answers must have raised the chance of a gap; less is the noise of the draws."""

LEAST_FOR_MEAN = 4
"""People from whom on a group's mean has an interval."""

MEAN_SD = 1.5
"""Of the group's mean beforehand, on the logit: wide, so that the group decides."""

TAUS = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.2, 1.4)
"""Spreads of people within a group that are reckoned with, in the prior's own; equally likely beforehand."""

MEAN_DRAWS = 400
LEAST_MEAN_DRAWS = 100
MOST_DRAWN = 400_000
"""Draws of the group's mean: fewer where there are so many people that it is sure anyway."""

SEED = 20251128
EDGE = 1e-4


class LineStanding(StrEnum):
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


def standing(found: Carriers, people: int, named: int, unanswered: float) -> tuple[LineStanding, float]:
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
        return LineStanding.GAP, found.nobody
    for told, likely, least in (
        (LineStanding.SINGLE, found.one, 1),
        (LineStanding.OVERLAP, found.several, SEVERAL),
        (LineStanding.CARRIED, found.somebody, 1),
    ):
        if likely >= NAMED_AT and named >= least:
            return told, likely
    return LineStanding.UNSURE, found.somebody


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

    Of people who are a group, and each their own thing, ``rolecheck.measure.team`` returns the mean.
    """
    count = len(estimates)
    mean = sum(estimate.mean for estimate in estimates) / count
    half = SDS * sqrt(sum(spread(estimate) ** 2 for estimate in estimates)) / count
    return Estimate(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def group_mean(estimates: Sequence[Estimate], lines: int | None) -> Estimate | None:
    """Return the mean share of people with its 90 % interval; None of fewer than ``LEAST_FOR_MEAN``.

    ``lines`` is how many lines the share is one of; None where it is stand-back's of six lines and itself.
    """
    if len(estimates) < LEAST_FOR_MEAN:
        return None
    centre, width = _prior(lines)
    said, error = _responses(estimates, centre, width)
    dice = np.random.default_rng(SEED)
    draws = max(LEAST_MEAN_DRAWS, min(MEAN_DRAWS, MOST_DRAWN // len(said)))
    taus = width * np.array(TAUS)
    variance = taus[:, None] ** 2 + error**2
    precision = (1 / variance).sum(axis=1) + MEAN_SD**-2
    middle = ((said / variance).sum(axis=1) + centre / MEAN_SD**2) / precision
    # The chance of each tau, with the group's mean integrated.
    fit = (
        0.5 * precision * middle**2
        - 0.5 * (said**2 / variance + np.log(variance)).sum(axis=1)
        - 0.5 * np.log(precision)
    )
    chances = np.exp(fit - fit.max())
    drawn = dice.choice(len(taus), draws, p=chances / chances.sum())
    mean = dice.normal(middle[drawn], precision[drawn] ** -0.5)
    total = np.zeros(draws)
    for start in range(0, len(said), 1000):
        part = slice(start, start + 1000)
        own = 1 / (taus[drawn, None] ** -2 + error[part] ** -2.0)
        logits = own * (mean[:, None] * taus[drawn, None] ** -2 + said[part] * error[part] ** -2.0)
        logits += dice.normal(size=logits.shape) * np.sqrt(own)
        total += (1 / (1 + np.exp(-logits))).sum(axis=1)
    shares = total / len(said)
    low, high = np.quantile(shares, (TAIL, 1 - TAIL))
    return Estimate(float(shares.mean()), float(low), float(high))


def _responses(estimates: Sequence[Estimate], centre: float, width: float) -> tuple[Floats, Floats]:
    """Return what each person's responses alone say of the logit of the share, [people], and its error."""
    ends = np.clip([(each.low, each.high) for each in estimates], EDGE, 1 - EDGE)
    low, high = np.log(ends / (1 - ends)).T
    precision = (np.maximum(high - low, EDGE) / (2 * SDS)) ** -2.0
    alone = np.maximum(precision - width**-2, 0.02 * width**-2)
    return np.asarray(((low + high) / 2 * precision - centre * width**-2) / alone), np.asarray(alone**-0.5)


@lru_cache(maxsize=16)
def _prior(lines: int | None) -> tuple[float, float]:
    """Return middle and standard deviation of a share's logit beforehand, from its central 90 %."""
    dice = np.random.default_rng(SEED)
    theta = dice.normal(size=(lines or 6, 20_000)) * SPREAD_MEDIAN * np.exp(dice.normal(0, SPREAD_LOG_SD, 20_000))
    worth = np.exp(theta)
    own = worth[0] if lines else np.exp(dice.normal(STAND_BACK_MEAN, STAND_BACK_SD, 20_000))
    rest = worth[1:].sum(axis=0) if lines else worth.sum(axis=0)
    low, high = np.quantile(np.log(own / rest), (TAIL, 1 - TAIL))
    return float(low + high) / 2, float(high - low) / (2 * SDS)
