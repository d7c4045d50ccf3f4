"""The tool's own files: written whole or not at all, readable by their owner alone, and read only up to a limit.

One run at a time holds one: by a lock that the system itself takes back, however its holder ends.
"""

import errno
import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from rolecheck.errors import BadInputError, Problem, StoreError, why_refused
from rolecheck.intake import note_read
from rolecheck.typesetting import quoted

LIMIT = 2**20
"""Bytes; nothing rolecheck writes comes near it."""

TEMPORARY = ".rolecheck-"
"""Begins the name of what is being written; one that stays was left by a run that was killed."""

BINARY: int = getattr(os, "O_BINARY", 0)
"""Windows alone changes line ends unless told not to."""

AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
_NOT_BY_A_LINK: int = getattr(os, "O_NOFOLLOW", 0)


_BEHIND_EVERYTHING = 2**30
"""Where Windows locks: a locked byte cannot be read either, and no journal comes near this one."""

_HELD_BY_ANOTHER = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.EWOULDBLOCK})

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _BEHIND_EVERYTHING, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def ensure_folder(folder: Path) -> None:
    """Make the folder, and whatever of the way to it is missing, private to the user; what is there stays as it is."""
    with store_errors(f"建不了文件夹 {quoted(folder)}"):
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for parent in reversed(missing):
            with suppress(FileExistsError):
                parent.mkdir(mode=0o700)
            sync_folder(parent.parent)


def write_new_private(folder: Path, stem: str, suffix: str, text: str) -> Path:
    """Write the text into a file of its own, named after the stem, and return its path; mode 0600.

    Nothing that is there is written over, not even by two runs that choose a name at the same moment.
    """
    names = numbered_names(folder / f"{stem}{suffix}", suffix)
    path = next(names)
    ensure_folder(folder)
    with store_errors(f"写不进 {quoted(path)}"), temporary_file(folder) as (handle, temporary):
        append_whole(handle, text.encode())
        while not give_name(temporary, path):
            path = next(names)
        sync_folder(folder)
    return path


def numbered_names(path: Path, suffix: str) -> Iterator[Path]:
    """Yield the path with this suffix, then with a number before it."""
    stems = chain([path.stem], (f"{path.stem}-{number}" for number in count(2)))
    return (path.with_name(f"{stem}{suffix}") for stem in stems)


def give_name(temporary: Path, path: Path) -> bool:
    """Give a finished file its name, and return whether the name was free."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links: whoever takes the name between these two lines is written over.
        if os.path.lexists(path):
            return False
        temporary.replace(path)
    return True


def lock(handle: int) -> bool:
    """Lock an open file until it is closed; return whether nobody else holds it.

    Where a file system knows no locks (some shared folders) nobody is taken to hold it.
    """
    try:
        _lock(handle)
    except OSError as error:
        return error.errno not in _HELD_BY_ANOTHER
    return True


@contextmanager
def temporary_file(folder: Path, mode: int = 0o600) -> Iterator[tuple[int, Path]]:
    """Give a new file in the folder, held against the clearing of leftovers; its name is gone afterwards."""
    while True:
        path = temporary_name(folder)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | BINARY, mode)
        # Between these two lines another run may have taken it for a leftover.
        if lock(handle) and os.fstat(handle).st_nlink:
            break
        os.close(handle)
    try:
        yield handle, path
    finally:
        # Windows takes the name of no file that is open.
        with suppress(OSError):
            os.close(handle)
        with suppress(PermissionError):
            path.unlink(missing_ok=True)


def temporary_name(folder: Path) -> Path:
    """Return a name that nothing has, and that no other program would come upon: half of it checks the other."""
    half = secrets.token_hex(4)
    return folder / f"{TEMPORARY}{half}{_check(half)}"


def is_temporary(name: str) -> bool:
    """Tell whether ``temporary_name`` gave this name."""
    half, check = name[len(TEMPORARY) :][:8], name[len(TEMPORARY) :][8:]
    return name.startswith(TEMPORARY) and len(half) == 8 and check == _check(half)


def _check(half: str) -> str:
    return hashlib.blake2s(half.encode(), digest_size=4, person=b"rolechck").hexdigest()


def clear_leftovers(folder: Path) -> None:
    """Remove files that runs which were killed while writing have left in the folder; what cannot be is left."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if is_temporary(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _clear(Path(entry.path))


