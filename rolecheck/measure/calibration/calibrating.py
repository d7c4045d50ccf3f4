"""One facet's calibration from beginning to end: estimates, and what they say beyond noise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from rolecheck.bank.calibration import FactorEstimate, ItemCalibration
from rolecheck.measure.calibration.answers import Answers, Indices, OptionLayout
from rolecheck.measure.calibration.estimate import PART, Fit, estimate
from rolecheck.measure.calibration.findings import LEAST_GROUP, CalibrationFinding, GroupName, find
from rolecheck.measure.calibration.scores import added_scores, score, score_group

Runner = Callable[[Sequence[Callable[[], Any]]], Iterable[Any]]
"""Yields what each task returns, in their order."""


@dataclass(frozen=True)
class Calibrated:
    """What was estimated of one facet, and found; groups are named by column and value."""

    layout: OptionLayout
    fit: Fit
    findings: tuple[CalibrationFinding, ...]
    people: int

    @property
    def spread(self) -> FactorEstimate:
        """How much people differ."""
        return FactorEstimate(float(np.exp(self.fit.parameters.log_spread)), self.fit.errors.log_spread)

    @property
    def items(self) -> Mapping[str, ItemCalibration]:
        """The items of which enough people took an option."""
        found = {}
        values, errors = self.fit.parameters, self.fit.errors
        for place in map(int, np.flatnonzero(self.fit.known)):
            item = self.layout.items[place]
            attractive = zip(item.letters, values.attractiveness[place], errors.attractiveness[place], strict=False)
            found[item.id] = ItemCalibration(
                int(self.fit.counts[place]),
                _estimate(values.log_sensitivity[place], errors.log_sensitivity[place]),
                {letter: _estimate(value, error) for letter, value, error in attractive},
            )
        return found


def calibrate(answers: Answers, groups: Mapping[GroupName, Indices], run: Runner, size: int = PART) -> Calibrated:
    """Return what answers to one facet tell; an item at least must have enough of them."""
    fit = estimate(answers, run, size)
    parts = list(answers.parts(size))
    everybody = added_scores(run([partial(score, part, fit.parameters) for part in parts]))
    large = {name: own for name, own in groups.items() if len(own) >= LEAST_GROUP}
    scored = run([partial(score_group, answers.some(own), fit.parameters) for own in large.values()])
    found = find(answers.layout, fit, everybody, dict(zip(large, scored, strict=True)))
    return Calibrated(answers.layout, fit, found, len(answers.marks))


def _estimate(value: float, error: float) -> FactorEstimate:
    return FactorEstimate(float(np.exp(value)), float(error))
