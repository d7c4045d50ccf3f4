"""How likely more items are to help is held against people who are really taken through them."""

import numpy as np
import pytest

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.examiner import Sheet
from rolecheck.measure.offers import Offers
from rolecheck.measure.outlook import MOST_MORE, Outlook
from rolecheck.measure.posterior import posteriors
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form, Response, Session
from tests.builders import shipped, shipped_examiner
from tests.measure.people import (
    Person,
    answers,
    at_random,
    draw_person,
    in_order_of,
    responsibility_count,
    take,
    take_responsibility,
)

BANK, EXAMINER = shipped(), shipped_examiner()
LINES = [line.id for line in BANK.roles.lines]
SETTLED = {Verdict.NAMED, Verdict.STANDS_BACK}
PEOPLE = 240


def undecided(form: Form, *, second: bool, least: float, most: float) -> tuple[Session, Outlook]:
    """Return somebody whose form ended without a conclusion and to whom more items promise so much."""
    rng = np.random.default_rng(11)
    for seed in range(80):
        person = draw_person(LINES, rng)

        def choose(item: Item, person: Person = person) -> Response:
            return answers(person, [item], rng, second=second)[0]

        session = take_responsibility(EXAMINER, form, seed, choose)
        outlook = EXAMINER.outlook(session)
        if outlook is not None and least <= outlook.chance <= most:
            return session, outlook
    raise AssertionError("nobody like that")


def possible_people(session: Session, rng: np.random.Generator) -> list[Person]:
    """Return people drawn from what is known of the respondent."""
    offers = Offers(BANK, Facet.RESPONSIBILITY)
    (posterior,) = posteriors(offers.sets, offers.tallies([session.responses]))
    drawn = rng.choice(len(posterior.weights), PEOPLE, p=posterior.weights)
    return [
        Person(
            dict(zip((*LINES, STAND_BACK), map(float, posterior.worth[:, draw]), strict=True)),
            float(posterior.lapse[draw]),
        )
        for draw in drawn
    ]


def taken_on(session: Session, more: int, people: list[Person], rng: np.random.Generator, *, second: bool) -> float:
    """Return the share of people the examiner can name something of after going on."""
    sessions = [EXAMINER.extend(session, more)] * len(people)
    asking = list(range(len(people)))
    while asking:
        items = EXAMINER.next_items([sessions[number] for number in asking])
        going_on = []
        for number, item in zip(asking, items, strict=True):
            if item is not None and item.facet is Facet.RESPONSIBILITY:
                sessions[number] = sessions[number].answer(answers(people[number], [item], rng, second=second)[0])
                going_on.append(number)
        asking = going_on
    profiles = EXAMINER.measure_many(Sheet(each.responses) for each in sessions)
    return sum(profile.verdict in SETTLED for profile in profiles) / len(people)


@pytest.mark.parametrize(
    ("form", "second", "least", "most"),
    [
        (Form.QUICK, False, 0.0, 0.1),
        (Form.QUICK, True, 0.35, 0.9),
        (Form.STANDARD, False, 0.1, 0.3),
        (Form.STANDARD, True, 0.25, 0.9),
    ],
)
def test_the_chance_is_what_going_on_comes_to(form: Form, second: bool, least: float, most: float) -> None:
    session, outlook = undecided(form, second=second, least=least, most=most)
    rng = np.random.default_rng(3)
    reached = taken_on(session, outlook.more, possible_people(session, rng), rng, second=second)
    assert outlook.chance == pytest.approx(reached, abs=0.17)  # three standard errors of both


def test_the_same_responses_always_have_the_same_chance() -> None:
    session, outlook = undecided(Form.QUICK, second=False, least=0.1, most=0.9)
    assert EXAMINER.outlook(session) == outlook
    assert outlook.more == MOST_MORE


def test_nothing_is_offered_where_there_is_a_conclusion() -> None:
    session = take(EXAMINER, Form.STANDARD, 4, in_order_of(["delivery", "project"], second=True))
    assert EXAMINER.measure(session.responses).verdict is Verdict.NAMED
    assert EXAMINER.outlook(session) is None


def test_nothing_is_offered_twice_nor_after_everything_was_asked() -> None:
    session, outlook = undecided(Form.QUICK, second=False, least=0.0, most=1.0)
    assert EXAMINER.outlook(EXAMINER.extend(session, outlook.more)) is None
    rng = np.random.default_rng(1)
    assert EXAMINER.outlook(take(EXAMINER, Form.FULL, 1, at_random(rng, second=False))) is None
    assert EXAMINER.outlook(Session(Form.QUICK, 1)) is None


def test_an_extended_session_asks_so_many_moments_more_whatever_was_asked_before() -> None:
    rng = np.random.default_rng(2)
    choose = at_random(rng, second=False)
    session = take(EXAMINER, Form.STANDARD, 2, choose)
    outlook = EXAMINER.outlook(session)
    assert outlook is not None
    asked = responsibility_count(BANK, session)

    extended = EXAMINER.extend(session, 2)
    assert EXAMINER.most_left(extended) == 2
    first = EXAMINER.next_item(extended)
    assert first is not None
    assert first.facet is Facet.RESPONSIBILITY
    while (item := EXAMINER.next_item(extended)) is not None:
        extended = extended.answer(choose(item))
    assert responsibility_count(BANK, extended) == asked + 2
    assert len(extended.responses) == len(session.responses) + 2
