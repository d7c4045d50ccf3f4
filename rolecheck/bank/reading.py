"""A group of keys and values, read field by field, and the records of a bank, read along their declaration.

A reader function asks ``Fields`` for what it needs and builds its record; asking is also what makes a key known.
When it is done, what was never asked for is an unknown key and what was not there is missing, and a misspelt key is
told once, not as both. ``RecordReader`` asks for what the fields of a record declare (``keys``).
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from rolecheck.bank.characters import harmless
from rolecheck.bank.keys import Case, Declaration, Key, Shape, declarations
from rolecheck.bank.problems import BankIds, Problems, nearest
from rolecheck.bank.values import Once, Value
from rolecheck.bank.yaml_nodes import LostNode, MapNode, ScalarNode

Record = TypeVar("Record")
Kind = TypeVar("Kind", bound=tuple[Any, ...])

Around = Mapping[str, Any]
"""The values of the keys read so far: a record's own, before them those of what it stands in."""


class Fields:
    """The fields of one record. What cannot be read comes back empty and has been told of."""

    def __init__(self, node: MapNode, problems: Problems) -> None:
        self.node, self.line, self.problems = node, node.line, problems
        self._values = read_keys(node, problems)
        self._known: dict[str, None] = {}
        self._missing: dict[str, None] = {}

    def get(self, key: str) -> Value | None:
        """Return the value of a key that may be left out."""
        self._known[key] = None
        return self._values.get(key)

    def need(self, key: str) -> Value | None:
        """Return the value of a key that must be there."""
        value = self.get(key)
        if value is None:
            self._missing[key] = None
        return value

    def text(self, key: str) -> str:
        """Return a text."""
        value = self.need(key)
        return "" if value is None else value.text()

    def optional_text(self, key: str) -> str | None:
        """Return a text that may be left out."""
        value = self.get(key)
        return None if value is None else value.text()

    def texts(self, key: str, least: int = 1) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(value.text() for value in self.items(key, least))

    def items(self, key: str, least: int = 1) -> "list[Value]":
        """Return the values of a list."""
        value = self.need(key)
        return [] if value is None else value.items(least) or []

    def each(self, key: str, read: "Callable[[Fields], Record]", least: int = 1) -> tuple[Record, ...]:
        """Return the records of a list."""
        groups = [item.group() for item in self.items(key, least)]
        return tuple(_read_group(group, self.problems, read) for group in groups if group is not None)

    def table(self, key: str, least: int = 0) -> tuple[Value, ...] | None:
        """Return the values of keys the file chooses itself; None if it is no table."""
        value = self.need(key)
        node = None if value is None else value.group()
        if value is None or node is None:
            return None
        if len(node.pairs) < least:
            value.complain(f"至少要有 {least} 项，这里是空的。请补上。")
        return tuple(read_keys(node, self.problems).values())

    def complain(self, key: str, text: str) -> None:
        """Note what is wrong with the value of this key."""
        value = self.get(key)
        if value is not None:
            value.complain(text)

    def refuse(self, key: str, why: str, instead: str | None = None) -> None:
        """Note a key that is known but out of place here; the one to write instead is then not missed as well."""
        value = self.get(key)
        if value is not None:
            self.problems.add(value.key.line, f"{key} {why}")
            if instead is not None:
                self._missing.pop(instead, None)

    def allow(self, *keys: str) -> None:
        """Make keys known without reading them."""
        self._known.update(dict.fromkeys(keys))

    def allow_all(self) -> None:
        """Make every key known that is there."""
        self.allow(*self._values)

    def finish(self) -> None:
        """Note unknown and missing keys."""
        for key, value in self._values.items():
            if key in self._known or self.problems.full:
                continue
            meant = nearest(key, list(self._missing)) or nearest(key, list(self._known))
            self._missing.pop(meant or "", None)
            hint = f"你要写的是不是 {meant}？" if meant else f"这里可以写：{'、'.join(self._known)}。"
            self.problems.add(value.key.line, f"不认得的键“{harmless(key)}”。{hint}")
        for key in self._missing:
            self.problems.add(self.line, f"这里缺少 {key}。请补上。")


def read_record(value: Value, read: Callable[[Fields], Record]) -> Record | None:
    """Return what the reader function makes of a group of keys and values; None if it is no such group."""
    group = value.group()
    return None if group is None else _read_group(group, value.problems, read)


def _read_group(group: MapNode, problems: Problems, read: Callable[[Fields], Record]) -> Record:
    fields = Fields(group, problems)
    record = read(fields)
    fields.finish()
    return record


def read_keys(node: MapNode, problems: Problems) -> dict[str, Value]:
    """Return the values by key; of a duplicate key the first one counts."""
    values: dict[str, Value] = {}
    for key, value in node.pairs:
        match key:
            case ScalarNode(kind="merge"):
                problems.add(key.line, "不能用合并键（<<）。请把内容写全。")
            case ScalarNode(text=name) if name in values:
                first = values[name].key.line
                problems.add(key.line, f"键“{harmless(name)}”与第 {first} 行重复。请删掉一个，或改名。")
            case ScalarNode(text=name):
                values[name] = Value(value, harmless(name), key, problems)
            case LostNode():
                pass
            case _:
                problems.add(key.line, "键应是一个词，这里却是列表或一组“键: 值”。请检查括号和问号。")
    return values


Checks = Mapping[type, Callable[[Any, Fields, Around], None]]


