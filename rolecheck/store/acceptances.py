"""Acceptance checks on disk: a finished one as a private JSON file, an unfinished one as a journal of its moves."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rolecheck import __version__
from rolecheck.bank.acceptance import Answer
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, UsageError
from rolecheck.session.acceptance import AcceptanceSession, CheckMove, Reply, clean_name, clean_note, move_on
from rolecheck.session.walk import Back
from rolecheck.store.files import clear_leftovers, folder_entries, read_text, write_new_private
from rolecheck.store.journal import SUFFIX, Journal, journal_header
from rolecheck.store.records import BACK, MalformedRecordError, is_ours, read_moment, sealed
from rolecheck.store.replay import read_journal

SCHEMA = "rolecheck.acceptance/1"
JOURNAL_SCHEMA = "rolecheck.acceptance-journal/1"


@dataclass(frozen=True, slots=True)
class OpenAcceptance:
    """An acceptance check that can go on, and when it was left."""

    journal: Journal
    session: AcceptanceSession
    left: datetime


def acceptance_record(
    bank: Bank, data: Mapping[str, Any], taken: datetime, sitting: str | None = None
) -> dict[str, Any]:
    """Return a finished check with the circumstances it was made in, as it is kept and as ``--json`` prints it.

    ``sitting`` is the id of the journal it came from, None where the answers came from a file.
    """
    return sealed(
        {
            "schema": SCHEMA,
            "sitting": sitting,
            "tool": __version__,
            "taken": taken.isoformat(timespec="seconds"),
            "bank": {"version": bank.version, "digest": bank.digest},
            **data,
        }
    )


def save_acceptance(folder: Path, record: Mapping[str, Any], taken: datetime) -> Path:
    """Write a finished check and return its path; two within the same second both stay, but not one sitting twice.

    A run may be killed between keeping a check and clearing its journal.
    """
    clear_leftovers(folder)
    sitting = record.get("sitting")
    if sitting is not None:
        for path in folder_entries(folder):
            with suppress(BadInputError, ValueError, RecursionError):
                if is_ours(path) and f'"{sitting}"' in read_text(path):
                    return path
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return write_new_private(folder, f"{taken:%Y%m%d-%H%M%S}", ".json", text)


class KeptAcceptance(NamedTuple):
    """A finished check as it was kept: when, of what (None where no name was given), and what it came to, in words."""

    path: Path
    taken: datetime
    name: str | None
    statement: str


def kept_acceptances(folder: Path) -> list[KeptAcceptance]:
    """Return the finished checks in the folder, the earliest first; what cannot be read is left out.

    Raises:
        StoreError: the folder cannot be looked into.
    """
    clear_leftovers(folder)
    found = []
    for path in folder_entries(folder):
        with suppress(BadInputError, ValueError, RecursionError, KeyError, TypeError):
            if path.suffix == ".json" and is_ours(path):
                found.append(_kept(path, json.loads(read_text(path))))
    return sorted(found, key=lambda kept: (kept.taken.timestamp(), kept.path.name))


def _kept(path: Path, record: Mapping[str, Any]) -> KeptAcceptance:
    name, statement = record.get("name"), str(record["result"]["statement"])
    named = clean_name(name) if isinstance(name, str) else None
    return KeptAcceptance(path, read_moment(record.get("taken")), named, harmless(statement, MOST_NAME))


def find_acceptance(folder: Path, number: str | None) -> KeptAcceptance:
    """Return the finished check of this number (from 1, the earliest first), or the latest; UsageError if none."""
    kept = kept_acceptances(folder)
    if not kept:
        raise UsageError("还没有存下的验收。", "看一遍手上这份结果，运行 rolecheck accept")
    if number is None:
        return kept[-1]
    if number.isdecimal() and len(number) < 9 and 1 <= int(number) <= len(kept):
        return kept[int(number) - 1]
    every = f"1 到 {len(kept)}" if len(kept) > 1 else "1"
    raise UsageError(
        f"没有第 {harmless(number, MOST_NAME)} 份验收，编号是 {every}。", "全部列出来，运行 rolecheck history"
    )


def new_acceptance_journal(
    folder: Path, name: str | None, bank: Bank, started: datetime, bank_folder: str | None = None
) -> Journal:
    """Return the journal of a check that begins now; nothing is written yet."""
    header = journal_header(JOURNAL_SCHEMA, bank, started, bank_folder)
    path = folder / f"{started:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    return Journal(path, json.dumps({**header, "name": name}))


def move_record(move: CheckMove) -> object:
    """Return a move as plain data."""
    if isinstance(move, Back):
        return BACK
    return {"check": move.check, "answer": str(move.answer), "note": move.note}


def replay_acceptance(path: Path, bank: Bank, folder: str | None = None) -> OpenAcceptance:
    """Return the check a journal holds; raises as ``rolecheck.store.replay.replay`` does."""
    known = {check.id for check in bank.acceptance.checks} if bank.acceptance else set()

    def read(header: dict[str, Any], records: list[Any]) -> AcceptanceSession:
        name = header.get("name")
        session = AcceptanceSession(clean_name(name) if isinstance(name, str) else None)
        for record in records:
            session = move_on(session, Back.BACK if record == BACK else _read_reply(record, known))
        return session

    return OpenAcceptance(*read_journal(path, (JOURNAL_SCHEMA,), bank, folder, read))


def _read_reply(record: object, known: set[str]) -> Reply:
    fields: dict[str, Any] = record if isinstance(record, dict) else {}
    check, answer, note = fields.get("check"), fields.get("answer"), fields.get("note")
    if not isinstance(check, str) or check not in known or answer not in list(Answer):
        raise MalformedRecordError("有一条读不出是哪个问题、答的什么")
    return Reply(check, Answer(answer), clean_note(note) if isinstance(note, str) else None)
