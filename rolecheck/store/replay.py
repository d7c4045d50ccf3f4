"""An unfinished session read back from its journal, or what keeps it from going on.

Nothing is changed by reading. A last line torn by a crash is left out: it is what was on the screen. The moves of
other walks than sessions are read the same way (``read_journal``).
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem
from rolecheck.session.session import Response, Session
from rolecheck.store.files import read_private
from rolecheck.store.journal import EARLIER, SCHEMA, TORN, Journal
from rolecheck.store.records import (
    MOST_RESPONSES,
    MalformedRecordError,
    read_move,
    read_session,
)

MOST_MOVES = 20 * MOST_RESPONSES
"""Nobody goes back and forth that often, and replaying more takes longer than a reader will wait."""

LONGEST_PATH = 200
"""Characters of a bank's folder that are shown."""

Walk = TypeVar("Walk")


class OtherBankError(BadInputError):
    """A journal belongs to a bank other than the one at hand; there is nothing wrong with it."""

    def __init__(self, path: Path, folder: str | None) -> None:
        self.folder = folder
        super().__init__([Problem(str(path), None, "是用另一个题库作答的。用 --bank 指出那个题库。")])


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that can go on, and when it was left."""

    journal: Journal
    session: Session
    left: datetime


def replay(path: Path, bank: Bank, folder: str | None = None) -> Unfinished:
    """Return the session a journal holds; ``folder`` is where the bank lies, None for the shipped one.

    Raises:
        OtherBankError: it belongs to a bank in another folder.
        BadInputError: it is not a journal, or of another version of the bank.
    """

    def read(header: dict[str, Any], records: list[Any]) -> Session:
        session = read_session(header.get("session"))
        if session.title is not None and all(role.id != session.title for role in bank.roles.roles):
            raise MalformedRecordError("题库里没有名片上的那个角色")
        titles = {role.id for role in bank.roles.roles}
        for record in records:
            move = read_move(record, titles)
            if isinstance(move, Response):
                _check_letters(move, bank)
            session = session.move(move)
        return session

    return Unfinished(*read_journal(path, (SCHEMA, *EARLIER), bank, folder, read))


def read_journal(
    path: Path,
    schemas: Collection[str],
    bank: Bank,
    folder: str | None,
    read: Callable[[dict[str, Any], list[Any]], Walk],
) -> tuple[Journal, Walk, datetime]:
    """Return a journal, what ``read`` makes of its header and moves, and when it was left.

    A last line torn by a crash is left out: it is what was on the screen.

    Raises:
        OtherBankError: it belongs to a bank in another folder.
        BadInputError: it is no journal of these schemas and this bank, or ``read`` finds it malformed (ValueError).
    """
    content = read_private(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError([Problem(str(path), None, "不是 UTF-8 文本。换一个文件。")]) from error
    lines = [line for line in text.split("\n") if line]
    try:
        header = json.loads(lines[0]) if lines else None
        if not isinstance(header, dict) or header.get("schema") not in schemas:
            raise MalformedRecordError("不是 rolecheck 的作答记录")
        _check_bank(path, header, bank, folder)
        records, torn = _read_moves(lines[1:])
        walk = read(header, records)
        left = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OtherBankError:
        raise
    except (ValueError, RecursionError, OverflowError, OSError) as error:
        raise BadInputError([Problem(str(path), None, f"接不上这次作答：{_why(error)}。")]) from error
    return Journal(path, lines[0], content=content, torn=torn), walk, left


def _check_bank(path: Path, header: dict[str, Any], bank: Bank, folder: str | None) -> None:
    if header.get("bank") == bank.digest:
        return
    begun_in = header.get("bank_folder")
    if begun_in == folder:
        raise MalformedRecordError("是用另一版题库作答的")
    raise OtherBankError(path, harmless(begun_in, LONGEST_PATH) if isinstance(begun_in, str) else None)


def _read_moves(lines: Sequence[str]) -> tuple[list[Any], bool]:
    """Return the moves, and whether the last line is torn; ValueError if another one is and nobody has noticed."""
    if len(lines) > MOST_MOVES:
        raise MalformedRecordError("行数太多")
    moves: list[Any] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        try:
            move = json.loads(line)
        except ValueError:
            if following is None:
                return moves, True
            if following != json.dumps(TORN):
                raise
            continue
        if move != TORN:
            moves.append(move)
    return moves, False


def _check_letters(response: Response, bank: Bank) -> None:
    item = bank.by_id.get(response.item)
    if item is None or not set(response.letters) <= set(item.answers):
        raise MalformedRecordError(f"题库里没有 {harmless(response.item)} 的这个选项")


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, MalformedRecordError) else "文件内容残缺"
