"""A workshop on disk: a journal of its moves. What it comes to is a page of the lead's own, no result that is kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rolecheck.bank.items import Bank, Facet
from rolecheck.session.session import LARGEST_SEED
from rolecheck.session.walk import Back
from rolecheck.session.workshop import MOST_HANDS, MOST_MOMENTS, Go, Hands, RoomMove, Workshop
from rolecheck.store.journal import SUFFIX, Journal, journal_header
from rolecheck.store.records import BACK, MalformedRecordError
from rolecheck.store.replay import read_journal

JOURNAL_SCHEMA = "rolecheck.workshop-journal/1"

_GO = {Go.ON: "on", Go.SKIP: "skip"}
_GONE = {name: move for move, name in _GO.items()}


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
    header = journal_header(JOURNAL_SCHEMA, bank, started, bank_folder)
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
    """Return the workshop a journal holds; raises as ``rolecheck.store.replay.replay`` does."""

    def read(header: dict[str, Any], records: list[Any]) -> Workshop:
        workshop = _read_beginning(header, bank)
        for record in records:
            try:
                workshop = workshop.move(_read_move(record, bank))
            except MalformedRecordError:
                raise
            except ValueError as error:
                raise MalformedRecordError("有一步接不上前一步") from error
        return workshop

    journal, workshop, left = read_journal(path, (JOURNAL_SCHEMA,), bank, folder, read)
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


def _read_move(record: object, bank: Bank) -> RoomMove:
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
