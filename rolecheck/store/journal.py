"""An unfinished session on disk: one line per move, appended and synced before the next item is asked.

The first line says whose session it is and with which bank; the file appears with the first response, whole. A move is
a response, ``"back"``, a turn at a rest, how far a form that was done goes on, or the card; replaying them in order
(``rolecheck.store.walks``) gives the session back. Nothing is ever taken away: a last line torn by a crash stays
where it is, and the next one appended is preceded by ``"torn"``. What cannot be replayed is set aside under another
name. Only one run at a time can hold a journal. What another program (one that syncs folders, say) deletes, replaces
or changes meanwhile is noticed at the next move, and everything so far is written anew under another name.
"""

import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rolecheck.bank.items import Bank
from rolecheck.errors import StoreError
from rolecheck.intake import identity, identity_of
from rolecheck.session.session import Move, Session
from rolecheck.store.files import (
    AT_ONCE,
    BINARY,
    append_whole,
    clear_leftovers,
    ensure_folder,
    folder_entries,
    give_name,
    is_temporary,
    lock,
    numbered_names,
    store_errors,
    sync_folder,
    temporary_file,
)
from rolecheck.store.records import is_ours, move_record, session_record, short_seed
from rolecheck.typesetting import quoted

SCHEMA = "rolecheck.journal/2"
EARLIER = ("rolecheck.journal/1",)
"""Journals that are read, too: those without turns, and with the card in their first line."""

SUFFIX = ".jsonl"
ASIDE = ".aside"
TORN = "torn"
"""The record that says: the line before me was torn by a crash."""


