"""Where draws are placed: the posterior's mode against general minimisers, its information against enumeration."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import pi

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rolecheck.measure import prior
from rolecheck.measure import proposal as laplace
from rolecheck.measure.proposal import FREEDOM, GENERATORS, Bell, locate, log_density, standard_draws
from tests.measure.oracle import STEP, Floats, Row, chosen, log_joint, mode_of
from tests.measure.rows import ALTERNATIVES, rows, tallied

LINES = ALTERNATIVES - 1
BACK = LINES
BLOCKS = [sorted({number % LINES, (number + 1) % LINES, (number + 3) % LINES, BACK}) for number in range(45)]
LIKED = {
    "always steps back": [[BACK, 0, 1, 2, 3, 4, 5]],
    "one line always": [[0, BACK, 1, 2, 3, 4, 5]],
    "two lines in turn": [[0, 3, 1, 2, 4, 5, BACK], [3, 0, 1, 2, 4, 5, BACK]],
    "contradicts every choice": [[0, 1, 2, 3, 4, 5, BACK], [BACK, 5, 4, 3, 2, 1, 0]],
    "a strict order": [[5, 2, 0, 1, 4, 3, BACK]],
}


def answers_of(liked: str, items: int, *, second: bool) -> list[Row]:
    orders = LIKED[liked]
    found: list[Row] = []
    for number, block in enumerate(BLOCKS[:items]):
        first, then = sorted(block, key=orders[number % len(orders)].index)[:2]
        found.append((block, first, then if second else None))
    return found


def at_random(items: int, seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    shown = [rng.permutation(block).tolist() for block in BLOCKS[:items]]
    return [(block, block[0], block[1] if rng.random() < 0.5 else None) for block in shown]


def bell_of(given_rows: Sequence[Row]) -> Bell:
    sets, tally = tallied(given_rows)
    return locate(sets, tally[None])


@contextmanager
def no_hurry() -> Iterator[None]:
    """Take as many steps as the exact mode needs: the lapse comes to it slowly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laplace, "STEPS", 250)
        yield


def assert_is_mode(given_rows: Sequence[Row]) -> None:
    with no_hurry():
        bell = bell_of(given_rows)
    found = bell.mode[0]
    precision = precision_of(bell)
    truth = mode_of(LINES, given_rows, precision=precision)
    if np.abs(found - truth).max() > 1e-2:  # two tops: ours must be one of them
        truth = mode_of(LINES, given_rows, start=found, precision=precision)
    assert found == pytest.approx(truth, abs=5e-3)


def precision_of(bell: Bell) -> float:
    """Return the mean of one over the squared spread, given how large the lines are on the average."""
    squares = float((bell.mode[0, :LINES] ** 2).sum() + np.diagonal(bell.covariance[0])[:LINES].sum())
    places = np.linspace(-2.5, 2.5, 6)
    spread = np.exp(0.4 * places)
    weights = np.exp(-0.5 * places**2) * spread**-LINES * np.exp(-0.5 * squares / spread**2)
    return float(weights @ spread**-2 / weights.sum())


@settings(max_examples=12)
@given(rows(most=30))
def test_the_mode_is_that_of_a_general_minimiser(given_rows: list[Row]) -> None:
    assert_is_mode(given_rows)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("items", [40])
@pytest.mark.parametrize("liked", LIKED)
def test_the_mode_is_that_of_a_general_minimiser_for_those_who_answer_by_a_pattern(
    liked: str, items: int, second: bool
) -> None:
    assert_is_mode(answers_of(liked, items, second=second))


@pytest.mark.parametrize("items", [3, 45])
def test_the_mode_is_that_of_a_general_minimiser_for_those_who_pick_at_random(items: int) -> None:
    for seed in range(2):
        assert_is_mode(at_random(items, seed))


@pytest.mark.parametrize("liked", ["contradicts every choice", "random"])
def test_the_few_steps_taken_end_well_inside_the_bell(liked: str) -> None:
    for items in (5, 45):
        for second in (False, True):
            given_rows = at_random(items, items) if liked == "random" else answers_of(liked, items, second=second)
            bell = bell_of(given_rows)
            with no_hurry():
                away = bell.mode[0] - bell_of(given_rows).mode[0]
            assert away @ np.linalg.inv(bell.covariance[0]) @ away < 0.5


