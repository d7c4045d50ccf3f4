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

from rolecheck.measure.calibration.answers import Answers, Layout
from rolecheck.measure.calibration.expectation import Sums, added, expect
from rolecheck.measure.calibration.parameters import Parameters, Places, uncalibrated
from rolecheck.measure.posterior import Booleans
from rolecheck.measure.prior import Floats

LEAST_ANSWERS = 100
"""Answers to an item below which nothing is estimated of it."""

MOST_STEPS = 25
SETTLED = 0.1
"""Standard errors: nothing may still move by more in a step."""

WIDTH_SETTLED = 0.01
LONGEST_STEP = 1.0
FIRST_WIDTH = 0.5
LEAST_WIDTH = 0.02
MEAN_WIDTH = 1.0
SPREAD_WIDTH = 0.5
HELD = 1e8
"""Precision of what is not estimated."""

HELD_TOGETHER = 1e6
"""Precision of what is agreed upon: far beyond what answers tell, and not so far that rounding were felt."""

Task = Callable[[Parameters], Sums]
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
    counts: Floats
    steps: int
    settled: bool


def one_by_one(tasks: Sequence[Callable[[], Sums]]) -> Iterable[Sums]:
    """Run tasks in this process."""
    return (task() for task in tasks)


def estimate(parts: Sequence[Answers], run: Runner = one_by_one) -> Fit:
    """Return what fits the answers of all parts best; parts may be worked out anywhere, in any number at once."""
    layout = parts[0].layout
    places = Places(layout)
    counts = np.sum([part.counts for part in parts], axis=0)
    start = uncalibrated(layout).vector()
    vector, widths = start.copy(), (FIRST_WIDTH, FIRST_WIDTH)
    known = counts >= LEAST_ANSWERS
    agreed = _agreed(layout, places, known)
    held = agreed.T @ agreed * HELD_TOGETHER
    free = _free(places, known, agreed)
    settled = False
    for number in range(MOST_STEPS):
        parameters = places.parameters(vector)
        sums = added(run([partial(expect, part, parameters) for part in parts]))
        precision = _precision(places, widths, known)
        prior = np.diag(precision) + held
        covariance = _inverse(sums, prior)
        gradient = sums.gradient - prior @ (vector - start)
        errors = np.sqrt(np.diagonal(covariance))
        step = covariance @ gradient
        step *= min(1, LONGEST_STEP / max(np.abs(step).max(), TINY))
        vector = vector + step
        before, widths = widths, _widths(places, vector, covariance, precision, widths, free)
        moved = max(abs(now - then) for now, then in zip(widths, before, strict=True))
        if np.max(np.abs(step) / errors) < SETTLED and moved < WIDTH_SETTLED:
            settled = True
            break
    return Fit(
        _centred(places.parameters(vector), layout.column, layout.offered, known),
        places.parameters(errors),
        covariance,
        *widths,
        counts,
        number + 1,
        settled,
    )


TINY = 1e-300


def _precision(places: Places, widths: tuple[float, float], known: Booleans) -> Floats:
    """Return the prior's precision of everything; of an item with too few answers nothing may move."""
    precision = np.empty(places.size)
    precision[places.attractiveness] = np.where(np.repeat(known, places.options), widths[0] ** -2, HELD)
    precision[places.sensitivity] = np.where(known, widths[1] ** -2, HELD)
    precision[places.mean] = MEAN_WIDTH**-2
    precision[places.spread] = SPREAD_WIDTH**-2
    return precision


def _agreed(layout: Layout, places: Places, known: Booleans) -> Floats:
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


def _free(places: Places, known: Booleans, agreed: Floats) -> tuple[int, int]:
    """Return in how many directions attractiveness and sensitivity can differ."""
    options = int(known.sum()) * places.options - int(np.linalg.matrix_rank(agreed[:, places.attractiveness]))
    return options, int(known.sum()) - 1


def _inverse(sums: Sums, prior: Floats) -> Floats:
    """Return the covariance of what is estimated; by the complete information where the observed one is not positive."""
    for information in (sums.observed, sums.complete):
        whole = information + prior
        whole = (whole + whole.T) / 2
        try:
            np.linalg.cholesky(whole)
        except np.linalg.LinAlgError:
            continue
        return np.linalg.inv(whole)
    return np.linalg.inv(prior)


def _widths(
    places: Places,
    vector: Floats,
    covariance: Floats,
    precision: Floats,
    widths: tuple[float, float],
    free: tuple[int, int],
) -> tuple[float, float]:
    """Return the priors' widths that fit what was found: squares over how many numbers the answers really tell."""
    found = []
    for where, width, directions in zip((places.attractiveness, places.sensitivity), widths, free, strict=True):
        moving = precision[where] < HELD
        unsure = float(np.diagonal(covariance)[where][moving].sum()) / width**2
        square = float((vector[where][moving] ** 2).sum())
        found.append(float(np.clip(np.sqrt(square / max(directions - unsure, TINY)), LEAST_WIDTH, 3.0)))
    return found[0], found[1]


def _centred(parameters: Parameters, column: Floats, offered: Floats, known: Booleans) -> Parameters:
    """Return the parameters with a mean attractiveness of exactly zero within each line, and a mean sensitivity of 1."""
    attractiveness = parameters.attractiveness.copy()
    counted = (offered > 0) & known[:, None]
    for line in np.unique(column[counted]):
        own = counted & (column == line)
        attractiveness[own] -= attractiveness[own].mean()
    attractiveness[~counted] = 0
    usual = float(parameters.log_sensitivity[known].mean()) if known.any() else 0.0
    return Parameters(
        attractiveness,
        np.where(known, parameters.log_sensitivity - usual, 0.0),
        parameters.mean,
        parameters.log_spread + usual,
    )
