"""Options are shown in an order of the seed's; letters on the screen and letters of the bank translate both ways."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import LETTERS, Item
from rolecheck.session.step import shown_letter, shown_order, stable_letter
from tests.builders import block_bank, shipped


@given(st.sampled_from(shipped().items), st.integers(0, 2**31))
def test_letters_translate_both_ways(item: Item, seed: int) -> None:
    order = shown_order(item, seed)
    assert sorted(order) == list(item.letters)
    assert order == shown_order(item, seed)
    for place, stable_one in enumerate(order):
        assert stable_letter(LETTERS[place], order) == stable_one
        assert shown_letter(stable_one, order) == LETTERS[place]


def test_every_option_stands_in_every_place_about_as_often() -> None:
    item = block_bank(4, 4).items[0]
    times = Counter((letter, place) for seed in range(2000) for place, letter in enumerate(shown_order(item, seed)))
    assert len(times) == 25
    assert min(times.values()) > 320
    assert max(times.values()) < 480


def test_one_seed_shuffles_items_differently() -> None:
    assert len({shown_order(item, 1) for item in shipped().items}) > 10


@pytest.mark.parametrize("letter", ["F", "G", "a", "1"])
def test_a_letter_that_was_not_shown_is_refused(letter: str) -> None:
    with pytest.raises(ValueError, match="substring not found"):
        stable_letter(letter, "CADBE")
    with pytest.raises(ValueError, match="substring not found"):
        shown_letter(letter, "CADBE")
