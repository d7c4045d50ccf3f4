"""What finished walks leave: results and acceptance checks, private JSON files, versioned.

A result holds the responses themselves and the figures of the day. The responses are what counts: a report is measured
anew from them. The bank's item ids and letters are stable, so a result survives a newer bank; what that bank no longer
asks is left out and said.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rolecheck import __version__
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, StoreError
from rolecheck.session.acceptance import clean_name
from rolecheck.session.session import Response, Session
from rolecheck.store.files import clear_leftovers, folder_entries, read_text, write_new_private
from rolecheck.store.records import (
    RESULT,
    MalformedRecordError,
    is_as_written,
    is_ours,
    read_moment,
    read_session,
    sealed,
    session_record,
    short_seed,
)
from rolecheck.store.together import Prepared, settle

SCHEMA = "rolecheck.result/1"
ACCEPTANCE_SCHEMA = "rolecheck.acceptance/1"
SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Result:
    """A finished session as it was kept; ``dropped`` counts responses the present bank does not ask any more.

    ``score`` holds the figures of the day where this bank and this version of the tool made them and the digest over
    answers, bank, version and figures fits: what measuring anew would give. ``changed`` tells that it does not fit,
    somebody having edited the file.
    """

    session: Session
    taken: datetime
    same_bank: bool
    dropped: int
    score: object = None
    changed: bool = False


def save_result(folder: Path, session: Session, bank: Bank, score: dict[str, Any], taken: datetime) -> Path:
    """Write a result and return its path."""
    file = prepared_result(session, bank, score, taken)
    clear_leftovers(folder)
    return write_new_private(folder, file.stem, SUFFIX, file.text)


def prepared_result(session: Session, bank: Bank, score: dict[str, Any], taken: datetime) -> Prepared:
    """Return a result as it will be written.

    Raises:
        StoreError: it could not be read back: a date or a number that the format does not hold.
    """
    record = sealed(
        {
            "schema": SCHEMA,
            "tool": __version__,
            "taken": taken.isoformat(timespec="seconds"),
            "bank": {"version": bank.version, "digest": bank.digest},
            "session": session_record(session),
            "score": score,
        }
    )
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    try:
        again = _parsed(text)[1]
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, MalformedRecordError) else "里面有存不下的数"
        raise StoreError(f"这份结果存不了，存了也读不回来：{why}。") from error
    if not is_same(again, session):
        raise StoreError("这份结果存不了：名字或作答里有存不下的字符。")
    return Prepared(f"{taken:%Y%m%d-%H%M%S}-{short_seed(session.seed)}", text)


def kept_already(folder: Path, session: Session, taken: datetime | None = None) -> Path | None:
    """Return where this very session has been kept, told by what it holds; taken at this moment, where that is known.

    A run may be killed between keeping a session and saying so, and a file of answers may be read twice.
    """
    return next(iter(kept_already_among(folder, [(session, taken)]).values()), None)


def kept_already_among(folder: Path, wanted: Sequence[tuple[Session, datetime | None]]) -> dict[int, Path]:
    """Return which of the sessions have been kept, by their place, and where: see ``kept_already``."""
    kept: dict[str, list[tuple[datetime, Path]]] = {}
    for path in own_results(folder):
        with suppress(BadInputError):
            _, session, at = read_result(path)
            kept.setdefault(_fingerprint(session), []).append((at, path))
    places = {}
    for number, (session, taken) in enumerate(wanted):
        paths = [path for at, path in kept.get(_fingerprint(session), []) if taken is None or _same_second(at, taken)]
        if paths:
            places[number] = paths[0]
    return places


def is_same(session: Session, other: Session) -> bool:
    """Tell whether two sessions hold the same; what was taken back does not count."""
    return replace(session, shelf=()) == replace(other, shelf=())


def _fingerprint(session: Session) -> str:
    return json.dumps(session_record(session), sort_keys=True)


def _same_second(one: datetime, other: datetime) -> bool:
    return one.replace(microsecond=0) == other.replace(microsecond=0)


def own_results(folder: Path) -> list[Path]:
    """Return the results in the folder, in no order; what runs that were killed have left is settled first."""
    settle(folder)
    clear_leftovers(folder)
    return [path for path in folder_entries(folder) if path.suffix == SUFFIX and is_ours(path)]


def load_result(path: Path, bank: Bank) -> Result:
    """Return the result a file holds; BadInputError if it holds none."""
    record, session, taken = read_result(path)
    known = tuple(response for response in session.responses if _is_known(response, bank))
    if not known:
        raise BadInputError([Problem(str(path), None, "这份结果是用另一个题库作答的。用 --bank 指出那个题库。")])
    title = session.title if any(role.id == session.title for role in bank.roles.roles) else None
    digest = record["bank"].get("digest") if isinstance(record.get("bank"), dict) else None
    current = digest == bank.digest and record.get("tool") == __version__
    return Result(
        session=replace(session, responses=known, title=title),
        taken=taken,
        same_bank=digest == bank.digest,
        dropped=len(session.responses) - len(known),
        score=record.get("score") if current and is_as_written(record) else None,
        changed=current and "score" in record and not is_as_written(record),
    )


def read_result(path: Path) -> tuple[dict[str, Any], Session, datetime]:
    """Return what a file holds, whatever bank it was taken with; BadInputError if it is no result."""
    try:
        return _parsed(read_text(path))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, MalformedRecordError) else "内容残缺"
        raise BadInputError([Problem(str(path), None, f"读不出结果：{why}。")]) from error


def _parsed(text: str) -> tuple[dict[str, Any], Session, datetime]:
    record = json.loads(text)
    if not isinstance(record, dict) or not str(record.get("schema", "")).startswith(RESULT):
        raise MalformedRecordError("不是 rolecheck 的结果文件")
    if record["schema"] != SCHEMA:
        raise MalformedRecordError("是更新版本的 rolecheck 写的，请先升级")
    return record, read_session(record.get("session")), read_moment(record.get("taken"))


def _is_known(response: Response, bank: Bank) -> bool:
    item = bank.by_id.get(response.item)
    return item is not None and set(response.letters) <= set(item.answers)


def acceptance_record(
    bank: Bank, data: Mapping[str, Any], taken: datetime, sitting: str | None = None
) -> dict[str, Any]:
    """Return a finished check with the circumstances it was made in, as it is kept and as ``--json`` prints it.

    ``sitting`` is the id of the journal it came from, None where the answers came from a file.
    """
    return sealed(
        {
            "schema": ACCEPTANCE_SCHEMA,
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
    return write_new_private(folder, f"{taken:%Y%m%d-%H%M%S}", SUFFIX, text)


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
    checks = []
    for path in folder_entries(folder):
        with suppress(BadInputError, ValueError, RecursionError, KeyError, TypeError):
            if path.suffix == SUFFIX and is_ours(path):
                checks.append(_read_acceptance(path, json.loads(read_text(path))))
    return sorted(checks, key=lambda kept: (kept.taken.timestamp(), kept.path.name))


def _read_acceptance(path: Path, record: Mapping[str, Any]) -> KeptAcceptance:
    name, statement = record.get("name"), str(record["result"]["statement"])
    named = clean_name(name) if isinstance(name, str) else None
    return KeptAcceptance(path, read_moment(record.get("taken")), named, harmless(statement, MOST_NAME))
