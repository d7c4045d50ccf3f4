"""What a facet's items can offer, and responses counted against it: all that the model needs to know of them.

The choice rule looks at a response as *one column chosen from a set of columns*; a second choice is a choice from what
the first one left. Columns are the bank's lines in order, stand-back last. Items that offer the same lines are alike
to the model, so a bank has far fewer sets than items, and responses are summed up by how often each column was chosen
from each set, whatever the order they came in. Where a calibration knows how attractive an item's options are, or how
much the item tells, its sets are its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice import Sets
from rolecheck.measure.null import Null, null_of
from rolecheck.measure.prior import Floats
from rolecheck.session.session import Response

Chosen = tuple[int, ...]
"""The cells of a flat tally that one response adds to: of its first choice, and of its second, if any."""

_Set = tuple[tuple[tuple[int, float], ...], float]
"""The columns a set has, each with its attractiveness, and the sensitivity of its item."""


@dataclass(frozen=True)
class KnownFactors:
    """What has been estimated of a bank from answers; everything not named is one, as if nobody had estimated it.

    ``attractiveness`` is by item and letter, ``sensitivity`` by item; both are factors above nought, and so is
    ``spread``, how much people differ.
    """

    attractiveness: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sensitivity: Mapping[str, float] = field(default_factory=dict)
    spread: float = 1.0


def calibration_of(bank: Bank, facet: Facet) -> KnownFactors:
    """Return what the bank's own calibration says of a facet."""
    known = bank.calibration
    if known is None:
        return KnownFactors()
    return KnownFactors(
        {
            name: {letter: each.factor for letter, each in own.attractiveness.items()}
            for name, own in known.items.items()
        },
        {name: own.sensitivity.factor for name, own in known.items.items()},
        known.spreads[facet].factor if facet in known.spreads else 1.0,
    )


class Offers:
    """The sets one facet's items offer (``sets``)."""

    def __init__(self, bank: Bank, facet: Facet, calibration: KnownFactors | None = None) -> None:
        """Find each item's set, and each less one column; the calibration is the bank's unless another is given."""
        self.bank = bank
        self.facet = facet
        column = {line.id: number for number, line in enumerate(bank.roles.lines)}
        column[STAND_BACK] = len(bank.roles.lines)
        self.columns = len(column)
        self._offered = {
            item.id: tuple(column[option.key or STAND_BACK] for option in item.options) for item in bank.of(facet)
        }
        known = calibration or calibration_of(bank, facet)
        self._spread = known.spread
        self._whole = {item.id: _whole(item, self._offered[item.id], known) for item in bank.of(facet)}
        self._set: dict[_Set, int] = {}
        for whole in self._whole.values():
            self._set.setdefault(whole, len(self._set))
        for whole in list(self._set):
            for first, _ in whole[0]:
                self._set.setdefault(_less(whole, first), len(self._set))
        self.sets = self._sets()
        self._chosen: dict[tuple[str, str, str | None], Chosen] = {}

    @cached_property
    def null(self) -> Null:
        """What somebody for whom all lines are alike would choose."""
        return null_of(self.sets)

    def set_of(self, item: Item) -> int:
        """Return the number of the set an item offers."""
        return self._set[self._whole[item.id]]

    def chosen(self, response: Response) -> Chosen:
        """Return the cells one response adds to.

        None where it is to another facet, or no option fitted: then nothing was chosen.
        """
        key = response.item, response.first, response.second
        found = self._chosen.get(key)
        if found is None:
            found = self._chosen[key] = self._cells(response) if response.item in self._offered else ()
        return found

    def tally(self, responses: Iterable[Response]) -> Floats:
        """Return [sets, columns]: how often each column was chosen from each set; other facets do not count."""
        return np.asarray(self.tallies([responses])[0])

    def tallies(self, people: Sequence[Iterable[Response]]) -> Floats:
        """Return [people, sets, columns]."""
        size = self.sets.attractiveness.size
        cells = [
            number * size + cell
            for number, responses in enumerate(people)
            for response in responses
            for cell in self.chosen(response)
        ]
        counted = np.bincount(np.array(cells, np.intp), minlength=len(people) * size)
        return counted.reshape(len(people), *self.sets.attractiveness.shape).astype(np.float64)

    def _sets(self) -> Sets:
        attractiveness = np.zeros((len(self._set), self.columns))
        for (members, _), number in self._set.items():
            for column, attractive in members:
                attractiveness[number, column] = attractive
        return Sets(attractiveness, np.array([sensitivity for _, sensitivity in self._set], np.float64), self._spread)

    def _cells(self, response: Response) -> Chosen:
        if response.none_fits:
            return ()
        offered = self._offered[response.item]
        letters = self.bank.by_id[response.item].letters
        whole = self._whole[response.item]
        first = offered[letters.index(response.first)]
        cells = [self._set[whole] * self.columns + first]
        if response.second is not None:
            then = offered[letters.index(response.second)]
            cells.append(self._set[_less(whole, first)] * self.columns + then)
        return tuple(cells)


def _whole(item: Item, columns: Sequence[int], known: KnownFactors) -> _Set:
    attractive = known.attractiveness.get(item.id, {})
    members = ((column, attractive.get(letter, 1.0)) for letter, column in zip(item.letters, columns, strict=True))
    return tuple(sorted(members)), known.sensitivity.get(item.id, 1.0)


def _less(whole: _Set, first: int) -> _Set:
    members, sensitivity = whole
    return tuple(member for member in members if member[0] != first), sensitivity
