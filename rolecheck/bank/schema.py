"""The format of a bank's two files for whoever writes them: a JSON Schema for editors, and a table of keys to read.

Both follow from the declaration of the keys. A schema says what the reader says as far as one can: keys, kinds, limits
and what belongs where, not whether an id is declared or stands only once.
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from rolecheck.bank.files import FORMAT
from rolecheck.bank.items import Questions
from rolecheck.bank.keys import BankFile, Declaration, Shape, declarations
from rolecheck.bank.problems import ID_FORM, ID_NAMES
from rolecheck.bank.roles import RoleBook

_FILES: dict[BankFile, tuple[type, str]] = {
    BankFile.ROLES: (RoleBook, "角色与责任线"),
    BankFile.QUESTIONS: (Questions, "问什么，每个选项代表什么"),
}
_FORMAT_HELP = "文件格式的编号"

Part = dict[str, Any]
"""A part of a schema."""


def schema_text(file: BankFile) -> str:
    """Return a file's JSON Schema (draft 2020-12)."""
    record, about = _FILES[file]
    top = _record(record)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"rolecheck 题库：{file}.yaml",
        "description": about,
        **top,
        "properties": {"format": {"description": _FORMAT_HELP, "const": FORMAT}, **top["properties"]},
        "required": ["format", *top["required"]],
        "$defs": {
            "id": {"type": "string", "pattern": f"^{ID_FORM.pattern}$"},
            "text": {"type": "string", "minLength": 1},
            "concept": {"type": "string", "pattern": f"^{ID_FORM.pattern}/{ID_FORM.pattern}$"},
            **{inside.__name__: _record(inside) for inside in _inside(record)},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _inside(record: type) -> dict[type, None]:
    """Return the kinds of records in a record, however deep, each once."""
    kinds: dict[type, None] = {}
    for field in declarations(record).values():
        if issubclass(field.type, tuple):
            kinds |= {field.type: None, **_inside(field.type)}
    return kinds


def _record(record: type) -> Part:
    keys = declarations(record)
    part: Part = {
        "type": "object",
        "properties": {name: {"description": field.key.help, **_value(field)} for name, field in keys.items()},
        "required": [name for name, field in keys.items() if field.required and field.key.belongs is None],
        "additionalProperties": False,
    }
    cases = [
        case for name, field in keys.items() if issubclass(field.type, StrEnum) for case in _cases(record, name, field)
    ]
    return {**part, "allOf": cases} if cases else part


def _value(field: Declaration) -> Part:
    key, single = field.key, _single(field)
    if field.shape is Shape.ONE:
        always = key.reserved is not None and key.reserved.case is None
        return {**single, "not": {"enum": list(key.reserved.words)}} if key.reserved and always else single
    if field.shape is Shape.TABLE:
        least = {"minProperties": key.least} if key.least else {}
        names = {"$ref": "#/$defs/id"}
        return {"type": "object", "propertyNames": names, "additionalProperties": single, **least}
    limits = {"minItems": key.least, "maxItems": key.most, "uniqueItems": key.uses is not None}
    return {"type": "array", "items": single, **{name: limit for name, limit in limits.items() if limit}}


def _single(field: Declaration) -> Part:
    """Return what each value of a key is."""
    if field.words or field.key.numbers:
        return {"enum": [*field.words, *field.key.numbers]}
    if issubclass(field.type, tuple):
        return {"$ref": f"#/$defs/{field.type.__name__}"}
    if field.shape is Shape.TABLE or not (field.key.uses or field.key.declares):
        return {"$ref": "#/$defs/text"}
    return {"$ref": "#/$defs/concept" if field.key.uses == "concepts" else "#/$defs/id"}


def _cases(record: type, name: str, field: Declaration) -> Iterator[Part]:
    """Yield what follows from each value of a key for the other keys of the record and those of its lists."""
    values: dict[str, list[str]] = {}
    for word in field.words:
        values.setdefault(json.dumps(_follows(record, name, word, outside=False)), []).append(word)
    for follows, words in values.items():
        if follows != "{}":
            yield {"if": {"properties": {name: {"enum": words}}, "required": [name]}, "then": json.loads(follows)}


def _follows(record: type, name: str, word: str, *, outside: bool) -> Part:
    keys = declarations(record)
    required: list[str] = []
    properties: Part = {}
    for key, field in keys.items():
        belongs, reserved = field.key.belongs, field.key.reserved
        # A record that has the key itself goes by its own, and only that key by the one outside.
        meant = (name not in keys or key == name) if outside else key != name
        if meant and belongs is not None and belongs.case.key == name:
            if word not in belongs.case.among:
                properties[key] = False
            elif field.required:
                required.append(key)
        if meant and reserved is not None and reserved.case is not None and reserved.case.key == name:
            properties |= {key: {"not": {"enum": list(reserved.words)}}} if word in reserved.case.among else {}
        if field.shape is Shape.LIST and issubclass(field.type, tuple):
            inside = _follows(field.type, name, word, outside=True)
            if inside:
                properties[key] = {"items": inside}
    return {"required": required, "properties": properties} if required or properties else {}


def keys_text(file: BankFile) -> str:
    """Return a Markdown table of a file's keys for every kind of record in it."""
    record, about = _FILES[file]
    lines = [f"# {file}.yaml", "", f"{about}。", ""]
    for path, kind in ((f"{file}.yaml", record), *_paths(record, "")):
        lines += [f"## {path}", "", "| 键 | 写什么 | 怎么写 | 要不要写 |", "| --- | --- | --- | --- |"]
        lines += [f"| `format` | {_FORMAT_HELP} | {FORMAT} | 要 |"] if kind is record else []
        for name, field in declarations(kind).items():
            lines.append(f"| `{name}` | {field.key.help} | {_how(field)} | {_whether(field)} |")
        lines.append("")
    return "\n".join(lines)


def _paths(record: type, path: str) -> Iterator[tuple[str, type]]:
    """Yield where each kind of record stands, and the kind."""
    for name, field in declarations(record).items():
        if issubclass(field.type, tuple):
            where = f"{path}{name}{'' if field.shape is Shape.ONE else ' 的每一项'}"
            yield where, field.type
            yield from _paths(field.type, f"{where} › ")


def _how(field: Declaration) -> str:
    key = field.key
    if field.words:
        single = "、".join(f"`{word}`" for word in field.words) + " 之一"
    elif key.numbers:
        single = "、".join(f"{number:g}" for number in key.numbers) + " 之一"
    elif issubclass(field.type, tuple):
        single = "一组键，见下"
    elif field.shape is Shape.TABLE or not (key.uses or key.declares):
        single = "文字"
    else:
        single = f"已有的{ID_NAMES[key.uses]}" if key.uses else "新的 id"
        single += f"，或 `{key.besides}`" if key.besides else ""
    if field.shape is Shape.ONE:
        return single
    if field.shape is Shape.TABLE:
        single = f"{f'已有的{ID_NAMES[key.uses]}' if key.uses else '新的 id'}: {single}"
    limits = [f"至少 {key.least} 项" if key.least else "可以是空的", *([f"最多 {key.most} 项"] if key.most else [])]
    return f"{'列表' if field.shape is Shape.LIST else '一组'}，{'，'.join(limits)}；每项是{single}"


def _whether(field: Declaration) -> str:
    belongs = field.key.belongs
    if belongs is None:
        return "要" if field.required else "可以不写"
    values = "、".join(f"`{word}`" for word in belongs.case.among)
    return f"`{belongs.case.key}` 是 {values} 时{'要' if field.required else '可以'}写，别处不写"
