"""One facet's calibration from beginning to end: estimates, and what was found that is beyond noise.

Among everything looked at, one claim in twenty is false at the most: every test gives a chance to see as much where
there is nothing; all of them together are held to a false discovery rate of 5 % (Benjamini and Hochberg 1995), and what
is small is not told however sure it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import erfc, exp, log, sqrt
from typing import Any

import numpy as np

from rolecheck.bank.calibration import FactorEstimate, ItemCalibration
from rolecheck.measure.calibration.answers import Answers, Indices, OptionLayout
from rolecheck.measure.calibration.estimate import PART, Fit, estimate
from rolecheck.measure.calibration.scores import Scores, added_scores, score, score_group
from rolecheck.measure.prior import Floats

FALSE_DISCOVERIES = 0.05

LARGE = log(2)
"""An option must draw twice as many, or half as many, as its line does elsewhere."""

LITTLE = 2 / 3
"""An item must tell less than so much of what an item usually tells."""

APART = 0.4
"""The slope of an option on its line, where the item's others have one: below it, taking it says little of the line."""

DIFFERENT = log(1.5)
"""A group must be drawn to an option so many times as much as everybody, or as little."""

GroupName = tuple[str, str]
"""A column, and a value in it."""

LEAST_GROUP = 30
"""Answers of a group to an item below which nothing is said of the two."""


class FindingKind(StrEnum):
    """What may be found."""

    DRAWS = "draws"
    AVOIDED = "avoided"
    APART = "apart"
    TELLS_LITTLE = "tells-little"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class CalibrationFinding:
    """One thing found.

    ``estimate`` is a factor: how many times as attractive an option is (`DRAWS`, `AVOIDED`, `DIFFERS`), how much an
    item tells (`TELLS_LITTLE`) or an option's slope (`APART`); ``low`` and ``high`` are two standard errors away.
    ``taken`` and ``expected`` count people, ``people`` those who answered. ``letter`` is None where the item as a whole
    is meant, ``group`` is a column and a value in it.
    """

    kind: FindingKind
    item: str
    letter: str | None
    estimate: float
    low: float
    high: float
    people: int
    taken: float
    expected: float
    chance: float
    group: GroupName | None = None


def find(
    layout: OptionLayout, fit: Fit, everybody: Scores, groups: Mapping[GroupName, Scores]
) -> tuple[CalibrationFinding, ...]:
    """Return what is beyond noise, surest first."""
    tried = sorted(_tried(layout, fit, everybody, groups), key=lambda found: found.chance)
    limits = (FALSE_DISCOVERIES * place / len(tried) for place in range(1, len(tried) + 1))
    passed = [place for place, (found, limit) in enumerate(zip(tried, limits, strict=True), 1) if found.chance <= limit]
    return tuple(found for found in tried[: max(passed, default=0)] if _matters(found))


def _tried(
    layout: OptionLayout, fit: Fit, everybody: Scores, groups: Mapping[GroupName, Scores]
) -> Iterator[CalibrationFinding]:
    """Yield everything that was looked at, whatever it came to."""
    for item in map(int, np.flatnonzero(fit.known)):
        yield from _attractive(layout, everybody, item)
        yield from _telling(layout, fit, everybody, item)
        for name, scores in groups.items():
            yield from _differing(layout, everybody, scores, item, name)


def _matters(found: CalibrationFinding) -> bool:
    match found.kind:
        case FindingKind.DRAWS:
            return log(found.estimate) >= LARGE
        case FindingKind.AVOIDED:
            return log(found.estimate) <= -LARGE
        case FindingKind.TELLS_LITTLE:
            return found.estimate <= LITTLE
        case FindingKind.APART:
            return found.estimate <= APART
        case FindingKind.DIFFERS:
            return abs(log(found.estimate)) >= DIFFERENT


def _attractive(layout: OptionLayout, scores: Scores, item: int) -> Iterator[CalibrationFinding]:
    """Yield how far each option draws more people, or fewer, than its line elsewhere lets expect.

    The factor is one of odds, by these counts alone: what the bank is scored by is drawn towards the usual.
    """
    people = float(scores.people[item])
    for letter, place in _letters(layout, item):
        taken, expected = float(scores.taken[item, place]), float(scores.expected[item, place])
        noise = max(float(scores.noise[item, place]), 0.5)
        odds = [(count + 0.5) / (people - count + 0.5) for count in (taken, expected)]
        least = max(min(taken, people - taken), 0.5)
        yield _finding(
            FindingKind.DRAWS if taken > expected else FindingKind.AVOIDED,
            (layout.items[item].id, letter, None),
            (log(odds[0] / odds[1]), sqrt(max(1 / noise, 1 / least))),
            erfc(abs(taken - expected) / sqrt(2 * noise)),
            (people, taken, expected),
        )


