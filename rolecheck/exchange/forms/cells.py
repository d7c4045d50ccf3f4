"""One cell: which options were chosen, in which order, or why that cannot be told.

And what tools put around, between and in place of texts, and how it is taken off before texts are compared.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.items import NONE_FITS, NONE_FITS_TEXT, Item
from rolecheck.exchange.sheet import parse_choice

BETWEEN_TICKED = "┋"
"""问卷星 joins what was ticked with it, in no order that means anything."""

BETWEEN_RANKED = "→"
"""问卷星 joins a ranking with it, first things first."""

_FILL_IN = re.compile(r"〖.*?(?:〗|$)", re.DOTALL)
_NUMBERING = re.compile(r"\s*+(?:第\s*\d{1,3}\s*题|Q?\d{1,3}\s*(?:[、:.)]|\s)|\(\d{1,3}\))\s*", re.IGNORECASE)
_KIND = r"(?:单选|多选|单项选择|多项选择|选择|填空|单项填空|判断|下拉|排序|量表|单选按钮)题?"
_LABEL_WORD = rf"{_KIND}|必填|必答|必选|选填|选答|可选|可不填|可不选|required|optional|single choice|multiple choice"
_LABEL = rf"(?:\[(?:{_LABEL_WORD})\]|【(?:{_LABEL_WORD})】|\((?:{_LABEL_WORD})\)|\*)"
_FIRST_LABELS = re.compile(rf"(?:\s*+{_LABEL}\s*+)*+", re.IGNORECASE)
_LAST_LABEL = re.compile(rf"{_LABEL}$", re.IGNORECASE)
_LONGEST_LABEL = 20
_TOOLS_LETTER = re.compile(r"\s*+[A-Za-z](?:\s*+[.、):]\s*+|\s++)(?=\S)")
_OUR_LETTER = re.compile(r"\s*[(\[【]\s*([A-Za-z0])\s*[)\]】]\s*")

_NOTHING = frozenset(
    (
        *("空", "跳过", "无", "没有", "没填", "未填", "未填写", "未答", "未作答", "没答", "未选", "未选择", "未回答"),
        *("没选", "不填", "不适用", "缺失", "缺失值", "无数据", "空值", "空白", "暂无", "无回答", "(未填写)"),
        *("na", "n/a", "n.a.", "n.a", "nan", "null", "nil", "none", "undefined", "missing", "blank", "empty", "skip"),
        *("skipped", "no answer", "no response", "not answered", "not applicable", "unanswered", "no data", "no value"),
        *("#n/a", "#n/a n/a", "#na", "#null!", "-nan", "<na>", "-1.#ind", "1.#ind", "-1.#qnan", "1.#qnan", "nat"),
    )
)
"""What tools write where nothing was answered, by itself or in brackets."""

_NOBODY = _NOTHING | frozenset(
    (
        *("匿名", "匿名用户", "匿名者", "匿名填写", "匿名答题", "匿名作答", "佚名", "游客", "访客", "微信用户", "路人"),
        *("anonymous", "anonymous user", "anonym", "guest", "unknown", "未知", "不详", "保密", "不便透露", "不想说"),
    )
)
"""What stands in a column of names where there is no name."""

_NAMES_THAT_LOOK_MISSING = frozenset({"Na", "Nan"})
"""A capital and small letters: 娜 and 楠, as they are written in Latin letters."""

_STROKES = frozenset("./\\|_*~·•・…。、−  ")
"""What people and tools put in place of an answer, however many of them."""

_LONGEST_MARK = 20
_NOT_ANSWERED_NUMBERS = {"-2", "-3"}

_TICKED = frozenset({"1", "true", "yes", "y", "t", "on", "checked", "selected", "ticked", "是", "对", "选", "选中"})
_TICKED_SIGNS = frozenset({"已选", "已选中", "勾选", "√", "✓", "✔", "✅", "☑", "■", "●", "◉", "v"})
_NOT_TICKED = frozenset(
    (
        *("0", "false", "no", "n", "f", "off", "unchecked", "unselected", "not selected", "not checked", "not ticked"),
        *("否", "未选", "未选中", "没选", "不选", "未勾选", "×", "✗", "✘", "✕", "✖", "❌", "☐", "□"),
    )
)

_LIKE_ENOUGH = 60
"""How alike, of 100, a reworded option and ours must be where its letter says which one it is."""

_LEAST_LIKENESS = 30
"""How alike, of 100, an option must be to be named as the nearest."""

_NUMBER = re.compile(r"(\d)(?:\.0+)?")
_LISTED = re.compile(r"[A-Ha-h1-8](?:[\s,;|]+[A-Ha-h1-8])+")
"""Codes as tools list them that keep codes: by spaces, by commas."""

_SHOWN = 20


class CellChoice(NamedTuple):
    """Letters in order, the first choice first; ``ranked`` tells whether the order means anything."""

    letters: str
    ranked: bool = True
    note: str | None = None
    by_number: bool = False


class Misfit(NamedTuple):
    """A cell that stands for no option; the text says so, and names the nearest one."""

    text: str


def read_cell(item: Item, known: Mapping[str, str], cell: str) -> CellChoice | Misfit:
    """Return what was chosen; ``known`` are the item's letters by option text."""
    if BETWEEN_RANKED in cell:
        return _several(item, known, cell.split(BETWEEN_RANKED), ranked=True)
    if BETWEEN_TICKED in cell:
        return _several(item, known, cell.split(BETWEEN_TICKED), ranked=False)
    if _LISTED.fullmatch(listed := half_width(cell)):
        return _several(item, known, re.findall(r"\w", listed), ranked=False)
    return _one(item, known, cell) or _run_together(known, cell) or _reworded(item, cell) or _misfit(item, cell)


