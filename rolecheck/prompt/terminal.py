"""Asking on a terminal, through questionary: the only door to it.

The item is printed once, in full, and only a short line is prompted for: questionary cuts long options silently.
What is asked goes to stderr, so that stdout can be a file.
"""

import sys
from collections.abc import Callable, Sequence
from time import monotonic

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Always, Condition, Filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output
from rich.console import Console
from rich.text import Text

from rolecheck.bank.items import Bank
from rolecheck.measure.administration import Move, Step
from rolecheck.prompt.asking import BACK, COMMANDS, answered, chosen_number
from rolecheck.prompt.check_screen import CHECK_HELP, KEYS, check_complaint, check_lines, reply_of
from rolecheck.prompt.interruptible import run_interruptible
from rolecheck.prompt.screen import (
    MARGIN,
    WIDEST,
    complaint,
    help_for,
    item_lines,
    normalised,
    response_of,
    takes_second,
)
from rolecheck.session.handover import CheckMove, CheckStep
from rolecheck.session.walk import Back
from rolecheck.typesetting import hang, wrap

Judge = Callable[[str], bool | str]
"""Tells whether a line typed will do, or says what is wrong with it."""

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
        typed = answered(lambda: self._ask_line(step), lambda: self._help(help_for(step)))
        return typed if isinstance(typed, Back) else response_of(typed, step, round(monotonic() - started, 1))

    def ask_check(self, step: CheckStep) -> CheckMove:
        """Show one check and return the move made."""
        for line in check_lines(self.bank, step, self._console.width):
            self._print(line)

        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or check_complaint(typed, step) or True

        def read() -> str:
            self._hint(KEYS)
            self._hint("← 上一条   q 暂停   ? 帮助" if step.number > 1 else "q 暂停   ? 帮助")
            return self._ask("你的回答 ›", judge, _left_goes_back_from_an_empty_line() if step.number > 1 else None)

        typed = answered(read, lambda: self._help(CHECK_HELP))
        return typed if isinstance(typed, Back) else reply_of(typed, step)

    def ask_text(self, text: str) -> str:
        """Show a question and return the line typed."""
        self._print(Text(""))
        self.say(text)
        return self._ask("›", lambda _: True).strip()

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""
        self._print(Text(""))
        self.say(text)
        for number, name in enumerate(names, 1):
            for line in hang(f"  {number}  ", name, self._room()):
                self._print(Text(MARGIN + line))

        def judge(typed: str) -> bool | str:
            return chosen_number(typed, names) is not None or f"请打 1 到 {len(names)} 的数字。"

        chosen = chosen_number(self._ask("选几 ›", judge), names)
        assert chosen is not None  # noqa: S101 - the prompt does not let anything else through
        return chosen

    def _ask_line(self, step: Step) -> str:
        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or complaint(typed, step) or True

        self._hint("← 上一题   q 暂停   ? 帮助" if step.number > 1 else "q 暂停   ? 帮助")
        label = "最像你的（可再加其次）›" if takes_second(step) else "你会怎么判断 ›"
        return self._ask(label, judge, _left_goes_back() if step.number > 1 else None)

    def _ask(self, label: str, judge: Judge, keys: KeyBindings | None = None) -> str:
        question = questionary.text(
            label,
            qmark="",
            validate=judge,
            style=STYLE,
            key_bindings=keys,
            output=create_output(stdout=sys.stderr),
        )
        typed: str = run_interruptible(question.application)
        return typed

    def _hint(self, text: str) -> None:
        for line in wrap(text, self._room()):
            self._print(Text(MARGIN + line, style="dim"))

    def _help(self, texts: Sequence[str]) -> None:
        for text in texts:
            for line in hang("· ", text, self._room()):
                self._print(Text(MARGIN + line, style="dim"))

    def _room(self) -> int:
        return min(self._console.width, WIDEST) - 2 * len(MARGIN)

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def _left_goes_back_from_an_empty_line() -> KeyBindings:
    """Bind the left arrow while nothing is typed: in a note being written it moves the cursor as everywhere."""
    return _left_goes_back(Condition(lambda: not get_app().current_buffer.text))


def _left_goes_back(where: Filter = Always()) -> KeyBindings:  # noqa: B008 - a filter has no state
    """Bind the left arrow to going back."""
    bindings = KeyBindings()

    @bindings.add("left", eager=True, filter=where)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=BACK)

    return bindings
