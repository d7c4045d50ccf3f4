"""Text on its way to a reader: which characters are seen, how a path is quoted, and Chinese in columns of cells.

The name of a file is anybody's text: it may hold what redraws a terminal, or a line end that fakes a line of ours.
Wrapping never cuts a word or starts a line wrongly: neither ``textwrap`` nor rich knows the rule (避头尾, GB/T 15834)
that a line must not begin with a closing mark nor end with an opening one; ``textwrap`` counts characters besides, and
a Chinese character takes two cells. Shares are written as everybody writes them.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NO_START = "，。、；：？！）」』”’》】…—,.;:?!)]}%"
"""Marks that may not begin a line."""

NO_END = "（「『“‘《【([{"
"""Marks that may not end a line."""

_WIDE = "\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e"
_COMMON = re.compile(rf"[ -~{_WIDE}·×÷–—‘’“”…›←↑→↓█-▏]*")
_IS_WIDE = re.compile(f"[{_WIDE}]")
"""Nearly every text is made of these; their widths are known without rich, and help is there before rich would be."""

_ASCII = str.maketrans(
    "█▉▊▋▌▍▎▏■□░▒▓─│●○·–—“”‘’←↑→↓›×÷…✓✗",
    "#####   #..:#-|*o/--\"\"''<^>v>x/.+x",
)
"""One character for one, so that what is aligned stays aligned."""

_BULLET = re.compile(r"^(\s*)·(?= )")
"""A dot that begins a line; elsewhere it stands between two things."""

_LATIN = r"[A-Za-z0-9_./:@#&+=<>|~\\'\"-]+"
_LINES = "产品|项目|推进|实施|交付|运营"
_WORDS = (
    "(?:产品|项目|实施|交付)经理|项目推进|项目运营",
    f"(?:{_LINES})线?|立项|执行|上线|验收|退后|都不像我|责任线|名片|名实[相不]符|把握",
)
"""Roles, lines, stages and what else is read at one glance. Other banks' words are told with each page."""

_FILE = r"[^\s，。、；：？！（）“”《》]+\.(?:html|md|json|csv|xlsx|yaml|svg|png)"
_OPTION = r"--[a-z-]+(?: [a-z0-9.]+(?![A-Za-z]))?"
_ARGUMENT = rf"{_FILE}|{_OPTION}|{_WORDS[0]}|[a-z][a-z-]*|[0-9]+|…"
_KEPT = (
    rf"rolecheck(?: (?:{_ARGUMENT}))*",
    _OPTION,
    r"[<>]?[0-9][0-9.]* – [0-9][0-9.]*",
    r"(?:把握 )?[<>]?[0-9][0-9.]* %",
    r"[0-9]+ ?[题人次个条份刻]",
    *_WORDS,
)
"""What no line may end within: commands and options, ranges and numbers with what they count, words."""

_RANGES = (
    *((0xFE00, 0xFE0F), (0xE0000, 0xE0FFF), (0x180B, 0x180F), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x2060, 0x206F), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
)
"""Unicode's Default_Ignorable_Code_Point where the category does not say so: variation selectors, fillers, tags."""

