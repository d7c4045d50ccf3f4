"""What is wrong with items is found where it is, and nothing where nothing is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.answering import World, crowd, world
from rolecheck.bank.items import Facet
from rolecheck.measure.calibration.answers import Answers, OptionLayout
from rolecheck.measure.calibration.estimate import one_by_one
from rolecheck.measure.calibration.findings import Calibrated, FindingKind, calibrate
from tests.builders import shipped

PEOPLE = 360
TOO_LIKED, UNLIKED, TELLS_NOTHING, STRANGE = (1, 1), (4, 2), 7, (10, 0)
DIFFERENT = (13, 1)


@cache
def layout() -> OptionLayout:
    # Fifteen items offer every choice of four lines once: as much as a whole bank, for a third of the time.
    return OptionLayout(replace(shipped(), items=shipped().of(Facet.RESPONSIBILITY)[::3]), Facet.RESPONSIBILITY)


def groups_of(people: int) -> dict[tuple[str, str], np.ndarray]:
    every = np.arange(people)
    return {("部门", "研发"): every[: people // 2], ("部门", "销售"): every[people // 2 :]}


def found_in(answers: Answers) -> Calibrated:
    return calibrate(answers, groups_of(len(answers.marks)), one_by_one)


@cache
def planted() -> Calibrated:
    plain = world(layout())
    attractive, slope, sensitivity = plain.attractiveness.copy(), plain.slope.copy(), plain.sensitivity.copy()
    attractive[TOO_LIKED], attractive[UNLIKED] = 1.6, -2.2
    sensitivity[TELLS_NOTHING] = 0.1
    slope[STRANGE] = -0.8
    of = replace(plain, attractiveness=attractive, slope=slope, sensitivity=sensitivity)
    there = of.attractiveness.copy()
    there[DIFFERENT] += 2.0
    half = PEOPLE // 2
    here, other = crowd(of, half, 11, items=12), crowd(replace(of, attractiveness=there), half, 12, items=12)
    return found_in(Answers(layout(), np.concatenate([here.answers.marks, other.answers.marks])))


def named(where: tuple[int, int]) -> tuple[str, str]:
    item = layout().items[where[0]]
    return item.id, item.letters[where[1]]


def of_kind(calibrated: Calibrated, *kinds: FindingKind) -> set[tuple[str, str | None]]:
    return {(one.item, one.letter) for one in calibrated.findings if one.kind in kinds}


@pytest.mark.slow
def test_an_option_everybody_takes_and_one_nobody_takes_are_found() -> None:
    assert named(TOO_LIKED) in of_kind(planted(), FindingKind.DRAWS)
    assert named(UNLIKED) in of_kind(planted(), FindingKind.AVOIDED)


@pytest.mark.slow
def test_an_item_that_tells_nothing_is_found() -> None:
    assert (layout().items[TELLS_NOTHING].id, None) in of_kind(planted(), FindingKind.TELLS_LITTLE)


@pytest.mark.slow
def test_an_option_that_does_not_hang_together_with_its_line_is_found() -> None:
    assert named(STRANGE) in of_kind(planted(), FindingKind.APART)


@pytest.mark.slow
def test_what_groups_that_stand_alike_choose_differently_is_found() -> None:
    assert named(DIFFERENT) in of_kind(planted(), FindingKind.DIFFERS)


@pytest.mark.slow
def test_nothing_is_said_of_the_other_items() -> None:
    wrong = {layout().items[place].id for place in (1, 4, 7, 10, 13)}
    others = [one for one in planted().findings if one.item not in wrong]
    # One claim in twenty may be false.
    assert len(others) <= 1


@pytest.mark.slow
def test_with_nothing_to_find_nothing_is_claimed() -> None:
    plain = world(layout())
    for seed in (21, 22):
        assert found_in(crowd(plain, 300, seed, items=10).answers).findings == ()


@pytest.mark.slow
def test_groups_that_only_lean_to_other_lines_are_not_said_to_differ() -> None:
    plain = world(layout())
    mean = plain.mean.copy()
    mean[2] += 1.2
    here, there = crowd(plain, 180, 31, items=12), crowd(replace(plain, mean=mean), 180, 32, items=12)
    found = found_in(Answers(layout(), np.concatenate([here.answers.marks, there.answers.marks])))
    assert of_kind(found, FindingKind.DIFFERS) == set()


@pytest.mark.slow
def test_where_parts_are_worked_out_makes_no_difference() -> None:
    drawn = crowd(world(layout(), option_sd=0.8, seed=2), 260, 3, items=10).answers

    def backwards(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
        return [task() for task in reversed(tasks)][::-1]

    one = calibrate(drawn, groups_of(260), lambda tasks: [task() for task in tasks], 64)
    other = calibrate(drawn, groups_of(260), backwards, 64)
    np.testing.assert_array_equal(one.fit.parameters.vector(), other.fit.parameters.vector())
    assert one.findings == other.findings


def test_the_world_the_tests_plant_in_is_what_it_says() -> None:
    of: World = world(layout(), option_sd=1.0, seed=9)
    assert of.attractiveness.std() > 0.8
    assert crowd(of, 5, 1, items=6).answers.counts.sum() == 5 * 6
