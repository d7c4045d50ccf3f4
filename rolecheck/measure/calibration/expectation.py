"""What a part of the people says about every parameter: the gradient of their log-likelihood and its information.

With S the score of the complete data (as if a person's theta and lapses were known) and I its information,

    gradient = E[S],   observed information = E[I] - Var[S]   (Louis 1982)

under each person's posterior, summed over people. E[I] alone is what an EM step goes by; with Var[S] taken off, the
same draws give the steps of Newton's method, which need no hundred repetitions, and the standard errors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rolecheck.measure.calibration.answers import Answers
from rolecheck.measure.calibration.people import TINY, Draws, ParameterPlaces, Parameters, PeopleGroup, draw
from rolecheck.measure.choice import Singles
from rolecheck.measure.prior import Floats

TOGETHER = 32
"""People worked out at once: enough to share the work, few enough for the processor's near memory."""

DRAWS = 256


@dataclass(frozen=True)
class Sums:
    """Of one part of the people, or of all: the log-likelihood, its gradient, and information complete and missing."""

    log_likelihood: float
    gradient: Floats
    complete: Floats
    missing: Floats

    @property
    def observed(self) -> Floats:
        """What the answers tell."""
        return self.complete - self.missing


def added(parts: Iterable[Sums]) -> Sums:
    """Return the sums of all parts."""
    first, *others = parts
    total = Sums(first.log_likelihood, first.gradient.copy(), first.complete.copy(), first.missing.copy())
    for part in others:
        np.add(total.gradient, part.gradient, out=total.gradient)
        np.add(total.complete, part.complete, out=total.complete)
        np.add(total.missing, part.missing, out=total.missing)
    return Sums(sum(part.log_likelihood for part in (first, *others)), total.gradient, total.complete, total.missing)


def expect(answers: Answers, parameters: Parameters, draws: int = DRAWS) -> Sums:
    """Return what these people say, under what is assumed so far."""
    places = ParameterPlaces(answers.layout)
    total = _Total(places)
    for part in answers.parts(TOGETHER):
        group = PeopleGroup(part)
        drawn = draw(group, parameters, draws)
        total.add(group, parameters, drawn, Responsibilities(group, parameters, drawn))
    return Sums(total.log_likelihood, total.gradient, total.complete, total.missing)


class Responsibilities:
    """Every draw's account of a group's answers: arrays are [people, slots, options, draws], or without options.

    ``luce`` is how likely each option was by worth alone, first and second; ``meant`` how likely the choice was not a
    lapse, 0 where there was none; ``weights`` [people, draws] sum to one.
    """

    def __init__(self, group: PeopleGroup, parameters: Parameters, draws: Draws) -> None:
        """Work out how every draw accounts for every answer."""
        self.group = group
        self.lapse = draws.lapse
        slot = group.slot
        self.sensitivity = np.exp(parameters.log_sensitivity)[slot].astype(np.float32)
        row = np.arange(len(slot))[:, None, None]
        self.theta = draws.theta[row, group.column]
        self.felt = self.theta * self.sensitivity[:, :, None, None]
        worth = np.exp(self.felt + parameters.attractiveness[slot].astype(np.float32)[..., None])
        self.luce: list[Singles] = []
        self.meant: list[Singles] = []
        self.chance: list[Singles] = []
        self.log_likelihood = np.zeros(draws.lapse.shape)
        lapse = draws.lapse[:, None]
        for chosen, offered in zip(group.chosen, group.sets, strict=True):
            luce = worth * offered.astype(np.float32)[..., None]
            total: Singles = np.asarray(luce.sum(axis=2, keepdims=True))
            luce /= np.maximum(total, np.float32(TINY))
            most = np.asarray(chosen.argmax(axis=2))
            taken = np.take_along_axis(luce, most[:, :, None, None], axis=2)[:, :, 0]
            counts = np.asarray(chosen.any(axis=2), np.float32)[..., None]
            meant = (1 - lapse) * taken
            size = np.maximum(offered.sum(axis=2), 1).astype(np.float32)
            chance = np.where(counts > 0, meant + lapse / size[..., None], 1)
            self.log_likelihood += np.log(chance).sum(axis=1, dtype=np.float64)
            self.luce.append(luce)
            self.meant.append(counts * meant / chance)
            self.chance.append(chance)
        log_weights = draws.log_weights + self.log_likelihood
        most = log_weights.max(axis=1, keepdims=True)
        weights = np.exp(log_weights - most)
        total = weights.sum(axis=1, keepdims=True)
        self.weights = (weights / total).astype(np.float32)
        self.log_marginal = (most + np.log(total))[:, 0]

    @cached_property
    def scores(self) -> list[Singles]:
        """[people, slots, options + 1, draws] of each choice: of the options' utility, the item's sensitivity last."""
        found = []
        for chosen, luce, meant in zip(self.group.chosen, self.luce, self.meant, strict=True):
            people, slots, options, draws = luce.shape
            score = np.empty((people, slots, options + 1, draws), np.float32)
            np.subtract(chosen.astype(np.float32)[..., None], luce, out=score[:, :, :-1])
            score[:, :, :-1] *= meant[:, :, None]
            np.einsum("pskd,pskd->psd", score[:, :, :-1], self.felt, out=score[:, :, -1])
            found.append(score)
        return found

    def information(self) -> Floats:
        """Return [people, slots, options + 1, options + 1]: what is told of an item if theta is known.

        Lapses are integrated out; expected over the draws. Sensitivity comes last, as a logarithm.
        """
        people, slots, options, _ = self.theta.shape
        total = np.zeros((people, slots, options + 1, options + 1))
        diagonal = np.arange(options)
        for luce, meant, score in zip(self.luce, self.meant, self.scores, strict=True):
            heavy = meant * self.weights[:, None]
            pulled = luce * self.felt
            both = np.concatenate([luce, pulled.sum(axis=2, keepdims=True)], axis=2)
            total -= (both * heavy[:, :, None]) @ both.swapaxes(2, 3)
            total[..., diagonal, diagonal] += (luce @ heavy[..., None])[..., 0]
            cross = (pulled @ heavy[..., None])[..., 0]
            total[..., :-1, -1] += cross
            total[..., -1, :-1] += cross
            total[..., -1, -1] += np.einsum("pskd,pskd,psd->ps", pulled, self.felt, heavy)
            # Whether it was a lapse is not known: a score is r v, and v v' r (1 - r) is what that costs.
            lost = score * np.sqrt((1 - meant) / np.maximum(meant, TINY) * self.weights[:, None])[:, :, None]
            total -= lost @ lost.swapaxes(2, 3)
            total[..., -1, -1] -= np.einsum("psd,pd->ps", score[:, :, -1], self.weights)
        return total


