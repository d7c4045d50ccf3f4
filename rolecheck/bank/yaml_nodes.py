"""Text to a tree of plain nodes with line numbers, or to the problems that keep it from being one.

PyYAML scans and parses; composing is done here, because the composer of PyYAML resolves aliases silently, recurses
as deep as the file wishes and forgets duplicate keys. Banks need no anchors, aliases, merge keys or tags, so these
are refused outright, and with them everything a hostile file could do by them. Nothing is constructed: a scalar
keeps its text and remembers what YAML would have made of it.
"""

import re
from typing import Any, NamedTuple

import yaml
from yaml.resolver import Resolver

from rolecheck.bank.problems import Problems, explain_syntax, typed_in_chinese

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser behind: libyaml where PyYAML was built with it."""

MOST_LEVELS = 12
"""The formats need seven; deeper nesting is a slip or an attack."""

MOST_NODES = 50_000
"""About ten times the shipped bank, and what the slower parser reads in a few seconds."""

TEXT = "str"

_TAG_PREFIX = "tag:yaml.org,2002:"
_RESOLVER: Any = Resolver()
_LINE_BREAK = re.compile(r"\r\n?|\n")
# What YAML forbids in a file, and the three characters it would count as line breaks while no editor does.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class ScalarNode(NamedTuple):
    """A single value; ``kind`` is what YAML takes it for: str, int, float, bool, null, timestamp, merge or value."""

    line: int
    text: str
    kind: str


class ListNode(NamedTuple):
    """A list of nodes."""

    line: int
    items: "tuple[Node, ...]"


class MapNode(NamedTuple):
    """Keys and values, in the order of the file, doubles included."""

    line: int
    pairs: "tuple[tuple[Node, Node], ...]"


class LostNode(NamedTuple):
    """Something that was refused and told of already; whoever reads it stays silent."""

    line: int


Node = ScalarNode | ListNode | MapNode | LostNode


def parse(text: str, problems: Problems) -> Node | None:
    """Return the root of the only document, or None where no tree can be had.

    A tree may be returned although there are problems, so that the reader can add its own.
    """
    if _has_forbidden_characters(text, problems):
        return None
    composer = _Composer(problems)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not composer.take(event):
                break
    except yaml.YAMLError as error:
        typed = list(typed_in_chinese(text))
        for line, column, sentence in typed:
            problems.add(line, sentence, column)
        if not typed:
            # Otherwise this is what comes of it, and often some lines away.
            problems.add(*explain_syntax(error, text))
        return None
    except (ValueError, OverflowError):
        # PyYAML's own scanner lets an escape such as "\UFFFFFFFF" or a version of 5000 digits escape as these.
        problems.add(composer.line, "这一行附近有 YAML 读不懂的数字或转义（反斜杠），请改成普通文字。")
        return None
    if composer.root is None and not problems.found():
        problems.add(1, "文件是空的，没有任何内容。请照题库格式写上内容。")
    return composer.root


def _has_forbidden_characters(text: str, problems: Problems) -> bool:
    # Compiling the pattern costs more than reading the bank; most files need it not.
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable() or not re.search(_FORBIDDEN, text):
        return False
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        if found := re.search(_FORBIDDEN, line):
            problems.add(number, f"这一行里有控制字符（U+{ord(found[0]):04X}），请删掉它。")
    return True


def _kind(text: str) -> str:
    """Return what YAML takes a plain scalar for; what begins like no other kind, as Chinese does, is text."""
    if text and text[0] not in _RESOLVER.yaml_implicit_resolvers:
        return TEXT
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag.removeprefix(_TAG_PREFIX)


class _Composer:
    """Builds the tree from events, one at a time, without recursion."""

    def __init__(self, problems: Problems) -> None:
        self.root: Node | None = None
        self.line = 1
        self._problems = problems
        self._open: list[tuple[int, type[Node], list[Node]]] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Add this event to the tree; False if the rest of the file should not be read."""
        if event.start_mark is not None:
            self.line = event.start_mark.line + 1
        match event:
            case yaml.ScalarEvent():
                self._add(self._scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                tagged = self._refuse_extras(event)
                shape = LostNode if tagged else MapNode if isinstance(event, yaml.MappingStartEvent) else ListNode
                self._open.append((self.line, shape, []))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._problems.add(self.line, "不能用别名（*）。请把内容写全；文字以 * 开头时，请给整段加引号。")
                self._add(LostNode(self.line))
            case yaml.DocumentStartEvent():
                self._documents += 1
            case _:
                pass
        return self._within_limits()

    def _within_limits(self) -> bool:
        trouble = None
        if self._documents > 1:
            self._problems.add(self.line, "一个文件里只能有一份内容。请删掉这里的 --- 和多出来的部分。")
            return False
        if len(self._open) > MOST_LEVELS:
            trouble = f"嵌套超过 {MOST_LEVELS} 层，题库用不到这么深。请检查这里的括号和缩进。"
        elif self._nodes > MOST_NODES:
            trouble = f"内容超过 {MOST_NODES} 个值，题库用不到这么多。请拆开或删减。"
        if trouble:
            self._problems.add(self.line, trouble)
            self.root = None
        return trouble is None

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        if self._refuse_extras(event):
            return LostNode(self.line)
        if not event.implicit[0]:
            return ScalarNode(self.line, event.value, TEXT)
        return ScalarNode(self.line, event.value, _kind(event.value))

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        """Note an anchor or a tag; True if because of a tag the value is not what it seems."""
        if event.anchor is not None:
            self._problems.add(self.line, "不能用锚点（&）。请去掉它；文字以 & 开头时，请给整段加引号。")
        if event.tag is not None:
            self._problems.add(self.line, "不能用标签（!）。请去掉它；文字以 ! 开头时，请给整段加引号。")
        return event.tag is not None

    def _close(self) -> None:
        line, shape, nodes = self._open.pop()
        if shape is MapNode:
            self._add(MapNode(line, tuple(zip(nodes[::2], nodes[1::2], strict=True))))
        else:
            self._add(ListNode(line, tuple(nodes)) if shape is ListNode else LostNode(line))

    def _add(self, node: Node) -> None:
        self._nodes += 1
        if self._open:
            self._open[-1][2].append(node)
        else:
            self.root = node
