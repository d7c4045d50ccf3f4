"""A PostgreSQL of the test's own: made in a folder, reached by a socket there, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from uuid import uuid4

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql", "/usr/local/opt/postgresql")


def programs() -> Path | None:
    """Return the folder with initdb in it, the newest there is."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    every = [path.parent for place in PLACES for path in sorted(Path(place).glob("**/bin/initdb"))]
    return every[-1] if every else None


def why_no_postgres() -> str | None:
    """Say why there is none, None where there is."""
    if os.name != "posix":
        return "PostgreSQL is started by its own test on POSIX alone"
    if programs() is None:
        return "no PostgreSQL on this machine (initdb not found; Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and _other_user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres or nobody to run it"
    return None


def _other_user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


class PostgresServer:
    """Started on entering, stopped on leaving; listens on a socket in its own folder and nowhere else.

    The folder is not one of pytest's: a socket's path has room for 107 characters, and another user may have to enter.
    """

    def __init__(self) -> None:
        self._socket = Path(tempfile.mkdtemp(prefix="rolecheck-"))
        self._data = self._socket / "data"
        self._user = _other_user() if os.geteuid() == 0 else None

    def __enter__(self) -> "PostgresServer":
        self._data.mkdir(mode=0o700)
        if self._user is not None:
            for path in (self._socket, self._data):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "rolecheck", "-A", "trust", "-E", "UTF8", "--locale=C")
        settings = f"-k {self._socket} -h '' -c max_connections=100"
        self._run("pg_ctl", "-D", str(self._data), "-o", settings, "-l", str(self._data / "log"), "-w", "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._socket, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"rooms_{uuid4().hex[:8]}"
        self._run("createdb", "-h", str(self._socket), "-U", "rolecheck", name)
        return f"postgresql+psycopg://rolecheck@/{name}?host={self._socket}"

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None
        user = None if self._user is None else self._user.pw_uid
        group = None if self._user is None else self._user.pw_gid
        done = subprocess.run(
            [str(folder / program), *arguments],
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