def _clear(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | AT_ONCE | BINARY | _NOT_BY_A_LINK)
    try:
        about = os.fstat(handle)
        abandoned = stat.S_ISREG(about.st_mode) and is_mine(about) and lock(handle)
    finally:
        if sys.platform == "win32":
            os.close(handle)
    try:
        if abandoned:
            path.unlink()
    finally:
        if sys.platform != "win32":
            os.close(handle)


def is_mine(about: os.stat_result) -> bool:
    """Tell whether this belongs to who runs the tool; with sudo, to who asked for it, too."""
    if sys.platform == "win32":
        return True
    user = os.geteuid()
    asked = os.environ.get("SUDO_UID", "") if user == 0 else ""
    return about.st_uid == user or str(about.st_uid) == asked


def sync_folder(folder: Path) -> None:
    """See names onto the disk; a file whose folder does not know it is lost when the power fails."""
    if sys.platform == "win32":
        return
    # Some file systems cannot, and then they need not.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def append_whole(handle: int, data: bytes) -> None:
    """Append to an open file and see it onto the disk; OSError if the disk refuses, when a part may be there."""
    write_all(handle, data)
    os.fsync(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write to an open file; OSError if the disk refuses, when a part may be there."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def folder_entries(folder: Path) -> list[Path]:
    """Return what lies in a folder, by name; nothing where there is no folder.

    Raises:
        StoreError: the folder is there and cannot be looked into, so nobody knows what it holds.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted((folder / entry.name for entry in entries), key=lambda path: path.name)
    except FileNotFoundError:
        if not os.path.lexists(folder):
            return []
        why = "链接指着的地方没有东西"
    except OSError as error:
        why = "它不是文件夹" if isinstance(error, NotADirectoryError) else why_refused(error)
    raise StoreError(
        f"看不了文件夹 {quoted(folder)}：{why}。所以不知道里面存着什么。"
        "看看它的权限，或用环境变量 ROLECHECK_HOME 换一个文件夹。"
    )


def read_text(path: Path) -> str:
    """Return the file's text; BadInputError if it is no file, cannot be read, is too large or is not UTF-8."""
    data = read_private(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError([Problem(str(path), None, "不是 UTF-8 文本。换一个文件。")]) from error


def read_private(path: Path) -> bytes:
    """Return what a file of the tool's own size holds; BadInputError as ``read_text`` raises it."""
    try:
        # Without waiting: a pipe somebody has put there would never be opened.
        handle = os.open(path, os.O_RDONLY | AT_ONCE | BINARY)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise BadInputError([Problem(str(path), None, "不是普通文件。换一个文件。")])
            note_read(handle)
            data = stream.read(LIMIT + 1)
    except OSError as error:
        raise BadInputError([Problem(str(path), None, f"读不了：{why_refused(error)}。检查路径和权限。")]) from error
    if len(data) > LIMIT:
        raise BadInputError([Problem(str(path), None, "文件太大，不像是 rolecheck 写的。换一个文件。")])
    return data


@contextmanager
def store_errors(what: str, remedy: str = "可以用环境变量 ROLECHECK_HOME 换一个能写的文件夹。") -> Iterator[None]:
    """Turn a refusal of the disk into a StoreError that says what could not be done, and what to do."""
    try:
        yield
    except OSError as error:
        msg = f"{what}：{why_refused(error)}。{remedy}"
        raise StoreError(msg) from error