class RecordReader:
    """Reads records; what no key of a kind of record shows by itself is noted by its check, where it has one."""

    def __init__(self, ids: BankIds, checks: Checks) -> None:
        self._ids, self._checks = ids, checks

    def read(self, record: type[Kind], fields: Fields, around: Around, first: Mapping[str, Once]) -> Kind:
        """Return the record these keys make; ``first`` knows what earlier records of the list had."""
        values, misplaced = dict(around), []
        fields.allow(*declarations(record))
        for name, field in declarations(record).items():
            belongs = field.key.belongs
            if belongs is not None and is_so(belongs.case, values) is False:
                misplaced.append((name, belongs, values[belongs.case.key]))
                inherited = field.key.inherited and fields.get(name) is None
                values[name] = values.get(name) if inherited else _nothing(field)
                continue
            certain = belongs is None or is_so(belongs.case, values) is not None
            values[name] = self._value(name, field, fields, values, must=field.required and certain)
            if name in first:
                first[name].note(field.key.alike(values[name] or ""), fields.get(name))
        for name, belongs, case in misplaced:
            fields.refuse(name, belongs.elsewhere.format(case), belongs.instead)
        make: Callable[..., Kind] = record
        whole = make(**{name: values[name] for name in record.__annotations__})
        if record in self._checks:
            self._checks[record](whole, fields, values)
        return whole

    def _value(self, name: str, field: Declaration, fields: Fields, around: Around, *, must: bool) -> object:
        if field.shape is Shape.TABLE:
            return self._table(fields.table(name, field.key.least), field, around)
        value = fields.need(name) if must else fields.get(name)
        if value is None:
            self._lose(field)
            return around.get(name) if field.key.inherited else _nothing(field, must=must)
        return self._list(value, field, around) if field.shape is Shape.LIST else self._one(value, field, around)

    def _lose(self, field: Declaration) -> None:
        """Remember that ids this key would have declared are not known."""
        inside = declarations(field.type).values() if issubclass(field.type, tuple) else ()
        for key in (field.key, *(declaration.key for declaration in inside)):
            if key.declares is not None:
                self._ids[key.declares].complete = False

    def _one(self, value: Value, field: Declaration, around: Around) -> object:
        if issubclass(field.type, tuple):
            group = value.group()
            return None if group is None else self._group(group, field, value.problems, around, {})
        if field.type is float:
            return value.number_of(field.key.numbers)
        if field.words:
            word = value.word_of(field.words)
            return field.type(word) if field.type is str or word in field.words else None
        return self._text(value, field, around)

    def _text(self, value: Value, field: Declaration, around: Around) -> str:
        key = field.key
        text = value.text() if key.declares is None else value.identifier()
        if not text:
            self._lose(field)
            return ""
        if key.declares is not None:
            ids = self._ids[key.declares]
            first = ids.declare(text, value.line)
            if first is not None:
                value.complain(f"“{harmless(text)}”与第 {first} 行的{ids.kind}重复。请换一个 id。")
        reserved = key.reserved
        if reserved is not None and text in reserved.words and is_so(reserved.case, around):
            value.complain(f"不能是 {text}，{reserved.why}")
        elif key.uses is not None and text != key.besides:
            self._ids[key.uses].use(text, value.line, value.problems)
        return text

    def _group(
        self, group: MapNode, field: Declaration, problems: Problems, around: Around, first: Mapping[str, Once]
    ) -> object:
        return _read_group(group, problems, lambda fields: self.read(field.type, fields, around, first))

    def _list(self, value: Value, field: Declaration, around: Around) -> object:
        entries = value.items(field.key.least, field.key.most)
        if not issubclass(field.type, tuple):
            texts = [(entry, self._text(entry, field, around)) for entry in entries or []]
            return tuple(text for _, text in texts) if field.key.uses is None else _each_once(texts)
        groups = [entry.group() for entry in entries or []]
        if entries is None or None in groups:
            self._lose(field)
        keys = {name: inside.key for name, inside in declarations(field.type).items()}
        first = {name: Once(key.once) for name, key in keys.items() if key.once is not None}
        records = [self._group(group, field, value.problems, around, first) for group in groups if group is not None]
        return tuple(records) if field.key.by is None else {getattr(record, field.key.by): record for record in records}

    def _table(self, entries: tuple[Value, ...] | None, field: Declaration, around: Around) -> dict[str, object]:
        """Return what keys the file chooses stand for; they are ids, either used or declared as part of the record."""
        if entries is None or not around.get("id"):
            self._lose(field)
        inside = field._replace(key=Key(field.key.help))
        values: dict[str, object] = {}
        for entry in entries or ():
            name = entry.name()
            if field.key.uses is not None and name:
                self._ids[field.key.uses].use(name, entry.key.line, entry.problems)
            elif field.key.declares is not None and name:
                self._ids[field.key.declares].declare(f"{around['id']}/{name}", entry.key.line)
            elif field.key.declares is not None:
                self._lose(field)
            values[name] = self._one(entry, inside, around)
        return {name: value for name, value in values.items() if value is not None}


def is_so(case: Case | None, values: Around) -> bool | None:
    """Tell whether this is such a case; None if that cannot be known, True if there is no condition."""
    if case is None:
        return True
    value = values.get(case.key)
    return None if value is None else value in case.among


def _nothing(field: Declaration, *, must: bool = False) -> object:
    """Return what stands for a value that is not there, whether because it was forgotten or because it may be."""
    if field.shape is Shape.LIST:
        return () if field.key.by is None else {}
    return "" if must and field.type is str else None


def _each_once(texts: list[tuple[Value, str]]) -> tuple[str, ...]:
    used: dict[str, None] = {}
    for value, text in texts:
        if text in used:
            value.complain(f"“{harmless(text)}”写了两次。请删掉一个。")
        elif text:
            used[text] = None
    return tuple(used)
