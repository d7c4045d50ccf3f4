"""An unfinished session on disk: one line per move, appended and synced before the next item is asked.

The first line says whose session it is and with which bank; the file appears with the first response. A move is a
response, ``"back"``, or the extension of a form that was done; replaying them in order (``rolecheck.store.replay``)
gives the session back. Nothing is ever taken away: a last line torn by a crash stays where it is, and the next one
appended is preceded by ``"torn"``. What cannot be replayed is set aside under another name. Only one run at a time can
hold a journal.
"""

import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolecheck.bank.items import Bank
from rolecheck.errors import StoreError
from rolecheck.session.session import Session
from rolecheck.session.walk import Back
from rolecheck.store.files import AT_ONCE, BINARY, append_whole, create_private, told
from rolecheck.store.locks import lock
from rolecheck.store.records import response_record, session_record, short_seed

if TYPE_CHECKING:
    # At run time it would bring numpy along, which forgetting a journal does not need.
    from rolecheck.measure.administration import Move

SCHEMA = "rolecheck.journal/1"
SUFFIX = ".jsonl"
ASIDE = ".aside"
BACK = "back"
TORN = "torn"
"""The record that says: the line before me was torn by a crash."""


class Journal:
    """One unfinished walk's file; ``header`` is its first line, ``torn`` tells whether its last one is incomplete.

    From the first move appended, or from ``take`` on, no other run can take it, until it is released.
    """

    def __init__(
        self, path: Path, header: str = "", *, begun: bool = False, ends_open: bool = False, torn: bool = False
    ) -> None:
        """Name the file, which is there if the walk has ``begun``; nothing is written and nothing held yet."""
        self.path = path
        self.header = header
        self.torn = torn
        self._begun = begun
        self._handle: int | None = None
        self._refusal: OSError | None = None
        self._mend = ("\n" if ends_open else "") + (f"{json.dumps(TORN)}\n" if torn else "")

    def take(self) -> bool:
        """Hold the file against other runs; return whether it is there and no other run holds it.

        What cannot be opened for writing, or is no file, is not held by anybody.
        """
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | AT_ONCE | BINARY)
        except OSError as error:
            self._refusal = error
            return os.path.lexists(self.path)
        if stat.S_ISREG(os.fstat(handle).st_mode) and (not lock(handle) or os.fstat(handle).st_nlink == 0):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def take_over(self, other: "Journal") -> None:
        """Hold what another object of this run holds."""
        self._handle, other._handle = other._handle, None

    def keep(self, move: "Move") -> None:
        """Put a move of a session on disk; StoreError if the disk refuses."""
        self.append(BACK if isinstance(move, Back) else response_record(move))

    def append(self, record: object) -> None:
        """Put a move on disk as plain data; StoreError if the disk refuses, or another run holds the file."""
        # A line torn by a crash must stay readable up to the tear, so no character may take more than one byte.
        line = json.dumps(record, ensure_ascii=True) + "\n"
        with told(f"写不进 {self.path}"):
            if not self._begun:
                self._begin(line)
            else:
                append_whole(self._held(), (self._mend + line).encode())
        self._mend, self._begun = "", True

    def _held(self) -> int:
        """Return the file open for appending; OSError if the system refuses, StoreError if another run holds it."""
        if self._handle is None and not self.take():
            raise StoreError(f"写不进 {self.path}：它正由另一个窗口接着答，或已经不在了。再运行一次看看。")
        if self._handle is None:
            raise self._refusal or OSError(self.path)
        return self._handle

    def _begin(self, line: str) -> None:
        handle = self._create()
        try:
            append_whole(handle, f"{self.header}\n{line}".encode())
        except BaseException:
            # Nothing is in it but the item on the screen.
            os.close(handle)
            self.path.unlink(missing_ok=True)
            raise
        self._handle = handle

    def _create(self) -> int:
        """Make the file under the first of its names that is free, two runs begun at one moment being possible."""
        for path in _names(self.path, self.path.suffix):
            try:
                handle = create_private(path)
            except FileExistsError:
                continue
            self.path = path
            if lock(handle):
                return handle
            os.close(handle)
        raise StoreError(f"写不进 {self.path}：找不到空着的文件名。")

    def close(self) -> None:
        """Remove the file of a walk that is finished and kept elsewhere."""
        with told(f"删不掉 {self.path}"), self._giving_up():
            self.path.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """Keep the file under a name that is not offered again, and return it."""
        aside = next(path for path in _names(self.path, ASIDE) if not os.path.lexists(path))
        with told(f"改不了名 {self.path}"), self._giving_up():
            self.path.rename(aside)
        return aside

    def release(self) -> None:
        """Let other runs take the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @contextmanager
    def _giving_up(self) -> Iterator[None]:
        """Release the file after it has its last change, or before where an open file cannot be changed."""
        if sys.platform == "win32":
            self.release()
        try:
            yield
        finally:
            self.release()


def new_journal(
    folder: Path, session: Session, bank: Bank, started: datetime, bank_folder: str | None = None
) -> Journal:
    """Return the journal of a session that begins now; nothing is written yet."""
    header = journal_header(SCHEMA, bank, started, bank_folder)
    header["session"] = session_record(replace(session, responses=()))
    path = folder / f"{started:%Y%m%d-%H%M%S}-{short_seed(session.seed)}{SUFFIX}"
    return Journal(path, json.dumps(header))


def journal_header(schema: str, bank: Bank, started: datetime, bank_folder: str | None) -> dict[str, Any]:
    """Return what every journal's first line says; ``bank_folder`` is None for the shipped bank."""
    return {
        "schema": schema,
        "bank": bank.digest,
        "bank_folder": bank_folder,
        "started": started.isoformat(timespec="seconds"),
    }


def journals(folder: Path) -> Iterator[Path]:
    """Yield the journals in the folder, latest first; what vanishes meanwhile was another run's."""
    touched = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            touched.append((path.lstat().st_mtime, path))
        except OSError:
            continue
    yield from (path for _, path in sorted(touched, reverse=True))


def _names(path: Path, suffix: str) -> Iterator[Path]:
    """Yield the path with this suffix, then with a number before it."""
    stems = chain([path.stem], (f"{path.stem}-{number}" for number in count(2)))
    return (path.with_name(f"{stem}{suffix}") for stem in stems)
