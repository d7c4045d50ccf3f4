"""What the bank's items and options may come back as: by code, by id, by what is read.

A question is looked up by its code first, then by the name a data file has for it, then by its text. Texts that two
questions or two options share are looked up by neither.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property
from typing import TypeVar

from rolecheck.bank.characters import plain_name, plain_text
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Bank, Item, item_codes
from rolecheck.exchange.forms.cells import half_width, option_texts, unnumbered
from rolecheck.exchange.questionnaire import SECOND_MARK, second_text, variable

Kept = TypeVar("Kept")

_CODE = re.compile(r"[〔\[【(]\s*([a-z0-9]{4})(-2)?\s*[〕\]】)]", re.IGNORECASE)
_BARE_CODE = re.compile(r"([a-z0-9]{4})(-2)?", re.IGNORECASE)
_LONGEST = 1_000
"""Characters of a heading that may hold a question."""

_EDGE = 8
"""Characters at either end of a reworded question where a word about the answer tells that the column is none."""

_MOST_BESIDE = 20
"""Characters beside a question's text beyond which the heading is a question of its own."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{3,79}")
_STEPS = re.compile(r"[/:.-]")
"""Between the groups of an XLSForm and the question in them."""

_ABOUT_AN_ANSWER = re.compile(
    r"填空|其他|其它|补充|备注|说明|理由|原因|得分|分数|评分|分值|总分|正确|答案"
    r"|批改|反馈|评语|评论|用时|耗时|时长|秒|时间|权重|排名"
    r"|comment|remark|note|other|score|point|grade|feedback|correct|answer key|time|second|duration|weight|rank"
    r"|specify",
    re.IGNORECASE,
)


class Certainty(Enum):
    """How surely a column holds the answers to the question its heading names."""

    SURE = auto()
    """Nothing else is in the heading."""
    REWORDED = auto()
    """The question's code is in it, and words that are not the bank's."""
    DOUBTFUL = auto()
    """The question is in it whole, and something else besides, nobody knows what."""
    BESIDE = auto()
    """The question is in it, and what tells that the column is about the answer: its points, a remark, seconds."""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """An item a column belongs to; ``letter`` where the column is about one option alone, ``rest`` what is unread."""

    item: Item
    second: bool = False
    letter: str | None = None
    rest: str = ""
    certainty: Certainty = Certainty.SURE
    lone: bool = False
    """Whether nothing but an option's text is in the heading."""


