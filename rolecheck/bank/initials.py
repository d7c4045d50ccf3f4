"""The initials people type for a Chinese name: jfjl for 交付经理.

GB 2312 puts its 3,755 common characters in the order of their pinyin, so that a character's initial follows from where
it stands, in twenty-three numbers and without a dictionary. A character of two readings has the one it is sorted by.
"""

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
"""Where the first character of each letter stands."""

_LAST = 0xD7F9
"""Where the common characters end; the rest is sorted by strokes."""


def initials(name: str) -> str:
    """Return the initials of a name in Chinese, or nothing if any character is not a common Chinese one."""
    letters = [_initial(char) for char in name]
    return "".join(letters) if all(letters) else ""


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_FIRST, code) - 1] if _FIRST[0] <= code <= _LAST else ""
