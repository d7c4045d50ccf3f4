"""A terminal someone sits at: keys go in, and what is looked at is the screen as it is drawn."""

import copy
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pexpect
import pyte

from rolecheck.bank.items import Bank, Item

PATIENCE = 90.0
"""Seconds until something that should come is given up; a busy machine needs a few."""

CTRL_C, LEFT, ENTER, BACKSPACE = "\x03", "\x1b[D", "\r", "\x7f"
UP, DOWN, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~"

REST, CARD, LAST = "歇一下", "名片上写的是哪一个", "回车 看完整的报告"
"""What is to be seen at the rest in the middle, at the card, and when the answer is there."""

_OTHER_SCREEN = 1049
_BELOW = re.compile(r"↓ 下面还有 (\d+) 行")
_KEYS = re.compile(r"^ (?:↑ 上面|↓ 下面|← 上一|q 暂停|y 是)")


class Screen(pyte.HistoryScreen):
    """A screen with another behind it, as terminals have and pyte has not: one for the shell, one to draw on."""

    shell: tuple[Any, Any, Any] | None = None

    def set_mode(self, *modes: int, **options: bool) -> None:
        """Go to the other screen, empty, or do what the mode says."""
        if _OTHER_SCREEN in modes and self.shell is None:
            self.shell = copy.deepcopy((self.buffer, self.cursor, self.history.top))
            self.history.top.clear()
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: bool) -> None:
        """Go back to the shell's screen as it was left, or do what the mode says."""
        if _OTHER_SCREEN in modes and self.shell is not None:
            buffer, self.cursor, lines = self.shell
            self.buffer.clear()
            self.buffer.update(buffer)
            self.history.top.clear()
            self.history.top.extend(lines)
            self.shell = None
        super().reset_mode(*modes, **options)


