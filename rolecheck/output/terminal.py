"""The pieces every terminal page is made of: wrapped paragraphs, bullets, bars, and the console they go to.

A page is a list of ``Text`` lines, wrapped here and not by rich, which cuts Chinese (Textualize/rich#2494).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from rich.console import Console
from rich.text import Text

from rolecheck.typesetting import hang, pad, wrap

WIDEST = 88
"""Cells; longer lines are hard to read."""

MARGIN = " "

STRONG = "bold"
QUIET = "dim"
ACCENT = "bold cyan"
WARNING = "yellow"

_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Page:
    """How wide the text may be, and whether it must do without drawing (screen readers, pipes)."""

    width: int
    plain: bool = False

    @property
    def room(self) -> int:
        """Cells inside the margins."""
        return max(min(self.width, WIDEST) - 2 * len(MARGIN), 20)


def print_page(lines: Iterable[Text], stream: IO[str], *, plain: bool) -> None:
    """Write the lines as they are; colour only where the stream is a terminal that has it."""
    console = Console(file=stream, highlight=False, no_color=plain or None, soft_wrap=True)
    for line in lines:
        console.print(line, soft_wrap=True)


def console_width(stream: IO[str]) -> int:
    """Return the width of the terminal behind the stream, 80 where there is none."""
    return Console(file=stream).width


def paragraph(page: Page, text: str, style: str = "", indent: int = 0) -> Iterator[Text]:
    """Yield the text wrapped and indented."""
    for line in wrap(text, page.room - indent):
        yield Text(MARGIN + " " * indent + line, style=style)


def bullet(page: Page, label: str, text: str, style: str = "", indent: int = 2) -> Iterator[Text]:
    """Yield the text wrapped behind a label, following lines under the text."""
    for line in hang(label, text, page.room - indent):
        yield Text(MARGIN + " " * indent + line, style=style)


def heading(page: Page, text: str, note: str = "") -> Iterator[Text]:
    """Yield an empty line, a heading, and perhaps a quiet note under it."""
    yield Text("")
    yield from paragraph(page, text, STRONG)
    if note:
        yield from paragraph(page, note, QUIET, indent=2)


def bar(share: float, cells: int) -> str:
    """Draw a share of one as a bar of at most so many cells, to an eighth of a cell."""
    eighths = round(share * cells * 8)
    full, rest = divmod(eighths, 8)
    return pad("█" * full + (_EIGHTHS[rest] if rest else ""), cells)
