"""What a facet's items can offer, and responses counted against it: all that the model needs to know of them.

The choice rule looks at a response as *one column chosen from a set of columns*; a second choice is a choice from what
the first one left. Columns are the bank's lines in order, stand-back last. Items that offer the same lines are alike
to the model, so a bank has far fewer sets than items, and responses are summed up by how often each column was chosen
from each set, whatever the order they came in.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.prior import Floats
from rolecheck.session.session import Response

Chosen = tuple[tuple[int, int], ...]
"""The cells of a tally that one response adds to: (set, column) of its first choice, and of its second, if any."""


class Offers:
    """The sets one facet's items offer; ``members`` is [sets, columns], 1 where a set has a column."""

    def __init__(self, bank: Bank, facet: Facet) -> None:
        """Find the facet's sets: each item's own, and each less one column."""
        self.bank = bank
        self.facet = facet
        column = {line.id: number for number, line in enumerate(bank.roles.lines)}
        column[STAND_BACK] = len(bank.roles.lines)
        self.columns = len(column)
        self._offered = {
            item.id: tuple(column[option.key or STAND_BACK] for option in item.options) for item in bank.of(facet)
        }
        self._set: dict[frozenset[int], int] = {}
        for offered in self._offered.values():
            self._set.setdefault(frozenset(offered), len(self._set))
        for whole in list(self._set):
            for first in sorted(whole):
                self._set.setdefault(whole - {first}, len(self._set))
        self.members = np.zeros((len(self._set), self.columns))
        for members, number in self._set.items():
            self.members[number, sorted(members)] = 1
        self._set_of = {name: self._set[frozenset(offered)] for name, offered in self._offered.items()}
        self._chosen: dict[tuple[str, str], Chosen] = {}

    def set_of(self, item: Item) -> int:
        """Return the number of the set an item offers."""
        return self._set_of[item.id]

    def chosen(self, response: Response) -> Chosen:
        """Return the cells one response adds to; where no option fits, nothing was chosen and there are none."""
        key = response.item, response.letters
        if key not in self._chosen:
            self._chosen[key] = self._cells(response)
        return self._chosen[key]

    def asked(self, responses: Iterable[Response]) -> tuple[int, int]:
        """Return how many of the responses are to the facet's items, and on how many of these no option fitted."""
        none_fits = [response.none_fits for response in responses if response.item in self._offered]
        return len(none_fits), sum(none_fits)

    def tally(self, responses: Iterable[Response]) -> Floats:
        """Return [sets, columns]: how often each column was chosen from each set; other facets do not count."""
        tally = np.zeros(self.members.shape)
        for response in responses:
            if response.item in self._offered:
                for cell in self.chosen(response):
                    tally[cell] += 1
        return tally

    def tallies(self, people: Sequence[Iterable[Response]]) -> Floats:
        """Return [people, sets, columns]."""
        return np.array([self.tally(responses) for responses in people]).reshape(len(people), *self.members.shape)

    def _cells(self, response: Response) -> Chosen:
        if response.none_fits:
            return ()
        offered = self._offered[response.item]
        letters = self.bank.by_id[response.item].letters
        first = offered[letters.index(response.first)]
        whole = frozenset(offered)
        cells = [(self._set[whole], first)]
        if response.second is not None:
            cells.append((self._set[whole - {first}], offered[letters.index(response.second)]))
        return tuple(cells)
