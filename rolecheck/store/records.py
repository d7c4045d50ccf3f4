"""What the tool's files hold: sessions and responses as plain data, which this version and later ones read.

Whose a file is, is told by what it holds and not by where it lies or what it is called. Everything the tool keeps is
JSON that begins with ``schema`` (a whole object, or an object on the first line of a journal) and has an ``id``. Files
of the first version have no id; they have everything else that a record has.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import NONE_FITS
from rolecheck.session.session import LARGEST_SEED, MOST_SECONDS, Back, Card, Form, More, Move, Response, Session, Turn
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

BACK = "back"

MOST_RESPONSES = 2_000
"""No bank asks so many items."""


class MalformedRecordError(ValueError):
    """Data that is not a record; the text says which field is wrong."""


class UnknowableError(Exception):
    """A file cannot be read, so nobody knows whose it is."""


def schema_of(path: Path) -> str | None:
    """Return the schema a file of ours names, without its number; None if it is not ours.

    Links, and whatever is no file, are not.

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
    return _schema_of(content)


def is_ours(path: Path) -> bool:
    """Tell whether a file is known to be ours."""
    try:
        return schema_of(path) is not None
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


def _schema_of(content: bytes) -> str | None:
    begins = _BEGINS.match(content)
    if begins and f"{begins[1].decode()}/" in _HELD_BEFORE_IDS:
        return f"{begins[1].decode()}/"
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
    return kind if known else None


def _parsed(data: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def response_record(response: Response) -> dict[str, Any]:
    """Return a response as plain data."""
    return {"item": response.item, "choice": response.letters, "seconds": response.seconds}


def session_record(session: Session) -> dict[str, Any]:
    """Return a session's circumstances and responses as plain data."""
    return {
        "form": str(session.form),
        "seed": session.seed,
        "title": session.title,
        "respondent": session.respondent,
        "subject": session.subject,
        "until": session.until,
        "responses": [response_record(response) for response in session.responses],
    }


def move_record(move: Move) -> object:
    """Return a move of a session, of whatever kind, as plain data."""
    match move:
        case Back():
            return BACK
        case Turn():
            return {"turn": str(move)}
        case Response():
            return response_record(move)
        case More(until):
            return {"until": until}
        case Card(title):
            return {"card": title}


def read_move(data: object, titles: Collection[str]) -> Move:
    """Return the move a record holds, the card's title one of these; MalformedRecordError if it holds none."""
    if data == BACK:
        return Back.BACK
    match data:
        case {"turn": turn}:
            if turn not in {Turn.GO_ON, Turn.STOP, Turn.ENOUGH}:
                raise MalformedRecordError("turn 不是这里有的")
            return Turn(turn)
        case {"until": _}:
            until = read_until(data)
            if until is None:
                raise MalformedRecordError("until 应是整数")
            return More(until)
        case {"card": title}:
            if title is not None and title not in titles:
                raise MalformedRecordError("题库里没有名片上的那个角色")
            return Card(title)
        case _:
            return read_response(data)


def read_until(data: object) -> int | None:
    """Return how far a record's session was extended, None if it was not; MalformedRecordError if it does not say."""
    until = _mapping(data, "作答").get("until")
    if until is not None and (isinstance(until, bool) or not isinstance(until, int) or not 0 < until <= MOST_RESPONSES):
        raise MalformedRecordError(f"until 应是 1 到 {MOST_RESPONSES} 的整数或 null")
    return until


def read_response(data: object) -> Response:
    """Return the response a record holds; MalformedRecordError if it holds none."""
    record = _mapping(data, "作答")
    choice = _text(record, "choice")
    letters = 1 <= len(choice) <= 2 and choice.isascii() and choice.isalpha() and choice.isupper()
    if choice != NONE_FITS and (not letters or len(set(choice)) != len(choice)):
        raise MalformedRecordError(f"choice 应是一个或两个不同的大写字母，或 {NONE_FITS}")
    seconds = record.get("seconds")
    is_time = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= MOST_SECONDS
    if seconds is not None and not is_time:
        raise MalformedRecordError("seconds 应是不小于 0 的秒数或 null")
    return Response(_text(record, "item"), choice[0], choice[1:] or None, seconds)


def read_session(data: object) -> Session:
    """Return the session a record holds; MalformedRecordError if it holds none."""
    record = _mapping(data, "session")
    form, seed = _text(record, "form"), record.get("seed")
    if form not in list(Form):
        raise MalformedRecordError(f"form 应是 {'、'.join(Form)} 之一")
    if isinstance(seed, bool) or not isinstance(seed, int) or abs(seed) > LARGEST_SEED:
        raise MalformedRecordError("seed 应是整数，不能太大")
    responses = record.get("responses", [])
    if not isinstance(responses, list) or len(responses) > MOST_RESPONSES:
        raise MalformedRecordError(f"responses 应是列表，最多 {MOST_RESPONSES} 条")
    title, respondent, subject = (_optional_text(record, name) for name in ("title", "respondent", "subject"))
    session = Session(Form(form), seed, title, _name(respondent), _name(subject), until=read_until(record))
    for response in responses:
        try:
            session = session.answer(read_response(response))
        except MalformedRecordError:
            raise
        except ValueError as error:
            raise MalformedRecordError(f"{harmless(str(error))} 答了两次") from error
    return session


def short_seed(seed: int) -> str:
    """Return a seed as it stands in the name of a file, which has no room for every number."""
    return f"{seed % 2**32:x}"


def read_moment(data: object) -> datetime:
    """Return the moment a record names, in its own time zone; MalformedRecordError if it names none."""
    try:
        moment = datetime.fromisoformat(data) if isinstance(data, str) else None
        if moment is not None:
            zoned = moment if moment.tzinfo else moment.astimezone()
            # Near the ends of the calendar there are moments that other zones do not have.
            zoned.astimezone(UTC)
            return zoned
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedRecordError("taken 应是写全的时间") from error
    raise MalformedRecordError("taken 应是写全的时间")


def _mapping(data: object, name: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise MalformedRecordError(f"{name} 应是一个对象")
    return data


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise MalformedRecordError(f"{name} 应是文字")
    return value


def _name(text: str | None) -> str | None:
    """Return a name fit to show: a file may come from anybody."""
    return None if text is None else harmless(text, MOST_NAME) or None


def _optional_text(record: Mapping[str, Any], name: str) -> str | None:
    return None if record.get(name) is None else _text(record, name)
