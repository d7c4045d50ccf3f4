"""Short codes for items, printed where a form is asked by somebody else's tool.

What comes back from there is a column headed by the question's text. The code behind the text survives a stem that was
shortened or put right by hand; an id would too, but it is long, and tells the respondent what the item is about.
"""

import hashlib
from collections.abc import Mapping

from rolecheck.bank.items import Bank

_FIRST = "bcdfghjkmnpqrstvwxz"
"""Names of variables begin with a letter; without vowels no code is a word."""

_REST = _FIRST + "23456789"
_LENGTH = 4


def item_codes(bank: Bank) -> Mapping[str, str]:
    """Return the code of each item by its id: always the same for the same id, and no two alike in a bank."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for item in bank.items:
        attempt = 0
        while (code := _code(item.id, attempt)) in taken:
            attempt += 1
        taken.add(code)
        codes[item.id] = code
    return codes


def _code(item: str, attempt: int) -> str:
    digest = hashlib.sha256(f"{item}/{attempt}".encode()).digest()
    rest = (_REST[byte % len(_REST)] for byte in digest[1:_LENGTH])
    return _FIRST[digest[0] % len(_FIRST)] + "".join(rest)
