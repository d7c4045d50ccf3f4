"""How long a form takes: counted from what the bank makes people read, never guessed.

Silent reading of Chinese has been put at 380 characters a minute (Brysbaert 2019, carried over from his words a minute)
and at 260 (259.5 +- 38 characters, near the 255 of reading aloud); both are given, as the ends of a range. On top come
``DECIDING`` seconds an item, which is an assumption: nobody has measured how long people weigh these options.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.checks import Finding, RuleFigure, RuleGroup, Subject, error
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.forms import PLANS
from rolecheck.session.session import FORM_NAMES, Form

FAST, SLOW = 380, 260
"""Characters read in a minute."""

DECIDING = 4.0
"""Seconds to decide on one item, by assumption."""


LARGEST: Mapping[Form, int] = {Form.QUICK: 1500, Form.STANDARD: 3900}
"""Characters a form may have at its longest."""


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


def check_forms(subject: Subject) -> Iterator[Finding]:
    """No form is longer than somebody tired reads through."""
    for form, most in LARGEST.items():
        longest = longest_reading(subject.bank, form).characters
        if longest > most:
            text = f"{FORM_NAMES[form]}最长时有 {longest} 个字，不应超过 {most}。请把最长的那几题写短。"
            yield error(RuleGroup.LENGTH, subject.places.questions, ("items",), text)


def measure_forms(bank: Bank) -> Iterator[RuleFigure]:
    """Yield how long each form is at its longest, beside what it may be."""
    for form, most in LARGEST.items():
        longest = longest_reading(bank, form).characters
        name = f"{FORM_NAMES[form]}最长时"
        yield RuleFigure(f"form-{form}", name, longest, f"{longest} 字", f"≤ {most}", longest <= most)


def usual_reading(bank: Bank, form: Form) -> Reading:
    """Return what a form usually makes people read: as many items of each facet as are usual, of the mean length."""
    parts = [_mean_reading(bank, bank.of(facet), PLANS[form].usual(facet)) for facet in Facet]
    return Reading(*(sum(column) for column in zip(*parts, strict=True)))


def _mean_reading(bank: Bank, items: Sequence[Item], count: int) -> Reading:
    whole, count = reading_of(bank, items), min(count, len(items))
    if not count:
        return Reading(0, 0, 0)
    return Reading(count, round(whole.questions * count / len(items)), round(whole.options * count / len(items)))
