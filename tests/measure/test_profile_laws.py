"""What must hold for every set of responses, whatever the bank."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.scoring import Profile
from rolecheck.measure.verdict import Verdict
from rolecheck.session.session import Form, Response
from tests.builders import (
    STAGES,
    block_bank,
    by_keys,
    line_ids,
    line_item,
    make_bank,
    shipped,
    shipped_examiner,
)
from tests.measure.people import in_order_of, take

LINES = [line.id for line in shipped().roles.lines]


@st.composite
def responses(draw: st.DrawFn, most: int = 33) -> list[Response]:
    """Draw responses to some items of the shipped bank, in any order, with and without second choices."""
    items = draw(st.lists(st.sampled_from(shipped().items), unique_by=lambda item: item.id, max_size=most))
    found = []
    for item in items:
        first, second, *_ = draw(st.permutations(item.letters))
        found.append(Response(item.id, first, second if draw(st.booleans()) else None))
    return found


@given(st.data(), responses())
def test_the_order_of_responses_changes_nothing(data: st.DataObject, given_ones: list[Response]) -> None:
    shuffled = data.draw(st.permutations(given_ones))
    one, other = shipped_examiner().measure(given_ones), shipped_examiner().measure(shuffled)
    assert other.responsibility == one.responsibility
    assert (other.duty, other.kpi, other.verdict) == (one.duty, one.kpi, one.verdict)
    assert other.judgement.traps == one.judgement.traps
    assert {e.response: e.weight for e in shipped_examiner().evidence(shuffled, other)} == {
        e.response: e.weight for e in shipped_examiner().evidence(given_ones, one)
    }


@given(responses())
def test_chances_and_shares_sum_to_one_and_stay_within_nought_and_one(given_ones: list[Response]) -> None:
    profile = shipped_examiner().measure(given_ones)
    for facet in (profile.responsibility, profile.duty, profile.kpi):
        assert isclose(sum(facet.p_largest), 1, abs_tol=1e-9)
        assert isclose(sum(share.mean for share in facet.shares), 1, abs_tol=1e-6)
        assert 0 <= facet.p_stand_back <= 1
        assert 0 < facet.lapse < 1
        assert (facet.upstream is None) == (facet.ranking[0] == 0 or set(facet.p_largest) == {1 / 6})
        for estimate in (*facet.shares, facet.stand_back, facet.upstream or facet.stand_back):
            assert 0 <= estimate.low < estimate.high <= 1
            assert 0 <= estimate.mean <= 1


@given(responses())
def test_primary_runner_up_and_confidence_follow_the_chances(given_ones: list[Response]) -> None:
    profile = shipped_examiner().measure(given_ones)
    chances = profile.responsibility.p_largest
    assert sorted(profile.responsibility.ranking) == list(range(6))
    assert profile.confidence == max(chances) == chances[profile.primary]
    assert profile.primary != profile.runner_up
    assert chances[profile.runner_up] == sorted(chances)[-2]


@given(responses())
def test_a_facet_is_measured_by_its_own_items_alone(given_ones: list[Response]) -> None:
    whole = shipped_examiner().measure(given_ones)
    for facet, figures in (
        (Facet.RESPONSIBILITY, whole.responsibility),
        (Facet.DUTY, whole.duty),
        (Facet.KPI, whole.kpi),
    ):
        items = {item.id for item in shipped().of(facet)}
        own = [response for response in given_ones if response.item in items]
        alone = shipped_examiner().measure(own)
        assert figures in (alone.responsibility, alone.duty, alone.kpi)
        assert len(own) == 0 or figures != shipped_examiner().measure([]).responsibility


@given(responses(most=10))
def test_one_choice_speaks_for_its_line_and_against_the_others_offered(given_ones: list[Response]) -> None:
    prior = shipped_examiner().measure([]).responsibility.p_largest
    for response in given_ones:
        item = shipped().by_id[response.item]
        if item not in shipped().of(Facet.RESPONSIBILITY):
            continue
        chosen = item.option(response.first).key
        after = shipped_examiner().measure([replace(response, second=None)]).responsibility.p_largest
        for number, line in enumerate(LINES):
            offered = any(option.key == line for option in item.options)
            if line == chosen:
                assert after[number] > prior[number] + 0.02
            elif offered and chosen != STAND_BACK:
                assert after[number] < prior[number] - 0.01


def test_without_responses_nothing_is_known() -> None:
    profile = shipped_examiner().measure([])
    assert profile.responsibility.p_largest == pytest.approx([1 / 6] * 6, abs=1e-9)
    assert profile.responsibility == profile.duty == profile.kpi
    assert profile.verdict is Verdict.UNCLEAR
    assert profile.judgement.credit is None
    assert profile.flags == ()
    assert shipped_examiner().evidence([], profile) == ()


def relabelled(bank: Bank, names: Mapping[str, str]) -> Bank:
    """Return the bank with its options standing for other lines."""

    def other(item: Item) -> Item:
        options = (option._replace(key=names.get(option.key or "", option.key)) for option in item.options)
        return item._replace(options=tuple(options))

    return replace(bank, items=tuple(other(item) for item in bank.items))


@cache
def rotated_examiner(turns: int) -> Examiner:
    names = {line: LINES[(number + turns) % 6] for number, line in enumerate(LINES)}
    return Examiner(relabelled(shipped(), names))


@given(responses(most=45), st.integers(1, 5))
def test_lines_turned_round_turn_the_figures_round_up_to_the_noise_of_the_draws(
    given_ones: list[Response], turns: int
) -> None:
    one = shipped_examiner().measure(given_ones).responsibility
    other = rotated_examiner(turns).measure(given_ones).responsibility
    assert other.p_largest == pytest.approx(np.roll(one.p_largest, turns), abs=0.05)
    assert [share.mean for share in other.shares] == pytest.approx(
        np.roll([share.mean for share in one.shares], turns), abs=0.02
    )
    assert other.p_stand_back == pytest.approx(one.p_stand_back, abs=0.03)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("line", LINES)
def test_every_line_is_measured_alike(line: str, second: bool) -> None:
    swapped = {line: LINES[0], LINES[0]: line}
    items = shipped().of(Facet.RESPONSIBILITY)
    one = [in_order_of([LINES[0], STAND_BACK], second=second)(item) for item in items]
    bank = relabelled(shipped(), swapped)
    before = shipped_examiner().measure(one)
    after = Examiner(bank).measure(one)
    assert after.primary == LINES.index(line)
    assert after.confidence == pytest.approx(before.confidence, abs=0.02)
    assert after.responsibility.shares[after.primary].mean == pytest.approx(
        before.responsibility.shares[0].mean, abs=0.02
    )


@cache
def bank_of(lines: int) -> Bank:
    return block_bank(lines, width=min(lines, 4), times=12 if lines == 2 else 8 if lines == 4 else 1)


@cache
def examiner_of(lines: int) -> Examiner:
    return Examiner(bank_of(lines))


@pytest.mark.parametrize("lines", [2, 4, 8])
def test_a_bank_of_other_size_names_each_of_its_lines(lines: int) -> None:
    for number, line in enumerate(line_ids(lines)):
        session = take(examiner_of(lines), Form.STANDARD, 3, in_order_of([line, STAND_BACK]))
        profile = examiner_of(lines).measure(session.responses, f"{line}-role")
        assert (profile.primary, profile.verdict) == (number, Verdict.NAMED)
        assert len(profile.responsibility.p_largest) == lines
        assert profile.title_line == number
        assert profile.title_match == "matches"


@pytest.mark.parametrize("lines", [2, 4, 8])
def test_a_bank_of_other_size_tells_who_steps_back(lines: int) -> None:
    session = take(examiner_of(lines), Form.STANDARD, 3, in_order_of([STAND_BACK]))
    assert examiner_of(lines).measure(session.responses).verdict is Verdict.STANDS_BACK


def test_the_title_is_held_against_the_line_of_its_role() -> None:
    def profile(title: str | None) -> Profile:
        items = shipped().of(Facet.RESPONSIBILITY)
        return shipped_examiner().measure([in_order_of(["delivery", STAND_BACK])(item) for item in items], title)

    assert profile("delivery-manager").title_match == "matches"
    assert profile("project-manager").title_match == "differs"
    assert profile(None).title_match is None
    assert profile("project-manager").title_line == LINES.index("project")


def test_duty_items_without_stand_back_leave_stand_back_as_it_was() -> None:
    items = [line_item(f"week-{number}", line_ids(4), Facet.DUTY, STAGES[0]) for number in range(12)]
    examiner = Examiner(make_bank(4, items))
    before = examiner.measure([]).duty
    after = examiner.measure([by_keys(item, "line-1") for item in items]).duty
    assert after.p_largest[1] > 0.9
    assert after.shares[1].low > before.shares[1].mean
    assert after.p_stand_back < before.p_stand_back