class _Total:
    """The sums so far."""

    def __init__(self, places: ParameterPlaces) -> None:
        self.places = places
        self.of_item = places.of_item()
        self.population = slice(places.mean.start, places.size)
        self.log_likelihood = 0.0
        self.gradient = np.zeros(places.size)
        self.complete = np.zeros((places.size, places.size))
        self.missing = np.zeros((places.size, places.size))

    def add(self, group: PeopleGroup, parameters: Parameters, draws: Draws, found: Responsibilities) -> None:
        self.log_likelihood += float(found.log_marginal.sum())
        people = len(group.slot)
        scores = (found.scores[0] + found.scores[1]).reshape(people, -1, found.weights.shape[1])
        weighted = scores * found.weights[:, None]
        means = weighted.sum(axis=2, dtype=np.float64)
        covariance = (weighted @ scores.swapaxes(1, 2)).astype(np.float64) - means[:, :, None] * means[:, None]
        places = self.of_item[group.slot].reshape(people, -1)
        np.add.at(self.gradient, places, means)
        for place, own in zip(places, covariance, strict=True):
            np.add.at(self.missing, (place[:, None], place[None]), own)
        own = self.of_item[group.slot]
        np.add.at(self.complete, (own[..., :, None], own[..., None, :]), found.information())
        # Nearly all that is told of the population with theta known is missing without it: of two such numbers the
        # draws cannot give the difference. The squares of people's scores can (Berndt and others 1974).
        by_person = of_population(draws, found.weights, parameters)
        self.gradient[self.population] += by_person.sum(axis=0)
        self.complete[self.population, self.population] += by_person.T @ by_person


def of_population(drawn: Draws, weights: Singles, parameters: Parameters) -> Floats:
    """Return [people, columns + 1]: each person's score of the means, and of the spread."""
    away = drawn.theta - parameters.mean.astype(np.float32)[:, None]
    lines = away.shape[1] - 1
    of_lines = away[:, :-1] / drawn.spread[:, None]
    scores = np.empty((len(away), lines + 2, away.shape[2]), np.float32)
    scores[:, :lines] = of_lines / drawn.spread[:, None]
    scores[:, lines] = away[:, -1]
    scores[:, -1] = (of_lines**2).sum(axis=1) - lines
    return np.asarray((scores @ weights[:, :, None])[:, :, 0], np.float64)
