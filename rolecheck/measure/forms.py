"""Which items each form asks: how many of a facet, and which ones where not all are asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from rolecheck.bank.items import Bank, Facet, Item
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
