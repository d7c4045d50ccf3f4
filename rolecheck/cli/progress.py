"""How far a long command has come, on stderr, where somebody is looking."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rolecheck.cli.screen import wants_plain

Track = Callable[[Iterable[Any], int | None], Iterator[Any]]
"""Passes things through and counts them; how many there will be, None if nobody knows."""

EVERY = 30.0
"""Seconds between lines where no bar can be drawn."""


@contextmanager
def progress(what: str, unit: str, *, plain: bool, seen: bool = True) -> Iterator[Track]:
    """Give a function that passes things through and shows how many have come; it only passes them without a terminal.

    ``seen`` is False where the bar would be in the way of what is printed.
    """
    if wants_plain(plain) or not seen or not sys.stderr.isatty():
        yield lambda things, _: iter(things)
        return
    from rich.progress import MofNCompleteColumn, TextColumn

    with _bar(what, MofNCompleteColumn(), TextColumn(unit)) as bar:
        yield lambda things, total: iter(bar.track(things, total, description=what))


@contextmanager
def long_progress(what: str, unit: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many more are done, and shows how many a second, and how long it will yet take.

    Where no bar can be drawn it is a line now and then: whoever starts something for hours reads its log.
    """
    if wants_plain(False) or not sys.stderr.isatty():
        yield _Spoken(what, unit, total).advance
        return
    from rich.progress import MofNCompleteColumn, TextColumn

    rate = TextColumn("每秒 {task.fields[rate]}")
    with _bar(what, MofNCompleteColumn(), TextColumn(unit), rate) as bar:
        task = bar.add_task(what, total=total, rate="…")

        def advance(more: int) -> None:
            bar.update(task, advance=more)
            speed = bar.tasks[0].speed
            bar.update(task, rate="…" if speed is None else f"{speed:,.0f}")

        yield advance


class _Spoken:
    """Progress as lines, the first after half a minute."""

    def __init__(self, what: str, unit: str, total: int) -> None:
        self._what, self._unit, self._total = what, unit, total
        self._done = 0
        self._begun = self._said = monotonic()

    def advance(self, more: int) -> None:
        self._done += more
        now = monotonic()
        if now - self._said < EVERY:
            return
        self._said = now
        rate = self._done / (now - self._begun)
        left = max(self._total - self._done, 0) / max(rate, 1e-9)
        sys.stderr.write(
            f"{self._what}：{self._done:,} / {self._total:,} {self._unit}，每秒 {rate:,.0f}，还要{_time(left)}。\n"
        )
        sys.stderr.flush()


def _time(seconds: float) -> str:
    if seconds < 90:
        return f" {seconds:.0f} 秒"
    return f"约 {seconds / 60:.0f} 分钟" if seconds < 5400 else f"约 {seconds / 3600:.1f} 小时"


def _bar(what: str, *columns: Any) -> Any:  # noqa: ANN401 - what rich has, which is imported for a bar alone
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    every = (SpinnerColumn(), TextColumn(what), BarColumn(24), *columns, TimeRemainingColumn())
    # Redirected, what is printed on stdout would end up on stderr with the bar.
    return Progress(*every, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
