"""Finished results: private JSON files, versioned, holding the responses themselves and the figures of the day.

The responses are what counts: a report is measured anew from them. The bank's item ids and letters are stable, so a
result survives a newer bank; what that bank no longer asks is left out and said.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from rolecheck import __version__
from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank
from rolecheck.errors import BadInputError, Problem, UsageError
from rolecheck.session.session import Response, Session
from rolecheck.store.files import read_text, write_private
from rolecheck.store.records import MalformedRecordError, read_session, session_record

SCHEMA = "rolecheck.result/1"
SUFFIX = ".json"


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
    path = _free(folder, f"{taken:%Y%m%d-%H%M%S}-{session.seed:x}")
    write_private(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return path


def _free(folder: Path, stem: str) -> Path:
    """Return a path nothing lies at yet: the name, or the name with the first free number."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


def find_result(folder: Path, name: str | None) -> Path:
    """Return the path of a named result (a path, or a name in the folder), or of the latest; UsageError if none."""
    if name is not None:
        candidates = [Path(name), folder / name, folder / f"{name}{SUFFIX}"]
        found = next((path for path in candidates if _is_file(path)), None)
        if found is None:
            raise UsageError(f"找不到结果“{harmless(name, MOST_NAME)}”。结果都在 {folder}，不写名字就看最近一次。")
        return found
    latest = max(folder.glob(f"*{SUFFIX}"), key=lambda path: path.name, default=None)
    if latest is None:
        raise UsageError("还没有结果。先运行 rolecheck quiz 答一次。")
    return latest


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # A name the system cannot even look for: too long, or with a NUL.
        return False


def load_result(path: Path, bank: Bank) -> Result:
    """Return the result a file holds; BadInputError if it holds none."""
    try:
        record = json.loads(read_text(path))
        if not isinstance(record, dict) or not str(record.get("schema", "")).startswith("rolecheck.result/"):
            raise MalformedRecordError("不是 rolecheck 的结果文件")
        if record["schema"] != SCHEMA:
            raise MalformedRecordError("是更新版本的 rolecheck 写的，请先升级")
        session = read_session(record.get("session"))
        taken = datetime.fromisoformat(str(record.get("taken")))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, MalformedRecordError) else "内容残缺"
        raise BadInputError([Problem(str(path), None, f"读不出结果：{why}。")]) from error
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


def _is_known(response: Response, bank: Bank) -> bool:
    item = bank.by_id.get(response.item)
    return item is not None and set(response.letters) <= set(item.letters)
