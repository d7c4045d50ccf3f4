"""What commands share when they print: the page's width and marks, plain mode, JSON, a screen at a time.

A page longer than the terminal is shown by the reader's own pager, or by ours; never into a pipe or a file, never where
drawing is unwelcome.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rolecheck.calling import all_as_called
from rolecheck.errors import UsageError
from rolecheck.session.session import LARGEST_SEED
from rolecheck.typesetting import quoted

if TYPE_CHECKING:
    from rolecheck.output.terminal import Screen, TextLine
    from rolecheck.prompt.applications import PageLines
    from rolecheck.report.page import Page

CLOCKS_DIFFER = timedelta(minutes=2)
"""Two machines may differ by so much without anybody minding."""

MARKS = "█▌·→←›×÷–…“”"
"""Some of the characters that bars and marks are made of; an encoding that has these has the others."""

ascii_asked: ContextVar[bool] = ContextVar("ascii_asked", default=False)
"""Whether ``--ascii`` stands on the command line."""

WHOLE, LEAVE = "whole", "leave"
_KEYS = {"enter": WHOLE, " ": WHOLE, "q": LEAVE, "Q": LEAVE, "\uff51": LEAVE, "escape": LEAVE, "c-d": LEAVE}

LESS = "FRX"
"""How less behaves where nobody has said: leaves at once when all is seen, keeps colours, leaves the text there."""


def bank_folder(chosen: Path | None) -> Path:
    """Return the folder of the bank to use: the chosen one, or the one shipped."""
    if chosen is not None:
        return chosen
    # Help needs none, and what knows where banks lie brings along what reads them.
    from rolecheck.bank.files import shipped_folder

    return shipped_folder()


def checked_seed(seed: int | None) -> int | None:
    """Return a seed that files can hold; UsageError for one they cannot."""
    if seed is not None and abs(seed) > LARGEST_SEED:
        raise UsageError(
            f"--seed 太大，最多 {LARGEST_SEED.bit_length() - 1} 位二进制，正负都行。写一个小些的。",
            retype={str(seed): ["1"]},
        )
    return seed


def wants_plain(flag: bool) -> bool:
    """Tell whether drawing is unwelcome: asked for, by ``ACCESSIBLE``, or because the terminal cannot."""
    accessible = os.environ.get("ACCESSIBLE", "").lower() not in {"", "0", "false"}
    return flag or accessible or os.environ.get("TERM") == "dumb"


def is_terminal(stream: object) -> bool:
    """Tell whether somebody can be asked through this stream."""
    return stream is not None and not getattr(stream, "closed", False) and getattr(stream, "isatty", bool)()


def wants_ascii(stream: TextIO) -> bool:
    """Tell whether bars and marks must be ASCII: asked for, or because the encoding or the console has no others."""
    return ascii_asked.get() or not _can_write(stream, MARKS) or _is_old_console(stream)


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _is_old_console(stream: TextIO) -> bool:
    """Tell whether this is Windows' own console, which draws these marks two cells wide; its Terminal names itself."""
    names_itself = {"WT_SESSION", "TERM_PROGRAM", "CONEMUANSI"} & set(os.environ)
    return sys.platform == "win32" and stream.isatty() and not names_itself


def show(page: "Page", *, plain: bool) -> None:
    """Print a page on stdout."""
    from rolecheck.output.terminal_page import page_lines

    called = all_as_called(page)
    show_lines(lambda screen: page_lines(called, screen), plain=plain)


def show_lines(compose: "Callable[[Screen], Iterator[TextLine]]", *, plain: bool) -> None:
    """Print lines on stdout as they come."""
    from rolecheck.output.terminal import Screen, columns_of, in_marks_of, print_page

    screen = Screen(columns_of(sys.stdout), wants_plain(plain), wants_ascii(sys.stdout))
    print_page(in_marks_of(screen, compose(screen)), sys.stdout, plain=screen.plain)


