"""How likely a few more items are to settle what a form left open, reckoned from what is known of the person.

Possible people are taken from the posterior's draws in proportion to their weights, each answers the items that would
be chosen for them one after another, and the same draws, weighted by those answers besides, say what would be concluded
then (preposterior analysis, Raiffa and Schlaifer 1961). Items stand for all that offer the same lines; that stages
take turns is left aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Item
from rolecheck.measure.choice import TINY, Singles, choice_probability
from rolecheck.measure.offers import Offers
from rolecheck.measure.posterior import Booleans, Posterior
from rolecheck.measure.prior import Floats
from rolecheck.measure.selection import STOP_AFTER, STOP_AT, TIE
from rolecheck.measure.verdict import BEYOND_CHANCE, NAMED_AT, STANDS_BACK_AT

MOST_MORE = 6
"""Items offered at the most to a respondent whose form ended without a conclusion."""

PEOPLE = 200
"""Possible people taken through the items: the chance errs by 0.035 at the most."""

SEED = 20251117
"""Of the answers' dice; fixed, so that the same responses always give the same chance."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many more items are offered at the most, and the chance that they lead to a conclusion."""

    more: int
    chance: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when more items are offered.

    ``asked`` counts the responsibility items so far, ``second`` is the share of them with a second choice.
    """

    posterior: Posterior
    asked: int
    second: float


def chance_to_settle(offers: Offers, standing: Standing, left: Sequence[Item], more: int) -> float:
    """Return the chance that a line, or stepping back, can be named after so many more of the items left."""
    people = _People(offers, standing, left)
    for number in range(1, more + 1):
        people.answer_one()
        if standing.asked + number >= STOP_AFTER:
            people.stop()
    return float(people.settled().mean())


class _People:
    """Possible people answering side by side. ``weights`` is [people, draws]: what their answers say of them."""

    def __init__(self, offers: Offers, standing: Standing, left: Sequence[Item]) -> None:
        self._posterior, self._second = standing.posterior, standing.second
        numbers = [offers.set_of(item) for item in left]
        sets = sorted(set(numbers))
        self._members = offers.members[sets].astype(np.float32)
        self._set, self._column = np.nonzero(self._members)
        self._probability = self._probabilities(self._members[self._set], self._column)
        self._pair_set, self._pair_probability = self._pairs()
        self._left = np.tile([numbers.count(number) for number in sets], (PEOPLE, 1))
        self._true = _systematic(self._posterior.weights, PEOPLE)
        self._is_largest = [self._posterior.largest == line for line in range(self._posterior.lines)]
        self._dice = np.random.default_rng(SEED)
        self.weights = np.tile(self._posterior.weights, (PEOPLE, 1))
        self._beyond = np.full(PEOPLE, standing.posterior.beyond_chance)
        self._going_on = np.ones(PEOPLE, np.bool_)

    def answer_one(self) -> None:
        """Let everybody who has not stopped answer the item worth most to know; lots are drawn among equals."""
        entropies = np.where(self._left > 0, self._entropies(), np.inf)
        tied = self._left * (entropies <= entropies.min(axis=1, keepdims=True) + TIE)
        dice = self._dice.random((PEOPLE, 4))
        for person in map(int, np.flatnonzero(self._going_on)):
            chosen = _fall(tied[person], dice[person, 0])
            self._left[person, chosen] -= 1
            self._answer(person, chosen, *dice[person, 1:])

    def stop(self) -> None:
        """Let those stop of whom enough is known (``rolecheck.measure.selection.may_stop``)."""
        is_line_known = (self._p_largest().max(axis=1) >= STOP_AT) & (self._beyond >= BEYOND_CHANCE)
        self._going_on &= ~(is_line_known | (self._p_stand_back() >= STOP_AT))

    def settled(self) -> Booleans:
        """Return [people]: whether there is a conclusion now."""
        named = (self._p_largest().max(axis=1) >= NAMED_AT) & (self._beyond >= BEYOND_CHANCE)
        return np.asarray(named | (self._p_stand_back() >= STANDS_BACK_AT))

    def _answer(self, person: int, number: int, first: float, takes_second: float, second: float) -> None:
        """Choose once or twice as this person would, and count the answer; the last three are dice in 0 to 1."""
        offered = np.flatnonzero(self._set == number)
        choice = offered[_fall(self._probability[offered, self._true[person]], first)]
        self._count(person, self._probability[choice], len(offered))
        if takes_second >= self._second or len(offered) <= 1:
            return
        rest = self._members[number].copy()
        rest[self._column[choice]] = 0
        columns = np.flatnonzero(rest)
        among = self._probabilities(np.tile(rest, (len(columns), 1)), columns)
        self._count(person, among[_fall(among[:, self._true[person]], second)], len(columns))

    def _count(self, person: int, probability: Singles, options: int) -> None:
        """Weigh the draws by what one choice is worth; ``probability`` is [draws], at random it is one of so many."""
        weighed = self.weights[person] * probability
        total = max(float(weighed.sum()), float(TINY))
        self.weights[person] = weighed / total
        self._beyond[person] += np.log(total * options)

    def _entropies(self) -> Floats:
        """Return [people, sets]: what ``rolecheck.measure.selection.expected_entropies`` returns for each person."""
        once = self._expected(self._set, self._probability) if self._second < 1 else 0.0
        twice = self._expected(self._pair_set, self._pair_probability) if self._second > 0 else 0.0
        return np.asarray((1 - self._second) * once + self._second * twice, np.float64)

    def _expected(self, set_of: NDArray[np.intp], probability: Singles) -> Singles:
        """Return [people, sets]: the entropy expected after outcomes [outcomes] of sets, sorted by their set."""
        parts = [
            self.weights[:, largest].astype(np.float32) @ probability[:, largest].T for largest in self._is_largest
        ]
        joint = np.maximum(np.stack(parts, axis=2), TINY)
        of_outcome = -(joint * np.log(joint / joint.sum(axis=2, keepdims=True))).sum(axis=2)
        return np.asarray(np.add.reduceat(of_outcome, np.unique(set_of, return_index=True)[1], axis=1))

    def _pairs(self) -> tuple[NDArray[np.intp], Singles]:
        """Return the set of each first and second choice [outcomes], and the probability of both [outcomes, draws]."""
        rest = self._members[self._set]
        rest[np.arange(len(rest)), self._column] = 0
        first, then = np.nonzero(rest)
        return self._set[first], self._probability[first] * self._probabilities(rest[first], then)

    def _p_largest(self) -> Floats:
        return np.stack([self.weights[:, largest].sum(axis=1) for largest in self._is_largest], axis=1)

    def _p_stand_back(self) -> Floats:
        return np.asarray(self.weights[:, self._posterior.steps_back].sum(axis=1))

    def _probabilities(self, members: Singles, columns: NDArray[np.intp]) -> Singles:
        return choice_probability(self._posterior.worth, self._posterior.lapse, members, columns)


def _systematic(weights: Floats, count: int) -> NDArray[np.intp]:
    """Return [count]: draws in proportion to their weights, at even steps (Kitagawa 1996)."""
    steps = (np.arange(count) + 0.5) / count
    return np.minimum(np.searchsorted(np.cumsum(weights), steps), len(weights) - 1)


def _fall(chances: Singles | NDArray[np.intp], die: float) -> int:
    """Return the outcome a die in 0 to 1 falls on."""
    return int(np.searchsorted(np.cumsum(chances), die * chances.sum(), side="right").clip(0, len(chances) - 1))
