"""The fixed draws are those of a multivariate t, evenly spread, and always the same."""

from math import pi

import numpy as np
import pytest
from scipy import stats

from rolecheck.measure.standard_draws import FREEDOM, GENERATORS, log_density, standard_draws

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
