"""`--output`: a report as a file of the user's own, its kind told by the end of its name."""

import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from rolecheck.bank.characters import harmless
from rolecheck.errors import UsageError

if TYPE_CHECKING:
    from rolecheck.output.document import Document

KINDS = {".md": "Markdown", ".html": "网页", ".json": "数据", ".svg": "图", ".png": "点阵图"}
"""Ends of file names, and what is written into such a file."""

ENDINGS = (".md", ".html")
"""What every report can be written as."""


def check_ending(path: Path | None, endings: Collection[str] = ENDINGS, option: str = "--output") -> None:
    """Raise UsageError unless this is the name of a file that can be written, or none is wanted."""
    if path is not None and path.suffix.lower() not in endings:
        *others, last = (f" {ending}（{KINDS[ending]}）" for ending in endings)
        kinds = f"{'、'.join(others)}或{last}"
        raise UsageError(f"不知道“{harmless(path.name)}”该写成什么。{option} 的文件名要以{kinds}结尾。")


def save_document(document: "Document", path: Path) -> None:
    """Write the document, and say where it is."""
    if path.suffix.lower() == ".html":
        # jinja2 costs more than the rest of the command, and only a web page needs it.
        from rolecheck.output.html import render_html

        save_text(render_html(document), path)
        return
    from rolecheck.output.markdown import render_markdown

    save_text(render_markdown(document), path)


def save_text(text: str, path: Path) -> None:
    """Write a finished file, and say where it is."""
    from rolecheck.store.files import write_named

    write_named(path, text)
    sys.stderr.write(f"写好了：{path}\n")
