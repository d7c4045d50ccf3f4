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

Asked = TypeVar("Asked")
Given = TypeVar("Given")


class Batcher(Generic[Asked, Given]):
    """Runs ``work`` on as many things at once as have come, at most ``most``; it returns a result or an error each."""

    def __init__(
        self, name: str, work: Callable[[Sequence[Asked]], Sequence[Given | Exception]], most: int, threads: int = 1
    ) -> None:
        self._work = work
        self._most = most
        self._queue: SimpleQueue[tuple[Asked, Future[Given]] | None] = SimpleQueue()
        self._threads = [Thread(target=self._serve, name=f"{name}-{number}", daemon=True) for number in range(threads)]
        for thread in self._threads:
            thread.start()

    async def do(self, asked: Asked) -> Given:
        """Return what the work gives for this; what it raised, if it raised."""
        return await asyncio.wrap_future(self.begin(asked))

    def begin(self, asked: Asked) -> "Future[Given]":
        """Return the future of the same."""
        future: Future[Given] = Future()
        self._queue.put((asked, future))
        return future

    def close(self) -> None:
        """Finish what has come, and end the threads."""
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            waiting = [first]
            over = False
            with suppress(Empty):
                while len(waiting) < self._most:
                    another = self._queue.get_nowait()
                    if another is None:
                        over = True
                        break
                    waiting.append(another)
            self._do_together(waiting)
            if over:
                return

    def _do_together(self, waiting: list[tuple[Asked, "Future[Given]"]]) -> None:
        # Somebody may have gone away meanwhile; what was asked for is done all the same.
        wanted = [future.set_running_or_notify_cancel() for _, future in waiting]
        try:
            given = self._work([asked for asked, _ in waiting])
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
            given = [error] * len(waiting)
        for (_, future), is_wanted, result in zip(waiting, wanted, given, strict=True):
            if not is_wanted:
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
