"""The mean share of a line in a group, with an interval that holds where the group leans to a line.

Everybody's share has been drawn towards an even one by the model's prior. Of one person that is right; of a mean it is
not: what all of a group have in common is drawn away with the rest. So people are shrunk towards their group's own mean
instead (a hierarchical model, Gelman and Hill 2007), on the logit of the share:

    logit share of person i ~ N(group's mean, tau^2),  what i's responses say ~ N(logit share of i, own error^2)

What the responses say is the posterior with the prior taken out, both taken for normal on that scale. Group's mean and
tau are integrated on a grid. What is common to all people for a reason that is not the group's (options everybody
likes) goes into the mean and cannot be told apart from it.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rolecheck.measure.change import SDS
from rolecheck.measure.prior import SPREAD_LOG_SD, SPREAD_MEDIAN, STAND_BACK_MEAN, STAND_BACK_SD, Floats
from rolecheck.measure.summary import TAIL, Estimate

LEAST = 4
"""People from whom on a group's mean has an interval."""

MEAN_SD = 1.5
"""Of the group's mean beforehand, on the logit: wide, so that the group decides."""

TAUS = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.2, 1.4)
"""Spreads of people within a group that are reckoned with, in the prior's own; equally likely beforehand."""

DRAWS = 400
LEAST_DRAWS = 100
AT_MOST = 400_000
"""Draws of the group's mean: fewer where there are so many people that it is sure anyway."""

SEED = 20251128
EDGE = 1e-4


def group_mean(estimates: Sequence[Estimate], lines: int | None) -> Estimate | None:
    """Return the mean share of people with its 90 % interval; None of fewer than ``LEAST``.

    ``lines`` is how many lines the share is one of; None where it is stand-back's of six lines and itself.
    """
    if len(estimates) < LEAST:
        return None
    centre, width = _prior(lines)
    said, error = _responses(estimates, centre, width)
    dice = np.random.default_rng(SEED)
    draws = max(LEAST_DRAWS, min(DRAWS, AT_MOST // len(said)))
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
