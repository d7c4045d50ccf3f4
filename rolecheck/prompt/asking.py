"""What every way of asking has in common: leaving on purpose, and choosing one of a short list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rolecheck.prompt.screen import normalised
from rolecheck.session.acceptance import CheckMove, CheckStep
from rolecheck.session.step import ItemMove, Step
from rolecheck.session.walk import Back
from rolecheck.session.workshop import RoomMove, SceneStep


class Paused(Exception):  # noqa: N818 - leaving is not an error
    """The respondent left on purpose; everything answered has been kept."""


BACK, PAUSE, HELP_KEY = "<", "Q", "?"
COMMANDS = frozenset({BACK, PAUSE, HELP_KEY})
"""What can be typed in place of an answer, in the form ``normalised`` gives it."""


def answered(read: Callable[[], str], explain: Callable[[], None]) -> str | Back:
    """Read until a line is an answer or goes back; help is given on the way, and pausing leaves by ``Paused``."""
    while True:
        typed = read()
        command = normalised(typed)
        if command == BACK:
            return Back.BACK
        if command == PAUSE:
            raise Paused
        if command != HELP_KEY:
            return typed
        explain()


@dataclass(frozen=True, slots=True)
class Menu:
    """A few things to choose one from: paragraphs above them, and help for whoever asks for it.

    ``earlier`` is the index chosen before going back, which an empty line keeps.
    """

    texts: Sequence[str]
    names: Sequence[str]
    help: Sequence[str]
    earlier: int | None = None

    def complaint(self, typed: str) -> str | None:
        """Say what is wrong with the line typed, or None."""
        if self.chosen(typed) is not None:
            return None
        return wrong_number(self.names)

    def chosen(self, typed: str) -> int | None:
        """Return the index a line stands for, or None."""
        return self.earlier if not typed.strip() else chosen_number(typed, self.names)

    @property
    def kept(self) -> str:
        """What was chosen before, and how to keep it; empty if nothing was."""
        return "" if self.earlier is None else f"上次选的是{self.names[self.earlier]}，直接回车就保留。"


class Asker(Protocol):
    """Someone or something that can be asked."""

    def say(self, text: str) -> None:
        """Show a paragraph."""

    def leave(self) -> None:
        """Give back what asking has taken of the terminal; asking again takes it again."""

    def ask_item(self, step: Step) -> ItemMove:
        """Show one item and return the move made; Paused, KeyboardInterrupt or EOFError to leave."""

    def ask_check(self, step: CheckStep) -> CheckMove:
        """Show one check and return the move made; leaves as ``ask_item`` does."""

    def ask_scene(self, step: SceneStep, seconds: int | None = None) -> RoomMove:
        """Show one scene of a workshop and return the move made, with a countdown from so many seconds for thinking."""

    def ask_text(self, text: str, label: str = "›") -> str:
        """Show a question and return the line typed behind the label; it may be empty."""

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""

    def choose(self, menu: Menu) -> int | Back:
        """Show a menu between the items, and return the index chosen or the move back; leaves as ``ask_item`` does."""


def wrong_number(names: Sequence[str]) -> str:
    """Say what can be typed for one of these."""
    return f"请打 1 到 {len(names)} 的数字。"


def chosen_number(typed: str, names: Sequence[str]) -> int | None:
    """Return the index a typed number or name stands for, or None."""
    text = typed.strip()
    if text.isdecimal() and len(text) < 9 and 1 <= int(text) <= len(names):
        return int(text) - 1
    return names.index(text) if text in names else None
