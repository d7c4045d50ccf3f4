"""Asking: what every way of it has in common, and the plain one, line by line.

In common are leaving on purpose and choosing one of a short list. Lines without drawing are for screen readers, dumb
terminals and pipes; on any other terminal it is ``rolecheck.prompt.terminal`` that asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import IO, Protocol

from rolecheck.bank.items import Bank
from rolecheck.calling import as_called
from rolecheck.prompt.screen import (
    CHECK_HELP,
    CHECK_KEYS,
    check_complaint,
    check_lines,
    complaint,
    help_for,
    item_lines,
    normalised,
    reply_of,
    response_of,
)
from rolecheck.prompt.workshop_screen import (
    ENTER,
    ROOM_HELP,
    Canvas,
    room_complaint,
    room_move,
    scene_hints,
    scene_label,
    scene_lines,
)
from rolecheck.session.acceptance import CheckMove, CheckStep
from rolecheck.session.session import Back
from rolecheck.session.step import ItemMove, Step
from rolecheck.session.workshop import RoomMove, SceneStep
from rolecheck.typesetting import hang, in_ascii, width

WITHOUT_TERMINAL = 80
"""Columns where nobody tells how many there are."""

LONGEST_NAME = 60
"""Characters of a name that is typed to choose what is called so."""

BACK, PAUSE, HELP_KEY = "<", "Q", "?"
COMMANDS = frozenset({BACK, PAUSE, HELP_KEY})
"""What can be typed in place of an answer, in the form ``normalised`` gives it."""


class Paused(Exception):  # noqa: N818 - leaving is not an error
    """The respondent left on purpose; everything answered has been kept."""


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

    ``earlier`` is the index chosen before going back, which an empty line keeps. Where each can be called by other
    names, ``others`` are these, and ``find`` says which one is called so, or what is wrong with a name.
    """

    texts: Sequence[str]
    names: Sequence[str]
    help: Sequence[str] = ()
    earlier: int | None = None
    others: Sequence[Sequence[str]] = ()
    find: Callable[[str], int | str] | None = None

    def complaint(self, typed: str) -> str | None:
        """Say what is wrong with the line typed, or None."""
        meant = self._meant(typed)
        return meant if isinstance(meant, str) else None

    def chosen(self, typed: str) -> int | None:
        """Return the index a line stands for, or None."""
        meant = self._meant(typed)
        return meant if isinstance(meant, int) else None

    def _meant(self, typed: str) -> int | str:
        if self.earlier is not None and not typed.strip():
            return self.earlier
        number = chosen_number(typed, self.names)
        if number is not None:
            return number
        return wrong_number(self.names) if self.find is None else self.find(typed)

    @property
    def takes(self) -> str:
        """What can be typed."""
        return "打数字" if self.find is None else "打数字或名字"

    @property
    def longest(self) -> int:
        """Characters of a line at the most; a name may be typed with blanks between its parts."""
        return max(map(len, self.names)) if self.find is None else LONGEST_NAME

    def label(self, index: int, room: int) -> str:
        """Return a name, and behind it as many of its other names as fit into so many cells."""
        name, others = self.names[index], self.others[index] if index < len(self.others) else ()
        labels = (f"{name}（{'、'.join(others[:count])}）" for count in range(len(others), 0, -1))
        return next((label for label in labels if width(label) <= room), name)

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


class PlainAsker:
    """Asks by writing lines to one stream and reading lines from another."""

    def __init__(
        self, bank: Bank, source: IO[str], sink: IO[str], columns: int = WITHOUT_TERMINAL, *, ascii_only: bool = False
    ) -> None:
        """Take the bank, where answers come from, where questions go, and what the lines there can hold."""
        self.bank = bank
        self._source = source
        self._sink = sink
        self._columns = columns
        self._ascii = ascii_only

    def say(self, text: str) -> None:
        """Show a paragraph, in one piece: it is read aloud, and a path in it is copied."""
        self._show(as_called(text))

    def leave(self) -> None:
        """Do nothing: lines take nothing of the terminal."""

    def ask_item(self, step: Step) -> ItemMove:
        """Show one item and return the move made."""
        started = monotonic()
        for line in item_lines(self.bank, step, self._columns):
            self._show(line.plain)
        keys = "打字母后回车；< 上一题，q 暂停，? 帮助。"
        typed = self._answer(keys, help_for(step), lambda typed: complaint(typed, step))
        return typed if isinstance(typed, Back) else response_of(typed, step, round(monotonic() - started, 1))

    def ask_check(self, step: CheckStep) -> CheckMove:
        """Show one check and return the move made."""
        for line in check_lines(self.bank, step, self._columns):
            self._show(line.plain)
        keys = f"{CHECK_KEYS}；< 上一条，q 暂停，? 帮助。"
        typed = self._answer(keys, CHECK_HELP, lambda typed: check_complaint(typed, step))
        return typed if isinstance(typed, Back) else reply_of(typed, step)

    def ask_scene(self, step: SceneStep, seconds: int | None = None) -> RoomMove:
        """Show one scene of a workshop and return the move made; whoever leads counts the seconds."""
        for line in scene_lines(self.bank, step, Canvas(self._columns, 0, plain=True), seconds):
            self._show(line.plain)
        keys = f"{scene_label(step)}：{scene_hints(step, onward=ENTER)}".replace("←", "<").replace("\n", "；")
        typed = self._answer(keys, ROOM_HELP, lambda typed: room_complaint(typed, step))
        return typed if isinstance(typed, Back) else room_move(typed, step)

    def ask_text(self, text: str, label: str = "›") -> str:
        """Show a question and return the line typed; a label with words says what the line is for."""
        self.say(text)
        if words := label.strip("› "):
            self.say(words)
        return self._read().strip()

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""
        self._list((text,), names)
        self.say("打数字后回车。")
        while (chosen := chosen_number(self._read(), names)) is None:
            self.say(wrong_number(names))
        return chosen

    def choose(self, menu: Menu) -> int | Back:
        """Show a menu between the items, and return the index chosen or the move back."""
        self._list((*menu.texts, *filter(None, (menu.kept,))), menu.names)
        typed = self._answer(f"{menu.takes}后回车；< 上一题，q 暂停，? 帮助。", menu.help, menu.complaint)
        if isinstance(typed, Back):
            return typed
        chosen = menu.chosen(typed)
        assert chosen is not None  # noqa: S101 - complained of otherwise
        return chosen

    def _list(self, texts: Sequence[str], names: Sequence[str]) -> None:
        for text in texts:
            self.say(text)
        for number, name in enumerate(names, 1):
            for line in hang(f"  {number}  ", name, self._columns):
                self._show(line)

    def _answer(self, keys: str, help_texts: Sequence[str], complain: Callable[[str], str | None]) -> str | Back:
        def read() -> str:
            while True:
                self.say(keys)
                typed = self._read()
                wrong = None if normalised(typed) in COMMANDS else complain(typed)
                if wrong is None:
                    return typed
                self.say(wrong)

        return answered(read, lambda: self.say("\n".join(help_texts)))

    def _show(self, line: str) -> None:
        self._sink.write((in_ascii(line) if self._ascii else line) + "\n")
        self._sink.flush()

    def _read(self) -> str:
        line = self._source.readline()
        if not line:
            raise EOFError
        return line
