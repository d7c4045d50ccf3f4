"""What the tool was called by, so that every command it prints can be typed as it stands.

Everywhere else it is called ``rolecheck``; it is put into the name it has here where text leaves for a reader.
"""

import re
import shutil
import sys
from contextvars import ContextVar
from pathlib import Path
from shlex import quote
from typing import Any

NAME = "rolecheck"

_called: ContextVar[str] = ContextVar("_called", default=NAME)

COMMANDS = (
    "quiz", "explain", "roles", "report", "history", "forget", "paths", "score", "accept", "team", "workshop", "form",
    "bank", "host", "help", "--help", "--version", "-h",
)  # fmt: skip
_CALL = re.compile(rf"(?<![\w/.-]){NAME}(?= (?:{'|'.join(COMMANDS)})(?![\w-]))")
"""The tool's name where a command follows: elsewhere it is spoken of."""


def remember_call() -> None:
    """Find out what the tool was called by."""
    _called.set(_name_of(sys.argv[0], getattr(sys, "orig_argv", [])))


def as_called(text: str) -> str:
    """Return a text with its commands as they can be typed here."""
    name = _called.get()
    return text if name == NAME else _CALL.sub(lambda _: name, text)


def all_as_called(value: Any) -> Any:  # noqa: ANN401 - a page holds records, tuples, texts and numbers
    """Return a record with all of its texts as ``as_called`` gives them."""
    match value:
        case _ if _called.get() == NAME:
            return value
        case str():
            return as_called(value)
        case tuple() if hasattr(value, "_fields"):
            return type(value)(*map(all_as_called, value))
        case tuple():
            return tuple(map(all_as_called, value))
        case _:
            return value


def _name_of(program: str, python: list[str]) -> str:
    """Return ``rolecheck`` where the shell finds this very program under that name, else the way it was called."""
    path = Path(program)
    if path.name == "__main__.py":
        return f"{quote(python[0])} -m {NAME}" if python else NAME
    found = shutil.which(NAME)
    is_found = found is not None and path.exists() and Path(found).resolve() == path.resolve()
    return NAME if is_found or path.stem != NAME or not path.exists() else quote(program)
