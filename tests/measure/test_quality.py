"""Answers given faster than anyone reads are flagged, and nothing else is."""

import pytest

from rolecheck.measure.quality import FASTEST_READING, Flag, characters, flags, total_seconds
from rolecheck.session.session import Response
from tests.builders import FRAMING, block_bank, shipped, shipped_examiner

BANK = block_bank(4, 3)
ITEMS = BANK.items[:4]
ALL = [Response(item.id, "A") for item in ITEMS]
LIMIT = sum(characters(BANK, item) for item in ITEMS) / FASTEST_READING


def test_everything_shown_has_to_be_read() -> None:
    item = ITEMS[0]
    shown = item.stem + FRAMING.ask + "".join(option.text for option in item.options)
    assert characters(BANK, item) == len(shown)


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(LIMIT, ()), (LIMIT + 1, ()), (LIMIT * 0.999, (Flag.TOO_FAST,)), (0.0, (Flag.TOO_FAST,)), (None, ())],
)
def test_who_is_too_fast(seconds: float | None, found: tuple[Flag, ...]) -> None:
    assert flags(BANK, ALL, seconds) == found


def test_nobody_is_too_fast_at_nothing() -> None:
    assert flags(BANK, [], 0.0) == ()


def test_a_flag_is_shown_and_changes_no_figure() -> None:
    responses = [Response(item.id, "A") for item in shipped().items]
    hasty, calm = (shipped_examiner().measure(responses, seconds=seconds) for seconds in (5.0, 900.0))
    assert (hasty.flags, calm.flags) == ((Flag.TOO_FAST,), ())
    assert hasty.responsibility == calm.responsibility
    assert hasty.verdict is calm.verdict


def test_a_session_takes_the_sum_of_its_items_if_all_were_timed() -> None:
    timed = [Response("a", "A", seconds=2.5), Response("b", "A", seconds=0.0)]
    assert total_seconds(timed) == pytest.approx(2.5)
    assert total_seconds([*timed, Response("c", "A")]) is None
    assert total_seconds([]) is None