@pytest.mark.parametrize("seed", range(5))
def test_without_lapses_the_mode_is_that_of_choix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shown = [rng.permutation(LINES)[:4].tolist() for _ in range(20)]
    answered: list[Row] = [(offered, offered[0], offered[1] if rng.random() < 0.5 else None) for offered in shown]
    choices = []
    for offered, first, second in answered:
        rest = [column for column in offered if column != first]
        choices.append((first, tuple(rest)))
        if second is not None:
            choices.append((second, tuple(column for column in rest if column != second)))
    # choix documents a prior of variance 1 / alpha; its code takes alpha * sum(theta ** 2) off, variance 1 / (2 alpha).
    theirs = choix.opt_top1(LINES, choices, alpha=1 / 2, tol=1e-9)
    with pytest.MonkeyPatch.context() as patch, no_hurry():
        for module in (laplace, prior):
            patch.setattr(module, "LAPSE_BETA", (1.5, 1e6))
        patch.setattr(prior, "SPREAD_GRID", np.ones(1))
        patch.setattr(prior, "SPREAD_WEIGHTS", np.ones(1))
        found = bell_of(answered).mode[0]
    assert found[:LINES] == pytest.approx(theirs, abs=1e-3)
    assert found[BACK] == pytest.approx(prior.STAND_BACK_MEAN, abs=1e-4)
    assert np.abs(theirs).max() > 0.3


@given(rows(most=40))
def test_the_covariance_is_positive_definite(given_rows: list[Row]) -> None:
    (covariance,) = bell_of(given_rows).covariance
    assert covariance == pytest.approx(covariance.T, abs=1e-5)
    assert np.linalg.eigvalsh(covariance).min() > 1e-3


def expected_information(point: Floats, given_rows: Sequence[Row], precision: float) -> Floats:
    """Return it by enumeration: for each choice made, the mean square of the slope over all that might have been."""
    size = len(point)
    ends = point[:, None] + STEP * np.hstack([np.eye(size), -np.eye(size)])
    worth, lapse = np.exp(ends[:-1]), 1 / (1 + np.exp(-ends[-1]))
    here = point[:, None]
    total = np.zeros((size, size))
    for offered, first, second in given_rows:
        rest = [column for column in offered if column != first]
        for left in (offered, rest) if second is not None else (offered,):
            for column in left:
                logs = np.log(chosen(worth, lapse, left, column))
                slope = (logs[:size] - logs[size:]) / (2 * STEP)
                chance = chosen(np.exp(here[:-1]), 1 / (1 + np.exp(-here[-1])), left, column)[0]
                total += chance * np.outer(slope, slope)
    level = np.array([log_joint(point[:, None] + shift * np.eye(size), [], precision) for shift in (STEP, 0, -STEP)])
    return np.asarray(total + np.diag(2 * level[1] - level[0] - level[2]) / STEP**2)


@pytest.mark.slow
@given(rows(most=15))
def test_the_information_is_the_expected_one(given_rows: list[Row]) -> None:
    with no_hurry():
        bell = bell_of(given_rows)
    truth = expected_information(bell.mode[0], given_rows, precision_of(bell))
    assert np.linalg.inv(bell.covariance[0]) == pytest.approx(truth, abs=0.03)


@given(st.lists(rows(most=10), min_size=2, max_size=6), st.data())
def test_who_is_located_together_changes_nothing(people: list[list[Row]], data: st.DataObject) -> None:
    sets, tally = tallied([row for person in people for row in person])
    number = {tuple(row): index for index, row in enumerate(sets.members)}
    tallies = np.zeros((len(people), *tally.shape))
    for person, given_rows in zip(tallies, people, strict=True):
        own_sets, own_tally = tallied(given_rows)
        for own, counted in zip(own_sets.members, own_tally, strict=True):
            person[number[tuple(own)]] = counted
    together = locate(sets, tallies)
    order = data.draw(st.permutations(range(len(people))))
    turned = locate(sets, tallies[list(order)])
    for place, person in enumerate(order):
        alone = locate(sets, tallies[[person]])
        for found in (turned.mode[place], alone.mode[0]):
            assert found == pytest.approx(together.mode[person], abs=1e-6)
        assert alone.covariance[0] == pytest.approx(together.covariance[person], abs=1e-6)


