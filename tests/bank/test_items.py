"""An item's code is short, says nothing, and stays what it is."""

import re

from rolecheck.bank.items import item_codes
from tests.builders import line_item, make_bank, shipped


def test_codes_are_four_characters_no_two_alike_and_none_a_word() -> None:
    codes = item_codes(shipped())

    assert set(codes) == set(shipped().by_id)
    assert len(set(codes.values())) == len(codes)
    assert all(re.fullmatch(r"[b-df-hj-np-tv-xz][b-df-hj-np-tv-xz2-9]{3}", code) for code in codes.values())


def test_a_code_hangs_on_the_id_alone() -> None:
    one, other = line_item("a-moment", ["line-0"]), line_item("another-moment", ["line-1"])

    assert item_codes(make_bank(2, [one, other]))["a-moment"] == item_codes(make_bank(2, [one]))["a-moment"] == "x26m"


def test_many_items_still_have_codes_of_their_own() -> None:
    items = [line_item(f"moment-{number}", ["line-0"]) for number in range(3000)]

    assert len(set(item_codes(make_bank(1, items)).values())) == 3000
