"""Figures against outcomes that can be worked out on paper."""

from math import isnan, sqrt

import numpy as np
import pytest

from rolecheck.measure.lab import figures as lab
from rolecheck.measure.lab.curves import Curve, equal_items, saving
from rolecheck.measure.lab.oracle import Exact, chance_error, same_line, share_of_oracle
from rolecheck.measure.lab.parallel import Pair, agreement, agreement_where_named, flips, kappa
from rolecheck.measure.quality import Flag
from rolecheck.measure.verdict import TitleMatch, Verdict
from tests.measure.lab.outcomes import outcome

FOUND, MISSED = [0.8, 0.2], [0.3, 0.7]
CLEAR, CLOSE = [0.7, 0.3], [0.52, 0.48]


def test_recovery_is_the_share_found_among_those_who_lead_by_enough() -> None:
    people = outcome([CLEAR, CLEAR, CLOSE, CLOSE], [FOUND, MISSED, FOUND, FOUND])
    assert lab.recovery(0)(people) == (0.75, 4)
    assert lab.recovery(0.10)(people) == (0.5, 2)
    assert isnan(lab.recovery(0.90)(people)[0])


def test_accuracy_counts_the_named_alone() -> None:
    verdicts = [Verdict.NAMED, Verdict.UNCLEAR, Verdict.NAMED, Verdict.BETWEEN]
    people = outcome([CLEAR] * 4, [FOUND, FOUND, MISSED, MISSED], verdicts=verdicts)
    assert lab.named(people) == (0.5, 4)
    assert lab.accuracy_among_named(people) == (0.5, 2)


def test_calibration_error_weighs_each_bins_difference_by_its_people() -> None:
    people = outcome([CLEAR] * 4, [[0.85, 0.15]] * 2 + [[0.15, 0.85]] + [[0.65, 0.35]])
    # Three at 0.85 of whom two are right; one at 0.65 who is.
    expected = 3 / 4 * abs(0.85 - 2 / 3) + 1 / 4 * abs(0.65 - 1)
    assert lab.calibration_error(people)[0] == pytest.approx(expected)


def test_a_stated_certainty_has_a_bin_too() -> None:
    assert lab.calibration_error(outcome([CLEAR], [[1.0, 0.0]]))[0] == 0


def test_coverage_counts_intervals_that_hold_the_truth() -> None:
    people = outcome([[0.5, 0.5], [0.9, 0.1]], [[0.55, 0.45], [0.6, 0.1]], width=0.1)
    assert lab.coverage()(people)[0] == 0.75
    assert lab.coverage(0)(people)[0] == 0.5
    assert lab.coverage(1)(people)[0] == 1


def test_mismatch_is_found_among_those_whose_card_is_wrong_and_false_among_the_others() -> None:
    people = outcome(
        [CLEAR] * 4,
        [FOUND] * 4,
        mismatch=[True, True, False, False],
        matches=[TitleMatch.DIFFERS, TitleMatch.UNCLEAR, TitleMatch.MATCHES, TitleMatch.DIFFERS],
    )
    assert lab.mismatch_found(people) == (0.5, 2)
    assert lab.mismatch_false(people) == (0.5, 2)


def test_a_flag_by_the_time_does_not_count_where_nobody_took_it() -> None:
    people = outcome([CLEAR] * 3, [FOUND] * 3, flags=[[Flag.TOO_FAST], [Flag.AT_RANDOM], []])
    assert lab.flagged(people)[0] == pytest.approx(2 / 3)
    assert lab.flagged_by_answers(people)[0] == pytest.approx(1 / 3)
    assert lab.named_unflagged(people)[0] == pytest.approx(1 / 3)
    assert lab.named_unflagged_without_time(people)[0] == pytest.approx(2 / 3)
    assert lab.flagged_as(Flag.TOO_FAST)(people)[0] == pytest.approx(1 / 3)


def test_items_and_their_exposure_are_counted() -> None:
    people = outcome([CLEAR] * 2, [FOUND] * 2, asked=[[True, True, False], [True, False, True]])
    assert lab.items_asked(people)[0] == 2
    assert lab.exposure(people)[0] == 2


def test_the_error_of_a_share_is_the_binomial_one() -> None:
    right = [number % 4 != 0 for number in range(4000)]
    found = lab.figure(outcome([CLEAR] * 4000, [FOUND if each else MISSED for each in right]), lab.recovery(0))
    assert found.value == 0.75
    shuffled = np.random.default_rng(1).permutation(right)
    found = lab.figure(outcome([CLEAR] * 4000, [FOUND if each else MISSED for each in shuffled]), lab.recovery(0))
    assert found.error == pytest.approx(sqrt(0.75 * 0.25 / 4000), rel=0.5)


def test_one_person_has_no_error() -> None:
    assert isnan(lab.figure(outcome([CLEAR], [FOUND]), lab.recovery(0)).error)


def curve(recoveries: dict[int, float], asked: dict[int, float] | None = None, people: int = 100) -> Curve:
    lengths = tuple(recoveries)
    right = np.array([[number < share * people for share in recoveries.values()] for number in range(people)])
    items = np.array([[(asked or {}).get(length, length) for length in lengths]] * people)
    return Curve(lengths, right, items)


def test_the_saving_is_told_at_the_length_of_fixed_form_that_finds_as_many() -> None:
    fixed = curve({10: 0.5, 20: 0.6, 40: 0.7})
    adaptive = curve({18: 0.65}, {18: 15})
    assert equal_items(adaptive, 0, fixed).value == pytest.approx(30)
    assert saving(adaptive, 0, fixed).value == pytest.approx(0.5)


@pytest.mark.parametrize("recovery", [0.4, 0.8])
def test_nothing_is_said_of_a_saving_beyond_the_lengths_looked_at(recovery: float) -> None:
    assert isnan(saving(curve({18: recovery}), 0, curve({10: 0.5, 40: 0.7})).value)


def test_parallel_forms_agree_flip_and_have_their_kappa() -> None:
    pair = Pair(
        line=np.array([[0, 0], [0, 1], [1, 1], [1, 0]]),
        named=np.array([[True, True], [True, True], [True, False], [False, False]]),
    )
    assert agreement(pair).value == 0.5
    assert agreement_where_named(pair).value == 0.5
    assert agreement_where_named(pair).people == 2
    assert flips(pair).value == 0.25
    assert kappa(pair).value == 0


def test_perfect_agreement_has_a_kappa_of_one_and_a_single_line_none() -> None:
    named = np.ones((4, 2), bool)
    assert kappa(Pair(np.array([[0, 0], [1, 1], [2, 2], [0, 0]]), named)).value == pytest.approx(1)
    assert isnan(kappa(Pair(np.zeros((4, 2), int), named)).value)


def test_the_instrument_is_held_against_the_oracle() -> None:
    exact = Exact(
        ours=np.array([[0.6, 0.4], [0.6, 0.4], [0.3, 0.7], [0.4, 0.6]]),
        oracle=np.array([[0.7, 0.3], [0.4, 0.6], [0.2, 0.8], [0.4, 0.6]]),
        truth=np.array([0, 1, 1, 1]),
    )
    assert share_of_oracle(exact).value == 0.75
    assert same_line(exact).value == 0.75
    assert chance_error(exact).value == pytest.approx((0.1 + 0.2 + 0.1 + 0) / 4)


def test_an_oracle_that_finds_nobody_is_no_yardstick() -> None:
    exact = Exact(ours=np.array([[1.0, 0.0]]), oracle=np.array([[1.0, 0.0]]), truth=np.array([1]))
    assert isnan(share_of_oracle(exact).value)
