"""Signs that answers were not read: shown to the reader, never silently held against the figures."""

from collections.abc import Iterable
from enum import StrEnum

from rolecheck.bank.items import Bank, Item
from rolecheck.session.session import Response

FASTEST_READING = 25.0
"""Characters a second; a session read faster than this on the whole was not read.

Silent reading of Chinese runs at five to ten characters a second; a choice must be weighed besides.
"""


class Flag(StrEnum):
    """A sign that a result deserves a second look."""

    TOO_FAST = "too-fast"


def characters(bank: Bank, item: Item) -> int:
    """Return how many characters have to be read to answer an item."""
    ask = bank.framings[item.framing].ask
    return len(item.stem) + len(ask) + sum(len(option.text) for option in item.options)


def flags(bank: Bank, responses: Iterable[Response], seconds: float | None) -> tuple[Flag, ...]:
    """Return the signs found; ``seconds`` is the time for all responses together, None if nobody took it."""
    if seconds is None:
        return ()
    to_read = sum(characters(bank, bank.by_id[response.item]) for response in responses)
    return (Flag.TOO_FAST,) if to_read > seconds * FASTEST_READING else ()


def total_seconds(responses: Iterable[Response]) -> float | None:
    """Return the time of all responses together, or None where one was not timed."""
    times = [response.seconds for response in responses]
    if not times or any(time is None for time in times):
        return None
    return sum(time for time in times if time is not None)
