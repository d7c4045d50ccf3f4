"""Forms: which items are asked where answers do not choose them, and how long that takes.

Each form says how many of a facet it asks. Where not all are, they are chosen so that what they touch comes up equally
often. Somebody else's tool, or a sheet of paper, asks everybody alike: lines, pairs of lines, stages and framings come
up equally often then. A room looks together at moments about which people are likely to differ.

Nobody has counted hands on these items yet, so what divides is taken from the bank itself. Where several of the lines
offered have business in the stage, each has a claim on the moment; where only one has, most hands go there.

How long a form takes is counted from what the bank makes people read, never guessed. Silent reading of Chinese has been
put at 380 characters a minute (Brysbaert 2019, carried over from his words a minute) and at 260 (259.5 +- 38
characters, near the 255 of reading aloud); both are given, as the ends of a range. On top come ``DECIDING`` seconds an
item, which is an assumption: nobody has measured how long people weigh these options.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import NamedTuple

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.session.session import Form


@dataclass(frozen=True, slots=True)
class Plan:
    """The most items a form asks of each facet; ``adaptive`` forms may ask fewer responsibility items.

    ``moments`` is how many of these an adaptive form asks on the average: by the lab, of 300 people of the prior, half
    of whose answers have a second choice.
    """

    most: Mapping[Facet, int]
    adaptive: bool
    moments: int | None = None

    def usual(self, facet: Facet) -> int:
        """Return how many items of a facet the form usually asks, where the bank has them."""
        most = self.most.get(facet, 0)
        return most if self.moments is None or facet is not Facet.RESPONSIBILITY else self.moments


EVERYTHING = 10_000

PLANS: Mapping[Form, Plan] = {
    Form.QUICK: Plan({Facet.RESPONSIBILITY: 12}, adaptive=True, moments=11),
    Form.STANDARD: Plan(
        {Facet.RESPONSIBILITY: 18, Facet.DUTY: 5, Facet.KPI: 5, Facet.JUDGEMENT: 6},
        adaptive=True,
        moments=15,
    ),
    Form.FULL: Plan(dict.fromkeys(Facet, EVERYTHING), adaptive=False),
}

FIXED_FACETS = (Facet.DUTY, Facet.KPI, Facet.JUDGEMENT)
"""Asked after responsibility, in this order, in full or as a balanced selection."""

FAST, SLOW = 380, 260
"""Characters read in a minute."""

DECIDING = 4.0
"""Seconds to decide on one item, by assumption."""


CLAIMS = 2
"""With so many claims on a moment there is something to differ about; more do not make it better."""


def fixed_items(bank: Bank, form: Form, seed: int) -> tuple[Item, ...]:
    """Return the duty, kpi and judgement items a session of this form and seed asks, in order."""
    chosen = [balanced(bank.of(facet), PLANS[form].most.get(facet, 0), f"{seed}/{facet}") for facet in FIXED_FACETS]
    return tuple(item for items in chosen for item in items)


def balanced(items: Sequence[Item], most: int, seed: str) -> tuple[Item, ...]:
    """Choose at most so many items, each next one touching what was touched least so far; the seed breaks ties.

    What an item touches are its options' lines, or what it judges.
    """
    rng = Random(seed)
    left = rng.sample(items, len(items))
    touches = {item.id: _touches(item) for item in items}
    touched: Counter[str] = Counter()
    chosen: list[Item] = []
    while left and len(chosen) < most:
        least = min(left, key=lambda item: _mean_count(touched, touches[item.id]))
        left.remove(least)
        chosen.append(least)
        touched.update(touches[least.id])
    return tuple(chosen)


def _touches(item: Item) -> tuple[str, ...]:
    return item.judges or tuple(option.key for option in item.options if option.key is not None)


def _mean_count(touched: Mapping[str, int], names: Sequence[str]) -> float:
    return sum(map(touched.__getitem__, names)) / len(names)


def fixed_form(bank: Bank, form: Form, seed: int) -> tuple[Item, ...]:
    """Return the items of a form in the order they are asked; the same bank, form and seed give the same ones."""
    most = PLANS[form].most[Facet.RESPONSIBILITY]
    chosen = evenly(bank.of(Facet.RESPONSIBILITY), most, f"{seed}/fixed")
    return (*_mixed(chosen), *fixed_items(bank, form, seed))


def evenly(items: Sequence[Item], most: int, seed: str) -> tuple[Item, ...]:
    """Choose at most so many items, each next one adding least to the unevenness so far; the seed breaks ties.

    The first items of a longer choice are a shorter one. Unevenness is the sum of squares of how often each line, pair
    of lines, stage and framing has come up: one more of what was there ``n`` times adds ``2n + 1``. A stage counts
    double, or ten figures of lines would outweigh it.
    """
    left = Random(seed).sample(items, len(items))
    counts: Counter[Hashable] = Counter()
    chosen: list[Item] = []
    while left and len(chosen) < most:
        item = min(left, key=lambda item: sum(weight * (2 * counts[part] + 1) for part, weight in _parts(item)))
        left.remove(item)
        chosen.append(item)
        counts.update(part for part, _ in _parts(item))
    return tuple(chosen)


def _parts(item: Item) -> list[tuple[Hashable, int]]:
    """Return what an item adds to, each with its weight."""
    keys = sorted({option.key for option in item.options if option.key is not None})
    evenly = [*keys, *combinations(keys, 2), ("framing", item.framing)]
    return [*((part, 1) for part in evenly), (("stage", item.stage), 2)]


def _mixed(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items so that, where it can be, no stage follows itself: the stage with most left comes next."""
    left = list(items)
    mixed: list[Item] = []
    while left:
        waiting = Counter(item.stage for item in left)
        before = mixed[-1].stage if mixed else None
        item = min(left, key=lambda item: (item.stage == before, -waiting[item.stage]))
        left.remove(item)
        mixed.append(item)
    return tuple(mixed)


