"""Signs that answers were not read: too fast, at one place of the screen, as if picked at random."""

from collections.abc import Sequence
from math import log

import pytest

from rolecheck.measure.quality import (
    CHANCE_FACTOR,
    FASTEST_READING,
    LONGEST_PATTERN,
    Flag,
    characters,
    flags,
    longest_pattern,
    total_seconds,
)
from rolecheck.session.session import Response
from rolecheck.session.step import shown_order
from tests.builders import FRAMING, block_bank, shipped, shipped_examiner

BANK = block_bank(4, 3)
ITEMS = BANK.items[:4]
ALL = [Response(item.id, "A") for item in ITEMS]
LIMIT = sum(characters(BANK, item) for item in ITEMS) / FASTEST_READING


def signs(
    responses: Sequence[Response],
    *,
    seconds: float | None = None,
    seed: int | None = None,
    beyond_chance: float = 0.0,
) -> tuple[Flag, ...]:
    return flags(
        BANK if len(responses) <= len(ITEMS) else block_bank(6, 4),
        responses,
        seconds=seconds,
        seed=seed,
        beyond_chance=beyond_chance,
    )


def test_everything_shown_has_to_be_read() -> None:
    item = ITEMS[0]
    shown = item.stem + FRAMING.ask + "".join(option.text for option in item.options)
    assert characters(BANK, item) == len(shown)


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(LIMIT, ()), (LIMIT + 1, ()), (LIMIT * 0.999, (Flag.TOO_FAST,)), (0.0, (Flag.TOO_FAST,)), (None, ())],
)
def test_who_is_too_fast(seconds: float | None, found: tuple[Flag, ...]) -> None:
    assert signs(ALL, seconds=seconds) == found


def test_nobody_is_too_fast_at_nothing() -> None:
    assert signs([], seconds=0.0) == ()


def test_who_is_better_explained_by_random_picking() -> None:
    assert signs(ALL, beyond_chance=-log(CHANCE_FACTOR) - 0.01) == (Flag.AT_RANDOM,)
    assert signs(ALL, beyond_chance=-log(CHANCE_FACTOR) + 0.01) == ()


def at_places(places: Sequence[int], seed: int = 7) -> list[Response]:
    items = block_bank(6, 4).items
    return [Response(item.id, shown_order(item, seed)[place]) for item, place in zip(items, places, strict=False)]


@pytest.mark.parametrize("places", [[2] * LONGEST_PATTERN, [0, 1] * LONGEST_PATTERN, [3, 1, 0, *[1, 2] * 5]])
def test_who_stays_at_one_place_or_goes_to_and_fro(places: list[int]) -> None:
    assert signs(at_places(places), seed=7) == (Flag.SAME_PLACE,)
    assert signs(at_places(places), seed=None) == ()


def test_who_moves_about_is_not_said_to_stay() -> None:
    assert signs(at_places([0, 1, 2, 3] * 3), seed=7) == ()
    assert signs(at_places([2] * (LONGEST_PATTERN - 1)), seed=7) == ()


@pytest.mark.parametrize(
    ("places", "longest"),
    [
        ([], 0),
        ([1], 1),
        ([1, 2], 2),
        ([1, 1, 1], 3),
        ([1, 2, 1, 2, 3], 4),
        ([1, 2, 3, 1, 2, 3], 2),
        ([4, 1, 1, 1, 2], 3),
    ],
)
def test_the_longest_pattern_repeats_the_place_before_the_last(places: list[int], longest: int) -> None:
    assert longest_pattern(places) == longest


def test_a_flag_is_shown_and_changes_no_figure() -> None:
    responses = [Response(item.id, "A") for item in shipped().items]
    hasty, calm = (shipped_examiner().measure(responses, seconds=seconds) for seconds in (5.0, 900.0))
    assert (Flag.TOO_FAST in hasty.flags, Flag.TOO_FAST in calm.flags) == (True, False)
    assert hasty.responsibility == calm.responsibility
    assert hasty.verdict is calm.verdict


def test_a_session_takes_the_sum_of_its_items_if_all_were_timed() -> None:
    timed = [Response("a", "A", seconds=2.5), Response("b", "A", seconds=0.0)]
    assert total_seconds(timed) == pytest.approx(2.5)
    assert total_seconds([*timed, Response("c", "A")]) is None
    assert total_seconds([]) is None
