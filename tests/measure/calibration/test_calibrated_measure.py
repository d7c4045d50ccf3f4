"""A calibrated bank is measured by what is known of it; of a bank of which nothing is known every figure stays."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from rolecheck.bank.calibration import Calibration, FactorEstimate, ItemCalibration
from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.choice_sets import Offers, calibration_of
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab.population import PRIOR, Second, draw_person, world_of
from rolecheck.session.session import Form, Response, Session
from tests.builders import shipped, shipped_examiner

ITEMS = shipped().of(Facet.RESPONSIBILITY)


def calibrated(
    attractive: Mapping[str, Mapping[str, float]], sensitivity: Mapping[str, float], spread: float = 1.0
) -> Bank:
    items = {
        item.id: ItemCalibration(
            200,
            FactorEstimate(sensitivity.get(item.id, 1.0), 0.1),
            {letter: FactorEstimate(attractive.get(item.id, {}).get(letter, 1.0), 0.1) for letter in item.letters},
        )
        for item in ITEMS
    }
    known = Calibration("1", 500, "2026-11-28", {Facet.RESPONSIBILITY: FactorEstimate(spread, 0.05)}, items)
    return replace(shipped(), calibration=known)


def answered(first: str = "A", count: int = 12) -> list[Response]:
    return [Response(item.id, first) for item in ITEMS[:count]]


def test_where_everything_is_one_every_figure_is_as_without_it() -> None:
    plain, known = shipped_examiner().measure(answered()), Examiner(calibrated({}, {})).measure(answered())
    assert known.responsibility.p_largest == pytest.approx(plain.responsibility.p_largest, abs=1e-6)
    for one, other in zip(known.responsibility.shares, plain.responsibility.shares, strict=True):
        assert (one.mean, one.low, one.high) == pytest.approx((other.mean, other.low, other.high), abs=1e-6)
    assert known.verdict is plain.verdict


def test_what_everybody_takes_says_less_of_whoever_takes_it() -> None:
    line = [each.id for each in shipped().roles.lines].index(str(ITEMS[0].option("A").key))
    few = [Response(ITEMS[0].id, "A")]
    plain = shipped_examiner().measure(few).responsibility.shares[line].mean
    liked = Examiner(calibrated({ITEMS[0].id: {"A": 8.0}}, {})).measure(few).responsibility.shares[line].mean
    disliked = Examiner(calibrated({ITEMS[0].id: {"A": 1 / 8}}, {})).measure(few).responsibility.shares[line].mean
    assert liked < plain < disliked


def test_of_people_who_differ_more_the_same_answers_say_more() -> None:
    steady = [
        Response(item.id, next(letter for letter in item.letters if item.option(letter).key == "delivery"))
        for item in ITEMS
        if any(option.key == "delivery" for option in item.options)
    ][:3]
    chances = [
        max(Examiner(calibrated({}, {}, spread)).measure(steady).responsibility.p_largest) for spread in (0.6, 1.0, 1.6)
    ]
    assert chances == sorted(chances)
    assert chances[2] - chances[0] > 0.03


def test_the_item_that_tells_more_is_asked_first() -> None:
    telling = [ITEMS[7].id, ITEMS[22].id]
    known = Examiner(calibrated({}, dict.fromkeys(telling, 3.0)))
    for seed in (1, 2, 3):
        item = known.next_item(Session(Form.QUICK, seed))
        assert item is not None
        assert item.id in telling


def test_sets_carry_what_the_bank_knows() -> None:
    bank = calibrated({ITEMS[0].id: {"A": 2.0}}, {ITEMS[0].id: 0.5}, 1.3)
    offers = Offers(bank, Facet.RESPONSIBILITY)
    number = offers.set_of(ITEMS[0])
    assert offers.sets.sensitivity[number] == 0.5
    assert offers.sets.attractiveness[number].max() == 2.0
    assert offers.sets.spread == 1.3
    assert calibration_of(bank, Facet.DUTY).spread == 1.0


def test_simulated_people_answer_a_calibrated_bank_as_it_is_said_to_be_answered() -> None:
    item = ITEMS[0]
    lines = [line.id for line in shipped().roles.lines]
    liked = calibrated({item.id: {"B": 20.0}}, {}).calibration
    taken = []
    for known in (None, liked):
        people = (
            draw_person(PRIOR, lines, Second.NEVER, own, world_of(PRIOR, 1, number, known))
            for number, own in enumerate(dice(200))
        )
        taken.append(sum(person.respond(item, 1).first == "B" for person in people))
    assert taken[1] > 2 * taken[0]


def dice(count: int) -> list[Random]:
    return [Random(str(number)) for number in range(count)]
