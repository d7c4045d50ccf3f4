"""Files written whole or not at all, and read only up to a limit.

What the tool keeps by itself is private, readable by its owner alone; what a user asks for by name is a file like any
other of theirs.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rolecheck.errors import BadInputError, Problem, StoreError, why_refused

LIMIT = 4 * 2**20
"""Bytes; nothing rolecheck writes comes near it."""


def ensure_folder(folder: Path) -> None:
    """Make the folder, private to the user, unless it is there."""
    with told(f"建不了文件夹 {folder}"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write the text so that the path holds all of it or what it held before; mode 0600."""
    ensure_folder(path.parent)
    with told(f"写不进 {path}"):
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


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


def append_private(path: Path, line: str) -> None:
    """Append one line and see it onto the disk; the file is made with mode 0600."""
    ensure_folder(path.parent)
    with told(f"写不进 {path}"):
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write(line + "\n")
            stream.flush()
            os.fsync(stream.fileno())


def read_text(path: Path) -> str:
    """Return the file's text; BadInputError if it cannot be read, is too large or is not UTF-8."""
    try:
        with path.open("rb") as stream:
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
