"""How much a response speaks for the conclusion: what the odds lose when it is left out."""

from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.evidence import weigh_evidence
from rolecheck.measure.examiner import Profile
from rolecheck.measure.offers import Offers
from rolecheck.measure.posterior import posteriors
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Response
from tests.builders import by_keys, shipped, shipped_examiner
from tests.measure.oracle import from_mode, rows_of
from tests.measure.people import Choose, at_random, in_order_of, keys_of

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


@pytest.mark.parametrize("verdict", CASES)
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
