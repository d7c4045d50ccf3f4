"""One guest's way through their form: the moves made so far, and what a posted form changes about them.

A guest's session is the terminal's ``Session``, played again from its moves; which item comes next is the examiner's
to say. Nothing here knows a database or a browser, so a random walk can be held against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rolecheck.bank.items import NONE_FITS, Bank
from rolecheck.host.room import Guest, Place, Standing
from rolecheck.measure.administration import next_steps
from rolecheck.measure.examiner import Examiner
from rolecheck.session.session import Form, Response, Session


class Kind(StrEnum):
    """What a move does."""

    ANSWER = "answer"
    BACK = "back"
    MORE = "more"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: an answer to an item, one step back, or a reply to the offer of more items.

    ``letters`` are the bank's, first choice and perhaps a second; ``until`` is how far a session is extended.
    """

    kind: Kind
    item: str | None = None
    letters: str | None = None
    seconds: float | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session, and whether its respondent has had enough of it; ``moves`` counts how it came to be."""

    session: Session
    moves: int = 0
    has_enough: bool = False

    def after(self, move: Move) -> "Sitting":
        """Return the sitting after one more move; ValueError if the move is none."""
        session, enough = self.session, self.has_enough
        match move.kind:
            case Kind.ANSWER if move.item and move.letters:
                first, second = move.letters[0], move.letters[1:] or None
                session = session.answer(Response(move.item, first, second, move.seconds))
            case Kind.BACK:
                session = session.undo()
            case Kind.MORE if move.until:
                session = session.extend(move.until)
            case Kind.ENOUGH:
                enough = True
            case _:
                raise ValueError(move)
        return Sitting(session, self.moves + 1, enough)


def begun(guest: Guest, form: Form) -> Sitting:
    """Return the sitting of somebody who has answered nothing."""
    return Sitting(Session(form, guest.seed, guest.title, guest.name))


def played(sitting: Sitting, moves: Sequence[Move]) -> Sitting:
    """Return the sitting after these moves."""
    for move in moves:
        sitting = sitting.after(move)
    return sitting


def places(examiner: Examiner, sittings: Sequence[Sitting]) -> list[Place]:
    """Return what each of many is shown next: chosen together they cost a fraction of one after another."""
    steps = next_steps(examiner, [sitting.session for sitting in sittings])
    return [
        _at_the_end(examiner, sitting)
        if step is None
        else Place(Standing.ITEM, step.item.id, step.most_left, None if step.earlier is None else step.earlier.letters)
        for sitting, step in zip(sittings, steps, strict=True)
    ]


def _at_the_end(examiner: Examiner, sitting: Sitting) -> Place:
    more = 0 if sitting.has_enough else examiner.more_items(sitting.session)
    return Place(Standing.OFFER, more=more) if more else Place(Standing.DONE)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as a browser sent it: ``moves`` is the count of moves it was made at; all of it may be anything."""

    kind: str
    moves: str
    item: str = ""
    first: str = ""
    second: str = ""


class Refused(Exception):  # noqa: N818 - a refusal is not an error of the program
    """What was posted cannot be taken; the text says what to do."""


def read_move(examiner: Examiner, guest: Guest, sitting: Sitting, posted: Posted, now: float) -> Move | None:
    """Return the move a form stands for; None where it was made of an earlier page and so counts no more.

    A second tap, a retry, a second tab and a form from before a step back all carry an earlier count.

    Raises:
        Refused: the form is of this page, yet says nothing that can be taken.
    """
    if posted.moves != str(guest.moves):
        return None
    place = guest.place
    match posted.kind:
        case Kind.ANSWER if place.standing is Standing.ITEM and posted.item == place.item:
            seconds = round(max(now - guest.moved, 0.0), 1)
            return Move(Kind.ANSWER, place.item, read_letters(examiner.bank, posted), seconds)
        case Kind.BACK if place.standing is not Standing.DONE and sitting.session.responses:
            return Move(Kind.BACK)
        case Kind.MORE if place.standing is Standing.OFFER:
            return Move(Kind.MORE, until=examiner.extend(sitting.session, place.more).until)
        case Kind.ENOUGH if place.standing is Standing.OFFER:
            return Move(Kind.ENOUGH)
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


def at_place(guest: Guest, place: Place, sitting: Sitting, now: float) -> Guest:
    """Return the guest after a move that led to this place."""
    done = now if place.standing is Standing.DONE else None
    return replace(
        guest,
        moves=sitting.moves,
        answered=len(sitting.session.responses),
        moved=now,
        place=place,
        finished=guest.finished or done,
    )
