"""One cell: which options were chosen, in which order, or why that cannot be told."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Item
from rolecheck.exchange.forms.marks import (
    BETWEEN_RANKED,
    BETWEEN_TICKED,
    half_width,
    option_texts,
    our_letter,
    without_fill_in,
    without_tools_letter,
)

_LIKE_ENOUGH = 60
"""How alike, of 100, a reworded option and ours must be where its letter says which one it is."""

_LEAST_LIKENESS = 30
"""How alike, of 100, an option must be to be named as the nearest."""

_NUMBER = re.compile(r"(\d)(?:\.0+)?")
_LISTED = re.compile(r"[A-Ha-h1-8](?:[\s,;|]+[A-Ha-h1-8])+")
"""Codes as tools list them that keep codes: by spaces, by commas."""

_SHOWN = 20


class Chosen(NamedTuple):
    """Letters in order, the first choice first; ``ranked`` tells whether the order means anything."""

    letters: str
    ranked: bool = True
    note: str | None = None
    by_number: bool = False


class Misfit(NamedTuple):
    """A cell that stands for no option; the text says so, and names the nearest one."""

    text: str


def read_cell(item: Item, known: Mapping[str, str], cell: str) -> Chosen | Misfit:
    """Return what was chosen; ``known`` are the item's letters by option text."""
    if BETWEEN_RANKED in cell:
        return _several(item, known, cell.split(BETWEEN_RANKED), ranked=True)
    if BETWEEN_TICKED in cell:
        return _several(item, known, cell.split(BETWEEN_TICKED), ranked=False)
    if _LISTED.fullmatch(listed := half_width(cell)):
        return _several(item, known, re.findall(r"\w", listed), ranked=False)
    return _one(item, known, cell) or _run_together(known, cell) or _reworded(item, cell) or _misfit(item, cell)


def _several(item: Item, known: Mapping[str, str], parts: list[str], *, ranked: bool) -> Chosen | Misfit:
    letters = ""
    for part in parts:
        chosen = _one(item, known, part) or _reworded(item, part)
        if chosen is None:
            return _misfit(item, part)
        letters += chosen.letters
    return Chosen("".join(dict.fromkeys(letters)), ranked)


def _one(item: Item, known: Mapping[str, str], cell: str) -> Chosen | None:
    text = half_width(without_fill_in(cell))
    return _by_text(item, known, text) or _by_letter(item, text) or _by_number(item, text)


def _by_text(item: Item, known: Mapping[str, str], text: str) -> Chosen | None:
    """Read an option's text, behind the tool's letter, ours, or both."""
    for form in (text, without_tools_letter(text)):
        letter, behind = our_letter(form)
        found = next((known[plain] for plain in option_texts(behind) if plain in known), None) if behind else None
        if letter is None or letter not in item.answers:
            if (whole := known.get(plain_text(form))) is not None:
                return Chosen(whole)
            if found is not None:
                return Chosen(found)
        elif not behind or found == letter:
            return Chosen(letter)
    return None


def _reworded(item: Item, cell: str) -> Chosen | None:
    """Read an option whose wording was changed by hand: its letter says which one, and no other is more like it."""
    text = half_width(without_fill_in(cell))
    for form in (text, without_tools_letter(text)):
        letter, behind = our_letter(form)
        if letter is None or letter not in item.answers or not behind:
            continue
        if _nearest(behind, item) == letter and _likeness(behind, item, letter) >= _LIKE_ENOUGH:
            return Chosen(letter, note=f"“{harmless(behind, _SHOWN)}”和题库里的字句不全一样，按前面的字母认作 {letter}")
    return None


def _by_letter(item: Item, text: str) -> Chosen | None:
    """Read bare letters as a sheet writes them: ``B``, or ``BD`` with a second choice; ``0`` where none fits."""
    letters = text.upper().rstrip(".、) ")
    if letters == NONE_FITS and item.takes_none_fits:
        return Chosen(NONE_FITS)
    is_choice = 1 <= len(letters) <= 2 and all(letter in item.letters for letter in letters)
    return Chosen(letters) if is_choice and len(set(letters)) == len(letters) else None


def _by_number(item: Item, text: str) -> Chosen | None:
    match = _NUMBER.fullmatch(text)
    number = int(match[1]) if match else 0
    return Chosen(item.answers[number - 1], by_number=True) if 1 <= number <= len(item.answers) else None


def _run_together(known: Mapping[str, str], cell: str) -> Chosen | None:
    """Read options joined by commas or semicolons, which may stand inside options too.

    Known texts are taken out, longest first; what is left over must be nothing.
    """
    left = plain_text(without_fill_in(cell))
    letters: set[str] = set()
    for text in sorted(known, key=len, reverse=True):
        if len(text) > 1 and text in left:
            left = left.replace(text, "")
            letters.add(known[text])
    return None if left or not letters else Chosen("".join(sorted(letters)), ranked=False)


def _misfit(item: Item, cell: str) -> Misfit:
    near = _nearest(cell, item)
    likeness = _likeness(cell, item, near)
    shown = harmless(cell, _SHOWN)
    if likeness < _LEAST_LIKENESS:
        return Misfit(f"“{shown}”和这题的哪一项都不像。知道是哪一项就写它的字母，不知道就清空")
    option = harmless(_option_text(item, near), _SHOWN)
    return Misfit(
        f"“{shown}”对不上这题的任何一项。最像 {near}“{option}”（像 {likeness:.0f} %），是它就写 {near}，不是就清空"
    )


def _nearest(text: str, item: Item) -> str:
    return max(item.answers, key=lambda letter: _likeness(text, item, letter))


def _likeness(text: str, item: Item, letter: str) -> float:
    # Nothing longer than a few options is worth comparing in full.
    return fuzz.ratio(plain_text(text[:200]), plain_text(_option_text(item, letter)))


def _option_text(item: Item, letter: str) -> str:
    return NONE_FITS_TEXT if letter == NONE_FITS else item.option(letter).text
