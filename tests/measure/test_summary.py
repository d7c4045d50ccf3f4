"""From draws to figures: means, quantiles and chances against numpy on the same draws."""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice import Sets
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.posterior import Posterior, posteriors
from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import BINS, Estimate, summarise, unanswered, weigh_evidence
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Response
from tests.builders import by_keys, shipped, shipped_examiner
from tests.measure.oracle import from_mode, from_prior, quantiles, rows_of
from tests.measure.people import Choose, at_random, in_order_of, keys_of
from tests.measure.test_posterior import greatest_errors


@st.composite
def some_posteriors(draw: st.DrawFn) -> Posterior:
    """Draw a posterior narrow or wide, in the middle or at an end, with weights even or very uneven."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    lines, draws = draw(st.integers(2, 8)), draw(st.sampled_from([1, 20, 2048]))
    middle = rng.normal(scale=draw(st.sampled_from([0.0, 1.0, 4.0])), size=(lines + 1, 1))
    theta = middle + draw(st.sampled_from([0.01, 0.3, 2.0])) * rng.normal(size=(lines + 1, draws))
    weights = rng.exponential(size=draws) ** draw(st.sampled_from([0.0, 1.0, 3.0]))
    return Posterior(
        np.exp(theta).astype(np.float32),
        rng.beta(1.5, 12, draws).astype(np.float32),
        weights / weights.sum(),
        -1.0,
        -1.5,
    )


def assert_estimates(estimate: Estimate, values: NDArray[np.float32], weights: NDArray[np.floating]) -> None:
    assert estimate.mean == pytest.approx(float(np.average(values.astype(float), weights=weights)), abs=1e-6)
    low, high = quantiles(values.astype(float), weights.astype(float))
    assert estimate.low == pytest.approx(low, abs=1 / BINS + 1e-6)
    assert estimate.high == pytest.approx(high, abs=1 / BINS + 1e-6)


@given(some_posteriors())
def test_means_and_intervals_are_those_of_the_sorted_draws(posterior: Posterior) -> None:
    profile, worth = summarise(posterior), posterior.worth
    for line, estimate in enumerate(profile.shares):
        assert_estimates(estimate, worth[line] / worth[:-1].sum(axis=0), posterior.weights)
    assert_estimates(profile.stand_back, worth[-1] / worth.sum(axis=0), posterior.weights)
    assert profile.lapse == pytest.approx(float(np.average(posterior.lapse, weights=posterior.weights)), abs=1e-6)


@given(some_posteriors())
def test_chances_are_the_weight_of_the_draws_where_it_is_so(posterior: Posterior) -> None:
    profile, weights = summarise(posterior), posterior.weights
    for line, chance in enumerate(profile.p_largest):
        assert chance == pytest.approx(weights[posterior.worth[:-1].argmax(axis=0) == line].sum(), abs=1e-12)
    beaten = (posterior.worth[-1] > posterior.worth[:-1]).all(axis=0)
    assert profile.p_stand_back == pytest.approx(weights[beaten].sum(), abs=1e-12)


@given(some_posteriors())
def test_upstream_is_what_the_lines_before_the_foremost_one_have_together(posterior: Posterior) -> None:
    profile = summarise(posterior)
    foremost = profile.ranking[0]
    if foremost == 0:
        assert profile.upstream is None
        return
    assert profile.upstream is not None
    worth = posterior.worth[:-1]
    assert_estimates(profile.upstream, worth[:foremost].sum(axis=0) / worth.sum(axis=0), posterior.weights)
    assert profile.upstream.mean == pytest.approx(sum(share.mean for share in profile.shares[:foremost]), abs=1e-6)
    assert 0 <= profile.upstream.low <= profile.upstream.high <= 1


def test_draws_sampled_by_weight_have_the_same_figures() -> None:
    rng = np.random.default_rng(3)
    theta, weights = rng.normal(size=(7, 2048)), rng.exponential(size=2048)
    weights /= weights.sum()
    profile = summarise(
        Posterior(
            np.exp(theta).astype(np.float32), np.full(2048, 0.1, np.float32), weights.astype(np.float32), 0.0, 0.0
        )
    )
    worth = np.exp(theta[:, rng.choice(2048, 200_000, p=weights)])
    for line, estimate in enumerate(profile.shares):
        share = worth[line] / worth[:-1].sum(axis=0)
        low, high = np.quantile(share, [0.05, 0.95])
        assert estimate.mean == pytest.approx(share.mean(), abs=0.002)
        assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1 / BINS + 0.004)


@pytest.mark.parametrize("lines", [2, 4, 6, 8])
def test_without_a_response_every_line_is_exactly_alike_and_the_figures_are_the_priors(lines: int) -> None:
    sets = Sets.plain(np.ones((1, lines + 1)))
    (posterior,) = posteriors(sets, np.zeros((1, 1, lines + 1)))
    profile = unanswered(posterior)
    assert set(profile.p_largest) == {1 / lines}
    assert len(set(profile.shares)) == 1
    assert sum(share.mean for share in profile.shares) == pytest.approx(1, abs=1e-6)
    assert profile.ranking == tuple(range(lines))
    assert profile.upstream is None
    errors = greatest_errors(profile, from_prior(lines, [], 200_000).figures())
    assert errors["mean"] < 0.004
    assert errors["end"] < 0.02
    assert errors["stand-back"] < 0.015
    assert errors["lapse"] < 0.005


def test_unanswered_evens_out_shares_and_keeps_stepping_back() -> None:
    (posterior,) = posteriors(Sets.plain(np.ones((1, 5))), np.zeros((1, 1, 5)))
    drawn, alike = summarise(posterior), unanswered(posterior)
    for end in ("mean", "low", "high"):
        drawn_ends = [getattr(share, end) for share in drawn.shares]
        assert getattr(alike.shares[0], end) == pytest.approx(np.mean(drawn_ends), abs=1e-12)
    kept = replace(drawn, shares=alike.shares, p_largest=alike.p_largest, upstream=None, beyond_chance=0.0)
    assert alike == kept


def test_the_places_of_a_share_part_its_chances_evenly_and_agree_with_its_interval() -> None:
    responses = [in_order_of(["delivery"])(item) for item in shipped().of(Facet.RESPONSIBILITY)[:10]]
    places = shipped_examiner().places(responses, 20)
    shares = shipped_examiner().measure(responses).responsibility.shares

    assert [len(each) for each in places] == [20] * len(shares)
    for each, share in zip(places, shares, strict=True):
        assert list(each) == sorted(each)
        assert sum(each) / 20 == pytest.approx(share.mean, abs=0.02)
        # A twentieth of the chance lies below the interval, and a twentieth above it.
        assert sum(share.low <= place <= share.high for place in each) == 18


LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)


def measured(choose: Choose, items: int = 15) -> tuple[list[Response], Profile]:
    responses = [choose(item) for item in MOMENTS[:items]]
    return responses, shipped_examiner().measure(responses)


def true_odds(responses: Sequence[Response], profile: Profile) -> float:
    """Return the log-odds of the profile's conclusion, by draws placed anew for just these responses."""
    truth = from_mode(6, rows_of(shipped(), responses))
    if profile.verdict is Verdict.STANDS_BACK:
        return log(truth.chance(truth.steps_back)) - log(truth.chance(~truth.steps_back))
    first, second = (truth.largest == line for line in (profile.primary, profile.runner_up))
    return log(truth.chance(first)) - log(truth.chance(second))


