"""Where figures are calculated: in this process, or in two beside it, so that pages never wait for arithmetic.

Python lets one thread of a process run at a time; choosing items for a full room beside its pages made a page take
ten times as long. One process chooses what is asked next, the other writes reports and reckons outlooks.
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from threading import Lock, Thread
from typing import Protocol, TypeVar

from rolecheck.bank.items import Bank
from rolecheck.host.reports import Summary, personal_page, summary
from rolecheck.host.room import Place
from rolecheck.host.sitting import Sitting, places
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.outlook import Outlook
from rolecheck.session.session import Session

Result = TypeVar("Result")


class Calculator(Protocol):
    """What is calculated for a room."""

    def places(self, sittings: Sequence[Sitting]) -> list[Place]:
        """Return what each of many is shown next."""

    def outlook(self, session: Session) -> Outlook | None:
        """Return what a few more items would be worth."""

    def page(self, session: Session, taken: float) -> str:
        """Return a personal report as an HTML file's text."""

    def summary(self, session: Session) -> Summary:
        """Return what a report begins with."""

    def close(self) -> None:
        """Let go."""


class Here:
    """Calculates in the thread that asks: for tests, and where no process can be started."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner

    def places(self, sittings: Sequence[Sitting]) -> list[Place]:
        """Return what each of many is shown next."""
        return places(self._examiner, sittings)

    def outlook(self, session: Session) -> Outlook | None:
        """Return what a few more items would be worth."""
        return self._examiner.outlook(session)

    def page(self, session: Session, taken: float) -> str:
        """Return a personal report as an HTML file's text."""
        return personal_page(self._examiner, session, taken)

    def summary(self, session: Session) -> Summary:
        """Return what a report begins with."""
        return summary(self._examiner, session)

    def close(self) -> None:
        """Let go of nothing."""


class Beside:
    """Calculates in two processes of its own."""

    def __init__(self, bank: Bank) -> None:
        self._quick, self._slow = _Process(bank), _Process(bank)

    def places(self, sittings: Sequence[Sitting]) -> list[Place]:
        """Return what each of many is shown next."""
        return self._quick.do(_places, sittings)

    def outlook(self, session: Session) -> Outlook | None:
        """Return what a few more items would be worth."""
        return self._slow.do(_outlook, session)

    def page(self, session: Session, taken: float) -> str:
        """Return a personal report as an HTML file's text."""
        return self._slow.do(_page, session, taken)

    def summary(self, session: Session) -> Summary:
        """Return what a report begins with."""
        return self._slow.do(_summary, session)

    def close(self) -> None:
        """End both."""
        self._quick.close()
        self._slow.close()


class _Process:
    """One process with an examiner in it; started anew if something ends it."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._lock = Lock()
        self._pool = self._start()

    def do(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Return what the work returns there."""
        pool = self._pool
        try:
            return pool.submit(work, *arguments).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = self._start()
            return self._pool.submit(work, *arguments).result()

    def close(self) -> None:
        """End it."""
        self._pool.shutdown(cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(1, get_context("spawn"), _begin, (self._bank,))
        # At once, and not when the first guest waits for it.
        pool.submit(_ready)
        return pool


_examiner: Examiner | None = None
"""Of the process that calculates."""


def _begin(bank: Bank) -> None:
    """Prepare a process: it ends with the one that started it, however that ends, and heeds no Ctrl-C of its own."""
    global _examiner  # noqa: PLW0603 - what a process is prepared with has nowhere else to be
    for name in ("SIGINT", "SIGHUP"):
        if name in signal.Signals.__members__:
            signal.signal(signal.Signals[name], signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _examiner = Examiner(bank)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        with suppress(Exception):
            parent.join()
        os._exit(0)


def _ready() -> None:
    """Do nothing: the process is there."""


def _here() -> Examiner:
    if _examiner is None:
        raise RuntimeError("this process was not prepared")
    return _examiner


def _places(sittings: Sequence[Sitting]) -> list[Place]:
    return places(_here(), sittings)


def _outlook(session: Session) -> Outlook | None:
    return _here().outlook(session)


def _page(session: Session, taken: float) -> str:
    return personal_page(_here(), session, taken)


def _summary(session: Session) -> Summary:
    return summary(_here(), session)
