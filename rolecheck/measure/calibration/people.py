"""Possible people behind answers, given what is assumed of bank and population: the E-step.

What is assumed are the parameters, as names and as one vector:

    utility of an option = sensitivity of its item * theta of its line + attractiveness

    theta_line ~ N(mean of the line, s^2),  s ~ lognormal(log spread, 0.4),  theta_stand_back ~ N(its mean, 1)

The means soak up what cannot be told from them, how attractive all options of a line are together; they are thrown
away. Adding the same to all options of an item changes nothing either. Of everything that fits alike, the prior's pull
to zero chooses the attractiveness whose mean is zero within each line and within each item.

Each person gets draws of their own, placed by the mode and Fisher information of their posterior and weighted by the
posterior over the density they were drawn with, as in `rolecheck.measure.posterior`; here options have attractiveness,
items a sensitivity, and the population a spread.
"""

from dataclasses import dataclass
from functools import cached_property
from math import lgamma, log, pi
from zlib import crc32

import numpy as np

from rolecheck.measure.calibration.answers import NOTHING, Answers, Indices, OptionLayout
from rolecheck.measure.choice import Singles
from rolecheck.measure.prior import LAPSE_BETA, SPREAD_GRID, SPREAD_WEIGHTS, SPREADS, STAND_BACK_MEAN, Floats
from rolecheck.measure.proposal import log_density, standard_draws

SCORING_STEPS = 4
LONGEST_STEP = 1.5
WIDENED = 1.05

TINY = 1e-30


@dataclass(frozen=True)
class Parameters:
    """One value of everything.

    ``attractiveness`` is [items, options], a logarithm, 0 where an option draws no more than its line does;
    ``log_sensitivity`` [items], 0 where an item tells as much as usual; ``mean`` [columns]; ``log_spread`` a number.
    """

    attractiveness: Floats
    log_sensitivity: Floats
    mean: Floats
    log_spread: float

    def vector(self) -> Floats:
        """Return all of it in one row."""
        return np.concatenate([self.attractiveness.ravel(), self.log_sensitivity, self.mean, [self.log_spread]])


class ParameterPlaces:
    """Where in the vector what stands."""

    def __init__(self, layout: OptionLayout) -> None:
        """Lay the vector out."""
        self.shape = layout.column.shape
        self.items, self.options = self.shape
        self.attractiveness = slice(0, self.items * self.options)
        self.sensitivity = slice(self.attractiveness.stop, self.attractiveness.stop + self.items)
        self.mean = slice(self.sensitivity.stop, self.sensitivity.stop + layout.columns)
        self.spread = self.mean.stop
        self.size = self.spread + 1

    def of_item(self) -> Indices:
        """Return [items, options + 1]: the places of an item's options, and of its sensitivity last."""
        options = np.arange(self.attractiveness.stop).reshape(self.shape)
        return np.column_stack([options, np.arange(self.sensitivity.start, self.sensitivity.stop)])

    def parameters(self, vector: Floats) -> Parameters:
        """Return the vector by its names."""
        return Parameters(
            vector[self.attractiveness].reshape(self.shape),
            vector[self.sensitivity],
            vector[self.mean],
            float(vector[self.spread]),
        )


def uncalibrated(layout: OptionLayout) -> Parameters:
    """Return what is assumed of a bank nobody has answered: options of a line alike, items alike."""
    mean = np.zeros(layout.columns)
    mean[-1] = STAND_BACK_MEAN
    return Parameters(np.zeros(layout.column.shape), np.zeros(len(layout.items)), mean, 0.0)


@dataclass(frozen=True)
class PeopleGroup:
    """People answering side by side, their items in slots: [people, slots], filled up with slots that do not count."""

    answers: Answers

    def repeated(self, times: int) -> "PeopleGroup":
        """Return the group with each person so many times over."""
        return PeopleGroup(self.answers.some(np.repeat(np.arange(len(self.answers.marks)), times)))

    @cached_property
    def slot(self) -> Indices:
        """The item of each slot."""
        answered = self.answers.marks[:, :, 0] != NOTHING
        widest = max(int(answered.sum(axis=1).max(initial=0)), 1)
        return np.argsort(~answered, axis=1, kind="stable")[:, :widest]

    @cached_property
    def chosen(self) -> tuple[Floats, Floats]:
        """[people, slots, options] twice: 1 at the first choice, and at the second; all 0 where there was none."""
        marks = np.take_along_axis(self.answers.marks, self.slot[:, :, None], axis=1)
        options = np.arange(self.answers.layout.column.shape[1])
        first, second = ((marks[:, :, which, None] == options).astype(np.float64) for which in (0, 1))
        return first, second

    @cached_property
    def column(self) -> Indices:
        """[people, slots, options]: the line of each option."""
        return self.answers.layout.column[self.slot]

    @cached_property
    def sets(self) -> tuple[Floats, Floats]:
        """[people, slots, options] twice: 1 where an option could be taken first, and second."""
        offered = self.answers.layout.offered[self.slot]
        return offered, offered - self.chosen[0]


