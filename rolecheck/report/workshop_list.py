"""The moments a workshop can show, to choose from."""

from collections.abc import Iterable
from typing import NamedTuple

from rolecheck.bank.items import Bank, Item


class ListedMoment(NamedTuple):
    """A moment before anybody has looked at it."""

    id: str
    about: str
    stem: str


def listed(bank: Bank, items: Iterable[Item]) -> tuple[ListedMoment, ...]:
    """Return the moments with their stages and industries."""
    names = {stage.id: stage.name for stage in bank.roles.stages}
    return tuple(
        ListedMoment(item.id, " · ".join(filter(None, (names.get(item.stage or ""), item.industry))), item.stem)
        for item in items
    )
