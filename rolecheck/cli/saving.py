"""Results kept before they are shown, and `--output`: a report as a file of the user's own."""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.characters import harmless
from rolecheck.errors import StoreError, UsageError

if TYPE_CHECKING:
    from rolecheck.cli.asking import Sitting
    from rolecheck.output.document import Document

ENDINGS = (".md", ".html")


def check_ending(path: Path | None) -> None:
    """Raise UsageError unless this is the name of a file that can be written, or none is wanted."""
    if path is not None and path.suffix.lower() not in ENDINGS:
        shown = harmless(path.name)
        raise UsageError(f"不知道“{shown}”该写成什么。--output 的文件名要以 .md（Markdown）或 .html（网页）结尾。")


def save_document(document: "Document", path: Path) -> None:
    """Write the document, and say where it is."""
    from rolecheck.store.files import write_named

    write_named(path, _renderer(path)(document))
    sys.stderr.write(f"写好了：{path}\n")


def _renderer(path: Path) -> "Callable[[Document], str]":
    # jinja2 costs more than the rest of the command, and only a web page needs it.
    if path.suffix.lower() == ".html":
        from rolecheck.output.html import render_html

        return render_html
    from rolecheck.output.markdown import render_markdown

    return render_markdown


def save_and_show(save: Callable[[], Path] | None, show: Callable[[], None], sitting: "Sitting", again: str) -> None:
    """Keep a result, then show it: nothing that happens while it prints can lose it.

    The journal goes when the result is kept, or, where nothing is to be kept, when it has been shown. A disk that
    refuses does not keep the respondent from reading; ``again`` says how to read it once more.

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
                sys.stderr.write(f"结果存在 {sitting.saved}，{again}\n")
    if refusal is not None:
        raise refusal
    _close(sitting)


def _close(sitting: "Sitting") -> None:
    if sitting.journal is not None:
        sitting.journal.close()
        sitting.journal = None
