"""Asking on a terminal, through questionary: the only door to it.

The item is printed once, in full, and only a short line is prompted for: questionary cuts long options silently.
What is asked goes to stderr, so that stdout can be a file.
"""

import sys
from collections.abc import Sequence
from time import monotonic

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output
from rich.console import Console
from rich.text import Text

from rolecheck.bank.items import Bank
from rolecheck.measure.administration import Back, Move, Step
from rolecheck.prompt.asking import Paused, chosen_number
from rolecheck.prompt.screen import HELP, MARGIN, WIDEST, complaint, item_lines, normalised, response_of, takes_second
from rolecheck.typesetting import hang, wrap

BACK = "<"
PAUSE = "Q"
HELP_KEY = "?"

STYLE = questionary.Style([("question", "bold"), ("answer", "bold"), ("validation-toolbar", "noreverse bold")])


class TerminalAsker:
    """Asks a person at a terminal."""

    def __init__(self, bank: Bank) -> None:
        """Take the bank whose items will be asked."""
        self.bank = bank
        self._console = Console(stderr=True, highlight=False)

    def say(self, text: str) -> None:
        """Show a paragraph."""
        for line in wrap(text, self._room()):
            self._print(Text(MARGIN + line))

    def ask_item(self, step: Step) -> Move:
        """Show one item and return the move made."""
        started = monotonic()
        for line in item_lines(self.bank, step, self._console.width):
            self._print(line)
        while True:
            typed = self._ask_line(step)
            match normalised(typed):
                case "<":
                    return Back.BACK
                case "Q":
                    raise Paused
                case "?":
                    self._help(step)
                case _:
                    return response_of(typed, step, round(monotonic() - started, 1))

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""
        self._print(Text(""))
        self.say(text)
        for number, name in enumerate(names, 1):
            for line in hang(f"  {number}  ", name, self._room()):
                self._print(Text(MARGIN + line))

        def judge(typed: str) -> bool | str:
            return chosen_number(typed, names) is not None or f"请打 1 到 {len(names)} 的数字。"

        typed = questionary.text(
            "选几 ›", qmark="", validate=judge, style=STYLE, output=create_output(stdout=sys.stderr)
        ).unsafe_ask()
        chosen = chosen_number(typed, names)
        assert chosen is not None  # noqa: S101 - the prompt does not let anything else through
        return chosen

    def _ask_line(self, step: Step) -> str:
        commands = {BACK, PAUSE, HELP_KEY}

        def judge(typed: str) -> bool | str:
            return normalised(typed) in commands or complaint(typed, step) or True

        hint = "← 上一题   q 暂停   ? 帮助" if step.number > 1 else "q 暂停   ? 帮助"
        self._print(Text(MARGIN + hint, style="dim"))
        label = "最像你的（可再加其次）›" if takes_second(step) else "你会怎么判断 ›"
        typed: str = questionary.text(
            label,
            qmark="",
            validate=judge,
            style=STYLE,
            key_bindings=_left_goes_back() if step.number > 1 else None,
            output=create_output(stdout=sys.stderr),
        ).unsafe_ask()
        return typed

    def _help(self, step: Step) -> None:
        for text in HELP if takes_second(step) else HELP[1:]:
            for line in hang("· ", text, self._room()):
                self._print(Text(MARGIN + line, style="dim"))

    def _room(self) -> int:
        return min(self._console.width, WIDEST) - 2 * len(MARGIN)

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def _left_goes_back() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("left", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=BACK)

    return bindings
