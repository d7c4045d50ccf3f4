"""Many files of one run, whenever it is killed and wherever the disk is full: all are there or none; or part by part.

Those that become visible together or not at all are written aside, into a folder beside their places. When all are on
disk a plan is put there that says which gets which name: from then on they count as kept, and whoever looks into the
folder next finishes what was begun. If the names cannot be given, the plan is turned round, and what was given is taken
back.

A run too long for that puts numbered parts into a folder, each whole or not at all (``Parts``). One that was stopped
goes on where it was: parts that are there are not made again. What they are parts of (inputs, bank, settings) stands
beside them, so that no run goes on with the parts of another.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from rolecheck.errors import StoreError, UsageError
from rolecheck.store.files import (
    BINARY,
    append_whole,
    ensure_folder,
    give_name,
    is_mine,
    is_temporary,
    lock,
    numbered_names,
    store_errors,
    sync_folder,
    temporary_name,
    write_all,
)
from rolecheck.store.places import write_named_bytes
from rolecheck.typesetting import quoted

PLAN, BACKWARDS, HELD = "plan", "backwards", "held"
PATIENCE = 10.0
"""Seconds another run is given to finish what it has begun."""

ABOUT = "_parts.json"
"""Begins with what programs that read a whole folder of parts pass over."""

PARTS_SCHEMA = "rolecheck.parts/1"
PIECE = 2**20


class Prepared(NamedTuple):
    """A file to be: the beginning of its name, and what it holds."""

    stem: str
    text: str


def write_together(folder: Path, suffix: str, files: Iterable[Prepared]) -> list[Path]:
    """Write private files, all or none, and return their paths; nothing that is there is written over.

    Raises:
        StoreError: the disk refused, and none is kept.
    """
    ensure_folder(folder)
    aside = temporary_name(folder)
    given: list[Path] = []
    with store_errors(f"一份都没有存，写不进 {quoted(folder)}"):
        try:
            aside.mkdir(mode=0o700)
            with _held(aside):
                plan = _write_aside(aside, folder, suffix, files)
                _begin(aside, plan)
                for name, wanted in plan.items():
                    given.append(_publish(aside / name, folder / wanted))
                sync_folder(folder)
                _remove(aside)
        except BaseException:
            _give_up(aside, given)
            raise
    return given


def _give_up(aside: Path, given: Iterable[Path]) -> None:
    with suppress(OSError):
        (aside / PLAN).replace(aside / BACKWARDS)
    with suppress(OSError):
        for path in given:
            path.unlink(missing_ok=True)
        _remove(aside)


def settle(folder: Path) -> None:
    """Finish, or take back, what runs that were killed have left half done in the folder.

    Raises:
        StoreError: another run is at it and does not finish.
    """
    try:
        with os.scandir(folder) as entries:
            begun = [entry for entry in entries if is_temporary(entry.name) and entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for aside in (Path(entry.path) for entry in begun):
        with suppress(OSError), _held(aside, patience=PATIENCE if (aside / PLAN).exists() else 0) as alone:
            if alone and aside.is_dir() and is_mine(aside.lstat()):
                _settle(aside, folder)


def _settle(aside: Path, folder: Path) -> None:
    if not (aside / PLAN).exists():
        _take_back(aside, folder)
        return
    for name, wanted in _plan(aside / PLAN).items():
        if (aside / name).exists():
            _publish(aside / name, folder / wanted)
    sync_folder(folder)
    _remove(aside)


def _write_aside(aside: Path, folder: Path, suffix: str, files: Iterable[Prepared]) -> dict[str, str]:
    plan: dict[str, str] = {}
    taken: set[str] = set()
    handles = []
    try:
        for number, file in enumerate(files):
            name = f"{number:06d}{suffix}"
            handle = os.open(aside / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
            handles.append(handle)
            write_all(handle, file.text.encode())
            plan[name] = _free_name(folder, file.stem, suffix, taken)
            if len(handles) >= 100:
                _finish(handles)
        _finish(handles)
    finally:
        for handle in handles:
            os.close(handle)
    return plan


def _finish(handles: list[int]) -> None:
    """See files onto the disk; some at once cost hardly more than one."""
    for handle in handles:
        os.fsync(handle)
    while handles:
        os.close(handles.pop())


def _free_name(folder: Path, stem: str, suffix: str, taken: set[str]) -> str:
    names = numbered_names(folder / f"{stem}{suffix}", suffix)
    path = next(path for path in names if path.name not in taken and not os.path.lexists(path))
    taken.add(path.name)
    return path.name


def _begin(aside: Path, plan: dict[str, str]) -> None:
    """Put the plan there whole: with it, the files count as kept."""
    draft = aside / "draft"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    try:
        append_whole(handle, json.dumps(plan).encode())
    finally:
        os.close(handle)
    draft.replace(aside / PLAN)
    sync_folder(aside)
    sync_folder(aside.parent)


def _publish(file: Path, wanted: Path) -> Path:
    """Give a file its name, or the next free one; it may have it already."""
    for path in numbered_names(wanted, wanted.suffix):
        if _same(file, path) or give_name(file, path):
            return path
    raise AssertionError(wanted)


def _take_back(aside: Path, folder: Path) -> None:
    if (aside / BACKWARDS).exists():
        for name, wanted in _plan(aside / BACKWARDS).items():
            for path in numbered_names(folder / wanted, Path(wanted).suffix):
                if _same(aside / name, path):
                    path.unlink()
                    break
                if not os.path.lexists(path):
                    break
        sync_folder(folder)
    _remove(aside)


def _remove(aside: Path) -> None:
    """Remove what was written aside, the plan last: until then it can be gone through again."""
    with suppress(FileNotFoundError), os.scandir(aside) as entries:
        names = sorted((entry.name for entry in entries), key=lambda name: name in {PLAN, BACKWARDS, HELD})
        for name in names:
            if name != HELD:
                (aside / name).unlink(missing_ok=True)
    shutil.rmtree(aside, ignore_errors=True)
    sync_folder(aside.parent)


def _plan(path: Path) -> dict[str, str]:
    plan = json.loads(path.read_text(encoding="utf-8"))
    return {str(Path(name).name): str(Path(wanted).name) for name, wanted in plan.items()}


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextmanager
def _held(aside: Path, patience: float = 0) -> Iterator[bool]:
    """Hold a folder against other runs that settle, waiting so many seconds; give whether it is held."""
    handle = os.open(aside / HELD, os.O_RDWR | os.O_CREAT | BINARY, 0o600)
    try:
        until = time.monotonic() + patience
        while not (alone := lock(handle)) and time.monotonic() < until:
            time.sleep(0.02)
        if not alone and patience:
            raise StoreError(f"另一个窗口正往 {quoted(aside.parent)} 里存一批结果，还没有存完。等它完了再运行一次。")
        yield alone
    finally:
        os.close(handle)


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
        self._begin({"schema": PARTS_SCHEMA, **about})

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
        with store_errors(f"写不进 {shown}", "请换一个文件夹。"):
            if self.folder.exists() and not self.folder.is_dir():
                raise StoreError(f"写不进 {shown}：这不是文件夹。请换一个名字。")
            ensure_folder(self.folder)
            there = {path.name for path in self.folder.iterdir() if not is_temporary(path.name)}
            if not there:
                write_named_bytes(self.folder / ABOUT, text.encode())
                return
            before = (self.folder / ABOUT).read_text(encoding="utf-8") if ABOUT in there else None
        if before != text:
            why = "里已经有别的东西" if before is None else "里是另一次的部分：读的文件、题库或设置和这次不一样"
            another = self.folder.with_name(f"{self.folder.name}-2")
            raise UsageError(
                f"{shown} {why}，没有动它。--output 后面换一个新文件夹，或先把它移走。",
                retype={str(self.folder): [str(another)]} if not another.exists() else None,
            )


def content_mark(path: Path) -> str:
    """Return what tells a file's content from another's; OSError if it cannot be read."""
    mark = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            mark.update(piece)
    return mark.hexdigest()[:16]
