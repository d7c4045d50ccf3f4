"""What is put into a world comes out of its answers, with errors that are true; where nothing is, nothing comes out."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.answering import Crowd, World, crowd, identified, world
from rolecheck.bank.items import Facet
from rolecheck.measure.calibration.answers import Answers, OptionLayout
from rolecheck.measure.calibration.estimate import LEAST_ANSWERS, Fit, estimate
from rolecheck.measure.calibration.expectation import Sums, added, expect
from rolecheck.measure.calibration.people import ParameterPlaces, Parameters, uncalibrated
from tests.builders import shipped

PEOPLE = 320
ITEMS = 9


@cache
def layout() -> OptionLayout:
    # Fifteen items offer every choice of four lines once: as much as a whole bank, for a third of the time.
    return OptionLayout(replace(shipped(), items=shipped().of(Facet.RESPONSIBILITY)[::3]), Facet.RESPONSIBILITY)


@cache
def liked() -> tuple[World, Crowd, Fit]:
    of = replace(world(layout(), option_sd=1.0, sensitivity_sd=0.4, seed=3), spread=1.2)
    drawn = crowd(of, PEOPLE, 4, items=ITEMS)
    return of, drawn, estimate(drawn.answers)


@cache
def nothing() -> Fit:
    return estimate(crowd(world(layout()), PEOPLE, 5, items=ITEMS).answers)


@pytest.mark.slow
def test_attractiveness_comes_out_as_it_was_put_in_with_errors_that_are_true() -> None:
    of, _, fit = liked()
    truth = identified(of, fit.known)[fit.known]
    found = fit.parameters.attractiveness[fit.known]
    errors = fit.errors.attractiveness[fit.known]
    assert fit.settled
    assert np.corrcoef(truth.ravel(), found.ravel())[0, 1] > 0.93
    assert 0.85 < ((found - truth) / errors).std() < 1.35


def test_sensitivity_and_spread_come_out_too() -> None:
    of, _, fit = liked()
    truth = np.log(of.sensitivity[fit.known])
    found = fit.parameters.log_sensitivity[fit.known]
    assert np.corrcoef(truth, found)[0, 1] > 0.8
    usual = float(np.exp(truth.mean()))
    assert np.exp(fit.parameters.log_spread) == pytest.approx(of.spread * usual, rel=4 * fit.errors.log_spread)


def test_within_each_line_attractiveness_has_mean_zero_and_sensitivity_is_one_in_the_usual_item() -> None:
    _, _, fit = liked()
    for line in range(layout().columns):
        own = fit.parameters.attractiveness[(layout().column == line) & fit.known[:, None]]
        assert own.mean() == pytest.approx(0, abs=1e-12)
    assert fit.parameters.log_sensitivity[fit.known].mean() == pytest.approx(0, abs=1e-12)


@pytest.mark.slow
def test_where_options_and_items_are_alike_everything_is_drawn_to_nought() -> None:
    fit = nothing()
    assert fit.width < 0.2
    assert np.abs(fit.parameters.attractiveness).max() < 0.25
    assert np.abs(fit.parameters.log_sensitivity).max() < 0.25


@pytest.mark.slow
def test_of_an_item_with_too_few_answers_nothing_is_estimated() -> None:
    _, drawn, _ = liked()
    few = drawn.answers.marks.copy()
    few[LEAST_ANSWERS - 1 :, 0] = -1
    fit = estimate(Answers(layout(), few))
    assert fit.counts[0] < LEAST_ANSWERS
    assert not fit.known[0]
    assert fit.known[1:].all()
    np.testing.assert_array_equal(fit.parameters.attractiveness[0], 0)
    assert fit.parameters.log_sensitivity[0] == 0


def test_whatever_the_parts_the_sums_are_the_same() -> None:
    _, drawn, _ = liked()
    start = uncalibrated(layout())
    few = drawn.answers.some(slice(0, 70))
    whole = expect(few, start)
    parts = added([expect(part, start) for part in few.parts(33)])
    for one, other in zip(vars(whole).values(), vars(parts).values(), strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-3, atol=2e-3)


@pytest.mark.slow
def test_gradient_and_information_are_those_of_the_log_likelihood() -> None:
    _, drawn, _ = liked()
    few, places = drawn.answers.some(slice(0, 64)), ParameterPlaces(layout())
    vector = uncalibrated(layout()).vector()

    def at(place: int, step: float) -> Sums:
        moved = vector.copy()
        moved[place] += step
        return expect(few, places.parameters(moved), 1536)

    here = expect(few, places.parameters(vector), 1536)
    for place in (3, 57, places.sensitivity.start + 5):
        above, below = at(place, 0.02), at(place, -0.02)
        slope = (above.log_likelihood - below.log_likelihood) / 0.04
        bend = (below.gradient[place] - above.gradient[place]) / 0.04
        assert here.gradient[place] == pytest.approx(slope, abs=0.6)
        assert here.observed[place, place] == pytest.approx(bend, rel=0.05)


def test_a_vector_by_its_names_is_the_same_vector() -> None:
    places = ParameterPlaces(layout())
    vector = np.arange(places.size, dtype=float)
    parameters = places.parameters(vector)
    assert isinstance(parameters, Parameters)
    np.testing.assert_array_equal(parameters.vector(), vector)
    assert places.of_item()[2, 3] == places.attractiveness.start + 2 * places.options + 3