def show_json(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print one JSON object on one line of stdout."""
    import json

    write_data(json.dumps(data, ensure_ascii=False) + "\n")


def write_data(text: str) -> None:
    """Write what a program reads on stdout: whole, and in UTF-8, whatever the console can show.

    Line ends stay as they are. Somebody who looks at a terminal gets what it can show.
    """
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None or sys.stdout.isatty():
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def told_when(taken: datetime, now: datetime) -> str:
    """Return a moment in words, in the zone it was taken in; a moment that is still to come is told to be one."""
    ahead = "（比现在晚，看看当时或现在的钟）" if taken - now > CLOCKS_DIFFER else ""
    return f"{taken:%Y-%m-%d %H:%M}{ahead}"


def show_paged(page: "Page", *, plain: bool) -> None:
    """Print a page on stdout, paged where somebody sits at a terminal that is too small for it."""
    called = all_as_called(page)
    if not can_page(plain=plain) or _fits(_lines(called, _columns())):
        show(page, plain=plain)
        return
    _page_through(
        lambda columns: [[(_style(style), text) for text, style in line.parts] for line in _lines(called, columns)],
        partial(_coloured, called),
    )


def show_text(text: str) -> None:
    """Print a text whose lines are broken already, paged where a page would be."""
    lines = text.splitlines()
    if not can_page(plain="--plain" in sys.argv) or _fits(lines):
        sys.stdout.write(f"{text}\n")
        return
    _page_through(lambda _: [[("", line)] for line in lines], lambda: lines)


def _page_through(lines: "PageLines", coloured: Callable[[], Iterable[str]]) -> None:
    """Let the reader go through the lines: in their own pager, which gets them ``coloured``, or in ours."""
    pager = os.environ.get("PAGER", "").strip()
    if pager:
        _through(pager, coloured())
        return
    from rolecheck.prompt.applications import read_paged

    read_paged(lines)


def pressed(hint: str, **more: str) -> str:
    """Return what the key stands for that is pressed behind a page: to see the ``WHOLE``, to leave, or one ``more``."""
    from rolecheck.prompt.applications import read_key

    return read_key(hint, {**_KEYS, **more})


def can_page(*, plain: bool) -> bool:
    """Tell whether somebody sits at a terminal that can be drawn on."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout) and not wants_plain(plain)


def _lines(page: "Page", columns: int) -> "list[TextLine]":
    from rolecheck.output.terminal import Screen, in_marks_of
    from rolecheck.output.terminal_page import page_lines

    screen = Screen(columns, plain=False, ascii=wants_ascii(sys.stdout))
    return list(in_marks_of(screen, page_lines(page, screen)))


def _columns() -> int:
    from rolecheck.output.terminal import columns_of

    return columns_of(sys.stdout)


def _fits(lines: Sized) -> bool:
    try:
        rows = os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return True
    # The shell's own line comes below.
    return rows <= 0 or len(lines) < rows


@cache
def _style(style: str) -> str:
    """Return a style of rich's in prompt_toolkit's words."""
    from rich.style import Style

    parsed = Style.parse(style or "none")
    colour = f"fg:{parsed.color.get_truecolor().hex}" if parsed.color else ""
    return " ".join(filter(None, ("bold" if parsed.bold else "", "dim" if parsed.dim else "", colour)))


def _through(pager: str, lines: Iterable[str]) -> None:
    """Give the lines to the reader's own pager; UsageError where there is no such program."""
    import shlex
    import subprocess  # nosec B404 - a pager is a program

    surroundings = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    try:
        command = shlex.split(pager, posix=os.name == "posix")
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=surroundings)  # noqa: S603 # nosec B603 - theirs
    except (OSError, ValueError) as error:
        raise UsageError(
            f"环境变量 PAGER 写的 {quoted(pager[:60])} 运行不了。改好它，或者清空它，就用自带的翻页。",
            retype={"": ["--plain"]},
        ) from error
    assert process.stdin is not None  # noqa: S101 - it was asked for
    # A reader who has seen enough closes the pager before all is written.
    with suppress(BrokenPipeError):
        process.stdin.write("".join(f"{line}\n" for line in lines).encode())
    with suppress(BrokenPipeError):
        process.stdin.close()
    while process.returncode is None:
        # Ctrl-C is the pager's own business while it runs.
        with suppress(KeyboardInterrupt):
            process.wait()


def _coloured(page: "Page") -> Iterator[str]:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    columns = _columns()
    console = Console(file=StringIO(), highlight=False, force_terminal=True, width=columns, color_system="256")
    with console.capture() as captured:
        for line in _lines(page, columns):
            console.print(Text.assemble(*line.parts), soft_wrap=True)
    return iter(captured.get().splitlines())
