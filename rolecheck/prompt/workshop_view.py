"""A scene on a terminal while it is looked at: it follows the size of the window, the clock and what is being typed."""

from collections.abc import Callable, Iterator
from math import ceil
from time import monotonic

from prompt_toolkit.application import get_app
from rich.text import Text

from rolecheck.bank.items import Bank
from rolecheck.prompt.view import INPUT_ROWS
from rolecheck.prompt.workshop_keys import hints, label
from rolecheck.prompt.workshop_screen import Room, scene_lines
from rolecheck.session.workshop import Scene, SceneStep
from rolecheck.typesetting import wrap

TICK = 0.25
"""Seconds between two looks at the clock."""


class SceneView:
    """One scene on the screen."""

    def __init__(
        self, bank: Bank, step: SceneStep, size: Callable[[], tuple[int, int]], seconds: int | None = None
    ) -> None:
        """Take the scene, what tells columns and rows, and how many seconds there are to think, if they are counted."""
        self._bank = bank
        self._step = step
        self._size = size
        self._end = None if seconds is None or step.scene is not Scene.THINK else monotonic() + seconds

    @property
    def every(self) -> float | None:
        """Seconds after which the screen is drawn anew by itself."""
        return None if self._end is None else TICK

    def label(self) -> str:
        """Return what stands before the line typed, under the other lines."""
        # questionary puts a space of its own before it.
        return self._room(self._size()[0]).margin[1:] + f"{label(self._step)} ›"

    def lines(self, columns: int) -> list[Text]:
        """Return the lines of the scene; the last row above the keys stays free."""
        keys = len(list(self.keys(columns)))
        room = self._room(columns)._replace(rows=self._size()[1] - keys - INPUT_ROWS - 1)
        left = None if self._end is None else max(ceil(self._end - monotonic()), 0)
        return [*scene_lines(self._bank, self._step, room, left), Text("")]

    def keys(self, columns: int) -> Iterator[Text]:
        """Yield what can be typed, as large as the rest."""
        room = self._room(columns)
        for part in hints(self._step, get_app().current_buffer.text).split("\n"):
            for line in wrap(part, room.cells):
                yield Text(room.margin + line)

    def _room(self, columns: int) -> Room:
        return Room(columns, 0)
