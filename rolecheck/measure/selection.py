"""Which item comes next, and when to stop asking.

Of the items left, the one is asked that leaves the least expected entropy about *which line is largest* (the mutual
information criterion of adaptive classification). Differences smaller than ``TIE`` are noise of the draws more than
knowledge about the person; among such ties the session's seed decides, which also spreads the use of the bank.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from rolecheck.bank.items import Item
from rolecheck.measure.offers import Offers
from rolecheck.measure.posterior import Posterior
from rolecheck.measure.prior import Floats

TIE = 0.01
"""Expected entropies closer than this (in nats) count as equal."""

STOP_AT = 0.85
"""Chance of a line to be the largest, or of stepping back to be, at which a form may stop early."""

STOP_AFTER = 8
"""Responsibility items asked at the least."""

RUN_OF_STAGE = 2
"""No stage is asked more often than this in a row, while another is left."""


def expected_entropies(posterior: Posterior, members: Floats) -> Floats:
    """Return [sets]: the entropy (nats) of which line is largest, expected after a first choice from each set.

    ``members`` is [sets, columns], 1 where a set has a column.
    """
    draws = np.arange(len(posterior.weights))
    weighted = np.zeros((posterior.lines, len(draws)), np.float32)
    weighted[posterior.largest, draws] = posterior.weights
    sets = members.astype(np.float32)
    # Summed over draws, [sets, columns, lines]: column chosen from set while line is largest, where it is meant ...
    meant = (posterior.worth * (1 - posterior.lapse))[:, None] * weighted
    per_worth = 1 / (sets @ posterior.worth)
    joint = (per_worth @ meant.reshape(-1, len(draws)).T).reshape(*members.shape, posterior.lines)
    # ... and by lapse, when every column of the set is as likely as another.
    joint += (weighted @ posterior.lapse) / sets.sum(axis=1)[:, None, None]
    joint = (joint * sets[:, :, None]).astype(np.float64)
    ratio = joint / np.maximum(joint.sum(axis=2, keepdims=True), 1e-300)
    return np.asarray(-(joint * np.log(np.where(joint > 0, ratio, 1))).sum(axis=(1, 2)))


def rested(items: Sequence[Item], asked: Sequence[Item]) -> Sequence[Item]:
    """Return the items whose stage may be asked now: all, unless the last ones asked were of one stage."""
    recent = {item.stage for item in asked[-RUN_OF_STAGE:]}
    if len(asked) < RUN_OF_STAGE or len(recent) > 1:
        return items
    return [item for item in items if item.stage not in recent] or items


def choose_next(
    offers: Offers, posterior: Posterior, left: Sequence[Item], asked: Sequence[Item], seed: int
) -> Item | None:
    """Return the item to ask next, or None if none is left; the same arguments always give the same item."""
    candidates = rested(left, asked)
    if not candidates:
        return None
    set_of = [offers.set_of(item) for item in candidates]
    distinct = sorted(set(set_of))
    found = expected_entropies(posterior, offers.members[distinct])
    entropies = dict(zip(distinct, found, strict=True))
    least = found.min() + TIE
    tied = [item for item, number in zip(candidates, set_of, strict=True) if entropies[number] <= least]
    return min(tied, key=lambda item: _draw_lots(seed, item.id))


def draw_next(left: Sequence[Item], asked: Sequence[Item], seed: int) -> Item | None:
    """Return the item to ask next where all will be asked: stages mixed, the seed decides; None if none is left."""
    return min(rested(left, asked), key=lambda item: _draw_lots(seed, item.id), default=None)


@lru_cache(maxsize=2**14)
def _draw_lots(seed: int, item: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/next/{item}".encode(), digest_size=8).digest())


def may_stop(posterior: Posterior, asked: int) -> bool:
    """Tell whether enough is known to end an adaptive form before its maximum."""
    return asked >= STOP_AFTER and max(float(posterior.p_largest.max()), posterior.p_stand_back) >= STOP_AT