BLANK = frozenset("\u034f\u2800\u3164\uffa0\ufffd\U00016fe4\U0001d159").union(
    *(map(chr, range(first, last + 1)) for first, last in _RANGES)
)
"""Printable by their category, yet nothing is seen of them; U+FFFD is what a lost character leaves behind."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

_SHORT = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
_QUOTED_ALONE = frozenset('"\\' if os.sep == "/" else '"')
"""What a path is quoted for, apart from what nobody sees; Windows parts its folders by backslashes."""


def width(text: str) -> int:
    """Return how many terminal cells the text takes."""
    if _COMMON.fullmatch(text):
        return len(text) + len(_IS_WIDE.findall(text))
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(text)


def in_ascii(text: str) -> str:
    """Return the text with its bars and marks in ASCII, as wide as before; Chinese and its own marks stay."""
    return _BULLET.sub(r"\1-", text).translate(_ASCII)


def pad(text: str, cells: int) -> str:
    """Fill with spaces on the right up to so many cells."""
    return text + " " * max(cells - width(text), 0)


def wrap(text: str, cells: int, names: tuple[str, ...] = ()) -> list[str]:
    """Break the text into lines of at most so many cells.

    Commands, options, words of the trade and ``names`` stay in one piece with the marks behind them. A single unit
    wider than a line is cut, at a space if it has one; nothing is lost, and a last line is not left with one lonely
    character.
    """
    lines: list[list[str]] = [[]]
    used = 0
    for piece in (piece for unit in _units(text, names) for piece in _pieces(unit, cells)):
        if lines[-1] and used + width(piece.rstrip()) > cells:
            lines.append([])
            used = 0
        if lines[-1] or not piece.isspace():
            lines[-1].append(piece)
            used += width(piece)
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 2 and width(lines[-2][-1] + lines[-1][0]) <= cells:
        lines[-1].insert(0, lines[-2].pop())
    return ["".join(line).strip() for line in lines]


def _pieces(unit: str, cells: int) -> Iterator[str]:
    """Yield a unit, in lines of its own where it is wider than one; none begins with a mark that may not."""
    while width(unit) > cells and len(unit) > 1:
        head = _fitting(unit, cells)
        space = head.rfind(" ") + 1 if unit[len(head)] != " " else 0
        if space > 1:
            head = head[:space]
        while len(head) > 1 and unit[len(head)] in NO_START:
            head = head[:-1]
        yield head
        unit = unit[len(head) :].lstrip(" ")
    if unit:
        yield unit


def hang(label: str, text: str, cells: int, names: tuple[str, ...] = ()) -> list[str]:
    """Wrap the text behind a label; following lines stand under the text, not under the label."""
    room = max(cells - width(label), 2)
    first, *rest = wrap(text, room, names)
    return [label + first, *(" " * width(label) + line for line in rest)]


def shorten(text: str, cells: int) -> str:
    """Return the beginning of the text in at most so many cells, with … where something is left out."""
    return text if width(text) <= cells else _fitting(text, cells - 1).rstrip("，、；：。 ") + "…"


@lru_cache(maxsize=64)
def _tokens(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds one token after another: longer names come before those they begin with."""
    told = (rf"{re.escape(name)}（?" for name in sorted(names, key=len, reverse=True) if name)
    return re.compile("|".join((*told, *_KEPT, _LATIN, r"\s+", ".")), re.DOTALL)


@lru_cache(maxsize=1024)
def _units(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Split into pieces that must not be broken, marks glued to the text they belong to."""
    units: list[str] = []
    glue = False
    for token in _tokens(names).findall(text):
        closes = token[0] in NO_START or width(token[0]) == 0
        if closes and len(units) > 1 and units[-1].isspace():
            # A mark behind a space, as in 17 %, belongs to what stands before the space.
            token = units.pop() + token  # noqa: PLW2901
        if units and (glue or closes) and not token.isspace():
            units[-1] += token
        else:
            units.append(token)
        glue = token[-1] in NO_END
    return tuple(units)


def _fitting(text: str, cells: int) -> str:
    """Return the longest beginning that fits, at least one character."""
    end = 1
    while end < len(text) and width(text[: end + 1]) <= cells:
        end += 1
    return text[:end]


def percent(share: float) -> str:
    """Write a share or a chance as a whole percentage; only what is exactly 0 or 1 is written so."""
    if 0 < share <= 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def is_hidden(char: str) -> bool:
    """Tell whether no reader sees this character, or a terminal acts on it."""
    return char in BLANK or unicodedata.category(char) in _HIDDEN_CATEGORIES


def all_seen(text: str) -> bool:
    """Tell whether every character of a text is one that is seen."""
    return text.isprintable() and BLANK.isdisjoint(text)


def quoted(path: object) -> str:
    """Return a path as git prints it: as it is, or in double quotes with C's escapes, bytes in octal.

    Chinese stays as it is (git's ``core.quotePath=false``).
    """
    text = str(path)
    if all_seen(text) and _QUOTED_ALONE.isdisjoint(text):
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in _SHORT:
        return f"\\{_SHORT[char]}"
    if char == " " or all_seen(char):
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))


def one_line(text: str) -> str:
    """Return a message without what a terminal acts on; its own line ends stay."""
    lines = text.split("\n")
    return text if all(map(str.isprintable, lines)) else "\n".join("".join(map(_safe, line)) for line in lines)


def _safe(char: str) -> str:
    return char if char == "\t" or char.isprintable() else f"\\u{ord(char):04x}"
