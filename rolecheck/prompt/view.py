"""A full screen with one question: what is asked scrolls, the keys and the line being typed stay in sight.

It is drawn on the terminal's other screen and wrapped anew for every size, so that a resize leaves nothing of the old
drawing behind. questionary reads the line; what stands above it is drawn here, in full: questionary cuts long options.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

import questionary
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Always
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Dimension, FormattedTextControl, HSplit, Layout, VerticalAlign, Window
from prompt_toolkit.output import Output
from prompt_toolkit.validation import ValidationError
from rich.console import Console
from rich.text import Text

from rolecheck.prompt.applications import run_interruptible

Lines = Callable[[int], Iterable[Text]]
"""What to show on a terminal of so many columns."""

Judge = Callable[[str], bool | str]
"""Tells whether a line typed will do, or says what is wrong with it."""

STYLE = questionary.Style([("question", "bold"), ("answer", "bold"), ("validation-toolbar", "noreverse bold")])

_CONSOLE = Console(color_system="standard")
"""Only asked what a style is; nothing is printed on it."""

INPUT_ROWS = 2
"""Rows kept for the line typed and for what is wrong with it."""

LONGEST_LINE = 1000
"""Characters of a line where anything may be typed."""

ESCAPE_TIME = 0.1
"""Seconds after which Esc is known not to begin another key."""


@dataclass(frozen=True, slots=True)
class QuestionScreen:
    """What a screen shows: lines for a terminal of so many columns, quiet lines of keys below them, and a prompt.

    ``mark`` gives each text the marks the terminal can draw; ``most`` is the most characters an answer can have. A line
    with something wrong in it is empty again, unless the screen ``keeps`` it to be mended.
    """

    lines: Lines
    keys: Lines
    label: str
    mark: Callable[[str], str]
    most: int = LONGEST_LINE
    keeps: bool = False


class AlternateScreen:
    """The terminal's other screen, entered with the first question and held until somebody leaves it.

    Left between two questions, what stands on the first screen would flash up.
    """

    def __init__(self, output: Output) -> None:
        """Take what the terminal is written through."""
        self.output = output
        self.held = False

    def __getattr__(self, name: str) -> object:
        """Be the output in all else."""
        return getattr(self.output, name)

    def enter_alternate_screen(self) -> None:
        """Go to the other screen, or to its first corner when it is held."""
        if self.held:
            self.output.cursor_goto(0, 0)
        else:
            self.output.enter_alternate_screen()
        self.held = True

    def quit_alternate_screen(self) -> None:
        """Stay when the question has its answer: the next is drawn over it. Go when the shell takes over by Ctrl-Z."""
        if not get_app().is_done:
            self.leave()

    def leave(self) -> None:
        """Go back to the first screen, where what is said stays."""
        if self.held:
            self.output.quit_alternate_screen()
            self.output.flush()
            self.held = False


def read_line(
    stage: AlternateScreen,
    shown: QuestionScreen,
    judge: Judge,
    bindings: KeyBindingsBase | None = None,
    refresh: float | None = None,
) -> str:
    """Show a screen and return the line typed below it, once the judge lets it through.

    Every ``refresh`` seconds the screen is drawn anew: for what changes by itself.

    Raises:
        KeyboardInterrupt, EOFError: the respondent leaves by Ctrl-C or Ctrl-D.
    """
    output = cast("Output", stage)
    line = _line_to_type(shown, output, bindings)
    typed_in = line.layout.current_window
    line.current_buffer.on_text_changed += _Cap(shown.most)
    typed_in.dont_extend_height = Always()
    scroll = _Scroll(shown, output)
    body = HSplit([*scroll.windows(), line.layout.container], align=VerticalAlign.TOP)
    application: Application[str] = Application(
        layout=Layout(body, focused_element=typed_in),
        # These come last and win: up and down would leaf through a history of one line.
        key_bindings=merge_key_bindings(
            [*([line.key_bindings] if line.key_bindings else []), _entering(judge, shown), scroll.bindings()]
        ),
        style=line.style,
        full_screen=True,
        output=output,
        input=line.input,
        refresh_interval=refresh,
    )
    application.ttimeoutlen = ESCAPE_TIME
    return run_interruptible(application)


def _line_to_type(shown: QuestionScreen, output: Output, bindings: KeyBindingsBase | None) -> Application[str]:
    """Return questionary's own application, of which the line alone is taken."""
    return questionary.text(
        shown.mark(shown.label),
        qmark="",
        style=STYLE,
        output=output,
        key_bindings=bindings,
        enable_suspend=True,
        # What is typed takes one row, however long it is.
        wrap_lines=False,
        # A look at what is typed, ending later, would take away what was said of the line before.
        validate_while_typing=False,
    ).application


