"""How shares moved between two results: the chance comes from both intervals, and small changes are called unclear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.measure.summary import Estimate
from rolecheck.report.history import rise
from tests.builders import stable

shares = st.builds(
    lambda mean, below, above: Estimate(mean, mean - below, mean + above),
    st.floats(0.01, 0.99),
    st.floats(0.001, 0.4),
    st.floats(0.001, 0.4),
)


@stable
@given(before=shares, after=shares)
def test_a_rise_one_way_is_a_fall_the_other(before: Estimate, after: Estimate) -> None:
    assert rise(before, after) + rise(after, before) == pytest.approx(1)
    assert (rise(before, after) > 0.5) == (after.mean > before.mean) or before.mean == after.mean


@stable
@given(share=shares)
def test_what_did_not_move_may_as_well_have_risen_as_fallen(share: Estimate) -> None:
    assert rise(share, share) == 0.5


def test_intervals_far_apart_are_sure_and_wide_ones_are_not() -> None:
    assert rise(Estimate(0.1, 0.05, 0.15), Estimate(0.6, 0.5, 0.7)) > 0.999
    assert rise(Estimate(0.1, 0.0, 0.4), Estimate(0.2, 0.0, 0.6)) < 0.8


def test_two_shares_known_exactly_do_not_divide_by_nothing() -> None:
    assert rise(Estimate(0.2, 0.2, 0.2), Estimate(0.2, 0.2, 0.2)) == 0.5
    assert rise(Estimate(0.2, 0.2, 0.2), Estimate(0.3, 0.3, 0.3)) == 1
