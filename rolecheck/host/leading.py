"""What the lead sees of a room and can do about it, the same on the page and in the terminal.

Seen is everybody's place, who may be stuck, who is still missing; never what was answered. Done is what a button or a
key says, each act by its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from rolecheck.bank.characters import MOST_NAME, harmless, visible
from rolecheck.bank.items import Facet
from rolecheck.host.events import mark_of
from rolecheck.host.limits import new_seed
from rolecheck.host.pages import Web
from rolecheck.host.room import FormStanding, Guest, Mode, Room
from rolecheck.host.rows import Count
from rolecheck.host.together import Act, Party, missing_on, open_moment, shown_moment, voters, with_moments
from rolecheck.measure.forms import dividing_moments
from rolecheck.session.session import FORM_NAMES
from rolecheck.session.workshop import MOST_MOMENTS, Scene

NEXT = {
    Scene.THINK: "开始选",
    Scene.HANDS: "揭开",
    Scene.SPREAD: "看各是哪条线",
    Scene.LINES: "下一刻",
}
"""What the button that goes on is called in each scene."""

SCENES = {
    Scene.THINK: "各自想",
    Scene.HANDS: "正在选",
    Scene.SPREAD: "揭开了",
    Scene.LINES: "讲评",
    Scene.RELAY: "看完了",
}


AWAY = "请出去了"


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One guest in the list."""

    id: int
    number: int
    name: str
    where: str
    idle: str
    removed: bool


@dataclass(frozen=True, slots=True)
class LeadView:
    """Everything on the lead's page."""

    room: Room
    form: str
    link: str
    short: str
    base: str
    mark: str
    rows: tuple[GuestRow, ...]
    joined: int
    finished: int
    stuck: int
    is_over: bool
    closes: str
    is_together: bool
    item: str | None
    scene: str
    next: str
    number: int
    count: int
    is_open: bool
    missing: tuple[str, ...]
    voted: int

    @property
    def waiting(self) -> str:
        """Say how many votes are missing."""
        if not self.joined:
            return "还没有人进来"
        if not self.missing:
            return f"{self.voted} 人都选了"
        return f"{self.voted} 人选了，还差 {len(self.missing)} 人"


def lead_view(web: Web, party: Party) -> LeadView:
    """Return what the lead's page shows."""
    room, now = party.room, web.desk.clock()
    workshop = room.workshop
    present = voters(party.guests)
    item = shown_moment(room)
    missing = missing_on(party.guests, party.votes, item) if item is not None else []
    is_open = open_moment(room) is not None
    is_together = room.mode is Mode.TOGETHER and workshop is not None
    scene = Scene.RELAY if workshop is None else workshop.scene
    return LeadView(
        room=room,
        form=FORM_NAMES[room.form],
        link=web.link(room),
        short=web.short_link(room),
        base=web.base,
        mark=mark_of(count_of(party), for_lead=True),
        rows=tuple(
            _rows_together(party.guests, missing, is_open=is_open) if is_together else _rows_alone(party.guests, now)
        ),
        joined=len(present),
        finished=sum(guest.finished is not None for guest in present),
        stuck=0 if is_together else sum(guest.is_idle(now) for guest in present),
        is_over=room.is_over(now),
        closes="" if room.closes is None else f"{datetime.fromtimestamp(room.closes).astimezone():%H:%M}",
        is_together=is_together,
        item=item if is_together else None,
        scene=SCENES[scene],
        next=NEXT.get(scene, ""),
        number=0 if workshop is None else workshop.place + 1,
        count=0 if workshop is None else len(workshop.moments),
        is_open=is_open,
        missing=tuple(called(guest) for guest in missing) if is_open else (),
        voted=len(present) - len(missing) if item is not None else 0,
    )


def place_lines(view: LeadView) -> Iterator[str]:
    """Yield everybody in the room, and where they are."""
    if not view.rows:
        yield "还没有人进来。"
    for row in view.rows:
        yield f"{row.number:>3}  {visible(row.name)}  {row.where}{row.idle and f'，{row.idle}'}"
    if view.missing:
        yield f"还没选的：{visible('、'.join(view.missing))}"


def status_line(view: LeadView) -> str:
    """Return the room in one line."""
    done = f"，{view.finished} 人答完" if view.finished or not view.is_together else ""
    parts = [f"{view.joined} 人在{done}"]
    if view.stuck:
        parts.append(f"{view.stuck} 人两分钟没动")
    if view.is_together and view.next:
        waits = f"，{view.waiting}" if view.is_open else ""
        parts.append(f"第 {view.number} 刻，共 {view.count} 刻 {view.scene}{waits}；n {view.next}")
        if view.is_open:
            parts.append("都选了就揭开" if view.room.reveals_itself else "只由你揭开")
    elif view.is_together:
        parts.append("都看完了")
    if view.room.locked:
        parts.append("门关着")
    if view.is_over:
        parts.append("已经结束")
    return "；".join(parts)


def called(guest: Guest) -> str:
    """Return what the lead reads of a guest: the name they agreed to show, else the number they came in with."""
    return guest.public_name or f"第 {guest.number} 位"


def count_of(party: Party) -> Count:
    """Return the counts by which a page tells whether the room has moved."""
    guests = party.guests
    return Count(
        party.room.version,
        len(guests),
        sum(guest.finished is not None for guest in guests),
        sum(guest.moves for guest in guests),
        len(party.votes),
    )


def _rows_alone(guests: Sequence[Guest], now: float) -> Iterator[GuestRow]:
    for guest in guests:
        minutes = int((now - guest.moved) // 60)
        idle = f"{minutes} 分钟没动" if guest.is_idle(now) and not guest.removed else ""
        yield GuestRow(guest.id, guest.number, called(guest), _where(guest), idle, guest.removed)


def _rows_together(guests: Sequence[Guest], missing: Sequence[Guest], *, is_open: bool) -> Iterator[GuestRow]:
    """Yield who has voted, and never what: of their own form there is nothing to see meanwhile."""
    for guest in guests:
        where = ("还没选" if guest in missing else "选了") if is_open else "跟着看"
        yield GuestRow(guest.id, guest.number, called(guest), AWAY if guest.removed else where, "", guest.removed)


def _where(guest: Guest) -> str:
    if guest.removed:
        return AWAY
    if guest.place.is_through:
        return f"答完了，{guest.answered} 题"
    if guest.place.standing is FormStanding.OFFER:
        return "在看还要不要再答几题"
    return f"第 {guest.answered + 1} 题，{guest.place.left}"


class LeadForm(Protocol):
    """Texts by their names, as a page or a key sends them."""

    def __call__(self, name: str) -> str:
        """Return one of them, empty where there is none."""

    def all(self, name: str) -> list[str]:
        """Return all of that name."""


STALE = "房间在你点之前已经变了（另一个窗口，或者多点了一下），这一下没有算。看看现在是什么样，再点一次。"


async def changed(web: Web, room: Room, form: LeadForm) -> str | None:
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


def _after(web: Web, room: Room, do: str, form: LeadForm) -> Room | str:
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
        closes = today.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return None
    return (closes if closes > today else closes + timedelta(days=1)).timestamp()


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
