"""A long run's output: a folder of numbered parts, each written whole or not at all, and what they are parts of.

A run that was stopped goes on where it was: parts that are there are not made again. What they are parts of (inputs,
bank, settings) stands beside them, so that no run goes on with the parts of another.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rolecheck.errors import StoreError, UsageError
from rolecheck.store.files import ensure_folder, is_temporary, told
from rolecheck.store.outputs import write_named_bytes
from rolecheck.visible import quoted

ABOUT = "_parts.json"
"""Begins with what programs that read a whole folder of parts pass over."""

SCHEMA = "rolecheck.parts/1"
PIECE = 2**20


class Parts:
    """The parts of one run in one folder."""

    def __init__(self, folder: Path, suffix: str, about: Mapping[str, Any]) -> None:
        """Begin, or go on.

        Raises:
            UsageError: the folder holds something else, or the parts of another run.
            StoreError: the disk refuses.
        """
        self.folder = folder
        self._suffix = suffix
        self._begin({"schema": SCHEMA, **about})

    def has(self, number: int) -> bool:
        """Tell whether this part is there."""
        return self.path(number).is_file()

    def write(self, number: int, content: bytes) -> None:
        """Write one part, whole or not at all."""
        write_named_bytes(self.path(number), content)

    def path(self, number: int) -> Path:
        """Return where a part lies."""
        return self.folder / f"part-{number:06d}{self._suffix}"

    def _begin(self, about: Mapping[str, Any]) -> None:
        text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        shown = quoted(self.folder)
        with told(f"写不进 {shown}", "请换一个文件夹。"):
            if self.folder.exists() and not self.folder.is_dir():
                raise StoreError(f"写不进 {shown}：这不是文件夹。请换一个名字。")
            ensure_folder(self.folder)
            there = {each.name for each in self.folder.iterdir() if not is_temporary(each.name)}
            if not there:
                write_named_bytes(self.folder / ABOUT, text.encode())
                return
            before = (self.folder / ABOUT).read_text(encoding="utf-8") if ABOUT in there else None
        if before != text:
            why = "里已经有别的东西" if before is None else "里是另一次的部分：读的文件、题库或设置和这次不一样"
            raise UsageError(f"{shown} {why}，没有动它。--output 后面换一个新文件夹，或先把它移走。")


def content_mark(path: Path) -> str:
    """Return what tells a file's content from another's; OSError if it cannot be read."""
    mark = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            mark.update(piece)
    return mark.hexdigest()[:16]
