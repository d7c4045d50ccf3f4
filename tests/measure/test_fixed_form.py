"""A form that cannot adapt asks every line, pair of lines and stage about as often as every other."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.fixed_form import fixed_form
from rolecheck.measure.forms import PLANS, fixed_items
from rolecheck.session.session import Form
from tests.builders import STAGES, block_bank, line_ids, line_item, make_bank, shipped

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
    assert spread(Counter(str(item.stage) for item in items)) <= 2
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
