"""Rooms made up to try ``rolecheck.measure.expectations`` on: how often a moment at which all wait is called one.

The rooms differ from what the model assumes: slips of their own rate, people who know whose matter it is to a degree
of their own, and a favourite whom those who do not know point at.
"""

from enum import StrEnum
from math import sqrt
from random import Random
from typing import NamedTuple

from rolecheck.measure.expectations import ME, NOBODY, WAITS_AT, standing
from rolecheck.measure.lab.figures import Figure


class MadeUpRoom(NamedTuple):
    """People of whom so many take the matter for theirs.

    ``slip`` is how often one says the opposite of what is meant, ``known`` how often another person knows an owner,
    ``favourite`` how often one who does not points at the same person as everybody, ``nobody`` how often such a one
    says nobody.
    """

    people: int
    owners: int
    slip: float = 0.01
    known: float = 0.6
    favourite: float = 0.5
    nobody: float = 0.2


PEOPLE = (4, 8, 12, 20)
"""Of the rooms that are tried."""

MORE_SLIPS = 0.05
"""Five times as many as the model assumes."""


class RoomKind(StrEnum):
    """What is true of a moment in the rooms that are tried."""

    WAITS = "waits"
    """Nobody takes it for theirs."""

    WAITS_MORE_SLIPS = "waits-more-slips"

    KNOWN = "known"
    """One person does, and most know who."""

    UNKNOWN = "unknown"
    """One person does, and hardly anybody knows who."""

    KNOWN_MORE_SLIPS = "known-more-slips"


def room_of(kind: RoomKind, people: int) -> MadeUpRoom:
    """Return the room of so many people of which this is true."""
    match kind:
        case RoomKind.WAITS:
            return MadeUpRoom(people, 0)
        case RoomKind.WAITS_MORE_SLIPS:
            return MadeUpRoom(people, 0, slip=MORE_SLIPS)
        case RoomKind.KNOWN:
            return MadeUpRoom(people, 1)
        case RoomKind.UNKNOWN:
            return MadeUpRoom(people, 1, known=0.1)
        case RoomKind.KNOWN_MORE_SLIPS:
            return MadeUpRoom(people, 1, slip=MORE_SLIPS)


def called_waiting(kind: RoomKind, people: int, moments: int, seed: int) -> Figure:
    """Return the share of moments called one at which all wait, with its standard error.

    The error is a binomial one, of a share with one hit and one miss more: none of so many is no certainty.
    """
    share = waiting_rate(room_of(kind, people), moments, seed)
    likely = (share * moments + 1) / (moments + 2)
    return Figure(share, sqrt(likely * (1 - likely) / moments), moments)


def draw_answers(room: MadeUpRoom, rng: Random) -> list[int]:
    """Return what such a room says of one moment."""
    people = range(room.people)
    owners = set(rng.sample(people, room.owners))
    favourite = rng.choice(people)
    return [_answer(room, person, owners, favourite, rng) for person in people]


def _answer(room: MadeUpRoom, person: int, owners: set[int], favourite: int, rng: Random) -> int:
    if (person in owners) != (rng.random() < room.slip):
        return ME
    others = [other for other in range(room.people) if other != person]
    known = [owner for owner in owners if owner != person]
    if known and rng.random() < room.known:
        return rng.choice(known)
    if rng.random() < room.nobody or not others:
        return NOBODY
    if favourite != person and rng.random() < room.favourite:
        return favourite
    return rng.choice(others)


def waiting_rate(room: MadeUpRoom, moments: int, seed: int) -> float:
    """Return the share of so many moments called one at which all wait: power where none owns it, else false alarms."""
    rng = Random(seed)
    return sum(standing(draw_answers(room, rng)).nobody >= WAITS_AT for _ in range(moments)) / moments
