"""The exact oracle: what a million people drawn from the prior say of the same responses, by brute force.

No placing of draws, no lattice, no weights but the likelihood itself, and nothing of ``rolecheck.measure.posterior``:
whatever the instrument loses by its short cuts shows beside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Facet
from rolecheck.measure.choice import Sets
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.forms import evenly
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.experiment import Experiment, cast_of
from rolecheck.measure.lab.figures import LEAST_CHANCE, Figure, Selection, jackknife
from rolecheck.measure.prior import LAPSE_BETA, SPREAD_LOG_SD, STAND_BACK_MEAN, STAND_BACK_SD, Floats
from rolecheck.measure.scoring import Sheet
from rolecheck.session.session import Response

LENGTH = 15
"""Items of the fixed form both are given the responses to."""

PARTS = range(16)
"""The draws are made in parts, on any number of cores."""

DRAWS = 2**20
AT_ONCE = 2**13


@dataclass(frozen=True)
class Exact:
    """What the instrument and the oracle make of the same people: [people, lines] chances, [people] true lines."""

    ours: Floats
    oracle: Floats
    truth: NDArray[np.intp]


def run_oracle_part(examiner: Examiner, experiment: Experiment, part: int) -> Floats:
    """Return [people, lines]: the likelihood of everybody's responses, summed by which line is largest."""
    offers = Offers(examiner.bank, Facet.RESPONSIBILITY)
    tallies = offers.tallies(_responses(examiner, experiment))
    sets, chosen = np.nonzero(tallies.any(axis=0))
    counts, offered = tallies[:, sets, chosen], offers.sets.part(sets)
    dice = np.random.default_rng([experiment.seed, part])
    total = np.zeros((len(counts), offers.columns - 1))
    for _ in range(DRAWS // len(PARTS) // AT_ONCE):
        worth, lapse = _draw(offers.columns - 1, dice, offered.spread)
        luce = _luce(worth, offered, chosen)
        logs = np.log((1 - lapse) * luce + lapse / offered.members.sum(axis=1)[:, None])
        likelihood = np.exp(counts @ logs)
        largest = worth[:-1].argmax(axis=0)
        total += likelihood @ (largest[:, None] == np.arange(offers.columns - 1))
    return total


def _luce(worth: Floats, sets: Sets, chosen: NDArray[np.intp]) -> Floats:
    """Return [choices, draws]: what was chosen over all that was offered, by worth, attractiveness and sensitivity."""
    if sets.is_plain:
        return np.asarray(worth[chosen] / (sets.members @ worth))
    rows = []
    for attractive, sensitivity, column in zip(sets.attractiveness, sets.sensitivity, chosen, strict=True):
        seen = worth**sensitivity
        rows.append(attractive[column] * seen[column] / (attractive @ seen))
    return np.array(rows)


def run_ours(examiner: Examiner, experiment: Experiment) -> tuple[Floats, NDArray[np.intp]]:
    """Return the instrument's chances [people, lines] from the same responses, and the true lines [people]."""
    sheets = _responses(examiner, experiment)
    profiles = examiner.measure_many(Sheet(responses) for responses in sheets)
    truth = np.concatenate([cast_of(experiment, examiner.bank, chunk).truth for chunk in experiment.chunks])
    return np.array([profile.responsibility.p_largest for profile in profiles]), truth.argmax(axis=1)


def joined_oracle(ours: tuple[Floats, NDArray[np.intp]], parts: Iterable[Floats]) -> Exact:
    """Return both beside each other, once every part of the draws has been summed."""
    total = np.sum(list(parts), axis=0)
    return Exact(ours[0], total / total.sum(axis=1, keepdims=True), ours[1])


def share_of_oracle(exact: Exact) -> Figure:
    """Return the instrument's recovery over the oracle's; nan where the oracle finds nobody."""
    ours, oracle = (each.argmax(axis=1) == exact.truth for each in (exact.ours, exact.oracle))

    def ratio(kept: Selection) -> float:
        found = float(oracle[kept].mean())
        return float(ours[kept].mean()) / found if found else nan

    return _figure(exact, ratio)


def same_line(exact: Exact) -> Figure:
    """Return the share of people of whom both find the same line the likeliest."""
    same = exact.ours.argmax(axis=1) == exact.oracle.argmax(axis=1)
    return _figure(exact, lambda kept: float(same[kept].mean()))


def chance_error(exact: Exact) -> Figure:
    """Return how far the instrument's chance of the foremost line lies from the oracle's, mean of the people."""
    place = exact.ours.argmax(axis=1)[:, None]
    gap = np.abs(np.take_along_axis(exact.ours - exact.oracle, place, axis=1))[:, 0]
    return _figure(exact, lambda kept: float(gap[kept].mean()))


def log_loss_lost(exact: Exact) -> Figure:
    """Return how much more surprised (nats) the instrument is at the true line than the exact posterior, mean."""
    place = exact.truth[:, None]
    ours, oracle = (
        -np.log(np.maximum(np.take_along_axis(each, place, axis=1), LEAST_CHANCE))[:, 0]
        for each in (exact.ours, exact.oracle)
    )
    return _figure(exact, lambda kept: float((ours - oracle)[kept].mean()))


def _figure(exact: Exact, value: Callable[[Selection], float]) -> Figure:
    people = len(exact.truth)
    return Figure(value(np.ones(people, np.bool_)), jackknife(value, people), people)


def _responses(examiner: Examiner, experiment: Experiment) -> list[list[Response]]:
    items = evenly(examiner.bank.of(Facet.RESPONSIBILITY), LENGTH, f"{experiment.seed}/oracle")
    casts = [cast_of(experiment, examiner.bank, chunk) for chunk in experiment.chunks]
    return [
        [person.respond(item, seed) for item in items]
        for cast in casts
        for person, seed in zip(cast.people, cast.seeds, strict=True)
    ]


def _draw(lines: int, dice: np.random.Generator, median: float) -> tuple[Floats, Floats]:
    spread = median * np.exp(dice.normal(0, SPREAD_LOG_SD, AT_ONCE))
    theta = dice.normal(0, 1, (lines + 1, AT_ONCE)) * spread
    theta[-1] = dice.normal(STAND_BACK_MEAN, STAND_BACK_SD, AT_ONCE)
    return np.exp(theta), dice.beta(*LAPSE_BETA, AT_ONCE)
