"""Counts of hands as a lead types them: numbers in order, letters with numbers, or one letter a hand.

The last is how a chat room answers: what everybody has sent is typed as it stands.
"""

import re
import unicodedata
from collections import Counter

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import LETTERS
from rolecheck.session.workshop import MOST_HANDS

LONGEST = 2000
"""Characters that are read at all."""

_BETWEEN = re.compile(r"[\s,;:=/|、。人个票]+")
_PIECE = re.compile(r"([A-Z]?) ?([0-9]*) ?")


def read_counts(typed: str, options: int) -> tuple[int, ...] | str:
    """Return how many hands each of so many options had, in the order they are shown; or what is wrong with it."""
    text = _BETWEEN.sub(" ", unicodedata.normalize("NFKC", typed[:LONGEST]).upper()).strip()
    letters = LETTERS[:options]
    pieces = _pieces(text)
    if isinstance(pieces, str):
        return f"看不懂“{harmless(pieces, 8)}”。照 {letters[0]} 到 {letters[-1]} 的次序打人数，中间空一格。"
    if not pieces:
        return f"照 {letters[0]} 到 {letters[-1]} 的次序打人数，没人举的打 0，中间空一格。"
    wrong = _wrong_letters(pieces, letters)
    if wrong is not None:
        return wrong
    if not pieces[0][0]:
        counts = [int(number) for _, number in pieces]
    else:
        each = Counter({letter: int(number) for letter, number in pieces if number})
        each.update(letter for letter, number in pieces if not number)
        counts = [each[letter] for letter in letters]
    return _wrong_counts(counts, pieces, letters) or tuple(counts)


def _pieces(text: str) -> list[tuple[str, str]] | str:
    """Return letters with the numbers behind them, either perhaps missing; or the rest that is neither."""
    pieces, end = [], 0
    while end < len(text):
        match = _PIECE.match(text, end)
        if match is None or not match[1] + match[2]:
            return text[end:].partition(" ")[0]
        pieces.append((match[1], match[2]))
        end = match.end()
    return pieces


def _wrong_letters(pieces: list[tuple[str, str]], letters: str) -> str | None:
    named = [letter for letter, _ in pieces if letter]
    unknown = next((letter for letter in named if letter not in letters), None)
    if unknown is not None:
        return f"没有 {unknown} 这个选项，只有 {letters[0]} 到 {letters[-1]}。"
    numbered = [letter for letter, number in pieces if letter and number]
    if named and (len(named) < len(pieces) or 0 < len(numbered) < len(named)):
        return "有的写了数，有的没写。要么都写成 A3 B0 这样，要么一个字母算一人：AAB。"
    twice = next((letter for letter, count in Counter(numbered).items() if count > 1), None)
    return None if twice is None else f"{twice} 写了两回，留一个。"


def _wrong_counts(counts: list[int], pieces: list[tuple[str, str]], letters: str) -> str | None:
    if len(counts) == 1 < len(letters) == len(pieces[0][1]):
        return "几个数连在一起了，中间空一格。"
    if len(counts) != len(letters):
        return f"有 {len(letters)} 个选项，这里是 {len(counts)} 个数。没人举的也要打 0。"
    if max(counts) > MOST_HANDS:
        return f"{max(counts)} 太多了，一个选项最多 {MOST_HANDS} 人。看看是不是两个数连在一起了。"
    return None
