"""Figures against outcomes that can be worked out on paper."""

from dataclasses import replace
from math import isnan, log, sqrt

import numpy as np
import pytest

from rolecheck.measure.lab import figures as lab
from rolecheck.measure.lab.comparisons import (
    Again,
    Curve,
    agreement,
    agreement_where_named,
    equal_items,
    flips,
    kappa,
    saving,
    teams_told_to_have_moved,
    told_to_have_moved,
)
from rolecheck.measure.lab.experiment import Outcome
from rolecheck.measure.lab.oracle import Exact, chance_error, log_loss_lost, same_line, share_of_oracle
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


def test_overstatement_has_a_sign_and_errors_to_both_sides_cancel() -> None:
    people = outcome([CLEAR] * 4, [[0.85, 0.15]] * 2 + [[0.15, 0.85]] + [[0.65, 0.35]])
    # Stated 0.85 three times and 0.65 once; three of four are right.
    assert lab.overstatement(people)[0] == pytest.approx((3 * 0.85 + 0.65) / 4 - 0.75)
    assert lab.overstatement(outcome([CLEAR] * 2, [[0.6, 0.4], [0.6, 0.4]]))[0] == pytest.approx(-0.4)


def simulated(stated_scale: float, people: int = 20_000) -> Outcome:
    """Return people who are right as often as a logit says, and are told a chance of that logit times so much."""
    dice = np.random.default_rng(3)
    logit = dice.uniform(0.2, 3, people)
    right = dice.random(people) < 1 / (1 + np.exp(-logit))
    stated = 1 / (1 + np.exp(-logit * stated_scale))
    chances = np.stack([stated, 1 - stated], axis=1)
    return outcome([CLEAR if each else CLEAR[::-1] for each in right], chances.tolist())


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_slope_of_recalibration_is_one_over_what_was_stated_too_steeply(scale: float) -> None:
    assert lab.slope(simulated(scale))[0] == pytest.approx(1 / scale, rel=0.06)


def test_log_loss_is_the_mean_surprise_at_the_truth_and_least_where_chances_are_true() -> None:
    people = outcome([CLEAR, CLOSE], [[0.8, 0.2], [0.1, 0.9]])
    assert lab.log_loss(people)[0] == pytest.approx(-(np.log(0.8) + np.log(0.1)) / 2)
    losses = [lab.log_loss(simulated(scale))[0] for scale in (0.5, 1.0, 2.0)]
    assert losses[1] == min(losses)


def test_coverage_counts_intervals_that_hold_the_truth() -> None:
    people = outcome([[0.5, 0.5], [0.9, 0.1]], [[0.55, 0.45], [0.6, 0.1]], width=0.1)
    assert lab.coverage()(people)[0] == 0.75
    assert lab.coverage(0)(people)[0] == 0.5
    assert lab.coverage(1)(people)[0] == 1


def test_a_card_is_found_wrong_among_the_wrong_and_by_a_false_alarm_among_the_right() -> None:
    people = outcome(
        [CLEAR] * 4,
        [FOUND] * 4,
        mismatch=[True, True, False, False],
        matches=[TitleMatch.DIFFERS, TitleMatch.UNCLEAR, TitleMatch.MATCHES, TitleMatch.DIFFERS],
        told=[0.99, np.nan, 0.95, 0.96],
    )
    assert lab.card_said(right=False)(people) == (0.5, 2)
    assert lab.card_said(right=True)(people) == (0.5, 2)
    # Where nine of ten cards are right, the false alarm counts nine times as much as what is found.
    for share in (0.5, 0.9):
        assert lab.card_true(share)(people)[0] == pytest.approx(1 - share)
        assert lab.card_stated(share)(people)[0] == pytest.approx((1 - share) * 0.99 + share * 0.96)


def test_a_card_nothing_was_said_of_has_no_figure() -> None:
    people = outcome([CLEAR] * 2, [FOUND] * 2, mismatch=[True, False])
    assert isnan(lab.card_true(0.5)(people)[0])
    assert isnan(lab.card_stated(0.5)(people)[0])


def test_named_lines_are_told_apart_by_how_robust_they_are() -> None:
    people = replace(outcome([CLEAR] * 3, [FOUND, MISSED, FOUND]), robustness=np.array([1.1, 1.2, np.nan]))
    assert lab.robust_and_right(1, 1.25)(people) == (0.5, 2)
    assert isnan(lab.robust_and_right(2, 9)(people)[0])


def test_groups_count_where_one_begins() -> None:
    held = np.full((3, 3), np.nan)
    held[0, 0], held[2, 0] = 1.0, 0.5
    people = replace(outcome([CLEAR] * 3, [FOUND] * 3), held=held)
    assert lab.group_coverage(4)(people) == (0.75, 2)
    assert isnan(lab.group_coverage(20)(people)[0])


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


def again(line: list[list[int]], named: list[list[bool]] | None = None) -> Again:
    people = len(line)
    told = np.arange(people) == 0
    teams = np.where(np.arange(people) % 2 == 0, 0.5, np.nan)
    return Again(np.array(line), np.array(named or [[True, True]] * people), told, teams)


def test_two_times_agree_flip_and_have_their_kappa() -> None:
    found = again(
        [[0, 0], [0, 1], [1, 1], [1, 0]],
        [[True, True], [True, True], [True, False], [False, False]],
    )
    assert agreement(found).value == 0.5
    assert agreement_where_named(found).value == 0.5
    assert agreement_where_named(found).people == 2
    assert flips(found).value == 0.25
    assert kappa(found).value == 0
    assert told_to_have_moved(found).value == 0.25
    assert teams_told_to_have_moved(found).value == 0.5
    assert teams_told_to_have_moved(found).people == 2


def test_perfect_agreement_has_a_kappa_of_one_and_a_single_line_none() -> None:
    assert kappa(again([[0, 0], [1, 1], [2, 2], [0, 0]])).value == pytest.approx(1)
    assert isnan(kappa(again([[0, 0]] * 4)).value)


def test_the_instrument_is_held_against_the_oracle() -> None:
    exact = Exact(
        ours=np.array([[0.6, 0.4], [0.6, 0.4], [0.3, 0.7], [0.4, 0.6]]),
        oracle=np.array([[0.7, 0.3], [0.4, 0.6], [0.2, 0.8], [0.4, 0.6]]),
        truth=np.array([0, 1, 1, 1]),
    )
    assert share_of_oracle(exact).value == 0.75
    assert same_line(exact).value == 0.75
    assert chance_error(exact).value == pytest.approx((0.1 + 0.2 + 0.1 + 0) / 4)
    surprise = np.log([0.7, 0.6, 0.8, 0.6]) - np.log([0.6, 0.4, 0.7, 0.6])
    assert log_loss_lost(exact).value == pytest.approx(surprise.mean())


def test_an_oracle_that_finds_nobody_is_no_yardstick() -> None:
    exact = Exact(ours=np.array([[1.0, 0.0]]), oracle=np.array([[1.0, 0.0]]), truth=np.array([1]))
    assert isnan(share_of_oracle(exact).value)


def test_a_higher_gate_names_only_whom_the_evidence_carries_over_it() -> None:
    three = outcome([[0.6, 0.4]] * 3, [[0.9, 0.1]] * 3, beyond_chance=[log(5), log(9), log(30)])
    shares = [lab.named_beyond(factor)(three)[0] for factor in (4, 8, 12, 40)]
    assert shares == pytest.approx([1, 2 / 3, 1 / 3, 0])