def _several(item: Item, known: Mapping[str, str], parts: list[str], *, ranked: bool) -> CellChoice | Misfit:
    letters = ""
    for part in parts:
        chosen = _one(item, known, part) or _reworded(item, part)
        if chosen is None:
            return _misfit(item, part)
        letters += chosen.letters
    return CellChoice("".join(dict.fromkeys(letters)), ranked)


def _one(item: Item, known: Mapping[str, str], cell: str) -> CellChoice | None:
    text = half_width(without_fill_in(cell))
    return _by_text(item, known, text) or _by_letter(item, text) or _by_number(item, text)


def _by_text(item: Item, known: Mapping[str, str], text: str) -> CellChoice | None:
    """Read an option's text, behind the tool's letter, ours, or both."""
    for form in (text, without_tools_letter(text)):
        letter, behind = our_letter(form)
        chosen = next((known[plain] for plain in option_texts(behind) if plain in known), None) if behind else None
        if letter is None or letter not in item.answers:
            if (whole := known.get(plain_text(form))) is not None:
                return CellChoice(whole)
            if chosen is not None:
                return CellChoice(chosen)
        elif not behind or chosen == letter:
            return CellChoice(letter)
    return None


def _reworded(item: Item, cell: str) -> CellChoice | None:
    """Read an option whose wording was changed by hand: its letter says which one, and no other is more like it."""
    text = half_width(without_fill_in(cell))
    for form in (text, without_tools_letter(text)):
        letter, behind = our_letter(form)
        if letter is None or letter not in item.answers or not behind:
            continue
        if _nearest(behind, item) == letter and _likeness(behind, item, letter) >= _LIKE_ENOUGH:
            return CellChoice(
                letter, note=f"“{harmless(behind, _SHOWN)}”和题库里的字句不全一样，按前面的字母认作 {letter}"
            )
    return None


def _by_letter(item: Item, text: str) -> CellChoice | None:
    """Read bare letters as a sheet writes them: ``B``, or ``BD`` with a second choice; ``0`` where none fits."""
    response = parse_choice(item, text.rstrip(".、) "))
    return None if response is None else CellChoice(response.letters)


def _by_number(item: Item, text: str) -> CellChoice | None:
    match = _NUMBER.fullmatch(text)
    number = int(match[1]) if match else 0
    return CellChoice(item.answers[number - 1], by_number=True) if 1 <= number <= len(item.answers) else None


def _run_together(known: Mapping[str, str], cell: str) -> CellChoice | None:
    """Read options joined by commas or semicolons, which may stand inside options too.

    Known texts are taken out, longest first; what is left over must be nothing.
    """
    left = plain_text(without_fill_in(cell))
    letters: set[str] = set()
    for text in sorted(known, key=len, reverse=True):
        if len(text) > 1 and text in left:
            left = left.replace(text, "")
            letters.add(known[text])
    return None if left or not letters else CellChoice("".join(sorted(letters)), ranked=False)


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
    return _stands_for_nothing(mark, _NOTHING) or (by_number and mark in _NOT_ANSWERED_NUMBERS)


def is_no_name(text: str, *, by_number: bool = False) -> bool:
    """Tell whether a cell in a column of names holds no name: a mark for nothing, or a word for nobody."""
    if len(text) > _LONGEST_MARK or text.strip() in _NAMES_THAT_LOOK_MISSING:
        return False
    mark = half_width(text)
    if by_number and mark in _NOT_ANSWERED_NUMBERS:
        return True
    return _stands_for_nothing(mark, _NOBODY) or all(unicodedata.category(char)[0] in "PZC" for char in mark)


def _stands_for_nothing(mark: str, words: frozenset[str]) -> bool:
    plain = " ".join(mark.lower().split())
    inner = plain[1:-1].strip() if plain[:1] + plain[-1:] in {"()", "[]", "<>", "{}", "【】", "「」"} else plain
    return all(unicodedata.category(char) == "Pd" or char in _STROKES for char in inner) or bool({plain, inner} & words)


def is_ticked(text: str) -> bool | None:
    """Tell whether an option's own column says it was chosen; None if it says neither."""
    mark = " ".join(half_width(text).lower().split())
    mark = re.sub(r"^([01])\.0+$", r"\1", mark)
    if mark in _NOT_TICKED or is_missing(text, by_number=True):
        return False
    return True if mark in _TICKED or mark in _TICKED_SIGNS else None


def unnumbered(header: str) -> str:
    """Return a question without the number before it and the kind of question around it, in half width."""
    text = half_width(header)
    text = text[_end_of(_FIRST_LABELS.match(text)) :]
    text = text[_end_of(_NUMBERING.match(text)) :]
    return _without_last_labels(text[_end_of(_FIRST_LABELS.match(text)) :]).strip()


def _end_of(match: re.Match[str] | None) -> int:
    return 0 if match is None else match.end()


def _without_last_labels(text: str) -> str:
    """Return a text without the labels it ends in, looking at no more of it than a label is long at a time."""
    end = len(text)
    while True:
        while end and text[end - 1].isspace():
            end -= 1
        label = _LAST_LABEL.search(text[max(end - _LONGEST_LABEL, 0) : end])
        if label is None:
            return text[:end]
        end -= len(label[0])


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
