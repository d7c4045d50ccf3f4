"""What commands share when they print: the page's width, plain mode, marks in ASCII, JSON."""

import os
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rolecheck.bank.shipped import shipped_folder

if TYPE_CHECKING:
    from rolecheck.output.terminal import Line, Page

MARKS = "█▌·→←›×÷–…“”"
"""Some of the characters that bars and marks are made of; an encoding that has these has the others."""

ascii_asked: ContextVar[bool] = ContextVar("ascii_asked", default=False)
"""Whether ``--ascii`` stands on the command line."""


def bank_folder(chosen: Path | None) -> Path:
    """Return the folder of the bank to use: the chosen one, or the one shipped."""
    return shipped_folder() if chosen is None else chosen


def wants_plain(flag: bool) -> bool:
    """Tell whether drawing is unwelcome: asked for, by ``ACCESSIBLE``, or because the terminal cannot."""
    accessible = os.environ.get("ACCESSIBLE", "").lower() not in {"", "0", "false"}
    return flag or accessible or os.environ.get("TERM") == "dumb"


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


def show(compose: "Callable[[Page], Iterator[Line]]", *, plain: bool) -> None:
    """Print a page on stdout."""
    from rolecheck.output.terminal import Page, columns_of, in_marks_of, print_page

    page = Page(columns_of(sys.stdout), wants_plain(plain), wants_ascii(sys.stdout))
    print_page(in_marks_of(page, compose(page)), sys.stdout, plain=page.plain)


def show_json(data: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print one JSON object on one line of stdout."""
    import json

    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
