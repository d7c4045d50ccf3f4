"""Who takes a moment for theirs: chances that are what they say, found from a room's answers."""

from itertools import combinations
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.measure.expectations import ME, NOBODY, SILENT, SOMEBODY, WAITS_AT, _mean_product, fewer, standing
from rolecheck.measure.lab.waiting import MadeUpRoom, RoomKind, called_waiting, waiting_rate

answers = st.integers(1, 12).flatmap(
    lambda people: st.lists(
        st.sampled_from([ME, NOBODY, SOMEBODY, SILENT, *range(people)]), min_size=people, max_size=people
    )
)


@given(answers)
def test_the_three_chances_are_chances_and_sum_to_one(told: list[int]) -> None:
    found = standing(told)

    assert all(0 <= chance <= 1 for chance in found)
    assert sum(found) == pytest.approx(1)


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=7))
def test_the_mean_over_all_sets_is_the_mean_over_all_sets(values: list[float]) -> None:
    for size in range(len(values) + 1):
        every = [prod(chosen) for chosen in combinations(values, size)]
        assert _mean_product(values, size) == pytest.approx(sum(every) / len(every))


@given(answers, st.integers(0, 2**32))
def test_who_sits_where_changes_nothing(told: list[int], seed: int) -> None:
    order = Random(seed).sample(range(len(told)), len(told))
    moved = {old: new for new, old in enumerate(order)}

    found = standing([moved.get(told[old], told[old]) for old in order])

    assert found == pytest.approx(standing(told))


def test_one_who_stands_up_and_is_expected_is_one() -> None:
    assert standing([ME, *[0] * 7]).one > 0.95


def test_all_pointing_at_somebody_who_points_elsewhere_wait() -> None:
    assert standing([1, *[0] * 7]).nobody > 0.9


def test_several_who_all_say_me_clash() -> None:
    assert standing([ME] * 4 + [0] * 4).several > 0.95


def test_whoever_has_not_answered_may_be_the_one() -> None:
    told = [NOBODY] * 6

    assert standing([*told, SILENT, SILENT]).nobody < standing(told).nobody


def test_of_eight_people_most_rooms_that_wait_are_found_and_few_that_do_not_are_called_so() -> None:
    # The goal of the instrument: 80 % power, 5 % false alarms, whether or not people know whose matter it is.
    waits = waiting_rate(MadeUpRoom(people=8, owners=0), 400, seed=1)
    known = waiting_rate(MadeUpRoom(people=8, owners=1, known=0.7), 400, seed=2)
    unknown = waiting_rate(MadeUpRoom(people=8, owners=1, known=0.1), 400, seed=3)

    assert waits >= 0.80
    assert known <= 0.05
    assert unknown <= 0.05


def test_more_slips_than_assumed_cost_power_and_are_not_hidden() -> None:
    assert waiting_rate(MadeUpRoom(people=8, owners=0, slip=0.1), 300, seed=4) < waiting_rate(
        MadeUpRoom(8, 0), 300, seed=4
    )


def test_a_round_in_which_nothing_waits_any_more_has_fewer() -> None:
    found = fewer([0.95, 0.9, 0.1], [0.02, 0.05, 0.02])

    assert found.before == pytest.approx(1.95)
    assert found.chance > 0.9
    assert fewer([0.1, 0.1], [0.1, 0.1]).chance < 0.5
    assert 0 < WAITS_AT < 1


def test_the_labs_figures_of_waiting_carry_their_error_even_where_nothing_was_called() -> None:
    found = called_waiting(RoomKind.KNOWN, 8, 100, seed=2)

    assert found.value == waiting_rate(MadeUpRoom(8, 1), 100, seed=2)
    assert found.people == 100
    assert found.error > 0
