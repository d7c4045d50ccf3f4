"""Populations the lab draws people from: the model's own prior, and ways in which the model may be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, pi, sqrt
from random import Random

from rolecheck.bank.calibration import Calibration
from rolecheck.bank.items import NONE_FITS, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.prior import LAPSE_BETA, SPREAD_LOG_SD, SPREAD_MEDIAN, STAND_BACK_MEAN, STAND_BACK_SD
from rolecheck.session.session import Response
from rolecheck.session.step import shown_order

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
        lean: added to the logarithm of one line's worth, the same line for all of a team.
        line_liked: standard deviation of how attractive a line's options are to everybody of one world, whatever their
            own lines; of logarithms, like the next two.
        option_liked: the same of each option by itself.
        sensitivity: of how much an item tells of people, by item and world.
        second_scale: utilities count so many times as much for a second choice.
        none_fits: share of the responsibility items on which nothing fits, whatever is offered.
    """

    id: str
    line_sd: float | None = None
    lapse: float | None = None
    correlation: float = 0.0
    thurstonian: bool = False
    first_shown: float = 1.0
    lean: float = 0.0
    line_liked: float = 0.0
    option_liked: float = 0.0
    sensitivity: float = 0.0
    second_scale: float = 1.0
    none_fits: float = 0.0


PRIOR = Population("prior")
ALIKE = Population("alike", line_sd=0.6)
MIDDLE = Population("middle", line_sd=1.0)
WIDE = Population("wide", line_sd=1.5)
SPREAD_APART = (ALIKE, MIDDLE, WIDE)
"""Populations of one spread each, which the model takes for one of many."""

LIKED_LINES = tuple(Population(f"line-liked-{sd:g}", line_liked=sd) for sd in (0.25, 0.5, 1.0))
"""Populations whose liking for a line's wording no answers can tell from carrying it."""

LEANING = tuple(Population(f"leaning-{lean:g}", lean=lean) for lean in (0.0, 0.5, 1.0))
"""Teams of which everybody leans so much to one line."""

UNFITTED = Population("unfitted", none_fits=0.5)
LAZY = Population("lazy", none_fits=0.2)

LAPSING = Population("lapsing", lapse=0.2)
THURSTONIAN = Population("thurstonian", thurstonian=True)
CORRELATED = Population("correlated", correlation=0.7)
FIRST_SHOWN = Population("first-shown", first_shown=1.5)
LIKED_OPTIONS = tuple(Population(f"option-liked-{sd:g}", option_liked=sd) for sd in (0.5, 1.0))
SENSITIVE = Population("sensitivity", sensitivity=0.5)
HALF_SECOND = Population("second-half", second_scale=0.5)

WRONG = (LAPSING, THURSTONIAN, CORRELATED, FIRST_SHOWN, *LIKED_OPTIONS, SENSITIVE, HALF_SECOND, LAZY)
"""Ways in which the model may be wrong of people and items, of which a reader should know what they cost."""

TEAM = 25
"""People of one world, or one team, in a row."""


@dataclass(frozen=True)
class World:
    """What is the same for all of some people: which line they lean to, what they like, and which items tell more.

    ``known`` is what answers have taught about the bank they are asked with: that holds in every world.
    """

    population: Population
    seed: str
    known: Calibration | None = None

    def dice(self, name: str) -> Random:
        """Return dice of one thing of this world."""
        return Random(f"{self.seed}/{name}")

    def liking(self, item: Item, letter: str) -> float:
        """Return the logarithm of how attractive an option is to everybody."""
        own = None if self.known is None else self.known.items.get(item.id)
        liked = 0.0 if own is None or letter not in own.attractiveness else log(own.attractiveness[letter].factor)
        if self.population.line_liked:
            liked += self.dice(f"line/{item.option(letter).key}").gauss(0, self.population.line_liked)
        if self.population.option_liked:
            liked += self.dice(f"option/{item.id}/{letter}").gauss(0, self.population.option_liked)
        return liked

    def sensitivity(self, item: Item) -> float:
        """Return how many times as much an item tells of people."""
        own = None if self.known is None else self.known.items.get(item.id)
        usual = 1.0 if own is None else own.sensitivity.factor
        spread = self.population.sensitivity
        return usual * exp(self.dice(f"item/{item.id}").gauss(0, spread)) if spread else usual

    def spread(self, facet: Facet) -> float:
        """Return the median of how much people differ in one facet."""
        own = None if self.known is None else self.known.spreads.get(facet)
        return SPREAD_MEDIAN if own is None else own.factor

    def leans_to(self, lines: Sequence[str]) -> str:
        """Return the line everybody leans to."""
        return self.dice("lean").choice(lines)


