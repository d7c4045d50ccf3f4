"""One moment looked at together: what each phone votes, who is still missing, what the room sees once it is revealed.

Two things are asked of a moment: what one would do oneself, and who will stand up here (``expected``): ``me``,
``nobody``, ``guest:7`` (a guest who gave their name) or ``role:delivery-manager``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rolecheck.bank.items import NONE_FITS, Bank, Item
from rolecheck.host.room import Guest, Mode, Room
from rolecheck.session.walk import Back
from rolecheck.session.workshop import Go, Hands, Scene, Workshop

ME, NOBODY = "me", "nobody"
SILENT = "silent"
"""Kept when a moment is revealed for those who were there and had said nothing; who came later is not waited for."""

GUEST, ROLE = "guest:", "role:"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one guest said of one moment; ``letter`` is the bank's."""

    guest: int
    item: str
    letter: str
    expected: str


def open_moment(room: Room) -> str | None:
    """Return the item that is voted on now, None where nothing is."""
    workshop = room.workshop
    if room.mode is not Mode.TOGETHER or workshop is None or workshop.ended or workshop.scene is not Scene.HANDS:
        return None
    return workshop.moments[workshop.place]


def shown_moment(room: Room) -> str | None:
    """Return the item the room looks at, None where it looks at none."""
    workshop = room.workshop
    if workshop is None or workshop.ended or workshop.scene is Scene.RELAY:
        return None
    return workshop.moments[workshop.place]


def votes_on(votes: Iterable[Vote], item: str) -> list[Vote]:
    """Return the votes on one moment."""
    return [vote for vote in votes if vote.item == item]


def voters(guests: Iterable[Guest]) -> list[Guest]:
    """Return those whose votes are waited for: everybody who has not been sent away."""
    return [guest for guest in guests if not guest.removed]


def not_yet(guests: Sequence[Guest], votes: Sequence[Vote], item: str) -> list[Guest]:
    """Return those who have not voted on a moment."""
    done = {vote.guest for vote in votes_on(votes, item) if vote.expected != SILENT}
    return [guest for guest in voters(guests) if guest.id not in done]


def is_complete(before: Sequence[Guest], after: Sequence[Guest], votes: Sequence[Vote]) -> bool:
    """Tell whether a moment has just got its last vote; ``before`` and ``after`` are those who were and are missing.

    A moment the lead has stepped back to has all its votes already, and stays open while they are changed.
    """
    return bool(before and votes) and not after


def silent_on(guests: Sequence[Guest], votes: Sequence[Vote], item: str) -> list[Vote]:
    """Return what is kept of those who were there when a moment was revealed and had not voted."""
    return [Vote(guest.id, item, "", SILENT) for guest in not_yet(guests, votes, item)]


def hands_of(item: Item, votes: Iterable[Vote]) -> Hands:
    """Return the votes on a moment as hands."""
    letters = [vote.letter for vote in votes_on(votes, item.id)]
    return Hands(item.id, tuple(letters.count(letter) for letter in item.letters), letters.count(NONE_FITS))


def whom_to_expect(bank: Bank, guests: Sequence[Guest], voter: Guest) -> list[tuple[str, str]]:
    """Return what may be answered to who will stand up, each with its words: oneself, others, nobody.

    Names are those whose owners agreed to be named; the roles stand for everybody else.
    """
    named = [(f"{GUEST}{guest.id}", guest.public_name) for guest in voters(guests) if guest.id != voter.id]
    others = [(key, name) for key, name in named if name is not None]
    roles = [(f"{ROLE}{role.id}", role.name) for role in bank.roles.roles]
    return [(ME, "我"), *others, *roles, (NOBODY, "没人")]


def vote_complaint(bank: Bank, guests: Sequence[Guest], vote: Vote, voter: Guest) -> str | None:
    """Say what is missing in a vote that came in a form, None where nothing is."""
    if len(vote.letter) != 1 or vote.letter not in bank.by_id[vote.item].answers:
        return "第一问还没选：这时候，你会怎么做？"
    if vote.expected not in {key for key, _ in whom_to_expect(bank, guests, voter)}:
        return "第二问还没选：在我们这儿，这一刻会是谁站出来？"
    return None


class Act:
    """What a lead does with a workshop, as its buttons are called."""

    ON, BACK, SKIP = "on", "back", "skip"


def moved(bank: Bank, workshop: Workshop, act: str, votes: Sequence[Vote]) -> Workshop:
    """Return the workshop after an act of its lead, unchanged if it is none; revealing counts the votes as they are."""
    match act:
        case Act.BACK:
            return workshop.move(Back.BACK)
        case Act.SKIP if workshop.scene is not Scene.RELAY:
            return workshop.move(Go.SKIP)
        case Act.ON if workshop.scene is Scene.HANDS:
            item = bank.by_id[workshop.moments[workshop.place]]
            return workshop.move(hands_of(item, votes))
        case Act.ON if workshop.scene is not Scene.RELAY:
            return workshop.move(Go.ON)
        case _:
            return workshop


def with_moments(room: Room, moments: Sequence[str], seed: int) -> Room:
    """Return the room with these moments to look at together, from the first on."""
    return replace(room, workshop=Workshop(tuple(moments), seed), mode=Mode.TOGETHER)
