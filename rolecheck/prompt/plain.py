"""Asking line by line, without drawing: screen readers, dumb terminals, pipes."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import IO

from rolecheck.bank.items import Bank
from rolecheck.calling import as_called
from rolecheck.prompt.asking import COMMANDS, Menu, answered, chosen_number, wrong_number
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
from rolecheck.session.step import ItemMove, Step
from rolecheck.session.walk import Back
from rolecheck.session.workshop import RoomMove, SceneStep
from rolecheck.typesetting import hang, in_ascii

WITHOUT_TERMINAL = 80


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
        typed = self._answer("打数字后回车；< 上一题，q 暂停，? 帮助。", menu.help, menu.complaint)
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
