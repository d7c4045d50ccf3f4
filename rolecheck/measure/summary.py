"""From a posterior to figures: shares with intervals, chances of being the largest, stand-back, lapse, evidence.

Evidence is how much one response speaks for a statement H about the person (say, *delivery is the largest line*)
against its alternative A, by leaving the response out; the weight is

    W = log P(H | all) / P(A | all) - log P(H | all but this one) / P(A | all but this one)

in nats (Good 1950); exp(W) is the factor by which the response multiplies the odds. Positive speaks for H, negative for
A; nothing is assumed that the posterior does not hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from rolecheck.measure.choice import Singles, log_likelihood
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.posterior import Booleans, Posterior
from rolecheck.measure.prior import Floats
from rolecheck.session.session import Response

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

LEAST_CHANCE = 1e-6
"""Least chance reckoned with: draws cannot tell smaller ones."""

VANISHED = 1e-300
"""In place of weights that have vanished."""


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
    return summarise_many([posterior], [(asked, none_fits)])[0]


def summarise_many(posteriors: Sequence[Posterior], counts: Sequence[tuple[int, int]]) -> list[LineProfile]:
    """Return the figures of some people, whose posteriors have as many lines and draws.

    ``counts`` has for each how many items were answered, and on how many of these no option fitted.
    """
    worth, weights = _stacked(posteriors)
    size = posteriors[0].lines
    lines, back, top = worth[:, :size], worth[:, size], worth[:, :size].max(axis=1)
    p_largest = ((lines == top[:, None]).astype(weights.dtype) @ weights[:, :, None])[:, :, 0].astype(np.float64)
    p_largest /= p_largest.sum(axis=1, keepdims=True)
    p_back = _weight_where(back > top, weights)
    chances = list(map(tuple, p_largest.tolist()))
    firsts = [ranking(own)[0] for own in chances]
    told = _told(worth, firsts)
    means = (told @ weights[:, :, None])[:, :, 0].tolist()
    ends = _quantiles(told, weights, (TAIL, 1 - TAIL, FALLS_BELOW))
    leaning = _leaning_upstream(told, weights, firsts)
    lapses = (weights * np.stack([posterior.lapse for posterior in posteriors])).sum(axis=1).tolist()
    found = []
    for number, (posterior, first, (asked, none_fits)) in enumerate(zip(posteriors, firsts, counts, strict=True)):
        low, high, fallen = ends[number]
        *shares, stand_back, ahead = map(Estimate, means[number][:-1], low[:-1], high[:-1])
        found.append(
            LineProfile(
                shares=tuple(shares),
                p_largest=chances[number],
                stand_back=stand_back,
                p_stand_back=p_back[number],
                lapse=lapses[number],
                upstream=ahead if first else None,
                leans_upstream=leaning[number] if 0 < first < size - 1 else None,
                beyond_chance=posterior.beyond_chance,
                robustness=fallen[-1] / max(1 - fallen[-1], 1 / BINS),
                asked=asked,
                none_fits=none_fits,
            )
        )
    return found


def _stacked(posteriors: Sequence[Posterior]) -> tuple[Singles, Singles]:
    """Return worth [people, lines + 1, draws], a copy, and weights [people, draws]."""
    return np.stack([each.worth for each in posteriors]), np.stack([each.weights for each in posteriors])


def _told(worth: Singles, firsts: Sequence[int]) -> Singles:
    """Return [people, lines + 3, draws], all in 0 to 1: what means and quantiles are told of, or worked out from.

    That is each line's share, stand-back's, the share of all lines before the likeliest largest, and the worth of that
    one over the sum of its own and the largest other's. ``worth`` is overwritten.
    """
    size = worth.shape[1] - 1
    told = np.empty((len(worth), size + 3, worth.shape[2]), worth.dtype)
    lines, back, total = worth[:, :size], worth[:, size], worth[:, :size].sum(axis=1)
    np.divide(lines, total[:, None], out=told[:, :size])
    np.divide(back, total + back, out=told[:, size])
    for number, first in enumerate(firsts):
        np.sum(told[number, :first], axis=0, out=told[number, size + 1])
    people = np.arange(len(worth))
    own = worth[people, firsts]
    worth[people, firsts] = 0
    np.divide(own, own + lines.max(axis=1), out=told[:, size + 2])
    return told


def _weight_where(true: Booleans, weights: Singles) -> list[float]:
    """Return [people]: the weight of the draws of which something is true; both are [people, draws]."""
    weighed: list[float] = (weights * true).sum(axis=1).tolist()
    return weighed


def places(posterior: Posterior, count: int) -> tuple[tuple[float, ...], ...]:
    """Return for each line so many places, [lines][count], between which its share lies with equal chances."""
    chances = [(number + 0.5) / count for number in range(count)]
    (found,) = _quantiles(posterior.shares[None], posterior.weights[None], chances)
    return tuple(zip(*found, strict=True))


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


def _leaning_upstream(told: Singles, weights: Singles, firsts: Sequence[int]) -> list[float]:
    """Return [people]: the chance that lines before the first are worth more, on the average, than those after it."""
    size = told.shape[1] - 3
    before = np.array(firsts, told.dtype)[:, None]
    upstream = told[:, size + 1]
    downstream = 1 - upstream - told[np.arange(len(told)), firsts]
    return _weight_where(upstream * (size - 1 - before) > downstream * before, weights)


def _quantiles(told: Singles, weights: Singles, chances: Sequence[float]) -> list[list[list[float]]]:
    """Return [people, chances, columns]: the value below which so much of the weight lies.

    ``told`` is [people, columns, draws] in 0 to 1, ``weights`` [people, draws]. All columns are counted into one row of
    bins, one after another.
    """
    people, columns, _ = told.shape
    counted = np.concatenate(
        [
            np.bincount(column, own, BINS)
            for part, own in zip(told, weights.astype(np.float64), strict=True)
            for column in (part * np.float32(BINS - BINS_END)).astype(np.intp)
        ]
    )
    start = np.arange(people * columns) * BINS
    below = np.cumsum(counted)
    ends = np.append(0.0, below[BINS - 1 :: BINS])
    wanted = ends[:-1] + np.multiply.outer(np.array(chances), np.diff(ends))
    number = np.searchsorted(below, wanted)
    inside = 1 - (below[number] - wanted) / np.maximum(counted[number], SMALLEST)
    found = ((number - start + np.clip(inside, 0, 1)) / BINS).reshape(len(chances), people, columns)
    by_person: list[list[list[float]]] = found.transpose(1, 0, 2).tolist()
    return by_person


@dataclass(frozen=True, slots=True)
class Evidence:
    """One response and its weight, in nats, for the statement."""

    response: Response
    weight: float


def weigh_evidence(
    offers: Offers,
    posterior: Posterior,
    responses: Sequence[Response],
    statement: Booleans,
    alternative: Booleans,
) -> tuple[Evidence, ...]:
    """Return the weight of each response for a statement, in the order given.

    Args:
        offers: of the facet the responses are to.
        posterior: of all the responses together.
        responses: those that made the posterior.
        statement: [draws], where the statement is true.
        alternative: [draws], where what it is held against is true.
    """
    weights = posterior.weights.astype(np.float64)
    log_weights = np.log(np.maximum(weights, VANISHED))
    with_all = _log_odds(weights, statement, alternative)
    found = []
    for response in responses:
        alone = log_likelihood(posterior.worth, posterior.lapse, offers.sets, offers.tally([response]))
        without = _normalised(log_weights - alone)
        found.append(Evidence(response, with_all - _log_odds(without, statement, alternative)))
    return tuple(found)


def _normalised(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _log_odds(weights: Floats, statement: Booleans, alternative: Booleans) -> float:
    return log(
        max(float(weights[statement].sum()), LEAST_CHANCE) / max(float(weights[alternative].sum()), LEAST_CHANCE)
    )
