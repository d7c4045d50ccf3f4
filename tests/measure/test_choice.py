"""The choice rule against choix, an independent implementation of Luce and Plackett, and against the laws of chance."""

from itertools import permutations
from typing import cast

import choix
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rolecheck.measure.choice import WORKED_AT_ONCE, Sets, Singles, choice_probability, log_likelihood
from tests.measure import oracle
from tests.measure.oracle import Floats, Row
from tests.measure.rows import ALTERNATIVES, rows, tallied

factors = st.floats(0.2, 5)
thetas = st.lists(st.floats(-3, 3), min_size=ALTERNATIVES, max_size=ALTERNATIVES).map(np.array)


def some_people(count: int = 50) -> tuple[Singles, Singles]:
    rng = np.random.default_rng(8)
    worth = np.exp(rng.normal(size=(ALTERNATIVES, count)))
    return worth.astype(np.float32), rng.beta(1.5, 12, size=count).astype(np.float32)


def ours(theta: Floats, given_rows: list[Row], lapse: float = 0.0) -> float:
    """Return the log-likelihood of one person; the rule takes double precision too, and then shows its exactness."""
    worth = cast("Singles", np.exp(theta)[:, None])
    return float(log_likelihood(worth, cast("Singles", np.array([lapse])), *tallied(given_rows))[0])


def of_all(worth: Singles, lapse: Singles, offered: list[int], chosen: list[int]) -> Singles:
    """Return [choices, draws]: the chance of each of these first choices from one set."""
    members = np.zeros((len(chosen), ALTERNATIVES), np.float32)
    members[:, offered] = 1
    return choice_probability(worth, lapse, Sets.plain(members.astype(float)), np.array(chosen))


