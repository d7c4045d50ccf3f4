"""How much a response speaks for the conclusion: what the odds lose when it is left out."""

from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from rolecheck.bank.items import Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.evidence import weigh_evidence
from rolecheck.measure.examiner import Profile
from rolecheck.measure.posterior import Posterior, normalised
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Response
from tests.builders import by_keys, shipped, shipped_examiner
from tests.measure import oracle
from tests.measure.people import Choose, at_random, in_order_of, keys_of

LINES = [line.id for line in shipped().roles.lines]
MOMENTS = shipped().of(Facet.RESPONSIBILITY)


def measured(choose: Choose, items: int = 15) -> tuple[list[Response], Profile]:
    responses = [choose(item) for item in MOMENTS[:items]]
    return responses, shipped_examiner().measure(responses)


def odds_on_the_cloud(responses: Sequence[Response], profile: Profile) -> float:
    """Return the log-odds of the profile's conclusion, by weighting the cloud anew."""
    cloud = shipped_examiner().cloud
    weights = np.exp(oracle.log_likelihood(cloud.worth, cloud.lapse, oracle.rows_of(shipped(), responses)))
    lines = cloud.worth[:, :6]
    if profile.verdict is Verdict.STANDS_BACK:
        true = cloud.worth[:, 6] > lines.max(axis=1)
        against = ~true
    else:
        true = lines.argmax(axis=1) == profile.primary
        against = lines.argmax(axis=1) == profile.runner_up if profile.verdict is Verdict.BETWEEN else ~true
    return log(float(weights[true].sum())) - log(float(weights[against].sum()))


def torn(item: Item) -> Response:
    """Answer as somebody of two lines who takes each as often."""
    project, pusher = ("project", "pusher") if MOMENTS.index(item) % 2 else ("pusher", "project")
    return in_order_of([project, pusher, STAND_BACK])(item)


UNREFINED: dict[Verdict, tuple[Choose, int]] = {
    Verdict.NAMED: (in_order_of(["delivery", STAND_BACK]), 6),
    Verdict.BETWEEN: (torn, 6),
    Verdict.UNCLEAR: (at_random(np.random.default_rng(4), second=True), 6),
    Verdict.STANDS_BACK: (in_order_of([STAND_BACK]), 5),
}


@pytest.mark.parametrize("verdict", UNREFINED)
def test_leaving_a_response_out_changes_the_odds_of_the_conclusion_by_its_weight(verdict: Verdict) -> None:
    choose, items = UNREFINED[verdict]
    responses, profile = measured(choose, items)
    assert profile.verdict is verdict
    found = shipped_examiner().evidence(responses, profile)
    assert [evidence.response for evidence in found] == responses
    whole = odds_on_the_cloud(responses, profile)
    for evidence in found:
        rest = [response for response in responses if response is not evidence.response]
        assert evidence.weight == pytest.approx(whole - odds_on_the_cloud(rest, profile), abs=0.08)


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
    cloud = shipped_examiner().cloud
    responses = [by_keys(MOMENTS[0], "product")]
    posterior = Posterior(cloud, normalised(shipped_examiner().likelihood.total(responses)))
    everywhere, nowhere = np.ones(len(cloud.lapse), bool), np.zeros(len(cloud.lapse), bool)
    found = weigh_evidence(shipped(), posterior, responses, everywhere, nowhere)
    assert found[0].weight == pytest.approx(0, abs=1e-9)


def test_where_the_draws_were_placed_anew_the_weights_are_those_of_a_second_way_too() -> None:
    def odds(responses: Sequence[Response], line: int) -> float:
        chance = oracle.from_mode(6, oracle.rows_of(shipped(), responses)).p_largest[line]
        return log(chance / (1 - chance))

    choose = in_order_of(["project"], np.random.default_rng(9), second=True)
    responses, profile = measured(choose, 8)
    assert 0.8 < profile.confidence < 0.99
    found = shipped_examiner().evidence(responses, profile)
    whole = odds(responses, profile.primary)
    for number, evidence in enumerate(found):
        rest = responses[:number] + responses[number + 1 :]
        assert evidence.weight == pytest.approx(whole - odds(rest, profile.primary), abs=0.15)
