"""Answering that no option fits: it is asked, counted and told, and says nothing of any line."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import NONE_FITS, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.quality import Flag
from rolecheck.measure.scoring import sheet_of
from rolecheck.measure.selection import RUN_OF_STAGE
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form, Response
from tests.builders import shipped, shipped_examiner
from tests.measure.people import at_random, in_order_of, responsibility_count, take, take_responsibility

EXAMINER = shipped_examiner()
CONSISTENT = in_order_of(["delivery", STAND_BACK])


def none_fits_at(places: Callable[[int], bool]) -> Callable[[Item], Response]:
    """Return the policy of someone of delivery's line whom, counted from nought, these of the items do not fit."""
    asked: list[str] = []

    def choose(item: Item) -> Response:
        asked.append(item.id)
        unfit = item.facet is Facet.RESPONSIBILITY and places(len(asked) - 1)
        return Response(item.id, NONE_FITS) if unfit else CONSISTENT(item)

    return choose


def chosen(responses: tuple[Response, ...]) -> tuple[Response, ...]:
    return tuple(response for response in responses if not response.none_fits)


@pytest.mark.parametrize("form", list(Form))
def test_whoever_answers_so_half_of_the_time_is_outside(form: Form) -> None:
    session = take(EXAMINER, form, 5, none_fits_at(lambda place: place % 2 == 0))
    assert EXAMINER.measure(session.responses).verdict is Verdict.OUTSIDE


def test_whom_many_items_do_not_fit_is_outside_though_the_others_would_name_a_line() -> None:
    session = take(EXAMINER, Form.FULL, 5, none_fits_at(lambda place: place % 3 == 0))
    assert EXAMINER.measure(session.responses).verdict is Verdict.OUTSIDE
    assert EXAMINER.measure(chosen(session.responses)).verdict is Verdict.NAMED


@pytest.mark.parametrize(("form", "most"), [(Form.QUICK, 8), (Form.STANDARD, 8), (Form.FULL, 45)])
def test_a_form_ends_for_whom_nothing_fits_and_asks_no_more_than_can_change_it(form: Form, most: int) -> None:
    session = take_responsibility(EXAMINER, form, 1, none_fits_at(lambda _: True))
    assert responsibility_count(shipped(), session) == most
    profile = EXAMINER.measure(session.responses)
    assert profile.verdict is Verdict.OUTSIDE
    assert (profile.responsibility.asked, profile.responsibility.none_fits) == (most, most)


@pytest.mark.parametrize("form", [Form.QUICK, Form.STANDARD])
def test_they_count_as_asked_for_the_most_items_and_the_turns_of_stages(form: Form) -> None:
    most = {Form.QUICK: 12, Form.STANDARD: 18}[form]
    dice = np.random.default_rng(2)
    pick = at_random(dice, second=False)
    session = take_responsibility(
        EXAMINER, form, 4, lambda item: Response(item.id, NONE_FITS) if dice.random() < 0.2 else pick(item)
    )
    stages = [shipped().by_id[response.item].stage for response in session.responses]
    assert len(stages) <= most
    assert all(len(set(stages[at : at + RUN_OF_STAGE + 1])) > 1 for at in range(len(stages) - RUN_OF_STAGE))


def test_three_of_twelve_or_four_of_thirteen_are_too_few_to_say_so() -> None:
    for asked, unfit, outside in ((12, 3, False), (12, 4, True), (13, 4, False), (9, 3, False), (10, 4, True)):
        items = shipped().of(Facet.RESPONSIBILITY)[:asked]
        given_ = [Response(item.id, NONE_FITS) if at < unfit else CONSISTENT(item) for at, item in enumerate(items)]
        assert (EXAMINER.measure(given_).verdict is Verdict.OUTSIDE) is outside


def test_only_responsibility_items_are_counted_for_it() -> None:
    session = take(EXAMINER, Form.STANDARD, 7, CONSISTENT)
    line_facets = {Facet.DUTY, Facet.KPI}
    given_ = [
        Response(response.item, NONE_FITS) if shipped().by_id[response.item].facet in line_facets else response
        for response in session.responses
    ]
    profile = EXAMINER.measure(given_)
    assert profile.verdict is Verdict.NAMED
    assert (profile.duty.none_fits, profile.kpi.none_fits, profile.responsibility.none_fits) == (5, 5, 0)
    assert len(set(profile.kpi.p_largest)) == 1


@given(st.sets(st.integers(0, 44), max_size=12), st.integers(0, 3))
def test_no_figure_but_the_counts_knows_of_them(places: set[int], seed: int) -> None:
    pick = at_random(np.random.default_rng(seed), second=True)
    items = shipped().of(Facet.RESPONSIBILITY)
    given_ = [Response(item.id, NONE_FITS) if at in places else pick(item) for at, item in enumerate(items)]
    told = [response for response in given_ if not response.none_fits]
    with_, without = EXAMINER.measure(given_).responsibility, EXAMINER.measure(told).responsibility
    assert replace(with_, asked=0, none_fits=0) == replace(without, asked=0, none_fits=0)
    assert (with_.asked, with_.none_fits) == (45, len(places))


def test_they_are_evidence_for_nothing() -> None:
    session = take_responsibility(EXAMINER, Form.FULL, 3, none_fits_at(lambda place: place % 10 == 0))
    profile = EXAMINER.measure(session.responses)
    weighed = EXAMINER.evidence(session.responses, profile)
    assert [each.response for each in weighed] == list(chosen(session.responses))


def test_nothing_is_said_of_the_card_of_whom_the_lines_do_not_fit() -> None:
    session = take(EXAMINER, Form.QUICK, 5, none_fits_at(lambda place: place % 2 == 0))
    for role in shipped().roles.roles:
        assert EXAMINER.measure(session.responses, role.id).title_match == "unclear"


def test_answering_so_all_along_is_no_sign_of_not_reading() -> None:
    session = take(EXAMINER, Form.FULL, 3, none_fits_at(lambda _: True))
    timed = tuple(replace(response, seconds=20.0) for response in session.responses)
    (profile,) = EXAMINER.measure_many([sheet_of(replace(session, responses=timed))])
    assert Flag.SAME_PLACE not in profile.flags
    assert Flag.TOO_FAST not in profile.flags


def test_no_more_items_are_offered_to_whom_they_do_not_fit() -> None:
    session = take(EXAMINER, Form.QUICK, 2, none_fits_at(lambda place: place < 4))
    assert EXAMINER.measure(session.responses).verdict is Verdict.OUTSIDE
    assert EXAMINER.outlook(session) is None
