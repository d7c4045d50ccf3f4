"""Which items a form asks of the facets where not all are asked: a choice that touches all lines about as often."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.forms import (
    DECIDING,
    FAST,
    PLANS,
    SLOW,
    balanced,
    claims,
    dividing_moments,
    fixed_form,
    fixed_items,
    longest_reading,
    minutes,
    reading_of,
    usual_reading,
)
from rolecheck.measure.quality import characters
from rolecheck.session.session import Form
from tests.builders import FRAMING, STAGES, block_bank, line_ids, line_item, make_bank, shipped
from tests.measure.people import keys_of
from tests.workshops import workshop_bank


def lines_touched(items: Sequence[Item]) -> Counter[str]:
    return Counter(key for item in items for key in keys_of(item))


def week_bank() -> Bank:
    blocks = combinations(line_ids(6), 4)
    return make_bank(6, [line_item(f"week-{number}", keys, Facet.DUTY) for number, keys in enumerate(blocks)])


@given(st.integers(0, 10_000), st.integers(1, 15))
def test_a_balanced_choice_touches_all_lines_about_as_often(seed: int, most: int) -> None:
    items = week_bank().items
    chosen = balanced(items, most, str(seed))
    assert len(set(chosen)) == len(chosen) == most
    touched = [lines_touched(chosen)[line] for line in line_ids(6)]
    assert max(touched) - min(touched) <= 2


@given(st.integers(0, 10_000))
def test_the_fixed_items_of_the_standard_form_are_balanced(seed: int) -> None:
    items = fixed_items(shipped(), Form.STANDARD, seed)
    for facet, most in ((Facet.DUTY, 5), (Facet.KPI, 5), (Facet.JUDGEMENT, 6)):
        chosen = [item for item in items if item.facet is facet]
        assert len(set(chosen)) == most
        if facet is not Facet.JUDGEMENT:
            touched = [lines_touched(chosen)[line.id] for line in shipped().roles.lines]
            assert max(touched) - min(touched) <= 2
    assert items == fixed_items(shipped(), Form.STANDARD, seed)


def test_the_quick_form_asks_responsibility_alone() -> None:
    assert fixed_items(shipped(), Form.QUICK, 4) == ()


def test_other_seeds_choose_other_fixed_items() -> None:
    assert len({frozenset(fixed_items(shipped(), Form.STANDARD, seed)) for seed in range(30)}) > 5


BLOCKS = block_bank(6, 4, times=3)
seeds = st.integers(0, 2**32)


def responsibility(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.facet is Facet.RESPONSIBILITY]


def keys(item: Item) -> list[str]:
    return sorted(option.key for option in item.options if option.key not in {None, STAND_BACK})


def spread(counts: Counter[str]) -> int:
    return max(counts.values()) - min(counts.values())


@pytest.mark.parametrize("form", [Form.QUICK, Form.STANDARD])
@given(seed=seeds)
def test_lines_pairs_and_stages_come_up_equally_often(form: Form, seed: int) -> None:
    items = responsibility(fixed_form(BLOCKS, form, seed))

    assert len(items) == PLANS[form].most[Facet.RESPONSIBILITY]
    assert spread(Counter(key for item in items for key in keys(item))) <= 2
    assert spread(Counter(str(item.stage) for item in items)) <= 3
    pairs = Counter(str(pair) for item in items for pair in combinations(keys(item), 2))
    assert len(pairs) == 15
    assert spread(pairs) <= 3


@pytest.mark.parametrize("form", Form)
@given(seed=seeds)
def test_no_stage_follows_itself_where_it_need_not(form: Form, seed: int) -> None:
    stages = [item.stage for item in responsibility(fixed_form(BLOCKS, form, seed))]

    assert not any(one == other for one, other in pairwise(stages))


@pytest.mark.parametrize("bank", [BLOCKS, shipped()], ids=["blocks", "shipped"])
@pytest.mark.parametrize("form", Form)
def test_the_rest_of_the_form_is_what_every_form_asks(bank: Bank, form: Form) -> None:
    items = fixed_form(bank, form, 5)
    asked = responsibility(items)

    assert items[len(asked) :] == fixed_items(bank, form, 5)
    assert len({item.id for item in items}) == len(items)


def test_the_full_form_asks_everything() -> None:
    assert {item.id for item in fixed_form(shipped(), Form.FULL, 0)} == set(shipped().by_id)


def test_a_seed_gives_the_same_form_again_and_another_seed_another() -> None:
    assert fixed_form(BLOCKS, Form.QUICK, 1) == fixed_form(BLOCKS, Form.QUICK, 1)
    assert fixed_form(BLOCKS, Form.QUICK, 1) != fixed_form(BLOCKS, Form.QUICK, 2)


def test_a_bank_of_fewer_items_gives_all_of_them() -> None:
    items = [line_item(f"moment-{n}", (*line_ids(3), STAND_BACK), stage=STAGES[0]) for n in range(3)]

    assert len(fixed_form(make_bank(3, items), Form.QUICK, 0)) == 3


SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [3, 5, 8])
def test_no_stage_comes_again_before_all_have_and_they_come_in_order(most: int, seed: int) -> None:
    bank = shipped()
    stages = [stage.id for stage in bank.roles.stages]

    chosen = dividing_moments(bank, most, seed)

    places = [stages.index(item.stage or "") for item in chosen]
    counts = Counter(places)
    assert len({item.id for item in chosen}) == most
    assert places == sorted(places)
    assert len(counts) == min(most, len(stages))
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("most", [3, 5, 8])
def test_lines_come_up_about_equally_often(most: int) -> None:
    for seed in SEEDS:
        keys = Counter(option.key for item in dividing_moments(shipped(), most, seed) for option in item.options)
        del keys[STAND_BACK]
        assert set(keys) == {line.id for line in shipped().roles.lines}
        assert max(keys.values()) - min(keys.values()) <= 2


def test_where_several_lines_have_a_claim_on_a_stage_more_than_one_is_offered() -> None:
    bank = workshop_bank()

    for seed in SEEDS:
        (middle,) = (item for item in dividing_moments(bank, 3, seed) if item.stage == "middle")
        # Building and handing over both have business there, keeping has none.
        assert middle.id == "middle-build-hand"
        assert claims(bank, middle) == 2


def test_the_seed_and_nothing_else_decides() -> None:
    choices = {dividing_moments(shipped(), 5, seed) for seed in SEEDS}

    assert len(choices) > 1
    assert dividing_moments(shipped(), 5, 4) == dividing_moments(shipped(), 5, 4)


def test_a_bank_with_fewer_moments_gives_what_it_has() -> None:
    bank = workshop_bank()

    assert len(dividing_moments(bank, 20, 0)) == len(bank.of(Facet.RESPONSIBILITY))
    assert dividing_moments(make_bank(2, []), 5, 0) == ()


def test_stems_questions_and_options_are_counted_apart_and_every_character_once() -> None:
    items = [line_item("one", ["line-0", "line-1"]), line_item("two", ["line-1", "line-0", "none"])]
    bank = make_bank(2, items)
    reading = reading_of(bank, items)
    assert reading.items == 2
    assert reading.questions == sum(len(item.stem) + len(FRAMING.ask) for item in items)
    assert reading.options == sum(len(option.text) for item in items for option in item.options)
    assert reading.characters == sum(characters(bank, item) for item in items)


def test_a_minute_of_each_speed_and_the_time_to_decide() -> None:
    assert minutes(FAST).low == 1.0
    assert minutes(FAST).high == pytest.approx(FAST / SLOW)
    assert minutes(SLOW)[1] == 1.0
    assert minutes(0, 15) == (15 * DECIDING / 60, 15 * DECIDING / 60) == (1.0, 1.0)


@given(st.integers(0, 10**5), st.integers(0, 500))
def test_who_reads_fast_is_never_later(read: int, items: int) -> None:
    low, high = minutes(read, items)
    assert 0 <= low <= high


@pytest.mark.parametrize("form", list(Form))
def test_no_session_of_a_form_is_longer_than_its_longest(form: Form) -> None:
    bank = shipped()
    longest, usual = longest_reading(bank, form), usual_reading(bank, form)
    most = sum(min(PLANS[form].most.get(facet, 0), len(bank.of(facet))) for facet in Facet)
    assert longest.items == most
    assert usual.items <= longest.items
    assert usual.characters <= longest.characters
    first = [item for facet in Facet for item in bank.of(facet)[: PLANS[form].most.get(facet, 0)]]
    assert reading_of(bank, first).characters <= longest.characters


def test_the_full_form_is_the_bank() -> None:
    bank = shipped()
    assert longest_reading(bank, Form.FULL) == reading_of(bank, bank.items)
    usual = usual_reading(bank, Form.FULL)
    assert (usual.items, usual.characters) == (len(bank.items), reading_of(bank, bank.items).characters)


def test_a_bank_with_fewer_items_than_a_form_asks_is_read_to_its_end() -> None:
    items = [line_item("one", ["line-0", "line-1"])]
    bank = make_bank(2, items)
    for form in Form:
        assert longest_reading(bank, form) == usual_reading(bank, form) == reading_of(bank, items)
