"""Walks begun on disk and read back from their journals: sessions, acceptance checks and workshops.

Or what keeps one from going on. Nothing is changed by reading. A last line torn by a crash is left out: it is what was
on the screen. The journal of a workshop leads to a page of the lead's own, to no result that is kept.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from rolecheck.bank.acceptance import Answer
from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Bank, Facet
from rolecheck.errors import BadInputError, Problem
from rolecheck.session.acceptance import AcceptanceSession, CheckMove, Reply, clean_name, clean_note, move_on
from rolecheck.session.session import LARGEST_SEED, Back, Response, Session
from rolecheck.session.workshop import MOST_HANDS, MOST_MOMENTS, Go, Hands, RoomMove, Workshop
from rolecheck.store.files import read_private
from rolecheck.store.journal import EARLIER, SCHEMA, SUFFIX, TORN, Journal, journal_header
from rolecheck.store.records import BACK, MOST_RESPONSES, MalformedRecordError, read_move, read_session

MOST_MOVES = 20 * MOST_RESPONSES
"""Nobody goes back and forth that often, and replaying more takes longer than a reader will wait."""

ACCEPTANCE_SCHEMA = "rolecheck.acceptance-journal/1"
WORKSHOP_SCHEMA = "rolecheck.workshop-journal/1"

_GO = {Go.ON: "on", Go.SKIP: "skip"}
_GONE = {name: move for move, name in _GO.items()}

LONGEST_PATH = 200
"""Characters of a bank's folder that are shown."""

Walk = TypeVar("Walk")


class OtherBankError(BadInputError):
    """A journal belongs to a bank other than the one at hand; there is nothing wrong with it."""

    def __init__(self, path: Path, folder: str | None) -> None:
        self.folder = folder
        super().__init__([Problem(str(path), None, "是用另一个题库作答的。用 --bank 指出那个题库。")])


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that can go on, and when it was left."""

    journal: Journal
    session: Session
    left: datetime


def replay(path: Path, bank: Bank, folder: str | None = None) -> OpenSession:
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

    return OpenSession(*read_journal(path, (SCHEMA, *EARLIER), bank, folder, read))


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


@dataclass(frozen=True, slots=True)
class OpenAcceptance:
    """An acceptance check that can go on, and when it was left."""

    journal: Journal
    session: AcceptanceSession
    left: datetime


def new_acceptance_journal(
    folder: Path, name: str | None, bank: Bank, started: datetime, bank_folder: str | None = None
) -> Journal:
    """Return the journal of a check that begins now; nothing is written yet."""
    header = journal_header(ACCEPTANCE_SCHEMA, bank, started, bank_folder)
    path = folder / f"{started:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    return Journal(path, json.dumps({**header, "name": name}))


def reply_record(move: CheckMove) -> object:
    """Return a move as plain data."""
    if isinstance(move, Back):
        return BACK
    return {"check": move.check, "answer": str(move.answer), "note": move.note}


def replay_acceptance(path: Path, bank: Bank, folder: str | None = None) -> OpenAcceptance:
    """Return the check a journal holds; raises as ``replay`` does."""
    known = {check.id for check in bank.acceptance.checks} if bank.acceptance else set()

    def read(header: dict[str, Any], records: list[Any]) -> AcceptanceSession:
        name = header.get("name")
        session = AcceptanceSession(clean_name(name) if isinstance(name, str) else None)
        for record in records:
            session = move_on(session, Back.BACK if record == BACK else _read_reply(record, known))
        return session

    return OpenAcceptance(*read_journal(path, (ACCEPTANCE_SCHEMA,), bank, folder, read))


def _read_reply(record: object, known: set[str]) -> Reply:
    fields: dict[str, Any] = record if isinstance(record, dict) else {}
    check, answer, note = fields.get("check"), fields.get("answer"), fields.get("note")
    if not isinstance(check, str) or check not in known or answer not in list(Answer):
        raise MalformedRecordError("有一条读不出是哪个问题、答的什么")
    return Reply(check, Answer(answer), clean_note(note) if isinstance(note, str) else None)


@dataclass(frozen=True, slots=True)
class OpenWorkshop:
    """A workshop that can go on, and when it was left."""

    journal: Journal
    workshop: Workshop
    left: datetime
    output: Path | None = None
    """The file asked for when it began."""


def new_workshop_journal(
    folder: Path,
    workshop: Workshop,
    bank: Bank,
    started: datetime,
    bank_folder: str | None = None,
    *,
    output: Path | None = None,
) -> Journal:
    """Return the journal of a workshop that begins now, and is to end in a file; nothing is written yet."""
    header = journal_header(WORKSHOP_SCHEMA, bank, started, bank_folder)
    path = folder / f"{started:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    # From wherever it is gone on with, the same file is meant.
    wanted = None if output is None else str(output.absolute())
    beginning = {"moments": list(workshop.moments), "seed": workshop.seed, "output": wanted}
    return Journal(path, json.dumps({**header, **beginning}))


def room_move_record(move: RoomMove) -> object:
    """Return a move as plain data."""
    match move:
        case Back.BACK:
            return BACK
        case Go():
            return _GO[move]
        case Hands(item, counts, none_fits):
            return {"item": item, "hands": list(counts), "none_fits": none_fits}


def replay_workshop(path: Path, bank: Bank, folder: str | None = None) -> OpenWorkshop:
    """Return the workshop a journal holds; raises as ``replay`` does."""

    def read(header: dict[str, Any], records: list[Any]) -> Workshop:
        workshop = _read_beginning(header, bank)
        for record in records:
            try:
                workshop = workshop.move(_read_room_move(record, bank))
            except MalformedRecordError:
                raise
            except ValueError as error:
                raise MalformedRecordError("有一步接不上前一步") from error
        return workshop

    journal, workshop, left = read_journal(path, (WORKSHOP_SCHEMA,), bank, folder, read)
    output = json.loads(journal.header).get("output")
    return OpenWorkshop(journal, workshop, left, Path(output) if isinstance(output, str) else None)


def _read_beginning(header: dict[str, Any], bank: Bank) -> Workshop:
    moments, seed = header.get("moments"), header.get("seed")
    asked = {item.id for item in bank.of(Facet.RESPONSIBILITY)}
    if not isinstance(moments, list) or not 1 <= len(moments) <= MOST_MOMENTS:
        raise MalformedRecordError("读不出是哪几个时刻")
    if not all(isinstance(id_, str) and id_ in asked for id_ in moments) or len(set(moments)) < len(moments):
        raise MalformedRecordError("有一个时刻题库里没有，或出现了两次")
    if not isinstance(seed, int) or isinstance(seed, bool) or abs(seed) > LARGEST_SEED:
        raise MalformedRecordError("seed 应是整数，不能太大")
    return Workshop(tuple(moments), seed)


def _read_room_move(record: object, bank: Bank) -> RoomMove:
    if record == BACK:
        return Back.BACK
    if isinstance(record, str) and record in _GONE:
        return _GONE[record]
    fields: dict[str, Any] = record if isinstance(record, dict) else {}
    item, hands = fields.get("item"), fields.get("hands")
    known = bank.by_id.get(item) if isinstance(item, str) else None
    if known is None or not isinstance(hands, list) or len(hands) != len(known.options):
        raise MalformedRecordError("有一步读不出来")
    none_fits = fields.get("none_fits", 0)
    for count in (*hands, none_fits):
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_HANDS:
            raise MalformedRecordError("有一个人数不是人数")
    return Hands(known.id, tuple(hands), none_fits)
