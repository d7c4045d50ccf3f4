"""The one loop that takes somebody through questions, whatever is asked and whoever asks it.

``ask`` may leave by an exception (Ctrl-C, no more input): every move made before it has been kept.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import TypeVar

State = TypeVar("State")
Asked = TypeVar("Asked")
Made = TypeVar("Made")


class Back(Enum):
    """The move that goes back to what was asked before."""

    BACK = auto()


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
