"""From an experiment's outcome to figures, each with its Monte-Carlo error.

The error of a figure is told by leaving out one of ``GROUPS`` equal parts of the people at a time (the jackknife,
Tukey 1958), whatever the figure is.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import log, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from rolecheck.measure.lab.experiment import FLAGS, GROUP_SIZES, MATCHES, VERDICTS, Outcome
from rolecheck.measure.prior import Floats
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict

GROUPS = 20

CALIBRATION_BINS = 10

STEPS = 25
"""Of iterated least squares."""

LEAST_CHANCE = 1e-6
"""A chance smaller than this is the noise of the draws."""


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


def named_beyond(factor: float) -> Rule:
    """Share of people whose line would be named, were so large a Bayes factor against the null asked for."""
    return lambda outcome: _share(is_named(outcome) & (outcome.beyond_chance >= log(factor)))


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


def overstatement(outcome: Outcome) -> tuple[float, int]:
    """How much surer the foremost line is stated than it is right, mean of the people: above zero is too sure."""
    stated = outcome.p_largest.max(axis=1)
    return float((stated - is_right(outcome)).mean()), len(stated)


def overstatement_among_named(outcome: Outcome) -> tuple[float, int]:
    """The same of the lines that are named."""
    chosen = is_named(outcome)
    stated = outcome.p_largest.max(axis=1)[chosen]
    return (float((stated - is_right(outcome)[chosen]).mean()) if len(stated) else nan), len(stated)


def slope(outcome: Outcome) -> tuple[float, int]:
    """Slope of a logistic recalibration (Cox 1958): being right, on the logit of the foremost line's stated chance.

    1 is right; below it the sure are too sure and the unsure not sure enough. By iterated least squares.
    """
    stated, right = np.clip(outcome.p_largest.max(axis=1), 1e-4, 1 - 1e-4), is_right(outcome).astype(np.float64)
    logit = np.log(stated / (1 - stated))
    design = np.stack([np.ones(len(logit)), logit], axis=1)
    found = np.zeros(2)
    for _ in range(STEPS):
        mean = 1 / (1 + np.exp(-design @ found))
        weights = mean * (1 - mean)
        step = np.linalg.lstsq((design.T * weights) @ design, design.T @ (right - mean), rcond=None)[0]
        found = found + step
    return float(found[1]), len(stated)


def log_loss(outcome: Outcome) -> tuple[float, int]:
    """Mean surprise (nats) at the true largest line, given the chances stated."""
    truth = outcome.truth.argmax(axis=1)
    stated = outcome.p_largest[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(stated, LEAST_CHANCE)).mean()), len(truth)


def stated_among_named(outcome: Outcome) -> tuple[float, int]:
    """Mean stated chance of the lines that are named."""
    chosen = is_named(outcome)
    return (float(outcome.p_largest.max(axis=1)[chosen].mean()) if chosen.any() else nan), int(chosen.sum())


def robust_and_right(least: float, most: float) -> Rule:
    """Share of named lines of a robustness in these bounds that are the true ones."""

    def rule(outcome: Outcome) -> tuple[float, int]:
        within = (outcome.robustness >= least) & (outcome.robustness < most)
        return _share(is_right(outcome), np.asarray(within))

    return rule


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


def card_said(right: bool) -> Rule:
    """P(said to differ | the card is right, or is not): a false alarm, or what is found."""
    return lambda outcome: _share(_differs(outcome), np.asarray(outcome.mismatch != right))


def card_stated(share_right: float) -> Rule:
    """Mean stated chance that a card differs, among the cards said to differ, where so many of all cards are right."""

    def rule(outcome: Outcome) -> tuple[float, int]:
        weights = _card_weights(outcome, share_right) * _differs(outcome)
        said = int(_differs(outcome).sum())
        return (float(weights @ np.nan_to_num(outcome.told) / weights.sum()) if weights.sum() else nan), said

    return rule


def card_true(share_right: float) -> Rule:
    """P(the card differs | said to differ), where so many of all cards are right."""

    def rule(outcome: Outcome) -> tuple[float, int]:
        weights = _card_weights(outcome, share_right) * _differs(outcome)
        said = int(_differs(outcome).sum())
        return (float(weights @ outcome.mismatch / weights.sum()) if weights.sum() else nan), said

    return rule


def _card_weights(outcome: Outcome, share_right: float) -> Floats:
    """Return [people]: how much each counts, so that so many of the cards are right."""
    wrong = float(outcome.mismatch.mean())
    if not 0 < wrong < 1:
        return np.ones(len(outcome.mismatch))
    return np.where(outcome.mismatch, (1 - share_right) / wrong, share_right / (1 - wrong))


def outside(outcome: Outcome) -> tuple[float, int]:
    """Share of people told that the lines do not fit them."""
    return _share(np.asarray(outcome.verdict == VERDICTS.index(Verdict.OUTSIDE)))


def between_runner_up(outcome: Outcome) -> tuple[float, int]:
    """Smallest chance of the second line of anybody told to stand between two."""
    chosen = outcome.verdict == VERDICTS.index(Verdict.BETWEEN)
    seconds = np.sort(outcome.p_largest[chosen], axis=1)[:, -2:-1]
    return (float(seconds.min()) if seconds.size else nan), int(chosen.sum())


def group_coverage(size: int) -> Rule:
    """Share of 90 % intervals of groups' mean shares that hold the true mean; groups of so many of one team."""
    column = GROUP_SIZES.index(size)

    def rule(outcome: Outcome) -> tuple[float, int]:
        held = outcome.held[:, column]
        known = held[~np.isnan(held)]
        return (float(known.mean()) if len(known) else nan), len(known)

    return rule


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
