"""Which characters may reach a reader, and how two spellings are told to be one.

Banks, names and answers are written by strangers. A bidi control or a zero-width space can make a text look like
another one, and an escape sequence can redraw a terminal, so nothing invisible is taken in and nothing unprintable
is quoted back.
"""

import unicodedata

from rolecheck.typesetting import BLANK, all_seen, is_hidden

MOST_NAME = 60
"""Characters of a person's name that are kept and shown."""

_DOTS = frozenset("·•・．.‧∙⋅･·●᛫⸱")
"""What stands between the parts of a name, however it was typed."""

_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""What a cell that is calculated begins with."""


def hidden_characters(text: str) -> tuple[str, ...]:
    """Return the characters no reader can see, each once, in order; control characters are among them."""
    if all_seen(text):
        return ()
    return tuple(dict.fromkeys(char for char in text if is_hidden(char)))


def visible(text: str) -> str:
    """Return a text in one line, without the characters no reader sees: they could make it look like another."""
    line = " ".join(text.split())
    hidden = str.maketrans(dict.fromkeys(hidden_characters(line)))
    return " ".join(line.translate(hidden).split())


def harmless(text: str, most: int = 24) -> str:
    """Return what of an untrusted text can be shown: printable characters, at most so many, then an ellipsis."""
    if len(text) <= most and all_seen(text) and text == text.strip():
        return text
    # A text of any length costs the same: what lies far behind the cut is never looked at.
    near = text[: most * 10]
    seen = "".join(" " if char.isspace() else char for char in near if char.isspace() or char.isprintable())
    seen = "".join(char for char in seen if char not in BLANK).strip()
    return seen if len(seen) <= most and len(near) == len(text) else f"{seen[:most]}…"


def inert(text: str) -> str:
    """Return a text as a spreadsheet shows it and does not calculate it, with a mark before what begins a formula."""
    return f"'{text}" if text.lstrip("'")[:1] in _FORMULA else text


def without_inert_mark(text: str) -> str:
    """Return a text as it was before ``inert``; one that was never marked stays as it is."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _FORMULA else text


def plain_name(name: str) -> str:
    """Return the form in which names are compared.

    Width, case, spaces, hyphens, underscores and the dot between the parts of a name do not count.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(char for char in folded if not (_is_joint(char) or is_hidden(char)))
    # A name of nothing but joints is still itself.
    return kept or folded.strip()


def plain_text(text: str) -> str:
    """Return the form in which texts are compared: width, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in folded if unicodedata.category(char)[0] not in "ZPC")
    # A text of nothing but punctuation is still itself.
    return kept or folded


def _is_joint(char: str) -> bool:
    return char.isspace() or char == "_" or char in _DOTS or unicodedata.category(char) == "Pd"
