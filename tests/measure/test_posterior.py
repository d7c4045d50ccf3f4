"""Every figure of a profile against a posterior computed a second time (``tests/measure/oracle.py``)."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecheck.bank.items import Facet
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.choice_sets import Offers
from rolecheck.measure.posterior import DRAWS, ENOUGH, FINE_DRAWS, Posterior, posteriors
from rolecheck.measure.scoring import Sheet
from rolecheck.measure.summary import LineProfile
from rolecheck.session.session import Response
from tests.builders import shipped, shipped_examiner
from tests.measure.oracle import Draws, Figures, from_mode, from_prior, prior_draws, rows_of
from tests.measure.people import Choose, answers, at_random, draw_person, in_order_of

LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)
OFFERS = Offers(shipped(), Facet.RESPONSIBILITY)

FRESH = np.random.default_rng
READERS: dict[str, Callable[[], Choose]] = {
    "random": lambda: at_random(FRESH(1), second=False),
    "random-twice": lambda: at_random(FRESH(2), second=True),
    "one-line": lambda: in_order_of(["delivery", STAND_BACK]),
    "one-line-else-random": lambda: in_order_of(["project"], FRESH(3)),
    "two-lines": lambda: in_order_of(["delivery", "implementation", STAND_BACK], second=True),
    "one-line-else-back": lambda: in_order_of(["operations", STAND_BACK], FRESH(4), second=True),
    "product-then-pusher": lambda: in_order_of(["product", "pusher"], FRESH(5), second=True),
    "always-back": lambda: in_order_of([STAND_BACK]),
    "back-else-delivery": lambda: in_order_of([STAND_BACK, "delivery"], FRESH(6), second=True),
}


def responses_of(reader: str, items: int = 15) -> list[Response]:
    choose = READERS[reader]()
    return [choose(item) for item in MOMENTS[:items]]


def posterior_of(responses: Sequence[Response], draws: int = DRAWS) -> Posterior:
    return next(posteriors(OFFERS.sets, OFFERS.tallies([responses]), draws))


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


def assert_close(profile: LineProfile, truth: Draws) -> None:
    assert truth.effective > 10_000
    errors = greatest_errors(profile, truth.figures())
    assert errors["mean"] < 0.035  # of one line or two always taken; 0.01 of others
    assert errors["end"] < 0.045
    assert errors["chance"] < 0.03
    assert errors["stand-back"] < 0.02
    assert errors["lapse"] < 0.005


@pytest.mark.parametrize("items", [15, pytest.param(5, marks=pytest.mark.slow)])
@pytest.mark.parametrize("reader", ["random", "random-twice"])
def test_a_profile_is_that_of_a_million_draws_of_the_prior(reader: str, items: int) -> None:
    responses = responses_of(reader, items)
    truth = from_prior(6, rows_of(shipped(), responses))
    assert_close(shipped_examiner().measure(responses).responsibility, truth)


@pytest.mark.parametrize("items", [30, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "reader",
    [name if number % 3 == 0 else pytest.param(name, marks=pytest.mark.slow) for number, name in enumerate(READERS)],
)
def test_a_profile_is_that_of_well_placed_draws(reader: str, items: int) -> None:
    responses = responses_of(reader, items)
    truth = from_mode(6, rows_of(shipped(), responses))
    assert_close(shipped_examiner().measure(responses).responsibility, truth)


@pytest.mark.slow
@pytest.mark.parametrize("items", [5, 15])
def test_both_ways_to_the_truth_agree(items: int) -> None:
    rows = rows_of(shipped(), responses_of("random-twice", items))
    prior, mode = from_prior(6, rows), from_mode(6, rows)
    one, other = prior.figures(), mode.figures()
    assert other.means == pytest.approx(one.means, abs=0.005)
    assert other.lows == pytest.approx(one.lows, abs=0.002)
    assert other.highs == pytest.approx(one.highs, abs=0.008)
    assert other.p_largest == pytest.approx(one.p_largest, abs=0.0025)
    assert other.p_stand_back == pytest.approx(one.p_stand_back, abs=0.006)
    assert other.lapse == pytest.approx(one.lapse, abs=0.002)
    assert mode.log_marginal == pytest.approx(prior.log_marginal, abs=0.01)


@cache
def thirty_people() -> tuple[tuple[LineProfile, Figures, int], ...]:
    """Return what we find in people of the prior after 15 items, the truth about it, and their largest line."""
    rng, found = np.random.default_rng(50), []
    for number in range(30):
        person = draw_person(LINES, rng)
        items = [MOMENTS[index] for index in rng.permutation(len(MOMENTS))[:15]]
        responses = answers(person, items, rng, second=number % 2 == 1)
        profile = shipped_examiner().measure(responses).responsibility
        truth = from_mode(6, rows_of(shipped(), responses)).figures()
        found.append((profile, truth, int(person.shares(LINES).argmax())))
    return tuple(found)


@pytest.mark.slow
def test_over_many_people_the_errors_stay_small() -> None:
    errors = [greatest_errors(profile, truth) for profile, truth, _ in thirty_people()]
    mean = {name: float(np.mean([error[name] for error in errors])) for name in errors[0]}
    most = {name: max(error[name] for error in errors) for name in errors[0]}
    assert mean["mean"] < 0.0045
    assert mean["end"] < 0.017
    assert mean["chance"] < 0.013
    assert mean["stand-back"] < 0.0035
    assert mean["lapse"] < 0.002
    assert most["mean"] < 0.012
    assert most["end"] < 0.03
    assert most["chance"] < 0.033
    assert most["stand-back"] < 0.02


@pytest.mark.slow
def test_the_line_found_largest_is_the_truths_and_as_often_right() -> None:
    ours = np.array([profile.ranking[0] for profile, _, _ in thirty_people()])
    theirs = np.array([int(truth.p_largest.argmax()) for _, truth, _ in thirty_people()])
    largest = np.array([largest for _, _, largest in thirty_people()])
    assert (ours == theirs).mean() >= 0.95
    assert abs((ours == largest).mean() - (theirs == largest).mean()) <= 0.05


def test_the_draws_of_nobody_in_particular_are_the_priors() -> None:
    posterior, (worth, lapse) = posterior_of([], FINE_DRAWS), prior_draws(6, 1_000_000)
    theta, weights = np.log(posterior.worth.astype(float)), posterior.weights
    mean = theta @ weights
    assert mean == pytest.approx([0] * 6 + [-0.5], abs=0.01)
    covariance = (theta - mean[:, None]) * weights @ (theta - mean[:, None]).T
    wide = np.exp(2 * 0.4**2)  # the mean of a squared spread
    assert np.abs(covariance - np.diag([*[wide] * 6, 1])).max() < 0.06
    for chance in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert posterior.weights[posterior.lapse < np.quantile(lapse, chance)].sum() == pytest.approx(chance, abs=0.01)
        below = (posterior.worth < np.quantile(worth, chance, axis=1)[:, None]) @ weights
        assert below == pytest.approx(chance, abs=0.01)
    assert posterior.log_marginal == pytest.approx(0, abs=0.01)


BOTS: dict[str, Callable[[int, bool], Choose]] = {
    "uniform": lambda number, second: at_random(FRESH(number), second=second),
    "one line": lambda number, second: in_order_of(["delivery"], FRESH(number), second=second),
    "one line, else back": lambda _, second: in_order_of(["delivery", STAND_BACK], second=second),
    "alternating lines": lambda number, second: in_order_of(
        [["delivery", "project"], ["project", "delivery"]][number % 2], FRESH(number), second=second
    ),
    "contradicting": lambda number, second: in_order_of([LINES, LINES[::-1]][number % 2], second=second),
    "always back": lambda number, second: in_order_of([STAND_BACK], FRESH(number), second=second),
}


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("bot", BOTS)
def test_at_least_a_fifth_of_the_draws_count_whoever_answers(bot: str, second: bool) -> None:
    found = [BOTS[bot](number, second)(item) for number, item in enumerate(MOMENTS)]
    tallies = OFFERS.tallies([found[:items] for items in (1, 2, 5, 10, 20, 30, 45)])
    assert min(posterior.effective for posterior in posteriors(OFFERS.sets, tallies)) > DRAWS * ENOUGH


def test_of_people_of_the_prior_two_fifths_of_the_draws_count_on_the_average() -> None:
    rng, people = FRESH(12), []
    for number in range(90):
        items = [MOMENTS[index] for index in rng.permutation(45)[: 1 + number % 45]]
        people.append(answers(draw_person(LINES, rng), items, rng, second=number % 2 == 1))
    found = [posterior.effective / DRAWS for posterior in posteriors(OFFERS.sets, OFFERS.tallies(people))]
    assert min(found) > ENOUGH
    assert np.mean(found) > 0.4


@pytest.mark.parametrize("items", [1, 5, 15])
@pytest.mark.parametrize("reader", ["random", "random-twice"])
def test_the_marginal_is_the_mean_likelihood_over_a_million_draws_of_the_prior(reader: str, items: int) -> None:
    responses = responses_of(reader, items)
    truth = from_prior(6, rows_of(shipped(), responses)).log_marginal
    assert posterior_of(responses).log_marginal == pytest.approx(truth, abs=0.04)
    assert posterior_of(responses, FINE_DRAWS).log_marginal == pytest.approx(truth, abs=0.015)


def test_the_marginals_of_all_first_choices_from_one_set_sum_to_one() -> None:
    item = MOMENTS[0]
    chances = [np.exp(posterior_of([Response(item.id, letter)]).log_marginal) for letter in item.letters]
    assert sum(chances) == pytest.approx(1, abs=0.02)


def somebody(dice: int) -> list[Response]:
    rng = FRESH(dice)
    items = rng.permutation(len(MOMENTS))[: rng.integers(0, 46)]
    choose = at_random(rng, second=bool(rng.integers(2)))
    return [choose(MOMENTS[index]) for index in items]


@settings(max_examples=8)
@given(st.lists(st.integers(0, 10_000).map(somebody), min_size=2, max_size=5), st.data())
def test_who_is_measured_together_and_in_which_order_changes_nothing(
    everyone: list[list[Response]], data: st.DataObject
) -> None:
    together = list(shipped_examiner().measure_many([Sheet(responses) for responses in everyone]))
    for turned in data.draw(st.permutations(list(zip(everyone, together, strict=True)))):
        responses, profile = turned
        again = shipped_examiner().measure(data.draw(st.permutations(responses)))
        assert numbers(again.responsibility) == pytest.approx(numbers(profile.responsibility), abs=1e-6)
    sheets = [Sheet(responses) for responses in everyone[::-1]]
    for again, profile in zip(list(shipped_examiner().measure_many(iter(sheets)))[::-1], together, strict=True):
        assert numbers(again.responsibility) == pytest.approx(numbers(profile.responsibility), abs=1e-6)
        assert (again.verdict, again.flags, again.title_match) == (profile.verdict, profile.flags, profile.title_match)


def numbers(profile: LineProfile) -> list[float]:
    """Return every figure there is in a row; nothing where there is none."""
    estimates = [*profile.shares, profile.stand_back, *([profile.upstream] if profile.upstream else [])]
    ends = [end for each in estimates for end in (each.mean, each.low, each.high)]
    leans = [] if profile.leans_upstream is None else [profile.leans_upstream]
    return [*ends, *leans, *profile.p_largest, profile.p_stand_back, profile.lapse]


def test_more_people_than_are_measured_at_once_are_measured_alike() -> None:
    rng = FRESH(3)
    everyone = [[at_random(rng, second=True)(item) for item in MOMENTS[: number % 20]] for number in range(70)]
    found = list(shipped_examiner().measure_many([Sheet(responses) for responses in everyone]))
    assert len(found) == 70
    for number in (0, 19, 63, 64, 69):
        again = shipped_examiner().measure(everyone[number])
        assert numbers(again.responsibility) == pytest.approx(numbers(found[number].responsibility), abs=1e-6)
