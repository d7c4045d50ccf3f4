"""From weighted draws to figures: shares with intervals, chances of being the largest, stand-back, lapse."""

from dataclasses import dataclass

import numpy as np

from rolecheck.measure.cloud import Cloud, Floats

LEVEL = 0.90
"""Probability that an interval holds the true value, if the model is true."""

BLOCK = 128
"""Draws summed at once on the way to a quantile."""


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
    worth more than every line.
    """

    shares: tuple[Estimate, ...]
    p_largest: tuple[float, ...]
    stand_back: Estimate
    p_stand_back: float
    lapse: float

    @property
    def ranking(self) -> tuple[int, ...]:
        """Line numbers from the likeliest largest to the least."""
        return tuple(sorted(range(len(self.p_largest)), key=lambda line: -self.p_largest[line]))


class Summary:
    """Turns weights into a profile; the orders of a cloud's draws, which never change, are found once."""

    def __init__(self, cloud: Cloud) -> None:
        """Take the cloud all weights will belong to."""
        self.cloud = cloud
        columns = np.vstack([cloud.shares.T, cloud.stand_back])
        order = np.argsort(columns, axis=1)
        # Filled up to whole blocks with a draw that weighs nothing and stands at the upper end.
        missing = -columns.shape[1] % BLOCK
        self._order = np.pad(order, ((0, 0), (0, missing)), constant_values=columns.shape[1])
        self._sorted = np.pad(np.take_along_axis(columns, order, axis=1), ((0, 0), (0, missing)), mode="edge")

    def profile(self, weights: Floats) -> LineProfile:
        """Return the figures of one facet."""
        lines = self.cloud.lines
        estimates = self._estimates(weights)
        largest = np.bincount(self.cloud.largest, weights, minlength=lines)
        return LineProfile(
            shares=estimates[:lines],
            p_largest=tuple(float(chance) for chance in largest),
            stand_back=estimates[lines],
            p_stand_back=float(weights[self.cloud.steps_back].sum()),
            lapse=float(weights @ self.cloud.lapse),
        )

    def _estimates(self, weights: Floats) -> tuple[Estimate, ...]:
        ordered = np.append(weights, 0.0)[self._order]
        means = np.einsum("cd,cd->c", ordered, self._sorted)
        blocks = ordered.reshape(len(ordered), -1, BLOCK)
        upto = np.cumsum(blocks.sum(axis=2), axis=1)
        tail = (1 - LEVEL) / 2
        low, high = (self._quantiles(blocks, upto, chance) for chance in (tail, 1 - tail))
        return tuple(Estimate(*map(float, ends)) for ends in zip(means, low, high, strict=True))

    def _quantiles(self, blocks: Floats, upto: Floats, chance: float) -> Floats:
        """Return [columns]: the least value so much weight lies at or below.

        ``blocks`` is [columns, blocks, BLOCK], weights by rising value; ``upto`` [columns, blocks], their sums so far.
        """
        column = np.arange(len(blocks))
        block = np.minimum((upto < chance).sum(axis=1), blocks.shape[1] - 1)
        before = upto[column, block] - blocks[column, block].sum(axis=1)
        inside = (np.cumsum(blocks[column, block], axis=1) < (chance - before)[:, None]).sum(axis=1)
        place = np.minimum(block * BLOCK + inside, self._sorted.shape[1] - 1)
        return np.asarray(self._sorted[column, place])
