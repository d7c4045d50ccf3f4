"""A group of keys and values, read field by field.

A reader function asks ``Fields`` for what it needs and builds its record; asking is also what makes a key known.
When it is done, what was never asked for is an unknown key and what was not there is missing, and a misspelt key is
told once, not as both.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from rolecheck.bank.characters import harmless
from rolecheck.bank.problems import Problems
from rolecheck.bank.references import Ids, nearest, suggest
from rolecheck.bank.values import Value
from rolecheck.bank.yaml_nodes import LostNode, MapNode, ScalarNode

Record = TypeVar("Record")
Choice = TypeVar("Choice", bound=StrEnum)


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

    def items(self, key: str, least: int = 1, most: int | None = None) -> "list[Value]":
        """Return the values of a list."""
        value = self.need(key)
        return [] if value is None else value.items(least, most) or []

    def choice(self, key: str, among: type[Choice]) -> Choice | None:
        """Return one of a fixed set of words."""
        value = self.need(key)
        word = "" if value is None else value.text()
        if value is None or not word:
            return None
        try:
            return among(word)
        except ValueError:
            value.complain(f"不能是“{harmless(word)}”。{suggest(word, [member.value for member in among])}")
            return None

    def new_id(self, ids: Ids) -> str:
        """Return the record's own id, declared from now on."""
        value = self.need("id")
        id_ = "" if value is None else value.identifier()
        if value is None or not id_:
            ids.complete = False
            return ""
        first = ids.declare(id_, value.line)
        if first is not None:
            value.complain(f"“{harmless(id_)}”与第 {first} 行的{ids.kind}重复。请换一个 id。")
        return id_

    def reference(self, key: str, ids: Ids) -> str:
        """Return an id declared elsewhere; whether it is, is judged when everything has been read."""
        return self._use(self.need(key), ids)

    def optional_reference(self, key: str, ids: Ids) -> str | None:
        """Return an id declared elsewhere, that may be left out."""
        value = self.get(key)
        return None if value is None else self._use(value, ids)

    def references(self, key: str, ids: Ids, least: int = 1, most: int | None = None) -> tuple[str, ...]:
        """Return ids declared elsewhere, each once."""
        return self._use_each(self.items(key, least, most), ids)

    def optional_references(self, key: str, ids: Ids) -> tuple[str, ...]:
        """Return ids declared elsewhere; the list may be empty or left out."""
        value = self.get(key)
        return () if value is None else self._use_each(value.items() or [], ids)

    def each(
        self,
        key: str,
        read: "Callable[[Fields], Record]",
        least: int = 1,
        most: int | None = None,
        declares: Sequence[Ids] = (),
    ) -> tuple[Record, ...]:
        """Return the records of a list; ``declares`` are the ids nobody can know if one cannot be read."""
        value = self.need(key)
        values = None if value is None else value.items(least, most)
        groups = [item.group() for item in values or []]
        if values is None or None in groups:
            for ids in declares:
                ids.complete = False
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

    def _use(self, value: Value | None, ids: Ids) -> str:
        id_ = "" if value is None else value.text()
        if value is not None and id_:
            ids.use(id_, value.line, self.problems)
        return id_

    def _use_each(self, values: Sequence[Value], ids: Ids) -> tuple[str, ...]:
        used: dict[str, None] = {}
        for value in values:
            id_ = self._use(value, ids)
            if id_ in used:
                value.complain(f"“{harmless(id_)}”写了两次。请删掉一个。")
            elif id_:
                used[id_] = None
        return tuple(used)


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
