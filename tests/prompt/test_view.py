"""The screens of questions as they are drawn, at every size; a changed file in a diff is a changed screen."""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

if sys.platform == "win32":
    pytest.skip("no terminal to draw on here", allow_module_level=True)

import pyte
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.bank.acceptance import Answer, Bad, Check, CheckGroup
from rolecheck.bank.items import Item, Option
from rolecheck.prompt.terminal import TerminalAsker
from rolecheck.session.acceptance import CheckStep, Reply
from rolecheck.session.session import Response
from rolecheck.session.step import Step
from rolecheck.typesetting import width
from tests.builders import make_bank, make_item

SIZES = [(80, 24), (60, 20), (40, 12), (120, 40)]
DOWN, UP, PAGE_DOWN, PAGE_UP, ENTER = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\r"
CLOSING = tuple("，。、；：？！）」』”")

STEM = "客户说“先这么用着”，之后没有人再提验收单；你手里还压着十二个遗留问题，尾款节点只剩三天，实施的同事下周要撤场。"
OPTIONS = [f"选项{name}，写到三十四个字那么长，看折行之后还对不对得齐；末尾是{name}" for name in "甲乙丙丁戊"]
BANK = replace(make_bank(2, []), judgements={"floor": "技术底线"})


class TextFile(SingleFileSnapshotExtension):
    """A screen is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def screens(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(TextFile)


class Drawn:
    """An asker whose terminal is drawn here, and whose keys are typed here."""

    def __init__(self, pipe: PipeInput, columns: int, rows: int, *, ascii_only: bool = False) -> None:
        self.pipe = pipe
        self.sink = io.StringIO()
        # One row more than the asker knows of, or what follows an answer would scroll the screen.
        self.screen = pyte.Screen(columns, rows + 1)
        output = Vt100_Output(self.sink, lambda: Size(rows=rows, columns=columns), term="xterm-256color")
        self.asker = TerminalAsker(BANK, ascii_only=ascii_only, output=output)

    def typing(self, keys: str) -> TerminalAsker:
        self.pipe.send_text(keys)
        return self.asker

    def lines(self) -> list[str]:
        """Return the screen as it was when the answer was given."""
        pyte.Stream(self.screen).feed(self.sink.getvalue().replace("\n", "\r\n"))
        return [line.rstrip() for line in without_stubs(self.screen)]

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip()


def without_stubs(screen: pyte.Screen) -> list[str]:
    """Return the rows; behind a wide character pyte keeps an empty cell."""
    return ["".join(screen.buffer[row][column].data for column in range(screen.columns)) for row in range(screen.lines)]


@pytest.fixture
def pipe() -> Iterator[PipeInput]:
    with create_pipe_input() as made, create_app_session(input=made):
        yield made


def item() -> Item:
    named = make_item("x", [Option(text, f"line-{number}", None, None) for number, text in enumerate(OPTIONS)])
    return named._replace(stem=STEM)


def step(number: int = 7, earlier: Response | None = None, later: int = 0) -> Step:
    return Step(item(), "ABCDE", number, 5, earlier, later)


def check_step() -> CheckStep:
    check = Check("c", STEM, "没试过就答说不准。", Bad.NEVER, "", None, None, "", "", ())
    group = CheckGroup("floor", "坏起来会不会连成片。", "", (check,))
    return CheckStep(group, check, 2, 16, Reply("c", Answer.NO, "夜里重启会丢单"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("columns", "rows"), SIZES, ids=str)
class TestScreens:
    def test_an_item(self, pipe: PipeInput, screens: SnapshotAssertion, columns: int, rows: int) -> None:
        drawn = Drawn(pipe, columns, rows)
        drawn.typing("bd" + ENTER).ask_item(step())

        assert drawn.text() == screens

    def test_an_item_one_has_come_back_to(
        self, pipe: PipeInput, screens: SnapshotAssertion, columns: int, rows: int
    ) -> None:
        drawn = Drawn(pipe, columns, rows)
        drawn.typing(ENTER).ask_item(step(earlier=Response("x", "C", "A"), later=3))

        assert drawn.text() == screens

    def test_a_check(self, pipe: PipeInput, screens: SnapshotAssertion, columns: int, rows: int) -> None:
        drawn = Drawn(pipe, columns, rows)
        drawn.typing("n 夜里重启会丢单，补过一次" + ENTER).ask_check(check_step())

        assert drawn.text() == screens

    def test_a_list_longer_than_the_screen(
        self, pipe: PipeInput, screens: SnapshotAssertion, columns: int, rows: int
    ) -> None:
        drawn = Drawn(pipe, columns, rows)
        names = [f"第{number}个角色" for number in range(1, 61)]

        assert drawn.typing("31" + ENTER).ask_one_of("名片上写的是哪一个？", names) == 30
        assert drawn.text() == screens

    def test_whatever_is_longer_than_the_screen_can_be_leafed_through_to_its_end(
        self, pipe: PipeInput, columns: int, rows: int
    ) -> None:
        seen = ""
        for presses in range(0, 40, 4):
            drawn = Drawn(pipe, columns, rows)
            drawn.typing(DOWN * presses + "a" + ENTER).ask_item(step())
            shown = drawn.lines()
            assert [line for line in shown if width(line) > columns] == []
            assert [line for line in shown if line.lstrip().startswith(CLOSING)] == []
            assert any("q 暂停   ? 帮助" in line for line in shown)
            assert any(line.startswith(" 最像你的（可再加其次）› a") for line in shown)
            seen += drawn.text()
            if "↓ 下面还有" not in drawn.text():
                break

        assert all(squeezed(text)[-6:] in squeezed(seen) for text in (STEM, *OPTIONS))


def test_help_is_there_at_one_key_and_the_item_after_it(pipe: PipeInput, screens: SnapshotAssertion) -> None:
    drawn = Drawn(pipe, 80, 24)
    pipe.send_text("b?")
    with pytest.raises(EOFError):
        drawn.typing("\x04").ask_item(step())
    assert drawn.text() == screens

    drawn = Drawn(pipe, 80, 24)
    move = drawn.typing("？" + ENTER + "c" + ENTER).ask_item(step())
    assert isinstance(move, Response)
    assert move.letters == "C"
    assert " 第 7 题" in drawn.text()


def test_pages_are_turned_and_turned_back(pipe: PipeInput) -> None:
    forth = Drawn(pipe, 40, 12)
    forth.typing(DOWN + DOWN + UP + "a" + ENTER).ask_item(step())
    back = Drawn(pipe, 40, 12)
    back.typing(PAGE_DOWN * 9 + PAGE_UP * 9 + "a" + ENTER).ask_item(step())

    assert "↑ 上面还有 1 行" in forth.text()
    assert "↓ 下面还有" in forth.text()
    assert " 第 7 题" in back.text()
    assert "↑" not in back.text()


def test_what_was_said_stands_above_the_next_question_and_not_above_the_one_after(pipe: PipeInput) -> None:
    first, second = Drawn(pipe, 80, 24), Drawn(pipe, 80, 24)
    first.asker.say("先说一句。")
    first.typing("a" + ENTER).ask_item(step())
    assert first.text().index("先说一句。") < first.text().index("第 7 题")

    second.asker.say("先说一句。")
    second.typing("a" + ENTER).ask_item(step())
    second.typing("a" + ENTER).ask_item(step(8))
    assert "先说一句。" not in second.text()
    assert "第 8 题" in second.text()


def test_in_ascii_no_mark_is_left_that_an_old_console_cannot_draw(pipe: PipeInput) -> None:
    drawn = Drawn(pipe, 40, 12, ascii_only=True)
    drawn.typing(DOWN + "a" + ENTER).ask_item(step())

    shown = drawn.text()
    assert "< 上一题" in shown
    assert "^ 上面还有 1 行   v 下面还有" in shown
    assert shown.count("最像你的（可再加其次）> a") == 1
    assert set("←↑→↓›·…“”") & set(shown) == set()


def test_the_first_screen_comes_back_once_and_only_when_somebody_leaves(pipe: PipeInput) -> None:
    drawn = Drawn(pipe, 80, 24)
    drawn.typing("a" + ENTER).ask_item(step())
    drawn.typing("b" + ENTER).ask_item(step(8))
    assert drawn.sink.getvalue().count("\x1b[?1049h") == 1
    assert "\x1b[?1049l" not in drawn.sink.getvalue()

    drawn.asker.leave()
    drawn.asker.leave()
    assert drawn.sink.getvalue().count("\x1b[?1049l") == 1
