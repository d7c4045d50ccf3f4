"""What comes in by a path, read once and up to a limit: a file, a pipe, a FIFO, standard input.

Nothing is waited for without end and nothing is read without end, and what was read in this run is remembered by
device and inode, so that no output can be put in its place.
"""

import errno
import os
import select
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

from rolecheck.errors import why_refused

PIECE = 2**18
"""Bytes read at once."""

NOBODY = 10.0
"""Seconds a FIFO is waited for that nobody writes to."""

SILENCE = 60.0
"""Seconds a pipe may be silent."""

LONGEST = 1800.0
"""Seconds a pipe may take in all."""

_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
_STANDARD = frozenset({"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})

Identity = tuple[int, int]
"""Device and inode: what a file is, whatever it is called."""

_read_in_this_run: set[Identity] = set()


class RefusedError(Exception):
    """What a path leads to is not taken in; the text says why and what to do."""


def identity(about: os.stat_result) -> Identity:
    """Return what tells one file from another."""
    return about.st_dev, about.st_ino


def identity_of(path: str | Path) -> Identity | None:
    """Return what the path leads to, None if to nothing."""
    try:
        return identity(os.stat(path))  # noqa: PTH116 - a path may be any text
    except (OSError, ValueError):
        return None


def note_read(handle: int) -> None:
    """Remember an open file as one that was read."""
    with suppress(OSError):
        _read_in_this_run.add(identity(os.fstat(handle)))


def was_read(path: str | Path) -> bool:
    """Tell whether what the path leads to was read in this run."""
    return identity_of(path) in _read_in_this_run


def is_file(path: Path) -> bool:
    """Tell whether a file lies there; a name the system cannot even look for (too long, with a NUL) names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def begin_run() -> None:
    """Remember nothing of what was read before."""
    _read_in_this_run.clear()


def read_whole(path: Path, most: int) -> bytes:
    """Return everything; RefusedError if it cannot be read or is more than ``most`` bytes."""
    return b"".join(pieces(path, most))


def pieces(path: Path, most: int) -> Iterator[bytes]:
    """Yield everything, piece by piece.

    Raises:
        RefusedError: it cannot be read, is a folder or a disk, is more than ``most`` bytes, or does not come.
    """
    try:
        handle = os.dup(0) if str(path) in _STANDARD else os.open(path, os.O_RDONLY | _AT_ONCE)
    except (OSError, ValueError) as error:
        raise RefusedError(_why(error)) from error
    try:
        about = os.fstat(handle)
        if stat.S_ISDIR(about.st_mode):
            raise RefusedError(_why(OSError(errno.EISDIR, "")))
        if stat.S_ISBLK(about.st_mode):
            raise RefusedError("这是一块磁盘，不是文件。换一个文件。")
        note_read(handle)
        total = 0
        for piece in _from_file(handle) if stat.S_ISREG(about.st_mode) else _from_pipe(handle):
            total += len(piece)
            if total > most:
                raise RefusedError(f"超过 {_size(most)}，不再往下读。分成几份，或换一个文件。")
            yield piece
    except OSError as error:
        raise RefusedError(_why(error)) from error
    finally:
        os.close(handle)


def _from_file(handle: int) -> Iterator[bytes]:
    while piece := os.read(handle, PIECE):
        yield piece


def _from_pipe(handle: int) -> Iterator[bytes]:
    begun = monotonic()
    while monotonic() - begun < LONGEST:
        came = sys.platform == "win32" or _comes(handle, NOBODY)
        if not came and os.get_blocking(handle):
            came = _comes(handle, SILENCE)
        try:
            # Where nothing came, a FIFO that somebody has opened says "not yet", one nobody writes to says "the end".
            piece = os.read(handle, PIECE) if came or not os.get_blocking(handle) else None
        except BlockingIOError:
            piece = None if came or not _comes(handle, SILENCE) else os.read(handle, PIECE)
        if piece is None:
            raise RefusedError(f"等了 {NOBODY + SILENCE:.0f} 秒，管道里没有东西来。先写成文件再读。")
        if not piece:
            if not came:
                raise RefusedError(f"等了 {NOBODY:.0f} 秒，没有谁往这个管道里写。先让对方写，或换一个文件。")
            return
        yield piece
    raise RefusedError(f"读了 {LONGEST / 60:.0f} 分钟还没有完，不再等。先写成文件再读。")


def _comes(handle: int, seconds: float) -> bool:
    """Wait so long at most for something to read, or the end; return whether it came."""
    poll = select.poll()
    poll.register(handle, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(seconds * 1000))


def _size(most: int) -> str:
    return f"{most // 2**20} MB"


def _why(error: Exception) -> str:
    why = why_refused(error) if isinstance(error, OSError) else "系统不认这个名字"
    return f"读不了：{why}。检查路径和权限。"
