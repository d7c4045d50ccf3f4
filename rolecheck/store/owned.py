"""Whose a file is, told by what it holds and not by where it lies or what it is called.

Everything the tool keeps is JSON that begins with ``schema`` (a whole object, or an object on the first line of a
journal) and has an ``id``. Files of the first version have no id; they have everything else that a record has.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rolecheck.store.files import LIMIT

RESULT = "rolecheck.result/"
ACCEPTANCE = "rolecheck.acceptance/"
SESSION = "rolecheck.journal/"
OPEN_ACCEPTANCE = "rolecheck.acceptance-journal/"
OPEN_WORKSHOP = "rolecheck.workshop-journal/"

_JOURNALS = (SESSION, OPEN_ACCEPTANCE, OPEN_WORKSHOP)
_HELD_BEFORE_IDS: Mapping[str, tuple[str, ...]] = {
    RESULT: ("session",),
    ACCEPTANCE: ("answers",),
    SESSION: ("bank", "session"),
    OPEN_ACCEPTANCE: ("bank",),
    OPEN_WORKSHOP: ("bank", "moments"),
}
_BEGINS = re.compile(rb'\{\s{0,8}"schema": "(rolecheck\.[a-z-]{1,30})/\d{1,6}",\s{0,8}"id": "[0-9a-f]{32}"')
"""What every file since ids begins with, and shows even where the rest of it is lost."""


class UnknowableError(Exception):
    """A file cannot be read, so nobody knows whose it is."""


class Owned(NamedTuple):
    """What a file of ours says of itself: the schema without its number."""

    schema: str


def owned(path: Path) -> Owned | None:
    """Return what a file says of itself, None if it is not ours; links and whatever is no file are not.

    Raises:
        UnknowableError: it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            # Journals may be long, and say on their first line what they are; nothing else of ours is larger.
            content = stream.read(LIMIT)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UnknowableError(str(path)) from error
    return _owned(content)


def is_ours(path: Path) -> bool:
    """Tell whether a file is known to be ours."""
    try:
        return owned(path) is not None
    except UnknowableError:
        return False


def sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its id: a digest over everything else in it, answers, bank, version and figures."""
    schema, rest = record["schema"], {name: value for name, value in record.items() if name not in {"schema", "id"}}
    return {"schema": schema, "id": _digest(record), **rest}


def is_as_written(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is as it was sealed, nothing in it having been changed since."""
    try:
        return record.get("id") == _digest(record)
    except (ValueError, TypeError, RecursionError):
        return False


def _digest(record: Mapping[str, Any]) -> str:
    content = {name: value for name, value in record.items() if name != "id"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()[:32]


def _owned(content: bytes) -> Owned | None:
    begins = _BEGINS.match(content)
    if begins and f"{begins[1].decode()}/" in _HELD_BEFORE_IDS:
        return Owned(f"{begins[1].decode()}/")
    if b'"rolecheck.' not in content:
        return None
    record = _parsed(content.partition(b"\n")[0])
    if record is None or not str(record.get("schema", "")).startswith(_JOURNALS):
        record = _parsed(content)
    if record is None:
        return None
    schema, _, number = str(record.get("schema")).rpartition("/")
    kind = f"{schema}/"
    if kind not in _HELD_BEFORE_IDS or not number.isdecimal():
        return None
    known = isinstance(record.get("id"), str) or all(record.get(name) is not None for name in _HELD_BEFORE_IDS[kind])
    return Owned(kind) if known else None


def _parsed(data: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