def _entering(judge: Judge, shown: QuestionScreen) -> KeyBindings:
    """Bind Enter, Esc and pasting: what is wrong with a line is said, and the next one begins empty."""
    bindings = KeyBindings()

    @bindings.add("enter", eager=True)
    def _(event: KeyPressEvent) -> None:
        wrong = judge(event.current_buffer.text)
        if wrong is True:
            event.app.exit(result=event.current_buffer.text)
        else:
            _refuse(event.current_buffer, shown.mark(str(wrong)), keeps=shown.keeps)

    @bindings.add("escape", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    @bindings.add(Keys.BracketedPaste, eager=True)
    def _(event: KeyPressEvent) -> None:
        pasted = " ".join(event.data.split())
        if len(pasted) > shown.most:
            _refuse(event.current_buffer, TOO_LONG)
        else:
            event.current_buffer.insert_text(pasted)

    return bindings


TOO_LONG = "粘贴的太长，没有收。"


def _refuse(buffer: Buffer, why: str, *, keeps: bool = False) -> None:
    if not keeps:
        buffer.reset()
    buffer.validation_error = ValidationError(0, why)


class _Cap:
    """Keeps a line from growing longer than an answer can be; more keys at once are a paste, and none of it stays."""

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, buffer: Buffer) -> None:
        if len(buffer.text) <= self._most:
            return
        waiting = get_app().key_processor.input_queue
        if not waiting:
            buffer.text = buffer.text[: self._most]
            return
        waiting.clear()
        _refuse(buffer, TOO_LONG)


class _Scroll:
    """The part above the line typed: as many lines as fit, and how many more there are."""

    def __init__(self, shown: QuestionScreen, output: Output) -> None:
        self._shown = shown
        self._output = output
        self._top = 0
        self._window = Window(
            FormattedTextControl(
                lambda: self._fragments(self._lines()), get_cursor_position=lambda: Point(0, self._top)
            ),
            height=lambda: Dimension(min=1, preferred=self._height(), max=self._height()),
            get_vertical_scroll=lambda _: self._top,
        )

    def windows(self) -> list[Window]:
        keys = FormattedTextControl(lambda: self._fragments(self._keys()))
        return [self._window, Window(keys, dont_extend_height=True, height=Dimension(min=0))]

    def bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        for key, rows in (("up", -1), ("down", 1)):
            bindings.add(key, eager=True)(self._mover(rows, 0))
        for key, pages in (("pageup", -1), ("pagedown", 1)):
            bindings.add(key, eager=True)(self._mover(0, pages))
        return bindings

    def _mover(self, rows: int, pages: int) -> Callable[[KeyPressEvent], None]:
        def move(_: KeyPressEvent) -> None:
            lowest = max(len(self._lines()) - self._seen(), 0)
            # After a resize the window may stand above where it was sent.
            wanted = min(self._top, lowest) + rows + pages * max(self._seen() - 1, 1)
            self._top = max(min(wanted, lowest), 0)

        return move

    def _columns(self) -> int:
        return self._output.get_size().columns

    def _lines(self) -> list[Text]:
        lines = list(self._shown.lines(self._columns()))
        # Where rows are few, blank ones are the first to go.
        return lines if len(lines) <= self._room() else [line for line in lines if line.plain.strip()]

    def _room(self) -> int:
        keys = len(list(self._shown.keys(self._columns())))
        return max(self._output.get_size().rows - keys - INPUT_ROWS, 1)

    def _height(self) -> int:
        lines, room = len(self._lines()), self._room()
        return lines if lines <= room else max(room - 1, 1)

    def _seen(self) -> int:
        info = self._window.render_info
        return self._height() if info is None else info.window_height

    def _keys(self) -> list[Text]:
        keys = list(self._shown.keys(self._columns()))
        hidden = len(self._lines()) - self._height()
        if hidden <= 0:
            return keys
        above = min(self._top, hidden)
        return [Text(_more(above, hidden - above), style="bold"), *keys]

    def _fragments(self, lines: Iterable[Text]) -> StyleAndTextTuples:
        """Return rich's lines as prompt_toolkit's fragments; the styles used here have the same names in both."""
        pieces = [piece for line in lines for piece in line.render(_CONSOLE, end="\n")]
        return [(str(piece.style or ""), self._shown.mark(piece.text)) for piece in pieces[:-1]]


def _more(above: int, below: int) -> str:
    parts = [f"↑ 上面还有 {above} 行" if above else "", f"↓ 下面还有 {below} 行" if below else ""]
    return " " + "   ".join(part for part in parts if part)
