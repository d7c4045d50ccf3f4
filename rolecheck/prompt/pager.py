"""A text longer than the screen, page by page, for whoever has no pager of their own; and one key waited for."""

from collections.abc import Callable, Mapping, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import create_output

from rolecheck.prompt.interruptible import run_interruptible

Lines = Callable[[int], Sequence[Sequence[tuple[str, str]]]]
"""The lines of the text on a terminal of so many columns, each in pieces with their styles."""

HINT = " 空格 往下  b 往上  q 离开"


def read_paged(lines: Lines) -> None:
    """Show the text a screen at a time until the reader leaves; KeyboardInterrupt by Ctrl-C."""
    _Pager(lines).run()


class _Pager:
    def __init__(self, lines: Lines) -> None:
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
