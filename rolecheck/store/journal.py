"""An unfinished session on disk: one line per move, appended and synced before the next item is asked.

The first line says whose session it is and with which bank; the file appears with the first response. A move is a
response or ``"back"``; replaying them in order gives the session back. What cannot be replayed is set aside under
another name, never deleted.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.measure.administration import Back, Move, advance
from rolecheck.session.session import Response, Session
from rolecheck.store.files import append_private, read_text, told
from rolecheck.store.records import MalformedRecordError, read_response, read_session, response_record, session_record

SCHEMA = "rolecheck.journal/1"
SUFFIX = ".jsonl"
ASIDE = ".aside"


@dataclass(frozen=True, slots=True)
class Journal:
    """One session's file; ``header`` is its first line."""

    path: Path
    header: str

    def keep(self, move: Move) -> None:
        """Put a move on disk; StoreError if the disk refuses."""
        if not self.path.exists():
            append_private(self.path, self.header)
        record = "back" if isinstance(move, Back) else response_record(move)
        append_private(self.path, json.dumps(record, ensure_ascii=False))

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
    """Return the session a journal holds; BadInputError if it is of another bank or not a journal.

    A line torn by a crash is left out: it is the item that was on the screen, and was asked again afterwards.
    """
    lines = [line for line in read_text(path).split("\n") if line]
    try:
        header = json.loads(lines[0]) if lines else None
        if not isinstance(header, dict) or header.get("schema") != SCHEMA:
            raise MalformedRecordError("不是 rolecheck 的作答记录")
        if header.get("bank") != bank.digest:
            raise MalformedRecordError("是用另一版题库作答的")
        session = read_session(header.get("session"))
        if session.title is not None and all(role.id != session.title for role in bank.roles.roles):
            raise MalformedRecordError("题库里没有名片上的那个角色")
        for line in lines[1:]:
            session = _replay_line(session, line, bank)
    except (ValueError, RecursionError) as error:
        raise BadInputError([Problem(str(path), None, f"接不上这次作答：{_why(error)}。")]) from error
    return Unfinished(Journal(path, lines[0]), session, datetime.fromtimestamp(path.stat().st_mtime).astimezone())


def _replay_line(session: Session, line: str, bank: Bank) -> Session:
    try:
        record = json.loads(line)
    except ValueError:
        return session
    move: Move = Back.BACK if record == "back" else read_response(record)
    if isinstance(move, Response):
        _check_letters(move, bank)
    return advance(session, move)


def _check_letters(response: Response, bank: Bank) -> None:
    item = bank.by_id.get(response.item)
    if item is None or not set(response.letters) <= set(item.letters):
        raise MalformedRecordError(f"题库里没有 {response.item} 的这个选项")


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, MalformedRecordError) else "文件内容残缺"
