"""A workshop as whoever leads it sees it: from the first scene to the page that is kept."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from rolecheck.bank.items import Item
from rolecheck.measure.forms import dividing_moments
from rolecheck.session.step import shown_order
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.terminal.driver import CTRL_C, ENTER, LEFT, Terminal, squeezed

pytestmark = [
    pytest.mark.terminal,
    # numpy's own threads, asleep while the child is made.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

SEED = 2
MOMENTS = dividing_moments(shipped(), 3, SEED)

SPACE = " "

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a workshop in a terminal of its own; whatever still runs is ended."""
    running: list[Terminal] = []

    def run(*arguments: str, columns: int = 80, rows: int = 24) -> Terminal:
        running.append(Terminal("workshop", *arguments, home=tmp_path / "home", columns=columns, rows=rows))
        return running[-1]

    yield run
    for terminal in running:
        terminal.close()


def shown_options(item: Item) -> list[str]:
    return [squeezed(item.option(letter).text) for letter in shown_order(item, SEED)]


def count(terminal: Terminal, number: int, counts: str) -> None:
    """Go through the last moment from thinking to its lines."""
    terminal.wait_for(f"第 {number} 刻", "想一想", "想好了，举手 ›")
    terminal.send(SPACE)
    terminal.wait_for("一起举手", "人数 ›")
    terminal.send(counts)
    terminal.wait_for("合计")
    terminal.send(ENTER)
    terminal.wait_for("人举手", "看各是哪条线 ›")
    terminal.send(SPACE)
    terminal.wait_for("各是哪条线   ", "看接力 ›")


def test_a_session_from_the_first_scene_over_ctrl_c_to_the_page(start: Start, tmp_path: Path) -> None:
    first = start("--seed", str(SEED))
    first.wait_for("这次看几个时刻")
    first.send("1" + ENTER)
    first.wait_for("今天看 3 个时刻", "回车，开始 ›")
    first.send(ENTER)
    first.wait_for("第 1 刻，共 3 刻", "想好了，举手 ›")
    text = squeezed(first.text())
    assert all(option in text for option in shown_options(MOMENTS[0]))
    first.send(ENTER)
    first.wait_for("人数 ›")
    first.send("3 0 5" + ENTER)
    first.wait_for("这里是 3 个数")
    first.send(" 1 2")
    first.wait_for("合计 11 人")
    first.send(ENTER)
    first.wait_for("11 人举手", "█", "看各是哪条线 ›")
    assert MOMENTS[0].debrief[:10] not in squeezed(first.text())
    first.send(LEFT)
    first.wait_for("上次是 3 0 5 1 2")
    first.send("4 0 5 1 2" + ENTER)
    first.wait_for("12 人举手", "看各是哪条线 ›")
    first.send(ENTER)
    first.wait_for("各是哪条线   ", "看下一刻 ›")
    assert squeezed(MOMENTS[0].debrief) in squeezed(first.text())
    first.send(ENTER)
    first.wait_for("第 2 刻", "想好了，举手 ›")
    first.send(CTRL_C)
    assert first.wait_for_end() == 130
    assert "可以接着走" in squeezed(first.text())

    second = start("--seed", "99")
    second.wait_for("在看第 2 刻，共 3 刻")
    second.send("1" + ENTER)
    second.wait_for("第 2 刻", "想好了，举手 ›")
    second.send("s" + ENTER)
    count(second, 3, "AABBBBBC")
    second.send(ENTER)
    second.wait_for("接力：", "看完了 ›")
    second.send(ENTER)
    second.wait_for("要留一页吗")
    second.send(str(tmp_path / "页.html") + ENTER)
    assert second.wait_for_end() == 0
    assert "写好了" in second.text()
    page = (tmp_path / "页.html").read_text(encoding="utf-8")
    assert "第 1 刻" in page
    assert "12 人举手" in page
    assert "第 2 刻" not in page
    assert "8 人举手" in page
    assert list((tmp_path / "home" / "open-workshops").iterdir()) == []


def test_at_forty_columns_everything_is_there_and_a_resize_draws_it_anew(start: Start) -> None:
    terminal = start("--seed", str(SEED), "--moments", "3", columns=40)
    terminal.wait_for("回车，开始 ›")
    terminal.send(ENTER)
    terminal.wait_for("第 1 刻", "想好了，举手 ›")
    narrow = terminal.lines()
    assert max(map(width, narrow)) <= 40
    assert all(option in squeezed("".join(narrow)) for option in shown_options(MOMENTS[0]))

    terminal.resize(120, 40)
    terminal.wait_for_drawing("想一想")

    wide = [line for line in terminal.lines() if line.strip()]
    # In the middle of the wide screen, with as much free on either side.
    assert all(line.startswith(" " * 20) for line in wide[:-1])


def test_a_countdown_runs_by_itself_and_pushes_nobody_on(start: Start) -> None:
    terminal = start("--seed", str(SEED), "--moments", "3", "--think", "1")
    terminal.wait_for("回车，开始 ›")
    terminal.send(ENTER)

    terminal.wait_for("时间到")

    assert "想好了，举手 ›" in terminal.text()
