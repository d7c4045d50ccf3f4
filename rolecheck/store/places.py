"""Where files go: the tool's own folders, and the files a user names for a command to write.

What is finished lies in the user's data folder, what is not in the state folder; ``ROLECHECK_HOME`` puts both under one
folder of one's choice. A folder that others could change is not used. A file the user names is written whole or not at
all, and never in the place of what was read or kept.
"""

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shlex import quote

from platformdirs import user_data_path, user_state_path

from rolecheck.errors import StoreError, UsageError
from rolecheck.intake import Identity, identity_of, was_read
from rolecheck.store.files import append_whole, clear_leftovers, is_mine, store_errors, sync_folder, temporary_file
from rolecheck.store.records import is_ours
from rolecheck.typesetting import quoted

HOME_VARIABLE = "ROLECHECK_HOME"
DATA = ("results", "acceptances")
STATE = ("sessions", "open-acceptances", "open-workshops")

ELSEWHERE = "请换一个文件名或文件夹。"


def results_folder() -> Path:
    """Return the folder finished results are kept in; it need not exist yet."""
    return _under(user_data_path("rolecheck", appauthor=False), "results")


def acceptances_folder() -> Path:
    """Return the folder finished acceptance checks are kept in; it need not exist yet."""
    return _under(user_data_path("rolecheck", appauthor=False), "acceptances")


def sessions_folder() -> Path:
    """Return the folder unfinished sessions are kept in; it need not exist yet."""
    return _under(user_state_path("rolecheck", appauthor=False), "sessions")


def open_acceptances_folder() -> Path:
    """Return the folder unfinished acceptance checks are kept in; it need not exist yet."""
    return _under(user_state_path("rolecheck", appauthor=False), "open-acceptances")


def open_workshops_folder() -> Path:
    """Return the folder unfinished workshops are kept in; it need not exist yet."""
    return _under(user_state_path("rolecheck", appauthor=False), "open-workshops")


def own_folders() -> tuple[Path, ...]:
    """Return every folder things are kept in, without a look at whether it should be used."""
    data, state = (_root(path("rolecheck", appauthor=False)) for path in (user_data_path, user_state_path))
    return (*(data / name for name in DATA), *(state / name for name in STATE))


def _under(default: Path, name: str) -> Path:
    root = _root(default)
    for folder in (root, root / name):
        _refuse_dubious(folder)
    return root / name


def _root(default: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if not home:
        return default
    try:
        return Path(home).expanduser()
    except RuntimeError as error:
        msg = f"环境变量 {HOME_VARIABLE} 写的是 {quoted(home)}，找不到这个用户的主目录。写一个完整的路径。"
        raise StoreError(msg) from error


def _refuse_dubious(folder: Path) -> None:
    """Raise StoreError for a folder that is somebody else's, or that everybody may write to.

    Whoever can write into a folder can take files out of it and put others in.
    """
    if sys.platform == "win32":
        return
    try:
        about = folder.stat()
    except (OSError, ValueError):
        # Whoever goes on to use it is told what is wrong.
        return
    shown, typed = quoted(folder), quote(str(folder)) if quoted(folder) == str(folder) else quoted(folder)
    own = f"或者换一个自己的文件夹：export {HOME_VARIABLE}=~/rolecheck"
    if not is_mine(about):
        raise StoreError(
            f"{shown} 是别的用户的（用户号 {about.st_uid}），里面的东西别人能换掉，没有用它。"
            f"是你的，就改回来：sudo chown -R {os.geteuid()} {typed}\n{own}"
        )
    if about.st_mode & stat.S_IWOTH:
        mend = f"{shown} 谁都能写，里面的东西别人能换掉，没有用它。"
        # A folder for everybody, as /tmp is, must stay one.
        raise StoreError(f"{mend}{own}" if about.st_mode & stat.S_ISVTX else f"{mend}收回来：chmod o-w {typed}\n{own}")


def refuse_output(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Raise UsageError where writing there would destroy something: every command's output passes here.

    Files are told by device and inode, so neither a link nor another way to write the path leads around it. Refused
    are the inputs (those given, and whatever was read in this run), what the tool keeps, a file that is a kept result
    by its content wherever it lies, and a file that may not be written.
    """
    shown, there = quoted(path), identity_of(path)
    if there is not None and (there in set(map(identity_of, inputs)) or was_read(path)):
        raise UsageError(f"不能写进 {shown}：它是这次要读的文件，写了就没有原来的了。{ELSEWHERE}")
    target = Path(os.path.realpath(path))
    if there is not None and _is_kept(target, there):
        raise UsageError(f"不能写进 {shown}：那里是一份存下的结果，写了就没有了。{ELSEWHERE}")
    if identity_of(target.parent) in set(map(identity_of, own_folders())) - {None}:
        raise UsageError(f"不能写进 {shown}：那个文件夹是 rolecheck 自己存东西的。{ELSEWHERE}")
    if there is not None and target.is_file() and not _may_be_written(target):
        raise UsageError(f"不能写进 {shown}：它是只读的。{ELSEWHERE}")


def refuse_standard_output(inputs: Iterable[Path]) -> None:
    """Raise UsageError if standard output goes into one of the inputs."""
    with suppress(OSError, ValueError, AttributeError):
        about = os.fstat(sys.stdout.fileno())
        if stat.S_ISREG(about.st_mode) and (about.st_dev, about.st_ino) in set(map(identity_of, inputs)):
            raise UsageError("输出正接在要读的那个文件上，读着写着就坏了。输出换一个文件。")


def _is_kept(target: Path, there: Identity) -> bool:
    if is_ours(target):
        return True
    for folder in own_folders():
        with suppress(OSError), os.scandir(folder) as entries:
            if any(entry.inode() == there[1] and identity_of(entry.path) == there for entry in entries):
                return True
    return False


def _may_be_written(target: Path) -> bool:
    # The administrator may write anything; a file that was made read-only was not meant to be replaced by them either.
    return os.access(target, os.W_OK) and bool(target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def write_named(path: Path, text: str) -> None:
    """Write the text, as UTF-8, into a file the user named: see ``write_named_bytes``."""
    write_named_bytes(path, text.encode())


def write_named_bytes(path: Path, content: bytes) -> None:
    """Write the content into a file the user named, so that it holds all of it or what it held before.

    A new file has the mode the user's umask gives, one that was there keeps its own; a link is followed.

    Raises:
        UsageError: something would be destroyed, see ``refuse_output``.
        StoreError: there is something else of that name, no such folder, or the disk refuses.
    """
    target, shown = Path(os.path.realpath(path)), quoted(path)
    with store_errors(f"写不进 {shown}", ELSEWHERE):
        if not target.parent.is_dir():
            raise StoreError(f"写不进 {shown}：没有文件夹 {quoted(target.parent)}。请先建好它，或换一个文件夹。")
        if target.is_dir():
            raise StoreError(f"写不进 {shown}：这是一个文件夹。请换一个文件名。")
        if target.exists() and not target.is_file():
            raise StoreError(f"写不进 {shown}：这不是普通文件。{ELSEWHERE}")
        refuse_output(path)
        clear_leftovers(target.parent)
        _replace_whole(target, content)


def _replace_whole(target: Path, content: bytes) -> None:
    before = target.stat().st_mode & 0o777 if target.exists() else None
    with temporary_file(target.parent, 0o666 if before is None else 0o600) as (handle, temporary):
        if before is not None:
            # Before a word is in it: what others could not read they cannot read now.
            temporary.chmod(before)
        append_whole(handle, content)
        if sys.platform == "win32":
            os.close(handle)
        temporary.replace(target)
        sync_folder(target.parent)
