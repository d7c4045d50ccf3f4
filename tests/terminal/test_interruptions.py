"""A quiz ended at every item by every signal there is, and gone on with, is the quiz nobody disturbed.

One journey through a quick form is ended at each of its items, by another signal each time, half a letter typed or not.
It is made as often as there are signals, so that every item meets every one, and there are journeys ended at any
moment, while a response is being written or the next item is being chosen: those are the slow ones (``-m slow``).
"""

import json
import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from tests.builders import shipped
from tests.terminal.driver import CTRL_C, ENTER, Terminal, squeezed

pytestmark = [
    pytest.mark.terminal,
    # numpy's own threads, asleep while the child is made.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

BANK = shipped()
LINE = "delivery"
QUICK = ("quiz", "--form", "quick", "--seed", "5", "--title", "项目经理")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the tool in a terminal of its own; whatever still runs is ended."""
    running: list[Terminal] = []

    def run(*arguments: str, home: str = "home") -> Terminal:
        running.append(Terminal(*arguments, home=tmp_path / home))
        return running[-1]

    yield run
    for terminal in running:
        terminal.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what is kept of a run nobody disturbs."""
    home = tmp_path_factory.mktemp("undisturbed")
    terminal = Terminal(*QUICK, home=home)
    number = 1
    while terminal.wait_for_item_or_report(number):
        answer(terminal, number)
        number += 1
    assert terminal.wait_for_end() == 0
    return kept(home)


def answer(terminal: Terminal, number: int) -> None:
    terminal.wait_for_item(number)
    item, options = terminal.item(BANK)
    wanted = {squeezed(option.text) for option in item.options if option.key == LINE}
    terminal.send(next((letter for letter, text in options.items() if text in wanted), "A") + ENTER)


def resume(start: Start) -> Terminal:
    terminal = start("quiz")
    terminal.wait_for("1  接着答", "2  重新开始", "选几 ›")
    terminal.send("1" + ENTER)
    return terminal


def kept(home: Path) -> dict[str, Any]:
    """Return the only result kept, without what depends on the clock."""
    # A file that was being written when the run was killed may lie beside it, under a name that is never read.
    (path,) = (home / "results").glob("2*.json")
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    choices = [(each["item"], each["choice"]) for each in record["session"]["responses"]]
    return {"choices": choices, "score": record["score"], "bank": record["bank"], "title": record["session"]["title"]}


def in_journal(home: Path) -> int:
    """Return how many responses the only journal holds."""
    (path,) = (home / "sessions").glob("*.jsonl")
    return path.read_bytes().count(b"\n") - 1


@pytest.mark.slow
@pytest.mark.parametrize("shift", range(len(SIGNALS)))
def test_ended_at_every_item_and_gone_on_with_it_comes_to_the_same(
    start: Start, tmp_path: Path, undisturbed: dict[str, Any], shift: int
) -> None:
    home = tmp_path / "home"
    terminal = start(*QUICK)
    items = len(undisturbed["choices"])

    for number in range(1, items + 1):
        terminal.wait_for_item(number)
        if number > 1:
            assert in_journal(home) == number - 1
            if number % 2:
                terminal.send("b")
            chosen = SIGNALS[(number + shift) % len(SIGNALS)]
            code = terminal.stop(chosen)
            assert code == (chosen if chosen == signal.SIGKILL else 130), chosen
            assert chosen == signal.SIGKILL or "接着答" in squeezed(terminal.text())
            assert "Traceback" not in terminal.text()
            assert in_journal(home) == number - 1
            terminal = resume(start)
            terminal.wait_for(f"答了 {number - 1} 题")
        answer(terminal, number)

    assert not terminal.wait_for_item_or_report(items + 1)
    assert terminal.wait_for_end() == 0
    assert kept(home) == undisturbed
    assert list((home / "sessions").iterdir()) == []


@pytest.mark.slow
def test_ended_at_the_first_item_nothing_was_there_to_lose(start: Start, tmp_path: Path) -> None:
    for number in SIGNALS[:-1]:
        terminal = start(*QUICK)
        terminal.wait_for_item(1)
        assert terminal.stop(number) == 130
        assert "没有东西要存" in terminal.text()
    assert not (tmp_path / "home").exists()


def test_a_window_closed_loses_nothing_and_leaves_nothing_running(start: Start, tmp_path: Path) -> None:
    terminal = start(*QUICK)
    answer(terminal, 1)
    answer(terminal, 2)
    terminal.wait_for_item(3)

    terminal.hang_up()

    assert in_journal(tmp_path / "home") == 2
    resume(start).wait_for_item(3)


@pytest.mark.slow
def test_two_windows_at_once_keep_apart(start: Start, tmp_path: Path, undisturbed: dict[str, Any]) -> None:
    first = start(*QUICK)
    answer(first, 1)
    first.wait_for_item(2)

    second = start(*QUICK)
    second.wait_for("另一个窗口正在答")
    second.wait_for_item(1)
    for number in range(1, len(undisturbed["choices"]) + 1):
        answer(second, number)
        if number > 1:
            answer(first, number)

    assert first.wait_for_end() == second.wait_for_end() == 0
    results = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "home" / "results").iterdir()]
    assert [[(each["item"], each["choice"]) for each in record["session"]["responses"]] for record in results] == [
        undisturbed["choices"]
    ] * 2
    assert list((tmp_path / "home" / "sessions").iterdir()) == []


def test_ctrl_c_when_asked_to_go_on_keeps_what_there_is(start: Start, tmp_path: Path) -> None:
    terminal = start(*QUICK)
    answer(terminal, 1)
    terminal.wait_for_item(2)
    terminal.stop(signal.SIGKILL)

    again = start("quiz")
    again.wait_for("选几 ›")
    again.send(CTRL_C)

    assert again.wait_for_end() == 130
    assert "接着答" in squeezed(again.text())
    assert in_journal(tmp_path / "home") == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_ended_at_any_moment_at_most_the_item_on_the_screen_is_lost(
    start: Start, tmp_path: Path, undisturbed: dict[str, Any], seed: int
) -> None:
    rng = random.Random(seed)
    home = tmp_path / "home"
    terminal = start(*QUICK)
    answer(terminal, 1)
    shown = 2
    while terminal.wait_for_item_or_report(shown):
        answer(terminal, shown)
        terminal.linger(rng.uniform(0, 0.08))
        terminal.stop(rng.choice(SIGNALS))
        if any((home / "results").glob("2*.json")):
            break
        assert in_journal(home) >= shown - 1
        terminal = resume(start)
        shown = in_journal(home) + 1

    if list((home / "sessions").iterdir()):
        resume(start).wait_for("回车 看完整的报告")
    assert kept(home) == undisturbed
