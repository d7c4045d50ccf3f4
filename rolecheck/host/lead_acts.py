"""What the lead's buttons and keys do, each by its name; the same for the page and for the terminal."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Facet
from rolecheck.host.keys import new_seed
from rolecheck.host.room import Mode, Room
from rolecheck.host.together import Act, with_moments
from rolecheck.host.web import Web
from rolecheck.measure.dividing import dividing_moments
from rolecheck.session.workshop import MOST_MOMENTS


class Form(Protocol):
    """Texts by their names, as a page or a key sends them."""

    def __call__(self, name: str) -> str:
        """Return one of them, empty where there is none."""

    def all(self, name: str) -> list[str]:
        """Return all of that name."""


STALE = "房间在你点之前已经变了（另一个窗口，或者多点了一下），这一下没有算。看看现在是什么样，再点一次。"


async def changed(web: Web, room: Room, form: Form) -> str | None:
    """Do what a form says, and return what was wrong with it, if anything was."""
    do = form("do")
    if form("version") != str(room.version):
        # Two taps on one button are one; only the second finds the room changed.
        return None if do in {Act.ON, Act.BACK, Act.SKIP} else STALE
    if do in {Act.ON, Act.BACK, Act.SKIP}:
        await web.desk.act(room, do)
        return None
    if do in {"remove", "return"}:
        number = form("guest")
        if number.isascii() and number.isdecimal() and len(number) < 19:
            await web.desk.send_away(room, int(number), removed=do == "remove")
        return None
    after = _after(web, room, do, form)
    if isinstance(after, str):
        return after
    return None if await web.desk.change(room, after) else STALE


def _after(web: Web, room: Room, do: str, form: Form) -> Room | str:
    """Return the room as the lead wants it, or what is wrong."""
    switches: dict[str, dict[str, Any]] = {
        "lock": {"locked": True},
        "unlock": {"locked": False},
        "close": {"closed": True},
        "open": {"closed": False, "closes": None},
        "alone": {"mode": Mode.ALONE},
        "by-itself": {"reveals_itself": True},
        "by-hand": {"reveals_itself": False},
    }
    match do:
        case "rename":
            name = harmless(form("name"), MOST_NAME)
            return replace(room, name=name) if name else "房间名不能空着。"
        case "extend":
            return _until(room, form("until"), web.desk.clock())
        case "together":
            return _moments(web, room, "5", []) if room.workshop is None else replace(room, mode=Mode.TOGETHER)
        case "moments":
            return _moments(web, room, form("count"), form.all("moments"))
        case _:
            return replace(room, **switches[do]) if do in switches else "这个按钮不认得，刷新再试。"


def _until(room: Room, typed: str, now: float) -> Room | str:
    closes = read_time(typed, now)
    if closes is None:
        return "时间写成 18:00 这样。"
    return replace(room, closes=closes, closed=False)


def read_time(typed: str, now: float) -> float | None:
    """Return when a clock next shows this time, None where it is none."""
    try:
        hour, minute = (int(part) for part in typed.strip().replace("：", ":").split(":")[:2])
        today = datetime.fromtimestamp(now).astimezone()
        then = today.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return None
    return (then if then > today else then + timedelta(days=1)).timestamp()


def _moments(web: Web, room: Room, count: str, chosen: list[str]) -> Room | str:
    """Return the room with these moments, or with so many chosen ones."""
    known = {item.id for item in web.desk.bank.of(Facet.RESPONSIBILITY)}
    seed = new_seed()
    if chosen:
        wanted = [item for item in dict.fromkeys(chosen) if item in known]
    else:
        number = int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
        wanted = [item.id for item in dividing_moments(web.desk.bank, number, seed)]
    if not 1 <= len(wanted) <= MOST_MOMENTS:
        return f"时刻选 1 到 {MOST_MOMENTS} 个。"
    return with_moments(room, wanted, seed)
