"""Recovery against items: what a form of so many items finds of its people, asked alike or adaptively."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.forms import evenly
from rolecheck.measure.lab.experiment import Experiment, cast_of, take_through
from rolecheck.measure.lab.figures import Figure, Selection, jackknife
from rolecheck.measure.prior import Floats
from rolecheck.session.session import Form

FIXED_LENGTHS = (6, 8, 10, 12, 15, 18, 22, 26, 30, 36, 45)
ADAPTIVE_CAPS = (6, 8, 10, 12, 14, 16, 18)


@dataclass(frozen=True)
class Curve:
    """For each person and length [people, lengths]: whether the true line was found, after how many items.

    ``lengths`` are items of fixed forms, caps of adaptive ones, which may stop earlier.
    """

    lengths: tuple[int, ...]
    right: NDArray[np.bool_]
    asked: NDArray[np.intp]

    def recovery(self, place: int) -> Figure:
        """Return the share of people whose line is found at one length."""
        return _mean(self.right[:, place])

    def items(self, place: int) -> Figure:
        """Return the mean number of items at one length."""
        return _mean(self.asked[:, place])


def lengths_of(bank: Bank, form: Form) -> tuple[int, ...]:
    """Return the lengths looked at: of fixed forms for the full one, caps for an adaptive one; no more than there are.

    A bank smaller than all of them is looked at whole.
    """
    most = len(bank.of(Facet.RESPONSIBILITY))
    wanted = FIXED_LENGTHS if form is Form.FULL else ADAPTIVE_CAPS
    return tuple(length for length in wanted if length <= most) or (most,)


def run_curve(examiner: Examiner, experiment: Experiment, chunk: int) -> Curve:
    """Return one chunk's curve: the experiment's form is full for fixed forms, else adaptive."""
    cast = cast_of(experiment, examiner.bank, chunk)
    lengths = lengths_of(examiner.bank, experiment.form)
    if experiment.form is Form.FULL:
        moments = examiner.bank.of(Facet.RESPONSIBILITY)
        # Every chunk another form of those that are equally even, so that none's luck decides.
        items = evenly(moments, max(lengths), f"{experiment.seed}/curve/{chunk}")
        responses = [
            [person.respond(item, seed) for item in items] for person, seed in zip(cast.people, cast.seeds, strict=True)
        ]
    else:
        by_id = examiner.bank.by_id
        responses = [
            [response for response in session.responses if by_id[response.item].facet is Facet.RESPONSIBILITY]
            for session in take_through(examiner, experiment.form, cast.people, cast.seeds)
        ]
    truth = cast.truth.argmax(axis=1)
    found = [examiner.p_largest([person[:length] for person in responses]).argmax(axis=1) for length in lengths]
    return Curve(
        lengths=lengths,
        right=np.array([each == truth for each in found]).T,
        asked=np.array([[min(length, len(person)) for length in lengths] for person in responses]),
    )


def joined_curve(curves: Iterable[Curve]) -> Curve:
    """Return the curves of all chunks as one."""
    parts = list(curves)
    return Curve(
        lengths=parts[0].lengths,
        right=np.concatenate([part.right for part in parts]),
        asked=np.concatenate([part.asked for part in parts]),
    )


def equal_items(adaptive: Curve, place: int, fixed: Curve) -> Figure:
    """Return how many items of the fixed form find as many of the same people as the adaptive form at one cap.

    Interpolated between the lengths looked at; nan where no length finds as many, or every one finds more.
    """
    return _compared(adaptive, place, fixed, lambda _, equal: equal)


def saving(adaptive: Curve, place: int, fixed: Curve) -> Figure:
    """Return the share of items the adaptive form saves at equal recovery: one less its mean items over the fixed."""
    return _compared(adaptive, place, fixed, lambda asked, equal: 1 - asked / equal)


def _compared(adaptive: Curve, place: int, fixed: Curve, value: Callable[[float, float], float]) -> Figure:
    def of(kept: Selection) -> float:
        found = float(adaptive.right[kept, place].mean())
        equal = _length_finding(found, fixed.lengths, fixed.right[kept].mean(axis=0))
        return value(float(adaptive.asked[kept, place].mean()), equal)

    people = len(adaptive.asked)
    return Figure(of(np.ones(people, np.bool_)), jackknife(of, people), people)


def _length_finding(found: float, lengths: Sequence[int], recoveries: Floats) -> float:
    """Return the length of fixed form that finds so many; more items never find fewer, but for chance."""
    rising = np.maximum.accumulate(recoveries)
    if not rising[0] <= found <= rising[-1]:
        return nan
    return float(np.interp(found, rising, lengths))


def _mean(rows: NDArray[np.bool_] | NDArray[np.intp]) -> Figure:
    return Figure(float(rows.mean()), jackknife(lambda kept: float(rows[kept].mean()), len(rows)), len(rows))
