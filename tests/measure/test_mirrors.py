"""Moments told twice: asked last and in the full form alone, compared by key, no evidence for any line."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.examiner import Examiner
from rolecheck.measure.forms import fixed_items
from rolecheck.measure.mirrors import Chosen, Pair, answered_pairs
from rolecheck.measure.quality import LEAST_PAIRS, Flag, contradict
from rolecheck.session.form import Form
from rolecheck.session.session import Response
from tests.builders import block_bank, by_keys, mirrored, stable
from tests.measure.people import keys_of, take

PLAIN = mirrored(block_bank(4, 3, 2), 0)
BANK = mirrored(PLAIN, LEAST_PAIRS)
EXAMINER = Examiner(BANK)
PAIRS = [(BANK.by_id[mirror.mirrors or ""], mirror) for mirror in BANK.mirrors]


def pair(told: tuple[str, str | None], again: tuple[str, str | None]) -> Pair:
    return Pair("moment", "moment-again", Chosen(*told), Chosen(*again))


@pytest.mark.parametrize(
    ("told", "again", "points"),
    [
        (("a", "b"), ("a", "b"), 3),
        (("a", "b"), ("a", "c"), 2),
        (("a", "b"), ("b", "a"), 2),
        (("a", "b"), ("b", "c"), 1),
        (("b", "c"), ("a", "b"), 1),
        (("a", "c"), ("b", "c"), 1),
        (("a", "b"), ("c", "d"), 0),
        (("a", None), ("a", None), 2),
        (("a", None), ("b", "a"), 1),
        (("a", None), ("b", None), 0),
    ],
)
def test_points_of_agreement(told: tuple[str, str | None], again: tuple[str, str | None], points: int) -> None:
    assert pair(told, again).points == points
    assert pair(again, told).points == points


def test_a_swap_is_both_choices_in_each_others_place() -> None:
    assert pair(("a", "b"), ("b", "a")).swapped
    assert not pair(("a", "b"), ("b", "c")).swapped
    assert not pair(("a", None), ("b", "a")).swapped


ONE, NONE = pair(("a", "c"), ("b", "c")), pair(("a", "b"), ("c", "d"))


@pytest.mark.parametrize(
    ("pairs", "flagged"),
    [
        ([NONE] * 5, True),
        ([ONE] * 2 + [NONE] * 3, True),
        ([ONE] * 3 + [NONE] * 2, False),
        ([NONE] * 4, False),
        ([], False),
        ([ONE] * 4 + [NONE] * 6, True),
        ([ONE] * 5 + [NONE] * 5, False),
        ([pair(("a", None), ("b", None))] * 9, False),
        ([*[NONE] * 5, pair(("a", None), ("a", "b"))], True),
    ],
)
def test_who_contradicts(pairs: Sequence[Pair], *, flagged: bool) -> None:
    assert contradict(pairs) is flagged


def test_choices_are_compared_by_key_wherever_their_options_stand() -> None:
    original, mirror = PAIRS[0]
    first, second, *_ = keys_of(original)
    one, other = by_keys(original, first, second), by_keys(mirror, first, second)
    assert one.letters != other.letters
    (found,) = answered_pairs(BANK, [other, one])
    assert (found.original, found.mirror) == (original.id, mirror.id)
    assert found.told == found.again == (first, second)
    assert found.points == 3


def test_only_pairs_answered_twice_are_compared() -> None:
    original, mirror = PAIRS[0]
    key = keys_of(original)[0]
    assert answered_pairs(BANK, [by_keys(original, key), by_keys(PAIRS[1][1], keys_of(PAIRS[1][1])[0])]) == ()
    assert answered_pairs(PLAIN, [by_keys(original, key)]) == ()
    assert len(answered_pairs(BANK, [by_keys(original, key), by_keys(mirror, key)])) == 1


def twice(item: Item, mirror: Item, *, apart: bool) -> list[Response]:
    """Return both responses to one moment: the same choices, or none in common."""
    first, second, third, fourth = keys_of(item)
    return [by_keys(item, first, second), by_keys(mirror, *((third, fourth) if apart else (first, second)))]


def test_a_session_that_contradicts_is_flagged_and_every_figure_stays() -> None:
    own = [response for item, mirror in PAIRS for response in twice(item, mirror, apart=True)]
    profile = EXAMINER.measure(own)
    assert profile.flags == (Flag.CONTRADICTING,)
    without = EXAMINER.measure([response for response in own if response.item not in {m.id for m in BANK.mirrors}])
    assert replace(profile, flags=(), pairs=()) == replace(without, flags=())
    agreeing = [response for item, mirror in PAIRS for response in twice(item, mirror, apart=False)]
    assert EXAMINER.measure(agreeing).flags == ()


@stable
@given(st.lists(st.tuples(st.sampled_from(BANK.items), st.sampled_from("ABCD")), unique_by=lambda pair: pair[0].id))
def test_a_mirrored_item_is_no_evidence(chosen: list[tuple[Item, str]]) -> None:
    own = [Response(item.id, letter) for item, letter in chosen]
    measuring = [Response(item.id, letter) for item, letter in chosen if item.mirrors is None]
    whole, without = EXAMINER.measure(own), Examiner(PLAIN).measure(measuring)
    assert whole.responsibility == without.responsibility
    assert whole.verdict is without.verdict
    evidence = [each.response for each in EXAMINER.evidence(own, whole)]
    assert evidence == measuring


@pytest.mark.parametrize("form", [Form.QUICK, Form.STANDARD])
def test_shorter_forms_do_not_ask_twice(form: Form) -> None:
    assert not set(fixed_items(BANK, form, 3)) & set(BANK.mirrors)


def test_the_full_form_asks_again_last_in_an_order_the_seed_decides() -> None:
    asked = [response.item for response in take(EXAMINER, Form.FULL, 3, lambda item: Response(item.id, "A")).responses]
    again = {item.id for item in BANK.mirrors}
    assert set(asked[-LEAST_PAIRS:]) == again
    assert not set(asked[:-LEAST_PAIRS]) & again
    orders = {tuple(item.id for item in fixed_items(BANK, Form.FULL, seed)) for seed in range(20)}
    assert len(orders) > 10
    assert fixed_items(BANK, Form.FULL, 3) == fixed_items(BANK, Form.FULL, 3)


def test_a_bank_that_tells_nothing_twice_is_asked_and_measured_as_before() -> None:
    examiner = Examiner(PLAIN)
    session = take(examiner, Form.FULL, 3, lambda item: Response(item.id, "A", "B"))
    assert {response.item for response in session.responses} == set(PLAIN.by_id)
    profile = examiner.measure(session.responses)
    assert profile.pairs == ()
    assert Flag.CONTRADICTING not in profile.flags


def test_stand_back_counts_as_any_other_choice() -> None:
    original, mirror = PAIRS[0]
    (found,) = answered_pairs(BANK, [by_keys(original, STAND_BACK), by_keys(mirror, STAND_BACK)])
    assert found.same_first
