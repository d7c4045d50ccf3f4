"""Two parallel forms: the same people answer two fixed forms that share no item, and are told the same, or not."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import nan
from random import Random

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.examiner import Examiner, Sheet
from rolecheck.measure.lab.experiment import Experiment, cast_of
from rolecheck.measure.lab.figures import Figure, Selection, jackknife
from rolecheck.measure.verdict import Verdict

LENGTH = 15
"""Items of each form, where the bank has twice as many: in the shipped one, every four of the six lines once."""


@dataclass(frozen=True)
class Pair:
    """What two forms found of each person: ``line`` [people, 2], the likeliest largest one, and whether it is named."""

    line: NDArray[np.intp]
    named: NDArray[np.bool_]


def parallel_forms(bank: Bank, seed: str) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Return two fixed forms of one length without a common item, each with as many sets of lines as it can hold."""
    moments = bank.of(Facet.RESPONSIBILITY)
    length = min(LENGTH, len(moments) // 2)
    first = _one_of_each(moments, length, f"{seed}/first")
    taken = {item.id for item in first}
    return first, _one_of_each([item for item in moments if item.id not in taken], length, f"{seed}/second")


def _one_of_each(items: Sequence[Item], length: int, seed: str) -> tuple[Item, ...]:
    """Choose one item of every set of lines offered, then another of every set; the seed decides which."""
    shuffled = Random(seed).sample(items, len(items))
    met: Counter[frozenset[str | None]] = Counter()
    rounds = []
    for item in shuffled:
        offered = frozenset(option.key for option in item.options)
        rounds.append(met[offered])
        met[offered] += 1
    order = sorted(range(len(shuffled)), key=rounds.__getitem__)
    return tuple(shuffled[number] for number in order[:length])


def run_pair(examiner: Examiner, experiment: Experiment, chunk: int) -> Pair:
    """Return what two parallel forms find of one chunk of an experiment's people; its form does not matter."""
    cast = cast_of(experiment, examiner.bank, chunk)
    forms = parallel_forms(examiner.bank, f"{experiment.seed}/parallel/{chunk}")
    found = [
        list(
            examiner.measure_many(
                Sheet([person.respond(item, seed) for item in form])
                for person, seed in zip(cast.people, cast.seeds, strict=True)
            )
        )
        for form in forms
    ]
    return Pair(
        line=np.array([[profile.primary for profile in profiles] for profiles in found]).T,
        named=np.array([[profile.verdict is Verdict.NAMED for profile in profiles] for profiles in found]).T,
    )


def joined_pair(pairs: Iterable[Pair]) -> Pair:
    """Return the pairs of all chunks as one."""
    parts = list(pairs)
    return Pair(np.concatenate([part.line for part in parts]), np.concatenate([part.named for part in parts]))


def agreement(pair: Pair) -> Figure:
    """Return the share of people of whom both forms find the same line the likeliest."""
    return _figure(pair, lambda line, _: _mean(line[:, 0] == line[:, 1]))


def agreement_where_named(pair: Pair) -> Figure:
    """Return the same among those whom both forms name a line."""
    both = pair.named.all(axis=1)
    found = _figure(pair, lambda line, named: _mean((line[:, 0] == line[:, 1])[named.all(axis=1)]))
    return Figure(found.value, found.error, int(both.sum()))


def flips(pair: Pair) -> Figure:
    """Return the share of all people whom one form names one line and the other another."""
    return _figure(pair, lambda line, named: _mean((line[:, 0] != line[:, 1]) & named.all(axis=1)))


def kappa(pair: Pair) -> Figure:
    """Return the agreement beyond what the forms' frequencies of lines would give by chance (Cohen 1960)."""
    return _figure(pair, lambda line, _: _kappa(line))


def _kappa(line: NDArray[np.intp]) -> float:
    observed = float((line[:, 0] == line[:, 1]).mean())
    shares = [np.bincount(column, minlength=int(line.max()) + 1) / len(line) for column in line.T]
    expected = float(shares[0] @ shares[1])
    return (observed - expected) / (1 - expected) if expected < 1 else nan


def _figure(pair: Pair, value: Callable[[NDArray[np.intp], NDArray[np.bool_]], float]) -> Figure:
    people = len(pair.line)

    def of(kept: Selection) -> float:
        return value(pair.line[kept], pair.named[kept])

    return Figure(of(np.ones(people, np.bool_)), jackknife(of, people), people)


def _mean(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else nan
