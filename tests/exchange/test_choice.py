import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import NONE_FITS, Facet, Item, Option
from rolecheck.exchange.sheet import expected_letters, parse_choice
from rolecheck.session.session import Response


@pytest.fixture(scope="module")
def item() -> Item:
    options = tuple(Option(f"做法{number}", None, None, None) for number in range(4))
    return Item("leak", Facet.DUTY, None, "week", None, "漏水了", options, "讲评", (), ())


@pytest.mark.parametrize("text", ["B", "b", " B ", "Ｂ", "ｂ\n"])
def test_one_letter_is_a_first_choice_however_it_is_typed(item: Item, text: str) -> None:
    assert parse_choice(item, text) == Response("leak", "B")


@pytest.mark.parametrize("text", ["BD", "bd", "ＢＤ", "Bd"])
def test_two_letters_are_a_first_and_a_second_choice(item: Item, text: str) -> None:
    assert parse_choice(item, text) == Response("leak", "B", "D")


@pytest.mark.parametrize("text", ["0", " ０\n"])
def test_nought_says_that_none_fits_where_that_can_be_said(item: Item, text: str) -> None:
    assert parse_choice(item, text) == Response("leak", NONE_FITS)
    assert parse_choice(item._replace(facet=Facet.JUDGEMENT), text) is None


@pytest.mark.parametrize(
    "text", ["", " ", "0B", "B0", "00", "E", "AE", "AA", "Ａa", "ABC", "1", "A B", "A,B", "①", "А", "ﬀ"]
)
def test_anything_else_stands_for_no_choice(item: Item, text: str) -> None:
    assert parse_choice(item, text) is None


@given(st.text(max_size=8))
def test_a_choice_is_of_the_items_own_letters_and_never_twice_the_same(text: str) -> None:
    options = tuple(Option(f"做法{number}", None, None, None) for number in range(3))
    item = Item("leak", Facet.DUTY, None, "week", None, "漏水了", options, "讲评", (), ())

    response = parse_choice(item, text)

    assert response is None or (set(response.letters) <= set("ABC0") and response.first != response.second)


def test_the_advice_names_the_letters_there_are(item: Item) -> None:
    assert "A 到 D" in expected_letters(item)
    assert "0（都不像我）" in expected_letters(item)
    assert "0" not in expected_letters(item._replace(facet=Facet.JUDGEMENT))
