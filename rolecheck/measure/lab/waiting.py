"""Rooms made up to try ``rolecheck.measure.expectations`` on: how often a moment at which all wait is called one.

The rooms differ from what the model assumes: slips of their own rate, people who know whose matter it is to a degree
of their own, and a favourite whom those who do not know point at.
"""

from random import Random
from typing import NamedTuple

from rolecheck.measure.expectations import ME, NOBODY, WAITS_AT, standing


class Room(NamedTuple):
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


def draw_answers(room: Room, rng: Random) -> list[int]:
    """Return what such a room says of one moment."""
    people = range(room.people)
    owners = set(rng.sample(people, room.owners))
    favourite = rng.choice(people)
    return [_answer(room, person, owners, favourite, rng) for person in people]


def _answer(room: Room, person: int, owners: set[int], favourite: int, rng: Random) -> int:
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


def waiting_rate(room: Room, moments: int, seed: int) -> float:
    """Return the share of so many moments called one at which all wait: power where none owns it, else false alarms."""
    rng = Random(seed)
    return sum(standing(draw_answers(room, rng)).nobody >= WAITS_AT for _ in range(moments)) / moments
