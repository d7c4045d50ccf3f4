"""Can a machine that understands nothing guess the line from the characters alone?

A naive Bayes classifier (McCallum and Nigam 1998, the multinomial model) on single characters and pairs of them is
trained on all other responsibility items and guesses, among the keys an item offers, whose option each one is. What it
gets right, people can get right without reading the moment.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from rolecheck.bank.checks.counts import keys_of, offers
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK

SMOOTHING = 1.0
"""Added to every count (Laplace)."""

LEAST_OFFERS = 4
"""With fewer options of a key there is next to nothing to learn from."""

LEAST_SEEN = 3
"""A word is telling from so many options of one key on."""

MOST_WORDS = 4

_RUN = re.compile(r"\w+")


class Word(NamedTuple):
    """A piece of text that stands mostly with one key."""

    text: str
    own: int
    """Options of the key it stands in."""
    all: int
    """Options of any key it stands in."""


class Giveaway(NamedTuple):
    """How often options are guessed; ``overall`` is over those of lines, None where no line can be learnt."""

    overall: float | None
    by_key: Mapping[str, float]
    words: Mapping[str, tuple[Word, ...]]


def giveaway(bank: Bank) -> Giveaway:
    """Return how far the responsibility items give their keys away."""
    items = bank.of(Facet.RESPONSIBILITY)
    offered = offers(bank.of(Facet.RESPONSIBILITY))
    keys = [key for key in keys_of(bank, Facet.RESPONSIBILITY) if offered[key] >= LEAST_OFFERS]
    hits = _hits(bank)
    lines = [key for key in keys if key != STAND_BACK]
    overall = sum(hits[key] for key in lines) / sum(offered[key] for key in lines) if lines else None
    return Giveaway(
        overall=overall,
        by_key={key: hits[key] / offered[key] for key in keys},
        words={key: telling_words(items, key) for key in keys},
    )


def telling_words(items: Sequence[Item], key: str) -> tuple[Word, ...]:
    """Return the pieces that speak most for this key, strongest first, none within another."""
    own, everywhere, own_options, options = Counter[str](), Counter[str](), 0, 0
    for item in items:
        for option in item.options:
            pieces = set(_pieces(option.text))
            everywhere.update(pieces)
            options += 1
            if option.key == key:
                own.update(pieces)
                own_options += 1
    even = own_options / options
    strength = {
        piece: count * log(count / everywhere[piece] / even)
        for piece, count in own.items()
        if count >= LEAST_SEEN and count > even * everywhere[piece]
    }
    chosen: list[str] = []
    for piece in sorted(strength, key=lambda piece: (-strength[piece], -len(piece), piece)):
        if len(chosen) < MOST_WORDS and not any(piece in other or other in piece for other in chosen):
            chosen.append(piece)
    return tuple(Word(piece, own[piece], everywhere[piece]) for piece in chosen)


def _hits(bank: Bank) -> Counter[str]:
    """Count for each key how many of its options are guessed by what the other items teach."""
    taught: dict[str, Counter[str]] = {}
    for item in bank.of(Facet.RESPONSIBILITY):
        for option in item.options:
            taught.setdefault(option.key or "", Counter()).update(_pieces(option.text))
    whole = Counter[str]()
    for counts in taught.values():
        whole.update(counts)
    asked = bank.of(Facet.RESPONSIBILITY)
    return Counter(key for item in asked for key in _guessed(item, item, taught, whole))


def _guessed(item: Item, left_out: Item, taught: Mapping[str, Counter[str]], whole: Counter[str]) -> Iterator[str]:
    """Yield the keys of an item's options that are guessed right when one item is left out of the teaching."""
    asked = {option.key or "": _pieces(option.text) for option in item.options}
    own = {option.key or "": Counter(_pieces(option.text)) for option in left_out.options}
    together = sum(own.values(), Counter[str]())
    # What stands in this item alone is not taught.
    vocabulary = max(len(whole) - sum(whole[piece] == count for piece, count in together.items()), 1)
    sizes = {key: taught[key].total() - counts.total() + SMOOTHING * vocabulary for key, counts in own.items()}
    for key, pieces in asked.items():
        scores = {
            guess: sum(log((taught[guess][piece] - own[guess][piece] + SMOOTHING) / sizes[guess]) for piece in pieces)
            for guess in own
        }
        if max(scores, key=lambda guess: scores[guess]) == key:
            yield key


def _pieces(text: str) -> list[str]:
    """Return the characters of a text and the pairs of neighbours; a mark parts neighbours."""
    runs = _RUN.findall(text)
    return [piece for run in runs for piece in (*run, *(run[place : place + 2] for place in range(len(run) - 1)))]
