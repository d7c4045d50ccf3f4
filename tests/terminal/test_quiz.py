"""The quiz as someone at a terminal sees it."""

import json
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from rolecheck.bank.items import Facet
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.terminal.driver import CTRL_C, ENTER, LEFT, PAGE_UP, Terminal, squeezed

pytestmark = [
    pytest.mark.terminal,
    # numpy's own threads, asleep while the child is made.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

BANK = shipped()
CLOSING = tuple("，。、；：？！）」』”")

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the tool in a terminal of its own; whatever still runs is ended."""
    running: list[Terminal] = []

    def run(*arguments: str, home: str = "home", columns: int = 80, rows: int = 24) -> Terminal:
        running.append(Terminal(*arguments, home=tmp_path / home, columns=columns, rows=rows))
        return running[-1]

    yield run
    for terminal in running:
        terminal.close()


def letter_of_line(terminal: Terminal, line: str) -> str:
    """Return the letter on the screen that stands for this line, or the first where none does."""
    item, options = terminal.item(BANK)
    wanted = {squeezed(option.text) for option in item.options if option.key == line or option.credit == 1}
    return next((letter for letter, text in options.items() if text in wanted), "A")


def answer_to_the_end(terminal: Terminal, line: str, number: int = 1) -> int:
    """Answer by one line from this item on until the card or the answer comes; return the number of the last item."""
    while True:
        terminal.wait_for_item(number)
        terminal.send(letter_of_line(terminal, line).lower() + ENTER)
        if not terminal.wait_for_item_or_report(number + 1):
            return number
        number += 1


def kept(home: Path) -> tuple[Path, dict[str, Any]]:
    """Return the only result kept, and what it holds."""
    (path,) = (home / "results").iterdir()
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return path, record


def choices(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(response["item"], response["choice"]) for response in record["session"]["responses"]]


def test_a_person_of_one_line_answers_a_standard_quiz_and_is_named_it(start: Start, tmp_path: Path) -> None:
    terminal = start("quiz", "--seed", "11")
    asked = answer_to_the_end(terminal, "delivery")
    assert "1  产品经理" in terminal.text()
    terminal.send("9" + ENTER + "1" + ENTER)
    terminal.wait_for("← 改名片")
    terminal.send(LEFT)
    terminal.wait_for("上次选的是产品经理，直接回车就保留。")
    terminal.send("2" + ENTER)
    terminal.wait_for("结果存在", "名片上是项目经理")
    seen = terminal.text()
    assert "你的作答显示" in seen
    assert "把握" in seen
    # Of the card before, and of the file that had its name, nothing is left.
    assert "名片上是产品经理" not in seen
    assert seen.count("结果存在") == 1
    code = terminal.wait_for_end()

    path, record = kept(tmp_path / "home")
    assert code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(choices(record)) == asked
    assert (record["score"]["verdict"], record["score"]["primary"]) == ("named", "delivery")
    assert record["score"]["title_match"] == "differs"
    report = terminal.text()
    assert "交付线 · 结果被接住" in report
    assert "名实不符" in report
    assert "三个面" in report
    assert path.name in squeezed(report)
    assert [line for line in report.splitlines() if line.strip().startswith(CLOSING)] == []
    assert list((tmp_path / "home" / "sessions").iterdir()) == []


@pytest.mark.slow
def test_ctrl_c_keeps_the_answers_and_resuming_gives_what_an_undisturbed_run_gives(
    start: Start, tmp_path: Path
) -> None:
    quick = ("quiz", "--form", "quick", "--seed", "5", "--title", "交付经理")

    interrupted = start(*quick)
    for number in (1, 2, 3):
        interrupted.wait_for_item(number)
        interrupted.send(letter_of_line(interrupted, "project") + ENTER)
    interrupted.wait_for_item(4)
    interrupted.send("b" + CTRL_C)
    code = interrupted.wait_for_end()

    assert code == 130
    assert "接着答" in squeezed(interrupted.text())
    assert "rolecheck quiz" in interrupted.text()
    assert "Traceback" not in interrupted.text()
    assert not (tmp_path / "home" / "results").exists()

    resumed = start("quiz")
    resumed.wait_for("答了 3 题", "1  接着答", "2  重新开始", "选几 ›")
    resumed.send("1" + ENTER)
    resumed.wait_for_item(4)
    assert "第 1 题" not in resumed.text()
    answer_to_the_end(resumed, "project", 4)
    assert resumed.wait_for_end() == 0

    undisturbed = start(*quick, home="elsewhere")
    answer_to_the_end(undisturbed, "project")
    assert undisturbed.wait_for_end() == 0

    (_, after), (_, straight) = kept(tmp_path / "home"), kept(tmp_path / "elsewhere")
    assert choices(after) == choices(straight)
    assert after["score"] == straight["score"]
    assert list((tmp_path / "home" / "sessions").iterdir()) == []


def test_forty_columns_show_everything_and_the_left_arrow_goes_back(start: Start, tmp_path: Path) -> None:
    terminal = start("quiz", "--seed", "3", "--title", "交付经理", "--form", "full", columns=40, rows=12)
    for number in range(1, 6):
        terminal.wait_for_item(number)
        item, options = terminal.item(BANK)
        assert sorted(options) == list(item.letters)
        assert sorted(options.values()) == sorted(squeezed(option.text) for option in item.options)
        terminal.send(("cb" if number == 5 else "a") + ENTER)
    terminal.wait_for_item(6)

    terminal.send("d" + LEFT)
    terminal.wait_for_item(5)
    assert "上次选的是 CB，直接回车就保留。" in terminal.text()
    terminal.send(ENTER)
    terminal.wait_for_item(6)
    terminal.send("z" + ENTER)
    terminal.wait_for("只有 A 到 E 这几个选项，0 是都不像我。")
    assert terminal.prompt().endswith("›")
    terminal.send("q" + ENTER)
    assert terminal.wait_for_end() == 0

    (journal,) = (tmp_path / "home" / "sessions").iterdir()
    moves = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()[1:]]
    assert moves[5] == "back"
    assert (moves[4]["item"], moves[4]["choice"]) == (moves[6]["item"], moves[6]["choice"])
    assert len(moves) == 7
    shown = terminal.lines()[: next(at for at, line in enumerate(terminal.lines()) if "存好了" in line)]
    assert [line for line in shown if width(line) > 40] == []
    assert [line for line in shown if line.strip().startswith(CLOSING)] == []


def test_after_leaving_at_forty_columns_no_line_is_too_wide_or_begins_with_a_closing_mark(start: Start) -> None:
    terminal = start("quiz", "--title", "交付经理", columns=40, rows=12)
    terminal.wait_for_item(1)
    terminal.send("a" + ENTER)
    terminal.wait_for_item(2)
    terminal.send(CTRL_C)
    assert terminal.wait_for_end() == 130

    # A wide character at the edge, which a real terminal puts on the next line, is drawn over the edge here.
    assert [line for line in terminal.lines() if line.strip().startswith(CLOSING) or width(line) > 40] == []


def test_a_report_on_a_terminal_of_forty_columns_is_complete(start: Start, tmp_path: Path) -> None:
    answers = tmp_path / "a.yaml"
    answers.write_text("answers:\n" + "".join(f"  {item.id}: A\n" for item in BANK.items), encoding="utf-8")
    terminal = start("quiz", "--answers", str(answers), "--form", "full", "--no-save", columns=40, rows=12)

    assert terminal.wait_for_end() == 0

    lines = terminal.lines()
    assert [line for line in lines if width(line) > 40] == []
    assert [line for line in lines if line.strip().startswith(CLOSING)] == []
    assert all(line.name in terminal.text() for line in BANK.roles.lines)
    asked = len(BANK.of(Facet.RESPONSIBILITY))
    assert f"{asked}个时刻" in squeezed(terminal.text())


def test_three_changes_of_mind_and_a_resize_lose_nothing_and_leave_no_ghosts(start: Start, tmp_path: Path) -> None:
    terminal = start("quiz", "--seed", "7", "--title", "交付经理", "--form", "quick")
    for number in range(1, 6):
        terminal.wait_for_item(number)
        terminal.send("a" + ENTER)
    for number in (5, 4, 3):
        terminal.wait_for_item(number + 1)
        terminal.send(LEFT)
    terminal.wait_for_item(3)
    terminal.wait_for("上次选的是 A，直接回车就保留。", "后面答过的 2 题")
    terminal.send("e" + ENTER)
    terminal.wait_for_item(4)

    for columns, rows in ((40, 12), (60, 20), (120, 40), (80, 24)):
        terminal.resize(columns, rows)
        terminal.wait_for_drawing("第 4 题")
        assert terminal.text().count("最多还有") == 1
        assert [line for line in terminal.lines() if width(line) > columns] == []
        assert sum("q 暂停   ? 帮助" in line for line in terminal.lines()) == 1
        item, options = terminal.item(BANK)
        assert sorted(options.values()) == sorted(squeezed(option.text) for option in item.options)
        terminal.send(PAGE_UP)

    answer_to_the_end(terminal, "delivery", 4)
    assert terminal.wait_for_end() == 0

    assert "最多还有" not in terminal.text()
    assert "交付线" in terminal.text()
    _, record = kept(tmp_path / "home")
    asked = [item for item, _ in choices(record)]
    assert len(set(asked)) == len(asked)


def test_help_comes_at_one_key_and_q_pauses(start: Start) -> None:
    terminal = start("quiz", "--title", "交付经理", columns=60, rows=20)
    terminal.wait_for_item(1)
    terminal.send("?")
    terminal.wait_for("没有对错", "回车，回到题目 ›")
    terminal.send(ENTER)
    terminal.wait_for_item(1)
    terminal.send("q" + ENTER)

    assert terminal.wait_for_end() == 0
    assert "没有东西要存" in terminal.text()
    assert "没有对错" not in terminal.text()
