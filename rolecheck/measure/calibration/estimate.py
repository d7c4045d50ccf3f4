"""The estimator: bank and population from what many people answered.

Marginal likelihood of all answers, every person's theta, spread and lapse integrated out (`expectation`), times normal
priors around "all options of a line are alike, all items tell as much"; how wide those are is estimated too (empirical
Bayes, MacKay 1992), so that with nothing to find everything is drawn to zero. Steps are Newton's, or, where the
observed information is not positive, those of EM (Lange 1995).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from rolecheck.measure.calibration.answers import Answers, Indices, OptionLayout
from rolecheck.measure.calibration.expectation import Sums, added, expect
from rolecheck.measure.calibration.people import ParameterPlaces, Parameters, uncalibrated
from rolecheck.measure.posterior import Booleans
from rolecheck.measure.prior import Floats

LEAST_ANSWERS = 100
"""Answers to an item below which nothing is estimated of it."""

MOST_STEPS = 25
SETTLED = 0.1
"""Standard errors: nothing may still move by more in a step."""

ROUGHLY_SETTLED = 1.0
WIDTH_TO_ERROR = 0.1
"""A width that moves by so much counts as one standard error."""

PART = 256
"""People worked out in one piece."""

FIRST_PEOPLE = 500
"""With so many the way up is begun where there are many more."""

LONGEST_STEP = 1.0
FIRST_WIDTH = 0.5
LEAST_WIDTH, MOST_WIDTH = 0.02, 3.0
LONGER = 1.5
MEAN_WIDTH = 1.0
SPREAD_WIDTH = 0.5
TINY = 1e-300
HELD = 1e8
"""Precision of what is not estimated."""

HELD_TOGETHER = 1e6
"""Precision of what is agreed upon: far beyond what answers tell, and not so far that rounding were felt."""

Runner = Callable[[Sequence[Callable[[], Sums]]], Iterable[Sums]]
"""Yields what each task returns, in their order."""


@dataclass(frozen=True)
class Fit:
    """What was found, with standard errors in the same shapes; ``covariance`` of the whole vector.

    ``width`` is how much options differ in attractiveness (a standard deviation), ``sensitivity_width`` how much items
    do in the logarithm of their sensitivity; ``counts`` [items] are the answers to each.
    """

    parameters: Parameters
    errors: Parameters
    covariance: Floats
    width: float
    sensitivity_width: float
    counts: Indices
    steps: int
    settled: bool

    @property
    def known(self) -> Booleans:
        """[items]: of which something has been estimated."""
        return np.asarray(self.counts >= LEAST_ANSWERS)


def one_by_one(tasks: Sequence[Callable[[], Sums]]) -> Iterable[Sums]:
    """Run tasks in this process."""
    return (task() for task in tasks)


def estimate(answers: Answers, run: Runner = one_by_one, size: int = PART) -> Fit:
    """Return what fits the answers best; ``size`` people are worked out together, anywhere, any number at once."""
    climb = _Climb(answers.layout, np.asarray(answers.counts >= LEAST_ANSWERS))
    if len(answers.marks) > 2 * FIRST_PEOPLE:
        # The way up is found with some of the people as well as with all.
        some = np.linspace(0, len(answers.marks) - 1, FIRST_PEOPLE).astype(np.intp)
        climb.go([answers.some(some)], run, ROUGHLY_SETTLED)
    climb.go(list(answers.parts(size)), run, SETTLED)
    layout, known = answers.layout, climb.known
    return Fit(
        _centred(climb.parameters, layout, known),
        climb.places.parameters(np.sqrt(np.diagonal(climb.covariance))),
        climb.covariance,
        *climb.widths,
        answers.counts,
        climb.steps,
        climb.settled,
    )


class _Climb:
    """The way to the top so far: where it stands, how wide the priors are, and what was agreed upon."""

    def __init__(self, layout: OptionLayout, known: Booleans) -> None:
        self.places = ParameterPlaces(layout)
        self.known = known
        self.covariance = np.eye(self.places.size)
        self.widths = (FIRST_WIDTH, FIRST_WIDTH)
        self.steps = 0
        self.settled = False
        self._start = uncalibrated(layout).vector()
        self._vector = self._start.copy()
        agreed = _agreed(layout, self.places, known)
        self._held = agreed.T @ agreed * HELD_TOGETHER
        self._free = _free(self.places, known, agreed)

    @property
    def parameters(self) -> Parameters:
        return self.places.parameters(self._vector)

    def go(self, parts: Sequence[Answers], run: Runner, enough: float) -> None:
        """Go on until no step is longer than so many standard errors."""
        for _ in range(MOST_STEPS):
            sums = added(run([partial(expect, part, self.parameters) for part in parts]))
            moved = self._step(sums)
            self.steps += 1
            self.settled = moved < enough
            if self.settled:
                return

    def _step(self, sums: Sums) -> float:
        """Take one step, and return how far it went, in standard errors; where a width still moves, as far as that."""
        precision = self._precision()
        prior = np.diag(precision) + self._held
        self.covariance = _inverse(sums, prior)
        step = self.covariance @ (sums.gradient - prior @ (self._vector - self._start))
        step *= min(1, LONGEST_STEP / max(np.abs(step).max(), TINY))
        self._vector = self._vector + step
        before, self.widths = self.widths, self._fitting_widths(precision)
        moved = max(abs(now - then) for now, then in zip(self.widths, before, strict=True))
        return max(float(np.max(np.abs(step) / np.sqrt(np.diagonal(self.covariance)))), moved / WIDTH_TO_ERROR)

    def _precision(self) -> Floats:
        """Return the prior's precision of everything; of an item with too few answers nothing may move."""
        precision = np.empty(self.places.size)
        options = np.repeat(self.known, self.places.options)
        precision[self.places.attractiveness] = np.where(options, self.widths[0] ** -2, HELD)
        precision[self.places.sensitivity] = np.where(self.known, self.widths[1] ** -2, HELD)
        precision[self.places.mean] = MEAN_WIDTH**-2
        precision[self.places.spread] = SPREAD_WIDTH**-2
        return precision

    def _fitting_widths(self, precision: Floats) -> tuple[float, float]:
        """Return the priors' widths that fit what was found: squares over how many numbers the answers really tell."""
        found = []
        parts = (self.places.attractiveness, self.places.sensitivity)
        for where, width, directions in zip(parts, self.widths, self._free, strict=True):
            moving = precision[where] < HELD
            unsure = float(np.diagonal(self.covariance)[where][moving].sum()) / width**2
            square = float((self._vector[where][moving] ** 2).sum())
            fitting = np.sqrt(square / max(directions - unsure, TINY))
            # Towards nought the way is long and every step a little shorter: one and a half of them at once.
            found.append(float(np.clip(width * (fitting / width) ** LONGER, LEAST_WIDTH, MOST_WIDTH)))
        return found[0], found[1]


