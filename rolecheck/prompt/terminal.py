"""Asking on a terminal: one screen per question, each drawn over the last.

What is asked goes to stderr, so that stdout can be a file. What is merely said is printed on the terminal's first
screen, where it stays, and shown once more above the question that follows it.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from math import ceil
from time import monotonic

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Always, Condition, Filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output, create_output
from rich.console import Console
from rich.text import Text

from rolecheck.bank.items import Bank
from rolecheck.calling import as_called
from rolecheck.prompt.asking import BACK, COMMANDS, HELP_KEY, Menu, answered
from rolecheck.prompt.screen import (
    CHECK_HELP,
    CHECK_KEYS,
    KEYS_HELP,
    LONGEST_REPLY,
    MARGIN,
    check_complaint,
    check_lines,
    complaint,
    help_for,
    item_lines,
    longest_answer,
    normalised,
    reply_of,
    response_of,
    room_of,
    takes_second,
)
from rolecheck.prompt.view import INPUT_ROWS, LONGEST_LINE, AlternateScreen, Judge, Lines, QuestionScreen, read_line
from rolecheck.prompt.workshop_screen import (
    LONGEST_COUNTS,
    LONGEST_KEYS,
    ROOM_HELP,
    Canvas,
    room_complaint,
    room_move,
    scene_hints,
    scene_label,
    scene_lines,
    takes_space,
)
from rolecheck.session.acceptance import CheckMove, CheckStep, begins_note
from rolecheck.session.session import Back
from rolecheck.session.step import ItemMove, Step
from rolecheck.session.workshop import RoomMove, Scene, SceneStep
from rolecheck.typesetting import hang, in_ascii, wrap

TICK = 0.25
"""Seconds between two looks at the clock."""


class SceneView:
    """One scene on the screen: it follows the size of the window, the clock and what is being typed."""

    def __init__(
        self, bank: Bank, step: SceneStep, size: Callable[[], tuple[int, int]], seconds: int | None = None
    ) -> None:
        """Take the scene, what tells columns and rows, and how many seconds there are to think, if they are counted."""
        self._bank = bank
        self._step = step
        self._size = size
        self._end = None if seconds is None or step.scene is not Scene.THINK else monotonic() + seconds

    @property
    def refresh(self) -> float | None:
        """Seconds after which the screen is drawn anew by itself."""
        return None if self._end is None else TICK

    def label(self) -> str:
        """Return what stands before the line typed, under the other lines."""
        # questionary puts a space of its own before it.
        return self._canvas(self._size()[0]).margin[1:] + f"{scene_label(self._step)} ›"

    def lines(self, columns: int) -> list[Text]:
        """Return the lines of the scene; the last row above the keys stays free."""
        keys = len(list(self.keys(columns)))
        canvas = self._canvas(columns)._replace(rows=self._size()[1] - keys - INPUT_ROWS - 1)
        left = None if self._end is None else max(ceil(self._end - monotonic()), 0)
        return [*scene_lines(self._bank, self._step, canvas, left), Text("")]

    def keys(self, columns: int) -> Iterator[Text]:
        """Yield what can be typed, as large as the rest."""
        canvas = self._canvas(columns)
        for part in scene_hints(self._step, get_app().current_buffer.text).split("\n"):
            for line in wrap(part, canvas.cells):
                yield Text(canvas.margin + line)

    def _canvas(self, columns: int) -> Canvas:
        return Canvas(columns, 0)


class TerminalAsker:
    """Asks a person at a terminal."""

    def __init__(self, bank: Bank, *, ascii_only: bool = False, output: Output | None = None) -> None:
        """Take the bank whose items will be asked, and whether the terminal knows no marks but ASCII's.

        ``output`` is what the terminal is drawn through; stderr where it is left out.
        """
        self.bank = bank
        self._ascii = ascii_only
        self._output = output
        self._console = Console(stderr=True, highlight=False)
        self._said: list[str] = []

    @cached_property
    def _stage(self) -> AlternateScreen:
        return AlternateScreen(self._output or create_output(stdout=sys.stderr))

    def say(self, text: str) -> None:
        """Show a paragraph."""
        self.leave()
        text = as_called(text)
        self._said.append(text)
        for line in wrap(text, room_of(self._console.width)):
            self._console.print(Text(MARGIN + self._mark(line)), soft_wrap=True)

    def leave(self) -> None:
        """Go back to the screen on which the shell and the report are."""
        self._stage.leave()

    def ask_item(self, step: Step) -> ItemMove:
        """Show one item and return the move made."""
        started = monotonic()
        label = "最像你的（可再加其次）›" if takes_second(step) else "你会怎么判断 ›"

        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or complaint(typed, step) or True

        bindings = _keys(back=step.number > 1)
        hints, most = _hints("题", step.number), longest_answer(step)
        shown = self._shown(lambda columns: item_lines(self.bank, step, columns), hints, label, most)
        typed = answered(lambda: self._read(shown, judge, bindings), lambda: self._help(help_for(step)))
        return typed if isinstance(typed, Back) else response_of(typed, step, round(monotonic() - started, 1))

    def ask_check(self, step: CheckStep) -> CheckMove:
        """Show one check and return the move made."""

        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or check_complaint(typed, step) or True

        # In a note being written keys are as everywhere: it may ask something, and the arrow moves in it.
        empty = Condition(lambda: not get_app().current_buffer.text)
        unnoted = Condition(lambda: not begins_note(get_app().current_buffer.text))
        bindings = _keys(back=step.number > 1, where=empty, helps=unnoted)
        hints = f"{CHECK_KEYS}\n{_hints('条', step.number)}"
        shown = self._shown(lambda columns: check_lines(self.bank, step, columns), hints, "你的回答 ›", LONGEST_REPLY)
        typed = answered(lambda: self._read(shown, judge, bindings), lambda: self._help(CHECK_HELP))
        return typed if isinstance(typed, Back) else reply_of(typed, step)

    def ask_scene(self, step: SceneStep, seconds: int | None = None) -> RoomMove:
        """Show one scene of a workshop on the whole screen and return the move made."""
        view = SceneView(self.bank, step, self._size, seconds)

        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or room_complaint(typed, step) or True

        # While counts are being typed, the arrow moves among them.
        empty = Condition(lambda: not get_app().current_buffer.text)
        bindings = _keys(back=not step.is_first, where=empty)
        if takes_space(step):
            bindings.add(" ", eager=True, filter=empty)(lambda event: event.app.exit(result=""))
        most = LONGEST_KEYS if takes_space(step) else LONGEST_COUNTS
        # A few keys are typed anew sooner than mended; a row of counts is not.
        shown = QuestionScreen(view.lines, view.keys, view.label(), self._mark, most, keeps=not takes_space(step))
        read = partial(read_line, self._stage, shown, judge, bindings, view.refresh)
        typed = answered(read, lambda: self._help(ROOM_HELP))
        return typed if isinstance(typed, Back) else room_move(typed, step)

    def ask_text(self, text: str, label: str = "›") -> str:
        """Show a question and return the line typed behind the label."""

        def lines(columns: int) -> Iterator[Text]:
            for line in text.split("\n"):
                yield Text("")
                yield from _paragraph(line, columns)
            yield Text("")

        shown = self._shown(lines, "", label)
        return self._read(shown, lambda _: True).strip()

    def ask_one_of(self, text: str, names: Sequence[str]) -> int:
        """Show a numbered list and return the index chosen."""
        menu = Menu((text,), names)
        shown = self._listed(menu, f"{menu.takes}，然后回车")
        chosen = menu.chosen(self._read(shown, lambda typed: menu.complaint(typed) or True))
        assert chosen is not None  # noqa: S101 - the prompt does not let anything else through
        return chosen

    def choose(self, menu: Menu) -> int | Back:
        """Show a menu between the items, and return the index chosen or the move back."""

        def judge(typed: str) -> bool | str:
            return normalised(typed) in COMMANDS or menu.complaint(typed) or True

        shown = self._listed(menu, f"{menu.takes}，然后回车\n{_hints('题', 2)}")
        typed = answered(lambda: self._read(shown, judge, _keys(back=True)), lambda: self._help(menu.help))
        if isinstance(typed, Back):
            return typed
        chosen = menu.chosen(typed)
        assert chosen is not None  # noqa: S101 - as above
        return chosen

    def _listed(self, menu: Menu, hints: str) -> QuestionScreen:
        def lines(columns: int) -> Iterator[Text]:
            for text in filter(None, (menu.kept, *menu.texts)):
                yield Text("")
                yield from _paragraph(text, columns)
            yield Text("")
            for index in range(len(menu.names)):
                number = f"  {index + 1}  "
                yield from _hung(number, menu.label(index, room_of(columns) - len(number)), columns)
            yield Text("")

        return self._shown(lines, hints, "选几 ›", menu.longest)

    def _help(self, texts: Sequence[str]) -> None:
        def lines(columns: int) -> Iterator[Text]:
            yield Text("")
            for text in (*texts, *KEYS_HELP):
                yield from _hung("· ", text, columns)
            yield Text("")

        self._read(self._shown(lines, "", "回车，回到题目 ›"), lambda _: True)

    def _shown(self, lines: Lines, hints: str, label: str, most: int = LONGEST_LINE) -> QuestionScreen:
        """Return a screen, with what has been said since the last one on top."""
        said = tuple(text for text in self._said if text)
        self._said.clear()

        def everything(columns: int) -> Iterator[Text]:
            for text in said:
                yield Text("")
                yield from _paragraph(text, columns)
            yield from lines(columns)

        def keys(columns: int) -> Iterator[Text]:
            for text in filter(None, hints.split("\n")):
                yield from _paragraph(text, columns, "dim")

        return QuestionScreen(everything, keys, label, self._mark, most)

    def _read(self, shown: QuestionScreen, judge: Judge, bindings: KeyBindings | None = None) -> str:
        return read_line(self._stage, shown, judge, bindings)

    def _size(self) -> tuple[int, int]:
        """Return the columns and rows of the terminal as it is now."""
        size = self._stage.output.get_size()
        return size.columns, size.rows

    def _mark(self, text: str) -> str:
        return in_ascii(text) if self._ascii else text


def _paragraph(text: str, columns: int, style: str = "") -> Iterator[Text]:
    for line in wrap(text, room_of(columns)):
        yield Text(MARGIN + line, style=style)


def _hung(label: str, text: str, columns: int) -> Iterator[Text]:
    for line in hang(label, text, room_of(columns)):
        yield Text(MARGIN + line)


def _hints(counted: str, number: int) -> str:
    back = f"← 上一{counted}   " if number > 1 else ""
    return f"{back}q 暂停   ? 帮助"


def _keys(*, back: bool, where: Filter = Always(), helps: Filter | None = None) -> KeyBindings:  # noqa: B008 - no state
    """Bind ? to help, and the left arrow to going back where there is something to go back to."""
    bindings = KeyBindings()
    helping = where if helps is None else helps

    @bindings.add("?", eager=True, filter=helping)
    @bindings.add("？", eager=True, filter=helping)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=HELP_KEY)

    if back:

        @bindings.add("left", eager=True, filter=where)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=BACK)

    return bindings
