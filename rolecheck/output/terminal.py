"""The pieces every terminal page is made of: wrapped paragraphs, bullets, bars, and the console they go to.

A page is a sequence of lines, wrapped here and not by rich, which cuts Chinese (Textualize/rich#2494).
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, NamedTuple

from rolecheck.typesetting import hang, in_ascii, pad, wrap

WIDEST = 88
"""Cells; longer lines are hard to read."""

WITHOUT_TERMINAL = 80

TOGETHER = 200
"""Lines coloured at once: a page has fewer, a table of respondents may have a million."""

MARGIN = " "

STRONG = "bold"
QUIET = "dim"
BAR = "color(30)"
ACCENT = f"bold {BAR}"
WARNING = "color(130)"
"""A dark cyan and a brown: of the two colours that carry a meaning, both can be read on white and on black."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


class Screen(NamedTuple):
    """How wide the text may be, whether it must do without drawing (screen readers, pipes), or with ASCII's marks.

    No line ends within one of the ``names``.
    """

    width: int
    plain: bool = False
    ascii: bool = False
    names: tuple[str, ...] = ()

    @property
    def room(self) -> int:
        """Cells inside the margins."""
        return max(min(self.width, WIDEST) - 2 * len(MARGIN), 20)


class TextLine(NamedTuple):
    """One line of a page: pieces of text, each with its style."""

    parts: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.parts)

    def append(self, text: str, style: str = "") -> "TextLine":
        """Return the line with one more piece."""
        return TextLine((*self.parts, (text, style)))


def styled(text: str, style: str = "") -> TextLine:
    """Return a line of one piece."""
    return TextLine(((text, style),))


def in_marks_of(screen: Screen, lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """Yield the lines with the bars and marks the screen can show."""
    for line in lines:
        yield TextLine(tuple((in_ascii(text), style) for text, style in line.parts)) if screen.ascii else line


def print_page(lines: Iterable[TextLine], stream: IO[str], *, plain: bool) -> None:
    """Write the lines as they are; colour only on a terminal that has it, or where ``FORCE_COLOR`` asks for it."""
    if plain or not (stream.isatty() or os.environ.get("FORCE_COLOR")):
        stream.writelines(f"{line.plain}\n" for line in lines)
        return
    # Colour, and what each terminal makes of it, is rich's business; loading it costs as much as the page itself.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console, waiting = Console(file=stream, highlight=False), iter(lines)
    while together := list(islice(waiting, TOGETHER)):
        console.print(Text("\n").join(Text.assemble(*line.parts) for line in together), soft_wrap=True)


def columns_of(stream: IO[str]) -> int:
    """Return the width of the terminal behind the stream; ``COLUMNS`` has the last word, 80 stands in for none."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    try:
        return os.get_terminal_size(stream.fileno()).columns or WITHOUT_TERMINAL
    except (OSError, ValueError):
        return WITHOUT_TERMINAL


def paragraph(screen: Screen, text: str, style: str = "", indent: int = 0) -> Iterator[TextLine]:
    """Yield the text wrapped and indented."""
    for line in wrap(text, screen.room - indent, screen.names):
        yield styled(MARGIN + " " * indent + line, style)


def bullet(screen: Screen, label: str, text: str, style: str = "", indent: int = 2) -> Iterator[TextLine]:
    """Yield the text wrapped behind a label, following lines under the text."""
    for line in hang(label, text, screen.room - indent, screen.names):
        yield styled(MARGIN + " " * indent + line, style)


def heading(screen: Screen, text: str, note: str = "") -> Iterator[TextLine]:
    """Yield an empty line, a heading, and perhaps a quiet note under it."""
    yield styled("")
    yield from paragraph(screen, text, STRONG)
    if note:
        yield from paragraph(screen, note, QUIET, indent=2)


def bar(share: float, cells: int) -> str:
    """Draw a share of one as a bar of at most so many cells, to an eighth of a cell."""
    eighths = round(share * cells * 8)
    full, rest = divmod(eighths, 8)
    return pad("█" * full + (_EIGHTHS[rest] if rest else ""), cells)