def world_of(population: Population, seed: int, number: int, known: Calibration | None = None) -> World:
    """Return the world of the person of this number, of a bank of which so much is known."""
    return World(population, f"{seed}/world/{population.id}/{number // TEAM}", known)


@dataclass(frozen=True)
class SimulatedPerson:
    """Somebody of a population: ``theta`` is the logarithm of each key's worth, by facet."""

    population: Population
    theta: Mapping[Facet, Mapping[str, float]]
    lapse: float
    second: float
    dice: Random
    world: World

    def respond(self, item: Item, seed: int) -> Response:
        """Return the response to one item as this person's dice fall; judgement items are answered at random."""
        shown = shown_order(item, seed)
        if item.facet is Facet.JUDGEMENT:
            return Response(item.id, self.dice.choice(shown))
        none_fits = self.population.none_fits
        if none_fits and item.takes_none_fits and self.dice.random() < none_fits:
            return Response(item.id, NONE_FITS)
        tells = self.world.sensitivity(item)
        utility = {
            letter: tells * self.theta[item.facet][item.option(letter).key or STAND_BACK]
            + self.world.liking(item, letter)
            for letter in shown
        }
        utility[shown[0]] += log(self.population.first_shown)
        first = self._choose(utility)
        if self.dice.random() >= self.second:
            return Response(item.id, first)
        del utility[first]
        scale = self.population.second_scale
        return Response(item.id, first, self._choose({letter: scale * each for letter, each in utility.items()}))

    def _choose(self, utility: Mapping[str, float]) -> str:
        letters = list(utility)
        if self.dice.random() < self.lapse:
            return self.dice.choice(letters)
        if self.population.thurstonian:
            return max(letters, key=lambda letter: utility[letter] + self.dice.gauss(0, PROBIT_SD))
        return self.dice.choices(letters, [exp(utility[letter]) for letter in letters])[0]


def draw_person(
    population: Population, lines: Sequence[str], second: Second, dice: Random, world: World | None = None
) -> SimulatedPerson:
    """Return somebody of a population; each facet has worths of its own."""
    facets = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)
    around = world or World(population, "")
    return SimulatedPerson(
        population=population,
        theta={facet: _draw_theta(population, lines, dice, around, facet) for facet in facets},
        lapse=dice.betavariate(*LAPSE_BETA) if population.lapse is None else population.lapse,
        second=SECOND_SHARE[second],
        dice=dice,
        world=around,
    )


def _draw_theta(
    population: Population, lines: Sequence[str], dice: Random, world: World, facet: Facet
) -> dict[str, float]:
    own = world.spread(facet) * exp(dice.gauss(0, SPREAD_LOG_SD))
    spread = own if population.line_sd is None else population.line_sd
    theta = {line: dice.gauss(0, spread) for line in lines}
    if population.correlation and len(lines) > 1:
        first, second = lines[:2]
        shared = population.correlation * theta[first]
        theta[second] = shared + sqrt(1 - population.correlation**2) * theta[second]
    if population.lean:
        theta[world.leans_to(lines)] += population.lean
    theta[STAND_BACK] = dice.gauss(STAND_BACK_MEAN, STAND_BACK_SD)
    return theta


class BotRule(StrEnum):
    """Ways to answer without reading."""

    UNIFORM = "uniform"
    FIRST = "first"
    LONGEST = "longest"
    SHORTEST = "shortest"
    ALTERNATING = "alternating"
    LINES = "lines"
    """At random among the lines, never stepping back."""


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
            case BotRule.LINES:
                return sorted(shuffled, key=lambda letter: item.option(letter).key == STAND_BACK)
            case BotRule.FIRST:
                return shown
            case BotRule.ALTERNATING:
                return shown if self.asked % 2 == 0 else shown[1] + shown[0] + shown[2:]
            case BotRule.LONGEST | BotRule.SHORTEST:
                sign = -1 if self.rule is BotRule.LONGEST else 1
                return sorted(shuffled, key=lambda letter: sign * len(item.option(letter).text))
