"""A room's way through its moments, forwards and back."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.session.walk import Back, walk
from rolecheck.session.workshop import (
    Go,
    Hands,
    RoomMove,
    Scene,
    SceneStep,
    Workshop,
    as_counted,
    as_shown,
    next_scene,
)
from tests.builders import stable
from tests.workshops import gone_through, workshop_bank

BANK = workshop_bank()
MOMENTS = ("begin-build-hand", "middle-build-hand")
FRESH = Workshop(MOMENTS, 3)
MOVES: dict[str, RoomMove] = {"on": Go.ON, "skip": Go.SKIP, "back": Back.BACK}
COUNTS = Hands(MOMENTS[0], (2, 0, 1))


def test_a_moment_is_thought_about_counted_looked_at_and_told() -> None:
    seen: list[tuple[int, Scene]] = []

    def ask(step: SceneStep) -> RoomMove:
        seen.append((step.workshop.place, step.scene))
        hands = Hands(step.item.id, (1, 1, 1)) if step.item else None
        return hands if hands and step.scene is Scene.HANDS else Go.ON

    end = walk(FRESH, lambda workshop: next_scene(BANK, workshop), ask, lambda _: None, Workshop.move)

    scenes = [Scene.THINK, Scene.HANDS, Scene.SPREAD, Scene.LINES]
    assert seen == [*((0, scene) for scene in scenes), *((1, scene) for scene in scenes), (2, Scene.RELAY)]
    assert [hands.total for hands in end.hands] == [3, 3]


def test_back_leads_through_the_same_scenes_and_keeps_the_counts_to_be_kept_or_typed_anew() -> None:
    told = FRESH.move(Go.ON).move(COUNTS).move(Go.ON)
    counting = told.move(Back.BACK).move(Back.BACK)

    assert counting.scene is Scene.HANDS
    assert counting.counted(MOMENTS[0]) == COUNTS
    again = counting.move(Hands(MOMENTS[0], (0, 0, 3)))
    assert again.hands == (Hands(MOMENTS[0], (0, 0, 3)),)


def test_back_from_a_moment_leads_to_the_lines_of_the_last_or_to_its_stem_if_it_was_skipped() -> None:
    assert gone_through(FRESH, (1, 1, 0)).move(Back.BACK).scene is Scene.LINES
    skipped = FRESH.move(Go.SKIP).move(Back.BACK)
    assert (skipped.place, skipped.scene) == (0, Scene.THINK)


def test_the_first_scene_has_nothing_before_it() -> None:
    step = next_scene(BANK, FRESH)
    assert step is not None
    assert step.is_first
    assert FRESH.move(Back.BACK) == FRESH


def test_skipping_a_moment_takes_its_count_with_it() -> None:
    told = FRESH.move(Go.ON).move(COUNTS).move(Go.ON)

    skipped = told.move(Go.SKIP)

    assert (skipped.place, skipped.scene, skipped.hands) == (1, Scene.THINK, ())


@pytest.mark.parametrize(
    ("workshop", "move"),
    [
        (FRESH, COUNTS),
        (FRESH.move(Go.ON), Go.ON),
        (FRESH.move(Go.ON), Hands(MOMENTS[1], (1, 1, 1))),
        (gone_through(FRESH, None, None), Go.SKIP),
    ],
    ids=["count before hands are asked for", "no count", "count of another moment", "skip the relay"],
)
def test_what_does_not_fit_the_scene_is_no_move(workshop: Workshop, move: RoomMove) -> None:
    with pytest.raises(ValueError, match=" at "):
        workshop.move(move)


@given(st.lists(st.sampled_from(["on", "skip", "back"]), max_size=40))
@stable
def test_no_way_through_leaves_the_workshop_or_counts_a_moment_twice(names: Sequence[str]) -> None:
    workshop = FRESH
    for name in names:
        step = next_scene(BANK, workshop)
        if step is None:
            break
        move = MOVES[name]
        if move is Go.ON and step.scene is Scene.HANDS and step.item is not None:
            move = Hands(step.item.id, (1, 2, 3))
        if move is Go.SKIP and step.item is None:
            move = Go.ON
        workshop = workshop.move(move)
        assert 0 <= workshop.place <= len(MOMENTS)
        assert (workshop.place == len(MOMENTS)) == (workshop.scene is Scene.RELAY)
        assert len({hands.item for hands in workshop.hands}) == len(workshop.hands)


@given(st.integers(0, 2**32), st.lists(st.integers(0, 999), min_size=3, max_size=3), st.integers(0, 999))
@stable
def test_counts_come_back_from_the_screen_as_they_were(seed: int, counts: list[int], none_fits: int) -> None:
    step = next_scene(BANK, Workshop(MOMENTS, seed))
    assert step is not None
    assert step.item is not None
    hands = Hands(step.item.id, tuple(counts), none_fits)

    shown = as_shown(hands, step.item, step.order)

    assert as_counted(step.item, step.order, shown) == hands
    assert shown[step.order.index("A")] == counts[0]
    assert shown[-1] == none_fits
