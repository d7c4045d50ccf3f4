"""The standard set runs on any bank, and finds the same whatever it runs on."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import load_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.cli.workers import Helpers, crew
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.lab import oracle
from rolecheck.measure.lab.battery import (
    ROOMS,
    Battery,
    Findings,
    can_be_tried,
    on_one_core,
    run_battery,
    standard_battery,
    tasks_of,
)
from rolecheck.measure.lab.comparisons import lengths_of, run_curve
from rolecheck.measure.lab.experiment import CHUNK, Experiment, cast_of, run_chunk
from rolecheck.measure.lab.population import FIRST_SHOWN, LIKED_LINES, PRIOR, BotRule, Second
from rolecheck.session.session import Form
from tests.builders import block_bank, line_item, make_bank, shipped, shipped_examiner
from tests.cli.banks import write_bank


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bank(tmp_path_factory.mktemp("bank"), 4)


def few(seed: int) -> Battery:
    """Return a small set whose first experiment has a chunk that is not whole."""
    battery = standard_battery(3, seed)
    return replace(battery, outcomes=(Experiment(PRIOR, Form.QUICK, Second.HALF, CHUNK + 7, seed),))


def arrays(findings: Findings) -> list[NDArray[np.generic]]:
    parts: list[Any] = [
        *findings.outcomes.values(),
        *findings.curves.values(),
        *findings.again.values(),
        findings.exact,
    ]
    return [np.asarray(getattr(part, field.name)) for part in parts for field in fields(part)]


def passed_on(things: Iterable[Any], _: int | None) -> Iterator[Any]:
    return iter(things)


@pytest.mark.slow
def test_one_core_and_three_processes_find_the_same(folder: Path) -> None:
    battery = few(3)
    found = []
    for jobs in (1, 3):
        with crew(load_bank(folder), Helpers(jobs)) as workers:
            found.append(
                run_battery(battery, lambda tasks: workers.carry_out_all(tasks, lambda things, _: iter(things)))
            )
    for alone, together in zip(*map(arrays, found), strict=True):
        np.testing.assert_array_equal(alone, together)


def test_the_first_people_are_the_same_however_many_follow() -> None:
    small, large = (
        run_chunk(shipped_examiner(), Experiment(PRIOR, Form.QUICK, Second.HALF, people, 1), 0) for people in (5, 9)
    )
    np.testing.assert_array_equal(small.p_largest, large.p_largest[:5])
    np.testing.assert_array_equal(small.truth, large.truth[:5])


def test_people_of_one_number_are_the_same_in_every_experiment() -> None:
    casts = [
        cast_of(Experiment(who, form, second, 6, 1), shipped(), 0)
        for who in (PRIOR, FIRST_SHOWN, LIKED_LINES[0])
        for form, second in ((Form.STANDARD, Second.ALWAYS), (Form.FULL, Second.NEVER))
    ]
    for cast in casts[1:]:
        np.testing.assert_array_equal(cast.truth, casts[0].truth)
        assert cast.seeds == casts[0].seeds


def test_bots_have_no_truth() -> None:
    assert not cast_of(Experiment(BotRule.FIRST, Form.QUICK, Second.NEVER, 3, 1), shipped(), 0).truth.any()


def test_every_chunk_of_every_experiment_is_a_task() -> None:
    battery = standard_battery(CHUNK * 2 + 1, 1)
    chunked = [*battery.outcomes, *battery.curves, *battery.again]
    whole = 1 + len(oracle.PARTS) + len(ROOMS)
    assert len(tasks_of(battery)) == sum(len(each.chunks) for each in chunked) + whole
    assert {each.people for each in chunked} == {CHUNK * 2, CHUNK * 2 + 1}
    assert len({(each.who, each.form, each.second) for each in battery.outcomes}) == len(battery.outcomes)


def test_what_the_goals_speak_of_has_the_most_people() -> None:
    battery = standard_battery(10_000, 1)
    headline, *others = battery.outcomes
    assert (headline.who, headline.form, headline.people) == (PRIOR, Form.STANDARD, 10_000)
    assert max(each.people for each in others) == 2000
    assert min(each.people for each in others) == 500


def test_an_adaptive_curve_never_asks_more_than_its_cap_and_a_fixed_one_just_that() -> None:
    for form in (Form.STANDARD, Form.FULL):
        curve = run_curve(shipped_examiner(), Experiment(PRIOR, form, Second.ALWAYS, 4, 1), 0)
        lengths = np.array(curve.lengths)
        assert (curve.asked <= lengths).all()
        assert (curve.asked[:, lengths <= 8] == lengths[lengths <= 8]).all()
        if form is Form.FULL:
            assert (curve.asked == lengths).all()


def test_the_oracle_and_the_instrument_agree() -> None:
    battery = Battery((), (), (), Experiment(PRIOR, Form.FULL, Second.NEVER, 6, 1), moments=1)
    tasks = tasks_of(battery)
    ours, *others = on_one_core(shipped_examiner())(tasks)
    exact = oracle.joined_oracle(ours, others[: len(oracle.PARTS)])
    assert np.abs(exact.ours - exact.oracle).max() < 0.05
    np.testing.assert_allclose(exact.oracle.sum(axis=1), 1)


@pytest.mark.parametrize(
    "bank",
    [
        block_bank(2, 2),
        pytest.param(block_bank(7, 4), marks=pytest.mark.slow),
        make_bank(3, [line_item(f"m-{number}", ["line-0", "line-1", "line-2"]) for number in range(3)]),
    ],
    ids=["two lines, one item", "seven lines", "three items, nobody stands back"],
)
def test_any_bank_with_lines_and_moments_can_be_tried(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "DRAWS", len(oracle.PARTS) * oracle.AT_ONCE)
    assert can_be_tried(bank)
    findings = run_battery(standard_battery(2, 1), on_one_core(Examiner(bank)))
    assert len(findings.outcomes) == len(standard_battery(2, 1).outcomes)
    assert max(lengths_of(bank, Form.FULL)) <= len(bank.of(Facet.RESPONSIBILITY))


def test_a_bank_without_moments_or_with_a_single_line_cannot() -> None:
    assert not can_be_tried(make_bank(2, []))
    assert not can_be_tried(make_bank(1, [line_item("m", ["line-0", STAND_BACK])]))
