"""From an experiment's outcome to figures, each with its Monte-Carlo error.

The error of a figure is told by leaving out one of ``GROUPS`` equal parts of the people at a time (the jackknife,
Tukey 1958), whatever the figure is.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.lab.experiment import FLAGS, MATCHES, VERDICTS, Outcome
from rolecheck.measure.prior import Floats
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict

GROUPS = 20

CALIBRATION_BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: ``value``, its Monte-Carlo standard error, and on how many people it rests."""

    value: float
    error: float
    people: int


Selection = NDArray[np.bool_]
Rule = Callable[[Outcome], tuple[float, int]]


def figure(outcome: Outcome, rule: Rule) -> Figure:
    """Return what a rule finds in an outcome, with its error."""
    value, people = rule(outcome)
    error = jackknife(lambda kept: rule(_part(outcome, kept))[0], len(outcome.asked))
    return Figure(value, error, people)


def jackknife(value_of: Callable[[Selection], float], people: int) -> float:
    """Return the standard error of a value worked out on selections [people]; nan where there are too few people."""
    if people < 2:
        return nan
    numbers = np.arange(people) % GROUPS
    values = np.array([value_of(numbers != group) for group in range(min(GROUPS, people))])
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return nan
    return sqrt((len(known) - 1) * float(np.var(known)))


def _part(outcome: Outcome, chosen: Selection) -> Outcome:
    return Outcome(**{field.name: getattr(outcome, field.name)[chosen] for field in fields(outcome)})


def lead(outcome: Outcome) -> Floats:
    """Return [people]: how far the true largest share lies before the next."""
    ordered = np.sort(outcome.truth, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def is_right(outcome: Outcome) -> Selection:
    """Return [people]: whether the likeliest largest line is the true one."""
    return np.asarray(outcome.p_largest.argmax(axis=1) == outcome.truth.argmax(axis=1))


def is_named(outcome: Outcome) -> Selection:
    """Return [people]: whether a line was named."""
    return np.asarray(outcome.verdict == VERDICTS.index(Verdict.NAMED))


def recovery(least_lead: float) -> Rule:
    """Share of people whose true largest line is found, among those whose lead is at least so much."""
    return lambda outcome: _share(is_right(outcome), lead(outcome) >= least_lead)


def accuracy_among_named(outcome: Outcome) -> tuple[float, int]:
    """Share of named lines that are the true ones."""
    return _share(is_right(outcome), is_named(outcome))


def named(outcome: Outcome) -> tuple[float, int]:
    """Share of people whose line is named."""
    return _share(is_named(outcome))


def named_unflagged(outcome: Outcome) -> tuple[float, int]:
    """Share of people whose line is named and who are not flagged by their answers or their time."""
    return _share(is_named(outcome) & ~outcome.flags.any(axis=1))


def named_unflagged_without_time(outcome: Outcome) -> tuple[float, int]:
    """The same where nobody took the time."""
    return _share(is_named(outcome) & ~_flagged(outcome, with_time=False))


def flagged(outcome: Outcome) -> tuple[float, int]:
    """Share of people with any flag."""
    return _share(_flagged(outcome, with_time=True))


def flagged_by_answers(outcome: Outcome) -> tuple[float, int]:
    """Share of people with a flag that needs no time."""
    return _share(_flagged(outcome, with_time=False))


def flagged_as(flag: Flag) -> Rule:
    """Share of people with one flag."""
    return lambda outcome: _share(outcome.flags[:, FLAGS.index(flag)])


def calibration_error(outcome: Outcome) -> tuple[float, int]:
    """Expected calibration error (Guo et al. 2017): stated less true chance of the foremost line, over equal bins."""
    stated, right = outcome.p_largest.max(axis=1), is_right(outcome)
    return float(sum(abs(gap) * share for _, _, gap, share in calibration(stated, right))), len(stated)


def calibration(stated: Floats, right: Selection) -> list[tuple[float, float, float, float]]:
    """Return for each bin in use: mean stated chance, share right, the difference, and the bin's share of people."""
    bins = np.minimum((stated * CALIBRATION_BINS).astype(np.intp), CALIBRATION_BINS - 1)
    found = []
    for number in np.unique(bins):
        inside = bins == number
        said, was = float(stated[inside].mean()), float(right[inside].mean())
        found.append((said, was, said - was, float(inside.mean())))
    return found


def coverage(line: int | None = None) -> Rule:
    """Share of 90 % intervals that hold the true share; of one line, or of all."""
    columns = slice(None) if line is None else slice(line, line + 1)

    def rule(outcome: Outcome) -> tuple[float, int]:
        low, truth, high = (each[:, columns] for each in (outcome.low, outcome.truth, outcome.high))
        return float(((low <= truth) & (truth <= high)).mean()), len(truth)

    return rule


def correlation(outcome: Outcome) -> tuple[float, int]:
    """Correlation of true and estimated shares over people, mean of the lines; nan where nobody differs from others."""
    truth, mean = (each - each.mean(axis=0) for each in (outcome.truth, outcome.mean))
    spread = np.sqrt((truth**2).sum(axis=0) * (mean**2).sum(axis=0))
    people = len(outcome.truth)
    return (float(((truth * mean).sum(axis=0) / spread).mean()) if spread.min() > 0 else nan), people


def share_error(outcome: Outcome) -> tuple[float, int]:
    """Mean absolute error of the estimated shares."""
    return float(np.abs(outcome.mean - outcome.truth).mean()), len(outcome.truth)


def items_asked(outcome: Outcome) -> tuple[float, int]:
    """Mean number of responsibility items asked."""
    return float(outcome.asked.sum(axis=1).mean()), len(outcome.asked)


def mismatch_found(outcome: Outcome) -> tuple[float, int]:
    """Share of people whose card names another line than their largest and of whom it is said."""
    return _share(_differs(outcome), outcome.mismatch)


def mismatch_false(outcome: Outcome) -> tuple[float, int]:
    """Share of people whose card names their largest line and of whom the contrary is said."""
    return _share(_differs(outcome), ~outcome.mismatch)


def exposure(outcome: Outcome) -> tuple[float, int]:
    """How many times as often the most used responsibility item was asked as the least used."""
    used = outcome.asked.sum(axis=0)
    return float(used.max() / max(int(used.min()), 1)), len(outcome.asked)


def _differs(outcome: Outcome) -> Selection:
    return np.asarray(outcome.match == MATCHES.index(TitleMatch.DIFFERS))


def _flagged(outcome: Outcome, *, with_time: bool) -> Selection:
    columns = [number for number, flag in enumerate(FLAGS) if with_time or flag is not Flag.TOO_FAST]
    return np.asarray(outcome.flags[:, columns].any(axis=1))


def _share(chosen: Selection, among: Selection | None = None) -> tuple[float, int]:
    relevant = chosen if among is None else chosen[among]
    return (float(relevant.mean()) if len(relevant) else nan), len(relevant)
