"""What the bank's items and options may come back as: by code, by id, by what is read.

A question is looked up by its code first, then by the name a data file has for it, then by its text. Texts that two
questions or two options share are looked up by neither.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from rolecheck.bank.characters import plain_name, plain_text
from rolecheck.bank.codes import item_codes
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Bank, Item
from rolecheck.exchange.forms.marks import half_width, option_texts, unnumbered
from rolecheck.exchange.forms.names import SECOND_MARK, variable

Kept = TypeVar("Kept")

_CODE = re.compile(r"[〔\[【(]\s*([a-z0-9]{4})(-2)?\s*[〕\]】)]", re.IGNORECASE)
_BARE_CODE = re.compile(r"([a-z0-9]{4})(-2)?", re.IGNORECASE)
_BESIDE = ("填空", "其他", "补充", "comment")
_STEPS = re.compile(r"[/:.-]")
"""Between the groups of an XLSForm and the question in them."""


@dataclass(frozen=True, slots=True)
class Place:
    """An item a column belongs to; ``letter`` where the column is about one option alone, ``rest`` what is unread."""

    item: Item
    second: bool = False
    letter: str | None = None
    rest: str = ""

    @property
    def is_beside(self) -> bool:
        """Whether the column holds what was filled in beside an answer, and not the answer."""
        return self.letter is None and plain_name(self.rest).startswith(_BESIDE)


@dataclass(frozen=True)
class Codebook:
    """One bank, looked up by whatever comes back."""

    bank: Bank

    @cached_property
    def codes(self) -> Mapping[str, Item]:
        """Items by their code."""
        return {code: self.bank.by_id[item] for item, code in item_codes(self.bank).items()}

    @cached_property
    def names(self) -> Mapping[str, Place]:
        """Places by the names data files have for them."""
        places: dict[str, Place] = {}
        for item in self.bank.items:
            for second in (False, True):
                place = Place(item, second)
                places[variable(item.id, second=second)] = place
                places[item.id + (SECOND_MARK if second else "")] = place
        return places

    @cached_property
    def texts(self) -> Mapping[str, Item]:
        """Items by what is read of them, stem alone or with the question behind it, for comparing."""
        return _told_apart(
            (form, item)
            for item in self.bank.items
            for form in {plain_text(item.stem), plain_text(item.stem + self.bank.framings[item.framing].ask)}
        )

    @cached_property
    def options(self) -> Mapping[str, Mapping[str, str]]:
        """Letters by option text, for comparing, of each item by its id."""
        return {item.id: _told_apart(_lettered(item)) for item in self.bank.items}

    @cached_property
    def _lone_options(self) -> Mapping[str, Place]:
        return _told_apart(
            (text, Place(item, letter=letter)) for item in self.bank.items for text, letter in _lettered(item)
        )

    def place(self, header: str) -> Place | None:
        """Return what a column is about, or None if nothing of the bank is found in its header."""
        text = half_width(header)
        return self.by_name(text) or self._by_code(text) or self._by_text(text) or self._by_option(text)

    def by_name(self, text: str) -> Place | None:
        """Return what goes by exactly this name: an id, a variable's name, a code."""
        if text in self.names:
            return self.names[text]
        if (match := _BARE_CODE.fullmatch(text)) and match[1].lower() in self.codes:
            return Place(self.codes[match[1].lower()], second=bool(match[2]))
        *groups, last = _STEPS.split(text)
        if groups and last in self.names:
            return self.names[last]
        # Where an XLSForm's options were split into columns: q_some_item/B.
        if groups and groups[-1] in self.names and last.upper() in self.names[groups[-1]].item.answers:
            return Place(self.names[groups[-1]].item, letter=last.upper() or None)
        return None

    def _by_code(self, text: str) -> Place | None:
        for match in _CODE.finditer(text):
            if match[1].lower() in self.codes:
                return self._with_option(self.codes[match[1].lower()], text[match.end() :], second=bool(match[2]))
        return None

    def _by_text(self, text: str) -> Place | None:
        for form in dict.fromkeys((text, unnumbered(text))):
            plain = plain_text(form)
            if plain in self.texts:
                return Place(self.texts[plain])
            # A column for each option: its text stands behind the question's.
            begun = max((known for known in self.texts if plain.startswith(known)), key=len, default=None)
            if begun is not None:
                place = self._with_option(self.texts[begun], plain[len(begun) :], second=False)
                # Another question may well begin as ours does.
                return place if place.letter or place.is_beside else None
        return None

    def _by_option(self, text: str) -> Place | None:
        bare = unnumbered(text)
        inside = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
        found = (self._lone_options.get(form) for whole in (bare, inside) for form in option_texts(whole))
        return next((place for place in found if place is not None), None)

    def _with_option(self, item: Item, rest: str, *, second: bool) -> Place:
        bare = unnumbered(rest).strip(" :-_")
        inside = bare[1:-1] if bare.startswith("(") and bare.endswith(")") and not bare.startswith("((") else bare
        letters = (self.options[item.id].get(form) for text in (bare, inside) for form in option_texts(text))
        return Place(item, second, next((letter for letter in letters if letter is not None), None), bare)


def _lettered(item: Item) -> Iterable[tuple[str, str]]:
    """Yield the forms an option's text may have, each with the option's letter."""
    for letter, option in zip(item.letters, item.options, strict=True):
        for form in option_texts(option.text):
            yield form, letter
            yield plain_text(f"{letter}{form}"), letter
    if item.takes_none_fits:
        for form in (NONE_FITS_TEXT, f"{NONE_FITS}{NONE_FITS_TEXT}"):
            yield plain_text(form), NONE_FITS


def _told_apart(pairs: Iterable[tuple[str, Kept]]) -> dict[str, Kept]:
    """Return what each text stands for, without the texts that stand for two things."""
    found: dict[str, Kept] = {}
    shared: set[str] = set()
    for text, kept in pairs:
        if found.setdefault(text, kept) != kept:
            shared.add(text)
    return {text: kept for text, kept in found.items() if text not in shared}
