"""Whether bars and marks can be drawn as they are, or must be ASCII."""

import os
import sys
from contextvars import ContextVar
from typing import TextIO

MARKS = "█▌·→←›×÷–…“”"
"""Some of the characters that bars and marks are made of; an encoding that has these has the others."""

ascii_asked: ContextVar[bool] = ContextVar("ascii_asked", default=False)
"""Whether ``--ascii`` stands on the command line."""


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
