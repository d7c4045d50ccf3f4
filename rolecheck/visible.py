"""Which characters a reader sees, and how a path with others in it is shown.

The name of a file is anybody's text: it may hold what redraws a terminal, or a line end that fakes a line of ours.
"""

import os
import unicodedata

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
