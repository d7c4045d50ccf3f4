"""What the lead sees of a room: everybody's place, who may be stuck, who is still missing; never what was answered."""

from dataclasses import dataclass
from datetime import datetime

from rolecheck.host.desk import Party
from rolecheck.host.events import mark_of
from rolecheck.host.room import Guest, Mode, Room, Standing
from rolecheck.host.rows import Count
from rolecheck.host.together import not_yet, open_moment, shown_moment, voters
from rolecheck.host.web import Web
from rolecheck.session.session import FORM_NAMES
from rolecheck.session.workshop import Scene

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


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One guest in the list."""

    id: int
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
    missing: tuple[str, ...]
    voted: int

    @property
    def waiting(self) -> str:
        """Say how many votes are missing."""
        if not self.missing:
            return f"{self.voted} 人都选了"
        return f"{self.voted} 人选了，还差 {len(self.missing)} 人"


def lead_view(web: Web, party: Party) -> LeadView:
    """Return what the lead's page shows."""
    room, now = party.room, web.desk.clock()
    workshop = room.workshop
    present = voters(party.guests)
    item = shown_moment(room)
    missing = not_yet(party.guests, party.votes, item) if item is not None else []
    is_together = room.mode is Mode.TOGETHER and workshop is not None
    scene = Scene.RELAY if workshop is None else workshop.scene
    return LeadView(
        room=room,
        form=FORM_NAMES[room.form],
        link=web.link(room),
        short=web.short_link(room),
        base=web.base,
        mark=mark_of(count_of(party), for_lead=True),
        rows=tuple(_row(guest, now) for guest in party.guests),
        joined=len(present),
        finished=sum(guest.finished is not None for guest in present),
        stuck=sum(guest.is_idle(now) for guest in present),
        is_over=room.is_over(now),
        closes="" if room.closes is None else f"{datetime.fromtimestamp(room.closes).astimezone():%H:%M}",
        is_together=is_together,
        item=item if is_together else None,
        scene=SCENES[scene],
        next=NEXT.get(scene, ""),
        number=0 if workshop is None else workshop.place + 1,
        count=0 if workshop is None else len(workshop.moments),
        missing=tuple(called(guest) for guest in missing) if open_moment(room) else (),
        voted=len(present) - len(missing) if item is not None else 0,
    )


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


def _row(guest: Guest, now: float) -> GuestRow:
    minutes = int((now - guest.moved) // 60)
    return GuestRow(
        id=guest.id,
        name=called(guest),
        where=_where(guest),
        idle=f"{minutes} 分钟没动" if guest.is_idle(now) and not guest.removed else "",
        removed=guest.removed,
    )


def _where(guest: Guest) -> str:
    if guest.removed:
        return "请出去了"
    if guest.place.is_through:
        return f"答完了，{guest.answered} 题"
    if guest.place.standing is Standing.OFFER:
        return "在看还要不要再答几题"
    most = f"，最多还有 {guest.place.most_left} 题" if guest.place.most_left else "，最后一题"
    return f"第 {guest.answered + 1} 题{most}"