@dataclass(frozen=True)
class Codebook:
    """One bank, looked up by whatever comes back."""

    bank: Bank
    _places: dict[str, ItemPlace | None] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def codes(self) -> Mapping[str, Item]:
        """Items by their code."""
        return {code: self.bank.by_id[item] for item, code in item_codes(self.bank).items()}

    @cached_property
    def names(self) -> Mapping[str, ItemPlace]:
        """Places by the names data files have for them."""
        places: dict[str, ItemPlace] = {}
        for item in self.bank.items:
            for second in (False, True):
                place = ItemPlace(item, second)
                places[variable(item.id, second=second)] = place
                places[item.id + (SECOND_MARK if second else "")] = place
        return places

    @cached_property
    def texts(self) -> Mapping[str, Item]:
        """Items by what is read of them, stem alone or with the question behind it, for comparing."""
        return _told_apart(
            (form, item)
            for item in self.bank.items
            for form in _texts_of(self.bank, item) - {plain_text(self.bank.framings[item.framing].ask)}
        )

    @cached_property
    def options(self) -> Mapping[str, Mapping[str, str]]:
        """Letters by option text, for comparing, of each item by its id."""
        return {item.id: _told_apart(_lettered(item)) for item in self.bank.items}

    @cached_property
    def _lone_options(self) -> Mapping[str, ItemPlace]:
        return _told_apart(
            (text, ItemPlace(item, letter=letter, lone=True))
            for item in self.bank.items
            for text, letter in _lettered(item)
        )

    def place(self, header: str) -> ItemPlace | None:
        """Return what a column is about, or None if nothing of the bank is found in its header."""
        if header not in self._places:
            self._places[header] = self._place(header)
        return self._places[header]

    def _place(self, header: str) -> ItemPlace | None:
        if len(header) > _LONGEST:
            return None
        text = half_width(header)
        sure = self.by_name(text) or self._by_code(text) or self._by_text(text)
        return sure or self._by_option(text) or self._by_word(text)

    def is_question(self, header: str) -> bool:
        """Tell whether a cell is surely the name of a question's column; an option's text alone may be an answer."""
        place = self.place(header)
        return place is not None and not place.lone and place.certainty in {Certainty.SURE, Certainty.REWORDED}

    def may_be_question(self, header: str) -> bool:
        """Tell whether a question is in a cell, alone or among other words."""
        place = self.place(header)
        return place is not None and not place.lone

    def by_name(self, text: str) -> ItemPlace | None:
        """Return what goes by exactly this name: an id, a variable's name, a code."""
        if text in self.names:
            return self.names[text]
        if (match := _BARE_CODE.fullmatch(text)) and match[1].lower() in self.codes:
            return ItemPlace(self.codes[match[1].lower()], second=bool(match[2]))
        *groups, last = _STEPS.split(text)
        if groups and last in self.names:
            certainty = Certainty.BESIDE if any(map(_ABOUT_AN_ANSWER.search, groups)) else Certainty.SURE
            return replace(self.names[last], rest="/".join(groups), certainty=certainty)
        # Where an XLSForm's options were split into columns: q_some_item/B.
        if groups and groups[-1] in self.names and last.upper() in self.names[groups[-1]].item.answers:
            return ItemPlace(self.names[groups[-1]].item, letter=last.upper() or None)
        return None

    def _by_code(self, text: str) -> ItemPlace | None:
        matches = [match for match in _CODE.finditer(text) if match[1].lower() in self.codes]
        if not matches:
            return None
        match, second = matches[-1], bool(matches[-1][2])
        item = self.codes[match[1].lower()]
        if any(other[1].lower() != match[1].lower() or bool(other[2]) != second for other in matches):
            return ItemPlace(item, second, rest=text, certainty=Certainty.DOUBTFUL)
        raw = text[: match.start()], text[match.end() :]
        before, behind = (unnumbered(part).strip(" :-_") for part in raw)
        forms = _second_forms(match[1]) if second else self._forms(item)
        # The code may stand before the question as well as behind it, and a question may begin with a number.
        for part, whole, rest in ((before, raw[0], behind), (behind, raw[1], before)):
            if {plain_text(part), plain_text(whole)} & forms or not (part or rest):
                return self._with_rest(item, rest, forms, second=second)
        if behind and (option := self._with_rest(item, behind, forms, second=second)).letter is not None:
            return option if not before else replace(option, certainty=Certainty.REWORDED)
        words = f"{before} {behind}".strip()
        if (before and behind) or any(form in plain_text(words) for form in forms if len(form) > 1):
            return ItemPlace(item, second, rest=words, certainty=_certainty(words))
        doubtful = _ABOUT_AN_ANSWER.search(words[:_EDGE]) or _ABOUT_AN_ANSWER.search(words[-_EDGE:])
        return ItemPlace(item, second, rest=words, certainty=Certainty.DOUBTFUL if doubtful else Certainty.REWORDED)

    def _by_text(self, text: str) -> ItemPlace | None:
        for form in dict.fromkeys((text, unnumbered(text))):
            plain = plain_text(form)
            if plain in self.texts:
                return ItemPlace(self.texts[plain])
        forms = [plain_text(form) for form in (text, unnumbered(text))]
        within = [(known, plain) for plain in forms for known in self.texts if len(known) > 1 and known in plain]
        if not within:
            return None
        # The longest question that is in it, in the form with the least before it.
        inside, plain = max(within, key=lambda pair: (len(pair[0]), -pair[1].index(pair[0])))
        item = self.texts[inside]
        before, _, behind = plain.partition(inside)
        if not before or plain_name(before) in self._own_names(item):
            # A column for each option: its text stands behind the question's.
            place = self._with_rest(item, behind, self._forms(item), second=False)
            # Another question may well begin as ours does.
            return place if place.certainty is not Certainty.DOUBTFUL or len(behind) <= _MOST_BESIDE else None
        rest = f"{before} {behind}"
        return ItemPlace(item, rest=rest, certainty=_certainty(rest)) if len(rest) <= _MOST_BESIDE else None

    def _by_word(self, text: str) -> ItemPlace | None:
        """Return what a name or a code among other words belongs to: perhaps."""
        for word in _WORD.findall(text):
            item = self.names[word].item if word in self.names else self.codes.get(word.lower())
            if item is not None and (word in self.names or not word.isalpha()):
                return ItemPlace(item, rest=text, certainty=_certainty(text.replace(word, "")))
        return None

    def _forms(self, item: Item) -> set[str]:
        return _texts_of(self.bank, item) | {plain_text(name) for name in self._own_names(item)}

    def _own_names(self, item: Item) -> set[str]:
        codes = {code for code, of in self.codes.items() if of is item}
        return {plain_name(name) for name in (item.id, variable(item.id), *codes)}

    def _by_option(self, text: str) -> ItemPlace | None:
        bare = unnumbered(text)
        inside = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
        places = (self._lone_options.get(form) for whole in (bare, inside) for form in option_texts(whole))
        return next((place for place in places if place is not None), None)

    def _with_rest(self, item: Item, rest: str, forms: set[str], *, second: bool) -> ItemPlace:
        """Return the place of a heading that holds the question, whole, and this besides."""
        bare = unnumbered(rest).strip(" :-_")
        if plain_text(bare) in forms or not bare:
            return ItemPlace(item, second)
        inside = bare[1:-1] if bare.startswith("(") and bare.endswith(")") and not bare.startswith("((") else bare
        letters = (self.options[item.id].get(form) for text in (bare, inside) for form in option_texts(text))
        letter = next((letter for letter in letters if letter is not None), None)
        return ItemPlace(item, second, letter, bare, Certainty.SURE if letter is not None else _certainty(bare))


def _texts_of(bank: Bank, item: Item) -> set[str]:
    ask = bank.framings[item.framing].ask
    return {plain_text(item.stem), plain_text(ask), plain_text(item.stem + ask)}


def _second_forms(code: str) -> set[str]:
    asked, _, _ = second_text(code).partition("〔")
    return {plain_text(asked)}


def _certainty(rest: str, otherwise: Certainty = Certainty.DOUBTFUL) -> Certainty:
    return Certainty.BESIDE if _ABOUT_AN_ANSWER.search(rest) else otherwise


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
    known: dict[str, Kept] = {}
    shared: set[str] = set()
    for text, kept in pairs:
        if known.setdefault(text, kept) != kept:
            shared.add(text)
    return {text: kept for text, kept in known.items() if text not in shared}
