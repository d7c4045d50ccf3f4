"""Who looks at a room is told that it moved: by this process at once, by another within a second.

What is sent is no more than a mark of the room's state; the page fetches itself anew. One look at the database serves
everybody who watches a room.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from starlette.responses import Response, StreamingResponse

from rolecheck.host import rows
from rolecheck.host.database import Database
from rolecheck.host.rows import Count

EVERY = 1.0
"""Seconds between two looks at a room that somebody watches."""

SETTLE = 0.15
"""Seconds in which several changes of one room become one."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream sends a sign of life; what lies between would close it otherwise."""

MOST_STREAMS = 4_000
"""Open streams a process takes; whoever comes after polls."""


class Hub:
    """Streams of marks, room by room."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: dict[int, Count | None] = {}
        self._watchers: dict[int, set[asyncio.Event]] = {}
        self._nudge = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.streams = 0
        self.over = False

    def start(self) -> None:
        """Begin to look; needs a running loop."""
        self._task = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """End every stream, and looking."""
        self.over = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.set()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def nudge(self) -> None:
        """Look soon: something was changed here."""
        self._nudge.set()

    @property
    def is_full(self) -> bool:
        """Whether no more streams are taken."""
        return self.streams >= MOST_STREAMS

    async def marks(self, room: int, *, for_lead: bool) -> AsyncIterator[str]:
        """Yield the room's mark now and whenever it changes, empty texts as signs of life in between."""
        watcher = asyncio.Event()
        self._watchers.setdefault(room, set()).add(watcher)
        self.streams += 1
        last = None
        try:
            if room not in self._counts:
                self._counts[room] = await self._database.read_much(partial(rows.count, room=room))
            while not self.over:
                mark = mark_of(self._counts.get(room), for_lead=for_lead)
                if mark != last:
                    last = mark
                    yield mark
                try:
                    await asyncio.wait_for(watcher.wait(), HEARTBEAT)
                    watcher.clear()
                except TimeoutError:
                    yield ""
        finally:
            self.streams -= 1
            self._watchers[room].discard(watcher)
            if not self._watchers[room]:
                del self._watchers[room]
                self._counts.pop(room, None)

    async def _look(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudge.wait(), EVERY)
                await asyncio.sleep(SETTLE)
            self._nudge.clear()
            for room in list(self._watchers):
                # A database that is away for a moment does not end the looking.
                with suppress(Exception):
                    count = await self._database.read_much(partial(rows.count, room=room))
                    if count != self._counts.get(room, count) or room not in self._counts:
                        self._counts[room] = count
                        for watcher in self._watchers.get(room, ()):
                            watcher.set()


def mark_of(count: Count | None, *, for_lead: bool) -> str:
    """Return what a page compares: guests see what the lead changed, leads everything; ``gone`` for a deleted room."""
    if count is None:
        return "gone"
    if not for_lead:
        return str(count.version)
    return f"{count.version}.{count.guests}.{count.finished}.{count.moves}.{count.votes}"


RETRY = "retry: 3000\n\n"
"""Milliseconds after which a browser that lost its stream tries again."""


def stream(hub: Hub, room: int, *, for_lead: bool) -> Response:
    """Return the stream of a room's marks; a server with too many of them says so, and the page polls."""
    if hub.is_full:
        return Response(status_code=503)

    async def lines() -> AsyncIterator[str]:
        yield RETRY
        async for mark in hub.marks(room, for_lead=for_lead):
            yield f"data: {mark}\n\n" if mark else ":\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
