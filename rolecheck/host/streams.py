"""Server-sent events: a mark of the room's state now, and another whenever it changes."""

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from rolecheck.host.room import Room
from rolecheck.host.web import Web

RETRY = "retry: 3000\n\n"
"""Milliseconds after which a browser that lost its stream tries again."""


def stream(web: Web, room: Room, *, for_lead: bool) -> Response:
    """Return the stream of a room's marks; a server with too many of them says so, and the page polls."""
    hub = web.desk.hub
    if hub.is_full:
        return Response(status_code=503)

    async def lines() -> AsyncIterator[str]:
        yield RETRY
        async for mark in hub.marks(room.id, for_lead=for_lead):
            yield f"data: {mark}\n\n" if mark else ":\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
