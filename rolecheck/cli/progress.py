"""How far a long command has come, on stderr, where somebody is looking."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rolecheck.cli.screen import wants_plain

Track = Callable[[Iterable[Any], int | None], Iterator[Any]]
"""Passes things through and counts them; how many there will be, None if nobody knows."""


@contextmanager
def progress(what: str, unit: str, *, plain: bool, seen: bool = True) -> Iterator[Track]:
    """Give a function that passes things through and shows how many have come; it only passes them without a terminal.

    ``seen`` is False where the bar would be in the way of what is printed.
    """
    if wants_plain(plain) or not seen or not sys.stderr.isatty():
        yield lambda things, _: iter(things)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(24), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    console = Console(stderr=True)
    # Redirected, what is printed on stdout would end up on stderr with the bar.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        yield lambda things, total: iter(bar.track(things, total, description=what))
