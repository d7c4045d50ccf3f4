"""What can be counted in a bank: how often what is offered, at which letter, how long it is.

Used by the rules, which compare these counts with one another, and by the tables of `rolecheck bank stats`. Keys are
ids of lines, or ``none`` for standing back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import comb
from statistics import mean

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK

KEYED = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)
"""Facets whose options stand for a line or for standing back."""

Pair = tuple[str, str]


def keys_of(bank: Bank, facet: Facet) -> tuple[str, ...]:
    """Return the lines in relay order, and standing back last if the facet's items offer it."""
    lines = tuple(line.id for line in bank.roles.lines)
    offered = any(option.key == STAND_BACK for item in bank.of(facet) for option in item.options)
    return (*lines, STAND_BACK) if offered else lines


def line_keys(item: Item) -> tuple[str, ...]:
    """Return the lines an item offers, in letter order."""
    return tuple(option.key for option in item.options if option.key and option.key != STAND_BACK)


def offers(items: Iterable[Item]) -> Counter[str]:
    """Count how many items offer each key."""
    return Counter(option.key for item in items for option in item.options if option.key)


def pairs(bank: Bank, items: Iterable[Item]) -> dict[Pair, int]:
    """Count how many items offer each pair of lines, pairs that never meet included; in relay order."""
    lines = [line.id for line in bank.roles.lines]
    met = Counter(pair for item in items for pair in combinations(sorted(line_keys(item), key=lines.index), 2))
    return {pair: met[pair] for pair in combinations(lines, 2)}


def full_set(bank: Bank, items: Sequence[Item]) -> int:
    """Return how many items it takes to ask every choice of lines once, at the usual number of lines per item."""
    usual = Counter(len(line_keys(item)) for item in items).most_common(1)
    return comb(len(bank.roles.lines), usual[0][0]) if usual else 0


def is_designed(bank: Bank, items: Sequence[Item]) -> bool:
    """Tell whether there are items enough for the counts to be even; with fewer they can only be nearly so."""
    return bool(items) and len(items) >= max(full_set(bank, items), 2 * len(bank.roles.lines))


def letters(items: Iterable[Item]) -> dict[str, Counter[str]]:
    """Count for each key at which stable letter it stands."""
    found: dict[str, Counter[str]] = {}
    for item in items:
        for letter, option in zip(item.letters, item.options, strict=True):
            found.setdefault(option.key or "", Counter())[letter] += 1
    return found


def mean_lengths(items: Iterable[Item]) -> dict[str, float]:
    """Return the mean number of characters of each key's options."""
    lengths: dict[str, list[int]] = {}
    for item in items:
        for option in item.options:
            lengths.setdefault(option.key or "", []).append(len(option.text))
    return {key: mean(values) for key, values in lengths.items()}


def framings(bank: Bank, facet: Facet) -> Mapping[str, int]:
    """Count the items of each framing of a facet, unused ones included."""
    used = Counter(item.framing for item in bank.of(facet))
    return {framing.id: used[framing.id] for framing in bank.framings.values() if framing.facet is facet}


def options_per_item(items: Sequence[Item]) -> float:
    """Return how many options an item has on average."""
    return mean(len(item.options) for item in items)
