"""Rows to records and back: every statement this room makes, each a function of a connection.

What several statements must agree on happens in one transaction, see ``rolecheck.host.database``.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, select, update

from rolecheck.host.database import GUEST, LEAD, MOVE, ROOM, VOTE
from rolecheck.host.room import FormPlace, FormStanding, Guest, Mode, Room
from rolecheck.host.sitting import GuestMove, MoveKind
from rolecheck.host.together import Party, Vote
from rolecheck.session.session import Form
from rolecheck.session.workshop import Hands, Scene, Workshop

MOVED_BY_ANSWERS = frozenset({"moves", "answered", "moved", "place", "finished"})
"""What a move changes of a guest's row."""

_ROOM, _GUEST = (tuple(table.columns.keys()) for table in (ROOM, GUEST))
_LABELLED = [column.label(f"{table.name}_{column.name}") for table in (ROOM, GUEST) for column in table.columns]


@dataclass(frozen=True, slots=True)
class Count:
    """How many are in a room, how many have finished, and how much has happened: any change changes it."""

    version: int
    guests: int
    finished: int
    moves: int
    votes: int


def add_room(connection: Connection, room: Room, lead_key: str) -> Room:
    """Keep a new room, whose id the database chooses, and its lead's key."""
    values = _room_values(room)
    values.pop("id")
    key = connection.execute(insert(ROOM).values(values)).inserted_primary_key
    (number,) = key or (0,)
    add_lead(connection, number, lead_key)
    return find_room_by_id(connection, number)


def add_lead(connection: Connection, room: int, lead_key: str) -> None:
    """Let one more key lead the room."""
    connection.execute(insert(LEAD).values(key=lead_key, room=room))


def rooms(connection: Connection) -> list[Room]:
    """Return every room, the latest first."""
    statement = select(ROOM).order_by(ROOM.c.created.desc(), ROOM.c.id.desc())
    return [_room(row) for row in connection.execute(statement)]


def find_room(connection: Connection, code: str) -> Room | None:
    """Return the room of this long code, None where there is none."""
    return _one_room(connection, ROOM.c.code == code)


def enter(connection: Connection, code: str, key: str) -> tuple[Room | None, Guest | None]:
    """Return the room of this long code, and who in it has this key, in one statement: every page begins with it."""
    own_guest = (GUEST.c.room == ROOM.c.id) & (GUEST.c.key == key)
    room_and_guest = ROOM.outerjoin(GUEST, own_guest)
    row = connection.execute(select(*_LABELLED).select_from(room_and_guest).where(ROOM.c.code == code)).one_or_none()
    if row is None:
        return None, None
    values = tuple(row)
    split = len(ROOM.columns)
    return _room_of(values[:split]), None if values[split] is None else _guest_of(values[split:])


def find_room_by_pin(connection: Connection, pin: str) -> Room | None:
    """Return the room of this short code, None where there is none."""
    return _one_room(connection, ROOM.c.pin == pin)


def find_room_by_lead(connection: Connection, lead_key: str) -> Room | None:
    """Return the room this key leads, None where it leads none."""
    joined = select(LEAD.c.room).where(LEAD.c.key == lead_key)
    return _one_room(connection, ROOM.c.id == joined.scalar_subquery())


def find_room_by_id(connection: Connection, number: int) -> Room:
    """Return a room that is there."""
    return _room(connection.execute(select(ROOM).where(ROOM.c.id == number)).one())


def party(connection: Connection, number: int) -> Party:
    """Return a room that is there, with everybody in it."""
    return Party(
        find_room_by_id(connection, number), tuple(guests(connection, number)), tuple(votes(connection, number))
    )


def lock_room(connection: Connection, number: int) -> Room:
    """Return a room that is there, and let nobody else change it before this transaction ends."""
    return _room(connection.execute(select(ROOM).where(ROOM.c.id == number).with_for_update()).one())


def change_room(connection: Connection, room: Room, seen: int) -> bool:
    """Keep a changed room unless somebody has changed it since version ``seen``; tell whether it was kept."""
    values = _room_values(room)
    values["version"] = seen + 1
    result = connection.execute(update(ROOM).where(ROOM.c.id == room.id, ROOM.c.version == seen).values(values))
    return result.rowcount == 1


def delete_room(connection: Connection, number: int) -> None:
    """Delete a room and everything in it."""
    connection.execute(delete(ROOM).where(ROOM.c.id == number))


def count(connection: Connection, room: int) -> Count | None:
    """Return what a look at the room is worth comparing, None where it is gone."""
    rows = GUEST.c
    version = connection.execute(select(ROOM.c.version).where(ROOM.c.id == room)).scalar()
    if version is None:
        return None
    sums = connection.execute(
        select(func.count(), func.count(rows.finished), func.coalesce(func.sum(rows.moves), 0)).where(rows.room == room)
    ).one()
    return Count(version, sums[0], sums[1], int(sums[2]), _votes_so_far(connection, room))


def _votes_so_far(connection: Connection, room: int) -> int:
    joined = select(func.count()).select_from(VOTE.join(GUEST)).where(GUEST.c.room == room)
    return connection.execute(joined).scalar_one()


def add_guest(connection: Connection, guest: Guest, key: str) -> Guest:
    """Keep a new guest under the next number of the room; the same key a second time is the same guest."""
    known = find_guest(connection, guest.room, key)
    if known is not None:
        return known
    # The room's row is locked first: two who come in one moment do not get one number.
    lock_room(connection, guest.room)
    last = connection.execute(select(func.max(GUEST.c.number)).where(GUEST.c.room == guest.room)).scalar()
    values = _guest_values(guest) | {"key": key, "number": (last or 0) + 1}
    values.pop("id")
    connection.execute(insert(GUEST).values(values))
    added = find_guest(connection, guest.room, key)
    assert added is not None  # noqa: S101 - it has just been kept
    return added


