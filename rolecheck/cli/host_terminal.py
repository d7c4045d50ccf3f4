"""The room in the lead's terminal: how to come in, what moves, and what the lead's buttons do by one letter."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from rolecheck.cli.marks import wants_ascii
from rolecheck.errors import StoreError
from rolecheck.host.leading import LeadView, changed, lead_view
from rolecheck.host.network import coloured, help_lines, qr_lines
from rolecheck.host.pages import Web
from rolecheck.host.reports import export_folder
from rolecheck.host.room import Room
from rolecheck.visible import quoted

if TYPE_CHECKING:
    from rolecheck.cli.host import Opening
    from rolecheck.cli.host_serving import RoomServer

KEYS = (
    "打一个字母再回车：n 往下  b 退回  s 跳过  t 一起看/各自答  l 关门/开门  e 导出\n"
    "                  a 都选了就揭开/只由我揭开  x 结束/再开  h 手机连不上怎么办  q 停"
)
ACTS = {"n": "on", "b": "back", "s": "skip"}


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


class Line:
    """One act as a form, so that keys and buttons do the same."""

    def __init__(self, do: str, version: int) -> None:
        self._fields = {"do": do, "version": str(version)}

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
                loop.call_soon_threadsafe(self._typed.put_nowait, line.strip().lower())

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
            letter = await self._typed.get()
            if not letter:
                continue
            complaint = await self._do(letter[0])
            if complaint:
                sys.stdout.write(f"{complaint}\n")

    async def _do(self, letter: str) -> str | None:
        party = await self._web.desk.party(self._room.id)
        room, is_over = party.room, party.room.is_over(self._web.desk.clock())
        toggles = {
            "t": "alone" if room.mode.value == "together" else "together",
            "l": "unlock" if room.locked else "lock",
            "x": "open" if is_over else "close",
            "a": "by-hand" if room.reveals_itself else "by-itself",
        }
        if letter == "q":
            self._server.should_exit = True
            return None
        if letter == "h":
            return "\n".join(help_lines(int(self._web.base.rpartition(":")[2] or 0)))
        if letter == "e":
            folder = self._export or Path("rolecheck-room")
            sittings = await self._web.desk.sittings(room, party.guests)
            try:
                count = await asyncio.to_thread(export_folder, self._web, folder, party, sittings)
            except StoreError as error:
                return str(error)
            return f"导出好了：{quoted(folder)}，{count} 份结果。"
        do = ACTS.get(letter) or toggles.get(letter)
        if do is None:
            return KEYS
        return await changed(self._web, room, Line(do, room.version))


def status_line(view: LeadView) -> str:
    """Return the room in one line."""
    parts = [f"{view.joined} 人在，{view.finished} 人答完"]
    if view.stuck:
        parts.append(f"{view.stuck} 人两分钟没动")
    if view.is_together and view.next:
        parts.append(f"第 {view.number} 刻，共 {view.count} 刻 {view.scene}，{view.waiting}；n {view.next}")
        parts.append("都选了就揭开" if view.room.reveals_itself else "只由你揭开")
    elif view.is_together:
        parts.append("都看完了")
    if view.room.locked:
        parts.append("门关着")
    if view.is_over:
        parts.append("已经结束")
    return "；".join(parts)
