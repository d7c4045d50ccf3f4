"""Counts of hands as a lead types them: numbers in order, letters with numbers, or one letter a hand.

The last is how a chat room answers: what everybody has sent is typed as it stands.
"""

import re
import unicodedata
from collections import Counter

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import LETTERS, NONE_FITS_TEXT
from rolecheck.session.workshop import MOST_HANDS

LONGEST = 2000
"""Characters that are read at all."""

_BETWEEN = re.compile(r"[\s,;:=/|、。人个票]+")
_PIECE = re.compile(r"([A-Z]?) ?([0-9]*) ?")


def read_counts(typed: str, options: int) -> tuple[int, ...] | str:
    """Return how many hands each of so many options had, in the order they are shown, and last whom none fits.

    Or what is wrong with it. Nobody need be counted whom none fits: the last number may be left out.
    """
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
    counts = _counts(pieces, letters)
    return _wrong_counts(counts, pieces, letters) or tuple(counts)


def _counts(pieces: list[tuple[str, str]], letters: str) -> list[int]:
    """Return the counts of pieces that nothing is wrong with."""
    if not any(letter for letter, _ in pieces):
        counts = [int(number) for _, number in pieces]
        return [*counts, 0] if len(counts) == len(letters) else counts
    if _is_by_hand(pieces):
        each = Counter(letter for letter, _ in pieces)
        return [*(each[letter] for letter in letters), sum(len(number) for _, number in pieces)]
    numbers = {letter: int(number) for letter, number in pieces}
    return [*(numbers.get(letter, 0) for letter in letters), numbers.get("", 0)]


def _is_by_hand(pieces: list[tuple[str, str]]) -> bool:
    """Tell whether each letter is a hand, and each 0 the hand of one whom none fits."""
    return any(letter and not number for letter, number in pieces)


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
    if not named:
        return None
    mixed = "有的写了数，有的没写。要么都写成 A3 B0 这样，要么一个字母算一人：AAB。"
    if _is_by_hand(pieces):
        return mixed if any(number.strip("0") for _, number in pieces) else None
    twice = next((letter for letter, count in Counter(named).items() if count > 1), None)
    if twice is not None:
        return f"{twice} 写了两回，留一个。"
    # One number without a letter may stand at the end: of those whom none fits.
    return mixed if any(not letter for letter, _ in pieces[:-1]) else None


def _wrong_counts(counts: list[int], pieces: list[tuple[str, str]], letters: str) -> str | None:
    if len(counts) == 1 < len(letters) <= len(pieces[0][1]) <= len(letters) + 1:
        return "几个数连在一起了，中间空一格。"
    if len(counts) != len(letters) + 1:
        return (
            f"有 {len(letters)} 个选项，这里是 {len(counts)} 个数。没人举的也要打 0；{NONE_FITS_TEXT}的人数写在最后。"
        )
    if max(counts) > MOST_HANDS:
        return f"{max(counts)} 太多了，一个选项最多 {MOST_HANDS} 人。看看是不是两个数连在一起了。"
    return None
