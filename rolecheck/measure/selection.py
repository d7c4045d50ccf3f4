"""Which item comes next, and when to stop asking.

Of the items left, the one is asked that leaves the least expected entropy about *which line is largest* (the mutual
information criterion of adaptive classification). A second choice is looked ahead to as well, as likely as the
respondent has given one so far: items that are alike for a first choice are not alike for two. Differences smaller
than ``TIE`` are noise of the draws more than knowledge about the person; among such ties the session's seed decides,
which also spreads the use of the bank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from rolecheck.bank.items import Item
from rolecheck.measure.choice import TINY, Sets
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.posterior import Posterior
from rolecheck.measure.prior import Floats
from rolecheck.measure.verdict import is_outside, settled

TIE = 0.001
"""Expected entropies closer than this (in nats) count as equal. Ten times as much cost 15 items one and a half points
of recovery (10,000 people of the model's prior, second choices always)."""

FIRST_TIE = 0.02
"""The same before the first answer: sets that differ only in which lines they offer are then alike to the model, and
differ by 0.011 at the most in the draws."""

STOP_AT = 0.87
"""Chance of a line to be the largest, or of stepping back to be, at which a form may stop early. Most of those who are
named end here, so it is about as often as this that a named line is right; 0.85 makes that 0.89."""

STOP_AFTER = 8
"""Responsibility items asked at the least."""

RUN_OF_STAGE = 2
"""No stage is asked more often than this in a row, while another is left."""


@dataclass(frozen=True, slots=True)
class Way:
    """A session's way through the responsibility items so far.

    ``asked`` are the items answered, in order, ``none_fits`` how many of them had no option that fitted; ``second`` is
    the share of the others with a second choice, 0 to 1; ``seed`` is the session's.
    """

    asked: Sequence[Item]
    second: float
    seed: int
    none_fits: int = 0


def expected_entropies(posterior: Posterior, sets: Sets, second: float = 0.0) -> Floats:
    """Return [sets]: the entropy (nats) of which line is largest, expected after a response to each set.

    Args:
        posterior: what is known before it.
        sets: what may be asked.
        second: the chance that the response has a second choice.
    """
    expected = np.zeros(len(sets))
    for sensitivity in np.unique(sets.sensitivity):
        places = np.flatnonzero(sets.sensitivity == sensitivity)
        asked = _Asked(posterior, sets.part(places))
        if second < 1:
            expected[places] += (1 - second) * np.bincount(asked.sets, _entropies(asked.once()), len(places))
        if second > 0:
            each = _entropies(asked.twice()).sum(axis=1)
            expected[places] += second * np.bincount(asked.sets, each, len(places))
    return expected


class _Asked:
    """Each column of each set as a first choice (a row) for every draw; the sets are of one sensitivity.

    The draws stand in the order of their largest line, so that what is summed up line by line lies together.
    """

    def __init__(self, posterior: Posterior, sets: Sets) -> None:
        self.sets, columns = np.nonzero(sets.members)
        places = [np.flatnonzero(line) for line in posterior.is_largest]
        ends = np.cumsum([0, *map(len, places)])
        self._parts = [slice(start, end) for start, end in pairwise(ends.tolist())]
        order = np.concatenate(places)
        lapse = posterior.lapse[order]
        worth = posterior.worth.take(order, axis=1)
        if sets.sensitivity[0] != 1:
            worth = worth ** np.float32(sets.sensitivity[0])
        attractive = sets.attractiveness.astype(np.float32)
        own = attractive[self.sets, columns]
        self._left = attractive[self.sets]
        self._left[np.arange(len(self.sets)), columns] = 0
        # Summed anew: taking one great worth from a sum of worths would leave little but rounding.
        self._rest = np.maximum(self._left @ worth, TINY)
        self._weights = posterior.weights[order]
        self._meant = worth * (1 - lapse)
        self._lapse = lapse
        self._first = self._meant.take(columns, axis=0)
        self._first *= own[:, None]
        self._first /= attractive[self.sets] @ worth
        self._first += np.multiply.outer(1 / sets.sizes.astype(np.float32)[self.sets], lapse)
        self._first *= self._weights

    def once(self) -> Floats:
        """Return [rows, lines]: the chance of the first choice while a line is the largest."""
        return np.asarray(np.stack([self._first[:, part].sum(axis=1) for part in self._parts], axis=1), np.float64)

    def twice(self) -> Floats:
        """Return [rows, columns, lines]: the same of the first choice and a second one."""
        left = self._left > 0
        size = np.maximum(left.sum(axis=1), 1)[:, None]
        over = self._first / self._rest
        joint = []
        for part in self._parts:
            # The second choice is meant ...
            meant = (over[:, part] @ self._meant[:, part].T) * self._left
            # ... or a lapse, when every column left is as likely as another.
            joint.append(meant + (self._first[:, part] @ self._lapse[part])[:, None] / size * left)
        return np.asarray(np.stack(joint, axis=2), np.float64)


def _entropies(joint: Floats) -> Floats:
    """Return [...]: each outcome's part of the entropy; ``joint`` is [..., lines], the chance of outcome and line."""
    ratio = joint / np.maximum(joint.sum(axis=-1, keepdims=True), 1e-300)
    return np.asarray(-(joint * np.log(np.where(joint > 0, ratio, 1))).sum(axis=-1))


def rested(items: Sequence[Item], asked: Sequence[Item]) -> Sequence[Item]:
    """Return the items whose stage may be asked now: all, unless the last ones asked were of one stage."""
    recent = {item.stage for item in asked[-RUN_OF_STAGE:]}
    if len(asked) < RUN_OF_STAGE or len(recent) > 1:
        return items
    return [item for item in items if item.stage not in recent] or items


def choose_next(offers: Offers, posterior: Posterior, left: Sequence[Item], way: Way) -> Item | None:
    """Return the item to ask next, or None if none is left; the same arguments always give the same item."""
    candidates = rested(left, way.asked)
    if not candidates:
        return None
    set_of = [offers.set_of(item) for item in candidates]
    distinct = sorted(set(set_of))
    found = expected_entropies(posterior, offers.sets.part(distinct), way.second)
    entropies = dict(zip(distinct, found, strict=True))
    least = found.min() + (TIE if way.asked else FIRST_TIE)
    tied = [item for item, number in zip(candidates, set_of, strict=True) if entropies[number] <= least]
    return min(tied, key=lambda item: _draw_lots(way.seed, item.id))


def draw_next(left: Sequence[Item], way: Way) -> Item | None:
    """Return the item to ask next where all will be asked: stages mixed, the seed decides; None if none is left."""
    return min(rested(left, way.asked), key=lambda item: _draw_lots(way.seed, item.id), default=None)


@lru_cache(maxsize=2**14)
def _draw_lots(seed: int, item: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/next/{item}".encode(), digest_size=8).digest())


def may_stop(posterior: Posterior, way: Way, most: int) -> bool:
    """Tell whether enough is known to end an adaptive form before its ``most`` items.

    Whom the items do not fit is asked no further once whatever follows could not change that.
    """
    known = settled(posterior.p_largest, posterior.p_stand_back, posterior.beyond_chance, STOP_AT)
    return len(way.asked) >= STOP_AFTER and (is_outside(way.none_fits, most) or bool(known))
