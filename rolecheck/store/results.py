"""Finished results: private JSON files, versioned, holding the responses themselves and the figures of the day.

The responses are what counts: a report is measured anew from them. The bank's item ids and letters are stable, so a
result survives a newer bank; what that bank no longer asks is left out and said.
"""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rolecheck import __version__
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, StoreError, UsageError
from rolecheck.session.session import Response, Session
from rolecheck.store.files import clear_leftovers, folder_entries, is_temporary, read_text, write_new_private
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
from rolecheck.visible import quoted

SCHEMA = "rolecheck.result/1"
SUFFIX = ".json"
_HEAD = 1024
"""Bytes in which a result says when it was taken."""

_TAKEN = re.compile(rb'"taken":\s*+"([^"]{10,40}+)"')
_STAMPED = len("20260903-120000")


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
    for path in _ours(folder):
        with suppress(BadInputError):
            _, session, at = _read(path)
            kept.setdefault(_fingerprint(session), []).append((at, path))
    found = {}
    for place, (session, taken) in enumerate(wanted):
        paths = [path for at, path in kept.get(_fingerprint(session), []) if taken is None or _same_second(at, taken)]
        if paths:
            found[place] = paths[0]
    return found


def is_same(one: Session, other: Session) -> bool:
    """Tell whether two sessions hold the same; what was taken back does not count."""
    return replace(one, shelf=()) == replace(other, shelf=())


def _fingerprint(session: Session) -> str:
    return json.dumps(session_record(session), sort_keys=True)


def _same_second(one: datetime, other: datetime) -> bool:
    return one.replace(microsecond=0) == other.replace(microsecond=0)


def result_paths(folder: Path) -> list[Path]:
    """Return the results in the folder, the earliest first, by the instant they were taken at, whatever their names.

    What runs that were killed have left is settled first.

    Raises:
        StoreError: the folder cannot be looked into.
    """
    return in_order(_ours(folder))


def foreign_paths(folder: Path) -> list[Path]:
    """Return what lies among the results and is none, or cannot be told to be one."""
    ours = set(_ours(folder))
    return [path for path in folder_entries(folder) if path not in ours and not is_temporary(path.name)]


def _ours(folder: Path) -> list[Path]:
    settle(folder)
    clear_leftovers(folder)
    return [path for path in folder_entries(folder) if path.suffix == SUFFIX and is_ours(path)]


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Return results by the instant they were taken, whatever clock their names were given by."""
    return sorted(paths, key=lambda path: (_instant(path), path.name))


def _instant(path: Path) -> float:
    """Return when a result was taken, in seconds since 1970; by its name where the file does not tell."""
    with suppress(OSError, ValueError, OverflowError):
        told = _TAKEN.search(_head(path)) if path.is_file() else None
        if told is not None:
            return datetime.fromisoformat(told[1].decode("ascii")).timestamp()
        return datetime.strptime(path.name[:_STAMPED], "%Y%m%d-%H%M%S").timestamp()  # noqa: DTZ007 - a local clock
    return 0.0


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def find_result(folder: Path, name: str | None) -> Path:
    """Return the path of a result, or of the latest; UsageError if none.

    ``name`` is its number (from 1, the earliest first), a path, a name in the folder, or that of who answered or was
    answered about.
    """
    paths = result_paths(folder) if name is None or name.isdecimal() else []
    if name is None:
        if not paths:
            others = len(foreign_paths(folder))
            beside = f"{quoted(folder)} 里有 {others} 个文件，都不是 rolecheck 的结果。" if others else ""
            raise UsageError(f"还没有结果。{beside}", "先答一次，运行 rolecheck quiz")
        return paths[-1]
    if paths and len(name) < 9 and 1 <= int(name) <= len(paths):
        return paths[int(name) - 1]
    candidates = [Path(name), folder / name, folder / f"{name}{SUFFIX}"]
    found = next((path for path in candidates if _is_file(path)), None)
    return found or _of_person(folder, name)


def _of_person(folder: Path, name: str) -> Path:
    """Return the only result of somebody of this name; UsageError if there is none, or several, which are listed."""
    wanted, named = harmless(name, MOST_NAME), list[tuple[int, Path, str]]()
    for number, path in enumerate(result_paths(folder), 1):
        with suppress(BadInputError):
            _, session, taken = _read(path)
            if wanted in {session.respondent, session.subject}:
                about = "" if session.subject is None else f"，说的是{session.subject}"
                told = f"{taken.astimezone():%Y-%m-%d %H:%M}  {session.respondent or '没写名字的人'}答{about}"
                named.append((number, path, f"  {number}  {told}"))
    if not named:
        told = f"找不到结果“{wanted}”：没有这个编号、姓名或文件。都在 {quoted(folder)}"
        raise UsageError(told, "列出全部和编号，运行 rolecheck history")
    if len(named) > 1:
        listed = "\n".join(line for _, _, line in named)
        hint = f"看最近的一份，运行 rolecheck report {named[-1][0]}"
        raise UsageError(f"“{wanted}”有 {len(named)} 份结果：\n{listed}", hint)
    return named[0][1]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # A name the system cannot even look for: too long, or with a NUL.
        return False


def load_result(path: Path, bank: Bank) -> Result:
    """Return the result a file holds; BadInputError if it holds none."""
    record, session, taken = _read(path)
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


def _read(path: Path) -> tuple[dict[str, Any], Session, datetime]:
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
