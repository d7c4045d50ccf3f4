"""Populations the lab draws people from: the model's own prior, and ways in which the model may be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, pi, sqrt
from random import Random

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.prior import LAPSE_BETA, SPREAD_LOG_SD, SPREAD_MEDIAN, STAND_BACK_MEAN, STAND_BACK_SD
from rolecheck.session.session import Response
from rolecheck.session.shuffle import shown_order

PROBIT_SD = pi / sqrt(6)
"""Noise of the Thurstonian chooser: as wide as the Gumbel noise behind Luce's rule, so that worths mean the same."""


class Second(StrEnum):
    """How often a second choice is given."""

    ALWAYS = "always"
    HALF = "half"
    NEVER = "never"


SECOND_SHARE: Mapping[Second, float] = {Second.ALWAYS: 1.0, Second.HALF: 0.5, Second.NEVER: 0.0}


@dataclass(frozen=True, slots=True)
class Population:
    """Where people come from.

    Attributes:
        id: names it in results.
        line_sd: standard deviation of the logarithms of the lines' worths; None draws everybody's own from the prior.
        lapse: everybody's lapse rate; None draws each from the model's prior.
        correlation: between the first two lines' logarithms of worths.
        thurstonian: choices follow the greatest utility with normal noise (Thurstone 1927), not Luce's rule.
        first_shown: times that the option shown first is worth more.
    """

    id: str
    line_sd: float | None = None
    lapse: float | None = None
    correlation: float = 0.0
    thurstonian: bool = False
    first_shown: float = 1.0


PRIOR = Population("prior")
WIDE = Population("wide", line_sd=1.5)
LAPSING = Population("lapsing", lapse=0.2)
THURSTONIAN = Population("thurstonian", thurstonian=True)
CORRELATED = Population("correlated", correlation=0.7)
FIRST_SHOWN = Population("first-shown", first_shown=1.5)

POPULATIONS: tuple[Population, ...] = (PRIOR, WIDE, LAPSING, THURSTONIAN, CORRELATED, FIRST_SHOWN)


@dataclass(frozen=True)
class Person:
    """Somebody of a population: ``theta`` is the logarithm of each key's worth, by facet."""

    population: Population
    theta: Mapping[Facet, Mapping[str, float]]
    lapse: float
    second: float
    dice: Random

    def respond(self, item: Item, seed: int) -> Response:
        """Return the response to one item as this person's dice fall; judgement items are answered at random."""
        shown = shown_order(item, seed)
        if item.facet is Facet.JUDGEMENT:
            return Response(item.id, self.dice.choice(shown))
        utility = {letter: self.theta[item.facet][item.option(letter).key or STAND_BACK] for letter in shown}
        utility[shown[0]] += log(self.population.first_shown)
        first = self._choose(utility)
        if self.dice.random() >= self.second:
            return Response(item.id, first)
        del utility[first]
        return Response(item.id, first, self._choose(utility))

    def _choose(self, utility: Mapping[str, float]) -> str:
        letters = list(utility)
        if self.dice.random() < self.lapse:
            return self.dice.choice(letters)
        if self.population.thurstonian:
            return max(letters, key=lambda letter: utility[letter] + self.dice.gauss(0, PROBIT_SD))
        return self.dice.choices(letters, [exp(utility[letter]) for letter in letters])[0]


def draw_person(population: Population, lines: Sequence[str], second: Second, dice: Random) -> Person:
    """Return somebody of a population; each facet has worths of its own."""
    facets = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)
    return Person(
        population=population,
        theta={facet: _draw_theta(population, lines, dice) for facet in facets},
        lapse=dice.betavariate(*LAPSE_BETA) if population.lapse is None else population.lapse,
        second=SECOND_SHARE[second],
        dice=dice,
    )


def _draw_theta(population: Population, lines: Sequence[str], dice: Random) -> dict[str, float]:
    own = SPREAD_MEDIAN * exp(dice.gauss(0, SPREAD_LOG_SD))
    spread = own if population.line_sd is None else population.line_sd
    theta = {line: dice.gauss(0, spread) for line in lines}
    if population.correlation and len(lines) > 1:
        first, second = lines[:2]
        shared = population.correlation * theta[first]
        theta[second] = shared + sqrt(1 - population.correlation**2) * theta[second]
    theta[STAND_BACK] = dice.gauss(STAND_BACK_MEAN, STAND_BACK_SD)
    return theta


class BotRule(StrEnum):
    """Ways to answer without reading."""

    UNIFORM = "uniform"
    FIRST = "first"
    LONGEST = "longest"
    SHORTEST = "shortest"
    ALTERNATING = "alternating"


@dataclass(slots=True)
class Bot:
    """Somebody who does not read; the second choice, where one is given, follows the same rule among the rest."""

    rule: BotRule
    second: float
    dice: Random
    asked: int = 0

    def respond(self, item: Item, seed: int) -> Response:
        """Return the response to one item."""
        first, then, *_ = self._ranked(item, shown_order(item, seed))
        self.asked += 1
        takes_second = item.facet is not Facet.JUDGEMENT and self.dice.random() < self.second
        return Response(item.id, first, then if takes_second else None)

    def _ranked(self, item: Item, shown: str) -> Sequence[str]:
        """Return the letters from the most to the least attractive; options of one length in a random order."""
        shuffled = self.dice.sample(shown, len(shown))
        match self.rule:
            case BotRule.UNIFORM:
                return shuffled
            case BotRule.FIRST:
                return shown
            case BotRule.ALTERNATING:
                return shown if self.asked % 2 == 0 else shown[1] + shown[0] + shown[2:]
            case BotRule.LONGEST | BotRule.SHORTEST:
                sign = -1 if self.rule is BotRule.LONGEST else 1
                return sorted(shuffled, key=lambda letter: sign * len(item.option(letter).text))