@dataclass(frozen=True)
class Draws:
    """Possible people: ``theta`` is [people, columns, draws]; ``spread``, ``lapse``, ``log_weights`` [people, draws].

    The weights are before the likelihood of the answers: prior over the density drawn with.
    """

    theta: Singles
    spread: Singles
    lapse: Singles
    log_weights: Floats


def draw(group: PeopleGroup, parameters: Parameters, draws: int) -> Draws:
    """Return draws for each person of a group.

    A spread nobody knows bends a posterior too much for one bell: each of a few spreads gets its own, and draws are
    shared out among them by how likely each is. The standard draws are turned for each person another way: by the same
    draws everybody would err in the same direction, and no number of people would make up for it.
    """
    people = len(group.slot)
    spreads = SPREAD_GRID * np.exp(parameters.log_spread)
    bells = _locate(group.repeated(SPREADS), parameters, np.tile(spreads, people))
    shares = _shares(bells.height.reshape(people, -1) + np.log(SPREAD_WEIGHTS), SPREAD_WEIGHTS)
    # Steps of the golden ratio fall on the nodes as evenly as can be, in an order of their own.
    steps = (np.arange(draws) * 0.6180339887498949 + 0.5) % 1
    node = np.minimum((np.cumsum(shares, axis=1)[:, None] < steps[:, None]).sum(axis=2), SPREADS - 1)
    dimensions = bells.mode.shape[1]
    turned = np.repeat(_turns(group.answers, dimensions), SPREADS, axis=0) @ standard_draws(draws, dimensions)
    everywhere = (bells.mode[:, :, None] + bells.scale @ turned).reshape(people, SPREADS, dimensions, draws)
    points = np.take_along_axis(everywhere, node[:, None, None, :], axis=1)[:, 0]
    spread = spreads[node]
    volume = np.take_along_axis(bells.log_volume.reshape(people, -1), node, axis=1)
    log_share = np.log(SPREAD_WEIGHTS)[node] - np.log(np.take_along_axis(shares, node, axis=1))
    return Draws(
        theta=points[:, :-1].astype(np.float32),
        spread=spread.astype(np.float32),
        lapse=(1 / (1 + np.exp(-points[:, -1]))).astype(np.float32),
        log_weights=_log_prior(points, parameters, spread)
        + log_share
        + volume
        - log_density(draws, dimensions)
        - log(draws),
    )


def _turns(answers: Answers, dimensions: int) -> Floats:
    """Return [people, d, d]: for each person a rotation by lot, to which the draws' density is blind.

    What they answered draws the lot, so that nothing hangs on who stands beside whom (Stewart 1980 has the method).
    """
    lots = (np.random.default_rng(crc32(marks.tobytes())) for marks in answers.marks)
    found, triangle = np.linalg.qr(np.array([lot.standard_normal((dimensions, dimensions)) for lot in lots]))
    return np.asarray(found * np.sign(np.diagonal(triangle, axis1=1, axis2=2))[:, None])


def _shares(log_chances: Floats, beforehand: Floats) -> Floats:
    """Return [people, nodes]: what part of the draws each spread gets."""
    shares = np.exp(log_chances - log_chances.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return np.asarray(0.9 * shares + 0.1 * beforehand)


def _log_prior(points: Floats, parameters: Parameters, spread: Floats) -> Floats:
    """Return [people, draws] at points [people, columns + 1, draws], the logit of the lapse last; given the spread."""
    alpha, beta = LAPSE_BETA
    away = points[:, :-1] - parameters.mean[:, None]
    lines = away.shape[1] - 1
    square = (away[:, :-1] ** 2).sum(axis=1) / spread**2 + away[:, -1] ** 2
    logit = points[:, -1]
    constant = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) - 0.5 * (lines + 1) * log(2 * pi)
    by_lapse = -alpha * np.logaddexp(0, -logit) - beta * np.logaddexp(0, logit)
    return np.asarray(constant + by_lapse - 0.5 * square - lines * np.log(spread))


@dataclass(frozen=True)
class _Bells:
    """A normal approximation for each row: ``scale`` [rows, d, d], the log of its volume, and its evidence."""

    mode: Floats
    scale: Floats
    log_volume: Floats
    height: Floats


