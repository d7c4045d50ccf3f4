"""From a posterior to figures: shares with intervals, chances of being the largest, stand-back, lapse."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rolecheck.measure.choice import Singles
from rolecheck.measure.posterior import Posterior

LEVEL = 0.90
"""Probability that an interval holds the true value, if the model is true."""

TAIL = (1 - LEVEL) / 2

BINS = 256
"""A quantile is looked up in so many bins between 0 and 1, and interpolated inside the bin."""

BINS_END = 1e-3
"""Keeps 1 itself in the last bin."""

SMALLEST = 1e-12
"""In place of a weight to divide by that is nought."""

FALLS_BELOW = 0.20
"""Robustness is the factor that all but so much of the draws allow: one less the chance from which a line is named."""


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
    the model explains the responses than the null does (``rolecheck.measure.null``): the log of the Bayes factor
    (nats), below zero where the null explains them better. ``robustness`` is how many times as attractive, for
    everybody, the likeliest line's options would have to be for its chance to fall to ``1 - FALLS_BELOW``: the factor
    by which its worth exceeds the largest other line's in all but so much of the draws. ``asked`` counts the facet's
    items that were answered, ``none_fits`` those of them where no option fitted, of which the other figures know
    nothing.
    """

    shares: tuple[Estimate, ...]
    p_largest: tuple[float, ...]
    stand_back: Estimate
    p_stand_back: float
    lapse: float
    upstream: Estimate | None = None
    leans_upstream: float | None = None
    beyond_chance: float = 0.0
    robustness: float = 1.0
    asked: int = 0
    none_fits: int = 0

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return ranking(self.p_largest)


def ranking(p_largest: Sequence[float]) -> tuple[int, ...]:
    """Return line numbers from the likeliest largest to the least."""
    return tuple(sorted(range(len(p_largest)), key=[-chance for chance in p_largest].__getitem__))


def summarise(posterior: Posterior, asked: int = 0, none_fits: int = 0) -> LineProfile:
    """Return the figures of one facet, of whose items so many were answered, on so many of these no option fitted."""
    p_largest = tuple(posterior.p_largest.tolist())
    first = ranking(p_largest)[0]
    upstream = posterior.shares[:first].sum(axis=0)
    told = np.vstack([posterior.shares, posterior.stand_back, upstream, _over_others(posterior, first)])
    means = (told @ posterior.weights).tolist()
    low, high, fallen = _quantiles(told, posterior.weights, (TAIL, 1 - TAIL, FALLS_BELOW))
    *shares, stand_back, ahead = (Estimate(*ends) for ends in zip(means[:-1], low[:-1], high[:-1], strict=True))
    return LineProfile(
        shares=tuple(shares),
        p_largest=p_largest,
        stand_back=stand_back,
        p_stand_back=posterior.p_stand_back,
        lapse=float(posterior.weights @ posterior.lapse),
        upstream=ahead if first else None,
        leans_upstream=_leans_upstream(posterior, first, upstream),
        beyond_chance=posterior.beyond_chance,
        robustness=fallen[-1] / max(1 - fallen[-1], 1 / BINS),
        asked=asked,
        none_fits=none_fits,
    )


def places(posterior: Posterior, count: int) -> tuple[tuple[float, ...], ...]:
    """Return for each line so many places, [lines][count], between which its share lies with equal chances."""
    chances = [(number + 0.5) / count for number in range(count)]
    return tuple(zip(*_quantiles(posterior.shares, posterior.weights, chances), strict=True))


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


def _over_others(posterior: Posterior, line: int) -> Singles:
    """Return [draws]: a line's worth over its own and the largest other line's, in 0 to 1."""
    own = posterior.worth[line]
    others = np.delete(posterior.worth[:-1], line, axis=0).max(axis=0, initial=0)
    return np.asarray(own / (own + others))


def _quantiles(columns: Singles, weights: Singles, chances: Sequence[float]) -> list[list[float]]:
    """Return [chances, columns]: the value below which so much of the weight lies; columns [columns, draws] in 0 to 1.

    All columns are counted into one row of bins, one after another.
    """
    start = np.arange(len(columns)) * BINS
    bins = (columns * np.float32(BINS - BINS_END) + start[:, None].astype(np.float32)).astype(np.int32)
    counted = np.bincount(bins.ravel(), np.tile(weights.astype(np.float64), len(columns)), len(columns) * BINS)
    below = np.cumsum(counted)
    ends = np.append(0.0, below[BINS - 1 :: BINS])
    wanted = ends[:-1] + np.multiply.outer(np.array(chances), np.diff(ends))
    number = np.searchsorted(below, wanted)
    inside = 1 - (below[number] - wanted) / np.maximum(counted[number], SMALLEST)
    found: list[list[float]] = ((number - start + np.clip(inside, 0, 1)) / BINS).tolist()
    return found
