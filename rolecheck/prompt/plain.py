"""Asking line by line, without drawing: screen readers, dumb terminals, pipes."""

from collections.abc import Sequence
from time import monotonic
from typing import IO

from rolecheck.bank.items import Bank
from rolecheck.measure.administration import Move, Step
from rolecheck.prompt.asking import Paused, chosen_number
from rolecheck.prompt.check_screen import CHECK_HELP, KEYS, check_complaint, check_lines, reply_of
from rolecheck.prompt.screen import HELP, complaint, item_lines, normalised, response_of
from rolecheck.session.handover import CheckMove, CheckStep
from rolecheck.session.walk import Back

COLUMNS = 80


class PlainAsker:
    """Asks by writing lines to one stream and reading lines from another."""

    def __init__(self, bank: Bank, source: IO[str], sink: IO[str]) -> None:
        """Take the bank, where answers come from and where questions go."""
        self.bank = bank
        self._source = source
        self._sink = sink

    def say(self, text: str) -> None:
        """Show a paragraph."""
        self._sink.write(text + "\n")
        self._sink.flush()

    def ask_item(self, step: Step) -> Move:
        """Show one item and return the move made."""
        started = monotonic()
        for line in item_lines(self.bank, step, COLUMNS):
            self.say(line.plain)
        while True:
            self.say("打字母后回车；< 上一题，q 暂停，? 帮助。")
            typed = self._read()
            match normalised(typed):
                case "<":
                    return Back.BACK
                case "Q":
                    raise Paused
                case "?":
                    self.say("\n".join(HELP))
                case _:
                    wrong = complaint(typed, step)
                    if wrong is None:
                        return response_of(typed, step, round(monotonic() - started, 1))
                    self.say(wrong)

    def ask_check(self, step: CheckStep) -> CheckMove:
        """Show one check and return the move made."""
        for line in check_lines(self.bank, step, COLUMNS):
            self.say(line.plain)
        while True:
            self.say(f"{KEYS}；< 上一条，q 暂停，? 帮助。")
            typed = self._read()
            match normalised(typed):
                case "<":
                    return Back.BACK
                case "Q":
                    raise Paused
                case "?":
                    self.say("\n".join(CHECK_HELP))
                case _:
                    wrong = check_complaint(typed, step)
                    if wrong is None:
                        return reply_of(typed, step)
                    self.say(wrong)

    def ask_text(self, text: str) -> str:
        """Show a question and return the line typed."""
        self.say(text)
        return self._read().strip()

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""
        self.say(text)
        for number, name in enumerate(names, 1):
            self.say(f"  {number}  {name}")
        while (chosen := chosen_number(self._read(), names)) is None:
            self.say(f"请打 1 到 {len(names)} 的数字。")
        return chosen

    def _read(self) -> str:
        line = self._source.readline()
        if not line:
            raise EOFError
        return line