def dividing_moments(bank: Bank, most: int, seed: int) -> tuple[Item, ...]:
    """Choose at most so many responsibility items, in the order of a project's stages.

    The same bank, number and seed give the same ones. No stage comes up again before all have.
    """
    rng = Random(f"{seed}/workshop")
    items = bank.of(Facet.RESPONSIBILITY)
    left = rng.sample(items, len(items))
    stages = list(dict.fromkeys(item.stage for item in left))
    taken: Counter[str | None] = Counter()
    counts: Counter[Hashable] = Counter()
    chosen: list[Item] = []
    while left and len(chosen) < most:
        here = min((item.stage for item in left), key=lambda stage: (taken[stage], stages.index(stage)))
        waiting = [item for item in left if item.stage == here]
        item = min(waiting, key=lambda item: (-min(claims(bank, item), CLAIMS), _repeats(item, counts)))
        left.remove(item)
        chosen.append(item)
        taken[here] += 1
        counts.update(_aspects(item))
    return in_stage_order(bank, chosen)


def in_stage_order(bank: Bank, items: list[Item]) -> tuple[Item, ...]:
    """Return the items as a project meets them; within a stage they stay as they were."""
    places: Mapping[str | None, int] = {stage.id: place for place, stage in enumerate(bank.roles.stages)}
    return tuple(sorted(items, key=lambda item: places.get(item.stage, len(places))))


def claims(bank: Bank, item: Item) -> int:
    """Count the lines an item offers whose roles must stand up in its stage."""
    offered = {option.key for option in item.options}
    due = {role.line for role in bank.roles.roles for moment in role.stands_up if moment.stage == item.stage}
    return len(offered & due)


def _repeats(item: Item, counts: Mapping[Hashable, int]) -> float:
    """Return how often, on average, what is in the item has come up already."""
    parts = _aspects(item)
    return sum(counts[part] for part in parts) / len(parts)


def _aspects(item: Item) -> list[Hashable]:
    keys = sorted({option.key for option in item.options if option.key not in {None, STAND_BACK}}, key=str)
    return [*keys, *combinations(keys, 2), ("framing", item.framing)]


class Minutes(NamedTuple):
    """A range of minutes, fast readers first."""

    low: float
    high: float


class Reading(NamedTuple):
    """What there is to read: characters of stems with their questions, and of options, on so many items."""

    items: int
    questions: int
    options: int

    @property
    def characters(self) -> int:
        """All of them."""
        return self.questions + self.options

    @property
    def minutes(self) -> Minutes:
        """How long it takes to read and answer."""
        return minutes(self.characters, self.items)


def minutes(characters: int, items: int = 0) -> Minutes:
    """Return how long so many characters take to read, and so many items to decide on."""
    deciding = items * DECIDING / 60
    return Minutes(characters / FAST + deciding, characters / SLOW + deciding)


def reading_of(bank: Bank, items: Iterable[Item]) -> Reading:
    """Return what there is to read of these items."""
    asked = tuple(items)
    questions = sum(len(item.stem) + len(bank.framings[item.framing].ask) for item in asked)
    return Reading(len(asked), questions, sum(len(option.text) for item in asked for option in item.options))


def longest_reading(bank: Bank, form: Form) -> Reading:
    """Return what a form at its longest makes people read: the most items of each facet, the longest ones."""
    longest: list[Item] = []
    for facet in Facet:
        items = sorted(bank.of(facet), key=lambda item: -reading_of(bank, [item]).characters)
        longest += items[: PLANS[form].most.get(facet, 0)]
    return reading_of(bank, longest)


def usual_reading(bank: Bank, form: Form) -> Reading:
    """Return what a form usually makes people read: as many items of each facet as are usual, of the mean length."""
    parts = [_mean_reading(bank, bank.of(facet), PLANS[form].usual(facet)) for facet in Facet]
    return Reading(*(sum(column) for column in zip(*parts, strict=True)))


def _mean_reading(bank: Bank, items: Sequence[Item], count: int) -> Reading:
    whole, count = reading_of(bank, items), min(count, len(items))
    if not count:
        return Reading(0, 0, 0)
    return Reading(count, round(whole.questions * count / len(items)), round(whole.options * count / len(items)))