def _agreed(layout: OptionLayout, places: ParameterPlaces, known: Booleans) -> Floats:
    """Return what no answers can tell and must therefore be agreed upon, a direction of length one in each row.

    Attractiveness has mean zero within each line and within each item, sensitivities mean zero in their logarithm, and
    the means add up to what they are beforehand. Without it, noise of the draws would be taken for information.
    """
    counted = (layout.offered > 0) & known[:, None]
    agreed = [counted & (layout.column == line) for line in range(layout.columns)]
    agreed += [counted & (np.arange(places.items) == item)[:, None] for item in range(places.items)]
    rows = np.zeros((len(agreed) + 2, places.size))
    rows[: len(agreed), places.attractiveness] = np.reshape(agreed, (len(agreed), -1))
    rows[-2, places.sensitivity] = known
    rows[-1, places.mean] = [(layout.offered * (layout.column == line)).any() for line in range(layout.columns)]
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1))


def _free(places: ParameterPlaces, known: Booleans, agreed: Floats) -> tuple[int, int]:
    """Return in how many directions attractiveness and sensitivity can differ."""
    options = int(known.sum()) * places.options - int(np.linalg.matrix_rank(agreed[:, places.attractiveness]))
    return options, int(known.sum()) - 1


def _inverse(sums: Sums, prior: Floats) -> Floats:
    """Return the covariance of what is estimated; where the observed information is not positive, by the complete."""
    for information in (sums.observed, sums.complete):
        whole = information + prior
        whole = (whole + whole.T) / 2
        try:
            np.linalg.cholesky(whole)
        except np.linalg.LinAlgError:
            continue
        return np.asarray(np.linalg.inv(whole), np.float64)
    return np.asarray(np.linalg.inv(prior), np.float64)


def _centred(parameters: Parameters, layout: OptionLayout, known: Booleans) -> Parameters:
    """Return the parameters with a mean attractiveness of just zero within each line, and a mean sensitivity of 1."""
    attractiveness = parameters.attractiveness.copy()
    counted = (layout.offered > 0) & known[:, None]
    for line in np.unique(layout.column[counted]):
        own = counted & (layout.column == line)
        attractiveness[own] -= attractiveness[own].mean()
    attractiveness[~counted] = 0
    usual = float(parameters.log_sensitivity[known].mean()) if known.any() else 0.0
    sensitivity = np.where(known, parameters.log_sensitivity - usual, 0.0)
    return Parameters(attractiveness, sensitivity, parameters.mean, parameters.log_spread + usual)
