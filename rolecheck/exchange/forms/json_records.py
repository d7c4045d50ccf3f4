"""Records in JSON, as SurveyJS gives its results: a list of objects, one object a line, or a list inside an object."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolecheck.exchange.forms.limits import MOST_ROWS, UnreadableError
from rolecheck.exchange.forms.marks import BETWEEN_TICKED

_MANTLES = ("data", "Data", "results")
"""What services call the list of results."""


def json_rows(data: bytes) -> Iterator[Sequence[str]]:
    """Yield the names of all fields, and then the values of each record."""
    records = _records(data)
    if len(records) > MOST_ROWS:
        msg = f"超过 {MOST_ROWS} 份。分成几份再读。"
        raise UnreadableError(msg)
    names = list(dict.fromkeys(name for record in records for name in record))
    yield names
    for record in records:
        yield [_text(record.get(name)) for name in names]


def _records(data: bytes) -> list[Mapping[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = "看起来是 JSON，却不是 UTF-8。另存为 UTF-8 再读。"
        raise UnreadableError(msg) from error
    content = _parsed(text)
    if isinstance(content, dict):
        inner = next((content[name] for name in _MANTLES if isinstance(content.get(name), list)), None)
        content = [content] if inner is None else inner
    if not isinstance(content, list) or not all(isinstance(record, dict) for record in content):
        msg = "是 JSON，却不是一份份作答。要的是对象的列表，一个人一个对象，像 SurveyJS 的结果那样。"
        raise UnreadableError(msg)
    return content


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise UnreadableError(_broken(error)) from error
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_broken(error)) from error


def _broken(error: Exception) -> str:
    place = (
        f"第 {error.lineno} 行第 {error.colno} 个字附近"
        if isinstance(error, json.JSONDecodeError)
        else "嵌套得太深或数太大"
    )
    return f"不是完整的 JSON（{place}）。重新导出一次。"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN_TICKED.join(_text(part) for part in value if not isinstance(part, list))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
