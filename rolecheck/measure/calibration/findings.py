"""What calibration found that is beyond noise: among everything looked at, one claim in twenty is false at the most.

Every test gives a chance to see as much where there is nothing; all of them together are held to a false discovery rate
of 5 % (Benjamini and Hochberg 1995), and what is small is not told however sure it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, log, sqrt

import numpy as np

from rolecheck.measure.calibration.answers import Layout
from rolecheck.measure.calibration.estimate import LEAST_ANSWERS, Fit
from rolecheck.measure.calibration.scores import Scores
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

LEAST_GROUP = 30
"""Answers of a group to an item below which nothing is said of the two."""


class Kind(StrEnum):
    """What may be found."""

    DRAWS = "draws"
    AVOIDED = "avoided"
    APART = "apart"
    TELLS_LITTLE = "tells-little"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    ``estimate`` is a factor: how many times as attractive an option is (`DRAWS`, `AVOIDED`, `DIFFERS`), how much an item
    tells (`TELLS_LITTLE`) or an option's slope (`APART`); ``low`` and ``high`` are two standard errors away. ``taken`` and
    ``expected`` count people, ``people`` those who answered. ``letter`` is None where the item as a whole is meant,
    ``group`` the value of the column asked about.
    """

    kind: Kind
    item: str
    letter: str | None
    estimate: float
    low: float
    high: float
    people: int
    taken: float
    expected: float
    chance: float
    group: str | None = None


def find(layout: Layout, fit: Fit, everybody: Scores, groups: Mapping[str, Scores]) -> tuple[Finding, ...]:
    """Return what is beyond noise, surest first."""
    known = np.flatnonzero(fit.counts >= LEAST_ANSWERS)
    tried: list[Finding] = []
    looked = 0
    for item in known:
        of_item = [
            *_attractive(layout, fit, everybody, item),
            *_telling(layout, fit, everybody, item),
            *(found for name, scores in groups.items() for found in _differing(layout, everybody, scores, item, name)),
        ]
        tried += of_item
    looked = len(tried)
    tried.sort(key=lambda found: found.chance)
    passed = [place for place, found in enumerate(tried, 1) if found.chance <= FALSE_DISCOVERIES * place / looked]
    return tuple(found for found in tried[: max(passed, default=0)] if _matters(found))


def _matters(found: Finding) -> bool:
    match found.kind:
        case Kind.DRAWS:
            return log(found.estimate) >= LARGE
        case Kind.AVOIDED:
            return log(found.estimate) <= -LARGE
        case Kind.TELLS_LITTLE:
            return found.estimate <= LITTLE
        case Kind.APART:
            return found.estimate <= APART
        case Kind.DIFFERS:
            return abs(log(found.estimate)) >= DIFFERENT


def _attractive(layout: Layout, fit: Fit, scores: Scores, item: int) -> Iterator[Finding]:
    """Yield how far each option draws more people, or fewer, than its line elsewhere lets expect."""
    for letter, place in _letters(layout, item):
        taken, expected = float(scores.taken[item, place]), float(scores.expected[item, place])
        z = (taken - expected) / sqrt(max(float(scores.noise[item, place]), 1e-9))
        value, error = fit.parameters.attractiveness[item, place], fit.errors.attractiveness[item, place]
        kind = Kind.DRAWS if z > 0 else Kind.AVOIDED
        yield _finding(kind, layout, item, letter, (value, error), z, scores, (taken, expected))


def _telling(layout: Layout, fit: Fit, scores: Scores, item: int) -> Iterator[Finding]:
    """Yield how much less the item tells than others, and how little each option has to do with its line."""
    options = layout.column.shape[1]
    total, square = scores.total[item], scores.square[item]
    sensitivity = exp(fit.parameters.log_sensitivity[item])
    attractive, by_sensitivity = np.arange(options), options
    gain, told = _beyond(total, square, by_sensitivity, attractive)
    # One step of Newton's takes back what the prior has drawn towards the usual.
    value = fit.parameters.log_sensitivity[item] + gain / told
    z = value * sqrt(told)
    error = fit.errors.log_sensitivity[item]
    yield _finding(
        Kind.TELLS_LITTLE, layout, item, None, (fit.parameters.log_sensitivity[item], error), z, scores, one_sided=True
    )
    for letter, place in _letters(layout, item):
        gain, told = _beyond(total, square, options + 1 + place, np.append(attractive, by_sensitivity))
        slope, error = sensitivity + gain / told, 1 / sqrt(told)
        z = (slope - sensitivity) / error
        yield Finding(
            Kind.APART,
            layout.items[item].id,
            letter,
            slope,
            slope - 2 * error,
            slope + 2 * error,
            int(scores.people[item]),
            float(scores.taken[item, place]),
            float(scores.expected[item, place]),
            0.5 * erfc(-z / sqrt(2)),
        )


def _differing(layout: Layout, everybody: Scores, group: Scores, item: int, name: str) -> Iterator[Finding]:
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
        counts = float(group.taken[item, place]), float(group.expected[item, place])
        yield _finding(Kind.DIFFERS, layout, item, letter, (value, error), value / error, group, counts, group=name)


def _beyond(total: Floats, square: Floats, place: int, beside: Floats) -> tuple[float, float]:
    """Return a score and its variance, less what others beside it explain."""
    inverse = np.linalg.pinv(square[np.ix_(beside, beside)], rcond=1e-6, hermitian=True)
    share = square[place, beside] @ inverse
    gain = total[place] - share @ total[beside]
    return float(gain), max(float(square[place, place] - share @ square[beside, place]), 1e-9)


def _finding(
    kind: Kind,
    layout: Layout,
    item: int,
    letter: str | None,
    value: tuple[float, float],
    z: float,
    scores: Scores,
    counts: tuple[float, float] = (0.0, 0.0),
    *,
    one_sided: bool = False,
    group: str | None = None,
) -> Finding:
    middle, error = value
    return Finding(
        kind,
        layout.items[item].id,
        letter,
        exp(middle),
        exp(middle - 2 * error),
        exp(middle + 2 * error),
        int(scores.people[item]),
        *counts,
        0.5 * erfc(-z / sqrt(2)) if one_sided else erfc(abs(z) / sqrt(2)),
        group,
    )


def _letters(layout: Layout, item: int) -> Iterable[tuple[str, int]]:
    return ((letter, place) for place, letter in enumerate(layout.items[item].letters))
