"""The choice rule against choix, an independent implementation of Luce and Plackett, and against the laws of chance."""

from itertools import permutations

import choix
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from rolecheck.measure.cloud import LINE_SD, Cloud
from scipy.optimize import minimize

from rolecheck.measure.choice import (
    NOTHING,
    first_probability,
    log_likelihood,
    stack,
)
from tests.builders import stable

Row = tuple[list[int], int, int]
ALTERNATIVES = 7
"""Six lines and stand-back."""


@st.composite
def rows(draw: st.DrawFn, among: int = ALTERNATIVES, width: int | None = None) -> list[Row]:
    """Draw responses: what was offered, the first choice, and the second or nothing."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        size = width or draw(st.integers(2, among))
        offered = draw(st.permutations(range(among)))[:size]
        second = offered[1] if width or draw(st.booleans()) else NOTHING
        found.append((list(offered), offered[0], second))
    return found


thetas = st.lists(st.floats(-3, 3), min_size=ALTERNATIVES, max_size=ALTERNATIVES).map(np.array)


def some_people() -> Cloud:
    rng = np.random.default_rng(8)
    return Cloud(worth=np.exp(rng.normal(size=(50, ALTERNATIVES))), lapse=rng.beta(1.5, 12, size=50))


def one_person(theta: NDArray[np.float64], lapse: float = 0.0) -> Cloud:
    return Cloud(worth=np.exp(theta)[None, :], lapse=np.array([lapse]))


def ours(theta: NDArray[np.float64], given_rows: list[Row]) -> float:
    return float(log_likelihood(one_person(theta), stack(given_rows, len(theta)))[0])


def top_ones(given_rows: list[Row]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the choices as choix takes them: a winner and the losers, the second choice among what was left."""
    found = []
    for offered, first, second in given_rows:
        rest = tuple(column for column in offered if column != first)
        found.append((first, rest))
        if second != NOTHING and len(rest) > 1:
            found.append((second, tuple(column for column in rest if column != second)))
    return found


@stable
@given(thetas, rows())
def test_without_lapses_the_log_likelihood_is_that_of_choix(theta: NDArray[np.float64], given_rows: list[Row]) -> None:
    theirs = choix.log_likelihood_top1(top_ones(given_rows), theta)
    assert ours(theta, given_rows) == pytest.approx(theirs, abs=1e-10)


@stable
@given(thetas, rows(width=3))
def test_two_choices_among_three_are_a_ranking(theta: NDArray[np.float64], given_rows: list[Row]) -> None:
    rankings = [(*offered[:2], offered[2]) for offered, _, _ in given_rows]
    theirs = choix.log_likelihood_rankings(rankings, theta)
    assert ours(theta, given_rows) == pytest.approx(theirs, abs=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_the_likeliest_worths_are_those_of_choix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = ALTERNATIVES - 1
    shown = [rng.permutation(lines)[:4].tolist() for _ in range(20)]
    answered: list[Row] = [(offered, offered[0], offered[1] if rng.random() < 0.5 else NOTHING) for offered in shown]
    # choix documents a prior of variance 1 / alpha; its code takes alpha * sum(theta ** 2) off, variance 1 / (2 alpha).
    theirs = choix.opt_top1(lines, top_ones(answered), alpha=1 / (2 * LINE_SD**2), tol=1e-9)

    def unlikeliness(theta: NDArray[np.float64]) -> float:
        return 0.5 * float(((theta / LINE_SD) ** 2).sum()) - ours(np.append(theta, 0.0), answered)

    found = minimize(unlikeliness, np.zeros(lines), method="BFGS", options={"gtol": 1e-7})
    assert found.x == pytest.approx(theirs, abs=1e-4)
    assert np.abs(theirs).max() > 0.3


@stable
@given(st.permutations(range(ALTERNATIVES)), st.integers(2, ALTERNATIVES))
def test_the_chances_of_all_first_choices_sum_to_one_for_every_draw(columns: list[int], size: int) -> None:
    offered = columns[:size]
    chances = first_probability(some_people(), stack([(offered, column, NOTHING) for column in offered], ALTERNATIVES))
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert chances.min() > 0


@stable
@given(st.permutations(range(ALTERNATIVES)), st.integers(2, ALTERNATIVES))
def test_the_chances_of_all_pairs_of_choices_sum_to_one_for_every_draw(columns: list[int], size: int) -> None:
    cloud = some_people()
    rows_of_pairs = [(columns[:size], *pair) for pair in permutations(columns[:size], 2)]
    chances = np.exp([log_likelihood(cloud, stack([row], ALTERNATIVES)) for row in rows_of_pairs])
    assert chances.sum(axis=0) == pytest.approx(1, abs=1e-12)


@stable
@given(thetas, rows(), st.permutations(range(ALTERNATIVES)))
def test_giving_the_lines_other_numbers_changes_no_likelihood(
    theta: NDArray[np.float64], given_rows: list[Row], numbers: list[int]
) -> None:
    renumbered = [
        ([numbers[column] for column in offered], numbers[first], NOTHING if second == NOTHING else numbers[second])
        for offered, first, second in given_rows
    ]
    moved = np.empty_like(theta)
    moved[numbers] = theta
    assert ours(moved, renumbered) == pytest.approx(ours(theta, given_rows), abs=1e-10)


def test_who_always_lapses_picks_every_option_alike() -> None:
    cloud = one_person(np.arange(7.0), lapse=1.0)
    choices = stack([([0, 1, 2, 6], 2, 6), ([0, 1, 2, 6], 0, 1)], ALTERNATIVES)
    assert first_probability(cloud, choices) == pytest.approx(1 / 4)
    assert np.exp(log_likelihood(cloud, choices)) == pytest.approx((1 / 4 * 1 / 3) ** 2)


def test_a_lapse_mixes_the_rule_with_chance() -> None:
    cloud = one_person(np.log(np.array([3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])), lapse=0.2)
    choices = stack([([0, 1], 0, NOTHING), ([0, 1, 2, 3], 0, 1)], ALTERNATIVES)
    firsts = [0.8 * 3 / 4 + 0.1, 0.8 * 3 / 6 + 0.05]
    assert first_probability(cloud, choices)[0] == pytest.approx(firsts)
    assert np.exp(log_likelihood(cloud, choices)) == pytest.approx(firsts[0] * firsts[1] * (0.8 / 3 + 0.2 / 3))
