"""Which item comes next, and when to stop asking.

Of the items left, the one is asked that leaves the least expected entropy about *which line is largest* (the mutual
information criterion of adaptive classification). Differences smaller than ``TIE`` are noise of the cloud more than
knowledge about the person; among such ties the session's seed decides, which also spreads the use of the bank.
"""

from collections.abc import Sequence
from random import Random

import numpy as np

from rolecheck.bank.items import Item
from rolecheck.measure.cloud import Floats
from rolecheck.measure.likelihood import Likelihood

TIE = 0.01
"""Expected entropies closer than this (in nats) count as equal."""

STOP_AT = 0.85
"""P(largest) at which a form may stop early."""

STOP_AFTER = 8
"""Responsibility items asked at the least."""

RUN_OF_STAGE = 2
"""No stage is asked more often than this in a row, while another is left."""


def expected_entropies(likelihood: Likelihood, weights: Floats, items: Sequence[Item]) -> Floats:
    """Return [items]: the entropy (nats) of which line is largest, expected after the first choice on each item."""
    cloud = likelihood.cloud
    weighted = np.zeros((len(weights), cloud.lines), np.float32)
    weighted[np.arange(len(weights)), cloud.largest] = weights
    return np.array([_entropy_after(likelihood.first_choices(item) @ weighted) for item in items])


def _entropy_after(joint: np.ndarray) -> float:
    """Return the conditional entropy from [options, lines] joint probabilities of choice and largest line."""
    marginal = joint.sum(axis=1, keepdims=True)
    positive = joint > 0
    ratio = np.divide(joint, marginal, out=np.ones_like(joint), where=positive)
    return float(-(joint * np.log(ratio)).sum())


def rested(items: Sequence[Item], asked: Sequence[Item]) -> Sequence[Item]:
    """Return the items whose stage may be asked now: all, unless the last ones asked were of one stage."""
    recent = {item.stage for item in asked[-RUN_OF_STAGE:]}
    if len(asked) < RUN_OF_STAGE or len(recent) > 1:
        return items
    return [item for item in items if item.stage not in recent] or items


def choose_next(
    likelihood: Likelihood, weights: Floats, left: Sequence[Item], asked: Sequence[Item], seed: int
) -> Item | None:
    """Return the item to ask next, or None if none is left; the same arguments always give the same item."""
    candidates = rested(left, asked)
    if not candidates:
        return None
    entropies = expected_entropies(likelihood, weights, candidates)
    tied = [item for item, entropy in zip(candidates, entropies, strict=True) if entropy <= entropies.min() + TIE]
    return min(tied, key=lambda item: Random(f"{seed}/next/{item.id}").random())


def may_stop(p_largest: float, asked: int) -> bool:
    """Tell whether enough is known to end an adaptive form before its maximum."""
    return asked >= STOP_AFTER and p_largest >= STOP_AT
