"""Files nobody should have to read: what readers of the store are tried with, by name.

``content(kind)`` is a result or a journal in every respect but one.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.builders import shipped

BANK = shipped()
ITEM = BANK.items[0].id
ESCAPES = "\x1b[31m红\x1b[0m\x1b]0;title\x07\x9b31m"
BIDI = "\u202e倒\u2066着\u200b\u2028"
DEEP = 200_000
LARGE = 100 * 2**20

Record = dict[str, Any]


def session(**fields: object) -> Record:
    """Return the record of a session of one response, with these fields changed."""
    whole = {"form": "quick", "seed": 1, "title": None, "respondent": None, "subject": None}
    return {**whole, "responses": [{"item": ITEM, "choice": "A", "seconds": 1}], **fields}


def result(**fields: object) -> bytes:
    """Return a result file with these fields changed."""
    whole = {"schema": "rolecheck.result/1", "taken": "2026-11-22T09:30:05+08:00", "session": session()}
    return json.dumps({**whole, "bank": {"digest": BANK.digest}, **fields}).encode()


def journal(*moves: object, **fields: object) -> bytes:
    """Return a journal of these moves with fields of its header changed."""
    header = {"schema": "rolecheck.journal/1", "bank": BANK.digest, "session": session(responses=[]), **fields}
    return "".join(json.dumps(line) + "\n" for line in (header, *moves)).encode()


def answered(**fields: object) -> Record:
    """Return the record of a response with these fields changed."""
    return {"item": ITEM, "choice": "A", "seconds": 1, **fields}


BYTES: dict[str, bytes] = {
    "empty": b"",
    "one blank": b" ",
    "only line ends": b"\n" * 1000,
    "zeros, as after a power cut": bytes(4096),
    "binary": bytes(range(256)) * 16,
    "a byte order mark alone": b"\xef\xbb\xbf",
    "UTF-16": '{"schema": "rolecheck.result/1"}'.encode("utf-16"),
    "GB18030": '{"schema": "结果"}'.encode("gb18030"),
    "half a character": '{"schema": "结'.encode()[:-1],
    "a list": b"[]",
    "a number": b"1e999",
    "not a number": b"NaN",
    "a number of 5000 digits": b"9" * 5000,
    "half an object": b'{"schema": "rolecheck.result/1", "ses',
    "nested lists": b"[" * DEEP + b"]" * DEEP,
    "nested objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "nested and cut off": b"[" * DEEP,
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "YAML with an anchor": b"a: &a [*a]\n",
    "a pickle": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94.",
    "an escape sequence": ESCAPES.encode(),
}
"""Whatever the reader."""

SESSIONS: dict[str, Record] = {
    "no form": session(form=None),
    "a form of another name": session(form="short"),
    "a form as a list": session(form=["quick"]),
    "a seed of 4000 digits": session(seed=10**3999),
    "a seed that is true": session(seed=True),
    "a seed with a fraction": session(seed=1.5),
    "a title that is an object": session(title={}),
    "a respondent that is a list": session(respondent=["x"]),
    "responses as an object": session(responses={}),
    "20,000 responses": session(responses=[answered(item=f"i{n}") for n in range(20_000)]),
    "one item twice": session(responses=[answered()] * 2),
    "an item twice with escapes": session(responses=[answered(item=ESCAPES)] * 2),
    "an item that is a list": session(responses=[answered(item=[ITEM])]),
    "a choice nobody has": session(responses=[answered(choice="ZZ")]),
    "a choice in small letters": session(responses=[answered(choice="a")]),
    "a choice of 10,000 letters": session(responses=[answered(choice="A" * 10_000)]),
    "seconds that are not a number": session(responses=[answered(seconds=float("nan"))]),
    "endless seconds": session(responses=[answered(seconds=float("inf"))]),
    "negative seconds": session(responses=[answered(seconds=-1)]),
    "seconds as text": session(responses=[answered(seconds="1")]),
}
"""What both kinds of file hold."""

RESULTS: dict[str, bytes] = {
    **{name: result(session=record) for name, record in SESSIONS.items()},
    "a later schema": result(schema="rolecheck.result/2"),
    "a schema that is a list": result(schema=["rolecheck.result/1"]),
    "a session that is text": result(session="x"),
    "no session": result(session=None),
    "a moment that never was": result(taken="2026-02-30T00:00:00"),
    "a moment before the calendar": result(taken="0001-01-01T00:00:00+14:00"),
    "a moment that is a number": result(taken=1e300),
    "items of nobody's bank": result(session=session(responses=[answered(item=BIDI)])),
}

HARMLESS_RESULTS: dict[str, bytes] = {
    "names with escape sequences": result(session=session(respondent=ESCAPES, subject=ESCAPES)),
    "names with bidi controls": result(session=session(respondent=BIDI, subject=BIDI)),
    "names of 10,000 characters": result(session=session(respondent="长" * 10_000, subject="长" * 10_000)),
    "names with markup": result(session=session(respondent="[bold]<b>{x}", subject="[/]")),
    "names of half characters": result(session=session(respondent="\ud800", subject="\udfff")),
    "a bank that is a list": result(bank=[1, float("nan")]),
    "a score of nonsense": result(score={"a": [float("inf")]}),
    "a title of nobody's": result(session=session(title=ESCAPES)),
}
"""Read, and shown without harm."""

JOURNALS: dict[str, bytes] = {
    **{name: journal(session=record) for name, record in SESSIONS.items()},
    "a later schema": journal(schema="rolecheck.journal/3"),
    "a bank that is an object": journal(bank={}),
    "a folder that is a list": journal(bank="x", bank_folder=[ESCAPES]),
    "a folder with escapes": journal(bank="x", bank_folder=ESCAPES),
    "a title of nobody's": journal(session=session(title=ESCAPES)),
    "an item of nobody's bank with escapes": journal(answered(item=ESCAPES)),
    "a move that is a number": journal(7),
    "a move that is null": journal(None),
    "a broken line in the middle": journal(answered()) + b'{"item\n' + journal().splitlines()[0] + b"\n",
    "nested moves": journal() + b"[" * DEEP + b"\n" + b"1\n",
    "150,000 moves": journal() + b'"back"\n' * 150_000 + b"1\n",
}


def large(prefix: bytes) -> Callable[[Any], None]:
    """Return a function that writes a file of 100 MB that begins so; most of it is a hole and takes no room."""

    def write(path: Any) -> None:  # noqa: ANN401 - whatever can be opened
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(prefix)
            stream.truncate(LARGE)

    return write
