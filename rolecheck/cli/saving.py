"""Results kept before they are shown, and `--output`: a report as a file of the user's own."""

import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.characters import harmless
from rolecheck.calling import as_called
from rolecheck.errors import StoreError, UsageError
from rolecheck.typesetting import quoted

if TYPE_CHECKING:
    from rolecheck.cli.asking import OpenRun
    from rolecheck.report.page import Page

KINDS = {
    ".md": "Markdown",
    ".html": "网页",
    ".json": "数据",
    ".svg": "图",
    ".png": "点阵图",
    ".csv": "表格",
    ".xlsx": "Excel 工作簿",
}
"""Ends of file names, and what is written into such a file."""

ENDINGS = (".md", ".html")
"""What every report can be written as."""


def check_ending(path: Path | None, endings: Collection[str] = ENDINGS, option: str = "--output") -> None:
    """Raise UsageError unless this is the name of a file that can be written, or none is wanted."""
    if path is not None and path.suffix.lower() not in endings:
        *others, last = (f" {ending}（{KINDS[ending]}）" for ending in endings)
        kinds = f"{'、'.join(others)}或{last}"
        better = str(path.with_suffix(next(iter(endings)))) if path.name else ""
        raise UsageError(
            f"不知道“{harmless(path.name)}”该写成什么。{option} 的文件名要以{kinds}结尾。",
            retype={str(path): [better]} if better else None,
        )


def check_output(
    path: Path | None,
    endings: Collection[str] | None = ENDINGS,
    option: str = "--output",
    inputs: Iterable[Path | None] = (),
) -> None:
    """Raise UsageError unless a file of this name can be written without destroying anything, or none is wanted.

    ``endings`` are those that say what is to be written, None where any will do; ``inputs`` are files or folders (the
    files in which count) that are going to be read. Nothing has been asked or computed by then.
    """
    if endings is not None:
        check_ending(path, endings, option)
    if path is None:
        return
    from rolecheck.store.places import refuse_output

    refuse_output(path, [file for given in inputs if given is not None for file in _files(given)])


def _files(path: Path) -> list[Path]:
    """Return the file, or those of a folder that a command would read: not what it may have written there itself."""
    with suppress(OSError):
        if path.is_dir():
            return [each for each in path.iterdir() if each.suffix.lower() in {".yaml", ".yml"}]
    return [path]


def save_page(page: "Page", path: Path) -> None:
    """Write the page, and say where it is."""
    if path.suffix.lower() == ".html":
        # jinja2 costs more than the rest of the command, and only a web page needs it.
        from rolecheck.output.html import html_text

        save_text(html_text(page), path)
        return
    from rolecheck.output.markdown import markdown_text

    save_text(markdown_text(page), path)


def save_text(content: str | bytes, path: Path) -> None:
    """Write a finished file, and say where it is."""
    from rolecheck.store.places import write_named_bytes

    write_named_bytes(path, content.encode() if isinstance(content, str) else content)
    sys.stderr.write(f"写好了：{quoted(path)}\n")


def save_and_show(save: Callable[[], Path] | None, show: Callable[[], None], sitting: "OpenRun", again: str) -> None:
    """Keep a result, then show it: nothing that happens while it prints can lose it.

    The journal goes when the result is kept, or, where nothing is to be kept, when it has been shown. A disk that
    refuses does not keep the respondent from reading; ``again`` says how to read it once more, where that is unsaid.

    Raises:
        StoreError: the disk refused; the result has been shown all the same.
    """
    refusal = None
    try:
        if save is not None:
            sitting.saved = save()
            _close(sitting)
    except StoreError as error:
        refusal = error
    try:
        show()
    finally:
        if sitting.saved is not None:
            with suppress(OSError, ValueError):
                again = f"，{again}" if again else ""
                sys.stderr.write(as_called(f"结果存在 {quoted(sitting.saved)}{again}\n"))
    if refusal is not None:
        raise refusal
    _close(sitting)


def _close(sitting: "OpenRun") -> None:
    if sitting.journal is not None:
        sitting.journal.close()
        sitting.journal = None
