"""How likely more items are to help is held against people who are really taken through them."""

import numpy as np
import pytest

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.more_items import MOST_MORE, Outlook, evened
from rolecheck.measure.more_items import PEOPLE as IMAGINED
from rolecheck.measure.posterior import FINE_DRAWS, posteriors
from rolecheck.measure.scoring import Sheet
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
SESSIONS, PEOPLE = 8, 50
LEAST_PROMISED = 0.25


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


def promising(form: Form, *, second: bool) -> list[tuple[Session, Outlook]]:
    """Return some whose form ended without a conclusion and to whom more items promise something."""
    rng = np.random.default_rng(12)
    found = []
    for seed in range(150):
        person = draw_person(LINES, rng)

        def choose(item: Item, person: Person = person) -> Response:
            return answers(person, [item], rng, second=second)[0]

        session = take_responsibility(EXAMINER, form, seed, choose)
        outlook = EXAMINER.outlook(session)
        if outlook is not None and outlook.chance >= LEAST_PROMISED:
            found.append((session, outlook))
        if len(found) == SESSIONS:
            return found
    raise AssertionError("too few like that")


def possible_people(session: Session, rng: np.random.Generator) -> list[Person]:
    """Return people drawn from what is known of the respondent."""
    offers = Offers(BANK, Facet.RESPONSIBILITY)
    (posterior,) = posteriors(offers.sets, offers.tallies([session.responses]), FINE_DRAWS)
    weights = posterior.weights.astype(float)
    drawn = rng.choice(len(weights), PEOPLE, p=weights / weights.sum())
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


@pytest.mark.slow
@pytest.mark.parametrize(("form", "second"), [(Form.QUICK, True), (Form.STANDARD, False)])
def test_what_is_said_is_what_four_hundred_people_of_the_model_come_to(form: Form, second: bool) -> None:
    sessions = promising(form, second=second)
    rng = np.random.default_rng(3)
    reached = [
        taken_on(session, outlook.more, possible_people(session, rng), rng, second=second)
        for session, outlook in sessions
    ]
    said = [outlook.chance for _, outlook in sessions]
    # Three standard errors: the people's, and the dice of what is said.
    error = 0.5 * (1 / (SESSIONS * PEOPLE) + 1 / (SESSIONS * IMAGINED)) ** 0.5
    assert np.mean(said) == pytest.approx(np.mean(reached), abs=3 * error)


def test_evened_draws_have_one_weight_and_the_same_chances() -> None:
    session, _ = undecided(Form.QUICK, second=True, least=0.0, most=1.0)
    offers = Offers(BANK, Facet.RESPONSIBILITY)
    (posterior,) = posteriors(offers.sets, offers.tallies([session.responses]), FINE_DRAWS)
    kept = evened(posterior, 512)
    assert set(kept.weights.tolist()) == {1 / 512}
    assert kept.p_largest == pytest.approx(posterior.p_largest, abs=1.5 / 512)
    assert kept.p_stand_back == pytest.approx(posterior.p_stand_back, abs=6 / 512)
    assert kept.weights @ kept.lapse == pytest.approx(float(posterior.weights @ posterior.lapse), abs=0.01)


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
