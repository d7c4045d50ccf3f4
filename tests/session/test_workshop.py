"""A room's way through its moments, forwards and back."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.items import LETTERS
from rolecheck.session.session import Back
from rolecheck.session.step import walk
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
    read_counts,
)
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
def test_counts_come_back_from_the_screen_as_they_were(seed: int, counts: list[int], none_fits: int) -> None:
    step = next_scene(BANK, Workshop(MOMENTS, seed))
    assert step is not None
    assert step.item is not None
    hands = Hands(step.item.id, tuple(counts), none_fits)

    shown = as_shown(hands, step.item, step.order)

    assert as_counted(step.item, step.order, shown) == hands
    assert shown[step.order.index("A")] == counts[0]
    assert shown[-1] == none_fits


ANY_COUNTS = st.lists(st.integers(0, 999), min_size=2, max_size=8)


@pytest.mark.parametrize(
    "typed",
    [
        "3 0 5 1 2",
        "  3, 0,5 ,1,2 ",
        "3，0，5、1；2",
        "３　０　５　１　２",
        "A3 B0 C5 D1 E2",
        "a3c5d1e2",
        "E2 A3 D1 C5",
        "A：3，C：5，D：1，E：2",
        "A 3人 C 5人 D 1人 E 2人",
        "AAACCCCCDEE",
        "a c a c e c d c a c e",
    ],
)
def test_numbers_in_order_letters_with_numbers_and_a_letter_a_hand_mean_the_same(typed: str) -> None:
    assert read_counts(typed, 5) == (3, 0, 5, 1, 2, 0)


def test_nobody_raising_a_hand_is_a_count() -> None:
    assert read_counts("0 0 0 0 0", 5) == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("typed", ["3 0 5 1 2 4", "A3 C5 D1 E2 4", "A3C5D1E2，4", "0000AAACCCCCDEE", "AAACCCCCDEE0000"])
def test_whom_none_fits_is_counted_last_or_sends_a_nought(typed: str) -> None:
    assert read_counts(typed, 5) == (3, 0, 5, 1, 2, 4)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "照 A 到 E 的次序"),
        ("   ", "照 A 到 E 的次序"),
        ("3 0 5 1", "这里是 4 个数"),
        ("3 0 5 1 2 1 4", "这里是 7 个数"),
        ("30512", "连在一起了"),
        ("305121", "连在一起了"),
        ("A3 1 B2", "有的写了数，有的没写"),
        ("A3 B2 1 1", "有的写了数，有的没写"),
        ("A3 B10 C", "有的写了数，有的没写"),
        ("11", "这里是 1 个数"),
        ("F2", "没有 F 这个选项"),
        ("A3 B", "有的写了数，有的没写"),
        ("3 A", "有的写了数，有的没写"),
        ("A3 B1 A2", "A 写了两回"),
        ("-1 2 3 4 5", "看不懂“-1”"),
        ("3 0 五 1 2", "看不懂“五”"),
        ("1 2 3 4 5000", "最多 999 人"),
        ("\x1b[31m 1 2 3 4", "看不懂"),
    ],
)
def test_a_slip_is_told_with_what_to_do(typed: str, says: str) -> None:
    complaint = read_counts(typed, 5)

    assert isinstance(complaint, str)
    assert says in complaint
    assert complaint.isprintable()


@given(ANY_COUNTS)
def test_every_way_of_writing_counts_is_read_back(counts: list[int]) -> None:
    letters = LETTERS[: len(counts)]
    pairs = list(zip(letters, counts, strict=True))

    assert read_counts(" ".join(map(str, counts)), len(counts)) == (*counts, 0)
    assert read_counts("".join(f"{letter}{count}" for letter, count in pairs), len(counts)) == (*counts, 0)


@given(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=40))
def test_letters_from_a_chat_are_counted(letters: list[str]) -> None:
    assert read_counts("".join(letters), 5) == (*(letters.count(letter) for letter in "ABCDE"), 0)


@given(st.text(max_size=60), st.integers(2, 8))
def test_whatever_is_typed_is_counts_or_a_sentence(typed: str, options: int) -> None:
    read = read_counts(typed, options)

    if isinstance(read, str):
        assert read.endswith(("。", "AAB。"))
    else:
        assert len(read) == options + 1
        assert all(0 <= count <= 999 for count in read)
