"""Which item comes next, held against expected entropies of the oracle; when a form stops; what it asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice import Sets
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.forms import PLANS
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.posterior import Posterior, posteriors
from rolecheck.measure.selection import (
    RUN_OF_STAGE,
    STOP_AFTER,
    STOP_AT,
    TIE,
    Way,
    expected_entropies,
    may_stop,
    rested,
)
from rolecheck.measure.verdict import BEYOND_CHANCE
from rolecheck.session.session import Form, Response, Session
from tests.builders import block_bank, by_keys, line_ids, line_item, make_bank, shipped, shipped_examiner
from tests.measure.oracle import from_prior, rows_of
from tests.measure.people import at_random, in_order_of, keys_of, responsibility_count, take, take_responsibility

UNEVEN = make_bank(
    6,
    [
        line_item("two-strong", ["line-0", "line-1", STAND_BACK]),
        line_item("two-weak", ["line-4", "line-5", STAND_BACK]),
        line_item("three", ["line-0", "line-2", "line-4"]),
        line_item("all", [*line_ids(6), STAND_BACK]),
        line_item("asked", ["line-0", "line-1", "line-4", STAND_BACK]),
        line_item("asked-too", ["line-0", "line-5", "line-2", STAND_BACK]),
        line_item("asked-again", ["line-1", "line-3", "line-5", STAND_BACK]),
    ],
)
ASKED = ("asked", "asked-too", "asked-again")
NOISE = 0.004
"""What the draws err in the difference of two expected entropies, those of items close to the best."""


def entropies_of(bank: Bank, responses: Sequence[Response], items: Sequence[Item]) -> dict[str, float]:
    """Return by item the entropy expected after it: over draws of the prior, by the oracle's code.

    A second choice is as likely as it has been so far; there are twenty ways to make two choices, so fewer draws do.
    """
    second = sum(response.second is not None for response in responses) / len(responses)
    truth = from_prior(len(bank.roles.lines), rows_of(bank, responses), 150_000 if second else 1_000_000)
    offered = {item.id: tuple(sorted(rows_of(bank, [Response(item.id, "A")])[0][0])) for item in items}
    by_set = {
        columns: (1 - second) * truth.entropy_after(columns)
        + (second * truth.entropy_after_two(columns) if second else 0.0)
        for columns in set(offered.values())
    }
    return {item: by_set[columns] for item, columns in offered.items()}


def test_the_next_item_leaves_least_expected_entropy() -> None:
    examiner = Examiner(UNEVEN)
    responses = [by_keys(UNEVEN.by_id[name], "line-0" if name != "asked-again" else "line-1") for name in ASKED]
    truth = entropies_of(UNEVEN, responses, [item for item in UNEVEN.items if item.id not in ASKED])
    assert max(truth.values()) > min(truth.values()) + 3 * TIE
    for seed in range(10):
        item = examiner.next_item(Session(Form.QUICK, seed, responses=tuple(responses)))
        assert item is not None
        assert truth[item.id] <= min(truth.values()) + TIE + NOISE


@pytest.mark.parametrize(
    ("answered", "seconds"),
    [(3, 3), pytest.param(1, 0, marks=pytest.mark.slow), pytest.param(4, 1, marks=pytest.mark.slow)],
)
def test_the_next_item_of_the_shipped_bank_leaves_least_expected_entropy(answered: int, seconds: int) -> None:
    bank, examiner = shipped(), shipped_examiner()
    rng = np.random.default_rng(12)
    session = Session(Form.STANDARD, 5)
    for number in range(answered):
        item = examiner.next_item(session)
        assert item is not None
        session = session.answer(at_random(rng, second=number < seconds)(item))
    asked = [bank.by_id[response.item] for response in session.responses]
    left = [item for item in bank.of(Facet.RESPONSIBILITY) if item not in asked]
    truth = entropies_of(bank, session.responses, left)

    offers = Offers(bank, Facet.RESPONSIBILITY)
    (posterior,) = posteriors(offers.sets, offers.tallies([session.responses]))
    ours = expected_entropies(posterior, offers.sets.part([offers.set_of(item) for item in left]), seconds / answered)
    theirs = np.array([truth[item.id] for item in left])
    assert ours == pytest.approx(theirs, abs=0.06)
    # What the draws err in one item's entropy they err in the others' too; the choice hangs on the differences alone.
    assert ours - ours.mean() == pytest.approx(theirs - theirs.mean(), abs=0.006)
    assert max(truth.values()) > min(truth.values()) + TIE + NOISE

    allowed = {item.id for item in rested(left, asked)}
    for seed in range(10):
        chosen = examiner.next_item(Session(Form.STANDARD, seed, responses=session.responses))
        assert chosen is not None
        assert chosen.id in allowed
        assert truth[chosen.id] <= min(truth[item] for item in allowed) + TIE + NOISE


def test_expected_entropy_is_never_more_than_what_there_is_and_nought_where_all_is_known() -> None:
    offers = Offers(shipped(), Facet.RESPONSIBILITY)
    responses = [at_random(np.random.default_rng(1), second=True)(item) for item in offers.bank.items[:9]]
    (posterior,) = posteriors(offers.sets, offers.tallies([responses]))
    now = -sum(chance * log(chance) for chance in posterior.p_largest.tolist() if chance)
    once, either, twice = (expected_entropies(posterior, offers.sets, second) for second in (0, 0.25, 1))
    assert 0 < once.max() <= now + 1e-6
    assert (twice <= once + 1e-6).all()
    assert either == pytest.approx(0.75 * once + 0.25 * twice)
    known = replace(posterior, weights=posterior.weights * posterior.is_largest[2])
    assert expected_entropies(known, offers.sets, 0.5) == pytest.approx(0, abs=1e-9)


def test_expected_entropies_hold_where_one_worth_dwarfs_all_others() -> None:
    theta = np.random.default_rng(8).normal(size=(7, 512)).astype(np.float32)
    theta[0] += np.float32(18)
    weights = np.full(512, 1 / 512)
    posterior = Posterior(np.exp(theta), np.full(512, 0.05, np.float32), weights, 0.0, 0.0)
    posterior.worth[[0, 1]] = np.where(np.arange(512) % 2, posterior.worth[[0, 1]], posterior.worth[[1, 0]])
    once, twice = (expected_entropies(posterior, Sets.plain(np.ones((1, 7))), second) for second in (0, 1))
    assert 0 <= twice[0] <= once[0] + 1e-6
    assert once[0] <= log(2)


def test_among_equals_the_seed_decides() -> None:
    first = Counter(shipped_examiner().next_items([Session(Form.STANDARD, seed) for seed in range(400)]))
    assert set(first) == set(shipped().of(Facet.RESPONSIBILITY))
    assert max(first.values()) <= 30


SESSIONS = st.tuples(st.sampled_from(Form), st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))


@settings(max_examples=5)
@given(SESSIONS)
def test_the_same_answers_get_the_same_questions(drawn: tuple[Form, int, int]) -> None:
    form, seed, dice = drawn
    one, other = (
        take(shipped_examiner(), form, seed, at_random(np.random.default_rng(dice), second=True)) for _ in range(2)
    )
    assert one == other


def test_sessions_asked_together_are_asked_what_each_is_asked_alone() -> None:
    sessions = []
    for number in range(12):
        choose, session = (
            at_random(np.random.default_rng(number), second=number % 2 == 1),
            Session(Form.STANDARD, number),
        )
        for item in shipped().of(Facet.RESPONSIBILITY)[: 2 * number]:
            session = session.answer(choose(item))
        sessions.append(session)
    together = shipped_examiner().next_items(sessions)
    assert together == [shipped_examiner().next_item(session) for session in sessions]
    assert together == shipped_examiner().next_items(sessions[::-1])[::-1]
    assert len({item and item.facet for item in together}) > 1


def test_nothing_but_bank_form_seed_and_responses_decides_what_comes_next() -> None:
    used, fresh = shipped_examiner(), Examiner(shipped())
    session = take(used, Form.STANDARD, 9, at_random(np.random.default_rng(9), second=True))
    for number, response in enumerate(session.responses):
        answered = Session(Form.STANDARD, 9, "project-manager", "A", "B", session.responses[:number])
        item = fresh.next_item(answered)
        assert item is not None
        assert item.id == response.item


@settings(max_examples=5)
@given(SESSIONS)
def test_a_form_ends_asks_nothing_twice_and_not_more_than_it_says(drawn: tuple[Form, int, int]) -> None:
    form, seed, dice = drawn
    choose = at_random(np.random.default_rng(dice), second=False)
    session, most = Session(form, seed), shipped_examiner().most_left(Session(form, seed))
    while (item := shipped_examiner().next_item(session)) is not None:
        left = shipped_examiner().most_left(session)
        assert 0 < left <= most - len(session.responses)
        session = session.answer(choose(item))
    assert shipped_examiner().most_left(session) == 0
    assert len({response.item for response in session.responses}) == len(session.responses)
    asked = Counter(shipped().by_id[response.item].facet for response in session.responses)
    for facet in Facet:
        assert asked[facet] <= PLANS[form].most.get(facet, 0)


def test_the_full_form_asks_everything() -> None:
    session = take(shipped_examiner(), Form.FULL, 1, in_order_of(["delivery", STAND_BACK]))
    assert {response.item for response in session.responses} == set(shipped().by_id)


def test_responsibility_comes_first_then_duty_kpi_and_judgement() -> None:
    session = take(shipped_examiner(), Form.FULL, 1, in_order_of(["delivery", STAND_BACK]))
    facets = [shipped().by_id[response.item].facet for response in session.responses]
    assert facets == sorted(facets, key=list(Facet).index)


@pytest.mark.parametrize("seed", range(5))
def test_no_stage_is_asked_three_times_in_a_row_while_another_is_left(seed: int) -> None:
    # Left alone, the criterion would ask all of stage "many" before any of stage "few".
    many = [line_item(f"many-{number}", [*line_ids(6), STAND_BACK], stage="many") for number in range(7)]
    few = [line_item(f"few-{number}", ["line-0", STAND_BACK], stage="few") for number in range(3)]
    bank = make_bank(6, [*many, *few])
    choose = in_order_of(["line-2"], np.random.default_rng(seed))
    session = take_responsibility(Examiner(bank), Form.STANDARD, seed, choose)
    stages = [bank.by_id[response.item].stage for response in session.responses]
    assert stages[:8] == ["many", "many", "few", "many", "many", "few", "many", "many"]


@settings(max_examples=5)
@given(SESSIONS)
def test_stages_alternate_on_the_shipped_bank(drawn: tuple[Form, int, int]) -> None:
    form, seed, dice = drawn
    session = take_responsibility(shipped_examiner(), form, seed, at_random(np.random.default_rng(dice), second=False))
    stages = [shipped().by_id[response.item].stage for response in session.responses]
    for number in range(RUN_OF_STAGE, len(stages)):
        if len(set(stages[number - RUN_OF_STAGE : number + 1])) == 1:
            asked = {response.item for response in session.responses[:number]}
            left = {item.stage for item in shipped().of(Facet.RESPONSIBILITY) if item.id not in asked}
            assert left == {stages[number]}


@pytest.mark.parametrize("form", [Form.QUICK, Form.STANDARD])
def test_once_another_facet_was_answered_no_more_moments_come_however_little_is_known(form: Form) -> None:
    # Taking back and answering anew can leave less known than when the form went on.
    session = Session(form, 3)
    choose = at_random(np.random.default_rng(3), second=False)
    for answered in (*shipped().of(Facet.RESPONSIBILITY)[:2], shipped().of(Facet.DUTY)[0]):
        session = session.answer(choose(answered))
    full = shipped_examiner().next_item(Session(Form.FULL, 3, responses=session.responses))
    assert full is not None
    assert full.facet is Facet.RESPONSIBILITY
    while (item := shipped_examiner().next_item(session)) is not None:
        assert item.facet is not Facet.RESPONSIBILITY
        session = session.answer(choose(item))


@pytest.mark.parametrize(
    ("chance", "asked", "none_fits", "beyond", "stops"),
    [
        (STOP_AT, STOP_AFTER, 0, BEYOND_CHANCE, True),
        (STOP_AT - 1e-9, STOP_AFTER, 0, BEYOND_CHANCE, False),
        (1.0, STOP_AFTER - 1, 0, BEYOND_CHANCE, False),
        (1.0, STOP_AFTER, 0, BEYOND_CHANCE, True),
        (1.0, STOP_AFTER, 0, BEYOND_CHANCE - 1e-9, False),
        (0.5, 17, 0, BEYOND_CHANCE, False),
        # A third of the form's eighteen, whatever follows: nothing can change that the items do not fit.
        (0.5, STOP_AFTER, 6, BEYOND_CHANCE, True),
        (0.5, STOP_AFTER, 5, BEYOND_CHANCE, False),
        (0.5, STOP_AFTER - 1, 7, BEYOND_CHANCE, False),
    ],
)
def test_a_form_may_stop(chance: float, asked: int, none_fits: int, beyond: float, stops: bool) -> None:
    # Two draws, one for each line.
    worth = np.array([[2, 1], [1, 2], [1, 1]], np.float32)
    posterior = Posterior(worth, np.full(2, 0.1, np.float32), np.array([1 - chance, chance]), 0.0, -beyond)
    way = Way(shipped().items[:asked], 0.0, 1, none_fits)
    assert may_stop(posterior, way, 18) is stops


def test_the_thresholds_are_those_the_pages_speak_of() -> None:
    assert (STOP_AT, STOP_AFTER, RUN_OF_STAGE) == (0.87, 8, 2)
    assert PLANS[Form.QUICK].most == {Facet.RESPONSIBILITY: 12}
    assert [PLANS[Form.STANDARD].most[facet] for facet in Facet] == [18, 5, 5, 6]


def test_who_is_consistent_is_asked_eight_items_and_who_is_not_the_most() -> None:
    bank = block_bank(6, 4, times=2)
    examiner = Examiner(bank)
    for form, most in ((Form.QUICK, 12), (Form.STANDARD, 18), (Form.FULL, 30)):
        consistent = take(examiner, form, 1, in_order_of(["line-3", STAND_BACK]))
        torn = take(examiner, form, 1, _torn)
        assert responsibility_count(bank, consistent) == (30 if form is Form.FULL else 8)
        assert responsibility_count(bank, torn) == most


def _torn(item: Item) -> Response:
    """Answer as somebody of two lines who takes each as often."""
    offered = [key for key in keys_of(item) if key in ("line-1", "line-4")] or keys_of(item)
    return by_keys(item, offered[int(item.id.rpartition("-")[2]) % len(offered)])
