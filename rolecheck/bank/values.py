"""One value of a file: text, a number or a list, or the problem that it is none.

What cannot be read comes back empty ("" or None or no items) and has been told of. The result is thrown away in the
end, since there are problems; until then nobody judges an empty value, so one mistake is told once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rolecheck.bank.characters import harmless, hidden_characters
from rolecheck.bank.problems import ID_FORM, MOST_ID, Problems, suggest
from rolecheck.bank.yaml_nodes import TEXT, ListNode, LostNode, MapNode, Node, ScalarNode

_KINDS = {
    "bool": "布尔值（是或否）",
    "int": "整数",
    "float": "小数",
    "null": "空值",
    "timestamp": "日期",
    "merge": "合并记号",
    "value": "特殊记号",
}

MOST_TEXT = 2_000
"""Characters of one text; a page of a screen has fewer, and whatever is set in type takes its time."""


class Value(NamedTuple):
    """A node, the words to speak of it by, and the key it belongs to (itself, if it is an item of a list)."""

    node: Node
    label: str
    key: Node
    problems: Problems

    @property
    def line(self) -> int:
        """The line to look at: the text itself, or the key of a list, a group or nothing."""
        return self.node.line if isinstance(self.node, ScalarNode) and self.node.text else self.key.line

    def complain(self, text: str) -> None:
        """Note what is wrong with this value."""
        self.problems.add(self.line, f"{self.label} {text}")

    def text(self) -> str:
        """Return a text of one line, without blanks around it; "" if it is none."""
        node = self.node
        if isinstance(node, ListNode | MapNode):
            self.complain(f"应是一段文字，这里却是{_shape(node)}。{_brackets(node)}")
        elif isinstance(node, ScalarNode):
            return self._checked(node)
        return ""

    def number(self) -> float | None:
        """Return a number; None if it is none."""
        node = self.node
        if isinstance(node, LostNode):
            return None
        if isinstance(node, ScalarNode) and node.kind in {"int", "float"}:
            try:
                return float(node.text)
            except ValueError:
                pass  # YAML's other numbers, 1:30 and 0x1F and .nan, are as wrong as no number
        shown = f"“{harmless(node.text)}”" if isinstance(node, ScalarNode) else _shape(node)
        self.complain(f"应是一个不加引号的数字，这里却是{shown}。")
        return None

    def number_of(self, numbers: Sequence[float]) -> float | None:
        """Return one of these numbers; None if it is none of them."""
        number = self.number()
        if number is None or number in numbers:
            return number
        *others, last = (f"{allowed:g}" for allowed in numbers)
        self.complain(f"只能是 {'、'.join(others)} 或 {last}。")
        return None

    def word_of(self, words: Sequence[str]) -> str:
        """Return one of these words; another one is told of and returned, "" where there is none."""
        word = self.text()
        if word and word not in words:
            self.complain(f"不能是“{harmless(word)}”。{suggest(word, words)}")
        return word

    def name(self) -> str:
        """Return the key, where the file chooses it itself, as an id."""
        return Value(self.key, "键", self.key, self.problems).identifier()

    def identifier(self) -> str:
        """Return an id; "" if it cannot be read. A misshapen one is told of and returned, so that uses of it fit."""
        text = self.text()
        if text and not ID_FORM.fullmatch(text):
            self.complain(f"“{harmless(text)}”不能用作 id：只能用小写字母、数字和连字符，最多 {MOST_ID} 个字符。")
        return text

    def items(self, least: int = 0, most: int | None = None) -> "list[Value] | None":
        """Return the values of a list; None if it is none."""
        node = self.node
        if not isinstance(node, ListNode):
            if not isinstance(node, LostNode):
                self.complain(f"应是一个列表，这里却是{_shape(node)}。请写成 [甲, 乙] 或每行一个“- ”；没有就写 []。")
            return None
        if len(node.items) < least:
            self.complain(f"至少要有 {least} 项，这里只有 {len(node.items)} 项。请补上。")
        if most is not None and len(node.items) > most:
            self.complain(f"最多 {most} 项，这里有 {len(node.items)} 项。请删减。")
        return [
            Value(item, f"{self.label} 的第 {number} 项", item, self.problems)
            for number, item in enumerate(node.items, 1)
        ]

    def group(self) -> MapNode | None:
        """Return the keys and values; None if it is no group of them."""
        node = self.node
        if isinstance(node, MapNode):
            return node
        if not isinstance(node, LostNode):
            self.complain(f"应是一组“键: 值”，这里却是{_shape(node)}。")
        return None

    def _checked(self, node: ScalarNode) -> str:
        if node.kind == "null" and not node.text:
            self.complain("是空的。请写上内容。")
            return ""
        if node.kind != TEXT:
            shown = harmless(node.text)
            self.complain(f'应是文字，可是 YAML 会把 {shown} 读成{_KINDS[node.kind]}。请加引号："{shown}"。')
            return ""
        text = node.text.strip()
        if len(text) > MOST_TEXT:
            self.complain(f"有 {len(text)} 个字，最多 {MOST_TEXT} 个。请删减或拆开。")
            return ""
        if not text:
            self.complain("是空白的。请写上内容。")
        elif hidden := hidden_characters(text):
            self.complain(_about_hidden(hidden))
            return ""
        return text


def _about_hidden(hidden: tuple[str, ...]) -> str:
    if set(hidden) <= set("\t\r\n"):
        return "里有换行或制表符。请写在同一行里，用空格隔开。"
    codes = "、".join(f"U+{ord(char):04X}" for char in hidden[:3] if char not in "\t\r\n")
    return f"里有看不见的字符或控制字符（{codes}）。请删掉它，重新打一遍这段文字。"


def _shape(node: Node) -> str:
    match node:
        case ListNode():
            return "一个列表"
        case MapNode():
            return "一组“键: 值”"
        case ScalarNode(text=""):
            return "空的"
        case ScalarNode():
            return f"“{harmless(node.text)}”"
        case LostNode():
            return "读不了的内容"


def _brackets(node: ListNode | MapNode) -> str:
    opening = "[ 或 - " if isinstance(node, ListNode) else "{ "
    return f"文字以 {opening}开头，或中间有“冒号加空格”时，请给整段加引号。"


class Once:
    """Tells of what may be there only once, with the line of the first."""

    def __init__(self, remedy: str) -> None:
        self._remedy = remedy
        self._lines: dict[str, int] = {}

    def note(self, form: str, value: Value | None) -> bool:
        """Return whether this is the first of its form; an empty form stands for what could not be read."""
        if value is None or not form:
            return False
        if form in self._lines:
            value.complain(f"与第 {self._lines[form]} 行重复。{self._remedy}")
            return False
        self._lines[form] = value.line
        return True