class Terminal:
    """One run of the tool in a terminal of so many columns and rows."""

    def __init__(self, *arguments: str, home: Path, columns: int = 80, rows: int = 24) -> None:
        self.screen = Screen(columns, rows, history=5000, ratio=0.1)
        self._stream = pyte.ByteStream(self.screen)
        self._process: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "rolecheck", *arguments],
            env=_environment(home),
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )
        # Waiting before each write is for human eyes' sake; the screen is looked at before every key here.
        self._process.delaybeforesend = None

    def send(self, keys: str) -> None:
        """Type these keys."""
        self._process.send(keys.encode())

    def lines(self) -> list[str]:
        """Return everything that can be seen, scrolled up or not, without blanks at the ends of lines."""
        # The screen that is drawn on cannot be scrolled up.
        above = () if self.screen.shell is not None else self.screen.history.top
        rows = [*above, *(self.screen.buffer[row] for row in range(self.screen.lines))]
        return ["".join(row[column].data for column in range(self.screen.columns)).rstrip() for row in rows]

    def text(self) -> str:
        """Return everything that can be seen as one text."""
        return "\n".join(self.lines())

    def prompt(self) -> str:
        """Return the line the cursor is on."""
        return str(self.screen.display[self.screen.cursor.y]).rstrip()

    def wait_for(self, *texts: str) -> None:
        """Read until all of these are to be seen."""
        self._read_until(lambda: all(text in self.text() for text in texts), f"{texts} to be seen")

    def wait_for_item(self, number: int) -> None:
        """Read until this item is shown and its prompt waits for a key."""
        self._read_until(lambda: self._asks(f" 第 {number} 题 "), f"item {number}")

    def wait_for_item_or_report(self, number: int) -> bool:
        """Read until this item or the answer is to be seen; return whether it is the item. A rest is gone over."""
        self._read_until(
            lambda: self._asks(f" 第 {number} 题 ") or self._asks(REST) or self._ended_asking(),
            f"item {number} or the report",
        )
        if REST in self.text():
            self.send("1" + ENTER)
            self._read_until(lambda: REST not in self.text(), "the rest to end")
            return self.wait_for_item_or_report(number)
        return not self._ended_asking()

    def _ended_asking(self) -> bool:
        return LAST in self.text() or self._asks(CARD)

    def _asks(self, text: str) -> bool:
        return text in self.text() and self._waits()

    def wait_for_stop(self, text: str) -> None:
        """Read until a question between the items is shown and its prompt waits for a key."""
        self._read_until(lambda: self._asks(text), text)

    def wait_for_end(self) -> int:
        """Read to the end, through the whole report where the answer is shown, and return the exit code."""
        self._read_until(lambda: not self._process.isalive() or LAST in self.text(), "the end")
        if LAST in self.text():
            self.send(ENTER)
        self._read_until(lambda: not self._process.isalive(), "the end")
        self._feed()
        self._process.close()
        code = self._process.exitstatus
        assert code is not None, "ended by a signal"
        return int(code)

    def linger(self, seconds: float) -> None:
        """Let the run go on for a moment."""
        time.sleep(seconds)

    def stop(self, number: int) -> int:
        """Send a signal, wait for the end and return the exit code, or the number of the signal that was the end."""
        process: Any = self._process
        os.kill(process.pid, number)
        self._read_until(lambda: not self._process.isalive(), "the end")
        self._feed()
        process.close()
        return int(process.signalstatus if process.exitstatus is None else process.exitstatus)

    def hang_up(self) -> None:
        """Close the window and wait until the run has noticed."""
        process: Any = self._process
        process.ptyproc.fileobj.close()
        end = time.monotonic() + PATIENCE
        while self._process.isalive():
            assert time.monotonic() < end, "still running without its window"
            time.sleep(0.02)

    def close(self) -> None:
        """End the run if it has not ended."""
        self._process.close(force=True)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def wait_for_drawing(self, text: str) -> None:
        """Read until nothing more comes for a moment and this is to be seen."""
        quiet = 0

        def settled() -> bool:
            nonlocal quiet
            before = self.text()
            self._feed()
            quiet = quiet + 1 if self.text() == before else 0
            return quiet >= 4 and text in before and self._waits()

        self._read_until(settled, f"{text} drawn anew")

    def body(self) -> str:
        """Return everything above the keys, scrolled through to its end where it is longer than the screen."""
        lines = self._above_keys()
        below = _BELOW.search(self.text())
        for number in range(1, int(below[1]) + 1 if below else 1):
            self.send(DOWN)
            self.wait_for(f"↑ 上面还有 {number} 行")
            lines.append(self._above_keys()[-1])
        return "\n".join(lines)

    def item(self, bank: Bank) -> tuple[Item, dict[str, str]]:
        """Return the item shown, known by its stem, and the text of each letter on the screen."""
        block = self.body()
        shown = squeezed(block)
        (item,) = (item for item in bank.items if squeezed(item.stem) in shown)
        parts = re.split(r"^   ([A-H0])  ", block, flags=re.MULTILINE)
        texts = {letter: squeezed(part) for letter, part in zip(parts[1::2], parts[2::2], strict=True)}
        # What stands for no option is none of the item's.
        texts.pop("0", None)
        return item, texts

    def _above_keys(self) -> list[str]:
        lines = self.lines()
        return lines[: next(number for number, line in enumerate(lines) if _KEYS.match(line))]

    def _waits(self) -> bool:
        return self.prompt().endswith("›")

    def _read_until(self, seen: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < end, f"waited in vain for {what}; the screen:\n{self.text()}"
            ended = not self._process.isalive()
            self._feed()
            assert seen() or not ended, f"ended before {what}; the screen:\n{self.text()}"

    def _feed(self) -> None:
        """Draw what has come; return at once when something has, after a moment when nothing does."""
        try:
            self._stream.feed(self._process.read_nonblocking(65536, timeout=0.05))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            self._process.wait()


def squeezed(text: str) -> str:
    """Return the text without any blanks."""
    return "".join(text.split())


def _environment(home: Path) -> Mapping[str, str]:
    passed = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PYTHONPATH"}}
    fixed = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1", "PAGER": "cat"}
    return {**passed, **fixed, "ROLECHECK_HOME": str(home)}
