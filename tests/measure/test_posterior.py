"""Every figure of a profile against a posterior computed a second time (``tests/measure/oracle.py``)."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from rolecheck.measure.cloud import prior_cloud
from rolecheck.measure.likelihood import Likelihood
from rolecheck.measure.refine import ENOUGH, refine

from rolecheck.bank.items import Facet
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.posterior import Posterior, normalised
from rolecheck.measure.summary import LineProfile, Summary
from rolecheck.session.session import Response
from tests.builders import shipped, shipped_examiner
from tests.measure.oracle import Figures, from_mode, from_prior, prior_draws, rows_of
from tests.measure.people import Choose, answers, at_random, draw_person, in_order_of

LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)

FRESH = np.random.default_rng
READERS: dict[str, Callable[[], Choose]] = {
    "random": lambda: at_random(FRESH(1), second=False),
    "random-twice": lambda: at_random(FRESH(2), second=True),
    "one-line": lambda: in_order_of(["delivery", STAND_BACK]),
    "one-line-else-random": lambda: in_order_of(["project"], FRESH(3)),
    "two-lines": lambda: in_order_of(["delivery", "implementation", STAND_BACK], second=True),
    "one-line-else-back": lambda: in_order_of(["operations", STAND_BACK], FRESH(4), second=True),
    "product-then-pusher": lambda: in_order_of(["product", "pusher"], FRESH(5), second=True),
    "back-else-delivery": lambda: in_order_of([STAND_BACK, "delivery"], FRESH(6), second=True),
}
FEW_OF_A_MILLION_COUNT = sorted(name for name in READERS if not name.startswith("random"))


def responses_of(reader: str, items: int = 15) -> list[Response]:
    choose = READERS[reader]()
    return [choose(item) for item in MOMENTS[:items]]


def greatest_errors(profile: LineProfile, truth: Figures) -> dict[str, float]:
    estimates = [*profile.shares, profile.stand_back]
    ends = np.array([(estimate.low, estimate.high) for estimate in estimates])
    return {
        "mean": float(np.abs(np.array([estimate.mean for estimate in estimates]) - truth.means).max()),
        "end": float(np.abs(ends - np.column_stack([truth.lows, truth.highs])).max()),
        "chance": float(np.abs(np.array(profile.p_largest) - truth.p_largest).max()),
        "stand-back": abs(profile.p_stand_back - truth.p_stand_back),
        "lapse": abs(profile.lapse - truth.lapse),
    }


def assert_close(profile: LineProfile, truth: Figures) -> None:
    assert truth.effective > 10_000
    errors = greatest_errors(profile, truth)
    assert errors["mean"] < 0.01
    assert errors["end"] < 0.035
    assert errors["chance"] < 0.035
    assert errors["stand-back"] < 0.035
    assert errors["lapse"] < 0.005


@pytest.mark.parametrize("items", [2, 15])
@pytest.mark.parametrize("reader", ["random", "random-twice"])
def test_a_profile_is_that_of_a_million_draws_of_the_prior(reader: str, items: int) -> None:
    responses = responses_of(reader, items)
    truth = from_prior(6, rows_of(shipped(), responses))
    assert_close(shipped_examiner().measure(responses).responsibility, truth)


@pytest.mark.parametrize("reader", FEW_OF_A_MILLION_COUNT)
def test_a_profile_where_hardly_a_draw_of_the_prior_counts_is_that_of_well_placed_draws(reader: str) -> None:
    responses = responses_of(reader)
    rows = rows_of(shipped(), responses)
    assert from_prior(6, rows).effective < 5_000
    assert_close(shipped_examiner().measure(responses).responsibility, from_mode(6, rows))


def test_both_ways_to_the_truth_agree() -> None:
    rows = rows_of(shipped(), responses_of("random-twice"))
    one, other = from_prior(6, rows), from_mode(6, rows)
    assert other.means == pytest.approx(one.means, abs=0.003)
    assert other.lows == pytest.approx(one.lows, abs=0.005)
    assert other.highs == pytest.approx(one.highs, abs=0.008)
    assert other.p_largest == pytest.approx(one.p_largest, abs=0.01)
    assert other.p_stand_back == pytest.approx(one.p_stand_back, abs=0.01)
    assert other.lapse == pytest.approx(one.lapse, abs=0.003)


def test_who_always_steps_back_is_measured_well_though_no_line_stands_out() -> None:
    responses = [in_order_of([STAND_BACK])(item) for item in MOMENTS]
    errors = greatest_errors(
        shipped_examiner().measure(responses).responsibility, from_mode(6, rows_of(shipped(), responses))
    )
    assert errors["mean"] < 0.015
    assert errors["end"] < 0.04
    assert errors["chance"] < 0.05


@pytest.mark.parametrize("second", [False, True])
def test_over_many_people_the_errors_stay_small(second: bool) -> None:
    rng = np.random.default_rng(50)
    found: list[dict[str, float]] = []
    for _ in range(12):
        responses = answers(draw_person(LINES, rng), MOMENTS, rng, second=second)
        profile = shipped_examiner().measure(responses).responsibility
        found.append(greatest_errors(profile, from_mode(6, rows_of(shipped(), responses))))
    assert _mean(found, "mean") < 0.007
    assert _mean(found, "end") < 0.02
    assert _mean(found, "chance") < 0.02
    assert max(errors["chance"] for errors in found) < 0.06
    assert _mean(found, "stand-back") < 0.015


@pytest.mark.parametrize("lines", [2, 4, 6, 8])
def test_without_a_response_the_profile_is_the_prior(lines: int) -> None:
    cloud = prior_cloud(lines)
    profile = Summary(cloud).profile(np.full(len(cloud.lapse), 1 / len(cloud.lapse)))
    truth = from_prior(lines, [], 200_000)
    assert profile.p_largest == pytest.approx([1 / lines] * lines, abs=1e-9)
    assert [share.mean for share in profile.shares] == pytest.approx([1 / lines] * lines, abs=1e-9)
    errors = greatest_errors(profile, truth)
    assert errors["end"] < 0.015
    assert errors["chance"] < 0.01
    assert errors["stand-back"] < 0.015
    assert errors["lapse"] < 0.003


def test_the_cloud_is_drawn_from_the_prior() -> None:
    cloud, (worth, lapse) = prior_cloud(6), prior_draws(6, 1_000_000)
    theta = np.log(cloud.worth)
    assert theta.mean(axis=0) == pytest.approx([0] * 6 + [-0.5], abs=0.06)
    assert theta.std(axis=0) == pytest.approx(1, abs=0.05)
    assert np.abs(np.corrcoef(theta.T) - np.eye(7)).max() < 0.05
    for quantile in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert np.quantile(cloud.lapse, quantile) == pytest.approx(float(np.quantile(lapse, quantile)), abs=0.01)
        assert np.quantile(theta, quantile) == pytest.approx(float(np.log(np.quantile(worth, quantile))), abs=0.05)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_refined_draws_and_the_priors_agree_where_both_are_good(seed: int, second: bool) -> None:
    choose = at_random(np.random.default_rng(seed), second=second)
    responses = [choose(item) for item in MOMENTS[:6]]
    cloud, likelihood = shipped_examiner().cloud, Likelihood(shipped(), shipped_examiner().cloud)
    plain = Posterior(cloud, normalised(likelihood.total(responses)))
    refined = refine(cloud, likelihood.total(responses), likelihood.choices(responses))
    assert plain.effective > 1000
    one, other = Summary(cloud).profile(plain.weights), Summary(refined.cloud).profile(refined.weights)
    assert _means(other) == pytest.approx(_means(one), abs=0.015)
    assert other.p_largest == pytest.approx(one.p_largest, abs=0.05)
    assert other.p_stand_back == pytest.approx(one.p_stand_back, abs=0.05)
    assert other.lapse == pytest.approx(one.lapse, abs=0.01)


@pytest.mark.parametrize("reader", FEW_OF_A_MILLION_COUNT)
def test_every_posterior_rests_on_enough_draws(reader: str) -> None:
    responses = responses_of(reader)
    likelihood = shipped_examiner().likelihood
    refined = refine(shipped_examiner().cloud, likelihood.total(responses), likelihood.choices(responses))
    assert refined.effective >= ENOUGH
    assert refined.weights.sum() == pytest.approx(1)


def _means(profile: LineProfile) -> list[float]:
    return [share.mean for share in (*profile.shares, profile.stand_back)]


def _mean(found: Sequence[dict[str, float]], name: str) -> float:
    return float(np.mean([errors[name] for errors in found]))
