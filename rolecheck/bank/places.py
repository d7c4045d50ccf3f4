"""Where in its two files a bank says what: the line of every item, option and field, and every text as it was typed.

A side table on purpose: the bank's own types hold content and nothing else, so that a moved line changes no digest.
A place is named by the keys that lead to it. In a list, a record that has an id goes by it, an option by its letter,
and anything else by its number from 1: ``("items", "finish-leak", "options", "B", "text")``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rolecheck.bank.items import LETTERS
from rolecheck.bank.yaml_nodes import ListNode, LostNode, MapNode, Node, ScalarNode

Path = tuple[str, ...]


class TypedText(NamedTuple):
    """A text of a file as it was typed, blanks around it included."""

    line: int
    path: Path
    text: str


class FilePlaces:
    """The places of one file; ``source`` is the file's name as problems tell it."""

    def __init__(self, source: str, root: Node) -> None:
        self.source = source
        self._lines: dict[Path, int] = {}
        self.texts = tuple(self._walk(root, ()))

    def line(self, *path: str) -> int | None:
        """Return the line of this place, or of the nearest one around it that the file has."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)

    def _walk(self, node: Node, path: Path) -> Iterator[TypedText]:
        # A list or a group has its first entry's line already where its key was seen.
        self._lines.setdefault(path, node.line)
        match node:
            case ScalarNode():
                yield TypedText(node.line, path, node.text)
            case ListNode():
                for number, item in enumerate(node.items):
                    yield from self._walk(item, (*path, _name(item, number, path)))
            case MapNode():
                for key, value in node.pairs:
                    if isinstance(key, ScalarNode):
                        self._lines[*path, key.text] = key.line
                        yield from self._walk(value, (*path, key.text))
            case LostNode():
                pass


class Places(NamedTuple):
    """The places of both files of a bank."""

    questions: FilePlaces
    roles: FilePlaces


def _name(item: Node, number: int, path: Path) -> str:
    if isinstance(item, MapNode):
        for key, value in item.pairs:
            if isinstance(key, ScalarNode) and key.text == "id" and isinstance(value, ScalarNode):
                return value.text
    if path[-1:] == ("options",) and number < len(LETTERS):
        return LETTERS[number]
    return str(number + 1)
