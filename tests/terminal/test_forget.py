"""`rolecheck forget` asks first: a yes removes, anything else and Ctrl-C do not."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from tests.terminal.driver import CTRL_C, ENTER, Terminal

pytestmark = [
    pytest.mark.terminal,
    # numpy's own threads, asleep while the child is made.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

GONE, STAYS = "删了 1 份", "什么都没删"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Start forgetting everything, which is one file, and wait for the question."""
    (tmp_path / "home" / "results").mkdir(parents=True)
    shutil.copy("tests/golden/result-1.json", tmp_path / "home" / "results" / "1.json")
    terminal = Terminal("forget", "--all", home=tmp_path / "home")
    terminal.wait_for("作答的结果 1 份", "确定要删")
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("keys", "code", "says"),
    [
        ("y" + ENTER, 0, GONE),
        ("n" + ENTER, 0, STAYS),
        (ENTER, 0, STAYS),
        ("\x04", 0, STAYS),
        (CTRL_C, 130, STAYS),
    ],
    ids=["y", "n", "enter", "end of input", "Ctrl-C"],
)
def test_only_a_yes_removes(terminal: Terminal, tmp_path: Path, keys: str, code: int, says: str) -> None:
    terminal.send(keys)

    assert terminal.wait_for_end() == code
    assert says in terminal.text()
    assert (tmp_path / "home" / "results" / "1.json").exists() == (says == STAYS)
