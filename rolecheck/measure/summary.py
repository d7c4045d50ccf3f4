"""From a posterior to figures: shares with intervals, chances of being the largest, stand-back, lapse."""

from dataclasses import dataclass, replace

import numpy as np

from rolecheck.measure.choice import Singles
from rolecheck.measure.posterior import Posterior
from rolecheck.measure.prior import Floats

LEVEL = 0.90
"""Probability that an interval holds the true value, if the model is true."""

BINS = 512
"""A quantile of a share is looked up in so many bins between 0 and 1, and interpolated inside the bin."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A posterior mean with the ends of its central 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LineProfile:
    """One facet of one respondent. ``shares`` and ``p_largest`` are in the order of the bank's lines.

    ``stand_back`` is its worth's share of all worths, the lines' and its own; ``p_stand_back`` the chance that it is
    worth more than every line. ``upstream`` is the share of the lines that come before the likeliest largest one in the
    relay; None where that line is the first. ``leans_upstream`` is the chance that a line before it is worth more, on
    the average, than a line after it; None where one of the two sides is empty. ``beyond_chance`` is how much better
    the model explains the responses than picking at random does: the log of the Bayes factor (nats), below zero where
    random picking explains them better. ``asked`` counts the facet's items that were answered, ``none_fits`` those of
    them where no option fitted, of which the other figures know nothing.
    """

    shares: tuple[Estimate, ...]
    p_largest: tuple[float, ...]
    stand_back: Estimate
    p_stand_back: float
    lapse: float
    upstream: Estimate | None = None
    leans_upstream: float | None = None
    beyond_chance: float = 0.0
    asked: int = 0
    none_fits: int = 0

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return ranking(self.p_largest)


def ranking(p_largest: tuple[float, ...]) -> tuple[int, ...]:
    """Return line numbers from the likeliest largest to the least."""
    return tuple(sorted(range(len(p_largest)), key=lambda line: -p_largest[line]))


def summarise(posterior: Posterior) -> LineProfile:
    """Return the figures of one facet."""
    p_largest = tuple(float(chance) for chance in posterior.p_largest)
    before = ranking(p_largest)[0]
    upstream = posterior.shares[:before].sum(axis=0)
    *shares, stand_back, ahead = _estimates(
        np.vstack([posterior.shares, posterior.stand_back, upstream]), posterior.weights
    )
    return LineProfile(
        shares=tuple(shares),
        p_largest=p_largest,
        stand_back=stand_back,
        p_stand_back=posterior.p_stand_back,
        lapse=float(posterior.weights @ posterior.lapse),
        upstream=ahead if before else None,
        leans_upstream=_leans_upstream(posterior, before, upstream),
        beyond_chance=posterior.beyond_chance,
    )


def unanswered(posterior: Posterior) -> LineProfile:
    """Return the figures of a facet without a response: the prior's, with every line exactly alike."""
    profile = summarise(posterior)
    ends = zip(*((share.mean, share.low, share.high) for share in profile.shares), strict=True)
    alike = Estimate(*(sum(end) / len(end) for end in ends))
    lines = posterior.lines
    return replace(
        profile,
        shares=(alike,) * lines,
        p_largest=(1 / lines,) * lines,
        upstream=None,
        leans_upstream=None,
        beyond_chance=0.0,
    )


def _leans_upstream(posterior: Posterior, before: int, upstream: Singles) -> float | None:
    after = posterior.lines - before - 1
    if not before or not after:
        return None
    downstream = 1 - upstream - posterior.shares[before]
    return float(posterior.weights[upstream * after > downstream * before].sum())


def _estimates(columns: Singles, weights: Floats) -> tuple[Estimate, ...]:
    """Return the mean and interval of each column [columns, draws] of values in 0 to 1."""
    means = columns @ weights
    bins = np.minimum((columns * BINS).astype(np.intp), BINS - 1)
    in_bins = np.array([np.bincount(column, weights, BINS) for column in bins])
    tail = (1 - LEVEL) / 2
    below = in_bins.cumsum(axis=1)
    low, high = (_quantiles(below, chance) for chance in (tail, 1 - tail))
    return tuple(Estimate(*map(float, ends)) for ends in zip(means, low, high, strict=True))


def _quantiles(below: Floats, chance: float) -> Floats:
    """Return [columns]: the value so much weight lies below; ``below`` is [columns, BINS], up to each bin's end."""
    column = np.arange(len(below))
    number = np.minimum((below < chance).sum(axis=1), BINS - 1)
    start = np.where(number > 0, below[column, number - 1], 0.0)
    inside = (chance - start) / np.maximum(below[column, number] - start, 1e-12)
    return np.asarray((number + np.clip(inside, 0, 1)) / BINS)
