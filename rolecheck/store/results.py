"""Finished results: private JSON files, versioned, holding the responses themselves and the figures of the day.

The responses are what counts: a report is measured anew from them. The bank's item ids and letters are stable, so a
result survives a newer bank; what that bank no longer asks is left out and said.
"""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rolecheck import __version__
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, UsageError
from rolecheck.session.session import Response, Session
from rolecheck.store.files import read_text, write_new_private
from rolecheck.store.records import (
    MalformedRecordError,
    read_moment,
    read_session,
    session_record,
    short_seed,
)

SCHEMA = "rolecheck.result/1"
SUFFIX = ".json"
_HEAD = 1024
"""Bytes in which a result says when it was taken."""

_TAKEN = re.compile(rb'"taken":\s*+"([^"]{10,40}+)"')
_STAMPED = len("20260903-120000")


@dataclass(frozen=True, slots=True)
class Result:
    """A finished session as it was kept; ``dropped`` counts responses the present bank does not ask any more.

    ``score`` holds the figures of the day as they were found, unchecked, where this bank and this version of the tool
    made them: what measuring anew would give.
    """

    session: Session
    taken: datetime
    same_bank: bool
    dropped: int
    score: object = None


def save_result(folder: Path, session: Session, bank: Bank, score: dict[str, Any], taken: datetime) -> Path:
    """Write a result and return its path."""
    record = {
        "schema": SCHEMA,
        "tool": __version__,
        "taken": taken.isoformat(timespec="seconds"),
        "bank": {"version": bank.version, "digest": bank.digest},
        "session": session_record(session),
        "score": score,
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return write_new_private(folder, f"{taken:%Y%m%d-%H%M%S}-{short_seed(session.seed)}", SUFFIX, text)


def kept_already(folder: Path, session: Session) -> Path | None:
    """Return where this very session has been kept: a run may be killed between keeping it and saying so."""
    wanted = replace(session, shelf=())
    for path in folder.glob(f"*-{short_seed(session.seed)}*{SUFFIX}"):
        with suppress(BadInputError):
            if _read(path)[1] == wanted:
                return path
    return None


def result_paths(folder: Path) -> list[Path]:
    """Return the results in the folder, the earliest first."""
    return in_order(folder.glob(f"*{SUFFIX}"))


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

    ``name`` is its number (from 1, the earliest first), a path, or a name in the folder.
    """
    paths = result_paths(folder)
    if name is None:
        if not paths:
            raise UsageError("还没有结果。先运行 rolecheck quiz 答一次。")
        return paths[-1]
    if name.isdecimal() and len(name) < 9 and 1 <= int(name) <= len(paths):
        return paths[int(name) - 1]
    candidates = [Path(name), folder / name, folder / f"{name}{SUFFIX}"]
    found = next((path for path in candidates if _is_file(path)), None)
    if found is None:
        shown = harmless(name, MOST_NAME)
        raise UsageError(
            f"找不到结果“{shown}”。都在 {folder}，rolecheck history 列出全部和编号；不写名字就看最近一次。"
        )
    return found


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
    return Result(
        session=replace(session, responses=known, title=title),
        taken=taken,
        same_bank=digest == bank.digest,
        dropped=len(session.responses) - len(known),
        score=record.get("score") if digest == bank.digest and record.get("tool") == __version__ else None,
    )


def _read(path: Path) -> tuple[dict[str, Any], Session, datetime]:
    """Return what a file holds, whatever bank it was taken with; BadInputError if it is no result."""
    try:
        record = json.loads(read_text(path))
        if not isinstance(record, dict) or not str(record.get("schema", "")).startswith("rolecheck.result/"):
            raise MalformedRecordError("不是 rolecheck 的结果文件")
        if record["schema"] != SCHEMA:
            raise MalformedRecordError("是更新版本的 rolecheck 写的，请先升级")
        return record, read_session(record.get("session")), read_moment(record.get("taken"))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, MalformedRecordError) else "内容残缺"
        raise BadInputError([Problem(str(path), None, f"读不出结果：{why}。")]) from error


def _is_known(response: Response, bank: Bank) -> bool:
    item = bank.by_id.get(response.item)
    return item is not None and set(response.letters) <= set(item.answers)
