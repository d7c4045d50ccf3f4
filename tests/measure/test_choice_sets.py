"""What can be offered, and how often it was taken: tallies against counting of the tests' own, on banks of any size."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.item_choice import Examiner
from rolecheck.session.session import Response
from tests.builders import by_keys, line_ids, line_item, make_bank, shipped
from tests.measure.oracle import rows_of
from tests.measure.rows import tallied


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Draw a bank of any number of lines, its items with any number of options, in any order."""
    lines = draw(st.integers(2, 9))
    keys = [*line_ids(lines), STAND_BACK]
    items = []
    for number in range(draw(st.integers(1, 8))):
        offered = draw(st.permutations(keys))[: draw(st.integers(2, min(len(keys), 8)))]
        items.append(line_item(f"moment-{number}", offered))
    return make_bank(lines, [*items, line_item("week", line_ids(2), Facet.DUTY)])


@st.composite
def answered(draw: st.DrawFn, bank: Bank) -> list[Response]:
    items = draw(st.lists(st.sampled_from(bank.items), unique_by=lambda item: item.id))
    found = []
    for item in items:
        first, second, *_ = draw(st.permutations(item.letters))
        found.append(Response(item.id, first, second if draw(st.booleans()) else None))
    return found


Counts = dict[tuple[float, ...], list[float]]


def as_counts(members: Sequence[Sequence[float]], tally: Sequence[Sequence[float]]) -> Counts:
    return {tuple(of): list(counts) for of, counts in zip(members, tally, strict=True) if any(counts)}


@given(st.data(), banks())
def test_a_tally_counts_what_was_answered(data: st.DataObject, bank: Bank) -> None:
    responses = data.draw(answered(bank))
    offers = Offers(bank, Facet.RESPONSIBILITY)
    own = [response for response in responses if bank.by_id[response.item].facet is Facet.RESPONSIBILITY]
    tally = offers.tally(responses)
    assert tally.sum() == sum(1 + (response.second is not None) for response in own)
    if own:
        sets, counts = tallied(rows_of(bank, own), len(bank.roles.lines) + 1)
        theirs = as_counts(sets.members.tolist(), counts.tolist())
        assert as_counts(offers.sets.members.tolist(), tally.tolist()) == theirs
    assert (offers.tally(data.draw(st.permutations(responses))) == tally).all()
    assert (offers.tallies([responses, [], own]) == [tally, np.zeros_like(tally), tally]).all()


@given(banks())
def test_every_item_offers_its_options_and_no_set_is_empty_or_there_twice(bank: Bank) -> None:
    offers = Offers(bank, Facet.RESPONSIBILITY)
    column = {line.id: number for number, line in enumerate(bank.roles.lines)} | {STAND_BACK: len(bank.roles.lines)}
    for item in bank.of(Facet.RESPONSIBILITY):
        offered = {column[str(option.key)] for option in item.options}
        assert set(np.flatnonzero(offers.sets.members[offers.set_of(item)])) == offered
    assert offers.sets.members.sum(axis=1).min() >= 1
    assert len(np.unique(offers.sets.members, axis=0)) == len(offers.sets.members)


@given(st.data(), banks())
def test_a_bank_of_any_size_is_measured(data: st.DataObject, bank: Bank) -> None:
    responses = data.draw(answered(bank))
    profile = Examiner(bank).measure(responses)
    assert len(profile.responsibility.shares) == len(bank.roles.lines)
    assert sum(profile.responsibility.p_largest) == pytest.approx(1, abs=1e-9)
    for response in responses:
        key = bank.by_id[response.item].option(response.first).key
        if len(responses) == 1 and response.item != "week" and key != STAND_BACK:
            assert bank.roles.lines[profile.primary].id == key


def test_items_that_offer_the_same_lines_are_one_set_whatever_the_order() -> None:
    keys = ["line-0", "line-2", STAND_BACK]
    bank = make_bank(3, [line_item("one", keys), line_item("other", keys[::-1])])
    offers = Offers(bank, Facet.RESPONSIBILITY)
    assert offers.set_of(bank.items[0]) == offers.set_of(bank.items[1])
    one, other = (offers.tally([by_keys(item, "line-2", STAND_BACK)]) for item in bank.items)
    assert (one == other).all()


def test_the_shipped_bank_has_the_fifteen_ways_to_choose_four_of_six_lines() -> None:
    offers = Offers(shipped(), Facet.RESPONSIBILITY)
    wholes = {offers.set_of(item) for item in shipped().of(Facet.RESPONSIBILITY)}
    assert len(wholes) == 15
    assert len(offers.sets.members) == 15 + 15 + 20  # each less stand-back; three lines of six with stand-back
