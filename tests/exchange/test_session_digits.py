"""Numbers behind one another, and choices as numbers."""

from itertools import combinations
from math import comb, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.exchange.session_digits import DigitReader, Digits, chosen, rank, to_base


@st.composite
def digits(draw: st.DrawFn) -> list[tuple[int, int]]:
    limits = draw(st.lists(st.integers(1, 2**40), max_size=20))
    return [(draw(st.integers(0, limit - 1)), limit) for limit in limits]


@given(digits())
def test_numbers_come_out_as_they_were_put(put: list[tuple[int, int]]) -> None:
    writer = Digits()
    for number, limit in put:
        writer.put(number, limit)
    reader = DigitReader(writer.number)

    assert [reader.take(limit) for _, limit in put] == [number for number, _ in put]
    assert reader.left == 0
    assert writer.number < prod(limit for _, limit in put)


@pytest.mark.parametrize(("number", "limit"), [(5, 5), (-1, 5), (0, 0)])
def test_a_number_beyond_its_limit_is_refused(number: int, limit: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        Digits().put(number, limit)


@pytest.mark.parametrize("among", range(9))
@pytest.mark.parametrize("count", range(9))
def test_every_choice_has_one_number_and_every_number_one_choice(count: int, among: int) -> None:
    ranks = {rank(places): places for places in combinations(range(among), count)}

    assert sorted(ranks) == list(range(comb(among, count)))
    assert all(chosen(number, count, among) == places for number, places in ranks.items())


def test_a_number_is_written_without_idle_letters() -> None:
    assert [to_base(number, "ab") for number in range(5)] == ["", "b", "ba", "bb", "baa"]
