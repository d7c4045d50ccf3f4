"""A page for every person of a sheet: a folder of web pages, and a list of them for whoever hands them out."""

import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rolecheck.bank.characters import harmless
from rolecheck.cli.progress import progress
from rolecheck.cli.report import result_page
from rolecheck.errors import UsageError
from rolecheck.measure.examiner import Examiner, Profile
from rolecheck.report.collecting import handing_out_page
from rolecheck.session.session import Session
from rolecheck.store.files import ensure_folder
from rolecheck.store.places import refuse_output, write_named
from rolecheck.visible import quoted

LIST = "00-名单（只给带队的人）.html"
NAMELESS = "没写名字"
MOST_NAME = 30
"""Characters of a name in the name of a file."""

_AWKWARD = re.compile(r"[^\w（）()·]+|_+")
"""What some system, shell or mail program stumbles over in the name of a file."""


class Handed(NamedTuple):
    """One person's answers, what they show, and when they were given, if that is known."""

    session: Session
    profile: Profile
    taken: datetime | None = None


def check_folder(folder: Path | None, inputs: Iterable[Path | None] = ()) -> None:
    """Raise UsageError unless pages can be written into a folder of this name, new or empty, or none is wanted."""
    if folder is None:
        return
    refuse_output(folder / LIST, [path for path in inputs if path is not None])
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except (OSError, ValueError):
        is_free = False
    if not is_free:
        raise UsageError(f"{quoted(folder)} 里已经有东西，没有写。--pages 后面写一个新文件夹的名字。")


def write_pages(examiner: Examiner, people: Iterable[Handed], folder: Path, *, plain: bool = False) -> None:
    """Write a page for each person and the list of them, and say where they are."""
    from rolecheck.output.html import html_text

    ensure_folder(folder)
    listed: list[tuple[str, str]] = []
    with progress("写网页", "页", plain=plain) as track:
        for number, handed in enumerate(track(people, None), 1):
            name = handed.session.respondent or NAMELESS
            file = f"{number:02}-{file_name(name)}.html"
            write_named(folder / file, html_text(result_page(examiner, *handed)))
            listed.append((name, file))
    write_named(folder / LIST, html_text(handing_out_page(listed)))
    sys.stderr.write(f"写好了 {len(listed)} 个人的网页，在 {quoted(folder)}；名单是 {LIST}，只给带队的人。\n")


def file_name(name: str) -> str:
    """Return a person's name as every system takes it for a piece of a file's name."""
    plain = _AWKWARD.sub("-", unicodedata.normalize("NFKC", harmless(name, MOST_NAME))).strip("-.")
    return plain or NAMELESS
