"""Answers as the estimator reads them: for each person and item, which options were taken, and nothing else.

An option is a column of its own here, where `rolecheck.measure.choice_sets` knows lines alone: that options of one line
differ is what is to be found. Sheets are pooled: streamed in, kept small, grouped by what stands beside the answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.session.session import Response

Marks = NDArray[np.int8]
Indices = NDArray[np.intp]

NOTHING = -1
"""Where there was no answer, none with a second choice, or none that fitted."""

MOST_PEOPLE = 20_000
"""People kept; of more, so many are drawn by lot. An option's error is 0.02 then, far below what anybody can hear."""

MOST_GROUPS = 12
"""Values looked at of one column, the most frequent ones."""

SEED = 20260211

FACETS = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)


class OptionLayout:
    """The items of one facet. ``column`` is [items, options], the line of an option, ``offered`` 1 where there is one.

    Columns are the bank's lines in order, stand-back last; items with fewer options than others are filled up.
    """

    def __init__(self, bank: Bank, facet: Facet) -> None:
        """Number the facet's items, options and columns."""
        self.facet = facet
        self.items: tuple[Item, ...] = bank.of(facet)
        self.lines = len(bank.roles.lines)
        number = {line.id: column for column, line in enumerate(bank.roles.lines)} | {STAND_BACK: self.lines}
        shape = len(self.items), max((len(item.options) for item in self.items), default=0)
        self.column = np.zeros(shape, np.intp)
        self.offered = np.zeros(shape)
        for place, item in enumerate(self.items):
            self.column[place, : len(item.options)] = [number[option.key or STAND_BACK] for option in item.options]
            self.offered[place, : len(item.options)] = 1
        self._place = {item.id: place for place, item in enumerate(self.items)}

    @property
    def columns(self) -> int:
        """How many columns there are, stand-back included."""
        return self.lines + 1

    def marks(self, responses: Iterable[Response]) -> Marks:
        """Return [items, 2]: the first and second option one person took of each item, as numbers."""
        marks = np.full((len(self.items), 2), NOTHING, np.int8)
        for response in responses:
            place = self._place.get(response.item)
            if place is not None and not response.none_fits:
                letters = self.items[place].letters
                marks[place, 0] = letters.index(response.first)
                if response.second is not None:
                    marks[place, 1] = letters.index(response.second)
        return marks


@dataclass(frozen=True)
class Answers:
    """What people answered: ``marks`` is [people, items, 2], see ``OptionLayout.marks``."""

    layout: OptionLayout
    marks: Marks

    @cached_property
    def counts(self) -> Indices:
        """[items]: how many people took an option of each item."""
        return np.asarray((self.marks[:, :, 0] != NOTHING).sum(axis=0))

    def some(self, people: Indices | slice) -> "Answers":
        """Return the answers of some of the people."""
        return Answers(self.layout, self.marks[people])

    def parts(self, size: int) -> Iterator["Answers"]:
        """Yield so many people at a time, alike in how many items they answered: a part is as wide as its widest."""
        order = np.argsort((self.marks[:, :, 0] != NOTHING).sum(axis=1), kind="stable")
        for start in range(0, len(order), size):
            yield self.some(order[start : start + size])


class Pool:
    """Everybody's answers so far.

    ``people`` is how many came, ``answers`` how often each item was answered, whatever was kept.
    """

    def __init__(self, bank: Bank, columns: Sequence[str]) -> None:
        """Begin; ``columns`` name what people are told apart by."""
        self.layouts = {facet: OptionLayout(bank, facet) for facet in FACETS if bank.of(facet)}
        self.people = 0
        self.answers: Counter[str] = Counter()
        self._columns = tuple(columns)
        self._marks: list[dict[Facet, Marks]] = []
        self._values: list[tuple[str, ...]] = []
        self._lots = Random(SEED)

    def add(self, responses: Sequence[Response], values: Sequence[str]) -> None:
        """Take in one person: their responses, and what stands in each of the columns."""
        self.people += 1
        self.answers.update(response.item for response in responses if not response.none_fits)
        place = len(self._marks)
        if place < MOST_PEOPLE:
            self._marks.append({})
            self._values.append(())
        else:
            place = self._lots.randrange(self.people)
            if place >= MOST_PEOPLE:
                return
        self._marks[place] = {facet: layout.marks(responses) for facet, layout in self.layouts.items()}
        self._values[place] = tuple(values)

    def of(self, facet: Facet) -> Answers:
        """Return the answers of one facet, of everybody kept."""
        layout = self.layouts[facet]
        marks = np.array([marks[facet] for marks in self._marks], np.int8)
        return Answers(layout, marks.reshape(len(self._marks), len(layout.items), 2))

    def groups(self) -> Mapping[tuple[str, str], Indices]:
        """Return who of those kept has which value in which column; who has none is in no group."""
        found = {}
        for number, column in enumerate(self._columns):
            counted = Counter(values[number] for values in self._values if values[number])
            if len(counted) > 1:
                for value, _ in counted.most_common(MOST_GROUPS):
                    own = [place for place, values in enumerate(self._values) if values[number] == value]
                    found[column, value] = np.array(own, np.intp)
        return found
