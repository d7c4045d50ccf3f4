"""Work beside the pages: what many requests ask for is done together, and figures are calculated where no page waits.

Whoever comes while a batcher's threads are busy waits and is then served with everybody else who came; nobody waits for
others to come. Python lets one thread of a process run at a time; choosing items for a full room beside its pages made
a page take ten times as long. So one process chooses what is asked next, another writes reports and reckons outlooks:
how likely a few more items are to settle a form. That is a quarter of a second's work, so one thread reckons, and rests
as long as it worked; a room that finishes all at once gets the offer without the figure.
"""

import asyncio
import os
import signal
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Generic, Protocol, TypeVar

from rolecheck.bank.items import Bank
from rolecheck.host.sitting import GuestSitting
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.more_items import Outlook

Order = TypeVar("Order")
Product = TypeVar("Product")


class Batcher(Generic[Order, Product]):
    """Runs ``work`` on as many things at once as have come, at most ``most``; it returns a result or an error each."""

    def __init__(
        self, name: str, work: Callable[[Sequence[Order]], Sequence[Product | Exception]], most: int, threads: int = 1
    ) -> None:
        self._work = work
        self._most = most
        self._queue: SimpleQueue[tuple[Order, Future[Product]] | None] = SimpleQueue()
        self._threads = [Thread(target=self._serve, name=f"{name}-{number}", daemon=True) for number in range(threads)]
        for thread in self._threads:
            thread.start()

    async def do(self, order: Order) -> Product:
        """Return what the work gives for this; what it raised, if it raised."""
        return await asyncio.wrap_future(self.begin(order))

    def begin(self, order: Order) -> "Future[Product]":
        """Return the future of the same."""
        future: Future[Product] = Future()
        self._queue.put((order, future))
        return future

    def close(self) -> None:
        """Finish what has come, and end the threads."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            orders = [first]
            over = False
            with suppress(Empty):
                while len(orders) < self._most:
                    order = self._queue.get_nowait()
                    if order is None:
                        over = True
                        break
                    orders.append(order)
            self._do_together(orders)
            if over:
                return

    def _do_together(self, orders: list[tuple[Order, "Future[Product]"]]) -> None:
        # Somebody may have gone away meanwhile; what was asked for is done all the same.
        wanted = [future.set_running_or_notify_cancel() for _, future in orders]
        try:
            products = self._work([order for order, _ in orders])
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
            products = [error] * len(orders)
        for (_, future), is_wanted, result in zip(orders, wanted, products, strict=True):
            if not is_wanted:
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)


Result = TypeVar("Result")
Work = Callable[..., Result]
"""A function of the module's top level, whose first argument is an examiner; the others come with it."""


class Calculator(Protocol):
    """Whoever does the arithmetic of a room."""

    def quick(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns, where a page waits for it."""

    def slow(self, work: Work[Result], *arguments: object) -> Result:
        """Return the same of what takes longer: it holds up nothing quick."""

    def close(self) -> None:
        """Let go."""


class ThreadCalculator:
    """Calculates in the thread that asks: for tests, and where no process can be started."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner

    def quick(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns."""
        return work(self._examiner, *arguments)

    def slow(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns."""
        return work(self._examiner, *arguments)

    def close(self) -> None:
        """Let go of nothing."""


class ProcessCalculator:
    """Calculates in two processes of its own."""

    def __init__(self, bank: Bank) -> None:
        self._quick, self._slow = _Process(bank), _Process(bank)

    def quick(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns in the one."""
        return self._quick.do(work, *arguments)

    def slow(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns in the other."""
        return self._slow.do(work, *arguments)

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

    def do(self, work: Work[Result], *arguments: object) -> Result:
        """Return what the work returns there."""
        pool = self._pool
        try:
            return pool.submit(_work_there, work, *arguments).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = self._start()
            return self._pool.submit(_work_there, work, *arguments).result()

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


def _work_there(work: Work[Result], *arguments: object) -> Result:
    if _examiner is None:
        raise RuntimeError("this process was not prepared")
    return work(_examiner, *arguments)


Examine = Callable[[GuestSitting], Outlook | None]

MOST_WAITING = 3
REMEMBERED = 500


class Reckoner:
    """Reckons outlooks, each once."""

    def __init__(self, examine: Examine) -> None:
        self._known: OrderedDict[tuple[int, int], Future[Outlook | None]] = OrderedDict()
        self._thread: Batcher[GuestSitting, Outlook | None] = Batcher("reckon", _resting(examine), 1)

    def outlook(self, guest: int, sitting: GuestSitting) -> Outlook | None:
        """Return a guest's outlook if it has been reckoned; else begin to, unless too many wait already."""
        key = (guest, sitting.moves)
        if key not in self._known:
            if sum(not future.done() for future in self._known.values()) >= MOST_WAITING:
                return None
            self._known[key] = self._thread.begin(sitting)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        future = self._known[key]
        return future.result() if future.done() else None

    def is_waited_for(self, guest: int, sitting: GuestSitting) -> bool:
        """Tell whether an outlook is being reckoned."""
        future = self._known.get((guest, sitting.moves))
        return future is not None and not future.done()

    def close(self) -> None:
        """End the thread."""
        self._thread.close()


def _resting(examine: Examine) -> Callable[[Sequence[GuestSitting]], list[Outlook | Exception | None]]:
    def reckon(sittings: Sequence[GuestSitting]) -> list[Outlook | Exception | None]:
        start = time.perf_counter()
        outlooks: list[Outlook | Exception | None] = [examine(sitting) for sitting in sittings]
        time.sleep(time.perf_counter() - start)
        return outlooks

    return reckon
