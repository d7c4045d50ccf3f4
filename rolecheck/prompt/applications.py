"""What prompt_toolkit runs, so that every signal to stop ends it: a question, a text page by page, one key waited for.

Whenever a signal comes, none is lost and none strikes in the middle of a redraw. Left to itself, prompt_toolkit drops a
SIGINT that comes just after a line was typed, and a KeyboardInterrupt raised while asyncio sets itself up or clears
away leaves its complaints on the screen. The pages are for whoever has no pager of their own.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import create_output

STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")

Typed = TypeVar("Typed")

PageLines = Callable[[int], Sequence[Sequence[tuple[str, str]]]]
"""The lines of the text on a terminal of so many columns, each in pieces with their styles."""

HINT = " 空格 往下  b 往上  q 离开"


def run_interruptible(application: Application[Typed]) -> Typed:
    """Run the prompt and return what was typed; KeyboardInterrupt if a signal to stop has come meanwhile."""
    came: list[int] = []

    def leave() -> None:
        if came and application.future is not None and not application.future.done():
            application.exit(exception=KeyboardInterrupt())

    def note(number: int) -> None:
        came.append(number)
        if application.loop is not None:
            application.loop.call_soon_threadsafe(leave)

    with _noted(note):
        try:
            # What came before there was anything to leave is looked at first.
            typed = application.run(pre_run=leave, handle_sigint=False)
        except OSError:
            # The window is gone, and with it what should have been drawn.
            if came:
                raise KeyboardInterrupt from None
            raise
    if came:
        raise KeyboardInterrupt
    return typed


@contextmanager
def _noted(note: Callable[[int], None]) -> Iterator[None]:
    """Have signals to stop noted where they would be acted on; those the system acts on, or nobody, are left alone."""
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [signal.Signals[name] for name in STOPPING if name in signal.Signals.__members__]
        before = {number: signal.getsignal(number) for number in numbers if callable(signal.getsignal(number))}

    def handler(number: int, _: FrameType | None) -> None:
        note(number)

    for number in before:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def read_paged(lines: PageLines) -> None:
    """Show the text a screen at a time until the reader leaves; KeyboardInterrupt by Ctrl-C."""
    _Pager(lines).run()


class _Pager:
    def __init__(self, lines: PageLines) -> None:
        self._wrapped = lines
        self._output = create_output()
        self._top = 0

    def run(self) -> None:
        body = Window(FormattedTextControl(self._shown, show_cursor=False), wrap_lines=False)
        foot = Window(FormattedTextControl(self._foot), height=1)
        run_interruptible(
            Application[str](
                layout=Layout(HSplit([body, foot])), key_bindings=self._keys(), full_screen=True, output=self._output
            )
        )

    def _rows(self) -> int:
        return max(self._output.get_size().rows - 1, 1)

    def _lines(self) -> Sequence[Sequence[tuple[str, str]]]:
        return self._wrapped(self._output.get_size().columns)

    def _lowest(self) -> int:
        return max(len(self._lines()) - self._rows(), 0)

    def _shown(self) -> StyleAndTextTuples:
        self._top = min(self._top, self._lowest())
        shown: StyleAndTextTuples = []
        for line in self._lines()[self._top : self._top + self._rows()]:
            shown += [*line, ("", "\n")]
        return shown[:-1]

    def _foot(self) -> StyleAndTextTuples:
        left = self._lowest() - self._top
        return [("bold", f"{HINT}  {f'还有 {left} 行' if left else '到底了'}")]

    def _keys(self) -> KeyBindings:
        bindings = KeyBindings()

        def move(rows: Callable[[], int]) -> Callable[[KeyPressEvent], None]:
            def moved(_: KeyPressEvent) -> None:
                self._top = max(min(self._top + rows(), self._lowest()), 0)

            return moved

        everything = 10**6
        for keys, rows in (
            ((" ", "pagedown", "f", "enter"), lambda: self._rows() - 1),
            (("b", "pageup"), lambda: 1 - self._rows()),
            (("down", "j"), lambda: 1),
            (("up", "k"), lambda: -1),
            (("G", "end"), lambda: everything),
            (("g", "home"), lambda: -everything),
        ):
            for key in keys:
                bindings.add(key)(move(rows))
        for key in ("q", "Q", "ｑ", "escape"):
            bindings.add(key, eager=True)(lambda event: event.app.exit(result=""))
        bindings.add("c-c")(lambda event: event.app.exit(exception=KeyboardInterrupt()))
        return bindings


def wipe() -> None:
    """Wipe the terminal's screen: what is shown next stands alone."""
    output = create_output()
    output.erase_screen()
    output.cursor_goto(0, 0)
    output.flush()


def read_key(hint: str, keys: Mapping[str, str]) -> str:
    """Show a line and return what the key pressed stands for; other keys do nothing. KeyboardInterrupt by Ctrl-C."""
    bindings = KeyBindings()
    for key, meaning in keys.items():
        bindings.add(key, eager=True)(lambda event, meaning=meaning: event.app.exit(result=meaning))
    bindings.add("c-c")(lambda event: event.app.exit(exception=KeyboardInterrupt()))
    line = Window(FormattedTextControl([("bold", hint)], show_cursor=False), dont_extend_height=True, wrap_lines=True)
    application: Application[str] = Application(
        layout=Layout(line), key_bindings=bindings, erase_when_done=True, output=create_output()
    )
    return run_interruptible(application)