class Journal:
    """One unfinished walk's file; ``header`` is its first line, ``torn`` tells whether its last one is incomplete.

    From the first move appended, or from ``hold`` on, no other run can take it, until it is released. ``moved_from``
    is where it lay before another program took it away from there.
    """

    def __init__(self, path: Path, header: str = "", *, content: bytes = b"", torn: bool = False) -> None:
        """Name the file, which is there if it has ``content``; nothing is written and nothing held yet."""
        self.path = path
        self.header = header
        self.torn = torn
        self.moved_from: Path | None = None
        self._content = content
        self._sound = True
        self._handle: int | None = None
        self._refusal: OSError | None = None
        ends_open = bool(content) and not content.endswith(b"\n")
        self._mend = ("\n" if ends_open else "") + (f"{json.dumps(TORN)}\n" if torn else "")

    @property
    def begun(self) -> bool:
        """Whether there is anything of it on disk, written in this run or before."""
        return bool(self._content) or (self._handle is not None)

    @property
    def id(self) -> str | None:
        """What tells this walk from every other, None in a journal of an earlier version."""
        id_ = json.loads(self.header).get("id") if self.header else None
        return id_ if isinstance(id_, str) else None

    def hold(self) -> bool:
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

    def keep(self, move: Move) -> None:
        """Put a move of a session on disk; StoreError if the disk refuses."""
        self.append(move_record(move))

    def append(self, record: object) -> None:
        """Put a move on disk as plain data.

        Raises:
            StoreError: the disk refuses, or another run holds the file, or another program has taken it away; then
                this move and all before it are in a new file, where that could be written.
        """
        # A line torn by a crash must stay readable up to the tear, so no character may take more than one byte.
        line = (json.dumps(record, ensure_ascii=True) + "\n").encode()
        with store_errors(f"写不进 {quoted(self.path)}"):
            if not self._content:
                self._write_anew(f"{self.header}\n".encode() + line)
                return
            handle = self._held()
            if not self._is_in_place(handle):
                self._move_away(self._mend.encode() + line)
                raise StoreError(self._what_happened())
            self._sound = False
            append_whole(handle, self._mend.encode() + line)
        self._sound, self._content, self._mend = True, self._content + self._mend.encode() + line, ""

    def secure(self) -> bool:
        """Return whether what was answered is on disk, under ``path``; it is written anew where it had gone."""
        if not self._content:
            return os.path.lexists(self.path)
        if self._handle is None or self._is_in_place(self._handle):
            return os.path.lexists(self.path)
        try:
            self._move_away(b"")
        except (StoreError, OSError):
            return False
        return True

    def _is_in_place(self, handle: int) -> bool:
        """Tell whether the open file is still the one that lies there, and as long as this run has left it."""
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return True
        same = identity_of(self.path) == identity(about)
        return same and (not self._sound or about.st_size == len(self._content))

    def _what_happened(self) -> str:
        gone = quoted(self.moved_from)
        return f"{gone} 在作答时被别的程序删掉、换掉或改动了（多半是同步文件夹的软件）。这回的作答没有丢，另存了一份。"

    def _move_away(self, line: bytes) -> None:
        lost = self.path
        self.release()
        try:
            self._write_anew(self._content + line)
        except OSError as error:
            gone = f"{quoted(lost)} 在作答时被别的程序删掉、换掉或改动了，另存也没有成"
            with store_errors(gone, "前面的作答没有留住。"):
                raise error from None
        self.moved_from = lost

    def _held(self) -> int:
        """Return the file open for appending; OSError if the system refuses, StoreError if another run holds it."""
        if self._handle is None and not self.hold():
            raise StoreError(f"写不进 {quoted(self.path)}：它正由另一个窗口接着答，或已经不在了。再运行一次看看。")
        if self._handle is None:
            raise self._refusal or OSError(self.path)
        return self._handle

    def _write_anew(self, content: bytes) -> None:
        """Make the file with all of its content under the first of its names that is free, and hold it."""
        ensure_folder(self.path.parent)
        clear_leftovers(self.path.parent)
        with temporary_file(self.path.parent) as (handle, temporary):
            append_whole(handle, content)
            self.path = next(path for path in numbered_names(self.path, self.path.suffix) if give_name(temporary, path))
            sync_folder(self.path.parent)
            self._handle = os.dup(handle)
        self._content, self._mend, self._sound = content, "", True

    def close(self) -> None:
        """Remove the file of a walk that is finished and kept elsewhere."""
        with store_errors(f"删不掉 {quoted(self.path)}"), self._giving_up() as held:
            # What another program has put in its place is not ours to remove.
            if held is None or identity_of(self.path) == identity(os.fstat(held)):
                self.path.unlink(missing_ok=True)
                sync_folder(self.path.parent)

    def set_aside(self) -> Path:
        """Keep the file under a name that is not offered again, and return it."""
        aside = next(path for path in numbered_names(self.path, ASIDE) if not os.path.lexists(path))
        with store_errors(f"改不了名 {quoted(self.path)}"), self._giving_up():
            self.path.rename(aside)
            sync_folder(aside.parent)
        return aside

    def release(self) -> None:
        """Let other runs take the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @contextmanager
    def _giving_up(self) -> Iterator[int | None]:
        """Release the file after it has its last change, or before where an open file cannot be changed."""
        held = self._handle
        if sys.platform == "win32":
            self.release()
            held = None
        try:
            yield held
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
        "id": secrets.token_hex(16),
        "bank": bank.digest,
        "bank_folder": bank_folder,
        "started": started.isoformat(timespec="seconds"),
    }


def journals(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the journals in the folder, latest first, and what is not ours, or cannot be told to be.

    What runs that were killed have left half written is cleared first; what vanishes meanwhile was another run's.

    Raises:
        StoreError: the folder cannot be looked into.
    """
    clear_leftovers(folder)
    touched, others = list[tuple[float, Path]](), list[Path]()
    for path in folder_entries(folder):
        if is_temporary(path.name) or path.suffix == ASIDE:
            continue
        try:
            ours = is_ours(path)
            (touched.append((path.lstat().st_mtime, path)) if ours and path.suffix == SUFFIX else others.append(path))
        except FileNotFoundError:
            continue
    return [path for _, path in sorted(touched, reverse=True)], others
