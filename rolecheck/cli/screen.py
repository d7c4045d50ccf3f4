"""What commands share when they print: the page's width, plain mode, JSON."""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolecheck.bank.files import shipped_folder
from rolecheck.calling import all_as_called
from rolecheck.cli.marks import wants_ascii
from rolecheck.errors import UsageError
from rolecheck.session.session import LARGEST_SEED

if TYPE_CHECKING:
    from rolecheck.output.terminal import Line, Screen
    from rolecheck.report.page import Page

CLOCKS_DIFFER = timedelta(minutes=2)
"""Two machines may differ by so much without anybody minding."""


def bank_folder(chosen: Path | None) -> Path:
    """Return the folder of the bank to use: the chosen one, or the one shipped."""
    return shipped_folder() if chosen is None else chosen


def checked_seed(seed: int | None) -> int | None:
    """Return a seed that files can hold; UsageError for one they cannot."""
    if seed is not None and abs(seed) > LARGEST_SEED:
        raise UsageError(f"--seed 太大，最多 {LARGEST_SEED.bit_length() - 1} 位二进制，正负都行。写一个小些的。")
    return seed


def wants_plain(flag: bool) -> bool:
    """Tell whether drawing is unwelcome: asked for, by ``ACCESSIBLE``, or because the terminal cannot."""
    accessible = os.environ.get("ACCESSIBLE", "").lower() not in {"", "0", "false"}
    return flag or accessible or os.environ.get("TERM") == "dumb"


def show(page: "Page", *, plain: bool) -> None:
    """Print a page on stdout."""
    from rolecheck.output.terminal_page import page_lines

    called = all_as_called(page)
    show_lines(lambda screen: page_lines(called, screen), plain=plain)


def show_lines(compose: "Callable[[Screen], Iterator[Line]]", *, plain: bool) -> None:
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
