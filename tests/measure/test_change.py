"""Whether anything moved: the chance comes from both intervals, and who did not change is rarely told otherwise."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.measure.change import FAMILY_ERROR, hold, moves, p_another, p_higher, p_same
from rolecheck.measure.summary import Estimate

shares = st.builds(
    lambda mean, below, above: Estimate(mean, mean - below, mean + above),
    st.floats(0.01, 0.99),
    st.floats(0.001, 0.4),
    st.floats(0.001, 0.4),
)


@given(before=shares, after=shares)
def test_a_rise_one_way_is_a_fall_the_other(before: Estimate, after: Estimate) -> None:
    assert p_higher(after, before) + p_higher(before, after) == pytest.approx(1)
    assert (p_higher(after, before) > 0.5) == (after.mean > before.mean) or before.mean == after.mean


@given(share=shares)
def test_what_did_not_move_may_as_well_have_risen_as_fallen(share: Estimate) -> None:
    assert p_higher(share, share) == 0.5


def test_intervals_far_apart_are_sure_and_wide_ones_are_not() -> None:
    assert p_higher(Estimate(0.6, 0.5, 0.7), Estimate(0.1, 0.05, 0.15)) > 0.999
    assert p_higher(Estimate(0.2, 0.0, 0.6), Estimate(0.1, 0.0, 0.4)) < 0.8


def test_two_shares_known_exactly_do_not_divide_by_nothing() -> None:
    assert p_higher(Estimate(0.2, 0.2, 0.2), Estimate(0.2, 0.2, 0.2)) == 0.5
    assert p_higher(Estimate(0.3, 0.3, 0.3), Estimate(0.2, 0.2, 0.2)) == 1


def test_two_profiles_have_the_same_line_as_often_as_every_case_says() -> None:
    one, other = [0.7, 0.2, 0.1], [0.5, 0.25, 0.25]
    cases = [p * q for (i, p), (j, q) in product(enumerate(one), enumerate(other)) if i == j]

    assert p_same(one, other) == pytest.approx(sum(cases))
    assert p_another(one, other) == pytest.approx(1 - sum(cases))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_more_may_be_told_one_by_one_than_together_and_the_surest_first(errors: list[float]) -> None:
    told = hold(errors)
    assert all(error <= FAMILY_ERROR for error, each in zip(errors, told, strict=True) if each)
    assert all(each for error, each in zip(errors, told, strict=True) if error <= FAMILY_ERROR / len(errors))
    worst_told = max((error for error, each in zip(errors, told, strict=True) if each), default=-1.0)
    assert all(error >= worst_told for error, each in zip(errors, told, strict=True) if not each)


def test_of_many_who_did_not_change_one_in_twenty_is_told_anything() -> None:
    dice = np.random.default_rng(5)
    sd, told = 0.05, 0
    for _ in range(2000):
        true = dice.uniform(0.2, 0.8, 7)
        seen = dice.normal(true, sd, (2, 7))
        before, after = ([Estimate(m, m - 1.645 * sd, m + 1.645 * sd) for m in each] for each in seen.tolist())
        told += any(move.told for move in moves(before, after))
    assert told / 2000 < FAMILY_ERROR + 3 * (0.05 * 0.95 / 2000) ** 0.5
    assert told / 2000 > 0.02


def test_what_did_move_is_told_with_its_direction() -> None:
    before = [Estimate(0.2, 0.15, 0.25)] * 3
    after = [Estimate(0.2, 0.15, 0.25), Estimate(0.5, 0.45, 0.55), Estimate(0.02, 0.0, 0.04)]
    found = moves(before, after)
    assert [move.told for move in found] == [False, True, True]
    assert found[1].p_rose > 0.99
    assert found[2].p_rose < 0.01
