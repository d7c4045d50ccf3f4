"""Where things lie on this machine: what is finished in the user's data folder, what is not in the state folder.

``ROLECHECK_HOME`` puts both under one folder of one's choice. A folder that others could change is not used.
"""

import os
import stat
import sys
from pathlib import Path
from shlex import quote

from platformdirs import user_data_path, user_state_path

from rolecheck.errors import StoreError
from rolecheck.store.files import is_mine
from rolecheck.visible import quoted

HOME_VARIABLE = "ROLECHECK_HOME"
DATA = ("results", "acceptances")
STATE = ("sessions", "open-acceptances", "open-workshops")


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
