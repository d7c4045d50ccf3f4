"""Signs that answers were not read: shown to the reader, never silently held against the figures.

How often each sign comes up without reason, and how often it finds who picks at random, is measured by the lab
(``rolecheck.measure.lab``).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import log

from rolecheck.bank.items import Bank, Item
from rolecheck.session.session import Response
from rolecheck.session.step import shown_order

FASTEST_READING = 25.0
"""Characters a second; a session read faster than this on the whole was not read.

Silent reading of Chinese runs at five to ten characters a second; a choice must be weighed besides.
"""

CHANCE_FACTOR = 6.0
"""Random picking must explain the responses so many times better than the model does."""

LONGEST_PATTERN = 8
"""Responses in a row at the same place of the screen, or at two places in turn. By chance one session in 300."""


class Flag(StrEnum):
    """A sign that a result deserves a second look."""

    TOO_FAST = "too-fast"
    AT_RANDOM = "at-random"
    SAME_PLACE = "same-place"


def characters(bank: Bank, item: Item) -> int:
    """Return how many characters have to be read to answer an item."""
    ask = bank.framings[item.framing].ask
    return len(item.stem) + len(ask) + sum(len(option.text) for option in item.options)


def flags(
    bank: Bank,
    responses: Sequence[Response],
    *,
    seconds: float | None,
    seed: int | None,
    beyond_chance: float,
    fastest: float = FASTEST_READING,
) -> tuple[Flag, ...]:
    """Return the signs found.

    Args:
        bank: whose items were answered.
        responses: in the order they were given.
        seconds: the time for all of them together, None if nobody took it.
        seed: the session's, which tells where options stood; None if nobody was shown any.
        beyond_chance: how much better the model explains the responses than picking at random, in nats.
        fastest: characters a second above which nothing was read.
    """
    found = []
    if seconds is not None and too_fast(bank, responses, seconds, fastest):
        found.append(Flag.TOO_FAST)
    if beyond_chance < -log(CHANCE_FACTOR):
        found.append(Flag.AT_RANDOM)
    if seed is not None and longest_pattern(_places(bank, responses, seed)) >= LONGEST_PATTERN:
        found.append(Flag.SAME_PLACE)
    return tuple(found)


def too_fast(bank: Bank, responses: Iterable[Response], seconds: float, fastest: float = FASTEST_READING) -> bool:
    """Tell whether so many seconds were too few to read all that was answered."""
    return sum(characters(bank, bank.by_id[response.item]) for response in responses) > seconds * fastest


def longest_pattern(places: Sequence[int]) -> int:
    """Return the most places in a row that repeat the one before the last: all the same, or two in turn."""
    longest = run = min(len(places), 2)
    for place, before in zip(places[2:], places, strict=False):
        run = run + 1 if place == before else 2
        longest = max(longest, run)
    return longest


def total_seconds(responses: Iterable[Response]) -> float | None:
    """Return the time of all responses together, or None where one was not timed."""
    times = [response.seconds for response in responses]
    if not times or any(time is None for time in times):
        return None
    return sum(time for time in times if time is not None)


def _places(bank: Bank, responses: Iterable[Response], seed: int) -> list[int]:
    """Return where on the screen each choice stood; that no option fits stands at the same place in every item."""
    return [
        shown_order(bank.by_id[response.item], seed).index(response.first)
        for response in responses
        if not response.none_fits
    ]
