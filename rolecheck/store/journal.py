"""An unfinished session on disk: one line per move, appended and synced before the next item is asked.

The first line says whose session it is and with which bank; the file appears with the first response. A move is a
response, ``"back"``, or the extension of a form that was done; replaying them in order gives the session back. What
cannot be replayed is set aside under another name, never deleted. The moves of other walks than sessions are kept the
same way (``read_journal``).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.measure.administration import Move, advance
from rolecheck.session.session import Response, Session
from rolecheck.session.walk import Back
from rolecheck.store.files import append_private, read_text, told, write_private
from rolecheck.store.records import (
    MalformedRecordError,
    is_extension,
    read_response,
    read_session,
    read_until,
    response_record,
    session_record,
)

SCHEMA = "rolecheck.journal/1"
SUFFIX = ".jsonl"
ASIDE = ".aside"
BACK = "back"

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Journal:
    """One session's file; ``header`` is its first line."""

    path: Path
    header: str

    def keep(self, move: Move) -> None:
        """Put a move of a session on disk; StoreError if the disk refuses."""
        self.append(BACK if isinstance(move, Back) else response_record(move))

    def append(self, record: object) -> None:
        """Put a move on disk as plain data; StoreError if the disk refuses."""
        if not self.path.exists():
            append_private(self.path, self.header)
        # A line torn by a crash must stay readable up to the tear, so no character may take more than one byte.
        append_private(self.path, json.dumps(record, ensure_ascii=True))

    def close(self) -> None:
        """Remove the file of a session that is finished and kept elsewhere."""
        with told(f"删不掉 {self.path}"):
            self.path.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """Keep the file under a name that is not offered again, and return it."""
        aside = self.path.with_suffix(ASIDE)
        with told(f"改不了名 {self.path}"):
            self.path.replace(aside)
        return aside


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that can go on, and when it was left."""

    journal: Journal
    session: Session
    left: datetime


def new_journal(folder: Path, session: Session, bank: Bank, started: datetime) -> Journal:
    """Return the journal of a session that begins now; nothing is written yet."""
    circumstances = session_record(replace(session, responses=()))
    header = {"schema": SCHEMA, "bank": bank.digest, "started": started.isoformat(timespec="seconds")}
    path = folder / f"{started:%Y%m%d-%H%M%S}-{session.seed:x}{SUFFIX}"
    return Journal(path, json.dumps({**header, "session": circumstances}, ensure_ascii=False))


def journals(folder: Path) -> Iterator[Path]:
    """Yield the journals in the folder, latest first."""
    yield from sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)


def replay(path: Path, bank: Bank) -> Unfinished:
    """Return the session a journal holds; BadInputError if it is of another bank or not a journal."""

    def read(header: dict[str, Any], records: list[Any]) -> Session:
        session = read_session(header.get("session"))
        if session.title is not None and all(role.id != session.title for role in bank.roles.roles):
            raise MalformedRecordError("题库里没有名片上的那个角色")
        for record in records:
            session = _replay_move(session, record, bank)
        return session

    return Unfinished(*read_journal(path, SCHEMA, bank.digest, read))


def read_journal(
    path: Path, schema: str, digest: str, read: Callable[[dict[str, Any], list[Any]], Content]
) -> tuple[Journal, Content, datetime]:
    """Return a journal, what ``read`` makes of its header and moves, and when it was left.

    A last line torn by a crash is left out and cut off: it is what was on the screen.

    Raises:
        BadInputError: it is no journal of this schema and this bank, or ``read`` finds it malformed (ValueError).
    """
    text = read_text(path)
    lines = [line for line in text.split("\n") if line]
    try:
        header = json.loads(lines[0]) if lines else None
        if not isinstance(header, dict) or header.get("schema") != schema:
            raise MalformedRecordError("不是 rolecheck 的作答记录")
        if header.get("bank") != digest:
            raise MalformedRecordError("是用另一版题库作答的")
        records = [json.loads(line) for line in lines[1:-1]]
        if len(lines) > 1 and (last := _whole(lines[-1])) is not None:
            records.append(last)
        content = read(header, records)
    except (ValueError, RecursionError) as error:
        raise BadInputError([Problem(str(path), None, f"接不上这次作答：{_why(error)}。")]) from error
    left = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    if not text.endswith("\n") or len(records) + 1 < len(lines):
        write_private(path, "".join(f"{line}\n" for line in lines[: len(records) + 1]))
    return Journal(path, lines[0]), content, left


def _whole(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _replay_move(session: Session, record: object, bank: Bank) -> Session:
    if is_extension(record):
        return replace(session, until=read_until(record))
    move: Move = Back.BACK if record == BACK else read_response(record)
    if isinstance(move, Response):
        _check_letters(move, bank)
    return advance(session, move)


def _check_letters(response: Response, bank: Bank) -> None:
    item = bank.by_id.get(response.item)
    if item is None or not set(response.letters) <= set(item.letters):
        raise MalformedRecordError(f"题库里没有 {response.item} 的这个选项")


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, MalformedRecordError) else "文件内容残缺"
