"""Which items a form asks of the facets where not all are asked: a choice that touches all lines about as often."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.forms import balanced, fixed_items
from rolecheck.session.session import Form
from tests.builders import line_ids, line_item, make_bank, shipped
from tests.measure.people import keys_of


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