def _locate(group: PeopleGroup, parameters: Parameters, spread: Floats) -> _Bells:
    """Return where posteriors lie, one a person and spread: Fisher scoring, a step that loses height halved."""
    alpha, beta = LAPSE_BETA
    points = np.tile(np.append(parameters.mean, log(alpha / beta)), (len(spread), 1))
    height, gradient, information = _slope(points, group, parameters, spread)
    step = _step(gradient, information)
    for _ in range(SCORING_STEPS):
        there = _slope(points + step, group, parameters, spread)
        better = there[0] >= height
        points = np.where(better[:, None], points + step, points)
        height = np.where(better, there[0], height)
        gradient = np.where(better[:, None], there[1], gradient)
        information = np.where(better[:, None, None], there[2], information)
        step = np.where(better[:, None], _step(gradient, information), step / 2)
    scale = np.linalg.cholesky(np.linalg.inv(information)) * WIDENED
    volume = np.log(np.diagonal(scale, axis1=1, axis2=2)).sum(axis=1)
    return _Bells(points, scale, volume, height + volume)


def _step(gradient: Floats, information: Floats) -> Floats:
    step = np.linalg.solve(information, gradient[:, :, None])[:, :, 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1, LONGEST_STEP / np.maximum(longest, LONGEST_STEP)))


def _slope(points: Floats, group: PeopleGroup, parameters: Parameters, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Return height [people], gradient [people, columns + 1] and expected information of the log-posterior."""
    people = len(points)
    lapse = 1 / (1 + np.exp(-points[:, -1]))
    sensitivity = np.exp(parameters.log_sensitivity)[group.slot][:, :, None]
    row = np.arange(people)[:, None, None]
    worth = np.exp(sensitivity * points[row, group.column] + parameters.attractiveness[group.slot])
    reach = np.zeros((*group.column.shape, points.shape[1] - 1))
    np.put_along_axis(reach, group.column[..., None], sensitivity[..., None], axis=3)
    reach = reach.reshape(people, -1, points.shape[1] - 1)
    height, gradient, information = _prior_slope(points, parameters, spread)
    for chosen, offered in zip(group.chosen, group.sets, strict=True):
        counts = np.asarray(chosen.any(axis=2))
        size = np.maximum(offered.sum(axis=2, keepdims=True), 1)
        luce = offered * worth
        luce /= np.maximum(luce.sum(axis=2, keepdims=True), TINY)
        mixed = (1 - lapse)[:, None, None] * luce + lapse[:, None, None] * offered / size
        over = offered * counts[:, :, None] / np.maximum(mixed, TINY)
        meant = (1 - lapse)[:, None, None] * luce * over
        by_lapse = (lapse * (1 - lapse))[:, None, None] * (offered / size - luce) * over
        height += np.log(np.where(chosen > 0, mixed, 1)).sum(axis=(1, 2))
        score = _centred(chosen * meant, luce)
        gradient[:, :-1] += (score.reshape(people, 1, -1) @ reach)[:, 0]
        gradient[:, -1] += (chosen * by_lapse).sum(axis=(1, 2))
        information[:, :-1, :-1] += reach.swapaxes(1, 2) @ _spread_over(mixed * meant**2, luce, reach)
        cross = _centred(mixed * meant * by_lapse, luce)
        information[:, :-1, -1] += (cross.reshape(people, 1, -1) @ reach)[:, 0]
        information[:, -1, -1] += (mixed * by_lapse**2).sum(axis=(1, 2))
    information[:, -1, :-1] = information[:, :-1, -1]
    return height, gradient, information


def _centred(taken: Floats, luce: Floats) -> Floats:
    """Return the score of each option's utility: what was taken, less what was to be expected of as many choices."""
    return np.asarray(taken - luce * taken.sum(axis=2, keepdims=True))


def _spread_over(square: Floats, luce: Floats, reach: Floats) -> Floats:
    """Return the expected information of the utilities, times ``reach``."""
    block = -square[..., None] * luce[..., None, :]
    block = block + block.swapaxes(2, 3)
    block += square.sum(axis=2)[..., None, None] * luce[..., None] * luce[..., None, :]
    diagonal = np.arange(block.shape[-1])
    block[..., diagonal, diagonal] += square
    return np.asarray((block @ reach.reshape(*square.shape, -1)).reshape(reach.shape))


def _prior_slope(points: Floats, parameters: Parameters, spread: Floats) -> tuple[Floats, Floats, Floats]:
    people, dimensions = points.shape
    alpha, beta = LAPSE_BETA
    lapse = 1 / (1 + np.exp(-points[:, -1]))
    precisions = np.column_stack([np.tile(spread[:, None] ** -2, dimensions - 2), np.ones(people)])
    gradient = np.column_stack([(parameters.mean - points[:, :-1]) * precisions, alpha - (alpha + beta) * lapse])
    information = np.zeros((people, dimensions, dimensions))
    diagonal = np.arange(dimensions)
    information[:, diagonal, diagonal] = np.column_stack([precisions, (alpha + beta) * lapse * (1 - lapse)])
    return _log_prior(points[:, :, None], parameters, spread[:, None])[:, 0], gradient, information
