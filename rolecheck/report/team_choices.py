"""What a group chose: first choices counted by moment and by stage."""

from collections import Counter
from collections.abc import Iterable, Mapping

from rolecheck.bank.items import Bank, Facet, Item


def count_choices(bank: Bank, everyone: Iterable[Mapping[str, str]]) -> Mapping[str, Counter[str]]:
    """Return for each item that was answered how often each letter was the first choice; items in the bank's order."""
    counted = {item.id: Counter[str]() for item in bank.items}
    for choices in everyone:
        for item, letter in choices.items():
            counted[item][letter] += 1
    return {item: chosen for item, chosen in counted.items() if chosen}


def keys_chosen(item: Item, chosen: Mapping[str, int]) -> Counter[str]:
    """Return counts of letters as counts of what they stand for."""
    keys = Counter[str]()
    for letter, count in chosen.items():
        keys[item.option(letter).key or ""] += count
    return keys


def moments(bank: Bank, stage: str) -> list[Item]:
    """Return the responsibility items of a stage."""
    return [item for item in bank.of(Facet.RESPONSIBILITY) if item.stage == stage]


def stage_choices(bank: Bank, counted: Mapping[str, Counter[str]], stage: str) -> Counter[str]:
    """Return how often each line, or stepping back, was the first choice at a stage."""
    answered = [item for item in moments(bank, stage) if item.id in counted]
    return sum((keys_chosen(item, counted[item.id]) for item in answered), Counter[str]())