def torn(item: Item) -> Response:
    """Answer as somebody of two lines who takes each as often."""
    project, pusher = ("project", "pusher") if MOMENTS.index(item) % 2 else ("pusher", "project")
    return in_order_of([project, pusher, STAND_BACK])(item)


CASES: dict[Verdict, tuple[Choose, int]] = {
    Verdict.NAMED: (in_order_of(["delivery", STAND_BACK]), 6),
    Verdict.BETWEEN: (torn, 10),
    Verdict.UNCLEAR: (at_random(np.random.default_rng(4), second=True), 6),
    Verdict.STANDS_BACK: (in_order_of([STAND_BACK]), 5),
}


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict.STANDS_BACK,
        *(pytest.param(each, marks=pytest.mark.slow) for each in (Verdict.NAMED, Verdict.BETWEEN, Verdict.UNCLEAR)),
    ],
)
def test_leaving_a_response_out_changes_the_odds_of_the_conclusion_by_its_weight(verdict: Verdict) -> None:
    choose, items = CASES[verdict]
    responses, profile = measured(choose, items)
    assert profile.verdict is verdict
    found = shipped_examiner().evidence(responses, profile)
    assert [evidence.response for evidence in found] == responses
    whole = true_odds(responses, profile)
    for evidence in found:
        rest = [response for response in responses if response is not evidence.response]
        assert evidence.weight == pytest.approx(whole - true_odds(rest, profile), abs=0.15)


