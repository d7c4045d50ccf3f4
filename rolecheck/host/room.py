"""A room and its guests: what they are, and who may do what. Frozen records and pure functions, times come in.

Times are seconds since 1970.
"""

from dataclasses import dataclass
from enum import StrEnum

from rolecheck.session.session import Form
from rolecheck.session.step import what_is_left
from rolecheck.session.workshop import Workshop

MOST_GUESTS = 500
"""More than one machine carries by the figures in docs/hosting.md; whoever finds a link cannot fill a disk."""

IDLE = 120.0
"""Seconds without a move from which on somebody may be stuck."""


class Mode(StrEnum):
    """What the room does: everybody alone, or one moment looked at together."""

    ALONE = "alone"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Room:
    """A room as the database keeps it.

    ``code`` is the long secret of its link, ``pin`` the short one that is typed; ``version`` counts what the lead has
    changed, and everybody who looks at the room sees that it moved by it. ``reveals_itself`` is whether the votes of a
    moment are shown as soon as nobody is missing; else, and before that, the lead shows them.
    """

    id: int
    name: str
    code: str
    pin: str
    form: Form
    mode: Mode
    bank: str
    created: float
    closes: float | None = None
    closed: bool = False
    locked: bool = False
    workshop: Workshop | None = None
    version: int = 0
    reveals_itself: bool = True

    def is_over(self, now: float) -> bool:
        """Whether nothing is answered here any more: the lead closed it, or its time is up."""
        return self.closed or (self.closes is not None and self.closes <= now)


class FormStanding(StrEnum):
    """Where a guest's own form stands."""

    ITEM = "item"
    OFFER = "offer"
    CARD = "card"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FormPlace:
    """What a guest is shown of their form.

    ``earlier`` are the letters once chosen on the item and taken back; ``more`` says how many more items are offered,
    ``may_go_on`` whether more may be offered behind the last.
    """

    standing: FormStanding
    item: str | None = None
    most_left: int = 0
    earlier: str | None = None
    more: int = 0
    may_go_on: bool = False

    @property
    def left(self) -> str:
        """How many items may follow, in words."""
        return what_is_left(self.most_left, self.may_go_on)

    @property
    def is_through(self) -> bool:
        """Whether no item is left: what the card says may still be asked, the report is there without it."""
        return self.standing in {FormStanding.CARD, FormStanding.DONE}


@dataclass(frozen=True, slots=True)
class Guest:
    """One person in a room.

    ``moves`` counts everything done so far, taking back included: what is posted names the count it was made at, and
    so counts once. ``shows_name`` is whether they agreed to stand under their name on the lead's pages.
    """

    id: int
    room: int
    number: int
    name: str | None
    shows_name: bool
    title: str | None
    seed: int
    joined: float
    moved: float
    moves: int
    answered: int
    place: FormPlace
    finished: float | None = None
    removed: bool = False

    @property
    def public_name(self) -> str | None:
        """The name others may read, None where there is none or it was not agreed to."""
        return self.name if self.shows_name else None

    @property
    def has_result(self) -> bool:
        """Whether everything asked of them is answered, so that there is a report."""
        return self.place.is_through and self.answered > 0

    def is_idle(self, now: float) -> bool:
        """Whether nothing has moved for so long that somebody may be stuck."""
        return self.finished is None and now - self.moved >= IDLE


def why_not_join(room: Room, guests: int, now: float) -> str | None:
    """Say why nobody new comes in, None where they may."""
    if room.is_over(now):
        return "这个房间已经结束，不再进人。要补答，请主持人延长时间。"
    if room.locked:
        return "主持人把门关上了，先不进人。请主持人开门，再刷新这一页。"
    if guests >= MOST_GUESTS:
        return f"这个房间满了（{MOST_GUESTS} 人）。请主持人另开一间。"
    return None


def why_not_answer(room: Room, guest: Guest, now: float) -> str | None:
    """Say why this guest's answers are not taken, None where they are."""
    if guest.removed:
        return "主持人请你离开了这个房间。你答过的还留着；弄错了，就请主持人让你回来。"
    if room.is_over(now):
        return "这个房间已经结束，不再收作答。前面答的都留着；要接着答，请主持人延长时间。"
    return None
