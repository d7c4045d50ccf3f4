"""Work of many requests done together by a few threads: one commit, one choice of items for all who wait.

Whoever comes while the threads are busy waits and is then served with everybody else who came; nobody waits for
others to come.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

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
