"""Step after step: the one loop that takes somebody through questions, and the step that asks an item.

The loop is the same whatever is asked and whoever asks it. ``ask`` may leave by an exception (Ctrl-C, no more input):
every move made before it has been kept. The session's seed decides the order in which an item's options are shown, so
that going back shows the same letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TypeVar

from rolecheck.bank.items import LETTERS, Item
from rolecheck.session.session import Back, Response

State = TypeVar("State")
Asked = TypeVar("Asked")
Made = TypeVar("Made")

ItemMove = Response | Back
"""What can be answered where an item is asked."""


def walk(
    state: State,
    next_step: Callable[[State], Asked | None],
    ask: Callable[[Asked], Made],
    keep: Callable[[Made], None],
    advance: Callable[[State, Made], State],
) -> State:
    """Ask until there is no next step; each move is kept before the next step is chosen."""
    while (step := next_step(state)) is not None:
        move = ask(step)
        keep(move)
        state = advance(state, move)
    return state


@dataclass(frozen=True, slots=True)
class Step:
    """One item about to be asked.

    ``order`` are its stable letters in the order they are shown, ``number`` counts from 1, ``most_left`` says how many
    items may follow at the most, ``earlier`` is the response once taken back on this item, ``later`` how many others
    have been taken back and wait to be asked again. Behind the last of them more may be offered, if ``may_go_on``.
    """

    item: Item
    order: str
    number: int
    most_left: int
    earlier: Response | None
    later: int = 0
    may_go_on: bool = False


def what_is_left(most_left: int, may_go_on: bool) -> str:
    """Say how many items may follow the one that is asked, at the most; behind the last, more may be offered."""
    if most_left:
        return f"最多还有 {most_left} 题"
    return "这一部分的最后一题" if may_go_on else "最后一题"


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
