"""The offer of a few more items, as someone at a terminal sees it."""

import json
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from rolecheck.typesetting import width
from tests.cli.test_extending import SEED, TWELVE
from tests.terminal.driver import ENTER, Terminal

pytestmark = [
    pytest.mark.terminal,
    # numpy's own threads, asleep while the child is made.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


@pytest.mark.parametrize("columns", [40, pytest.param(80, marks=pytest.mark.slow)])
def test_the_offer_fits_the_terminal_and_going_on_asks_more(tmp_path: Path, columns: int) -> None:
    terminal = Terminal(
        *("quiz", "--form", "quick", "--title", "交付经理", "--seed", str(SEED)), home=tmp_path, columns=columns
    )
    try:
        for number, letter in enumerate(TWELVE.split(), 1):
            terminal.wait_for_item(number)
            terminal.send(letter + ENTER)
        terminal.wait_for("答到这里，还分不出", "1  接着答", "2  就到这里，看结果", "选几 ›")
        assert all(width(line) <= columns for line in terminal.lines())
        terminal.send("1" + ENTER)
        number = 13
        while number == 13 or terminal.wait_for_item_or_report(number):
            terminal.wait_for_item(number)
            terminal.send("a" + ENTER)
            number += 1
        assert terminal.wait_for_end() == 0
    finally:
        terminal.close()
    (path,) = (tmp_path / "results").iterdir()
    assert len(json.loads(path.read_text(encoding="utf-8"))["session"]["responses"]) == number - 1
