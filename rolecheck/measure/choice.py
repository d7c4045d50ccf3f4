"""The choice rule: how likely a choice is from a set, for one person or thousands of possible ones at once.

First choice among the shown options S (Luce 1959, mixed with a uniform lapse):

    P(j | S) = (1 - lapse) * a_j worth_j^b / sum_{k in S} a_k worth_k^b + lapse / |S|

a is an option's attractiveness, b its item's sensitivity; both are 1 where nobody has estimated them. A second choice
follows the same rule among the rest (Plackett 1975). An item not shown, skipped, or answered that nothing fits, adds no
term.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.prior import Floats

Singles = NDArray[np.float32]
"""Single precision is ample for draws: a probability is rounded at 1e-7, the draws themselves err by 1e-2."""

Indices = NDArray[np.intp]

TINY = np.float32(1e-30)
"""Instead of what has vanished."""

WORKED_AT_ONCE = 2**16
"""Chances worked out together: a quarter of a megabyte, which the processor's near memory holds twice."""


@dataclass(frozen=True, eq=False)
class Sets:
    """What can be chosen from.

    ``attractiveness`` is [sets, columns], 0 where a set lacks a column; ``sensitivity`` [sets], that of a set's item.
    Columns are the lines in the bank's order, stand-back last. ``spread`` is that of the people who choose: the median
    of their own spreads.
    """

    attractiveness: Floats
    sensitivity: Floats
    spread: float = 1.0

    @classmethod
    def plain(cls, members: Floats) -> "Sets":
        """Return sets of which nothing has been estimated; ``members`` is [sets, columns], 1 where one has a column."""
        return cls(np.asarray(members, np.float64), np.ones(len(members)))

    def __len__(self) -> int:
        """Return how many sets there are."""
        return len(self.attractiveness)

    @property
    def columns(self) -> int:
        """How many columns there are, stand-back counted."""
        return int(self.attractiveness.shape[1])

    @cached_property
    def members(self) -> Floats:
        """[sets, columns]: 1 where a set has a column."""
        return np.asarray(self.attractiveness > 0, np.float64)

    @cached_property
    def sizes(self) -> Floats:
        """[sets]: how many columns each has."""
        return np.asarray(self.members.sum(axis=1))

    @cached_property
    def is_plain(self) -> bool:
        """Whether nothing has been estimated: every attractiveness and sensitivity is one."""
        return bool((self.sensitivity == 1).all() and (self.attractiveness == self.members).all())

    def without(self, columns: Indices) -> "Sets":
        """Return each set less one column, [sets]."""
        attractiveness = self.attractiveness.copy()
        attractiveness[np.arange(len(self)), columns] = 0
        return Sets(attractiveness, self.sensitivity, self.spread)

    def part(self, numbers: Any) -> "Sets":  # noqa: ANN401 - whatever numpy takes as an index
        """Return some of the sets; what has been worked out of all is handed on."""
        part = Sets(self.attractiveness[numbers], self.sensitivity[numbers], self.spread)
        part.__dict__.update(members=self.members[numbers], sizes=self.sizes[numbers])
        if self.is_plain:
            part.__dict__.update(is_plain=True)
        return part


def choice_probability(worth: NDArray[Any], lapse: NDArray[Any], sets: Sets, chosen: Indices) -> NDArray[Any]:
    """Return [choices, draws]: the probability of each choice for every draw, in the precision of ``worth``.

    Args:
        worth: [columns, draws].
        lapse: [draws].
        sets: one for each choice.
        chosen: [choices], the column chosen.
    """
    probability, among = np.empty((2, len(chosen), worth.shape[1]), worth.dtype)
    _Choices(sets, chosen, worth.dtype.type).work_out(worth, lapse, probability, among)
    return np.asarray(probability)


class _Choices:
    """Choices of columns, each from a set of its own, made ready for any number of draws of one precision."""

    def __init__(self, sets: Sets, chosen: Indices, kind: Any) -> None:  # noqa: ANN401 - a scalar type of numpy's
        self._sets, self._chosen, self._kind = sets, chosen, kind
        self._members = sets.members.astype(kind)
        # What a lapse gives is the same for neighbours from sets of one size.
        ends = [0, *(np.flatnonzero(np.diff(sets.sizes)) + 1).tolist(), len(chosen)]
        self._alike = [(slice(*run), kind(sets.sizes[run[0]])) for run in pairwise(ends) if run[0] < run[1]]

    def work_out(
        self, worth: NDArray[Any], lapse: NDArray[Any], probability: NDArray[Any], among: NDArray[Any]
    ) -> None:
        """Put each choice's chance for every draw into ``probability``; both it and ``among`` are [choices, draws]."""
        if self._sets.is_plain:
            # Without "clip" numpy works in a buffer of its own.
            (worth * (1 - lapse)).take(self._chosen, axis=0, out=probability, mode="clip")
            probability /= np.matmul(self._members, worth, out=among)
        else:
            probability[:] = _weighed(worth, self._sets, self._chosen)
            probability *= 1 - lapse
        # A lapse is never quite nothing, so that no choice is quite impossible.
        lapsed = np.maximum(lapse, self._kind(TINY))
        for rows, size in self._alike:
            probability[rows] += lapsed / size


def _weighed(worth: NDArray[Any], sets: Sets, chosen: Indices) -> NDArray[Any]:
    """Return Luce's part of the probability, [choices, draws], where options or items have been estimated."""
    probability = np.empty((len(chosen), worth.shape[1]), worth.dtype)
    for sensitivity in np.unique(sets.sensitivity):
        places = np.flatnonzero(sets.sensitivity == sensitivity)
        seen = worth ** worth.dtype.type(sensitivity)
        attractive = sets.attractiveness[places].astype(worth.dtype)
        own = attractive[np.arange(len(places)), chosen[places]]
        probability[places] = seen[chosen[places]] * own[:, None] / (attractive @ seen)
    return probability


def log_likelihood(
    worth: NDArray[Any], lapse: NDArray[Any], sets: Sets, tally: Floats, room: NDArray[Any] | None = None
) -> NDArray[Any]:
    """Return [draws]: the log-likelihood of all choices counted in a tally [sets, columns], for every draw.

    In the precision of ``worth``; what was chosen three times from a set is worked out once. ``room`` is what
    ``room_of`` returns: memory that is taken and given back time and again costs more than the arithmetic.
    """
    number, chosen = np.nonzero(tally)
    times = tally[number, chosen].astype(worth.dtype)
    choices = _Choices(sets.part(number), chosen, worth.dtype.type)
    draws = worth.shape[1]
    total = np.empty(draws, worth.dtype)
    halves = room_of(worth.dtype) if room is None else room
    # Parts of one size: a small last one would cost its calls for little.
    parts = -(-len(chosen) * draws // WORKED_AT_ONCE) or 1
    together = min(-(-draws // parts), WORKED_AT_ONCE // max(len(chosen), 1))
    for start in range(0, draws, together):
        part = slice(start, min(start + together, draws))
        shape = len(chosen), part.stop - start
        chances, among = (half[: shape[0] * shape[1]].reshape(shape) for half in halves)
        choices.work_out(worth[:, part], lapse[part], chances, among)
        np.matmul(times, np.log(chances, out=chances), out=total[part])
    return total


def room_of(kind: Any) -> NDArray[Any]:  # noqa: ANN401 - whatever numpy takes for a dtype
    """Return memory for ``log_likelihood`` to work in, and to be handed to it again."""
    return np.empty((2, WORKED_AT_ONCE), kind)
