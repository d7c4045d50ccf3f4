"""A response as files write it: bank letters, ``B`` for a first choice, ``BD`` with a second; ``0`` where none fits."""

import unicodedata

from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Item
from rolecheck.session.session import Response


def parse_choice(item: Item, text: str) -> Response | None:
    """Return the response that letters stand for, or None if they do not stand for one."""
    letters = unicodedata.normalize("NFKC", text).strip().upper()
    if letters == NONE_FITS and item.takes_none_fits:
        return Response(item.id, NONE_FITS)
    is_choice = 1 <= len(letters) <= 2 and all(letter in item.letters for letter in letters)
    if not is_choice or len(set(letters)) < len(letters):
        return None
    return Response(item.id, letters[0], letters[1:] or None)


def expected_letters(item: Item) -> str:
    """Say which letters would do."""
    letters = f"应是 {item.letters[0]} 到 {item.letters[-1]} 里的一个或两个不同字母"
    return f"{letters}，或 {NONE_FITS}（{NONE_FITS_TEXT}）" if item.takes_none_fits else letters
