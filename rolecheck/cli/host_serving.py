"""The server running: what is printed at the start, keys in the terminal, closing in time, exporting at the end."""

import asyncio
import logging
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

import uvicorn

from rolecheck.cli.entry import known_signals
from rolecheck.cli.screen import is_terminal, wants_ascii
from rolecheck.errors import StoreError
from rolecheck.host.app import make_app
from rolecheck.host.leading import changed, lead_view, place_lines, status_line
from rolecheck.host.limits import MOST_HEADERS
from rolecheck.host.network import BACKLOG, answers, coloured, help_lines, qr_lines
from rolecheck.host.pages import Web
from rolecheck.host.reports import export_folder
from rolecheck.host.room import Room
from rolecheck.host.together import Party
from rolecheck.typesetting import quoted

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

KEYS = "打一个字母再回车：n 往下  b 退回  w 谁在哪  e 导出  h 手机连不上  q 停  ? 全部"
ALL_KEYS = """打一个字母再回车，有的后面空一格再写一点：
  n 往下  b 退回  s 跳过这一刻  t 一起看/各自答  c 5 从头看 5 个时刻
  a 都选了就揭开/只由我揭开
  w 谁在哪  r 3 请第 3 位出去，或请回来
  l 关门/开门  x 结束/再开  u 18:30 改到几点结束  m 新名字 改房间名
  e 导出结果、答题表、团队页  h 手机连不上怎么办  q 停"""


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
    sys.stderr.write(await _written_out(web, await web.desk.party(room.id), folder) + "\n")


async def _written_out(web: Web, party: Party, folder: Path) -> str:
    """Write a room into a folder and say so; StoreError where it cannot be."""
    sittings = await web.desk.sittings(party.room, party.guests)
    count = await asyncio.to_thread(export_folder, web, folder, party, sittings)
    return f"导出好了：{quoted(folder)}，{count} 份结果。"


def starting_lines(web: Web, room: Room, lead: str, opening: "Opening", *, to_terminal: bool) -> Iterator[str]:
    """Yield what is printed at the start: two plain lines, or, on a terminal, the code to scan and what helps."""
    join = web.short_link(room)
    if not to_terminal:
        yield f"加入 {join}"
        yield f"主持 {lead}"
        return
    if not wants_ascii(sys.stdout):
        yield from coloured(qr_lines(web.link(room)))
    yield f"加入 {join}"
    yield f"主持 {lead}"
    yield "主持的链接只给自己：它不出现在投影页上。微信里扫开是空白，就选“在浏览器打开”。"
    yield from opening.notes
    yield KEYS


class KeyAct:
    """One act as a form, so that keys and buttons do the same."""

    def __init__(self, do: str, version: int, **fields: str) -> None:
        self._fields = {"do": do, "version": str(version), **fields}

    def __call__(self, name: str) -> str:
        """Return one of its texts."""
        return self._fields.get(name, "")

    def all(self, name: str) -> list[str]:
        """Return all texts of that name."""
        return [text for text in [self(name)] if text]


class Keys:
    """Reads letters from the terminal and says what the room has come to whenever it moves."""

    def __init__(self, web: Web, room: Room, export: Path | None, server: "RoomServer") -> None:
        self._web = web
        self._room = room
        self._export = export
        self._server = server
        self._typed: asyncio.Queue[str] = asyncio.Queue()

    async def follow(self) -> None:
        """Go on until cancelled."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._typed.put_nowait, line.strip())

        Thread(target=read, daemon=True).start()
        await asyncio.gather(self._tell(), self._obey())

    async def _tell(self) -> None:
        said = ""
        async for _ in self._web.desk.hub.marks(self._room.id, for_lead=True):
            party = await self._web.desk.party(self._room.id)
            line = status_line(lead_view(self._web, party))
            if line != said:
                said = line
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()

    async def _obey(self) -> None:
        while True:
            typed = await self._typed.get()
            reply = await self._do(typed[0].lower(), typed[1:].strip()) if typed else None
            if reply:
                sys.stdout.write(f"{reply}\n")
                sys.stdout.flush()

    async def _do(self, letter: str, rest: str) -> str | None:
        """Do what a letter says, and return what is to be said of it."""
        party = await self._web.desk.party(self._room.id)
        match letter:
            case "q":
                self._server.should_exit = True
                return None
            case "h":
                return "\n".join(help_lines(int(self._web.base.rpartition(":")[2] or 0)))
            case "w":
                return "\n".join(place_lines(lead_view(self._web, party)))
            case "e":
                return await self._exported(party)
            case _:
                act = key_act(letter, rest, party, is_over=party.room.is_over(self._web.desk.clock()))
                return act if isinstance(act, str) else await changed(self._web, party.room, act)

    async def _exported(self, party: Party) -> str:
        try:
            return await _written_out(self._web, party, self._export or Path("rolecheck-room"))
        except StoreError as error:
            return str(error)


def key_act(letter: str, rest: str, party: Party, *, is_over: bool) -> KeyAct | str:
    """Return the act of a letter and of what was typed behind it; what to type instead, if it stands for none."""
    room = party.room
    acts = {
        "n": "on",
        "b": "back",
        "s": "skip",
        "t": "alone" if room.mode.value == "together" else "together",
        "l": "unlock" if room.locked else "lock",
        "x": "open" if is_over else "close",
        "a": "by-hand" if room.reveals_itself else "by-itself",
    }
    fields = {"c": ("moments", "count"), "u": ("extend", "until"), "m": ("rename", "name")}
    if letter in acts:
        return KeyAct(acts[letter], room.version)
    if letter in fields:
        do, name = fields[letter]
        return KeyAct(do, room.version, **{name: rest})
    if letter != "r":
        return ALL_KEYS
    guest = next((guest for guest in party.guests if str(guest.number) == rest), None)
    if guest is None:
        return "r 后面空一格，写第几位，如 r 3；w 看谁是第几位。"
    return KeyAct("return" if guest.removed else "remove", room.version, guest=str(guest.id))
