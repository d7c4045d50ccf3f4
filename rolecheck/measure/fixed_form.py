"""A form that cannot adapt: what somebody else's tool, or a sheet of paper, asks everybody alike.

A terminal chooses the next item by what was answered. Where that is impossible, the responsibility items are chosen
beforehand so that lines, pairs of lines, stages and framings come up equally often; the rest is as in every form.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import combinations
from random import Random

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.forms import PLANS, fixed_items
from rolecheck.session.session import Form


def fixed_form(bank: Bank, form: Form, seed: int) -> tuple[Item, ...]:
    """Return the items of a form in the order they are asked; the same bank, form and seed give the same ones."""
    most = PLANS[form].most[Facet.RESPONSIBILITY]
    chosen = evenly(bank.of(Facet.RESPONSIBILITY), most, f"{seed}/fixed")
    return (*_mixed(chosen), *fixed_items(bank, form, seed))


def evenly(items: Sequence[Item], most: int, seed: str) -> tuple[Item, ...]:
    """Choose at most so many items, each next one adding least to the unevenness so far; the seed breaks ties.

    The first items of a longer choice are a shorter one. Unevenness is the sum of squares of how often each line, pair
    of lines, stage and framing has come up: one more of what was there ``n`` times adds ``2n + 1``. A stage counts
    double, or ten figures of lines would outweigh it.
    """
    left = Random(seed).sample(items, len(items))
    counts: Counter[Hashable] = Counter()
    chosen: list[Item] = []
    while left and len(chosen) < most:
        item = min(left, key=lambda item: sum(weight * (2 * counts[part] + 1) for part, weight in _parts(item)))
        left.remove(item)
        chosen.append(item)
        counts.update(part for part, _ in _parts(item))
    return tuple(chosen)


def _parts(item: Item) -> list[tuple[Hashable, int]]:
    """Return what an item adds to, each with its weight."""
    keys = sorted({option.key for option in item.options if option.key is not None})
    evenly = [*keys, *combinations(keys, 2), ("framing", item.framing)]
    return [*((part, 1) for part in evenly), (("stage", item.stage), 2)]


def _mixed(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items so that, where it can be, no stage follows itself: the stage with most left comes next."""
    left = list(items)
    mixed: list[Item] = []
    while left:
        waiting = Counter(item.stage for item in left)
        before = mixed[-1].stage if mixed else None
        item = min(left, key=lambda item: (item.stage == before, -waiting[item.stage]))
        left.remove(item)
        mixed.append(item)
    return tuple(mixed)
