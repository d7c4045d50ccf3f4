"""Where things lie on this machine: what is finished in the user's data folder, what is not in the state folder.

``ROLECHECK_HOME`` puts both under one folder of one's choice.
"""

import os
from pathlib import Path

from platformdirs import user_data_path, user_state_path

from rolecheck.errors import StoreError

HOME_VARIABLE = "ROLECHECK_HOME"


def results_folder() -> Path:
    """Return the folder finished results are kept in; it need not exist yet."""
    return _root(user_data_path("rolecheck", appauthor=False)) / "results"


def sessions_folder() -> Path:
    """Return the folder unfinished sessions are kept in; it need not exist yet."""
    return _root(user_state_path("rolecheck", appauthor=False)) / "sessions"


def acceptances_folder() -> Path:
    """Return the folder finished acceptance checks are kept in; it need not exist yet."""
    return results_folder().with_name("acceptances")


def open_acceptances_folder() -> Path:
    """Return the folder unfinished acceptance checks are kept in; it need not exist yet."""
    return sessions_folder().with_name("open-acceptances")


def open_workshops_folder() -> Path:
    """Return the folder unfinished workshops are kept in; it need not exist yet."""
    return sessions_folder().with_name("open-workshops")


def _root(default: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if not home:
        return default
    try:
        return Path(home).expanduser()
    except RuntimeError as error:
        msg = f"环境变量 {HOME_VARIABLE} 写的是 {home}，找不到这个用户的主目录。写一个完整的路径。"
        raise StoreError(msg) from error
