"""The order in which options are shown: the session's seed decides, so that going back shows the same letters."""

from functools import lru_cache
from random import Random

from rolecheck.bank.items import LETTERS, Item


def shown_order(item: Item, seed: int) -> str:
    """Return the item's stable letters in the order they are shown."""
    return _shuffled(item.letters, f"{seed}/{item.id}")


@lru_cache(maxsize=2**14)
def _shuffled(letters: str, seed: str) -> str:
    """Return the letters shuffled; asked for when an item is shown and again when answers are watched."""
    order = list(letters)
    Random(seed).shuffle(order)
    return "".join(order)


def stable_letter(shown: str, order: str) -> str:
    """Translate a letter on the screen into the bank's; ValueError if it was not shown."""
    return order[LETTERS[: len(order)].index(shown)]


def shown_letter(stable: str, order: str) -> str:
    """Translate a bank letter into the one on the screen; ValueError if it is not the item's."""
    return LETTERS[order.index(stable)]
