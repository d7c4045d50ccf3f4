"""Everything that can be done in a room, each thing once: whoever asks (a phone, the lead's page, the terminal).

The database is the only state. What a guest is shown next is chosen before their answer is committed and kept with it,
so that a page is one look at the database.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TypeVar

from sqlalchemy import Connection

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.host import rows
from rolecheck.host.database import Database
from rolecheck.host.events import Hub
from rolecheck.host.limits import WrongCodes, digest, new_code, new_key, new_pin, new_seed
from rolecheck.host.reports import personal_page, summary
from rolecheck.host.room import FormPlace, FormStanding, Guest, Mode, Room, why_not_answer, why_not_join
from rolecheck.host.sitting import (
    GuestSitting,
    MoveKind,
    Posted,
    Refused,
    at_place,
    begun,
    places,
    played,
    read_move,
    read_title,
)
from rolecheck.host.together import (
    Act,
    Party,
    Vote,
    moved,
    open_moment,
    revealed_by_last,
    silent_on,
    vote_complaint,
)
from rolecheck.host.workers import Batcher, Calculator, Reckoner, ThreadCalculator
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Form

Kept = TypeVar("Kept")

REMEMBERED = 256
"""Reports kept in memory: whoever has finished looks at theirs more than once."""

CHOSEN_TOGETHER = 32
"""Guests whose next items are chosen at once."""


class Desk:
    """One process's way into its rooms."""

    def __init__(
        self,
        examiner: Examiner,
        database: Database,
        calculator: Calculator | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take what measures, where everything is kept, and who calculates: this process unless somebody else does."""
        self.bank: Bank = examiner.bank
        self.examiner = examiner
        self.database = database
        self.calculator = calculator or ThreadCalculator(examiner)
        self.clock = clock
        self.hub = Hub(database)
        self.wrong_codes = WrongCodes()
        self._chooser: Batcher[GuestSitting, FormPlace] = Batcher(
            "choose", partial(self.calculator.quick, places), CHOSEN_TOGETHER
        )
        self.reckoner = Reckoner(lambda sitting: self.calculator.slow(Examiner.outlook, sitting.session))
        self.page = lru_cache(REMEMBERED)(partial(self.calculator.slow, personal_page))
        self.summary = lru_cache(REMEMBERED)(partial(self.calculator.slow, summary))

    def close(self) -> None:
        """Let go of threads and database."""
        self._chooser.close()
        self.reckoner.close()
        self.calculator.close()
        self.database.close()

    def new_room(self, name: str, form: Form, closes: float | None) -> tuple[Room, str]:
        """Keep a new room; return it and its lead's key."""
        key = new_key()
        room = Room(0, name, new_code(), new_pin(), form, Mode.ALONE, self.bank.digest, self.clock(), closes)
        return self.database.write_now(lambda connection: rows.add_room(connection, room, digest(key))), key

    def another_key(self, room: Room) -> str:
        """Return one more key that leads a room: the earlier ones are known by their digests alone."""
        key = new_key()
        self.database.write_now(lambda connection: rows.add_lead(connection, room.id, digest(key)))
        return key

    def rooms(self) -> list[Room]:
        """Return every room of the database, the latest first."""
        return self.database.read_now(rows.rooms)

    async def room_of(self, code: str) -> Room | None:
        """Return the room of a long code."""
        return await self.database.read(lambda connection: rows.find_room(connection, code))

    async def room_of_pin(self, pin: str) -> Room | None:
        """Return the room of a short code."""
        return await self.database.read(lambda connection: rows.find_room_by_pin(connection, pin))

    async def room_led_by(self, key: str) -> Room | None:
        """Return the room a lead's key leads."""
        return await self.database.read(lambda connection: rows.find_room_by_lead(connection, digest(key)))

    async def enter(self, code: str, key: str) -> tuple[Room | None, Guest | None]:
        """Return the room of a long code, and who in it has this key."""
        return await self.database.read(partial(rows.enter, code=code, key=digest(key)))

    async def party(self, room: int) -> Party:
        """Return a room with everybody in it."""
        return await self.database.read_much(partial(rows.party, number=room))

    async def join(self, room: Room, key: str, name: str, *, shows_name: bool) -> Guest:
        """Let somebody in; the same key a second time is the same guest. Refused where nobody comes in."""
        now = self.clock()
        called = harmless(name, MOST_NAME) or None
        nowhere = FormPlace(FormStanding.DONE)
        guest = Guest(
            0, room.id, 0, called, shows_name and called is not None, None, new_seed(), now, now, 0, 0, nowhere
        )
        guest = replace(guest, place=await self._chooser.do(begun(guest, room.form)))

        def keep(connection: Connection) -> Guest:
            known = rows.find_guest(connection, room.id, digest(key))
            if known is not None:
                return known
            why = why_not_join(rows.find_room_by_id(connection, room.id), rows.count_guests(connection, room.id), now)
            if why is not None:
                raise Refused(why)
            return rows.add_guest(connection, guest, digest(key))

        return await self._keep(keep)

    async def sitting(self, room: Room, guest: Guest) -> GuestSitting:
        """Return a guest's sitting, played again from their moves."""
        moves = await self.database.read(lambda connection: rows.moves(connection, guest.id))
        return played(begun(guest, room.form), moves)

    async def sittings(self, room: Room, guests: Sequence[Guest]) -> list[GuestSitting]:
        """Return the sittings of many guests."""
        ids = [guest.id for guest in guests]
        moves = await self.database.read_much(lambda connection: rows.moves_of_many(connection, ids))
        return [played(begun(guest, room.form), moves[guest.id]) for guest in guests]

    async def move(self, room: Room, guest: Guest, posted: Posted) -> None:
        """Take what a guest posted about their form: once, and only if it was made of the page they are at.

        Raises:
            Refused: it cannot be taken; the text says what to do.
        """
        now = self.clock()
        why = why_not_answer(room, guest, now)
        if why is not None:
            raise Refused(why)
        if posted.moves != str(guest.moves):
            return
        sitting = await self.sitting(room, guest)
        move = read_move(self.examiner, guest, sitting, posted, now)
        if move is None or sitting.moves != guest.moves:
            return
        if move.kind is MoveKind.CARD:
            guest = replace(guest, title=read_title(self.bank, posted.title))
        sitting = sitting.after(move)
        after = at_place(guest, await self._chooser.do(sitting), sitting, now)
        await self._keep(lambda connection: rows.keep_move(connection, after, move, guest.moves))

    async def current(self, room: Room, guest: Guest) -> Guest:
        """Return the guest at an item the bank has: it may have been chosen from an earlier one."""
        if guest.place.item is None or guest.place.item in self.bank.by_id:
            return guest
        place = await self._chooser.do(await self.sitting(room, guest))
        return replace(guest, place=place)

    async def vote(self, room: Room, guest: Guest, vote: Vote) -> None:
        """Take a guest's vote on the open moment; one on a moment that is closed by now counts no more.

        Raises:
            Refused: something is missing in it, or it is not taken.
        """
        why = why_not_answer(room, guest, self.clock())
        if why is not None:
            raise Refused(why)
        if open_moment(room) != vote.item:
            return

        def keep(connection: Connection, party: Party) -> None:
            # Looked at again within the transaction: the lead may be revealing it just now.
            if open_moment(party.room) != vote.item:
                return
            complaint = vote_complaint(self.bank, party.guests, vote, guest)
            if complaint is not None:
                raise Refused(complaint)
            rows.keep_vote(connection, guest.id, vote)

        await self._keep_and_reveal(room.id, keep)

    async def rename_guest(self, guest: Guest, name: str, *, shows_name: bool) -> None:
        """Change what a guest is called."""
        called = harmless(name, MOST_NAME) or None
        changed = {"name": called, "shows_name": shows_name and called is not None}
        await self._keep(lambda connection: rows.change_guest(connection, guest.id, **changed))

    async def change_card(self, guest: Guest, posted: str) -> None:
        """Change what a guest's card says; Refused where nothing was chosen."""
        title = read_title(self.bank, posted)
        await self._keep(lambda connection: rows.change_guest(connection, guest.id, title=title))

    async def forget_guest(self, guest: Guest) -> None:
        """Delete a guest and all they answered."""
        await self._keep_and_reveal(guest.room, lambda connection, _: rows.delete_guest(connection, guest.id))
        await asyncio.to_thread(self.database.wipe)

    async def send_away(self, room: Room, guest: int, *, removed: bool) -> None:
        """Send a guest away, or let them back; what they answered stays."""

        def keep(connection: Connection, party: Party) -> None:
            if any(other.id == guest for other in party.guests):
                rows.change_guest(connection, guest, removed=removed)
                rows.change_room(connection, party.room, party.room.version)

        await self._keep_and_reveal(room.id, keep)

    async def change(self, room: Room, changed: Room) -> bool:
        """Keep what the lead changed, unless it was changed meanwhile; tell whether it was kept."""
        return await self._keep(lambda connection: rows.change_room(connection, changed, room.version))

    async def act(self, room: Room, act: str) -> bool:
        """Move the workshop on, back, or past a moment; what is revealed is counted in the same transaction."""

        def keep(connection: Connection) -> bool:
            workshop = room.workshop
            if workshop is None:
                return False
            # No vote comes in between counting and revealing.
            rows.lock_room(connection, room.id)
            votes = rows.votes(connection, room.id)
            after = replace(room, workshop=moved(self.bank, workshop, act, votes))
            kept = rows.change_room(connection, after, room.version)
            item = open_moment(room)
            if kept and item is not None and act == Act.ON:
                for silent in silent_on(rows.guests(connection, room.id), votes, item):
                    rows.keep_vote(connection, silent.guest, silent)
            return kept

        return await self._keep(keep)

    async def _keep_and_reveal(self, number: int, change: Callable[[Connection, Party], None]) -> None:
        """Keep a change after which nobody may be missing any more, and what that reveals."""

        def keep(connection: Connection) -> None:
            # Locked first, or the last two to vote in one moment would each find the other missing.
            rows.lock_room(connection, number)
            before = rows.party(connection, number)
            change(connection, before)
            revealed = revealed_by_last(self.bank, before, rows.party(connection, number))
            if revealed is not None:
                rows.change_room(connection, revealed, revealed.version)

        await self._keep(keep)

    async def _keep(self, work: Callable[[Connection], Kept]) -> Kept:
        """Commit what changes a room, and let everybody who looks at it know."""
        kept = await self.database.write(work)
        self.hub.nudge()
        return kept

    async def delete(self, room: Room) -> None:
        """Delete a room, its guests and their answers, so that nothing of them stays in the file."""
        await self._keep(lambda connection: rows.delete_room(connection, room.id))
        await asyncio.to_thread(self.database.wipe)
