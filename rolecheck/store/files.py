"""Files written whole or not at all, and read only up to a limit.

What the tool keeps by itself is private, readable by its owner alone; what a user asks for by name is a file like any
other of theirs.
"""

import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from rolecheck.errors import BadInputError, Problem, StoreError, why_refused

LIMIT = 2**20
"""Bytes; nothing rolecheck writes comes near it."""

TEMPORARY = "."
"""Begins the name of a file that is being written; one that stays was left by a run that was killed."""

BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows alone changes line ends unless told not to."""

AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)


def ensure_folder(folder: Path) -> None:
    """Make the folder, private to the user, unless it is there."""
    with told(f"建不了文件夹 {folder}"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_new_private(folder: Path, stem: str, suffix: str, text: str) -> Path:
    """Write the text into a file of its own, named after the stem, and return its path; mode 0600.

    Nothing that is there is written over, not even by two runs that choose a name at the same moment.
    """
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    paths = (folder / f"{name}{suffix}" for name in names)
    path = next(paths)
    with told(f"写不进 {path}"), _whole(path, text) as temporary:
        while not _give_name(temporary, path):
            path = next(paths)
        _sync_folder(folder)
    return path


def _give_name(temporary: Path, path: Path) -> bool:
    """Give a finished file its name, and return whether the name was free."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links: whoever takes the name between these two lines is written over.
        if path.exists():
            return False
        temporary.replace(path)
    return True


@contextmanager
def _whole(path: Path, text: str) -> Iterator[Path]:
    """Give a private file beside the path that holds the text and is on disk; it is gone afterwards."""
    ensure_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{TEMPORARY}{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """See a new name onto the disk; a file whose folder does not know it is lost when the power fails."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems cannot, and then they need not.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def write_named(path: Path, text: str) -> None:
    """Write the text, as UTF-8, into a file the user named: see ``write_named_bytes``."""
    write_named_bytes(path, text.encode())


def write_named_bytes(path: Path, content: bytes) -> None:
    """Write the content into a file the user named, so that it holds all of it or what it held before.

    A new file has the mode the user's umask gives, one that was there keeps its own; a link is followed.

    Raises:
        StoreError: there is something else of that name, no such folder, or the disk refuses.
    """
    target = Path(os.path.realpath(path))
    with told(f"写不进 {path}", "请换一个文件名或文件夹。"):
        if not target.parent.is_dir():
            raise StoreError(f"写不进 {path}：没有文件夹 {target.parent}。请先建好它，或换一个文件夹。")
        if target.is_dir():
            raise StoreError(f"写不进 {path}：这是一个文件夹。请换一个文件名。")
        if target.exists() and not target.is_file():
            raise StoreError(f"写不进 {path}：这不是普通文件。请换一个文件名或文件夹。")
        _replace_whole(target, content)


def _replace_whole(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".rolecheck-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as stream:
            if target.exists():
                # Before a word is in it: what others could not read they cannot read now.
                temporary.chmod(target.stat().st_mode & 0o777)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def append_whole(handle: int, data: bytes) -> None:
    """Append to an open file and see it onto the disk; OSError if the disk refuses, when a part may be there."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def create_private(path: Path) -> int:
    """Make a new file, mode 0600, and return it open for appending; OSError if there is one."""
    ensure_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    _sync_folder(path.parent)
    return handle


def read_text(path: Path) -> str:
    """Return the file's text; BadInputError if it is no file, cannot be read, is too large or is not UTF-8."""
    try:
        # Without waiting: a pipe somebody has put there would never be opened.
        handle = os.open(path, os.O_RDONLY | AT_ONCE | BINARY)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise BadInputError([Problem(str(path), None, "不是普通文件。换一个文件。")])
            data = stream.read(LIMIT + 1)
    except OSError as error:
        raise BadInputError([Problem(str(path), None, f"读不了：{why_refused(error)}。检查路径和权限。")]) from error
    if len(data) > LIMIT:
        raise BadInputError([Problem(str(path), None, "文件太大，不像是 rolecheck 写的。换一个文件。")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError([Problem(str(path), None, "不是 UTF-8 文本。换一个文件。")]) from error


@contextmanager
def told(what: str, remedy: str = "可以用环境变量 ROLECHECK_HOME 换一个能写的文件夹。") -> Iterator[None]:
    """Turn a refusal of the disk into a StoreError that says what could not be done, and what to do."""
    try:
        yield
    except OSError as error:
        msg = f"{what}：{why_refused(error)}。{remedy}"
        raise StoreError(msg) from error