def find_guest(connection: Connection, room: int, key: str) -> Guest | None:
    """Return the guest of this key, None where there is none in the room."""
    rows = GUEST.c
    row = connection.execute(select(GUEST).where(rows.key == key, rows.room == room)).one_or_none()
    return None if row is None else _guest(row)


def guests(connection: Connection, room: int) -> list[Guest]:
    """Return everybody in the room, in the order they came."""
    statement = select(GUEST).where(GUEST.c.room == room).order_by(GUEST.c.number)
    return [_guest(row) for row in connection.execute(statement)]


def count_guests(connection: Connection, room: int) -> int:
    """Return how many are in the room."""
    return connection.execute(select(func.count()).where(GUEST.c.room == room)).scalar_one()


def keep_move(connection: Connection, guest: Guest, move: GuestMove, seen: int) -> bool:
    """Keep a move and where it led unless another was kept since ``seen``; tell whether it was kept."""
    rows = GUEST.c
    # Not the name, nor whether they are in: the lead or another tab may have changed it meanwhile.
    changed = MOVED_BY_ANSWERS | ({"title"} if move.kind is MoveKind.CARD else set())
    values = {name: value for name, value in _guest_values(guest).items() if name in changed}
    kept = connection.execute(update(GUEST).where(rows.id == guest.id, rows.moves == seen).values(values))
    if kept.rowcount != 1:
        return False
    connection.execute(insert(MOVE).values(guest=guest.id, number=seen, **_move_values(move)))
    return True


def change_guest(connection: Connection, guest: int, **values: object) -> None:
    """Change what does not belong to a guest's answers: the name, whether they are in."""
    connection.execute(update(GUEST).where(GUEST.c.id == guest).values(values))


def delete_guest(connection: Connection, guest: int) -> None:
    """Delete a guest and all they answered."""
    connection.execute(delete(GUEST).where(GUEST.c.id == guest))


def moves(connection: Connection, guest: int) -> list[GuestMove]:
    """Return a guest's moves in their order."""
    return moves_of_many(connection, [guest]).get(guest, [])


def moves_of_many(connection: Connection, wanted: Sequence[int]) -> dict[int, list[GuestMove]]:
    """Return the moves of each of these guests in their order."""
    rows = MOVE.c
    statement = select(MOVE).where(rows.guest.in_(wanted)).order_by(rows.guest, rows.number)
    by_guest: dict[int, list[GuestMove]] = {guest: [] for guest in wanted}
    for row in connection.execute(statement):
        by_guest[row.guest].append(GuestMove(MoveKind(row.kind), row.item, row.letters, row.seconds, row.until))
    return by_guest


def keep_vote(connection: Connection, guest: int, vote: Vote) -> None:
    """Keep a vote, in the place of the one before on the same moment."""
    rows = VOTE.c
    values = {"letter": vote.letter, "expected": vote.expected}
    changed = connection.execute(update(VOTE).where(rows.guest == guest, rows.item == vote.item).values(values))
    if not changed.rowcount:
        connection.execute(insert(VOTE).values(guest=guest, item=vote.item, **values))


def votes(connection: Connection, room: int) -> list[Vote]:
    """Return every vote of the room, in the order of its guests."""
    statement = (
        select(VOTE)
        .join(GUEST)
        .where(GUEST.c.room == room, GUEST.c.removed.is_(False))
        .order_by(GUEST.c.number, VOTE.c.item)
    )
    return [Vote(row.guest, row.item, row.letter, row.expected) for row in connection.execute(statement)]


def _one_room(connection: Connection, condition: ColumnElement[bool]) -> Room | None:
    row = connection.execute(select(ROOM).where(condition)).one_or_none()
    return None if row is None else _room(row)


def _columns(table: Table, record: object) -> dict[str, Any]:
    return {column.name: getattr(record, column.name) for column in table.columns if hasattr(record, column.name)}


def _room_values(room: Room) -> dict[str, Any]:
    workshop = None if room.workshop is None else json.dumps(asdict(room.workshop))
    return _columns(ROOM, room) | {"workshop": workshop, "form": str(room.form), "mode": str(room.mode)}


def _room(row: Row[Any]) -> Room:
    return _room_of(tuple(row))


def _room_of(columns: Sequence[Any]) -> Room:
    values = dict(zip(_ROOM, columns, strict=True))
    workshop = None if values["workshop"] is None else _workshop(json.loads(values["workshop"]))
    return Room(**values | {"form": Form(values["form"]), "mode": Mode(values["mode"]), "workshop": workshop})


def _workshop(kept: dict[str, Any]) -> Workshop:
    hands = tuple(Hands(hands["item"], tuple(hands["counts"]), hands["none_fits"]) for hands in kept["hands"])
    return Workshop(tuple(kept["moments"]), kept["seed"], kept["place"], Scene(kept["scene"]), hands, kept["ended"])


def _guest_values(guest: Guest) -> dict[str, Any]:
    values = _columns(GUEST, guest) | {"place": json.dumps(asdict(guest.place))}
    # The order they came in and their key stay what they were.
    values.pop("number")
    return values


def _guest(row: Row[Any]) -> Guest:
    return _guest_of(tuple(row))


def _guest_of(columns: Sequence[Any]) -> Guest:
    values = dict(zip(_GUEST, columns, strict=True))
    values.pop("key")
    place = json.loads(values["place"])
    return Guest(**values | {"place": FormPlace(**place | {"standing": FormStanding(place["standing"])})})


def _move_values(move: GuestMove) -> dict[str, Any]:
    return {
        "kind": str(move.kind),
        "item": move.item,
        "letters": move.letters,
        "seconds": move.seconds,
        "until": move.until,
    }
