"""The order in which options are shown: the session's seed decides, so that going back shows the same letters."""

from random import Random

from rolecheck.bank.items import LETTERS, Item


def shown_order(item: Item, seed: int) -> str:
    """Return the item's stable letters in the order they are shown."""
    letters = list(item.letters)
    Random(f"{seed}/{item.id}").shuffle(letters)
    return "".join(letters)


def stable_letter(shown: str, order: str) -> str:
    """Translate a letter on the screen into the bank's; ValueError if it was not shown."""
    return order[LETTERS[: len(order)].index(shown)]


def shown_letter(stable: str, order: str) -> str:
    """Translate a bank letter into the one on the screen; ValueError if it is not the item's."""
    return LETTERS[order.index(stable)]
