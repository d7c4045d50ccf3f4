"""One guest's way through their form: the moves made so far, and what a posted form changes about them.

A guest's session is the terminal's ``Session``, played again from its moves; which item comes next is the examiner's
to say. Nothing here knows a database or a browser, so a random walk can be held against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rolecheck.bank.items import NONE_FITS, Bank
from rolecheck.host.room import FormPlace, FormStanding, Guest
from rolecheck.measure.administration import next_steps
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Form, Response, Session, Turn
from rolecheck.session.step import Step


class MoveKind(StrEnum):
    """What a move does."""

    ANSWER = "answer"
    BACK = "back"
    MORE = "more"
    ENOUGH = "enough"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class GuestMove:
    """One move: an answer to an item, one step back, a reply to the offer of more items, or to what the card says.

    ``letters`` are the bank's, first choice and perhaps a second; ``until`` is how far a session is extended. What
    the card says belongs to the guest, as the name does; the move says that it was asked.
    """

    kind: MoveKind
    item: str | None = None
    letters: str | None = None
    seconds: float | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class GuestSitting:
    """A session; ``moves`` counts how it came to be."""

    session: Session
    moves: int = 0

    def after(self, move: GuestMove) -> "GuestSitting":
        """Return the sitting after one more move; ValueError if the move is none."""
        session = self.session
        match move.kind:
            case MoveKind.ANSWER if move.item and move.letters:
                first, second = move.letters[0], move.letters[1:] or None
                session = session.answer(Response(move.item, first, second, move.seconds))
            case MoveKind.BACK:
                session = session.undo()
            case MoveKind.MORE if move.until:
                session = session.extend(move.until)
            case MoveKind.ENOUGH:
                session = session.take(Turn.ENOUGH)
            case MoveKind.CARD:
                session = session.take(Turn.CARD)
            case _:
                raise ValueError(move)
        return GuestSitting(session, self.moves + 1)


def begun(guest: Guest, form: Form) -> GuestSitting:
    """Return the sitting of somebody who has answered nothing."""
    return GuestSitting(Session(form, guest.seed, guest.title, guest.name))


def played(sitting: GuestSitting, moves: Sequence[GuestMove]) -> GuestSitting:
    """Return the sitting after these moves."""
    for move in moves:
        sitting = sitting.after(move)
    return sitting


def places(examiner: Examiner, sittings: Sequence[GuestSitting]) -> list[FormPlace]:
    """Return what each of many is shown next: chosen together they cost a fraction of one after another."""
    steps = next_steps(examiner, [sitting.session for sitting in sittings])
    return [
        _at_the_end(examiner, sitting) if step is None else _at_item(step)
        for sitting, step in zip(sittings, steps, strict=True)
    ]


def _at_item(step: Step) -> FormPlace:
    earlier = None if step.earlier is None else step.earlier.letters
    return FormPlace(FormStanding.ITEM, step.item.id, step.most_left, earlier, may_go_on=step.may_go_on)


def _at_the_end(examiner: Examiner, sitting: GuestSitting) -> FormPlace:
    more = 0 if sitting.session.took(Turn.ENOUGH) else examiner.more_items(sitting.session)
    if more:
        return FormPlace(FormStanding.OFFER, more=more)
    # The card comes last: asked first it would colour every answer.
    is_done = sitting.session.took(Turn.CARD) or not sitting.session.responses
    return FormPlace(FormStanding.DONE if is_done else FormStanding.CARD)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as a browser sent it: ``moves`` is the count of moves it was made at; all of it may be anything."""

    kind: str
    moves: str
    item: str = ""
    first: str = ""
    second: str = ""
    title: str = ""


class Refused(Exception):  # noqa: N818 - a refusal is not an error of the program
    """What was posted cannot be taken; the text says what to do."""


def read_move(examiner: Examiner, guest: Guest, sitting: GuestSitting, posted: Posted, now: float) -> GuestMove | None:
    """Return the move a form stands for; None where it was made of an earlier page and so counts no more.

    A second tap, a retry, a second tab and a form from before a step back all carry an earlier count.

    Raises:
        Refused: the form is of this page, yet says nothing that can be taken.
    """
    if posted.moves != str(guest.moves):
        return None
    match posted.kind, guest.place.standing:
        case MoveKind.ANSWER, FormStanding.ITEM if posted.item == guest.place.item:
            seconds = round(max(now - guest.moved, 0.0), 1)
            return GuestMove(MoveKind.ANSWER, posted.item, read_letters(examiner.bank, posted), seconds)
        case MoveKind.BACK, FormStanding.ITEM | FormStanding.OFFER | FormStanding.CARD if sitting.session.responses:
            return GuestMove(MoveKind.BACK)
        case MoveKind.MORE, FormStanding.OFFER:
            return GuestMove(MoveKind.MORE, until=examiner.extend(sitting.session, guest.place.more).until)
        case (MoveKind.ENOUGH, FormStanding.OFFER) | (MoveKind.CARD, FormStanding.CARD):
            return GuestMove(MoveKind(posted.kind))
        case _:
            return None


def read_letters(bank: Bank, posted: Posted) -> str:
    """Return the choices a form holds as the bank's letters; Refused where it holds none."""
    item = bank.by_id[posted.item]
    if not _is_letter(posted.first, item.answers):
        raise Refused("还没有选。选一个最像你的，再点“下一题”。")
    if posted.second in {"", posted.first} or posted.first == NONE_FITS:
        return posted.first
    if not _is_letter(posted.second, item.letters):
        raise Refused("其次的那一个没看懂。重新选一次，或者不选。")
    return posted.first + posted.second


def _is_letter(text: str, letters: str) -> bool:
    return len(text) == 1 and text in letters


NO_CARD = "none"
"""Posted where the card says something else, or nobody wants to say."""


def read_title(bank: Bank, posted: str) -> str | None:
    """Return the id of the role on a card, None for none of them; Refused where nothing was chosen."""
    if posted != NO_CARD and all(role.id != posted for role in bank.roles.roles):
        raise Refused("还没有选。选名片上写的那一个；都不是，或者不想说，就选最后一个。")
    return None if posted == NO_CARD else posted


def at_place(guest: Guest, place: FormPlace, sitting: GuestSitting, now: float) -> Guest:
    """Return the guest after a move that led to this place."""
    return replace(
        guest,
        moves=sitting.moves,
        answered=len(sitting.session.responses),
        moved=now,
        place=place,
        finished=(guest.finished or now) if place.is_through else None,
    )