@pytest.mark.parametrize("line", LINES)
def test_choosing_the_named_line_speaks_for_it_and_passing_it_over_speaks_against(line: str) -> None:
    responses = [in_order_of([line, STAND_BACK])(item) for item in MOMENTS[:11]]
    offered = next(item for item in MOMENTS[11:] if line in keys_of(item))
    passed_over = by_keys(offered, next(key for key in keys_of(offered) if key not in (line, STAND_BACK)))
    responses.append(passed_over)
    profile = shipped_examiner().measure(responses)
    assert profile.verdict is Verdict.NAMED
    assert LINES[profile.primary] == line
    for evidence in shipped_examiner().evidence(responses, profile):
        if evidence.response is passed_over:
            assert evidence.weight < -0.1
        elif shipped().by_id[evidence.response.item].option(evidence.response.first).key == line:
            assert evidence.weight > 0.1


def test_for_who_stands_back_each_step_back_speaks_for_it() -> None:
    responses, profile = measured(in_order_of([STAND_BACK, "delivery"], second=True))
    assert profile.verdict is Verdict.STANDS_BACK
    assert min(evidence.weight for evidence in shipped_examiner().evidence(responses, profile)) > 0


def test_other_facets_are_no_evidence() -> None:
    responses, profile = measured(in_order_of(["delivery", STAND_BACK]))
    others = [Response(item.id, "A") for item in shipped().items if item.facet is not Facet.RESPONSIBILITY]
    found = shipped_examiner().evidence([*others, *responses], profile)
    assert found == shipped_examiner().evidence(responses, profile)


def test_what_the_draws_cannot_tell_is_not_reckoned_with() -> None:
    offers = Offers(shipped(), Facet.RESPONSIBILITY)
    responses = [by_keys(MOMENTS[0], "product")]
    (posterior,) = posteriors(offers.sets, offers.tallies([responses]))
    everywhere, nowhere = np.ones(len(posterior.lapse), bool), np.zeros(len(posterior.lapse), bool)
    found = weigh_evidence(offers, posterior, responses, everywhere, nowhere)
    assert found[0].weight == pytest.approx(0, abs=1e-6)


def test_two_responses_alike_to_the_model_weigh_alike() -> None:
    responses, profile = measured(in_order_of(["delivery", STAND_BACK]), 45)
    weights: dict[tuple[frozenset[str], str], set[float]] = {}
    for evidence in shipped_examiner().evidence(responses, profile):
        item = shipped().by_id[evidence.response.item]
        key = frozenset(keys_of(item)), str(item.option(evidence.response.first).key)
        weights.setdefault(key, set()).add(evidence.weight)
    assert len(weights) == 15
    assert all(len(same) == 1 for same in weights.values())