def _telling(layout: OptionLayout, fit: Fit, scores: Scores, item: int) -> Iterator[CalibrationFinding]:
    """Yield how much less the item tells than others, and how little each option has to do with its line."""
    options = layout.column.shape[1]
    total, square = scores.total[item], scores.square[item]
    known, people = float(fit.parameters.log_sensitivity[item]), float(scores.people[item])
    attractive, by_sensitivity = np.arange(options), options
    gain, told = _beyond(total, square, by_sensitivity, attractive)
    # One step of Newton's takes back what the prior has drawn towards the usual.
    z = (known + gain / told) * sqrt(told)
    error = float(fit.errors.log_sensitivity[item])
    name = layout.items[item].id
    yield _finding(
        FindingKind.TELLS_LITTLE, (name, None, None), (known, error), 0.5 * erfc(-z / sqrt(2)), (people, 0.0, 0.0)
    )
    for letter, place in _letters(layout, item):
        gain, told = _beyond(total, square, options + 1 + place, np.append(attractive, by_sensitivity))
        slope, error = exp(known) + gain / told, 1 / sqrt(told)
        yield CalibrationFinding(
            FindingKind.APART,
            name,
            letter,
            slope,
            slope - 2 * error,
            slope + 2 * error,
            int(people),
            float(scores.taken[item, place]),
            float(scores.expected[item, place]),
            0.5 * erfc(-gain / sqrt(2 * told)),
        )


def _differing(
    layout: OptionLayout, everybody: Scores, group: Scores, item: int, name: GroupName
) -> Iterator[CalibrationFinding]:
    """Yield how much more, or less, a group is drawn to each option than everybody who stands as they do."""
    if group.people[item] < LEAST_GROUP or everybody.people[item] - group.people[item] < LEAST_GROUP:
        return
    options = slice(0, layout.column.shape[1])
    own, every = group.square[item, options, options], everybody.square[item, options, options]
    share = own @ np.linalg.pinv(every, rcond=1e-6, hermitian=True)
    gain = group.total[item, options] - share @ everybody.total[item, options]
    covariance = np.linalg.pinv(own - share @ own, rcond=1e-6, hermitian=True)
    values, errors = covariance @ gain, np.sqrt(np.maximum(np.diagonal(covariance), 1e-12))
    for letter, place in _letters(layout, item):
        value, error = float(values[place]), float(errors[place])
        counts = (group.people[item], group.taken[item, place], group.expected[item, place])
        yield _finding(
            FindingKind.DIFFERS,
            (layout.items[item].id, letter, name),
            (value, error),
            erfc(abs(value) / error / sqrt(2)),
            (float(counts[0]), float(counts[1]), float(counts[2])),
        )


def _beyond(total: Floats, square: Floats, place: int, beside: Indices) -> tuple[float, float]:
    """Return a score and its variance, less what others beside it explain."""
    inverse = np.linalg.pinv(square[np.ix_(beside, beside)], rcond=1e-6, hermitian=True)
    share = square[place, beside] @ inverse
    gain = total[place] - share @ total[beside]
    return float(gain), max(float(square[place, place] - share @ square[beside, place]), 1e-9)


def _finding(
    kind: FindingKind,
    where: tuple[str, str | None, GroupName | None],
    value: tuple[float, float],
    chance: float,
    counts: tuple[float, float, float],
) -> CalibrationFinding:
    """Return a finding about a factor; ``value`` is its logarithm with the standard error, ``counts`` are of people."""
    item, letter, group = where
    middle, error = value
    low, high = exp(middle - 2 * error), exp(middle + 2 * error)
    people, taken, expected = counts
    return CalibrationFinding(kind, item, letter, exp(middle), low, high, int(people), taken, expected, chance, group)


def _letters(layout: OptionLayout, item: int) -> Iterable[tuple[str, int]]:
    return ((letter, place) for place, letter in enumerate(layout.items[item].letters))


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
