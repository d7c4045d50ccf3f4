"""Which moments a room looks at together: some from every stage, and those about which people are likely to differ.

Nobody has counted hands on these items yet, so what divides is taken from the bank itself. Where several of the lines
offered have business in the stage, each has a claim on the moment; where only one has, most hands go there. Over all
moments lines, pairs of lines and framings come up equally often, so that none draws hands by being there more often.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import combinations
from random import Random

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK

CLAIMS = 2
"""With so many claims on a moment there is something to differ about; more do not make it better."""


def dividing_moments(bank: Bank, most: int, seed: int) -> tuple[Item, ...]:
    """Choose at most so many responsibility items, in the order of a project's stages.

    The same bank, number and seed give the same ones. No stage comes up again before all have.
    """
    rng = Random(f"{seed}/workshop")
    items = bank.of(Facet.RESPONSIBILITY)
    left = rng.sample(items, len(items))
    stages = list(dict.fromkeys(item.stage for item in left))
    taken: Counter[str | None] = Counter()
    counts: Counter[Hashable] = Counter()
    chosen: list[Item] = []
    while left and len(chosen) < most:
        here = min((item.stage for item in left), key=lambda stage: (taken[stage], stages.index(stage)))
        waiting = [item for item in left if item.stage == here]
        item = min(waiting, key=lambda item: (-min(claims(bank, item), CLAIMS), _repeats(item, counts)))
        left.remove(item)
        chosen.append(item)
        taken[here] += 1
        counts.update(_parts(item))
    return in_stage_order(bank, chosen)


def in_stage_order(bank: Bank, items: list[Item]) -> tuple[Item, ...]:
    """Return the items as a project meets them; within a stage they stay as they were."""
    places: Mapping[str | None, int] = {stage.id: place for place, stage in enumerate(bank.roles.stages)}
    return tuple(sorted(items, key=lambda item: places.get(item.stage, len(places))))


def claims(bank: Bank, item: Item) -> int:
    """Count the lines an item offers whose roles must stand up in its stage."""
    offered = {option.key for option in item.options}
    due = {role.line for role in bank.roles.roles for moment in role.stands_up if moment.stage == item.stage}
    return len(offered & due)


def _repeats(item: Item, counts: Mapping[Hashable, int]) -> float:
    """Return how often, on average, what is in the item has come up already."""
    parts = _parts(item)
    return sum(counts[part] for part in parts) / len(parts)


def _parts(item: Item) -> list[Hashable]:
    keys = sorted({option.key for option in item.options if option.key not in {None, STAND_BACK}}, key=str)
    return [*keys, *combinations(keys, 2), ("framing", item.framing)]
