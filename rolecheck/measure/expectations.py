"""Who expects whom: the chances that at a moment nobody, one or several of a room take the matter for theirs.

Everybody in the room says who will stand up at this moment here: themselves, somebody else, nobody. Whoever says "me"
takes the matter for theirs, but for a slip of the finger. Let z be the set of those who do. A priori z is empty, one
person or several with a third each; several are two, three, ... with halving chances; within a size all sets are equal.

- A person says "me" with chance 1 - SLIP inside z and SLIP outside of it; of whoever has not answered nothing is known.
- Of those who do not say "me", the chance to say "nobody" is Beta(1, 1) if z is empty and Beta(1, 4) otherwise.
- Whom the others point at follows a Dirichlet-multinomial (Polya urn): without z, weight 1 in all, spread evenly, so
  that a room may well agree on somebody who does not take it for theirs. With z, half the time the same (nobody knows
  whose it is) and half the time with an extra weight of KNOWN shared by z.

Everything but the size of z is a product over its members, so the sum over all sets of a size is an elementary
symmetric polynomial; nothing is sampled. The rates are assumptions, not estimates; ``rolecheck.measure.lab.waiting``
shows what follows where they are wrong.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp, lgamma
from typing import NamedTuple

import numpy as np

from rolecheck.measure.team import count_distribution

ME, NOBODY, SOMEBODY, SILENT = -1, -2, -3, -4
"""What a person can say besides naming another (by their number): SOMEBODY is one who cannot be told apart from others
in the room, SILENT has not answered."""

SLIP = 0.01
"""Of taps that say the opposite of what is meant."""

KNOWN = 4.0
"""How much more often the others point at those whose matter it is, where they know."""

WAITS_AT = 0.5
"""The chance of nobody from which on a moment is called one at which all wait."""


class MomentChances(NamedTuple):
    """Chances of how many take a moment for theirs."""

    nobody: float
    one: float
    several: float


def standing(answers: Sequence[int]) -> MomentChances:
    """Return the chances at one moment; ``answers`` has an entry for everybody in the room.

    Raises:
        ValueError: nobody is in the room.
    """
    if not answers:
        raise ValueError(answers)
    pointed = Counter(answer for answer in answers if answer >= 0)
    by_size = _by_size(answers, pointed)
    total = sum(by_size)
    return MomentChances(by_size[0] / total, by_size[1] / total, sum(by_size[2:]) / total)


def _by_size(answers: Sequence[int], pointed: Counter[int]) -> list[float]:
    """Return, for each size of z, its prior times its likelihood, up to a common factor."""
    people = len(answers)
    said_nobody = sum(answer == NOBODY for answer in answers)
    said_somebody = sum(answer == SOMEBODY or answer >= 0 for answer in answers)
    taps = [_tap(answer) for answer in answers]
    found = []
    for size in range(people + 1):
        nobody = _beta_binomial(said_nobody, said_somebody, 1.0, 4.0 if size else 1.0)
        urns = (0.0, KNOWN) if size else (0.0,)
        sets = [_over_sets(size, taps, pointed, extra) for extra in urns]
        found.append(_prior(size, people) * exp(nobody) * sum(sets) / len(sets))
    return found


def _tap(answer: int) -> float:
    """Return how much likelier an answer is from somebody in z than from somebody outside."""
    if answer == SILENT:
        return 1.0
    return (1 - SLIP) / SLIP if answer == ME else SLIP / (1 - SLIP)


def _prior(size: int, people: int) -> float:
    if size < 2:
        return 1 / 3
    sizes = range(2, people + 1)
    return 2.0**-size / sum(2.0**-other for other in sizes) / 3


def _over_sets(size: int, taps: Sequence[float], pointed: Counter[int], extra: float) -> float:
    """Return the mean over all sets of this size of taps times urn, up to a factor that all sizes share."""
    people, draws = len(taps), pointed.total()
    base, bonus = 1 / people, extra / size if size else 0.0
    weight = base * people + (extra if size else 0.0)
    shared = lgamma(weight) - lgamma(weight + draws) + sum(_rising(base, count) for count in pointed.values())
    members = [
        tap * exp(_rising(base + bonus, pointed[person]) - _rising(base, pointed[person]))
        for person, tap in enumerate(taps)
    ]
    return exp(shared) * _mean_product(members, size)


def _rising(weight: float, count: int) -> float:
    return lgamma(weight + count) - lgamma(weight)


def _mean_product(values: Sequence[float], size: int) -> float:
    """Return the mean of the product over all subsets of this size: an elementary symmetric polynomial, scaled."""
    means = [1.0] + [0.0] * size
    for number, value in enumerate(values, 1):
        for place in range(min(size, number), 0, -1):
            means[place] = means[place] * (number - place) / number + means[place - 1] * value * place / number
        # e_0 stays 1: the mean over the one empty set.
    return means[size]


def _beta_binomial(hits: int, misses: int, a: float, b: float) -> float:
    """Return the log-chance of these answers in their order, the rate being Beta(a, b)."""
    together = lgamma(a + hits) + lgamma(b + misses) - lgamma(a + b + hits + misses)
    return together - lgamma(a) - lgamma(b) + lgamma(a + b)


class Fewer(NamedTuple):
    """Two rounds over the same moments: expected moments at which all wait, and the chance that there are fewer now."""

    before: float
    now: float
    chance: float


def fewer(before: Sequence[float], now: Sequence[float]) -> Fewer:
    """Compare two rounds; each has the chance of nobody at each of the same moments, independent of one another."""
    first, second = (_how_many(chances) for chances in (before, now))
    at_least = np.cumsum(second)
    chance = sum(first[count] * at_least[count - 1] for count in range(1, len(first)))
    return Fewer(sum(before), sum(now), float(min(chance, 1.0)))


def _how_many(chances: Sequence[float]) -> list[float]:
    """Return the chance of 0, 1, ... moments at which all wait."""
    table = np.asarray(chances, dtype=np.float64).reshape(len(chances), 1)
    return [float(chance) for chance in count_distribution(table, len(chances))[0]]
