"""The server running: what is printed at the start, keys in the terminal, closing in time, exporting at the end."""

import asyncio
import logging
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import uvicorn

from rolecheck.cli.confirming import is_terminal
from rolecheck.cli.host_terminal import Keys, starting_lines
from rolecheck.cli.signals import known_signals
from rolecheck.errors import StoreError
from rolecheck.host.app import make_app
from rolecheck.host.limits import MOST_HEADERS
from rolecheck.host.network import BACKLOG, answers
from rolecheck.host.pages import Web
from rolecheck.host.reports import export_folder
from rolecheck.host.room import Room
from rolecheck.visible import quoted

if TYPE_CHECKING:
    import socket

    from rolecheck.cli.host import Opening

LOOK_AT_THE_CLOCK = 1.0
KEEP_ALIVE = 75
"""Seconds a connection is kept for the next answer; made anew each time, it costs a phone on Wi-Fi a round trip."""

SWITCH = 0.0005
"""Seconds after which a thread that calculates lets the pages go on; Python's own 0.005 adds up to 50 ms a page."""

GRACE = 2
"""Seconds that requests under way have at the end."""


class RoomServer(uvicorn.Server):
    """A server that ends its open streams first, which no browser would, and leaves something to do after it."""

    def __init__(self, config: uvicorn.Config, web: Web) -> None:
        super().__init__(config)
        self._web = web

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop serving when told to; uvicorn's own would raise the signal once more, and nothing came after it."""
        originals = {number: signal.signal(number, self.handle_exit) for number in known_signals()}
        try:
            yield
        finally:
            for number, original in originals.items():
                signal.signal(number, original)

    async def shutdown(self, sockets: "list[socket.socket] | None" = None) -> None:
        """End the streams, then everything else."""
        await self._web.desk.hub.stop()
        await super().shutdown(sockets)


def serve(web: Web, room: Room, key: str, opening: "Opening", export: Path | None) -> None:
    """Serve until told to stop."""
    # What a library notes could hold an address; what a request came to is nobody's business.
    logging.getLogger("uvicorn.access").disabled = True
    sys.setswitchinterval(SWITCH)
    config = uvicorn.Config(
        make_app(web, opening.names),
        access_log=False,
        log_level="warning",
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=MOST_HEADERS,
        http="h11",
        ws="none",
        proxy_headers=opening.is_public,
        forwarded_allow_ips="127.0.0.1",
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(RoomServer(config, web), web, room, key, opening, export))
    with suppress(OSError, ValueError):
        sys.stderr.write("停了。答过的都存着；再运行同一条命令，大家从原来的地方接着答。\n")


async def _run(server: RoomServer, web: Web, room: Room, key: str, opening: "Opening", export: Path | None) -> None:
    lead = f"{web.base}/lead/{key}"
    _say(sys.stdout, starting_lines(web, room, lead, opening, to_terminal=is_terminal(sys.stdout)))
    if not is_terminal(sys.stdout):
        _say(sys.stderr, opening.notes)
    serving = asyncio.create_task(server.serve(sockets=opening.sockets))
    others = [asyncio.create_task(_close_in_time(web, room, export))]
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        others.append(asyncio.create_task(Keys(web, room, export, server).follow()))
    if not opening.is_public:
        others.append(asyncio.create_task(_check_itself(opening.base)))
    try:
        await serving
    finally:
        for task in others:
            task.cancel()
    if export is not None:
        await _export(web, room, export)


def _say(stream: IO[str], lines: Iterable[str]) -> None:
    stream.write("".join(f"{line}\n" for line in lines))
    stream.flush()


async def _check_itself(base: str) -> None:
    await asyncio.sleep(0.5)
    if not await asyncio.to_thread(answers, base):
        sys.stderr.write(f"这台电脑自己都打不开 {base}：多半是防火墙或 VPN 拦着。关掉 VPN，或照上面的放行。\n")


async def _close_in_time(web: Web, room: Room, export: Path | None) -> None:
    """Close the room when its time is up, so that every page that waits hears of it."""
    while True:
        await asyncio.sleep(LOOK_AT_THE_CLOCK)
        with suppress(Exception):
            now = (await web.desk.party(room.id)).room
            is_due = now.is_over(web.desk.clock()) and not now.closed
            if is_due and await web.desk.change(now, replace(now, closed=True)):
                sys.stderr.write("到点了，不再收作答。\n")
                if export is not None:
                    await _export_or_say(web, room, export)


async def _export_or_say(web: Web, room: Room, folder: Path) -> None:
    try:
        await _export(web, room, folder)
    except StoreError as error:
        sys.stderr.write(f"没有导出成：{error}\n")


async def _export(web: Web, room: Room, folder: Path) -> None:
    if room.id not in {there.id for there in web.desk.rooms()}:
        return  # deleted meanwhile, and with it everything that could be exported
    party = await web.desk.party(room.id)
    sittings = await web.desk.sittings(party.room, party.guests)
    count = await asyncio.to_thread(export_folder, web, folder, party, sittings)
    sys.stderr.write(f"导出好了：{quoted(folder)}，{count} 份结果。\n")
