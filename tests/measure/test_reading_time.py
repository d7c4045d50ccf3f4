"""How long a form takes is counted from what the bank makes people read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Facet
from rolecheck.measure.forms import PLANS
from rolecheck.measure.quality import characters
from rolecheck.measure.reading_time import DECIDING, FAST, SLOW, longest_reading, minutes, reading_of, usual_reading
from rolecheck.session.session import Form
from tests.builders import FRAMING, line_item, make_bank, shipped


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
