"""Which item comes next, held against expected entropies computed draw by draw; when a form stops; what it asks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from math import log, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.forms import PLANS, balanced, fixed_items
from rolecheck.measure.selection import (
    RUN_OF_STAGE,
    STOP_AFTER,
    STOP_AT,
    TIE,
    expected_entropies,
    may_stop,
    rested,
)
from rolecheck.session.form import Form
from rolecheck.session.session import Response, Session
from tests.builders import block_bank, by_keys, line_ids, line_item, make_bank, shipped, shipped_examiner, stable
from tests.measure.oracle import rows_of
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


def entropies_draw_by_draw(examiner: Examiner, responses: Sequence[Response], items: Sequence[Item]) -> list[float]:
    """Return the expected entropies in plain Python: no arrays, nothing of the measuring code but the draws."""
    draws = list(zip(examiner.cloud.worth.tolist(), examiner.cloud.lapse.tolist(), strict=True))
    rows = rows_of(examiner.bank, responses)
    weights = []
    for worth, lapse in draws:
        weights.append(prod(_chance(worth, lapse, offered, first) for offered, first, _ in rows))
    found = []
    for item in items:
        offered = rows_of(examiner.bank, [Response(item.id, "A")])[0][0]
        joint: defaultdict[tuple[int, int], float] = defaultdict(float)
        for (worth, lapse), weight in zip(draws, weights, strict=True):
            largest = max(range(examiner.cloud.lines), key=worth.__getitem__)
            for column in offered:
                joint[column, largest] += weight * _chance(worth, lapse, offered, column)
        marginal: defaultdict[int, float] = defaultdict(float)
        for (column, _), mass in joint.items():
            marginal[column] += mass
        whole = sum(marginal.values())
        found.append(-sum(mass / whole * log(mass / marginal[column]) for (column, _), mass in joint.items() if mass))
    return found


def _chance(worth: Sequence[float], lapse: float, offered: Sequence[int], chosen: int) -> float:
    return (1 - lapse) * worth[chosen] / sum(worth[column] for column in offered) + lapse / len(offered)


def test_the_next_item_leaves_least_expected_entropy() -> None:
    examiner = Examiner(UNEVEN)
    responses = [by_keys(UNEVEN.by_id[name], "line-0" if name != "asked-again" else "line-1") for name in ASKED]
    left = [item for item in UNEVEN.items if item.id not in ASKED]
    truth = dict(zip((item.id for item in left), entropies_draw_by_draw(examiner, responses, left), strict=True))
    assert max(truth.values()) > min(truth.values()) + 3 * TIE
    for seed in range(10):
        item = examiner.next_item(Session(Form.QUICK, seed, responses=tuple(responses)))
        assert item is not None
        assert truth[item.id] <= min(truth.values()) + TIE + 1e-5


def test_the_next_item_of_the_shipped_bank_leaves_least_expected_entropy() -> None:
    examiner, choose = shipped_examiner(), at_random(np.random.default_rng(12), second=False)
    session = Session(Form.STANDARD, 5)
    for _ in range(6):
        item = examiner.next_item(session)
        assert item is not None
        session = session.answer(choose(item))
    asked = [shipped().by_id[response.item] for response in session.responses]
    left = [item for item in shipped().of(Facet.RESPONSIBILITY) if item not in asked]
    truth = entropies_draw_by_draw(examiner, session.responses, left)
    weights = np.exp(examiner.likelihood.total(session.responses))
    assert expected_entropies(examiner.likelihood, weights / weights.sum(), left) == pytest.approx(truth, abs=1e-4)
    chosen = examiner.next_item(session)
    allowed = rested(left, asked)
    least = min(entropy for item, entropy in zip(left, truth, strict=True) if item in allowed)
    assert chosen in allowed
    assert truth[left.index(chosen)] <= least + TIE + 1e-5  # type: ignore[arg-type]


def test_among_equals_the_seed_decides() -> None:
    first = Counter(shipped_examiner().next_item(Session(Form.STANDARD, seed)) for seed in range(60))
    assert len(first) == len(shipped().of(Facet.RESPONSIBILITY))
    assert max(first.values()) <= 15


SESSIONS = st.tuples(st.sampled_from(Form), st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))


@settings(stable, max_examples=15)
@given(SESSIONS)
def test_the_same_answers_get_the_same_questions(drawn: tuple[Form, int, int]) -> None:
    form, seed, dice = drawn
    one, other = (
        take(shipped_examiner(), form, seed, at_random(np.random.default_rng(dice), second=True)) for _ in range(2)
    )
    assert one == other


def test_nothing_but_bank_form_seed_and_responses_decides_what_comes_next() -> None:
    used, fresh = shipped_examiner(), Examiner(shipped())
    session = take(used, Form.STANDARD, 9, at_random(np.random.default_rng(9), second=True))
    for number, response in enumerate(session.responses):
        answered = Session(Form.STANDARD, 9, "project-manager", "A", "B", session.responses[:number])
        item = fresh.next_item(answered)
        assert item is not None
        assert item.id == response.item


@settings(stable, max_examples=15)
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
    session = take_responsibility(Examiner(bank), Form.FULL, seed, choose)
    stages = [bank.by_id[response.item].stage for response in session.responses]
    assert stages[:9] == ["many", "many", "few"] * 3
    assert stages[9:] == ["many"]


@settings(stable, max_examples=15)
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


@pytest.mark.parametrize(
    ("chance", "asked", "stops"),
    [
        (STOP_AT, STOP_AFTER, True),
        (STOP_AT - 1e-9, STOP_AFTER, False),
        (1.0, STOP_AFTER - 1, False),
        (1.0, STOP_AFTER, True),
        (0.5, 19, False),
    ],
)
def test_a_form_may_stop(chance: float, asked: int, stops: bool) -> None:
    assert may_stop(chance, asked) is stops


def test_the_thresholds_are_the_designs() -> None:
    assert (STOP_AT, STOP_AFTER, RUN_OF_STAGE) == (0.85, 8, 2)
    assert PLANS[Form.QUICK].most == {Facet.RESPONSIBILITY: 12}
    assert [PLANS[Form.STANDARD].most[facet] for facet in Facet] == [20, 5, 5, 6]


def test_who_is_consistent_is_asked_eight_items_and_who_is_not_the_most() -> None:
    bank = block_bank(6, 4, times=2)
    examiner = Examiner(bank)
    for form, most in ((Form.QUICK, 12), (Form.STANDARD, 20), (Form.FULL, 30)):
        consistent = take(examiner, form, 1, in_order_of(["line-3", STAND_BACK]))
        torn = take(examiner, form, 1, _torn)
        assert responsibility_count(bank, consistent) == (30 if form is Form.FULL else 8)
        assert responsibility_count(bank, torn) == most


def _torn(item: Item) -> Response:
    """Answer as somebody of two lines who takes each as often."""
    offered = [key for key in keys_of(item) if key in ("line-1", "line-4")] or keys_of(item)
    return by_keys(item, offered[int(item.id.rpartition("-")[2]) % len(offered)])


def lines_touched(items: Sequence[Item]) -> Counter[str]:
    return Counter(key for item in items for key in keys_of(item))


def week_bank() -> Bank:
    blocks = combinations(line_ids(6), 4)
    return make_bank(6, [line_item(f"week-{number}", keys, Facet.DUTY) for number, keys in enumerate(blocks)])


@stable
@given(st.integers(0, 10_000), st.integers(1, 15))
def test_a_balanced_choice_touches_all_lines_about_as_often(seed: int, most: int) -> None:
    items = week_bank().items
    chosen = balanced(items, most, str(seed))
    assert len(set(chosen)) == len(chosen) == most
    touched = [lines_touched(chosen)[line] for line in line_ids(6)]
    assert max(touched) - min(touched) <= 2


@stable
@given(st.integers(0, 10_000))
def test_the_fixed_items_of_the_standard_form_are_balanced(seed: int) -> None:
    items = fixed_items(shipped(), Session(Form.STANDARD, seed))
    for facet, most in ((Facet.DUTY, 5), (Facet.KPI, 5), (Facet.JUDGEMENT, 6)):
        chosen = [item for item in items if item.facet is facet]
        assert len(set(chosen)) == most
        if facet is not Facet.JUDGEMENT:
            touched = [lines_touched(chosen)[line.id] for line in shipped().roles.lines]
            assert max(touched) - min(touched) <= 2
    assert items == fixed_items(shipped(), Session(Form.STANDARD, seed))


def test_the_quick_form_asks_responsibility_alone() -> None:
    assert fixed_items(shipped(), Session(Form.QUICK, 4)) == ()


def test_other_seeds_choose_other_fixed_items() -> None:
    assert len({frozenset(fixed_items(shipped(), Session(Form.STANDARD, seed))) for seed in range(30)}) > 5
