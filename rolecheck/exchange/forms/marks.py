"""What tools put around and between texts, and how it is taken off before texts are compared."""

import re
import unicodedata

from rolecheck.bank.characters import plain_text

BETWEEN_TICKED = "┋"
"""问卷星 joins what was ticked with it, in no order that means anything."""

BETWEEN_RANKED = "→"
"""问卷星 joins a ranking with it, first things first."""

_FILL_IN = re.compile(r"〖.*?(?:〗|$)", re.DOTALL)
_NUMBER = re.compile(r"\s*(?:第\s*\d{1,3}\s*题|Q?\d{1,3}\s*(?:[、:.]|\s))\s*")
_LABEL = re.compile(r"\s*(?:\[[^\[\]]{1,8}\]|【[^【】]{1,8}】|\((?:选填|必填|可不填)\)|\*)\s*$")
_TOOLS_LETTER = re.compile(r"\s*[A-Za-z]\s*(?:[.、):]|\s)\s*(?=\S)")
_OUR_LETTER = re.compile(r"\s*[(\[【]\s*([A-Za-z0])\s*[)\]】]\s*")
_NOT_ANSWERED = {"(跳过)", "(空)"}
_LONGEST_MARK = 8
_NOT_ANSWERED_NUMBERS = {"-2", "-3"}


def half_width(text: str) -> str:
    """Return the text in half width, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def without_fill_in(text: str) -> str:
    """Return an option without what was filled in behind it."""
    return _FILL_IN.sub("", text)


def is_missing(text: str, *, by_number: bool) -> bool:
    """Tell whether a cell says that nothing was answered; ``by_number`` where options come as numbers."""
    if len(text) > _LONGEST_MARK:
        return False
    mark = half_width(text)
    return not mark or mark in _NOT_ANSWERED or (by_number and mark in _NOT_ANSWERED_NUMBERS)


def unnumbered(header: str) -> str:
    """Return a question without the number before it and the kind of question behind it, in half width."""
    text = half_width(header)
    text = text[match.end() :] if (match := _NUMBER.match(text)) else text
    while match := _LABEL.search(text):
        text = text[: match.start()]
    return text


def our_letter(text: str) -> tuple[str | None, str]:
    """Return the letter, or 0, that a text in half width begins with as ``(B)``, and the text behind it."""
    match = _OUR_LETTER.match(text)
    return (match[1].upper(), text[match.end() :]) if match else (None, text)


def without_tools_letter(text: str) -> str:
    """Return a text in half width without a letter like ``B.`` before it, which is the tool's and not ours."""
    match = _TOOLS_LETTER.match(text)
    return text[match.end() :] if match else text


def option_texts(text: str) -> tuple[str, ...]:
    """Return the forms in which an option may come back, for comparing: whole, and without its letter."""
    whole = half_width(without_fill_in(text))
    bare = without_tools_letter(whole)
    return tuple(dict.fromkeys(plain_text(form) for form in (whole, bare) if form))
