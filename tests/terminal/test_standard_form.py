"""The standard form, disturbed in every way there is, comes to the report of an undisturbed run."""

import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from tests.builders import shipped
from tests.terminal.driver import CTRL_C, ENTER, LEFT, Terminal, squeezed

pytestmark = [pytest.mark.terminal, pytest.mark.slow]

BANK = shipped()
QUIZ = ("quiz", "--seed", "11", "--title", "项目经理")


def answer(terminal: Terminal, number: int, line: str = "delivery") -> bool:
    """Answer one item by a line, by the first option where it is not offered; return whether another item follows."""
    terminal.wait_for_item(number)
    item, shown = terminal.item(BANK)
    meant = next((squeezed(option.text) for option in item.options if option.key == line), None)
    letter = next((letter for letter, text in shown.items() if text == meant), "A")
    terminal.send(letter.lower() + ENTER)
    return terminal.wait_for_item_or_report(number + 1)


def answer_all(terminal: Terminal, number: int) -> None:
    while answer(terminal, number):
        number += 1


def go_back(terminal: Terminal, number: int) -> None:
    terminal.send(LEFT)
    terminal.wait_for_drawing(f"第 {number} 题")


def report(terminal: Terminal) -> list[str]:
    """Return what stands on the shell's screen from the conclusion to where the result is kept."""
    assert terminal.wait_for_end() == 0
    lines = terminal.lines()
    first = next(number for number, line in enumerate(lines) if "你的作答显示" in line)
    last = next(number for number, line in enumerate(lines) if line.startswith("结果存在"))
    return lines[first:last]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_three_changes_of_mind_ctrl_c_a_kill_and_a_resize_change_nothing(
    tmp_path: Path, columns: int, rows: int
) -> None:
    calm = Terminal(*QUIZ, home=tmp_path / "calm", columns=columns, rows=rows)
    answer_all(calm, 1)
    expected = report(calm)

    home = tmp_path / "home"
    terminal = Terminal(*QUIZ, home=home, columns=columns, rows=rows)
    for number in (1, 2, 3, 4):
        answer(terminal, number)
    for number in (4, 3, 2):
        go_back(terminal, number)
        answer(terminal, number, "product")
        go_back(terminal, number)
    for number in (2, 3, 4, 5):
        answer(terminal, number)
    terminal.send(CTRL_C)
    assert terminal.wait_for_end() == 130

    terminal = Terminal(*QUIZ, home=home, columns=columns, rows=rows)
    terminal.wait_for("接着答，还是重新开始？")
    terminal.send("1" + ENTER)
    for number in (6, 7):
        answer(terminal, number)
    assert terminal.stop(signal.SIGKILL) == signal.SIGKILL

    terminal = Terminal(*QUIZ, home=home, columns=columns, rows=rows)
    terminal.wait_for("接着答，还是重新开始？")
    terminal.send("1" + ENTER)
    answer(terminal, 8)
    terminal.resize(120, 40)
    terminal.wait_for_drawing("第 9 题")
    terminal.resize(columns, rows)
    terminal.wait_for_drawing("第 9 题")
    answer_all(terminal, 9)

    assert report(terminal) == expected
