"""A page on a terminal, a screen at a time where it is longer: by the reader's own pager, or by ours.

Never into a pipe or a file, never where drawing is unwelcome.
"""

import os
import shlex
import subprocess  # nosec B404 - a pager is a program
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from rolecheck.calling import all_as_called
from rolecheck.cli.confirming import is_terminal
from rolecheck.cli.marks import wants_ascii
from rolecheck.cli.screen import show_lines, wants_plain
from rolecheck.errors import UsageError
from rolecheck.output.terminal import Line, Screen, columns_of, in_marks_of
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.page import Page
from rolecheck.visible import quoted

LESS = "FRX"
"""How less behaves where nobody has said: leaves at once when all is seen, keeps colours, leaves the text there."""


def show_paged(page: Page, *, plain: bool) -> None:
    """Print a page on stdout, paged where somebody sits at a terminal that is too small for it."""
    page = all_as_called(page)

    def compose(screen: Screen) -> Iterator[Line]:
        return page_lines(page, screen)

    if not can_page(plain=plain) or _fits(page):
        show_lines(compose, plain=plain)
        return
    pager = os.environ.get("PAGER", "").strip()
    if pager:
        _through(pager, page)
        return
    from rolecheck.prompt.pager import read_paged

    read_paged(
        lambda columns: [[(_style(style), text) for text, style in line.parts] for line in _lines(page, columns)]
    )


def can_page(*, plain: bool) -> bool:
    """Tell whether somebody sits at a terminal that can be drawn on."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout) and not wants_plain(plain)


def _lines(page: Page, columns: int) -> list[Line]:
    screen = Screen(columns, plain=False, ascii=wants_ascii(sys.stdout))
    return list(in_marks_of(screen, page_lines(page, screen)))


def _fits(page: Page) -> bool:
    try:
        rows = os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return True
    # The shell's own line comes below.
    return rows <= 0 or len(_lines(page, columns_of(sys.stdout))) < rows


@cache
def _style(style: str) -> str:
    """Return a style of rich's in prompt_toolkit's words."""
    from rich.style import Style

    parsed = Style.parse(style or "none")
    colour = f"fg:{parsed.color.get_truecolor().hex}" if parsed.color else ""
    return " ".join(filter(None, ("bold" if parsed.bold else "", "dim" if parsed.dim else "", colour)))


def _through(pager: str, page: Page) -> None:
    """Give the page to the reader's own pager; UsageError where there is no such program."""
    surroundings = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    try:
        command = shlex.split(pager, posix=os.name == "posix")
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=surroundings)  # noqa: S603 # nosec B603 - theirs
    except (OSError, ValueError) as error:
        raise UsageError(
            f"环境变量 PAGER 写的 {quoted(pager[:60])} 运行不了。改好它，或者清空它，就用自带的翻页。"
        ) from error
    assert process.stdin is not None  # noqa: S101 - it was asked for
    # A reader who has seen enough closes the pager before all is written.
    with suppress(BrokenPipeError):
        process.stdin.write("".join(f"{line}\n" for line in _coloured(page)).encode())
    with suppress(BrokenPipeError):
        process.stdin.close()
    while process.returncode is None:
        # Ctrl-C is the pager's own business while it runs.
        with suppress(KeyboardInterrupt):
            process.wait()


def _coloured(page: Page) -> Iterator[str]:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    columns = columns_of(sys.stdout)
    console = Console(file=StringIO(), highlight=False, force_terminal=True, width=columns, color_system="256")
    with console.capture() as captured:
        for line in _lines(page, columns):
            console.print(Text.assemble(*line.parts), soft_wrap=True)
    return iter(captured.get().splitlines())