def top_ones(given_rows: list[Row]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the choices as choix takes them: a winner and the losers, the second choice among what was left."""
    found = []
    for offered, first, second in given_rows:
        rest = tuple(column for column in offered if column != first)
        found.append((first, rest))
        if second is not None and len(rest) > 1:
            found.append((second, tuple(column for column in rest if column != second)))
    return found


@given(thetas, rows())
def test_without_lapses_the_log_likelihood_is_that_of_choix(theta: Floats, given_rows: list[Row]) -> None:
    theirs = choix.log_likelihood_top1(top_ones(given_rows), theta)
    assert ours(theta, given_rows) == pytest.approx(theirs, abs=1e-10)


@given(thetas, rows(width=3))
def test_two_choices_among_three_are_a_ranking(theta: Floats, given_rows: list[Row]) -> None:
    rankings = [(*offered[:2], offered[2]) for offered, _, _ in given_rows]
    theirs = choix.log_likelihood_rankings(rankings, theta)
    assert ours(theta, given_rows) == pytest.approx(theirs, abs=1e-10)


@given(thetas, rows(most=40), st.floats(0, 1))
def test_with_lapses_the_log_likelihood_is_the_sum_over_the_rows(
    theta: Floats, given_rows: list[Row], lapse: float
) -> None:
    theirs = oracle.log_likelihood(np.exp(theta)[:, None], np.array([lapse]), given_rows)
    assert ours(theta, given_rows, lapse) == pytest.approx(float(theirs[0]), abs=1e-10)


@given(rows(most=45))
def test_single_precision_costs_the_fifth_decimal(given_rows: list[Row]) -> None:
    worth, lapse = some_people(2000)
    single = log_likelihood(worth, lapse, *tallied(given_rows))
    double = oracle.log_likelihood(worth.astype(float), lapse.astype(float), given_rows)
    assert single == pytest.approx(double, rel=1e-6, abs=1e-5)


@given(st.permutations(range(ALTERNATIVES)), st.integers(2, ALTERNATIVES))
def test_the_chances_of_all_first_choices_sum_to_one_for_every_draw(columns: list[int], size: int) -> None:
    worth, lapse = some_people()
    chances = of_all(worth, lapse, columns[:size], columns[:size])
    assert chances.dtype == np.float32
    assert chances.sum(axis=0) == pytest.approx(1, abs=1e-6)
    assert chances.min() > 0


@given(st.permutations(range(ALTERNATIVES)), st.integers(2, ALTERNATIVES))
def test_the_chances_of_all_pairs_of_choices_sum_to_one_for_every_draw(columns: list[int], size: int) -> None:
    worth, lapse = some_people()
    pairs: list[Row] = [(columns[:size], first, second) for first, second in permutations(columns[:size], 2)]
    chances = np.exp([log_likelihood(worth, lapse, *tallied([row])) for row in pairs])
    assert chances.sum(axis=0) == pytest.approx(1, abs=1e-6)


@given(thetas, rows(), st.permutations(range(ALTERNATIVES)))
def test_giving_the_lines_other_numbers_changes_no_likelihood(
    theta: Floats, given_rows: list[Row], numbers: list[int]
) -> None:
    renumbered: list[Row] = [
        ([numbers[column] for column in offered], numbers[first], None if second is None else numbers[second])
        for offered, first, second in given_rows
    ]
    moved = np.empty_like(theta)
    moved[numbers] = theta
    assert ours(moved, renumbered) == pytest.approx(ours(theta, given_rows), abs=1e-10)


@pytest.mark.parametrize("times", [1, 2, 9, 40])
def test_a_choice_made_again_and_again_counts_each_time(times: int) -> None:
    theta, row = np.linspace(-2, 2, ALTERNATIVES), ([0, 2, 4, 6], 2, 6)
    once: NDArray[np.float64] = np.array(ours(theta, [row], 0.1))
    assert ours(theta, [row] * times, 0.1) == pytest.approx(times * once, abs=1e-10)


def test_choices_that_cannot_be_told_from_impossible_ones_stay_finite() -> None:
    theta = np.array([30.0, *[-30.0] * (ALTERNATIVES - 1)])
    worth, lapse = np.exp(theta)[:, None].astype(np.float32), np.zeros(1, np.float32)
    found = log_likelihood(worth, lapse, *tallied([([0, 1, 2], 1, None)] * 45))
    assert np.isfinite(found).all()
    assert found[0] < -100


def test_who_always_lapses_picks_every_option_alike() -> None:
    worth = np.exp(np.arange(7.0))[:, None].astype(np.float32)
    assert of_all(worth, np.ones(1, np.float32), [0, 1, 2, 6], [2, 0]) == pytest.approx(1 / 4)
    chance = ours(np.arange(7.0), [([0, 1, 2, 6], 2, 6), ([0, 1, 2, 6], 0, 1)], lapse=1.0)
    assert np.exp(chance) == pytest.approx((1 / 4 * 1 / 3) ** 2)


def test_a_lapse_mixes_the_rule_with_chance() -> None:
    theta = np.log(np.array([3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]))
    firsts = [0.8 * 3 / 4 + 0.1, 0.8 * 3 / 6 + 0.05]
    worth, lapse = np.exp(theta)[:, None].astype(np.float32), np.array([0.2], np.float32)
    assert of_all(worth, lapse, [0, 1], [0])[0, 0] == pytest.approx(firsts[0])
    assert of_all(worth, lapse, [0, 1, 2, 3], [0])[0, 0] == pytest.approx(firsts[1])
    chance = ours(theta, [([0, 1], 0, None), ([0, 1, 2, 3], 0, 1)], lapse=0.2)
    assert np.exp(chance) == pytest.approx(firsts[0] * firsts[1] * (0.8 / 3 + 0.2 / 3))


@given(thetas, rows(most=20), st.floats(0, 1), st.data())
def test_an_option_everybody_likes_and_an_item_that_tells_more_enter_by_the_formula(
    theta: Floats, given_rows: list[Row], lapse: float, data: st.DataObject
) -> None:
    sets, tally = tallied(given_rows)
    liked = np.array(data.draw(st.lists(factors, min_size=ALTERNATIVES, max_size=ALTERNATIVES)))
    tells = np.array(data.draw(st.lists(factors, min_size=len(sets), max_size=len(sets))))
    estimated = Sets(sets.members * liked, tells)
    total = 0.0
    for members, sensitivity, counts in zip(sets.members, tells, tally, strict=True):
        seen = liked * np.exp(theta * sensitivity) * members
        chances = (1 - lapse) * seen / seen.sum() + lapse * members / members.sum()
        total += float(counts[counts > 0] @ np.log(np.maximum(chances[counts > 0], 1e-30)))
    found = log_likelihood(np.exp(theta)[:, None], np.array([lapse]), estimated, tally)[0]
    assert found == pytest.approx(total, abs=1e-8)


@given(thetas, rows(most=20))
def test_where_nothing_was_estimated_the_general_formula_gives_the_plain_one(
    theta: Floats, given_rows: list[Row]
) -> None:
    sets, tally = tallied(given_rows)
    worth, lapse = np.exp(theta)[:, None], np.array([0.1])
    nearly = Sets(sets.attractiveness * (1 + 1e-12), sets.sensitivity)
    assert not nearly.is_plain
    assert log_likelihood(worth, lapse, nearly, tally) == pytest.approx(log_likelihood(worth, lapse, sets, tally))


def test_more_draws_than_are_worked_out_together_are_worked_out_alike() -> None:
    sets, tally = tallied([([0, 2, 4, 6], 2, 6), ([0, 1, 3], 3, 0)])
    together = WORKED_AT_ONCE // int(np.count_nonzero(tally))
    worth, lapse = some_people(3 * together + 1)
    found = log_likelihood(worth, lapse, sets, tally)
    for draw in (0, together, 3 * together):
        alone = log_likelihood(worth[:, draw, None], lapse[draw, None], sets, tally)
        assert found[draw] == pytest.approx(alone[0], abs=1e-5)
