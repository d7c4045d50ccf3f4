"""The same moment told twice, and how far the two responses agree.

A mirrored item checks, it does not measure: its response is no evidence for any line, or one moment would count twice.
What is compared are the keys of the options, wherever they stand in their items.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rolecheck.bank.items import Bank, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.session.session import Response


class Chosen(NamedTuple):
    """The keys a response stands for; ``second`` is None where there was none."""

    first: str
    second: str | None


class Pair(NamedTuple):
    """One moment answered twice: the ids of the item and of its mirror, and what was chosen on each."""

    original: str
    mirror: str
    told: Chosen
    again: Chosen

    @property
    def same_first(self) -> bool:
        """Whether the first choices agree."""
        return self.told.first == self.again.first

    @property
    def swapped(self) -> bool:
        """Whether first and second choice changed places."""
        return self.told.first == self.again.second and self.told.second == self.again.first

    @property
    def both_seconds(self) -> bool:
        """Whether there was a second choice on both."""
        return self.told.second is not None and self.again.second is not None

    @property
    def points(self) -> int:
        """How far both agree: 2 for the first choices, 1 for each first that is the other's second, 1 for the seconds.

        From 0, no choice in common, to 3, both choices the same.
        """
        return (
            2 * self.same_first
            + (self.told.first == self.again.second)
            + (self.told.second == self.again.first)
            + (self.told.second is not None and self.told.second == self.again.second)
        )


def answered_pairs(bank: Bank, responses: Iterable[Response]) -> tuple[Pair, ...]:
    """Return the pairs of which both items were answered, in the order of the bank's mirrored items."""
    if not bank.mirrors:
        return ()
    given = {response.item: response for response in responses}
    return tuple(
        Pair(original, mirror.id, _chosen(bank.by_id[original], given[original]), _chosen(mirror, given[mirror.id]))
        for mirror in bank.mirrors
        if (original := mirror.mirrors) in given and original is not None and mirror.id in given
    )


def _chosen(item: Item, response: Response) -> Chosen:
    first, *rest = (item.option(letter).key or STAND_BACK for letter in response.letters)
    return Chosen(first, rest[0] if rest else None)
