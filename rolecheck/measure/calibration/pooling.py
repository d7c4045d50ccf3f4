"""Answer sheets pooled for calibration: streamed in, kept small, grouped by what stands beside the answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import numpy as np

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.calibration.answers import Answers, Indices, Marks, OptionLayout
from rolecheck.session.session import Response

MOST_PEOPLE = 20_000
"""People kept; of more, so many are drawn by lot. An option's error is 0.02 then, far below what anybody can hear."""

MOST_GROUPS = 12
"""Values looked at of one column, the most frequent ones."""

SEED = 20260211

FACETS = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)


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
