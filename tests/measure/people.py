"""Simulated respondents, drawn and answering by code of their own, not by the code they are to test."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Form, Response, Session
from tests.builders import by_keys

Choose = Callable[[Item], Response]


@dataclass(frozen=True)
class Person:
    """Somebody drawn from the model's prior; ``worth`` is by key, stand-back's too."""

    worth: dict[str, float]
    lapse: float

    def shares(self, lines: Sequence[str]) -> NDArray[np.float64]:
        worth = np.array([self.worth[line] for line in lines])
        return np.asarray(worth / worth.sum())


def draw_person(lines: Sequence[str], rng: np.random.Generator) -> Person:
    worth = {line: float(np.exp(rng.normal())) for line in lines}
    return Person(worth | {STAND_BACK: float(np.exp(rng.normal() - 0.5))}, float(rng.beta(1.5, 12)))


def answers(person: Person, items: Iterable[Item], rng: np.random.Generator, *, second: bool) -> list[Response]:
    found = []
    for item in items:
        keys = keys_of(item)
        first = pick(person, keys, rng)
        then = pick(person, [key for key in keys if key != first], rng) if second else None
        found.append(by_keys(item, first, then))
    return found


def pick(person: Person, keys: Sequence[str], rng: np.random.Generator) -> str:
    if rng.random() < person.lapse:
        return keys[int(rng.integers(len(keys)))]
    upto = np.cumsum([person.worth[key] for key in keys])
    return keys[int(np.searchsorted(upto, rng.random() * upto[-1]))]


def keys_of(item: Item) -> list[str]:
    return [option.key for option in item.options if option.key is not None]


def at_random(rng: np.random.Generator, *, second: bool) -> Choose:
    """Return the policy of someone who picks without reading."""

    def choose(item: Item) -> Response:
        letters = rng.permutation(list(item.letters)).tolist()
        return Response(item.id, letters[0], letters[1] if second else None)

    return choose


def in_order_of(keys: Sequence[str], rng: np.random.Generator | None = None, *, second: bool = False) -> Choose:
    """Return the policy of someone who takes the first of these keys that is offered, and the next one second.

    Who finds fewer keys offered than wanted picks the rest at random, or in bank order if there are no dice.
    """

    def choose(item: Item) -> Response:
        offered = keys_of(item)
        if not offered:
            return Response(item.id, item.letters[0])
        rest = [key for key in offered if key not in keys]
        if rng is not None:
            rest = rng.permutation(rest).tolist()
        first, then = ([key for key in keys if key in offered] + rest)[:2]
        return by_keys(item, first, then if second else None)

    return choose


def take(examiner: Examiner, form: Form, seed: int, choose: Choose) -> Session:
    """Return the session of someone who answers by a policy to the end."""
    session = Session(form, seed)
    while (item := examiner.next_item(session)) is not None:
        session = session.answer(choose(item))
    return session


def take_responsibility_many(examiner: Examiner, form: Form, choices: Sequence[Choose]) -> list[Session]:
    """Return what ``take_responsibility`` does for each policy, seeds counted from nought: quicker, since together."""
    sessions = [Session(form, seed) for seed in range(len(choices))]
    asked = set(range(len(choices)))
    while asked:
        numbers = sorted(asked)
        for number, item in zip(numbers, examiner.next_items([sessions[n] for n in numbers]), strict=True):
            if item is None or item.facet is not Facet.RESPONSIBILITY:
                asked.remove(number)
            else:
                sessions[number] = sessions[number].answer(choices[number](item))
    return sessions


def take_responsibility(examiner: Examiner, form: Form, seed: int, choose: Choose) -> Session:
    """Return the session up to where the conclusion stands: duty, kpi and judgement come after it."""
    session = Session(form, seed)
    while (item := examiner.next_item(session)) is not None and item.facet is Facet.RESPONSIBILITY:
        session = session.answer(choose(item))
    return session


def responsibility_count(bank: Bank, session: Session) -> int:
    return sum(bank.by_id[response.item].facet is Facet.RESPONSIBILITY for response in session.responses)