SIZES = [(1024, 8), (1536, 4), (1536, 8), (1536, 10), (16384, 8)]
EIGHT = [(draws, dimensions) for draws, dimensions in SIZES if dimensions == 8]


@pytest.mark.parametrize(("draws", "dimensions"), SIZES)
def test_mean_and_covariance_are_those_of_the_t(draws: int, dimensions: int) -> None:
    points = standard_draws(draws, dimensions).T
    assert points.shape == (draws, dimensions)
    assert np.abs(points.mean(axis=0)).max() < 0.03 * np.sqrt(1024 / draws)
    covariance = points.T @ points / draws
    assert np.abs(covariance - np.eye(dimensions) * FREEDOM / (FREEDOM - 2)).max() < 0.5 * np.sqrt(1024 / draws)


@pytest.mark.parametrize(("draws", "dimensions"), SIZES)
def test_quantiles_of_each_coordinate_and_of_the_distance_are_those_of_the_t(draws: int, dimensions: int) -> None:
    points = standard_draws(draws, dimensions).T
    for chance in (0.05, 0.25, 0.5, 0.75, 0.95):
        below = (points < stats.t.ppf(chance, FREEDOM)).mean(axis=0)
        assert below == pytest.approx(chance, abs=0.03 * np.sqrt(1024 / draws))
        distance = (points**2).sum(axis=1) / dimensions
        inside = (distance < stats.f.ppf(chance, dimensions, FREEDOM)).mean()
        assert inside == pytest.approx(chance, abs=0.03 * np.sqrt(1024 / draws))


@pytest.mark.parametrize(("draws", "dimensions"), SIZES)
def test_the_density_is_that_of_the_t(draws: int, dimensions: int) -> None:
    truth = stats.multivariate_t(np.zeros(dimensions), np.eye(dimensions), df=FREEDOM)
    assert log_density(draws, dimensions) == pytest.approx(truth.logpdf(standard_draws(draws, dimensions).T), abs=1e-4)


@pytest.mark.parametrize(("draws", "dimensions"), EIGHT)
def test_the_draws_made_a_second_time_are_the_same(draws: int, dimensions: int) -> None:
    once = standard_draws(draws, dimensions)
    standard_draws.cache_clear()
    assert (standard_draws(draws, dimensions) == once).all()


@pytest.mark.parametrize(("draws", "dimensions"), EIGHT)
def test_a_mean_over_the_draws_errs_less_than_over_as_many_random_ones(draws: int, dimensions: int) -> None:
    # The chance to be the largest of six coordinates, as measuring asks for it: one in six for each.
    def error(points: np.ndarray) -> float:
        largest = np.bincount(points[:, :6].argmax(axis=1), minlength=6) / len(points)
        return float(np.sqrt(((largest - 1 / 6) ** 2).mean()))

    rng = np.random.default_rng(1)
    by_chance = [error(rng.normal(size=(draws, dimensions))) for _ in range(50)]
    assert error(standard_draws(draws, dimensions).T) < np.median(by_chance)


@pytest.mark.parametrize("draws", [1024, 1536])
def test_no_odd_generator_spreads_the_lattice_much_better_in_nine_dimensions(draws: int) -> None:
    def discrepancy(generator: int) -> float:
        steps = np.array([pow(generator, power, draws) for power in range(9)])
        spread = np.arange(draws)[:, None] * steps % draws / draws
        return float(np.prod(1 + 2 * pi**2 * (spread**2 - spread + 1 / 6), axis=1).mean() - 1)

    found = [discrepancy(generator) for generator in range(3, draws // 2, 8)]
    assert discrepancy(GENERATORS[draws]) <= min(found) * 1.15
